"""The book as text: every rate with its day, source and age, and what is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from msgspec import Struct

from model.prices import TOKEN_KINDS, Book, BookEntry, UnpricedName, entries
from model.profile import Problem, Problems
from model.profile.registry import nearest
from model.quantities import figures
from model.report.blocks import Cell, Column, Row, Table
from model.report.plain import clean, fit, width, wrap
from model.report.text import table

GROUPS = {
    "models": "Token prices, $ a million tokens; cache read, and written for 5 min or 1 h",
    "runtime": "Running hour",
    "search": "Searches, $ a thousand",
    "modifiers": "Factors on token prices: which way to host, since when",
    "cache": "Cache lifetimes",
    "limits": "Limits of the service",
    "sandboxes": "Sandboxes: $ a vCPU hour / $ a GiB hour / $ a month",
    "hosts": "Machines, $ an hour",
    "services": "Shared services",
    "rivals": "Other vendors' runtimes, for orientation",
    "published": 'Published ranges, for inputs that say "published"',
    "must-haves": "Must-haves by way to host",
    "announcements": "Announced, never in force",
}
COLUMNS = 80
KINDS = {
    "input": "Input",
    "output": "Output",
    "cache_read": "Read",
    "cache_write_5m": "Write 5 m",
    "cache_write_1h": "Write 1 h",
}


def chosen_entries(book: Book, name: str | None) -> tuple[BookEntry, ...] | Problems:
    """Everything, one group, or what a name means; a problem with the nearest names where nothing does."""
    every = entries(book)
    if name is None:
        return every
    wanted = name.strip().lower()
    found = tuple(entry for entry in every if _answers(entry, wanted))
    if found:
        return found
    model = book.model(name)
    if not isinstance(model, UnpricedName):
        exact = tuple(entry for entry in every if entry.group == "models" and entry.key.split(".tier")[0] == model.id)
        return exact or (_foreign(model.id, model.title, model.usd_per_mtok, model.source, model.note),)
    return Problems.of(_nothing(model, name, [entry.key for entry in every]))


def _answers(entry: BookEntry, wanted: str) -> bool:
    key = entry.key.lower()
    return (
        wanted in (entry.group, key, key.removesuffix(".tier"))
        or key.startswith(wanted + ".")
        or key.endswith("." + wanted)
    )


def _nothing(model: UnpricedName, name: str, keys: list[str]) -> Problem:
    near = figures.listed(model.nearest) or nearest(name, keys)
    first = f"; priced from {model.first_day.isoformat()} on" if model.first_day else ""
    return Problem("prices", "", name, f"{model.why}{first}", near)


def _foreign(key: str, title: str, prices: object, source: object, note: str) -> BookEntry:
    from collections.abc import Mapping

    from model.prices import Source

    assert isinstance(prices, Mapping)
    assert isinstance(source, Source)
    amounts = {kind: prices[kind] for kind in TOKEN_KINDS if kind in prices}
    value = " / ".join(f"{usd:.12g}" for usd in amounts.values())
    return BookEntry("models", key, title, value, "$/MTok", note, source, amounts=amounts)


class _Sources(Struct, frozen=True):
    """Sources numbered in the order of their first use, so that each is printed once."""

    numbers: dict[tuple[str, str], int]

    def number(self, entry: BookEntry) -> int:
        return self.numbers.setdefault((entry.source.title, entry.source.url), len(self.numbers) + 1)


def listed(book: Book, found: Iterable[BookEntry], today: date, columns: int = COLUMNS) -> str:
    """The entries by group; the sources they name stand numbered at the end."""
    sources = _Sources({})
    age = figures.plural(book.age_days(today), "day")
    lines = wrap(f"Prices and rules of {figures.day(book.as_of)}. The oldest figure of the book was checked on "
                 f"{figures.day(book.oldest_checked)}, {age} ago. Book sha256 {book.sha256[:16]}.", COLUMNS)  # fmt: skip
    for group, members in groupby(found, key=lambda entry: entry.group):
        lines += ["", GROUPS.get(group, group.capitalize())]
        rows = list(members)
        priced = [entry for entry in rows if group == "models" and entry.amounts]
        lines += _models(priced, sources, columns) if priced else []
        for entry in rows:
            if entry not in priced:
                lines += _entry(entry, sources.number(entry))
    lines += ["", "Sources"]
    for (name, url), number in sources.numbers.items():
        lines += [f"  {line}" for line in wrap(f"[{number}] {clean(name)}", COLUMNS - 2, "    ")]
        lines.append(f"      {clean(url)}")
    return "\n".join(lines) + "\n"


def _models(entries: Sequence[BookEntry], sources: _Sources, columns: int) -> list[str]:
    """Token prices as a table: one row a model, one column a kind, then since when and the number of the source."""
    heads = (Column("Model"), *(Column(KINDS[kind], right=True) for kind in TOKEN_KINDS), Column("Since"), Column(""))
    rows = []
    for entry in entries:
        prices = [f"{entry.amounts[kind]:.12g}" if kind in entry.amounts else "–" for kind in TOKEN_KINDS]
        since = entry.source.effective.isoformat() if entry.source.effective else ""
        rows.append(Row((Cell(clean(entry.key)), *map(Cell, prices), Cell(since), Cell(f"[{sources.number(entry)}]"))))
    noted: dict[str, list[str]] = {}
    for entry in entries:
        if entry.note:
            noted.setdefault(clean(entry.note), []).append(clean(entry.key))
    notes = [f"{', '.join(keys)}: {note}." for note, keys in noted.items()]
    said = [f"  {line}" for note in notes for line in wrap(note, columns - 2, "  ")]
    return [line.rstrip() for line in table(Table("models", "", heads, tuple(rows)), columns)] + said


def _entry(entry: BookEntry, number: int) -> list[str]:
    value = f"{entry.value} {entry.unit if entry.group not in ('models', 'search', 'sandboxes') else ''}".rstrip()
    title = entry.key if entry.title == entry.key or entry.group in ("sandboxes", "hosts") else entry.title
    apart = width(value) > COLUMNS - 44 or width(clean(title)) > 38
    lines = [f"  {clean(title)}" if apart else f"  {fit(clean(title), 38)}  {clean(value)}".rstrip()]
    if apart:
        lines += [f"      {line}" for line in wrap(clean(value), COLUMNS - 6)]
    since = f"since {entry.source.effective.isoformat()}, " if entry.source.effective else ""
    note = f"; {clean(entry.note)}" if entry.note else ""
    said = f"{since}checked {entry.source.checked.isoformat()} [{number}]{note}"
    return [*lines, *(f"      {line}" for line in wrap(said, COLUMNS - 6))]
