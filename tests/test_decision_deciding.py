"""Deciding: what is written under [decision], and what is said when its triggers are crossed."""

import re
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec.structs import replace

from model.comparison import resolve
from model.decision import analyse
from model.decision.records.analysis import Analysis
from model.decision.speaking import pair_for
from model.decision.verdict.team_decision import crossed, decided, decision_of, due
from model.profile import Problems, Profile, Saved, loads, save
from model.report import one_page
from model.report.blocks import Statement, Tone
from model.report.story import tell
from tests.cases import DAY

TEAM = """
schema = 1
name = "Desk"
# what the team knows
[workloads.tickets]
sessions_per_month = 10_000   # from the ticket system
active_minutes = 12
[engineering]
loaded_usd_per_year = 250_000
[options.managed]
build_engineer_weeks = 2
upkeep_fte = 0.05
[options.own]
kind = "own-stack"
build_engineer_weeks = 16
upkeep_fte = 0.3
oncall_usd_per_week = 0
[options.own.sandbox]
preset = "e2b"
vcpu = 2
memory_gib = 4
"""
UPKEEP = "options.managed.upkeep_fte"


def team(text: str = TEAM, **changes: object) -> Profile:
    """The team's profile with some inputs given."""
    profile = loads(text)
    assert not isinstance(profile, Problems), profile.sentences()
    changed = profile.changed({key.replace("__", "."): value for key, value in changes.items()})
    assert not isinstance(changed, Problems), changed.sentences()
    return changed


def answered(profile: Profile, day: date = DAY) -> Analysis:
    """The whole analysis of one future."""
    case = resolve(profile, day)
    assert not isinstance(case, Problems), case.sentences()
    return analyse(case, 1)


def after(profile: Profile, **words: object) -> Profile:
    """The profile once the team decided on the day of the tests."""
    found = decided(profile, answered(profile), DAY, **words)  # type: ignore[arg-type]
    assert not isinstance(found, Problems), found.sentences()
    return found


def test_a_decision_keeps_option_day_words_and_dated_triggers() -> None:
    """Every trigger stands with its value of the day, where it flips, and the day of the next look."""
    profile = team()
    answer = answered(profile)
    decision = answered(after(profile, by="platform team", note="beta price may move")).decision
    assert decision is not None
    assert (decision.option, decision.date, decision.by) == ("managed", DAY, "platform team")
    assert decision.sentence == "Decided for Claude Managed Agents on 22 Nov 2026 by platform team: beta price may move"
    assert [trigger.key for trigger in decision.triggers] == [row.key for row in answer.revisit]
    for trigger, row in zip(decision.triggers, answer.revisit, strict=True):
        assert trigger.then == pytest.approx(row.now, rel=1e-5)
        assert trigger.flips_at == pytest.approx(row.value, rel=1e-5)
        assert " now" not in trigger.sentence  # nothing has moved in the minute since
        assert "; flips " in trigger.sentence
        assert trigger.look_on == row.look_on > DAY
        assert not trigger.crossed
        assert trigger.title in trigger.sentence


def test_deciding_changes_nothing_that_was_compared() -> None:
    """The verdict and its switching values are the same before and after the decision is written down."""
    before, later = answered(team()), answered(after(team()))
    assert replace(later, decision=None, case=before.case) == before


def test_a_trigger_is_crossed_from_its_value_on() -> None:
    """Just before the switching value nothing is said; at it and beyond, which input, since when, and both values."""
    profile = after(team())
    flips_at = profile.quantity(f'decision.switching_values."{UPKEEP}".flips_at')
    assert flips_at is not None
    at = flips_at.median
    for value, expected in ((0.999 * at, []), (at, [UPKEEP]), (3.0 * at, [UPKEEP])):
        moved = profile.changed({UPKEEP: value})
        assert not isinstance(moved, Problems)
        case = resolve(moved, DAY)
        assert not isinstance(case, Problems)
        found = crossed(case)
        assert [trigger.key for trigger in found] == expected
        assert all("since the decision of 22 Nov 2026: it was 0.05 engineers then" in each.sentence for each in found)
        assert bool(expected) == any("has crossed" in warned.sentence for warned in answered(moved).warnings)


