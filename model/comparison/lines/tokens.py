"""What one session of a workload costs in an option: tokens, running time, searches, tools, sandbox, failed sessions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct

from model.comparison.case.case import Case, Modified, OptionPlan, RoutePlan, WorkPlan
from model.comparison.case.halves import TOGETHER, TOOL
from model.comparison.lines.axes import Axis
from model.comparison.lines.charges import Charge, Drift, Scales
from model.comparison.serving import ZERO, total_of
from model.comparison.sheet import Sheet
from model.formulas import caps, runtime, tokens
from model.prices import HOSTED_KINDS, TOKEN_KINDS, Source
from model.quantities import Array, normal_cdf

ONE = np.ones(1)
MILLION = 1e6
NOT_WITH_BATCH = ("fast",)


class Desk(Struct, frozen=True):
    """Reads the inputs of one workload as one option sees it, in one segment of the horizon."""

    case: Case
    sheet: Sheet
    option: OptionPlan
    work: WorkPlan
    segment: int

    def key(self, path: str) -> str:
        """The dotted key that answers for this path of the workload."""
        return self.case.key_for(self.option.id, self.work.id, path)

    def has(self, path: str) -> bool:
        """Whether the workload has this number here."""
        return self.key(path) in self.sheet

    def get(self, path: str) -> Array:
        """A number of the workload."""
        return self.sheet.value(self.key(path), self.segment)

    def option_key(self, path: str) -> str:
        """The dotted key of a number of the option."""
        return f"options.{self.option.id}.{path}"

    def own(self, path: str) -> Array:
        """A number of the option."""
        return self.sheet.value(self.option_key(path), self.segment)

    def source(self, key: str) -> Source | None:
        """Where the number under a dotted key comes from."""
        found = self.case.inputs.get(key)
        return found.source if found else None

    def route(self, route: RoutePlan, path: str) -> Array:
        """A number of one route."""
        return self.get(f"{route.prefix}{path}") if route.id else ONE


def route_shares(desk: Desk) -> tuple[Array, ...]:
    """Share of the sessions that take each route, adding up to 1 in every draw."""
    if desk.work.routes[0].id is None:
        return (ONE,)
    shares = [desk.route(route, "share") for route in desk.work.routes]
    whole = total_of(shares)
    return tuple(share / np.where(whole > 0.0, whole, 1.0) for share in shares)


def turns(desk: Desk) -> Array:
    """The turns factor of a mean session: Σ share × turns factor over the routes."""
    shares = route_shares(desk)
    return total_of(
        [share * desk.route(route, "turns_factor") for share, route in zip(shares, desk.work.routes, strict=True)]
    )


def uncapped_success_rate(desk: Desk) -> Array:
    """Share of the sessions that reach the outcome if nothing stops them; a route may have its own."""
    shares, rates = route_shares(desk), []
    for route in desk.work.routes:
        own = f"{route.prefix}success_rate"
        rates.append(desk.get(own if route.id and desk.has(own) else "success_rate"))
    return total_of([share * rate for share, rate in zip(shares, rates, strict=True)])


def success_rate(desk: Desk) -> Array:
    """Share of the sessions that reach the outcome: those that a spend cap stops reach none."""
    reached = uncapped_success_rate(desk)
    return reached * (1.0 - under_cap(desk).stopped_share) if desk.has("spend_cap_usd") else reached


def batch_share(desk: Desk) -> Array:
    """Share of the sessions that go through Batch here: as typed where the rule allows it, else none."""
    return desk.get("batch_share") if desk.work.batch_applies else np.zeros(1)


def clock(desk: Desk) -> runtime.Clock:
    """The session by the clock."""
    return runtime.Clock(
        desk.get("active_minutes"),
        desk.get("waiting_minutes"),
        desk.get("pauses_over_5_minutes"),
        turns(desk),
        batch_share(desk),
    )


def resident_hours(desk: Desk) -> Array:
    """Hours that a sandbox or host slot is occupied by a mean session."""
    return runtime.resident_hours(clock(desk), _habits(desk))


def _habits(desk: Desk) -> runtime.Habits:
    return runtime.Habits(desk.own("kept_while_waiting"), desk.own("idle_tail_minutes"))


def token_charges(desk: Desk) -> tuple[Charge, ...]:
    """The token lines of every route."""
    if not _counted(desk):
        return ()
    if desk.work.shape == "bill":
        return (_bill_charge(desk),)
    charges: list[Charge] = []
    for share, route in zip(route_shares(desk), desk.work.routes, strict=True):
        if route.model is not None:
            charges.extend(_route_charges(desk, route, share))
    return tuple(charges)


def _counted(desk: Desk) -> bool:
    """Whether enough is known of the tokens for any line; of totals one half is enough, of a loop nothing less than all."""
    known = [desk.has(path) for path in TOGETHER.get(desk.work.shape, ())]
    return any(known) if desk.work.shape == "totals" else bool(known) and all(known)


def _bill_charge(desk: Desk) -> Charge:
    """The token bill of a mean session, by the rules that counted tokens follow: route by route, each at its modifiers."""
    parts = [
        share * desk.route(route, "turns_factor") * desk.route(route, "token_factor")
        for share, route in zip(route_shares(desk), desk.work.routes, strict=True)
    ]
    whole, routes = total_of(parts), desk.work.routes
    rate = desk.get("token_usd_per_session") * option_token_factor(desk)
    if all(route.rate_factors == routes[0].rate_factors for route in routes):
        rate = rate * modifier_factor(desk, routes[0])
    else:
        modified = [part * modifier_factor(desk, route) for part, route in zip(parts, routes, strict=True)]
        rate = rate * total_of(modified) / np.where(whole > 0.0, whole, 1.0)
    names = modifier_names(routes)
    rule = "the token bill of a session" + (f", {names}" if names else "")
    source = desk.source(desk.key("token_usd_per_session"))
    quantity = desk.own("token_count_factor") * whole
    return Charge("tokens.bill", "tokens", "session", quantity, rate, rule, drift="tokens", source=source)


def modifier_names(routes: Sequence[RoutePlan]) -> str:
    """The dated rules that change token rates on these routes."""
    used = (modified.name for route in routes for modified in route.rate_factors if modified.applies and modified.used)
    return ", ".join(dict.fromkeys(used))


def option_token_factor(desk: Desk) -> Array:
    """What discounts and endpoints make of every token price here, the team's own and the option's."""
    return (
        (1.0 - desk.own("token_discount_share"))
        * (1.0 - desk.sheet.value("prices.token_discount_share", desk.segment))
        * desk.own("token_price_factor")
    )


def session_tokens(desk: Desk, route: RoutePlan) -> tokens.Session:
    """Tokens of one session on a route before its factors, with the part above the model's prompt-length tier."""
    assert route.model is not None
    rules = tokens.PromptRules(
        scale=desk.route(route, "token_factor") * desk.own("token_count_factor"),
        threshold=float(route.model.tier.above_tokens) if route.model.tier else None,
        smallest_cacheable=route.model.smallest_cacheable_tokens,
    )
    pauses = tokens.Pauses(desk.get("pauses_over_5_minutes"), desk.get("pauses_over_1_hour"))
    if desk.work.shape == "loop":
        loop = tokens.Loop(*(desk.get(f"loop.{part}") for part in ("turns", "prompt", "added", "output")))
        return tokens.session_from_loop(loop, pauses, desk.option.cache, rules)
    totals = tokens.Totals(
        input=desk.get("tokens.input") if desk.has("tokens.input") else ZERO,
        output=desk.get("tokens.output") if desk.has("tokens.output") else ZERO,
        cached_share=desk.get("tokens.cached_share"),
        write_5m_share=desk.get("tokens.write_5m_share"),
        write_1h_share=desk.get("tokens.write_1h_share"),
        requests=desk.get("tokens.requests") if desk.has("tokens.requests") else None,
        pauses_included=desk.work.pauses_included,
    )
    return tokens.session_from_totals(totals, pauses, desk.option.cache, rules)


