"""The sections of page one: what it costs, what decides, what would turn it, the must-haves, what it rests on.

Lists are whole and in order of weight: how many rows fit is the business of the format.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from model.decision.records.analysis import Analysis, OptionRow, SwitchingValue
from model.profile import declared_for
from model.quantities import figures
from model.report.blocks import Block, Cell, Column, Figure, Question, Role, Row, Section, Statement, Table, Tone
from model.report.chapters import answer_chapter, numbers, reasons
from model.report.plain import clean
from model.report.wording import least, per, three_digits, title, uncertain, usd
from model.telling import bill, pockets
from model.telling.flips import Flips, alone
from model.telling.flips import flips as flips_of
from model.telling.learn_first import lessons
from model.telling.look_again import look_again
from model.telling.must_haves_told import must_haves_told
from model.telling.what_decides import what_decides

LESSONS = 2  # pieces of advice on what to learn


def costs(analysis: Analysis) -> Section:
    """Every option with its first full month and its present value, in three pockets."""
    rows = analysis.options
    columns = (Column("US dollars", key="figure"), *(Column(clean(row.title), right=True, key=row.id) for row in rows))
    shown = [Row((Cell("Can be chosen"), *(Cell(_standing(analysis, row)) for row in rows)), key="standing")]
    shown += _parted("First full month", [_month(row) for row in rows], rows)
    horizon = f"{analysis.horizon_months} months, present value"
    worths = (least(row, usd(row.present_value_usd)) for row in rows)
    shown.append(Row((Cell(horizon), *worths), Role.TOTAL, key=horizon))
    if uncertain(analysis):
        ranges = (figures.bare_range(row.p10_usd, row.p90_usd) for row in rows)
        shown.append(Row((Cell("8 in 10 futures"), *(Cell(text) for text in ranges)), key="range"))
    shown += [
        Row(
            (Cell("A run that succeeds"), *(least(row, per(row.per_agent_outcome_usd)) for row in rows)),
            key="outcome",
        ),
        Row((Cell("Engineers kept busy"), *(_engineers(row) for row in rows)), key="engineers"),
        Row((Cell("Live after"), *(answer_chapter.live_after(row) for row in rows)), key="live"),
    ]
    columns, shown = _with_the_mix(analysis, columns, shown)
    table = Table("page.costs", "", columns, tuple(shown), _same(analysis))
    return Section("costs", "What it costs: bills, engineers and work done elsewhere apart", Question.ANSWER, (table,))


def _with_the_mix(
    analysis: Analysis, columns: tuple[Column, ...], rows: list[Row]
) -> tuple[tuple[Column, ...], list[Row]]:
    """The same with a column for the mix of homes, where a mix is the answer; what is told of one option alone is left out."""
    mix = analysis.mixed_homes
    if mix is None:
        return columns, rows
    month = {row.key: row.cells[-1].usd for row in bill.month(analysis).rows}
    found = {
        "standing": Cell("the answer"),
        "First full month": usd(month["month"]),
        f"{analysis.horizon_months} months, present value": usd(mix.present_value_usd),
        "range": Cell(figures.bare_range(mix.p10_usd, mix.p90_usd)),
        **{f"First full month.{bill.PREFIX[pays]}": usd(month.get(f"month.{pays}", 0.0)) for pays in bill.ROWS},
    }
    whole = [replace(row, cells=(*row.cells, found.get(row.key, Cell("–")))) for row in rows]
    return (*columns, Column(bill.MIX_TITLE, right=True, key="mix")), whole


def _standing(analysis: Analysis, row: OptionRow) -> str:
    if row.id == analysis.verdict.option and analysis.mixed_homes is not None:
        return "cheapest alone"
    if row.id == analysis.verdict.option:
        return "cheapest" if analysis.verdict.strength == "close" else "the answer"
    if not row.complete:
        return "no: not priced"
    return "yes" if row.eligible else "no: must-have"


def _month(row: OptionRow) -> tuple[float, float, float, float]:
    """The three pockets and all of the first full month."""
    return row.invoices_month_1_usd, row.people_month_1_usd, row.elsewhere_month_1_usd, row.month_1_usd


def _parted(name: str, amounts: Sequence[tuple[float, float, float, float]], rows: Sequence[OptionRow]) -> list[Row]:
    """An amount for every option, and the pockets that add up to it; one that is nothing everywhere has no row."""
    *parts, whole = zip(*amounts, strict=True)
    found = [Row((Cell(name), *map(least, rows, map(usd, whole))), Role.TOTAL, key=name)]
    for pays, values in zip(bill.ROWS, parts, strict=True):
        if any(values) or pays != "elsewhere":
            said = Cell(f"of which {pockets.spoken(pays)}")
            found.append(Row((said, *map(least, rows, map(usd, values))), key=f"{name}.{bill.PREFIX[pays]}"))
    return found


def _same(analysis: Analysis) -> str:
    """What stands in the amounts of both options alike, so that nobody takes it for a difference."""
    rounded = "Rounded to the dollar, added up unrounded."
    return " ".join(text for text in (what_decides(analysis).alike, rounded) if text)


def _engineers(row: OptionRow) -> Cell:
    return Cell(figures.count(row.people_fte, 2), row.people_fte, Figure.COUNT)


def decides(analysis: Analysis) -> Section:
    """What decides between the pair, as bars, and the engineers in running hours."""
    told = what_decides(analysis)
    heading = f"{told.headline} over {figures.plural(analysis.horizon_months, 'month')}"
    blocks: list[Block] = [reasons.bars(analysis)]
    if told.engineers:
        blocks.append(Statement(told.engineers, Tone.NOTE))
    return Section("decides", heading, Question.WHY, tuple(blocks))


def flips(analysis: Analysis) -> Section:
    """What would have to be true for the other side: must-haves and missing prices of cheaper options that are out,
    then the inputs that flip the pair alone, nearest first."""
    rows, told = _ways_in(analysis), flips_of(analysis)
    rows += [_flip(row) for row in told.rows]
    blocks: list[Block] = []
    if rows:
        columns = (Column("Any one of these", key="input"), Column("Today, on average", key="today"), Column("Then", key="flips"),
                   Column("Change", right=True, key="change"))  # fmt: skip
        widest = max(len(row.cells) for row in rows)  # ways in have no change to tell
        blocks.append(Table("page.flips", "", columns[:widest], tuple(rows)))
    else:
        blocks.append(Statement(clean(answer_chapter.nearest_flip(analysis))))
    if rows and told.beyond:
        blocks.append(Statement(clean(told.beyond), Tone.NOTE))
    never = _never(analysis, told)
    if never:
        blocks.append(Statement(never, Tone.NOTE))
    first = look_again(analysis).first
    if first is not None:
        blocks.append(Statement(f"Look again first: {first.sentence}", Tone.NOTE))
    return Section("flips", _flips_title(analysis), Question.CHANGE, tuple(blocks))


def _flips_title(analysis: Analysis) -> str:
    """Who would win: of the pair the one that is dearer on average, where the pair is the answer and its runner-up."""
    verdict, (a, b) = analysis.verdict, analysis.pair
    if alone(analysis):
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
            failed = [have for have in option.must_haves if have.status == "fail"]  # it would have to pass all of them
            names = figures.listed([have.title for have in failed])
            rows.append(_words(f"{names}, {option.title}", "fails", "passes", failed[0].key))
        if option.eligible:
            rows += _prices_wanted(analysis, option)
    return rows


def _prices_wanted(analysis: Analysis, option: OptionRow) -> list[Row]:
    """Below what price an option without one would win; any price, where nothing else can be chosen either."""
    open_ones = [f"passes {have.title}" for have in option.must_haves if have.status == "unknown"]

    def row(key: str, then: str) -> Row:
        declared = declared_for(key)
        return _words(
            f"{declared.title if declared else key}, {option.title}", "no price", ", and ".join([then, *open_ones]), key
        )

    price = option.price_to_win
    if price is not None and price.value is not None:
        return [row(price.key, f"below {three_digits(price.value, price.unit)}")]
    return [row(gap.write, "a price") for gap in option.unpriced] if analysis.verdict.option is None else []


def _words(name: str, today: str, then: str, key: str) -> Row:
    return Row((Cell(clean(name)), Cell(today), Cell(then)), key=key)


def _flip(row: SwitchingValue) -> Row:
    cells = (
        Cell(clean(row.title)),
        Cell(three_digits(row.now, row.unit), row.now),
        Cell(row.bound, row.value),
        _change(row),
    )
    return Row(cells, key=row.key)


def _change(row: SwitchingValue) -> Cell:
    """How far that is from today: in percent below twice as much, else as a factor."""
    times = row.times_now
    if times is None or times <= 0:
        return Cell("")
    if times > 2:
        return Cell(f"{figures.count(times, 2)}×", times)
    return Cell(f"{'+' if times >= 1 else figures.MINUS}{figures.share(abs(times - 1))}", times)


def _never(analysis: Analysis, told: Flips) -> str:
    """Which of the ranges that move the result most never flip it alone."""
    never = {row.key: row.title for row in told.never}
    names = [clean(never[row.key]) for row in analysis.sensitivity if row.key in never][:4]
    if not names:
        return ""
    return f"None of these flips it alone, however far it moves: {'; '.join(names)}."


def must_haves(analysis: Analysis) -> Section:
    """One row a must-have, one column an option."""
    told = must_haves_told(analysis)
    states = {(has.row.title, has.option): has.state for has in told.rows}
    keys = {has.row.title: has.row.key for has in told.rows}
    asked = [have.title for option in analysis.options for have in option.must_haves]
    rows = tuple(
        Row((Cell(name), *(Cell(states.get((name, option.id), "–")) for option in analysis.options)), key=keys[name])
        for name in map(clean, dict.fromkeys(asked))
    )
    prices = tuple(Statement(price, Tone.NOTE) for price in told.prices)
    columns = (Column("", key="must_have"), *(Column(clean(row.title), key=row.id) for row in analysis.options))
    table = Table("page.must_haves", "", columns, rows)
    blocks: tuple[Block, ...] = (table, *prices) if rows else (Statement("None was asked for."),)
    return Section("must_haves", "Must-haves", Question.ANSWER, blocks)


def assumptions(analysis: Analysis) -> Section:
    """The numbers that decide with whose they are, those that move the result most first."""
    columns = (Column("Assumption", key="input"), Column("Value", key="value"), Column("Whose, and when", key="whose"))
    shown = tuple(
        Row((Cell(clean(row.label)), Cell(numbers.said(row), row.median), Cell(numbers.basis(row))), key=row.key)
        for row in numbers.ranked(analysis)
    )
    table = Table("page.assumptions", "", columns, shown)
    heading = f"What it rests on: {analysis.whose_numbers.sentence.rstrip('.')}"
    learn = tuple(Statement(f"Worth learning: {row.sentence}", Tone.NOTE) for row in lessons(analysis).rows[:LESSONS])
    return Section("assumptions", clean(heading), Question.WHOSE, (table, *learn))
