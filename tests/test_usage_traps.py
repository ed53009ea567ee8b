"""What a usage reader must do, each rule with its number: found by running the real programs (28 Nov 2026).

"full" is 100 fresh, 9,000 read, 900 written (700 for 5 minutes, 200 for an hour), 50 out, 2 searches on Opus 4.8 at
$5 / $0.50 / $6.25 / $10 / $25 per million and $0.01 a search: $0.012625 of tokens, $0.032625 in all.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from usage import FULL, PROJECT, claude, measured, only, reply, span, stored, tokens, totals, written

from model.usage.counting import api_counts, inclusive, split_writes
from model.usage.pricing import named, row_of
from model.usage.readers.langfuse import UNDECIDED, counts_of
from model.usage.records.common import ApiUsage, moment, read, whole

SDK = "com.anthropic.sdk.python"
TOKENS_USD, ALL_USD = 0.012625, 0.032625
GENERAL = {
    "gen_ai.operation.name": "chat", "gen_ai.response.model": "claude-opus-4-8", "gen_ai.usage.input_tokens": 10_000,
    "gen_ai.usage.output_tokens": 50, "gen_ai.usage.cache_read.input_tokens": 9_000, "gen_ai.usage.cache_write.input_tokens": 900,
}  # fmt: skip


def usage(**more: Any) -> dict[str, Any]:
    """Usage of a reply without cache."""
    return {"input_tokens": 100, "output_tokens": 50, **more}


def test_full_is_priced_exactly(tmp_path: Path) -> None:
    agent = only(measured(claude(tmp_path, reply(FULL))))
    assert agent.list_usd == pytest.approx(ALL_USD, abs=1e-12)
    assert agent.list_usd_high == pytest.approx(ALL_USD, abs=1e-12)
    assert tokens(agent) == (100, 9_000, 700, 200, 0, 50)


# R1, R2: whether input holds the cache is the source's convention


def test_r1_inclusive_input_less_than_its_cache_is_refused_with_its_line(tmp_path: Path) -> None:
    wrong = {**GENERAL, "gen_ai.usage.input_tokens": 100}
    path = written(tmp_path, "spans.jsonl", span(GENERAL, SDK, 1), span(wrong, SDK, 2))
    found = measured(path)
    assert only(found).requests == 1
    assert "input less than its cache: not the convention of this source (line 2)" in found.sources[0].skipped
    assert inclusive(100, 9_000, 900, 50) is None


def test_r1_a_wrong_guess_would_be_five_times_off(tmp_path: Path) -> None:
    found = measured(written(tmp_path, "spans.jsonl", span(GENERAL, SDK, 1)))
    assert only(found).tokens.fresh == 100
    assert only(found).list_usd == pytest.approx(100 * 5e-6 + 9_000 * 0.5e-6 + 900 * 6.25e-6 + 50 * 25e-6)


def test_r1_an_undecided_source_is_not_guessed() -> None:
    cached = {"cache_read_input_tokens": 9_000, "output": 50}
    assert counts_of({"input": 10_000, **cached})[0] == UNDECIDED
    convention, counts = counts_of({"input": 10_000, **cached})
    assert convention == UNDECIDED
    assert counts is not None
    assert counts.fresh is None
    assert counts_of({"input": 100, **cached})[1].fresh == 100  # type: ignore[union-attr]
    assert counts_of({"input": 10_000, "total": 19_050, **cached})[1].fresh == 10_000  # type: ignore[union-attr]
    assert counts_of({"input": 10_000, "total": 10_050, **cached})[1].fresh == 1_000  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "name", ["cache_creation.input_tokens", "cache_write.input_tokens", "cache_creation_input_tokens"]
)
def test_r2_both_spellings_are_one_thing(tmp_path: Path, name: str) -> None:
    held = {key: value for key, value in GENERAL.items() if "cache_write" not in key}
    one = measured(written(tmp_path, "one.jsonl", span({**held, f"gen_ai.usage.{name}": 900}, SDK, 1)))
    both = measured(written(tmp_path, "both.jsonl", span({**GENERAL, f"gen_ai.usage.{name}": 900}, SDK, 1)))
    assert only(one).tokens == only(both).tokens


def test_r3_a_stream_of_logfire_is_counted_from_its_second_record(tmp_path: Path) -> None:
    first = {"gen_ai.operation.name": "chat", "gen_ai.response.model": "claude-opus-4-8"}
    raw = {**first, "gen_ai.response.id": "msg_1", "gen_ai.usage.raw": __import__("json").dumps(FULL)}
    path = written(
        tmp_path, "logfire.jsonl", span(first, "logfire.anthropic", 1), span(raw, "logfire.anthropic", 2, 1.0)
    )
    assert only(measured(path)).list_usd == pytest.approx(ALL_USD)


# R4 to R8: one request counts once


def test_r4_three_blocks_of_one_answer_without_request_ids(tmp_path: Path) -> None:
    blocks = [reply(FULL, request=None, block=block) for block in range(3)]
    assert only(measured(claude(tmp_path, *blocks))).list_usd == pytest.approx(ALL_USD)


def test_r4_one_id_in_two_sessions_behind_a_gateway_is_two_replies(tmp_path: Path) -> None:
    """Without request ids a fork's copies have their moments in common with the original; another reply has not."""
    claude(tmp_path, reply(FULL, request=None))
    fork = {"type": "queue-operation", "sessionId": "s-2", "timestamp": "2026-11-20T12:00:00.000Z"}
    claude(tmp_path, fork, reply(FULL, session="s-2", request=None), session="s-2")
    assert only(measured(tmp_path)).requests == 1
    claude(tmp_path, reply(FULL, session="s-3", request=None, at="2026-11-21T10:00:00.000Z"), session="s-3")
    found = measured(tmp_path)
    assert only(found).requests == 2
    assert only(found).list_usd == pytest.approx(2 * ALL_USD)
    assert any("an id that another session used before" in note for note in found.sources[0].notes)


