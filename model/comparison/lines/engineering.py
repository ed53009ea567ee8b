"""`engineering.*`: building an option, keeping it running, on-call, incidents. The biggest and worst-known cost."""

from __future__ import annotations

import numpy as np

from model.comparison.case.case import Case, OptionPlan
from model.comparison.charges import Charge, Drift
from model.comparison.desk import own_key, source_of
from model.comparison.serving import overrun
from model.comparison.sheet import Sheet
from model.formulas import engineering
from model.prices import Source
from model.quantities import Array

TITLES = {
    "engineering.build": "Build",
    "engineering.upkeep": "Upkeep",
    "engineering.oncall": "On-call",
    "engineering.incidents": "Incidents",
}


def engineer(sheet: Sheet, segment: int | None) -> engineering.Engineer:
    """What an engineer costs: the loaded cost as typed, or salary × load factor.

    Shape: ``(n,)``. Unit: US dollars a year, and paid hours a year.
    """
    if "engineering.loaded_usd_per_year" in sheet:
        loaded = sheet.value("engineering.loaded_usd_per_year", segment)
    else:
        salary = sheet.value("engineering.salary_usd_per_year", segment)
        loaded = salary * sheet.value("engineering.load_factor", segment)
    return engineering.Engineer(loaded, sheet.value("engineering.hours_per_year", segment))


def build_charge(case: Case, sheet: Sheet, option: OptionPlan) -> Charge | None:
    """Building, paid at the start; none for what serves the work today, or where it is not priced.

    Shape: ``(n,)``. Unit: engineer-hours × US dollars an hour, once.
    """
    key = own_key(option, "build_engineer_weeks")
    if option.is_today or key not in sheet:
        return None
    hours = engineering.build_hours(sheet.value(key), overrun(sheet, option))
    rate = engineer(sheet, None).usd_per_hour
    return Charge(
        "engineering.build",
        "engineering",
        "engineer-hours",
        hours,
        rate,
        "engineer-weeks × 40 h × overrun, paid at the start",
        scales="once",
        pays="people",
        phase="build",
        source=source_of(case, key),
    )


def month_charges(case: Case, sheet: Sheet, option: OptionPlan, segment: int) -> tuple[Charge, ...]:
    """What a live month costs in people: upkeep, on-call, incidents.

    Shape: ``(n,)``. Unit: engineer-months, weeks or engineer-hours a month × US dollars for each.
    """

    def has(path: str) -> bool:
        return own_key(option, path) in sheet

    def get(path: str) -> Array:
        return sheet.value(own_key(option, path), segment)

    def source(path: str) -> Source | None:
        return source_of(case, own_key(option, path))

    def people(name: str, unit: str, quantity: Array, rate: Array, rule: str, path: str) -> Charge:
        drift: Drift = "none" if name == "oncall" else "salary"
        key = f"engineering.{name}"
        return Charge(
            key, "engineering", unit, quantity, rate, rule, "month", drift, pays="people", source=source(path)
        )

    charges: list[Charge] = []
    if has("upkeep_fte"):
        rate = engineer(sheet, segment).usd_per_month
        rule = "engineers × loaded cost / 12"
        charges.append(people("upkeep", "engineer-months", get("upkeep_fte"), rate, rule, "upkeep_fte"))
    if has("oncall_usd_per_week"):
        weeks = engineering.oncall_weeks_per_month(get("oncall_tiers"))
        rule = "stipend × tiers × 52 / 12"
        charges.append(people("oncall", "weeks", weeks, get("oncall_usd_per_week"), rule, "oncall_usd_per_week"))
    if has_incidents(sheet, option):
        hours, rate = incident_hours(sheet, option, segment), engineer(sheet, segment).usd_per_hour
        rule = "incidents × hours × people, on top of upkeep"
        charges.append(people("incidents", "engineer-hours", hours, rate, rule, "incidents_per_month"))
    return tuple(charges)


INCIDENTS = ("incidents_per_month", "incident_hours", "incident_people")


def has_incidents(sheet: Sheet, option: OptionPlan) -> bool:
    """Whether incidents are priced apart from upkeep."""
    return all(own_key(option, path) in sheet for path in INCIDENTS)


def incident_hours(sheet: Sheet, option: OptionPlan, segment: int) -> Array:
    """Engineer-hours a month spent on incidents.

    Shape: ``(n,)``. Unit: hours a month.
    """
    return engineering.incident_hours_per_month(*(sheet.value(own_key(option, path), segment) for path in INCIDENTS))


def engineers_busy(sheet: Sheet, option: OptionPlan, segment: int) -> Array:
    """Engineers that keep the option running: upkeep, and incident hours over the paid hours of a month.

    Shape: ``(n,)``. Unit: full-time engineers.
    """
    busy = np.zeros(1)
    if (upkeep := own_key(option, "upkeep_fte")) in sheet:
        busy = busy + sheet.value(upkeep, segment)
    if has_incidents(sheet, option):
        hours_per_month = sheet.value("engineering.hours_per_year", segment) / 12.0
        busy = busy + incident_hours(sheet, option, segment) / hours_per_month
    return busy
