"""What has been fetched lies here, each page whole or not at all, and says by itself what it is still true of.

`managed/sessions` holds the list page by page, `managed/threads` and `managed/events` a file a session, `cost` a file a page of a
month. A page knows its cursor and the day it was asked from; a session's file knows when that session was last changed: nothing
else is needed to go on where a pull stopped.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import DecodeError, json

from model.profile.locked_writing import beside
from model.usage.pulling.client import next_of

SESSIONS, THREADS, EVENTS, COST = "managed/sessions", "managed/threads", "managed/events", "cost"


class Folder:
    """The folder of one pull."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def make(self) -> None:
        """Make the folder and its parts; raises OSError."""
        for part in (SESSIONS, THREADS, EVENTS, COST):
            (self.path / part).mkdir(parents=True, exist_ok=True)

    def page(self, number: int) -> Path:
        """Where a page of sessions lies."""
        return self.path / SESSIONS / f"page-{number:05}.json"

    def of_session(self, part: str, session: str) -> Path:
        """Where what belongs to one session lies; ids are checked before they become names."""
        return self.path / part / f"{session}.json"

    def cost(self, first: date, number: int) -> Path:
        """Where a page of cost lies, by the first day of its stretch."""
        return self.path / COST / f"{first}-{number:03}.json"

    def write(self, path: Path, value: Any) -> None:
        """One file, whole or not at all; raises OSError."""
        finished = beside(path, json.encode(value) + b"\n")
        os.replace(finished, path)

    def read(self, path: Path) -> dict[str, Any] | None:
        """A file as it was written; None where there is none or it is damaged."""
        try:
            found = json.decode(path.read_bytes())
        except (OSError, DecodeError):
            return None
        return found if isinstance(found, dict) else None

    def since(self) -> str | None:
        """From which day on the sessions here were asked for; None where nothing was fetched yet."""
        first = self.read(self.page(1))
        found = (first or {}).get("pulled_since")
        return found if isinstance(found, str) else None

    def stopped_at(self) -> tuple[int, str] | None:
        """The last page of a list that was broken off, and its cursor; None where the list is whole or not begun."""
        number = 0
        while self.page(number + 1).exists():
            number += 1
        last = self.read(self.page(number)) if number else None
        cursor = next_of(last) if last else None
        return (number, cursor) if cursor is not None else None

    def pages(self) -> Iterator[dict[str, Any]]:
        """Every page of sessions, in order."""
        number = 1
        while (found := self.read(self.page(number))) is not None:
            yield found
            number += 1

    def end_after(self, number: int) -> None:
        """Remove pages of an earlier, longer list."""
        while self.page(number + 1).exists():
            number += 1
            self.page(number).unlink()

    def is_current(self, part: str, session: str, updated_at: object) -> bool:
        """Whether what is here of a session is of its last change; read from the first bytes alone."""
        try:
            with self.of_session(part, session).open("rb") as file:
                head = file.read(400)
        except OSError:
            return False
        return json.encode({"session_updated_at": updated_at})[1:-1] in head
