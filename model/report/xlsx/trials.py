"""What can be tried on the sheet *Answer*: a scenario by its name, the inputs that decide, and when the first month begins.

A yellow cell there is empty: a value typed into it is in use instead of the one on the sheet *Inputs*, and is cleared to go
back. Nothing is typed twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from model.decision.records.analysis import Analysis, InputRow
from model.quantities import figures
from model.report.alike import as_numbers, besides
from model.report.chapters.numbers import ranked
from model.report.plain import clean
from model.report.xlsx.answer_rows import LABEL, NAME, AnswerSheet
from model.report.xlsx.formulas import CellPlace, address
from model.report.xlsx.inputs_sheet import AS_IT_IS, InputsLayout, Scenario, TakenValues, scenarios_of, unit_of
from model.report.xlsx.paper import brief_format, lines_of
from model.report.xlsx.plan import ANSWER, CALCULATION
from model.telling.dates import calendar_month
from model.telling.flips import flips
from model.telling.swings import swings

MOST, FLIPS_FIRST = 6, 2
IN_USE, RANGE, YOURS, FLIPS = 2, 3, 4, 5
NAMED_UNITS = (
    "engineers",
    "engineer-weeks",
    "hours",
    "minutes",
    "weeks",
    "months",
)  # of which the name alone says nothing
BEGINS = "The first month begins on"
DAY = "d mmm yyyy"


class Trials(Struct, frozen=True):
    """Where the cells stand: ``row`` is that of the first one; a picker only where there are scenarios to pick."""

    row: int
    keys: tuple[str, ...]
    scenarios: bool

    @property
    def picker(self) -> CellPlace | None:
        """The cell with the name of the scenario."""
        return CellPlace(ANSWER, self.row, IN_USE) if self.scenarios else None

    @property
    def begins(self) -> CellPlace:
        """The cell with the day on which month 1 begins."""
        return CellPlace(ANSWER, self.row + self.scenarios, IN_USE)

    @property
    def cells(self) -> Mapping[str, CellPlace]:
        """The cells in which inputs are tried."""
        first = self.begins.row + 2
        return {key: CellPlace(ANSWER, first + place, YOURS) for place, key in enumerate(self.keys)}


def trials(analysis: Analysis, layout: InputsLayout, row: int) -> Trials:
    """The inputs that decide, of those that formulas read: what flips the answer within reach, then what moves the
    difference most."""
    found, flip = swings(analysis), flips(analysis)
    moved = [each.key for each in found.rows] if found else []
    near = [each.key for each in flip.rows[:FLIPS_FIRST]]
    keys = dict.fromkeys([*near, *moved, *(each.key for each in ranked(analysis))])
    return Trials(row, tuple(key for key in keys if key in layout.read)[:MOST], bool(layout.scenarios))


def offered(analysis: Analysis, layout: InputsLayout) -> tuple[Scenario, ...]:
    """The scenarios that change numbers alone which formulas here read."""
    case = layout.wanted.case
    if analysis.scenario is not None:
        return ()
    others = []
    for name in case.profile.ids("scenarios"):
        other = as_numbers(case, name)
        if other is not None:
            others.append((clean(case.profile.text(f"scenarios.{name}.title") or name), other))
    found = scenarios_of(case, others)
    return tuple(each for each in found if each.values and set(each.values) <= layout.read)


def left_out(analysis: Analysis, layout: InputsLayout) -> list[str]:
    """The titles of the scenarios that this workbook cannot take in, each with the reason."""
    profile = analysis.case.profile
    titles = {name: clean(profile.text(f"scenarios.{name}.title") or name) for name in profile.ids("scenarios")}
    offered_ones = {scenario.title for scenario in layout.scenarios}
    others = {} if analysis.scenario is not None else titles
    return [
        f"{title} ({clean(besides(analysis.case, name))})"
        for name, title in others.items()
        if title not in offered_ones
    ]


def checks(found: Trials, layout: InputsLayout) -> list[tuple[str, str]]:
    """What has to hold of the cells that are no inputs, in words and as a formula."""
    begins = address(found.begins, CALCULATION)
    rows = [("the first month begins on a day", f"=IF(ISNUMBER({begins}),1,0)")]
    if found.picker is not None:
        named = f"MATCH({address(found.picker, CALCULATION)},{layout.names()},0)"
        rows.append(("the scenario is one of the list", f"=IF(ISNUMBER({named}),1,0)"))
    return rows


def write(sheet: AnswerSheet, layout: InputsLayout, found: Trials) -> None:
    """The block, from the row on that was planned for it."""
    paper, page, analysis = sheet.paper, sheet.page, sheet.analysis
    sheet.heading("Try it: the yellow cells are yours")
    assert sheet.row == found.row, (sheet.row, found.row)
    if found.picker is not None:
        paper.text(page, sheet.row, LABEL, "Scenario in use")
        paper.text(page, sheet.row, IN_USE, AS_IT_IS, "input")
        page.data_validation(sheet.row, IN_USE, sheet.row, IN_USE, {"validate": "list", "source": f"={layout.names()}"})
        sheet.row += 1
    _begins(sheet, analysis.as_of)
    for column, name in enumerate(
        ("What decides", "In use", "9 in 10 futures", "Try instead", "Flips at"), start=LABEL
    ):
        paper.text(page, sheet.row, column, name, "head" if column == LABEL else "head right")
    sheet.row += 1
    rows = {row.key: row for row in analysis.inputs}
    flip = flips(analysis)
    bounds = {row.key: row.bound for row in flip.rows}
    none = "none within 10×" if flip.looked_for and not flip.alone else "–"
    for key in found.keys:
        _driver(sheet, layout, rows[key], bounds.get(key, none))
    told = "Type a value to try it and clear it to go back; every other input is on the sheet Inputs."
    if others := left_out(analysis, layout):
        named = figures.listed(others)
        told += f" Not to pick here, write the workbook of the scenario: {clean(named)}."
    sheet.across(told, "quiet wrap")


def _begins(sheet: AnswerSheet, as_of: date) -> None:
    paper, page = sheet.paper, sheet.page
    paper.text(page, sheet.row, LABEL, BEGINS)
    page.write_datetime(sheet.row, IN_USE, calendar_month(as_of, 1), paper.style("input", DAY))
    paper.text(page, sheet.row, RANGE, "every date in this workbook follows it", "quiet indented")
    sheet.row += 1


def _driver(sheet: AnswerSheet, layout: InputsLayout, row: InputRow, bound: str) -> None:
    paper, page = sheet.paper, sheet.page
    shown = brief_format(row.unit, row.median)
    name = f"{row.label}, {unit_of(row)}" if unit_of(row) in NAMED_UNITS else row.label
    paper.text(page, sheet.row, LABEL, name, "wrap")
    page.set_row(sheet.row, 14.0 * lines_of(name, NAME) + 1)
    used = address(layout.places[row.key], ANSWER)
    paper.formula(page, sheet.row, IN_USE, f"={used}", row.median, "text", shown)
    low, high = (figures.number(float(figures.to_digits(end, 3))) for end in (row.p5, row.p95))
    ends = f"{low} to {high}" if row.uncertain else "–"
    paper.text(page, sheet.row, RANGE, ends, "right")
    paper.number(page, sheet.row, YOURS, None, "input", shown)
    found = layout.wanted.case.inputs[row.key]
    page.data_validation(sheet.row, YOURS, sheet.row, YOURS, TakenValues.of(found, sheet.months).rule(found))
    paper.text(page, sheet.row, FLIPS, bound, "right")
    sheet.row += 1
