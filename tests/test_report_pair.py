"""Which pair a report speaks of where nobody named one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from model.comparison import Case, resolve
from model.decision import analyse
from model.profile import Problems, Profile, loads
from tui.command_line import main

TEAM = """
schema = 1
name = "Lender"
[workloads.letters]
sessions_per_month = 1000
active_minutes = 6
[engineering]
loaded_usd_per_year = 208_000
[options.dear]
kind = "managed"
build_engineer_weeks = 40
upkeep_fte = 0.9
[options.dearer]
kind = "managed"
build_engineer_weeks = 50
upkeep_fte = 1.0
[options.cheap]
kind = "managed"
build_engineer_weeks = 1
upkeep_fte = 0.01
"""


def reported(folder: Path, text: str, *options: str) -> dict[str, object]:
    """The JSON report of a profile."""
    (folder / "team.toml").write_text(text, encoding="utf-8")
    out = folder / "out.json"
    assert main(["report", str(folder / "team.toml"), "--to", str(out), "--draws", "20", *options]) == 0
    found: dict[str, object] = json.loads(out.read_text(encoding="utf-8"))
    return found


def test_a_report_speaks_of_the_verdict_and_its_runner_up(tmp_path: Path) -> None:
    """Of three options the two that decide are shown, not the first two of the file."""
    assert reported(tmp_path, TEAM)["pair"] == ["dear", "cheap"]


@pytest.mark.parametrize("by", ["list", "table", "flag"])
def test_a_pair_that_somebody_named_stays(tmp_path: Path, by: str) -> None:
    """The user fixes the pair, in the file as a list or as a table, or for one command."""
    written = {"list": 'pair = ["dear", "dearer"]', "table": '[pair]\na = "dear"\nb = "dearer"'}.get(by, "")
    flags = ("--pair", "dear,dearer") if by == "flag" else ()
    found = reported(tmp_path, TEAM.replace('name = "Lender"', f'name = "Lender"\n{written}'), *flags)
    assert found["pair"] == ["dear", "dearer"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('[pair]\na = "dear"', "a table of a and b"),
        ('[pair]\nfirst = "dear"\nsecond = "cheap"', "a table of a and b"),
        ('[pair]\na = "dear"\nb = "dear"', "two option ids that differ"),
        ('[pair]\na = "dear"\nb = "cheep"', "nearest: cheap"),
        ('pair = ["dear"]', "a list of two option ids, or a table of a and b"),
    ],
)
def test_a_pair_that_names_no_two_options_says_what_may_stand_there(written: str, said: str) -> None:
    """A slip in either form is told with what is allowed."""
    found = loads(TEAM.replace('name = "Lender"', f'name = "Lender"\n{written}'))
    assert isinstance(found, Problems)
    assert said in "\n".join(found.sentences())


def test_today_is_option_a() -> None:
    """Without a named pair differences are against what serves the work today."""
    text = TEAM.replace('name = "Lender"', 'name = "Lender"\ntoday = "dearer"')
    profile = loads(text)
    assert isinstance(profile, Profile)
    case = resolve(profile, date(2026, 11, 23))
    assert isinstance(case, Case)
    assert case.pair == ("dearer", "dear")


def test_every_analysis_speaks_of_the_verdict_and_its_runner_up() -> None:
    """Without a named pair, in the order today, then profile: of what `compare`, `check` and the screens are made of too."""
    answer = analyse(case_of(TEAM), 20)
    assert (answer.verdict.option, answer.verdict.runner_up) == ("cheap", "dear")
    assert answer.pair == answer.case.pair == ("dear", "cheap")
    assert analyse(case_of(TEAM.replace('name = "Lender"', 'name = "Lender"\ntoday = "cheap"')), 20).pair == (
        "cheap",
        "dear",
    )
    saved = answer.option("dear").present_value_usd - answer.option("cheap").present_value_usd
    assert answer.verdict.saving_expected_usd == pytest.approx(saved)
    assert answer.difference.total.mean_usd == pytest.approx(-saved)


def case_of(text: str) -> Case:
    """The case of a profile text."""
    profile = loads(text)
    assert isinstance(profile, Profile), profile
    case = resolve(profile, date(2026, 11, 22))
    assert isinstance(case, Case), case
    return case
