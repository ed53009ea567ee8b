"""The plainest profile for tests of one rule at a time: 1,000 runs of ten minutes, E2B at 0.1656 an hour, nothing to build."""

BASE = """
schema = 1
name = "Plain"
as_of = 2026-11-22
horizon_months = 12
discount_rate = 0.0
today = "none"

[workloads.w]
sessions_per_month = 1000
active_minutes = 10
waiting_usd_per_month = 0

[engineering]
loaded_usd_per_year = 200_000

[options.managed]
build_engineer_weeks = 0
weeks_until_live = 0
upkeep_fte = 0

[options.own]
kind = "own-stack"
build_engineer_weeks = 0
weeks_until_live = 0
upkeep_fte = 0
"""  # nothing runs anywhere yet: a test adds where
PLAIN = f'{BASE}[options.own.sandbox]\npreset = "e2b"\nplan_usd_per_month = 0\nvcpu = 2\nmemory_gib = 4\n'


def plain(work: str = "", tokens: str = "") -> str:
    """The profile with these lines in its workload, and this table of tokens (``tokens`` or ``loop``, with its head)."""
    more = PLAIN.replace("active_minutes = 10\n", f"active_minutes = 10\n{work}\n")
    return more.replace("[engineering]", f"{tokens}\n[engineering]")
