"""The bill as a screen walks through it: agents by axis, the weeks of an agent, the sessions of a week; measured, or as the profile has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from model.quantities.figures import day
from model.telling.who import causes
from model.usage.measured_caps import edge
from model.usage.queries import merged
from model.usage.told.measure_text import bill, costliest, plain, prices_said, weekly, window_line, without_empty
from tui.charts import data
from tui.paint.lines import clean
from tui.telling.sheets import Spot, WalkSheet

if TYPE_CHECKING:
    from model.decision.records.analysis import Analysis
    from model.usage.measuring import Measured
    from model.usage.told.text_tables import TextTable

LEAST = 14  # cells of the first column, below which columns are folded into fewer


def measured_sheet(measured: Measured, spot: Spot, width: int) -> WalkSheet:
    """What was measured, at a spot, with as many columns as this width has room for."""
    if spot.agent is None:
        return _agents(measured, width)
    return _weeks(measured, spot.agent) if spot.week is None else _sessions(measured, spot)


def _agents(measured: Measured, width: int) -> WalkSheet:
    table = without_empty(bill(measured))
    if _room(table) > width:
        table = bill(measured, fewer=True)
    agents = [each.agent for each in measured.agents]
    weeks = measured.deeper.weeks if measured.deeper is not None else {}
    targets = [Spot(agent) if weeks.get(agent) else None for agent in agents]
    sums = len(table.rows) - len(agents)
    return WalkSheet(
        f"all agents, {window_line(measured)}", table.columns, table.rows, sums,
        " ".join([f"Measured, {prices_said(measured)}.", *table.after.splitlines()]), (*targets, *([None] * sums)),
    )  # fmt: skip


def _room(table: TextTable) -> int:
    """Cells that a table needs with its first column at its least."""
    sizes = [max(cell_len(row[at]) for row in (table.columns, *table.rows)) for at in range(1, len(table.columns))]
    return LEAST + sum(sizes) + 2 * len(sizes) + 2


def _weeks(measured: Measured, agent: str) -> WalkSheet:
    found = measured.deeper.weeks.get(agent, ()) if measured.deeper is not None else ()
    table = weekly(found)
    shown = found[-len(table.rows) :] if table.rows else ()
    after = table.after or "One week only: see its sessions on the sheet before."
    return WalkSheet(
        f"all agents › {plain(agent)}", table.columns, table.rows, 0, after, tuple(Spot(agent, each.week) for each in shown)
    )  # fmt: skip


def _sessions(measured: Measured, spot: Spot) -> WalkSheet:
    assert spot.agent is not None
    assert spot.week is not None
    found = measured.deeper.dearest.get((spot.agent, spot.week), ()) if measured.deeper is not None else ()
    table = without_empty(costliest(found))
    path = f"all agents › {plain(spot.agent)} › week of {day(spot.week)}"
    return WalkSheet(
        path,
        table.columns,
        table.rows,
        0,
        " ".join(["The most expensive sessions of the week.", *table.after.splitlines()]),
        (None,) * len(table.rows),
        table.words,
    )


def profile_sheet(analysis: Analysis) -> WalkSheet | None:
    """The bills of the first full month as the profile has them, workload by purpose; None without any."""
    found = causes(analysis)
    if found is None:
        return None
    rows = [
        (row.title or "all of it", *(cell.text for cell in row.cells), row.total.text, row.share)
        for row in (*found.rows, found.total)
    ]
    columns = ("agent", *(name.lower() for name in found.columns), "total", "share")
    apart = f"Not in it: our engineers {found.people.text}" + (
        f", work done elsewhere {found.elsewhere.text}." if found.elsewhere.usd else "."
    )
    return WalkSheet(clean(found.title), columns, tuple(rows), 1, apart, (None,) * len(rows))


def tail(measured: Measured, agent: str | None) -> data.Tail | None:
    """What single sessions cost, of one agent or of all; None where no session has a cost."""
    found = merged(measured.histograms) if agent is None else measured.histograms.get(agent, [])
    buckets = [(each.index, each) for each in found if each.index is not None]
    if not buckets:
        return None
    use = measured.totals if agent is None else next(each for each in measured.agents if each.agent == agent)
    cost = use.per_session_usd
    return data.Tail(
        title="WHAT A SESSION COSTS",
        note=f"{'all agents' if agent is None else plain(agent)}, list prices",
        buckets=tuple((edge(index - 1), edge(index), each.sessions, each.usd) for index, each in buckets),
        nothing=sum(each.sessions for each in found if each.index is None),
        p50_usd=cost.p50,
        p90_usd=cost.p90,
        p99_usd=cost.p99,
    )
