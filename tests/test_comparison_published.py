"""The published cases that the model must reproduce, each as rate × quantity."""

from datetime import date

import pytest
from cases import CODING, month_1, run_of

TOKENS = "workloads__coding__tokens__"
WORK = "workloads__coding__"


def test_one_hour_on_opus_costs_the_published_0_705() -> None:
    """https://www.opslyft.com/blog/anthropic-managed-agents, worked example without caching."""
    run = run_of(CODING, **{WORK + "sessions_per_month": 1})
    assert month_1(run, "managed", "tokens.input") == pytest.approx(50_000 * 5 / 1e6)
    assert month_1(run, "managed", "tokens.output") == pytest.approx(15_000 * 25 / 1e6)
    assert month_1(run, "managed", "runtime") == pytest.approx(1 * 0.08)
    assert month_1(run, "managed") == pytest.approx(0.705)


def test_eighty_percent_cached_costs_the_published_0_525() -> None:
    """https://www.opslyft.com/blog/anthropic-managed-agents, the same with 80 % of input read from cache."""
    run = run_of(CODING, **{WORK + "sessions_per_month": 1, TOKENS + "cached_share": 0.8})
    assert month_1(run, "managed") == pytest.approx(10_000 * 5 / 1e6 + 40_000 * 0.5 / 1e6 + 15_000 * 25 / 1e6 + 0.08)
    assert month_1(run, "managed") == pytest.approx(0.525)


def test_the_fresh_fifth_as_a_write_costs_0_5375() -> None:
    """The same session with its 10,000 fresh tokens billed as a 5-minute write at 6.25."""
    changes = {WORK + "sessions_per_month": 1, TOKENS + "cached_share": 0.8, TOKENS + "write_5m_share": 0.2}
    assert month_1(run_of(CODING, **changes), "managed") == pytest.approx(10_000 * 6.25 / 1e6 + 0.02 + 0.375 + 0.08)


@pytest.mark.parametrize(("cached", "usd"), [(0, 7_050), (0.8, 5_250)])
def test_ten_thousand_sessions_a_month(cached: float, usd: float) -> None:
    """https://www.opslyft.com/blog/anthropic-managed-agents: $7,050 a month, or $5,250 with caching."""
    assert month_1(run_of(CODING, **{TOKENS + "cached_share": cached}), "managed") == pytest.approx(usd)


def test_twenty_minutes_of_running_and_a_thousand_searches() -> None:
    """20 / 60 h × $0.08 and 1,000 × $10 / 1,000; https://platform.claude.com/docs/en/about-claude/pricing."""
    changes = {WORK + "sessions_per_month": 1, WORK + "active_minutes": 20, WORK + "searches_per_session": 1_000}
    run = run_of(CODING, **changes)
    assert month_1(run, "managed", "runtime") == pytest.approx(20 / 60 * 0.08)
    assert month_1(run, "managed", "tools.web_search") == pytest.approx(1_000 * 10 / 1_000)


def test_sixty_percent_to_haiku() -> None:
    """0.4 × 0.445 on Opus 4.8 + 0.6 × (0.01 + 0.004 + 0.075) on Haiku 4.5 = 0.2314."""
    routed = CODING.replace('model = "claude-opus-4-8"\n', "").replace(
        "sessions_per_month = 10_000", "sessions_per_month = 1"
    )
    routed += '[workloads.coding.routes.hard]\nmodel = "claude-opus-4-8"\nshare = 0.4\n'
    routed += '[workloads.coding.routes.easy]\nmodel = "claude-haiku-4-5"\nshare = 0.6\n'
    run = run_of(routed, **{TOKENS + "cached_share": 0.8})
    assert month_1(run, "managed", "tokens") == pytest.approx(0.4 * 0.445 + 0.6 * (0.01 + 0.004 + 0.075))
    assert month_1(run, "managed", "tokens") == pytest.approx(0.2314)


def test_us_only_inference_multiplies_tokens_but_not_runtime() -> None:
    """0.625 × 1.1 + 0.08 = 0.7675; https://platform.claude.com/docs/en/about-claude/pricing."""
    run = run_of(CODING, **{WORK + "sessions_per_month": 1, WORK + "inference": "us"})
    assert month_1(run, "managed") == pytest.approx(0.625 * 1.1 + 0.08)


