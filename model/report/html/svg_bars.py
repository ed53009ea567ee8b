"""Charts with one row a thing: bars around zero, swings around the average, distances to a flip."""

from __future__ import annotations

from msgspec import Struct

from model.quantities import figures
from model.report.blocks import Bar, Bars
from model.report.chapters.chart_data import Ladder, Rung, SwingBar, SwingBars
from model.report.html.svg import (
    HALF,
    LETTER,
    NARROW,
    SMALL,
    Box,
    PaperScale,
    drawing,
    el,
    esc,
    fold,
    hatching,
    hot,
    lines,
    words,
)

SIDES = "abcde"  # the variables of colors in the style sheet, by the place of an option


class Room(Struct, frozen=True):
    """Where things stand in a row chart: label to the left and figures to the right of the plot, or above it."""

    width: float
    start: float
    end: float
    row: float

    @property
    def narrow(self) -> bool:
        """Whether labels stand above their bars."""
        return self.width <= NARROW


def room_of(width: float, figures_room: float = 184) -> Room:
    """The division of a row at this width."""
    if width <= NARROW:
        return Room(width, 4, width - 4, 50)
    if width <= HALF:
        return Room(width, 122, width - min(figures_room, 166), 36)
    return Room(width, 218, width - figures_room, 36)


def bars(chart: Bars, width: float, name: str) -> str:
    """Bars left and right of zero with the range of 8 in 10 futures, and their sum under a rule."""
    room = room_of(width)
    rows = [*chart.bars, *([chart.total] if chart.total else [])]
    ends = [value for bar in rows for value in (bar.value, bar.low, bar.high, 0.0) if value is not None]
    scale = PaperScale(min(ends), max(ends), room.start, room.end)
    top = head(room)
    bottom = top + room.row * len(rows)
    drawn = [hatching(name), _sides(chart.left, chart.right, room, scale), _grid(scale, room, top, bottom)]
    zero = scale.at(0.0)
    drawn.append(el("line", x1=zero, x2=zero, y1=top - 4, y2=bottom, class_="zero"))
    for at, bar in enumerate(rows):
        y = top + room.row * at
        kind = "whole" if bar is chart.total else f"of-{SIDES[chart.sides[bar.value > 0]]}"
        drawn.append(_dot(bar, room, scale, y) if chart.dots else _bar(bar, room, scale, y, name, kind))
    if chart.total:
        y = bottom - room.row + 0.5
        drawn.append(el("line", x1=0.0, x2=width, y1=y, y2=y, class_="rule"))
    return drawing("".join(drawn), width, bottom + 22, "rows", chart.title)


def head(room: Room) -> float:
    """Room above the rows for what the two directions mean."""
    return 50.0 if room.narrow else 34.0


def _sides(left: str, right: str, room: Room, scale: PaperScale, middle: float = 0.0) -> str:
    """What the two directions mean, on either side of the line; where one side has no room, both stand at the edges."""
    x, need = scale.at(middle), LETTER * max(len(left), len(right)) + 24
    if min(x - room.start, room.end - x) > need:
        return words(x - 10, 16, f"◂ {left}", "side", "end") + words(x + 10, 16, f"{right} ▸", "side")
    start = room.start if need < (room.width - room.start) / 2 else 0.0
    first, second = (fold(text, (room.width - start) / 2 - 24, 2 if room.narrow else 1) for text in (left, right))
    first[0], second[-1] = f"◂ {first[0]}", f"{second[-1]} ▸"
    return lines(start, 16, first, "side") + lines(room.width, 16, second, "side", "end")


def _grid(scale: PaperScale, room: Room, top: float, bottom: float) -> str:
    drawn = []
    for value, label in scale.ticks(max(2, int((room.end - room.start) / 62))):
        x = scale.at(value)
        anchor = "start" if x < 24 else "end" if x > room.width - 24 else "middle"
        drawn.append(el("line", x1=x, x2=x, y1=top, y2=bottom, class_="grid"))
        drawn.append(words(x, bottom + 16, label, "tick", anchor))
    return "".join(drawn)