def test_a_price_of_the_book_says_from_when_it_holds() -> None:
    """A decision of before the runtime had its price says from which day on the book has another one."""
    more = (
        '[decision]\noption = "managed"\ndate = 2026-04-01\n[decision.switching_values."prices.runtime_usd_per_hour"]\n'
    )
    profile = team(TEAM + more + "now = 0.02\nflips_at = 0.07\n")
    case = resolve(profile, DAY)
    assert not isinstance(case, Problems)
    (trigger,) = crossed(case)
    source = case.inputs["prices.runtime_usd_per_hour"].source
    assert source is not None
    assert source.effective is not None
    assert ("in force from" in trigger.sentence) == (source.effective > date(2026, 4, 1))


def test_deciding_for_another_option_is_kept_as_such() -> None:
    """The team may decide against the verdict; the triggers then say where its option becomes the cheaper one."""
    decision = answered(after(team(), option="own")).decision
    assert decision is not None
    assert decision.option == "own"
    assert decision.triggers


def test_an_option_that_does_not_exist_is_a_problem() -> None:
    """The nearest option is named."""
    profile = team()
    found = decided(profile, answered(profile), DAY, option="owm")
    assert isinstance(found, Problems)
    assert "nearest: own" in found.sentences()[0]


def test_without_a_verdict_an_option_must_be_named() -> None:
    """Nobody can decide for a verdict that is not there."""
    profile = team(requirements__must=["hipaa"], options__own__fails=["hipaa"], options__managed__fails=["hipaa"])
    answer = answered(profile)
    assert answer.verdict.option is None
    found = decided(profile, answer, DAY)
    assert isinstance(found, Problems)
    named = decided(profile, answer, DAY, option="own")
    assert isinstance(named, Profile)


def test_an_earlier_decision_leaves_nothing_behind() -> None:
    """Old words and old triggers are gone."""
    first = after(team(), note="first")
    moved = first.changed({UPKEEP: 5.0})
    assert not isinstance(moved, Problems)
    second = after(moved)
    assert second.text("decision.option") == "own"
    assert second.text("decision.note") is None
    decision = answered(second).decision
    assert decision is not None
    assert [trigger.key for trigger in decision.triggers] == [row.key for row in answered(moved).revisit]


def test_the_file_keeps_its_comments(tmp_path: Path) -> None:
    """[decision] is appended in place: every byte that was there before stays, and the file reads back the same."""
    path = tmp_path / "desk.toml"
    path.write_text(TEAM)
    profile = after(team(), note="why # not")
    saved = save(replace(profile, file=path, digest=sha256(TEAM.encode()).hexdigest()))
    assert isinstance(saved, Saved), saved
    text = path.read_text()
    assert text.startswith(TEAM.rstrip("\n"))
    assert re.search(r'^\[decision\]\noption = "managed"\ndate = 2026-11-22\nnote = "why # not"\n', text, re.MULTILINE)
    again = loads(text)
    assert isinstance(again, Profile)
    assert answered(again).decision == answered(profile).decision


def test_looks_count_from_the_day_of_the_decision() -> None:
    """Prices of an old day do not put the next look into the past."""
    profile = team()
    later = date(2028, 3, 31)
    found = decided(profile, answered(profile), later)
    assert isinstance(found, Profile)
    decision = answered(found).decision
    assert decision is not None
    assert {trigger.look_on for trigger in decision.triggers} <= {
        date(2028, 4, 28),
        date(2028, 6, 28),
        date(2028, 9, 28),
        date(2029, 3, 28),
    }