def test_on_10_june_us_inference_and_fast_mode_do_not_apply_to_managed_sessions() -> None:
    """The article's exclusions: charged at the standard price, and shown with what they would have been worth."""
    changes = {WORK + "sessions_per_month": 1, WORK + "inference": "us", WORK + "speed": "fast"}
    run = run_of(CODING, date(2026, 6, 10), **changes)
    assert month_1(run, "managed", "tokens") == pytest.approx(0.625)
    assert {row.name for row in run.option("managed").excluded} == {"us_inference", "fast"}
    us = next(row for row in run.option("managed").excluded if row.name == "us_inference")
    assert float(us.month_1_usd[0]) == pytest.approx(0.625 * (1.1 - 1))
    assert month_1(run, "own", "tokens") == pytest.approx(0.625 * 1.1 * 2)


def test_from_7_august_they_apply() -> None:
    """Fast Opus 4.8 is $10/$50, twice the standard price."""
    changes = {WORK + "sessions_per_month": 1, WORK + "inference": "us", WORK + "speed": "fast"}
    assert month_1(run_of(CODING, date(2026, 8, 6), **changes), "managed", "tokens") == pytest.approx(0.625)
    assert month_1(run_of(CODING, date(2026, 8, 7), **changes), "managed", "tokens") == pytest.approx(0.625 * 1.1 * 2)


def test_one_lost_cache_of_100_000_tokens() -> None:
    """100,000 × (6.25 − 0.50) per million = 0.575 on Opus 4.8."""
    base = {
        WORK + "sessions_per_month": 1,
        TOKENS + "input": 1_000_000,
        TOKENS + "cached_share": 1,
        TOKENS + "requests": 10,
    }
    without = month_1(run_of(CODING, **base), "managed", "tokens")
    paused = month_1(run_of(CODING, **{**base, WORK + "pauses_over_5_minutes": 1}), "managed", "tokens")
    assert paused - without == pytest.approx(100_000 * (6.25 - 0.50) / 1e6)


@pytest.mark.parametrize(("day", "usd"), [(date(2026, 3, 12), 6), (date(2026, 3, 13), 3)])
def test_long_prompts_on_sonnet_4_6_before_and_after_13_march(day: date, usd: float) -> None:
    """Above 200,000 prompt tokens input cost $6 a million until 2026-03-12, $3 from 2026-03-13."""
    text = CODING.replace(
        "[options.managed]",
        '[options.other]\nkind = "own-stack"\nruns_on = "existing-machines"\nbuild_engineer_weeks = 0',
    )
    changes = {
        WORK + "sessions_per_month": 1,
        WORK + "model": "claude-sonnet-4-6",
        TOKENS + "input": 300_000,
        TOKENS + "requests": 1,
    }
    assert month_1(run_of(text, day, **changes), "own", "tokens.input") == pytest.approx(300_000 * usd / 1e6)


def test_a_loop_of_five_turns_sums_its_prompts() -> None:
    """20,000 prompt, 5 turns, 500 added, 100 output: 5 × 20,000 + 500 × 15 + 100 × 10 = 108,500 prompt tokens."""
    text = CODING.replace(
        "[workloads.coding.tokens]\ninput = 50_000\noutput = 15_000",
        "[workloads.coding.loop]\nturns = 5\nprompt = 20_000\nadded = 500\noutput = 100",
    )
    run = run_of(text, **{WORK + "sessions_per_month": 1, "options__own__cache": "none"})
    plain = next(line for line in run.option("own").lines if line.key == "tokens.input")
    assert float(plain.quantity_month_1[0]) == pytest.approx(108_500 / 1e6)
    cached = {
        line.key: float(line.quantity_month_1[0]) * 1e6 for line in run.option("managed").lines if line.axis == "tokens"
    }
    assert cached["tokens.cache_write_5m"] == pytest.approx(20_500 + 4 * 600)
    assert cached["tokens.cache_read"] == pytest.approx(108_500 - 20_500 - 4 * 600)


def test_prompts_above_100_000_are_priced_by_request() -> None:
    """Haiku 5.5: 0.10 a million up to a prompt of 100,000, 0.50 above; requests of 90k and 110k without a cache."""
    text = CODING.replace(
        "[workloads.coding.tokens]\ninput = 50_000\noutput = 15_000",
        "[workloads.coding.loop]\nturns = 2\nprompt = 70_000\nadded = 20_000\noutput = 0",
    )
    run = run_of(
        text, **{WORK + "sessions_per_month": 1, WORK + "model": "claude-haiku-5-5", "options__own__cache": "none"}
    )
    assert month_1(run, "own", "tokens.input") == pytest.approx(90_000 * 0.10 / 1e6 + 110_000 * 0.50 / 1e6)
