"""The appendix of the slides: what they rest on, every option, every line as arithmetic with its source, every assumption."""

from __future__ import annotations

from model.decision.analysis import Analysis, LineRow, SourceRow
from model.quantities import figures
from model.report.blocks import Block, Cell, Column, Question, Row, Section, Statement, Table, Tone
from model.report.chapters import answer, by_hand, numbers
from model.report.plain import clean

SHOWN = {"options", "must_haves", "lines", "inputs", "warnings"}


def sections(analysis: Analysis) -> tuple[Section, ...]:
    """What stands behind the talk, in the order people ask for it."""
    told = (*answer.sections(analysis), *by_hand.sections(analysis), *numbers.sections(analysis))
    return (
        _record(analysis),
        *(section for section in told if section.key in SHOWN),
        _how(analysis),
        _sources(analysis),
    )


def _record(analysis: Analysis) -> Section:
    rows = tuple(Row((Cell(name), Cell(value)), key=name) for name, value in numbers.record(analysis))
    table = Table("record", "", (Column("This rests on"), Column("")), rows)
    return Section("record", "What this rests on", Question.RECORD, (table,))


def _lines(analysis: Analysis) -> dict[str, LineRow]:
    """One line of every title that costs something, whatever the option."""
    found: dict[str, LineRow] = {}
    for option in analysis.options:
        for line in option.lines:
            if line.total_usd or line.month_1_usd:
                found.setdefault(line.title, line)
    return found


def _how(analysis: Analysis) -> Section:
    columns = (Column("Line"), Column("Charged by the"), Column("How it is calculated"))
    rows = tuple(
        Row((Cell(clean(line.title)), Cell(clean(line.unit)), Cell(clean(line.rule))), key=line.key)
        for line in _lines(analysis).values()
    )
    months = (
        f"Month by month over {analysis.horizon_months} months, each month's cost divided by "
        f"(1 + {figures.share(analysis.discount_rate)})^(month / 12); build is paid at the start. Figures are means over "
        f"{figures.plural(analysis.draws, 'future')}; both options meet the same futures."
    )
    blocks: tuple[Block, ...] = (Statement(months, Tone.NOTE), Table("how", "", columns, rows))
    return Section("how", "How it is calculated", Question.BY_HAND, blocks)


def _sources(analysis: Analysis) -> Section:
    found: dict[tuple[str, str], tuple[SourceRow, list[str]]] = {}
    for option in analysis.options:
        for line in option.lines:
            if line.source is not None and (line.total_usd or line.month_1_usd):
                _, used = found.setdefault((line.source.title, line.source.url), (line.source, []))
                if line.title not in used:
                    used.append(line.title)
    columns = (Column("Source"), Column("Used for"), Column("Checked"), Column("Address"))
    rows = tuple(
        Row(
            (
                Cell(clean(source.title)),
                Cell(clean(", ".join(used))),
                Cell(figures.day(source.checked)),
                Cell(clean(source.url)),
            )
        )
        for source, used in found.values()
    )
    return Section("sources", "Where the prices were read", Question.RECORD, (Table("sources", "", columns, rows),))
