"""How each option runs each workload on a day: routes and models, token rules, place to run, cache, tools, items."""

from __future__ import annotations

from typing import cast

from msgspec.structs import replace

from model.comparison.case import from_presets
from model.comparison.case.case import Modified, OptionPlan, Place, RoutePlan, TokenShape, WorkPlan, whole_of
from model.comparison.case.fee_plans import fee_plans
from model.comparison.case.halves import settled, token_shape
from model.comparison.case.inputs import Gathering, kind_of
from model.comparison.case.teams import as_part, as_whole, paths_given
from model.comparison.case.warned import Warned, each_once
from model.formulas.tokens import Lifetime
from model.prices import HOSTING, Book, ModelPrices, UnpricedName
from model.profile import Profile
from model.profile.company import part_of


def option_plans(
    profile: Profile, book: Book, gathering: Gathering
) -> tuple[tuple[OptionPlan, ...], tuple[Warned, ...]]:
    """Every option resolved, in the order of the profile, and warnings about what had to be assumed."""
    works = profile.ids("workloads")
    if profile.company is None:
        return options_alike(profile, book, gathering, profile.ids("options"), works)
    return plans_of_teams(profile, book, gathering)


def options_alike(
    profile: Profile, book: Book, gathering: Gathering, options: tuple[str, ...], works: tuple[str, ...]
) -> tuple[tuple[OptionPlan, ...], tuple[Warned, ...]]:
    """Options that serve the same workloads, each resolved, and what had to be assumed."""
    warnings: list[Warned] = []
    plans = tuple(_option(profile, book, gathering, option, works, warnings) for option in options)
    plans, left_out = settled(_fast_alike(plans, warnings), gathering.inputs, profile)
    return plans, each_once((*warnings, *left_out))


def plans_of_teams(
    profile: Profile, book: Book, gathering: Gathering
) -> tuple[tuple[OptionPlan, ...], tuple[Warned, ...]]:
    """Every option as the sum of its teams' parts."""
    assert profile.company is not None
    options, warnings = profile.ids("options"), list[Warned]()
    of_teams: dict[str, tuple[OptionPlan, ...]] = {}
    for team in profile.company.teams:
        ids = tuple(part_of(option, team.id) for option in options)
        of_teams[team.id], said = options_alike(profile, book, gathering, ids, tuple(team.workloads.values()))
        warnings += said
    wholes = []
    for place, option in enumerate(options):
        whole = _option(profile, book, gathering, option, (), [])
        given = paths_given(gathering, whole)
        parts = tuple(as_part(profile, whole, of_teams[team.id][place], team, given) for team in profile.company.teams)
        wholes.append(as_whole(profile, whole, parts))
    return tuple(wholes), each_once(warnings)


def _option(
    profile: Profile,
    book: Book,
    gathering: Gathering,
    option: str,
    works: tuple[str, ...],
    warnings: list[Warned],
) -> OptionPlan:
    table = f"options.{option}"
    kind = kind_of(profile, f"{table}.kind")
    cache = profile.text(f"{table}.cache") or book.cache_rule(kind).default
    return OptionPlan(
        id=option,
        kind=kind,
        title=profile.text(f"{table}.title") or _title(profile, option, kind),
        place=_place(profile, table),
        cache=cast(Lifetime, cache),
        is_today=profile.text("today") == option,
        meanwhile=profile.text(f"{table}.meanwhile") or "",
        works=tuple(
            _work(profile, book, gathering, option, kind, workload, cast(Lifetime, cache), warnings)
            for workload in works
        ),
        items=tuple(
            (item, profile.text(f"{table}.items.{item}.title") or item) for item in profile.ids(f"{table}.items")
        ),
        short=profile.text(f"{table}.short") or "",
        fees=fee_plans(profile, table),
        covers=profile.list(f"{table}.commitment.covers"),
        credits=tuple(
            (
                name,
                profile.text(f"{table}.credits.{name}.title") or "credit",
                profile.text(f"{table}.credits.{name}.per") or "once",
            )
            for name in profile.ids(f"{table}.credits")
        ),
        scale_to_zero=bool(profile.flag(f"{table}.hosts.scale_to_zero")),
        cpu_meter=from_presets.meter(profile, book, option, "cpu"),
        memory_meter=from_presets.meter(profile, book, option, "memory"),
        off_when_quiet=bool(profile.flag(f"{table}.hosts.off_when_quiet"))
        and not from_presets.billed_when_off(profile, book, option),
    )


