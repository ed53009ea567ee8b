"""Where the figures were read: every page the comparison rests on, with its day, its address and what was taken from it."""

from __future__ import annotations

from collections.abc import Iterator

from model.decision.records.analysis import Analysis, SourceRow
from model.quantities import figures
from model.report.blocks import Cell, Column, Figure, Question, Role, Row, Section, Table
from model.report.plain import clean

NOTE = "From: the day from which the page's figure holds, where the publisher gives one."


def sections(analysis: Analysis) -> tuple[Section, ...]:
    """One table, the pages that most rests on first; nothing where every number is the team's own."""
    taken = used(analysis)
    if not taken:
        return ()
    columns = (Column("Page", key="page"), Column("From", key="from"), Column("Checked", key="checked"),
               Column("Used for", key="uses"))  # fmt: skip
    rows = tuple(row for source, names in taken.items() for row in _source(source, names))
    return (
        Section(
            "sources", "Where the figures were read", Question.RECORD, (Table("sources", "", columns, rows, NOTE),)
        ),
    )


def used(analysis: Analysis) -> dict[SourceRow, list[str]]:
    """Every page with what was taken from it, those that most rests on first."""
    taken: dict[SourceRow, dict[str, None]] = {}
    for source, name in _uses(analysis):
        taken.setdefault(source, {})[name] = None
    return {source: list(taken[source]) for source in sorted(taken, key=lambda source: -len(taken[source]))}


def _uses(analysis: Analysis) -> Iterator[tuple[SourceRow, str]]:
    """Every source with what rests on it: lines of cost, inputs, must-haves."""
    for option in analysis.options:
        yield from ((line.source, line.title) for line in option.lines if line.source and line.total_usd)
        yield from ((have.source, have.title) for have in option.must_haves if have.source)
    yield from ((row.page, row.title) for row in analysis.inputs if row.page and row.decides)


def _source(source: SourceRow, uses: list[str]) -> list[Row]:
    since = figures.day(source.effective) if source.effective else "–"
    cells = (
        Cell(clean(source.title)), Cell(since, None, Figure.DATE), Cell(figures.day(source.checked), None, Figure.DATE),
        Cell(clean("; ".join(uses))),
    )  # fmt: skip
    address = [Row((Cell(clean(source.url)),), Role.NOTE)] if source.url else []
    return [Row(cells), *address]
