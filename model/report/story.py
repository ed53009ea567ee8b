"""One analysis told once: the description that every format draws.

Sections stand in the order of the reader's questions: the answer, why, when, what would change it, the arithmetic,
whose numbers these are, where they were read.
"""

from __future__ import annotations

from model.decision.records.analysis import Analysis
from model.report.blocks import Story
from model.report.chapters import answer_chapter, by_hand, change, numbers, portfolio_chapter, reasons, sources
from model.report.plain import clean
from model.report.presentation import steps


def tell(analysis: Analysis) -> Story:
    """The story of an analysis."""
    sections = (
        *numbers.warned(analysis),
        *portfolio_chapter.sections(analysis),
        *answer_chapter.sections(analysis),
        *reasons.sections(analysis),
        *change.sections(analysis),
        *by_hand.sections(analysis),
        *numbers.sections(analysis),
        *sources.sections(analysis),
    )
    return Story(
        title=clean(analysis.title),
        summary=clean(analysis.summary),
        scenario=clean(analysis.scenario or ""),
        strength=analysis.verdict.strength,
        headline=answer_chapter.headline(analysis),
        sections=sections,
        steps=steps(analysis),
        record=numbers.record(analysis),
        warnings=tuple(warned.sentence for warned in analysis.warnings),
    )
