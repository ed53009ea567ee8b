#!/usr/bin/env bash
# sqlglot 29.0.1: DuckDB's // becomes a division that is cast to a whole number, which rounds up where // cuts off.
#
# 15 // 4 is 3 in DuckDB. For Snowflake it is written CAST(15 / 4 AS INT) and for Trino CAST(CAST(15 AS DOUBLE) / 4 AS INTEGER); both
# engines round such a cast to the nearest whole number, 4 (DuckDB rounds it too, which this script runs). PostgreSQL, Spark
# and BigQuery get DIV and are right. A bucket or a packed number taken apart with // is wrong in about half of the rows.
# floor(x / 4) is the same everywhere.
# Exits 0 while it rounds, 1 when that has changed.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q sqlglot==29.0.1 duckdb==2.0.1
cd "$folder"
"$folder/venv/bin/python" - <<'P'
import sys
import duckdb
import sqlglot
asked = "SELECT x // 4 AS n FROM (SELECT 15 AS x) AS a"
said = {name: sqlglot.transpile(asked, read="duckdb", write=name)[0] for name in ("snowflake", "trino", "postgres")}
given = {"as asked": asked, "as said for trino": said["trino"], "as said for snowflake": said["snowflake"]}
counted = {name: duckdb.execute(text).fetchall()[0][0] for name, text in given.items()}
print(f"sqlglot {sqlglot.__version__}: {said}")
print(f"run in duckdb {duckdb.__version__}: {counted}")
cast = all("CAST(" in said[name] and "FLOOR" not in said[name] and "TRUNC" not in said[name] for name in ("snowflake", "trino"))
sys.exit(0 if cast and "DIV(" in said["postgres"] and list(counted.values()) == [3, 4, 4] else 1)
P