def _route_charges(desk: Desk, route: RoutePlan, share: Array) -> list[Charge]:
    model = route.model
    assert model is not None
    session = session_tokens(desk, route)
    factor = (
        share
        * desk.route(route, "turns_factor")
        * desk.route(route, "token_factor")
        * desk.own("token_count_factor")
        / MILLION
    )
    modified = option_token_factor(desk) * modifier_factor(desk, route)
    names = modifier_names([route]) or "list price"
    charges = []
    for kind in _kinds(desk):
        key = f"prices.models.{model.id}.{kind}"
        count = getattr(session.tokens, kind)
        rate = desk.sheet.value(key, desk.segment)
        if session.above is not None and model.tier is not None:
            tier = rate * (model.tier.usd_per_mtok[kind] / model.usd_per_mtok[kind])
            rate = tokens.rate_with_tier(rate, tier, getattr(session.above, kind), count)
        charges.append(
            Charge(
                f"tokens.{kind}",
                "tokens",
                "million tokens",
                count * factor,
                rate * modified,
                f"{model.title}, {names}",
                drift="tokens",
                source=desk.source(key),
                route=route.id,
            )
        )
    return charges


def _kinds(desk: Desk) -> list[str]:
    """The kinds of tokens that are counted; those of a half of the totals that nobody gave are not."""
    if desk.work.shape != "totals":
        return list(TOKEN_KINDS)
    return [kind for kind in TOKEN_KINDS if desk.has("tokens.output" if kind == "output" else "tokens.input")]


