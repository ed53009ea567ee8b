#!/usr/bin/env bash
# DuckDB 2.0.1: how many lines of a CSV count, and what they say, depends on what is selected, declared types or not.
#
# Columns are declared (usd DOUBLE) and ignore_errors = true. A line whose amount is no number is left out by SELECT usd, as one
# would guess: two rows of three. SELECT count(*) counts three, and SELECT CAST(usd AS VARCHAR) gives three texts as they
# stand in the file (007.50, many), since the cast is done in place of the declared type; without ignore_errors that
# statement does not complain of the line either. "Read" and "skipped" that come from two statements do not add up, and a key made
# of texts tells 7.5 from 007.50. Copied into a table first, all statements agree.
# Exits 0 while it depends, 1 when that has changed.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q duckdb==2.0.1
cd "$folder"
printf 'usd,service\n007.50,runtime\nmany,tokens\n12,search\n' > bill.csv
"$folder/venv/bin/python" - <<'P'
import sys
import duckdb
engine = duckdb.connect()
bill = "read_csv('bill.csv', header = true, columns = {usd: 'DOUBLE', service: 'VARCHAR'}, ignore_errors = true)"
engine.execute(f"CREATE TABLE kept AS SELECT * FROM {bill}")
asked = ("usd", "count(*)", "CAST(usd AS VARCHAR)")
said = {
    name: {one: [row[0] for row in engine.execute(f"SELECT {one} FROM {source}").fetchall()] for one in asked}
    for name, source in (("file", bill), ("table", "kept"))
}
print(f"duckdb {duckdb.__version__}: {said}")
file, table = said["file"], said["table"]
whole = table == {"usd": [7.5, 12.0], "count(*)": [2], "CAST(usd AS VARCHAR)": ["7.5", "12.0"]}
sys.exit(0 if whole and file == {"usd": [7.5, 12.0], "count(*)": [3], "CAST(usd AS VARCHAR)": ["007.50", "many", "12"]} else 1)
P
