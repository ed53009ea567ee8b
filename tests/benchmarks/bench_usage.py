"""What `measure` of a Claude Code folder costs beside one hand-written DuckDB statement that gives the same token totals.

Run `python tests/benchmarks/bench_usage.py [MEGABYTES]` (200). Each program is a fresh process, in turn; printed are the least
processor seconds and wall seconds of the rounds, the ratio, and the peak memory. Totals must agree. Where npx is there,
ccusage reads the same files offline; its totals are printed beside. Nothing is asserted about time.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
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


def main() -> None:
    """Measure and print."""
    megabytes = float(sys.argv[1]) if len(sys.argv) > 1 else 200.0
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        folder(root, megabytes)
        rounds = [(run(HAND, root), run(OURS, root)) for _ in range(ROUNDS)]
        hand, ours = (
            {
                key: min((each[place][key] for each in rounds), key=str if key == "totals" else float)
                for key in rounds[0][place]
            }  # type: ignore[arg-type]
            for place in (0, 1)
        )
        assert hand["totals"] == ours["totals"], (hand, ours)
        print(f"{megabytes:,.0f} MB: totals {ours['totals']}")
        for title, found in (("one statement", hand), ("measure", ours)):
            print(
                f"{title:14} {found['cpu']:6.2f} s of processor, {found['wall']:6.2f} s, {found['mib']:,} MiB at most"
            )
        print(
            f"ratio          {float(str(ours['cpu'])) / float(str(hand['cpu'])):6.2f} of processor, {float(str(ours['wall'])) / float(str(hand['wall'])):.2f} of the clock"
        )
        if shutil.which("npx"):
            _ccusage(root)


def _ccusage(root: Path) -> None:
    import os
    import time

    begun = time.perf_counter()
    done = subprocess.run(
        ["npx", "--yes", "ccusage@20.0.24", "session", "--json", "--offline"],
        capture_output=True, text=True, check=False, env={**os.environ, "CLAUDE_CONFIG_DIR": str(root)}, timeout=600,
    )  # fmt: skip
    totals = (
        json.loads(done.stdout).get("totals") if done.returncode == 0 and done.stdout.startswith("{") else "did not run"
    )
    print(f"ccusage        {time.perf_counter() - begun:6.2f} s: {totals}")


if __name__ == "__main__":
    main()
