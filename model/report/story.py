"""One analysis told once: the description that every format draws.

Sections stand in the order of the reader's questions: the answer, why, when, what would change it, the arithmetic,
whose numbers these are.
"""

from __future__ import annotations

from model.decision.analysis import Analysis
from model.report.blocks import Block, Statement, Step, Story, Tone
from model.report.chapters import answer, by_hand, change, numbers, reasons
from model.report.plain import clean


def tell(analysis: Analysis) -> Story:
    """The story of an analysis."""
    sections = (
        *answer.sections(analysis),
        *reasons.sections(analysis),
        *change.sections(analysis),
        *by_hand.sections(analysis),
        *numbers.sections(analysis),
    )
    return Story(
        title=clean(analysis.title),
        summary=clean(analysis.summary),
        scenario=clean(analysis.scenario or ""),
        strength=analysis.verdict.strength,
        headline=answer.headline(analysis),
        sections=sections,
        steps=steps(analysis),
        record=numbers.record(analysis),
        warnings=tuple(clean(text) for text in analysis.warnings),
    )


def steps(analysis: Analysis) -> tuple[Step, ...]:
    """The presentation: the answer, why, what would change our mind and whose numbers these are."""
    lines = answer.headline(analysis)
    first = Step(
        "answer", lines[0], (answer.tiles(analysis), Statement(lines[1]), answer.options_table(analysis)), lines
    )
    facts = tuple(Statement(clean(fact), Tone.NOTE) for fact in analysis.verdict.facts)
    second = Step("why", "What decides", (reasons.bars(analysis), *facts), (lines[2],))
    flips: list[Block] = []
    if any(row.value is not None for row in analysis.switching_values):
        flips.append(change.flips_table(analysis.switching_values))
    flips.extend(Statement(clean(row.sentence)) for row in analysis.revisit)
    flips.append(Statement(lines[4]))
    third = Step(
        "change",
        "What would change our mind",
        tuple(flips),
        (lines[3], *(clean(row.sentence) for row in analysis.learn)),
    )
    return (first, second, third)
