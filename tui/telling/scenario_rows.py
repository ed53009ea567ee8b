"""What a column of the scenario place says, row by row: what it changes, the verdict and how sure, what each option of the pair costs, what flips it.

What a month and the horizon cost are the bill's own sums, as every report has them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from model.quantities import figures
from model.telling.bill import horizon, month
from model.telling.flips import flips
from tui.paint.lines import clean
from tui.state.questions import number_text
from tui.state.store import own_answers
from tui.telling.amounts import role_of, short_title
from tui.telling.scenarios import Side

if TYPE_CHECKING:
    from model.decision.records.analysis import Analysis
    from model.profile import Leaf

SideRow = tuple[str, str, Callable[[Side], str]]


def rows_of(sides: Sequence[Side]) -> tuple[SideRow, ...]:
    """The rows for these columns: label, role, and what one column says."""
    analysis = next((side.answer.analysis for side in sides if side.answer.analysis is not None), None)
    a, b = (short_title(analysis, option) for option in analysis.pair) if analysis is not None else ("A", "B")
    one, other = (role_of(analysis, option) for option in analysis.pair) if analysis is not None else ("a", "b")
    months = f"{analysis.horizon_months} months" if analysis is not None else "in all"
    return (
        ("it changes", "", _changes),
        ("verdict", "verdict", _verdict),
        ("how sure", "", _strength),
        ("saves, expected", "strong", _saves),
        ("8 in 10 futures", "", _range),
        (f"{a}, month 1", one, partial(_month, 0)),
        (f"{b}, month 1", other, partial(_month, 1)),
        (f"{a}, {months}", one, partial(_value, 0)),
        (f"{b}, {months}", other, partial(_value, 1)),
        ("flips at", "dim", _flip),
    )


def _of(side: Side) -> Analysis | None:
    return side.answer.analysis


def _verdict(side: Side) -> str:
    analysis = _of(side)
    if analysis is None:
        return clean(side.answer.why[0] if side.answer.why else "cannot be compared")
    verdict = analysis.verdict
    return short_title(analysis, verdict.option) if verdict.option is not None else clean(verdict.headline)


def _strength(side: Side) -> str:
    analysis = _of(side)
    if analysis is None:
        return ""
    alone = analysis.verdict.strength == "only"  # no chance to win: the others are out whatever they cost
    chance = None if alone else analysis.verdict.probability_beats_runner_up
    said = {"close": "too close", "only": "only one left", "none": ""}.get(
        analysis.verdict.strength, analysis.verdict.strength
    )
    return said + (f", {figures.in_100(chance)} of 100" if chance is not None else "")


def _saves(side: Side) -> str:
    analysis = _of(side)
    usd = analysis.verdict.saving_expected_usd if analysis else None
    if analysis is None or usd is None:
        return ""
    verdict, rival = analysis.verdict, analysis.verdict.runner_up
    outside = rival is not None and {rival, verdict.option} != set(analysis.pair)  # the rows below do not show it
    name = short_title(analysis, rival) if rival is not None and (outside or usd < 0) else ""
    if usd < 0:
        return f"{figures.money(-usd)} more expensive than {name}"
    return f"{figures.money(usd)} against {name}" if name else figures.money(usd)


def _range(side: Side) -> str:
    analysis = _of(side)
    verdict = analysis.verdict if analysis is not None else None
    if verdict is None or verdict.saving_p10_usd is None or verdict.saving_p90_usd is None:
        return ""
    if (verdict.saving_expected_usd or 0.0) < 0:
        return figures.bare_range(-verdict.saving_p90_usd, -verdict.saving_p10_usd)
    return figures.bare_range(verdict.saving_p10_usd, verdict.saving_p90_usd)


def _month(place: int, side: Side) -> str:
    analysis = _of(side)
    if analysis is None:
        return ""

    return month(analysis).rows[0].cells[place].text


def _value(place: int, side: Side) -> str:
    analysis = _of(side)
    if analysis is None:
        return ""

    return horizon(analysis).rows[0].cells[place].short


def _flip(side: Side) -> str:
    analysis = _of(side)
    nearest = next(iter(flips(analysis).rows), None) if analysis is not None else None
    return clean(f"{nearest.subject} {nearest.bound}") if nearest is not None else ""


def _changes(side: Side) -> str:
    """What the scenario answers differently: the values, then of what."""
    if side.scenario is None:
        return "–"
    found = [_change(side, leaf) for leaf in own_answers(side.profile, side.scenario).values()]
    return clean("; ".join(found)) or "nothing yet"


def _change(side: Side, leaf: Leaf) -> str:
    """`Runtime price $0.16`, `must have hipaa`, `Batch no`."""
    key = leaf.path[-1]
    own = side.profile.leaves.get(key, leaf)
    title = own.declared.title.lower()
    if own.declared.kind in ("list", "flag"):
        return f"{title} { {'true': 'yes', 'false': 'no', '': 'none'}.get(own.text, own.text) }"
    quantity = side.profile.quantity(key)
    unit = own.declared.spec.unit.value if own.declared.spec is not None else ""
    text = number_text(quantity.median, unit) if quantity is not None and not quantity.is_range else leaf.text
    return f"{title} {text}"
