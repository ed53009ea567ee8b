#!/usr/bin/env bash
# sqlglot 29.0.1: weeks that begin on Monday in DuckDB begin on Sunday in BigQuery, after translation, without a word.
#
# date_trunc('week', t) is a Monday in DuckDB and PostgreSQL. Said in BigQuery's words it becomes TIMESTAMP_TRUNC(t, WEEK), and
# BigQuery's WEEK begins on Sunday (Monday is WEEK(MONDAY) or ISOWEEK there); in T-SQL DATETRUNC(WEEK, t), which begins where the
# session's DATEFIRST says, Sunday in the US. Each Sunday's usage moves to another week, sums over all weeks stay right, and
# even with unsupported_level=RAISE nothing is said. Ibis 12 writes WEEK(MONDAY) for BigQuery. Days, made into weeks by arithmetic
# on dates, are the same everywhere.
# Exits 0 while the day is lost, 1 when that has changed.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q sqlglot==29.0.1 ibis-framework==12.0.0 packaging==26.*
cd "$folder"
"$folder/venv/bin/python" - <<'P'
import sys
import ibis
import sqlglot
asked = "SELECT date_trunc('week', t) FROM a"
said = {name: sqlglot.transpile(asked, read="duckdb", write=name, unsupported_level=sqlglot.ErrorLevel.RAISE)[0] for name in ("bigquery", "tsql", "postgres")}
table = ibis.table({"t": "timestamp"}, name="a")
other = ibis.to_sql(table.select(w=table.t.truncate("W")), dialect="bigquery")
print(f"sqlglot {sqlglot.__version__}: {said}")
print(f"ibis {ibis.__version__}, bigquery: {' '.join(other.split())}")
sys.exit(0 if "WEEK)" in said["bigquery"] and "DATETRUNC(WEEK" in said["tsql"] and "WEEK(MONDAY)" in other else 1)
P
