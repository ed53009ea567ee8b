"""The questions put to the store, as records: everything the product says about measured use comes through here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from model.quantities.cleaning import clean
from model.quantities.figures import dollars, plural
from model.usage.attribute import NOBODY, AgentUse, Dear, PerSession, Route, Week, agent_use, total, weeks
from model.usage.measured_caps import CostBucket
from model.usage.pricing import load_prices, load_thresholds
from model.usage.row_store import QueryEngine, RowStore

MOST_DEAR = 10
MOST_NAMED = 5
ALIKE = 1.05
"""Up to which factor a source's own amounts and ours are alike."""


class ChargeLine(Struct, frozen=True):
    """Lines of a bill that have agent, service, axis and kind in common."""

    agent: str
    source: str
    service: str | None
    axis: str
    category: str | None
    token_kind: str | None
    unit: str | None
    description: str | None
    quantity: float | None
    list_usd: float | None
    billed_usd: float | None
    effective_usd: float | None
    lines: int
    no_list: int


class HoursLine(Struct, frozen=True):
    """Hours of one kind in one source, with the days they span."""

    source: str
    kind: str
    label: str | None
    hours: float | None
    unknown: int
    entries: int
    people: int | None
    first_day: date
    last_day: date


def prepare(store: RowStore, as_of: date) -> list[str]:
    """Tidy what several sources say, price every request; says what was left out because something finer was read."""
    _use(store, as_of)
    store.script("tidy" if _several(store) else "tidy_one")
    if store.rows("SELECT count(session_id) > count(DISTINCT session_id) FROM sessions")[0][0]:
        store.script("twice")
    store.script("tidy_all")
    said = [
        f"{source}: {count:,} rows left out, the same sessions are read in more detail"
        for source, count in store.rows("SELECT source, n FROM left_out")
    ]
    said += [
        f"{source}: {count:,} rows of totals left out beside sessions and requests"
        for source, count in store.rows("SELECT source, n FROM coarse")
    ]
    load_prices(store, as_of)
    given = {"as_of": as_of, "nobody": NOBODY}
    store.make("use_costs", "use_costs", given)
    store.make("spent", "spent", given)
    return said


def _use(store: RowStore, as_of: date) -> None:
    """The one pass over all requests; once more without the tables that turn out to be damaged."""
    import duckdb

    store.run("SET preserve_insertion_order = false")  # tables are written by every core; none of them has an order
    try:
        load_thresholds(store, as_of)
        store.make("used", "used")
    except duckdb.Error:
        if not store.without_damaged():
            raise
        load_thresholds(store, as_of)
        store.make("used", "used")


def _several(store: RowStore) -> bool:
    """Whether more than one source could say the same thing; what one source says alone needs no second look."""
    sources = store.rows("SELECT count(*) FROM (SELECT source FROM used UNION SELECT source FROM sessions)")[0][0]
    return bool(sources > 1)


def routes(store: QueryEngine) -> Mapping[str, list[Route]]:
    """Model routes by agent."""
    found: dict[str, list[Route]] = {}
    for row in store.records("routes"):
        reached = row["reached"] if row["judged"] else None
        found.setdefault(row["agent"], []).append(
            Route(
                row["model"], row["sessions"], reached, row["list_usd"],
                row["list_usd"] / reached if reached and row["list_usd"] is not None else None, row["judged"],
            )
        )  # fmt: skip
    return found


def charge_lines(store: RowStore) -> list[ChargeLine]:
    """The bills by agent, service and axis."""
    rows = store.records("charges", {"nobody": NOBODY})
    return [ChargeLine(**{name: row[name] for name in ChargeLine.__struct_fields__}) for row in rows]


def agents(store: QueryEngine, charges: Sequence[ChargeLine], costs: Mapping[str, PerSession]) -> list[AgentUse]:
    """Use by agent, dearest first; where there is no use, the bill by agent. `costs`: what a session of each costs."""
    rows = store.records("agents")
    if not rows:
        return _of_bill(charges)
    by_agent = routes(store)
    nameless = unpriced(store) if any(row["unpriced"] for row in rows) else {}
    found = []
    for row in rows:
        own = [line for line in charges if line.agent == row["agent"]]
        billed = [line.billed_usd for line in own if line.billed_usd is not None and line.axis != "infrastructure"]
        found.append(
            agent_use(
                row, by_agent.get(row["agent"], []), None, sum(billed) if billed else None, costs.get(row["agent"]),
                nameless.get(row["agent"], ()),
            )
        )  # fmt: skip
    return shares(found)


