"""The middle case on the sheet *Answer*, in formulas: what every option costs by part, by year and by pocket, and the
difference of the pair beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import ceil
from typing import TypeAlias

from xlsxwriter.utility import xl_range_abs

from model.comparison.following.tracing import given_key
from model.comparison.lines.axes import AXES
from model.comparison.sheet import HORIZON
from model.decision.records.analysis import OptionRow
from model.report.plain import clean
from model.report.xlsx import inputs_sheet as inputs
from model.report.xlsx import trials as trials
from model.report.xlsx import workbook_charts as charts
from model.report.xlsx.answer_rows import FIRST_OPTION, LABEL, AnswerSheet, Label
from model.report.xlsx.formulas import CellPlace, address
from model.report.xlsx.inputs_sheet import InputsLayout
from model.report.xlsx.lines_sheets import MONTH_1, ONCE_AT, TOTAL, WORTH, OptionAt, difference_row, serial
from model.report.xlsx.plan import ANSWER, FIRST_MONTH, MONTHS
from model.report.xlsx.verdict_sheet import VerdictCells
from model.telling import bill, pockets
from model.telling.dates import calendar_month
from model.telling.option_names import short

AXIS, PAYS = 5, 7
Touched: TypeAlias = Callable[[OptionRow], bool]
"""Whether a line that nobody priced belongs into an amount of an option."""


def write(sheet: AnswerSheet, layout: InputsLayout, tried: trials.Trials, verdict: VerdictCells) -> charts.Parts:
    """What the verdict of the middle case rests on, in formulas; where the parts of the difference stand."""
    sheet.heading("The middle case, live: it follows the yellow cells")
    every = f"MIN({verdict.checks},{layout.stretch(inputs.CHECK)})"
    checks = f'=IFERROR(IF({every}=1,"Checks: all OK","Checks: one does not hold, the sentence above names it"),"Checks: a cell holds no number")'
    sheet.across("Checks: all OK", "quiet wrap", 15.0, 1.0, checks)
    sheet.row += 1
    a, b = (short(sheet.analysis, option) for option in sheet.analysis.pair)
    sheet.head("US dollars", f"{b} less {a}")
    _total(sheet, layout, "Present value", WORTH, "bold")
    first = sheet.row
    for axis in AXES:
        part = partial(bill.touched, axis=axis)
        cells = [_summed(option, layout, AXIS, axis, WORTH, part) for option in sheet.options]
        _row(sheet, layout, f" {axis}", cells, touched=part)
    _total(sheet, layout, "Total, not discounted", TOTAL, "bold")
    _row(sheet, layout, " build", _build(sheet), touched=partial(bill.touched, build=True))
    for after, (label, paid) in zip(range(0, sheet.months, 12), _years(sheet, tried), strict=True):
        _beyond(sheet, layout, after)
        _row(sheet, layout, label, paid, touched=partial(bill.touched, build=False))
    if any(line.line.phase == "exit" for at in sheet.options for line in at.lines):
        _row(sheet, layout, " leaving", _leaving(sheet), touched=_never)
    for pays, name in pockets.TITLES.items():
        cells = [_summed(at, layout, PAYS, pays, TOTAL) for at in sheet.options]
        _row(sheet, layout, f" {name.lower()}", cells, touched=partial(bill.touched, pays=pays))
    _total(sheet, layout, "First full month", MONTH_1, "bold")
    can = [f'=IF({address(place, ANSWER)}=1,"yes","no")' for place in verdict.chosen]
    sheet.formulas("Can be chosen", list(zip(can, ("yes" if now else "no" for now in verdict.can), strict=True)))
    for row in sheet.analysis.options:
        if row.why_not:
            sheet.across(clean(f"{row.title}: {'; '.join(row.why_not)}."), "quiet wrap")
    return charts.Parts(
        first,
        first + len(AXES) - 1,
        FIRST_OPTION + len(sheet.options),
        difference_row(sheet.options),
        _difference_usd(sheet),
    )


def _difference_usd(sheet: AnswerSheet) -> float:
    """The present value of the second of the pair less that of the first."""
    a, b = (sheet.analysis.option(option).middle_usd for option in sheet.analysis.pair)
    return b - a


def _row(
    sheet: AnswerSheet,
    layout: InputsLayout,
    label: Label,
    cells: Sequence[tuple[str, float | str]],
    style: str = "text",
    touched: Touched = bill.touched,
) -> None:
    """A row of amounts, those that an unpriced line belongs into as lower bounds, and the difference of the pair beside
    them, which is left out while either is one."""
    bounds = [_least(layout, at, touched) for at in sheet.options]
    ids = [at.option.id for at in sheet.options]
    a, b = (ids.index(option) for option in sheet.analysis.pair)
    cell_a, cell_b = (address(CellPlace(ANSWER, sheet.row, FIRST_OPTION + at), ANSWER) for at in (a, b))
    left_out = [bound for bound in (bounds[a], bounds[b]) if bound]
    formula = f"ROUND({cell_b}-{cell_a},2)"
    value_a, value_b = cells[a][1], cells[b][1]
    value: float | str = (
        "–" if left_out or isinstance(value_a, str) or isinstance(value_b, str) else round(value_b - value_a, 2)
    )
    if left_out:
        formula = f'IF(OR({",".join(left_out)}),"–",{formula})'
    sheet.formulas(label, [*cells, (f"={formula}", value)], style, [*bounds, ""])


def _beyond(sheet: AnswerSheet, layout: InputsLayout, after: int) -> None:
    """Greys the row that is next while the horizon is no longer than so many months."""
    rule = {"type": "formula", "criteria": f"={address(layout.places[HORIZON], ANSWER)}<={after}"}
    sheet.page.conditional_format(sheet.row, LABEL, sheet.row, sheet.last, rule | {"format": sheet.paper.beyond})


def _never(row: OptionRow) -> bool:  # noqa: ARG001  the shape of `Touched`
    """No line that nobody priced belongs into what leaving costs."""
    return False


def _build(sheet: AnswerSheet) -> list[tuple[str, float]]:
    """What every option builds, of both where another serves meanwhile."""
    return [_months_cell(at, at.paid_row, ONCE_AT, ONCE_AT, at.build_usd) for at in sheet.options]


def _leaving(sheet: AnswerSheet) -> list[tuple[str, float]]:
    """What is paid once besides."""
    once = [_months_cell(at, at.month_sum_row, ONCE_AT, ONCE_AT, at.once_usd) for at in sheet.options]
    return [
        (f"{of_all}-{of_build.removeprefix('=')}", usd - built)
        for (of_all, usd), (of_build, built) in zip(once, _build(sheet), strict=True)
    ]


def _years(sheet: AnswerSheet, tried: trials.Trials) -> Iterator[tuple[Label, list[tuple[str, float]]]]:
    """Every year with the month it ends in, and what every option pays in it."""
    begins, first_day = address(tried.begins, ANSWER), calendar_month(sheet.analysis.as_of, 1)
    for year in range(1, ceil(sheet.months / 12) + 1):
        first, last = FIRST_MONTH + 12 * (year - 1), FIRST_MONTH + min(12 * year, sheet.months) - 1
        label = (f"=EDATE({begins},{12 * year}-1)", serial(first_day, 12 * year), f'"year {year}, to "mmm yyyy')
        paid = [_months_cell(at, at.month_sum_row, first, last, at.paid_usd(first, last)) for at in sheet.options]
        yield label, paid


def _months_cell(at: OptionAt, row: int, first: int, last: int, usd: float) -> tuple[str, float]:
    """The sum of a stretch of months of an option."""
    return (f"=SUM({MONTHS}!{xl_range_abs(row, first, row, last)})", usd) if at.lines else ("=0", 0.0)


def _total(sheet: AnswerSheet, layout: InputsLayout, label: str, column: int, style: str) -> None:
    name = {MONTH_1: "month_1", TOTAL: "total", WORTH: "present_value"}[column]
    cells = [
        (f"={address(option.total(column), ANSWER)}", sum(getattr(at.traced, name).value for at in option.lines))
        for option in sheet.options
    ]
    _row(sheet, layout, label, cells, style)


def _least(layout: InputsLayout, at: OptionAt, touched: Touched) -> str:
    """What holds while an amount of an option is a lower bound, as a formula; empty where it never is."""
    row = at.option
    if row.complete or not touched(row):
        return ""
    if layout.wanted.left[row.id] or not layout.wanted.keys[row.id]:
        return "TRUE"
    cells = (address(layout.places[given_key(key)], ANSWER) for key in layout.wanted.keys[row.id])
    return f"MIN({','.join(cells)})=0"


def _summed(
    option: OptionAt, layout: InputsLayout, column: int, wanted: str, amount: int, touched: Touched | None = None
) -> tuple[str, float | str]:
    """The lines of an option that say a word in a column, added up; an axis of which nothing has a price says so."""
    name = {AXIS: "axis", PAYS: "pays"}[column]
    lines = [at.traced for at in option.lines if getattr(at.line, name) == wanted]
    least = _least(layout, option, touched) if touched else ""
    if least == "TRUE" and not lines:
        return '="not priced"', "not priced"
    if not option.lines:
        return "=0", 0.0
    formula = f'SUMIF({option.stretch(column)},"{wanted}",{option.stretch(amount)})'
    usd = sum((line.total if amount == TOTAL else line.present_value).value for line in lines)
    if least and usd == 0.0:
        return f'=IF({least},"not priced",{formula})', "not priced"
    return f"={formula}", usd
