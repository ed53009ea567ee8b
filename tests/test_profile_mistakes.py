"""What is not TOML is told with its line, a caret and what to write instead; nothing of a foreign file is printed."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.profile import Problems, load, loads
from model.profile.mistakes import mistakes
from tests.cases import CODING
from tui.command_line import main

KEY = "sessions_per_month = 10_000"


def told(line: str) -> list[str]:
    """What is said of the coding session with another line for its runs a month."""
    found = loads(CODING.replace(KEY, line), "desk.toml")
    assert isinstance(found, Problems)
    return list(found.lines())


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("30k", '"30k"'),
        ("70%", '"70%"'),
        ("$230k", '"$230k"'),
        ("1,200", '"1,200"'),
        ("0.1 to 0.3", '"0.1 to 0.3"'),
        ("8k-15k", '"8k-15k"'),
        ("8 / 16 / 40", '"8 / 16 / 40"'),
        ("1000/day", '"1000/day"'),
        ("0.2 ± 0.1", '"0.2 ± 0.1"'),
        ("\N{LEFT DOUBLE QUOTATION MARK}30k\N{RIGHT DOUBLE QUOTATION MARK}", '"30k"'),
        ("\N{DOUBLE LOW-9 QUOTATION MARK}30k\N{LEFT DOUBLE QUOTATION MARK}", '"30k"'),
        ("30k   # guess", '"30k"'),
        ('"8k" to "15k"', '"8k to 15k"'),
        ('{ value = 1,200, basis = "guess" }', '{ value = "1,200", basis = "guess" }'),
        ("published", '"published"'),
    ],
)
def test_a_number_without_quotes_gets_its_line_a_caret_and_the_remedy(written: str, remedy: str) -> None:
    """The commonest mistake of all."""
    line = f"sessions_per_month = {written}"
    said, shown, caret = told(line)
    number = CODING.split("\n").index(KEY) + 1
    assert said.startswith(f"desk.toml:{number}: ")
    assert said.endswith(f": {remedy}")
    assert "put it in quotes" in said
    assert shown.strip() == line
    assert shown[caret.index("^")] == written[0]


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("sessions per month = 10_000", "a key has no blanks: write sessions_per_month"),
        ("sessions_per_month: 10_000", "write sessions_per_month = 10_000"),
        ("sessions_per_month =", "write a value, or leave the line out"),
        ("sessions_per_month = None", "leave the line out"),
        ('title = "Desk', 'a text ends with the quote it begins with: "Desk"'),
        ("pauses_included = True", "write true"),
        ("[workloads.Incident Triage]", 'write [workloads.incident-triage] and title = "Incident Triage"'),
        ("[workloads.desk", "a table is [workloads.desk] on a line of its own"),
    ],
)
def test_other_slips_are_told_with_their_remedy(written: str, remedy: str) -> None:
    """Keys, words, tables."""
    assert remedy in told(written)[0]


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    """Each is mended in a copy, so the next one is found; the file is not touched."""
    text = CODING.replace(KEY, "sessions_per_month = 30k").replace("active_minutes = 60", "active_minutes = 1 h")
    found = loads(text)
    assert isinstance(found, Problems)
    assert len(found.items) == 2
    assert all("put it in quotes" in sentence for sentence in found.sentences())


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.json", '{"schema": 1}', "is JSON; a profile is TOML"),
        ("a.toml", '{"schema": 1, "name": "x"}', "is JSON"),
        ("a.yaml", "schema: 1\nname: x\n", "is YAML"),
        ("a.toml", "schema: 1\nname: x\nworkloads:\n  main:\n    sessions_per_month: 3\n", "is YAML"),
    ],
)
def test_other_languages_are_named(name: str, text: str, said: str) -> None:
    """A page of complaints about every line would help nobody."""
    found = loads(text, name)
    assert isinstance(found, Problems)
    assert len(found.items) == 1
    assert said in found.sentences()[0]


def test_the_command_line_prints_line_and_caret(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On stderr, with nothing on stdout and exit 2."""
    path = tmp_path / "desk.toml"
    path.write_text(CODING.replace(KEY, "sessions_per_month = 30k"))
    assert main(["compare", str(path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[-2:] == ["  sessions_per_month = 30k", "                       ^"]


@pytest.mark.parametrize(
    "foreign",
    [
        '[registry]\ntoken = "hunter2"\n',
        "token = hunter2\n",
        'name = ["hunter2"]\n',
        'schema = "hunter2"\n',
        "horizon_months = 'hunter2'\n",
    ],
)
def test_nothing_of_a_foreign_file_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str], foreign: str) -> None:
    """`extends` may lead to any readable file; of one that is no profile only keys are named."""
    (tmp_path / "secret.toml").write_text(foreign)
    (tmp_path / "desk.toml").write_text('extends = "secret.toml"\n' + CODING)
    assert main(["check", str(tmp_path / "desk.toml")]) == 2
    assert "hunter2" not in capsys.readouterr().err


def test_an_extends_that_cannot_be_read_names_file_and_key(tmp_path: Path) -> None:
    """Not only the path that failed."""
    (tmp_path / "folder").mkdir()
    for written, why in (
        ("none.toml", "there is none"),
        ("folder", "there is a folder"),
        ("/dev/zero", "a pipe or a device"),
    ):
        path = tmp_path / "desk.toml"
        path.write_text(f'extends = "{written}"\n' + CODING)
        found = load(path)
        assert isinstance(found, Problems)
        assert str(path) in found.sentences()[0]
        assert "extends" in found.sentences()[0]
        assert why in found.sentences()[0]


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=200)
    | st.lists(
        st.sampled_from([*"=[]{}\"'#.,: \n\r\t", "a", "30k", "“", "”", "True", "v = ", "[a b]", "\x1b", "\ufeff"]),
        max_size=40,
    ).map("".join)
)
def test_any_text_is_read_or_told(text: str) -> None:
    """Nothing raises, every line is safe to print, and what is said to be mended is."""
    for problem in mistakes(text, "x.toml"):
        assert all(line.isprintable() for line in (problem.sentence(), *problem.excerpt))
        assert problem.line is None or 1 <= problem.line <= text.count("\n") + 1


def test_a_large_file_of_mistakes_is_told_soon() -> None:
    """One pass over a megabyte, not twenty."""
    assert len(mistakes("a = 3k\n" * 140_000, "x.toml")) == 1
    assert len(mistakes("a = " + "3k, " * 100_000, "x.toml")) == 1
