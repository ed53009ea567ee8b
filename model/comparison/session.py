"""A mean session as an option sees it: its routes, its turns, its time, and how often it reaches the outcome."""

from __future__ import annotations

import numpy as np

from model.comparison.desk import Desk
from model.formulas import runtime
from model.formulas.sums import ONE, total_of
from model.quantities import Array


def route_shares(desk: Desk) -> tuple[Array, ...]:
    """Share of the sessions that take each route, adding up to 1 in every draw.

    Shape: ``(n,)`` each. Unit: share, 0 to 1.
    """
    if desk.work.routes[0].id is None:
        return (ONE,)
    shares = [desk.route(route, "share") for route in desk.work.routes]
    whole = total_of(shares)
    return tuple(share / np.where(whole > 0.0, whole, 1.0) for share in shares)


def turns(desk: Desk) -> Array:
    """The turns factor of a mean session: Σ share × turns factor over the routes.

    Shape: ``(n,)``. Unit: factor, above 0.
    """
    shares = route_shares(desk)
    return total_of(
        [share * desk.route(route, "turns_factor") for share, route in zip(shares, desk.work.routes, strict=True)]
    )


def uncapped_success_rate(desk: Desk) -> Array:
    """Share of the sessions that reach the outcome if nothing stops them; a route may have its own.

    Shape: ``(n,)``. Unit: share, 0 to 1.
    """
    shares, rates = route_shares(desk), []
    for route in desk.work.routes:
        own = f"{route.prefix}success_rate"
        rates.append(desk.get(own if route.id and desk.has(own) else "success_rate"))
    return total_of([share * rate for share, rate in zip(shares, rates, strict=True)])


def batch_share(desk: Desk) -> Array:
    """Share of the sessions that go through Batch here: as typed where the rule allows it, else none.

    Shape: ``(n,)``. Unit: share, 0 to 1.
    """
    return desk.get("batch_share") if desk.work.batch_applies else np.zeros(1)


def clock(desk: Desk) -> runtime.Clock:
    """The session by the clock.

    Shape: ``(n,)`` each. Unit: minutes, and shares of 0 to 1.
    """
    return runtime.Clock(
        desk.get("active_minutes"),
        desk.get("waiting_minutes"),
        desk.get("pauses_over_5_minutes"),
        turns(desk),
        batch_share(desk),
    )


def resident_hours(desk: Desk) -> Array:
    """Hours that a sandbox or host slot is occupied by a mean session.

    Shape: ``(n,)``. Unit: hours a session.
    """
    return runtime.resident_hours(clock(desk), habits(desk))


def habits(desk: Desk) -> runtime.Habits:
    """What compute does here while a session waits and when it ends.

    Shape: ``(n,)`` each. Unit: share, 0 to 1, and minutes.
    """
    return runtime.Habits(desk.own("kept_while_waiting"), desk.own("idle_tail_minutes"))
