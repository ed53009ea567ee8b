"""Whether `measure` of canonical tables grows in step with their rows, and stays within its memory.

Run `python tests/benchmarks/bench_usage_growth.py [MILLION_ROWS ...]` (10 100). Tables are written as Parquet to a folder that is
removed; each size is measured once in a fresh process. Printed are processor and wall seconds, the peak memory, and how many times
as much as the size before takes. 100 million rows need 4 GB of disk and some minutes. With `--engine` the rows are put into a file
of DuckDB and asked there, as a warehouse would be. Nothing is asserted about time.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import duckdb
from bench_usage import TAIL, run
from bench_usage_tables import OURS, tables

LEAST_FREE_BYTES = 60
"""Bytes of disk that a row takes at most: its place in the Parquet file, and what spills while it is measured."""
IN_ENGINE = f"""
import sys, time
begun = time.perf_counter()
from datetime import date
from model.usage.engines.warehouse import Wanted, measure_in
found = measure_in(Wanted("duckdb:" + sys.argv[1] + "/use.duckdb", {{"requests": "requests", "sessions": "sessions"}}, {{}}), date(2026, 11, 28))
assert not found.refused, found.refused
tokens = found.totals.tokens
totals = [tokens.fresh, tokens.cache_read, tokens.output]
{TAIL}"""


def measured(million: float, in_engine: bool) -> dict[str, object]:
    """One size from nothing to nothing."""
    with tempfile.TemporaryDirectory(prefix="switchpoint-growth-") as name:
        root, rows = Path(name), int(million * 1e6)
        free = shutil.disk_usage(root).free
        if free < LEAST_FREE_BYTES * rows:
            sys.exit(
                f"{million:,.0f} million rows want {LEAST_FREE_BYTES * rows / 1e9:,.0f} GB of disk; there are {free / 1e9:,.0f}"
            )
        tables(root, rows)
        if in_engine:
            _into_file(root)
        return run(IN_ENGINE if in_engine else OURS, root)


def _into_file(root: Path) -> None:
    with duckdb.connect(str(root / "use.duckdb")) as made:
        made.execute("SET memory_limit = '1GB'; SET enable_progress_bar = false; SET preserve_insertion_order = false")
        for table in ("requests", "sessions"):
            made.execute(f"CREATE TABLE {table} AS SELECT * FROM read_parquet('{root}/{table}.parquet')")
            (root / f"{table}.parquet").unlink()


def told(million: float, found: Mapping[str, object], before: tuple[float, Mapping[str, object]] | None) -> str:
    """One line, with how much it grew."""
    cpu, wall, mib = (float(str(found[key])) for key in ("cpu", "wall", "mib"))
    line = f"{million:6,.0f} million rows: {cpu:7.2f} s of processor, {wall:7.2f} s, {mib:,.0f} MiB at most"
    if before is None:
        return line
    grown = [float(str(found[key])) / float(str(before[1][key])) for key in ("cpu", "wall")]
    return f"{line}; {million / before[0]:,.0f} times the rows take {grown[0]:.1f} times the processor, {grown[1]:.1f} times the clock"


def main() -> None:
    """Measure and print."""
    in_engine = "--engine" in sys.argv
    sizes = [float(each) for each in sys.argv[1:] if each != "--engine"] or [10.0, 100.0]
    before: tuple[float, Mapping[str, object]] | None = None
    for million in sizes:
        found = measured(million, in_engine)
        print(told(million, found, before), flush=True)
        before = (million, found)


if __name__ == "__main__":
    main()