def _title(profile: Profile, option: str, kind: str) -> str:
    """What the kind is called, or the id where another option is of the same kind."""
    kinds = [kind_of(profile, f"options.{other}.kind") for other in profile.ids("options")]
    return default_title(kind) if kinds.count(kind) == 1 else whole_of(option)


def default_title(kind: str) -> str:
    """What an option without a title is called."""
    return HOSTING[kind].title if kind in HOSTING else kind


def _place(profile: Profile, table: str) -> Place:
    if profile.text(f"{table}.runs_on"):
        return "existing"
    places: tuple[Place, ...] = ("sandbox", "hosts")
    for place in places:
        if profile.is_filled(f"{table}.{place}"):
            return place
    kind = profile.text(f"{table}.kind") or table.split(".")[1]
    return "none" if kind == "managed" else "missing"


def _setting(profile: Profile, option: str, workload: str, path: str) -> str | None:
    own = profile.text(f"options.{whole_of(option)}.workloads.{workload}.{path}")
    return own if own is not None else profile.text(f"workloads.{workload}.{path}")


def _ids(profile: Profile, option: str, workload: str, table: str) -> tuple[str, ...]:
    """The names in a table of named tables of a workload, the workload's own first, then those of the option alone."""
    shared, own = (f"{prefix}workloads.{workload}.{table}" for prefix in ("", f"options.{whole_of(option)}."))
    return tuple(dict.fromkeys((*profile.ids(shared), *profile.ids(own))))


def _work(
    profile: Profile,
    book: Book,
    gathering: Gathering,
    option: str,
    kind: str,
    workload: str,
    cache: Lifetime,
    warnings: list[Warned],
) -> WorkPlan:
    shape = token_shape(gathering.inputs, profile, option, workload)
    batch = _batch(profile, book, option, kind)
    used = _is_used(gathering, option, workload, "batch_share")
    routes = []
    for route, prefix, name in _route_models(profile, option, workload):
        model = book.model(name) if name else None
        priced = None if isinstance(model, UnpricedName) else model
        rules = _rules(profile, book, option, kind, workload, shape, priced, replace(batch, used=used))
        routes.append(RoutePlan(route, prefix, priced, rules))
    included = profile.flag(f"options.{whole_of(option)}.workloads.{workload}.tokens.pauses_included")
    if included is None:
        included = profile.flag(f"workloads.{workload}.tokens.pauses_included")
    planned = WorkPlan(
        id=workload,
        title=profile.text(f"workloads.{workload}.title") or workload,
        shape=shape,
        routes=tuple(routes),
        pauses_included=bool(included),
        tools=tuple(
            (tool, _setting(profile, option, workload, f"tools.{tool}.title") or tool)
            for tool in _ids(profile, option, workload, "tools")
        ),
        batch_applies=batch.applies,
        claude=all(route.model is None or route.model.is_claude for route in routes),
    )
    _warn(gathering, option, planned, warnings, used=used, cache=cache)
    return planned


def _route_models(profile: Profile, option: str, workload: str) -> list[tuple[str | None, str, str | None]]:
    """(route id, key prefix, model) of each route; one without id where the workload has one model."""
    ids = _ids(profile, option, workload, "routes")
    own = profile.text(f"options.{whole_of(option)}.workloads.{workload}.model")
    if not ids or own is not None:
        return [(None, "", own or profile.text(f"workloads.{workload}.model"))]
    return [(name, f"routes.{name}.", _setting(profile, option, workload, f"routes.{name}.model")) for name in ids]


def _batch(profile: Profile, book: Book, option: str, kind: str) -> Modified:
    """The Batch rule of this kind on this day; the profile's own word wins."""
    rule = book.modifier("batch", kind)
    factor = rule.factor if rule.factor is not None else 1.0
    written = profile.flag(f"options.{option}.batch")
    if written is not None:
        return Modified("batch", factor, written, "batch = " + str(written).lower() + " in the profile", None)
    return Modified("batch", factor, rule.applies, rule.rule, rule.source)


