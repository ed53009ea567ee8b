"""What tokens cost by the rules of the day: bills and counted tokens alike, exclusive rules, tiers, prompts too short to cache."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from cases import DAY, case_of, month_1, run_of
from hypothesis import given
from hypothesis import strategies as st
from plain_profile import plain

from model.decision import analyse
from model.formulas import tokens
from model.prices import ModelPrices, open_book

SANDBOX = 1_000 * 10 / 60 * 0.1656
FAST = 'model = "claude-opus-4-8"\nspeed = "fast"'
PROMPT = "[workloads.w.tokens]\ninput = 100_000\noutput = 1_000\nrequests = 1"


def test_a_token_bill_takes_batch_like_any_token_line() -> None:
    """1,000 × 0.30 × (0.6 + 0.4 × 0.5) = 240.00, and 600 × 10/60 h × 0.1656 = 16.56; Batch needs no sandbox."""
    run = run_of(plain("batch_share = 0.4\ntoken_usd_per_session = 0.3"))
    assert month_1(run, "own", "tokens.bill") == pytest.approx(1_000 * 0.30 * (0.6 + 0.4 * 0.5))
    assert month_1(run, "own") == pytest.approx(256.56)
    assert month_1(run, "managed") == pytest.approx(1_000 * 0.30 + 1_000 * 10 / 60 * 0.08)


def test_a_token_bill_knows_us_inference_fast_mode_and_what_a_model_refuses() -> None:
    """0.5 × 1,000 × 1.1; × 2 for fast Opus 4.8; Haiku 4.5 refuses US-only inference and has no fast mode."""
    bill = "token_usd_per_session = 0.5\n"
    assert month_1(run_of(plain(bill + 'inference = "us"')), "own", "tokens") == pytest.approx(500 * 1.1)
    opus = bill + 'model = "claude-opus-4-8"\ninference = "us"\nspeed = "fast"'
    for option in ("managed", "own"):
        assert month_1(run_of(plain(opus)), option, "tokens") == pytest.approx(500 * 1.1 * 2)
    haiku = case_of(plain(bill + 'model = "claude-haiku-4-5"\ninference = "us"\nspeed = "fast"'))
    assert month_1(run_of(plain(bill + 'model = "claude-haiku-4-5"')), "own", "tokens") == pytest.approx(500)
    said = " ".join(said.sentence for said in analyse(haiku, 1).warnings)
    assert "refuses US-only inference" in said
    assert "no fast mode is offered" in said


def test_fast_mode_of_a_bill_without_a_model_cancels_with_a_word_or_is_unpriced_where_it_does_not() -> None:
    """Fast mode has a price by model: the same on both sides it cancels, on one side alone it is not known."""
    both = analyse(case_of(plain('token_usd_per_session = 0.5\nspeed = "fast"')), 1)
    assert [said for said in both.warnings if "standard speed" in said.sentence]
    assert both.verdict.option
    one = plain("token_usd_per_session = 0.5") + '[options.own.workloads.w]\nspeed = "fast"\n'
    (gap,) = run_of(one).option("own").unpriced
    assert (gap.line_key, gap.write) == ("tokens.bill", "workloads.w.model")


def test_a_bill_split_over_routes_follows_the_rules_of_each_route() -> None:
    """Half on fast Opus 4.8 at twice the bill, half on Haiku 4.5, which has no fast mode: 500 × (0.5 × 2 + 0.5)."""
    routes = '[workloads.w.routes.a]\nmodel = "claude-opus-4-8"\nshare = 0.5\n'
    routes += '[workloads.w.routes.b]\nmodel = "claude-haiku-4-5"\nshare = 0.5\n'
    run = run_of(plain('token_usd_per_session = 0.5\nspeed = "fast"', routes))
    assert month_1(run, "own", "tokens") == pytest.approx(500 * (0.5 * 2 + 0.5))


@pytest.mark.parametrize(("share", "usd"), [(0.0, 1_050.0), (0.5, 625 + 31.25), (1.0, 262.50)])
def test_fast_mode_and_batch_are_not_multiplied(share: float, usd: float) -> None:
    """Of 100 M tokens in and 1 M out: the Batch share at 2.50 and 12.50, the rest at the fast 10 and 50."""
    run = run_of(plain(f"{FAST}\nbatch_share = {share}", PROMPT))
    expected = 100 * (10 * (1 - share) + 2.5 * share) + 1 * (50 * (1 - share) + 12.5 * share)
    assert month_1(run, "own", "tokens") == pytest.approx(expected) == pytest.approx(usd)


@pytest.mark.parametrize(("share", "saved"), [(0.5, 1_050 - 656.25), (1.0, 1_050 - 262.50)])
def test_what_batch_would_have_saved_is_worked_out_beside_fast_mode(share: float, saved: float) -> None:
    """On managed, where Batch is excluded: 1,050 at the fast price, less what own pays."""
    run = run_of(plain(f"{FAST}\nbatch_share = {share}", PROMPT))
    (excluded,) = run.option("managed").excluded
    assert -float(excluded.month_1_usd[0]) == pytest.approx(saved)


def test_us_inference_and_batch_multiply() -> None:
    """Both hold for a Batch request: 500 in + 25 out at Opus 4.8, × 1.1 × 0.5."""
    run = run_of(plain('model = "claude-opus-4-8"\ninference = "us"\nbatch_share = 1', PROMPT))
    assert month_1(run, "own", "tokens") == pytest.approx((100 * 5 + 1 * 25) * 1.1 * 0.5)


def test_no_model_has_a_tier_and_a_fast_price_on_one_day() -> None:
    """Fast mode is a factor on all five kinds; what it makes of a tier no rule of the book says, and no model asks."""
    for days in range(0, 620, 7):
        book = open_book(date(2025, 5, 22) + timedelta(days))
        for model in book.models():  # type: ignore[union-attr]
            fast = book.fast(model.id)  # type: ignore[union-attr]
            assert model.tier is None or fast.applies is not True or fast.factor in (None, 1.0), model.id


LOOP = "[workloads.w.loop]\nturns = 20\nprompt = 5_000\nadded = {added}\noutput = 1_000"
TOTALS = (
    "[workloads.w.tokens]\ninput = {input}\noutput = 20_000\nrequests = 20\n"
    "cached_share = {cached!r}\nwrite_5m_share = {written!r}"
)


def _as_totals(added: int) -> str:
    """The session of `LOOP` as totals: what the last prompt holds is written, all other prompt tokens are read."""
    prompts = [5_000 + added * t + 1_000 * (t - 1) for t in range(1, 21)]
    whole, written = sum(prompts), prompts[-1]
    return TOTALS.format(input=whole, cached=(whole - written) / whole, written=written / whole)


def _by_hand(added: int) -> float:
    """1,000 such sessions on Haiku 5.5, request by request: five times the price above a prompt of 100,000."""
    usd, before = 0.0, 0
    for t in range(1, 21):
        prompt = 5_000 + added * t + 1_000 * (t - 1)
        price = 0.10 if prompt <= 100_000 else 0.50
        usd += (before * 0.1 + (prompt - before) * 1.25 + 1_000 * 5) * price / 1e6
        before = prompt
    return 1_000 * usd


@pytest.mark.parametrize(("added", "usd"), [(8_570, 178.32), (8_100, 171.18)])
def test_a_session_as_loop_and_as_totals_costs_the_same_above_and_below_a_tier(added: int, usd: float) -> None:
    """Prompts of totals are taken to grow evenly, so that each request is priced at its own length."""
    model = 'model = "claude-haiku-5-5"'
    for table in (LOOP.format(added=added), _as_totals(added)):
        assert month_1(run_of(plain(model, table)), "own", "tokens") == pytest.approx(_by_hand(added), rel=1e-6)
    assert _by_hand(added) == pytest.approx(usd, abs=0.005)


def test_no_input_moves_a_bill_of_totals_by_a_jump() -> None:
    """5 % more input around the tier is some 10 % more money, where the mean prompt alone would make it five times."""
    bills = [
        month_1(
            run_of(plain('model = "claude-haiku-5-5"', TOTALS.format(input=i, cached=0.9, written=0.1))), "own", "t"
        )
        for i in range(1_900_000, 2_300_000, 20_000)
    ]
    assert all(1.0 < after / before < 1.1 for before, after in pairwise(bills))


SHORT = "[workloads.w.loop]\nturns = 3\nprompt = 1_000\nadded = 200\noutput = 200"


@pytest.mark.parametrize(
    "table",
    [
        SHORT,
        "[workloads.w.tokens]\ninput = 4_800\noutput = 600\nrequests = 3\ncached_share = 0.5\nwrite_5m_share = 0.4",
        "[workloads.w.tokens]\ninput = 4_000\noutput = 600\ncached_share = 0.5\nwrite_5m_share = 0.4",
    ],
)
def test_prompts_below_the_smallest_cacheable_one_are_fresh(table: str) -> None:
    """Haiku 4.5 caches from 4,096 tokens: 4.8 M fresh × 1.00 + 0.6 M out × 5.00 = 7.80, with a cache or without one."""
    text = plain('model = "claude-haiku-4-5"', table)
    prompt = 4.0 if "4_000" in table else 4.8
    for cache in ("none", "5m", "1h"):
        run = run_of(text, options__own__cache=cache)
        assert month_1(run, "own", "tokens") == pytest.approx(prompt * 1.00 + 0.6 * 5.00)
        assert month_1(run, "managed", "tokens") == pytest.approx(month_1(run, "own", "tokens"))


@pytest.mark.parametrize(
    ("model", "tokens_"),
    [
        ("claude-opus-5", 512), ("claude-fable-5", 512), ("claude-opus-4-8", 1_024), ("claude-sonnet-4-6", 1_024),
        ("claude-opus-4-7", 2_048), ("claude-opus-4-6", 4_096), ("claude-opus-4-5", 4_096), ("claude-haiku-4-5", 4_096),
        ("claude-opus-5-5", None),
    ],
)  # fmt: skip
def test_the_smallest_cacheable_prompt_by_model(model: str, tokens_: int | None) -> None:
    """https://platform.claude.com/docs/en/build-with-claude/prompt-caching; of later models no figure is published."""
    prices = open_book(DAY).model(model)  # type: ignore[union-attr]
    assert isinstance(prices, ModelPrices)
    found = prices.smallest_cacheable
    assert (found.tokens if found else None) == tokens_
    assert found is None or found.source.url


