"""What the team can do about the bill, and how large that is: levers per workload in dollars of the first full month.

Each lever is worked out from the lines of one option draw by draw: quantity moved × difference of the rates. Levers do not
add up, since each is measured alone.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from model.comparison import Line, OptionPlan, Run, evaluate, middle, resolve
from model.decision.bill.option_totals import mean
from model.decision.pair.groups import total_of
from model.decision.records.analysis import Lever, Runaway
from model.prices import TOKEN_KINDS, ModelPrices
from model.profile import Problems
from model.quantities import Array, figures
from model.quantities.quantity import plain

CACHED_AIM = 0.9
ROUTED_SHARE = 0.5
SHORTER_BY = 0.2
BATCHED_MORE = 0.2
BATCH_SAVES = 0.5
WEEKEND_HOURS = 60.0
CAP_TIMES = 10.0
PROMPT_KINDS = ("input", "cache_read", "cache_write_5m", "cache_write_1h")
SMALLEST = 0.005


class Bench(Struct, frozen=True):
    """One workload on one option: its own lines, without what a bridge or a failure costs."""

    run: Run
    plan: OptionPlan
    workload: str
    title: str
    lines: tuple[Line, ...]

    def month_1(self, *keys: str) -> Array:
        """The first full month of these lines."""
        return total_of(line.month_1_usd for line in self.lines if line.key in keys)

    def value(self, path: str) -> Array | None:
        """A number of the workload as this option sees it; None where it has none."""
        return self.run.values.get(self.run.case.key_for(self.plan.id, self.workload, path))


def bench(run: Run, option: str, workload: str) -> Bench:
    """One workload on one option."""
    plan = run.case.option(option)
    lines = tuple(
        line
        for line in run.option(option).lines
        if line.workload == workload and line.bridge is None and line.axis != "other"
    )
    return Bench(run, plan, workload, plan.work(workload).title, lines)


def levers(run: Run, option: str) -> tuple[Lever, ...]:
    """Every lever that saves anything on an option, the largest first."""
    found: list[Lever] = []
    for workload in run.case.workloads:
        place = bench(run, option, workload)
        for make in (_caching, _routing, _fewer_searches, _shorter_prompts, _batch):
            sized = (_as_the_model_says(place, lever) for lever in make(place))
            found.extend(lever for lever in sized if abs(lever.usd_per_month) >= SMALLEST)
    return tuple(sorted(found, key=lambda lever: -lever.usd_per_month))


def _as_the_model_says(place: Bench, lever: Lever) -> Lever:
    """The lever with the size that the model gives when its changes are typed: the first full month of the option before
    and after, over the same futures. A lever that no change of the profile says keeps what its lines say."""
    if not lever.set:
        return lever
    run, case = place.run, place.run.case
    changed = case.profile.changed(dict(lever.set))
    after = changed if isinstance(changed, Problems) else resolve(changed, case.as_of, case.pair)
    if isinstance(after, Problems):
        return replace(lever, usd_per_month=0.0)
    values = {**run.values, **{key: np.array([after.inputs[key].quantity.median]) for key in lever.set}}
    other = evaluate(after, {**middle(after), **values})
    usd = mean(total_of(_months(run, lever.option))) - mean(total_of(_months(other, lever.option)))
    said = lever.sentence.replace(figures.money(lever.usd_per_month), figures.money(usd))
    return replace(lever, usd_per_month=usd, sentence=said)


def _months(run: Run, option: str) -> list[Array]:
    return [line.month_1_usd for line in run.option(option).lines if line.bridge is None]


def _lever(place: Bench, key: str, saved: Array, what: str, changes: dict[str, str] | None = None) -> Lever:
    usd = mean(saved)
    return Lever(
        workload=place.workload,
        key=key,
        option=place.plan.id,
        usd_per_month=usd,
        sentence=f"{place.title}: {what} saves {figures.money(usd)} a month.",
        set=changes or {},
    )


def _token_lines(place: Bench) -> dict[str | None, dict[str, Line]]:
    """Token lines by route and kind."""
    routes: dict[str | None, dict[str, Line]] = {}
    for line in place.lines:
        kind = line.key.removeprefix("tokens.")
        if line.axis == "tokens" and kind in TOKEN_KINDS:
            routes.setdefault(line.route, {})[kind] = line
    return routes


def _caching(place: Bench) -> Iterator[Lever]:
    """Reading nine tenths of the prompt from the cache where less is read now."""
    saved = np.zeros(1)
    for kinds in _token_lines(place).values():
        prompt = total_of(kinds[kind].quantity_month_1 for kind in PROMPT_KINDS if kind in kinds)
        if {"input", "cache_read"} <= kinds.keys():
            missing = CACHED_AIM * prompt - kinds["cache_read"].quantity_month_1
            moved = np.clip(missing, 0.0, kinds["input"].quantity_month_1)
            saved = saved + moved * (kinds["input"].rate_usd - kinds["cache_read"].rate_usd)
    changes = {}
    if place.plan.work(place.workload).shape == "totals":
        changes = {f"workloads.{place.workload}.tokens.cached_share": str(CACHED_AIM)}
    yield _lever(place, "caching", saved, f"reading {figures.share(CACHED_AIM)} of the prompts from the cache", changes)


def _routing(place: Bench) -> Iterator[Lever]:
    """Half of the runs on the cheapest Claude model of the day, with the same tokens."""
    cheap = _cheapest_model(place)
    if cheap is None:
        return
    saved, dearer = np.zeros(1), False
    for route in place.plan.work(place.workload).routes:
        if route.model is None or not route.model.is_claude or route.model.id == cheap.id:
            continue
        for kind, line in _token_lines(place).get(route.id, {}).items():
            price = route.model.usd_per_mtok[kind]
            if price > 0.0:
                saved = saved + ROUTED_SHARE * line.month_1_usd * (1.0 - cheap.usd_per_mtok[kind] / price)
                dearer = True
    if dearer and mean(saved) > 0.0:
        what = f"sending {figures.share(ROUTED_SHARE)} of the runs to {cheap.title}, if they succeed as often,"
        yield _lever(place, "routing", saved, what)


def _cheapest_model(place: Bench) -> ModelPrices | None:
    day = place.run.case.as_of
    current = [
        model
        for model in place.run.case.book.models()
        if model.is_claude and (model.retires is None or model.retires > day)
    ]
    return min(current, key=lambda model: model.usd_per_mtok["output"], default=None)


def _fewer_searches(place: Bench) -> Iterator[Lever]:
    searches = place.value("searches_per_session")
    changes = {}
    if searches is not None and searches.size == 1:
        changes = {f"workloads.{place.workload}.searches_per_session": plain(float(searches[0]) / 2.0)}
    yield _lever(place, "searches", 0.5 * place.month_1("tools.web_search"), "halving the searches", changes)


def _shorter_prompts(place: Bench) -> Iterator[Lever]:
    prompts = place.month_1(*(f"tokens.{kind}" for kind in PROMPT_KINDS))
    yield _lever(place, "prompts", SHORTER_BY * prompts, f"cutting prompts by {figures.share(SHORTER_BY)}")


def _batch(place: Bench) -> Iterator[Lever]:
    """A fifth of the runs through Batch: half of their tokens, and everything that is billed while they run."""
    work = place.plan.work(place.workload)
    share = place.value("batch_share")
    if work.batch_applies is not True or share is None:
        return
    more = np.minimum(BATCHED_MORE, 1.0 - share)
    tokens = total_of(line.month_1_usd for line in place.lines if line.axis == "tokens")
    running = total_of(line.month_1_usd for line in place.lines if line.axis in ("runtime", "sandbox"))
    whole_tokens = tokens / (1.0 - BATCH_SAVES * share)
    whole_running = running / np.maximum(1.0 - share, 1e-9)
    saved = more * (BATCH_SAVES * whole_tokens + whole_running)
    changes = {}
    if share.size == 1:
        changes = {f"workloads.{place.workload}.batch_share": plain(float((share + more)[0]))}
    another = "another " if np.any(share) else ""
    what = f"sending {another}{figures.share(float(np.mean(more)))} of the runs through Batch"
    what += ", if they are one request and can wait,"
    yield _lever(place, "batch", saved, what, changes)


def runaway(run: Run, options: Sequence[str]) -> tuple[Runaway, ...]:
    """For each option and each workload, the most expensive first, what one run costs that loops from Friday to Monday."""
    found = []
    for option in options:
        hourly = [(_usd_per_running_hour(run, option, workload), workload) for workload in run.case.workloads]
        known = [(rate, usd, workload) for (rate, usd), workload in hourly if rate > 0.0]
        for rate, per_session, workload in sorted(known, key=lambda row: -row[0]):
            key = run.case.key_for(option, workload, "spend_cap_usd")
            typed = mean(run.values[key]) if key in run.values else None
            cap = per_session * CAP_TIMES if typed is None else typed
            found.append(_runaway(run, option, workload, rate * WEEKEND_HOURS, cap, typed=typed is not None))
    return tuple(found)


def _usd_per_running_hour(run: Run, option: str, workload: str) -> tuple[float, float]:
    """What a running hour costs, and what a session costs, first month, by the scaling lines of a workload."""
    place = bench(run, option, workload)
    usd = mean(total_of(line.month_1_usd for line in place.lines if line.scales == "session"))
    minutes = place.value("active_minutes")
    sessions = mean(run.values[f"workloads.{workload}.sessions_per_month"])
    hours = sessions * mean(minutes) / 60.0 if minutes is not None else 0.0
    return (usd / hours, usd / sessions) if hours > 0.0 else (0.0, 0.0)


def _runaway(run: Run, option: str, workload: str, without: float, cap: float, *, typed: bool) -> Runaway:
    plan = run.case.option(option)
    title = plan.work(workload).title
    start = f"{plan.title}: one run of {title} left looping over a weekend ({figures.count(WEEKEND_HOURS)} hours)"
    cost = f"costs about {figures.money(without)} without a spend cap"
    which = "yours" if typed else "one at ten times a usual run"
    tail = f"with {which} it stops at {figures.money(cap)}" if cap < without else f"{which} would not stop it sooner"
    return Runaway(
        option=option,
        workload=workload,
        hours=WEEKEND_HOURS,
        usd_without_cap=without,
        cap_usd=cap,
        sentence=f"{start} {cost}; {tail}.",
    )
