"""Why: what decides between the two options of the pair, what stands in both alike, and what that comes to in a sentence."""

from __future__ import annotations

from msgspec import Struct

from model.decision.records.analysis import Analysis, DifferenceRow, Spread
from model.quantities import figures
from model.telling.option_names import short, title
from model.telling.record import told

SAME_SIZE = 0.5  # the second force is worth naming when it is at least this part of the first
FORCES = {
    "engineering": "engineer time",
    "tokens": "tokens",
    "search": "web search",
    "running": "running cost",
    "infrastructure": "infrastructure",
    "other.fallback": "failed runs",
    "other.waiting": "waiting",
    "other.late_runs": "runs done late",
}


class WhatDecides(Struct, frozen=True, kw_only=True):
    """B minus A of the pair, present value: `rows` in order of size with what 8 in 10 futures lie between, and `total`.

    `headline` names both options, `cell` by their short names; `finding` says which forces pull; `alike` is what stands in
    both, once, "" where nothing does; `engineers` the upkeep in running hours, "" where that says nothing.
    """

    headline: str
    cell: str
    finding: str
    rows: tuple[tuple[DifferenceRow, str], ...]
    total: Spread
    total_range: str
    alike: str
    engineers: str


@told
def what_decides(analysis: Analysis) -> WhatDecides:
    """The record of an analysis."""
    pair = analysis.difference
    return WhatDecides(
        headline=f"What decides: {title(analysis, pair.b)} minus {title(analysis, pair.a)}, present value",
        cell=f"What decides: {short(analysis, pair.b)} minus {short(analysis, pair.a)}",
        finding=_finding(analysis),
        rows=tuple((row, eight_in_ten(row.spread)) for row in pair.rows),
        total=pair.total,
        total_range=eight_in_ten(pair.total),
        alike=_alike(analysis),
        engineers=analysis.gaps.engineers.sentence if analysis.gaps.engineers is not None else "",
    )


def eight_in_ten(spread: Spread) -> str:
    """What 8 in 10 futures lie between: `215k to 518k`; nothing where both ends read alike."""
    alike = figures.money(spread.p10_usd) == figures.money(spread.p90_usd)
    return "" if alike else figures.bare_range(spread.p10_usd, spread.p90_usd)


def _alike(analysis: Analysis) -> str:
    folded = [row for row in analysis.difference.folded if row.present_value_usd]
    names = [f"{lower(row.title)} {figures.money(row.present_value_usd)}" for row in folded]
    return f"In both alike, present value: {figures.listed(names)}." if names else ""


def lower(text: str) -> str:
    """A title inside a sentence; abbreviations and names of one letter keep their capitals."""
    return text if len(text) < 2 or text[1].isupper() or text[1] in "- " else text[0].lower() + text[1:]


def _forces(analysis: Analysis) -> list[tuple[str, float]]:
    """What pulls, and how far: the rows of the difference by what causes them, the strongest first."""
    found: dict[str, float] = {}
    for row in analysis.difference.rows:
        name = FORCES.get(row.key) or FORCES.get(row.key.partition(".")[0], lower(row.title))
        found[name] = found.get(name, 0.0) + row.spread.mean_usd
    return sorted(found.items(), key=lambda force: -abs(force[1]))


def _finding(analysis: Analysis) -> str:
    """`Own stack adds $285k of engineer time and saves $5.5k of web search. Tokens cancel.`"""
    forces = [force for force in _forces(analysis) if force[1]]
    if not forces:
        return "Nothing differs between the two."
    first, usd = forces[0]
    said = [(first, usd)]
    against = next((force for force in forces[1:] if (force[1] > 0.0) != (usd > 0.0)), None)
    alike = forces[1] if len(forces) > 1 and abs(forces[1][1]) >= SAME_SIZE * abs(usd) else None
    said += [against] if against is not None else [alike] if alike is not None else []
    parts = [f"{'adds' if each > 0.0 else 'saves'} {figures.money(abs(each))} of {name}" for name, each in said]
    cancels = any(row.key == "tokens" for row in analysis.difference.folded)
    return f"{title(analysis, analysis.pair[1])} {figures.listed(parts)}.{' Tokens cancel.' if cancels else ''}"
