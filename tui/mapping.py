"""From the model's decision map to the chart's: names, axes with units, who wins in each cell."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from model.quantities import figures
from tui.amounts import input_name, label_of, short_title
from tui.charts import data
from tui.lines import clean

if TYPE_CHECKING:
    from model.decision.analysis import Analysis, InputRow
    from model.decision.flip_records import DecisionMap
    from tui.answer import Answer


def computed(answer: Answer, x_key: str, y_key: str) -> data.DecisionMap | str:
    """The map of two inputs, or a sentence that says why there is none."""
    from model.decision.map import decision_map

    assert answer.case is not None
    assert answer.analysis is not None
    from model.comparison import evaluate
    from model.decision.draws import sample

    run = evaluate(answer.case, sample(answer.case, 1_000, 1))
    try:
        made = decision_map(run, x_key, y_key, answer.case.pair)
    except KeyError:
        return "These two inputs cannot be put on a map."
    return chart_of(made, answer.analysis)


def chart_of(made: DecisionMap, analysis: Analysis) -> data.DecisionMap:
    """The chart's record of a map."""
    a, b = (short_title(analysis, option) for option in analysis.pair)
    inputs = {row.key: row for row in analysis.inputs}
    winners = tuple(tuple(made_pair(analysis).index(option) for option in row) for row in made.winner)
    chance = tuple(
        tuple(p if wins else 1.0 - p for p, wins in zip(row, won, strict=True))
        for row, won in zip(made.probability_b_cheaper, winners, strict=True)
    )
    share = sum(map(sum, winners)) / max(1, sum(map(len, winners)))
    return data.DecisionMap(
        title=f"WHO WINS   {b} in {figures.share(share)} of the map", note="expected; inside the line 9 in 10 futures agree",
        x=_axis(analysis, made.x_values, inputs.get(made.x_key), made.x_key), y=_axis(analysis, made.y_values, inputs.get(made.y_key), made.y_key),
        regions=(data.Region(name=a, role="a"), data.Region(name=b, role="b")), winners=winners, probability=chance, at=made.here,
        x_range=made.x_range, y_range=made.y_range,
    )  # fmt: skip


def made_pair(analysis: Analysis) -> tuple[str, str]:
    """The options of the map, in the order of its regions."""
    return analysis.pair


def _axis(analysis: Analysis, values: tuple[float, ...], read: InputRow | None, key: str) -> data.Axis:
    label = label_of(read.unit) if read else ""
    steps = [after - before for before, after in pairwise(values)]
    log = len(steps) > 1 and values[0] > 0 and steps[-1] > 1.5 * steps[0]
    percent, usd = label == "%", label.startswith("$")
    return data.Axis(
        title=input_name(analysis, read) if read else clean(key), low=values[0], high=values[-1], log=log, before="$" if usd else "",
        after=" %" if percent else label.removeprefix("$") if usd else f" {label}" if label not in ("", "×") else "", factor=100.0 if percent else 1.0,
    )  # fmt: skip