def unpriced(store: QueryEngine) -> dict[str, list[str]]:
    """The models without a list price by agent, each with its number of records, most of them first."""
    found: dict[str, list[str]] = {}
    for row in store.records("unpriced"):
        name = clean(row["model"] or "") or "a model that is not named"
        found.setdefault(row["agent"], []).append(f"{name} ({plural(row['records'], 'record')})")
    return {
        agent: several if len(several) <= MOST_NAMED else [*several[:MOST_NAMED], f"{len(several) - MOST_NAMED} more"]
        for agent, several in found.items()
    }


def shares(found: Sequence[AgentUse]) -> list[AgentUse]:
    """The agents with their shares of the whole, dearest first."""
    from msgspec.structs import replace

    whole = total(*(each.table_usd for each in found))
    ordered = sorted(found, key=lambda each: (-(each.table_usd or 0.0), each.agent))
    return [
        replace(each, share=each.table_usd / whole if whole and each.table_usd is not None else None)
        for each in ordered
    ]


_KINDS = {"uncached_input_tokens": "fresh_usd", "output_tokens": "output_usd"}
_EMPTY: dict[str, Any] = dict.fromkeys(
    (
        "requests", "fresh", "cache_read", "cache_write_5m", "cache_write_1h", "cache_write_unsplit", "output",
        "searches", "active_seconds", "waiting_seconds", "known_usd", "fresh_usd", "output_usd", "cache_usd",
        "search_usd", "runtime_usd",
    )
)  # fmt: skip


def _of_bill(charges: Sequence[ChargeLine]) -> list[AgentUse]:
    """The same table from a bill: at list prices, or as billed where no line of it has one; the two are never mixed."""
    found: dict[str, list[ChargeLine]] = {}
    for line in charges:
        found.setdefault(line.agent, []).append(line)
    as_billed = all(line.list_usd is None for line in charges)
    return shares([_bill_of(agent, lines, as_billed) for agent, lines in found.items()])


def _bill_of(agent: str, lines: Sequence[ChargeLine], as_billed: bool) -> AgentUse:
    from msgspec.structs import replace

    sums: dict[str, float] = {}
    for line in lines:
        amount = line.billed_usd if as_billed else line.list_usd
        if amount is not None:
            sums[_axis(line)] = sums.get(_axis(line), 0.0) + amount
    other = sums.pop("other", None)
    billed = total(*(line.billed_usd for line in lines))
    at_list = total(*(line.list_usd for line in lines))
    row = {
        **_EMPTY, **sums, "agent": agent, "sessions": 0, "finished": 0, "judged": 0, "reached": 0, "more_usd": 0.0,
        "billed_usd": billed, "known_usd": None, "bounded_tokens": 0,
        **dict.fromkeys(("unpriced", "no_output", "no_fresh", "floors", "no_runtime", "no_searches", "no_clock", "no_cost"), 0),
    }  # fmt: skip
    found = agent_use(row, [], other, None)
    said = ["tokens, sessions, outcomes: a bill does not say them"]
    no_list = sum(line.no_list for line in lines)
    if at_list is None:
        said.append("list price: this bill has none")
    elif no_list:
        said.append(f"list price: not said by {plural(no_list, 'line')}")
    if billed is None:
        said.append("billed: this bill does not say what was billed")
    return replace(
        found, unknown=tuple(said), list_usd=at_list, list_usd_high=None if no_list else at_list, as_billed=as_billed
    )


def _axis(line: ChargeLine) -> str:
    if line.axis == "tokens":
        return _KINDS.get(line.token_kind or "", "cache_usd" if "cache" in (line.token_kind or "") else "fresh_usd")
    return {"searches": "search_usd", "runtime": "runtime_usd"}.get(line.axis, "other")


def own_amounts(store: RowStore) -> dict[str, str]:
    """Our dollars beside a source's own, by source, with the factor between them; one beyond 5 % is named as not explained here."""
    found: dict[str, str] = {}
    for row in store.records("own_amounts"):
        factor, most = (usd / row["reported_usd"] for usd in (row["known_usd"], row["known_usd"] + row["more_usd"]))
        said = (
            f"of {plural(row['sessions'], 'session')} that say what they cost we compute {dollars(row['known_usd'], 2)} beside "
            f"their {dollars(row['reported_usd'], 2)}: {factor:.2f} times"
        )
        if factor > ALIKE or most < 2.0 - ALIKE:
            said += "; not explained here, reconcile names the reason for each session"
        found[row["source"]] = said
    return found


