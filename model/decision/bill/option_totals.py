"""What each option costs: its lines reduced to means, footed to axes, to invoices and people, to unit costs.

The middle case is a second evaluation with one future, so its figures stand beside the means line by line.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from model.comparison import OptionCosts, Run
from model.comparison.charges import Line
from model.comparison.desk import Desk
from model.comparison.lines.axes import AXES
from model.comparison.lines.cap import success_rate
from model.comparison.lines.titles import line_title
from model.decision.bill.years import months_of, year_rows
from model.decision.pair.monthly_costs import POCKETS
from model.decision.records.analysis import AxisRow, LineRow, OptionRow, Pays, RouteRow, UnpricedRow
from model.decision.records.option_records import source_row
from model.decision.verdict.must_haves import MustHaves
from model.profile.company import part_of
from model.quantities import mean, quantiles

FALLBACK = "other.fallback"


class Odds(Struct, frozen=True):
    """What the choice says of one option: share of futures in which it is the cheapest, and its expected regret
    (None where it cannot be chosen)."""

    probability_best: float
    expected_regret_usd: float | None


def line_rows(
    lines: Sequence[Line], middle: Sequence[Line], cancelling: frozenset[int], titles: Mapping[str, str]
) -> tuple[LineRow, ...]:
    """The lines of one option; `middle` are the same lines in the middle case, `cancelling` the places that cancel."""
    return tuple(
        _line_row(line, twin, place in cancelling, line_title(line.key, titles))
        for place, (line, twin) in enumerate(zip(lines, middle, strict=True))
    )


def _line_row(line: Line, middle: Line, cancels: bool, title: str) -> LineRow:
    quantity, month_1 = mean(line.quantity_month_1), mean(line.month_1_usd)
    return LineRow(
        key=line.key,
        title=title,
        workload=line.workload,
        route=line.route,
        bridge=_server(line),
        team=line.team,
        axis=line.axis,
        phase=line.phase,
        pays=line.pays,
        unit=line.unit,
        quantity_month_1=quantity,
        rate_usd_month_1=month_1 / quantity if quantity > 0.0 else mean(line.rate_usd),
        month_1_usd=month_1,
        total_usd=mean(line.total_usd),
        present_value_usd=mean(line.present_value_usd),
        middle_month_1_usd=mean(middle.month_1_usd),
        middle_present_value_usd=mean(middle.present_value_usd),
        cancels=cancels,
        source=source_row(line.source),
        reads=line.reads,
        rule=line.rule,
    )


def _server(line: Line) -> str | None:
    """The option that serves in the meantime; of a team's part of an option, that option."""
    if line.bridge is None or line.team is None:
        return line.bridge
    return line.bridge.removesuffix(part_of("", line.team))


def axis_rows(lines: Iterable[LineRow]) -> Mapping[str, AxisRow]:
    """The lines added up by axis, every axis present."""
    sums = {axis: [0.0, 0.0, 0.0] for axis in AXES}
    for line in lines:
        cell = sums[line.axis]
        cell[0] += line.month_1_usd
        cell[1] += line.total_usd
        cell[2] += line.present_value_usd
    return {
        axis: AxisRow(month_1_usd=month, total_usd=total, present_value_usd=worth)
        for axis, (month, total, worth) in sums.items()
    }


def fallback_total_usd(costs: OptionCosts) -> float:
    """What failed sessions cost elsewhere over the horizon."""
    return sum(mean(line.total_usd) for line in costs.lines if line.key == FALLBACK)


def ratio(amount: float, count: float) -> float | None:
    """A unit cost, as the ratio of two means; None where there is nothing to divide by."""
    return amount / count if count > 0.0 else None


class Sheets(Struct, frozen=True):
    """The two evaluations behind the rows: over the draws, and the middle case."""

    run: Run
    middle: Run


