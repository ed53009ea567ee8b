"""Which pictures the workbench has, and what each of them shows: an analysis in, chart records out. Nothing is computed but positions in lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from model.quantities import figures
from model.telling.flips import flips as told_flips
from model.telling.flips import ways_back
from model.telling.over_time import left_out_of_paid
from model.telling.swings import swings
from tui.charts import data
from tui.charts.curves import lasting
from tui.paint.lines import clean
from tui.telling import findings
from tui.telling.amounts import flip_amount, lowered, moved, role_of, short_name, short_title, with_unit
from tui.telling.derivation import MONTH_1

if TYPE_CHECKING:
    from model.decision.records.analysis import Analysis, InputRow, SensitivityRow, Spread, SwitchingValue

CENT = 0.005  # US dollars below which nothing is left of a difference of two sums
ALIKE = 0.005  # share of an amount that no bar shows


class PictureKind(Struct, frozen=True):
    """One picture: its id, its name in lists, the record it makes of an analysis (None where it has nothing to show), and the part of the
    analysis that is worked out only while it is shown."""

    id: str
    title: str
    make: Callable[[Analysis], data.Chart | None]
    part: str = ""


def _titles(analysis: Analysis) -> tuple[str, str]:
    a, b = (short_title(analysis, option) for option in analysis.pair)
    return a, b


def decides(analysis: Analysis) -> data.Decides:
    """What decides: B − A by group of lines, equal ones folded."""
    a, b = _titles(analysis)
    difference = analysis.difference

    def remark(only: str | None) -> str:
        return f"{lowered(short_title(analysis, only))} only" if only else ""

    def one(name: str, spread: Spread, said: str = "", key: str = "") -> data.DifferenceBar:
        sure = figures.money(spread.p10_usd) == figures.money(spread.p90_usd)
        return data.DifferenceBar(
            name=name,
            usd=spread.mean_usd,
            low_usd=None if sure else spread.p10_usd,
            high_usd=None if sure else spread.p90_usd,
            remark=said,
            key=key,
        )

    return data.Decides(
        title="WHAT DECIDES",
        note=f"{b} minus {lowered(a)}, {analysis.horizon_months} months, present value",
        rows=tuple(one(_brief(row.title), row.spread, remark(row.only), row.key) for row in difference.rows),
        total=one("All of it", difference.total),
        folded=tuple(
            (lowered(_brief(row.title)), row.present_value_usd) for row in difference.folded if row.present_value_usd
        ),
        b=b,
    )


def _brief(title: str) -> str:
    """A group of lines by its first words: `Running` for `Running: runtime, sandbox, machines`."""
    return clean(title).partition(":")[0].partition(", ")[0]


def paid(analysis: Analysis) -> data.PaidSoFar:
    """Paid so far: cumulative expected cost of every option that is priced, the pair first, without what failed runs cost elsewhere."""
    rows = [analysis.option(option) for option in analysis.pair]
    rows += [row for row in analysis.options if row.id not in analysis.pair and row.complete]
    months = analysis.break_even.payback_month if analysis.break_even else None
    finding = f", even in month {months}" if months else ""
    without = left_out_of_paid(analysis)
    return data.PaidSoFar(
        title=f"PAID SO FAR{finding}",
        note=f"without {without}, expected" if without else "expected, not discounted",
        series=tuple(
            data.Series(
                name=short_title(analysis, row.id), role=role_of(analysis, row.id), usd=row.cumulative_agent_usd
            )
            for row in rows
            if row.cumulative_agent_usd
        ),
    )


def flips(analysis: Analysis) -> data.FlipsChart | data.Findings | None:
    """What would flip it: the nearest first, then the ranges that never do; in words where one option alone is left."""
    told = told_flips(analysis)
    if not told.looked_for:
        return None
    if told.alone:
        ways = tuple(data.Finding(text=clean(way)) for way in ways_back(analysis))
        return data.Findings(title="WHAT WOULD FLIP IT", note="another option, if it could be chosen", rows=ways)
    inputs = {row.key: row for row in analysis.inputs}
    shown = [*told.rows, *(row for row in told.never if row.key in inputs and inputs[row.key].uncertain)]
    rows = tuple(_flip(analysis, row, inputs.get(row.key)) for row in shown)
    note = "one input at a time" if rows and rows[0].ratio is not None else "nothing alone within ten times today"
    return data.FlipsChart(title="WHAT WOULD FLIP IT", note=note, rows=rows)


def _flip(analysis: Analysis, row: SwitchingValue, read: InputRow | None) -> data.Flip:
    middle = read.median if read and read.median else row.now
    low, high = (read.p5 / middle, read.p95 / middle) if read and middle > 0 else (1.0, 1.0)
    said = f"never: {_why_never(analysis, row)}" if row.value is None else f"{flip_amount(row)}{moved(row)}"
    ratio = row.value / middle if row.value is not None and middle > 0 and row.value >= 0 else None
    return data.Flip(
        name=short_name(analysis, row.title),
        today=_today(row, read),
        flips_at=said,
        ratio=ratio,
        low=low,
        high=high,
        key=row.key,
        why=f"never flips it: {clean(row.why_never or '')}" if row.value is None else "",
    )


def _why_never(analysis: Analysis, row: SwitchingValue) -> str:
    """The reason as short as a column: `even at 0 engineers`, without by how much another then costs more."""
    why = row.why_never or ""
    for option in analysis.options:
        why = why.partition(f", {option.title} costs ")[0]
    return clean(why.removeprefix("it is the "))


def _today(row: SwitchingValue, read: InputRow | None) -> str:
    """Today's value with its unit, or its range as it was typed, from end to end."""
    if read is not None and read.uncertain and "/" in row.text:
        first, *_, last = row.text.split("/")
        return clean(f"{first.strip()} to {last.strip()}")
    return clean(row.text) if read is not None and read.uncertain else with_unit(row.now, row.unit)


