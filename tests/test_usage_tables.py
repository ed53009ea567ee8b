"""Tables with the canonical columns: requests in Parquet are read where they lie, whatever their number."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from usage import measured, only, stored

HAIKU_LONG = "claude-haiku-5-5"


def parquet(path: Path, select: str) -> Path:
    """A Parquet file of what a query gives."""
    duckdb.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    return path


def rows(select: str, count: int = 3) -> str:
    """Requests of sessions s-0, s-1 …: 100 fresh, 50 out on Opus 4.8 ($5 and $25 a million), with columns on top."""
    return (
        "SELECT 's-' || i AS session_id, TIMESTAMP '2026-11-20 10:00:00' AS \"at\", 'claude-opus-4-8' AS model, "
        f"100 AS fresh_tokens, 50 AS output_tokens{select} FROM range({count}) r(i)"
    )


def test_requests_in_parquet_are_not_copied(tmp_path: Path) -> None:
    path = parquet(tmp_path / "r.parquet", rows(""))
    with stored(path) as store:
        assert store.rows("SELECT count(*) FROM requests") == [(0,)]
        assert store.rows("SELECT count(*) FROM asked") == [(3,)]
    found = measured(path)
    assert only(found).list_usd == pytest.approx(3 * (100 * 5 + 50 * 25) / 1e6)
    assert found.sources[0].rows == 3
    assert found.totals.sessions == 3


def test_a_table_beside_a_file_counts_each_session_once(tmp_path: Path) -> None:
    """The same sessions as requests in Parquet and as a CSV of sums: one account of each."""
    whole = parquet(tmp_path / "r.parquet", rows(", 'proxy' AS source"))
    again = tmp_path / "again.csv"
    again.write_text(
        "source,session_id,at,model,fresh_tokens,output_tokens\nlog,s-0,2026-11-20,claude-opus-4-8,100,50\n"
    )
    found = measured(whole, again)
    assert found.totals.requests == 3
    assert found.totals.sessions == 3
    assert any("1 rows left out" in said for said in found.warnings)


def test_a_requests_own_prompt_decides_its_tier(tmp_path: Path) -> None:
    """Haiku 5.5 has another price above 100,000 tokens of one prompt, not of a session's sum."""
    small = rows(", 60000 AS cache_read_tokens", 2).replace("claude-opus-4-8", HAIKU_LONG).replace("'s-' || i", "'s'")
    large = rows(", 120000 AS cache_read_tokens", 1).replace("claude-opus-4-8", HAIKU_LONG)
    from datetime import date

    from model.usage.pricing import row_of

    row = row_of(HAIKU_LONG, date(2026, 11, 20))
    assert row["above_tokens"] == 100_000
    usd = {
        start: [float(str(row[f"{start}{kind}"])) / 1e6 for kind in ("input", "output", "cache_read")]
        for start in ("", "above_")
    }
    below = sum(count * price for count, price in zip((200, 100, 120_000), usd[""], strict=True))
    above = sum(count * price for count, price in zip((100, 50, 120_000), usd["above_"], strict=True))
    assert only(measured(parquet(tmp_path / "small.parquet", small))).list_usd == pytest.approx(below)
    assert only(measured(parquet(tmp_path / "large.parquet", large))).list_usd == pytest.approx(above)


def test_counts_that_are_no_whole_numbers_and_amounts_that_are_none_are_unknown(tmp_path: Path) -> None:
    odd = rows(", CASE WHEN i = 0 THEN 3.7 ELSE 4.0 END AS searches, 'nan'::DOUBLE AS usd", 2)
    with stored(parquet(tmp_path / "odd.parquet", odd)) as store:
        assert store.rows("SELECT searches, usd FROM asked ORDER BY session_id") == [(None, None), (4, None)]


def test_stamps_with_a_zone_are_utc(tmp_path: Path) -> None:
    zoned = rows("", 1).replace("TIMESTAMP '2026-11-20 10:00:00'", "TIMESTAMPTZ '2026-11-20 23:30:00-05'")
    with stored(parquet(tmp_path / "zoned.parquet", zoned)) as store:
        assert store.rows('SELECT CAST("at" AS VARCHAR) FROM asked') == [("2026-11-21 04:30:00",)]


def test_a_day_that_only_the_session_has(tmp_path: Path) -> None:
    """Requests without a time are priced on the day their session began: Sonnet 4.5 had no Opus 5.5 beside it then."""
    undated = parquet(tmp_path / "r.parquet", rows("", 1).replace("TIMESTAMP '2026-11-20 10:00:00'", "NULL::TIMESTAMP"))
    sessions = parquet(
        tmp_path / "s.parquet",
        "SELECT 's-0' AS session_id, 'triage' AS agent, TIMESTAMP '2026-10-05 08:00:00' AS started_at, 60.0 AS active_seconds",
    )
    found = measured(undated, sessions)
    assert only(found).agent == "triage"
    assert found.window.first_day is not None
    assert found.window.first_day.isoformat() == "2026-10-05"
    assert only(found).list_usd == pytest.approx((100 * 5 + 50 * 25) / 1e6)


def test_a_table_damaged_inside_is_counted_and_named(tmp_path: Path) -> None:
    """Its columns can be read and its rows cannot: the others are measured without it."""
    whole = parquet(tmp_path / "whole.parquet", rows(""))
    path = parquet(tmp_path / "damaged.parquet", rows(", md5(i::VARCHAR) AS request_id", 5_000))
    held = bytearray(path.read_bytes())
    for place in range(40, len(held) // 2):
        held[place] = 0xFF
    path.write_bytes(bytes(held))
    found = measured(path, whole)
    assert found.totals.requests == 3
    assert any("damaged table" in reason for told in found.sources for reason in told.skipped) or found.refused
    assert measured(path).is_empty


def test_the_model_of_a_session_is_that_of_most_of_its_money(tmp_path: Path) -> None:
    """Two days of a model are two rows of sums: together they outweigh one larger row of another."""
    select = (
        "SELECT 's' AS session_id, TIMESTAMP '2026-11-18 10:00:00' + to_days(d) AS \"at\", m AS model, t AS fresh_tokens, "
        "0 AS output_tokens FROM (VALUES (0, 'claude-opus-4-8', 1000), (1, 'claude-opus-4-8', 1000), "
        "(1, 'claude-opus-5-5', 1500)) v(d, m, t)"
    )
    (route,) = only(measured(parquet(tmp_path / "r.parquet", select))).routes
    assert route.model == "claude-opus-4-8"
