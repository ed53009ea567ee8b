"""Crossings of plain functions, the nearest pair of levers, and the price at which an unpriced option would win."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from model.comparison import evaluate, resolve
from model.decision import analyse
from model.decision.flips.nearest_pair import nearest_pair
from model.decision.flips.switching_values import search_of, switching_values
from model.decision.futures.draws import sample
from model.decision.futures.searchable import movables
from model.profile import Problems, loads
from model.quantities import Array
from model.quantities.roots import Bracket, brackets, chase, pin_down

DAY = date(2026, 11, 22)


class Plain:
    """A function whose search cannot be narrowed."""

    def __init__(self, function: Callable[[Array], Array]) -> None:
        self.function = function

    def __call__(self, xs: Array) -> Array:
        """The function."""
        return self.function(xs)

    def narrow(self, low: float, high: float) -> None:
        """Nothing to take out."""


def test_a_straight_line_takes_two_evaluations() -> None:
    """The guess and the check."""
    asked: list[float] = []

    def line(xs: Array) -> Array:
        asked.extend(xs.tolist())
        return 3.0 * xs - 7.0

    assert chase(line, [(1.0, -4.0)], 2.0, 0.0, 10.0, 1e-12) == pytest.approx(7.0 / 3.0)
    assert len(asked) == 2


def test_a_bend_settles() -> None:
    """A cubic root by inverse interpolation."""
    assert chase(lambda xs: xs**3 - 2.0, [(1.0, -1.0)], 1.3, 1.0, 2.0, 1e-10) == pytest.approx(2.0 ** (1 / 3))


def test_the_first_value_past_a_stair() -> None:
    """A jump over zero at 2 has no root: going up, the first number at 2 or past it; going down, the first below."""
    stair = Plain(lambda xs: np.where(xs >= 2.0, 1.0, -1.0))
    up = pin_down(stair, Bracket(0.0, -1.0, 5.0, 1.0), 1e-9, 4)
    assert up.step
    assert up.value == pytest.approx(2.0, rel=1e-14)
    assert stair(np.array([up.value]))[0] > 0.0
    down = pin_down(stair, Bracket(5.0, 1.0, 0.0, -1.0), 1e-9, 4)
    assert down.step
    assert stair(np.array([down.value]))[0] < 0.0


def test_the_nearest_bracket_comes_first_and_gaps_are_skipped() -> None:
    """Crossings on both sides of today's value, sorted by distance; a value that is no number ends nothing."""
    xs = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0])
    found = brackets(xs, np.array([1.0, -1.0, -1.0, -1.0, np.nan, 1.0]), 2.0)
    assert [(one.near, one.far) for one in found] == [(1.0, 0.0)]
    found = brackets(xs, np.array([1.0, -1.0, -1.0, 1.0, 1.0, 1.0]), 2.0)
    assert [(one.near, one.far) for one in found] == [(2.0, 3.0), (1.0, 0.0)]


FAR_OFF = """
schema = 1
name = "Desk"
[workloads.t]
sessions_per_month = 1000
active_minutes = 10
[engineering]
loaded_usd_per_year = 250_000
[options.managed]
build_engineer_weeks = 0
upkeep_fte = 0
weeks_until_live = 0
[options.own]
kind = "own-stack"
build_engineer_weeks = 4
upkeep_fte = "0.1 to 0.8"
weeks_until_live = 4
{place}
"""


def test_two_levers_together() -> None:
    """The pair is on zero at the reported values, and half of either move is not enough."""
    text = FAR_OFF.format(
        place="[options.own.sandbox]\nvcpu = 1\nmemory_gib = 1\nusd_per_vcpu_hour = 0.03\nusd_per_gib_hour = 0"
    )
    profile = loads(text)
    assert not isinstance(profile, Problems), profile
    case = resolve(profile, DAY)
    assert not isinstance(case, Problems), case
    run = evaluate(case, sample(case, 300))
    search = search_of(run)
    together = nearest_pair(search, movables(case))
    assert together is not None
    keys = [lever.movable.key for lever in together.levers]
    at = {key: np.array([[value]]) for key, value in zip(keys, together.values, strict=True)}
    assert abs(float(search.pair.expected(at)[0])) <= 1e-6 * search.pair.scale()
    half = {lever.movable.key: lever.at(np.array([together.share / 2]))[:, None] for lever in together.levers}
    assert float(search.pair.expected(half)[0]) * search.expected_usd > 0.0


def test_price_to_win() -> None:
    """An option without a machine price wins below one price; at that price the two cost the same."""
    place = "[options.own.hosts]\nsessions_per_host = 4\nutilisation = 0.7\nminimum_hosts = 2"
    text = FAR_OFF.format(place=place).replace("upkeep_fte = 0\n", "upkeep_fte = 3\n")
    profile = loads(text)
    assert not isinstance(profile, Problems), profile
    case = resolve(profile, DAY)
    assert not isinstance(case, Problems), case
    price = analyse(case, 200).option("own").price_to_win
    assert price is not None
    assert price.value is not None
    changed = profile.changed({price.key: price.value})
    assert not isinstance(changed, Problems)
    priced = resolve(changed, DAY)
    assert not isinstance(priced, Problems)
    answer = analyse(priced, 200)
    costs = [row.present_value_usd for row in answer.options]
    assert costs[0] == pytest.approx(costs[1], rel=1e-9)


def test_what_neither_option_depends_on_is_left_out() -> None:
    """Busy hours matter to machines alone; without any, they are not among the switching values."""
    place = "[options.own.sandbox]\nvcpu = 1\nmemory_gib = 1\nusd_per_vcpu_hour = 0.03\nusd_per_gib_hour = 0"
    profile = loads(FAR_OFF.format(place=place))
    assert not isinstance(profile, Problems), profile
    case = resolve(profile, DAY)
    assert not isinstance(case, Problems), case
    keys = {row.key for row in switching_values(evaluate(case, sample(case, 100)))}
    assert "workloads.t.busy_hours_per_month" not in keys
    assert {"horizon_months", "discount_rate", "options.own.upkeep_fte"} <= keys
