"""What a person confirms once about the team's own files stays in the profile: columns of a CSV, labels of hours; the prompt."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from usage import measured, written

from model.profile import Profile, load
from model.usage.people import inputs_of_people
from tui.command_line import main

PROFILE = Path(__file__).parent.parent / "profiles" / "high-volume.toml"
CSV = "When,Who,Model,In,Out\n2026-11-20,checks,claude-haiku-5-5,100,50\n"
COLUMNS = ("at=When", "agent=Who", "model=Model", "fresh_tokens=In", "output_tokens=Out")
HOURS = "day,hours,kind\n2026-11-02,8,Roadmap\n2026-11-03,6,Feeding the beast\n2026-11-10,4,Feeding the beast\n"


class Terminal(io.StringIO):
    """A person at a terminal who has typed all this."""

    def isatty(self) -> bool:
        """Yes."""
        return True


def profile(folder: Path) -> Path:
    """A profile of one's own, with a comment."""
    path = folder / "team.toml"
    path.write_text("# ours\n" + PROFILE.read_text(encoding="utf-8"), encoding="utf-8")
    return path


def read_back(path: Path) -> Profile:
    """The profile as it now stands."""
    found = load(path)
    assert isinstance(found, Profile)
    return found


def test_columns_are_confirmed_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    team = profile(tmp_path)
    sheet = tmp_path / "own.csv"
    sheet.write_text(CSV)
    given = [part for column in COLUMNS for part in ("--column", column)]
    assert main(["measure", str(sheet), "--format", "csv", *given, "--into", str(team), "--yes", "--draws", "50"]) == 0
    kept = read_back(team)
    assert kept.leaves["usage.columns.fresh_tokens"].text == "In"
    assert "# ours" in team.read_text()
    capsys.readouterr()
    assert main(["measure", str(sheet), "--format", "csv", "--into", str(team), "--yes", "--draws", "50"]) in (0, 2)
    assert "needs a mapping" not in capsys.readouterr().err


def test_labels_are_asked_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody has said what "Roadmap" is: it was counted as upkeep, is build, and is not asked again."""
    team = profile(tmp_path)
    sheet = tmp_path / "hours.csv"
    sheet.write_text(HOURS)
    command = ["measure", str(sheet), "--into", str(team), "--option", "own", "--draws", "50"]
    monkeypatch.setattr(sys, "stdin", Terminal("\nbuild\na\n"))
    main(command)
    said = capsys.readouterr().err
    assert "8.0 hours of 'Roadmap' were counted as upkeep" in said
    leaves = read_back(team).leaves
    assert leaves['usage.labels."Feeding the beast"'].text == "upkeep"
    assert leaves["usage.labels.Roadmap"].text == "build"
    monkeypatch.setattr(sys, "stdin", Terminal("q\n"))
    main(command)
    assert "were counted as" not in capsys.readouterr().err


def test_each_input_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """y takes one, n leaves one, q ends: exactly the first of three is written."""
    team = profile(tmp_path)
    before = read_back(team).leaves
    export = Path(__file__).parent / "usage_samples" / "starters" / "high-volume-sessions.json"
    monkeypatch.setattr(sys, "stdin", Terminal("y\nn\nq\n"))
    assert main(["measure", str(export), "--into", str(team), "--draws", "50"]) == 0
    said = capsys.readouterr().err
    assert said.count("take it? [y/n/a/q]") == 3
    after = read_back(team).leaves
    changed = [key for key, leaf in after.items() if key not in before or before[key].raw != leaf.raw]
    assert changed == ["workloads.checks.sessions_per_month"]
    assert "1 of" in said


@pytest.mark.parametrize("typed", ["q\n", ""])
def test_nothing_is_written_where_nothing_was_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    team = profile(tmp_path)
    before = team.read_bytes()
    export = Path(__file__).parent / "usage_samples" / "starters" / "high-volume-sessions.json"
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    assert main(["measure", str(export), "--into", str(team), "--draws", "50"]) == 0
    assert team.read_bytes() == before


@pytest.mark.parametrize(("hours", "tiers"), [(168, 1.0), (336, 2.0), (12, None)])
def test_shifts_are_rotas_and_other_hours_on_call_say_why_not(tmp_path: Path, hours: int, tiers: float | None) -> None:
    path = written(tmp_path, "x.json", {}).with_name("hours.csv")
    path.write_text("day,hours,kind\n" + "".join(f"2026-11-{day:02},{hours},on-call\n" for day in (2, 9, 16)))
    found = measured(path)
    assert found.worked is not None
    by_key = {each.key: each.mean for each in inputs_of_people(found.worked, "own")}
    assert by_key.get("options.own.oncall_tiers") == tiers
    assert "options.own.upkeep_fte" not in by_key
    assert any("oncall_usd_per_week" in said for said in found.warnings)
