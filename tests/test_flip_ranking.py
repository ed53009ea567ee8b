"""The one list of flips: reach, order, who wins, the sentence, and that every surface reads the same list."""

from __future__ import annotations

from math import log

import pytest

from model.decision.analyse import analyse
from model.decision.records.analysis import Analysis, SwitchingValue
from model.decision.verdict.team_decision import decided
from model.profile import Problems
from model.report import text
from model.report.chapters import answer_chapter, page_one
from model.telling.flips import flips
from tests.cases import DAY, case_of, starter

UPKEEP = """
schema = 1
name = "Two stacks"
discount_rate = 0.0
horizon_months = 12
[workloads.w]
sessions_per_month = {sessions}
active_minutes = 60
waiting_usd_per_month = 0
[engineering]
loaded_usd_per_year = {loaded}
[options.managed]
build_engineer_weeks = 0
upkeep_fte = "0.02 to 0.1"
[options.own]
kind = "own-stack"
title = "Own stack"
runs_on = "existing-machines"
build_engineer_weeks = 0
upkeep_fte = 0.25
"""
ORDER = ("range", "near", "far", "beyond")
STARTERS = (
    "coding-fleet", "coding-session", "high-volume", "regulated-team", "research-agent", "support-desk",
    "support-desk-all-regions",
)  # fmt: skip


def upkeep(sessions: str = "800", loaded: str = "200_000") -> Analysis:
    """Runs cost $0.08 each on managed: 800 of them $64 a month, 0.25 engineers $4,166.67."""
    return analyse(case_of(UPKEEP.format(sessions=sessions, loaded=loaded)), 500)


def flip(analysis: Analysis, key: str) -> SwitchingValue:
    """The row of one input."""
    return next(row for row in analysis.switching_values if row.key == key)


def test_the_headline_names_option_direction_and_todays_value() -> None:
    """Managed costs 0.0504 engineers on average and 800 × $0.08 = $64 a month, which is 0.00384 engineers of $16,666.67 a
    month: own wins below 0.0542. That lies inside the published 0.05 to 0.8, and managed's own 0.246 outside its range."""
    found = upkeep()
    own = flip(found, "options.own.upkeep_fte")
    mean = flip(found, "options.managed.upkeep_fte").now
    assert own.value == pytest.approx(mean + 64 * 12 / 200_000, rel=1e-3)
    assert (own.option, own.direction, own.wins, own.reach) == ("own", "below", "own", "range")
    assert found.nearest_flip == "options.own.upkeep_fte"
    assert own.headline == "Flips if own upkeep falls below 0.054 engineers (you: 0.25)"
    assert own.sentence == f"{own.headline}: Own stack is cheaper then."
    assert flips(found).headline[0] == own.headline


def test_every_surface_says_the_same_nearest_flip() -> None:
    """Text, page one and the screen take the first row of the list."""
    from tui.state.quick_and_whole import StateAnswer
    from tui.telling.verdict_lines import verdict_lines

    found = upkeep()
    said = flips(found).headline[0]
    assert answer_chapter.headline(found)[3] == f"{said}."
    assert said in " ".join(text.render([found]).decode().split())
    table = next(block for block in page_one.flips(found).blocks if getattr(block, "key", "") == "page.flips")
    assert [row.key for row in table.rows] == [row.key for row in flips(found).rows]  # type: ignore[union-attr]
    third = "".join(
        part for part, _ in verdict_lines(StateAnswer(0, found.case.profile, analysis=found, complete=True), 160)[2]
    )
    assert "Flips if own upkeep falls below 0.054 engineers" in third


@pytest.mark.parametrize("name", STARTERS)
def test_the_list_is_ranked_by_reach_and_says_who_wins(name: str) -> None:
    """Reach follows from today's value and the range; the order follows from the reach; never comes last."""
    found = analyse(starter(name), 300)
    rows = found.switching_values
    places = [ORDER.index(row.reach) if row.reach else len(ORDER) for row in rows]
    assert places == sorted(places)
    ranges = {row.key: (row.p5, row.p95) for row in found.inputs if row.uncertain}
    for row in rows:
        parts = row.key.split(".")
        assert row.option == (parts[1] if parts[0] == "options" else None)
        if row.value is None:
            assert (row.direction, row.wins, row.reach) == (None, None, None)
            continue
        if row.key not in ranges:  # of a range the mean alone may be on the other side already
            assert row.direction == ("above" if row.value > row.now else "below")
        assert row.wins in found.pair
        assert row.subject
        assert row.bound in row.sentence
        low, high = ranges.get(row.key, (1.0, 0.0))
        if low <= row.value <= high:
            assert row.reach == "range"
        elif row.reach in ("near", "far") and row.now > 0.0:
            assert abs(log(row.value / row.now)) <= log(3.0 if row.reach == "near" else 10.0) + 1e-12
        elif row.reach == "beyond" and row.now > 0.0 and row.value > 0.0:
            assert abs(log(row.value / row.now)) > log(10.0)
    first = rows[0]
    alone = found.verdict.strength in ("only", "none")
    assert found.nearest_flip == (None if alone or first.reach in (None, "beyond") else first.key)


def test_what_lies_beyond_ten_times_is_one_sentence() -> None:
    """With runs too few to matter, an engineer would have to cost a thousandth: it is said once, with the nearest."""
    found = upkeep(sessions="8", loaded='"200k to 210k"')
    own = [row for row in found.switching_values if row.value is not None and row.reach == "beyond"]
    assert own
    told = flips(found)
    assert all(row.reach != "beyond" for row in told.rows)
    assert "beyond ten times today's value" in told.beyond


def test_where_none_is_near_the_nearest_is_named_with_its_distance() -> None:
    """Managed's upkeep at 14 times: 0.68 engineers."""
    found = analyse(starter("coding-session"), 500)
    rows = [row for row in found.switching_values if row.reach == "beyond"]
    from msgspec.structs import replace

    beyond = replace(found, switching_values=tuple(rows), nearest_flip=None)
    said = flips(beyond).headline[0]
    assert said.startswith("No single number flips this within ten times today's value; nearest: managed upkeep at ")
    assert said.endswith(" engineers)")
    assert flips(beyond).rows == ()


def test_a_decision_rests_on_no_flip_that_is_beyond() -> None:
    """What is written under [decision] are flips of which none lies beyond ten times today's value."""
    for name in ("support-desk", "research-agent"):
        case = starter(name)
        found = analyse(case, 300)
        beyond = {row.key for row in found.switching_values if row.reach == "beyond"}
        assert beyond
        assert not beyond & {row.key for row in found.revisit}
        written = decided(case.profile, found, DAY)
        assert not isinstance(written, Problems)
        assert not beyond & set(written.ids("decision.switching_values"))
