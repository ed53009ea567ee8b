"""The two numbers that explain the decision: the gap per month and the gap per session, and what follows from them."""

from collections.abc import Sequence

from msgspec import Struct

from model.decision.records.pair_records import Gap

TINY = 1e-12


class MonthOne(Struct, frozen=True):
    """The first full month of one option in means: what scales with sessions, what does not, and stairs.

    `step_share` is the part of the stairs that follows the sessions (1 where twice the sessions need twice the
    machines, 0 where a minimum holds anyway).
    """

    session_usd: float
    month_usd: float
    step_usd: float
    step_share: float
    sessions: float

    @property
    def per_session_usd(self) -> float:
        """What one session adds."""
        scaling = self.session_usd + self.step_share * self.step_usd
        return scaling / self.sessions if self.sessions > 0.0 else 0.0

    @property
    def per_month_usd(self) -> float:
        """What the month costs before the first session."""
        return self.month_usd + (1.0 - self.step_share) * self.step_usd


def gap(a: MonthOne, b: MonthOne) -> Gap:
    """The gaps between A and B, and where they balance: opposite signs, one divided by the other."""
    per_month = settled(b.per_month_usd - a.per_month_usd, a.per_month_usd + b.per_month_usd)
    per_session = settled(b.per_session_usd - a.per_session_usd, a.per_session_usd + b.per_session_usd)
    if per_month * per_session >= 0.0:
        return Gap(per_month, per_session, None, None)
    return Gap(per_month, per_session, -per_month / per_session, per_session < 0.0)


def settled(difference: float, scale: float) -> float:
    """A difference that is nothing but rounding is 0, so that its sign is never read."""
    return 0.0 if abs(difference) <= TINY * abs(scale) else difference


def scaling_share(session_usd: float, step_usd: float, added_by_doubling_usd: float) -> float:
    """The part of the stairs that follows the sessions, from what doubling all sessions adds to the present value; stairs
    may be negative: hours that a plan includes are taken off again."""
    if step_usd == 0.0:
        return 0.0
    return min(max((added_by_doubling_usd - session_usd) / step_usd, 0.0), 1.0)


def straight_crossing(fixed: Sequence[float], scaling: Sequence[float]) -> float | None:
    """The factor on all sessions at which two lines (fixed + factor × scaling) meet; None where they never do."""
    step = settled(scaling[1] - scaling[0], scaling[0] + scaling[1])
    level = settled(fixed[1] - fixed[0], abs(fixed[0]) + abs(fixed[1]))
    return -level / step if step * level < 0.0 else None
