#!/usr/bin/env bash
# sqlglot 29.0.1: % has the precedence of + and -, so that a remainder beside a subtraction becomes another number.
#
# In DuckDB `23 % 9 - 23 % 3` is 5 - 2 = 3: % binds like * and /. sqlglot reads it from left to right as ((23 % 9) - 23) % 3.
# Translated to an engine that writes % too nothing shows; for BigQuery, which writes MOD(), it becomes MOD(MOD(23, 9) - 23, 3),
# which is 0, without a word. Brackets around each remainder keep it right.
# Exits 0 while that is so, 1 when it has changed.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q sqlglot==29.0.1 duckdb==2.0.1
"$folder/venv/bin/python" - <<'P'
import duckdb, sqlglot, sys
bare, kept = "SELECT 23 % 9 - 23 % 3", "SELECT (23 % 9) - (23 % 3)"
said, right = (sqlglot.transpile(each, read="duckdb", write="bigquery")[0] for each in (bare, kept))
true = duckdb.execute(bare).fetchall()[0][0]
print(f"duckdb says {true}; sqlglot {sqlglot.__version__} for BigQuery: {said}; with brackets: {right}")
sys.exit(0 if true == 3 and said == "SELECT MOD(MOD(23, 9) - 23, 3)" and "MOD(23, 9)) - (MOD(23, 3)" in right else 1)
P
