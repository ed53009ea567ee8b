"""Where profiles come from and what people write by another name: pipes, git, paths without ending, options of other tools."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cases import CODING
from tui.command_line import main
from tui.commands.incoming import incoming
from tui.state.commands_table import COMMANDS, key_list

ROOT = Path(__file__).parent.parent


def ran(arguments: str, folder: Path, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """The product as a shell runs it, in a folder."""
    command = f'exec "$PYTHON" -c "import sys; from tui.command_line import main; sys.exit(main())" {arguments}'
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHON": sys.executable}
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        input=text,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=environment,
    )


def test_a_profile_through_standard_input_and_a_pipe(tmp_path: Path) -> None:
    """`-`, /dev/stdin, process substitution; nothing can be written back."""
    (tmp_path / "desk.toml").write_text(CODING)
    for name in ("-", "/dev/stdin"):
        assert ran(f"check {name}", tmp_path, CODING).stderr.endswith(f"{name}: fine\n")
    assert ran("check <(cat desk.toml)", tmp_path).returncode == 0
    assert ran("diff - desk.toml --draws 50", tmp_path, CODING).returncode == 0
    decided = ran("decide - --draws 50", tmp_path, CODING)
    assert decided.returncode == 2
    assert "is no file of yours" in decided.stderr


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_profile_out_of_git(tmp_path: Path) -> None:
    """As git names it, from the top or from this folder; what it extends is of the same revision."""
    deep = tmp_path / "deep"
    deep.mkdir()
    (deep / "company.toml").write_text("[engineering]\nloaded_usd_per_year = 208_000\n")
    text = 'extends = "company.toml"\n' + CODING.replace("[engineering]\nloaded_usd_per_year = 208_000\n", "")
    (deep / "desk.toml").write_text(text)
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-qm", "one"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True, timeout=60)
    (deep / "company.toml").write_text("broken")
    (deep / "desk.toml").write_text("broken")
    for name, folder in (("HEAD:deep/desk.toml", tmp_path), ("HEAD:desk.toml", deep), ("HEAD:deep/desk", deep)):
        found = ran(f"check {name}", folder)
        assert found.stderr.endswith(f"{name}: fine\n")
    gone = ran("check HEAD:nowhere.toml", tmp_path)
    assert gone.returncode == 2
    assert gone.stderr.startswith("HEAD:nowhere.toml: git has no such file: ")
    assert len(gone.stderr.splitlines()) == 1
    assert incoming("--output=x:desk.toml") is None  # never an option of git


def test_closed_streams_are_ignored(tmp_path: Path) -> None:
    """Narration never lands in the data, and nothing ends in a report of our own fault."""
    (tmp_path / "desk.toml").write_text(CODING)
    arguments = "compare desk --json --draws 50"
    whole = ran(arguments, tmp_path)
    assert ran(f"{arguments} 2>&-", tmp_path).stdout == whole.stdout
    assert whole.stdout.startswith("{")
    assert ran(f"{arguments} >&-", tmp_path).returncode == 0
    assert ran(f"{arguments} <&- >&- 2>&-", tmp_path).returncode == 0
    assert ran("report desk --to a.md --draws 50 <&- >&- 2>&-", tmp_path).returncode == 0
    assert (tmp_path / "a.md").read_text().startswith("#")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_disk_behind_stdout_is_one_line(tmp_path: Path) -> None:
    """Not a second complaint at exit."""
    (tmp_path / "desk.toml").write_text(CODING)
    full = ran("compare desk.toml --json --draws 50 >/dev/full", tmp_path)
    assert full.returncode == 2
    assert full.stderr == "switchpoint: standard output: No space left on device\n"


def test_the_ending_may_be_left_out_of_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`check ../a/agents` finds ../a/agents.toml."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "a" / "agents.toml").write_text(CODING)
    monkeypatch.chdir(tmp_path / "b")
    assert main(["check", "../a/agents"]) == 0
    assert main(["check", str(tmp_path / "a" / "agents")]) == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("compare desk --format json", "write --json"),
        ("compare desk --format=markdown", "write --markdown"),
        ("compare desk --format pdf", "write switchpoint report PROFILE --to FILE.pdf"),
        ("compare desk --pdf a.pdf", "write switchpoint report PROFILE --to a.pdf"),
        ("report desk --pdf a.pdf", "write --to a.pdf"),
        ("report desk -o a.pdf", "write --to a.pdf"),
        ("compare desk -o a.html", "write switchpoint report PROFILE --to a.html"),
        ("compare desk --months 12", "write --set horizon_months=12"),
        ("compare desk --samples 500", "write --draws 500"),
        ("compare desk --scenaro x", "nearest: --scenario"),
        ("compare desk --upkeep-fte 0.3", "--set options.<id>.upkeep_fte=0.3"),
        ("comapre desk", "nearest command: compare"),
        ("foo usage.csv", "neither a command nor a profile"),
    ],
)
def test_other_tools_words_lead_to_ours(
    arguments: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line that names what to write."""
    (tmp_path / "desk.toml").write_text(CODING)
    monkeypatch.chdir(tmp_path)
    assert main(arguments.split()) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert said in err