def _requests(loop: tuple[int, int, int, int], smallest: int, threshold: int) -> dict[str, list[int]]:
    """A loop request by request: (within the tier, above it) by billed kind."""
    turns, prompt, added, output = loop
    found = {kind: [0, 0] for kind in ("input", "output", "cache_read", "cache_write_5m")}
    cached = 0
    for t in range(1, turns + 1):
        size = prompt + added * t + output * (t - 1)
        above = int(size > threshold)
        found["output"][above] += output
        if size < smallest:
            found["input"][above] += size
            continue
        found["cache_read"][above] += cached
        found["cache_write_5m"][above] += size - cached
        cached = size
    return found


LOOPS = st.tuples(st.integers(1, 30), st.integers(0, 3_000), st.integers(0, 1_500), st.integers(0, 800))


@given(loop=LOOPS, smallest=st.integers(1, 6_000), threshold=st.integers(6_000, 30_000))
def test_a_loop_is_billed_request_by_request(loop: tuple[int, int, int, int], smallest: int, threshold: int) -> None:
    """The closed forms are what a count of every request finds, cached or too short for it, above the tier or not."""
    arrays = tokens.Loop(*(np.array([float(part)]) for part in loop))
    rules = tokens.PromptRules(np.ones(1), float(threshold), float(smallest))
    session = tokens.session_from_loop(arrays, tokens.Pauses(np.zeros(1), np.zeros(1)), "5m", rules)
    assert session.above is not None
    for kind, (within, above) in _requests(loop, smallest, threshold).items():
        assert float(getattr(session.tokens, kind)[0]) == pytest.approx(within + above, abs=1e-6), kind
        assert float(np.broadcast_to(getattr(session.above, kind), 1)[0]) == pytest.approx(above, abs=1e-6), kind


