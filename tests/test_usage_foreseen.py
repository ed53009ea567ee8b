"""The forecast of a profile beside a bill: workload by axis, for the days the bill covers, at list prices."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_usage_track import text
from usage import written

from model.usage.expected import DAYS_IN_A_MONTH
from model.usage.told.reconcile_json import ReconcileDocument
from tui.command_line import main

TYPED = {
    "sessions_per_month": "1000", "active_minutes": "10", "searches_per_session": "2", "tokens.input": "100000",
    "tokens.output": "5000", "tokens.requests": "10", "tokens.cached_share": "0.5",
}  # fmt: skip
RUNTIME = 1000 * 10 / 60 * 0.08
"""1,000 sessions x 10 minutes x $0.08 an hour, US dollars of a month of 30.4375 days."""


def bill(folder: Path, days: int, cents: float, list_too: bool = True, agent: str | None = "triage") -> str:
    """So many days of October with that much running time a day, billed at 0.9 of list."""
    rows = [
        {
            "starting_at": f"2026-10-{day:02}T00:00:00Z", "ending_at": f"2026-10-{day + 1:02}T00:00:00Z" if day < 31 else "2026-11-01T00:00:00Z",
            "group": {"agent_id": agent, "cost_type": "session_usage", "token_type": None},
            "cost": {"amount": str(cents * 0.9), "currency": "USD", **({"list_amount": str(cents)} if list_too else {})},
        }
        for day in range(1, days + 1)
    ]  # fmt: skip
    page = {"data": rows, "has_more": False, "next_page": None, "data_refreshed_at": "2026-11-20T00:00:00Z"}
    return str(written(folder, "cost.json", page, lines=False))


@pytest.fixture
def profile(tmp_path: Path) -> str:
    """A profile of plain numbers, managed since 1 October."""
    path = tmp_path / "team.toml"
    path.write_text(text(TYPED))
    return str(path)


def asked(capsys: pytest.CaptureFixture[str], profile: str, charges: str, *more: str) -> ReconcileDocument:
    """What the command says as JSON."""
    assert (
        main(
            [
                "reconcile",
                charges,
                "--bill",
                charges,
                "--forecast",
                profile,
                "--as-of",
                "2026-11-28",
                "--tolerance",
                "1",
                "--json",
                *more,
            ]
        )
        == 0
    )
    return ReconcileDocument.model_validate(json.loads(capsys.readouterr().out))


def test_a_month_of_the_bill_against_its_forecast(
    tmp_path: Path, profile: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ten days at 44 cents: $4.40 of list, $3.96 billed, against $13.33 x 10 / 30.4375 = $4.38; nothing of the tokens came."""
    found = asked(capsys, profile, bill(tmp_path, 10, 44.0))
    rows = {row.axis: row for row in found.forecast}
    assert list(rows) == ["tokens", "runtime", "searches"]
    runtime = rows["runtime"]
    assert (runtime.workload, runtime.days) == ("triage", 10.0)
    assert runtime.p50_usd == pytest.approx(RUNTIME * 10 / DAYS_IN_A_MONTH, rel=1e-9)
    assert runtime.p10_usd == runtime.p50_usd == runtime.p90_usd
    assert (runtime.list_usd, runtime.billed_usd) == (pytest.approx(4.40), pytest.approx(3.96))
    assert runtime.inside is False
    assert rows["searches"].p50_usd == pytest.approx(1000 * 2 * 0.01 * 10 / DAYS_IN_A_MONTH, rel=1e-9)
    assert (rows["tokens"].list_usd, rows["tokens"].inside) == (0.0, False)


def test_a_bill_without_list_prices_is_held_against_nothing(
    tmp_path: Path, profile: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was billed is no list cost: the forecast stands beside it, and whether it held is unknown."""
    rows = {row.axis: row for row in asked(capsys, profile, bill(tmp_path, 31, 44.0, list_too=False)).forecast}
    assert (rows["runtime"].list_usd, rows["runtime"].inside) == (None, None)
    assert rows["runtime"].billed_usd == pytest.approx(31 * 0.44 * 0.9)
    assert rows["runtime"].p50_usd == pytest.approx(RUNTIME * 31 / DAYS_IN_A_MONTH, rel=1e-9)


def test_agents_find_their_workload_or_are_named(
    tmp_path: Path, profile: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The only agent of the bill is the only workload; where --as names another one it is none; no agent at all is all of them."""
    assert [
        row.list_usd
        for row in asked(capsys, profile, bill(tmp_path, 5, 10.0, agent="bot")).forecast
        if row.axis == "runtime"
    ] == [pytest.approx(0.5)]
    named = asked(capsys, profile, bill(tmp_path, 5, 10.0, agent="bot"), "--as", "other=triage").forecast
    assert [row.list_usd for row in named if row.axis == "runtime"] == [0.0]
    whole = asked(capsys, profile, bill(tmp_path, 5, 10.0, agent=None)).forecast
    assert [(row.workload, row.list_usd) for row in whole if row.axis == "runtime"] == [("", pytest.approx(0.5))]


def test_the_text_says_it_and_wrong_usage_is_said(
    tmp_path: Path, profile: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line and a table; a forecast without a bill, an option that is none, and nothing at all are wrong."""
    charges = bill(tmp_path, 31, 43.0)
    assert (
        main(["reconcile", "--bill", charges, "--forecast", profile, "--as-of", "2026-11-28", "--tolerance", "1"]) == 0
    )
    out = capsys.readouterr().out
    assert "Forecast: 0 of 3 lines of the bill lie within their 80 % range." in out
    assert "Forecast of October 2026, 31 days, list prices" in out
    assert max(map(len, out.splitlines())) <= 140
    assert main(["reconcile", charges, "--forecast", profile]) == 2
    assert main(["reconcile", "--bill", charges, "--forecast", profile, "--option", "nowhere"]) == 2
    assert main(["reconcile", "--bill", charges, "--forecast", str(tmp_path / "none.toml")]) == 2
    assert main(["reconcile"]) == 2
    capsys.readouterr()


def test_a_bill_named_twice_is_one_bill(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As a source and as the bill, or in the folder that is the source: 5 x 10 cents, not 10 x."""
    charges = bill(tmp_path, 5, 10.0)
    for source in (charges, str(Path(charges).parent)):
        assert main(["reconcile", source, "--bill", charges, "--tolerance", "1", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["month"]["list_usd"] == pytest.approx(0.5)


def test_a_sum_with_an_unknown_part_is_unknown(
    tmp_path: Path, profile: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two agents are one workload, and the bill of one has no list prices: what it has cannot be held against the range."""
    for name, list_too in (("first", True), ("second", False)):
        bill(tmp_path / "bills" / name, 5, 10.0, list_too=list_too, agent=name)
    found = asked(capsys, profile, str(tmp_path / "bills"), "--as", "first=triage", "--as", "second=triage").forecast
    (runtime,) = [row for row in found if row.axis == "runtime"]
    assert (runtime.list_usd, runtime.inside) == (None, None)
    assert runtime.billed_usd == pytest.approx(2 * 5 * 0.1 * 0.9)