def test_a_command_without_a_profile_lists_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Mine first, then the starters, each with what it is about."""
    (tmp_path / "desk.toml").write_text(CODING)
    monkeypatch.chdir(tmp_path)
    for command in ("compare", "check", "explain", "decide"):
        assert main([command]) == 2
        lines = capsys.readouterr().err.splitlines()
        assert lines[0].split()[:2] == ["desk", "here"]
        assert any(line.split()[:2] == ["support-desk", "starter"] for line in lines)
        assert "name a PROFILE" in lines[-1]


def test_new_says_how_to_open_a_name_that_is_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Command names win, so the long form is needed."""
    monkeypatch.chdir(tmp_path)
    assert main(["new", "check"]) == 0
    assert "switchpoint open check opens it" in capsys.readouterr().err
    assert main(["new", "desk"]) == 0
    assert "; switchpoint desk opens it" in capsys.readouterr().err


def test_check_says_by_how_much_it_passed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Success in CI is no silence: what was found beside what was asked."""
    (tmp_path / "desk.toml").write_text(CODING)
    monkeypatch.chdir(tmp_path)
    limits = ["--expect", "own", "--min-probability", "0.8", "--max-monthly-usd", "20k", "--max-per-outcome-usd", "2"]
    assert main(["check", "desk.toml", "--as-of", "2026-11-22", *limits]) == 0
    said = capsys.readouterr().err.splitlines()[-1]
    # 10,000 runs x (50,000 x $5 + 15,000 x $25) a million = $6,250 a month, $0.625 a run
    assert (
        said
        == "desk.toml: fine: own 99+ of 100, asked 80; $6,250.00 of $20,000.00 allowed in its first full month; $0.63 of $2.00 allowed an outcome"
    )
    assert main(["check", "desk.toml", "--as-of", "2026-11-22", "--expect", "own"]) == 0
    assert capsys.readouterr().err.splitlines()[-1] == "desk.toml: fine: own is the verdict, 99+ of 100"


def test_diff_answers_before_it_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Verdict, strength and chance before and after; what each change is worth; no row for nothing."""
    (tmp_path / "a.toml").write_text(CODING)
    (tmp_path / "b.toml").write_text(
        CODING.replace("[options.own]", "[options.own]\nitems.gateway.monthly_usd = 1_000")
    )
    monkeypatch.chdir(tmp_path)
    assert main(["diff", "a.toml", "b.toml", "--as-of", "2026-11-22"]) == 0
    lines = capsys.readouterr().out.splitlines()
    # own: 6,250 a month against managed's 6,250 + 10,000 x $0.08 = 7,050; a gateway of 1,000 turns that
    assert lines[0].startswith("The answer changes: ")
    assert any(line.startswith("Before (a.toml): ") for line in lines)
    assert any("options.own.items.gateway" in line for line in lines)
    assert not any(line.split()[:1] == ["together"] for line in lines)
    assert main(["diff", "a.toml", "b.toml", "--as-of", "2026-11-22", "--markdown"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("**The answer changes: ")
    assert "| Difference | First | Second | managed | own |" in said
    assert main(["diff", "a.toml", "b.toml", "--as-of", "2026-11-22", "--json"]) == 0
    content = json.loads(capsys.readouterr().out)
    assert [content["answer"][when]["option"] for when in ("before", "after")] == ["own", "managed"]
    assert main(["diff", "a.toml", "a.toml", "--as-of", "2026-11-22"]) == 0
    assert capsys.readouterr().out.startswith("a.toml and a.toml say the same. ")


def test_explain_without_a_key_lists_what_can_be_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every line with its month by option, every input with its value; each can be asked for."""
    (tmp_path / "desk.toml").write_text(CODING)
    monkeypatch.chdir(tmp_path)
    assert main(["explain", "desk.toml", "--as-of", "2026-11-22"]) == 0
    said = capsys.readouterr().out
    # 10,000 runs x 50,000 tokens x $5 a million; 10,000 running hours x $0.08
    assert re.search(r"(?m)^  tokens\.input +\$2,500\.00 +\$2,500\.00$", said)
    assert re.search(r"(?m)^  runtime\.session +\$800\.00\b", said)
    assert re.search(r"(?m)^  workloads\.coding\.sessions_per_month +10,000 ", said)
    for key in re.findall(r"(?m)^  ([a-z][a-z_]+\.\S+)", said):
        assert main(["explain", "desk.toml", key, "--as-of", "2026-11-22"]) == 0, key
    capsys.readouterr()
    assert main(["explain", "desk.toml", "upkeep", "--as-of", "2026-11-22"]) == 2
    assert "nearest: options.managed.upkeep_fte or options.own.upkeep_fte" in capsys.readouterr().err


def test_prices_are_a_table_with_heads(capsys: pytest.CaptureFixture[str]) -> None:
    """A model's row says what each number is for."""
    assert main(["prices", "claude-opus-4-8", "--as-of", "2026-11-22"]) == 0
    said = capsys.readouterr().out.splitlines()
    head = next(line for line in said if line.split()[:1] == ["Model"])
    assert head.split() == ["Model", "Input", "Output", "Read", "Write", "5", "m", "Write", "1", "h", "Since"]
    row = next(line for line in said if line.split()[:1] == ["claude-opus-4-8"])
    assert row.split() == ["claude-opus-4-8", "5", "25", "0.5", "6.25", "10", "2026-05-28", "[1]"]
    assert all(len(line) <= 80 for line in said if "://" not in line)


def test_the_keys_fit_a_terminal() -> None:
    """No row of the list is wider than what it was asked for, and every command is in it."""
    for columns in (60, 80, 100):
        said = key_list(columns)
        assert all(len(line) <= columns for line in said.splitlines())
        assert all(command.title in said for command in COMMANDS)
