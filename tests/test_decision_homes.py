"""Mixed homes by hand: what two homes share is built, kept and left once, and a home that stays is neither built again nor left."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from cases import case_of, starter

from model.comparison import Case, evaluate, evaluate_many, middle
from model.decision import analyse
from model.decision.futures.draws import futures
from model.decision.records.analysis import Pays
from model.decision.verdict.choice import beats
from model.decision.verdict.mixed_homes import least_sure, mixed_homes, weighed
from model.decision.verdict.shared_homes import first_month, priced, priced_by_future
from model.report import brief, text
from model.telling import bill
from model.telling.answer import answer
from model.telling.flips import flips

TOP = """
schema = 1
name = "Homes"
horizon_months = 12
discount_rate = 0
today = "{today}"
[engineering]
loaded_usd_per_year = 208_000
[workloads.first]
sessions_per_month = 1_000
active_minutes = 60
waiting_usd_per_month = 0
[workloads.second]
sessions_per_month = 1_000
active_minutes = 60
waiting_usd_per_month = 0
"""
OPTION = """
[options.{id}]
kind = "own-stack"
runs_on = "existing-machines"
build_engineer_weeks = {build}
weeks_until_live = {weeks}
upkeep_fte = 0
leave_usd = {leave}
{more}
[options.{id}.items.fee]
monthly_usd = {month}
per_active_hour_usd = {hour}
[options.{id}.workloads.first]
active_minutes = {first}
[options.{id}.workloads.second]
active_minutes = {second}
"""
BRIDGED = 'meanwhile = "c"'
A = {
    "id": "a",
    "build": 1,
    "weeks": 13,
    "leave": 0,
    "month": 100,
    "hour": 1,
    "first": 60,
    "second": 600,
    "more": BRIDGED,
}
B = {
    "id": "b",
    "build": 2,
    "weeks": 26,
    "leave": 0,
    "month": 200,
    "hour": 1,
    "first": 600,
    "second": 60,
    "more": BRIDGED,
}
C = {"id": "c", "build": 10, "weeks": 0, "leave": 700, "month": 500, "hour": 2, "first": 60, "second": 60, "more": ""}
OPTIONS = {str(each["id"]): each for each in (A, B, C)}


def case(today: str = "none") -> Case:
    """Two options that suit one workload each, and one that bridges both or serves today."""
    return case_of(TOP.format(today=today) + "".join(OPTION.format(**each) for each in OPTIONS.values()))


def by_month(homes: dict[str, str], today: str = "none") -> float:
    """The same worked out month by month: who serves what, who stands, who was built, who is left."""
    live = {name: 0 if name == today else int(each["weeks"] * 12 / 52) for name, each in OPTIONS.items()}  # type: ignore[operator]
    usd, stood = 0.0, set()
    for month in range(12):
        servers = {work: home if month >= live[home] else "c" for work, home in homes.items()}
        usd += sum(1_000 * OPTIONS[name][work] / 60 * OPTIONS[name]["hour"] for work, name in servers.items())  # type: ignore[operator]
        standing = {*servers.values(), *(home for home in homes.values() if month >= live[home])}
        usd += sum(OPTIONS[name]["month"] for name in standing)  # type: ignore[misc]
        stood |= standing
    usd += sum(OPTIONS[name]["build"] * 40 * 100 for name in {*stood, *homes.values()} if name != today)  # type: ignore[operator, misc]
    return usd + (700 if ("c" in stood or today == "c") and "c" not in homes.values() else 0)


@pytest.mark.parametrize("today", ["none", "c"])
@pytest.mark.parametrize("homes", list(product("abc", repeat=2)))
def test_every_assignment_costs_what_its_months_cost(homes: tuple[str, str], today: str) -> None:
    """All nine ways to house two workloads, from the engine's own lines and from months counted by hand."""
    found = case(today)
    assert priced(evaluate(found, middle(found)), homes) == pytest.approx(
        by_month({"first": homes[0], "second": homes[1]}, today)
    )


def test_a_bridge_of_both_homes_is_built_kept_and_left_once() -> None:
    """The first work 3 × 2,000 + 9 × 1,000, the second 6 × 2,000 + 6 × 1,000; builds 4,000, 8,000 and 40,000; months of a
    9 × 100, of b 6 × 200, of c 6 × 500, which is left for 700 in month 6."""
    found = case()
    run = evaluate(found, middle(found))
    hand = 15_000 + 18_000 + 4_000 + 8_000 + 40_000 + 900 + 1_200 + 3_000 + 700
    assert priced(run, ("a", "b")) == pytest.approx(hand)
    mixed = mixed_homes(run, "c", ("a", "b", "c"))
    assert mixed is not None
    best = min(by_month({"first": x, "second": y}) for x, y in product("abc", repeat=2) if x != y)
    assert mixed.present_value_usd == pytest.approx(best)


@pytest.mark.parametrize("homes", [("a", "b"), ("b", "a"), ("c", "a")])
def test_the_first_full_month_of_a_mix_is_each_home_with_what_it_serves(homes: tuple[str, str]) -> None:
    """1,000 runs × minutes / 60 × the rate of an hour of each work where it runs, and the standing month of each home once."""
    found = case()
    run = evaluate(found, middle(found))
    works = {"first": homes[0], "second": homes[1]}
    runs = sum(1_000 * float(OPTIONS[home][work]) / 60 * float(OPTIONS[home]["hour"]) for work, home in works.items())
    months = sum(float(OPTIONS[home]["month"]) for home in set(homes))
    assert sum(first_month(run, homes).values()) == pytest.approx(runs + months)


