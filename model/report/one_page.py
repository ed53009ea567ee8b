"""Page one: what a leader reads if nothing else is read, as a description that every format can draw.

It stands alone: the decision with its strength, three figures, what each option costs with invoices and people apart,
what decides, what would have to be true for the other side to win, the must-haves, the assumptions that matter most with
basis and date, and what the report rests on. Lists are whole and in order of weight: how many rows fit is the format's
business. Figures are those of the chapters; nothing is weighed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from model.decision.analysis import Analysis, InputRow, LineRow, OptionRow, SwitchingValue
from model.profile import declared_for
from model.quantities import Unit, figures
from model.report.blocks import (
    Block,
    Cell,
    Column,
    Figure,
    Question,
    Role,
    Row,
    Section,
    Statement,
    Table,
    Tile,
    Tiles,
    Tone,
)
from model.report.chapters import answer, numbers, reasons
from model.report.plain import clean
from model.report.wording import BASES, STRENGTHS, measured, per, title, usd

TILES = ("saving", "agree", "engineers", "live")  # which three of the large figures stand on page one
SURE = {"clear": 3, "likely": 2, "close": 1}
STATES = {"pass": "passes", "fail": "fails", "unknown": "unknown"}


@dataclass(frozen=True, slots=True)
class OnePage:
    """One comparison on one page.

    `chosen` is the id of the option that is the answer, if one is: a column of the costs.
    `decision` is a sentence, `strength` the word for how sure it is and `sure` the same as 0 to 3 marks; `because` says
    by how much and how often, then what else the reader must know to act on it. The five sections stand in the order of
    reading; `face` is the story's record.
    """

    title: str
    summary: str
    scenario: str
    day: str
    chosen: str | None
    decision: str
    strength: str
    sure: int
    because: tuple[Statement, ...]
    tiles: Tiles
    costs: Section
    decides: Section
    flips: Section
    must_haves: Section
    assumptions: Section
    face: tuple[tuple[str, str], ...]

    @property
    def sections(self) -> tuple[Section, ...]:
        """Everything under the large figures, in the order of reading."""
        return (self.costs, self.decides, self.flips, self.must_haves, self.assumptions)


def page(analysis: Analysis) -> OnePage:
    """Page one of an analysis."""
    verdict = analysis.verdict
    return OnePage(
        title=clean(analysis.title),
        summary=clean(analysis.summary),
        scenario=clean(analysis.scenario or ""),
        day=figures.day(analysis.as_of),
        chosen=verdict.option,
        decision=clean(verdict.headline),
        strength=STRENGTHS[verdict.strength],
        sure=SURE.get(verdict.strength, 0),
        because=_because(analysis),
        tiles=_three(analysis),
        costs=_costs(analysis),
        decides=_decides(analysis),
        flips=_flips(analysis),
        must_haves=_must_haves(analysis),
        assumptions=_assumptions(analysis),
        face=numbers.record(analysis),
    )


def beside(analyses: Sequence[Analysis]) -> Table:
    """Scenarios side by side: one row each, with what it decides and what every option costs."""
    ids = list(dict.fromkeys(row.id for analysis in analyses for row in analysis.options))
    columns = (
        Column("Scenario", key="scenario"), Column("Answer", key="answer"), Column("Strength", key="strength"),
        Column("Saves", right=True, key="saves"), Column("8 in 10 futures", right=True, key="range"),
        *(Column(option, right=True, key=option) for option in ids),
    )  # fmt: skip
    rows = tuple(_scenario(analysis, ids) for analysis in analyses)
    return Table(
        "beside", "Scenarios side by side", columns, rows, "Expected present value of every option, US dollars."
    )


def _scenario(analysis: Analysis, ids: Sequence[str]) -> Row:
    verdict = analysis.verdict
    low, high = verdict.saving_p10_usd, verdict.saving_p90_usd
    saves = verdict.saving_expected_usd
    found = {row.id: row for row in analysis.options}
    cells = (
        Cell(clean(analysis.scenario or "as it is")),
        Cell(clean(verdict.headline)),
        Cell(STRENGTHS[verdict.strength]),
        Cell("–") if saves is None else usd(saves),
        Cell("–" if low is None or high is None else figures.bare_range(low, high)),
        *(
            _least(found[option], usd(found[option].present_value_usd)) if option in found else Cell("–")
            for option in ids
        ),
    )
    return Row(cells, key=analysis.scenario or "")


def _because(analysis: Analysis) -> tuple[Statement, ...]:
    """By how much and how often; that it is conditional; what else is cheaper than one home for all."""
    verdict = analysis.verdict
    first = verdict.sentence.replace(f"{verdict.headline}. ", "", 1)
    said = [Statement(clean(first)), Statement(clean(analysis.gaps.sentence))]
    if verdict.middle_sentence and verdict.middle_sentence not in first:
        said.append(Statement(clean(verdict.middle_sentence)))
    said += [
        Statement(clean(text), Tone.WARNING) for text in (*verdict.conditions, *verdict.missing) if text not in first
    ]
    if analysis.mixed_homes is not None:
        said.append(Statement(clean(analysis.mixed_homes.sentence)))
    return tuple(said)


def _three(analysis: Analysis) -> Tiles:
    """Three large figures; where fewer speak, what an outcome and a month cost with the answer, or with A."""
    known = {tile.key: tile for tile in answer.tiles(analysis).tiles}
    if "saving" in known and known["saving"].detail:
        known["saving"] = replace(known["saving"], detail=f"8 in 10 futures: {known['saving'].detail}")
    shown = [known[key] for key in TILES if key in known]
    row = analysis.option(analysis.verdict.option or analysis.pair[0])
    if row.per_agent_outcome_usd is not None:
        shown.append(
            Tile(figures.money(row.per_agent_outcome_usd), "an outcome of the agent", clean(row.title), "outcome")
        )
    shown.append(Tile(figures.money(row.month_1_usd), "first full month", clean(row.title), "month"))
    return Tiles("page", tuple(shown[:3]))


def _least(row: OptionRow, cell: Cell) -> Cell:
    """An amount; at least that much where the option has a line without a price."""
    return cell if row.complete or cell.value is None else Cell(f"≥ {cell.text}", cell.value, cell.figure)


def _costs(analysis: Analysis) -> Section:
    rows = analysis.options
    columns = (Column("US dollars", key="figure"), *(Column(clean(row.title), right=True, key=row.id) for row in rows))
    shown = [Row((Cell("Can be chosen"), *(Cell(_standing(analysis, row)) for row in rows)), key="standing")]
    shown += _parted("First full month", [_month(row) for row in rows], rows)
    horizon = f"{analysis.horizon_months} months, present value"
    shown += _parted(
        horizon,
        [(row.invoices_present_value_usd, row.people_present_value_usd, row.present_value_usd) for row in rows],
        rows,
    )
    if analysis.draws > 1 and any(row.uncertain for row in analysis.inputs):
        ranges = (figures.bare_range(row.p10_usd, row.p90_usd) for row in rows)
        shown.append(Row((Cell("8 in 10 futures"), *(Cell(text) for text in ranges)), key="range"))
    shown += [
        Row(
            (Cell("An outcome of the agent"), *(_least(row, per(row.per_agent_outcome_usd)) for row in rows)),
            key="outcome",
        ),
        Row((Cell("Engineers kept busy"), *(_engineers(row) for row in rows)), key="engineers"),
        Row((Cell("Live after"), *(_live(row) for row in rows)), key="live"),
    ]
    table = Table("page.costs", "", columns, tuple(shown), _same(analysis))
    return Section("costs", "What it costs: invoices and people apart", Question.ANSWER, (table,))


def _standing(analysis: Analysis, row: OptionRow) -> str:
    if row.id == analysis.verdict.option:
        return "cheapest" if analysis.verdict.strength == "close" else "the answer"
    if not row.complete:
        return "no: not priced"
    return "yes" if row.eligible else "no: must-have"


def _month(row: OptionRow) -> tuple[float, float, float]:
    """Invoices, people and all of the first full month."""
    people = _sum(line for line in row.lines if line.pays == "people")
    return row.month_1_usd - people, people, row.month_1_usd


def _sum(lines: Iterable[LineRow]) -> float:
    return sum(line.month_1_usd for line in lines)


def _parted(name: str, amounts: Sequence[tuple[float, float, float]], rows: Sequence[OptionRow]) -> list[Row]:
    """An amount for every option, and its invoices and people, which add up to it."""
    invoices, people, whole = zip(*amounts, strict=True)
    return [
        Row((Cell(name), *map(_least, rows, map(usd, whole))), Role.TOTAL, key=name),
        Row((Cell("of which invoices"), *map(_least, rows, map(usd, invoices))), key=f"{name}.invoices"),
        Row((Cell("of which people"), *map(_least, rows, map(usd, people))), key=f"{name}.people"),
    ]


def _same(analysis: Analysis) -> str:
    """What stands in the amounts of both options alike, so that nobody takes it for a difference."""
    folded = analysis.difference.folded
    same = figures.listed([f"{row.title.lower()} {figures.money(row.present_value_usd)}" for row in folded])
    rounded = "Rounded to the dollar, added up unrounded."
    return clean(f"In both alike: {same} (present value). {rounded}") if same else rounded


def _engineers(row: OptionRow) -> Cell:
    return Cell(figures.count(row.people_fte, 2), row.people_fte, Figure.COUNT)


def _live(row: OptionRow) -> Cell:
    return Cell("now" if row.live_month == 0 else figures.span(row.live_month), row.live_month)


def _decides(analysis: Analysis) -> Section:
    a, b = (title(analysis, option) for option in analysis.pair)
    heading = f"What decides: {b} minus {a}, present value over {figures.plural(analysis.horizon_months, 'month')}"
    blocks: list[Block] = [reasons.bars(analysis)]
    if analysis.gaps.engineers is not None:
        blocks.append(Statement(clean(analysis.gaps.engineers.sentence), Tone.NOTE))
    return Section("decides", heading, Question.WHY, tuple(blocks))


def _flips(analysis: Analysis) -> Section:
    """What would have to be true for the other side: must-haves and missing prices of cheaper options that are out,
    then the inputs that flip the pair alone, nearest first."""
    rows = _ways_in(analysis)
    if analysis.verdict.strength not in ("only", "none"):
        rows += [_flip(row) for row in _nearest_first(analysis)]
    blocks: list[Block] = []
    if rows:
        columns = (Column("Any one of these", key="input"), Column("Today, on average", key="today"), Column("Then", key="flips"),
                   Column("Change", right=True, key="change"))  # fmt: skip
        blocks.append(Table("page.flips", "", columns, tuple(rows)))
    else:
        blocks.append(Statement(clean(answer.nearest_flip(analysis))))
    never = _never(analysis)
    if never:
        blocks.append(Statement(never, Tone.NOTE))
    return Section("flips", _flips_title(analysis), Question.CHANGE, tuple(blocks))


def _flips_title(analysis: Analysis) -> str:
    """Who would win: of the pair the one that is dearer on average, where the pair is the answer and its runner-up."""
    verdict, (a, b) = analysis.verdict, analysis.pair
    if verdict.strength in ("only", "none"):
        return "What must be true for another option to win"
    cheaper, dearer = (b, a) if analysis.difference.total.mean_usd < 0 else (a, b)
    other = title(analysis, dearer)
    if (cheaper, dearer) == (verdict.option, verdict.runner_up):
        return f"What must be true for {other} to win"
    return f"What must be true for {other} to beat {title(analysis, cheaper)}"


def _ways_in(analysis: Analysis) -> list[Row]:
    """What would let an option in that is out today: the must-haves it fails where it would be cheaper, the price that
    nobody gave."""
    best = analysis.option(analysis.verdict.option).present_value_usd if analysis.verdict.option else float("inf")
    rows = []
    for option in analysis.options:
        if not option.eligible and option.complete and option.present_value_usd < best:
            rows += [
                _words(f"{have.title}, {option.title}", "fails", "passes", have.key)
                for have in option.must_haves
                if have.status == "fail"
            ]
        price = option.price_to_win
        if option.eligible and price is not None and price.value is not None:
            declared = declared_for(price.key)
            name = f"{declared.title if declared else price.key}, {option.title}"
            rows.append(_words(name, "no price", f"below {_three_digits(price.value, price.unit)}", price.key))
    return rows


def _words(name: str, today: str, then: str, key: str) -> Row:
    return Row((Cell(clean(name)), Cell(today), Cell(then), Cell("")), key=key)


def _nearest_first(analysis: Analysis) -> list[SwitchingValue]:
    """Inputs that flip the pair alone, the nearest first; defaults that nobody spoke of stand behind the others."""
    told = {row.key for row in analysis.inputs if row.uncertain or row.given or row.basis == "published"}
    defaults = {row.key for row in analysis.inputs} - told
    return sorted(
        (row for row in analysis.switching_values if row.value is not None), key=lambda row: row.key in defaults
    )


def _flip(row: SwitchingValue) -> Row:
    value = row.now if row.value is None else row.value
    then = f"{'above' if value >= row.now else 'below'} {_three_digits(value, row.unit)}"
    cells = (Cell(clean(row.title)), Cell(_three_digits(row.now, row.unit), row.now), Cell(then, value), _change(row))
    return Row(cells, key=row.key)


def _three_digits(value: float, unit: str) -> str:
    return measured(float(figures.to_digits(value, 3)), unit)


def _change(row: SwitchingValue) -> Cell:
    """How far that is from today: in percent below twice as much, else as a factor."""
    times = row.times_now
    if times is None or times <= 0:
        return Cell("")
    if times > 2:
        return Cell(f"{figures.count(times, 2)}×", times)
    return Cell(f"{'+' if times >= 1 else figures.MINUS}{figures.share(abs(times - 1))}", times)


def said(row: InputRow) -> str:
    """A number as the team said it, with its unit: `0.1 to 0.8 engineers`, `$200k to 300k/year`, `12 min`."""
    if not row.uncertain:
        return measured(row.median, row.unit)
    text = clean(row.text)
    if text == "published":
        return f"{_three_digits(row.p5, row.unit)} to {_three_digits(row.p95, row.unit)}"
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


def _never(analysis: Analysis) -> str:
    """Which of the ranges that move the result most never flip it alone."""
    never = {row.key: row.title for row in analysis.switching_values if row.value is None}
    names = [clean(never[row.key]) for row in analysis.sensitivity if row.key in never][:4]
    if not names or analysis.verdict.strength in ("only", "none"):
        return ""
    return f"None of these flips it alone, however far it moves: {'; '.join(names)}."


def _must_haves(analysis: Analysis) -> Section:
    """One row a must-have, one column an option."""
    rows: dict[str, Row] = {}
    for have in (have for option in analysis.options for have in option.must_haves):
        states = (
            next((STATES[other.status] for other in option.must_haves if other.title == have.title), "–")
            for option in analysis.options
        )
        rows.setdefault(have.title, Row((Cell(clean(have.title)), *map(Cell, states)), key=have.key))
    prices = tuple(Statement(clean(price.sentence), Tone.NOTE) for price in analysis.must_have_prices)
    columns = (Column("", key="must_have"), *(Column(clean(row.title), key=row.id) for row in analysis.options))
    table = Table("page.must_haves", "", columns, tuple(rows.values()))
    blocks: tuple[Block, ...] = (table, *prices) if rows else (Statement("None was asked for."),)
    return Section("must_haves", "Must-haves", Question.ANSWER, blocks)


def _assumptions(analysis: Analysis) -> Section:
    """The numbers that decide, those that move the result most first."""
    weight = {row.key: place for place, row in enumerate(analysis.sensitivity)}
    told = [row for row in analysis.inputs if row.decides and (row.given or row.basis == "published")]
    rows = sorted(told, key=lambda row: weight.get(row.key, len(weight)))
    columns = (Column("Assumption", key="input"), Column("Value", key="value"), Column("Whose, and when", key="whose"))
    shown = tuple(
        Row((Cell(clean(row.label)), Cell(said(row), row.median), Cell(basis(row))), key=row.key) for row in rows
    )
    table = Table("page.assumptions", "", columns, shown)
    heading = f"What it rests on: {analysis.whose_numbers.sentence.rstrip('.')}"
    return Section("assumptions", clean(heading), Question.WHOSE, (table,))


def basis(row: InputRow) -> str:
    """Whose number it is, where it was read and when that was checked; addresses cut to their host."""
    if row.page is not None:
        word = row.note if row.given else f"book: {row.page.title}"  # the note of a published range counts its sources
        return clean(f"{word}, checked {figures.day(row.page.checked)}")
    where = re.sub(r"https?://(?:www\.)?([^/\s]+)\S*", r"\1", row.source or row.note)
    word = BASES.get(row.basis, row.basis)
    return clean(f"{word}: {where}" if where else word)
