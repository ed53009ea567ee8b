"""A flip is a flip: every reported value, a hair past it and typed into the profile, puts the other option ahead.

And every search ends: profiles with dates and builds of nothing, and what is a tie is said to be none.
"""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from generated import profile_text

from model.comparison import Case, Run, evaluate, resolve
from model.decision.flips.search import MOST_HANDOVERS
from model.decision.flips.switching_values import search_of, switching_values
from model.decision.futures.draws import sample
from model.decision.records.analysis import SwitchingValue
from model.profile import Problems, Profile, load, loads
from model.quantities import Array
from model.quantities.roots import MOST_ROUNDS, Bracket, brackets, pin_down

DAY = date(2026, 11, 22)
DRAWS = 60
HAIR = 1e-6
STARTERS = sorted((Path(__file__).parent.parent / "profiles").glob("*.toml"))


def read(found: Profile | Problems) -> Profile:
    """A profile without problems."""
    assert not isinstance(found, Problems), found.sentences()
    return found


def case_of(profile: Profile) -> Case:
    """Its case."""
    case = resolve(profile, DAY)
    assert not isinstance(case, Problems), case.sentences()
    return case


def run_of(profile: Profile, draws: int = DRAWS) -> Run:
    """Its futures."""
    case = case_of(profile)
    return evaluate(case, sample(case, draws))


def difference(run: Run, pair: tuple[str, str]) -> float:
    """Expected B − A."""
    worth = run.present_values(options=pair)
    return float(np.mean(worth[pair[1]]) - np.mean(worth[pair[0]]))


def typed(row: SwitchingValue) -> object:
    """The value a hair past it, as one would type it; whole numbers and first values past a stair as they are."""
    assert row.value is not None
    if row.key == "horizon_months" or (float(row.value).is_integer() and row.step):
        return int(row.value)
    side = 1.0 if row.direction == "above" else -1.0
    value = row.value + side * max(HAIR * abs(row.value), 1e-9)
    if row.unit == "share" and value > 1.0:
        return f"{value * 100.0!r} %"
    return int(value) if float(value).is_integer() else value


def assert_every_value_turns_the_pair(profile: Profile, draws: int = DRAWS) -> int:
    """Types each value, a hair past it; returns how many there were."""
    run = run_of(profile, draws)
    pair, today = run.case.pair, difference(run, run.case.pair)
    count = 0
    for row in switching_values(run):
        if row.value is None:
            continue
        count += 1
        changed = difference(run_of(read(profile.changed({row.key: typed(row)})), draws), pair)
        assert today * changed < 0.0, (row.key, row.now, row.value, row.direction, row.step, today, changed)
        assert row.wins == (pair[1] if changed < 0.0 else pair[0])
    return count


@pytest.mark.parametrize("path", STARTERS, ids=lambda path: path.stem)
def test_every_starter(path: Path) -> None:
    """Every profile that ships with the product has values that turn its pair."""
    assert assert_every_value_turns_the_pair(read(load(path)))


@pytest.mark.parametrize("seed", range(50))
def test_generated_profiles(seed: int) -> None:
    """Every kind, place, shape, bridge, event and token shape."""
    assert_every_value_turns_the_pair(read(loads(profile_text(seed))), 12)


BASE = """
schema = 1
name = "Base"
as_of = 2026-11-22
horizon_months = {horizon}
discount_rate = {rate}
[workloads.w]
sessions_per_month = {sessions}
active_minutes = 10
waiting_usd_per_month = 0
[engineering]
loaded_usd_per_year = 200_000
[options.managed]
{managed}
[options.own]
kind = "own-stack"
{own}
[options.own.sandbox]
preset = "{preset}"
plan_usd_per_month = 0
vcpu = 2
memory_gib = 4
"""


def base(
    managed: str, own: str, *, sessions: float = 1000, horizon: int = 12, rate: float = 0.0, preset: str = "e2b"
) -> str:
    """A small profile with these lines of each option."""
    return BASE.format(managed=managed, own=own, sessions=sessions, horizon=horizon, rate=rate, preset=preset)


LIVE = "build_engineer_weeks = 0\nweeks_until_live = 0\nupkeep_fte = 0"
PLAIN = "build_engineer_weeks = 0\nupkeep_fte = 0.04"


def flips_of(text: str) -> dict[str, float | None]:
    """Every switching value by key, in one future or sixty."""
    return {row.key: row.value for row in switching_values(run_of(read(loads(text))))}


