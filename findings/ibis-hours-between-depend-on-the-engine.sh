#!/usr/bin/env bash
# Ibis 12.0.0: the hours between two times are another number in DuckDB than in PostgreSQL, and neither is the hours that passed.
#
# ended.delta(started, unit="hour") is one expression. DuckDB is asked how many full hours of the clock were crossed: two minutes
# from 10:59 to 11:01 are 1, forty minutes from 10:00 to 10:40 are 0. PostgreSQL is asked for the elapsed time, divided and rounded:
# 0 and 1. Session-hours that are summed in the one agree with the other only by luck; seconds (unit="second") divided by 3,600.0
# agree.
# Runs both engines (a PostgreSQL server comes from pip). Exits 0 while they differ, 1 when that has changed.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q 'ibis-framework[duckdb,postgres]==12.0.0' pgserver==0.1.4 'psycopg[binary]==3.3.*'
cd "$folder"
"$folder/venv/bin/python" - <<'P'
import sys
import ibis
import pgserver
rows = "SELECT TIMESTAMP '2026-11-02 10:59' AS a, TIMESTAMP '2026-11-02 11:01' AS b UNION ALL SELECT TIMESTAMP '2026-11-02 10:00', TIMESTAMP '2026-11-02 10:40'"
server = pgserver.get_server("data", cleanup_mode="stop")
found = {}
for name, engine in (("duckdb", ibis.duckdb.connect()), ("postgres", ibis.connect(server.get_uri()))):
    engine.raw_sql(f"CREATE TABLE sessions AS {rows}")
    if name == "postgres":
        engine.con.commit()
    table = engine.table("sessions")
    told = table.order_by(table.a.desc()).select(hours=table.b.delta(table.a, unit="hour"), seconds=table.b.delta(table.a, unit="second"))
    found[name] = [(int(row.hours), int(row.seconds)) for row in told.execute().itertuples()]
    engine.disconnect()
print(f"ibis {ibis.__version__}: hours and seconds of two and of forty minutes: {found}")
sys.exit(0 if found == {"duckdb": [(1, 120), (0, 2400)], "postgres": [(0, 120), (1, 2400)]} else 1)
P
