"""What the team can do about the bill, and how large that is: levers per workload in dollars of the first full month.

A lever is a change of inputs, as one would type it; its size is what the model gives before and after, over the same futures.
A range is moved as a whole. Levers do not add up, since each is measured alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from model.comparison import Case, Line, OptionPlan, Run, evaluate, resolve
from model.decision.futures.draws import first_values, sample
from model.decision.pair.groups import total_of
from model.decision.records.analysis import Lever, Runaway
from model.decision.verdict.team_costs import goes_by_use
from model.prices import ModelPrices
from model.profile import Problems, declared_for
from model.profile.teams.joining import with_one_team
from model.quantities import Array, NumberSpec, Quantity, Unit, figures, mean
from model.quantities.quantity import plain

CACHED_AIM = 0.9
ROUTED_SHARE = 0.5
SHORTER_BY = 0.2
BATCHED_MORE = 0.2
WEEKEND_HOURS = 60.0
CAP_TIMES = 10.0
THOUSANDS_FROM = 10_000
SMALLEST = 0.005
FACTORS = ("turns_factor", "token_factor", "success_rate")
Changes = dict[str, str]


class OwnLines(Struct, frozen=True):
    """One workload on one option: its own lines, without what a bridge or a failure costs."""

    run: Run
    plan: OptionPlan
    workload: str
    title: str
    lines: tuple[Line, ...]

    def key(self, path: str) -> str:
        """The dotted key that holds a number of the workload as this option sees it."""
        return self.run.case.key_for(self.plan.id, self.workload, path)

    def quantity(self, path: str) -> Quantity | None:
        """A number of the workload as this option sees it, as written; None where it has none."""
        found = self.run.case.inputs.get(self.key(path))
        return found.quantity if found else None


def bench(run: Run, option: str, workload: str) -> OwnLines:
    """One workload on one option."""
    plan = run.case.option(option)
    lines = tuple(
        line
        for line in run.option(option).lines
        if line.workload == workload and line.bridge is None and line.axis != "other"
    )
    return OwnLines(run, plan, workload, plan.work(workload).title, lines)


class Proposal(Struct, frozen=True):
    """A lever before it is measured: its key, what is done, in words, and the changes of the profile that do it."""

    key: str
    what: str
    changes: Changes


def levers(run: Run, option: str, seed: int, draws: int = 0) -> tuple[Lever, ...]:
    """Every lever that saves anything on an option, the largest first; ``draws`` says of how many futures these are the first,
    where there are more, so that what a lever moves is drawn for the same ones."""
    found: list[Lever] = []
    draws = max(draws, run.n)
    for few, workloads in _measuring(run, option, seed, draws):
        for place in (bench(run, option, workload) for workload in workloads):
            for make in (_caching, _routing, _fewer_searches, _shorter_prompts, _batch):
                for proposal in make(place):
                    found.extend(_measured(place, proposal, few, lambda after: sample(after, draws, seed, known=run)))
    return tuple(sorted(found, key=lambda lever: -lever.usd_per_month))


def _measuring(run: Run, option: str, seed: int, draws: int) -> Iterator[tuple[Run, Iterable[str]]]:
    """The runs on which levers are measured, each with the work it knows: this one, or one a team, where what an option costs the
    company goes by nobody's use; a change of one team's work is then none of another's bill."""
    company, case = run.case.profile.company, run.case
    if company is None or goes_by_use(run, option):
        yield run, case.workloads
        return
    for team in company.teams:
        narrow = with_one_team(case.profile, team)
        alone = narrow if isinstance(narrow, Problems) else resolve(narrow, case.as_of, case.pair)
        if isinstance(alone, Problems):
            yield run, team.workloads.values()
        else:
            values = sample(alone, draws, seed, known=run)
            yield evaluate(alone, first_values(values, run.n), run.sheet.breathe), team.workloads.values()


