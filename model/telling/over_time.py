"""The difference as it adds up: what B costs more than A by the end of a month, with what 8 in 10 futures lie between."""

from __future__ import annotations

from msgspec import Struct

from model.decision.records.analysis import Analysis
from model.quantities.figures import listed
from model.telling.option_names import short, title
from model.telling.record import told

NOTE = "Present value, as if the comparison ended in that month; the band holds 8 in 10 futures."


class OverTime(Struct, frozen=True, kw_only=True):
    """US dollars by month, all four of one length; `name` is what the line is called at its end, where space is short."""

    title: str
    name: str
    months: tuple[int, ...]
    mean_usd: tuple[float, ...]
    low_usd: tuple[float, ...]
    high_usd: tuple[float, ...]
    note: str


@told
def over_time(analysis: Analysis) -> OverTime | None:
    """The record of an analysis; None where nobody asked."""
    rows = analysis.over_time
    if not rows:
        return None
    a, b = (title(analysis, option) for option in analysis.pair)
    return OverTime(
        title=f"As it adds up: {b} minus {a}",
        name=" minus ".join(short(analysis, option) for option in reversed(analysis.pair)),
        months=tuple(row.month for row in rows),
        mean_usd=tuple(row.mean_usd for row in rows),
        low_usd=tuple(row.p10_usd for row in rows),
        high_usd=tuple(row.p90_usd for row in rows),
        note=NOTE if any(row.p10_usd != row.p90_usd for row in rows) else NOTE.partition(";")[0] + ".",
    )


def left_out_of_paid(analysis: Analysis) -> str:
    """What the cost paid month by month does not hold: failed runs, what a month without an agent costs, late runs, leaving."""
    lines = [line for row in analysis.options for line in row.lines if line.total_usd]
    keys = {line.key for line in lines}
    named = {"other.fallback": "failed runs", "other.waiting": "waiting", "other.late_runs": "runs done late"}
    found = [said for key, said in named.items() if key in keys]
    return listed([*found, "leaving"] if any(line.phase == "exit" for line in lines) else found)
