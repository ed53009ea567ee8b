"""Whose numbers these are: every input as it was understood, expected price changes, and what the report rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from model import RELEASE
from model.comparison.case.from_presets import chosen, terms
from model.decision.records.analysis import Analysis, InputRow
from model.quantities import Unit, figures
from model.report.blocks import Block, Cell, Column, Question, Role, Row, Section, Statement, Table, Tone
from model.report.plain import clean
from model.report.wording import BASES, echo, measured, three_digits

SHORT = 40
SHOWN = 16  # digits of a digest on paper; JSON has them all


def sections(analysis: Analysis) -> tuple[Section, ...]:
    """What decides first, then the other numbers that were given or looked up."""
    deciding = [row for row in analysis.inputs if row.decides and told(row)]
    other = [row for row in analysis.inputs if not row.decides and row.given and row.key != "schema"]
    defaults = [row for row in analysis.inputs if row.decides and not told(row)]
    blocks: list[Block] = [Statement(clean(analysis.whose_numbers.sentence))]
    if deciding:
        blocks.append(_table("deciding", "Numbers that decide", deciding))
    if other:
        blocks.append(_table("given", "Other numbers that were given", other))
    if defaults:
        shown = "; ".join(f"{row.key} {measured(row.median, row.unit)}" for row in defaults)
        blocks.append(Statement(clean(f"Defaults that hold: {shown}."), Tone.NOTE))
    blocks.extend(Statement(clean(text), Tone.NOTE) for text in _presets(analysis))
    blocks.extend(Statement(_event(analysis, index)) for index in range(len(analysis.events)))
    return (Section("inputs", "Whose numbers these are", Question.WHOSE, tuple(blocks)),)


def warned(analysis: Analysis) -> tuple[Section, ...]:
    """What a reader must mind, before anything else is read; nothing where there is nothing."""
    told = tuple(Statement(each.sentence, Tone.WARNING) for each in analysis.warnings)
    return (Section("warnings", "Mind", Question.ANSWER, told),) if told else ()


def told(row: InputRow) -> bool:
    """Whether the team or a publication gave this number; of all others a default holds."""
    return row.given or row.basis == "published"


def ranked(analysis: Analysis) -> list[InputRow]:
    """The numbers that decide and that somebody gave, those that move the result most first."""
    weight = {row.key: place for place, row in enumerate(analysis.sensitivity)}
    rows = [row for row in analysis.inputs if row.decides and told(row)]
    return sorted(rows, key=lambda row: weight.get(row.key, len(weight)))


def _table(key: str, heading: str, rows: list[InputRow]) -> Table:
    columns = (Column("Key", key="key"), Column("Value", key="value"), Column("Whose", key="whose"))
    return Table(f"inputs.{key}", heading, columns, tuple(part for row in rows for part in _input(row)))


def _input(row: InputRow) -> list[Row]:
    said = measured(row.median, row.unit) if row.shape == "point" else clean(row.text)
    first = Row((Cell(row.key), Cell(said, row.median), Cell(clean(_whose(row)))), key=row.key)
    return [first] if row.shape == "point" else [first, Row((Cell(echo(row)),), Role.NOTE)]


def _whose(row: InputRow) -> str:
    """Whose number it is and where the team or the book read it; of a published range how many sources it has."""
    if row.basis == "published" and 0 < len(row.note) <= SHORT and (row.given or row.note.startswith("preset ")):
        return row.note
    whose = BASES.get(row.basis, row.basis) if row.given else "book"
    where = row.source or (row.note if row.given else "")
    return f"{whose}: {where}" if where else whose


def _presets(analysis: Analysis) -> Iterator[str]:
    """What each preset brings: `Own stack, preset e2b: $150 a month, 24 h at most.`"""
    case = analysis.case
    for plan in case.options:
        yield from (f"{plan.title}, {terms(found)}." for found in chosen(case.profile, case.book, plan.id))


def _event(analysis: Analysis, index: int) -> str:
    event = analysis.events[index]
    happens = "in" if event.happens_in_middle_case else "not in"
    change = f"{event.key} times {event.factor_text} from month {event.month}"
    return clean(f"{event.title}: {change}, chance {figures.share(event.probability)}, {happens} the middle case.")


def record(analysis: Analysis) -> tuple[tuple[str, str], ...]:
    """What the report rests on: profile, prices, draws, version, and what nobody priced, knows or measured."""
    book = analysis.book
    named = (
        ("Profile", f"{analysis.profile}, sha256 {analysis.profile_sha256[:SHOWN]}"),
        ("Scenario", analysis.scenario or "none, the profile as it is"),
        ("Horizon", f"{analysis.horizon_months} months at {figures.share(analysis.discount_rate)} a year, US dollars"),
        ("Prices", f"of {figures.day(book.as_of)}; the oldest was checked on {figures.day(book.oldest_checked)}"),
        ("Book", f"sha256 {book.sha256[:SHOWN]}"),
        ("Draws", f"{figures.plural(analysis.draws, 'future')}, seed {analysis.seed}"),
        ("Not priced", _not_priced(analysis)),
        ("Not known", _not_known(analysis)),
        ("Guesses", _guesses(analysis)),
        ("Product", f"switchpoint {RELEASE}"),
    )
    return tuple((name, clean(value)) for name, value in named)


def _not_priced(analysis: Analysis) -> str:
    gaps = [f"{gap.key} of {option.id}" for option in analysis.options for gap in option.unpriced]
    return figures.listed(gaps) if gaps else "nothing, every line that is counted has a price"


def _not_known(analysis: Analysis) -> str:
    """Must-haves on which neither the book nor the team says yes or no."""
    unknown = [
        f"{have.title} on {option.id}"
        for option in analysis.options
        for have in option.must_haves
        if have.status == "unknown"
    ]
    if unknown:
        return figures.listed(unknown)
    return (
        "no must-have is open"
        if any(option.must_haves for option in analysis.options)
        else "no must-have was asked for"
    )


def _guesses(analysis: Analysis) -> str:
    """Which of the inputs that decide nobody measured, those that move the answer most first, and which are published."""
    weight = {row.key: place for place, row in enumerate(analysis.sensitivity)}
    rows = {row.key: row for row in analysis.inputs}
    keys = sorted(analysis.whose_numbers.not_own, key=lambda key: weight.get(key, len(weight)))
    guessed = [rows[key].label for key in keys if rows[key].basis == "guess"]
    published = [rows[key].label for key in keys if rows[key].basis == "published"]
    said = f"{len(guessed)} of {figures.plural(analysis.whose_numbers.deciding, 'number')} that decide"
    guesses = f"{said}: {'; '.join(guessed)}" if guessed else "none of the numbers that decide"
    return f"{guesses}. Published, not yours: {'; '.join(published)}" if published else guesses


def said(row: InputRow) -> str:
    """A number as the team said it, with its unit: `0.1 to 0.8 engineers`, `$200k to 300k/year`, `12 min`."""
    if not row.uncertain:
        return measured(row.median, row.unit)
    text = clean(row.text)
    if text == "published":
        return f"{three_digits(row.p5, row.unit)} to {three_digits(row.p95, row.unit)}"
    try:
        unit = Unit(row.unit)
    except ValueError:
        return text
    if unit is Unit.SHARE or any(
        character.isalpha() for character in text.replace("to", "").replace("k", "").replace("M", "")
    ):
        return text
    if unit.is_money:
        return f"{'' if '$' in text else '$'}{text} {unit.label.removeprefix('$').replace('/', 'per ')}".rstrip()
    return f"{text} {unit.label}".rstrip()


def basis(row: InputRow) -> str:
    """Whose number it is, where it was read and when that was checked; addresses cut to their host."""
    if row.page is not None:
        word = row.note if row.given else f"book: {row.page.title}"  # the note of a published range counts its sources
        return clean(f"{word}, checked {figures.day(row.page.checked)}")
    where = re.sub(r"https?://(?:www\.)?([^/\s]+)\S*", r"\1", row.source or row.note)
    word = BASES.get(row.basis, row.basis)
    return clean(f"{word}: {where}" if where else word)
