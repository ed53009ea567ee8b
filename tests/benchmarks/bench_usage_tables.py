"""What `measure` of canonical tables in Parquet costs beside the bare group-by of the same rows.

Run `python tests/benchmarks/bench_usage_tables.py [MILLION_ROWS]` (2). Each program is a fresh process, in turn; printed are the
least processor and wall seconds of the rounds, the ratios and the peak memory. Token totals must agree. Two group-bys stand
beside: one row a session and model with every count (what a cost per session takes at least), and a few hundred rows of
agent, week and model (what a total takes). Nothing is asserted about time.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import duckdb
from bench_usage import TAIL, least, run, said

ROUNDS = 3
PER_SESSION = 20
HEAD = """
import sys, time
begun = time.perf_counter()
import duckdb
store = duckdb.connect()
store.execute("SET memory_limit = '512MB'; SET enable_progress_bar = false")
names = ("fresh_tokens", "cache_read_tokens", "cache_write_5m_tokens", "cache_write_1h_tokens", "cache_write_tokens", "output_tokens", "searches")
sums = ", ".join(f"CAST(sum({name}) AS BIGINT) AS {name}" for name in names)
rows = f"read_parquet('{sys.argv[1]}/requests.parquet')"
"""
SUMMED = """
totals = list(store.execute("SELECT sum(fresh_tokens)::BIGINT, sum(cache_read_tokens)::BIGINT, sum(output_tokens)::BIGINT FROM x").fetchone())
"""
BY_SESSION = f"""{HEAD}
store.execute(f"CREATE TABLE x AS SELECT session_id, model, {{sums}} FROM {{rows}} GROUP BY ALL")
{SUMMED}{TAIL}"""
BY_AGENT = f"""{HEAD}
store.execute(f"CREATE TABLE x AS SELECT agent, date_trunc('week', r.\\"at\\") AS week, model, {{sums}} FROM {{rows}} r "
    f"JOIN read_parquet('{{sys.argv[1]}}/sessions.parquet') s USING (session_id) GROUP BY ALL")
{SUMMED}{TAIL}"""
OURS = f"""
import sys, time
begun = time.perf_counter()
from datetime import date
from model.usage.measuring import measure
tokens = measure([sys.argv[1]], date(2026, 11, 28)).totals.tokens
totals = [tokens.fresh, tokens.cache_read, tokens.output]
{TAIL}"""


def tables(folder: Path, rows: int) -> None:
    """Write requests and their sessions: twenty requests a session, eight weeks, ten agents, two of three models each."""
    step = f"TIMESTAMP '2026-09-28' + to_seconds(CAST(s * 56.0 * 86400 / ({rows} / {PER_SESSION}) AS BIGINT))"
    store = duckdb.connect()
    store.execute("SET memory_limit = '1GB'; SET enable_progress_bar = false")
    store.execute(
        f"""COPY (SELECT 'managed-agents' AS source, 'sesn_' || lpad(s::VARCHAR, 12, '0') AS session_id,
        'req_' || i AS request_id, {step} + to_seconds(i % {PER_SESSION} * 30) AS "at",
        ['claude-opus-4-8', 'claude-haiku-4-5', 'claude-sonnet-4-6'][1 + CAST(hash(s, i % 4 = 0) % 3 AS INT)] AS model,
        'standard' AS speed, NULL::VARCHAR AS region, false AS batch, (10 + hash(i) % 500)::BIGINT AS fresh_tokens,
        (hash(i, 1) % 60000)::BIGINT AS cache_read_tokens, (hash(i, 2) % 3000)::BIGINT AS cache_write_5m_tokens,
        0::BIGINT AS cache_write_1h_tokens, 0::BIGINT AS cache_write_tokens, (hash(i, 3) % 2000)::BIGINT AS output_tokens,
        (hash(i, 4) % 50 = 0)::BIGINT AS searches, false AS failed, 'api' AS convention, NULL::DOUBLE AS usd
        FROM (SELECT i, i // {PER_SESSION} AS s FROM range({rows}) r(i)))
        TO '{folder}/requests.parquet' (FORMAT parquet)"""
    )
    store.execute(
        f"""COPY (SELECT 'managed-agents' AS source, 'sesn_' || lpad(s::VARCHAR, 12, '0') AS session_id,
        'agent-' || (s % 10) AS agent, {step} AS started_at, 'idle' AS status, (hash(s) % 3600)::DOUBLE AS active_seconds,
        (hash(s, 1) % 600)::DOUBLE AS waiting_seconds, CASE WHEN hash(s, 5) % 10 < 8 THEN 'reached' ELSE 'missed' END AS outcome,
        'managed' AS hosting, 'billed' AS clock FROM range({rows} // {PER_SESSION}) r(s))
        TO '{folder}/sessions.parquet' (FORMAT parquet)"""
    )


def main() -> None:
    """Measure and print."""
    million = float(sys.argv[1]) if len(sys.argv) > 1 else 2.0
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        tables(root, int(million * 1e6))
        programs = {"by session, model": BY_SESSION, "by agent, week": BY_AGENT, "measure": OURS}
        rounds = [{title: run(program, root) for title, program in programs.items()} for _ in range(ROUNDS)]
    found = {title: least([each[title] for each in rounds]) for title in programs}
    ours = found["measure"]
    assert all(each["totals"] == ours["totals"] for each in found.values()), found
    print(f"{million:,.0f} million rows: totals {ours['totals']}")
    for title, each in found.items():
        print(said(title, each, ours))


if __name__ == "__main__":
    main()