@given(
    loop=LOOPS.filter(lambda loop: loop[0] > 1 and loop[1] + loop[2] > 0),
    threshold=st.integers(1, 30_000),
    pauses=st.floats(0, 3),
)
def test_a_cached_loop_and_its_totals_agree(loop: tuple[int, int, int, int], threshold: int, pauses: float) -> None:
    """What is known of totals is enough to find the loop again: the tier, and what pauses lose."""
    turns, prompt, added, output = loop
    prompts = [prompt + added * t + output * (t - 1) for t in range(1, turns + 1)]
    whole = sum(prompts)

    def of(value: float) -> np.ndarray:  # type: ignore[type-arg]
        return np.array([float(value)])

    arrays = tokens.Loop(*(of(part) for part in loop))
    totals = tokens.Totals(
        of(whole),
        of(turns * output),
        of((whole - prompts[-1]) / whole),
        of(prompts[-1] / whole),
        of(0),
        of(turns),
        False,
    )
    rules = tokens.PromptRules(of(1), threshold + 0.5, None)
    breaks = tokens.Pauses(of(pauses), of(pauses))
    one = tokens.session_from_loop(arrays, breaks, "5m", rules)
    other = tokens.session_from_totals(totals, breaks, "5m", rules)
    assert one.above is not None
    assert other.above is not None
    for kind in one.tokens.__struct_fields__:
        for a, b in ((one.tokens, other.tokens), (one.above, other.above)):
            assert np.broadcast_to(getattr(a, kind), 1) == pytest.approx(
                np.broadcast_to(getattr(b, kind), 1), rel=1e-6, abs=1e-3
            ), kind


