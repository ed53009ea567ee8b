"""Native charts: the figures lie in a workbook inside the file, so that a person can edit every one of them."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE, MSO_THEME_COLOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from model.quantities.ticks import month_ticks, step_of
from model.report import palette
from model.report.blocks import Bar, Bars, Curve, Curves
from model.report.plain import clean
from model.report.pptx import grid as paper
from model.report.pptx.grid import GREY, HAIR, INK, emu
from model.report.pptx.shapes import OpenSlide, TextRun, text_box

_Data: Any = CategoryChartData
_Lines: Any = XyChartData  # the library does not say of what types these are
_THEME = {
    "tx1": MSO_THEME_COLOR.TEXT_1, "tx2": MSO_THEME_COLOR.TEXT_2, "bg1": MSO_THEME_COLOR.BACKGROUND_1,
    "accent1": MSO_THEME_COLOR.ACCENT_1, "accent2": MSO_THEME_COLOR.ACCENT_2, "accent3": MSO_THEME_COLOR.ACCENT_3,
    "accent4": MSO_THEME_COLOR.ACCENT_4, "accent5": MSO_THEME_COLOR.ACCENT_5,
}  # fmt: skip
_DASHES = {
    "solid": MSO_LINE.SOLID, "dash": MSO_LINE.DASH, "dot": MSO_LINE.ROUND_DOT, "long": MSO_LINE.LONG_DASH,
    "dash-dot": MSO_LINE.DASH_DOT,
}  # fmt: skip
BAND = ("1 in 10 futures below", "1 in 10 futures above")
LABEL_ROOM = 0.24  # of the span of all bars, kept free where a label stands
PLOT = (0.07, 0.03, 0.8)  # left, top and height of the lines' plot, as parts of the chart
THEME_FONT = "+mn-lt"  # the theme's font for text
DOT_NAMES, DOT_SAID, DOT_AXIS, DOT_EDGE = 0.24, 0.3, 0.34, 0.04  # of the width, of the width, inches, of the plot
MOST_MARKS = 9  # months named under the lines
MOST_LABEL = 0.36  # of the chart's width, for the names at the ends of lines
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def money_format(usd: float, signed: bool) -> str:
    """The number format that writes an amount as running text does: `+$163k`, `−$5.4k`, `$1.19M`."""
    size = abs(usd)
    for step, cut, letter in ((1e9, ",,,", "B"), (1e6, ",,", "M"), (1e3, ",", "k")):
        if size >= step * 0.9995:
            places = 0 if letter == "k" and size >= 9_950 else 1 if letter == "k" else 2 if size < 10 * step else 1
            digits = "0" + ("." + "0" * places if places else "") + cut + f'"{letter}"'
            return _both(digits, signed)
    if size >= 9.995:
        return _both("0", signed)
    return _both("0.00" if size >= 0.0995 or not size else "0.0000", signed)


def _both(digits: str, signed: bool) -> str:
    plus = '"+$"' if signed else '"$"'
    return f'{plus}{digits};"−$"{digits};"$0"'


def bars_height(block: Bars, sizes: paper.Sizes) -> float:
    """The least height at which every bar and its label can be read."""
    air = 0.05 if block.dots else 0.25
    return (len(block.bars) + (block.total is not None)) * sizes.at(13) * (1.6 if block.dots else 1.75) / 72 + air


def bar_label(bar: Bar) -> str:
    """A bar's name with what stands beside it."""
    return clean(f"{bar.label}  ({bar.note})" if bar.note else bar.label)


def as_text(label: str) -> str:
    """A label that the chart's workbook takes for text: a blank before what it would take for a formula or an address."""
    return f" {label}" if label[:1] in ("=", "{") or ":" in label.partition(" ")[0] else label


def bars_chart(sheet: OpenSlide, block: Bars, box: tuple[float, float, float, float], sizes: paper.Sizes) -> None:
    """Bars around zero in the order of the block, the sum last, every bar with its amount."""
    shown = [*block.bars, *([block.total] if block.total else [])]
    data = _Data(number_format="General")
    points = sizes.at(13)
    data.categories = [as_text(paper.shorten(bar_label(bar), points, box[2] * 0.48)) for bar in shown]
    data.add_series(as_text(clean(block.title)), [bar.value for bar in shown])
    frame = sheet.slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *(Emu(emu(each)) for each in box), data)
    _describe(frame, block.title, [f"{bar.label} {bar.text}" for bar in shown])
    chart = _plain(frame.chart, points)
    _bar_axes(chart, [bar.value for bar in shown])
    plot = chart.plots[0]
    plot.gap_width, plot.vary_by_categories = 42, False
    series = plot.series[0]
    series.invert_if_negative = False
    for at, bar in enumerate(shown):
        total = block.total is not None and at == len(shown) - 1
        fill = series.points[at].format.fill
        fill.solid()
        _paint(fill.fore_color, INK if total else paper.OPTIONS[block.sides[bar.value >= 0]])
    _bar_labels(plot, series, shown, points)


