"""The comparison on one screen: what matters in at most 45 lines, whatever the profile; the rest by name; keys and addresses whole."""

import re
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from model.comparison import resolve
from model.decision import PARTS, Analysis, analyse
from model.profile import Problems, load, loads, starters
from model.report import brief, text
from model.report.plain import is_whole, width, wrap
from model.report.story import tell
from model.telling import answer, bill, whose
from model.telling.flips import flips
from tests.cases import CODING, DAY, starter
from tests.generated import profile_text
from tui.command_line import main
from tui.commands.arguments import SECTION_NAMES

STARTERS = {found.name: found.path for found in starters()}


def analysis_of(path: Path) -> Analysis:
    """A starter of the day, over a thousand futures."""
    profile = load(path)
    assert not isinstance(profile, Problems), profile.sentences()
    case = resolve(profile, date(2026, 11, 22))
    assert not isinstance(case, Problems), case.sentences()
    return analyse(case, 1_000, 1)


@pytest.mark.parametrize("name", STARTERS)
def test_one_screen_says_what_the_records_say(name: str) -> None:
    """Verdict, warnings, month and years, what decides, flips, levers, whose numbers, how to see more; within 45 lines."""
    analysis = analysis_of(STARTERS[name])
    assert brief.UNSAID < PARTS
    without = replace(analysis, what_if=(), over_time=(), wrong_when=())  # what those parts fill
    for columns in (80, 120):
        page = brief.page(analysis, columns)
        assert page == brief.page(without, columns)
        lines = page.splitlines()
        assert len(lines) <= brief.MOST_LINES
        assert all(width(line) <= columns for line in lines if not any(map(is_whole, line.split())))
        said = " ".join(page.split())
        told = answer.answer(analysis)
        assert said.startswith(told.headline)
        assert told.because in said
        assert all(f"! {' '.join(warned.sentence.split())}" in said for warned in analysis.warnings[:1])
        month = bill.month(analysis)
        assert f"\n  {month.title} " in page, "the row of the first full month is called so"
        if name == "support-desk":
            assert "A run that succeeds is without work done elsewhere." in said
        assert all(cell.text in said for row in month.rows for cell in row.cells[:2])
        for year in bill.years(analysis, analysis.pair[0]).years[:2]:
            assert year.total.short in said
        assert whose.whose(analysis).said.line in said
        assert lines[-1].startswith("More: --full, --section NAME")
        nearest = flips(analysis).rows[:1]
        if told.strength in ("clear", "likely", "close"):
            assert all(row.headline in said and row.key in said for row in nearest)


@pytest.mark.parametrize("seed", range(12))
def test_any_profile_fits_one_screen(seed: int) -> None:
    """Generated profiles of every kind, and one whose names are four hundred letters long."""
    profile = loads(profile_text(seed)) if seed else loads(CODING.replace("Coding session", "x" * 400))
    assert not isinstance(profile, Problems), profile.sentences()
    case = resolve(profile, DAY)
    assert not isinstance(case, Problems), case.sentences()
    page = brief.page(analyse(case, 200, 1))
    assert len(page.splitlines()) <= brief.MOST_LINES


def test_every_section_has_a_name_and_every_name_a_section() -> None:
    """What the story holds can be asked for; between them the starters have something under each name."""
    assert set(SECTION_NAMES) == set(text.SECTIONS)
    found: set[str] = {"record"}
    for path in STARTERS.values():
        found |= {section.key for section in tell(analysis_of(path)).sections}
    assert found <= set(text.SECTIONS.values())
    assert set(text.SECTIONS.values()) - found <= {"warnings", "mixed", "revisit"}


def test_sections_full_and_map_stand_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """Each prints what was asked for and nothing else."""
    start = ["compare", "support-desk", "--draws", "100", "--as-of", "2026-11-22"]
    assert main([*start, "--section", "flips", "--section", "record"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("What would flip it\n")
    assert "\n\nRecord\n" in said
    assert "What decides" not in said
    assert main([*start, "--full"]) == 0
    whole = capsys.readouterr().out
    assert len(whole.splitlines()) > 150
    assert "What would flip it" in whole
    assert main([*start, "--map", "options.own.upkeep_fte,workloads.tickets.sessions_per_month"]) == 0
    assert capsys.readouterr().out.startswith("Who is cheaper: ")
    assert main([*start, "--section", "flipz"]) == 2
    assert "nearest: flips" in capsys.readouterr().err
    assert main([*start, "--section", "mixed"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "there is nothing to say under mixed" in err


def test_keys_and_addresses_are_never_broken() -> None:
    """A search for a key finds it in the whole report; an address can be copied out of it."""
    analysis = analysis_of(STARTERS["coding-fleet"])
    for columns in (60, 80):
        whole = text.render([analysis], columns).decode()
        for row in analysis.inputs:
            if row.decides and row.given:
                assert row.key in whole, row.key
        for url in ("https://platform.claude.com/docs/en/about-claude/pricing",):
            assert url in whole
    assert wrap("see https://example.org/a/long/path now", 12) == ["see", "https://example.org/a/long/path", "now"]
    assert wrap("x" * 30, 12) == ["x" * 12, "x" * 12, "x" * 6]  # any other word is
    assert not re.search(r"(?m)^\s*_(?:month|session)\b", text.render([analysis]).decode())


@pytest.mark.parametrize("name", ["coding-fleet", "research-agent", "one-platform"])
def test_who_causes_the_bill_adds_up_as_printed(name: str) -> None:
    """A row that gave way would leave shares that do not make 100: the table stands whole, many agents in one row, or not
    at all."""
    said = brief.page(analyse(starter(name), 200)).splitlines()
    starts = [at for at, line in enumerate(said) if "bills of the first full" in line]
    for start in starts:
        block = said[start : said.index("", start)]
        shares = [float(line.split()[-2]) for line in block if line.endswith(" %")]
        assert shares[0] == 100.0
        assert sum(shares[1:]) == pytest.approx(100.0, abs=0.05)
