"""What a pull request sees: the script that the action and this repository's own CI run, on real revisions of a starter."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / ".ci" / "pull-request"
ACTION = (ROOT / "action.yml").read_text()

pytestmark = pytest.mark.skipif(sys.platform == "win32" or shutil.which("git") is None, reason="needs bash and git")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the support desk as its profile."""
    shutil.copy(ROOT / "profiles" / "support-desk.toml", tmp_path / "agents.toml")
    tools = tmp_path / "tools"
    tools.mkdir()
    program = "import sys; from tui.command_line import main; sys.exit(main())"
    (tools / "switchpoint").write_text(f"#!/bin/sh\nexec '{sys.executable}' -c '{program}' \"$@\"\n")
    (tools / "switchpoint").chmod(0o755)
    for command in (["init", "-q"], ["add", "agents.toml"], ["commit", "-q", "-m", "before"]):
        who = ["-c", "user.name=t", "-c", "user.email=t@localhost"]
        subprocess.run(["git", *who, *command], cwd=tmp_path, check=True)
    return tmp_path


def _pull_request(repository: Path, *arguments: str) -> tuple[int, str]:
    path = f"{repository / 'tools'}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}
    command = [str(SCRIPT), "HEAD", "comment.md", *arguments]
    done = subprocess.run(command, cwd=repository, env=environment, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    return done.returncode, (repository / "comment.md").read_text()


def test_a_change_is_told_and_a_missed_limit_is_the_exit_code(repository: Path) -> None:
    profile = repository / "agents.toml"
    profile.write_text(profile.read_text().replace('upkeep_fte = "0.1 to 0.8"', "upkeep_fte = 0.05"))
    code, comment = _pull_request(repository, "agents.toml", "--expect", "managed", "--min-probability", "0.8")
    assert code == 0
    assert comment.startswith("<!-- switchpoint: agents.toml -->\n**Still Claude Managed Agents")
    assert "| options.own.upkeep\\_fte | 0.1 to 0.8 | 0.05 |" in comment
    assert "**agents.toml: fine.**" in comment
    code, comment = _pull_request(repository, "agents.toml", "--expect", "own")
    assert code == 1
    assert "| --expect | no | expected own to be the verdict, it is managed |" in comment


def test_a_new_profile_says_its_answer_and_a_wrong_one_what_is_wrong(repository: Path) -> None:
    shutil.copy(ROOT / "profiles" / "coding-session.toml", repository / "other.toml")
    code, comment = _pull_request(repository, "other.toml")
    assert code == 0
    assert "**New: what it says today.**\n\n    Choose Claude Managed Agents" in comment
    (repository / "agents.toml").write_text("schema = 1\nhorizon_month = 3\n")
    code, comment = _pull_request(repository, "agents.toml")
    assert code == 2
    assert "The change cannot be compared" in comment
    assert "**agents.toml: wrong input.**" in comment
    assert "nearest: horizon\\_months" in comment


def test_the_action_and_the_ci_run_the_same_script() -> None:
    assert '"$ACTION/.ci/pull-request" "$BASE" "$COMMENT" "$PROFILE"' in ACTION
    assert '"$ci/pull-request" HEAD comment.md agents.toml' in (ROOT / ".ci" / "run").read_text()
    assert os.access(SCRIPT, os.X_OK)


def test_no_input_of_the_action_is_pasted_into_a_shell() -> None:
    """Inputs and names of a pull request reach the shell through the environment: they cannot become commands."""
    runs = re.findall(r"^ +run: (.*(?:\n {8}.*)*)", ACTION, re.MULTILINE)
    assert len(runs) == 4
    assert all("${{" not in run for run in runs)
    for name in ("profile", "limits", "base", "comment", "token"):
        assert f"inputs.{name}" in ACTION