def dots_chart(sheet: OpenSlide, block: Bars, box: tuple[float, float, float, float], sizes: paper.Sizes) -> None:
    """Every amount as a dot on its range of 8 in 10 futures, around zero: its name to the left, the amount and what
    stands beside it to the right."""
    shown, points = block.bars, sizes.at(13)
    left, top, width, height = box
    names, said = width * DOT_NAMES, width * DOT_SAID
    plot = (left + names, top, width - names - said, height)
    rows = height - DOT_AXIS
    data = _Lines(number_format="General")
    _points(data, "average", [(bar.value, len(shown) - at - 0.5) for at, bar in enumerate(shown)])
    _points(data, "zero", [(0.0, 0.0), (0.0, float(len(shown)))])
    for at, bar in enumerate(shown):
        y = len(shown) - at - 0.5
        low, high = (bar.value if end is None else end for end in (bar.low, bar.high))
        _points(data, f"{bar.label}, 8 in 10 futures", [(low, y), (bar.value, y), (high, y)])
    frame = sheet.slide.shapes.add_chart(
        XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, *(Emu(emu(each)) for each in plot), data
    )
    _describe(frame, block.title, [f"{bar.label} {bar.text}, {bar.note}" for bar in shown])
    chart = _plain(frame.chart, points)
    _dot_axes(chart, block, points)
    means, zero, *ranges = chart.plots[0].series
    for series in ranges:
        _stroke(series, GREY, 2.5)
    _stroke(zero, INK, 1.0)
    means.format.line.fill.background()
    means.marker.style, means.marker.size = XL_MARKER_STYLE.CIRCLE, 11
    means.marker.format.fill.solid()
    _paint(means.marker.format.fill.fore_color, paper.ACCENT)
    _layout(chart, (DOT_EDGE, 0.0, 1.0 - 2 * DOT_EDGE, rows / height))
    for at, bar in enumerate(shown):
        line = points * 1.25 / 72
        y = top + rows * (at + 0.5) / len(shown) - line / 2
        name = paper.shorten(clean(bar.label), points, names - 0.1)
        text = paper.shorten(clean(f"{bar.text}  {bar.note}"), points, said - 0.15)
        text_box(sheet, f"Name {at + 1}", [TextRun(name, points)], (left, y, names - 0.05, line))
        text_box(
            sheet, f"Amount {at + 1}", [TextRun(text, points, True)], (left + width - said + 0.1, y, said - 0.1, line)
        )


def _points(data: Any, name: str, points: Sequence[tuple[float, float]]) -> None:
    series = data.add_series(as_text(clean(name)))
    for x, y in points:
        series.add_data_point(x, y)


def _stroke(series: Any, color: str, width: float) -> None:
    series.smooth = False
    series.format.line.width = Pt(width)
    _paint(series.format.line.color, color)


def _dot_axes(chart: Any, block: Bars, points: float) -> None:
    ends = [0.0, *(end for bar in block.bars for end in (bar.value, bar.low, bar.high) if end is not None)]
    span = max(ends) - min(ends) or 1.0
    step = step_of(min(ends), max(ends), 5)
    up, along = chart.value_axis, chart.category_axis
    up.minimum_scale, up.maximum_scale = 0.0, float(len(block.bars))
    up.visible, up.has_major_gridlines = False, False
    along.minimum_scale = floor((min(ends) - 0.02 * span) / step) * step if min(ends) < 0 else 0.0
    along.maximum_scale = ceil((max(ends) + 0.02 * span) / step) * step if max(ends) > 0 else 0.0
    along.major_unit, along.has_major_gridlines = step, True
    _paint(along.major_gridlines.format.line.color, HAIR)
    along.format.line.fill.background()
    along.major_tick_mark = XL_TICK_MARK.NONE
    along.tick_labels.number_format, along.tick_labels.number_format_is_linked = money_format(step, True), False
    along.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    along.tick_labels.font.size = Pt(max(paper.LEAST_POINTS, points - 2))


