"""`switchpoint measure` as a program: what stands on stdout and stderr, exit codes, and what it never imports elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from usage import SAMPLES

from model.usage.told.measure_json import MeasureDocument, json_schema
from model.usage.told.text_tables import TextTable, fits, laid_out
from tui.command_line import main

SESSIONS = [str(SAMPLES / "managed-agents" / f"sessions-page-{number}.json") for number in (1, 2)]


def test_text_adds_up_to_the_cent(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["measure", *SESSIONS]) == 0
    out = capsys.readouterr().out
    rows = [
        line.split("  ")
        for line in out.split("Who causes the bill")[1].split("\n\n")[0].splitlines()[2:]
        if "$" in line
    ]
    table = [[float(cell.strip().lstrip("$")) for cell in row if cell.strip().startswith("$")] for row in rows]
    *agents, whole = [row for row in table if len(row) > 3]
    for row in (*agents, whole):
        assert round(sum(row[:-1]), 2) == row[-1]
    for place in range(len(whole)):
        assert round(sum(row[place] for row in agents), 2) == whole[place]


def test_json_keeps_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["measure", *SESSIONS, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found)[:9] == [
        "schema",
        "window",
        "sources",
        "agents",
        "totals",
        "weeks",
        "caps",
        "profile",
        "warnings",
    ]
    assert list(found["agents"][0])[:4] == ["agent", "sessions", "finished", "reached"]
    assert set(found["agents"][0]["tokens"]) == {
        "fresh", "cache_read", "cache_write_5m", "cache_write_1h", "cache_write_unsplit", "output",
    }  # fmt: skip
    assert sum(each["list_usd"] for each in found["agents"]) == pytest.approx(found["totals"]["list_usd"], abs=1e-12)
    MeasureDocument.model_validate(found)


def test_the_schema_is_published(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "--of", "measure"]) == 0
    assert json.loads(capsys.readouterr().out) == json_schema()


def test_csv_and_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["measure", *SESSIONS, "--csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "agent,axis,list_usd,sessions,reached,share_of_agent,billed_usd"
    assert main(["measure", *SESSIONS, "--markdown"]) == 0
    assert "| agent | sessions |" in capsys.readouterr().out


def test_nothing_readable_is_wrong_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    strange = tmp_path / "strange.bin"
    strange.write_bytes(b"\x00\x01\x02")
    assert main(["measure", str(strange), str(tmp_path / "missing.json")]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "no format known here" in told.err
    assert "no such file" in told.err
    assert main(["measure", str(strange), *SESSIONS]) == 0  # what could be read is measured, the rest is named
    assert "not read" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--help"], ["compare", "coding-session", "--draws", "100"], ["profiles"]])
def test_nothing_of_it_is_imported_by_other_commands(arguments: list[str]) -> None:
    program = (
        "import sys; from tui.command_line import main; main(sys.argv[1:]); "
        "print([name for name in sys.modules if name.startswith(('model.usage', 'duckdb', 'pydantic'))], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "[]"


def test_the_first_paint_imports_nothing_of_it(tmp_path: Path) -> None:
    """The workbench has drawn itself, an answer included, and still nothing of measured use is in memory."""
    program = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from workbench import play, settled
play(Path("."), settled)
print([name for name in sys.modules if name.startswith(("model.usage", "duckdb", "pydantic"))])
"""
    tests = str(Path(__file__).parent)
    done = subprocess.run(
        [sys.executable, "-c", program, tests], capture_output=True, text=True, check=True, cwd=tmp_path,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[]"


def test_inputs_are_read_at_80_columns(capsys: pytest.CaptureFixture[str]) -> None:
    """One table a workload, notes below it with numbers; a column in which nothing is known is named and not drawn."""
    assert main(["measure", *SESSIONS]) == 0
    out = capsys.readouterr().out
    assert "Not known from these sources: other tools." in out
    assert "Into a profile: workloads.triage" in out
    tables = [part for part in out.split("\n\n") if part.startswith("Into a profile")]
    assert max(len(line) for part in tables for line in part.splitlines()) <= 80
    assert "it takes eight full weeks" not in out  # there are 23, most of them without a session


MANY = [
    str(SAMPLES / name)
    for name in (
        "managed-agents/sessions-page-1.json", "managed-agents/sessions-page-2.json", "focus/aws-focus-1.2-daily.csv",
        "anthropic-admin/cost_report-grouped-by-description.json", "engineers/tempo-worklogs.csv", "litellm/spend_logs.json",
    )
]  # fmt: skip


def test_everything_is_read_at_80_columns(capsys: pytest.CaptureFixture[str]) -> None:
    """Tables, sentences and paths; a long path keeps its end, and no figure is cut."""
    assert main(["measure", *MANY]) == 0
    out = capsys.readouterr().out
    assert max(len(line) for line in out.splitlines()) <= 80
    assert "The bill" in out
    assert "$2,400.00" not in out.split("The bill")[0]
    assert "$1,200.00" in out.split("The bill")[1]
    assert "sessions-page-1.json" in out


def test_a_table_wider_than_a_terminal_keeps_its_figures() -> None:
    """Words are cut, a sentence goes below its row, figures go on in a second block that begins with the names again."""
    names = ("a very long name of an agent", "another long name of an agent")
    amounts = tuple(f"${each},234,567.89" for each in range(1, 9))
    wide = TextTable("T", ("agent", *(f"axis {each}" for each in range(8))), tuple((name, *amounts) for name in names))
    said = laid_out(wide)
    assert max(map(len, said.splitlines())) <= 80
    assert all(said.count(amount) == 2 for amount in amounts)
    assert said.count("a very long n") == 2
    assert not fits(wide)
    reason = "not comparable: " + "several agents and no threads " * 4
    sentence = TextTable("T", ("session", "cost", "reason"), (("sesn_1", "$1.00", reason),), "", (0, 2))
    lines = laid_out(sentence).splitlines()
    assert max(map(len, lines)) <= 80
    assert " ".join(" ".join(lines[3:]).split()) == reason.strip()
    services = ("Amazon Elastic Container Service", "Amazon Elastic Compute Cloud")
    rows = tuple(("a" * 20, "$2,400.00", "$2,400.00", "$2,400.00", each) for each in services)
    bill = laid_out(TextTable("T", ("bill", "list", "billed", "effective", "for"), rows, "", (0, 4)))
    first, second = bill.splitlines()[2:]
    assert max(map(len, bill.splitlines())) <= 80
    assert first != second  # two services stay two