def modifier_factor(desk: Desk, route: RoutePlan, also: Modified | None = None) -> Array:
    """What the dated rules make of a token rate: Batch on its share of the sessions, the others on all.

    A mode of a live request (fast) and Batch exclude each other: a session that goes through Batch is billed at the Batch
    price of standard speed, all others at the mode's. ``also`` is a rule to be followed as if it applied.
    """
    live, everywhere, batched = ONE, ONE, None
    for modified in route.rate_factors:
        if not modified.applies and modified != also:
            continue
        if modified.name == "batch":
            batched = modified.factor
        elif modified.name in NOT_WITH_BATCH:
            live = live * modified.factor
        else:
            everywhere = everywhere * modified.factor
    if batched is None:
        return live * everywhere
    return (live + desk.get("batch_share") * (batched - live)) * everywhere


def runtime_key(desk: Desk) -> str | None:
    """The dotted key of the runtime price here: the option's own, else the book's; None where the kind has none."""
    own = desk.option_key("runtime_usd_per_hour")
    if own in desk.sheet:
        return own
    return "prices.runtime_usd_per_hour" if desk.option.kind in HOSTED_KINDS else None


def runtime_charges(desk: Desk) -> tuple[Charge, ...]:
    """The runtime fee: active hours × price, waiting free."""
    key = runtime_key(desk)
    if key is None:
        return ()
    hours, rate = runtime.active_hours(clock(desk)), desk.sheet.value(key, desk.segment)
    rule = "running hours, to the millisecond; waiting is free"
    return (Charge("runtime.session", "runtime", "session-hours", hours, rate, rule, source=desk.source(key)),)


def search_key(desk: Desk) -> str:
    """The dotted key of the search price here."""
    own = desk.option_key("search_usd_per_1000")
    return own if own in desk.sheet else "prices.search_usd_per_1000"


def tool_charges(desk: Desk) -> tuple[Charge, ...]:
    """Web searches and other tools, in thousands of calls; they follow the turns of a route, and stay under Batch."""
    factor = turns(desk) / 1000.0
    charges = []
    if (key := search_key(desk)) in desk.sheet:
        searches, rate = desk.get("searches_per_session") * factor, desk.sheet.value(key, desk.segment)
        rule = "one unit a search, whatever it returns"
        charges.append(
            Charge("tools.web_search", "tools", "1,000 searches", searches, rate, rule, source=desk.source(key))
        )
    for tool, title in desk.work.tools:
        if not all(desk.has(f"tools.{tool}.{path}") for path in TOOL):
            continue
        calls, rate = desk.get(f"tools.{tool}.calls") * factor, desk.get(f"tools.{tool}.usd_per_1000")
        source = desk.source(desk.key(f"tools.{tool}.usd_per_1000"))
        charges.append(Charge(f"tools.{tool}", "tools", "1,000 calls", calls, rate, title, source=source))
    return tuple(charges)


def _billed_hours(desk: Desk, meter: str) -> Array:
    """Sandbox hours that a session is billed for: those it occupies, or those it is active where only they are billed."""
    time = clock(desk)
    minutes = time.active_minutes * time.turns if meter == "active" else runtime.resident_minutes(time, _habits(desk))

    def term(path: str) -> Array | None:
        return desk.own(path) if desk.option_key(path) in desk.sheet else None

    counted = runtime.Meter(term("sandbox.minimum_minutes"), term("sandbox.billing_increment_seconds"))
    return runtime.billed_hours(minutes, time, counted)


SIZES = (
    ("sandbox.vcpu", "vCPU-hours", "cpu_meter", "sandbox.usd_per_vcpu_hour", ("sandbox.vcpu", "sandbox.cpu_share")),
    ("sandbox.memory", "GiB-hours", "memory_meter", "sandbox.usd_per_gib_hour", ("sandbox.memory_gib",)),
)
"""The two sizes of a sandbox: line, unit, meter of the option, key of the rate, keys that multiply its hours."""
COUNTED = {
    "allocated": "active + kept while waiting + idle tails",
    "active": "active only: waiting and idle tails are not billed",
}