def test_a_handover_at_exactly_nothing_ends() -> None:
    """Own is live at once and the verdict; managed's build of 3 weeks flips where it costs what own's months cost more:
    300 × 10/60 × ($0.1656 − $0.08) = $4.28 a month against 40 × 200,000 / 2,080 = $3,846.15 a week. Until then nobody serves
    for managed, at the $0 a month that is written, and no upkeep of 0.04 × 200,000 / 12 = $666.67 a month is paid."""
    text = base("build_engineer_weeks = 3\nupkeep_fte = 0.04", PLAIN, sessions=300, horizon=36, rate=0.1)
    found = flips_of(text)
    build, overrun = found["options.managed.build_engineer_weeks"], found["options.managed.overrun_factor"]
    months = np.arange(1, 37)
    assert build is not None
    assert overrun == pytest.approx(build / 3.0, rel=1e-6)
    share = np.clip(months - build * 12 / 52, 0.0, 1.0)
    later = float(np.sum(4.28 * share * 1.1 ** (-months / 12)))
    spared = 0.04 * 200_000 / 12 * build * 12 / 52 * 1.1 ** (-1 / 12) + 300 / 6 * 0.1656 * build * 12 / 52
    assert build * 40 * 200_000 / 2_080 == pytest.approx(later + spared, rel=1e-3)
    assert build == pytest.approx(0.036, abs=0.001)


@pytest.mark.parametrize(
    "text",
    [
        base(
            PLAIN,
            "build_engineer_weeks = 2\nupkeep_fte = 0.04",
            sessions=300,
            horizon=36,
            rate=0.1,
            preset="fargate-arm-spot",
        ),
        base('build_engineer_weeks = "1 to 4"\nupkeep_fte = 0.04', PLAIN, sessions=300, horizon=36, rate=0.1),
        base("build_engineer_weeks = 0\nupkeep_fte = 0", "build_engineer_weeks = 0\nupkeep_fte = 0", sessions=10),
        base("build_engineer_weeks = 3\nbuilders = 2\nupkeep_fte = 0.04", PLAIN, sessions=300, horizon=36, rate=0.1),
        base("build_engineer_weeks = 3\noverrun_factor = 0\nupkeep_fte = 0.04", PLAIN, sessions=50, horizon=36),
    ],
    ids=["mirrored", "a range", "ten runs", "builders", "overrun of nothing"],
)
def test_its_siblings_end(text: str) -> None:
    """The same with the sides changed, with a range, with hardly any runs, with builders."""
    assert flips_of(text)
    assert_every_value_turns_the_pair(read(loads(text)))


