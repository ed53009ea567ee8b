"""`reconcile`: the samples to the cent, random sessions priced here by hand, each planted modifier named, a bill beside it."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from usage import SAMPLES, TODAY, written

from model.usage.reconcile_bills import CheckedSession, Reconciled, reconcile
from model.usage.told.reconcile_json import ReconcileDocument, json_schema
from tui.command_line import main

MANAGED = SAMPLES / "managed-agents"
PARTS = [
    str(MANAGED / name)
    for name in ("sessions-page-1.json", "sessions-page-2.json", "threads-sesn_01Sample0003.json", "events-sesn_01Sample0009.json")
]  # fmt: skip
BILL = str(SAMPLES / "anthropic-admin" / "analytics-cost-by-agent.json")
RATES: Mapping[str, tuple[str, str, str, str, str]] = {
    "claude-opus-5-5": ("4", "20", "0.2", "5", "8"),
    "claude-sonnet-5-5": ("2", "10", "0.1", "2.5", "4"),
}
"""US dollars a million tokens: in, out, read, written for 5 minutes, for 1 hour. Searches are $10 a thousand, running time $0.08 an hour."""


def by_id(found: Reconciled) -> dict[str, CheckedSession]:
    return {each.session_id: each for each in found.sessions}


def cents(usd: Decimal) -> str:
    return str(int((usd * 100).quantize(Decimal(1), ROUND_HALF_UP)))


def session(number: int, model: str, usage: dict[str, Any], amount: str | None, **more: Any) -> dict[str, Any]:
    """A session of the list as the API hands it out."""
    cost = {} if amount is None else {"list_cost": {"amount": amount, "currency": "USD"}}
    settings = {"id": model, "speed": more.pop("speed", "standard"), "inference_geo": more.pop("geo", None)}
    return {
        "id": f"sesn_{number:04d}", "type": "session", "status": "idle", "created_at": "2026-11-20T08:00:00Z",
        "updated_at": "2026-11-20T09:00:00Z", "agent": {"type": "agent", "id": "agent_1", "name": "triage", "version": 1, "model": settings},
        "usage": {**usage, **cost}, **more,
    }  # fmt: skip


def drawn(random_: random.Random, written_1h: bool = True) -> tuple[dict[str, Any], list[int], int, int]:
    """A random session: usage, tokens by kind, searches, milliseconds."""
    sizes = (50_000, 40_000, 3_000_000, 300_000, 100_000 if written_1h else 0)
    tokens = [random_.randrange(most // 20, most + 1) for most in sizes]
    searches, active = random_.randrange(8), random_.randrange(1, 3_000_000)
    usage = {
        "input_tokens": tokens[0], "output_tokens": tokens[1], "cache_read_input_tokens": tokens[2],
        "cache_creation": {"ephemeral_5m_input_tokens": tokens[3], "ephemeral_1h_input_tokens": tokens[4]},
        "server_tool_use": {"web_search_requests": searches, "web_fetch_requests": 0}, "active_seconds": active / 1000,
    }  # fmt: skip
    return usage, tokens, searches, active


def cost_of(
    model: str, tokens: list[int], searches: int, active: int, factor: str = "1", hour: bool = False
) -> Decimal:
    """Tokens times rates, factor, searches and running time, unrounded."""
    rates = [Decimal(rate) for rate in RATES[model]]
    if hour:
        rates[3] = rates[4]
    at_rates = sum((count * rate for count, rate in zip(tokens, rates, strict=True)), Decimal(0)) / 10**6
    return at_rates * Decimal(factor) + searches * Decimal("0.01") + Decimal("0.08") * active / 3_600_000


def found_in(tmp_path: Path, sessions: list[dict[str, Any]]) -> dict[str, CheckedSession]:
    return by_id(reconcile([str(written(tmp_path, "sessions.json", {"data": sessions}, lines=False))], [], TODAY))


def test_samples_come_out_exactly() -> None:
    expected = json.loads((MANAGED / "expected-exact-list-cost.json").read_text())
    found = by_id(reconcile(PARTS, [], TODAY))
    for session_id, amount in expected.items():
        exact = found[session_id].computed_usd
        assert exact is None if amount is None else exact == pytest.approx(float(amount), abs=1e-12)
    kinds = {session_id[-4:]: each.kind for session_id, each in found.items()}
    assert kinds == {
        "0001": "equal", "0002": "equal", "0003": "equal", "0004": "not-comparable", "0005": "equal",
        "0006": "not-comparable", "0007": "equal", "0008": "equal", "0009": "equal",
    }  # fmt: skip
    assert found["sesn_01Sample0006"].reason == "not finished: still running"
    assert found["sesn_01Sample0004"].keys == ("active-seconds", "not-reported")
    assert found["sesn_01Sample0007"].keys == ("fast", "us")
    assert "1-hour writes" in found["sesn_01Sample0008"].reason
    assert found["sesn_01Sample0009"].computed_usd == pytest.approx(0.421148, abs=1e-12)


def test_several_agents_without_threads_are_no_figure() -> None:
    found = by_id(reconcile(PARTS[:2], [], TODAY))["sesn_01Sample0003"]
    assert (found.kind, found.computed_usd, found.keys) == ("not-comparable", None, ("threads",))


def test_other_sources_are_held_against_their_own_account() -> None:
    """Claude Code's last account of the first session is $0.17552; its fork has none of its own, and costs $0.07306."""
    found = by_id(reconcile([str(SAMPLES / "claude-code" / "projects")], [], TODAY))
    kinds = sorted((each.kind, each.keys) for each in found.values())
    assert kinds == [
        ("equal", ()),  # it failed: $0 of $0
        ("equal", ("hour",)),
        ("not-comparable", ("not-reported",)),
        ("not-comparable", ("tokens", "not-reported")),
    ]
    fork = next(each for each in found.values() if each.keys == ("not-reported",))
    assert fork.computed_usd == pytest.approx(0.07306, abs=1e-9)
    assert next(each for each in found.values() if "tokens" in each.keys).computed_usd is None