def tornado(analysis: Analysis) -> data.Tornado | None:
    """How far each input alone moves the difference: the bars of the record, on its base."""
    told = swings(analysis)
    if told is None:
        return None
    return data.Tornado(
        title="WHICH DOUBT MOVES IT MOST",
        note=f"at 1 in 10 and 9 in 10 of each range, the others at their middle: {told.base.removeprefix('middle case ')}; {told.mean}",
        rows=tuple(
            data.TornadoBar(
                name=short_name(analysis, row.title),
                low=row.low,
                high=row.high,
                at_low_usd=row.at_low_usd,
                at_high_usd=row.at_high_usd,
                key=row.key,
            )
            for row in told.rows
        ),
        base_usd=told.base_usd,
    )


def futures(analysis: Analysis) -> data.DistributionChart | None:
    """The difference over the futures, in the bins of the analysis."""
    difference = analysis.difference
    quantiles, total = difference.quantiles_usd, difference.total
    if len(difference.counts) < 2:
        return None
    a, b = _titles(analysis)
    chance = difference.probability_b_cheaper
    loses: Literal["below", "above", "none"] = "none"
    said = ""
    if analysis.verdict.option == analysis.pair[0]:
        loses, said = "below", f"{b} is cheaper in {figures.in_100(chance)} of 100 futures"
    elif analysis.verdict.option == analysis.pair[1]:
        loses, said = "above", f"{b} is more expensive in {figures.in_100(1.0 - chance)} of 100 futures"
    return data.DistributionChart(
        title="HOW SURE", note=f"{b} minus {lowered(a)} in {analysis.draws:,} futures", counts=difference.counts, low_usd=quantiles[0],
        high_usd=quantiles[-1], p10_usd=total.p10_usd, p50_usd=total.p50_usd, p90_usd=total.p90_usd, losing=loses, losing_text=said,
        below_text=f"{b} cheaper", above_text=f"{b} more expensive",
    )  # fmt: skip