def test_a_third_option_is_paired_with_the_verdict() -> None:
    """Switching values speak of the option decided for: where the pair has it not, it stands beside the verdict, in the order of the profile."""
    third = '[options.other]\nkind = "own-stack"\nruns_on = "existing-machines"\nbuild_engineer_weeks = 30\nupkeep_fte = 0.5\n'
    answer = answered(team(TEAM + third))
    assert answer.pair == ("managed", "own")
    assert pair_for(answer, "other") == ("managed", "other")
    assert pair_for(answer, None) == pair_for(answer, "own") == pair_for(answer, "nobody-knows") == answer.pair
    profile = team(TEAM + third)
    untold = decided(profile, answer, DAY, option="other")
    assert isinstance(untold, Profile)
    assert answered(untold).decision is not None
    assert not untold.ids("decision.switching_values")


def test_looks_that_are_due_are_told_the_longest_overdue_first() -> None:
    """On a day only what had to be looked at by then is due."""
    case = resolve(after(team()), DAY)
    assert not isinstance(case, Problems)
    decision = decision_of(case)
    assert decision is not None
    assert due(decision, DAY) == ()
    days = [trigger.look_on for trigger in due(decision, date(2029, 1, 1))]
    assert len(days) == len(decision.triggers)
    assert days == sorted(day for day in days if day)


WEEK = 40 * 250_000 / 2080  # a week of an engineer, US dollars


def test_a_decision_holds_while_the_verdict_is_its_option() -> None:
    """What was decided stands with the verdict of today; scaling upkeep of managed from 0.05 to 2 engineers turns it."""
    profile = after(team())
    found = answered(profile).decision
    assert found is not None
    assert found.holds
    assert found.standing == (
        "Decided for Claude Managed Agents on 22 Nov 2026; the verdict is still Claude Managed Agents, and no switching "
        "value it rests on has been crossed."
    )
    turned = profile.changed({UPKEEP: 2})
    assert isinstance(turned, Profile)
    answer = answered(turned)
    year = {row.id: row.people_usd - row.build_usd for row in answer.options}
    assert year["managed"] == pytest.approx(2 * 52 * 3 * WEEK, rel=0.05)
    decision = answer.decision
    assert decision is not None
    assert not decision.holds
    assert decision.standing.startswith(
        "Decided for Claude Managed Agents on 22 Nov 2026; the verdict is now Own stack, and "
    )
    assert "it rests on has been crossed" in decision.standing


def test_a_decision_without_triggers_or_verdict_says_no_more_than_it_knows() -> None:
    """Nothing watched is not called uncrossed; where nothing can be chosen there is no verdict; without an option nothing
    is held against anything."""
    other = answered(team(TEAM + '[decision]\noption = "own"\n')).decision
    assert other is not None
    assert (other.holds, other.standing) == (False, "Decided for Own stack; the verdict is now Claude Managed Agents.")
    text = TEAM + '[requirements]\nmust = ["ours"]\n[decision]\noption = "own"\n'
    none = answered(team(text, options__own__fails=["ours"], options__managed__fails=["ours"])).decision
    assert none is not None
    assert (none.holds, none.standing) == (False, "Decided for Own stack; there is no verdict now.")
    noted = answered(team(TEAM + '[decision]\nnote = "later"\n')).decision
    assert noted is not None
    assert (noted.holds, noted.standing) == (True, "")


def test_every_report_says_that_the_verdict_is_another_one_than_was_decided() -> None:
    """The answer of the text, page one and the first step of the presentation; a scenario says what would be, not what is."""
    answer = answered(team(TEAM + '[decision]\noption = "own"\ndate = 2026-10-01\n'))
    said = Statement("Decided for Own stack on 1 Oct 2026; the verdict is now Claude Managed Agents.", Tone.WARNING)
    story, page = tell(answer), one_page.page(answer)
    # Warnings stand first, in a section of their own; the answer follows.
    assert [section.key for section in story.sections if said in section.blocks] == ["options"]
    assert said in story.steps[0].blocks
    assert said in page.because
    what_if = replace(answer, scenario="volume-doubled")
    assert not any(said in section.blocks for section in tell(what_if).sections)
    holding = answered(team(TEAM + '[decision]\noption = "managed"\n'))
    assert not [text for text in one_page.page(holding).because if "Decided" in text.text]