class Endless:
    """A difference that jumps at nothing, and counts how often it was asked."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, xs: Array) -> Array:
        self.calls += 1
        return np.where(xs > 0.0, -1.0, 1.0)

    def narrow(self, low: float, high: float) -> None:
        """Nothing to gain."""


def test_a_bracket_with_an_end_at_nothing_is_bounded_by_rounds_and_by_width() -> None:
    """A relative width is never reached beside 0: rounds bound it, and the smallest value ends it long before."""
    function = Endless()
    pin_down(function, Bracket(0.0, 1.0, 3.0, -1.0), 0.0, 2)
    assert 100 < function.calls <= MOST_ROUNDS
    again = Endless()
    found = pin_down(again, Bracket(0.0, 1.0, 3.0, -1.0), 0.0, 2, 1e-9)
    assert again.calls < 40
    assert 0.0 < found.value <= 1e-9


def test_a_handover_takes_no_more_rounds_than_it_may() -> None:
    """A case that changes between nothing and the first number above it."""
    run = run_of(read(loads(base(PLAIN, PLAIN, sessions=300))))
    search = search_of(run)
    asked = 0

    def otherwise(_: str, xs: Array) -> list[object]:
        nonlocal asked
        asked += 1
        return [None if x == 0.0 else search for x in xs.tolist()]

    from msgspec.structs import replace

    from model.decision.futures.searchable import movables

    movable = next(m for m in movables(run.case) if m.key.endswith("build_engineer_weeks"))
    search = replace(search, pair=replace(search.pair, otherwise=otherwise))
    near, far = search._handover(replace(movable, today=0.0), 0.0, 3.0)
    assert (near, far) == (0.0, pytest.approx(far))
    assert far <= 1e-9
    assert asked <= MOST_HANDOVERS


def test_a_tie_at_a_limit_or_on_a_stretch_is_no_flip() -> None:
    """At no runs both cost nothing, and from the end of the horizon on nothing changes: the same from there on."""
    found = flips_of(base(LIVE, LIVE))
    for key in ("sessions_per_month", "active_minutes"):
        assert found[f"workloads.w.{key}"] is None
    for option in ("managed", "own"):
        assert found[f"options.{option}.weeks_until_live"] is None
    assert_every_value_turns_the_pair(read(loads(base(LIVE, LIVE))))
    still = flips_of(base(LIVE, LIVE, sessions=0))
    assert all(value is None for value in still.values())


@pytest.mark.parametrize("plan", [0, 150])
@pytest.mark.parametrize("sessions", [0, 10, 1000])
@pytest.mark.parametrize("weeks", [0, 4])
def test_doing_nothing_for_nothing_is_no_flip_of_dates(weeks: int, sessions: int, plan: int) -> None:
    """Own costs 1,000 × 10/60 × $0.1656 = $27.60 a month and a plan, managed $13.33: live in week 48 of 52 own costs less, for
    eleven months of nothing that was written as free. Neither runs, minutes nor dates turn this pair."""
    live = LIVE.replace("weeks_until_live = 0", f"weeks_until_live = {weeks}")
    text = base(live, live, sessions=sessions).replace("plan_usd_per_month = 0", f"plan_usd_per_month = {plan}")
    rows = {row.key: row for row in switching_values(run_of(read(loads(text))))}
    keys = ["workloads.w.sessions_per_month", "workloads.w.active_minutes"]
    keys += [f"options.{option}.weeks_until_live" for option in ("managed", "own")]
    assert all(rows[key].value is None for key in keys if key in rows)
    if sessions and plan:
        own = rows["options.own.weeks_until_live"]
        assert own.why_never == "a later start only leaves runs undone, and leaving them undone is written as free"


def test_a_zero_ends_no_bracket() -> None:
    """From one sign over a stretch of nothing to the other is one bracket; to nothing alone is none."""
    xs = np.arange(5.0)
    assert brackets(xs, np.array([1.0, 1.0, 0.0, 0.0, 0.0]), 0.0) == []
    (found,) = brackets(xs, np.array([1.0, 1.0, 0.0, 0.0, -1.0]), 0.0)
    assert (found.near, found.far) == (1.0, 4.0)


def test_a_search_keeps_to_what_the_world_knows() -> None:
    """A peak is not under the mean, an engineer costs more than a minimum wage, a date lies within the horizon."""
    from model.decision.futures.searchable import movables

    for path in STARTERS:
        case = case_of(read(load(path)))
        bounds = {m.key: m for m in movables(case)}
        for key, m in bounds.items():
            if key.endswith(("peak_in_busy_hours", "builders", "load_factor")):
                assert m.low == min(1.0, m.today)
            if key.endswith(("loaded_usd_per_year", "salary_usd_per_year")):
                assert m.low == 7.25 * 2_080
            if key.endswith("weeks_until_live"):
                assert m.high == max(case.horizon_months * 52 / 12, m.today)


def with_nothing(seed: int) -> str:
    """A plausible profile in which dates, builds, upkeep and runs are often nothing at all."""
    rng = random.Random(seed)

    def option() -> str:
        build = rng.choice(("0", "0", "1", "3", "0.01", '"1 to 4"', '"0 to 2"'))
        upkeep = rng.choice(("0", "0.04", "0.1", '"0.02 to 0.1"'))
        lines = [f"build_engineer_weeks = {build}", f"upkeep_fte = {upkeep}"]
        if rng.random() < 0.5:
            lines.append(f"weeks_until_live = {rng.choice(('0', '2', '60'))}")
        if rng.random() < 0.2:
            lines.append(f"builders = {rng.choice(('1', '2', '0.5'))}")
        if rng.random() < 0.2:
            overrun = rng.choice(("1.0", "0", "1.5", '"published"'))
            lines.append(f"overrun_factor = {overrun}")
        return "\n".join(lines)

    return base(
        option(), option(), sessions=rng.choice((0, 10, 50, 300, 500, 1000, 20_000)), horizon=rng.choice((1, 12, 36)),
        rate=rng.choice((0.0, 0.1)), preset=rng.choice(("e2b", "fargate-arm-spot")),
    )  # fmt: skip


@pytest.mark.parametrize("batch", range(4))
def test_profiles_with_dates_and_builds_of_nothing_end(batch: int) -> None:
    """Fifty a batch, each searched in one future; a search that did not end would hold up the whole test."""
    for seed in range(50 * batch, 50 * (batch + 1)):
        case = case_of(read(loads(with_nothing(seed))))
        rows = switching_values(evaluate(case, sample(case, 1)))
        assert all(row.value is None or np.isfinite(row.value) for row in rows)
