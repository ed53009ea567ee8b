"""`other.*`: what sessions cost elsewhere that fail, that nobody serves yet, or that are done late."""

from __future__ import annotations

from collections.abc import Sequence

from model.comparison.charges import Charge, Scales
from model.comparison.desk import Desk, SessionLines
from model.comparison.lines.cap import success_rate
from model.comparison.lines.hosts import machine_time
from model.formulas.sums import ONE, total_of

TITLES = {
    "other.waiting": "Waiting without an agent",
    "other.late_runs": "Runs done late",
    "other.fallback": "Failed runs, done elsewhere",
}
NOBODY_YET = "nobody serves until the option is live"
WAITING: tuple[tuple[str, str, Scales], ...] = (
    ("waiting_usd_per_month", "months", "month"),
    ("fallback_usd", "sessions", "session"),
)


def fallback_charges(desk: Desk) -> tuple[Charge, ...]:
    """What failed sessions cost elsewhere: (1 − success) × fallback.

    Shape: ``(n,)``. Unit: failed runs a session, 0 to 1, × US dollars a failed run.
    """
    if not desk.has("fallback_usd"):
        return ()
    failed = 1.0 - success_rate(desk)
    rule = "sessions that miss the outcome"
    source = desk.source(desk.key("fallback_usd"))
    return (
        Charge(
            "other.fallback",
            "other",
            "failed runs",
            failed,
            desk.get("fallback_usd"),
            rule,
            pays="elsewhere",
            source=source,
        ),
    )


def waiting_charges(desk: Desk) -> tuple[Charge, ...]:
    """What it costs that nobody serves yet, paid elsewhere: a month as typed, else the fallback of every session; else none.

    Shape: ``(n,)``. Unit: one month or session × US dollars for it.
    """
    for path, unit, scales in WAITING:
        if desk.has(path):
            source = desk.source(desk.key(path))
            usd = desk.get(path)
            return (
                Charge("other.waiting", "other", unit, ONE, usd, NOBODY_YET, scales, pays="elsewhere", source=source),
            )
    return ()


def late_charges(desk: Desk, of_a_session: Sequence[Charge]) -> tuple[Charge, ...]:
    """What it costs that nobody serves yet, where nobody said: these sessions on the option itself, whose vendors bill them,
    for work that nobody does now is done late and not left undone.

    Shape: ``(n,)``. Unit: one session × US dollars a session, apart by drift.
    """
    rule = f"{NOBODY_YET}; the runs are done late, at what they cost here"
    charges = [*of_a_session, *machine_time(desk)]
    drifts = dict.fromkeys(charge.drift for charge in charges)
    late = {name: total_of([charge.amount_usd for charge in charges if charge.drift == name]) for name in drifts}
    return tuple(
        Charge("other.late_runs", "other", "sessions", ONE, usd, rule, "session", drift=name)
        for name, usd in late.items()
    )


SESSION = SessionLines("fallback", fallback_charges, lambda desk: desk.has("fallback_usd"))
