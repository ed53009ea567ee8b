"""Commands: what goes to stdout, what to stderr, and with which exit code."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from model.profile import starters
from tui.command_line import COMMANDS, main

PROFILE = """
schema = 1
name = "Desk"
[workloads.tickets]
sessions_per_month = 10_000
active_minutes = 12
[engineering]
loaded_usd_per_year = 250_000
[options.managed]
build_engineer_weeks = 2
upkeep_fte = 0.05
[options.own]
kind = "own-stack"
build_engineer_weeks = 16
upkeep_fte = 0.3
[options.own.sandbox]
preset = "e2b"
vcpu = 2
memory_gib = 4
[scenarios.dear]
set = { "prices.runtime_usd_per_hour" = 0.16 }
"""
FAST = ("--draws", "50", "--as-of", "2026-11-22")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one profile, desk.toml, to work in."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "desk.toml"
    path.write_text(PROFILE)
    return path


def test_compare_prints_data_and_names_the_file_found(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """stdout is the comparison; stderr says which file a name led to."""
    assert main(["compare", "desk", *FAST]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("Choose Claude Managed Agents")
    assert err == f"desk: reading {desk.name}\n"


def test_set_and_scenario_change_the_answer(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--set and --scenario give inputs other values; an hour of runtime costs what they say."""
    months = []
    for more in ((), ("--scenario", "dear"), ("--set", "prices.runtime_usd_per_hour=0.16")):
        assert main(["compare", str(desk), "--json", *FAST, *more]) == 0
        managed = json.loads(capsys.readouterr().out)["options"][0]
        months.append(next(line["month_1_usd"] for line in managed["lines"] if line["key"] == "runtime.session"))
    hours = 10_000 * 12 / 60
    assert months == pytest.approx([hours * 0.08, hours * 0.16, hours * 0.16])


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare", "nowhere"],
        ["compare", "desk", "--set", "options.own.upkep_fte=1"],
        ["compare", "desk", "--set", "nonsense"],
        ["compare", "desk", "--set", "options.own.upkeep_fte=-1"],
        ["compare", "desk", "--set", "workloads.tickets.busy_hours_per_month=0"],
        ["compare", "desk", "--scenario", "none-such"],
        ["compare", "desk", "--as-of", "yesterday"],
        ["compare", "desk", "--as-of", "1999-01-01"],
        ["compare", "desk", "--draws", "0"],
        ["compare", "desk", "--pair", "own"],
        ["compare", "desk", "--pair", "own,nobody"],
        ["compare", "desk", "--json", "--csv"],
        ["compare", "\x1b[31m"],
        ["compare", "a\0b"],
        ["compare"],
        ["comprae", "desk"],
        ["explain", "desk", "options.own.upkep_fte"],
        ["check", "desk", "--expect", "nobody"],
        ["check", "desk", "--min-probability", "2"],
        ["report", "desk", "--to", "x.exe"],
        ["report", "desk", "--to", "no/such/folder/x.md"],
        ["prices", "no-such-model"],
        ["prices", "--as-of", "1999-01-01"],
        ["new", "../escape"],
        ["new", "desk"],
        ["diff", "desk", "nowhere"],
        [],
    ],
)
def test_wrong_input_is_one_clear_line_a_problem(
    arguments: list[str], desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 2, nothing on stdout, printable lines on stderr, no traceback, and no file touched."""
    monkeypatch.setattr("sys.stdin", open("/dev/null"))  # noqa: SIM115 - closed with the process
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.strip()
    assert "Traceback" not in err
    assert all(line.isprintable() for line in err.splitlines())
    assert [path.name for path in desk.parent.iterdir()] == ["desk.toml"]


def test_no_eligible_option_is_exit_3(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a verdict the comparison is still printed, with exit 3."""
    desk.write_text(
        PROFILE + '[requirements]\nmust = ["secret_sauce"]\n[options.own.more]\n'.replace("[options.own.more]\n", "")
    )
    fails = ("--set", "options.own.fails=secret_sauce", "--set", "options.managed.fails=secret_sauce")
    assert main(["compare", "desk.toml", "--json", *FAST, *fails]) == 3
    verdict = json.loads(capsys.readouterr().out)["verdict"]
    assert verdict["option"] is None
    assert verdict["strength"] == "none"


def test_machines_of_unknown_size_have_no_price(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A machine without the runs that fit on it leaves the option unpriced; the rest is compared."""
    desk.write_text(
        PROFILE.replace("own.sandbox", "own.hosts").replace('"e2b"\nvcpu = 2\nmemory_gib = 4', '"ec2-m8i-4xlarge"')
    )
    assert main(["compare", str(desk), *FAST]) == 0
    out = capsys.readouterr().out
    assert "options.own.hosts.sessions_per_host" in out
    assert "NaN" not in out


def test_check_holds_limits(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A limit that holds is exit 0, one that is missed exit 1 with a sentence."""
    assert main(["check", str(desk), *FAST]) == 0
    assert main(["check", str(desk), "--expect", "managed", "--min-probability", "0.9", *FAST]) == 0
    assert main(["check", str(desk), "--expect", "own", *FAST]) == 1
    assert main(["check", str(desk), "--max-monthly-usd", "1", *FAST]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "expected own to be the verdict" in err


def test_report_writes_all_or_nothing_and_never_over_a_file(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Several files at once; an existing one stops everything unless forced."""
    assert main(["report", "desk", "--to", "a.md", "--to", "a.csv", "--to", "a.json", *FAST]) == 0
    assert json.loads(Path("a.json").read_text())["profile"] == "Desk"
    before = Path("a.md").read_bytes()
    Path("a.md").write_text("mine")
    assert main(["report", "desk", "--to", "b.json", "--to", "a.md", *FAST]) == 2
    assert Path("a.md").read_text() == "mine"
    assert not Path("b.json").exists()
    assert main(["report", "desk", "--to", "a.md", "--force", *FAST]) == 0
    assert Path("a.md").read_bytes() == before
    assert capsys.readouterr().out == ""
    assert sorted(path.name for path in desk.parent.iterdir()) == ["a.csv", "a.json", "a.md", "desk.toml"]


def test_explain_a_line_down_to_quantity_and_rate(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line is explained as quantity × rate = amount with its source and day."""
    assert main(["explain", str(desk), "runtime.session", *FAST]) == 0
    out = capsys.readouterr().out
    assert "2,000 session-hours × $0.08 = $160.00" in out
    assert "https://" in out
    assert main(["explain", str(desk), "options.own.upkeep_fte", *FAST]) == 0
    assert "engineering.upkeep of own" in capsys.readouterr().out


def test_diff_adds_up_and_a_profile_differs_from_itself_by_nothing(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The worths and what is left over add up to the whole difference."""
    other = desk.parent / "other.toml"
    other.write_text(PROFILE.replace("10_000", "20_000").replace("0.3", "0.5"))
    assert main(["diff", str(desk), str(desk), *FAST]) == 0
    assert "say the same" in capsys.readouterr().out
    assert main(["diff", str(desk), str(other), "--json", *FAST]) == 0
    found = json.loads(capsys.readouterr().out)
    for option in found["options"]:
        parts = sum(row["worth_usd"][option] for row in found["rows"]) + found["together_usd"][option]
        assert parts == pytest.approx(found["b_usd"][option] - found["a_usd"][option], abs=1e-6)


def test_new_writes_a_profile_that_compares(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A new profile is valid as it is."""
    assert main(["new", "first"]) == 0
    assert main(["check", "first", *FAST]) == 0
    assert desk.exists()
    assert capsys.readouterr().out == ""


def test_prices_name_source_and_age(capsys: pytest.CaptureFixture[str]) -> None:
    """The book of a day lists prices with sources; one model can be asked for."""
    assert main(["prices", "claude-opus-4-8", "--as-of", "2026-11-22"]) == 0
    out = capsys.readouterr().out
    assert "claude-opus-4-8 5 25 0.5 6.25 10" in " ".join(out.split())
    assert "https://" in out
    assert main(["prices", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)


def test_the_map_shows_who_wins_where_the_team_stands(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--map adds a map of 60 by 20 cells with the team's point; an input that moves nothing is refused."""
    keys = "workloads.tickets.sessions_per_month,options.own.upkeep_fte"
    assert main(["compare", str(desk), "--map", keys, *FAST]) == 0
    out = capsys.readouterr().out
    cells = [line.split(sign, 1)[1] for line in out.splitlines() for sign in "┤│" if line[17:18] == sign]
    assert len(cells) == 20
    assert {len(row) for row in cells} == {60}
    assert sum(row.count("●") for row in cells) == 1
    assert main(["compare", str(desk), "--map", "name,horizon_months", *FAST]) == 2
    assert capsys.readouterr().out == ""


def test_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    """The schema is a JSON object."""
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["type"] == "object"


def test_help_of_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """Every command explains itself, and the overview names them all."""
    for command in COMMANDS:
        assert main([command, "--help"]) == 0 or command == "open"
    capsys.readouterr()
    assert main(["--help"]) == 0
    overview = capsys.readouterr().out
    assert all(f"  {command}" in overview for command in COMMANDS)


def test_an_unexpected_failure_is_one_line(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of ours is one line that asks for a report, exit 70."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError("a\nb")

    monkeypatch.setattr("model.comparison.resolve", broken)
    assert main(["compare", str(desk)]) == 70
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "please report it" in err


def run_python(code: str) -> str:
    """The standard output of a fresh interpreter."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_help_imports_nothing_heavy() -> None:
    """--help loads neither numpy nor pydantic nor textual nor argparse."""
    code = "import sys; from tui.command_line import main; main(['--help']); print(sorted({'numpy', 'pydantic', 'textual', 'rich', 'argparse'} & set(sys.modules)))"
    assert run_python(code).endswith("[]\n")


def test_compare_never_loads_a_screen(desk: Path) -> None:
    """compare loads numpy, and neither Textual nor Rich nor a document library, nor what numpy loads for masked arrays."""
    code = (
        f"import sys; from tui.command_line import main; main(['compare', {str(desk)!r}, '--draws', '10']);"
        "print('numpy' in sys.modules, sorted({'textual', 'rich', 'typst', 'pptx', 'xlsxwriter', 'genai_prices', 'numpy.ma', 'subprocess'} & set(sys.modules)))"
    )
    assert run_python(code).endswith("True []\n")


def test_a_closed_pipe_is_no_error(desk: Path) -> None:
    """When nobody reads on, the command ends without complaint."""
    command = f"{sys.executable} -c 'import sys; from tui.command_line import main; sys.exit(main())' compare {desk} --draws 10 | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert "Broken" not in done.stderr


def decide(*arguments: str) -> int:
    """`switchpoint decide desk.toml` with few futures."""
    return main(["decide", "desk.toml", "--draws", "50", "--day", "2026-11-22", *arguments])


def test_decide_writes_into_the_file_and_check_says_what_was_crossed(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """[decision] is appended, every byte before it stays; a later value beyond a trigger is named with its day."""
    assert decide("--note", "why") == 0
    out, err = capsys.readouterr()
    assert out.startswith("Decided for Claude Managed Agents on 22 Nov 2026: why\n")
    assert err == "wrote [decision] into desk.toml\n"
    text = desk.read_text()
    assert text.startswith(PROFILE)
    assert "date = 2026-11-22" in text
    assert main(["check", "desk.toml", "--expect", "managed", *FAST]) == 0
    assert "crossed" not in capsys.readouterr().err
    desk.write_text(text.replace("upkeep_fte = 0.05", "upkeep_fte = 1.5"))
    assert main(["check", "desk.toml", "--expect", "managed", *FAST]) == 1
    err = capsys.readouterr().err
    assert "Upkeep, Claude Managed Agents has crossed" in err
    assert "since the decision of 22 Nov 2026: it was 0.05 engineers then and is 1.5 engineers now" in err
    assert main(["explain", "desk.toml", "decision", *FAST]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "has crossed" in said
    assert "Today's verdict is Own stack." in said


def test_decide_replaces_an_earlier_decision_only_when_told(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second decision is refused with the first one's words, and replaces it with --force."""
    assert decide("--note", "first") == 0
    before = desk.read_text()
    assert decide("--option", "own") == 2
    assert "Claude Managed Agents on 22 Nov 2026: first" in capsys.readouterr().err
    assert desk.read_text() == before
    assert decide("--option", "own", "--force") == 0
    assert "the verdict is managed, not own: " in capsys.readouterr().err
    text = desk.read_text()
    assert 'option = "own"' in text
    assert "first" not in text
    assert text.count("[decision]") == 1


@pytest.mark.usefixtures("desk")
def test_check_says_that_a_decision_no_longer_holds(capsys: pytest.CaptureFixture[str]) -> None:
    """On stderr and without a missed limit; the option that was decided for is a limit only where it is expected."""
    assert decide("--option", "own") == 0
    capsys.readouterr()
    said = "desk.toml: Decided for Own stack on 22 Nov 2026; the verdict is now Claude Managed Agents"
    assert main(["check", "desk.toml", *FAST]) == 0
    out, err = capsys.readouterr()
    assert not out
    assert said in err
    assert err.endswith("desk.toml: fine\n")
    assert main(["check", "desk.toml", "--expect", "own", *FAST]) == 1
    assert said in capsys.readouterr().err
    assert decide("--force") == 0
    capsys.readouterr()
    assert main(["check", "desk.toml", *FAST]) == 0
    err = capsys.readouterr().err
    assert "Decided" not in err
    assert "desk.toml: Own stack: on-call is not counted" in err  # what a reader of `compare` is warned of, here too
    assert err.endswith("desk.toml: fine\n")


def test_decide_writes_into_no_starter(capsys: pytest.CaptureFixture[str]) -> None:
    """What ships with the product stays as it is."""
    starter = next(found.path for found in starters() if found.name == "coding-session")
    before = starter.read_bytes()
    for name in ("coding-session", str(starter)):
        assert main(["decide", name, "--draws", "50"]) == 2
        assert "is a starter" in capsys.readouterr().err
    assert starter.read_bytes() == before


def test_looks_that_are_due_are_told_by_check(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever wanted to look again by a day is told so from then on; that misses no limit."""
    assert decide() == 0
    desk.write_text(re.sub("look_on = .*", "look_on = 2026-01-31", desk.read_text()))
    capsys.readouterr()
    assert main(["check", "desk.toml", *FAST]) == 0
    assert "look again, due 31 Jan 2026" in capsys.readouterr().err


@pytest.mark.parametrize("limit", ["10k", "$10,000", "10_000", "10000.0"])
def test_limits_take_numbers_as_people_write_them(desk: Path, limit: str) -> None:
    """A limit is written like any number of a profile."""
    assert main(["check", str(desk), "--max-monthly-usd", limit, "--min-probability", "50%", *FAST]) == 0


@pytest.mark.parametrize("limit", ["8k to 10k", "-1", "lots", "10%", ""])
def test_a_limit_is_one_number(desk: Path, limit: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A range, a negative amount and words are refused in one line."""
    assert main(["check", str(desk), f"--max-monthly-usd={limit}", *FAST]) == 2
    assert "is not an amount of at least 0" in capsys.readouterr().err


def test_check_tells_what_was_most_likely_not_meant(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A doubt is narration: the profile is still fine."""
    desk.write_text(PROFILE + '[requirements]\nmust = ["hippa"]\n')
    assert main(["check", str(desk), *FAST]) == 0
    assert "nearest: hipaa" in capsys.readouterr().err


def test_names_that_turn_the_reading_direction_reach_no_terminal(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Text drops them; JSON keeps them, as escapes that say the same."""
    name = "Desk \u202egnp.exe\u2066 \x9b31m"
    desk.write_text(PROFILE.replace('"Desk"', '"Desk \\u202egnp.exe\\u2066 \\u009b31m"'))
    commands = (["compare"], ["compare", "--markdown"], ["compare", "--csv"], ["compare", "--json"])
    for command in commands:
        assert main([*command, str(desk), *FAST]) == 0
        said = capsys.readouterr().out
        assert not {"\u202e", "\u2066", "\x9b"} & set(said)
    assert json.loads(said)["profile"] == name
