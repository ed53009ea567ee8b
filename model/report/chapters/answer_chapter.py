"""The answer: five lines that stand alone, then every option beside the others and what each must have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from model.decision.records.analysis import Analysis, OptionRow
from model.quantities import figures
from model.report.blocks import Block, Cell, Column, Figure, Question, Row, Section, Statement, Table, Tile, Tiles, Tone
from model.report.plain import clean
from model.report.wording import least, name, per, title, uncertain, usd
from model.telling import bill
from model.telling.answer import Answer, answer, compared
from model.telling.flips import flips
from model.telling.must_haves_told import must_haves_told
from model.telling.option_names import short
from model.telling.stake import stake_of


def headline(analysis: Analysis) -> tuple[str, ...]:
    """Verdict and strength; saving and range; gaps; nearest flip; whose numbers."""
    verdict = analysis.verdict
    second = verdict.sentence.removeprefix(f"{verdict.headline}: ") if analysis.mixed_homes else verdict.sentence
    second = second.replace(f"{verdict.headline}. ", "", 1)
    if verdict.option is None:
        second = second.removeprefix(f"{verdict.headline}: ")
        second = f"{second[:1].upper()}{second[1:]}"
    third = " ".join(text for text in (pair_shown(analysis), analysis.gaps.sentence) if text)
    lines = (_first(analysis), second, third, nearest_flip(analysis), analysis.whose_numbers.sentence)
    return tuple(clean(line) for line in lines)


def _first(analysis: Analysis) -> str:
    """The verdict, how sure, and against whom."""
    verdict, told = analysis.verdict, answer(analysis)
    if verdict.option is None or verdict.runner_up is None or told.strength == "only":
        return told.headline
    if told.strength == "close" and not told.mix:
        return f"{told.headline} between {title(analysis, verdict.option)} and {title(analysis, verdict.runner_up)}"
    return f"{told.headline}: {told.word}, against {told.against}"


def pair_shown(analysis: Analysis) -> str:
    """Which two options are compared line by line, where those are not the verdict and its runner-up or the answer is a mix,
    and whether only their priced lines are; else nothing."""
    verdict, (a, b) = analysis.verdict, analysis.pair
    said = [text for text in (compared(analysis),) if text]
    if verdict.option is not None and {verdict.option, verdict.runner_up} != {a, b}:
        best = f" (--pair {verdict.option},{verdict.runner_up} compares those two)" if verdict.runner_up else ""
        said.append(f"The pair shown is {title(analysis, a)} and {title(analysis, b)}{best}.")
    lower = [title(analysis, option) for option in (a, b) if not analysis.option(option).complete]
    if lower:
        said.append(f"Of {figures.listed(lower)} only the priced lines are compared.")
    return " ".join(said)


def nearest_flip(analysis: Analysis) -> str:
    """What changes the answer with the least movement. Where one option alone is left, what would bring another one back."""
    return f"{flips(analysis).headline[0]}."


def no_longer_holds(analysis: Analysis) -> tuple[Statement, ...]:
    """That the verdict is another one than was decided; nothing of a scenario, which says what would be."""
    decision = analysis.decision
    if decision is None or decision.holds or analysis.scenario is not None:
        return ()
    return (Statement(clean(decision.standing), Tone.WARNING),)


def sections(analysis: Analysis) -> tuple[Section, ...]:
    """The options side by side and the must-haves."""
    a, b = (title(analysis, option) for option in analysis.pair)
    said = clean(f"{b} minus {a}: {' · '.join(analysis.verdict.facts)}")
    record = answer(analysis)
    blocks = [Statement(said, Tone.NOTE)] if analysis.verdict.facts else []
    facts = [Statement(clean(f"The verdict holds {text}."), Tone.WARNING) for text in analysis.verdict.conditions]
    out = [Statement(_out(row), Tone.WARNING) for row in analysis.options if row.why_not]
    notes = [Statement(text) for text in (record.meanwhile, record.today, record.basis) if text]
    first = Section("options", f"Every option over {analysis.horizon_months} months", Question.ANSWER,
                    (*no_longer_holds(analysis), *notes, *blocks, options_table(analysis), *facts, *out, *_to_win(analysis)))  # fmt: skip
    must = _must_haves(analysis)
    return (first, bills(analysis), *((must,) if must else ()))


def _out(row: OptionRow) -> str:
    return clean(f"{row.title}: {'; '.join(row.why_not)}. Its amounts are lower bounds." if not row.complete
                 else f"{row.title}: {'; '.join(row.why_not)}.")  # fmt: skip


def _to_win(analysis: Analysis) -> list[Statement]:
    return [Statement(text) for text in must_haves_told(analysis).to_win]


def bills(analysis: Analysis) -> Section:
    """The first full month and every year, bills of vendors, engineers and work done elsewhere apart."""
    found = [year_table(analysis, option) for option in analysis.pair]
    said = [Statement(years.said) for option in analysis.pair if (years := bill.years(analysis, option)).said]
    blocks: list[Block] = [month_table(analysis), *found, *said]
    return Section("bill", "What a month and a year cost", Question.ANSWER, tuple(blocks))


def month_table(analysis: Analysis) -> Table:
    """The first full month of every option in three pockets."""
    month = bill.month(analysis)
    columns = (Column(month.title, key="month"), *(Column(head.title, right=True, key=head.id) for head in month.heads))
    rows = tuple(
        Row(
            (
                Cell(row.title if row.part is bill.BillPart.TOTAL else f"  {row.title}"),
                *(dollars_of(cell) for cell in row.cells),
            ),
            key=row.key,
        )
        for row in month.rows
    )
    return Table("bill.month", "", columns, rows)


def year_table(analysis: Analysis, option: str) -> Table:
    """One option, a column a pocket and a row a year, the total and what it is worth today."""
    found = bill.years(analysis, option)
    columns = (
        Column(found.option.title, key="year"), *(Column(name, right=True, key=name) for name in found.rows),
        Column("All of it", right=True, key="total"),
    )  # fmt: skip
    rows = tuple(
        Row((Cell(year.title), *(dollars_of(cell) for cell in year.amounts), dollars_of(year.total)), key=year.key)
        for year in found.years
    )
    return Table(f"bill.years.{option}", "", columns, rows)


def dollars_of(cell: bill.Amount) -> Cell:
    """An amount of a record as a table prints it."""
    return Cell(cell.text, cell.usd, Figure.USD)


def options_table(analysis: Analysis) -> Table:
    """One column an option, one row a figure."""
    rows = analysis.options
    named = {row.id: short(analysis, row.id) for row in rows}
    columns = (Column("", key="figure"), *(Column(named[row.id], right=True, key=row.id) for row in rows))
    shown = [_row("Present value, expected", [least(row, usd(row.present_value_usd)) for row in rows])]
    shown += [*(_spread_rows(rows) if uncertain(analysis) else ()), *_plan_rows(rows), *_unit_rows(rows)]
    names = "; ".join(
        f"{named[row.id]}: {title(analysis, row.id)}" for row in rows if named[row.id] != title(analysis, row.id)
    )
    note = f"{names}. Rounded to the dollar." if names else "Rounded to the dollar."
    return Table("options", "", columns, tuple(shown), note)


def _row(name: str, cells: Iterable[Cell]) -> Row:
    return Row((Cell(name), *cells), key=name)


def _spread_rows(rows: Sequence[OptionRow]) -> Iterator[Row]:
    """What the futures disagree about."""
    yield _row("  1 in 10 futures below", [least(row, usd(row.p10_usd)) for row in rows])
    yield _row("  1 in 10 futures above", [least(row, usd(row.p90_usd)) for row in rows])
    yield _row("  middle case", [least(row, usd(row.middle_usd)) for row in rows])
    yield _row(
        "Cheapest in, of 100", [Cell(figures.in_100(row.probability_best), row.probability_best) for row in rows]
    )
    regrets = (row.expected_regret_usd for row in rows)
    yield _row("Expected regret", [Cell("–") if regret is None else usd(regret) for regret in regrets])


def _plan_rows(rows: Sequence[OptionRow]) -> Iterator[Row]:
    """What the plan of each option costs and takes."""
    yield _row("Total, not discounted", [least(row, usd(row.total_usd)) for row in rows])
    yield _row("Engineers kept busy", [Cell(figures.count(row.people_fte, 2), row.people_fte) for row in rows])
    yield _row("Live after", [live_after(row) for row in rows])
    machines = [row.hosts_month_1 for row in rows]
    if any(kept is not None for kept in machines):
        yield _row("Machines, month 1", [Cell("–" if kept is None else f"{kept:,}", kept) for kept in machines])


def live_after(row: OptionRow) -> Cell:
    """When an option can serve: `19 weeks`, or `now`."""
    return Cell("now" if row.live_month == 0 else figures.span(row.live_month), row.live_month)


def _unit_rows(rows: Sequence[OptionRow]) -> Iterator[Row]:
    """What one of each costs."""
    yield _row("A run", [least(row, per(row.per_session_usd)) for row in rows])
    yield _row("A run that succeeds", [least(row, per(row.per_agent_outcome_usd)) for row in rows])
    if any(row.per_resolved_usd is not None for row in rows):
        yield _row(
            "A piece of work done, failed runs included", [least(row, per(row.per_resolved_usd)) for row in rows]
        )


def _must_haves(analysis: Analysis) -> Section | None:
    told = must_haves_told(analysis)
    rows = [
        Row(
            (Cell(has.row.title), Cell(short(analysis, has.option)), Cell(has.state), Cell(has.row.why)),
            key=has.row.key,
        )
        for has in told.rows
    ]
    if not rows:
        return None
    columns = (Column("Must have"), Column("Option"), Column("Says"), Column("Why"))
    prices = tuple(Statement(price) for price in told.prices)
    table = Table("must_haves", "", columns, tuple(rows))
    return Section("must_haves", "What each option must have", Question.ANSWER, (table, *prices))


def tiles(analysis: Analysis) -> Tiles:
    """The few figures to show large, each between the answer and the next best: what the answer saves, engineers, time,
    how many futures agree. Without a next best the engineers and the time are of the pair."""
    verdict, (a, b) = analysis.verdict, analysis.pair
    if verdict.option is not None and verdict.runner_up is not None:
        a, b = verdict.option, verdict.runner_up
    calmer, busier = sorted((analysis.option(a), analysis.option(b)), key=lambda row: row.people_fte)
    sooner, later = sorted((analysis.option(a), analysis.option(b)), key=lambda row: row.live_month)
    more, after = busier.people_fte - calmer.people_fte, later.live_month - sooner.live_month
    told = answer(analysis)
    shown = [] if told.difference_usd is None else [_saving(analysis, told, told.difference_usd)]
    if more >= 0.005:
        engineers = figures.count(more, 2)
        shown.append(Tile(engineers, "more engineers kept busy", name(analysis, busier.id), "engineers"))
    if figures.lasts(after):
        shown.append(Tile(figures.span(after), "later to go live", name(analysis, later.id), "live"))
    chance = stake_of(analysis).chance
    if chance is not None and verdict.strength != "only" and uncertain(analysis):
        share = f"{figures.in_100(chance)} of 100"
        shown.append(
            Tile(
                share,
                f"futures: {'the mix' if told.mix else name(analysis, verdict.option)} is cheaper",
                figures.plural(analysis.draws, "future"),
                "agree",
            )
        )
    return Tiles("answer", tuple(shown))


def _saving(analysis: Analysis, told: Answer, usd: float) -> Tile:
    """What the runner-up costs more; less only where it was excluded. Of a mix what it costs less than one home for all."""
    share = f"{figures.percent(abs(told.difference_share))}; " if told.difference_share is not None else ""
    word = "more" if usd >= 0 else "less"
    detail = share + (f"8 in 10 futures: {told.spread}" if told.spread else f"{analysis.horizon_months} months")
    if told.mix:
        return Tile(figures.money(usd), f"less than {told.against}", detail, "saving")
    rival = name(analysis, analysis.verdict.runner_up)
    whole = all(row.complete for row in analysis.options if row.id == analysis.verdict.runner_up)
    return Tile(figures.money(abs(usd)), f"{word} for {'' if whole else 'priced lines of '}{rival}", detail, "saving")
