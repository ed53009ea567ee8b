"""From a profile and a day to a case: which number answers for every input, which rule applies, who serves meanwhile."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from model.comparison.bridges import Bridges, with_bridges, with_parts_bridged
from model.comparison.case.assumed import assumptions
from model.comparison.case.case import Case, Event, OptionPlan
from model.comparison.case.ending import endings
from model.comparison.case.inputs import gather
from model.comparison.case.plans import option_plans
from model.comparison.case.warned import each_once
from model.comparison.run import middle
from model.prices import BeforeFirstDay, open_book
from model.profile import Problem, Problems, Profile
from model.quantities import Quantity

DEFAULT_HORIZON_MONTHS = 36


def resolve(
    profile: Profile, as_of: date, pair: tuple[str, str] | None = None, bridges: tuple[str, ...] | None = None
) -> Case | Problems:
    """The case of a profile: prices and rules of ``as_of`` (the profile's own day wins where it has one).

    ``pair`` names options A and B; without it the profile's. Where neither names one, today's option or the first and the
    next one listed stand in until an analysis knows its verdict and the runner-up. ``bridges``, who serves until each option
    is live, is chosen by the middle case unless somebody knows it already or does not ask.
    Problems: a day before the first price, unknown models and presets, no published range for an input that asks for
    one, a pair that does not exist.
    """
    day = profile.day("as_of") or as_of
    book = open_book(day)
    if isinstance(book, BeforeFirstDay):
        return Problems.of(_problem(profile, "as_of", day.isoformat(), f"prices begin on {book.first_day.isoformat()}"))
    gathering = gather(profile, book)
    plans, warnings = option_plans(profile, book, gathering)
    problems = [*gathering.problems]
    chosen = _pair(profile, pair)
    if isinstance(chosen, Problem):
        problems.append(chosen)
    if problems or isinstance(chosen, Problem):
        return Problems.of(*dict.fromkeys(problems))
    case = Case(
        profile=profile,
        book=book,
        as_of=day,
        horizon_months=_horizon(profile),
        options=plans,
        workloads=profile.ids("workloads"),
        pair=chosen,
        today=_today(profile, plans),
        inputs=gathering.inputs,
        events=_events(profile),
        correlations=_correlations(profile),
        warnings=(*gathering.warnings, *warnings),
        pair_named=pair is not None or profile.has("pair"),
    )
    for each in [case.of_team(team) for team in case.teams] or [case]:
        case = replace(case, warnings=each_once((*case.warnings, *assumptions(each), *endings(each))))
    if case.teams:
        return with_parts_bridged(case, middle(case))
    return with_bridges(case, Bridges(case, middle(case)).chosen()[0] if bridges is None else bridges)


def _problem(profile: Profile, key: str, read: str, allowed: str, nearest: str = "") -> Problem:
    leaf = profile.leaves.get(key)
    return Problem(leaf.file if leaf else str(profile.file or "profile"), key, read, allowed, nearest)


def _horizon(profile: Profile) -> int:
    found = profile.quantity("horizon_months")
    return int(found.median) if isinstance(found, Quantity) else DEFAULT_HORIZON_MONTHS


def _today(profile: Profile, plans: tuple[OptionPlan, ...] = ()) -> str | None:
    """What serves today; of teams, what serves all of them."""
    if any(plan.parts for plan in plans):
        return next((plan.id for plan in plans if plan.is_today), None)
    today = profile.text("today")
    return today if today and today != "none" else None


def _pair(profile: Profile, pair: tuple[str, str] | None) -> tuple[str, str] | Problem:
    ids = profile.ids("options")
    if pair is None:
        written = profile.list("pair") or ()
        first = _today(profile) or ids[0]
        pair = (written[0], written[1]) if len(written) == 2 else (first, next(each for each in ids if each != first))
    for option in pair:
        if option not in ids:
            return _problem(profile, "pair", ",".join(pair), f"two options of this profile: {', '.join(ids)}")
    return pair


def _events(profile: Profile) -> tuple[Event, ...]:
    events = []
    for name in profile.ids("events"):
        month, key = profile.quantity(f"events.{name}.month"), profile.text(f"events.{name}.key")
        if key is not None and isinstance(month, Quantity):
            events.append(Event(name, profile.text(f"events.{name}.title") or name, int(month.median), key))
    return tuple(events)


def _correlations(profile: Profile) -> dict[tuple[str, str], float]:
    found = {}
    for name in profile.ids("correlations"):
        between, rank = profile.list(f"correlations.{name}.between"), profile.quantity(f"correlations.{name}.rank")
        if between and len(between) == 2 and isinstance(rank, Quantity):
            found[(between[0], between[1])] = rank.median
    return found
