"""Draws: own streams, whatever else the profile holds; and what is built on them: mixed homes, the map, advice, triggers."""

from __future__ import annotations

from datetime import date
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.comparison import Case, Run, evaluate, resolve
from model.decision import analyse
from model.decision.bill.levers import levers
from model.decision.flips.decision_map import contour, decision_map
from model.decision.flips.search import OneInput
from model.decision.flips.switching_values import pair_of
from model.decision.futures import bounds, draws
from model.decision.futures.draws import sample
from model.decision.learning.sensitivity import sensitivity, tornado
from model.decision.pair.contrast import Pair
from model.decision.verdict.mixed_homes import cheapest_division, cheapest_separable
from model.decision.verdict.team_decision import crossed
from model.decision.verdict.triggers import later
from model.profile import Problems, loads

DAY = date(2026, 11, 22)
TOP = 'schema = 1\nname = "Desk"\nhorizon_months = 24\n[engineering]\nloaded_usd_per_year = "200k to 300k"\n'
WORK = "[workloads.{id}]\nsessions_per_month = {sessions}\nactive_minutes = {minutes}\n"
MANAGED = '[options.managed]\nbuild_engineer_weeks = 2\nupkeep_fte = "0.02 to 0.1"\n'
OWN = (
    '[options.own]\nkind = "own-stack"\nmeanwhile = "managed"\nbuild_engineer_weeks = "4 / 8 / 20"\nupkeep_fte = "0.1 to 0.8"\n'
    "[options.own.sandbox]\nusd_per_vcpu_hour = 0.05\nusd_per_gib_hour = 0.016\nvcpu = {vcpu}\nmemory_gib = 1\n"
)
ONE = WORK.format(id="tickets", sessions='"80k to 150k"', minutes=60)


def case_of(text: str) -> Case:
    """The case of a profile text."""
    profile = loads(text)
    assert not isinstance(profile, Problems), profile
    case = resolve(profile, DAY)
    assert not isinstance(case, Problems), case
    return case


def desk(vcpu: float = 0.25, more: str = "") -> Case:
    """One workload on two options."""
    return case_of(TOP + ONE + MANAGED + OWN.format(vcpu=vcpu) + more)


def test_order_of_tables_changes_nothing() -> None:
    """The same tables in another order have the same draws."""
    one = sample(desk(), 500, 3)
    other = sample(case_of(TOP + ONE + OWN.format(vcpu=0.25) + MANAGED), 500, 3)
    assert one.keys() == other.keys()
    assert all(np.array_equal(one[key], other[key]) for key in one)


def test_order_of_tables_changes_no_result() -> None:
    """Verdict, spread, values of information and switching values do not see where a table stands in the file."""
    pair = 'pair = ["managed", "own"]\n'
    head, tables = TOP.split("[", 1)
    orders = (
        head + pair + "[" + tables + ONE + MANAGED + OWN.format(vcpu=0.25),
        head + pair + OWN.format(vcpu=0.25) + MANAGED + ONE + "[" + tables,
    )
    one, other = (analyse(case_of(text), 500) for text in orders)
    assert (one.verdict.option, one.verdict.strength) == (other.verdict.option, other.verdict.strength)
    assert one.evpi_usd == pytest.approx(other.evpi_usd, rel=1e-9)
    for name in ("p10_usd", "p90_usd", "present_value_usd"):
        for option in one.pair:
            assert getattr(one.option(option), name) == pytest.approx(getattr(other.option(option), name), rel=1e-12)
    flips = [{row.key: row.value for row in each.switching_values} for each in (one, other)]
    worths = [{row.key: row.evppi_usd for row in each.sensitivity} for each in (one, other)]
    for first, second in (flips, worths):
        assert first.keys() == second.keys()
        assert [key for key in first if first[key] is None] == [key for key in first if second[key] is None]
        told = [key for key in first if first[key] is not None]
        assert [first[key] for key in told] == pytest.approx([second[key] for key in told], rel=1e-6)


def test_another_input_touches_no_stream() -> None:
    """A new uncertain input leaves the draws of all others as they were."""
    before, after = sample(desk(), 500), sample(desk(more="[options.own.items.x]\nmonthly_usd = '10 to 20'\n"), 500)
    assert set(after) > set(before)
    assert all(np.array_equal(before[key], after[key]) for key in before)