def _rules(
    profile: Profile,
    book: Book,
    option: str,
    kind: str,
    workload: str,
    shape: TokenShape,
    model: ModelPrices | None,
    batch: Modified,
) -> tuple[Modified, ...]:
    """Batch, fast mode and US-only inference where the team uses them, each by the rule of the day; of a token bill whose
    model nobody named too, as far as a rule holds for every model."""
    rules = [batch]
    if model is None and shape != "bill":
        return tuple(rules)
    if _setting(profile, option, workload, "speed") == "fast":
        rules.append(FAST_OF_NO_MODEL if model is None else _modified(book, "fast", kind, model))
    if _setting(profile, option, workload, "inference") == "us":
        rules.append(_modified(book, "us_inference", kind, model))
    return tuple(rules)


FAST_OF_NO_MODEL = Modified("fast", 1.0, None, "fast mode has a price by model, and no model is named", None)


def _fast_alike(plans: tuple[OptionPlan, ...], warnings: list[Warned]) -> tuple[OptionPlan, ...]:
    """The plans without fast mode on token bills whose model nobody named, where that is so in every option: it cancels."""
    for place in range(len(plans[0].works)):
        works = [plan.works[place] for plan in plans]
        if not all(any(FAST_OF_NO_MODEL in route.rate_factors for route in work.routes) for work in works):
            continue
        said = f"{works[0].title}: {FAST_OF_NO_MODEL.rule}: the token bill is taken at standard speed"
        warnings.append(Warned(f"workloads.{works[0].id}.model", said))
        plans = tuple(
            replace(plan, works=(*plan.works[:place], _at_standard_speed(work), *plan.works[place + 1 :]))
            for plan, work in zip(plans, works, strict=True)
        )
    return plans


def _at_standard_speed(work: WorkPlan) -> WorkPlan:
    routes = (
        replace(route, rate_factors=tuple(rule for rule in route.rate_factors if rule is not FAST_OF_NO_MODEL))
        for route in work.routes
    )
    return replace(work, routes=tuple(routes))


def _modified(book: Book, name: str, kind: str, model: ModelPrices | None) -> Modified:
    rule = book.modifier(name, kind, model.id if model else None)
    applies = None if rule.applies and rule.factor is None else rule.applies
    return Modified(name, rule.factor if rule.factor is not None else 1.0, applies, rule.rule, rule.source)


def _is_used(gathering: Gathering, option: str, workload: str, path: str) -> bool:
    own = gathering.inputs.get(f"options.{whole_of(option)}.workloads.{workload}.{path}")
    found = own or gathering.inputs.get(f"workloads.{workload}.{path}")
    return found is not None and (found.quantity.is_range or found.quantity.median > 0.0)


def _warn(
    gathering: Gathering, option: str, planned: WorkPlan, warnings: list[Warned], *, used: bool, cache: Lifetime
) -> None:
    def has(path: str) -> bool:
        keys = (f"options.{whole_of(option)}.workloads.{planned.id}.{path}", f"workloads.{planned.id}.{path}")
        return any(key in gathering.inputs for key in keys)

    def middle_of(path: str) -> float:
        for key in (f"options.{whole_of(option)}.workloads.{planned.id}.{path}", f"workloads.{planned.id}.{path}"):
            if key in gathering.inputs:
                return gathering.inputs[key].quantity.median
        return 0.0

    company, requests = gathering.profile.company, f"workloads.{planned.id}.tokens.requests"
    named = planned.title if company is None else company.named(planned.id, planned.title)
    if planned.shape == "totals" and not has("tokens.requests"):
        paused = "pauses_over_1_hour" if cache == "1h" else "pauses_over_5_minutes"
        if _is_used(gathering, option, planned.id, paused) and not planned.pauses_included and cache != "none":
            said = f"{named}: pauses without tokens.requests: no lost cache is counted (write how many requests a run makes)"
            warnings.append(Warned(requests, said))
        warnings.extend(
            Warned(
                requests,
                f"{named}: prompt length unknown without tokens.requests: {route.model.title} is priced at its tier"
                f" up to {route.model.tier.above_tokens:,} tokens",
            )
            for route in planned.routes
            if route.model and route.model.tier and middle_of("tokens.input") > route.model.tier.above_tokens
        )
    if used and planned.batch_applies and max(middle_of("tokens.requests"), middle_of("loop.turns")) > 1.0:
        said = f"{named}: Batch is for single requests, but a run here makes more than one"
        warnings.append(Warned(f"workloads.{planned.id}.batch_share", said))
