"""From the model's decision map to the chart's: names, axes with units, who wins in each cell."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from model.comparison import evaluate
from model.decision.flips.decision_map import axis_of, decision_map
from model.decision.futures.draws import sample
from model.telling.flips import flips
from tui.charts import data
from tui.paint.lines import clean
from tui.telling.amounts import label_of, role_of, short_name, short_title

if TYPE_CHECKING:
    from model.decision.records.analysis import Analysis, InputRow, SwitchingValue
    from model.decision.records.flip_records import DecisionMap
    from model.quantities import Array
    from tui.state.quick_and_whole import StateAnswer

FURTHEST = 20.0  # times today's value up to which an axis is lengthened to show where the answer flips
BEYOND = 0.3  # of the way there that the axis goes on behind it


def computed(answer: StateAnswer, x_key: str, y_key: str) -> data.MapChart | str:
    """The map of two inputs, or a sentence that says why there is none."""
    assert answer.case is not None
    assert answer.analysis is not None

    run = evaluate(answer.case, sample(answer.case, 1_000, 1))
    flips = {row.key: row for row in answer.analysis.switching_values}
    try:
        x_reach, y_reach = (reaching(_ends(axis_of(run, key, 2)), flips.get(key)) for key in (x_key, y_key))
        made = decision_map(run, x_key, y_key, answer.case.pair, x_reach=x_reach, y_reach=y_reach)
    except KeyError:
        return "These two inputs cannot be put on a map."
    return chart_of(made, answer.analysis)


def _ends(values: Array) -> tuple[float, float]:
    return float(values[0]), float(values[-1])


def reaching(ends: tuple[float, float], flip: SwitchingValue | None) -> tuple[float, float]:
    """The ends of an axis, moved beyond the value at which this input alone flips the answer where that is not out of all proportion."""
    if flip is None or flip.value is None:
        return ends
    if flip.now > 0 and not flip.now / FURTHEST <= flip.value <= flip.now * FURTHEST:
        return ends
    beyond = max(flip.low, min(flip.high, flip.value + (flip.value - flip.now) * BEYOND))
    return min(ends[0], beyond), max(ends[1], beyond)


def chart_of(made: DecisionMap, analysis: Analysis) -> data.MapChart:
    """The chart's record of a map."""
    a, b = (short_title(analysis, option) for option in analysis.pair)
    inputs = {row.key: row for row in analysis.inputs}
    winners = tuple(tuple(analysis.pair.index(option) for option in row) for row in made.winner)
    chance = tuple(
        tuple(p if wins else 1.0 - p for p, wins in zip(row, won, strict=True))
        for row, won in zip(made.probability_b_cheaper, winners, strict=True)
    )
    won = {winner for row in winners for winner in row}
    said = f"{(a, b)[won.pop()]} everywhere here" if len(won) == 1 else "where which one"
    regions = tuple(data.Region(name=short_title(analysis, id), role=role_of(analysis, id)) for id in analysis.pair)
    aside = "" if all(analysis.option(option).eligible for option in analysis.pair) else "must-haves aside, "
    return data.MapChart(
        title=f"WHO IS CHEAPER   {said}", note=f"{aside}expected; dense where it holds in 9 of 10 futures",
        x=_axis(analysis, made.x_values, inputs.get(made.x_key), made.x_key), y=_axis(analysis, made.y_values, inputs.get(made.y_key), made.y_key),
        regions=regions, winners=winners, probability=chance, at=made.here,
        x_range=made.x_range, y_range=made.y_range,
    )  # fmt: skip


def choices(analysis: Analysis) -> list[tuple[str, str]]:
    """The inputs a map can have, each by its key and a name that tells it from all others; those that matter most come first."""
    swings = sorted(analysis.sensitivity, key=lambda row: -abs(row.difference_at_p90_usd - row.difference_at_p10_usd))
    inputs = {row.key: row for row in analysis.inputs if row.decides}
    runs = [key for key in inputs if key.endswith(".sessions_per_month")]
    order = [*runs[:1], *(row.key for row in flips(analysis).rows), *(row.key for row in swings), *inputs]
    names = {key: short_name(analysis, row.label) for key, row in inputs.items()}
    several = {name for name, count in Counter(names.values()).items() if count > 1}
    return [
        (key, f"{names[key]}   {key}" if names[key] in several else names[key])
        for key in dict.fromkeys(order)
        if key in inputs
    ]


def _axis(analysis: Analysis, values: tuple[float, ...], read: InputRow | None, key: str) -> data.Axis:
    label = label_of(read.unit) if read else ""
    steps = [after - before for before, after in pairwise(values)]
    log = len(steps) > 1 and values[0] > 0 and steps[-1] > 1.5 * steps[0]
    percent, usd = label == "%", label.startswith("$")
    return data.Axis(
        title=short_name(analysis, read.label) if read else clean(key), low=values[0], high=values[-1], log=log, before="$" if usd else "",
        after=" %" if percent else label.removeprefix("$") if usd else f" {label}" if label not in ("", "×") else "", factor=100.0 if percent else 1.0,
    )  # fmt: skip
