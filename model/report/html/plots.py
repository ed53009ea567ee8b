"""Charts with two axes: money over months, and equally likely futures where they fall."""

from __future__ import annotations

from collections.abc import Sequence

from model.quantities import figures
from model.quantities.ticks import month_ticks
from model.report.blocks import Curve, Curves
from model.report.chapters.chart_data import Dots
from model.report.html.svg import LETTER, NARROW, PaperScale, drawing, el, fold, hot, lines, words

HEIGHT = 330.0
TOP, BOTTOM = 16.0, 40.0


def curves(chart: Curves, width: float, name: str) -> str:
    """Lines with their names at their ends; every month answers to the pointer with all values."""
    narrow = width <= NARROW
    left, right = (48.0, 104.0) if narrow else (62.0, min(220.0, 24 + LETTER * _longest(chart)))
    every = [value for curve in chart.curves for value in curve.values]
    every += [value for end in chart.band or () for value in end]
    top, low = max(0.0, *every), min(0.0, *every)
    up = PaperScale(low, top if top > low else low + 1.0, HEIGHT - BOTTOM, TOP)
    along = PaperScale(chart.x[0], chart.x[-1], left, width - right)
    drawn = [_grid(up, left, width - right)]
    months = month_ticks(int(chart.x[-1]), 5 if narrow else 10)
    drawn += [words(along.at(x), HEIGHT - BOTTOM + 18, str(x), "tick", "middle") for x in months if x >= chart.x[0]]
    drawn.append(words((left + width - right) / 2, HEIGHT - 4, chart.x_title, "tick", "middle"))
    drawn.append(_band(chart, along, up))
    drawn += [_curve(curve, along, up, chart.x) for curve in chart.curves]
    drawn.append(_names(chart.curves, up, width - right + 8, right - 10, narrow))
    drawn += [_column(chart, at, along, up) for at in range(len(chart.x))]
    return drawing("".join(drawn), width, HEIGHT, f"plot {name}", chart.title)


def _longest(chart: Curves) -> int:
    return max(len(curve.label) for curve in chart.curves)


def _grid(up: PaperScale, left: float, right: float) -> str:
    drawn = []
    for value, label in up.ticks(6):
        y = up.at(value)
        drawn.append(el("line", x1=left, x2=right, y1=y, y2=y, class_="zero" if value == 0 else "grid"))
        drawn.append(words(left - 8, y + 4, label, "tick", "end"))
    return "".join(drawn)


def _band(chart: Curves, along: PaperScale, up: PaperScale) -> str:
    """The area between the lower and the upper end, in the color of the first line."""
    if chart.band is None:
        return ""
    low, high = (list(zip(chart.x, end, strict=True)) for end in chart.band)
    points = " ".join(f"{along.at(x):.1f},{up.at(usd):.1f}" for x, usd in [*low, *reversed(high)])
    return el("polygon", points=points, class_=f"spread o{chart.curves[0].option}")


def _curve(curve: Curve, along: PaperScale, up: PaperScale, x: Sequence[float]) -> str:
    points = " ".join(f"{along.at(a):.1f},{up.at(b):.1f}" for a, b in zip(x, curve.values, strict=True))
    return el("polyline", points=points, class_=f"line o{curve.option}")


def _names(shown: Sequence[Curve], up: PaperScale, x: float, room: float, narrow: bool) -> str:
    """A name at the end of each line, moved apart where lines end close together."""
    step = 32.0 if narrow else 18.0
    wanted = sorted((up.at(curve.values[-1]), at) for at, curve in enumerate(shown))
    placed: list[float] = []
    for y, _ in wanted:
        placed.append(max(y, placed[-1] + step) if placed else max(y, TOP))
    over = placed[-1] - (HEIGHT - BOTTOM)
    if over > 0:
        placed = [y - over for y in placed]
    drawn = []
    for y, (_, at) in zip(placed, wanted, strict=True):
        parts = fold(shown[at].label, room, 2 if narrow else 1)
        drawn.append(lines(x, y + 4, parts, f"end o{shown[at].option}"))
    return "".join(drawn)


