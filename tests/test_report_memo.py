"""A memo is read in a minute: recommendation, reasons, cost by year, what would change it, what we ask for."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from shlex import split

import pytest

from model.comparison import Case, resolve
from model.decision import analyse
from model.profile import Profile, load
from model.report.endings import render
from model.telling.answer import answer
from tests.cases import CODING, case_of
from tests.test_decision_forecast import STARTERS
from tests.test_report_face import starter


@pytest.mark.parametrize("name", STARTERS)
def test_a_memo_has_250_words_and_its_parts(name: str) -> None:
    """The answer is its title; years are in it; figures and words of tables counted it stays on one screen."""
    said = render([starter(name)], ".md").decode()
    prose = "\n".join(line for line in said.splitlines() if not line.startswith("|"))
    assert len(prose.split()) <= 250
    assert said.startswith("# ")
    plain = re.sub(r"\\\\([^\\w\\s])", r"\\1", said)
    assert answer(starter(name)).headline.split()[0] in plain.splitlines()[0]
    assert [line[3:] for line in said.splitlines() if line.startswith("## ")][:3] == [
        "Why", "Cost by year", "What would change it",
    ]  # fmt: skip
    assert "| US dollars; year 1 ends Nov 2027 | Build | Year 1 | Year 2 | Year 3 | Total | Present value |" in said
    assert "<details>" not in said


def test_text_of_a_profile_is_no_markup() -> None:
    """A title that is markup stays text."""
    said = render([analyse(case_of(CODING.replace('"Coding', '"<b>*Coding')), 1, 1)], ".md").decode()
    assert "<b>" not in said
    assert said.startswith("# \\<b\\>\\*Coding session")


@pytest.mark.parametrize(
    ("name", "runs"), [("our agents.toml", "'our agents'"), ("fleet.toml", "fleet"), ("-x.toml", "./-x.toml")]
)
def test_the_command_of_the_last_line_runs_as_it_stands(tmp_path: Path, name: str, runs: str) -> None:
    """It names the file and not what the team calls its comparison, as a shell takes it."""
    file = tmp_path / name
    file.write_text(CODING)
    profile = load(file)
    assert isinstance(profile, Profile)
    case = resolve(profile, date(2026, 11, 22))
    assert isinstance(case, Case)
    last = render([analyse(case, 1, 1)], ".md").decode().splitlines()[-1]
    assert last.startswith(f"Details: `switchpoint report {runs} --to review.pdf`")
    assert split(last.split("`")[1])[2] == name.removesuffix(".toml").replace("-x", "./-x.toml")
