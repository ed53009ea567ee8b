"""Small companies of teams for tests: one platform, plain prices, nothing uncertain unless a test says so."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from model.comparison import Case, resolve
from model.profile import Problems, Profile, load

TODAY = date(2026, 11, 22)
WEEK_USD = 240_000 / 2_080 * 40  # of one engineer
YEAR = 12

TEAM = """
schema = 1
name = "{name}"
horizon_months = 12
discount_rate = 0
[engineering]
loaded_usd_per_year = {engineer}
[workloads.runs]
sessions_per_month = {sessions}
active_minutes = 60
[options.managed]
build_engineer_weeks = 0
weeks_until_live = 0
upkeep_fte = {managed_upkeep}
[options.own]
kind = "own-stack"
runs_on = "existing-machines"
build_engineer_weeks = {own_build}
weeks_until_live = 0
upkeep_fte = {own_upkeep}
"""
USUAL: Mapping[str, object] = {
    "name": "A team",
    "engineer": 240_000,
    "sessions": 30_000,
    "managed_upkeep": 0.05,
    "own_build": 10,
    "own_upkeep": 0.2,
}
PLATFORM = """
[options.own]
kind = "own-stack"
title = "Platform"
build_engineer_weeks = 8
weeks_until_live = 0
upkeep_fte = 0.05
"""


def team(**given: object) -> str:
    """A team's profile with these figures instead of the usual ones; a range is written with its quotes."""
    return TEAM.format(**{**USUAL, **given})


def company(
    folder: Path, teams: Mapping[str, str], more: str = PLATFORM, by_team: Mapping[str, str] | None = None
) -> Path:
    """Writes a company's file and its teams' profiles; `by_team` is written into a team's table."""
    lines = ['schema = 1\nname = "Company"\n', more]
    for name, text in teams.items():
        (folder / f"{name}.toml").write_text(text)
        lines.append(f'[teams.{name}]\nprofile = "{name}.toml"\n{(by_team or {}).get(name, "")}')
    path = folder / "company.toml"
    path.write_text("\n".join(lines))
    return path


def read(path: Path) -> Profile:
    """The profile of a file that is right."""
    found = load(path)
    assert isinstance(found, Profile), found.sentences()
    return found


def case_of(path: Path) -> Case:
    """The case of a file that is right."""
    found = resolve(read(path), TODAY)
    assert isinstance(found, Case), found.sentences()
    return found


def wrong(path: Path) -> tuple[str, ...]:
    """What is wrong with a file, one line each."""
    found = load(path)
    assert isinstance(found, Problems)
    return found.sentences()