def _column(chart: Curves, at: int, along: PaperScale, up: PaperScale) -> str:
    """One month: an invisible column that shows a line and dots when pointed at."""
    x = along.at(chart.x[at])
    wide = (along.end - along.start) / max(len(chart.x) - 1, 1)
    drawn = el("rect", x=x - wide / 2, y=TOP, width=wide, height=HEIGHT - BOTTOM - TOP, class_="hit")
    drawn += el("line", x1=x, x2=x, y1=TOP, y2=HEIGHT - BOTTOM, class_="cross")
    for curve in chart.curves:
        drawn += el("circle", cx=x, cy=up.at(curve.values[at]), r=4, class_=f"dot o{curve.option}")
    values = ", ".join(f"{curve.name} {figures.money(curve.values[at])}" for curve in chart.curves)
    if chart.band is not None:
        low, high = (end[at] for end in chart.band)
        values += f", 8 in 10 futures {figures.money_range(low, high)}"
    return hot(f"{chart.x_title.capitalize()} {chart.x[at]:g}: {values}", drawn)


def dots(chart: Dots, width: float, name: str) -> str:
    """Equally likely futures, one dot each, stacked where they fall; hollow ones are those the answer loses."""
    narrow = width <= NARROW
    size = 10.0 if narrow else 15.0
    left, right = size, width - size
    low, high = min(chart.values[0], 0.0), max(chart.values[-1], 0.0)
    along = PaperScale(low, high, left, right)
    stacks: dict[int, list[float]] = {}
    for value in chart.values:
        stacks.setdefault(round((along.at(value) - left) / size), []).append(value)
    top = 86.0
    bottom = top + size * max(6, max(len(stack) for stack in stacks.values()))
    drawn = [_sides(chart, width), _marks(chart, along, bottom, width)]
    for place, stack in sorted(stacks.items()):
        for at, value in enumerate(stack):
            drawn.append(_dot(chart, value, left + place * size, bottom - size * (at + 0.5), size / 2 - 1))
    for value, label in along.ticks(4 if narrow else 8):
        x = along.at(value)
        anchor = "start" if x < 26 else "end" if x > width - 26 else "middle"
        drawn.append(words(x, bottom + 18, label, "tick", anchor))
    zero = along.at(0.0)
    drawn.append(el("line", x1=0.0, x2=width, y1=bottom, y2=bottom, class_="zero"))
    drawn.append(el("line", x1=zero, x2=zero, y1=76.0, y2=bottom + 4, class_="zero"))
    return drawing("".join(drawn), width, bottom + 26, f"plot {name}", chart.title)


def _sides(chart: Dots, width: float) -> str:
    left, right = (fold(text, width / 2 - 22, 1)[0] for text in (chart.left, chart.right))
    drawn = words(0.0, 16, f"◂ {left}", "side") if chart.values[0] < 0 else ""
    return drawn + (words(width, 16, f"{right} ▸", "side", "end") if chart.values[-1] > 0 else "")


def _dot(chart: Dots, value: float, x: float, y: float, radius: float) -> str:
    losing = (chart.losing == "left" and value < 0) or (chart.losing == "right" and value > 0)
    kind = "future losing" if losing else "future"
    side = chart.left if value < 0 else chart.right
    said = f"1 future in {len(chart.values)}: {figures.signed_money(value)}, {side}"
    return hot(said, el("circle", cx=x, cy=y, r=radius - losing, class_=kind))


def _marks(chart: Dots, along: PaperScale, bottom: float, width: float) -> str:
    """The percentiles, each with its name on a line of its own."""
    drawn = []
    for at, mark in enumerate(chart.marks):
        x, y = along.at(mark.value), 38.0 + 15 * at
        need = LETTER * len(mark.label)
        side, anchor = (x - 4, "end") if x + need > width and x > need else (x + 4, "")
        drawn.append(el("line", x1=x, x2=x, y1=y - 9, y2=bottom, class_="base"))
        drawn.append(words(side, y, mark.label, "note halo-text", anchor))
    return "".join(drawn)
