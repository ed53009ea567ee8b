"""Where the figures were read: every page the comparison rests on, with its day, its address and what was taken from it."""

from __future__ import annotations

from collections.abc import Sequence

from model.decision.records.analysis import Analysis, SourceRow
from model.quantities import figures
from model.report.blocks import Cell, Column, Figure, Question, Role, Row, Section, Table
from model.report.plain import clean
from model.telling.pages_read import pages_read

NOTE = "From: the day from which the page's figure holds, where the publisher gives one."


def sections(analysis: Analysis) -> tuple[Section, ...]:
    """One table, the pages that most rests on first; nothing where every number is the team's own."""
    taken = pages_read(analysis).rows
    if not taken:
        return ()
    columns = (Column("Page", key="page"), Column("From", key="from"), Column("Checked", key="checked"),
               Column("Used for", key="uses"))  # fmt: skip
    rows = tuple(row for source, names in taken for row in _source(source, names))
    return (
        Section(
            "sources", "Where the figures were read", Question.RECORD, (Table("sources", "", columns, rows, NOTE),)
        ),
    )


def _source(source: SourceRow, uses: Sequence[str]) -> list[Row]:
    since = figures.day(source.effective) if source.effective else "–"
    cells = (
        Cell(clean(source.title)), Cell(since, None, Figure.DATE), Cell(figures.day(source.checked), None, Figure.DATE),
        Cell(clean("; ".join(uses))),
    )  # fmt: skip
    address = [Row((Cell(clean(source.url)),), Role.NOTE)] if source.url else []
    return [Row(cells), *address]
