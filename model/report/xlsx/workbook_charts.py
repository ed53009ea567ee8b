"""Native charts of the workbook, which a person can edit: cost parts, and what is paid so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from xlsxwriter.worksheet import Worksheet

from model.comparison.lines.axes import AXES
from model.report.xlsx.formulas import CellPlace
from model.report.xlsx.lines_sheets import HEAD, OptionAt
from model.report.xlsx.paper import INK, RULE, Paper
from model.report.xlsx.plan import ANSWER, FIRST_MONTH, MONTHS

ROWS = 17  # that the charts stand on
PIXELS_A_CHARACTER, HEIGHT = 7.1, 310
OPTION_COLORS = ("#0B5A8A", "#C26B2D", "#2E7D4F", "#7A3E9D", "#6B7280", "#B03A48")
DASHES = ("solid", "dash", "round_dot", "long_dash", "square_dot", "dash_dot")
GRID = {"visible": True, "line": {"color": RULE, "width": 0.5}}
SMALL = {"size": 9, "color": INK}


class Parts(Struct, frozen=True):
    """Where the cost parts stand on the sheet *Answer*: the row of the first one, the columns, the row for the charts,
    the characters between the edges, the months to draw, and where the short names of the options stand."""

    row: int
    label: int
    first: int
    last: int
    below: int
    room: float
    months: int
    labels: tuple[CellPlace, ...]


def write(paper: Paper, page: Worksheet, options: Sequence[OptionAt], parts: Parts) -> None:
    """Both charts side by side."""
    pixels = int(parts.room * PIXELS_A_CHARACTER)
    for chart, x in ((_cost_parts(paper, parts), 0), (_paid(paper, options, parts), pixels // 2)):
        chart.set_legend({"position": "bottom", "font": SMALL})
        chart.set_chartarea({"border": {"none": True}})
        chart.set_size({"width": pixels // 2 - 8, "height": HEIGHT})
        page.insert_chart(parts.below + 1, parts.label, chart, {"x_offset": x, "object_position": 1})


def _cost_parts(paper: Paper, parts: Parts) -> Any:
    """A column an option, its present value stacked by axis."""
    chart = paper.workbook.add_chart({"type": "column", "subtype": "stacked"})
    names = parts.labels
    titles = [names[0].sheet, names[0].row, names[0].column, names[-1].row, names[-1].column]
    for offset, axis in enumerate(AXES):
        row = parts.row + offset
        chart.add_series({
            "name": [ANSWER, row, parts.label], "categories": titles, "gap": 70,
            "values": [ANSWER, row, parts.first, row, parts.last], "fill": {"color": AXES[axis].color},
        })  # fmt: skip
    chart.set_title({"name": "Present value by cost part", "name_font": {"size": 11, "color": INK}, "overlay": False})
    chart.set_y_axis({"num_format": "$#,##0", "major_gridlines": GRID, "num_font": SMALL, "line": {"none": True}})
    chart.set_x_axis({"num_font": SMALL})
    return chart


def _paid(paper: Paper, options: Sequence[OptionAt], parts: Parts) -> Any:
    """A line an option, told apart by dashes as well as colour."""
    chart = paper.workbook.add_chart({"type": "line"})
    last = FIRST_MONTH + parts.months - 1
    for place, (option, label) in enumerate(zip(options, parts.labels, strict=True)):
        color, dash = OPTION_COLORS[place % len(OPTION_COLORS)], DASHES[place % len(DASHES)]
        chart.add_series({
            "name": [label.sheet, label.row, label.column], "categories": [MONTHS, HEAD, FIRST_MONTH, HEAD, last],
            "values": [MONTHS, option.paid_row, FIRST_MONTH, option.paid_row, last],
            "line": {"color": color, "width": 2.25, "dash_type": dash},
        })  # fmt: skip
    chart.set_title({"name": "Paid so far, by month", "name_font": {"size": 11, "color": INK}})
    chart.set_y_axis(
        {"num_format": "$#,##0", "min": 0, "major_gridlines": GRID, "num_font": SMALL, "line": {"none": True}}
    )
    chart.set_x_axis({"interval_unit": 6, "interval_tick": 6, "num_font": SMALL})
    return chart
