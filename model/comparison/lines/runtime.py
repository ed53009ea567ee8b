"""`runtime.session`: what a host takes for the hours that its loop runs."""

from __future__ import annotations

from model.comparison.charges import Charge
from model.comparison.desk import Desk, SessionLines
from model.comparison.session import clock
from model.formulas import runtime
from model.prices import HOSTED_KINDS

TITLES = {"runtime.session": "Runtime"}


def runtime_key(desk: Desk) -> str | None:
    """The dotted key of the runtime price here: the option's own, else the book's; None where the kind has none."""
    own = desk.option_key("runtime_usd_per_hour")
    if own in desk.sheet:
        return own
    return "prices.runtime_usd_per_hour" if desk.option.kind in HOSTED_KINDS else None


def runtime_charges(desk: Desk) -> tuple[Charge, ...]:
    """The runtime fee: active hours × price, waiting free.

    Shape: ``(n,)``. Unit: session-hours a session × US dollars an hour.
    """
    key = runtime_key(desk)
    if key is None:
        return ()
    hours, rate = runtime.active_hours(clock(desk)), desk.sheet.value(key, desk.segment)
    rule = "running hours, to the millisecond; waiting is free"
    return (Charge("runtime.session", "runtime", "session-hours", hours, rate, rule, source=desk.source(key)),)


METER = SessionLines("runtime", runtime_charges, lambda desk: runtime_key(desk) is not None)
