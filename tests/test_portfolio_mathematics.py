"""A portfolio's answer: worked out by hand once, then against every assignment, every order and every group of teams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, permutations
from math import factorial, fsum

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.contract.portfolio_json import PortfolioJson
from model.portfolio import CostTable, answered
from model.portfolio.assignment import worthwhile_sets
from model.report import json

BUILD_WEEKS, WEEK_USD = 12, 4_000  # the platform of the example: 12 weeks of an engineer at $4,000


def table(
    own: Mapping[str, Sequence[float | None]], platform: Mapping[str, float | None], options: Sequence[str]
) -> CostTable:
    """A table of one future; None where a team cannot choose."""
    cells = {
        (team, option): None if usd is None else np.array([usd])
        for team, row in own.items()
        for option, usd in zip(options, row, strict=True)
    }
    once = {option: None if usd is None else np.array([usd]) for option, usd in platform.items()}
    return CostTable(tuple(own), tuple(options), cells, once)


def worked_example() -> CostTable:
    """Three teams: alone each chooses managed; the platform costs 12 × $4,000 = $48,000."""
    own = {"support": (50_000.0, 20_000.0), "coding": (40_000.0, 15_000.0), "docs": (30_000.0, 25_000.0)}
    return table(own, {"own": BUILD_WEEKS * WEEK_USD}, ("managed", "own"))


def test_three_teams_worked_out_by_hand() -> None:
    """Alone 50 + 40 + 30 = 120 thousand, all on the platform 48 + 20 + 15 + 25 = 108; two teams gain 30 + 25 > 48, none
    alone does. Gains of groups: support and coding 7, all three 12, others 0; so each of the two gets
    12/3 + 7/6 and docs (12 − 7)/3."""
    found = answered(worked_example())
    assert [(team.alone_option, team.alone_usd) for team in found.teams] == [
        ("managed", 50_000.0),
        ("managed", 40_000.0),
        ("managed", 30_000.0),
    ]
    assert [team.option for team in found.teams] == ["own", "own", "own"]
    assert (found.alone_usd, found.usd, found.saves_usd) == (120_000.0, 108_000.0, 12_000.0)
    assert [row.usd for row in found.together] == [120_000.0, 108_000.0]
    (platform,) = found.platforms
    assert (platform.once_usd, platform.pays_from, platform.saving_usd) == (48_000.0, ("support", "coding"), 7_000.0)
    assert platform.any_count == 3
    gain = 12_000 / 3 + 7_000 / 6
    paid = [50_000 - gain, 40_000 - gain, 30_000 - 5_000 / 3]
    assert [team.share_usd for team in found.teams] == pytest.approx(paid, rel=1e-12)
    (split,) = found.splits
    assert (split.method, split.leaving, split.carried_usd) == ("shapley", (), 0.0)


def test_who_gains_and_who_pays_more_with_the_platform_divided_equally() -> None:
    """48 thousand by 3 heads are 16 each: support pays 36 instead of 50, coding 31 instead of 40, docs 41 instead of 30."""
    managed, own = answered(worked_example()).together
    assert (own.gain, own.pay_more) == (("support", "coding"), ("docs",))
    assert (managed.gain, managed.pay_more) == ((), ())
    assert [team.by_head_usd for team in answered(worked_example()).teams] == [36_000.0, 31_000.0, 41_000.0]


def test_a_split_that_nobody_would_leave_need_not_exist() -> None:
    """Three teams, each alone at 10; each two of them have a platform of 12 that serves both for nothing more. All cost
    12 + 10 = 22; two pay at most 12, so that three pay at most 12 × 3/2 = 18, and 4 are left to carry."""
    own: dict[str, list[float | None]] = {"a": [10, 0, None, 0], "b": [10, 0, 0, None], "c": [10, None, 0, 0]}
    found = answered(table(own, {"ab": 12, "bc": 12, "ca": 12}, ("managed", "ab", "bc", "ca")))
    (split,) = found.splits
    assert found.usd == 22.0
    assert split.method == "shapley_not_stable"
    assert split.carried_usd == pytest.approx(22 - 12 * 3 / 2)
    assert (split.leaving, split.leaving_saves_usd) == (("a", "b"), pytest.approx(2 * 22 / 3 - 12))
    assert [team.share_usd for team in found.teams] == pytest.approx([22 / 3] * 3)


def test_the_nearest_split_that_nobody_would_leave() -> None:
    """Each alone at 10; b could share a platform of 12 with a, or one with c, but not both pay: 12 + 10 = 22 together, 8
    less than alone. With a or with c b pays 12, so that whoever shares with b gets nothing: a 10, b 2, c 10. The Shapley
    value gives b 8/3 + 16/6 of the gain and the others 8/6 each; a and b would then leave for 12."""
    own: dict[str, list[float | None]] = {"a": [10, 0, None], "b": [10, 0, 0], "c": [10, None, 0]}
    found = answered(table(own, {"ab": 12, "bc": 12}, ("managed", "ab", "bc")))
    (split,) = found.splits
    assert (split.method, split.carried_usd, split.usd) == ("nearest_stable", 0.0, 22.0)
    assert (split.leaving, split.leaving_option) == (("a", "b"), "ab")
    assert split.leaving_saves_usd == pytest.approx((10 - 8 / 6) + (10 - 8 / 3 - 16 / 6) - 12)
    assert [team.share_usd for team in found.teams] == pytest.approx([10, 2, 10])


def test_a_team_that_can_choose_nothing_is_named_and_left_out() -> None:
    """An unknown price is not zero: neither the team nor an option of unknown cost is in any sum."""
    own = {"support": (50.0, 20.0, 1.0), "locked": (None, None, 1.0)}
    found = answered(table(own, {"own": 40, "unknown": None}, ("managed", "own", "unknown")))
    assert found.unserved == ("locked",)
    assert (found.usd, found.teams[1].share_usd) == (50.0, None)
    assert [(row.usd, row.missing) for row in found.together] == [(50.0, ()), (60.0, ()), (None, ("support",))]


def test_nothing_to_choose_for_anybody() -> None:
    """Then there is no sum either, and no split."""
    found = answered(table({"locked": (None,)}, {}, ("managed",)))
    assert (found.unserved, found.splits, found.usd) == (("locked",), (), 0.0)


def test_a_platform_of_less_than_nothing_is_refused() -> None:
    """A share of a gift is another question."""
    with pytest.raises(ValueError, match="0 or more: own"):
        answered(table({"a": (1.0,)}, {"own": -1.0}, ("own",)))


def test_ranges_decide_by_their_means_and_say_how_often_it_saves() -> None:
    """The platform costs 40 or 100 as often as not, 70 on average; two teams save 2 × 40 = 80: 10 on average, in half of
    the futures."""
    cells = {(team, "managed"): np.array([100.0]) for team in "ab"} | {(team, "own"): np.array([60.0]) for team in "ab"}
    found = answered(CostTable(("a", "b"), ("managed", "own"), cells, {"own": np.array([40.0, 100.0])}))
    assert (found.saves_usd, found.probability_saves) == (10.0, 0.5)
    assert (found.saves_p10_usd, found.saves_p90_usd) == pytest.approx((-20 + 0.1 * 60, -20 + 0.9 * 60))


@pytest.mark.parametrize("seed", [3, 5, 8])
def test_what_json_says_of_a_portfolio_is_its_contract(seed: int) -> None:
    """Every field of the rows is declared, and a declared one is written."""
    found = json.plain(answered(random_table(seed)))
    assert PortfolioJson.model_validate_json(json.dumped(found)).model_dump(mode="json") == found


def random_table(seed: int) -> CostTable:
    """Up to six teams, one or two options where nothing is shared, up to three platforms that suit about half of the teams;
    a seventh of the cells is closed."""
    rng = np.random.default_rng(seed)
    teams, shared = int(rng.integers(1, 7)), int(rng.choice([0, 1, 2, 3, 3, 3]))
    private = int(rng.integers(1, 3)) if teams < 5 else 1
    options = [*(f"private{n}" for n in range(private)), *(f"platform{n}" for n in range(shared))]
    own: dict[str, list[float | None]] = {}
    for team in range(teams):
        suits = rng.integers(0, 20, shared) + 80 * (rng.random(shared) < 0.5)
        usd = [*rng.integers(80, 120, private).tolist(), *suits.tolist()]
        own[f"team{team}"] = [None if rng.random() < 1 / 7 else float(each) for each in usd]
    once = {f"platform{n}": float(rng.integers(60, 150)) for n in range(shared)}
    return table(own, once, options)


class Brute:
    """The same by trying everything; no step of the product is used. A group of teams is a bit mask."""

    def __init__(self, costs: CostTable) -> None:
        self.once = {option: float(usd[0]) for option, usd in costs.platform_usd.items() if usd is not None}
        self.own = {pair: float(usd[0]) for pair, usd in costs.own_usd.items() if usd is not None}
        self.options = costs.options
        self.teams = [team for team in costs.teams if any((team, option) in self.own for option in costs.options)]
        self.groups = [self.cheapest(self.members(group)) for group in range(1 << len(self.teams))]

    def members(self, group: int) -> list[str]:
        """The teams of a group."""
        return [team for place, team in enumerate(self.teams) if group >> place & 1]

    def cheapest(self, group: Sequence[str]) -> float:
        """The least over every assignment of a group."""
        usd, used = np.zeros(1), np.zeros(1, dtype=np.intp)
        for team in group:
            able = [place for place, option in enumerate(self.options) if (team, option) in self.own]
            usd = np.add.outer(usd, [self.own[team, self.options[place]] for place in able]).ravel()
            used = np.bitwise_or.outer(used, [1 << place for place in able]).ravel()
        fixed = np.zeros(1)
        for option in self.options:
            fixed = np.concatenate((fixed, fixed + self.once.get(option, 0.0)))
        return float((usd + fixed[used]).min())

    def alone(self, team: str, without: str | None = None) -> float:
        """The best of one team, of every option or of every other one."""
        usd = [self.own[team, o] + self.once.get(o, 0) for o in self.options if o != without and (team, o) in self.own]
        return min(usd, default=np.inf)

    def smallest(self, platform: str) -> int | None:
        """The size of the smallest group for which the platform costs less than each alone without it."""
        able = [team for team in self.teams if (team, platform) in self.own]
        for size in range(1, len(able) + 1):
            for group in combinations(able, size):
                together = self.once[platform] + sum(self.own[team, platform] for team in group)
                if together < sum(self.alone(team, platform) for team in group) - 1e-9:
                    return size
        return None

    def shapley(self) -> list[float]:
        """What each adds, over every order of joining."""
        added = [0.0] * len(self.teams)
        for order in permutations(range(len(self.teams))):
            there = 0
            for team in order:
                added[team] += self.groups[there | 1 << team] - self.groups[there]
                there |= 1 << team
        return [usd / factorial(len(self.teams)) for usd in added]

    def left_by(self, shares: Sequence[float]) -> bool:
        """Whether some group would pay less by itself."""
        paid = np.zeros(1)
        for usd in shares:
            paid = np.concatenate((paid, paid + usd))
        return bool((paid > np.array(self.groups) + 1e-9).any())

    def most_paid(self) -> float:
        """The most that all can pay while no group pays more than it costs: a linear program over every group, by the
        simplex method with Bland's rule."""
        groups = range(1, len(self.groups))
        rows = np.array([[float(group >> place & 1) for place in range(len(self.teams))] for group in groups])
        tableau = np.hstack((rows, np.eye(len(groups)), np.array([[usd] for usd in self.groups[1:]])))
        gains = np.concatenate((np.ones(len(self.teams)), np.zeros(len(groups) + 1)))
        while (entering := np.flatnonzero(gains[:-1] > 1e-9)).size:
            column = tableau[:, entering[0]]
            ratios = np.where(column > 1e-9, tableau[:, -1] / np.where(column > 1e-9, column, 1.0), np.inf)
            row = int(np.argmin(ratios))
            tableau[row] /= tableau[row, entering[0]]
            others = np.arange(len(groups)) != row
            tableau[others] -= np.outer(tableau[others, entering[0]], tableau[row])
            gains = gains - gains[entering[0]] * tableau[row]
        return float(-gains[-1])


