"""What a session and a month are charged, in the order in which every bill lists it."""

from __future__ import annotations

from collections.abc import Iterator

from model.comparison.case.case import Case, OptionPlan
from model.comparison.charges import Charge
from model.comparison.desk import Desk, SessionLines
from model.comparison.lines import cap, infrastructure, other
from model.comparison.lines.axes import AXES, meters
from model.comparison.sheet import Sheet


def session_lines(desk: Desk) -> Iterator[SessionLines]:
    """What a session of this workload costs something for here, whatever the numbers: the meters axis by axis, the cap over
    them, then what no cap counts."""
    return (each for each in (*meters(), cap.SESSION, infrastructure.SESSION, other.SESSION) if each.applies(desk))


def month_charges(case: Case, sheet: Sheet, option: OptionPlan, segment: int) -> tuple[Charge, ...]:
    """What a live month costs whatever the volume: our people first, then what vendors bill.

    Shape: ``(n,)``. Unit: of each charge, its own, × US dollars, a month.
    """
    rows = sorted(AXES.values(), key=lambda axis: axis.billed)
    return tuple(charge for axis in rows if axis.month for charge in axis.month(case, sheet, option, segment))