def _bar_axes(chart: Any, values: Sequence[float]) -> None:
    low, high = min(0.0, *values), max(0.0, *values)
    room = (high - low or 1.0) * LABEL_ROOM
    value, category = chart.value_axis, chart.category_axis
    value.minimum_scale, value.maximum_scale = (low - room if low < 0 else 0.0), (high + room if high > 0 else 0.0)
    value.visible, value.has_major_gridlines = False, False
    category.reverse_order = True
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    category.major_tick_mark = category.minor_tick_mark = XL_TICK_MARK.NONE
    _paint(category.format.line.color, GREY)
    category.format.line.width = Pt(1)


def _bar_labels(plot: Any, series: Any, shown: Sequence[Bar], points: float) -> None:
    """Every label has the format of its own amount and follows it when somebody edits the figure."""
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size = Pt(points)
    own = "".join(
        f'<c:dLbl xmlns:c="{C}"><c:idx val="{at}"/><c:numFmt formatCode="{paper.safe(money_format(bar.value, True))}" sourceLinked="0"/>'
        f"<c:spPr/>{_label_font(points, INK, True)}"
        '<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbl>'
        for at, bar in enumerate(shown)
    )
    _labels(series, own, "outEnd", '<c:showVal val="1"/>')


def _labels(series: Any, own: str, position: str, shows: str) -> None:
    xml = (
        f'<c:dLbls xmlns:c="{C}">{own}<c:spPr/><c:dLblPos val="{position}"/><c:showLegendKey val="0"/>{shows}'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )
    element = series._element
    for old in element.findall(qn("c:dLbls")):
        element.remove(old)
    new = parse_xml(xml)
    after = next(child for child in element if child.tag in (qn("c:cat"), qn("c:val"), qn("c:xVal")))
    after.addprevious(new)


def _label_font(points: float, colour: str, bold: bool) -> str:
    weight = ' b="1"' if bold else ' b="0"'
    return (
        '<c:txPr><a:bodyPr xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" wrap="none"/>'
        '<a:p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:pPr>'
        f'<a:defRPr sz="{round(points * 100)}"{weight}>{paper.solid(colour)}</a:defRPr></a:pPr>'
        '<a:endParaRPr lang="en-US"/></a:p></c:txPr>'
    )


def curves_chart(sheet: OpenSlide, block: Curves, box: tuple[float, float, float, float], sizes: paper.Sizes) -> None:
    """Lines over months; each ends in its name and amount instead of a legend."""
    points = sizes.at(13)
    names = [_fitting(curve, points, box[2] * MOST_LABEL) for curve in block.curves]
    data = _Lines(number_format="General")
    for curve, name in zip(block.curves, names, strict=True):
        _points(data, name, list(zip(block.x, curve.values, strict=False)))
    for at, end in enumerate(block.band or ()):
        _points(data, BAND[at], list(zip(block.x, end, strict=True)))
    kind = XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS
    frame = sheet.slide.shapes.add_chart(kind, *(Emu(emu(each)) for each in box), data)
    _describe(frame, block.title, [curve.label for curve in block.curves])
    chart = _plain(frame.chart, points)
    ends = [curve.values[-1] for curve in block.curves]
    every = [
        0.0,
        *(usd for curve in block.curves for usd in curve.values),
        *(usd for end in block.band or () for usd in end),
    ]
    bottom, top = _even(min(every), max(every))
    _curve_axes(chart, block, bottom, top, points)
    apart = points * 1.35 / 72 / box[3]
    moved = _apart([(end - bottom) / (top - bottom) * PLOT[2] for end in ends], apart)
    drawn = list(chart.plots[0].series)
    for at, (series, curve) in enumerate(zip(drawn, block.curves, strict=False)):
        _curve(series, curve, ends[at], moved[at], points)
    for series in drawn[len(block.curves) :]:
        _stroke(series, paper.OPTIONS[block.curves[0].option], 1.25)
        series.format.line.dash_style = MSO_LINE.ROUND_DOT
    widest = max(paper.text_width(f"{name} $000.00M", points, True) for name in names) / box[2]
    _inner_plot(chart, 1.0 - PLOT[0] - widest - 0.02)


def _fitting(curve: Curve, points: float, width: float) -> str:
    return paper.shorten(clean(curve.name), points * 1.06, width - paper.text_width(" $000.00M", points, True))


def _even(low: float, high: float) -> tuple[float, float]:
    """The ends of the amount axis: even steps that hold zero and every line."""
    if low == high:
        return 0.0, 1.0
    step = step_of(low, high, 5)
    return floor(low / step * (1 + 1e-9)) * step, ceil(high / step * (1 + 1e-9)) * step


