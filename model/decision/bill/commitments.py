"""From which use on a commitment pays, and when it is outgrown; in the middle case."""

from collections.abc import Iterator

import numpy as np

from model.comparison import Case, OptionPlan, Run, evaluate, middle
from model.comparison.lines.commitment import commitment, has_commitment
from model.comparison.lines.invoices import invoices_by_month
from model.comparison.serving import first_month
from model.comparison.sheet import Sheet
from model.decision.records.analysis import CommitmentRow
from model.quantities import figures

MOST = 1_000.0  # times today's runs
HALVINGS = 60


def commitments(case: Case) -> tuple[CommitmentRow, ...]:
    """One row for each option that has committed to pay so much a month."""
    if not any(f"options.{plan.id}.commitment.usd_per_month" in case.inputs for plan in case.options):
        return ()
    run = evaluate(case, middle(case))
    return tuple(row for plan in case.options if has_commitment(run.sheet, plan) for row in _row(run, plan))


def _row(run: Run, plan: OptionPlan) -> Iterator[CommitmentRow]:
    held = commitment(run.sheet, plan)
    usd, covers = float(held.usd_per_month.flat[0]), float(held.covers_usd.flat[0])
    bills = np.ravel(invoices_by_month(run.case, run.sheet, plan, plan.covers))
    above = np.flatnonzero(bills > covers)
    factor = _factor(run, plan, usd)
    sessions = sum(float(np.atleast_1d(first_month(run.sheet, workload))[0]) for workload in run.case.workloads)
    pays_from = None if factor is None else factor * sessions
    month = int(above[0]) + 1 if above.size else None
    said = f"{plan.title}: the commitment of {figures.money(usd)} a month covers {figures.money(covers)} of use at list price and pays from {figures.money(usd)} on"
    said += f", {figures.count(pays_from)} runs a month" if pays_from is not None else ", which no volume reaches"
    said += f" (you: {figures.count(sessions)})"
    if month is not None:
        said += f"; outgrown {'from the first month' if month == 1 else f'in month {month}'}"
    yield CommitmentRow(
        option=plan.id, usd_per_month=usd, covers_usd=covers, use_month_1_usd=float(bills[0]),
        break_even_sessions_per_month=pays_from, outgrown_month=month, sentence=f"{said}.",
    )  # fmt: skip


def _factor(run: Run, plan: OptionPlan, usd: float) -> float | None:
    """The factor on all sessions at which the first month at list price comes to so much; None where none does."""

    def use(factor: float) -> float:
        sheet = Sheet({**run.values, "sessions_factor": np.array([factor])}, run.case.events, run.sheet.months)
        return float(np.ravel(invoices_by_month(run.case, sheet, plan, plan.covers))[0])

    low, high = 0.0, MOST
    if use(low) >= usd:
        return low
    if use(high) < usd:
        return None
    for _ in range(HALVINGS):
        at = (low + high) / 2.0
        low, high = (at, high) if use(at) < usd else (low, at)
    return high