def test_random_sessions_priced_by_hand_are_equal(tmp_path: Path) -> None:
    random_ = random.Random(13)
    sessions, exact = [], []
    for number in range(300):
        model = random_.choice(list(RATES))
        fast, us = model == "claude-opus-5-5" and random_.random() < 0.3, random_.random() < 0.3
        usage, *parts = drawn(random_)
        usd = cost_of(model, *parts, str(Decimal(2 if fast else 1) * Decimal("1.1" if us else "1")))
        exact.append(usd)
        sessions.append(
            session(number, model, usage, cents(usd), speed="fast" if fast else "standard", geo="us" if us else None)
        )
    found = found_in(tmp_path, sessions)
    assert {each.kind for each in found.values()} == {"equal"}
    for number, usd in enumerate(exact):
        assert found[f"sesn_{number:04d}"].computed_usd == pytest.approx(float(usd), rel=1e-12)


@pytest.mark.parametrize(
    ("key", "factor", "hour"),
    [
        ("workspace-region", "1.1", False),
        ("fast", "2", False),
        ("1-hour-writes", "1", True),
        ("workspace-region", "2.2", False),
    ],
)
def test_a_planted_modifier_is_named(tmp_path: Path, key: str, factor: str, hour: bool) -> None:
    random_ = random.Random(7)
    drawings = [drawn(random_, written_1h=False) for _ in range(40)]
    sessions = [
        session(number, "claude-opus-5-5", usage, cents(cost_of("claude-opus-5-5", *parts, factor, hour)))
        for number, (usage, *parts) in enumerate(drawings)
    ]
    found = found_in(tmp_path, sessions)
    assert {each.kind for each in found.values()} == {"explained"}
    assert all(key in each.keys for each in found.values())
    assert all("fast" in each.keys for each in found.values()) or factor != "2.2"
    assert all("does not show" in each.reason or "shows none" in each.reason for each in found.values())


