"""Step 1, the answer: what we should do, how much it matters, what a month costs on either side."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from model.comparison.lines.axes import AXES
from model.decision.records.analysis import Analysis, LineRow, OptionRow
from model.decision.wording.sentences import dearer
from model.quantities import figures
from model.report.blocks import (
    Block,
    Cell,
    Column,
    Figure,
    PresentationStep,
    Role,
    Row,
    Statement,
    Table,
    Tile,
    Tiles,
    Tone,
)
from model.report.chapters import answer_chapter as chapter
from model.report.chapters import cash, what_if_chapter
from model.report.plain import clean
from model.report.presentation import words
from model.telling.answer import answer as answer_of
from model.telling.bill import BillPart, touched, years
from model.telling.bill import month as month_of
from model.telling.learn_first import lessons
from model.telling.minded import minded as minded_of
from model.telling.sharing import sharing
from model.telling.what_if import what_if as what_if_of
from model.telling.whose import whose

SPOKEN = {"engineers": "by {}", "live": "with {}", "agree": "{} tried"}  # what stands under a figure, as one says it
MOST_OPTIONS = 4  # columns that fit beside each other; a note names the others, the appendix has all


class MonthPart(Struct, frozen=True):
    """One row of the month: its name, which lines it adds up, and the axes of the lines that may be missing from it."""

    name: str
    holds: Callable[[LineRow], bool]
    axes: tuple[str, ...]


def step(analysis: Analysis) -> PresentationStep:
    """The first slide."""
    stale = chapter.no_longer_holds(analysis)
    shared = sharing(analysis)
    blocks: list[Block] = [tiles(analysis), *stale, *([Statement(shared.under_answer)] if shared is not None else [])]
    blocks.extend(Statement(clean(text), Tone.WARNING) for text in _holds(analysis) if text)
    minded = minded_of(analysis).said.line
    blocks += [Statement(minded, Tone.WARNING)] if minded else []
    asked = what_if_of(analysis)
    blocks += [what_if_chapter.today(analysis, asked)] if asked is not None else []
    blocks.append(cash.table(analysis, brief=True))
    notes = (_growing(analysis), "" if stale else whose(analysis).said.line)  # the third slide says the latter as well
    blocks.extend(Statement(clean(text), Tone.NOTE) for text in notes if text)
    return PresentationStep("answer", statement(analysis), tuple(blocks), _speaker(analysis))


def _growing(analysis: Analysis) -> str:
    """That the bill of the answer grows over the years."""
    return years(analysis, cash.options_told(analysis)[0]).said


def month_step(analysis: Analysis) -> PresentationStep:
    """What people ask for first: what a month costs, by what it is spent on."""
    bill = month_of(analysis)
    sums = {head.id: cell.short for head, cell in zip(bill.heads, bill.rows[0].cells, strict=True)}
    costs = [f"{words.name(analysis, row.id)} {sums[row.id]}" for row in analysis.options]
    heading = f"The first full month: {figures.listed(costs)}"
    return PresentationStep("month", clean(heading), (month(analysis),), _speaker(analysis))


def statement(analysis: Analysis) -> str:
    """The answer in a sentence or two: what to do, and what the next best would cost."""
    verdict = analysis.verdict
    usd = verdict.saving_expected_usd
    if verdict.option is None or verdict.runner_up is None or usd is None:
        return clean(". ".join((verdict.headline, *verdict.missing)) + ".").replace("..", ".")
    mine, rival = words.name(analysis, verdict.option), words.name(analysis, verdict.runner_up)
    over = f"over {analysis.horizon_months} months"
    if verdict.strength == "close":
        chance = figures.in_100(verdict.probability_beats_runner_up or 0.0)
        said = f"{mine} is {figures.money(usd)} cheaper on average, and cheaper in {chance} of 100 futures"
    elif not analysis.option(verdict.runner_up).complete:
        said = f"{answer_of(analysis).difference.headline} {over}"
    elif verdict.strength == "only":
        said = f"{rival} would cost {dearer(usd)} {over}{', but' if usd < 0 else ' and'} is out"
    else:
        said = f"{rival} costs {dearer(usd)} {over}"
    if analysis.mixed_homes is not None:
        said = f"{answer_of(analysis).difference.headline} {over}"
    return clean(f"{verdict.headline}. {said}.")


def _holds(analysis: Analysis) -> list[str]:
    """What the answer depends on, shortest first: conditions, why others are out, what to learn before deciding."""
    verdict = analysis.verdict
    found = [f"This holds {figures.listed(list(verdict.conditions))}."] if verdict.conditions else []
    if verdict.strength in ("only", "none"):
        found += [
            f"{words.name(analysis, row.id)}: {'; '.join(row.why_not)}." for row in analysis.options if row.why_not
        ]
    if verdict.strength == "close":
        found.append(lessons(analysis).before)
    if verdict.middle_sentence:
        found.append(verdict.middle_sentence)
    return found


def tiles(analysis: Analysis) -> Tiles:
    """Up to four figures to show large, each between the answer and the next best."""
    verdict = analysis.verdict
    if verdict.option is None or verdict.runner_up is None:
        return Tiles("answer", _left(analysis))
    shown = tuple(
        replace(tile, detail=SPOKEN.get(tile.key, "{}").format(tile.detail)) for tile in chapter.tiles(analysis).tiles
    )
    return Tiles("answer", (*shown, *(_left(analysis) if verdict.strength == "only" else ()))[:4])


def _left(analysis: Analysis) -> tuple[Tile, ...]:
    left = sum(not row.why_not for row in analysis.options)
    detail = "the others are ruled out or have no price"
    return (Tile(f"{left} of {len(analysis.options)}", "options can be chosen", detail),)


def shown_options(analysis: Analysis) -> tuple[OptionRow, ...]:
    """The options of the table: all, or where they are many the answer, the next best and the pair."""
    if len(analysis.options) <= MOST_OPTIONS:
        return analysis.options
    first = [analysis.verdict.option, analysis.verdict.runner_up, *analysis.pair]
    first += [row.id for row in sorted(analysis.options, key=lambda row: row.present_value_usd)]
    chosen = set([each for each in dict.fromkeys(first) if each][:MOST_OPTIONS])
    return tuple(row for row in analysis.options if row.id in chosen)


def _tokens_name(analysis: Analysis) -> str:
    same = any(row.key == "tokens" for row in analysis.difference.folded) and len(analysis.options) == len(
        analysis.pair
    )
    return "Tokens, same model, same price" if same else "Tokens"


def parts(analysis: Analysis) -> tuple[MonthPart, ...]:
    """The rows of the month: tokens, running and searching, engineers, and what else there is."""
    running = {key for key, axis in AXES.items() if axis.group not in ("", "tokens")}
    return (
        MonthPart(_tokens_name(analysis), lambda line: line.axis == "tokens", ("tokens",)),
        MonthPart("Running and searching", lambda line: line.axis in running, tuple(running)),
        MonthPart("Engineers, on-call", lambda line: line.axis == "engineering", ("engineering",)),
        MonthPart("Failed runs, done elsewhere", lambda line: line.key == "other.fallback", ()),
        MonthPart("Other", lambda line: line.axis == "other" and line.key != "other.fallback", ("other",)),
    )


def _open(row: OptionRow, part: MonthPart) -> bool:
    """Whether a line that nobody priced belongs into this part of a month."""
    return any(touched(row, axis=axis, build=False) for axis in part.axes)


def _bound(cell: Cell, least: bool) -> Cell:
    """The cell of what is at least so much says so."""
    return Cell(f"≥ {cell.text}", cell.value, cell.figure) if least else cell


def _lines(row: OptionRow, part: MonthPart) -> list[LineRow]:
    return [line for line in row.lines if part.holds(line) and line.month_1_usd]


def month(analysis: Analysis) -> Table:
    """The first full month by what it is spent on, one column an option; its sum and its pockets as every surface has
    them; and what an outcome costs over the horizon."""
    options = shown_options(analysis)
    large = max(row.month_1_usd for row in options) >= 100.0
    rows = []
    for part in parts(analysis):
        sums = [sum(line.month_1_usd for line in _lines(row, part)) for row in options]
        if any(sums) or any(_open(row, part) for row in options):
            cells = [_bound(words.whole(usd, large), _open(row, part)) for row, usd in zip(options, sums, strict=True)]
            rows.append(Row((Cell(part.name), *cells), key=part.name))
    whole, *pockets = _in_pockets(analysis, options)
    columns = (
        Column("What it costs, first full month", key="what"),
        *(Column(words.name(analysis, row.id), right=True, key=row.id) for row in options),
    )
    note = "Rounded; the total is the sum of the unrounded amounts." if _rounded(rows, whole, large) else ""
    note = " ".join(filter(None, (_besides(analysis, options), note)))
    return Table("month", "", columns, (*rows, whole, *pockets, _outcome(analysis, options)), note)


def _besides(analysis: Analysis, shown: Sequence[OptionRow]) -> str:
    """The options that have no column, with their first full month: none is dropped without a word."""
    bill, known = month_of(analysis), {row.id for row in shown}
    amounts = zip(bill.heads, bill.rows[0].cells, strict=True)
    said = [f"{clean(head.title)} {cell.text}" for head, cell in amounts if head.id and head.id not in known]
    return f"Besides these: {figures.listed(said)} a month." if said else ""


def _in_pockets(analysis: Analysis, options: Sequence[OptionRow]) -> list[Row]:
    """The bill's own rows for these options: all of it, then its pockets, of which one that is nothing has no row."""
    bill = month_of(analysis)
    columns = [[head.id for head in bill.heads].index(row.id) for row in options]
    found = []
    for row in bill.rows:
        whole = row.part is BillPart.TOTAL
        name = "A month" if whole else f"  {row.title.lower()}"
        cells = (Cell(row.cells[at].text, row.cells[at].usd, Figure.USD) for at in columns)
        found.append(Row((Cell(name), *cells), Role.TOTAL if whole else Role.PLAIN, key=row.key))
    return found


