"""`track` from end to end: each full month's forecast against what came, what moved it, how good the ranges are, and whether
what the decision rests on still holds by measured values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace

from model.comparison import resolve
from model.decision import profile_difference
from model.decision.records.analysis import Trigger
from model.decision.verdict.team_decision import decision_of
from model.profile import Problem, Problems, Profile
from model.profile.actuals import TOTAL, Held, TrackedMonth, merged
from model.quantities import Array
from model.usage import queries
from model.usage.calibration import Calibration, calibration, distance
from model.usage.expected import Expected, expected, option_of
from model.usage.gather_rows import Advance, RefusedSource, gather, table_bytes
from model.usage.into_profile import with_inputs
from model.usage.measured_inputs import MeasuredInput
from model.usage.measured_months import MeasuredMonth, MeasuredMonths, measured_months
from model.usage.readers import Context
from model.usage.row_store import RowStore
from model.usage.runout import RunOut, run_out
from model.usage.sink import Told

TOKENS = ("tokens.input", "tokens.output", "tokens.cache")
FEW_DRAWS = 1_000
"""Futures for what each input is worth: a table of a dozen needs two comparisons each."""


class Moved(Struct, frozen=True):
    """One input that is not as assumed: what the profile expects in the month (its middle), what came, and what the
    difference is worth to the tracked option over the horizon, US dollars of present value, as `diff` has it.

    `beyond_usd` is the part of it that the range did not allow for; None where it cannot be worked out alone.
    """

    key: str
    title: str
    expected: float
    actual: float
    distance: float | None
    is_inside: bool
    worth_usd: float | None
    beyond_usd: float | None


class Crossed(Struct, frozen=True):
    """A trigger of the decision by measured values; `is_measured` where its own input was measured."""

    trigger: Trigger
    is_measured: bool

    @property
    def is_crossed(self) -> bool:
        """Whether a measured value has crossed it."""
        return self.is_measured and self.trigger.crossed


class Tracked(Struct, frozen=True):
    """Everything `track` says. `moved` is of the newest month, the most surprising first; `together_usd` is what its parts do
    to each other; `budget` is None without one."""

    profile: str
    option: str
    months: tuple[TrackedMonth, ...]
    moved: tuple[Moved, ...]
    together_usd: float
    total_usd: float
    calibration: Calibration
    triggers: tuple[Crossed, ...]
    budget: RunOut | None
    sources: tuple[Told, ...] = ()
    refused: tuple[RefusedSource, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def crossed(self) -> list[Crossed]:
        """The triggers that measured values have crossed."""
        return [each for each in self.triggers if each.is_crossed]


class Settings(Struct, frozen=True):
    """How a profile is tracked: the day, first month, agents by workload, option, futures, budget of a calendar year."""

    today: date
    since: date | None = None
    named: Mapping[str, str] = field(default_factory=dict)
    option: str | None = None
    draws: int = 10_000
    seed: int = 1
    budget_usd: float | None = None


def track(
    profile: Profile, names: Sequence[str], kept: Sequence[TrackedMonth], settings: Settings,
    format_name: str | None = None, context: Context | None = None, advance: Advance | None = None,
) -> Tracked | Problems:  # fmt: skip
    """Hold a profile against sources, and against the months kept from earlier ones."""
    with RowStore(table_bytes=table_bytes(names)) as store:
        gathered = gather(store, names, format_name, context, advance)
        said = queries.prepare(store, settings.today)
        found = measured_months(store, profile.ids("workloads"), settings.named, settings.today, settings.since)
    held = hold(profile, found, kept, settings)
    if isinstance(held, Problems):
        return held
    notes = [f"{each.path}: {sentence}" for each in gathered.told for sentence in each.sentences()]
    return replace(
        held, sources=tuple(gathered.told), refused=tuple(gathered.refused), warnings=(*held.warnings, *said, *notes)
    )


def hold(
    profile: Profile, measured: MeasuredMonths, kept: Sequence[TrackedMonth], settings: Settings
) -> Tracked | Problems:
    """Hold a profile against months that were measured, and against those kept from before."""
    case = resolve(profile, settings.today)
    if isinstance(case, Problems):
        return case
    option = option_of(case, settings.option)
    if option is None:
        ids = ", ".join(plan.id for plan in case.options)
        return Problems.of(
            Problem(profile.label, "options", settings.option or "", f"an option that is compared ({ids})")
        )
    whole = expected(case, option, settings.draws, settings.seed)
    months = merged(kept, held_months(whole, measured.full))
    newest = next((month for month in reversed(months) if month.inputs), None)
    learned = None if newest is None else with_inputs(profile, _learned(whole, newest))
    if isinstance(learned, Problems):
        return learned
    moved, together, total = (
        ((), 0.0, 0.0) if learned is None or newest is None else _moved(profile, learned, newest, whole, settings)
    )
    return Tracked(
        profile=profile.label,
        option=option,
        months=months,
        moved=moved,
        together_usd=together,
        total_usd=total,
        calibration=calibration(months),
        triggers=() if learned is None or newest is None else _triggers(learned, newest, settings.today),
        budget=None if settings.budget_usd is None else run_out(whole, months, settings.budget_usd),
        warnings=tuple(_left_out(measured)),
    )  # fmt: skip


def held_months(whole: Expected, measured: Sequence[MeasuredMonth]) -> list[TrackedMonth]:
    """Each month's inputs and lines beside what the profile expects of it."""
    by_month: dict[date, list[MeasuredMonth]] = {}
    for each in measured:
        by_month.setdefault(each.month, []).append(each)
    return [_held_month(whole, month, parts) for month, parts in sorted(by_month.items())]