def _curve_axes(chart: Any, block: Curves, bottom: float, top: float, points: float) -> None:
    value, category = chart.value_axis, chart.category_axis
    value.has_major_gridlines = True
    _paint(value.major_gridlines.format.line.color, HAIR)
    value.major_gridlines.format.line.width = Pt(0.75)
    value.format.line.fill.background()
    value.minimum_scale, value.maximum_scale = bottom, top
    largest = max(top, -bottom)
    value.tick_labels.number_format, value.tick_labels.number_format_is_linked = money_format(largest, False), False
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    value.major_tick_mark = XL_TICK_MARK.NONE
    _paint(category.format.line.color, GREY)
    category.major_tick_mark, category.has_major_gridlines = XL_TICK_MARK.OUTSIDE, False
    category.minimum_scale, category.maximum_scale = block.x[0], block.x[-1]
    marks = month_ticks(int(block.x[-1] - block.x[0]), MOST_MARKS)
    category.major_unit = float(marks[1]) if marks[1:] else 1.0
    category.tick_labels.number_format, category.tick_labels.number_format_is_linked = "0", False
    category.has_title = True
    category.axis_title.text_frame.text = clean(block.x_title)
    run = category.axis_title.text_frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold = Pt(points), False
    _paint(run.font.color, GREY)


def _curve(series: Any, curve: Curve, end: float, moved: float, points: float) -> None:
    """A line in the color and dash of its option."""
    colour, last = paper.OPTIONS[curve.option], len(curve.values) - 1
    series.smooth = False
    series.format.line.width = Pt(3)
    _paint(series.format.line.color, colour)
    series.format.line.dash_style = _DASHES[palette.DASHES[curve.option]]
    shift = (
        f'<c:layout><c:manualLayout><c:x val="0"/><c:y val="{moved:.4f}"/></c:manualLayout></c:layout>' if moved else ""
    )
    own = (
        f'<c:dLbl xmlns:c="{C}"><c:idx val="{last}"/>{shift}<c:numFmt formatCode="{paper.safe(money_format(end, False))}" sourceLinked="0"/>'
        f"<c:spPr/>{_label_font(points, colour, True)}"
        '<c:dLblPos val="r"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="1"/><c:showPercent val="0"/><c:showBubbleSize val="0"/><c:separator> </c:separator></c:dLbl>'
    )
    _labels(series, own, "r", '<c:showVal val="0"/>')


def _apart(heights: Sequence[float], apart: float) -> list[float]:
    """By how much of the chart's height each end label moves down (up: below zero) so that none covers another."""
    order = sorted(range(len(heights)), key=lambda at: -heights[at])
    wanted = [PLOT[1] + PLOT[2] - heights[at] for at in order]
    places: list[float] = []
    for want in wanted:
        places.append(max(want, places[-1] + apart) if places else want)
    shift = max(sum(place - want for place, want in zip(places, wanted, strict=True)) / len(wanted), places[-1] - 0.95)
    moved = [0.0] * len(heights)
    for at, place, want in zip(order, places, wanted, strict=True):
        moved[at] = round(max(place - shift, PLOT[1]) - want, 4) if shift > 1e-9 else 0.0
    return moved


def _inner_plot(chart: Any, width: float) -> None:
    """Room at the right for the names of the lines."""
    left, top, height = PLOT
    _layout(chart, (left, top, width, height))


def _layout(chart: Any, inner: tuple[float, float, float, float]) -> None:
    """Where the inside of the plot lies, in parts of the chart: left, top, width and height."""
    left, top, width, height = inner
    area = chart._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    area.insert(0, parse_xml(
        f'<c:layout xmlns:c="{C}"><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{left:.4f}"/><c:y val="{top:.4f}"/><c:w val="{width:.4f}"/><c:h val="{height:.4f}"/></c:manualLayout></c:layout>'
    ))  # fmt: skip


def _plain(chart: Any, points: float) -> Any:
    """No legend, no title, one type size."""
    chart.has_legend = chart.has_title = False
    chart.font.size, chart.font.name = Pt(points), THEME_FONT
    _paint(chart.font.color, INK)
    return chart


def _paint(color: Any, name: str) -> None:
    """A color of the theme, by the name that `grid` gives it."""
    known, _, left = name.partition(":")
    color.theme_color = _THEME[known]
    if left:
        color.brightness = int(left) / 100_000 - 1.0


def _describe(frame: Any, title: str, figures: Sequence[str]) -> None:
    """What a screen reader says in place of the picture."""
    seen = frame._element.nvGraphicFramePr.cNvPr
    seen.set("descr", clean(f"{title}: {'; '.join(figures)}"))
    seen.set("name", f"Chart: {clean(title)}"[:80])
