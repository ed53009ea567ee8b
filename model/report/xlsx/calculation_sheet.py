"""The sheet *Calculation*: the middle case worked out step by step, as the comparison does."""

from __future__ import annotations

from datetime import date

from xlsxwriter.worksheet import Worksheet

from model.report.xlsx.formulas import CellPlace, Places
from model.report.xlsx.lines_sheets import FIRST, HEAD, months_head, write_node
from model.report.xlsx.paper import QUIET, Paper, count_format, rate_format
from model.report.xlsx.plan import CALCULATION, Plan, Planned

PRINTED = 3  # the last column that paper has


def write_calculation(paper: Paper, plan: Plan, width: int, begins: tuple[CellPlace, date]) -> Worksheet:
    """The sheet *Calculation*: every step between the inputs and the months, top-down."""
    page = paper.sheet(CALCULATION, (44, 60, 26, 14, 3, 3), QUIET, HEAD)
    paper.text(page, 0, 0, "Calculation of the middle case", "title")
    paper.text(
        page,
        1,
        0,
        "Written by following the comparison's own formulas; recalculated and compared with it in the tests.",
        "quiet",
    )
    paper.head(page, HEAD, ("Whose", "Step", "Unit", "Value", "", ""), right=(3,))
    months_head(paper, page, width, plan.places, begins, plan.end + 30)
    for row, section in plan.headings:
        for column in range(6):
            paper.text(page, row, column, section if column == 0 else "", "group")
    for planned in plan.rows:
        _step(paper, page, planned, plan.places, width)
    page.freeze_panes(FIRST, 2)
    return page


def print_from(page: Worksheet, first: int, last: int) -> None:
    """What paper has of the sheet: the verdict and the checks; its steps are followed on a screen."""
    page.print_area(first, 0, last, PRINTED)
    page.set_portrait()
    page.fit_to_pages(1, 1)


def _step(paper: Paper, page: Worksheet, planned: Planned, places: Places, width: int) -> None:
    for column, text in enumerate((planned.step.whose, planned.step.what, planned.step.unit)):
        paper.text(page, planned.row, column, text, "quiet" if column == 2 else "text")
    for node, column in planned.columns(width):
        shown = (
            rate_format(node.value)
            if planned.step.unit.startswith("$")
            else "#,##0.0000"
            if planned.step.is_monthly
            else count_format(node.value)
        )
        write_node(paper, page, node, CellPlace(CALCULATION, planned.row, column), places, shown)
