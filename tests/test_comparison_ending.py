"""What ends within the horizon, and what is assumed of means, are warnings: each with its month or its size, and its field."""

from __future__ import annotations

from datetime import date

import pytest
from cases import case_of
from plain_profile import plain

from model.comparison import Warned
from model.comparison.case.ending import first_change
from model.decision import analyse

TOKENS = "[workloads.w.tokens]\ninput = 100_000\noutput = 1_000\nrequests = 1"


def warned(text: str, **changes: object) -> list[Warned]:
    """The warnings of an analysis."""
    return list(analyse(case_of(text, **changes), 1).warnings)


def about(found: list[Warned], *words: str) -> Warned:
    """The one warning with these words."""
    (only,) = [each for each in found if all(word in each.sentence for word in words)]
    return only


@pytest.mark.parametrize("months", [12, 36])
def test_a_model_that_leaves_within_the_horizon_is_named_with_its_month(months: int) -> None:
    """Sonnet 4.5 leaves on 30 November 2026, eight days after the prices of this profile."""
    found = about(warned(plain('model = "claude-sonnet-4-5"', TOKENS), horizon_months=months), "leaves the API")
    assert f"30 Nov 2026, in month 1 of {months}" in found.sentence
    assert found.key == "workloads.w.model"


def test_a_mode_that_ends_within_the_horizon_is_named_with_its_month() -> None:
    """Opus 4.8 loses fast mode on 30 November 2026; Opus 5 does not."""
    text = plain('model = "claude-opus-4-8"\nspeed = "fast"', TOKENS)
    found = about(warned(text), "ends")
    assert "Fast mode of Claude Opus 4.8 ends on 30 Nov 2026, in month 1 of 12" in found.sentence
    assert found.key == "workloads.w.speed"
    assert not [each for each in warned(text.replace("opus-4-8", "opus-5")) if "ends" in each.sentence]
    assert not [each for each in warned(text.replace('speed = "fast"', "")) if "ends" in each.sentence]


def test_a_price_that_changes_within_the_horizon_is_named_with_its_month() -> None:
    """On 1 October 2026 the cut of Sonnet 5.5's cache reads, six days later, lies in month 1; a bill names no price."""
    text = plain('model = "claude-sonnet-5-5"', TOKENS)
    found = about(warned(text, as_of=date(2026, 10, 1)), "price", "changes")
    assert "7 Oct 2026, in month 1 of 12" in found.sentence
    bill = plain('model = "claude-sonnet-5-5"\ntoken_usd_per_session = 1')
    assert not [each for each in warned(bill, as_of=date(2026, 10, 1)) if "changes on" in each.sentence]


def test_the_first_day_of_a_change_is_found_in_any_month() -> None:
    """By halving: the day itself, none where nothing changes, none after the end."""
    turn = date(2027, 3, 5)
    for start, end, found in (
        (date(2026, 11, 22), date(2029, 11, 22), turn),
        (date(2027, 3, 4), date(2027, 3, 5), turn),
        (date(2026, 11, 22), date(2027, 3, 4), None),
        (turn, date(2029, 1, 1), None),
    ):
        assert first_change(lambda day: day >= turn, start, end) == found


def test_a_write_share_of_another_lifetime_than_the_cache_is_named_with_what_it_is_worth() -> None:
    """20 M tokens written at $6.25 for five minutes where the cache lives an hour: 200 instead of 125 a month."""
    table = (
        "[workloads.w.tokens]\ninput = 100_000\noutput = 1_000\nrequests = 10\ncached_share = 0.7\nwrite_5m_share = 0.2"
    )
    text = plain('model = "claude-opus-4-8"', table)
    found = about(warned(text, options__own__cache="1h"), "lives an hour")
    assert found.usd == pytest.approx(20 * (10 - 6.25))
    assert found.key == "workloads.w.tokens.write_5m_share"
    assert not [each for each in warned(text) if "writes are priced as written" in each.sentence]
    hour = text.replace("write_5m_share", "write_1h_share")
    assert len([each for each in warned(hour) if "lives five minutes" in each.sentence]) == 2


def test_prompts_near_a_tier_are_said_to_grow_evenly() -> None:
    """1,000 runs of 20 requests and 104,485 tokens in the mean: from 13,570 to 195,400, ten of twenty above 100,000."""
    table = "[workloads.w.tokens]\ninput = 2_089_700\noutput = 20_000\nrequests = 20\n"
    table += f"cached_share = {1 - 195_400 / 2_089_700!r}\nwrite_5m_share = {195_400 / 2_089_700!r}"
    found = about(warned(plain('model = "claude-haiku-5-5"', table)), "grow evenly")
    assert "from 13,600 to 195,000 tokens" in found.sentence
    assert "50 %" in found.sentence
    assert found.key == "workloads.w.tokens.requests"
    short = plain('model = "claude-haiku-5-5"', table.replace("2_089_700", "200_000"))
    assert not [each for each in warned(short) if "grow evenly" in each.sentence]


def test_idle_tails_near_the_mean_pause_are_said_to_rest_on_it() -> None:
    """Three pauses in 36 minutes and a tail of 15: 12 minutes after each, if all are equally long."""
    text = plain("waiting_minutes = 36\npauses_over_5_minutes = 3")
    found = about(warned(text, options__own__idle_tail_minutes=15), "equally long")
    assert "12 min" in found.sentence
    assert not [each for each in warned(text, options__own__idle_tail_minutes=2) if "equally long" in each.sentence]
