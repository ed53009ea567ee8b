#!/usr/bin/env bash
# DuckDB 2.0.1: a time with an offset, read into a column declared TIMESTAMP, keeps its wall clock and loses its offset.
#
# 2026-11-01T01:30:00+02:00 is 23:30 of 31 October in UTC. Declared TIMESTAMP (read_json and read_csv alike, and by a cast of the
# text) it becomes 01:30 of 1 November: another day, another week, another month of the bill, and no bad line even without
# ignore_errors. Undeclared, the readers take TIMESTAMP WITH TIME ZONE and are right. So a column of times of mixed offsets is
# declared TIMESTAMPTZ and then made UTC, never declared TIMESTAMP.
# Exits 0 while the offset is dropped, 1 when that has changed.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q duckdb==2.0.1
cd "$folder"
printf '{"t":"2026-11-01T01:30:00+02:00"}\n' > a.jsonl
printf 't\n2026-11-01T01:30:00+02:00\n' > a.csv
"$folder/venv/bin/python" - <<'P'
import sys
import duckdb
engine = duckdb.connect()
engine.execute("SET TimeZone = 'UTC'")
json = "read_json('a.jsonl', format = 'newline_delimited', columns = {t: '%s'})"
csv = "read_csv('a.csv', columns = {t: '%s'})"
found = {
    (kind, name): str(engine.execute(f"SELECT date_trunc('minute', t) FROM {source % kind}").fetchone()[0])
    for kind in ("TIMESTAMP", "TIMESTAMPTZ") for name, source in (("json", json), ("csv", csv))
}
cast = str(engine.execute("SELECT CAST(TIMESTAMP '2026-11-01T01:30:00+02:00' AS VARCHAR)").fetchone()[0])
print(f"duckdb {duckdb.__version__}: {found}; as a literal {cast}")
kept = [found["TIMESTAMP", name].startswith("2026-11-01 01:30") for name in ("json", "csv")]
right = [found["TIMESTAMPTZ", name].startswith("2026-10-31 23:30") for name in ("json", "csv")]
sys.exit(0 if all(kept) and all(right) and cast.startswith("2026-11-01 01:30") else 1)
P