def test_points_stay_points_and_ranges_are_stratified() -> None:
    """A point has one value; a range one value in each n-th of its distribution."""
    case = desk()
    values = sample(case, 1000)
    assert values["workloads.tickets.active_minutes"].shape == (1,)
    key = "options.own.upkeep_fte"
    ranks = case.inputs[key].quantity.below(values[key])
    assert np.array_equal(np.sort(np.floor(ranks * 1000 + 1e-9)), np.arange(1000))


def test_correlation_reorders_and_nothing_else() -> None:
    """Two inputs get their rank correlation, keep their values, and leave others alone."""
    keys = "workloads.tickets.sessions_per_month", "options.own.upkeep_fte"
    more = f'[correlations.c]\nbetween = ["{keys[0]}", "{keys[1]}"]\nrank = 0.5\n'
    plain, tied = sample(desk(), 4000), sample(desk(more=more), 4000)
    for key in plain:
        assert np.allclose(np.sort(plain[key]), np.sort(tied[key]))
    ranks = [np.argsort(np.argsort(tied[key])) for key in keys]
    assert np.corrcoef(ranks)[0, 1] == pytest.approx(0.5, abs=0.02)
    assert np.array_equal(plain["options.managed.upkeep_fte"], tied["options.managed.upkeep_fte"])


def test_an_impossible_correlation_names_its_pair() -> None:
    """Three correlations that cannot hold together are refused with the pair to change."""
    a, b, c = "workloads.tickets.sessions_per_month", "options.own.upkeep_fte", "options.managed.upkeep_fte"
    table = '[correlations.{id}]\nbetween = ["{x}", "{y}"]\nrank = {rank}\n'
    rows = ((a, b, 0.9), (b, c, 0.9), (a, c, -0.9))
    more = "".join(table.format(id=f"c{i}", x=x, y=y, rank=r) for i, (x, y, r) in enumerate(rows))
    profile = loads(TOP + ONE + MANAGED + OWN.format(vcpu=0.25) + more)
    assert isinstance(profile, Problems)
    said = profile.sentences()
    assert len(said) == 1
    assert f"{c} and {b}: a rank of 0.9 cannot hold together with the others: at most -0.64 is possible" in said[0]
    assert "correlations.c1.rank" in said[0]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("options.own.sandbox.vcpu", "2"),
        ("options.own.upkeep_fte", "0.2 to 0.4"),
        ("options.own.upkeep_fte", "0.3"),
        ("workloads.tickets.active_minutes", "20 to 60"),
    ],
)
@pytest.mark.parametrize("rank", [None, 0.5])
def test_draws_in_common_are_taken_over(path: str, text: str, rank: float | None) -> None:
    """Futures of a changed case are the same whether drawn afresh or beside those of the case it came from."""
    keys = "workloads.tickets.sessions_per_month", "options.own.upkeep_fte"
    tied = "" if rank is None else f'[correlations.c]\nbetween = ["{keys[0]}", "{keys[1]}"]\nrank = {rank}\n'
    tied += '[events.up]\nmonth = 4\nkey = "prices.runtime_usd_per_hour"\nfactor = 2\nprobability = 0.3\n'
    before = desk(more=tied)
    profile = before.profile.changed({path: text})
    assert not isinstance(profile, Problems)
    after = resolve(profile, DAY)
    assert not isinstance(after, Problems)
    known = evaluate(before, sample(before, 400, 3))
    fresh, beside = sample(after, 400, 3), sample(after, 400, 3, known=known)
    assert fresh.keys() == beside.keys()
    assert all(np.array_equal(fresh[key], beside[key]) for key in fresh)
    kept = "engineering.loaded_usd_per_year"
    assert beside[kept] is known.values[kept]
    assert (beside[keys[0]] is known.values[keys[0]]) == (keys[0] != path)


