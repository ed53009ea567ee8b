"""The decision map as text: who wins over two inputs, how surely, and where the team stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from model.decision.records.analysis import Analysis, DecisionMap
from model.report.plain import clean, cut, fit, width, wrap
from model.report.wording import measured, title

LABEL = 16
COLUMNS = 80
SURE = 0.9
TEXTURES = {("a", True): "·", ("a", False): "░", ("b", False): "▒", ("b", True): "▓"}


def drawn(found: DecisionMap, analysis: Analysis) -> str:
    """The map in 80 columns: x to the right, y upwards; the cross is the team's range, its middle the team's point."""
    rows = [[_texture(difference, chance) for difference, chance in zip(*pair, strict=True)]
            for pair in zip(found.difference_usd, found.probability_b_cheaper, strict=True)]  # fmt: skip
    _mark(rows, found)
    names = {row.key: (clean(row.label), row.unit) for row in analysis.inputs}
    x_title, x_unit = names.get(found.x_key, (found.x_key, ""))
    y_title, y_unit = names.get(found.y_key, (found.y_key, ""))
    a, b = (title(analysis, option) for option in analysis.pair)
    who = f"Who is cheaper: · ░ {a}; ▒ ▓ {b}. · and ▓: in at least 9 of 10 futures."
    winners = {winner for row in found.winner for winner in row}
    everywhere = f" {title(analysis, winners.pop())} is cheaper all over this map." if len(winners) == 1 else ""
    lines = wrap(f"{who}{everywhere} ● is your mean, the cross your 90 % range.", COLUMNS)
    lines += ["", cut(f"{y_title} ({found.y_key})", COLUMNS)]
    last = len(rows) - 1
    for index in range(last, -1, -1):
        tick = index in (0, last // 2, last)
        label = measured(_short(found.y_values[index]), y_unit) if tick else ""
        lines.append(f"{fit(label, LABEL, right=True)} {'┤' if tick else '│'}{''.join(rows[index])}")
    lines.append(" " * LABEL + " └" + "─" * len(found.x_values))
    middle = len(found.x_values) // 2
    ends = [measured(_short(found.x_values[at]), x_unit) for at in (0, middle, -1)]
    gap = max(1, middle - width(ends[0]) - width(ends[1]) // 2)
    left = f"{ends[0]}{' ' * gap}{ends[1]}"
    lines.append(
        cut(
            " " * (LABEL + 2) + fit(left, max(width(left) + 1, len(found.x_values) - width(ends[2]))) + ends[2], COLUMNS
        )
    )
    lines.append(cut(" " * (LABEL + 2) + f"{x_title} ({found.x_key})", COLUMNS))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _short(value: float) -> float:
    return float(f"{value:.3g}")


def _texture(difference_usd: float, b_cheaper: float) -> str:
    side = "b" if difference_usd < 0.0 else "a"
    return TEXTURES[side, (b_cheaper if side == "b" else 1.0 - b_cheaper) >= SURE]


def _mark(rows: list[list[str]], found: DecisionMap) -> None:
    """Draw the team's ranges as a cross and its point over the textures."""
    x, y = _nearest(found.x_values, found.here[0]), _nearest(found.y_values, found.here[1])
    left, right = (_nearest(found.x_values, end) for end in found.x_range)
    low, high = (_nearest(found.y_values, end) for end in found.y_range)
    for at in range(left, right + 1):
        rows[y][at] = "─"
    for at in range(low, high + 1):
        rows[at][x] = "│"
    rows[y][x] = "●"


def _nearest(values: Sequence[float], value: float) -> int:
    at = min(bisect_left(values, value), len(values) - 1)
    return at - 1 if at > 0 and value - values[at - 1] < values[at] - value else at
