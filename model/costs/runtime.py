"""Running time: the hours a session is active, and what stays occupied while it waits."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from model.quantities import Array


class Clock(Struct, frozen=True):
    """One session by the clock: minutes running, minutes waiting, pauses over five minutes, share run as Batch.

    ``turns`` is the session-weighted turns factor of the routes; waiting does not follow it. Batch sessions are one
    request that the vendor runs: they need no runtime and no sandbox.
    """

    active_minutes: Array
    waiting_minutes: Array
    pauses: Array
    turns: Array
    batch_share: Array


class Habits(Struct, frozen=True):
    """What compute does while a session waits: share kept occupied, idle minutes after each pause and at the end."""

    kept_while_waiting: Array
    idle_tail_minutes: Array


def active_hours(clock: Clock) -> Array:
    """Running hours of a mean session, Batch sessions counting none."""
    return clock.active_minutes * clock.turns * (1.0 - clock.batch_share) / 60.0


def resident_hours(clock: Clock, habits: Habits) -> Array:
    """Hours that compute is occupied by a mean session: active + kept × waiting + idle tails.

    A tail is never longer than the pause it follows: min(tail, waiting × (1 − kept) / pauses) for each pause over five
    minutes, and one full tail at the end of the session.
    """
    unkept = clock.waiting_minutes * (1.0 - habits.kept_while_waiting)
    tails = np.minimum(clock.pauses * habits.idle_tail_minutes, np.where(clock.pauses > 0.0, unkept, 0.0))
    minutes = (
        clock.active_minutes * clock.turns
        + habits.kept_while_waiting * clock.waiting_minutes
        + tails
        + habits.idle_tail_minutes
    )
    return minutes * (1.0 - clock.batch_share) / 60.0
