"""Running time: the hours a session is active, and what stays occupied while it waits."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from model.quantities import Array

FORGIVEN = 1e-9  # of a step, so that a length that is a whole number of steps stays that number


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
    """Running hours of a mean session, Batch sessions counting none.

    Shape: ``(n,)``. Unit: hours a session, from minutes.
    """
    return clock.active_minutes * clock.turns * (1.0 - clock.batch_share) / 60.0


def resident_minutes(clock: Clock, habits: Habits) -> Array:
    """Minutes that compute is occupied by a session that needs it: active + kept × waiting + idle tails.

    A tail is never longer than the pause it follows: min(tail, waiting × (1 − kept) / pauses) for each pause over five
    minutes, and one full tail at the end of the session.

    Shape: ``(n,)``. Unit: minutes a session, 0 or more.
    """
    unkept = clock.waiting_minutes * (1.0 - habits.kept_while_waiting)
    tails = np.minimum(clock.pauses * habits.idle_tail_minutes, np.where(clock.pauses > 0.0, unkept, 0.0))
    return (
        clock.active_minutes * clock.turns
        + habits.kept_while_waiting * clock.waiting_minutes
        + tails
        + habits.idle_tail_minutes
    )


class Bursts(Struct, frozen=True):
    """Containers that sessions share: how many run on one at once, how many follow each other before it stops (None: one),
    and the steps its time is billed in (None: as it is)."""

    sessions_per_host: Array
    burst_sessions: Array | None
    increment_seconds: Array | None


def container_hours(clock: Clock, habits: Habits, bursts: Bursts) -> Array:
    """Container-hours of a mean session: its part of the running time, and of one idle tail at the end of a burst.

    1,000 jobs of 20 s in bursts of 20 with a tail of 15 minutes: 5.6 h of running and 50 tails, 18.1 h.

    Shape: ``(n,)``. Unit: hours a session; sessions per host above 0.
    """
    running = resident_minutes(clock, habits) - habits.idle_tail_minutes
    sessions = np.ones(1) if bursts.burst_sessions is None else np.maximum(bursts.burst_sessions, 1.0)
    minutes = running * sessions / bursts.sessions_per_host + habits.idle_tail_minutes
    if bursts.increment_seconds is not None:
        minutes = _in_steps(minutes, bursts.increment_seconds)
    return minutes / sessions * (1.0 - clock.batch_share) / 60.0


def _in_steps(minutes: Array, increment_seconds: Array) -> Array:
    """Minutes rounded up to whole steps of so many seconds; steps of nothing leave them as they are."""
    step = increment_seconds / 60.0
    steps = np.ceil(minutes / np.where(step > 0.0, step, 1.0) - FORGIVEN)
    return np.where(step > 0.0, steps * step, minutes)


def resident_hours(clock: Clock, habits: Habits) -> Array:
    """Hours that compute is occupied by a mean session, Batch sessions counting none.

    Shape: ``(n,)``. Unit: hours a session.
    """
    return resident_minutes(clock, habits) * (1.0 - clock.batch_share) / 60.0


class Meter(Struct, frozen=True):
    """How a vendor counts the time of a session: so many minutes at least, in whole steps of so many seconds (None: as it is)."""

    minimum_minutes: Array | None
    increment_seconds: Array | None


def billed_hours(minutes: Array, clock: Clock, meter: Meter) -> Array:
    """Billed hours of a mean session of so many minutes: at least the minimum, rounded up to whole steps.

    Batch sessions count none. The mean session stands for all: sessions of different lengths are billed for more where
    some are shorter than the minimum.

    Shape: ``(n,)``. Unit: hours a session, from minutes, 0 or more.
    """
    if meter.minimum_minutes is not None:
        minutes = np.maximum(minutes, meter.minimum_minutes)
    if meter.increment_seconds is not None:
        minutes = _in_steps(minutes, meter.increment_seconds)
    return minutes * (1.0 - clock.batch_share) / 60.0