def _held_month(whole: Expected, month: date, parts: Sequence[MeasuredMonth]) -> TrackedMonth:
    forecast = whole.lines(month)
    lines = [found for part in parts for found in _lines(forecast, part)]
    inputs = [found for part in parts for found in _inputs(whole, month, part)]
    used = [forecast[line.key] for line in lines if line.key in forecast]
    if lines:
        lines.append(_held(TOTAL, sum(used, start=np.zeros(1)), sum(line.actual for line in lines)))
    return TrackedMonth(month, whole.option, sum(part.sessions for part in parts), tuple(lines), tuple(inputs))


def _lines(forecast: Mapping[str, Array], part: MeasuredMonth) -> list[Held]:
    """The lines of one workload; what came without being forecast stands against 0."""
    actual = dict(part.lines)
    if f"{part.workload}.tokens.bill" in forecast:  # the profile has the bill, not the tokens
        actual["tokens.bill"] = sum(actual.pop(name, 0.0) for name in TOKENS)
    by_key = {f"{part.workload}.{name}": usd for name, usd in actual.items()}
    return [
        _held(key, forecast.get(key, np.zeros(1)), usd) for key, usd in by_key.items() if key in forecast or usd > 0.0
    ]


def _inputs(whole: Expected, month: date, part: MeasuredMonth) -> list[Held]:
    """The inputs of one workload that the team typed."""
    found = []
    for path, actual in part.inputs.items():
        key = f"workloads.{part.workload}.{path}"
        values = whole.input(key, month)
        if values is not None and whole.case.inputs[key].given:
            found.append(_held(key, values, actual, whole.case.inputs[key].quantity.is_range))
    return found


def _held(key: str, values: Array, actual: float, is_range: bool = True) -> Held:
    low, middle, high = (float(value) for value in np.quantile(values, (0.1, 0.5, 0.9)))
    return Held(key, low, middle, high, actual, is_range)


def _left_out(found: MeasuredMonths) -> list[str]:
    said = [f"{month:%B %Y} is not full and was left out" for month in found.partial]
    if found.without:
        said.append(f"no workload for {', '.join(found.without)}; name one with --as AGENT=WORKLOAD")
    floors = sum(each.floors for each in found.full)
    return [*said, f"{floors:,} sessions do not say all of their cost: what came is a floor"] if floors else said


def _learned(whole: Expected, month: TrackedMonth) -> list[MeasuredInput]:
    """The newest month's inputs as plain numbers of a profile; sessions back on the profile's own day."""
    found = []
    for held in month.inputs:
        actual = held.actual
        if held.key.endswith(".sessions_per_month"):
            growth = whole.case.inputs.get(held.key.replace(".sessions_per_month", ".growth_per_month"))
            if growth is not None:
                actual /= (1.0 + growth.quantity.mean) ** whole.place(month.month)
        value = float(f"{actual:.6g}")
        found.append(MeasuredInput(held.key, value, value, value, value, f"track, {month.month:%B %Y}"))
    return found


def _moved(
    profile: Profile, learned: Profile, newest: TrackedMonth, whole: Expected, settings: Settings
) -> tuple[tuple[Moved, ...], float, float]:
    """What each measured input is worth against what was assumed, by the waterfall of `diff`."""
    difference = profile_difference(profile, learned, settings.today, min(settings.draws, FEW_DRAWS), settings.seed)
    if isinstance(difference, Problems) or whole.option not in difference.options:
        return (), 0.0, 0.0
    held = {each.key: each for each in newest.inputs}
    rows = [
        _move(held[row.key], row.title, None if row.worth_usd is None else row.worth_usd[whole.option])
        for row in difference.rows
        if row.key in held
    ]
    ordered = sorted(rows, key=lambda row: (-abs(row.beyond_usd or 0.0), -abs(row.worth_usd or 0.0)))
    return tuple(ordered), difference.together_usd[whole.option], difference.total_usd[whole.option]


def _move(held: Held, title: str, worth: float | None) -> Moved:
    far = distance(held)
    share = 1.0 if far is None else max(0.0, 1.0 - 1.0 / abs(far)) if far else 0.0
    beyond = None if worth is None else 0.0 if held.is_inside else worth * share
    return Moved(held.key, title, held.p50, held.actual, far, held.is_inside, worth, beyond)


def _triggers(learned: Profile, newest: TrackedMonth, today: date) -> tuple[Crossed, ...]:
    case = resolve(learned, today)
    decision = None if isinstance(case, Problems) else decision_of(case)
    if decision is None:
        return ()
    measured = {held.key for held in newest.inputs}
    return tuple(Crossed(trigger, trigger.key in measured) for trigger in decision.triggers)
