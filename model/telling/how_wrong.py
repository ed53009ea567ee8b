"""How the answer would be wrong: where the inputs stand in the futures in which it is not the cheapest."""

from __future__ import annotations

from msgspec import Struct

from model.decision.records.analysis import Analysis, WrongWhen
from model.quantities import figures
from model.telling.option_names import title
from model.telling.record import told


class HowWrong(Struct, frozen=True, kw_only=True):
    """In how many futures another option is cheaper (`lead`, "" where in none), and the inputs whose median differs there,
    those that differ most first; `note` says what the medians are of."""

    lead: str
    rows: tuple[WrongWhen, ...]
    note: str


@told
def how_wrong(analysis: Analysis) -> HowWrong:
    """The record of an analysis."""
    chosen = analysis.verdict.option
    if not analysis.wrong_when or chosen is None:
        return HowWrong(lead="", rows=(), note="")
    lost = figures.in_100(1.0 - (analysis.verdict.probability_best or 0.0))
    return HowWrong(
        lead=f"{title(analysis, chosen)} is not the cheapest in {lost} of 100 futures. In those:",
        rows=analysis.wrong_when,
        note="Medians: in the futures in which the answer is not the cheapest, and in all of them.",
    )
