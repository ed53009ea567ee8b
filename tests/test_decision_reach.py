"""What the gaps claim of every volume, against the break-even and the switching values of the same report."""

import os

import pytest
from cases import CODING, case_of, starter
from generated import profile_text

from model.decision import analyse
from model.decision.records.analysis import Analysis, Gaps

PARTS = frozenset({"break_even", "switching"})
CLAIMS = ("any volume", "no volume", "volume changes nothing")
LESS_RUN = """
[options.own.items.cheap]
per_session_usd = {usd}
[options.own.items.platform]
monthly_usd = {monthly}
"""
TWO_KINDS = """
[workloads.search]
sessions_per_month = 100
active_minutes = 6
searches_per_session = 20
"""
HOSTS = """
[options.own.hosts]
usd_per_hour = 0.5
sessions_per_host = 4
"""

BUILT_FIRST = """
[options.built-first]
kind = "own-stack"
runs_on = "existing-machines"
build_engineer_weeks = 200
weeks_until_live = 0
upkeep_fte = 0
"""


def answer(text: str, **changes: object) -> Analysis:
    return analyse(case_of(text, **changes), draws=16, parts=PARTS)


def gaps(text: str, **changes: object) -> Gaps:
    return answer(text, **changes).gaps


SEEDS = range(400) if os.environ.get("SWITCHPOINT_EXPLORE") else (5, 113, 116, 121)  # all of them claim it


@pytest.mark.parametrize("seed", SEEDS)
def test_a_claim_of_every_volume_is_contradicted_by_nothing(seed: int) -> None:
    """Neither by a break-even nor by a switching value of any workload, however far away."""
    found = answer(profile_text(seed))
    claimed = any(claim in found.gaps.sentence for claim in CLAIMS)
    equal = found.gaps.per_month_usd == 0.0 and found.gaps.per_session_usd == 0.0
    assert claimed == (found.gaps.any_volume and not equal)
    if found.gaps.any_volume:
        assert found.break_even is not None
        assert not found.break_even.factors
        flips = [row.key for row in found.switching_values if row.value is not None]
        assert not [key for key in flips if key.endswith(".sessions_per_month")]


@pytest.mark.parametrize("name", ["coding-fleet", "regulated-team", "high-volume"])
def test_machines_in_steps_make_no_claim_of_every_volume(name: str) -> None:
    found = analyse(starter(name), draws=64, parts=frozenset({"break_even"})).gaps
    assert found.local
    assert not found.any_volume
    assert not any(claim in found.sentence for claim in CLAIMS)


def test_dearer_a_month_and_a_run_is_dearer_at_any_volume() -> None:
    """An hour of running is $0.08; $0.10 a run and $50 a month stand against it."""
    found = gaps(CODING + LESS_RUN.format(usd=0.10, monthly=50))
    assert found.per_session_usd == pytest.approx(0.10 - 0.08)
    assert found.per_month_usd == pytest.approx(50.0)
    assert found.any_volume
    assert found.sentence.endswith("no volume pays it back.")


def test_a_build_of_the_other_side_takes_the_claim_back() -> None:
    """The managed side pays 10 weeks × 40 h × $100 first, so that few runs never catch up with it."""
    found = answer(CODING + LESS_RUN.format(usd=0.10, monthly=50), options__managed__build_engineer_weeks=10)
    assert found.break_even is not None
    assert found.break_even.cheaper_above == ("managed",)
    assert not found.gaps.any_volume
    assert found.gaps.sentence.endswith("once live; with what comes before that, volume can turn it.")


def test_one_workload_that_points_the_other_way_takes_the_claim_back() -> None:
    """Searches at $2 a thousand instead of $10 save 20 × $0.008 a run of the small workload."""
    text = CODING.replace("[engineering]", TWO_KINDS + "[engineering]") + LESS_RUN.format(usd=0.10, monthly=50)
    found = answer(text, options__own__search_usd_per_1000=2)
    assert not found.gaps.any_volume
    assert found.gaps.sentence.endswith("in today's mix of work; more or less of one kind alone can turn it.")
    assert found.break_even is not None
    assert found.break_even.sentence.startswith("No volume of all work together between")


def test_who_serves_before_an_option_is_live_at_another_volume_takes_the_claim_back() -> None:
    """Own costs $0.02 a run and $50 a month more for the 12 months after 104 weeks. Until then managed serves, for what it
    costs itself; from ten times the runs on, machines that are there anyway, whose build of 200 engineer-weeks then pays."""
    own = CODING.replace("[options.own]", "[options.own]\nweeks_until_live = 104") + LESS_RUN.format(
        usd=0.10, monthly=50
    )
    whole = own + BUILT_FIRST
    found = answer(whole, pair=["managed", "own"], horizon_months=36, discount_rate=0)
    flips = {row.key: row for row in found.switching_values}["workloads.coding.sessions_per_month"]
    assert flips.value is not None
    assert flips.reach == "beyond"
    assert not found.gaps.any_volume
    assert found.gaps.sentence.endswith("once live; with what comes before that, volume can turn it.")
    assert gaps(own, pair=["managed", "own"], horizon_months=36, discount_rate=0).any_volume


def test_a_slope_of_machines_is_not_drawn_out_to_where_it_was_not_seen() -> None:
    """10,000 hours a month and $10,000 of platform: what cheap machines save a run pays it back far beyond twice today's."""
    text = CODING.replace('runs_on = "existing-machines"\n', "") + HOSTS
    found = gaps(text + "[options.own.items.platform]\nmonthly_usd = 10_000\n", options__own__hosts__usd_per_hour=0.1)
    assert found.per_month_usd > 0.0 > found.per_session_usd
    assert found.pays_from_sessions_per_month is None
    assert found.sentence.endswith("near today's volume; machines come in steps.")
    near = gaps(text + "[options.own.items.platform]\nmonthly_usd = 500\n", options__own__hosts__usd_per_hour=0.1)
    assert near.pays_from_sessions_per_month is not None
