"""Native charts of the workbook, which a person can edit: where the difference of the pair comes from, and how it adds up."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from model.report import palette
from model.report.xlsx.answer_rows import LABEL, AnswerSheet
from model.report.xlsx.lines_sheets import DATES
from model.report.xlsx.paper import INK, RULE, plain
from model.report.xlsx.plan import ANSWER, FIRST_MONTH, MONTHS

ROWS = 15  # that the charts stand on
PIXELS_A_CHARACTER, HEIGHT = 7.1, 275
LONG = 36  # months, beyond which a chart names every twelfth
GRID = {"visible": True, "line": {"color": RULE, "width": 0.5}}
SMALL = {"size": 9, "color": INK}
DOLLARS, THOUSANDS = "$#,##0;-$#,##0;$0", '$#,##0,"k";-$#,##0,"k";$0'
MANY = 20_000.0  # dollars, from which on an axis counts thousands


class Parts(Struct, frozen=True):
    """Where the difference of the pair stands: the rows of its parts on the sheet *Answer* and their column, the row of
    the sheet *Months* that adds it up, and what it comes to, US dollars."""

    first: int
    last: int
    column: int
    months_row: int
    usd: float

    @property
    def shown(self) -> str:
        """How the axes show amounts."""
        return THOUSANDS if abs(self.usd) >= MANY else DOLLARS


def write(sheet: AnswerSheet, row: int, parts: Parts) -> None:
    """Both charts side by side, from a row on."""
    pixels = int(sheet.room * PIXELS_A_CHARACTER)
    a, b = (sheet.analysis.option(option).title for option in sheet.analysis.pair)
    told = f"{b} less {a}"
    for chart, x in ((_parts(sheet, parts), 0), (_adding_up(sheet, parts), pixels // 2)):
        chart.set_legend({"none": True})
        chart.set_chartarea({"border": {"none": True}})
        chart.set_size({"width": pixels // 2 - 8, "height": HEIGHT})
        sheet.page.insert_chart(
            row + 1, LABEL, chart, {"x_offset": x, "object_position": 1, "description": plain(told)}
        )


def _titled(chart: Any, text: str) -> None:
    chart.set_title({"name": text, "name_font": {"size": 11, "color": INK}, "overlay": False})


def _parts(sheet: AnswerSheet, parts: Parts) -> Any:
    """A bar a cost part, to the side of the option that it makes more expensive and in its color."""
    a, b = (f"#{palette.COLORS[side]}" for side in palette.sides(sheet.analysis))
    chart = sheet.paper.workbook.add_chart({"type": "bar"})
    chart.add_series({
        "categories": [ANSWER, parts.first, LABEL, parts.last, LABEL],
        "values": [ANSWER, parts.first, parts.column, parts.last, parts.column],
        "fill": {"color": b}, "invert_if_negative": True, "invert_if_negative_color": a, "gap": 50,
    })  # fmt: skip
    _titled(chart, "Difference in present value by cost part, middle case")
    chart.set_x_axis({"num_format": parts.shown, "major_gridlines": GRID, "num_font": SMALL, "line": {"none": True}})
    chart.set_y_axis(
        {"num_font": SMALL, "label_position": "low", "reverse": True, "major_gridlines": {"visible": False}}
    )
    return chart


def _adding_up(sheet: AnswerSheet, parts: Parts) -> Any:
    """What the second of the pair has cost more by the end of every month."""
    chart = sheet.paper.workbook.add_chart({"type": "line"})
    months = sheet.analysis.horizon_months
    last, row = FIRST_MONTH + months - 1, parts.months_row
    chart.add_series({
        "categories": [MONTHS, DATES, FIRST_MONTH, DATES, last], "values": [MONTHS, row, FIRST_MONTH, row, last],
        "line": {"color": f"#{palette.COLORS[palette.sides(sheet.analysis)[1]]}", "width": 2.25},
    })  # fmt: skip
    _titled(chart, "Difference in what is paid so far, middle case")
    chart.set_y_axis({"num_format": parts.shown, "major_gridlines": GRID, "num_font": SMALL, "line": {"none": True}})
    chart.set_x_axis({
        "date_axis": True, "major_unit": 12 if months > LONG else 6, "major_unit_type": "months", "num_font": SMALL,
        "num_format": "mmm yyyy", "label_position": "low",
    })  # fmt: skip
    return chart