def _rounded(rows: list[Row], whole: Row, large: bool) -> bool:
    """Whether the printed parts of a column miss its printed total."""
    places = 0 if large else 2
    for at, cell in enumerate(whole.cells[1:], start=1):
        printed = sum(figures.to_places(row.cells[at].value or 0.0, places) for row in rows)
        if printed != figures.to_places(cell.value or 0.0, places):
            return True
    return False


def _outcome(analysis: Analysis, options: tuple[OptionRow, ...]) -> Row:
    left_out = words.fallback_cancels(analysis)
    name = "Each run that succeeds" if left_out else "Each one resolved"
    costs = [row.per_agent_outcome_usd if left_out else row.per_resolved_usd for row in options]
    if not left_out and all(cost is None for cost in costs):
        name, costs = "Each run that succeeds", [row.per_agent_outcome_usd for row in options]
    said = f"{name}, {analysis.horizon_months} months with build"
    cells = [
        Cell("–") if cost is None else _bound(Cell(figures.money(cost), cost, Figure.RATE), touched(row))
        for row, cost in zip(options, costs, strict=True)
    ]
    return Row(
        (Cell(said), *cells),
        Role.NOTE,
        key="outcome",
    )


def _speaker(analysis: Analysis) -> tuple[str, ...]:
    """Where every figure of the slide comes from."""
    verdict = analysis.verdict
    shared = sharing(analysis)
    who_pays = [clean(shared.who_pays)] if shared is not None and shared.who_pays else []
    said = [clean(verdict.sentence), *who_pays, *(_option(analysis, row) for row in analysis.options)]
    if verdict.saving_expected_usd is not None and verdict.runner_up is not None and verdict.option is not None:
        said.append(
            f"The difference is {words.name(analysis, verdict.runner_up)} minus {words.name(analysis, verdict.option)}: "
            f"{figures.dollars(verdict.saving_expected_usd)}."
        )
    for row in shown_options(analysis):
        said.append(f"First full month of {words.name(analysis, row.id)}:")
        for part in parts(analysis):
            said += [f"- {words.derivation(line)}" for line in _lines(row, part)]
        said += _outcome_derived(analysis, row)
    return tuple(said)


def _option(analysis: Analysis, row: OptionRow) -> str:
    live = "now" if row.live_month == 0 else f"after {figures.span(row.live_month)}"
    return (
        f"{words.name(analysis, row.id)}: present value {figures.dollars(row.present_value_usd)} over "
        f"{analysis.horizon_months} months at {figures.share(analysis.discount_rate)} a year ({words.futures(analysis)}); "
        f"{figures.count(row.people_fte, 2)} engineers; live {live}."
    )


def _outcome_derived(analysis: Analysis, row: OptionRow) -> list[str]:
    if not words.fallback_cancels(analysis) or row.per_agent_outcome_usd is None:
        return []
    failed = sum(line.total_usd for line in row.lines if line.key == "other.fallback")
    less = f" − {figures.dollars(failed)} for failed runs" if failed else ""
    return [
        f"- Each run that succeeds: ({figures.dollars(row.total_usd)} over {analysis.horizon_months} months{less}) / "
        f"runs that succeed = {figures.money(row.per_agent_outcome_usd)}"
    ]
