"""Who causes the bill: agent by axis, adding up to the cent and to 100 %; what changed since last week and why.

A sum of what is known is never called the whole where something is missing: what is unknown is named beside it, and
`list_usd_high` is the most it can be, None where nothing bounds it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import Struct

from model.quantities.figures import listed, plural

NOBODY = "(no agent)"
AXES = ("fresh", "output", "cache", "runtime", "searches", "other tools")
"""The columns of the table, in order."""


class AxisCosts(Struct, frozen=True):
    """List cost of an agent by axis, US dollars; None is unknown."""

    fresh: float | None = None
    output: float | None = None
    cache: float | None = None
    runtime: float | None = None
    searches: float | None = None
    other_tools: float | None = None

    @property
    def tokens(self) -> float | None:
        """Fresh, written, read and output together."""
        return total(self.fresh, self.output, self.cache)

    @property
    def tools(self) -> float | None:
        """Searches and other tools of the API together."""
        return total(self.searches, self.other_tools)

    @property
    def whole(self) -> float | None:
        """All axes together."""
        return total(self.tokens, self.runtime, self.tools)


class TokenCounts(Struct, frozen=True):
    """Tokens by billed kind."""

    fresh: int | None = None
    cache_read: int | None = None
    cache_write_5m: int | None = None
    cache_write_1h: int | None = None
    cache_write_unsplit: int | None = None
    output: int | None = None


class PerSession(Struct, frozen=True):
    """List cost of a session: quantiles by the interpolating rule, and the dearest."""

    p50: float | None = None
    p90: float | None = None
    p99: float | None = None
    max: float | None = None


class Route(Struct, frozen=True):
    """Sessions of an agent by the model that most of their money went to."""

    model: str
    sessions: int
    reached: int | None
    list_usd: float | None
    per_reached_usd: float | None
    judged: int = 0


class AgentUse(Struct, frozen=True):
    """What one agent used and cost at list prices. `as_billed`: no list price is known, and the axes are what was billed."""

    agent: str
    sessions: int
    finished: int
    reached: int | None
    requests: int | None
    tokens: TokenCounts
    searches: int | None
    active_seconds: float | None
    waiting_seconds: float | None
    list_usd: float | None
    list_usd_high: float | None
    billed_usd: float | None
    axes: AxisCosts
    per_session_usd: PerSession
    per_reached_usd: float | None
    unknown: tuple[str, ...]
    routes: tuple[Route, ...] = ()
    share: float | None = None
    judged: int = 0
    as_billed: bool = False

    @property
    def table_usd(self) -> float | None:
        """What the axes add up to: the list cost, or what was billed where a bill says no list price at all (`as_billed`)."""
        return self.billed_usd if self.as_billed else self.list_usd


class Change(Struct, frozen=True):
    """What moved the cost of a week against the one before: the three add up to the difference."""

    volume_usd: float
    use_usd: float
    price_usd: float

    @property
    def whole_usd(self) -> float:
        """All three together."""
        return self.volume_usd + self.use_usd + self.price_usd


class Week(Struct, frozen=True):
    """One week of all agents; `change` is None for the first, and where the cost of an agent's week is unknown."""

    week: date
    is_full: bool
    sessions: int
    list_usd: float | None
    change: Change | None