def test_what_nothing_explains_is_unexplained_with_both_amounts(tmp_path: Path) -> None:
    usage, *parts = drawn(random.Random(1), written_1h=False)
    right = cost_of("claude-opus-5-5", *parts)
    (found,) = found_in(tmp_path, [session(1, "claude-opus-5-5", usage, cents(right * Decimal("1.37")))]).values()
    assert found.kind == "unexplained"
    assert found.reported_usd == float(Decimal(cents(right * Decimal("1.37"))) / 100)
    assert found.computed_usd == pytest.approx(float(right), rel=1e-12)


def test_prompts_above_the_tier_are_named_and_bounded(tmp_path: Path) -> None:
    """Haiku 5.5 costs more where one prompt has more than 100,000 tokens; a session's sum does not say which did."""
    from model.usage.pricing import row_of

    row = row_of("claude-haiku-5-5", date(2026, 11, 20))
    assert row["above_tokens"] == 100_000
    usage = {
        "input_tokens": 900_000, "output_tokens": 20_000, "cache_read_input_tokens": 0, "active_seconds": 0.0,
        "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0}, "server_tool_use": {"web_search_requests": 0},
    }  # fmt: skip
    low, high = (
        (Decimal(900_000) * Decimal(str(row[start + "input"])) + Decimal(20_000) * Decimal(str(row[start + "output"])))
        / 10**6
        for start in ("", "above_")
    )
    middle = session(1, "claude-haiku-5-5", usage, cents((low + high) / 2))
    standard = session(2, "claude-haiku-5-5", usage, cents(low))
    short = session(3, "claude-haiku-5-5", {**usage, "input_tokens": 90_000}, cents(low))
    found = found_in(tmp_path, [middle, standard, short])
    assert found["sesn_0001"].kind == "explained"
    assert "tier" in found["sesn_0001"].keys
    assert found["sesn_0002"].kind == "equal"
    assert "above the tier" in found["sesn_0002"].reason
    assert "tier" not in found["sesn_0003"].keys  # no request can have been above 100,000 of 90,000


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    usage, *parts = drawn(random.Random(3))
    amount = cents(cost_of("claude-opus-5-5", *parts))
    without = {
        "active-seconds": {k: v for k, v in usage.items() if k != "active_seconds"},
        "tokens": {k: v for k, v in usage.items() if k != "output_tokens"},
    }
    for number, (key, less) in enumerate(without.items()):
        (found,) = found_in(tmp_path, [session(number, "claude-opus-5-5", less, amount)]).values()
        assert (found.kind, found.computed_usd, found.keys) == ("not-comparable", None, (key,))
    (unknown,) = found_in(tmp_path, [session(9, "claude-mystery-9", usage, amount)]).values()
    assert (unknown.kind, unknown.computed_usd, unknown.keys) == ("not-comparable", None, ("unpriced",))


def test_a_bill_beside_its_sessions() -> None:
    """20 November: triage's tokens are billed at 0.9 of list; code execution names no agent; research's tokens are not on it."""
    (month,) = reconcile(PARTS, [BILL], TODAY).months
    triage = next(line for line in month.lines if (line.agent, line.axis) == ("triage", "tokens"))
    assert triage.list_usd == pytest.approx(1.105296, abs=1e-9)
    assert triage.computed_usd == pytest.approx(1.105296, abs=1e-9)
    assert triage.discount_share == pytest.approx(0.1, abs=1e-9)
    assert month.list_usd == pytest.approx(1.105296 + 0.00917187 + 0.07 + 0.04067778 + 0.125, abs=1e-9)
    assert month.billed_usd == pytest.approx(1.105296 * 0.9 + 0.00917187 + 0.07 + 0.04067778 + 0.125, abs=1e-9)
    assert month.outside_usd == pytest.approx(0.125, abs=1e-12)
    assert month.coverage == pytest.approx(1.0 - 0.125 / 1.35014565, abs=1e-6)
    assert month.unexplained_usd == 0.0
    assert month.not_on_bill_usd == pytest.approx(1.23575 + 0.421148, abs=1e-9)  # research's tokens, and session 0009


