"""`runaway.*`: loops left running, each for its hours or up to the spend cap."""

from __future__ import annotations

import numpy as np

from model.comparison.charges import Charge
from model.comparison.desk import Desk
from model.comparison.lines.cap import metered_axis, metered_usd
from model.comparison.session import clock
from model.formulas import caps


def runaway_charges(desk: Desk) -> tuple[Charge, ...]:
    """Loops left running: so many a year, each for its hours at the price of a running hour, or up to the cap.

    Shape: ``(n,)``. Unit: loops a month × US dollars a loop.
    """
    time = clock(desk)
    hours = time.active_minutes * time.turns / 60.0
    hourly = np.where(hours > 0.0, metered_usd(desk) / np.where(hours > 0.0, hours, 1.0), 0.0)
    cap = desk.get("spend_cap_usd") if desk.has("spend_cap_usd") else None
    usd, rule = caps.runaway_usd(hourly, desk.get("runaway_hours"), cap), "its hours at the price of a running hour"
    count, key = desk.get("runaways_per_year") / 12.0, f"runaway.{desk.work.id}"
    rule += ", up to the spend cap" if cap is not None else "; no spend cap"
    source = desk.source(desk.key("runaways_per_year"))
    return (Charge(key, metered_axis(desk), "loops", count, usd, rule, "month", source=source),)
