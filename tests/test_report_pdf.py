"""The PDF: page one stands alone, the pages behind it hold every figure, and nothing a profile says is read as markup."""

import re
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from pypdf import PageObject, PdfReader
from test_report_text import analysis

from model.report import one_page, palette
from model.report.blocks import Role, Statement, Table
from model.report.pdf import pages as pdf
from model.report.story import tell


@cache
def written(title: str = "Own stack") -> bytes:
    """The PDF of a small profile whose own stack is called this."""
    return pdf.render([analysis(title)])


def pages(content: bytes) -> list[str]:
    """The text of every page, with ordinary spaces."""
    return [said(page.extract_text()) for page in PdfReader(BytesIO(content)).pages]


def said(text: str) -> str:
    """Text as a reader sees it: no invisible break marks, one space between words."""
    return " ".join(text.replace("\u200b", "").split())


def test_page_one_says_the_decision_and_its_figures() -> None:
    """The sentence, its strength, the large figures and every option's cost stand on the first page."""
    page, first = one_page.page(analysis()), pages(written())[0]
    for text in (page.decision, page.strength.upper(), *(tile.figure for tile in page.tiles.tiles)):
        assert text in first
    for row in analysis().options:
        assert f"${row.present_value_usd:,.0f}" in first


def test_the_same_analysis_gives_the_same_bytes() -> None:
    """Nothing of the clock or the machine is in the file."""
    assert written() == pdf.render([analysis()])


def test_bookmarks_lead_to_every_section() -> None:
    """Page one and its parts, then every section of the story in order."""
    reader = PdfReader(BytesIO(written()))
    titles = [entry["/Title"] for entry in flat(reader.outline)]
    page = one_page.page(analysis())
    assert titles[0] == page.decision
    # What if and what the answer commits to share a row, so that page one names its parts in its own order.
    assert sorted(titles[1 : 1 + len(page.sections)]) == sorted(section.title for section in page.sections)
    assert titles[2 + len(page.sections) :] == [*(section.title for section in tell(analysis()).sections), "Record"]


def flat(outline: list[Any]) -> list[Any]:
    """Bookmarks of all levels in order."""
    return [each for entry in outline for each in (flat(entry) if isinstance(entry, list) else [entry])]


def test_every_sentence_and_cell_of_the_story_is_printed() -> None:
    """Nothing of the story is left out behind page one."""
    printed = said(" ".join(pages(written())[1:])).replace(" ", "")
    for section in tell(analysis()).sections:
        for block in section.blocks:
            if isinstance(block, Statement):
                assert "".join(block.text.split()) in printed
            elif isinstance(block, Table):
                for text in (cell.text for row in block.rows for cell in row.cells):
                    assert "".join(text.split()) in printed


def test_printed_amounts_add_up() -> None:
    """The pockets of each option add up to the amounts above them, to the dollars that rounding costs."""
    table = next(
        block
        for section in one_page.page(analysis()).sections
        for block in section.blocks
        if isinstance(block, Table) and block.key == "cash"
    )
    rows = {row.key: row.cells[1:] for row in table.rows}
    totals = [row for row in table.rows if row.role is Role.TOTAL]
    assert len(totals) == 2
    for total in totals:
        pockets = [cells for key, cells in rows.items() if key.startswith(f"{total.key}.")]
        assert len(pockets) >= 2
        for whole, *parts in zip(total.cells[1:], *pockets, strict=True):
            assert sum(amount(part.text) for part in parts) == pytest.approx(amount(whole.text), abs=2)
            assert sum(part.value or 0 for part in parts) == pytest.approx(whole.value)


def amount(text: str) -> float:
    """A printed amount of dollars."""
    return float(text.removeprefix("≥ ").replace("$", "").replace(",", ""))