def _measured(
    place: OwnLines, proposal: Proposal, few: Run, drawn: Callable[[Case], Mapping[str, Array]]
) -> Iterator[Lever]:
    """The lever with the size that the model gives: the first full month of the option before and after its changes are
    typed. None where they may not be typed, where they leave something without a price, and where nothing is saved."""
    case = few.case
    if not proposal.changes:
        return
    changed = case.profile.changed(dict(proposal.changes))
    bridges = tuple(
        plan.meanwhile for plan in case.options
    )  # who serves before an option is live is no part of its month
    after = changed if isinstance(changed, Problems) else resolve(changed, case.as_of, case.pair, bridges)
    if isinstance(after, Problems):
        return
    then = few.typed(after, first_values(drawn(after), few.n))
    usd = mean(few.first_month_usd(place.plan.id)) - mean(then.first_month_usd(place.plan.id))
    if usd < SMALLEST:
        return
    yield Lever(
        workload=place.workload,
        key=proposal.key,
        option=place.plan.id,
        usd_per_month=usd,
        sentence=f"{place.title}: {proposal.what} saves {figures.money(usd)} a month.",
        set=proposal.changes,
    )


# as typed ------------------------------------------------------------------------------------------------------------


def _typed(found: Quantity, spec: NumberSpec, move: Callable[[float], float]) -> str:
    """A number or a range moved as a whole, inside its limits, as one would type it: `1.5`, `5.6k to 10.4k`, `20% to 50%`."""
    low, high = spec.limits
    ends = [min(max(float(f"{move(end):.12g}"), low), high) for end in found.ends]
    texts = list(dict.fromkeys(_written(end, spec) for end in ends))
    return (" to " if len(texts) == 2 else " / ").join(texts)


def _written(value: float, spec: NumberSpec) -> str:
    """One number; three decimals get a fourth, since 1.963 might be read as thousands."""
    if spec.unit is Unit.SHARE:
        return f"{_decimals(float(f'{100.0 * value:.12g}'))}%"
    if value >= THOUSANDS_FROM and value % 100 == 0:
        return f"{plain(value / 1_000)}k"
    return _decimals(value)


def _decimals(value: float) -> str:
    text = plain(value)
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text


def _moved(place: OwnLines, move: Callable[[float], float], *paths: str) -> Changes:
    """Those numbers of the workload that are more than nothing, moved as a whole."""
    changes: Changes = {}
    for path in paths:
        found = place.quantity(path)
        if found is not None and found.ends and found.ends[-1] > 0.0:
            changes[place.key(path)] = _typed(found, _spec(place.key(path)), move)
    return changes


def _spec(key: str) -> NumberSpec:
    declared = declared_for(key)
    assert declared is not None
    assert declared.spec is not None
    return declared.spec


# the levers ----------------------------------------------------------------------------------------------------------


def _caching(place: OwnLines) -> Iterator[Proposal]:
    """Reading nine tenths of the prompt from the cache where less is read now, or what is left beside what is written."""
    found = place.quantity("tokens.cached_share")
    if place.plan.work(place.workload).shape != "totals" or place.plan.cache == "none":
        return
    written = [place.quantity(f"tokens.write_{lifetime}_share") for lifetime in ("5m", "1h")]
    aim = min(CACHED_AIM, 1.0 - sum(share.median for share in written if share is not None))
    if found is None or found.median < aim:
        key, what = place.key("tokens.cached_share"), f"reading {figures.share(aim)} of the prompts from the cache"
        yield Proposal("caching", what, {key: _written(aim, _spec(key))})


def _routing(place: OwnLines) -> Iterator[Proposal]:
    """Half of the runs of every route on the cheapest Claude model of the day, with the same tokens and turns."""
    cheap = _cheapest_model(place)
    work = place.plan.work(place.workload)
    models = [route.model for route in work.routes]
    if cheap is None or not any(model and model.is_claude and model.id != cheap.id for model in models):
        return
    changes = _halved_model(place, cheap) if work.routes[0].id is None else _halved_routes(place, cheap)
    what = f"sending {figures.share(ROUTED_SHARE)} of the runs to {cheap.title}, if they succeed as often,"
    yield Proposal("routing", what, changes)