def same_as_brute(seed: int) -> str:
    """Holds one random portfolio to everything tried; how its cost is divided, for counting."""
    costs = random_table(seed)
    brute, found = Brute(costs), answered(costs)
    served = [team for team in found.teams if team.alone_usd is not None]
    assert [team.id for team in served] == brute.teams
    assert found.usd == pytest.approx(brute.groups[-1])
    assert [team.alone_usd for team in served] == pytest.approx([brute.alone(team) for team in brute.teams])
    for platform in found.platforms:
        least = None if platform.pays_from is None else len(platform.pays_from)
        assert least == brute.smallest(platform.option)
    shares = [team.share_usd or 0.0 for team in served]
    missing = brute.groups[-1] - brute.most_paid() if brute.teams else 0.0
    assert sum(split.carried_usd for split in found.splits) == pytest.approx(missing, abs=1e-6)
    assert brute.left_by(shares) == (missing > 1e-6)
    shapley = brute.shapley()
    if all(split.method != "nearest_stable" for split in found.splits):
        assert shares == pytest.approx(shapley, abs=1e-9)
    else:
        assert brute.left_by(shapley)
        for share in (0.001, 0.1, 0.5):  # the same way, less far: whatever is nearer to the Shapley value is left
            assert brute.left_by([x + share * (y - x) for x, y in zip(shares, shapley, strict=True)])
    return min((split.method for split in found.splits), default="nothing shared")