def total(*values: float | None) -> float | None:
    """The sum of what is known; None where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


_MISSING = (
    ("no_output", "output_tokens: not said by", "record"),
    ("no_fresh", "fresh_tokens: not said by", "record"),
    ("floors", "counts: a floor in", "record"),
    ("no_runtime", "runtime: no billed clock in", "session"),
    ("no_searches", "searches: not said by", "record"),
    ("no_clock", "active_seconds: not said by", "session"),
    ("no_cost", "cost: nothing to price in", "session"),
)
_UNBOUNDED = ("unpriced", "no_output", "no_fresh", "floors", "no_runtime", "no_cost")


def agent_use(
    row: Mapping[str, Any], routes: Sequence[Route], other_usd: float | None, billed: float | None,
    per_session: PerSession | None = None, unpriced: Sequence[str] = (),
) -> AgentUse:  # fmt: skip
    """The use of an agent from its row of sums. unpriced: the models that the book has no price for, as they are said."""
    axes = AxisCosts(
        row["fresh_usd"], row["output_usd"], row["cache_usd"], row["runtime_usd"], row["search_usd"], other_usd
    )
    cost = total(row["known_usd"], other_usd)
    unbounded = any(row[name] for name in _UNBOUNDED)
    unknown = [f"price: no list price on that day for {listed(unpriced)}"] if unpriced else []
    unknown += [f"{said} {plural(row[name], noun)}" for name, said, noun in _MISSING if row[name]]
    if row["requests"] is None:
        unknown.append("requests: some sources give sums only")
    if row["bounded_tokens"]:
        unknown.append(f"cache lifetime: {row['bounded_tokens']:,} written tokens, priced for 5 minutes")
    judged = row["judged"]
    if not judged and row["sessions"]:
        unknown.append("outcome: no session says whether it reached its goal")
    return AgentUse(
        agent=row["agent"],
        sessions=row["sessions"],
        finished=row["finished"],
        reached=row["reached"] if judged else None,
        requests=row["requests"],
        tokens=TokenCounts(*(row[name] for name in TokenCounts.__struct_fields__)),
        searches=row["searches"],
        active_seconds=row["active_seconds"],
        waiting_seconds=row["waiting_seconds"],
        list_usd=cost,
        list_usd_high=None if cost is None or unbounded else cost + row["more_usd"],
        billed_usd=total(row["billed_usd"], billed),
        axes=axes,
        per_session_usd=per_session or PerSession(),
        per_reached_usd=row["known_usd"] / row["reached"] if row["reached"] and row["known_usd"] is not None else None,
        unknown=tuple(unknown),
        routes=tuple(routes),
        judged=judged,
    )


def totals(agents: Sequence[AgentUse], per_session: PerSession) -> AgentUse:
    """All agents together under the same names."""

    def summed(name: str) -> Any:
        return total(*(getattr(each, name) for each in agents))

    reached = summed("reached")
    whole = summed("list_usd")
    as_billed = any(each.as_billed for each in agents)
    bounded = [each.list_usd_high for each in agents]
    unknown: dict[str, None] = {}
    for each in agents:
        unknown.update(dict.fromkeys(f"{each.agent}: {said}" for said in each.unknown))
    return AgentUse(
        agent="",
        sessions=sum(each.sessions for each in agents),
        finished=sum(each.finished for each in agents),
        reached=reached,
        requests=sum(each.requests or 0 for each in agents)
        if agents and all(each.requests is not None for each in agents)
        else None,
        tokens=TokenCounts(
            *(total(*(getattr(each.tokens, name) for each in agents)) for name in TokenCounts.__struct_fields__)  # type: ignore[arg-type]
        ),
        searches=summed("searches"),
        active_seconds=summed("active_seconds"),
        waiting_seconds=summed("waiting_seconds"),
        list_usd=whole,
        list_usd_high=None if not bounded or None in bounded else total(*bounded),
        billed_usd=summed("billed_usd"),
        axes=AxisCosts(
            *(total(*(getattr(each.axes, name) for each in agents)) for name in AxisCosts.__struct_fields__)
        ),
        per_session_usd=per_session,
        per_reached_usd=_per_reached(agents),
        unknown=tuple(unknown),
        share=1.0 if (summed("billed_usd") if as_billed else whole) else None,
        judged=sum(each.judged for each in agents),
        as_billed=as_billed,
    )


def _per_reached(agents: Sequence[AgentUse]) -> float | None:
    judged = [each for each in agents if each.reached is not None and each.list_usd is not None]
    reached = sum(each.reached or 0 for each in judged)
    return sum(each.list_usd or 0.0 for each in judged) / reached if reached else None


def weeks(rows: Sequence[Mapping[str, Any]], first_day: date | None, last_day: date | None) -> list[Week]:
    """Week by week, with what moved each against the one before, agent by agent; nothing after a gap."""
    by_week: dict[date, dict[str, Mapping[str, Any]]] = {}
    for row in rows:
        by_week.setdefault(row["week"], {})[row["agent"]] = row
    found: list[Week] = []
    for week in sorted(by_week):
        agents, before = by_week[week], by_week.get(week - timedelta(days=7))
        found.append(
            Week(
                week=week,
                is_full=is_full(week, first_day, last_day),
                sessions=sum(row["sessions"] for row in agents.values()),
                list_usd=total(*(row["usd"] for row in agents.values())),
                change=change(before, agents) if before is not None and _are_known(before, agents) else None,
            )
        )
    return found


def _are_known(*weeks: Mapping[str, Mapping[str, Any]]) -> bool:
    return all(row["usd"] is not None for agents in weeks for row in agents.values())


def is_full(week: date, first_day: date | None, last_day: date | None) -> bool:
    """Whether all seven days of the week that begins on this Monday lie between the first and the last day seen."""
    return first_day is not None and last_day is not None and first_day <= week and week + timedelta(days=6) <= last_day


def change(before: Mapping[str, Mapping[str, Any]], now: Mapping[str, Mapping[str, Any]]) -> Change:
    """Volume x use per session x price of use, by agent; logarithmic means, so that the parts add up exactly."""
    parts = [_change_of(before.get(agent), now.get(agent)) for agent in {**before, **now}]
    return Change(*(sum(getattr(part, name) for part in parts) for name in Change.__struct_fields__))


def _change_of(before: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> Change:
    cost = [float(row["usd"]) if row else 0.0 for row in (before, now)]  # an agent that is not there cost nothing
    if before is None or now is None or cost[0] <= 0.0 or cost[1] <= 0.0:
        return Change(cost[1] - cost[0], 0.0, 0.0)
    weight = (
        cost[0] if math.isclose(cost[0], cost[1], rel_tol=1e-12) else (cost[1] - cost[0]) / math.log(cost[1] / cost[0])
    )
    volume = weight * math.log(now["sessions"] / before["sessions"])
    if not before["tokens"] or not now["tokens"]:
        return Change(volume, 0.0, cost[1] - cost[0] - volume)
    use = weight * math.log((now["tokens"] / now["sessions"]) / (before["tokens"] / before["sessions"]))
    return Change(volume, use, cost[1] - cost[0] - volume - use)


class Dear(Struct, frozen=True):
    """A session that cost much; `look_at`: more than three times its agent's 99th percentile."""

    session_id: str
    agent: str
    started_at: datetime | None
    model: str | None
    list_usd: float
    reported_usd: float | None
    active_seconds: float | None
    look_at: bool