def sandbox_hours(desk: Desk, line: str) -> Array | None:
    """vCPU-hours or GiB-hours that a mean session is billed for; None where the size is not known."""
    _, _, meter, _, paths = next(size for size in SIZES if size[0] == line)
    if not all(desk.option_key(path) in desk.sheet for path in paths):
        return None
    quantity = _billed_hours(desk, getattr(desk.option, meter))
    if line == "sandbox.memory":
        return quantity * _billed_gib(desk)
    for path in paths:
        quantity = quantity * desk.own(path)
    return quantity


def _billed_gib(desk: Desk) -> Array:
    """Memory that is billed: what the price of the vCPUs brings along is taken off."""
    memory, along = desk.own("sandbox.memory_gib"), "sandbox.included_gib_per_vcpu"
    if not all(desk.option_key(path) in desk.sheet for path in (along, "sandbox.vcpu")):
        return memory
    return np.maximum(0.0, memory - desk.own(along) * desk.own("sandbox.vcpu"))


def sandbox_charges(desk: Desk) -> tuple[Charge, ...]:
    """Retail sandboxes: billed hours × (vCPU × CPU share × price + memory × price), and what a start costs."""
    charges = []
    for line, unit, meter, rate, _ in SIZES:
        quantity = sandbox_hours(desk, line)
        if quantity is not None and desk.option_key(rate) in desk.sheet:
            source, rule = desk.source(desk.option_key(rate)), COUNTED[getattr(desk.option, meter)]
            charges.append(Charge(line, "sandbox", unit, quantity, desk.own(rate), rule, source=source))
    if desk.option_key(path := "sandbox.usd_per_1000_starts") in desk.sheet:
        starts, source = (1.0 - batch_share(desk)) / 1000.0, desk.source(desk.option_key(path))
        rule = "one start a session"
        charges.append(Charge("sandbox.starts", "sandbox", "1,000 starts", starts, desk.own(path), rule, source=source))
    return tuple(charges)


def container_charges(desk: Desk) -> tuple[Charge, ...]:
    """Containers that sessions share and that stop when nothing runs: running time, and one idle tail a burst."""
    keys = [desk.option_key(f"hosts.{path}") for path in ("usd_per_hour", "sessions_per_host")]
    if not all(key in desk.sheet for key in keys):
        return ()

    def term(path: str) -> Array | None:
        return desk.own(path) if desk.option_key(path) in desk.sheet else None

    bursts = runtime.Bursts(desk.own("hosts.sessions_per_host"), term("hosts.burst_sessions"),
                            term("hosts.billing_increment_seconds"))  # fmt: skip
    hours, source = runtime.container_hours(clock(desk), _habits(desk), bursts), desk.source(keys[0])
    rule = "running time, one idle tail a burst"
    rate = desk.own("hosts.usd_per_hour")
    return (Charge("hosts.machines", "infrastructure", "machine-hours", hours, rate, rule, source=source),)


def item_charges(desk: Desk) -> tuple[Charge, ...]:
    """The parts of infrastructure items that follow sessions or running hours."""
    charges, shaped = [], {plan.id for plan in desk.option.fees}
    for item, title in desk.option.items:
        if item in shaped:
            continue
        table = f"items.{item}"
        for path, unit in (("per_session_usd", "sessions"), ("per_active_hour_usd", "session-hours")):
            if desk.option_key(f"{table}.{path}") in desk.sheet:
                quantity = ONE if unit == "sessions" else runtime.active_hours(clock(desk))
                rate, source = desk.own(f"{table}.{path}"), desk.source(desk.option_key(f"{table}.{path}"))
                key = f"infrastructure.{item}"
                charges.append(Charge(key, "infrastructure", unit, quantity, rate, title, source=source))
    return tuple(charges)


def metered_usd(desk: Desk) -> Array:
    """What the meters of a mean session come to, US dollars: tokens, runtime, tools, sandbox or containers."""

    def work_out() -> Array:
        axes = (token_charges, runtime_charges, tool_charges, sandbox_charges, *_containers(desk))
        return total_of([ZERO, *(charge.amount_usd for axis in axes for charge in axis(desk))])

    return desk.sheet.step(("session usd", desk.option.id, desk.work.id, desk.segment), work_out)


def under_cap(desk: Desk) -> caps.Capped:
    """The mean session under the workload's spend cap."""
    spread = desk.get("session_spread") if desk.has("session_spread") else ONE

    def work_out() -> caps.Capped:
        return caps.capped(
            metered_usd(desk), desk.get("spend_cap_usd"), spread, lambda x: desk.sheet.solved(normal_cdf, x)
        )

    return desk.sheet.step(("session cap", desk.option.id, desk.work.id, desk.segment), work_out)


def _metered_axis(desk: Desk) -> Axis:
    """Where what a cap does to a whole session is shown: with the tokens, or with the runtime where none are given."""
    return "runtime" if desk.work.shape == "none" else "tokens"


