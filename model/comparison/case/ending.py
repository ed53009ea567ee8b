"""What the book knows to end or to change before the horizon does: a model, a mode, a price. Priced to the end, and said."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from datetime import date, timedelta

from model.comparison.case.case import Case, OptionPlan, RoutePlan, WorkPlan, whole_of
from model.comparison.case.warned import Warned, each_once
from model.prices import BeforeFirstDay, Book, ModelPrices, UnpricedName, open_book
from model.quantities import figures

DAYS_PER_MONTH = 365.25 / 12.0
MODES = {"batch": "Batch", "fast": "fast mode", "us_inference": "US-only inference"}
FIELDS = {"batch": "batch_share", "fast": "speed", "us_inference": "inference"}


def endings(case: Case) -> tuple[Warned, ...]:
    """A warning for every end or change within the horizon, with the month it falls in, in the order of the profile."""
    found: list[Warned] = []
    for plan in case.options:
        found.extend(_presets(case, plan))
        for work in plan.works:
            for route in work.routes:
                found.extend(_route(case, plan, work, route))
    return each_once(found)


def first_change(look: Callable[[date], Hashable], start: date, end: date) -> date | None:
    """The first day after ``start`` and up to ``end`` on which this is not what it was; None where it is the same at both."""
    first = look(start)
    if end <= start or look(end) == first:
        return None
    low, high = 0, (end - start).days
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if look(start + timedelta(days=middle)) == first else (low, middle)
    return start + timedelta(days=high)


def _within(case: Case, day: date) -> str:
    """When a day falls, as a reader counts: its date, and the month of the horizon."""
    month = int((day - case.as_of).days / DAYS_PER_MONTH) + 1
    return f"on {figures.day(day)}, in month {month} of {case.horizon_months}"


def _last_day(case: Case) -> date:
    return case.as_of + timedelta(days=int(case.horizon_months * DAYS_PER_MONTH))


def _book(day: date) -> Book:
    found = open_book(day)
    assert not isinstance(found, BeforeFirstDay)
    return found


def _route(case: Case, plan: OptionPlan, work: WorkPlan, route: RoutePlan) -> Iterator[Warned]:
    model = route.model
    if model is None or not model.is_claude or work.shape == "none":
        return
    key = _key(case, plan, work, f"{route.prefix}model")
    end = _last_day(case)
    if model.retires is not None and case.as_of < model.retires <= end:
        when = _within(case, model.retires)
        yield Warned(key, f"{model.title} leaves the API {when}; it is priced to the end of the horizon")
        end = model.retires - timedelta(days=1)

    def price(day: date) -> Hashable:
        found = _book(day).model(model.id)
        return tuple(sorted(found.usd_per_mtok.items())) if isinstance(found, ModelPrices) else None

    if work.shape != "bill" and (day := first_change(price, case.as_of, end)) is not None:
        yield Warned(key, f"The price of {model.title} changes {_within(case, day)}; today's is used to the end")
    for modified in route.rate_factors:
        if modified.applies and modified.used:
            yield from _mode(case, plan, work, route, modified.name, end)


def _mode(case: Case, plan: OptionPlan, work: WorkPlan, route: RoutePlan, name: str, end: date) -> Iterator[Warned]:
    model = route.model
    assert model is not None

    def rule(day: date) -> Hashable:
        found = _book(day).modifier(name, plan.kind, model.id)
        return found.applies, found.factor

    day = first_change(rule, case.as_of, end)
    if day is not None:
        ends = "ends" if not _book(day).modifier(name, plan.kind, model.id).applies else "changes"
        said = f"{MODES[name]} of {model.title} {ends} {_within(case, day)}; it is priced to the end of the horizon"
        yield Warned(_key(case, plan, work, FIELDS[name]), said[0].upper() + said[1:])


def _presets(case: Case, plan: OptionPlan) -> Iterator[Warned]:
    for place, look_up in (("sandbox", Book.sandbox), ("hosts", Book.host)):
        key = f"options.{plan.id}.{place}.preset"
        name = case.profile.text(key)
        if not name:
            continue

        def price(day: date, name: str = name, look_up: Callable[[Book, str], object] = look_up) -> object:
            return look_up(_book(day), name)

        day = first_change(price, case.as_of, _last_day(case))
        if day is not None:
            ends = "ends" if isinstance(price(day), UnpricedName) else "changes"
            yield Warned(key, f"The price of {name} {ends} {_within(case, day)}; today's is used to the end")


def _key(case: Case, plan: OptionPlan, work: WorkPlan, path: str) -> str:
    """The key that says this of the workload here."""
    own = f"options.{whole_of(plan.id)}.workloads.{work.id}.{path}"
    return own if case.profile.has(own) else f"workloads.{work.id}.{path}"