def test_the_command_keeps_its_contract_and_its_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reconcile", *PARTS, "--bill", BILL, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found)[:3] == ["schema", "sessions", "month"]
    assert list(found["sessions"][0])[:5] == ["session_id", "reported_usd", "computed_usd", "class", "reason"]
    assert list(found["month"])[:5] == ["list_usd", "billed_usd", "discount_share", "coverage", "unexplained_usd"]
    ReconcileDocument.model_validate(found)
    assert main(["schema", "--of", "reconcile"]) == 0
    assert json.loads(capsys.readouterr().out) == json_schema()
    usage, *parts = drawn(random.Random(1), written_1h=False)
    wrong = session(1, "claude-opus-5-5", usage, cents(cost_of("claude-opus-5-5", *parts) * Decimal("1.37")))
    path = str(written(tmp_path, "wrong.json", {"data": [wrong]}, lines=False))
    assert main(["reconcile", path]) == 1
    assert "1 unexplained" in capsys.readouterr().out
    assert main(["reconcile", path, "--tolerance", "90%"]) == 0
    assert main(["reconcile", str(tmp_path / "missing.json")]) == 2


def test_text_and_markdown_say_the_answer_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reconcile", *PARTS, "--bill", BILL]) == 0
    out = capsys.readouterr().out
    assert out.startswith("9 sessions: 7 equal, 2 not-comparable.")
    assert "10 %" in out
    assert main(["reconcile", *PARTS, "--markdown"]) == 0
    assert "| session | agent | reported | at list prices | class | reason |" in capsys.readouterr().out


def test_events_say_which_requests_were_long(tmp_path: Path) -> None:
    """Two prompts of 90,000 at $0.1 and one of 150,000 at $0.5 a million: 0.018 + 0.075, and 3,000 out at 0.5 and 2.5."""
    sizes = [90_000, 90_000, 150_000]
    usage = {
        "input_tokens": sum(sizes), "output_tokens": 3_000, "cache_read_input_tokens": 0, "active_seconds": 0.0,
        "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0}, "server_tool_use": {"web_search_requests": 0},
    }  # fmt: skip
    exact = (2 * 90_000 * 0.1 + 150_000 * 0.5 + 2_000 * 0.5 + 1_000 * 2.5) / 1e6
    alone = session(1, "claude-haiku-5-5", usage, cents(Decimal(exact)))
    events = [
        {
            "id": f"sevt_{number}", "type": "span.model_request_end", "processed_at": f"2026-11-20T08:0{number}:00Z", "is_error": False,
            "model_usage": {"input_tokens": size, "output_tokens": 1_000, "cache_read_input_tokens": 0, "cache_creation_input_tokens": 0},
        }
        for number, size in enumerate(sizes)
    ]  # fmt: skip
    sessions_file = written(tmp_path, "sessions.json", {"data": [alone]}, lines=False)
    events_file = written(tmp_path, "events-sesn_0001.json", {"data": events}, lines=False)
    (bounded,) = reconcile([str(sessions_file)], [], TODAY).sessions
    assert bounded.kind == "explained"  # up to 340,000 x 0.5: the session alone does not say
    (found,) = reconcile([str(sessions_file), str(events_file)], [], TODAY).sessions
    assert found.kind == "equal"
    assert found.computed_usd == pytest.approx(exact, rel=1e-12)
    short = written(tmp_path, "short/events-sesn_0001.json", {"data": events[:2]}, lines=False)
    (unlike,) = reconcile([str(sessions_file), str(short)], [], TODAY).sessions
    assert unlike.kind == "explained"  # events that do not add up to their session decide nothing
