"""Slides for a meeting: the answer, why, what would change our mind; then what people ask for, sources and record. Ten at
most; every line and assumption behind them on request.

Charts are native, so that a person can edit them; notes say where every figure comes from. The same analysis gives the
same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from model.decision.records.analysis import Analysis
from model.quantities import figures
from model.report.blocks import Section
from model.report.chapters import numbers
from model.report.choices import DEFAULT, Choices
from model.report.one_page import beside, scenario_title
from model.report.plain import clean, cut
from model.report.pptx.deck import Deck
from model.report.pptx.flow import pour
from model.report.presentation import MAIN, appendix, steps

MOST_ASKED = 5  # slides on request
LONGEST = 60  # letters of a title at the foot, so that what follows it is never cut


def render(analyses: Sequence[Analysis], choices: Choices = DEFAULT) -> bytes:
    """One comparison as a deck: the talk, what people ask for, sources and record; several scenarios stand on one slide
    more. Everything else follows on request.

    Raises UnusableError where the template chosen is none.
    """
    first = analyses[0]
    deck = Deck(f"{first.title}: where should the agents run?", _foot(first), choices.template)
    told = steps(first)
    for at, step in enumerate(told[: MAIN + MOST_ASKED], start=1):
        place = f"{figures.day(first.as_of)}   {at} of {MAIN}" if at <= MAIN else "on request"
        pour(deck, deck.talk, step.title, step.blocks, step.speaker, place, whole=True)
        if at == MAIN and len(analyses) > 1:
            table = replace(beside(analyses), title="")
            pour(deck, deck.talk, "The scenarios side by side", (table,), (), "scenarios", whole=True)
    for section in (appendix.sources_section(first), appendix.record_section(first)):
        pour(deck, deck.paper, section.title, section.blocks, (), "what it rests on", whole=True)
    if choices.appendix:
        for analysis in analyses:
            for section in appendix.sections(analysis):
                _page(deck, analysis, section, len(analyses) > 1)
    return deck.content(first.title, first.summary, first.as_of)


def _foot(analysis: Analysis) -> str:
    """What a slide says of itself wherever it turns up alone; digests, seed and draws stand on the last one."""
    record = dict(numbers.record(analysis))
    return " · ".join((cut(clean(analysis.title), LONGEST), f"prices {record['Prices']}", record["Product"]))


def _page(deck: Deck, analysis: Analysis, section: Section, several: bool) -> None:
    name = f", {scenario_title(analysis)}" if several else ""
    pour(deck, deck.paper, f"{section.title}{name}", section.blocks, (), "appendix")