def test_everything_tried_gives_the_same() -> None:
    """200 portfolios of up to six teams: assignments, smallest sets, all orders, all groups; each way to divide occurs."""
    methods = {same_as_brute(seed) for seed in range(200)}
    assert methods == {"nothing shared", "shapley", "nearest_stable", "shapley_not_stable"}


@st.composite
def tables(draw: st.DrawFn) -> CostTable:
    """Portfolios of up to eight teams and two platforms; every team has one option where nothing is shared."""
    usd = st.floats(0, 1e6, allow_subnormal=False)
    count = draw(st.integers(1, 8))
    own = {f"team{n}": draw(st.tuples(usd, st.none() | usd, st.none() | usd)) for n in range(count)}
    return table(own, {"one": draw(usd), "two": draw(usd)}, ("managed", "one", "two"))


@settings(max_examples=25, deadline=None)
@given(tables())
def test_shares_add_to_the_whole_and_nobody_pays_more_than_alone(costs: CostTable) -> None:
    """The sum is exact but for the last digit, and together is never more expensive than apart."""
    found = answered(costs)
    paid = [team.share_usd or 0.0 for team in found.teams]
    assert fsum(paid) == pytest.approx(found.usd, rel=1e-14)
    assert found.usd <= found.alone_usd * (1 + 1e-12)
    slack = 1e-9 * max(found.usd, 1.0)
    assert all(team.saves_usd is not None and team.saves_usd >= -slack for team in found.teams)


