"""Own machines of an option, month by month: peaks of its workloads added, machines in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np

from model.comparison.case import Case, OptionPlan
from model.comparison.fixed import own_key
from model.comparison.serving import ONE, ZERO, discount, join, served, total_of, volume
from model.comparison.sheet import Sheet
from model.comparison.work import Desk, resident_hours
from model.costs import hosts
from model.costs.time import HOURS_PER_MONTH
from model.quantities import Array


@dataclass(frozen=True, slots=True)
class Fleet:
    """Machines kept in each month, shape ``(..., months)``, and over each segment of the horizon the hours a month that
    each is paid for and the price of an hour."""

    hosts: Array
    hours_by_segment: tuple[Array, ...]
    usd_by_segment: tuple[Array, ...]
    segments: tuple[slice, ...]

    @property
    def hours(self) -> Array:
        """Hours a month by month."""
        return self._by_month(self.hours_by_segment)

    @property
    def usd_per_hour(self) -> Array:
        """The price of an hour by month."""
        return self._by_month(self.usd_by_segment)

    def _by_month(self, parts: tuple[Array, ...]) -> Array:
        months = [segment.stop - segment.start for segment in self.segments]
        return join([part[..., None] * np.ones((1, count)) for part, count in zip(parts, months, strict=True)])


@dataclass(frozen=True, slots=True)
class FleetCost:
    """What the machines come to: in month 1, over the horizon, discounted; and their machine-hours in month 1."""

    hours_month_1: Array
    month_1_usd: Array
    total_usd: Array
    present_value_usd: Array


def _load_per_session(case: Case, sheet: Sheet, option: OptionPlan, workload: str, segment: int) -> tuple[Array, Array]:
    """Sessions at once in busy hours for each session of a month, peak counted; and how long a session stays, in hours."""
    desk = Desk(case, sheet, option, option.work(workload), segment)
    hours = resident_hours(desk)
    busy = hosts.offered_load(ONE, hours, desk.get("busy_hours_per_month"))
    return busy * desk.get("peak_in_busy_hours"), hours


def _stretch(case: Case, sheet: Sheet, option: OptionPlan, segment: int) -> Array:
    """Machines over one segment, ``(..., months of the segment)``."""

    def get(path: str) -> Array:
        return sheet.value(own_key(option, f"hosts.{path}"), segment)[..., None]

    months = sheet.slice_of(segment)
    factor = sheet.value("sessions_factor")[..., None]
    counts = [volume(sheet, workload)[..., months] * factor for workload in case.workloads]
    loads = [_load_per_session(case, sheet, option, workload, segment) for workload in case.workloads]
    peak = total_of([count * load[..., None] for count, (load, _) in zip(counts, loads, strict=True)])
    if own_key(option, "hosts.answer_share") in sheet:
        occupied = total_of([count * hours[..., None] for count, (_, hours) in zip(counts, loads, strict=True)])
        length = occupied / np.maximum(total_of(counts), 1e-12)
        target = hosts.AnswerTarget(get("answer_share"), get("answer_seconds"))
        slots = sheet.solved(hosts.slots_for_target, peak, length, target)
    else:
        slots = hosts.slots_for_load(peak, get("utilisation"))
    return hosts.hosts_needed(slots, get("sessions_per_host"), get("spare_hosts"), get("minimum_hosts"))


def _hours_kept(case: Case, sheet: Sheet, option: OptionPlan, segment: int) -> Array:
    """Hours a month for which each machine is paid: all of them, or the longest busy hours of its workloads."""
    if not case.profile.flag(own_key(option, "hosts.off_when_quiet")):
        return np.full(1, HOURS_PER_MONTH)
    desks = (Desk(case, sheet, option, work, segment) for work in option.works)
    return reduce(np.maximum, (desk.get("busy_hours_per_month") for desk in desks))


def is_priced(sheet: Sheet, option: OptionPlan) -> bool:
    """Whether the option runs on own machines and all that their bill needs is known."""
    needed = ("hosts.usd_per_hour", "hosts.sessions_per_host")
    return option.place == "hosts" and all(own_key(option, path) in sheet for path in needed)


def machines_kept(case: Case, sheet: Sheet, option: OptionPlan) -> Array:
    """Machines of an option in each month if it serves it in full, ``(..., months)``."""

    def work_out() -> Array:
        return join([_stretch(case, sheet, option, segment) for segment in sheet.segments])

    return sheet.step(("machines", option.id), work_out)


def fleet(case: Case, sheet: Sheet, option: OptionPlan) -> Fleet:
    """The machines of an option if it serves every month in full."""
    price = own_key(option, "hosts.usd_per_hour")
    return Fleet(
        machines_kept(case, sheet, option),
        tuple(_hours_kept(case, sheet, option, segment) for segment in sheet.segments),
        tuple(sheet.value(price, segment) for segment in sheet.segments),
        tuple(sheet.slice_of(segment) for segment in sheet.segments),
    )


def fleet_by_month(case: Case, sheet: Sheet, plan: OptionPlan, server: OptionPlan) -> Array:
    """US dollars for machines in each month that ``server`` serves in this plan, shape ``(..., months)``."""
    kept = fleet(case, sheet, server)
    return served(case, sheet, plan, server.id) * kept.hosts * kept.hours * kept.usd_per_hour


def _machine_months(
    case: Case, sheet: Sheet, plan: OptionPlan, server: OptionPlan, *, discounted: bool
) -> tuple[Array, ...]:
    """Machine-months paid over each segment in this plan, plain or each at its worth today."""

    def work_out() -> tuple[Array, ...]:
        paid = _served_worth(case, sheet, plan, server) if discounted else served(case, sheet, plan, server.id)
        kept = machines_kept(case, sheet, server)
        slices = (sheet.slice_of(segment) for segment in sheet.segments)
        return tuple((paid[..., months] * kept[..., months]).sum(axis=-1) for months in slices)

    return sheet.step(("machine months", plan.id, server.id, discounted), work_out)


def _served_worth(case: Case, sheet: Sheet, plan: OptionPlan, server: OptionPlan) -> Array:
    """Share of each month that the server serves, at its worth today."""
    name = ("served at its worth", plan.id, server.id)
    return sheet.step(name, lambda: served(case, sheet, plan, server.id) * discount(sheet))


def _paid(case: Case, sheet: Sheet, plan: OptionPlan, server: OptionPlan, *, discounted: bool) -> Array:
    """US dollars for machines over the horizon of a plan."""
    kept, counts = fleet(case, sheet, server), _machine_months(case, sheet, plan, server, discounted=discounted)
    parts = zip(counts, kept.hours_by_segment, kept.usd_by_segment, strict=True)
    return total_of([count * hours * usd for count, hours, usd in parts])


def fleet_worth(case: Case, sheet: Sheet, plan: OptionPlan, server: OptionPlan) -> Array:
    """Present value of the machines of a server in a plan."""
    return _paid(case, sheet, plan, server, discounted=True)


def fleet_cost(case: Case, sheet: Sheet, plan: OptionPlan, server: OptionPlan) -> FleetCost:
    """The machines of a server over the horizon of a plan."""
    kept = fleet(case, sheet, server)
    hours = kept.hosts[..., 0] * kept.hours_by_segment[0] if server.id == plan.id else ZERO
    return FleetCost(
        hours,
        hours * kept.usd_by_segment[0],
        _paid(case, sheet, plan, server, discounted=False),
        fleet_worth(case, sheet, plan, server),
    )