def option_row(
    sheets: Sheets,
    option: str,
    must_haves: MustHaves,
    odds: Odds,
    cancelling: frozenset[int],
    titles: Mapping[str, str],
) -> OptionRow:
    """One option with its lines, whole horizon and first month."""
    costs, twin = sheets.run.option(option), sheets.middle.option(option)
    lines = line_rows(costs.lines, twin.lines, cancelling, titles)
    p10, p50, p90 = quantiles(np.atleast_1d(costs.present_value_usd), (0.1, 0.5, 0.9)).tolist()
    total, fallback = mean(costs.total_usd), fallback_total_usd(costs)
    served, outcomes, sessions = map(mean, (costs.sessions_served, costs.outcomes, costs.sessions_total))
    spent = months_of(sheets.run, option)
    monthly = spent.run_usd()
    build = sum(line.total_usd for line in lines if line.phase == "build")
    has_fallback = any(line.key == FALLBACK for line in costs.lines)
    return OptionRow(
        id=costs.id,
        kind=costs.kind,
        title=costs.title,
        complete=costs.complete,
        eligible=must_haves.eligible,
        why_not=why_not(costs, must_haves, titles),
        must_haves=must_haves.rows,
        month_1_usd=mean(costs.month_1_usd),
        total_usd=total,
        present_value_usd=mean(costs.present_value_usd),
        middle_usd=mean(twin.present_value_usd),
        p10_usd=p10,
        p50_usd=p50,
        p90_usd=p90,
        probability_best=odds.probability_best,
        expected_regret_usd=odds.expected_regret_usd,
        build_usd=build,
        **_pockets_usd(lines),
        years=year_rows(spent, lines),
        people_fte=mean(costs.people_fte),
        per_session_usd=ratio(total, served),
        per_agent_outcome_usd=ratio(total - fallback, outcomes),
        per_resolved_usd=ratio(total, sessions) if has_fallback else None,
        live_month=mean(costs.live_month),
        hosts_month_1=None if twin.hosts_month_1 is None else round(mean(twin.hosts_month_1)),
        axes=axis_rows(lines),
        lines=lines,
        unpriced=tuple(UnpricedRow(key=gap.line_key, write=gap.write, why=gap.why) for gap in costs.unpriced),
        middle_month_1_usd=mean(twin.month_1_usd),
        middle_total_usd=mean(twin.total_usd),
        fallback_month_1_usd=sum(line.month_1_usd for line in lines if line.key == FALLBACK),
        fallback_total_usd=fallback,
        month_1_by_workload_usd=by_workload(lines),
        outcomes_month_1_by_workload={
            work: outcomes_of(sheets.run, option, work) for work in sheets.run.case.workloads
        },
        monthly_usd=tuple(monthly.tolist()),
        cumulative_usd=tuple(np.cumsum((build, *monthly)).tolist()),
        cumulative_agent_usd=tuple(np.cumsum((build, *spent.run_usd("invoice", "people"))).tolist()),
        routes=(),
        price_to_win=None,
    )


def _pockets_usd(lines: Iterable[LineRow]) -> dict[str, float]:
    """The nine amounts of the three pockets, under the names that a row has for them."""
    found: dict[str, float] = {}
    for pocket, pays in zip(("invoices", "people", "elsewhere"), POCKETS, strict=True):
        total, month_1, present_value = paid_usd(lines, pays)
        found |= {
            f"{pocket}_usd": total,
            f"{pocket}_month_1_usd": month_1,
            f"{pocket}_present_value_usd": present_value,
        }
    return found


def paid_usd(lines: Iterable[LineRow], pays: Pays) -> tuple[float, float, float]:
    """What the lines of one pocket come to: over the horizon, in month 1, as present value, US dollars."""
    own = [line for line in lines if line.pays == pays]
    return (
        sum(line.total_usd for line in own),
        sum(line.month_1_usd for line in own),
        sum(line.present_value_usd for line in own),
    )


def why_not(costs: OptionCosts, must_haves: MustHaves, titles: Mapping[str, str]) -> tuple[str, ...]:
    """Why an option cannot be chosen: the must-haves it fails, the lines nobody priced."""
    unpriced = (f"{line_title(gap.line_key, titles)} is not priced: {gap.why}" for gap in costs.unpriced)
    return (*must_haves.reasons, *unpriced)


def outcomes_of(run: Run, option: str, workload: str) -> float:
    """Mean runs of the first month that reach their outcome with this option, over the routes of the work."""
    plan = run.case.option(option)
    desk = Desk(run.case, run.sheet, plan, plan.work(workload), 0)
    return mean(desk.get("sessions_per_month") * success_rate(desk))


def by_workload(lines: Iterable[LineRow]) -> Mapping[str, float]:
    """The first full month by workload; what belongs to none of them is not in it."""
    sums: dict[str, float] = {}
    for line in lines:
        if line.workload is not None:
            sums[line.workload] = sums.get(line.workload, 0.0) + line.month_1_usd
    return sums


def with_routes(row: OptionRow, routes: tuple[RouteRow, ...]) -> OptionRow:
    """The row with what an outcome costs by route."""
    return replace(row, routes=routes)
