"""What `measure` of a Claude Code folder costs beside one hand-written DuckDB statement that gives the same token totals.

Run `python tests/benchmarks/bench_usage.py [MEGABYTES [CCUSAGE]]` (200). Each program is a fresh process, in turn; printed are the least
processor seconds and wall seconds of the rounds, the ratio, and the peak memory. Totals must agree. CCUSAGE is the
path of ccusage's own `cli.js`, which reads the same files offline; its totals are printed beside. Nothing is asserted about time.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from usage_folder import folder

ROUNDS = 3
TAIL = """
import json, resource, time
spent = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"totals": totals, "cpu": spent.ru_utime + spent.ru_stime, "wall": time.perf_counter() - begun, "mib": spent.ru_maxrss // 1024}))
"""
HAND = (
    """
import sys, time
begun = time.perf_counter()
import duckdb
totals = list(duckdb.execute(f\"\"\"
    SELECT count(*)::INT, sum(fresh)::BIGINT, sum(output)::BIGINT, sum(cached)::BIGINT, sum(written)::BIGINT FROM (
        SELECT json->>'$.message.id' AS id, max((json->>'$.message.usage.input_tokens')::BIGINT) AS fresh,
            max((json->>'$.message.usage.output_tokens')::BIGINT) AS output,
            max((json->>'$.message.usage.cache_read_input_tokens')::BIGINT) AS cached,
            max((json->>'$.message.usage.cache_creation_input_tokens')::BIGINT) AS written
        FROM read_json_objects('{sys.argv[1]}/**/*.jsonl', format = 'newline_delimited', ignore_errors = true, filename = true)
        WHERE json->>'$.type' = 'assistant' GROUP BY 1)\"\"\").fetchone())
"""
    + TAIL
)
OURS = (
    """
import sys, time
begun = time.perf_counter()
from datetime import date
from model.usage.measuring import measure
whole = measure([sys.argv[1]], date(2026, 11, 28)).totals
tokens = whole.tokens
totals = [whole.requests, tokens.fresh, tokens.output, tokens.cache_read, tokens.cache_write_5m + tokens.cache_write_1h]
"""
    + TAIL
)


def run(program: str, root: Path) -> dict[str, object]:
    """One fresh process."""
    done = subprocess.run([sys.executable, "-c", program, str(root)], capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(
        done.stdout[done.stdout.index("{") :]
    )  # DuckDB may have drawn a bar before it
    return found


def least(rounds: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """The least of every figure over the rounds; totals are the same in all of them."""
    figures = {key: min(float(str(each[key])) for each in rounds) for key in ("cpu", "wall", "mib")}
    return {**figures, "totals": rounds[0]["totals"]}


def said(title: str, found: Mapping[str, object], ours: Mapping[str, object]) -> str:
    """One program's figures, and how many times as much `measure` takes."""
    cpu, wall, mib = (float(str(found[key])) for key in ("cpu", "wall", "mib"))
    times = f"measure takes {float(str(ours['cpu'])) / cpu:.2f} times the processor, {float(str(ours['wall'])) / wall:.2f} times the clock"
    return f"{title:18} {cpu:6.2f} s of processor, {wall:6.2f} s, {mib:,.0f} MiB at most; {times}"


def main() -> None:
    """Measure and print."""
    megabytes = float(sys.argv[1]) if len(sys.argv) > 1 else 200.0
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        folder(root, megabytes)
        rounds = [(run(HAND, root), run(OURS, root)) for _ in range(ROUNDS)]
        hand, ours = (least([each[place] for each in rounds]) for place in (0, 1))
        assert hand["totals"] == ours["totals"], (hand, ours)
        print(f"{megabytes:,.0f} MB: totals {ours['totals']}")
        for title, found in (("one statement", hand), ("measure", ours)):
            print(said(title, found, ours))
        if len(sys.argv) > 2:
            _ccusage(root, sys.argv[2])


def _ccusage(root: Path, program: str) -> None:
    """ccusage on the same files, run by node itself: starting npx is no part of it."""
    begun = time.perf_counter()
    done = subprocess.run(
        ["node", program, "session", "--json", "--offline"],
        capture_output=True, text=True, check=False, env={**os.environ, "CLAUDE_CONFIG_DIR": str(root)}, timeout=600,
    )  # fmt: skip
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = done.returncode == 0 and done.stdout.lstrip().startswith("{")
    print(f"ccusage            {time.perf_counter() - begun:6.2f} s, {spent.ru_maxrss // 1024:,} MiB at most")
    print(json.loads(done.stdout).get("totals") if ran else f"did not run: {done.stderr[:200]}")


if __name__ == "__main__":
    main()
