#!/usr/bin/env bash
# DuckDB 2.0.1: a fraction in JSON read into a column declared BIGINT is rounded, silently, and is no bad line.
#
# read_json with declared columns and ignore_errors = true turns a text that is no number into NULL, as one would guess; a
# number with a fraction (3.7 or 2.5 tokens: a damaged count, or an amount of money in the wrong column) becomes 4 and 2 (half
# to even) without a word. try_cast of the extracted text rounds as well ('3.7' becomes 4). Only a check of one's own
# (value = floor(value)) finds it.
# Exits 0 while it rounds, 1 when that has changed.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q duckdb==2.0.1
printf '{"n":3.7}\n{"n":2.5}\n{"n":"many"}\n{"n":12}\n' > "$folder/a.jsonl"
cd "$folder"
"$folder/venv/bin/python" - <<'P'
import duckdb, sys
read = duckdb.execute(
    "SELECT n FROM read_json('a.jsonl', format = 'newline_delimited', columns = {n: 'BIGINT'}, ignore_errors = true)"
).fetchall()
cast = duckdb.execute("SELECT try_cast('3.7' AS BIGINT), try_cast('2.5' AS BIGINT)").fetchall()
print(f"duckdb {duckdb.__version__}: 3.7, 2.5, 'many', 12 are read as {[n for n, in read]}; the texts '3.7' and '2.5' are cast to {cast[0]}")
sys.exit(0 if [n for n, in read][0] == 4 and [n for n, in read][2:] == [None, 12] and cast[0][0] == 4 else 1)
P
