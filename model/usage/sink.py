"""Where readers put what they found: rows into the store, and for each source what was skipped, named or unknown.

Every message names fields, formats and line numbers, never a value from inside a session.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from msgspec import Struct, field
from pydantic import BaseModel

from model.usage.row_store import RowStore
from model.usage.rows import Row

MOST_NAMED = 8


class Told(Struct):
    """What was found in one source: rows handed over, conventions and for how many rows, what was skipped and why.

    `unfinished`: status by id of sessions that still ran.
    """

    path: str
    format: str
    rows: int = 0
    conventions: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    notes: dict[str, None] = field(default_factory=dict)
    unknown_fields: Counter[str] = field(default_factory=Counter)
    reported_usd: float | None = None
    unfinished: dict[str, str] = field(default_factory=dict)

    def sentences(self) -> list[str]:
        """The notes, and the fields nobody here knows, each once."""
        said = list(self.notes)
        if self.unknown_fields:
            names = [name for name, _ in self.unknown_fields.most_common(MOST_NAMED)]
            more = len(self.unknown_fields) - len(names)
            said.append(f"fields not known here, left out: {', '.join(names)}{f' and {more} more' if more else ''}")
        return said


class Sink:
    """The store with the account of one source."""

    def __init__(
        self, store: RowStore, path: str, format_name: str, advance: Callable[[int], None] | None = None
    ) -> None:
        self.store = store
        self.told = Told(path, format_name)
        self._advance = advance

    def add(self, *rows: Row) -> None:
        """Hand over canonical rows, each of which stands for one record that was read."""
        self.told.rows += len(rows)
        self.store.add(rows)

    def keep(self, *rows: Row) -> None:
        """Hand over canonical rows made of records that are counted already."""
        self.store.add(rows)

    def skip(self, reason: str, count: int = 1) -> None:
        """Say that something was left out, and why."""
        if count:
            self.told.skipped[reason] += count

    def convention(self, name: str, count: int = 1) -> None:
        """Say which reading of the token counts was used, for how many rows."""
        if count:
            self.told.conventions[name] += count

    def unfinished(self, session_id: str, status: str) -> None:
        """Say that a session still runs: what it says of itself is not yet true, so it is counted nowhere."""
        self.told.unfinished[session_id] = status
        self.skip(f"session still {status}: not counted")

    def note(self, sentence: str) -> None:
        """Say something about the source once."""
        self.told.notes[sentence] = None

    def foreign(self, *records: BaseModel | None) -> None:
        """Count the fields of these records that their models do not know."""
        for record in records:
            if record is not None and record.model_extra:
                self.told.unknown_fields.update(record.model_extra.keys())

    def reported(self, usd: float | None) -> None:
        """Add to what the source itself says it cost."""
        if usd is not None:
            self.told.reported_usd = (self.told.reported_usd or 0.0) + usd

    def advance(self, size: int) -> None:
        """Say that so many bytes more were read."""
        if self._advance is not None:
            self._advance(size)


def counted(items: Iterable[str]) -> str:
    """Different names with how often each occurs, most often first, a few of them."""
    found = Counter(items)
    said = [f"{name} ({count:,})" for name, count in found.most_common(MOST_NAMED)]
    more = len(found) - len(said)
    return ", ".join(said) + (f" and {more} more" if more else "")