def test_r4_two_request_ids_of_one_answer_are_a_retry(tmp_path: Path) -> None:
    found = measured(claude(tmp_path, reply(FULL), reply(FULL, request="req_2")))
    assert only(found).requests == 2
    assert any("retries" in note for note in found.sources[0].notes)


def test_r5_a_fork_and_its_sub_agents(tmp_path: Path) -> None:
    first = {"type": "queue-operation", "sessionId": "s-2", "timestamp": "2026-11-20T12:00:00.000Z"}
    claude(tmp_path, reply(FULL), reply(FULL, "msg_2", at="2026-11-20T10:01:00.000Z"))
    claude(
        tmp_path,
        first,
        reply(FULL, session="s-2"),
        reply(FULL, "msg_3", "s-2", at="2026-11-20T12:01:00.000Z"),
        session="s-2",
    )
    written(tmp_path, f"{PROJECT}/s-1/subagents/agent-a.jsonl", reply(FULL, "msg_4", isSidechain=True, agentId="a"))
    found = measured(tmp_path)
    by_session = {each.session_id: each.list_usd for each in found.dearest}
    assert by_session == {"s-1": pytest.approx(3 * ALL_USD), "s-2": pytest.approx(ALL_USD)}
    alone = measured(tmp_path / PROJECT / "s-1.jsonl")  # a session's file by itself brings its sub-agents
    assert only(alone).list_usd == pytest.approx(3 * ALL_USD)


@pytest.mark.parametrize("order", [(1, 20, 50), (50, 20, 1), (20, 50, 1)])
def test_r6_the_largest_of_each_count_in_any_order(tmp_path: Path, order: tuple[int, ...]) -> None:
    lines = [reply({**FULL, "output_tokens": output}, block=place) for place, output in enumerate(order)]
    assert only(measured(claude(tmp_path, *lines))).tokens.output == 50


def test_r7_the_sdk_beside_an_instrumentation_is_one_request(tmp_path: Path) -> None:
    named_ = {**GENERAL, "gen_ai.response.id": "msg_1"}
    other = "opentelemetry.instrumentation.anthropic"
    found = measured(written(tmp_path, "a.jsonl", span(named_, other, 1), span(named_, SDK, 2, 0.1)))
    assert only(found).requests == 1
    assert found.sources[0].skipped["second record of a request that is counted already"] == 1


def test_r7_without_the_answers_id_by_model_time_and_counts(tmp_path: Path) -> None:
    inference = {
        "openinference.span.kind": "LLM", "llm.model_name": "claude-opus-4-8", "llm.token_count.prompt": 10_000,
        "llm.token_count.completion": 50, "llm.token_count.prompt_details.cache_read": 9_000,
        "llm.token_count.prompt_details.cache_write": 900,
    }  # fmt: skip
    scope = "openinference.instrumentation.anthropic"
    near = written(tmp_path, "near.jsonl", span(GENERAL, SDK, 1), span(inference, scope, 2, 1.9))
    far = written(tmp_path, "far.jsonl", span(GENERAL, SDK, 1), span(inference, scope, 2, 2.1))
    assert only(measured(near)).requests == 1
    assert only(measured(far)).requests == 2


