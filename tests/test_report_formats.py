"""Every form of a report states the same figures: each file is read back as its reader would, for every starter.

The test grows with `endings()`: a form without a reader here fails it.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from model.comparison import resolve
from model.decision import Analysis, analyse
from model.profile import Problems, find, load
from model.quantities import figures
from model.report import markdown, one_page
from model.report.blocks import Role, Table
from model.report.chapters.answer_chapter import nearest_flip
from model.report.choices import Choices
from model.report.endings import endings, render
from model.report.plain import clean
from model.report.story import tell
from model.report.wording import per
from tests.cases import DAY
from tests.test_decision_forecast import STARTERS

DRAWS = 2_000
INVISIBLE = re.compile("[\\s\u00ad\u200b\u2060\u00a0\u202f]+")
BROWSER = next((name for name in ("chromium", "chromium-browser", "google-chrome") if shutil.which(name)), "")


@dataclass(frozen=True)
class Read:
    """What a reader of a file finds: its words, without white space, and its numbers where it holds numbers."""

    words: str
    numbers: tuple[float, ...] | None = None

    def says(self, text: str) -> bool:
        """Whether the words hold this text, however its lines were broken."""
        return squeezed(text) in self.words

    def holds(self, value: float) -> bool:
        """Whether a number of the file is this one to the cent, or its words print it in dollars."""
        if self.numbers is None:
            return self.says(figures.dollars(value))
        return any(abs(number - value) < 0.005 for number in self.numbers)


def squeezed(text: str) -> str:
    """Text without white space and invisible characters."""
    return INVISIBLE.sub("", text)


@cache
def analysis_of(name: str, scenario: str | None = None) -> Analysis:
    """A starter in 2,000 futures."""
    path = find(name)
    assert not isinstance(path, Problems)
    profile = load(path)
    assert not isinstance(profile, Problems)
    applied = profile.scenario(scenario) if scenario else profile
    assert not isinstance(applied, Problems)
    case = resolve(applied, DAY)
    assert not isinstance(case, Problems)
    return analyse(case, DRAWS, 1, scenario=scenario)


@cache
def read(name: str, ending: str) -> Read:
    """A starter's report in one form, written and read back; slides with their appendix."""
    if ending == ".md":  # the file is a memo of one screen; the whole report is what compare prints
        return READERS[ending](markdown.render([analysis_of(name)]))
    return READERS[ending](render([analysis_of(name)], ending, Choices(appendix=True)))


def _text(content: bytes) -> Read:
    return Read(squeezed(content.decode()))


def _markdown(content: bytes) -> Read:
    """Markdown as it is shown: without escapes and marks."""
    shown = re.sub(r"\\([^\w\s])", r"\1", content.decode()).replace("**", "")
    return Read(squeezed(shown.replace("&amp;", "&").replace("|", " ")))


def _json(content: bytes) -> Read:
    document = json.loads(content)
    return Read(squeezed(content.decode()), tuple(_numbers(document)))


def _numbers(value: object) -> list[float]:
    if isinstance(value, dict):
        return [number for each in value.values() for number in _numbers(each)]
    if isinstance(value, list):
        return [number for each in value for number in _numbers(each)]
    return [float(value)] if isinstance(value, int | float) and not isinstance(value, bool) else []


def _pdf(content: bytes) -> Read:
    from pypdf import PdfReader

    return Read(squeezed(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)))


def _pptx(content: bytes) -> Read:
    """Text of slides and notes, from the XML itself."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = sorted(name for name in archive.namelist() if re.match(r"ppt/(slides|notesSlides)/[^/]+\.xml\Z", name))
        texts = [
            "".join(run.text or "" for run in ElementTree.fromstring(archive.read(part)).iter(f"{{{DRAWING}}}t"))
            for part in parts
        ]
    return Read(squeezed(" ".join(texts)))


DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def _xlsx(content: bytes) -> Read:
    """Cached values of all cells."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), data_only=True, read_only=True)
    cells = [value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value is not None]
    numbers = tuple(float(cell) for cell in cells if isinstance(cell, int | float) and not isinstance(cell, bool))
    return Read(squeezed(" ".join(str(cell) for cell in cells if isinstance(cell, str))), numbers)


class Words(HTMLParser):
    """The text of a page as it is shown; what scripts, styles and charts hold is none of it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Silence begins."""
        self._silent += tag in ("script", "style", "svg")

    def handle_endtag(self, tag: str) -> None:
        """Silence ends."""
        self._silent -= tag in ("script", "style", "svg")

    def handle_data(self, data: str) -> None:
        """Words."""
        if not self._silent:
            self.found.append(data)


def dom_of(content: bytes, folder: Path) -> str:
    """The page's document after its script ran, from a browser without a screen and without a network."""
    page = folder / "page.html"
    page.write_bytes(content)
    asked = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=2000", "--dump-dom"]
    done = subprocess.run([*asked, page.as_uri()], capture_output=True, timeout=120, check=False)
    return done.stdout.decode()


def _html(content: bytes) -> Read:
    import tempfile

    if not BROWSER:
        pytest.skip("no chromium to read the page with")
    with tempfile.TemporaryDirectory() as folder:
        dom = dom_of(content, Path(folder))
    assert 'class="alive"' in dom, "the page's script did not run"
    words = Words()
    words.feed(dom)
    return Read(squeezed(" ".join(words.found)))


READERS: dict[str, Callable[[bytes], Read]] = {
    ".md": _markdown, ".txt": _text, ".json": _json, ".pdf": _pdf, ".pptx": _pptx, ".xlsx": _xlsx, ".html": _html,
    ".csv": _text,
}  # fmt: skip
TOLD = tuple(ending for ending in endings() if ending != ".csv")  # a CSV holds lines and months, and no verdict