def _halved_model(place: OwnLines, cheap: ModelPrices) -> Changes:
    """Two routes for work that has one model: half as it is, half on the cheap one."""
    own = f"options.{place.plan.id}.workloads.{place.workload}"
    is_own = place.run.case.profile.has(f"{own}.model")
    table = own if is_own else f"workloads.{place.workload}"
    model = place.plan.work(place.workload).routes[0].model
    assert model is not None
    share = _written(ROUTED_SHARE, _spec(f"{table}.routes.usual.share"))
    changes = {f"{table}.model": ""} if is_own else {}
    for name, used in (("usual", model), ("cheaper", cheap)):
        changes |= {f"{table}.routes.{name}.model": used.id, f"{table}.routes.{name}.share": share}
    return changes


def _halved_routes(place: OwnLines, cheap: ModelPrices) -> Changes:
    """Every route on a more expensive Claude model keeps half of its runs; the other half has its factors and the cheap model."""
    profile, changes = place.run.case.profile, Changes()
    own = f"options.{place.plan.id}.workloads.{place.workload}"
    table = own if profile.ids(f"{own}.routes") else f"workloads.{place.workload}"
    for route in place.plan.work(place.workload).routes:
        if route.model is None or not route.model.is_claude or route.model.id == cheap.id:
            continue
        name = f"{route.id}-cheaper"
        for path in FACTORS:
            found = place.quantity(f"{route.prefix}{path}")
            if found is not None and place.run.case.inputs[place.key(f"{route.prefix}{path}")].given:
                key = f"{table}.routes.{name}.{path}"
                changes[key] = _typed(found, _spec(key), lambda value: value)
        share = place.quantity(f"{route.prefix}share")
        assert share is not None
        for kept in (str(route.id), name):
            key = f"{table}.routes.{kept}.share"
            changes[key] = _typed(share, _spec(key), lambda value: value * (1.0 - ROUTED_SHARE))
        changes[f"{table}.routes.{name}.model"] = cheap.id
    return changes


def _cheapest_model(place: OwnLines) -> ModelPrices | None:
    day = place.run.case.as_of
    current = [
        model
        for model in place.run.case.book.models()
        if model.is_claude and (model.retires is None or model.retires > day)
    ]
    return min(current, key=lambda model: model.usd_per_mtok["output"], default=None)


def _fewer_searches(place: OwnLines) -> Iterator[Proposal]:
    """Half of the searches. What they find is billed as input too, and how much of the prompt that is nobody said."""
    alone = ", their fee alone counted," if place.plan.work(place.workload).shape != "none" else ""
    changes = _moved(place, lambda value: value / 2.0, "searches_per_session")
    yield Proposal("searches", f"halving the searches{alone}", changes)


def _shorter_prompts(place: OwnLines) -> Iterator[Proposal]:
    """A fifth less input; of a loop a fifth less of the first prompt and of what each turn adds."""
    shape = place.plan.work(place.workload).shape
    paths = {"totals": ("tokens.input",), "loop": ("loop.prompt", "loop.added")}.get(shape, ())
    changes = _moved(place, lambda value: value * (1.0 - SHORTER_BY), *paths)
    yield Proposal("prompts", f"cutting prompts by {figures.share(SHORTER_BY)}", changes)


def _batch(place: OwnLines) -> Iterator[Proposal]:
    """Another fifth of the runs through Batch, or what is left."""
    share = place.quantity("batch_share")
    if place.plan.work(place.workload).batch_applies is not True or share is None:
        return
    key = place.key("batch_share")
    more = min(BATCHED_MORE, 1.0 - share.median)
    another = "another " if share.median > 0.0 else ""
    what = f"sending {another}{figures.share(more)} of the runs through Batch, if they are one request and can wait,"
    yield Proposal("batch", what, {key: _typed(share, _spec(key), lambda value: value + more)})


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
    minutes = run.values.get(place.key("active_minutes"))
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