def test_r7_sums_on_agents_spans_are_not_added(tmp_path: Path) -> None:
    agent = {**GENERAL, "gen_ai.operation.name": "invoke_agent", "gen_ai.aggregated_usage.input_tokens": 10_000}
    found = measured(written(tmp_path, "a.jsonl", span(GENERAL, SDK, 1), span(agent, SDK, 2)))
    assert sum(each.requests or 0 for each in found.agents) == 1


def test_a_span_exported_twice_counts_once(tmp_path: Path) -> None:
    found = measured(written(tmp_path, "a.jsonl", span(GENERAL, SDK, 1), span(GENERAL, SDK, 1)))
    assert only(found).requests == 1
    assert found.sources[0].skipped["span that was exported twice"] == 1


def test_r8_synthetic_replies_and_spaces(tmp_path: Path) -> None:
    spaced = written(
        tmp_path, f"{PROJECT}/s-1.jsonl", reply(FULL), reply(usage(input_tokens=0), "x", model="<synthetic>")
    )
    spaced.write_text(spaced.read_text().replace('"usage": {', '"usage"  :   {'))
    found = measured(tmp_path)
    assert only(found).list_usd == pytest.approx(ALL_USD)
    assert found.sources[0].skipped["failed request without tokens"] == 1


# R9 to R13: what must not be believed


def test_r9_output_of_old_versions_is_unknown(tmp_path: Path) -> None:
    found = measured(claude(tmp_path, reply({**FULL, "output_tokens": 1}, version="2.1.96")))
    agent = only(found)
    assert agent.tokens.output is None
    assert agent.list_usd_high is None
    assert "output_tokens: not said by 1 record" in agent.unknown
    assert any("1 replies" in note and "2.1.97" in note for note in found.sources[0].notes)
    assert (
        only(measured(claude(tmp_path / "new", reply({**FULL, "output_tokens": 1}, version="2.1.97")))).tokens.output
        == 1
    )


def test_r10_empty_streams_of_traceloop_are_missing_data(tmp_path: Path) -> None:
    empty = {**GENERAL, "gen_ai.usage.input_tokens": 0, "gen_ai.usage.output_tokens": 0}
    streamed = {**GENERAL, "gen_ai.is_streaming": True}
    scope = "opentelemetry.instrumentation.anthropic"
    found = measured(written(tmp_path, "a.jsonl", span(empty, scope, 1), span(streamed, scope, 2)))
    assert only(found).requests == 1
    assert only(found).list_usd_high is None
    assert any("unknown, not zero" in reason for reason in found.sources[0].skipped)


def _result(session: str, output: int, query: int, cost: float) -> dict[str, Any]:
    return {
        "type": "result", "session_id": session, "total_cost_usd": cost, "usage": {"input_tokens": query, "output_tokens": query},
        "modelUsage": {"claude-opus-4-8": {"inputTokens": output, "outputTokens": output, "costUSD": cost}},
    }  # fmt: skip


def test_r11_the_last_running_total_not_the_sum(tmp_path: Path) -> None:
    rows = [_result("s", 10 * number, 10, 0.1 * number) for number in range(1, 21)]
    found = measured(written(tmp_path, "r.jsonl", *rows))
    assert only(found).tokens.output == 200  # the sum would be 2,100: 10.5 times
    old = measured(written(tmp_path, "old.jsonl", _result("s", 10, 10, 0.1), _result("s", 4, 4, 0.04)))
    assert only(old).tokens.output == 14  # up to 0.2.156 a resumed process began at 0


def test_r12_costs_in_the_data_are_a_check(tmp_path: Path) -> None:
    found = measured(written(tmp_path, "r.jsonl", _result("s", 10, 10, 99.0)))
    assert only(found).list_usd == pytest.approx(10 * 5e-6 + 10 * 25e-6)
    assert found.sources[0].reported_usd == 99.0


