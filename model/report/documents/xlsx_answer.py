"""The sheet *Answer*: what somebody forwards. The middle case live, the futures beside it as values."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from model.comparison.sheet import HORIZON
from model.decision.analysis import Analysis, OptionRow
from model.decision.ledger import AXES
from model.quantities import figures
from model.report.chapters import answer as chapter
from model.report.chapters import numbers
from model.report.documents import xlsx_verdict as verdicts
from model.report.documents.xlsx_calculation import HEAD, MONTH_1, TOTAL, WORTH, OptionAt
from model.report.documents.xlsx_formulas import Places, address
from model.report.documents.xlsx_paper import USD, Paper
from model.report.documents.xlsx_plan import FIRST_MONTH, MONTHS
from model.report.documents.xlsx_verdict import Verdict
from model.report.plain import clean, width

ANSWER = "Answer"
LABEL, FIRST_OPTION = 1, 2
SIDE, NAME, OPTION = 2.0, 34.0, 19.0
AXIS, PHASE, PAYS = 5, 6, 7
COLORS = {
    "tokens": "#0B5A8A", "runtime": "#3C8DBC", "tools": "#8BC1DD", "sandbox": "#E0A030", "infrastructure": "#C26B2D",
    "engineering": "#7A3E9D", "other": "#9AA5B1",
}  # fmt: skip
OPTION_COLORS = ("#0B5A8A", "#C26B2D", "#2E7D4F", "#7A3E9D", "#6B7280", "#B03A48")
DASHES = ("solid", "dash", "round_dot", "long_dash", "square_dot", "dash_dot")


class AnswerSheet:
    """The sheet under way: the row that is next, and how wide the text is."""

    def __init__(self, paper: Paper, analysis: Analysis, options: Sequence[OptionAt]) -> None:
        self.paper, self.analysis, self.options = paper, analysis, options
        self.last = FIRST_OPTION + max(len(options), 4) - 1
        self.page = paper.sheet(ANSWER, (SIDE, NAME, *(OPTION for _ in range(self.last - 1))), color="#1F7A3D")
        self.row = 0

    def across(self, text: str, style: str, least: float = 15.0, size: float = 1.0) -> None:
        """A row of text over the whole width, as high as it needs."""
        self.page.merge_range(self.row, LABEL, self.row, self.last, "", self.paper.style(style))
        self.paper.text(self.page, self.row, LABEL, text, style)
        self._height(text, least, size)

    def across_formula(self, formula: str, value: str, style: str, least: float, size: float) -> None:
        """The same with a formula; ``value`` is what it says now."""
        self.page.merge_range(self.row, LABEL, self.row, self.last, "", self.paper.style(style))
        self.paper.formula(self.page, self.row, LABEL, formula, value, style)
        self._height(value, least, size)

    def _height(self, text: str, least: float, size: float) -> None:
        room = (NAME + OPTION * (self.last - 1)) / size
        self.page.set_row(self.row, max(least, 14.0 * size * ceil((width(text) + 2) / room)))
        self.row += 1

    def heading(self, text: str) -> None:
        """A heading with a rule below, after an empty row."""
        self.row += 1
        for column in range(LABEL, self.last + 1):
            self.paper.text(self.page, self.row, column, text if column == LABEL else "", "heading")
        self.row += 1

    def head(self, first: str, titles: Sequence[str], room: float = OPTION) -> None:
        """Column titles, the first on the left."""
        self.paper.text(self.page, self.row, LABEL, first, "head")
        for column, title in enumerate(titles, start=FIRST_OPTION):
            self.paper.text(self.page, self.row, column, title, "head right")
        self.page.set_row(self.row, 15.0 * max(ceil((width(title) + 2) / room) for title in (*titles, "")))
        self.row += 1

    def values(self, label: str, cells: Sequence[float | str | None], number: str = USD, style: str = "text") -> None:
        """A row of values."""
        self.paper.text(self.page, self.row, LABEL, label, style)
        for column, value in enumerate(cells, start=FIRST_OPTION):
            if isinstance(value, str):
                self.page.write_string(self.row, column, value, self.paper.style("right"))
            else:
                self.paper.number(self.page, self.row, column, value, style, number)
        self.row += 1

    def formulas(
        self, label: str, cells: Sequence[tuple[str, float | str]], number: str = USD, style: str = "text"
    ) -> None:
        """A row of formulas with what they come to now."""
        self.paper.text(self.page, self.row, LABEL, label, style)
        for column, (formula, value) in enumerate(cells, start=FIRST_OPTION):
            self.paper.formula(
                self.page, self.row, column, formula, value, "right" if isinstance(value, str) else style, number
            )
        self.row += 1


def write(
    sheet: AnswerSheet, analyses: Sequence[Analysis], places: Places, verdict: Verdict, facts: Sequence[str]
) -> None:
    """The whole sheet; ``facts`` are what is fixed in this workbook."""
    analysis = analyses[0]
    name = analysis.title + (f", scenario {analysis.scenario}" if analysis.scenario else "")
    sheet.row = 1
    sheet.across(clean(name), "title", 28.0, 2.0)
    if analysis.summary:
        sheet.across(clean(analysis.summary), "quiet wrap")
    _live(sheet, places, verdict)
    _futures(sheet, analysis)
    axes_row = _parts(sheet)
    _charts(sheet, axes_row, analysis.horizon_months)
    if len(analyses) > 1:
        _scenarios(sheet, analyses)
    _words(sheet, analysis)
    sheet.heading("Fixed in this workbook; write the profile again to change it")
    for text in facts:
        sheet.across(clean(text), "wrap")


def _live(sheet: AnswerSheet, places: Places, verdict: Verdict) -> None:
    sheet.heading("The middle case, live: it follows the sheet Inputs")
    horizon = address(places.inputs[HORIZON], ANSWER)
    formula, value = (
        verdicts.sentence(verdict, horizon, ANSWER),
        verdicts.sentence_now(verdict, sheet.analysis.horizon_months),
    )
    sheet.across_formula(formula, value, "verdict", 30.0, 1.6)
    sheet.row += 1
    sheet.head("Middle case, US dollars", [option.option.title for option in sheet.options])

    def total(option: OptionAt, column: int) -> tuple[str, float]:
        return f"={address(option.total(column), ANSWER)}", column_value(option, column)

    def summed(option: OptionAt, column: int, wanted: str) -> tuple[str, float]:
        return _summed(option, column, wanted, TOTAL)

    yes = [f'=IF({address(place, ANSWER)}=1,"yes","no")' for place in verdict.chosen]
    can = ["yes" if now else "no" for now in verdict.can]
    sheet.formulas("Can be chosen", list(zip(yes, can, strict=True)))
    sheet.formulas("Present value", [total(option, WORTH) for option in sheet.options], style="bold")
    sheet.formulas("Total, not discounted", [total(option, TOTAL) for option in sheet.options])
    for label, column, wanted in (
        ("   invoices", PAYS, "invoice"),
        ("   people", PAYS, "people"),
        ("   of it build", PHASE, "build"),
    ):
        sheet.formulas(label, [summed(option, column, wanted) for option in sheet.options])
    sheet.formulas("First full month", [total(option, MONTH_1) for option in sheet.options])


def column_value(option: OptionAt, column: int) -> float:
    """What the lines of an option add up to in a column of the sheet *Lines*."""
    name = {MONTH_1: "month_1", TOTAL: "total", WORTH: "present_value"}[column]
    return sum(getattr(at.traced, name).value for at in option.lines)


def _summed(option: OptionAt, column: int, wanted: str, amount: int) -> tuple[str, float]:
    """The lines of an option that say a word in a column, added up."""
    if not option.lines:
        return "=0", 0.0
    name = {AXIS: "axis", PHASE: "phase", PAYS: "pays"}[column]
    nodes = [
        at.traced.total if amount == TOTAL else at.traced.present_value
        for at in option.lines
        if getattr(at.line, name) == wanted
    ]
    formula = f'=SUMIF({option.stretch(column)},"{wanted}",{option.stretch(amount)})'
    return formula, sum(node.value for node in nodes)


def _futures(sheet: AnswerSheet, analysis: Analysis) -> None:
    drawn = f"{figures.plural(analysis.draws, 'future')}, seed {analysis.seed}"
    sheet.heading(f"The futures, values of the profile as it was: {drawn}")
    lines = chapter.headline(analysis)
    sheet.across(lines[0], "bold wrap")
    sheet.across(lines[1], "wrap")
    sheet.row += 1
    sheet.head("Present value, US dollars", [option.option.title for option in sheet.options])
    rows = analysis.options

    def least(row: OptionRow, value: float) -> float | str:
        return value if row.complete else f"≥ {figures.dollars(value)}"

    sheet.values("Expected", [least(row, row.present_value_usd) for row in rows], style="bold")
    sheet.values("   1 in 10 futures below", [row.p10_usd for row in rows])
    sheet.values("   1 in 10 futures above", [row.p90_usd for row in rows])
    sheet.values("   middle case, as reported", [row.middle_usd for row in rows])
    sheet.values("Cheapest in, of 100 futures", [figures.in_100(row.probability_best) for row in rows])


def _parts(sheet: AnswerSheet) -> int:
    """Where the money goes, by axis; the row of the first axis."""
    sheet.heading("Where the money goes: present value of the middle case, live")
    sheet.head("US dollars", [option.option.title for option in sheet.options])
    first = sheet.row
    for axis in AXES:
        sheet.formulas(axis, [_summed(option, AXIS, axis, WORTH) for option in sheet.options])
    return first


def _charts(sheet: AnswerSheet, axes_row: int, horizon: int) -> None:
    """Cost parts as stacked bars, and what is paid so far as lines; both native and editable."""
    paper, page = sheet.paper, sheet.page
    last = FIRST_OPTION + len(sheet.options) - 1
    bars = paper.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    for offset, axis in enumerate(AXES):
        row = axes_row + offset
        bars.add_series({
            "name": [ANSWER, row, LABEL],
            "categories": [ANSWER, axes_row - 1, FIRST_OPTION, axes_row - 1, last],
            "values": [ANSWER, row, FIRST_OPTION, row, last],
            "fill": {"color": COLORS[axis]}, "gap": 60,
        })  # fmt: skip
    bars.set_title({"name": "Cost parts, present value of the middle case", "name_font": {"size": 11}})
    bars.set_x_axis({"num_format": "$#,##0", "major_gridlines": {"visible": True, "line": {"color": "#D5DAE1"}}})
    bars.set_y_axis({"reverse": True})
    bars.set_legend({"position": "bottom"})
    lines = paper.workbook.add_chart({"type": "line"})
    for place, option in enumerate(sheet.options):
        color = OPTION_COLORS[place % len(OPTION_COLORS)]
        lines.add_series({
            "name": [MONTHS, option.paid_row, 0],
            "categories": [MONTHS, HEAD, FIRST_MONTH, HEAD, FIRST_MONTH + horizon - 1],
            "values": [MONTHS, option.paid_row, FIRST_MONTH, option.paid_row, FIRST_MONTH + horizon - 1],
            "line": {"color": color, "width": 2.25, "dash_type": DASHES[place % len(DASHES)]},
        })  # fmt: skip
    lines.set_title({"name": "Paid so far by the end of the month, middle case", "name_font": {"size": 11}})
    lines.set_y_axis(
        {"num_format": "$#,##0", "min": 0, "major_gridlines": {"visible": True, "line": {"color": "#D5DAE1"}}}
    )
    lines.set_x_axis({"name": "month", "interval_unit": 6, "interval_tick": 6})
    lines.set_legend({"position": "bottom"})
    sheet.row += 1
    pixels = int((NAME + OPTION * (sheet.last - 1)) * 7.1)
    for chart, x in ((bars, 0), (lines, pixels // 2)):
        chart.set_size({"width": pixels // 2 - 10, "height": 300})
        page.insert_chart(sheet.row, LABEL, chart, {"x_offset": x, "object_position": 1})
    sheet.row += 16


def _scenarios(sheet: AnswerSheet, analyses: Sequence[Analysis]) -> None:
    """Every scenario in a row, as values."""
    sheet.heading("Scenarios side by side, values: expected present value, US dollars")
    sheet.head("Scenario", [option.option.title for option in sheet.options])
    for analysis in analyses:
        by_id = {row.id: row for row in analysis.options}
        found = [by_id.get(option.option.id) for option in sheet.options]
        sheet.values(clean(analysis.scenario or "as it is"), [row.present_value_usd if row else None for row in found])
        sheet.across(chapter.headline(analysis)[0], "quiet wrap")


def _words(sheet: AnswerSheet, analysis: Analysis) -> None:
    lines = chapter.headline(analysis)
    sheet.heading("Why, and what would change it")
    for text in lines[2:]:
        sheet.across(text, "wrap")
    for row in analysis.revisit:
        sheet.across(clean(row.sentence), "wrap")
    sheet.heading("What this rests on")
    for name, value in numbers.record(analysis):
        sheet.page.merge_range(sheet.row, FIRST_OPTION, sheet.row, sheet.last, "", sheet.paper.style("wrap"))
        sheet.paper.text(sheet.page, sheet.row, LABEL, name, "quiet")
        sheet.paper.text(sheet.page, sheet.row, FIRST_OPTION, value, "wrap")
        sheet.page.set_row(sheet.row, 14.0 * ceil((width(value) + 2) / (OPTION * (sheet.last - 1))))
        sheet.row += 1
