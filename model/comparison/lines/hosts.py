"""`hosts.machines`: own machines month by month, in whole numbers for the peaks of all workloads; or containers that stop when nothing runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import numpy as np
from msgspec import Struct

from model.comparison.case.case import Case, OptionPlan
from model.comparison.charges import Charge
from model.comparison.desk import Desk, SessionLines, own_key
from model.comparison.serving import course, discount, served
from model.comparison.session import batch_share, clock, habits, resident_hours
from model.comparison.sheet import NOTHING, Reads, Sheet
from model.formulas import hosts, runtime
from model.formulas.sums import ONE, ZERO, total_of
from model.formulas.time import HOURS_PER_MONTH
from model.quantities import Array

TITLES = {"hosts.machines": "Machines"}
DRAWS_AT_ONCE = 1_000
OF_WORK = 5  # what `_need` reads of each workload


class Fleet(Struct, frozen=True):
    """Machines kept in each month, the hours each is paid for, and the price of an hour; shapes ``(..., months)``."""

    hosts: Array
    hours: Array
    usd_per_hour: Array

    @property
    def hours_and_usd(self) -> tuple[Array, Array]:
        """Machine-hours of each month, and what they cost.

        Shape: ``(..., months)`` each. Unit: machine-hours, and US dollars, a month.
        """
        hours = self.hosts * self.hours
        return hours, hours * self.usd_per_hour


class FleetCost(Struct, frozen=True):
    """What the machines come to: in month 1, over the horizon, discounted; and their machine-hours in month 1."""

    hours_month_1: Array
    month_1_usd: Array
    total_usd: Array
    present_value_usd: Array


class Load(Struct, frozen=True):
    """What one session of a month brings: sessions at once in busy hours, peak counted; hours on a machine; and the share
    of sessions that need a place on one, since those that go through Batch need none."""

    at_once: Array
    hours: Array
    placed: Array


def _load_per_session(case: Case, sheet: Sheet, option: OptionPlan, workload: str, segment: int) -> Load:
    desk = Desk(case, sheet, option, option.work(workload), segment)
    hours = resident_hours(desk)
    busy = hosts.offered_load(ONE, hours, desk.get("busy_hours_per_month"))
    return Load(busy * desk.get("peak_in_busy_hours"), hours, 1.0 - batch_share(desk))


class Need(Struct, frozen=True):
    """How many machines each month of a segment needs: a formula, and its operands ``(..., draws, months)``."""

    formula: Callable[..., Array]
    operands: tuple[Array, ...]


def _need(case: Case, sheet: Sheet, option: OptionPlan, segment: int) -> Need:
    """What one segment needs: peaks of the workloads added, then places to run, then machines."""

    def get(path: str) -> Array:
        return sheet.value(own_key(option, f"hosts.{path}"), segment)[..., None]

    months, factor = sheet.slice_of(segment), sheet.value("sessions_factor")
    answers = own_key(option, "hosts.answer_share") in sheet
    operands: list[Array] = []
    for workload in case.workloads:
        first, grown = course(sheet, workload)
        load = _load_per_session(case, sheet, option, workload, segment)
        of_session = (load.at_once, load.hours, load.placed)
        operands += [(first * factor)[..., None], grown[..., months], *(each[..., None] for each in of_session)]
    paths = ("sessions_per_host", "spare_hosts", "minimum_hosts")
    fullness = ("answer_share", "answer_seconds") if answers else ("utilisation",)

    def formula(*parts: Array) -> Array:
        of_work, (per_host, spare, minimum, *full) = parts[: len(operands)], parts[len(operands) :]
        works = list(zip(*(of_work[place::OF_WORK] for place in range(OF_WORK)), strict=True))
        peak = total_of([first * load * grown for first, grown, load, _, _ in works])
        if answers:
            occupied = total_of([first * hours * grown for first, grown, _, hours, _ in works])
            placed = total_of([first * share * grown for first, grown, _, _, share in works])
            target = hosts.AnswerTarget(*full)
            slots = sheet.solved(hosts.slots_for_target, peak, occupied / np.maximum(placed, 1e-12), target)
        else:
            slots = hosts.slots_for_load(peak, *full)
        return hosts.hosts_needed(slots, per_host, spare, minimum)

    return Need(formula, (*operands, *(get(path) for path in (*paths, *fullness))))


def _in_parts(formula: Callable[..., Array], operands: tuple[Array, ...]) -> Array:
    """A formula on operands ``(..., draws, months)``, some draws after the others: what it holds in between stays small
    enough for the processor to keep at hand."""
    draws = max(operand.shape[-2] for operand in operands)
    if draws <= DRAWS_AT_ONCE:
        return formula(*operands)
    starts = range(0, draws, DRAWS_AT_ONCE)
    parts = [
        formula(*(x if x.shape[-2] == 1 else x[..., start : start + DRAWS_AT_ONCE, :] for x in operands))
        for start in starts
    ]
    return np.concatenate(parts, axis=-2)


def _hours_kept(case: Case, sheet: Sheet, option: OptionPlan, segment: int) -> Array:
    """Hours a month for which each machine is paid: all of them, or the longest busy hours of its workloads."""
    if not option.off_when_quiet:
        return np.full(1, HOURS_PER_MONTH)
    desks = (Desk(case, sheet, option, work, segment) for work in option.works)
    return reduce(np.maximum, (desk.get("busy_hours_per_month") for desk in desks))


def is_priced(sheet: Sheet, option: OptionPlan) -> bool:
    """Whether the option keeps machines of its own and all that their bill needs is known; shared containers that stop when
    nothing runs are charged by the session."""
    needed = ("hosts.usd_per_hour", "hosts.sessions_per_host")
    return (
        option.place == "hosts" and not option.scale_to_zero and all(own_key(option, path) in sheet for path in needed)
    )


def machines_kept(case: Case, sheet: Sheet, option: OptionPlan) -> Array:
    """Machines of an option in each month if it serves it in full, ``(..., months)``."""

    def work_out() -> Array:
        needs = (_need(case, sheet, option, segment) for segment in sheet.segments)
        return sheet.joined([_in_parts(need.formula, need.operands) for need in needs])

    return sheet.step(("machines", option.id), work_out)


def stair_inputs(case: Case, sheet: Sheet, option: OptionPlan) -> Reads:
    """The inputs that decide how many machines an option keeps; none where it keeps none."""
    if not is_priced(sheet, option):
        return NOTHING
    machines_kept(case, sheet, option)
    return sheet.reads(("machines", option.id))


def hours_and_usd(case: Case, sheet: Sheet, option: OptionPlan) -> tuple[tuple[Array, Array], ...]:
    """Over each segment, the hours a month that a machine is paid for and what an hour comes to, the month's cap kept.

    Shape: ``(n,)`` each. Unit: hours a month, and US dollars an hour.
    """
    price, cap = own_key(option, "hosts.usd_per_hour"), own_key(option, "hosts.usd_per_month_cap")

    def stretch(segment: int) -> tuple[Array, Array]:
        hours, usd = _hours_kept(case, sheet, option, segment), sheet.value(price, segment)
        return hours, hosts.capped_rate(usd, hours, sheet.value(cap, segment)) if cap in sheet else usd

    return tuple(stretch(segment) for segment in sheet.segments)


def fleet(case: Case, sheet: Sheet, option: OptionPlan) -> Fleet:
    """The machines of an option if it serves every month in full.

    Shape: ``(..., months)``. Unit: machines, hours a month, US dollars an hour.
    """
    months = [np.ones((1, sheet.slice_of(s).stop - sheet.slice_of(s).start)) for s in sheet.segments]
    parts = zip(*hours_and_usd(case, sheet, option), strict=True)
    hours, usd = (sheet.joined([part[..., None] * ones for part, ones in zip(of, months, strict=True)]) for of in parts)
    return Fleet(machines_kept(case, sheet, option), hours, usd)


def fleet_by_month(case: Case, sheet: Sheet, plan: OptionPlan, server: OptionPlan) -> Array:
    """US dollars for machines in each month that ``server`` serves in this plan, shape ``(..., months)``."""
    kept = fleet(case, sheet, server)
    return served(case, sheet, plan, server.id) * kept.hosts * kept.hours * kept.usd_per_hour


def _machine_months(
    case: Case, sheet: Sheet, plan: OptionPlan, server: OptionPlan, *, discounted: bool
) -> tuple[Array, ...]:
    """Machine-months paid over each segment in this plan, plain or each at its worth today."""

    def stretch(paid: Array, segment: int) -> Array:
        need = _need(case, sheet, server, segment)

        def formula(paid: Array, *operands: Array) -> Array:
            whole: Array = (paid * need.formula(*operands)).sum(axis=-1)[..., None]
            return whole

        whole: Array = _in_parts(formula, (paid[..., sheet.slice_of(segment)], *need.operands))[..., 0]
        return whole

    def work_out() -> tuple[Array, ...]:
        paid = _served_worth(case, sheet, plan, server) if discounted else served(case, sheet, plan, server.id)
        paid = paid if len(paid.shape) > 1 else paid[None, :]
        return tuple(stretch(paid, segment) for segment in sheet.segments)

    return sheet.step(("machine months", plan.id, server.id, discounted), work_out)


def _served_worth(case: Case, sheet: Sheet, plan: OptionPlan, server: OptionPlan) -> Array:
    """Share of each month that the server serves, at its worth today."""
    name = ("served at its worth", plan.id, server.id)
    return sheet.step(name, lambda: served(case, sheet, plan, server.id) * discount(sheet))


def _paid(case: Case, sheet: Sheet, plan: OptionPlan, server: OptionPlan, *, discounted: bool) -> Array:
    """US dollars for machines over the horizon of a plan."""
    counts = _machine_months(case, sheet, plan, server, discounted=discounted)
    priced = zip(counts, hours_and_usd(case, sheet, server), strict=True)
    return total_of([count * hours * usd for count, (hours, usd) in priced])


def fleet_worth(case: Case, sheet: Sheet, plan: OptionPlan, server: OptionPlan) -> Array:
    """Present value of the machines of a server in a plan.

    Shape: ``(n,)``. Unit: US dollars.
    """
    return _paid(case, sheet, plan, server, discounted=True)


def fleet_cost(case: Case, sheet: Sheet, plan: OptionPlan, server: OptionPlan) -> FleetCost:
    """The machines of a server over the horizon of a plan.

    Shape: ``(n,)``. Unit: machine-hours and US dollars of month 1, US dollars of the horizon.
    """
    hours, usd = hours_and_usd(case, sheet, server)[0]
    first = machines_kept(case, sheet, server)[..., 0] * hours if server.id == plan.id else ZERO
    return FleetCost(
        first,
        first * usd,
        _paid(case, sheet, plan, server, discounted=False),
        fleet_worth(case, sheet, plan, server),
    )


def container_charges(desk: Desk) -> tuple[Charge, ...]:
    """Containers that sessions share and that stop when nothing runs: running time, and one idle tail a burst.

    Shape: ``(n,)``. Unit: machine-hours a session × US dollars an hour.
    """
    keys = [desk.option_key(f"hosts.{path}") for path in ("usd_per_hour", "sessions_per_host")]
    if not all(key in desk.sheet for key in keys):
        return ()

    def term(path: str) -> Array | None:
        return desk.own(path) if desk.option_key(path) in desk.sheet else None

    bursts = runtime.Bursts(desk.own("hosts.sessions_per_host"), term("hosts.burst_sessions"),
                            term("hosts.billing_increment_seconds"))  # fmt: skip
    hours, source = runtime.container_hours(clock(desk), habits(desk), bursts), desk.source(keys[0])
    rule = "running time, one idle tail a burst"
    rate = desk.own("hosts.usd_per_hour")
    return (Charge("hosts.machines", "infrastructure", "machine-hours", hours, rate, rule, source=source),)


def machine_time(desk: Desk) -> tuple[Charge, ...]:
    """A session's part of an own machine that is as full as planned: the runs of a time for which none is kept.

    Shape: ``(n,)``. Unit: machine-hours a session × US dollars an hour.
    """
    price, per_host, full = (f"hosts.{path}" for path in ("usd_per_hour", "sessions_per_host", "utilisation"))
    if desk.option.place != "hosts" or not all(desk.option_key(p) in desk.sheet for p in (price, per_host, full)):
        return ()
    hours = resident_hours(desk) / (desk.own(per_host) * desk.own(full))
    return (
        Charge("hosts.machines", "infrastructure", "machine-hours", hours, desk.own(price), "its part of a machine"),
    )


METER = SessionLines(
    "containers", container_charges, lambda desk: desk.option.place == "hosts" and desk.option.scale_to_zero
)