def test_a_mix_has_a_strength_of_its_own() -> None:
    """Held in every future against one home for all; of one future the whole range is the saving."""
    found = case()
    mixed = mixed_homes(evaluate(found, middle(found)), "c", ("a", "b", "c"))
    assert mixed is not None
    assert (mixed.strength, mixed.probability_beats_verdict) == ("clear", 1.0)
    assert mixed.saving_p10_usd == mixed.saving_usd == mixed.saving_p90_usd
    assert mixed.saving_share == pytest.approx(mixed.saving_usd / mixed.present_value_usd)
    fleet = analyse(starter("coding-fleet"), 400)
    told, mix = answer(fleet), fleet.mixed_homes
    assert mix is not None
    assert told.strength == mix.strength
    assert f"less than all on {fleet.option(fleet.verdict.option or '').title}" in told.mix
    assert f"{100 * mix.probability_beats_verdict:.0f} of 100 futures" in told.because
    assert bill.month(fleet).heads[-1].title == "The mix"


def test_no_flip_is_said_as_if_of_the_mix() -> None:
    """Each is one of the pair of homes for all and says so; which two those are stands before them, and no move of everything is
    advised."""
    fleet = analyse(starter("coding-fleet"), 400)
    assert fleet.mixed_homes is not None
    told = flips(fleet)
    assert told.rows
    assert all(said.startswith("Flips the best home for all") for said in told.headline)
    assert all(row.headline.startswith("Flips the best home for all if ") for row in told.rows)
    pair = "What follows compares all on Claude Managed Agents with all on Own stack."
    page, whole = (" ".join(said.split()) for said in (brief.page(fleet), text.render([fleet]).decode()))
    for said in (page, whole):
        assert "Flips if" not in said
        assert 0 < said.index(pair) < said.index("Flips the best home for all if ")
    assert answer(fleet).meanwhile == ""


def test_a_mix_is_as_sure_as_against_what_it_is_least_sure_to_beat() -> None:
    """Mix 10 each future. The verdict, 11 four times, loses always, by 1; the other one, 8, 9, 18 and 19, costs less in two of
    four and (8 + 9 + 18 + 19) / 4 − 10 = 3.50 more on average; each alone, 10.50, loses always, by 0.50."""
    mix, verdict, other = np.full(4, 10.0), np.full(4, 11.0), np.array([8.0, 9.0, 18.0, 19.0])
    month: dict[Pays, float] = {"invoice": 1.0, "people": 0.0, "elsewhere": 0.0}
    found = weighed((), mix, {"a": verdict, "b": other}, month, lambda against: f"against {against.option}")
    assert (found.saving_usd, found.probability_beats_verdict) == (1.0, 1.0)
    assert (found.against.option, found.against.saving_usd, found.against.probability) == ("b", 3.5, 0.5)
    assert found.against.saving_share == pytest.approx(3.5 / 10.0)
    assert (found.strength, found.sentence) == ("close", "against b")
    alone = least_sure(mix, {"a": verdict, None: np.full(4, 10.5)})
    assert (alone.option, alone.saving_usd, alone.probability) == (None, 0.5, 1.0)
    assert least_sure(mix, {"a": verdict, "b": verdict}).option == "a"  # of equals the first


@pytest.mark.parametrize("seed", range(5))
def test_no_alternative_is_beaten_in_fewer_futures_than_is_said(seed: int) -> None:
    """Of five alternatives with a mean and a spread of their own."""
    draw = np.random.default_rng(seed)
    mix = draw.normal(100.0, 5.0, 200)
    rivals = {name: draw.normal(draw.uniform(98.0, 110.0), draw.uniform(0.1, 20.0), 200) for name in "abcde"}
    said = least_sure(mix, dict(rivals))
    often = {name: float((usd > mix).mean()) for name, usd in rivals.items()}
    assert said.option is not None
    assert said.probability == min(often.values()) == often[said.option]


def test_the_starter_s_mix_is_beaten_by_nothing_more_often_than_it_says() -> None:
    """Every option of the starter that could serve all, in the futures of the analysis."""
    found = starter("coding-fleet")
    run = evaluate_many(found, futures(found, 400, 1))
    options = tuple(plan.id for plan in found.options)
    mix = mixed_homes(run, "managed", options)
    assert mix is not None
    usd = priced_by_future(run, [home.option for home in mix.homes])
    assert mix.against.probability == min(beats(usd, run.option(option).present_value_usd) for option in options)


def test_today_s_option_that_stays_a_home_is_not_left() -> None:
    """The first work moves to a, the second stays on c: 3 × 2,000 + 9 × 1,000 + 12 × 2,000, a's build and months, c's months."""
    found = case("c")
    hand = 15_000 + 24_000 + 4_000 + 900 + 12 * 500
    assert priced(evaluate(found, middle(found)), ("a", "c")) == pytest.approx(hand)


POOLED = """
[options.c.hosts]
usd_per_hour = 1
sessions_per_host = 1
utilisation = 1
spare_hosts = 1
"""


def test_machines_of_a_bridge_are_those_of_all_it_serves_at_a_time() -> None:
    """1,000 runs of an hour are 2 machines, 2,000 are 3, one more to spare: 3 months of 4, then 3 months of 3, not 6 of 3 and
    3 of 3."""
    text = TOP.format(today="none") + "".join(OPTION.format(**each) for each in OPTIONS.values())
    found = case_of(
        text.replace(
            '[options.c]\nkind = "own-stack"\nruns_on = "existing-machines"', '[options.c]\nkind = "own-stack"'
        )
        + POOLED
    )
    plain = case()
    machines = priced(evaluate(found, middle(found)), ("a", "b")) - priced(evaluate(plain, middle(plain)), ("a", "b"))
    assert machines == pytest.approx((3 * 4 + 3 * 3) * 730)
