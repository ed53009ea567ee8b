"""An unknown is never zero: not in a sum, not in a week, not on a bill, not in any form that is printed.

A model without a price, a bill without list prices, a line that does not say what was billed, a table without a column, a
session of one line: each is unknown, in the record, in JSON, CSV, Markdown and text, and on the screen.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from usage import FULL, claude, measured, only, reply, written

from model.usage.measuring import Measured
from model.usage.told.measure_csv import as_csv
from model.usage.told.measure_json import as_json
from model.usage.told.measure_text import as_markdown, as_text
from tui.telling.bill_walk import Spot, measured_sheet

NAMELESS = {name: value for name, value in FULL.items() if name != "server_tool_use"}
HEAD = "BilledCost,EffectiveCost,ListCost,ChargeCategory,BillingCurrency,ServiceName,ChargePeriodStart,ChargePeriodEnd"
DAY = "2026-11-01 00:00:00,2026-11-02 00:00:00"


def document(found: Measured) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(as_json(found))
    return read


def cells(found: Measured) -> dict[tuple[str, str], dict[str, str]]:
    """Rows of the CSV by agent and axis."""
    return {(row["agent"], row["axis"]): row for row in csv.DictReader(io.StringIO(as_csv(found)))}


def no_zero(found: Measured) -> None:
    """No form says $0.00 of anything."""
    for said in (
        as_text(found),
        as_markdown(found),
        "\n".join(" ".join(row) for row in measured_sheet(found, Spot(), 76).rows),
    ):
        assert "$0.00" not in said


def test_a_model_nobody_prices_has_no_cost_in_any_week(tmp_path: Path) -> None:
    """Two weeks of a model without a price: neither a cost, nor a change of it, nor a share."""
    lines = [reply(NAMELESS, f"m{day}", f"s-{day}", "glm-99", f"2026-11-{day}T10:00:00.000Z") for day in (12, 19)]
    for number, line in enumerate(lines):
        claude(tmp_path, line, session=f"s-{number}")
    found = measured(tmp_path)
    assert [(week.sessions, week.list_usd, week.change) for week in found.weeks] == [(1, None, None), (1, None, None)]
    whole = document(found)
    assert whole["totals"]["list_usd"] is None
    assert whole["totals"]["share"] is None
    assert [week["list_usd"] for week in whole["weeks"]] == [None, None]
    assert cells(found)["project", "total"]["list_usd"] == ""
    assert "glm-99 (2 records)" in as_text(found)
    no_zero(found)


def test_a_week_beside_an_unknown_one_has_no_change(tmp_path: Path) -> None:
    """$0.012625 in the second week; how much more that is than nothing known, nobody can say."""
    claude(tmp_path, reply(NAMELESS, "m1", "s-1", "glm-99", "2026-11-12T10:00:00.000Z"))
    claude(tmp_path, reply(NAMELESS, "m2", "s-2", at="2026-11-19T10:00:00.000Z"), session="s-2")
    found = measured(tmp_path)
    assert [week.list_usd for week in found.weeks] == [None, pytest.approx(0.012625)]
    assert found.weeks[1].change is None


def test_a_bill_without_list_prices_is_what_was_billed(tmp_path: Path) -> None:
    """123.45 cents of output on an invoice: billed, and no list price made of it."""
    line = {"amount": "123.45", "currency": "USD", "cost_type": "tokens", "token_type": "output_tokens"}
    bucket = {"starting_at": "2026-11-01T00:00:00Z", "ending_at": "2026-11-02T00:00:00Z", "results": [line]}
    found = measured(written(tmp_path, "cost.json", {"data": [bucket], "has_more": False}, lines=False))
    use = document(found)["agents"][0]
    assert (use["list_usd"], use["list_usd_high"], use["billed_usd"]) == (None, None, 1.2345)
    assert (use["sessions"], use["finished"], use["requests"]) == (None, None, None)
    assert (use["axes_are"], use["axes"]["output"], use["axes"]["runtime"]) == ("billed", 1.2345, None)
    row = cells(found)["(no agent)", "output"]
    assert (row["list_usd"], row["billed_usd"], row["sessions"]) == ("", "1.2345", "")
    for said in (as_text(found), as_markdown(found)):
        assert "Who causes the bill (as billed)" in said
        assert "$1.23" in said
    no_zero(found)


def test_lines_that_do_not_say_what_was_billed(tmp_path: Path) -> None:
    """NULL for BilledCost and ListCost: one line has an effective cost alone, and no zero stands for the others."""
    path = tmp_path / "focus.csv"
    path.write_text(f"{HEAD}\nNULL,3.5,NULL,Usage,USD,ECS,{DAY}\n")
    use = only(measured(path))
    assert (use.list_usd, use.billed_usd, use.table_usd, use.share) == (None, None, None, None)
    assert "billed: this bill does not say what was billed" in use.unknown
    path.write_text(f"{HEAD}\n2,2,2.5,Usage,USD,ECS,{DAY}\n1,1,NULL,Usage,USD,EC2,{DAY}\n")
    part = only(measured(path))
    assert (part.list_usd, part.list_usd_high, part.billed_usd) == (2.5, None, 3.0)
    assert "list price: not said by 1 line" in part.unknown


def test_a_table_that_says_nothing_of_a_cache_is_a_floor(tmp_path: Path) -> None:
    """100 x $5 + 50 x $25 a million is what is known of a request; what it read and wrote is not said, so nothing bounds it."""
    stem = "SELECT 's' AS session_id, TIMESTAMP '2026-11-20 10:00:00' AS \"at\", 'claude-opus-4-8' AS model, 100 AS fresh_tokens, 50 AS output_tokens"
    whole = f"{stem}, 0 AS cache_read_tokens, 0 AS cache_write_5m_tokens, 0 AS cache_write_1h_tokens, 0 AS cache_write_tokens, 0 AS searches"
    for name, select, high in (
        ("whole", whole, 0.00175),
        ("part", stem, None),
        ("null", f"SELECT * REPLACE (NULL::INT AS cache_read_tokens) FROM ({whole})", None),
    ):
        path = tmp_path / f"{name}.parquet"
        duckdb.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
        use = only(measured(path))
        assert use.list_usd == pytest.approx(0.00175, abs=1e-15)
        assert use.list_usd_high == (None if high is None else pytest.approx(high, abs=1e-15))
        assert ("counts: a floor in 1 record" in use.unknown) == (high is None)


def test_who_hosts_is_not_said_and_so_is_no_runtime(tmp_path: Path) -> None:
    """An hour of a session that does not say who runs it is no hour at $0; our own stack has no such fee, managed $0.08."""
    for hosting, usd in (("NULL", None), ("'own-stack'", 0.0), ("'managed'", 0.08)):
        path = tmp_path / "sessions.parquet"
        row = f"SELECT 's' AS session_id, TIMESTAMP '2026-11-20 10:00:00' AS started_at, 3600.0 AS active_seconds, {hosting}::VARCHAR AS hosting"
        duckdb.execute(f"COPY ({row}) TO '{path}' (FORMAT parquet)")
        assert only(measured(path)).axes.runtime == usd


def test_one_line_has_no_duration(tmp_path: Path) -> None:
    """A session of one reply: how long it ran is unknown; of two, nine seconds apart, it ran nine."""
    assert only(measured(claude(tmp_path, reply(FULL)))).active_seconds is None
    two = claude(tmp_path / "two", reply(FULL), reply(FULL, "m2", at="2026-11-20T10:00:09.000Z"))
    assert only(measured(two)).active_seconds == 9.0


def test_means_are_of_sessions_that_say_it_of_every_request(tmp_path: Path) -> None:
    """One session says 4 and 6 searches, the other 10 of one request and nothing of its second: the mean is 10, of one session."""
    rows = [("a", 4, 100), ("a", 6, 100), ("b", 10, 100), ("b", None, None)]
    listed = ", ".join(
        f"('{session}', {'NULL' if searches is None else searches}, {'NULL' if fresh is None else fresh})"
        for session, searches, fresh in rows
    )
    select = (
        "SELECT session_id, TIMESTAMP '2026-11-20 10:00:00' AS \"at\", 'claude-opus-4-8' AS model, searches, fresh_tokens, "
        "0 AS cache_read_tokens, 0 AS cache_write_tokens, 50 AS output_tokens "
        f"FROM (VALUES {listed}) t(session_id, searches, fresh_tokens)"
    )
    path = tmp_path / "r.parquet"
    duckdb.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    (found,) = measured(path).estimates
    assert (found.ranges["searches"].mean, found.ranges["searches"].n) == (10.0, 1)
    assert (found.ranges["input"].mean, found.ranges["input"].n) == (200.0, 1)
    assert found.first_day == date(2026, 11, 20)


def test_what_is_not_known_of_one_agent_bounds_nothing_of_all(tmp_path: Path) -> None:
    """$0.012625 of one, and another whose model nobody prices: the sum is a floor, and nothing says how much it can be."""
    known = {**reply(NAMELESS, "m1", "s-1"), "cwd": "/home/known"}
    claude(tmp_path, known)
    claude(tmp_path, {**reply(NAMELESS, "m2", "s-2", "glm-99"), "cwd": "/home/strange"}, session="s-2")
    found = measured(tmp_path)
    assert [(each.agent, each.list_usd_high) for each in found.agents] == [
        ("known", pytest.approx(0.012625)),
        ("strange", None),
    ]
    assert found.totals.list_usd == pytest.approx(0.012625)
    assert found.totals.list_usd_high is None


def test_hours_alone_have_no_requests(tmp_path: Path) -> None:
    """A time sheet does not say that nothing was asked."""
    path = tmp_path / "hours.csv"
    path.write_text("day,hours\n2026-11-02,3.5\n")
    assert document(measured(path))["totals"]["requests"] is None
