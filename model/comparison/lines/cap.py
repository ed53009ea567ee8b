"""`cap.not_spent`: what a spend cap keeps a session from spending, and how many sessions it stops short of their outcome."""

from __future__ import annotations

from model.comparison.charges import Axis, Charge, Drift
from model.comparison.desk import Desk, SessionLines
from model.comparison.lines.axes import meters
from model.comparison.session import uncapped_success_rate
from model.formulas import caps
from model.formulas.sums import ONE, ZERO, total_of
from model.quantities import Array, normal_cdf

TITLES = {"cap.not_spent": "Not spent, by the cap"}


def metered_usd(desk: Desk) -> Array:
    """What the meters of a mean session come to, US dollars: tokens, runtime, tools, sandbox or containers.

    Shape: ``(n,)``, a session.
    """

    def work_out() -> Array:
        found = (charge for meter in meters() if meter.applies(desk) for charge in meter.charges(desk))
        return total_of([ZERO, *(charge.amount_usd for charge in found)])

    return desk.sheet.step(("session usd", desk.option.id, desk.work.id, desk.segment), work_out)


def under_cap(desk: Desk) -> caps.Capped:
    """The mean session under the workload's spend cap.

    Shape: ``(n,)``. Unit: US dollars a session, and a share of sessions. Formula: `formulas.caps.capped`.
    """
    spread = desk.get("session_spread") if desk.has("session_spread") else ONE

    def work_out() -> caps.Capped:
        return caps.capped(
            metered_usd(desk), desk.get("spend_cap_usd"), spread, lambda x: desk.sheet.solved(normal_cdf, x)
        )

    return desk.sheet.step(("session cap", desk.option.id, desk.work.id, desk.segment), work_out)


def success_rate(desk: Desk) -> Array:
    """Share of the sessions that reach the outcome: those that a spend cap stops reach none.

    Shape: ``(n,)``. Unit: share, 0 to 1.
    """
    reached = uncapped_success_rate(desk)
    return reached * (1.0 - under_cap(desk).stopped_share) if desk.has("spend_cap_usd") else reached


def metered_axis(desk: Desk) -> Axis:
    """Where what a cap does to a whole session is shown: with the tokens, or with the runtime where none are given."""
    return "runtime" if desk.work.shape == "none" else "tokens"


def cap_charges(desk: Desk) -> tuple[Charge, ...]:
    """What a spend cap keeps from being spent: the meters of a session less what it comes to under the cap.

    Where tokens are given it follows their price from year to year, as most of what it keeps does.

    Shape: ``(n,)``. Unit: −1 session × US dollars a session that are not spent, 0 or more.
    """
    rule = "sessions end at the cap; those that it stops miss their outcome"
    drift: Drift = "none" if desk.work.shape == "none" else "tokens"
    kept, source = metered_usd(desk) - under_cap(desk).paid_usd, desk.source(desk.key("spend_cap_usd"))
    return (Charge("cap.not_spent", metered_axis(desk), "sessions", -ONE, kept, rule, drift=drift, source=source),)


SESSION = SessionLines("cap", cap_charges, lambda desk: desk.has("spend_cap_usd"))
