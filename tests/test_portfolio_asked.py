"""A company's file asked from outside: the tools of agents, diff and check."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from companies import case_of, company, team

from model.decision import analyse
from model.report.memo import render as memo
from model.telling.what_if import what_if
from tui.agents.asking import Refused
from tui.agents.comparing import Comparing
from tui.agents.write_profile import write_profile
from tui.command_line import main

FEW = ["--draws", "20", "--as-of", "2026-11-22"]
SMALL = "onboarding_engineer_weeks = 5\n"


@pytest.fixture
def file(tmp_path: Path) -> str:
    """Two teams that go to the platform, and one that runs 100 hours a month and stays where it is."""
    small = team(name="Small", sessions="'80 to 120'", managed_upkeep=0)
    teams = {"one": team(name="One"), "two": team(name="Two"), "small": small}
    return str(company(tmp_path, teams, by_team={"small": SMALL}))


def test_tools_answer_a_company(file: str) -> None:
    """Compare says what the teams share, what_if what becomes of it, flips and explain know the keys of a part."""
    tools = Comparing(None, date(2026, 11, 22))
    found = tools.compare(file, draws=20)
    assert found.verdict.headline == "One and Two on Platform, Small on Claude Managed Agents"
    assert found.teams[0].startswith("Cheapest for all: Platform for One and Two, Managed for Small.")
    assert any("pays from 2 of 3 teams on: One and Two" in said for said in found.teams)
    assert "What 3 teams could share" in tools.compare(file, section=["portfolio"], draws=20).text
    moved = tools.what_if(file, {"teams.small.onboarding_engineer_weeks": "0"}, draws=20).answer
    assert moved.before.teams.startswith("Platform for One and Two, Managed for Small: ")
    assert moved.after.teams.startswith("Platform for all teams: ")
    assert any(row.key.startswith("options.own.") for row in tools.flips(file, draws=20).flips)
    key = "options.own.teams.small.build_engineer_weeks"
    assert "Onboarding" in tools.explain(file, key=key, draws=20).text
    assert "engineering.build of Platform: small" in tools.explain(file, key="engineering.build", draws=20).text
    assert tools.check(file, expect="own", draws=20).exit == 0
    assert tools.check(file, expect="nowhere", draws=20).exit == 2


def test_diff_says_what_becomes_of_the_teams(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In text, Markdown and JSON; a team's own file counts, for it is part of the company's."""
    other = Path(file).with_name("other.toml")
    other.write_text(Path(file).read_text().replace(SMALL, ""))
    assert main(["diff", file, str(other), *FEW]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Platform for One and Two, Managed for Small: $33k" in said
    assert "Platform for all teams: $33k" in said
    assert main(["diff", file, str(other), "--markdown", *FEW]) == 0
    assert "Platform for all teams: $33k" in capsys.readouterr().out
    assert main(["diff", file, str(other), "--json", *FEW]) == 0
    assert json.loads(capsys.readouterr().out)["answer"]["after"]["teams"].startswith("Platform for all teams")


def test_check_gates_a_company(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What holds passes and what does not fails, with the team's file named where that is wrong."""
    assert main(["check", file, "--expect", "own", "--max-monthly-usd", "1200", *FEW]) == 0
    assert main(["check", file, "--max-monthly-usd", "900", *FEW]) == 1
    capsys.readouterr()
    small = Path(file).with_name("small.toml")
    small.write_text(small.read_text().replace("active_minutes = 60", "active_minutes = -5"))
    assert main(["check", file, *FEW]) == 2
    assert "small.toml" in capsys.readouterr().err


def test_where_the_answer_is_a_mix_check_says_so(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It judges what compare says: the option is the verdict for all, the answer is another; in words, JSON and Markdown."""
    mix = "One and Two on Platform, Small on Claude Managed Agents"
    assert main(["check", file, "--expect", "own", "--min-probability", "0.1", *FEW]) == 0
    said = capsys.readouterr().err
    assert "own is the cheapest for all, 99+ of 100, but the answer is a mix" in said
    assert f"in 99+ of 100: {mix}" in said
    assert "own is the verdict" not in said
    assert main(["check", file, "--expect", "managed", "--json", *FEW]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["option"], found["limits"][0]["found"]) == ("own", "own")
    assert found["limits"][0]["sentence"].startswith("expected managed to be the verdict, it is own for all, and the")
    assert found["sentence"].startswith(mix)
    assert main(["check", file, "--max-monthly-usd", "1M", *FEW]) == 0
    assert f"the answer is a mix: {mix}; limits are held against own for all" in capsys.readouterr().err


def test_a_memo_of_a_mix_asks_for_the_mix(file: str) -> None:
    """Not for the best one for all; what is counted of that one says so."""
    case = case_of(Path(file))
    found = analyse(case, 1, 1, frozenset({"portfolio", "mixed", "what_if"}))
    said = memo([found]).decode()
    assert "A yes to the mix." in said
    assert "A yes to Platform" not in said
    assert "- Go-live: now\n" in said
    assert "With one home for all it stays " in said
    told = what_if(found)
    assert told is not None
    assert told.rows[0].answer.startswith("all on ")


def test_an_agent_writes_a_company_with_its_teams_files(tmp_path: Path) -> None:
    """Copies beside it, so that it does not point into the program; all of them or none, never over a file."""
    folder = tmp_path.resolve()
    made = write_profile(folder, "mine", "one-platform", {"options.own.upkeep_fte": "0.2"})
    assert made == folder / "mine.toml"
    assert sorted(each.name for each in (folder / "one-platform").iterdir()) == [
        "claims.toml", "listings.toml", "research.toml", "review.toml",
    ]  # fmt: skip
    assert 'profile = "one-platform/review.toml"' in made.read_text()
    answer = Comparing(folder, date(2026, 11, 22)).check("mine", draws=20)
    assert (answer.status, answer.option) == ("fine", "own")
    before = {each: each.read_text() for each in folder.rglob("*.toml")}
    with pytest.raises(Refused, match="a team's file goes there"):
        write_profile(folder, "other", "one-platform", {})
    with pytest.raises(Refused, match="upkeep_fte"):
        write_profile(folder, "typo", "one-platform", {"options.own.upkep_fte": "0.2"})
    assert {each: each.read_text() for each in folder.rglob("*.toml")} == before
    (folder / "new").mkdir()
    with pytest.raises(Refused):  # a number of a team's own file is not the company's to hold
        write_profile(folder / "new", "team", "one-platform", {"workloads.changes.sessions_per_month": "5"})
    assert [each for each in (folder / "new").rglob("*") if each.is_file()] == []