def attribution(analysis: Analysis) -> data.Attribution:
    """Where a month's bill goes: by axis, one bar an option, without what failed runs cost elsewhere."""
    stacks = []
    for row in analysis.options:
        usd = {axis: cost.month_1_usd for axis, cost in row.axes.items()}
        usd["other"] = usd.get("other", 0.0) - row.fallback_month_1_usd
        parts = tuple((axis, cost) for axis, cost in usd.items() if cost >= CENT)
        if parts:
            name = short_title(analysis, row.id) + ("" if row.complete else ", at least")
            stacks.append(data.Stack(name=name, role=role_of(analysis, row.id), parts=parts, key=f"{MONTH_1}.{row.id}"))
    left_out = ", failed runs left out" if any(row.fallback_month_1_usd for row in analysis.options) else ""
    return data.Attribution(
        title="WHERE A MONTH'S BILL GOES", note=f"first full month, by axis{left_out}", stacks=tuple(stacks)
    )


def per_outcome(analysis: Analysis) -> data.PerOutcome:
    """What one outcome costs with each option."""
    rows = []
    for row in analysis.options:
        usd = row.per_resolved_usd if row.per_resolved_usd is not None else row.per_agent_outcome_usd
        if usd is not None:
            said = ("" if row.complete else "at least", "with people taking over" if row.per_resolved_usd else "")
            remark = ", ".join(filter(None, said))
            rows.append(
                data.UnitCost(
                    name=short_title(analysis, row.id),
                    role=role_of(analysis, row.id),
                    usd=usd,
                    remark=remark,
                    key=row.id,
                )
            )
    costs = [row.usd for row in rows]
    same = len(costs) > 1 and max(costs) - min(costs) < min(CENT, ALIKE * max(costs))
    finding = f", THE SAME FOR {'BOTH' if len(rows) == 2 else 'ALL'}" if same else ""
    return data.PerOutcome(
        title=f"COST OF ONE OUTCOME{finding}", note=f"{analysis.horizon_months} months, with build", rows=tuple(rows)
    )


def per_route(analysis: Analysis) -> data.PerOutcome | None:
    """What one outcome costs by the model that does the work, tokens, runtime and tools of the pair."""
    rows = []
    for option in dict.fromkeys(analysis.pair):
        for route in analysis.option(option).routes:
            usd = route.per_agent_outcome_usd
            if usd is not None:
                model = clean(route.model).removeprefix("Claude ")
                name = f"{model}, {lowered(short_title(analysis, option))}"
                remark = f"{clean(route.workload)}, {clean(route.route)}"
                rows.append(
                    data.UnitCost(name=name, role=role_of(analysis, option), usd=usd, remark=remark, key=option)
                )
    if not rows:
        return None
    return data.PerOutcome(
        title="COST OF ONE OUTCOME BY ROUTE", note="first month, what a run causes", rows=tuple(rows)
    )


def _worthy(analysis: Analysis) -> list[SensitivityRow]:
    """The inputs worth learning, most first; the first six of all where none is worth more than chance."""
    found = [row for row in analysis.sensitivity if row.evppi_usd is not None]
    return sorted(found, key=lambda row: -(row.evppi_usd or 0.0)) or list(analysis.sensitivity[:6])


def worth(analysis: Analysis) -> data.WorthKnowing | None:
    """What learning each input is worth; those that are worth too little to tell from chance only where all are."""
    if not analysis.sensitivity:
        return None
    how = {row.key: clean(row.learn_how or "") for row in analysis.inputs}
    found = [row for row in _worthy(analysis) if row.evppi_usd is not None]
    rows = _worthy(analysis)
    conditions = analysis.verdict.conditions
    nothing = f"FIND OUT {clean(conditions[0])}".upper() if conditions else "NOTHING TO LEARN WOULD CHANGE IT"
    return data.WorthKnowing(
        title="WORTH KNOWING BEFORE YOU DECIDE" if found else nothing,
        note="what it is worth at most" if found else "",
        evpi_usd=analysis.evpi_usd,
        rows=tuple(
            data.LearningWorth(
                name=short_name(analysis, row.title), usd=row.evppi_usd, how=how.get(row.key, ""), key=row.key
            )
            for row in rows
        ),
    )


