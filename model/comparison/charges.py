"""What money is made of: a charge says what one unit of activity costs, a line says what that came to over the horizon."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from model.prices import Source
from model.quantities import Array

Axis: TypeAlias = str  # a key of the table of axes, which adding up by axis refuses to do without
Phase = Literal["build", "run", "exit"]
Pays = Literal["invoice", "people", "elsewhere"]
Scales = Literal["once", "month", "session", "step"]
Drift = Literal["none", "tokens", "salary"]


class Charge(Struct, frozen=True):
    """What one session, one month or one start costs: quantity × rate, before time says how often.

    ``quantity`` is in ``unit`` per session (``scales == "session"``), per month or once; ``rate_usd`` is US dollars per
    ``unit`` after discounts and factors, at the prices of the first month. Arrays have one value a draw, shape ``(n,)``
    or broadcastable to it. ``drift`` names the yearly change that the rate follows. ``pays`` is the pocket: what a vendor
    bills, what our engineers cost, or what failed and waiting work costs elsewhere.
    """

    key: str
    axis: Axis
    unit: str
    quantity: Array
    rate_usd: Array
    rule: str
    scales: Scales = "session"
    drift: Drift = "none"
    pays: Pays = "invoice"
    phase: Phase = "run"
    source: Source | None = None
    route: str | None = None

    @property
    def amount_usd(self) -> Array:
        """US dollars per session, month or start.

        Shape: ``(n,)``.
        """
        return self.quantity * self.rate_usd


class Line(Struct, frozen=True):
    """One cost of one option: the only way money is made. All ``*_usd`` arrays hold one value a draw.

    ``month_1_usd`` is the first full live month at first-month volume, without build; ``total_usd`` the undiscounted sum
    over the horizon; ``present_value_usd`` the same discounted. A line of a bridge names the option that serves it in
    ``bridge`` and has 0 in month 1; where teams compare together, a line of one of them names it in ``team``. ``reads`` are the dotted keys of the inputs that feed it.
    """

    key: str
    workload: str | None
    axis: Axis
    phase: Phase
    pays: Pays
    unit: str
    scales: Scales
    rule: str
    quantity_month_1: Array
    rate_usd: Array
    month_1_usd: Array
    total_usd: Array
    present_value_usd: Array
    source: Source | None = None
    route: str | None = None
    bridge: str | None = None
    team: str | None = None
    reads: tuple[str, ...] = ()


class Unpriced(Struct, frozen=True):
    """A cost that an option must have and nobody has priced: the line, the key to write, and why it is asked."""

    line_key: str
    write: str
    why: str
