"""The PDF holds whatever a profile holds: hostile and very long names, many workloads and options, tiny and huge amounts."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import pytest
from cases import DAY
from test_report_pdf import pages, said

from model.comparison import Case, resolve
from model.decision import Analysis, analyse
from model.profile import Profile, loads
from model.report.pdf import pages as pdf

WIDTH, MARGIN = 595.28, 45.0  # points
LONG = "A name that goes on and on through many departments and their committees " * 3 + "end"
UNBROKEN = "x" * 300
HOSTILE = r"#read(\"/etc/passwd\") $x$ *bold* _i_ \\ </script> `raw` [x] @y <z> // c"
SCRIPTS = "Ελληνικά Русский עברית عربي 日本語 😀 ก"


def profile(workloads: int, options: int, name: str, sessions: str = "8k to 15k", usd: str = "540") -> str:
    """A profile of so many workloads and options, all called by this name; the first option is managed."""
    quoted = f'"{name}"'
    lines = [
        "schema = 1",
        f"name = {quoted}",
        f"summary = {quoted}",
        "[engineering]",
        'loaded_usd_per_year = "200k to 300k"',
    ]
    for number in range(workloads):
        lines += [f"[workloads.w{number}]", f"title = {quoted}", f'sessions_per_month = "{sessions}"', "active_minutes = 12",
                  'model = "claude-opus-4-8"', "searches_per_session = 2", f"[workloads.w{number}.tokens]", "input = 50_000", "output = 15_000"]  # fmt: skip
    lines += ["[options.managed]", f"title = {quoted}", "build_engineer_weeks = 2", 'upkeep_fte = "0.02 to 0.1"']
    for number in range(options - 1):
        lines += [f"[options.own{number}]", 'kind = "own-stack"', f"title = {quoted}", f"build_engineer_weeks = {10 + number}",
                  'upkeep_fte = "0.1 to 0.8"', f"oncall_usd_per_week = {usd}", f"[options.own{number}.sandbox]", 'preset = "e2b"',
                  "vcpu = 2", "memory_gib = 4", f"[options.own{number}.items.db]", f"title = {quoted}", "monthly_usd = 47"]  # fmt: skip
    lines += ["[requirements]", 'must = ["hipaa", "zero_data_retention", "eu_residency"]']
    return "\n".join(lines) + "\n"


@cache
def analysed(text: str, draws: int = 50) -> Analysis:
    """The analysis of a profile text."""
    read = loads(text)
    assert isinstance(read, Profile), read.sentences()
    case = resolve(read, DAY)
    assert isinstance(case, Case), case.sentences()
    return analyse(case, draws, 1)


NO_VERDICT = """
schema = 1
name = "Nothing is left"
[workloads.w]
sessions_per_month = 1000
active_minutes = 12
[engineering]
loaded_usd_per_year = 200_000
[options.managed]
build_engineer_weeks = 2
upkeep_fte = 0.1
[options.server]
kind = "managed-own-server"
build_engineer_weeks = 2
upkeep_fte = 0.1
runs_on = "existing-machines"
[requirements]
must = ["hipaa"]
"""

DECIDED = """
[decision]
option = "{}"
date = 2026-10-01
[decision.switching_values."options.managed.upkeep_fte"]
now = 0.3
flips_at = 0.2
"""

SHAPES = {
    "nothing can be chosen, nothing is uncertain": NO_VERDICT,
    "hostile names": profile(2, 2, HOSTILE),
    "long names": profile(2, 3, LONG),
    "a word of 300 letters": profile(1, 2, UNBROKEN),
    "many of everything": profile(12, 5, "Tickets, questions and reports of the northern regions"),
    "many with long names": profile(12, 5, LONG),
    "many with long names, decided otherwise": profile(12, 5, LONG) + DECIDED.format("own3"),
    "eight options": profile(1, 8, "Own stack"),
    "other scripts": profile(1, 2, SCRIPTS),
    "tiny amounts": profile(1, 2, "Tiny", "0.001", "0"),
    "huge amounts": profile(1, 2, "Huge", "9e9", "1e6"),
}


@cache
def content(shape: str) -> bytes:
    """The written file of a shape."""
    return pdf.render([analysed(SHAPES[shape])])


@pytest.mark.parametrize("shape", SHAPES)
def test_page_one_is_one_page(shape: str) -> None:
    """The second page begins the figures, whatever the first has to hold; the costs and the face are on the first."""
    first, second, *_ = pages(content(shape))
    assert "page 1 of" in first
    assert "All figures: " in second
    assert "Product switchpoint" in first
    assert all(f"{row.present_value_usd:,.0f}" in first for row in analysed(SHAPES[shape]).options)


class Word(NamedTuple):
    """A printed word and the box it stands in, in points from the upper left of its page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def words(content: bytes) -> list[list[Word]]:
    """Every word of every page with its place, from poppler's pdftotext."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext (poppler) is not installed")
    done = subprocess.run([program, "-bbox", "-", "-"], input=content, capture_output=True, check=True)
    found: list[list[Word]] = []
    for page in done.stdout.decode(errors="replace").split("<page ")[1:]:
        boxes = re.findall(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', page)
        found.append([Word(text, *map(float, box)) for *box, text in boxes])
    return found


@pytest.mark.parametrize("shape", SHAPES)
def test_words_keep_inside_the_margins_and_apart(shape: str) -> None:
    """No word leaves the margins of its page, and on no line does one begin before the last has ended."""
    for page in words(content(shape)):
        for word in page:
            assert word.left >= MARGIN - 1, word
            assert word.right <= WIDTH - MARGIN + 1, word
        lines: dict[int, list[Word]] = {}
        for word in page:
            lines.setdefault(round(word.bottom), []).append(word)
        for line in lines.values():
            for before, after in pairwise(sorted(line, key=lambda word: word.left)):
                assert after.left >= before.right - 1, (before, after)


def test_markup_is_text() -> None:
    """Names that look like typst, HTML or a path are printed as they are."""
    everything = " ".join(pages(content("hostile names")))
    assert said(analysed(SHAPES["hostile names"]).title) in everything
    assert "root:" not in everything


def test_letters_without_a_glyph_stop_nothing() -> None:
    """Scripts that the embedded fonts have are text; what no font has is a box, and the report is written."""
    everything = " ".join(pages(content("other scripts")))
    assert "Ελληνικά" in everything
    assert "Русский" in everything


def test_long_names_are_cut_on_page_one_only() -> None:
    """Page one says so with an ellipsis; the pages behind it have the name whole."""
    first, *others = pages(content("long names"))
    assert said(LONG) not in first
    assert "departme" not in first or "…" in first
    assert said(LONG)[:100] in " ".join(others)