@given(mean=st.floats(1, 20_000), requests=st.floats(1, 40), cached=st.floats(0, 1), smallest=st.integers(1, 10_000))
def test_totals_read_no_more_than_can_have_been_read(
    mean: float, requests: float, cached: float, smallest: int
) -> None:
    """Whatever is typed: nothing where twice the mean is too short, all where the mean is long enough, and every prompt
    token is billed once."""
    one = np.ones(1)
    totals = tokens.Totals(mean * requests * one, one, cached * one, 0 * one, 0 * one, requests * one, True)
    pauses = tokens.Pauses(0 * one, 0 * one)
    found = tokens.session_from_totals(totals, pauses, "5m", tokens.PromptRules(one, None, float(smallest))).tokens
    read = float(found.cache_read[0])
    assert read + float(found.input[0]) == pytest.approx(mean * requests)
    assert 0 <= read <= cached * mean * requests * (1 + 1e-9)
    assert read == 0 or 2 * mean > smallest * (1 - 1e-9)
    assert mean < smallest or read == pytest.approx(cached * mean * requests)


def test_what_a_rule_excludes_on_a_bill_is_worth_what_it_would_change() -> None:
    """40 % of 1,000 runs of 0.30 through Batch would have saved managed 60 a month; US-only inference on Haiku 4.5, which
    refuses it, would have cost 10 % of 300."""
    (batch,) = run_of(plain("batch_share = 0.4\ntoken_usd_per_session = 0.3")).option("managed").excluded
    assert float(batch.month_1_usd[0]) == pytest.approx(-1_000 * 0.4 * 0.30 * 0.5)
    refused = plain('token_usd_per_session = 0.3\nmodel = "claude-haiku-4-5"\ninference = "us"')
    for option in ("managed", "own"):
        (us,) = run_of(refused).option(option).excluded
        assert float(us.month_1_usd[0]) == pytest.approx(300 * 0.1)
        assert "refuses" in us.rule


def test_a_turns_factor_multiplies_tokens_running_time_searches_and_tools() -> None:
    """Twice the turns on the only route: twice of each, and waiting stays what it was."""
    more = "searches_per_session = 2\nwaiting_minutes = 30\npauses_over_5_minutes = 1"
    route = "\n[workloads.w.tools.maps]\ncalls = 3\nusd_per_1000 = 5\n[workloads.w.routes.only]\nshare = 1\nturns_factor = {turns}\n"
    text = plain(f"token_usd_per_session = 0.5\n{more}", route)
    once, twice = (run_of(text.format(turns=turns), options__own__kept_while_waiting=1) for turns in (1, 2))
    for key in ("tokens.bill", "tools.web_search", "tools.maps"):
        for option in ("managed", "own"):
            assert month_1(twice, option, key) == pytest.approx(2 * month_1(once, option, key))
    assert month_1(twice, "managed", "runtime") == pytest.approx(2 * 1_000 * 10 / 60 * 0.08)
    assert month_1(twice, "own", "sandbox") == pytest.approx(1_000 * (2 * 10 + 30) / 60 * 0.1656)
