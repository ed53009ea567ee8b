"""Which pictures the workbench has, and what each of them shows: an analysis in, chart records out. Nothing is computed but positions in lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from model.quantities import figures
from tui.charts import data
from tui.headline import amount, flip_text, sorted_flips
from tui.lines import clean
from tui.questions import number_text

if TYPE_CHECKING:
    from model.decision.analysis import Analysis, InputRow, SwitchingValue

ROLES = ("a", "b", "c", "d", "e")
BINS = 200


@dataclass(frozen=True, slots=True)
class PictureKind:
    """One picture: its id, its name in lists, and the record it makes of an analysis (None where it has nothing to show)."""

    id: str
    title: str
    make: Callable[[Analysis], data.Chart | None]


def role_of(analysis: Analysis, option: str) -> str:
    """The role of an option in every picture: the pair is a and b, the others follow."""
    others = [row.id for row in analysis.options if row.id not in analysis.pair]
    order = [*analysis.pair, *others]
    return ROLES[min(order.index(option), len(ROLES) - 1)]


def _titles(analysis: Analysis) -> tuple[str, str]:
    a, b = (clean(analysis.option(option).title) for option in analysis.pair)
    return a, b


def decides(analysis: Analysis) -> data.Decides:
    """What decides: B − A by group of lines, equal ones folded."""
    a, b = _titles(analysis)
    difference = analysis.difference

    def remark(only: str | None) -> str:
        return f"{clean(analysis.option(only).title)} only" if only else ""

    def one(name: str, spread: object, said: str = "") -> data.Difference:
        from model.decision.analysis import Spread

        assert isinstance(spread, Spread)
        sure = spread.p10_usd == spread.p90_usd
        return data.Difference(
            name=name,
            usd=spread.mean_usd,
            low_usd=None if sure else spread.p10_usd,
            high_usd=None if sure else spread.p90_usd,
            remark=said,
        )

    return data.Decides(
        title="WHAT DECIDES",
        note=f"{b} minus {a}, {analysis.horizon_months} months, present value",
        rows=tuple(one(clean(row.title), row.spread, remark(row.only)) for row in difference.rows),
        total=one("All of it", difference.total),
        folded=tuple((clean(row.title), row.present_value_usd) for row in difference.folded if row.present_value_usd),
    )


def paid(analysis: Analysis) -> data.PaidSoFar:
    """Paid so far: cumulative expected cost of every option that is priced, the pair first."""
    rows = [analysis.option(option) for option in analysis.pair]
    rows += [row for row in analysis.options if row.id not in analysis.pair and row.complete]
    months = analysis.break_even.payback_month if analysis.break_even else None
    finding = f", even in month {months}" if months else ""
    return data.PaidSoFar(
        title=f"PAID SO FAR{finding}",
        note="expected, not discounted",
        series=tuple(
            data.Series(name=clean(row.title), role=role_of(analysis, row.id), usd=row.cumulative_usd)
            for row in rows
            if row.cumulative_usd
        ),
    )


def flips(analysis: Analysis) -> data.Flips | None:
    """What would flip it: the nearest first, then what never does."""
    if not analysis.switching_values:
        return None
    inputs = {row.key: row for row in analysis.inputs}
    never = [
        row
        for row in analysis.switching_values
        if row.value is None and row.key in inputs and inputs[row.key].uncertain
    ]
    rows = tuple(_flip(row, inputs.get(row.key)) for row in [*sorted_flips(analysis), *never])
    return data.Flips(title="WHAT WOULD FLIP IT", note="today, and flips at", rows=rows)


def _flip(row: SwitchingValue, read: InputRow | None) -> data.Flip:
    middle = read.median if read and read.median else row.now
    low, high = (read.p5 / middle, read.p95 / middle) if read and middle > 0 else (1.0, 1.0)
    if row.value is None:
        said = f"never: {clean(row.why_never or '')}"
    else:
        times = f", {figures.times(row.times_now)}" if row.times_now and not 0.5 < row.times_now < 1.5 else ""
        said = f"{flip_text(row)}{times}"
    ratio = row.value / middle if row.value is not None and middle > 0 and row.value >= 0 else None
    today = number_text(row.now, row.unit) if row.text.replace(".", "").isdigit() else clean(row.text)
    return data.Flip(name=clean(row.title), today=today, flips_at=said, ratio=ratio, low=low, high=high)


def tornado(analysis: Analysis) -> data.Tornado | None:
    """How far each input alone moves the difference, at its own P10 and P90."""
    if not analysis.sensitivity:
        return None
    rows = sorted(analysis.sensitivity, key=lambda row: -abs(row.difference_at_p90_usd - row.difference_at_p10_usd))
    return data.Tornado(
        title="WHICH DOUBT MOVES IT MOST",
        note="at 1 in 10 and 9 in 10 of each range",
        rows=tuple(
            data.Swing(
                name=clean(row.title), low=amount(row.p10, row.unit), high=amount(row.p90, row.unit), at_low_usd=row.difference_at_p10_usd,
                at_high_usd=row.difference_at_p90_usd,
            )
            for row in rows
        ),
        base_usd=analysis.difference.total.mean_usd,
    )  # fmt: skip


def futures(analysis: Analysis) -> data.Distribution | None:
    """The difference over the futures, from its percentiles: each hundredth is spread evenly between two of them."""
    quantiles, total = analysis.difference.quantiles_usd, analysis.difference.total
    if len(quantiles) < 2 or quantiles[0] == quantiles[-1]:
        return None
    a, b = _titles(analysis)
    low, high = quantiles[0], quantiles[-1]
    chance = analysis.difference.probability_b_cheaper
    loses: Literal["below", "above", "none"] = "none"
    said = ""
    if analysis.verdict.option == analysis.pair[0]:
        loses, said = "below", f"{b} is cheaper in {figures.in_100(chance)} of 100 futures"
    elif analysis.verdict.option == analysis.pair[1]:
        loses, said = "above", f"{b} is dearer in {figures.in_100(1.0 - chance)} of 100 futures"
    return data.Distribution(
        title="HOW SURE", note=f"{b} minus {a} in {analysis.draws:,} futures", counts=_counts(quantiles, low, high), low_usd=low, high_usd=high,
        p10_usd=total.p10_usd, p50_usd=total.p50_usd, p90_usd=total.p90_usd, losing=loses, losing_text=said,
        below_text=f"{b} cheaper", above_text=f"{b} dearer",
    )  # fmt: skip


def _counts(quantiles: tuple[float, ...], low: float, high: float) -> tuple[float, ...]:
    counts = [0.0] * BINS
    size = (high - low) / BINS
    for start, end in pairwise(quantiles):
        first, last = min(int((start - low) / size), BINS - 1), min(int((end - low) / size), BINS - 1)
        for index in range(first, last + 1):
            inside = min(end, low + (index + 1) * size) - max(start, low + index * size)
            counts[index] += 1.0 if end == start else max(0.0, inside) / (end - start)
    return tuple(counts)


def attribution(analysis: Analysis) -> data.Attribution:
    """Where a month's bill goes: by axis, one bar an option."""
    stacks = []
    for row in analysis.options:
        parts = tuple((axis, max(0.0, cost.month_1_usd)) for axis, cost in row.axes.items() if cost.month_1_usd > 0)
        if parts:
            stacks.append(data.Stack(name=clean(row.title), role=role_of(analysis, row.id), parts=parts))
    return data.Attribution(title="WHERE A MONTH'S BILL GOES", note="first full month, by axis", stacks=tuple(stacks))


