"""The order of things: the list of sessions, then each session's threads and events, then the cost by day.

Sessions that still run are listed and not looked into; they are fetched when a later pull finds them finished. A session that
is gone by the time it is asked for is counted. Cost needs a key of the organization: without one it is left out, and said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from msgspec import Struct, field

from model.usage.pulling.client import Client, CredentialRefused, Gone, Stopped, next_of
from model.usage.pulling.contents import without_contents
from model.usage.pulling.folder import EVENTS, THREADS, Folder

RUNNING = frozenset({"running", "rescheduling"})
MOST_DAYS = 31
"""How many days of cost the API gives at once."""
_ID = re.compile(r"[A-Za-z0-9_-]{1,120}")
Say = Callable[[str], None]


class Pulled(Struct):
    """What was fetched and what was not. `dropped` counts texts under keys that are not known here, by key."""

    sessions: int = 0
    looked_into: int = 0
    up_to_date: int = 0
    running: int = 0
    gone: int = 0
    strange: int = 0
    cost_rows: int = 0
    no_cost: str = ""
    dropped: Counter[str] = field(default_factory=Counter)


def pull(client: Client, folder: Folder, since: date, until: date, say: Say, with_events: bool = True) -> Pulled:
    """Fetch everything since a day. Raises `Stopped`; what was fetched until then stays and is not fetched again."""
    found = Pulled()
    _list(client, folder, since, found, say)
    for number, session in enumerate(_sessions(folder, found), start=1):
        _look_into(client, folder, session, found, with_events)
        say(f"sessions: {number:,} looked into")
    _cost(client, folder, since, until, found, say)
    return found


def _list(client: Client, folder: Folder, since: date, found: Pulled, say: Say) -> None:
    """The list, page by page; one that was broken off goes on at its cursor, a whole one is asked for anew."""
    stopped = folder.stopped_at()
    number, cursor = stopped or (0, None)
    seen: set[str] = set() if cursor is None else {cursor}
    while True:
        try:
            page = client.sessions(f"{since}T00:00:00Z", cursor)
        except Gone as error:
            raise Stopped(str(error)) from None
        number += 1
        kept = without_contents(page, found.dropped)
        folder.write(folder.page(number), {"pulled_since": str(since), **kept})
        say(f"list of sessions: page {number:,}")
        cursor = next_of(page)
        if cursor is None:
            break
        if cursor in seen:
            raise Stopped("the API names a next page that it named before: the chain of pages never ends")
        seen.add(cursor)
    folder.end_after(number)


def _sessions(folder: Folder, found: Pulled) -> Iterator[dict[str, Any]]:
    """Every session of the list once, as it was seen last."""
    last: dict[str, dict[str, Any]] = {}
    for page in folder.pages():
        for each in page.get("data", []):
            if not isinstance(each, dict) or each.get("type") != "session" or not _is_id(each.get("id")):
                found.strange += 1
                continue
            last[each["id"]] = each
    found.sessions = len(last)
    yield from last.values()


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _look_into(client: Client, folder: Folder, session: dict[str, Any], found: Pulled, with_events: bool) -> None:
    if session.get("status") in RUNNING:
        found.running += 1
        return
    parts = [(THREADS, client.threads), *([(EVENTS, client.events)] if with_events else [])]
    fetched = False
    for part, pages in parts:
        changed = session.get("updated_at")
        if folder.is_current(part, session["id"], changed):
            continue
        try:
            data = [each for page in pages(session["id"]) for each in page["data"]]
        except Gone:
            found.gone += 1
            return
        kept = without_contents(data, found.dropped)
        folder.write(
            folder.of_session(part, session["id"]), {"session_updated_at": changed, "data": kept, "next_page": None}
        )
        fetched = True
    found.looked_into += fetched
    found.up_to_date += not fetched


def _cost(client: Client, folder: Folder, since: date, until: date, found: Pulled, say: Say) -> None:
    first = since
    while first < until:
        last = min(first + timedelta(days=MOST_DAYS), until)
        try:
            _stretch(client, folder, first, last, found)
        except (CredentialRefused, Gone) as error:
            found.no_cost = str(error)
            return
        say(f"cost up to {last}")
        first = last


def _stretch(client: Client, folder: Folder, first: date, last: date, found: Pulled) -> None:
    cursor, seen, number = None, set[str](), 0
    while True:
        page = client.cost(f"{first}T00:00:00Z", f"{last}T00:00:00Z", cursor)
        number += 1
        found.cost_rows += len(page["data"])
        cursor = next_of(page)
        folder.write(folder.cost(first, number), {**without_contents(page, found.dropped), "has_more": False})
        if cursor is None:
            return
        if cursor in seen:
            raise Stopped("the API names a next page that it named before: the chain of pages never ends")
        seen.add(cursor)
