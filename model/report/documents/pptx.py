"""Slides for a meeting: the answer, why, what would change our mind; then what people ask for, and everything behind it.

Charts are native, so that a person can edit them; notes say where every figure comes from. The same analysis gives the
same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from model.decision.analysis import Analysis
from model.quantities import figures
from model.report.blocks import Section
from model.report.chapters import numbers
from model.report.documents.pptx_deck import Deck
from model.report.documents.pptx_flow import pour
from model.report.documents.pptx_paper import PAPER, TALK
from model.report.one_page import beside
from model.report.plain import clean, cut
from model.report.presentation import MAIN, appendix, steps

LONGEST = 48  # letters of a title at the foot, so that what follows it is never cut


def render(analyses: Sequence[Analysis]) -> bytes:
    """One comparison as a deck; several scenarios as one deck that begins with them side by side."""
    first = analyses[0]
    deck = Deck(f"{first.title}: where should the agents run?", _foot(first))
    if len(analyses) > 1:
        table = beside(analyses)
        pour(deck, TALK, table.title, (replace(table, title=""),))
    for analysis in analyses:
        _talk(deck, analysis, len(analyses) > 1)
    for analysis in analyses:
        for section in appendix.sections(analysis):
            _page(deck, analysis, section, len(analyses) > 1)
    return deck.content(first.title, first.summary, first.as_of)


def _foot(analysis: Analysis) -> str:
    """What a slide says of itself wherever it turns up alone."""
    record = dict(numbers.record(analysis))
    title, _, digest = record["Profile"].rpartition(", sha256 ")
    parts = (
        f"{cut(title, LONGEST)}, sha256 {digest}",
        f"prices {record['Prices']}",
        record["Draws"],
        record["Product"],
    )
    return " · ".join(parts)


def _talk(deck: Deck, analysis: Analysis, several: bool) -> None:
    name = clean(analysis.scenario or "as it is") if several else ""
    deck.head = f"{analysis.title}: where should the agents run?" + (f"  Scenario: {name}" if several else "")
    deck.foot = _foot(analysis)
    told = steps(analysis)
    for at, step in enumerate(told, start=1):
        place = f"{figures.day(analysis.as_of)}   {at} of {MAIN}" if at <= MAIN else "on demand"
        pour(deck, TALK, step.title, step.blocks, step.speaker, place)


def _page(deck: Deck, analysis: Analysis, section: Section, several: bool) -> None:
    name = f", {clean(analysis.scenario or 'as it is')}" if several else ""
    pour(deck, PAPER, f"{section.title}{name}", section.blocks, (), "appendix")
