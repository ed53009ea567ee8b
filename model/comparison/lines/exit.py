"""`exit.leaving`: what it costs to leave an option, by chance in the middle of the horizon, or in full when it is replaced."""

from __future__ import annotations

from model.comparison.case.case import Case, OptionPlan
from model.comparison.charges import Charge
from model.comparison.desk import own_key, source_of
from model.comparison.sheet import Sheet
from model.quantities import Array

TITLES = {"exit.leaving": "Leaving"}


def leaving_costs(case: Case, option: OptionPlan) -> bool:
    """Whether the team has said what leaving this option costs."""
    found = case.inputs.get(own_key(option, "leave_usd"))
    return found is not None and found.given


def leaving_charge(case: Case, sheet: Sheet, option: OptionPlan, quantity: Array, rule: str) -> Charge:
    """One exit, paid so often.

    Shape: ``(n,)``. Unit: exits, 0 to 1, × US dollars for leaving, once.
    """
    key = own_key(option, "leave_usd")
    return Charge(
        "exit.leaving", "other", "exits", quantity, sheet.value(key), rule, "once", phase="exit",
        source=source_of(case, key),
    )  # fmt: skip
