"""The one rule of every lookup: of the entries for what was asked, the last whose first day has come."""

from collections.abc import Iterable, Sequence
from datetime import date
from difflib import get_close_matches
from typing import TypeVar

from model.prices import book_schema, schema_presets
from model.prices.records import UnpricedName

Entry = TypeVar("Entry", bound=book_schema.Dated)
Preset = TypeVar("Preset", schema_presets.SandboxRecord, schema_presets.HostRecord)


def in_force(entries: Iterable[Entry], day: date) -> Entry | None:
    """The entry that holds on a day: the last to have begun. An unknown first day counts as before all dated ones."""
    begun = [entry for entry in entries if entry.since is None or entry.since <= day]
    return max(begun, key=lambda entry: entry.since or date.min, default=None)


def first_of(entries: Iterable[Entry]) -> date | None:
    """The first dated day of the entries; None where one of them has no first day."""
    days = [entry.since for entry in entries]
    return None if None in days else min((day for day in days if day is not None), default=None)


def preset(entries: Sequence[Preset], name: str, day: date) -> Preset | UnpricedName:
    """The entry of a preset on a day; else the nearest names, or its first day."""
    wanted = name.strip().lower()
    own = [entry for entry in entries if entry.id == wanted]
    if not own:
        names = tuple(dict.fromkeys(entry.id for entry in entries))
        return UnpricedName(f"no preset {name!r}", tuple(get_close_matches(wanted[:100], names, n=3, cutoff=0.4)))
    found = in_force(own, day)
    return found or UnpricedName(f"{wanted} is priced from {first_of(own)} on, not on {day}", (), first_of(own))
