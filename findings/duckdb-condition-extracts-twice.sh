#!/usr/bin/env bash
# DuckDB 2.0.1: a condition on what json_extract_string gave makes the whole extraction run twice.
#
# One list of paths, extracted once in a subquery, and a WHERE on one element of that list outside of it: the plan has the
# extraction in the filter, pushed below, AND again in the projection, so every line is parsed twice (1.0 instead of 0.4 s of
# processor for 200 MB of session files). A good guess is that a subquery that is named once is computed once. Materializing it, or asking the condition of the stored table, extracts once.
# Exits 0 while the filter of the plan repeats the extraction, 1 when that has changed.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q duckdb==2.0.1
printf '{"type":"assistant","message":{"id":"m1","usage":{"output_tokens":5}}}\n{"type":"user","message":{}}\n' > "$folder/a.jsonl"
cd "$folder"
"$folder/venv/bin/python" - <<'P'
import duckdb, sys
extracted = (
    "SELECT json_extract_string(json, ['$.type', '$.message.id', '$.message.usage.output_tokens']) AS v "
    "FROM read_json_objects('a.jsonl', format = 'newline_delimited')"
)
def repeated(query: str) -> bool:
    """Whether a filter of the plan holds the whole extraction by itself, below the projection that extracts."""
    plan = duckdb.execute(f"EXPLAIN (FORMAT json) {query}").fetchall()[0][1]
    return '"Expression": "(array_extract(json_extract_string(' in plan
with_condition = repeated(f"SELECT v[2], v[3] FROM ({extracted}) WHERE v[1] = 'assistant'")
without = repeated(f"SELECT v[2], v[3] FROM ({extracted})")
materialized = repeated(f"WITH e AS MATERIALIZED ({extracted}) SELECT v[2], v[3] FROM e WHERE v[1] = 'assistant'")
print(f"duckdb {duckdb.__version__}: the filter repeats the extraction: {with_condition} with a condition, {without} without, {materialized} materialized")
sys.exit(0 if with_condition and not without and not materialized else 1)
P
