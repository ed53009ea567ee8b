"""Why: what decides between the two options of the pair, what cancels, what one side alone carries; and when it pays."""

from __future__ import annotations

from model.decision.records.analysis import Analysis, DifferenceRow, Spread
from model.quantities import figures
from model.report import palette
from model.report.blocks import (
    Bar,
    Bars,
    Block,
    Cell,
    Column,
    Question,
    Role,
    Row,
    Section,
    Statement,
    Table,
)
from model.report.chapters.what_if_chapter import adding_up
from model.report.plain import clean
from model.report.wording import more, title, usd
from model.telling import one_side
from model.telling.option_names import short
from model.telling.what_decides import WhatDecides, what_decides
from model.telling.when_it_pays import when_it_pays


def sections(analysis: Analysis) -> tuple[Section, ...]:
    """What decides, the one-sided ledger, and the months."""
    told = what_decides(analysis)
    found = [Section("decides", told.headline, Question.WHY, _decides(analysis, told))]
    if analysis.one_sided:
        found.append(Section("one_sided", one_side.TITLE, Question.WHY, _one_sided(analysis)))
    found.append(Section("when", "When it pays", Question.WHEN, _when(analysis)))
    return tuple(found)


def _decides(analysis: Analysis, told: WhatDecides) -> tuple[Block, ...]:
    pair = analysis.difference
    ranges = "8 in 10 futures" if any(spread for _, spread in told.rows) else ""
    columns = (
        Column("", key="what"),
        *(Column(short(analysis, option), right=True, key=key) for option, key in ((pair.a, "a"), (pair.b, "b"))),
        Column("B − A", right=True, key="difference"), Column(ranges, key="range"), Column("", key="only"),
    )  # fmt: skip
    total = Row((Cell("All of it"), Cell(""), Cell(""), more(told.total.mean_usd), Cell(told.total_range)), Role.TOTAL)
    rows = [_difference(row, spread) for row, spread in told.rows]
    blocks: list[Block] = [Table("decides", "", columns, (*rows, total), "Rounded to the dollar; summed unrounded.")]
    blocks += [Statement(text) for text in (told.alike, told.engineers) if text]
    return tuple(blocks)


def _difference(row: DifferenceRow, spread: str) -> Row:
    cells = (
        Cell(clean(row.title)),
        usd(row.a_usd),
        usd(row.b_usd),
        more(row.spread.mean_usd),
        Cell(spread),
        Cell("one side" if row.only else ""),
    )
    return Row(cells, key=row.key)


def bars(analysis: Analysis) -> Bars:
    """What decides, as a chart."""
    pair, told = analysis.difference, what_decides(analysis)

    def bar(label: str, spread: Spread, note: str, key: str = "") -> Bar:
        return Bar(clean(label), spread.mean_usd, figures.signed_money(spread.mean_usd), spread.p10_usd, spread.p90_usd,
                   note, key)  # fmt: skip

    shown = tuple(
        bar(row.title, row.spread, f"{short(analysis, row.only)} only" if row.only else spread, row.key)
        for row, spread in told.rows
    )
    a, b = title(analysis, pair.a), title(analysis, pair.b)
    return Bars("decides", told.headline, "$", f"{b} is cheaper", f"{b} is more expensive", shown,
                bar("All of it", told.total, told.total_range), f"{b} against {a}", palette.sides(analysis))  # fmt: skip


def _one_sided(analysis: Analysis) -> tuple[Block, ...]:
    told = one_side.one_side(analysis)
    columns = (Column("What"), Column("Key"), Column("Option"), Column("Present value", right=True))
    rows = tuple(
        Row((Cell(clean(row.title)), Cell(row.key), Cell(row.option), more(row.present_value_usd)), key=row.key)
        for row, _ in told.rows
    )
    test = (Statement(told.without),) if told.without else ()
    return (Table("one_sided", "", columns, rows), *test)


def _when(analysis: Analysis) -> tuple[Block, ...]:
    line = adding_up(analysis) if analysis.break_even is not None else None
    said = tuple(Statement(sentence) for sentence in when_it_pays(analysis).sentences)
    return (*said, *((line,) if line else ()))
