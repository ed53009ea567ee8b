"""Words and small tables of numbers that several steps share."""

from __future__ import annotations

from model.decision.records.analysis import Analysis, LineRow
from model.quantities import figures
from model.report.blocks import Cell, Figure
from model.report.plain import clean
from model.report.wording import name, uncertain
from model.telling.what_decides import lower


def futures(analysis: Analysis) -> str:
    """Where means and percentiles come from: `means over 10,000 futures, seed 1`."""
    if not uncertain(analysis):
        return "one future, nothing is uncertain"
    return f"mean over {figures.plural(analysis.draws, 'future')}, seed {analysis.seed}"


def whole(usd: float, large: bool) -> Cell:
    """An amount of a column: whole dollars in a table of large amounts, cents in one of small ones."""
    return Cell(figures.dollars(usd, 0 if large else 2), usd, Figure.USD if large else Figure.CENTS)


def fallback_cancels(analysis: Analysis) -> bool:
    """Whether failed runs cost the same wherever the work runs, so that a slide may leave them out."""
    costs = [row.fallback_total_usd for row in analysis.options]
    return max(costs) - min(costs) < 0.005


def derivation(line: LineRow) -> str:
    """One line as arithmetic: `Upkeep 0.35 engineer-months × $20,563.22 = $7,104.53`."""
    route = f", {line.route}" if line.route else ""
    place = f", {line.whose}" if line.whose else ""
    said = clean(f"{line.title}{place}{route}")
    source = f" ({clean(line.source.title)})" if line.source else ""
    quantity, price = figures.number(line.quantity_month_1), figures.rate(line.rate_usd_month_1)
    return f"{said}: {quantity} {clean(line.unit)} × {price} = {figures.dollars(line.month_1_usd, 2)}{source}"


def pair_titles(analysis: Analysis) -> tuple[str, str]:
    """A and B as people call them."""
    a, b = analysis.pair
    return name(analysis, a), name(analysis, b)


__all__ = ["derivation", "fallback_cancels", "futures", "lower", "name", "pair_titles", "whole"]