def _bar(bar: Bar, room: Room, scale: PaperScale, y: float, name: str, kind: str) -> str:
    """A bar in the color of the option that it makes more expensive, striped to the right; or their sum."""
    total, high = kind == "whole", 14.0
    line = y + (30 if room.narrow else (room.row - high) / 2)
    x, zero = scale.at(bar.value), scale.at(0.0)
    box = Box(min(x, zero), line, max(abs(x - zero), 1.0), high)
    shape = box.striped(kind, name) if bar.value > 0 and not total else box.drawn(kind)
    return hot(_said(bar), _row_ground(room, y) + _label(bar.label, room, y, total) + shape
               + _whisker(bar.low, bar.high, scale, line + high / 2) + _figures(bar, room, y, total))  # fmt: skip


def _dot(bar: Bar, room: Room, scale: PaperScale, y: float) -> str:
    """An amount on its own: a dot on the range of 8 in 10 futures."""
    line = y + (37 if room.narrow else room.row / 2)
    shape = el("circle", cx=scale.at(bar.value), cy=line, r=5.0, class_="whole")
    return hot(_said(bar), _row_ground(room, y) + _label(bar.label, room, y, False)
               + _whisker(bar.low, bar.high, scale, line) + shape + _figures(bar, room, y, False))  # fmt: skip


def _row_ground(room: Room, y: float) -> str:
    return el("rect", x=0.0, y=y + 1, width=room.width, height=room.row - 2, class_="ground")


def _said(bar: Bar) -> str:
    spread = (
        "" if bar.low is None or bar.high is None or bar.low == bar.high else figures.money_range(bar.low, bar.high)
    )
    return f"{bar.label}: {bar.text}" + (f", 8 in 10 futures {spread}" if spread else "")


def _label(text: str, room: Room, y: float, strong: bool = False, under: str = "") -> str:
    kind = "name strong" if strong else "name"
    if room.narrow:
        parts = fold(text, room.width - 84, 1)
        return lines(0.0, y + 20, parts, kind)
    parts = fold(text, room.start - 14, 1 if under else 2)
    first = y + room.row / 2 + (4.5 if len(parts) == 1 and not under else -3)
    below = (
        words(room.start - 12, first + 15, fold(under, (room.start - 14) * LETTER / SMALL, 1)[0], "note", "end")
        if under
        else ""
    )
    return lines(room.start - 12, first, parts, kind, "end") + below


def _whisker(low: float | None, high: float | None, scale: PaperScale, y: float) -> str:
    if low is None or high is None or low == high:
        return ""
    a, b = scale.at(low), scale.at(high)
    path = f"M{a:.1f},{y - 4:.1f} v8 M{a:.1f},{y:.1f} H{b:.1f} M{b:.1f},{y - 4:.1f} v8"
    return el("path", d=path, class_="halo") + el("path", d=path, class_="whisker")


def _figures(bar: Bar, room: Room, y: float, total: bool) -> str:
    kind = "figure strong" if total else "figure"
    if room.narrow:
        return words(room.width, y + 20, bar.text, kind, "end")
    middle = y + room.row / 2 + 4.5
    at = room.end + (64 if room.width <= HALF else 72)
    note = fold(bar.note, (room.width - at - 6) * LETTER / SMALL, 1)[0] if bar.note else ""
    return words(at, middle, bar.text, kind, "end") + words(room.width, middle, note, "note", "end")


def swings(chart: SwingBars, width: float, name: str) -> str:
    """One bar an input from its low to its high end: plain towards its P10, striped towards its P90; a line through the
    middle case, a dashed one through the average."""
    room = room_of(width, 20)
    values = [end.value for swing in chart.swings for end in (swing.low, swing.high)]
    values += [0.0, chart.base.value, chart.mean.value]
    low, high = min(values), max(values)
    margin = 0.13 * (high - low)
    scale = PaperScale(low - margin, high + margin, room.start, room.end)
    tall = Room(room.width, room.start, room.end, 66 if room.narrow else 44)
    top = head(tall) + 16
    bottom = top + tall.row * len(chart.swings)
    drawn = [hatching(name), _sides(chart.left, chart.right, tall, scale), _grid(scale, tall, top, bottom)]
    zero, base, mean = (scale.at(value) for value in (0.0, chart.base.value, chart.mean.value))
    drawn.append(el("line", x1=zero, x2=zero, y1=top - 4, y2=bottom, class_="zero"))
    drawn += [_swing(swing, chart, tall, scale, top + tall.row * at, name) for at, swing in enumerate(chart.swings)]
    drawn.append(el("line", x1=base, x2=base, y1=top - 10, y2=bottom, class_="base"))
    drawn.append(el("line", x1=mean, x2=mean, y1=top - 10, y2=bottom, class_="mean"))
    drawn.append(words(base, top - 14, f"middle case {chart.base.label}", "note", _anchor(base, tall)))
    return drawing("".join(drawn), width, bottom + 22, "rows", chart.title)


