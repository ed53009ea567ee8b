"""Lines that rest on a whole month: what a plan includes, worked out on all workloads of an option together.

Such a line is no multiple of a session. It is worked out for each month as if the option served it in full, and then
paid for the share of the month that it does.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from msgspec import Struct

from model.comparison.case.case import Case, OptionPlan, WorkPlan
from model.comparison.charges import Axis
from model.comparison.desk import Desk
from model.comparison.serving import course, month_axis
from model.comparison.sheet import Sheet
from model.formulas.sums import total_of
from model.prices import Source
from model.quantities import Array


class FullMonths(Struct, frozen=True):
    """What months served in full come to: quantity and US dollars ``(..., months)``, and the rate of the first month."""

    quantity: Array
    rate_usd: Array
    usd: Array


class Monthly(Struct, frozen=True):
    """A line that rests on a whole month: how it is called and counted, and how each month is worked out.

    ``work_out`` is handed the share of each month that is served. What it answers is of months served in full, or
    (``as_served``) of the months as they are served.
    """

    key: str
    axis: Axis
    unit: str
    rule: str
    source: Source | None
    work_out: Callable[[Sheet, Array], FullMonths]
    as_served: bool = False

    def month(self, sheet: Sheet, option: str) -> FullMonths:
        """The months of the line if the option serves each in full.

        Shape: ``(..., months)``. Unit: that of the line, and US dollars, a month.
        """
        return sheet.step(("month of", option, self.key), lambda: self.work_out(sheet, np.ones((1, sheet.months))))


def sessions_by_month(sheet: Sheet, workload: str) -> Array:
    """Sessions of a workload in each month, whoever serves it, shape ``(..., months)``."""
    first, grown = course(sheet, workload)
    return (first * sheet.value("sessions_factor"))[..., None] * grown


def by_month(sheet: Sheet, value: Callable[[int], Array]) -> Array:
    """A number of each segment laid out over its months, shape ``(..., months)``, or ``(..., 1)`` where no event bends it."""
    if len(sheet.starts) == 1:
        return value(0)[..., None]
    stretches = [(value(s), sheet.slice_of(s)) for s in sheet.segments]
    return sheet.joined([one[..., None] * np.ones((1, at.stop - at.start)) for one, at in stretches])


def use_by_month(case: Case, sheet: Sheet, option: OptionPlan, per_session: Callable[[Desk], Array]) -> Array:
    """What all workloads use in each month if the option serves it in full, shape ``(..., months)``."""
    uses = []
    for planned in option.works:

        def used(segment: int, planned: WorkPlan = planned) -> Array:
            return per_session(Desk(case, sheet, option, planned, segment))

        uses.append(by_month(sheet, used) * sessions_by_month(sheet, planned.id))
    return total_of(uses)


def running(sheet: Sheet, first: str, last: str) -> Array:
    """1 in the months from ``first`` to ``last``, both keys optional, else 0; shape ``(..., months)``."""
    months, kept = month_axis(sheet), np.ones((1, sheet.months))
    if first in sheet:
        kept = kept * np.where(months >= sheet.value(first)[..., None], 1.0, 0.0)
    if last in sheet:
        kept = kept * np.where(months <= sheet.value(last)[..., None], 1.0, 0.0)
    return kept
