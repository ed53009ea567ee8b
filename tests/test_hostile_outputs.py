"""Names that want to be more than names do nothing in any output: no markup, no link, no formula, no escape, nobody called.

One profile with such a text wherever a person may write, through every form of a report, and through what a pull request gets. Each
form is read as its reader reads it: Markdown and HTML are parsed, cells and relations are opened.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from datetime import date
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from model.comparison import Case, resolve
from model.decision import analyse
from model.decision.records.analysis import Analysis
from model.profile import Profile, loads
from model.report.choices import Choices
from model.report.endings import render
from tests.test_workbench_hostile import hostile_profile
from tests.usage import FULL, PROJECT, reply, written
from tui.command_line import main

DAY = date(2026, 11, 22)
NAMES = (
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "[x](javascript:alert(1))",
    "![i](http://evil.example/p.png)",
    "a|b\\|c",
    "`code` ```fence",
    "\x1b[31mred\x1b]0;own\x07 \u202eright",
    "two\n# lines",
    "ask @team or me@evil.example, www.evil.example",
    "</script><img src=x onerror=alert(1)>",
    "data:text/html,<b>x</b> ftp://evil.example file:///etc/passwd",
    "../../etc/passwd",
    "{{7*7}} ${x} %n #set $y$",
    "+1-1",
    "@SUM(1)",
)
FORMULA = re.compile(r"^[=+\-@\t\r]")


@lru_cache(maxsize=1)
def profile() -> str:
    """One of these names in every place."""
    import tests.test_workbench_hostile as texts

    before, texts.HOSTILE = texts.HOSTILE, NAMES
    try:
        return hostile_profile(3)
    finally:
        texts.HOSTILE = before


@lru_cache(maxsize=1)
def analysis() -> Analysis:
    """Everything said of it."""
    found = loads(profile())
    assert isinstance(found, Profile), found.sentences()
    case = resolve(found, DAY)
    assert isinstance(case, Case)
    return analyse(case, 20)


def made(ending: str) -> bytes:
    """The report in one form, with all that there is."""
    return render([analysis()], ending, Choices(appendix=True, all_options=True))


def assert_clean(text: str) -> None:
    """Lines of text, and no other control or direction characters."""
    hidden = {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")} - {"\n", "\r", "\u200d"}
    assert not hidden, hidden


def assert_no_markup(text: str) -> None:
    """As a pull request shows it: tables, bare addresses as links, HTML let through."""
    assert_clean(text)
    reader = MarkdownIt("gfm-like", {"html": True})
    for token in (inner for outer in reader.parse(text) for inner in (outer, *(outer.children or ()))):
        assert token.type != "image"
        if token.type == "link_open":
            assert str(token.attrs["href"]).startswith("https://"), token.attrs
            assert "evil" not in str(token.attrs["href"])
        if token.type in ("html_block", "html_inline"):
            assert re.fullmatch(
                r"(\s*</?(details|summary|br)>\s*|<summary>(<b>)?[^<]*(</b>)?</summary>|\s)*", token.content
            ), token.content
    assert not re.search(r"@\w", text)


class Tags(HTMLParser):
    """What a page lets a browser do."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts = 0
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Counts scripts and collects what would act."""
        self.scripts += tag == "script"
        for name, value in attrs:
            if name.startswith("on") or (
                name in ("href", "src", "action") and not re.match(r"https://|#|data:image|data:font", value or "")
            ):
                self.wrong.append(f"{tag} {name}={value}")


@pytest.mark.parametrize("ending", [".txt", ".md", ".csv"])
def test_text_forms_hold_lines_and_nothing_hidden(ending: str) -> None:
    """Escapes of a terminal, directions and line breaks of names are gone."""
    assert_clean(made(ending).decode())


def test_markdown_of_a_report_is_no_markup() -> None:
    """Neither of a name nor of a sentence that has one in it."""
    assert_no_markup(made(".md").decode())


def test_cells_of_csv_are_no_formulas() -> None:
    """No text cell begins as a formula does, wherever a sheet splits the line."""
    for separator in ",;":
        for row in csv.reader(io.StringIO(made(".csv").decode()), delimiter=separator):
            for cell in row:
                assert not FORMULA.match(cell) or re.fullmatch(r"-?[\d.]+(e[+-]?\d+)?", cell), (separator, cell)


def test_the_page_runs_its_own_scripts_alone() -> None:
    """No more than its own three scripts, no handler, no address of another scheme."""
    found = Tags()
    found.feed(made(".html").decode())
    assert not found.wrong
    assert found.scripts <= 3
    assert b"<script>alert" not in made(".html")


@pytest.mark.parametrize("ending", [".xlsx", ".pptx"])
def test_office_files_lead_nowhere_and_compute_nothing_of_a_name(ending: str) -> None:
    """Relations lead to sources alone, and no formula holds a text of the profile."""
    with zipfile.ZipFile(io.BytesIO(made(ending))) as file:
        for name in file.namelist():
            text = file.read(name).decode("utf-8", "replace")
            if name.endswith(".rels"):
                outside = re.findall(r'Target="([^"]*)"[^>]*TargetMode="External"', text)
                assert all(address.startswith("https://") and "evil" not in address for address in outside), outside
            assert not any(
                "cmd|" in formula or "SUM(1)" in formula for formula in re.findall(r"<f[^>]*>([^<]*)</f>", text)
            )
            assert ".." not in name


def test_what_a_pull_request_and_a_terminal_get_is_inert(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of two such files, one named as hostile as its contents: comparison, differences, checks, explanations."""
    monkeypatch.chdir(tmp_path)
    first, second = Path("a.toml"), Path("@team [x](javascript:1) `b`.toml")
    first.write_text(profile(), encoding="utf-8")
    loaded = loads(profile())
    assert isinstance(loaded, Profile)
    second.write_text(profile().replace("monthly_usd = 47", "monthly_usd = 470"), encoding="utf-8")
    asked = ["--as-of", "2026-11-22", "--draws", "20"]
    for command in (["compare", str(second)], ["diff", str(first), str(second)], ["check", str(first), str(second)]):
        assert main([*command, "--markdown", *asked]) == 0, capsys.readouterr().err
        out, err = capsys.readouterr()
        assert_no_markup(out)
        assert_clean(err)
        assert main([*command, *asked]) == 0
        out, err = capsys.readouterr()
        assert_clean(out + err)


def test_nobody_is_called_and_nothing_is_an_address() -> None:
    """A mention, a mailbox and a bare address stay text: @team, me@evil.example, www.evil.example."""
    from model.quantities.markdown_text import escape

    said = escape("ask @team or me@evil.example, www.evil.example")
    assert MarkdownIt("gfm-like").render(said) == (
        "<p>ask @\u200dteam or me@\u200devil.example, www.evil.example</p>\n"
    )


def test_measured_names_are_text_in_markdown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An agent, a project and a model that are called as they please, in a comment about what they cost."""
    for number, name in enumerate(NAMES):
        line = {**reply(FULL, f"m{number}", session=f"s{number}"), "cwd": f"/home/user/{name}"}
        written(tmp_path, f"{PROJECT}/s-{number}.jsonl", line)
    assert main(["measure", str(tmp_path), "--markdown"]) == 0
    out, err = capsys.readouterr()
    assert_no_markup(out)
    assert_clean(err)
    assert "script" in out
    assert main(["measure", str(tmp_path)]) == 0
    out, err = capsys.readouterr()
    assert_clean(out + err)
