"""The presentation: three steps for a meeting, and more on demand. One statement and one picture a step.

Slides, the web page and present mode of the workbench draw these steps; they choose and word, and every figure is one
of the analysis or a sum of its lines.
"""

from __future__ import annotations

from model.decision.records.analysis import Analysis
from model.report.blocks import PresentationStep
from model.report.presentation import answer_step, change_step, more, why_step

MAIN = 3  # the steps of the talk itself; those after them are shown when somebody asks


def steps(analysis: Analysis) -> tuple[PresentationStep, ...]:
    """The answer; why; what would change our mind and whose numbers these are; then what people ask for."""
    return (answer_step.step(analysis), why_step.step(analysis), change_step.step(analysis), *more.steps(analysis))


__all__ = ["MAIN", "steps"]
