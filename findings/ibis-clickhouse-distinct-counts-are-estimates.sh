#!/usr/bin/env bash
# Ibis 12.0.0 on ClickHouse: nunique() is an estimate; 200,000 different sessions are counted as 198,614.
#
# Every other engine is asked COUNT(DISTINCT x) for nunique(), and approx_nunique() is the call for an estimate. For ClickHouse
# the exact call is written as uniq(x), ClickHouse's sketch, and only approx_nunique() as another sketch (uniqHLL12). Sessions
# counted by their ids are 0.7 % short, so a cost per session is 0.7 % high, and no word says that it is an estimate. uniqExact,
# in SQL of one's own, counts.
# Runs the statements on ClickHouse itself (chdb). Exits 0 while the exact call estimates, 1 when that has changed.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q 'ibis-framework[clickhouse]==12.0.0' packaging==26.* chdb==4.4.0
cd "$folder"
"$folder/venv/bin/python" - <<'P'
import sys
import chdb
import ibis
sessions = ibis.table({"id": "string"}, name="sessions")
asked = {name: ibis.to_sql(sessions.agg(n=sessions.id.nunique()), dialect=name) for name in ("clickhouse", "postgres")}
made = "(SELECT concat('session-', toString(number)) AS id FROM numbers(200000))"
counted = int(str(chdb.query(asked["clickhouse"].replace('"sessions"', made), "CSV")))
exact = int(str(chdb.query(f"SELECT uniqExact(id) FROM {made}", "CSV")))
print(f"ibis {ibis.__version__}, chdb {chdb.__version__}: of {exact} ids, nunique() counts {counted}")
print({name: " ".join(text.split()) for name, text in asked.items()})
sys.exit(0 if counted != exact == 200_000 and "DISTINCT" in asked["postgres"] else 1)
P