def costs(store: RowStore) -> dict[str, PerSession]:
    """What a session costs by agent, and of all agents together under ""."""
    rows = store.records("quantiles")
    return {row["agent"] or "": PerSession(row["p50"], row["p90"], row["p99"], row["most"]) for row in rows}


def span(store: QueryEngine) -> tuple[date | None, date | None]:
    """The first and the last day on which a session began, or a request without one was made."""
    (row,) = store.records("span")
    return row["first_day"], row["last_day"]


def bill_span(store: RowStore) -> tuple[float, date | None, date | None]:
    """How many days the bills cover, and their first and last day."""
    first, last = store.rows(
        "SELECT min(starts_at), max(coalesce(ends_at, starts_at + INTERVAL 1 DAY)) FROM charges WHERE axis = 'infrastructure'"
    )[0]
    if first is None or last is None:
        return 0.0, None, None
    return (last - first).total_seconds() / 86_400, first.date(), (last - timedelta(seconds=1)).date()


def week_rows(store: QueryEngine) -> list[dict[str, Any]]:
    """Sessions, cost and tokens by agent and week (its Monday), from sums by day."""
    found: dict[tuple[str, date], dict[str, Any]] = {}
    for row in store.records("days"):
        week = row["day"] - timedelta(days=row["day"].weekday())
        held = found.setdefault(
            (row["agent"], week), {"agent": row["agent"], "week": week, "sessions": 0, "usd": None, "tokens": 0.0}
        )
        held["sessions"] += row["sessions"]
        held["usd"] = total(held["usd"], row["usd"])
        held["tokens"] += row["tokens"]
    return list(found.values())


def week_list(store: QueryEngine, first_day: date | None, last_day: date | None) -> list[Week]:
    """Every week with what changed."""
    return weeks(week_rows(store), first_day, last_day)


def dearest(store: RowStore) -> list[Dear]:
    """The dearest sessions, and all that deserve a look."""
    rows = store.records("dearest", {"most": MOST_DEAR})
    return [Dear(**{name: row[name] for name in Dear.__struct_fields__}) for row in rows]


def weeks_of_agents(store: RowStore, first_day: date | None, last_day: date | None) -> Mapping[str, tuple[Week, ...]]:
    """The weeks of every agent by itself, with what changed in each."""
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for row in week_rows(store):
        rows.setdefault(row["agent"], []).append(row)
    return {agent: tuple(weeks(found, first_day, last_day)) for agent, found in rows.items()}


def dearest_of_weeks(store: RowStore) -> Mapping[tuple[str, date], tuple[Dear, ...]]:
    """The dearest sessions of every agent and week (its Monday), dearest first."""
    found: dict[tuple[str, date], list[Dear]] = {}
    for row in store.records("dear_weeks", {"most": MOST_DEAR}):
        each = Dear(**{name: row[name] for name in Dear.__struct_fields__})
        found.setdefault((each.agent, row["week"]), []).append(each)
    return {place: tuple(several) for place, several in found.items()}


def histogram(store: QueryEngine) -> dict[str, list[CostBucket]]:
    """The log histogram of session costs by agent."""
    return histograms_of(store.records("histogram"))


def histograms_of(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[CostBucket]]:
    """The histogram by agent from its rows."""
    found: dict[str, list[CostBucket]] = {}
    for row in rows:
        found.setdefault(row["agent"], []).append(
            CostBucket(row["bucket"], row["sessions"], row["usd"], row["reached"], row["judged"])
        )
    return found


def merged(histograms: Mapping[str, Sequence[CostBucket]]) -> list[CostBucket]:
    """The histogram of all agents together."""
    sums: dict[int | None, list[float]] = {}
    for buckets in histograms.values():
        for each in buckets:
            held = sums.setdefault(each.index, [0, 0.0, 0, 0])
            for place, value in enumerate((each.sessions, each.usd, each.reached, each.judged)):
                held[place] += value
    ordered = sorted(sums.items(), key=lambda each: (each[0] is not None, each[0] or 0))
    return [CostBucket(index, int(n), usd, int(reached), int(judged)) for index, (n, usd, reached, judged) in ordered]


def hours(store: RowStore) -> list[HoursLine]:
    """Hours by kind and label, with days and people."""
    return [
        HoursLine(*row)
        for row in store.rows(
            "SELECT source, kind, label, sum(hours), CAST(count(*) FILTER (WHERE hours IS NULL) AS BIGINT), "
            "CAST(count(*) AS BIGINT), CAST(max(people) AS BIGINT), min(day), max(day) FROM hours "
            "GROUP BY source, kind, label ORDER BY source, kind, label"
        )
    ]
