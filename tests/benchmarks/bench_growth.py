"""How time and memory grow with draws, workloads, options, months and events, one at a time, and what the largest case takes.

    PYTHONPATH=. python tests/benchmarks/bench_growth.py [--largest]

Each point is a process of its own: seconds of its processor time for everything that is said, and its peak of memory above that of a
process that only imports. The exponent is the slope of the curve in logarithms: 1 is linear. ``--largest`` runs 12 workloads, 8 options
and 240 months with a range on every input, and prints what it says it leaves for later. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from math import log

BASE = {"draws": 1_000, "workloads": 2, "options": 3, "months": 24, "events": 0}
CURVES = {
    "draws": (1_000, 4_000, 16_000),
    "workloads": (2, 4, 8),
    "options": (3, 5, 8),
    "months": (24, 72, 216),
    "events": (1, 6, 18),
}
LARGEST = {"draws": 10_000, "workloads": 12, "options": 8, "months": 240, "events": 0}
HEAD = """schema = 1
name = "Grown"
horizon_months = {months}
discount_rate = "5% to 9%"
[engineering]
loaded_usd_per_year = "180k to 260k"
"""
WORK = """[workloads.w{0}]
sessions_per_month = "2k to 9k"
growth_per_month = "0% to 2%"
active_minutes = "8 to 20"
waiting_minutes = "20 to 40"
searches_per_session = "1 to 3"
success_rate = "80% to 90%"
fallback_usd = "4 to 8"
model = "claude-opus-4-8"
[workloads.w{0}.tokens]
input = "40k to 60k"
output = "10k to 15k"
cached_share = "60% to 80%"
requests = "10 to 20"
"""
OPTION = """[options.o{0}]
kind = "{kind}"
build_engineer_weeks = "{0} to {0}9"
upkeep_fte = "0.1 to 0.6"
oncall_usd_per_week = "100 to 300"
"""
PLACES = (
    "",
    '[options.o{0}.sandbox]\npreset = "e2b"\nvcpu = 2\nmemory_gib = 4\n',
    '[options.o{0}.hosts]\nusd_per_hour = "0.4 to 0.7"\nsessions_per_host = "6 to 10"\nutilisation = 0.8\n',
    '[options.o{0}.sandbox]\npreset = "e2b"\nvcpu = 4\nmemory_gib = 8\n[options.o{0}.items.db]\nmonthly_usd = "40 to 300"\n',
)
KINDS = ("managed", "own-stack", "own-stack", "managed-own-sandboxes")
EVENT = """[events.e{0}]
month = {month}
key = "workloads.w0.sessions_per_month"
factor = "1 to 1.2"
probability = 0.4
"""
CHILD = """
import resource, sys, time
from datetime import date
from model.comparison import resolve
from model.decision import analyse
from model.profile import loads
own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
case = resolve(loads(sys.stdin.read()), date(2026, 11, 22))
begun = time.process_time()
said = analyse(case, int(sys.argv[1]))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
left = [warned.sentence for warned in said.warnings if "too much at once" in warned.sentence]
print(time.process_time() - begun, (peak - own) / 1024, peak / 1024, len(case.inputs), *left, sep="\\n")
"""


def profile_text(workloads: int, options: int, months: int, events: int) -> str:
    """A profile of this size, every number a range."""
    parts = [HEAD.format(months=months), *(WORK.format(number) for number in range(workloads))]
    for number in range(options):
        parts += [OPTION.format(number, kind=KINDS[number % 4]), PLACES[number % 4].format(number)]
    parts += [EVENT.format(number, month=number + 2) for number in range(events)]
    return "\n".join(parts)


def measured(draws: int, **size: int) -> tuple[float, float, float, int, str]:
    """Seconds of the processor, megabytes above an empty process, peak, inputs, and what is left for later."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(draws)],
        input=profile_text(**size),
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, above, peak, inputs, *left = done.stdout.splitlines()
    return float(seconds), float(above), float(peak), int(inputs), " ".join(left)


def exponent(points: list[tuple[int, float]]) -> float:
    """The slope of the curve in logarithms, from its first to its last point."""
    (x1, y1), (x2, y2) = points[0], points[-1]
    return log(max(y2, 1e-9) / max(y1, 1e-9)) / log(x2 / x1)


def main() -> int:
    """Print the curves, or the largest case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", action="store_true")
    if parser.parse_args().largest:
        seconds, _, peak, inputs, left = measured(**LARGEST)
        print(f"{LARGEST}, {inputs} inputs: {seconds:.1f} s, peak {peak:,.0f} MB\n{left or 'nothing left for later'}")
        return 0
    for name, values in CURVES.items():
        found = [(value, measured(**{**BASE, name: value})) for value in values]
        for value, (seconds, above, _, inputs, left) in found:
            print(
                f"{name:10} {value:7,}  {seconds:6.2f} s  {above:6.0f} MB  {inputs:3} inputs  {left[:60]}", flush=True
            )
        time_by, memory_by = ([(value, row[place]) for value, row in found] for place in (0, 1))
        print(
            f"{name:10} time grows as its power {exponent(time_by):.2f}, memory as {exponent(memory_by):.2f}",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
