"""The kinds of step there are: the first word of every step's name. A step of another kind is an error.

What follows the formulas (the workbook, the web page) tells steps by their kind, so a kind that is renamed here and not there
would silently lose its rows.
"""

from enum import StrEnum


class StepKind(StrEnum):
    """What a step works out. The other words of its name say for what: options, workloads, places."""

    MONTHS = "months"
    DISCOUNT = "discount"
    DRIFT = "drift"
    GROWTH = "growth"
    VOLUME = "volume"
    FLOW = "flow"
    LIVE = "live"
    SERVED = "served"
    SERVED_WORTH = "served at its worth"
    STRETCHES = "stretches"
    BRIDGE = "bridge"
    INTERIM = "interim"
    SUCCESS = "success"
    CHARGES = "charges"
    SESSION_USD = "session usd"
    SESSION_CAP = "session cap"
    MACHINES = "machines"
    MACHINE_MONTHS = "machine months"
    PLACES = "places"
    MONTH_OF = "month of"
    MONTH_USE = "month use"
    MONTH_BILLS = "month bills"
    MONTH_PAID = "month paid"
    PAID = "paid"
    PAID_OVER = "paid over"
    PRESENT = "present"
    WEIGHT = "weight"
    RECIPES = "recipes"
    AMOUNTS = "amounts"
    WORTH = "worth"
    PRESENT_VALUE = "present value"


KNOWN = frozenset(map(str, StepKind))


class UnknownStepError(LookupError):
    """A step whose kind no list has."""


def kind_of(name: object) -> StepKind:
    """The kind of a step by its name; raises UnknownStepError for one that nobody listed."""
    check_kind(name)
    return StepKind(str(name[0] if isinstance(name, tuple) else name))


def check_kind(name: object) -> None:
    """Raises UnknownStepError for the name of a step of a kind that nobody listed."""
    first = name[0] if isinstance(name, tuple) else name
    if first not in KNOWN:
        raise UnknownStepError(
            f"no kind of step: {first}; list it in model.comparison.steps and in what writes documents"
        )