def test_r12_our_dollars_stand_beside_the_sources_with_the_factor(tmp_path: Path) -> None:
    """100 in and 50 out, $0.00175 on Opus 4.8; said to cost as much, and said to cost twice that: 1.00 and 0.50 times."""
    for cost, factor, explained in ((0.00175, "1.00 times", True), (0.0035, "0.50 times", False)):
        row = {
            "type": "result", "session_id": "s", "total_cost_usd": cost,
            "modelUsage": {"claude-opus-4-8": {
                "inputTokens": 100, "outputTokens": 50, "cacheReadInputTokens": 0, "cacheCreationInputTokens": 0, "costUSD": cost,
            }},
        }  # fmt: skip
        (note,) = [
            each for each in measured(written(tmp_path, "r.jsonl", row)).sources[0].notes if "we compute" in each
        ]
        assert factor in note
        assert ("not explained here" not in note) == explained


@pytest.mark.parametrize(
    ("written_as", "model"),
    [
        ("claude-haiku-4-5-20251001", "claude-haiku-4-5"), ("anthropic/claude-opus-5.5", "claude-opus-5-5"),
        ("us.anthropic.claude-opus-4-8-v1:0", "claude-opus-4-8"), ("bedrock/claude-opus-4-8", "claude-opus-4-8"),
    ],
)  # fmt: skip
def test_r13_names_of_one_model(written_as: str, model: str) -> None:
    assert row_of(written_as, date(2026, 11, 20))["id"] == model
    assert named("claude-opus-4-8-fast").is_fast


def test_r13_a_model_without_a_price_is_unknown(tmp_path: Path) -> None:
    agent = only(measured(claude(tmp_path, reply(FULL, model="claude-opus-9"))))
    assert agent.list_usd == pytest.approx(0.02)  # only the searches have a price
    assert agent.axes.tokens is None
    assert agent.list_usd_high is None
    assert "price: no list price on that day for claude-opus-9 (1 record)" in agent.unknown


# R14 to R18: pricing


