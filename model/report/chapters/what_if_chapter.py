"""What if, and the difference as it adds up: laid out from their records, as a strip of dots, a table and a line."""

from __future__ import annotations

from msgspec.structs import replace

from model.decision.records.analysis import Analysis
from model.quantities import figures
from model.report import palette
from model.report.blocks import (
    Bar,
    Bars,
    Block,
    Cell,
    Column,
    Curve,
    Curves,
    Figure,
    Question,
    Row,
    Section,
    Statement,
    Table,
    Tone,
)
from model.telling.over_time import over_time
from model.telling.what_if import WhatIf
from model.telling.what_if import what_if as told

FEWEST = 3  # points that make a line


def section(analysis: Analysis, brief: bool = False) -> Section | None:
    """The strip with its sentence; `brief` leaves the table to the other pages. None where nothing was asked."""
    found = told(analysis)
    if found is None:
        return None
    said = (Statement(found.said, Tone.NOTE),) if found.said else ()
    blocks: tuple[Block, ...] = (strip(analysis, found), *said)
    return Section("what_if", found.title, Question.CHANGE, blocks if brief else (table(found), *blocks))


def today(analysis: Analysis, found: WhatIf) -> Bars:
    """The comparison as it is, alone: one dot with its range, named by what is compared."""
    whole = strip(analysis, found)
    return replace(whole, key="difference", title="", bars=(replace(whole.bars[0], label=found.pair),))


def strip(analysis: Analysis, found: WhatIf) -> Bars:
    """Every case as a dot with its range of 8 in 10 futures, and the answer then beside it."""
    dots = tuple(
        Bar(row.title, row.usd, row.difference, row.low_usd, row.high_usd, row.answer, row.key) for row in found.rows
    )
    return Bars("what_if", found.title, "US dollars, present value", found.left, found.right, dots, None,
                sides=palette.sides(analysis), dots=True)  # fmt: skip


def table(found: WhatIf) -> Table:
    """The same in words."""
    columns = (Column("What if", key="what"), Column("Difference, present value", key="difference"), Column("8 in 10 futures", key="range"),
               Column("The answer then", key="answer"))  # fmt: skip
    rows = tuple(
        Row(
            (
                Cell(row.title),
                Cell(row.difference, row.usd, Figure.USD),
                Cell(row.spread),
                Cell(row.answer),
            ),
            key=row.key,
        )
        for row in found.rows
    )
    return Table("what_if", "", columns, rows)


def adding_up(analysis: Analysis) -> Curves | None:
    """The difference by month with its band; None where it was not worked out."""
    found = over_time(analysis)
    if found is None or len(found.months) < FEWEST:
        return None
    label = f"{found.name} {figures.signed_money(found.mean_usd[-1])}"
    line = Curve(found.name, found.mean_usd, label, palette.place(analysis, analysis.pair[1]))
    band = (found.low_usd, found.high_usd) if found.low_usd != found.high_usd else None
    months = tuple(map(float, found.months))
    return Curves("adding_up", found.title, "month", "$", months, (line,), found.note, band)
