"""Whose numbers these are: every input as it was understood, expected price changes, and what the report rests on."""

from __future__ import annotations

from importlib.metadata import version

from model.decision.analysis import Analysis, InputRow
from model.quantities import figures
from model.report.blocks import Block, Cell, Column, Question, Row, Section, Statement, Table, Tone
from model.report.plain import clean
from model.report.wording import BASES, echo, measured


def sections(analysis: Analysis) -> tuple[Section, ...]:
    """What decides first, then the other numbers that were given or looked up."""
    deciding = [row for row in analysis.inputs if row.decides]
    other = [row for row in analysis.inputs if not row.decides and row.given]
    blocks: list[Block] = [Statement(clean(analysis.whose_numbers.sentence))]
    if deciding:
        blocks.append(_table("deciding", "Numbers that decide", deciding))
    if other:
        blocks.append(_table("given", "Other numbers that were given", other))
    blocks.extend(Statement(_event(analysis, index)) for index in range(len(analysis.events)))
    found = [Section("inputs", "Whose numbers these are", Question.WHOSE, tuple(blocks))]
    if analysis.warnings:
        warned = tuple(Statement(clean(text), Tone.WARNING) for text in analysis.warnings)
        found.append(Section("warnings", "Mind", Question.WHOSE, warned))
    return tuple(found)


def _table(key: str, heading: str, rows: list[InputRow]) -> Table:
    columns = (Column("Key", key="key"), Column("As understood", key="echo"), Column("Whose", key="whose"))
    return Table(f"inputs.{key}", heading, columns, tuple(_input(row) for row in rows))


def _input(row: InputRow) -> Row:
    said = measured(row.median, row.unit) if row.shape == "point" else f"{clean(row.text)}: {echo(row)}"
    whose = BASES.get(row.basis, row.basis) if row.given or row.basis == "published" else "default"
    source = f": {clean(row.source)}" if row.source else ""
    return Row((Cell(row.key), Cell(said, row.median), Cell(clean(whose + source))), key=row.key)


def _event(analysis: Analysis, index: int) -> str:
    event = analysis.events[index]
    happens = "in" if event.happens_in_middle_case else "not in"
    change = f"{event.key} times {event.factor_text} from month {event.month}"
    return clean(f"{event.title}: {change}, chance {figures.share(event.probability)}, {happens} the middle case.")


def record(analysis: Analysis) -> tuple[tuple[str, str], ...]:
    """What the report rests on: profile, prices, draws, version."""
    book = analysis.book
    named = (
        ("Profile", clean(analysis.profile)),
        ("Scenario", clean(analysis.scenario or "")),
        ("Horizon", f"{analysis.horizon_months} months at {figures.share(analysis.discount_rate)} a year, US dollars"),
        ("Prices", f"of {figures.day(book.as_of)}; the oldest was checked on {figures.day(book.oldest_checked)}"),
        ("Book", f"sha256 {book.sha256[:16]}"),
        ("Draws", f"{analysis.draws:,} futures, seed {analysis.seed}"),
        ("Product", f"switchpoint {version('switchpoint')}"),
    )
    return tuple((name, value) for name, value in named if value)
