"""`tokens.*`: what the tokens of one session cost, by route and kind, or as the bill that the team typed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.comparison.case.case import Modified, RoutePlan
from model.comparison.case.halves import TOGETHER
from model.comparison.charges import Charge
from model.comparison.desk import Desk, SessionLines
from model.comparison.session import route_shares
from model.formulas import tokens
from model.formulas.sums import ONE, ZERO, total_of
from model.prices import TOKEN_KINDS
from model.quantities import Array

TITLES = {
    "tokens.input": "Tokens in",
    "tokens.output": "Tokens out",
    "tokens.cache_read": "Tokens read from cache",
    "tokens.cache_write_5m": "Tokens written to cache, 5 min",
    "tokens.cache_write_1h": "Tokens written to cache, 1 h",
    "tokens.bill": "Token bill",
}
MILLION = 1e6
NOT_WITH_BATCH = ("fast",)


def token_charges(desk: Desk) -> tuple[Charge, ...]:
    """The token lines of every route.

    Shape: ``(n,)``. Unit: million tokens of a kind a session × US dollars a million; of a typed bill, sessions × US
    dollars.
    """
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
    """What discounts and endpoints make of every token price here, the team's own and the option's.

    Shape: ``(n,)``. Unit: factor, 0 or more.
    """
    return (
        (1.0 - desk.own("token_discount_share"))
        * (1.0 - desk.sheet.value("prices.token_discount_share", desk.segment))
        * desk.own("token_price_factor")
    )


def session_tokens(desk: Desk, route: RoutePlan) -> tokens.SessionTokens:
    """Tokens of one session on a route before its factors, with the part above the model's prompt-length tier.

    Shape: ``(n,)`` each. Unit: tokens. Formulas: `formulas.tokens`.
    """
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

    Shape: ``(n,)``. Unit: factor on US dollars a million tokens.
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


METER = SessionLines("tokens", token_charges, lambda desk: desk.work.shape != "none")
