"""Own machines of an option, month by month: peaks of its workloads added, machines in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from model.comparison.case import Case, OptionPlan
from model.comparison.fixed import own_key
from model.comparison.serving import discount, join, served, volume
from model.comparison.sheet import Sheet
from model.comparison.work import Desk, resident_hours
from model.costs import hosts
from model.costs.time import HOURS_PER_MONTH
from model.quantities import Array


@dataclass(frozen=True, slots=True)
class Fleet:
    """Machines kept in each month, shape ``(..., months)``, the hours each is paid for, and the price of an hour."""

    hosts: Array
    hours: Array
    usd_per_hour: Array


@dataclass(frozen=True, slots=True)
class FleetCost:
    """What the machines come to: in month 1, over the horizon, discounted; and their machine-hours in month 1."""

    hours_month_1: Array
    month_1_usd: Array
    total_usd: Array
    present_value_usd: Array


def _stretch(case: Case, sheet: Sheet, option: OptionPlan, segment: int) -> tuple[Array, Array, Array]:
    """Machines, paid hours and price over one segment; arrays ``(..., months of the segment)``."""

    def get(path: str) -> Array:
        return sheet.value(own_key(option, f"hosts.{path}"), segment)

    months = sheet.slice_of(segment)
    factor = sheet.value("sessions_factor")[..., None]
    peak, sessions, occupied, busy = np.zeros((1, 1)), np.zeros((1, 1)), np.zeros((1, 1)), np.zeros(1)
    for work in option.works:
        desk = Desk(case, sheet, option, work, segment)
        count, hours = volume(sheet, work.id)[..., months] * factor, resident_hours(desk)[..., None]
        busy_hours = desk.get("busy_hours_per_month")
        load = hosts.offered_load(count, hours, busy_hours[..., None])
        peak = peak + load * desk.get("peak_in_busy_hours")[..., None]
        sessions, occupied = sessions + count, occupied + count * hours
        busy = np.maximum(busy, busy_hours)
    if own_key(option, "hosts.answer_share") in sheet:
        target = hosts.AnswerTarget(get("answer_share")[..., None], get("answer_seconds")[..., None])
        slots = sheet.solved(hosts.slots_for_target, peak, occupied / np.maximum(sessions, 1e-12), target)
    else:
        slots = hosts.slots_for_load(peak, get("utilisation")[..., None])
    machines = hosts.Machines(
        *(
            get(p)[..., None]
            for p in ("usd_per_hour", "sessions_per_host", "utilisation", "spare_hosts", "minimum_hosts")
        )
    )
    kept = (
        busy[..., None]
        if case.profile.flag(own_key(option, "hosts.off_when_quiet"))
        else np.full((1, 1), HOURS_PER_MONTH)
    )
    count_of_months = (months.stop or 0) - (months.start or 0)
    return tuple(  # type: ignore[return-value]
        np.broadcast_to(part, (*part.shape[:-1], count_of_months))
        for part in (hosts.hosts_needed(slots, machines), kept, machines.usd_per_hour)
    )


def is_priced(sheet: Sheet, option: OptionPlan) -> bool:
    """Whether the option runs on own machines and all that their bill needs is known."""
    needed = ("hosts.usd_per_hour", "hosts.sessions_per_host")
    return option.place == "hosts" and all(own_key(option, path) in sheet for path in needed)


def fleet(case: Case, sheet: Sheet, option: OptionPlan) -> Fleet:
    """The machines of an option if it serves every month in full."""

    def work_out() -> Fleet:
        parts = [_stretch(case, sheet, option, segment) for segment in sheet.segments]
        return Fleet(*(join([part[index] for part in parts]) for index in range(3)))

    return sheet.step(("fleet", option.id), work_out)


def fleet_by_month(case: Case, sheet: Sheet, plan: OptionPlan, server: OptionPlan) -> Array:
    """US dollars for machines in each month that ``server`` serves in this plan, shape ``(..., months)``."""
    kept = fleet(case, sheet, server)
    return served(case, sheet, plan, server.id) * kept.hosts * kept.hours * kept.usd_per_hour


def fleet_cost(case: Case, sheet: Sheet, plan: OptionPlan, server: OptionPlan) -> FleetCost:
    """The machines of a server over the horizon of a plan."""

    def work_out() -> FleetCost:
        kept = fleet(case, sheet, server)
        hours = kept.hosts[..., 0] * kept.hours[..., 0] * (1.0 if server.id == plan.id else 0.0)
        paid = fleet_by_month(case, sheet, plan, server)
        worth = (paid * discount(sheet)).sum(axis=-1)
        return FleetCost(hours, hours * kept.usd_per_hour[..., 0], paid.sum(axis=-1), worth)

    return sheet.step(("fleet cost", plan.id, server.id), work_out)