def test_very_many_draws_measure_levers_on_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond so many futures a lever is what the first of them say, before and after what it sets."""
    monkeypatch.setattr(bounds, "MOST_DRAWS", 300)
    case = case_of(
        TOP + ONE.replace("60", '"20 to 60"') + "searches_per_session = 2\n" + MANAGED + OWN.format(vcpu=0.25)
    )
    run = evaluate(case, sample(case, 700, 3))
    part = bounds.searched(run)
    assert part.n == 300
    (lever,) = levers(part, "managed", 3, run.n)
    profile = case.profile.changed(dict(lever.set))
    assert not isinstance(profile, Problems)
    after = resolve(profile, DAY)
    assert not isinstance(after, Problems)
    usd = [
        evaluate(each, draws.first_values(sample(each, 700, 3), 300)).option("managed").month_1_usd.mean()
        for each in (case, after)
    ]
    assert lever.usd_per_month == pytest.approx(usd[0] - usd[1], rel=1e-12)


def test_events_toss_each_future() -> None:
    """An event of chance 0.3 happens in 30 of 100 futures."""
    more = '[events.up]\nmonth = 4\nkey = "prices.runtime_usd_per_hour"\nfactor = 2\nprobability = 0.3\n'
    values = sample(desk(more=more), 1000)
    assert (values["events.up.u"] < values["events.up.probability"]).sum() == 300


def test_tornado_ends_are_single_changes() -> None:
    """Each end of the tornado is the middle case with that input at its P10 or P90."""
    case = desk()
    keys = ("options.own.upkeep_fte", "workloads.tickets.sessions_per_month")
    ends = tornado(case, keys)
    for key in keys:
        for share, usd in zip((0.1, 0.9), ends[key], strict=True):
            values = {k: np.array([found.quantity.median]) for k, found in case.inputs.items()}
            values[key] = case.inputs[key].quantity.at(np.array([share]))
            assert usd == pytest.approx(float(pair_of(evaluate(case, values)).expected()[0]))


def run_of(case: Case, n: int = 600) -> Run:
    """The case over some draws."""
    return evaluate(case, sample(case, n))


def test_rows_of_an_analysis() -> None:
    """A close pair: something is worth learning, wrong futures are described, triggers are dated."""
    case = desk(vcpu=0.25)
    answer = analyse(case, 2000)
    assert answer.evpi_usd > 0.0
    worth = {row.key: row.evppi_usd for row in answer.sensitivity}
    assert worth["options.own.upkeep_fte"] is not None
    assert all(usd is None or usd <= answer.evpi_usd for usd in worth.values())
    assert answer.learn
    assert answer.wrong_when
    assert answer.revisit
    assert all("2026" in row.when or "2027" in row.when for row in answer.revisit)


def test_a_saved_trigger_that_is_passed_is_told() -> None:
    """A decision rests on upkeep staying below 0.2; the profile now says 0.1 to 0.8."""
    table = '[decision]\noption = "managed"\n[decision.switching_values."options.own.upkeep_fte"]\nnow = {now}\nflips_at = 0.2\n'
    told = crossed(desk(more=table.format(now=0.1)))
    assert [row.key for row in told] == ["options.own.upkeep_fte"]
    assert "0.2 engineers" in told[0].sentence
    assert not crossed(desk(more=table.format(now=0.3)))


def test_map_cells_are_the_formulas() -> None:
    """A cell is the pair with both inputs at the cell's values; the winner is the cheaper one."""
    run = run_of(desk(), 200)
    keys = "workloads.tickets.sessions_per_month", "options.own.upkeep_fte"
    found = decision_map(run, *keys, run.case.pair, columns=7, rows=5)
    pair = pair_of(run)
    for row, column in product(range(5), range(7)):
        at = {keys[0]: np.array([[found.x_values[column]]]), keys[1]: np.array([[found.y_values[row]]])}
        assert found.difference_usd[row][column] == pytest.approx(float(pair.expected(at)[0]))
        cheaper = run.case.pair[1] if found.difference_usd[row][column] < 0.0 else run.case.pair[0]
        assert found.winner[row][column] == cheaper
    assert found.here[0] == run.case.inputs[keys[0]].quantity.mean


def test_contour_of_a_plane() -> None:
    """The contour of x + y at 1 lies on x + y = 1."""
    axis = np.linspace(0.0, 1.0, 6)
    grid = axis[None, :] + axis[:, None]
    segments = contour(axis, axis, grid, 0.95)
    assert segments
    assert all(x1 + y1 == pytest.approx(0.95) == pytest.approx(x2 + y2) for x1, y1, x2, y2 in segments)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 4), st.integers(1, 3), st.integers(0, 2**31))
def test_division_is_the_best_of_all(workloads: int, options: int, seed: int) -> None:
    """The dynamic programme finds what trying every assignment finds."""
    rng = np.random.default_rng(seed)
    usd = {f"o{i}": np.concatenate(([0.0], rng.uniform(1.0, 9.0, 2**workloads - 1))) for i in range(options)}
    best = min(
        sum(usd[o][sum(1 << w for w in range(workloads) if homes[w] == o)] for o in set(homes))
        for homes in product(usd, repeat=workloads)
    )
    assert cheapest_division(usd, workloads).usd == pytest.approx(best)
    standing = {o: float(rng.uniform(0.0, 9.0)) for o in usd}
    each = {o: rng.uniform(1.0, 9.0, workloads) for o in usd}
    separable = min(
        sum(standing[o] for o in set(homes)) + sum(each[o][w] for w, o in enumerate(homes))
        for homes in product(usd, repeat=workloads)
    )
    assert cheapest_separable(standing, each).usd == pytest.approx(separable)