def volume(analysis: Analysis) -> data.CostVolume | None:
    """Cost over the horizon against runs a month, without what the pair pays alike, with every break-even and the machines."""
    curve = analysis.volume
    if curve is None or analysis.break_even is None:
        return None
    apart = {
        row.option: tuple(usd - same for usd, same in zip(row.present_value_usd, curve.equal_usd, strict=True))
        for row in curve.options
    }
    order = sorted(apart, key=lambda option: role_of(analysis, option))
    apart_said = "equal costs left out, " if any(curve.equal_usd) else ""
    note = f"{apart_said}{analysis.horizon_months} months, present value"
    title, marks = _break_evens(analysis, curve.factors, apart.get(analysis.pair[0], ()))
    runs_machines = next((option for option in (*analysis.pair[::-1], *order) if option in curve.machines), None)
    return data.CostVolume(
        title=title, note=note, sessions=curve.sessions_per_month, today=curve.today, today_range=(curve.today_p5, curve.today_p95),
        series=tuple(data.Series(name=short_title(analysis, o), role=role_of(analysis, o), usd=apart[o]) for o in order),
        break_evens=marks,
        machines=tuple((step.sessions_per_month, step.machines) for step in curve.machines.get(runs_machines or "", ())),
    )  # fmt: skip


def _nearest(places: tuple[float, ...], wanted: float) -> int:
    return min(range(len(places)), key=lambda index: abs(places[index] - wanted))


def _break_evens(
    analysis: Analysis, factors: tuple[float, ...], usd: tuple[float, ...]
) -> tuple[str, tuple[data.CurveCrossing, ...]]:
    """The finding about volume, and a mark at every volume at which the pair costs the same."""
    found = analysis.break_even
    if found is None or not found.factors or not usd:
        return "COST AGAINST VOLUME, no break-even", ()
    marks = []
    for factor, runs, option in zip(found.factors, found.sessions_per_month, found.cheaper_above, strict=True):
        name, volume = short_title(analysis, option), figures.short_count(runs)
        labels = (
            f"{name} cheaper from {volume}, {figures.times(factor)} today's",
            f"{name} cheaper from {volume}",
            f"{name} cheaper",
        )
        marks.append(data.CurveCrossing(at=runs, usd=usd[_nearest(factors, factor)], labels=labels))
    return f"COST AGAINST VOLUME, even at {figures.short_count(found.sessions_per_month[0])}", lasting(marks)


PICTURES: tuple[PictureKind, ...] = (
    PictureKind("paid", "Paid so far", paid),
    PictureKind("volume", "Cost against volume", volume, "volume"),
    PictureKind("tornado", "Which doubt moves it most", tornado),
    PictureKind("futures", "How sure: the futures", futures),
    PictureKind("learn", "Before you decide: what can be learned", findings.learn),
    PictureKind("worth", "Worth knowing", worth),
    PictureKind("wrong", "How you would be wrong", findings.wrong),
    PictureKind("revisit", "When to look again", findings.revisit),
    PictureKind("sides", "On one side only", findings.one_sided),
    PictureKind("must", "Must haves and what is not priced", findings.must_haves),
    PictureKind("mixed", "Mixed homes", findings.mixed),
    PictureKind("attribution", "Where a month's bill goes", attribution),
    PictureKind("bill", "Who causes the bill", findings.bill),
    PictureKind("levers", "What would make it cheaper", findings.levers),
    PictureKind("outcome", "Cost of one outcome", per_outcome),
    PictureKind("routes", "Cost of one outcome by route", per_route),
    PictureKind("decides", "What decides", decides),
    PictureKind("flips", "What would flip it", flips),
)


def available(analysis: Analysis) -> list[PictureKind]:
    """The pictures that have something to show, in their order."""
    return [kind for kind in PICTURES if kind.part or kind.make(analysis) is not None]