@pytest.mark.parametrize("split", [{"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0}, None])
def test_r14_written_tokens_without_a_lifetime(tmp_path: Path, split: dict[str, int] | None) -> None:
    counts = {**FULL, "cache_creation": split, "server_tool_use": {"web_search_requests": 0}}
    agent = only(measured(claude(tmp_path, reply(counts))))
    assert agent.list_usd == pytest.approx(0.011875, abs=1e-12)
    assert agent.list_usd_high == pytest.approx(0.01525, abs=1e-12)


def test_r14_a_split_older_than_its_total() -> None:
    assert split_writes(900, 300, 100) == (300, 100, 500)
    assert split_writes(100, 300, 100) == (300, 100, 0)
    assert split_writes(None, None, None) == (None, None, None)


def _step(kind: str, fresh: int, output: int, model: str | None = None, cached: int = 0) -> dict[str, Any]:
    step = {"type": kind, "input_tokens": fresh, "output_tokens": output, "cache_read_input_tokens": cached}
    return step if model is None else {**step, "model": model}


@pytest.mark.parametrize(
    ("model", "steps", "usd"),
    [
        ("claude-opus-4-8", [_step("compaction", 150_000, 3_500), _step("message", 100, 50)], 0.83925),
        ("claude-opus-4-8", [_step("compaction", 150_000, 3_500)], 0.83925),
        ("claude-haiku-4-5", [_step("message", 100, 50), _step("advisor_message", 20_000, 1_000, "claude-opus-4-8")], 0.12535),
        (
            "claude-haiku-4-5",
            [_step("message", 400, 90), _step("advisor_message", 800, 1_600, "claude-opus-4-8"), _step("message", 1_350, 440, cached=400)],
            0.04844,
        ),
    ],
)  # fmt: skip
def test_r15_steps_at_models_of_their_own(tmp_path: Path, model: str, steps: list[dict[str, Any]], usd: float) -> None:
    found = measured(claude(tmp_path, reply(usage(iterations=steps), model=model)))
    assert only(found).list_usd == pytest.approx(usd, abs=1e-9)
    assert only(found).requests == 1


def test_r16_searches_cost_and_fetches_do_not(tmp_path: Path) -> None:
    tools = {"web_search_requests": 2, "web_fetch_requests": 9}
    agent = only(measured(claude(tmp_path, reply({**FULL, "server_tool_use": tools}))))
    assert agent.axes.searches == pytest.approx(0.02)


@pytest.mark.parametrize(
    ("more", "usd"),
    [
        ({"speed": "fast"}, 0.02525 + 0.02), ({"inference_geo": "us"}, 0.0338875), ({"service_tier": "batch"}, 0.0063125 + 0.02),
        ({"speed": "standard", "service_tier": "standard", "inference_geo": "global"}, ALL_USD),
    ],
)  # fmt: skip
def test_r17_factors_hold_for_tokens_and_not_for_searches(tmp_path: Path, more: dict[str, str], usd: float) -> None:
    assert only(measured(claude(tmp_path, reply({**FULL, **more})))).list_usd == pytest.approx(usd, abs=1e-9)


def test_r17_unknown_words_are_said(tmp_path: Path) -> None:
    found = measured(claude(tmp_path, reply({**FULL, "speed": "ludicrous"})))
    assert any("ludicrous" in note for note in found.sources[0].notes)


def test_r18_the_book_decides_not_the_source() -> None:
    row = row_of("claude-opus-4-8", date(2026, 11, 20))
    assert [row[kind] for kind in ("input", "output", "cache_read", "cache_write_5m", "cache_write_1h")] == [
        5,
        25,
        0.5,
        6.25,
        10,
    ]
    assert (row["fast"], row["us"], row["batch"]) == (2.0, 1.1, 0.5)


def test_r20_snapshots_are_not_added(tmp_path: Path) -> None:
    snapshots = [
        {"id": f"e{number}", "type": "session.usage", "processed_at": f"2026-11-20T10:0{number}:00Z",
         "usage": {**usage(output_tokens=50 * number), "active_seconds": 10.0 * number}}
        for number in (1, 2, 3)
    ]  # fmt: skip
    with stored(written(tmp_path, "sesn_1.json", {"data": snapshots}, lines=False)) as store:
        assert totals(store)["output"] == 150
        assert store.rows("SELECT active_seconds FROM sessions") == [(30.0,)]


def test_numbers_and_times_of_foreign_files() -> None:
    assert [whole(value) for value in ("12", 12.0, "x", -1, 1.5, True, None, float("inf"))] == [
        12,
        12,
        None,
        None,
        None,
        None,
        None,
        None,
    ]
    assert moment("2026-11-20T10:00:00+01:00") == moment("2026-11-20 09:00:00")
    assert moment("1795894871525000000") == moment(1795894871525)
    assert api_counts(read(ApiUsage, {"input_tokens": "7"}) or ApiUsage()).fresh == 7


# Times and types in the store


def test_large_zeros_first_do_not_make_later_costs_zero(tmp_path: Path) -> None:
    """20,480 whole zeros first would turn every later cost below 0.5 into 0 where a type is sampled."""
    rows = [{"type": "result", "session_id": f"s{number}", "total_cost_usd": 0} for number in range(20_500)]
    rows.append(_result("last", 10, 10, 0.25))
    with stored(written(tmp_path, "r.jsonl", *rows)) as store:
        assert store.rows("SELECT sum(list_usd) FROM sessions WHERE session_id = 'last'") == [(0.25,)]


def test_weeks_are_utc_and_lose_no_hour_in_autumn(tmp_path: Path) -> None:
    lines = [
        reply(FULL, f"m{hour}", f"s-{hour}", at=f"2026-10-25T0{hour}:30:00.000+02:00" if hour < 3 else "2026-10-25T02:30:00.000+01:00")
        for hour in range(5)
    ]  # fmt: skip
    claude(tmp_path, *lines)
    found = measured(tmp_path)
    assert sum(week.sessions for week in found.weeks) == 5
    assert {week.week.weekday() for week in found.weeks} == {0}


def test_sessions_that_cost_nothing_are_counted_apart(tmp_path: Path) -> None:
    found = measured(claude(tmp_path, reply(usage(input_tokens=0, output_tokens=0)), reply(FULL, "m2", "s-2")))
    buckets = next(iter(found.histograms.values()))
    assert buckets[0].index is None
    assert [each.sessions for each in buckets] == [1, 1]


# R19: streams read raw


def _stream(*events: dict[str, Any]) -> str:
    return "".join(f"event: {event['type']}\ndata: {__import__('json').dumps(event)}\n\n" for event in events)


def _opening(message: str, **counts: Any) -> dict[str, Any]:
    head = {"id": message, "type": "message", "model": "claude-opus-4-8"}
    return {"type": "message_start", "message": {**head, "usage": counts}}


def _delta(**counts: Any) -> dict[str, Any]:
    return {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": counts}


def test_r19_of_every_field_the_last_value_of_a_stream_holds(tmp_path: Path) -> None:
    """Start 10 in, 1,000 read, 1 out, end 100 / 9,000 / 900 written / 50: not 1,010 in and 51 out. The split stands in the
    opening alone (R14): 700 + 100 of what were 900 in the end, so that 100 have no known lifetime."""
    split = {"ephemeral_5m_input_tokens": 700, "ephemeral_1h_input_tokens": 100}
    opening = _opening("msg_1", input_tokens=10, cache_read_input_tokens=1_000, cache_creation=split, output_tokens=1)
    middle = _delta(output_tokens=20)
    last = _delta(
        input_tokens=100, cache_read_input_tokens=9_000, cache_creation_input_tokens=900, output_tokens=50,
        server_tool_use={"web_search_requests": 2},
    )  # fmt: skip
    path = tmp_path / "recorded.sse"
    path.write_text(_stream(opening, {"type": "ping"}, middle, last, {"type": "message_stop"}))
    found = measured(path)
    assert found.sources[0].format == "messages-api"
    assert tokens(only(found)) == (100, 9_000, 700, 100, 100, 50)
    assert only(found).searches == 2
    usd = (100 * 5 + 9_000 * 0.5 + 700 * 6.25 + 100 * 10 + 50 * 25) / 1e6 + 0.02
    assert only(found).list_usd == pytest.approx(usd + 100 * 6.25e-6, abs=1e-12)
    assert only(found).list_usd_high == pytest.approx(usd + 100 * 10e-6, abs=1e-12)


def test_r19_a_stream_that_broke_off_has_no_output(tmp_path: Path) -> None:
    """Its opening says 1 token out; how many there were, nobody says. The next stream of the file is whole."""
    path = tmp_path / "recorded.sse"
    whole_ = [_opening("msg_2", input_tokens=100, output_tokens=1), _delta(output_tokens=50)]
    path.write_text(_stream(_opening("msg_1", input_tokens=100, output_tokens=1), *whole_))
    agent = only(measured(path))
    assert (agent.requests, agent.tokens.fresh, agent.tokens.output) == (2, 200, 50)
    assert agent.list_usd_high is None
    assert "output_tokens: not said by 1 record" in agent.unknown


def test_replies_of_the_api_and_of_batches_are_priced_by_step_and_at_half(tmp_path: Path) -> None:
    """An advisor of Opus for a reply of Haiku: $0.12535 (R15). "full" in a batch: half of $0.012625 and two searches whole."""
    steps = [_step("message", 100, 50), _step("advisor_message", 20_000, 1_000, "claude-opus-4-8")]
    reply_ = {"id": "msg_1", "type": "message", "model": "claude-haiku-4-5", "usage": usage(iterations=steps)}
    one = only(measured(written(tmp_path, "reply.json", reply_, lines=False)))
    assert (one.list_usd, one.requests) == (pytest.approx(0.12535, abs=1e-12), 1)
    message = {"id": "msg_2", "type": "message", "model": "claude-opus-4-8", "usage": FULL}
    lines = [{"custom_id": "a", "result": {"type": "succeeded", "message": message}}] * 2
    lines.append({"custom_id": "b", "result": {"type": "errored", "error": {}}})
    found = measured(written(tmp_path, "batch.jsonl", *lines))
    assert only(found).list_usd == pytest.approx(TOKENS_USD / 2 + 0.02, abs=1e-12)
    assert found.sources[0].skipped == {
        "further record of a reply that is counted already": 1, "request of a batch without a reply": 1,
    }  # fmt: skip


def test_r2_the_names_before_todays_are_the_same_counts(tmp_path: Path) -> None:
    """`prompt_tokens` became `input_tokens`, `completion_tokens` `output_tokens`; beside each other they are one."""
    old = {
        key: value for key, value in GENERAL.items() if not key.endswith(("usage.input_tokens", "usage.output_tokens"))
    }
    old |= {"gen_ai.usage.prompt_tokens": 10_000, "gen_ai.usage.completion_tokens": 50}
    one = measured(written(tmp_path, "old.jsonl", span(old, "other", 1)))
    both = measured(written(tmp_path, "both.jsonl", span({**old, **GENERAL}, "other", 1)))
    assert tokens(only(one)) == tokens(only(both)) == (100, 9_000, 0, 0, 900, 50)
