"""What a company of many teams costs beside one team: processor seconds and peak memory of `compare`'s page.

Run `python tests/benchmarks/bench_portfolio.py [TEAMS [DRAWS]]` (40, 10,000), three options each. Each case is a fresh process that
reads its file, analyses it and is printed; nothing is asserted about time.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

TEAM = """
schema = 1
name = "Team {team}"
today = "managed"
[engineering]
loaded_usd_per_year = "200k to 300k"
[workloads.runs-{team}]
sessions_per_month = "{low}k to {high}k"
growth_per_month = 0.01
active_minutes = "8 to 14"
batch_share = 0.4
model = "claude-opus-4-8"
[workloads.runs-{team}.tokens]
input = 40_000
output = 3_000
cached_share = 0.5
requests = 1
[options.managed]
upkeep_fte = "0.02 to 0.1"
[options.own]
kind = "own-stack"
build_engineer_weeks = "10 / 18 / 40"
upkeep_fte = "0.2 / 0.4 / 0.8"
oncall_usd_per_week = 540
[options.own.sandbox]
preset = "fargate-x86"
vcpu = 1
memory_gib = 2
[options.boxes]
kind = "managed-own-sandboxes"
build_engineer_weeks = 8
upkeep_fte = "0.1 to 0.4"
runtime_usd_per_hour = "0.0 to 0.08"
[options.boxes.sandbox]
preset = "fargate-x86"
vcpu = 1
memory_gib = 2
"""
COMPANY = """
schema = 1
name = "Company"
[options.own]
kind = "own-stack"
title = "Platform"
build_engineer_weeks = "40 / 60 / 120"
upkeep_fte = "1 / 2 / 4"
oncall_usd_per_week = 540
"""
PROGRAM = """
import json, resource, sys
from datetime import date
from model.comparison import resolve
from model.decision import PARTS, analyse
from model.profile import load
from model.report.brief import UNSAID, page
case = resolve(load(sys.argv[1]), date(2026, 11, 22))
said = page(analyse(case, int(sys.argv[2]), parts=PARTS - UNSAID))
spent = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([spent.ru_utime + spent.ru_stime, spent.ru_maxrss / 1024, len(said.splitlines())]))
"""


def write(folder: Path, teams: int) -> Path:
    """The files of so many teams and of their company."""
    lines = [COMPANY]
    for team in range(teams):
        (folder / f"t{team}.toml").write_text(TEAM.format(team=team, low=20 + team, high=40 + 2 * team))
        lines.append(f'[teams.t{team}]\nprofile = "t{team}.toml"\nonboarding_engineer_weeks = "2 to 4"\n')
    path = folder / "company.toml"
    path.write_text("".join(lines))
    return path


def spent(file: Path, draws: int) -> tuple[float, float]:
    """Processor seconds and peak memory in MiB of one file, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(file), str(draws)], check=True, capture_output=True, text=True
    )
    seconds, mebibytes, _ = json.loads(done.stdout)
    return seconds, mebibytes


def main() -> None:
    """One team, then the company."""
    teams, draws = (int(given) for given in (*sys.argv[1:3], *("40", "10000")[len(sys.argv[1:3]) :]))
    with tempfile.TemporaryDirectory() as name:
        company = write(Path(name), teams)
        one, all_of_them = spent(company.parent / "t0.toml", draws), spent(company, draws)
    for said, (seconds, mebibytes) in ((" 1 team", one), (f"{teams:2} teams", all_of_them)):
        print(f"{said} x 3 options, {draws:,} futures: {seconds:6.2f} s of processor, {mebibytes:5.0f} MiB")
    print(f"ratio {all_of_them[0] / one[0]:.1f}")


if __name__ == "__main__":
    main()