def test_mixed_homes_where_they_win() -> None:
    """A heavy workload is cheaper on own machines, a small one that only managed sessions suit stays there."""
    small = WORK.format(id="research", sessions=2000, minutes=30)
    large = WORK.format(id="fleet", sessions=900_000, minutes=60)
    own = OWN.format(vcpu=0.25) + "[options.own.workloads.research]\nactive_minutes = 20_000\n"
    answer = analyse(case_of(TOP + large + small + MANAGED + own), 300)
    assert answer.mixed_homes is not None
    assert {home.workload: home.option for home in answer.mixed_homes.homes} == {"fleet": "own", "research": "managed"}
    cheapest = min(row.present_value_usd for row in answer.options)
    assert answer.mixed_homes.present_value_usd < cheapest


def test_another_seed_agrees() -> None:
    """Switching values and worths of two seeds lie close together."""
    case = desk()
    one, two = (analyse(case, 2000, seed) for seed in (1, 2))
    values = [{row.key: row.value for row in answer.switching_values} for answer in (one, two)]
    for key, value in values[0].items():
        if value is not None and values[1][key] is not None:
            assert value == pytest.approx(values[1][key], rel=0.05, abs=1e-3), key
    assert one.evpi_usd == pytest.approx(two.evpi_usd, rel=0.1)


def test_tornado_only_without_information() -> None:
    """While somebody types, the tornado comes without the regressions."""
    rows, groups = sensitivity(run_of(desk(), 200), ("managed", "own"), information=False)
    assert rows
    assert all(row.evppi_usd is None for row in rows)
    assert all(group.evppi_usd is None for group in groups)


def test_dates_of_the_next_look() -> None:
    """Months are added to the day, never past the 28th."""
    assert later(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert later(date(2026, 11, 22), 12) == date(2027, 11, 22)


def test_a_pair_against_itself_is_nothing() -> None:
    """An option against itself differs by exactly zero in every future."""
    run = run_of(desk(), 100)
    assert not np.any(Pair(run, "own", "own", lambda _: run).difference())


class Steep:
    """Two options whose difference is a line in x in most draws, and divides by nothing at and below 1 in some of them."""

    def __init__(self, draws: int, endless: int) -> None:
        self.values = {"x": np.zeros(draws)}
        self.n, self.endless = draws, endless

    def present_values(self, changes: dict[str, np.ndarray], **_: object) -> dict[str, np.ndarray]:  # type: ignore[type-arg]
        """Nothing for one; 3 x − 6 for the other, infinite where x is 1 or less in the first draws."""
        worth = np.repeat(3.0 * changes["x"] - 6.0, self.n, axis=1)
        worth[:, : self.endless] = np.where(changes["x"] > 1.0, worth[:, : self.endless], np.inf)
        return {"a": np.where(np.isinf(worth), np.inf, 0.0), "b": worth}

    def worths(self, changes: dict[str, np.ndarray] | None = None, **_: object) -> dict[str, tuple[np.ndarray, ...]]:  # type: ignore[type-arg]
        """The same, in one part."""
        found = self.present_values(changes or {"x": np.zeros((1, 1))})
        return {option: (worth,) for option, worth in found.items()}


@pytest.mark.filterwarnings("error")
def test_draws_that_divide_by_nothing_are_no_straight_line() -> None:
    """100 of 1,000 draws have no difference at 0: the others are a line, and 2 is still where it is 0."""

    def some(values: dict[str, np.ndarray]) -> Steep:  # type: ignore[type-arg]
        return Steep(values["x"].size, min(100, values["x"].size))

    function = OneInput(Pair(Steep(1_000, 100), "a", "b", some), "x", 0.0)  # type: ignore[arg-type]
    function.narrow(0.0, 4.0)
    assert function.pair.run.n == 100
    assert function(np.array([2.0, 4.0])).tolist() == pytest.approx([0.0, 6.0], abs=1e-9)
    assert not np.isfinite(function(np.array([0.0])))[0]