def cap_charges(desk: Desk) -> tuple[Charge, ...]:
    """What a spend cap keeps from being spent: the meters of a session less what it comes to under the cap.

    Where tokens are given it follows their price from year to year, as most of what it keeps does.
    """
    rule = "sessions end at the cap; those that it stops miss their outcome"
    drift: Drift = "none" if desk.work.shape == "none" else "tokens"
    kept, source = metered_usd(desk) - under_cap(desk).paid_usd, desk.source(desk.key("spend_cap_usd"))
    return (Charge("cap.not_spent", _metered_axis(desk), "sessions", -ONE, kept, rule, drift=drift, source=source),)


def runaway_charges(desk: Desk) -> tuple[Charge, ...]:
    """Loops left running: so many a year, each for its hours at the price of a running hour, or up to the cap."""
    time = clock(desk)
    hours = time.active_minutes * time.turns / 60.0
    hourly = np.where(hours > 0.0, metered_usd(desk) / np.where(hours > 0.0, hours, 1.0), 0.0)
    cap = desk.get("spend_cap_usd") if desk.has("spend_cap_usd") else None
    usd, rule = caps.runaway_usd(hourly, desk.get("runaway_hours"), cap), "its hours at the price of a running hour"
    count, key = desk.get("runaways_per_year") / 12.0, f"runaway.{desk.work.id}"
    rule += ", up to the spend cap" if cap is not None else "; no spend cap"
    source = desk.source(desk.key("runaways_per_year"))
    return (Charge(key, _metered_axis(desk), "loops", count, usd, rule, "month", source=source),)


def fallback_charges(desk: Desk) -> tuple[Charge, ...]:
    """What failed sessions cost elsewhere: (1 − success) × fallback."""
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


def _containers(desk: Desk) -> Iterator[Callable[[Desk], tuple[Charge, ...]]]:
    if desk.option.place == "hosts" and desk.option.scale_to_zero:
        yield container_charges


def session_axes(desk: Desk) -> Iterator[Callable[[Desk], tuple[Charge, ...]]]:
    """The axes on which a session of this workload costs something here, whatever the numbers."""
    if desk.work.shape != "none":
        yield token_charges
    if runtime_key(desk) is not None:
        yield runtime_charges
    yield tool_charges
    if desk.option.place == "sandbox":
        yield sandbox_charges
    yield from _containers(desk)
    if desk.has("spend_cap_usd"):
        yield cap_charges
    if desk.option.items:
        yield item_charges
    if desk.has("fallback_usd"):
        yield fallback_charges


def waiting_charges(desk: Desk) -> tuple[Charge, ...]:
    """What it costs that nobody serves yet, paid elsewhere: a month as typed, else the fallback of every session; else none."""
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
    for work that nobody does now is done late and not left undone."""
    rule = f"{NOBODY_YET}; the runs are done late, at what they cost here"
    charges = [*of_a_session, *machine_time(desk)]
    drifts = dict.fromkeys(charge.drift for charge in charges)
    late = {name: total_of([charge.amount_usd for charge in charges if charge.drift == name]) for name in drifts}
    return tuple(
        Charge("other.late_runs", "other", "sessions", ONE, usd, rule, "session", drift=name)
        for name, usd in late.items()
    )


NOBODY_YET = "nobody serves until the option is live"
WAITING: tuple[tuple[str, str, Scales], ...] = (
    ("waiting_usd_per_month", "months", "month"),
    ("fallback_usd", "sessions", "session"),
)


def machine_time(desk: Desk) -> tuple[Charge, ...]:
    """A session's part of an own machine that is as full as planned: the runs of a time for which none is kept."""
    price, per_host, full = (f"hosts.{path}" for path in ("usd_per_hour", "sessions_per_host", "utilisation"))
    if desk.option.place != "hosts" or not all(desk.option_key(p) in desk.sheet for p in (price, per_host, full)):
        return ()
    hours = resident_hours(desk) / (desk.own(per_host) * desk.own(full))
    return (
        Charge("hosts.machines", "infrastructure", "machine-hours", hours, desk.own(price), "its part of a machine"),
    )


SESSION_AXES: Mapping[Callable[[Desk], tuple[Charge, ...]], str] = {
    token_charges: "tokens",
    runtime_charges: "runtime",
    tool_charges: "tools",
    sandbox_charges: "sandbox",
    container_charges: "containers",
    cap_charges: "cap",
    item_charges: "items",
    fallback_charges: "fallback",
}
"""What the steps of each are named after, so that a function may be renamed and nothing else moves."""
