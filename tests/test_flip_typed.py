"""A switching value typed into the profile is one: the file accepts it, and the new comparison is on the edge.

Nine generated profiles stand for fifty; SWITCHPOINT_EXPLORE=1 takes all.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from generated import profile_text

from model.comparison import Case, Run, evaluate, resolve
from model.decision.flips.switching_values import switching_values
from model.decision.futures.draws import sample
from model.decision.records.analysis import SwitchingValue
from model.profile import Problems, Profile, load, loads

DAY = date(2026, 11, 22)
STARTERS = sorted((Path(__file__).parent.parent / "profiles").glob("*.toml"))
SEEDS = range(50) if os.environ.get("SWITCHPOINT_EXPLORE") else (1, 2, 3, 5, 7, 8, 11, 23, 42)
DRAWS = 60
SCALE_SHARE = 1e-6


def read(profile: Profile | Problems) -> Profile:
    """A profile without problems."""
    assert not isinstance(profile, Problems), profile.sentences()
    return profile


def case_of(profile: Profile) -> Case:
    """Its case."""
    case = resolve(profile, DAY)
    assert not isinstance(case, Problems), case.sentences()
    return case


def expected(run: Run) -> tuple[float, float]:
    """Expected B − A, and what it is measured against."""
    a, b = (float(np.mean(worth)) for worth in run.present_values(options=run.case.pair).values())
    if tuple(run.present_values(options=run.case.pair)) != run.case.pair:
        a, b = b, a
    return b - a, max(abs(a), abs(b))


def typed(row: SwitchingValue) -> object:
    """The value as one would type it: a share above 1 in percent, whole numbers without a point."""
    assert row.value is not None
    if row.unit == "share" and row.value > 1.0:
        return f"{row.value * 100.0!r} %"
    return int(row.value) if float(row.value).is_integer() else row.value


def assert_on_the_edge(profile: Profile, row: SwitchingValue, pair: tuple[str, str]) -> None:
    """The profile with the value typed: equal costs, or past a step with the other option in front."""
    assert row.value is not None
    changed = read(profile.changed({row.key: typed(row)}))
    case = case_of(changed)
    usd, scale = expected(evaluate(case, sample(case, DRAWS)))
    if row.step:
        winner = pair[1] if usd < 0.0 else pair[0]
        assert winner == row.flips_to or abs(usd) <= SCALE_SHARE * scale, (row.key, row.value, usd)
    else:
        assert abs(usd) <= SCALE_SHARE * scale, (row.key, row.value, usd / scale)


def assert_all_on_the_edge(profile: Profile) -> None:
    """Every switching value of a profile, by typing it."""
    case = case_of(profile)
    for row in switching_values(evaluate(case, sample(case, DRAWS))):
        if row.value is not None:
            assert_on_the_edge(profile, row, case.pair)


@pytest.mark.parametrize("starter", STARTERS, ids=lambda path: path.stem)
def test_starters(starter: Path) -> None:
    """Every profile that ships with the product."""
    assert_all_on_the_edge(read(load(starter)))


@pytest.mark.parametrize("seed", SEEDS)
def test_generated_profiles(seed: int) -> None:
    """Every kind, place, shape, bridge, event and token shape."""
    assert_all_on_the_edge(read(loads(profile_text(seed))))


def test_numbers_that_nobody_gave_come_last_within_their_reach() -> None:
    """A factor of 1 that stands nowhere in the profile is told after what the profile says of the same reach."""
    case = case_of(read(load(next(path for path in STARTERS if path.stem == "coding-fleet"))))
    rows = [row for row in switching_values(evaluate(case, sample(case, DRAWS))) if row.value is not None]
    silent = [
        (("range", "near", "far", "beyond").index(str(row.reach)), not found.given and found.basis == "guess")
        for row in rows
        if (found := case.inputs.get(row.key))
    ]
    assert silent == sorted(silent)
    assert len({place for place, unsaid in silent if unsaid}) > 1