def test_the_file_is_dated_by_its_prices_tagged_and_carries_its_fonts() -> None:
    """Created on the day of the prices; readable aloud; nothing is taken from the machine's fonts."""
    reader = PdfReader(BytesIO(written()))
    assert reader.metadata is not None
    assert reader.metadata.creation_date_raw == f"D:{analysis().as_of:%Y%m%d}000000Z"
    assert "/StructTreeRoot" in reader.root_object
    fonts = {str(font["/BaseFont"]).partition("+")[2] for page in reader.pages for font in fonts_of(page)}
    assert fonts
    assert all(name.startswith(("Libertinus", "DejaVuSansMono")) for name in fonts)


def fonts_of(page: PageObject) -> list[Any]:
    """The fonts a page names."""
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]


def test_pages_are_numbered_and_a4() -> None:
    """Every page says which of how many it is."""
    reader = PdfReader(BytesIO(written()))
    for number, (page, text) in enumerate(zip(reader.pages, pages(written()), strict=True), start=1):
        assert f"page {number} of {len(reader.pages)}" in text
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx((595.28, 841.89), abs=0.01)


def test_scenarios_stand_side_by_side_and_one_after_the_other() -> None:
    """Several scenarios: page one of the first, a table of all, then the figures of each."""
    other = replace(analysis(), scenario="dearer-runtime")
    found = pages(pdf.render([analysis(), other]))
    assert "Scenarios side by side" in found[1]
    assert "dearer-runtime" in found[1]
    assert sum("All figures: " in page for page in found) == 2


@pytest.mark.parametrize("title", ['#read("/etc/passwd")', "$x$ *bold* _i_ \\ #text(red)[x] @y <z>", "</script>`raw`"])
def test_text_of_a_profile_is_never_markup(title: str) -> None:
    """Names that look like typst are printed as they are."""
    assert said(title) in " ".join(pages(written(title)))


def test_the_template_reads_nothing_but_its_data() -> None:
    """No package, file, picture or address: the report is made offline, from one string."""
    template, inputs = pdf.typeset([analysis()])
    assert list(inputs) == ["data"]
    for word in (b"@preview", b"#import", b"#include", b"read(", b"image(", b"eval("):
        assert word not in template


def test_the_colors_of_documents_stand_in_one_place() -> None:
    """The template of the PDF has none of its own; those of options on the web page are the palette's."""
    root = Path(pdf.__file__).parent
    assert not re.findall(r"#[0-9a-fA-F]{6}", (root / "page.typ").read_text(encoding="utf-8"))
    for light in re.findall(r"--a: (#\w+); --b: (#\w+); --c: (#\w+); --d: (#\w+); --e: (#\w+);", _light(root)):
        assert tuple(color.strip("#").upper() for color in light) == palette.COLORS
    printed = pdf.document([analysis("support-desk")])
    assert printed["strokes"] == [list(pair) for pair in zip(palette.COLORS, palette.DASHES, strict=True)]


def _light(root: Path) -> str:
    """The rules of the web page for white ground: on a screen and in print."""
    css = (root.parent / "html" / "page.css").read_text(encoding="utf-8")
    found = [line for block in re.findall(r"\{[^{}]*\}", css) if "--paper: #ffffff" in block for line in [block]]
    assert len(found) == 2
    return "\n".join(found)


def test_words_beside_a_dot_may_be_parted_and_a_range_beside_a_bar_not() -> None:
    """`Own stack: too close to call` is wider than its column: unparted it ran over the section at its right."""
    charts = [
        block for section in pdf.document([analysis()])["page"]["sections"].values() for block in section["blocks"]
    ]
    charts = [block for block in charts if block["kind"] == "bars"]
    words = [bar["note"] for chart in charts if chart["dots"] for bar in chart["bars"]]
    ranges = [
        bar["note"] for chart in charts if not chart["dots"] for bar in chart["bars"] if " to " in said(bar["note"])
    ]
    assert words
    assert ranges
    assert all(" " in note and "\N{NO-BREAK SPACE}" not in note for note in words)
    assert not any(" " in note for note in ranges)
