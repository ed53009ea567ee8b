"""Engineer time: building, keeping it running, being on call, incidents. The biggest and worst-known cost."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from model.quantities import Array
from model.quantities.units import HOURS_PER_WORKING_WEEK, WEEKS_PER_MONTH


class Engineer(Struct, frozen=True):
    """What an engineer costs: US dollars a year, all in, and the paid hours of a year."""

    loaded_usd_per_year: Array
    hours_per_year: Array

    @property
    def usd_per_hour(self) -> Array:
        """US dollars per paid hour.

        Shape: ``(n,)``; the hours of a year are above 0.
        """
        return self.loaded_usd_per_year / self.hours_per_year

    @property
    def usd_per_month(self) -> Array:
        """US dollars per engineer-month.

        Shape: ``(n,)``: a twelfth of the year.
        """
        return self.loaded_usd_per_year / 12.0


def build_hours(engineer_weeks: Array, overrun_factor: Array) -> Array:
    """Hours of building: engineer-weeks × 40 × overrun.

    Shape: ``(n,)``. Unit: hours; weeks of 40 paid hours, 0 or more, the overrun a factor above 0.
    """
    return engineer_weeks * HOURS_PER_WORKING_WEEK * overrun_factor


def build_weeks_until_live(engineer_weeks: Array, overrun_factor: Array, builders: Array) -> Array:
    """Calendar weeks of building, future by future: engineer-weeks × overrun / builders; nothing to build takes no time,
    however few build.

    Shape: ``(n,)``. Unit: weeks; ``builders`` are full-time engineers, above 0 where there is work.
    """
    work = engineer_weeks * overrun_factor
    return np.where(work > 0.0, work / np.where(work > 0.0, builders, 1.0), 0.0)


def incident_hours_per_month(incidents: Array, hours: Array, people: Array) -> Array:
    """Engineer-hours a month spent on incidents.

    Shape: ``(n,)``. Unit: incidents a month × hours each × people on each, all 0 or more.
    """
    return incidents * hours * people


def oncall_weeks_per_month(tiers: Array) -> Array:
    """Paid on-call weeks a month: tiers × 52 / 12.

    Shape: ``(n,)``. Unit: weeks a month; ``tiers`` are people on call at once, 0 or more.
    """
    return tiers * WEEKS_PER_MONTH
