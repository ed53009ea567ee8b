"""Tables in an engine give what the same tables give as files: sums to 1e-9, tokens and buckets exactly."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import postgres
import pytest
from test_usage_track import text
from usage import TODAY, alike, measured

from model.usage.engines.composing import Composer, There, as_canonical, canonical
from model.usage.measuring import Measured
from tui.command_line import main

pytest.importorskip("sqlglot", reason="the extra `engines` is not installed")

from model.usage.engines.dialects import said_in
from model.usage.engines.doors import DuckDBDoor, opened, shown
from model.usage.engines.one_reading import put_together
from model.usage.engines.warehouse import TOGETHER, Wanted, measure_in

REQUESTS = """
SELECT CASE WHEN i % 40 = 39 THEN NULL ELSE 's-' || i // 4 END AS session_id, 'r-' || i AS request_id,
    CASE WHEN i % 97 = 0 THEN NULL ELSE TIMESTAMPTZ '2026-10-11 22:30:00+00' + to_minutes(CAST(i * 61 AS BIGINT)) END AS "at",
    ['claude-opus-4-8', 'claude-haiku-5-5', 'claude-sonnet-4-6', 'of-nobody'][1 + (i // 3) % 4] AS model,
    CASE WHEN i % 5 = 0 THEN 'fast' WHEN i % 5 = 1 THEN 'standard' END AS speed,
    CASE WHEN i % 7 = 0 THEN 'us' WHEN i % 7 = 1 THEN 'not_available' END AS region, i % 11 = 0 AS batch,
    CASE WHEN i % 13 = 0 THEN NULL ELSE i % 900 END AS fresh_tokens, (i % 3) * 40000 + i AS cache_read_tokens,
    CASE WHEN i % 4 = 0 THEN 2000.0 WHEN i % 4 = 1 THEN 0.5 ELSE 0 END::DECIMAL(12, 2) AS cache_write_5m_tokens,
    CASE WHEN i % 9 = 0 THEN 100 END AS cache_write_1h_tokens, CASE WHEN i % 17 = 0 THEN 500 ELSE 0 END AS cache_write_tokens,
    CASE WHEN i % 19 = 0 THEN NULL WHEN i % 23 = 0 THEN 0 ELSE 1000 + i END AS output_tokens,
    CASE WHEN i % 10 = 0 THEN 1 ELSE 0 END AS searches, i % 29 = 0 AS failed
FROM range(1600) r(i)
"""
SESSIONS = """
SELECT 's-' || s AS session_id, CASE WHEN s % 50 = 0 THEN NULL WHEN s >= 395 THEN 'idle' ELSE 'agent-' || s % 3 END AS agent,
    TIMESTAMPTZ '2026-10-11 22:30:00+00' + to_minutes(CAST(s * 244 AS BIGINT)) AS started_at, CASE WHEN s % 31 = 0 THEN 'failed' ELSE 'idle' END AS status,
    CASE WHEN s % 21 = 0 THEN NULL WHEN s % 22 = 0 THEN 'nan'::DOUBLE WHEN s % 23 = 0 THEN 0.0 ELSE 30.5 * s END AS active_seconds,
    (s % 60)::DOUBLE AS waiting_seconds, s % 2 AS pauses_over_5_minutes,
    CASE WHEN s % 6 = 0 THEN NULL WHEN s % 6 < 4 THEN 'reached' ELSE 'missed' END AS outcome,
    CASE s % 3 WHEN 0 THEN 'managed' WHEN 1 THEN 'managed-own-sandboxes' ELSE 'own-stack' END AS hosting,
    CASE s % 3 WHEN 0 THEN 'billed' WHEN 1 THEN 'reported' ELSE 'estimated' END AS clock
FROM range(420) r(s) WHERE s % 37 <> 5
"""
"""Ten weeks over both ends of summer time, in numbers of every kind: NULL, zero, NaN, halves of tokens, a model of nobody,
requests without a session or a day, sessions that only their requests name, an agent whose sessions never asked."""
TABLES = {"requests": "requests", "sessions": "sessions"}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables in a file of DuckDB."""
    path = tmp_path_factory.mktemp("engines") / "use.duckdb"
    with duckdb.connect(str(path)) as made:
        made.execute("SET TimeZone = 'UTC'")
        made.execute(f"CREATE TABLE requests AS {REQUESTS}")
        made.execute(f"CREATE TABLE sessions AS {SESSIONS}")
    return path


@pytest.fixture(scope="module")
def from_files(file: Path) -> Measured:
    """The same tables measured as Parquet."""
    names = []
    with duckdb.connect(str(file), read_only=True) as made:
        for table in TABLES:
            names.append(file.with_name(f"{table}.parquet"))
            made.execute(f"COPY {table} TO '{names[-1]}' (FORMAT parquet)")
    return measured(*names)


@pytest.fixture(scope="module")
def server(file: Path) -> Iterator[str]:
    """A PostgreSQL with the tables, whose own time zone is New York's."""
    pytest.importorskip("ibis", reason="the extra `engines` is not installed")
    psycopg = pytest.importorskip("psycopg", reason="the extra `engines` is not installed")
    if postgres.programs() is None or postgres.user() is None:
        pytest.skip("no PostgreSQL here (Debian: postgresql), or nobody who may run it")
    types = {
        "VARCHAR": "text",
        "TIMESTAMP WITH TIME ZONE": "timestamptz",
        "DOUBLE": "double precision",
        "DECIMAL(12,2)": "numeric(12, 2)",
    }
    with (
        postgres.running() as address,
        psycopg.connect(address.replace("postgres://", "postgresql://")) as made,
        duckdb.connect(str(file), read_only=True) as of,
    ):
        for table in TABLES:
            columns = of.execute(f"DESCRIBE {table}").fetchall()
            made.execute(
                f"CREATE TABLE {table} ({', '.join(f'{row[0]} {types.get(row[1], row[1])}' for row in columns)})"
            )
            with made.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                for row in of.execute(f"SELECT * FROM {table}").fetchall():
                    copy.write_row(row)
        made.commit()
        yield address


def test_a_file_of_duckdb_gives_what_its_tables_give_as_files(file: Path, from_files: Measured) -> None:
    """Every sum, bucket, week and range; and there is something to compare."""
    found = measure_in(Wanted(f"duckdb:{file}", TABLES, {}), TODAY)
    assert not found.refused
    assert found.window.full_weeks >= 8
    assert {"agent-0", "agent-1", "agent-2", "idle", "(no agent)"} <= {each.agent for each in found.agents}
    alike(found, from_files)
    assert found.totals.per_session_usd.p90 == pytest.approx(from_files.totals.per_session_usd.p90, rel=0.04)


def test_the_rows_are_read_three_times_whatever_is_asked(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What there is, everything that needs no window, and the models within it: three statements about the requests."""
    asked: list[str] = []
    ask = DuckDBDoor.ask

    def counted(door: DuckDBDoor, text: str, *more: Any) -> list[dict[str, Any]]:
        asked.append(text)
        return ask(door, text, *more)

    monkeypatch.setattr(DuckDBDoor, "ask", counted)
    assert not measure_in(Wanted(f"duckdb:{file}", TABLES, {}), TODAY).refused
    assert len(asked) == 3
    assert [text.count("asked AS (") for text in asked] == [1, 1, 1]


def test_a_postgresql_gives_what_the_same_tables_give_as_files(server: str, from_files: Measured) -> None:
    """Its own zone is New York's; days and weeks are UTC nevertheless, on the days of both clock changes too."""
    found = measure_in(Wanted(server, TABLES, {}), TODAY)
    assert not found.refused, found.refused
    alike(found, from_files)
    assert found.sources[0].rows == 1600 + sum(1 for s in range(420) if s % 37 != 5)


def test_a_postgresql_is_only_read(server: str) -> None:
    """What would write is refused by the server itself."""
    door = opened(server)
    try:
        door._open.raw_sql("SELECT 1")  # type: ignore[attr-defined]
        with pytest.raises(Exception, match="read-only"):
            door._open.raw_sql("CREATE TABLE mine (a INTEGER)")  # type: ignore[attr-defined]
    finally:
        door.close()


@pytest.mark.skipif(
    "SWITCHPOINT_SPARK" not in os.environ, reason="a minute and Java: asked for with SWITCHPOINT_SPARK=1"
)
@pytest.mark.filterwarnings("ignore")
def test_a_spark_of_this_machine_gives_what_the_same_tables_give_as_files(from_files: Measured, file: Path) -> None:
    """Seen with pyspark 4.3.0."""
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed")
    session = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        session.conf.set("spark.sql.session.timeZone", "UTC")
        for table in TABLES:
            session.read.parquet(str(file.with_name(f"{table}.parquet"))).createOrReplaceTempView(table)
        found = measure_in(Wanted("spark", TABLES, {}), TODAY)
        assert not found.refused, found.refused
        alike(found, from_files)
    finally:
        session.stop()


def test_columns_that_are_called_something_else(file: Path, from_files: Measured, tmp_path: Path) -> None:
    """A mapping on the command line, and one for a single table; one that is not there is said."""
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as made:
        made.execute(f"ATTACH '{file}' AS whole (READ_ONLY)")
        made.execute(
            'CREATE SCHEMA lake; CREATE TABLE lake.calls AS SELECT * RENAME (fresh_tokens AS "Tokens In", session_id AS run) FROM whole.requests'
        )
        made.execute("CREATE TABLE lake.runs AS SELECT * RENAME (agent AS bot) FROM whole.sessions")
    tables = {"requests": "lake.calls", "sessions": "lake.runs"}
    alike(
        measure_in(
            Wanted(
                f"duckdb:{path}",
                tables,
                {"fresh_tokens": "Tokens In", "requests.session_id": "run", "sessions.agent": "bot"},
            ),
            TODAY,
        ),
        from_files,
    )
    (refused,) = measure_in(Wanted(f"duckdb:{path}", tables, {"fresh_tokens": "nowhere"}), TODAY).refused
    assert "no column nowhere" in refused.why


def test_a_session_that_is_told_twice_counts_once(tmp_path: Path) -> None:
    """100 in and 50 out on Opus 4.8 ($5 and $25 a million), and an hour at $0.08: twice told, once paid; the repeat is counted."""
    path = tmp_path / "twice.duckdb"
    with duckdb.connect(str(path)) as made:
        made.execute(
            "CREATE TABLE r AS SELECT 's' AS session_id, TIMESTAMP '2026-11-20 10:00:00' AS \"at\", 'claude-opus-4-8' AS model, 100 AS fresh_tokens, 50 AS output_tokens"
        )
        made.execute(
            "CREATE TABLE s AS SELECT 's' AS session_id, TIMESTAMP '2026-11-20 10:00:00' AS started_at, 3600.0 AS active_seconds, 'managed' AS hosting FROM range(2)"
        )
    found = measure_in(Wanted(f"duckdb:{path}", {"requests": "r", "sessions": "s"}, {}), TODAY)
    assert found.totals.sessions == 1
    assert found.totals.list_usd == pytest.approx((100 * 5 + 50 * 25) / 1e6 + 0.08)
    assert found.sources[0].skipped == {"session id that repeats": 1}
    names = [tmp_path / f"{table}.parquet" for table in ("r", "s")]
    with duckdb.connect(str(path), read_only=True) as made:
        for name in names:
            made.execute(f"COPY {name.stem} TO '{name}' (FORMAT parquet)")
    files = measured(*names)
    alike(found, files)
    assert files.sources[1].skipped == {"session id that repeats": 1}
    assert measured(names[0], names[1], names[1]).totals.sessions == 1  # one file named twice


@pytest.mark.parametrize(
    ("engine", "why"),
    [("oracle://h/d", "no engine known"), ("duckdb:nowhere.duckdb", "no such file"), ("duckdb", "no engine known")],
)
def test_what_is_no_engine_is_said(engine: str, why: str) -> None:
    """With what would be one."""
    (refused,) = measure_in(Wanted(engine, TABLES, {}), TODAY).refused
    assert why in refused.why


def test_a_password_is_never_shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither in the name of the source nor in an error."""
    assert shown("postgres://ana:secret@host:5432/db?sslmode=require") == "postgres://host:5432/db"
    monkeypatch.setenv("PGCONNECT_TIMEOUT", "1")
    pytest.importorskip("ibis", reason="the extra `engines` is not installed")
    assert main(["measure", "--engine", "postgres://ana:hunter2@127.0.0.1:1/db", "--table", "requests=r"]) == 2
    said = capsys.readouterr()
    assert "hunter2" not in said.err + said.out
    assert "postgres://127.0.0.1:1/db" in said.err


def test_the_command_measures_in_an_engine_with_the_columns_of_a_profile(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """28 sessions of 2 in on Opus 4.8 at $5 a million; what cannot be both is wrong usage, other columns are unknown."""
    path, profile = tmp_path / "lake.duckdb", tmp_path / "team.toml"
    with duckdb.connect(str(path)) as made:
        made.execute("CREATE TABLE calls AS SELECT 's' || i AS session_id, TIMESTAMP '2026-10-05 10:00:00' + to_days(CAST(i AS INT)) AS \"at\", "
            "'claude-opus-4-8' AS model, 2 AS prompt, 0 AS output_tokens, 'triage' AS bot FROM range(28) r(i)")  # fmt: skip
    profile.write_text(f'{text()}\n[usage.columns]\nfresh_tokens = "prompt"\n"requests.agent" = "bot"\n')
    engine = ["measure", "--engine", f"duckdb:{path}", "--table", "requests=calls"]
    assert main([*engine, "--into", str(profile), "--json", "--draws", "100", "--as-of", "2026-11-28"]) == 0
    (agent,) = json.loads(capsys.readouterr().out)["agents"]
    assert (agent["agent"], agent["tokens"]["fresh"], agent["tokens"]["cache_read"]) == ("triage", 56, None)
    assert agent["list_usd"] == pytest.approx(56 * 5 / 1e6)
    assert main([*engine, "more.json"]) == 2
    assert main(["measure"]) == 2
    assert main([*engine[:3]]) == 2
    assert main([*engine[:3], "--table", "nothing=x"]) == 2
    capsys.readouterr()


def test_every_type_of_a_column_becomes_the_declared_one() -> None:
    """Half a token is unknown; a stamp with a zone is UTC; text stays text."""
    assert as_canonical("integer", "BIGINT", "x") == "CAST(x AS BIGINT)"
    assert "floor(x)" in as_canonical("number", "BIGINT", "x")
    assert as_canonical("zoned", "TIMESTAMP", "x") == "utc(x)"
    assert as_canonical("text", "VARCHAR", "x") == "x"
    assert as_canonical("other", "VARCHAR", "x") == "CAST(x AS VARCHAR)"


GOLDEN = Path(__file__).parent / "golden" / "engines"


@pytest.mark.parametrize("dialect", ["spark", "bigquery", "snowflake"])
def test_what_an_engine_is_asked_stands_as_text(dialect: str) -> None:
    """Every question in the words of engines that no test can start, for tables with the canonical columns; a change is read before it is kept."""
    there = {
        kind: There(f"given_{kind}", {name: as_canonical("zoned" if wanted == "TIMESTAMP" else "number" if wanted == "BIGINT" else "other", wanted, f'"{name}"')
                                      for name, wanted in canonical(kind).items() if wanted in ("TIMESTAMP", "BIGINT")})
        for kind in TABLES
    }  # fmt: skip
    composer = Composer(
        there["requests"],
        there["sessions"],
        date(2026, 11, 28),
        ["claude-haiku-5-5"],
        (date(2026, 11, 2), date(2026, 11, 28)),
    )
    tables = {"requests": "lake.requests", "sessions": "lake.sessions"}
    given = {"first": date(2026, 11, 2), "last": date(2026, 11, 22)}
    texts = (
        composer.before_prices("what_is_there"),
        composer.about(put_together(TOGETHER)),
        composer.question("models_by_agent", given),
    )
    first, together, models = (said_in(dialect, text, composer.macros, tables) for text in texts)
    begun = re.compile(r"AS .more_usd. FROM .told.\)")  # where what both of them begin with ends
    said = f"-- what there is\n{first}\n\n-- {', '.join(TOGETHER)}\n{together}\n\n-- models_by_agent\n{begun.split(models)[1]}\n"
    path = GOLDEN / f"{dialect}.sql"
    if os.environ.get("SWITCHPOINT_WRITE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(said, encoding="utf-8")
    assert said == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("dialect", ["spark", "bigquery", "snowflake"])
def test_what_is_packed_into_one_number_is_read_the_same_by_every_dialect(dialect: str) -> None:
    """Fast in the US as Batch, and none of it, a request and a bucket: every remainder stands by itself, no whole numbers are divided."""
    composer = Composer(None, None, date(2026, 11, 28))
    for name, wanted in (("is_us", "9 - 3 = 3"), ("is_batch", "27 - 9 = 9")):
        text = said_in(dialect, f"SELECT {name}(mode)", composer.macros, {})
        parts = re.sub(r"MOD\(\(?.mode.\)?, (\d+)\)|\(?.mode.\)? % (\d+)", r"\1\2", text)
        assert wanted in re.sub("[()]", "", parts), text
    assert " DIV " not in said_in(dialect, composer.question("agents"), composer.macros, {})
