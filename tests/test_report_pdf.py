"""The PDF: page one stands alone, the pages behind it hold every figure, and nothing a profile says is read as markup."""

from functools import cache
from io import BytesIO

import pytest
from pypdf import PdfReader
from test_report_text import analysis

from model.report import one_page
from model.report.documents import pdf


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


@pytest.mark.parametrize("title", ['#read("/etc/passwd")', "$x$ *bold* _i_ \\ #text(red)[x] @y <z>", "</script>`raw`"])
def test_text_of_a_profile_is_never_markup(title: str) -> None:
    """Names that look like typst are printed as they are."""
    assert said(title) in " ".join(pages(written(title)))
