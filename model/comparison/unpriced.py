"""Absent is not free: which lines a kind must have that nobody priced, and what a rule excludes on this day."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from model.comparison import serving
from model.comparison.case.case import Case, Modified, OptionPlan, WorkPlan, whole_of
from model.comparison.case.halves import is_something
from model.comparison.charges import Unpriced
from model.comparison.desk import Desk, own_key
from model.comparison.lines.engineering import INCIDENTS
from model.comparison.lines.runtime import runtime_key
from model.comparison.lines.tokens import modifier_factor, token_charges
from model.comparison.sheet import Sheet
from model.formulas.sums import total_of
from model.prices import BUILT_KINDS, PLACE_KINDS, RUNTIME_KINDS, Source
from model.quantities import Array


class Excluded(Struct, frozen=True):
    """A modifier that a dated rule excludes here, and what it would have changed in month 1 (negative: it would save)."""

    name: str
    workload: str
    rule: str
    month_1_usd: Array
    source: Source | None


def unpriced_of(case: Case, sheet: Sheet, plan: OptionPlan) -> tuple[Unpriced, ...]:
    """The lines this option must have and nobody priced, each with the key that would price it."""
    if plan.parts:
        parts = (gap for part in plan.parts for gap in unpriced_of(case.of_team(part.team), sheet, part))
        shared = (*_people(sheet, plan), *_incidents(case, plan)) if plan.is_shared else ()
        return tuple(dict.fromkeys((*shared, *parts)))
    found = [
        *_place(sheet, plan),
        *_plan_fee(case, sheet, plan),
        *_by_tokens(plan),
        *_people(sheet, plan),
        *_incidents(case, plan),
    ]
    for planned in plan.works:
        found.extend(_work(case, sheet, plan, planned))
    if plan.kind in RUNTIME_KINDS and case.workloads:
        desk = Desk(case, sheet, plan, plan.works[0], 0)
        if (key := runtime_key(desk)) is None or key not in sheet:
            write = own_key(plan, "runtime_usd_per_hour")
            found.append(Unpriced("runtime.session", write, "no runtime price is published for this kind"))
    return tuple(dict.fromkeys(_unmapped(case, plan, gap) for gap in found))


def _unmapped(case: Case, plan: OptionPlan, gap: Unpriced) -> Unpriced:
    """The gap of a team's part; where the team's file may have the option under a name of its own, that name is what lacks."""
    whole, company = whole_of(plan.id), case.profile.company
    if company is None or not plan.team or whole in (team := company.team(plan.team)).options:
        return gap
    free = (name for name in team.profile.ids("options") if name not in team.options.values())
    same = next((name for name in free if team.profile.kind(name) == plan.kind), None)
    if same is None or not gap.write.startswith(f"options.{plan.id}."):
        return gap
    why = (
        f'no option of {team.title} is named {whole}; if it is its own {same}, write options = {{ {whole} = "{same}" }}'
    )
    return Unpriced(gap.line_key, f"teams.{plan.team}.options", why)


def _place(sheet: Sheet, plan: OptionPlan) -> Iterator[Unpriced]:
    if plan.kind not in PLACE_KINDS:
        return
    if plan.place == "missing":
        yield Unpriced("sandbox.vcpu", own_key(plan, "sandbox.preset"), "a place to run: sandbox, hosts or runs_on")
    needed = {
        "sandbox": (
            ("sandbox.vcpu", "vcpu"),
            ("sandbox.vcpu", "usd_per_vcpu_hour"),
            ("sandbox.memory", "memory_gib"),
            ("sandbox.memory", "usd_per_gib_hour"),
        ),
        "hosts": (("hosts.machines", "usd_per_hour"), ("hosts.machines", "sessions_per_host")),
    }
    for line, path in needed.get(plan.place, ()):
        key = own_key(plan, f"{plan.place}.{path}")
        if key not in sheet:
            yield Unpriced(line, key, "neither written nor known for this preset")


def _plan_fee(case: Case, sheet: Sheet, plan: OptionPlan) -> Iterator[Unpriced]:
    """The fee of a plan that the preset is known to need and whose amount is not known; 0 is accepted when written."""
    key = own_key(plan, "sandbox.plan_usd_per_month")
    if plan.place == "sandbox" and key not in sheet and case.profile.text(own_key(plan, "sandbox.preset")):
        yield Unpriced("sandbox.plan", key, "the fee of this preset's plan is not known; 0 is accepted when written")


def _by_tokens(plan: OptionPlan) -> Iterator[Unpriced]:
    """A fee counted in tokens where no tokens are counted."""
    counted = any(planned.shape in ("totals", "loop") for planned in plan.works)
    for fee in plan.fees:
        if fee.per == "mtok" and not counted and plan.works:
            write = f"workloads.{plan.works[0].id}.tokens.input"
            yield Unpriced(f"infrastructure.{fee.id}", write, f"{fee.title} is counted in tokens, and none are given")


def _people(sheet: Sheet, plan: OptionPlan) -> Iterator[Unpriced]:
    if plan.platform is not None:
        return
    if (upkeep := own_key(plan, "upkeep_fte")) not in sheet:
        yield Unpriced("engineering.upkeep", upkeep, "every kind needs some upkeep; 0 is accepted when written")
    build = own_key(plan, "build_engineer_weeks")
    if plan.kind in BUILT_KINDS and not plan.is_today and build not in sheet:
        yield Unpriced("engineering.build", build, "somebody has to build it; 0 is accepted when written")


def _incidents(case: Case, plan: OptionPlan) -> Iterator[Unpriced]:
    """Incidents of which something was said, and not how many or how long; nothing where what was said is none at all."""
    known = {path: case.inputs.get(own_key(plan, path)) for path in INCIDENTS}
    told = any(found is not None and found.given for found in known.values())
    if told and all(found is None or is_something(found) for found in known.values()):
        for path, found in known.items():
            if found is None:
                key = own_key(plan, path)
                known_to_book = case.book.published(f"options.*.{path}", plan.kind) is not None
                taken = '; "published" takes the book\'s' if known_to_book else ""
                yield Unpriced("engineering.incidents", key, f"incidents need a number and hours; 0 is accepted{taken}")


def _work(case: Case, sheet: Sheet, plan: OptionPlan, planned: WorkPlan) -> Iterator[Unpriced]:
    desk = Desk(case, sheet, plan, planned, 0)
    if planned.shape in ("totals", "loop") and any(route.model is None for route in planned.routes):
        yield from (
            Unpriced("tokens.input", desk.key(f"{route.prefix}model"), "tokens without a model")
            for route in planned.routes
            if route.model is None
        )
    yield from (
        Unpriced(lack.line_key, lack.write, "not written here, and other options have it") for lack in planned.lacks
    )
    yield from (gap for key, gap in priced_without(case, plan, planned) if _is_used(case, key))
    for route in planned.routes:
        for modified in route.rate_factors:
            if modified.applies is None and modified.name != "batch":
                path = "model" if route.model is None else "speed" if modified.name == "fast" else "inference"
                line = "tokens.bill" if planned.shape == "bill" else "tokens.input"
                yield Unpriced(line, desk.key(path), modified.rule)


def priced_without(case: Case, plan: OptionPlan, planned: WorkPlan) -> Iterator[tuple[str, Unpriced]]:
    """What an option is priced without and not with: the key of the use, and the cost that nobody has priced then."""
    if planned.batch_applies is None:
        why = "whether Batch applies to this kind is not known"
        key = case.key_for(plan.id, planned.id, "batch_share")
        yield key, Unpriced("tokens.input", own_key(plan, "batch"), why)
    if not planned.claude and not _own_search(case, plan):
        write, why = own_key(plan, "search_usd_per_1000"), "the book prices searches of Claude models only"
        yield case.key_for(plan.id, planned.id, "searches_per_session"), Unpriced("tools.web_search", write, why)


def _own_search(case: Case, plan: OptionPlan) -> bool:
    book = case.inputs.get("prices.search_usd_per_1000")
    return own_key(plan, "search_usd_per_1000") in case.inputs or (book is not None and book.given)


def _is_used(case: Case, key: str) -> bool:
    found = case.inputs.get(key)
    return found is not None and is_something(found)


def excluded_of(case: Case, sheet: Sheet, plan: OptionPlan) -> tuple[Excluded, ...]:
    """What the team asked for and a rule of the day excludes, with what it would have changed in month 1."""
    found: list[Excluded] = []
    for part in plan.parts:
        found.extend(excluded_of(case.of_team(part.team), sheet, part))
    for planned in () if plan.parts else plan.works:
        desk = Desk(case, sheet, plan, planned, 0)
        sessions = serving.weight(case, sheet, plan, plan.id, planned.id, "none").first
        barred = [m for route in planned.routes for m in route.rate_factors if m.applies is False and m.used]
        for modified in dict.fromkeys(barred):
            worth = _would_change(desk, modified) * sessions
            found.append(Excluded(modified.name, planned.id, modified.rule, worth, modified.source))
    return tuple(found)


def _would_change(desk: Desk, modified: Modified) -> Array:
    """US dollars per session that the excluded modifier would add (negative: save), on today's token charges and beside
    the modifiers that apply."""
    changed = {
        route.id: modifier_factor(desk, route, modified) / modifier_factor(desk, route) - 1.0
        for route in desk.work.routes
        if modified in route.rate_factors
    }
    of_bill = next(iter(changed.values()))
    amounts = [
        charge.amount_usd * changed.get(charge.route, of_bill if desk.work.shape == "bill" else np.zeros(1))
        for charge in token_charges(desk)
    ]
    return total_of([np.zeros(1), *amounts])
