#!/usr/bin/env bash
# sqlglot 29.0.1: count(*) FILTER (WHERE …) for Snowflake is a star inside IFF, and BigQuery and T-SQL get FILTER, which they lack.
#
# The text for Snowflake is COUNT(IFF(x > 0, *, NULL)); a star is no argument of IFF. sum(x) FILTER is rewritten well. BigQuery,
# MySQL and T-SQL have no FILTER clause and get it as it was. With unsupported_level=RAISE, where one would expect to be told, all
# of it passes. sum(CASE WHEN x > 0 THEN 1 ELSE 0 END) is understood everywhere, and so is what Ibis 12 writes (COUNT_IF, COUNTIF).
# Exits 0 while it is written so, 1 when that has changed.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q sqlglot==29.0.1 ibis-framework==12.0.0 packaging==26.*
cd "$folder"
"$folder/venv/bin/python" - <<'P'
import sys
import ibis
import sqlglot
asked = "SELECT count(*) FILTER (WHERE x > 0) AS n, sum(x) FILTER (WHERE x > 0) AS s FROM a"
names = ("snowflake", "bigquery", "tsql", "mysql")
said = {name: sqlglot.transpile(asked, read="duckdb", write=name, unsupported_level=sqlglot.ErrorLevel.RAISE)[0] for name in names}
table = ibis.table({"x": "int64"}, name="a")
other = {name: " ".join(ibis.to_sql(table.agg(n=table.count(where=table.x > 0)), dialect=name).split()) for name in names[:2]}
print(f"sqlglot {sqlglot.__version__}: {said}")
print(f"ibis {ibis.__version__}: {other}")
sys.exit(0 if "*, NULL" in said["snowflake"] and all("FILTER" in said[name] for name in names[1:]) and "COUNT_IF" in other["snowflake"] else 1)
P