@settings(max_examples=25, deadline=None)
@given(tables(), st.floats(0, 1e6))
def test_a_team_that_shares_nothing_changes_no_other_figure(costs: CostTable, usd: float) -> None:
    """To the last bit, wherever it stands in the file."""
    own = {**costs.own_usd, ("apart", "managed"): np.array([usd])}
    before, after = (
        answered(costs),
        answered(CostTable(("apart", *costs.teams), costs.options, own, costs.platform_usd)),
    )
    assert after.teams[1:] == before.teams
    assert after.splits == before.splits
    assert after.teams[0].share_usd == usd


@settings(max_examples=25, deadline=None)
@given(tables())
def test_one_team_is_as_it_is_alone(costs: CostTable) -> None:
    """Its best option, its cost, no split."""
    team = costs.teams[0]
    found = answered(CostTable((team,), costs.options, costs.own_usd, costs.platform_usd))
    (row,) = found.teams
    assert row.alone_usd == found.usd == row.share_usd == row.by_head_usd
    assert (row.alone_option, row.saves_usd, found.splits) == (row.option, 0.0, ())


@settings(max_examples=25, deadline=None)
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_the_teams_in_the_file_does_not_matter(costs: CostTable, random: st.Random) -> None:
    """Neither for the whole nor for what anybody pays."""
    teams = list(costs.teams)
    random.shuffle(teams)
    before, after = answered(costs), answered(CostTable(tuple(teams), costs.options, costs.own_usd, costs.platform_usd))
    paid = {team.id: team.share_usd for team in after.teams}
    slack = 1e-7 * max(before.usd, 1.0)
    assert after.usd == pytest.approx(before.usd, rel=1e-12)
    assert [paid[team.id] for team in before.teams] == pytest.approx([t.share_usd for t in before.teams], abs=slack)


def many(count: int) -> CostTable:
    """Forty teams, one option where nothing is shared and two platforms."""
    rng = np.random.default_rng(7)
    own = {f"team{n}": (100.0 + n, *rng.integers(20, 120, 2).astype(float).tolist()) for n in range(count)}
    return table(own, {"one": 600.0, "two": 500.0}, ("managed", "one", "two"))


def test_above_twelve_teams_the_split_is_drawn_with_its_error() -> None:
    """The same every time, adding to the whole, and within four standard errors of the exact value of the twelve that
    share, each standing for three alike: equal teams pay the same on average."""
    found = answered(many(40))
    assert answered(many(40)) == found
    (split,) = found.splits
    assert split.orders == 4_000
    assert fsum(team.share_usd or 0.0 for team in found.teams) == pytest.approx(found.usd, rel=1e-14)
    errors = [team.error_usd for team in found.teams]
    assert all(error is not None and 0.0 < error < 1.0 for error in errors)


def test_sets_in_which_a_platform_does_not_pay_are_left_out() -> None:
    """Two teams save 10 each on either of two platforms of 15: one pays (20 > 15), the second beside it saves nothing. A third
    that nobody gains by is in no set."""
    private, own = np.array([10.0, 10.0]), np.array([[0.0, 0.0, 11.0], [0.0, 0.0, np.inf]])
    assert worthwhile_sets(private, own, np.array([15.0, 15.0, 1.0])) == [(), (0,), (1,)]


def test_many_platforms_take_fewer_orders_and_still_add_up() -> None:
    """Eight platforms and 40 teams: hundreds of sets are worth it; the split says from how many orders it is."""
    rng = np.random.default_rng(1)
    names = tuple(f"p{n}" for n in range(8))
    own = {f"team{n}": (100.0, *rng.integers(0, 130, 8).astype(float).tolist()) for n in range(40)}
    found = answered(table(own, {name: float(rng.integers(30, 60)) for name in names}, ("managed", *names)))
    (split,) = found.splits
    assert split.orders is not None
    assert 200 <= split.orders < 4_000
    assert fsum(team.share_usd or 0.0 for team in found.teams) == pytest.approx(found.usd, rel=1e-14)