def test_every_form_has_a_reader() -> None:
    """A form that nobody reads back is not checked."""
    assert set(endings()) <= set(READERS)


@pytest.mark.parametrize("ending", TOLD)
@pytest.mark.parametrize("name", STARTERS)
def test_the_verdict_is_the_same(name: str, ending: str) -> None:
    """Every form says the verdict's headline, how sure it is, and what it saves."""
    found, analysis = read(name, ending), analysis_of(name)
    assert found.says(clean(analysis.verdict.headline))
    saving = analysis.verdict.saving_expected_usd
    if saving is not None:
        assert found.says(figures.money(abs(saving))) or found.holds(saving) or found.holds(-saving)


@pytest.mark.parametrize("ending", TOLD)
@pytest.mark.parametrize("name", STARTERS)
def test_the_costs_of_every_option_are_the_same(name: str, ending: str) -> None:
    """First full month, total and present value of every option, in every form, to the dollar or the cent."""
    found = read(name, ending)
    for option in analysis_of(name).options:
        for what in ("month_1_usd", "total_usd", "present_value_usd"):
            value = getattr(option, what)
            assert found.holds(value), f"{option.id} {what}: {figures.dollars(value)}"


@pytest.mark.parametrize("ending", TOLD)
@pytest.mark.parametrize("name", STARTERS)
def test_the_cost_of_an_outcome_is_the_same(name: str, ending: str) -> None:
    """What an outcome costs with each option, as text or as a number."""
    found = read(name, ending)
    for option in analysis_of(name).options:
        value = option.per_agent_outcome_usd
        if value is not None:
            assert found.says(per(value).text) or found.holds(value), f"{option.id}: {per(value).text}"


@pytest.mark.parametrize("ending", TOLD)
@pytest.mark.parametrize("name", STARTERS)
def test_the_nearest_flip_is_the_same(name: str, ending: str) -> None:
    """The value at which the nearest input flips the pair."""
    analysis = analysis_of(name)
    flip = next(
        (
            row
            for row in analysis.switching_values
            if row.value is not None and f"{row.headline}." == nearest_flip(analysis)
        ),
        None,
    )
    if flip is None or flip.value is None:
        pytest.skip("nothing flips it alone")
    found = read(name, ending)
    scaled = flip.value * (100.0 if flip.unit == "share" else 1.0)
    texts = [figures.count(scaled, digits) for digits in (3, 4)]
    assert any(found.says(text) for text in texts) or found.holds(flip.value), f"{flip.key} at {texts}"


@pytest.mark.parametrize("ending", TOLD)
@pytest.mark.parametrize("name", STARTERS)
def test_the_face_is_the_same(name: str, ending: str) -> None:
    """Digest, book, day of prices, seed and draws stand in every form."""
    found, analysis = read(name, ending), analysis_of(name)
    assert found.says(analysis.profile_sha256[:16])
    assert found.says(analysis.book.sha256[:16])
    assert found.says("22 Nov 2026") or found.says("2026-11-22")
    assert found.says("2,000") or found.holds(DRAWS)


@pytest.mark.parametrize("name", STARTERS)
def test_the_lines_add_up_to_the_printed_totals(name: str) -> None:
    """The rows of the CSV of each option add up to the total that every other form prints, to the dollar."""
    rows = list(csv.DictReader(io.StringIO(render([analysis_of(name)], ".csv", Choices(all_options=True)).decode())))
    for option in analysis_of(name).options:
        total = sum(float(row["x_ExpectedCost"]) for row in rows if row["x_Option"] == option.id)
        assert read(name, ".txt").says(figures.dollars(total))


@pytest.mark.parametrize("name", STARTERS)
def test_printed_totals_foot(name: str) -> None:
    """In every table of the story and of page one, the printed rows add up to the printed total or it says "rounded"."""
    page = one_page.page(analysis_of(name))
    tables = [*tell(analysis_of(name)).tables()]
    tables += [block for section in page.sections for block in section.blocks if isinstance(block, Table)]
    for table in tables:
        if table.key.startswith("page."):
            assert "ounded" in table.note or not any(row.role is Role.TOTAL for row in table.rows)
            continue
        for total in (row for row in table.rows if row.role is Role.TOTAL):
            for column, whole in enumerate(total.cells):
                if column and whole.value is not None and "ounded" not in table.note:
                    printed = [
                        row.cells[column].text for row in table.rows if row is not total and column < len(row.cells)
                    ]
                    assert sum(map(_printed, printed)) == pytest.approx(_printed(whole.text), abs=1e-6), table.key


def _printed(text: str) -> float:
    digits = text.replace("$", "").replace(",", "").replace("−", "-").replace("+", "").replace("≥", "").strip()
    try:
        return float(digits)
    except ValueError:
        return 0.0


@pytest.mark.parametrize("ending", TOLD)
def test_scenarios_stand_side_by_side(ending: str) -> None:
    """A report of two scenarios names both and what both cost."""
    both = [analysis_of("support-desk"), analysis_of("support-desk", "ga-doubles")]
    content = render(both, ending)
    found = Read(squeezed(content.decode())) if ending == ".json" else READERS[ending](content)
    assert found.says("ga-doubles") or found.says("GA doubles the runtime price")
    for analysis in both:
        for option in analysis.options:
            value = option.present_value_usd
            assert found.holds(value) or found.says(repr(value)[:12]), f"{analysis.scenario} {option.id}"
