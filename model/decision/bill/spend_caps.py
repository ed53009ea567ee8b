"""What a spend cap does to a workload's runs, and the cap that costs least; in the middle case, first month."""

from collections.abc import Iterator

import numpy as np

from model.comparison import Case, Run, evaluate, middle
from model.comparison.desk import Desk
from model.comparison.lines.cap import metered_usd, under_cap
from model.comparison.serving import first_month
from model.comparison.session import uncapped_success_rate
from model.decision.records.analysis import SpendCap
from model.formulas.caps import best_cap_usd
from model.quantities import figures


def spend_caps(case: Case) -> tuple[SpendCap, ...]:
    """A row for every option and workload that has a cap, or a spread and a fallback from which the best one follows."""
    places = [(plan.id, workload) for plan in case.options for workload in case.workloads]
    asked = [place for place in places if _has(case, place, "spend_cap_usd") or _has(case, place, "session_spread")]
    if not asked:
        return ()
    run = evaluate(case, middle(case))
    return tuple(row for place in asked for row in _row(run, *place))


def _has(case: Case, place: tuple[str, str], path: str) -> bool:
    return case.key_for(*place, path) in case.inputs


def _row(run: Run, option: str, workload: str) -> Iterator[SpendCap]:
    plan = run.case.option(option)
    desk = Desk(run.case, run.sheet, plan, plan.work(workload), 0)
    usd, reached = float(metered_usd(desk)[0]), float(uncapped_success_rate(desk)[0])
    spread = float(desk.get("session_spread")[0]) if desk.has("session_spread") else 1.0
    lost = float(desk.get("fallback_usd")[0]) * reached if desk.has("fallback_usd") else 0.0
    best = best_cap_usd(usd, spread, lost)
    cap, stopped, kept = None, 0.0, 0.0
    if desk.has("spend_cap_usd"):
        found, cap = under_cap(desk), float(desk.get("spend_cap_usd")[0])
        stopped, kept = float(found.stopped_share[0]), usd - float(found.paid_usd[0])
    if cap is None and best is None:
        return
    sessions = float(np.atleast_1d(first_month(run.sheet, workload))[0])
    row = SpendCap(
        option=option, workload=workload, usd_per_session=usd, cap_usd=cap, stopped_share=stopped,
        not_spent_usd_per_month=kept * sessions, outcomes_lost_per_month=stopped * reached * sessions, best_cap_usd=best,
        sentence="",
    )  # fmt: skip
    yield SpendCap(**{name: getattr(row, name) for name in row.__struct_fields__} | {"sentence": _said(run.case, row)})


def _said(case: Case, row: SpendCap) -> str:
    plan = case.option(row.option)
    whose = f"{plan.title}, {plan.work(row.workload).title}"
    least = (
        ""
        if row.best_cap_usd is None
        else f"the cap that costs least, failed runs counted, is {figures.money(row.best_cap_usd)}"
    )
    if row.cap_usd is None:
        return f"{whose}: without a spend cap a run costs {figures.money(row.usd_per_session)} on average; {least}."
    share = f"{figures.count(100.0 * row.stopped_share, 2)} %"
    said = f"{whose}: a spend cap of {figures.money(row.cap_usd)} stops {share} of the runs, {figures.money(row.not_spent_usd_per_month)} a month are not spent"
    said += f" and {figures.count(row.outcomes_lost_per_month)} outcomes are lost"
    return f"{said}; {least}." if least else f"{said}."
