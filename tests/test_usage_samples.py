"""Every sample's truth, to the token and to 1e-8 dollars: what the programs themselves, the documentation or a hand count
say it holds.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from usage import SAMPLES, TODAY, measured, only, stored, tokens, totals

from model.usage.measuring import Measured

MANAGED = SAMPLES / "managed-agents"
CODE = SAMPLES / "claude-code"


def of_session(found: Measured) -> dict[str, float]:
    return {each.session_id.removeprefix("sesn_01Sample"): each.list_usd for each in found.dearest}


@pytest.fixture(scope="module")
def managed() -> Measured:
    return measured(MANAGED)


def test_managed_sessions_cost_what_the_exact_list_cost_says(managed: Measured) -> None:
    expected = json.loads((MANAGED / "expected-exact-list-cost.json").read_text())
    found = of_session(managed)
    for session, exact in expected.items():
        short = session.removeprefix("sesn_01Sample")
        if exact is not None:
            assert found[short] == pytest.approx(float(Decimal(exact)), abs=1e-8)


def test_a_session_known_from_its_events_alone(managed: Measured) -> None:
    """16 fresh × $4 + 3,900 out × $20 + 63,120 read × $0.20 + 65,420 written × $5 per million + 151.2 s × $0.08 an hour."""
    assert of_session(managed)["0009"] == pytest.approx(0.421148, abs=1e-8)
    with stored(MANAGED / "events-sesn_01Sample0009.json") as store:
        row = store.rows("SELECT active_seconds, pauses_over_1_hour, waiting_seconds, list_usd FROM sessions")[0]
        assert row == (pytest.approx(151.2), 1, pytest.approx(4199.9), 0.42)
        assert store.rows("SELECT stands_for FROM requests") == [(4,)]  # the fifth failed


def test_running_sessions_are_named_and_old_ones_are_no_zero(managed: Measured) -> None:
    assert any("running" in reason for told in managed.sources for reason in told.skipped)
    assert "archived sessions are counted" in managed.sources[0].notes
    triage = next(each for each in managed.agents if each.agent == "triage")
    assert triage.sessions == 3
    assert "runtime: no billed clock in 1 session" in triage.unknown
    assert triage.list_usd_high is None


def test_stats_are_never_priced(managed: Measured) -> None:
    """0003: threads ran 790 s together, 380.25 s are billed."""
    lead = next(each for each in managed.agents if each.agent == "lead")
    assert lead.active_seconds == 380.25
    assert lead.axes.runtime == pytest.approx(380.25 * 0.08 / 3600)
    # Two workers on Haiku 5.5 have no requests in the list: each could have had prompts above 100,000 tokens.
    assert lead.list_usd == pytest.approx(0.553399, abs=1e-8)
    assert lead.list_usd_high == pytest.approx(0.553399 + 4 * (0.027691 + 0.025558), abs=1e-8)


def test_outcomes(managed: Measured) -> None:
    """0008: one outcome satisfied, the other given up: the session missed."""
    research = next(each for each in managed.agents if each.agent == "research")
    assert (research.reached, research.judged) == (0, 1)


def test_claude_code_folder() -> None:
    found = measured(CODE)
    agent = only(found)
    assert of_session(found)["38d90850-42cd-4ecc-9a8a-7484c659d229"] == pytest.approx(0.17552, abs=1e-8)
    assert of_session(found)["96e04576-3cc6-4983-86d6-5532d17cadd8"] == pytest.approx(0.07306, abs=1e-8)
    old = (9 * 5 + 46_242 * 0.5 + 31_644 * 6.25 + 470 * 25) / 1e6  # Opus 4.5; written tokens at the 5-minute price
    assert agent.list_usd == pytest.approx(0.24858 + old, abs=1e-8)
    assert tokens(agent) == (249, 100_242, 41_500, 2_500, 31_644, 936)
    assert agent.sessions == 4
    assert agent.finished == 3  # one failed without tokens
    assert found.sources[0].skipped["cut or damaged line"] == 1
    assert any("versions before 2.1.97" in note for note in found.sources[0].notes)


def test_results_of_the_agent_sdk_are_running_totals() -> None:
    found = measured(*(CODE / f"result-{number}.json" for number in (1, 2, 3)))
    assert of_session(found) == {
        "38d90850-42cd-4ecc-9a8a-7484c659d229": pytest.approx(0.17552, abs=1e-8),
        "96e04576-3cc6-4983-86d6-5532d17cadd8": pytest.approx(0.07306, abs=1e-8),
    }
    assert tokens(only(found)) == (240, 54_000, 41_500, 2_500, 0, 466)


def test_files_results_metrics_events_and_spans_of_the_same_runs_agree_and_count_once() -> None:
    otel = sorted((SAMPLES / "otel").glob("claude-code-*"))
    for sources in ([otel[0]], [otel[1]], [otel[2]], otel):
        agent = only(measured(*sources))
        assert agent.tokens.fresh == 240
        assert agent.tokens.output == 466
        assert agent.tokens.cache_read == 54_000
        assert (
            sum(
                (
                    agent.tokens.cache_write_5m or 0,
                    agent.tokens.cache_write_1h or 0,
                    agent.tokens.cache_write_unsplit or 0,
                )
            )
            == 44_000
        )
    events = only(measured(otel[0]))
    assert events.list_usd == pytest.approx(0.24858, abs=1e-8)
    together = measured(CODE, *otel, *(CODE / f"result-{number}.json" for number in (1, 2, 3)))
    assert together.totals.tokens.output == 936


def test_metrics_bound_what_they_cannot_split() -> None:
    agent = only(measured(SAMPLES / "otel" / "claude-code-2.1.332-metrics.jsonl"))
    assert agent.active_seconds == pytest.approx(4.334)
    assert agent.list_usd == pytest.approx(0.24858 - 2_500 * 3 / 1e6, abs=1e-8)  # all at $5 instead of 2,500 at $8
    assert agent.list_usd_high == pytest.approx(0.24858 + 41_500 * 3 / 1e6, abs=1e-8)


@pytest.mark.parametrize(
    ("name", "output", "split", "searches"),
    [
        ("anthropic-sdk-2.14.0", 40, True, None), ("genai-official-1.3b0", 40, False, None), ("traceloop", 42, False, None),
        ("openinference", 40, False, 8), ("logfire", 40, True, 8),
    ],
)  # fmt: skip
def test_four_calls_through_five_instrumentations(name: str, output: int, split: bool, searches: int | None) -> None:
    with stored(SAMPLES / "otel" / f"{name}.otlp.json") as store:
        writes = (
            {"write_5m": 60, "write_1h": 20, "unsplit": 0} if split else {"write_5m": 0, "write_1h": 0, "unsplit": 80}
        )
        assert totals(store) == {"fresh": 400, "read": 240, **writes, "output": output, "searches": searches}
        assert store.rows("SELECT count(*) FROM requests") == [(4,)]


def test_analytics_are_fractional_cents_with_a_discount_on_tokens_alone() -> None:
    found = measured(SAMPLES / "anthropic-admin" / "analytics-cost-by-agent.json")
    tokens_ = [line for line in found.charges if line.axis == "tokens"]
    assert sum(line.billed_usd or 0 for line in tokens_) / sum(line.list_usd or 0 for line in tokens_) == pytest.approx(
        0.90
    )
    others = [line for line in found.charges if line.axis != "tokens"]
    assert [line.billed_usd for line in others] == [line.list_usd for line in others]
    triage = next(each for each in found.agents if each.agent == "agent_01Triage")
    assert triage.list_usd == pytest.approx(1.11446787, abs=1e-8)


def test_a_cost_report_is_not_added_to_its_own_total() -> None:
    folder = SAMPLES / "anthropic-admin"
    both = measured(folder / "cost_report-grouped-by-description.json", folder / "cost_report-ungrouped.json")
    alone = measured(folder / "cost_report-ungrouped.json")
    assert both.totals.billed_usd == pytest.approx(4.454146, abs=1e-8)
    assert alone.totals.billed_usd == pytest.approx(4.454146, abs=1e-8)
    assert any("more pages" in note for told in both.sources for note in told.notes)


def test_usage_report_prices_batch_at_half() -> None:
    """2,069,333 × $3 / 2 per million on Sonnet 4.6, and $1.105296 + 7 searches on Opus 5.5."""
    found = measured(SAMPLES / "anthropic-admin" / "usage_report-messages.json")
    assert found.totals.list_usd == pytest.approx(2_069_333 * 1.5 / 1e6 + 1.105296 + 0.07, abs=1e-8)


def test_claude_code_report_has_no_split_and_no_actors() -> None:
    found = measured(SAMPLES / "anthropic-admin" / "usage_report-claude_code.json")
    agent = only(found)
    assert tokens(agent) == (8_100, 3_900_100, 0, 0, 120_400, 36_200)
    assert found.sources[0].reported_usd == pytest.approx(2.11)
    low = (8_100 * 4 + 36_200 * 20 + 3_900_100 * 0.2 + 120_400 * 5) / 1e6
    assert agent.list_usd == pytest.approx(low, abs=1e-8)
    assert agent.list_usd_high == pytest.approx(low + 120_400 * 3 / 1e6, abs=1e-8)


def test_gateways_price_two_requests_alike() -> None:
    """$0.0405 and $0.0237 by LiteLLM, Langfuse and OpenRouter, each with its own convention."""
    for name, price in (("litellm/spend_logs.json", 0.0642), ("langfuse/observations-v2.json", 0.0642)):
        found = measured(SAMPLES / name)
        opus = [route for each in found.agents for route in each.routes if route.model == "claude-opus-5-5"]
        assert opus[0].list_usd == pytest.approx(price, abs=1e-8)
    litellm = measured(SAMPLES / "litellm" / "spend_logs.json")
    assert litellm.sources[0].skipped["answer from the gateway's own cache: it costs nothing"] == 1
    langfuse = measured(SAMPLES / "langfuse" / "observations-v2.json")
    assert any("price" in said for each in langfuse.agents for said in each.unknown)


def test_openrouter_keeps_money_of_own_keys_and_does_not_know_writes() -> None:
    found = measured(SAMPLES / "openrouter" / "activity.csv")
    assert found.sources[0].reported_usd == pytest.approx(0.0405 + 0.0237 + 0.0123)
    assert only(found).list_usd_high is None
    assert only(found).tokens.cache_write_5m is None


@pytest.mark.parametrize("name", ["aws-focus-1.2-daily.csv", "aws-focus-1.4-names.csv"])
def test_focus_keeps_its_costs_apart(name: str) -> None:
    found = measured(SAMPLES / "focus" / name)
    by_category: dict[str | None, list[float]] = {}
    for line in found.charges:
        sums = by_category.setdefault(line.category, [0.0, 0.0, 0.0])
        for place, value in enumerate((line.list_usd, line.billed_usd, line.effective_usd)):
            sums[place] += value or 0.0
    assert by_category["Purchase"] == [1200.0, 1200.0, 0.0]
    assert by_category["Usage"] == pytest.approx([48.930255, 46.626255, 48.126255])


def test_cur_counts_covered_use_at_its_effective_cost() -> None:
    found = measured(SAMPLES / "aws-cur" / "cur2-hourly.csv")
    assert sum(line.effective_usd or 0.0 for line in found.charges) == pytest.approx(0.128730625 + 0.0655 + 0.045)
    assert set(found.sources[0].skipped) == {
        f"row of type {kind}: no use" for kind in ("SavingsPlanNegation", "Tax", "Credit")
    }


def test_opencost_tells_idle_capacity_apart() -> None:
    found = measured(SAMPLES / "opencost" / "allocation-namespace.json")
    idle = [line for line in found.charges if line.category == "Idle"]
    assert sum(line.effective_usd or 0.0 for line in idle) == pytest.approx(11.726)
    assert {line.unit: line.quantity for line in idle if line.unit} == {"vCPU-hours": 240.0, "GiB-hours": 960.0}


def test_hours_are_counts_of_people() -> None:
    folder = SAMPLES / "engineers"
    found = measured(
        folder / "tempo-worklogs.csv", folder / "jira-worklogs-rest.json", folder / "pagerduty-raw-incidents.json"
    )
    assert {line.source: line.hours for line in found.hours if line.source != "pagerduty"} == {
        "tempo": 3.75,
        "jira-worklog": 10.5,
    }
    incidents = {line.label: line.hours for line in found.hours if line.source == "pagerduty"}
    assert incidents == {"incident": 1.0, "auto-resolved": 0.0}


def test_linear_has_no_hours() -> None:
    found = measured(SAMPLES / "engineers" / "linear-issues.csv")
    assert found.is_empty
    assert "no hours" in found.refused[0].why


def test_no_name_of_a_person_is_kept() -> None:
    for path in sorted(SAMPLES.rglob("*")):
        if path.is_file() and "expected" not in path.name:
            with stored(path) as store:
                for table in ("sessions", "requests", "charges", "hours"):
                    kept = str(store.rows(f"SELECT * FROM {table}"))
                    for personal in ("@example.com", "Person One", "Person Two", "MAINTASK", "(removed)"):
                        assert personal not in kept, (path, table)


def test_every_sample_is_recognized_as_what_it_is() -> None:
    folders = {
        "managed-agents/sessions-page-1.json": "managed-agents", "claude-code/result-1.json": "agent-sdk-result",
        "otel/openinference.otlp.json": "openinference", "otel/traceloop.otlp.json": "otlp",
        "litellm/spend_logs.json": "litellm", "langfuse/observations-v2.json": "langfuse", "focus/aws-focus-1.2-daily.csv": "focus",
        "openrouter/activity.csv": "openrouter", "aws-cur/cur2-hourly.csv": "aws-cur", "engineers/tempo-worklogs.csv": "tempo",
        "opencost/allocation-namespace.json": "opencost", "anthropic-admin/usage_report-messages.json": "anthropic-usage-report",
        "anthropic-admin/usage_report-claude_code.json": "anthropic-claude-code",
        "anthropic-admin/cost_report-ungrouped.json": "anthropic-cost-report", "claude-code": "claude-code",
        "anthropic-admin/analytics-usage-by-session.json": "anthropic-analytics",
    }  # fmt: skip
    for name, format_name in folders.items():
        found = measured(SAMPLES / name)
        assert found.sources[0].format == format_name, name


def test_a_folder_of_everything_is_read_file_by_file(tmp_path: Path) -> None:
    for name in ("litellm/spend_logs.json", "opencost/allocation-namespace.json"):
        (tmp_path / Path(name).name).write_bytes((SAMPLES / name).read_bytes())
    (tmp_path / "notes.txt").write_text("nothing")
    found = measured(tmp_path)
    assert {told.format for told in found.sources} == {"litellm", "opencost"}
    assert [each.path.endswith("notes.txt") for each in found.refused] == [True]
    assert found.window.last_day is not None
    assert found.window.last_day <= TODAY


def test_tables_with_canonical_columns(tmp_path: Path) -> None:
    """Parquet and CSV of our own columns, matched by name; what a table lacks is unknown, a column we do not have is named."""
    import duckdb

    select = (
        "SELECT 's-' || i AS session_id, TIMESTAMP '2026-11-20 10:00:00' AS at, 'claude-opus-4-8' AS model, 100 AS fresh_tokens, "
        "9000 AS cache_read_tokens, 700 AS cache_write_5m_tokens, 200 AS cache_write_1h_tokens, 0 AS cache_write_tokens, "
        "50 AS output_tokens, 2 AS searches, 'x' AS color FROM range(3) r(i)"
    )
    for ending, options in (("parquet", "FORMAT parquet"), ("csv", "FORMAT csv, HEADER")):
        path = tmp_path / f"requests.{ending}"
        duckdb.execute(f"COPY ({select}) TO '{path}' ({options})")
        found = measured(path)
        assert found.totals.list_usd == pytest.approx(3 * 0.032625, abs=1e-9)
        assert found.totals.sessions == 3
        assert found.sources[0].format == "parquet"
        assert found.sources[0].unknown_fields == {"color": 1}


def test_a_csv_of_ones_own_through_a_mapping(tmp_path: Path) -> None:
    from model.usage.readers import Context

    path = tmp_path / "own.csv"
    path.write_text(
        "When,Who,Model,In,Out\n2026-11-20,triage,claude-opus-4-8,100,50\n2026-11-20,triage,claude-opus-4-8,NULL,\n"
    )
    columns = {"at": "When", "agent": "Who", "model": "Model", "fresh_tokens": "In", "output_tokens": "Out"}
    found = measured(path, format_name="csv", context=Context(columns=columns))
    assert only(found).list_usd == pytest.approx(100 * 5e-6 + 50 * 25e-6)
    assert found.sources[0].skipped["row without a number"] == 1
    assert measured(path).is_empty  # columns are never guessed
    assert measured(path, format_name="csv", context=Context(columns={"at": "Nowhere"})).is_empty


def test_a_folder_of_all_samples_reads_every_format() -> None:
    """A folder that one reader takes as a whole may hold others: none is left unread."""
    found = measured(SAMPLES)
    assert {told.format for told in found.sources} >= {
        "claude-code", "managed-agents", "otlp", "litellm", "langfuse", "openrouter", "focus", "aws-cur", "opencost", "tempo",
        "jira-worklog", "pagerduty", "anthropic-analytics", "anthropic-cost-report", "agent-sdk-result",
    }  # fmt: skip
    own = [each.tokens.output or 0 for each in found.agents if each.agent in ("project", "claude-code")]
    assert sum(own) == 936  # results and telemetry of the same sessions are not added
