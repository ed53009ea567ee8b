"""`sandbox.*`: vCPU- and GiB-hours of rented sandboxes, starts, the plan's fee, and the hours that it includes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from model.comparison.case.case import Case, OptionPlan
from model.comparison.charges import Charge
from model.comparison.desk import Desk, SessionLines, own_key, source_of
from model.comparison.monthly import FullMonths, Monthly, by_month, use_by_month
from model.comparison.session import batch_share, clock, habits
from model.comparison.sheet import Sheet
from model.formulas import runtime
from model.formulas.sums import ONE
from model.quantities import Array

TITLES = {
    "sandbox.vcpu": "Sandbox vCPU",
    "sandbox.memory": "Sandbox memory",
    "sandbox.plan": "Sandbox plan",
    "sandbox.starts": "Sandbox starts",
    "sandbox.included_vcpu": "vCPU-hours in the plan",
    "sandbox.included_memory": "GiB-hours in the plan",
}
SIZES = (
    ("sandbox.vcpu", "vCPU-hours", "cpu_meter", "sandbox.usd_per_vcpu_hour", ("sandbox.vcpu", "sandbox.cpu_share")),
    ("sandbox.memory", "GiB-hours", "memory_meter", "sandbox.usd_per_gib_hour", ("sandbox.memory_gib",)),
)
"""The two sizes of a sandbox: line, unit, meter of the option, key of the rate, keys that multiply its hours."""
COUNTED = {
    "allocated": "active + kept while waiting + idle tails",
    "active": "active only: waiting and idle tails are not billed",
}


def _billed_hours(desk: Desk, meter: str) -> Array:
    """Sandbox hours that a session is billed for: those it occupies, or those it is active where only they are billed."""
    time = clock(desk)
    minutes = time.active_minutes * time.turns if meter == "active" else runtime.resident_minutes(time, habits(desk))

    def term(path: str) -> Array | None:
        return desk.own(path) if desk.option_key(path) in desk.sheet else None

    counted = runtime.Meter(term("sandbox.minimum_minutes"), term("sandbox.billing_increment_seconds"))
    return runtime.billed_hours(minutes, time, counted)


def sandbox_hours(desk: Desk, line: str) -> Array | None:
    """vCPU-hours or GiB-hours that a mean session is billed for; None where the size is not known.

    Shape: ``(n,)``.
    """
    _, _, meter, _, paths = next(size for size in SIZES if size[0] == line)
    if not all(desk.option_key(path) in desk.sheet for path in paths):
        return None
    quantity = _billed_hours(desk, getattr(desk.option, meter))
    if line == "sandbox.memory":
        return quantity * _billed_gib(desk)
    for path in paths:
        quantity = quantity * desk.own(path)
    return quantity


def _billed_gib(desk: Desk) -> Array:
    """Memory that is billed: what the price of the vCPUs brings along is taken off."""
    memory, along = desk.own("sandbox.memory_gib"), "sandbox.included_gib_per_vcpu"
    if not all(desk.option_key(path) in desk.sheet for path in (along, "sandbox.vcpu")):
        return memory
    return np.maximum(0.0, memory - desk.own(along) * desk.own("sandbox.vcpu"))


def sandbox_charges(desk: Desk) -> tuple[Charge, ...]:
    """Retail sandboxes: billed hours × (vCPU × CPU share × price + memory × price), and what a start costs.

    Shape: ``(n,)``. Unit: vCPU-hours, GiB-hours or 1,000 starts a session × US dollars for each.
    """
    charges = []
    for line, unit, meter, rate, _ in SIZES:
        quantity = sandbox_hours(desk, line)
        if quantity is not None and desk.option_key(rate) in desk.sheet:
            source, rule = desk.source(desk.option_key(rate)), COUNTED[getattr(desk.option, meter)]
            charges.append(Charge(line, "sandbox", unit, quantity, desk.own(rate), rule, source=source))
    if desk.option_key(path := "sandbox.usd_per_1000_starts") in desk.sheet:
        starts, source = (1.0 - batch_share(desk)) / 1000.0, desk.source(desk.option_key(path))
        rule = "one start a session"
        charges.append(Charge("sandbox.starts", "sandbox", "1,000 starts", starts, desk.own(path), rule, source=source))
    return tuple(charges)


def month_charges(case: Case, sheet: Sheet, option: OptionPlan, segment: int) -> tuple[Charge, ...]:
    """The fee of the plan, a month.

    Shape: ``(n,)``. Unit: one month × US dollars a month.
    """
    key = own_key(option, "sandbox.plan_usd_per_month")
    if option.place != "sandbox" or key not in sheet:
        return ()
    rate, source = sheet.value(key, segment), source_of(case, key)
    return (Charge("sandbox.plan", "sandbox", "months", ONE, rate, "plan fee", "month", source=source),)


INCLUDED = {
    "sandbox.vcpu": ("sandbox.included_vcpu", "sandbox.included_vcpu_hours"),
    "sandbox.memory": ("sandbox.included_memory", "sandbox.included_gib_hours"),
}


def included_lines(case: Case, sheet: Sheet, option: OptionPlan) -> Iterator[Monthly]:
    """Hours that the sandbox plan includes, taken off again at the price of an hour: −min(included, used) × rate.

    Shape: ``(..., months)``. Unit: vCPU-hours or GiB-hours a month, 0 or negative, × US dollars an hour.
    """
    if option.place != "sandbox":
        return
    for line, unit, _, rate_path, paths in SIZES:
        key, path = INCLUDED[line]
        needed = [own_key(option, each) for each in (path, rate_path, *paths)]
        if not all(each in sheet for each in needed):
            continue
        allowance, rate = needed[:2]

        def work_out(
            sheet: Sheet, _: Array, line: str = line, allowance: str = allowance, rate: str = rate
        ) -> FullMonths:
            def hours(desk: Desk) -> Array:
                found = sandbox_hours(desk, line)
                assert found is not None
                return found

            used = use_by_month(case, sheet, option, hours)
            quantity = -np.minimum(by_month(sheet, lambda s: sheet.value(allowance, s)), used)
            usd = by_month(sheet, lambda s: sheet.value(rate, s))
            return FullMonths(quantity, sheet.value(rate, 0), quantity * usd)

        rule = "in the plan: no more than is used, all workloads together"
        yield Monthly(key, "sandbox", unit, rule, source_of(case, allowance), work_out)


METER = SessionLines("sandbox", sandbox_charges, lambda desk: desk.option.place == "sandbox")