def _anchor(x: float, room: Room) -> str:
    return "start" if x < room.start + 60 else "end" if x > room.end - 60 else "middle"


def _swing(swing: SwingBar, chart: SwingBars, room: Room, scale: PaperScale, y: float, name: str) -> str:
    high = 14.0
    line = y + (40 if room.narrow else (room.row - high) / 2)
    left, right = sorted((swing.low, swing.high), key=lambda end: end.value)
    parted = scale.at(min(max(chart.base.value, left.value), right.value))
    shapes = []
    for end, kind in ((swing.low, "low"), (swing.high, "high")):
        x = scale.at(end.value)
        box = Box(min(x, parted), line, abs(x - parted), high)
        shapes.append(box.striped("swing high", name) if kind == "high" else box.drawn("swing low"))
    middle = line + high / 2 + 4.5
    first, last = scale.at(left.value) - 6, scale.at(right.value) + 6
    shapes.append(words(first, middle, figures.signed_money(left.value), "note", "end"))
    shapes.append(words(last, middle, figures.signed_money(right.value), "note"))
    between = _between(swing)
    said = f"{swing.label}: {figures.signed_money(swing.low.value)} at {swing.low.label}, {figures.signed_money(swing.high.value)} at {swing.high.label}"
    under = words(0.0, y + 34, between, "note") if room.narrow else ""
    label = _label(swing.label, room, y, under="" if room.narrow else between)
    return hot(said, _row_ground(room, y) + label + under + "".join(shapes))


def _between(swing: SwingBar) -> str:
    """Both ends of the input, its unit once."""
    low, high = swing.low.label, swing.high.label
    unit = high.rpartition(" ")[2]
    return f"{low.removesuffix(f' {unit}')} to {high}"


def ladder(chart: Ladder, width: float, name: str) -> str:
    """Distance to every flip: a band for the range given, a mark where the answer changes; today is the line."""
    room = room_of(width, 150)
    ratios = [value for rung in chart.rungs for value in (rung.ratio or 1.0, rung.low, rung.high) if value > 0]
    low, high = max(0.02, min(0.5, *ratios) / 1.3), min(100.0, max(2.0, *ratios) * 1.3)
    scale = PaperScale(low, high, room.start, room.end, log=True)
    top, bottom = 34.0, 34.0 + room.row * len(chart.rungs)
    drawn = [words(room.start, 16, "◂ less", "side"), words(room.end, 16, "more ▸", "side", "end")]
    for value in (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100):
        if low <= value <= high:
            x = scale.at(value)
            label = "today" if value == 1 else f"{value:g}×"
            drawn.append(el("line", x1=x, x2=x, y1=top, y2=bottom, class_="zero" if value == 1 else "grid"))
            drawn.append(words(x, bottom + 16, label, "tick", "middle"))
    drawn += [_rung(rung, room, scale, top + room.row * at) for at, rung in enumerate(chart.rungs)]
    return drawing("".join(drawn), width, bottom + 22, f"rows ladder {esc(name)}", chart.title)


def _rung(rung: Rung, room: Room, scale: PaperScale, y: float) -> str:
    assert rung.ratio is not None
    middle = y + (36 if room.narrow else room.row / 2)
    a, b, x = scale.at(rung.low), scale.at(rung.high), scale.at(rung.ratio)
    band = el("rect", x=a, y=middle - 5, width=max(b - a, 3.0), height=10.0, class_="band")
    one = scale.at(1.0)
    way = el("line", x1=one, x2=x, y1=middle, y2=middle, class_="way")
    mark = el("path", d=f"M{x:.1f},{middle - 7:.1f} l7,7 l-7,7 l-7,-7 z", class_="mark")
    beyond = not scale.low <= rung.ratio <= scale.high
    far = words(x, middle - 9, "off the scale", "note", "end" if x > one else "start") if beyond else ""
    said = f"{rung.label}: {rung.today} today, flips at {rung.flips}, {figures.count(rung.ratio, 2)} times today"
    at = words(room.width, y + (20 if room.narrow else room.row / 2 + 4.5), rung.flips, "figure", "end")
    return hot(said, _row_ground(room, y) + _label(rung.label, room, y) + band + way + mark + far + at)