def per_outcome(analysis: Analysis) -> data.PerOutcome:
    """What one outcome costs with each option."""
    rows = []
    for row in analysis.options:
        usd = row.per_resolved_usd if row.per_resolved_usd is not None else row.per_agent_outcome_usd
        if usd is not None:
            remark = (
                "with people taking over" if row.per_resolved_usd is not None else "" if row.complete else "at least"
            )
            rows.append(data.UnitCost(name=clean(row.title), role=role_of(analysis, row.id), usd=usd, remark=remark))
    return data.PerOutcome(
        title="COST OF ONE OUTCOME", note=f"{analysis.horizon_months} months, with build", rows=tuple(rows)
    )


def worth(analysis: Analysis) -> data.WorthKnowing | None:
    """What learning each input is worth."""
    if not analysis.sensitivity:
        return None
    how = {row.key: row for row in analysis.inputs}
    rows = sorted(analysis.sensitivity, key=lambda row: -(row.evppi_usd or 0.0))
    return data.WorthKnowing(
        title="WORTH KNOWING BEFORE YOU DECIDE", note="at most", evpi_usd=analysis.evpi_usd,
        rows=tuple(data.Worth(name=clean(r.title), usd=r.evppi_usd, how=clean((how[r.key].learn_how or "") if r.key in how else "")) for r in rows),
    )  # fmt: skip


def volume(analysis: Analysis) -> data.CostVolume | None:
    """Cost of a month against runs a month, as two straight lines through the gaps, with where they cross."""
    a, b = (analysis.option(option) for option in analysis.pair)
    today = sum(
        row.median
        for row in analysis.inputs
        if row.key.startswith("workloads.") and row.key.endswith(".sessions_per_month")
    )
    if today <= 0:
        return None
    gaps = analysis.gaps
    scales = sum(
        line.month_1_usd for line in a.lines if line.phase == "run" and line.pays == "invoice" and line.quantity_month_1
    )
    per_run = min(scales, a.month_1_usd) / today
    fixed = a.month_1_usd - per_run * today
    top = max(3.0 * today, 1.5 * (gaps.pays_from_sessions_per_month or 0.0))
    places = tuple(today / 100 + (top - today / 100) * step / 60 for step in range(61))
    one = tuple(fixed + per_run * sessions for sessions in places)
    other = tuple(
        value + gaps.per_month_usd + gaps.per_session_usd * sessions
        for value, sessions in zip(one, places, strict=True)
    )
    pays = gaps.pays_from_sessions_per_month
    return data.CostVolume(
        title="COST AGAINST VOLUME", note="a full month, by runs a month", sessions=places, today=today,
        series=(data.Series(name=clean(a.title), role="a", usd=one), data.Series(name=clean(b.title), role="b", usd=other)),
        break_evens=() if pays is None else None,
    )  # fmt: skip


PICTURES: tuple[PictureKind, ...] = (
    PictureKind("paid", "Paid so far", paid),
    PictureKind("volume", "Cost against volume", volume),
    PictureKind("tornado", "Which doubt moves it most", tornado),
    PictureKind("futures", "How sure: the futures", futures),
    PictureKind("worth", "Worth knowing", worth),
    PictureKind("attribution", "Where a month's bill goes", attribution),
    PictureKind("outcome", "Cost of one outcome", per_outcome),
    PictureKind("decides", "What decides", decides),
    PictureKind("flips", "What would flip it", flips),
)
