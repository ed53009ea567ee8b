"""The sheet *Inputs*: every number the middle case is worked out from, and which of them can be changed here."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from xlsxwriter.worksheet import Worksheet

from model.comparison import Case, Input
from model.comparison.sheet import HORIZON
from model.decision.records.analysis import Analysis, InputRow
from model.quantities import Unit
from model.report.xlsx.formulas import CellPlace
from model.report.xlsx.paper import Paper, lines_of, number_format, plain
from model.report.xlsx.plan import INPUTS

HEAD, FIRST, VALUE = 4, 5, 1
TITLES = ("Key", "Value", "Unit", "Basis", "What it is", "As written", "P5", "Median", "P95", "Source", "Note")
WIDTHS = (46, 14, 22, 11, 28, 18, 11, 11, 11, 34, 34)
ABOVE_ZERO = ("busy_hours_per_month", "sessions_per_host", "utilisation")
UNITS = {"share": "share", "factor": "times", "count": "number", "": ""}


def rows_of(analysis: Analysis) -> tuple[InputRow, ...]:
    """The inputs as they stand on the sheet: those of one table together."""
    groups: dict[str, list[InputRow]] = {}
    for row in analysis.inputs:
        if row.key != "schema":
            groups.setdefault(group_of(row.key), []).append(row)
    return tuple(row for group in sorted(groups, key=_order) for row in groups[group])


def group_of(key: str) -> str:
    """The table that a key belongs to on the sheet."""
    parts = key.split(".")
    return (
        "" if len(parts) == 1 else ".".join(parts[:2]) if parts[0] in ("workloads", "options", "events") else parts[0]
    )


def _order(group: str) -> int:
    return ("", "workloads", "engineering", "options", "prices", "events").index(group.split(".")[0])


def layout(analysis: Analysis) -> dict[str, CellPlace]:
    """Where the value of every input stands."""
    return {row.key: CellPlace(INPUTS, at, VALUE) for at, row in _laid_out(analysis) if isinstance(row, InputRow)}


def _laid_out(analysis: Analysis) -> Iterator[tuple[int, InputRow | str]]:
    at, last = FIRST, None
    for row in rows_of(analysis):
        group = group_of(row.key)
        if group != last:
            yield at, group
            at, last = at + 1, group
        yield at, row
        at += 1


def write(paper: Paper, analysis: Analysis, read: frozenset[str], width: int) -> None:
    """The sheet; ``read`` are the keys that formulas of this workbook read."""
    page = paper.sheet(INPUTS, WIDTHS, "#E0B400", HEAD)
    page.set_row(0, 26)
    paper.text(page, 0, 0, "Inputs of the middle case", "title")
    paper.text(
        page, 1, 0, "Change a yellow cell: lines, months, present values and the verdict of the middle case follow."
    )
    paper.text(
        page, 2, 0, "A range stands here with its median. White cells are read by no formula of this workbook.", "quiet"
    )
    paper.head(page, HEAD, TITLES, right=(1, 6, 7, 8))
    for at, row in _laid_out(analysis):
        if isinstance(row, str):
            for column in range(len(TITLES)):
                paper.text(page, at, column, _heading(analysis.case, row) if column == 0 else "", "group")
        else:
            _row(paper, page, at, row, live=row.key in read)
            if row.key in read:
                _validate(page, at, analysis.case.inputs[row.key], width)
    page.freeze_panes(FIRST, 2)


def _heading(case: Case, group: str) -> str:
    table, _, name = group.partition(".")
    title = case.profile.text(f"{group}.title") if name else None
    if table == "options":
        title = case.option(name).title
    named = {
        "": "The comparison",
        "engineering": "Engineers",
        "prices": "Prices",
        "workloads": "Workload",
        "options": "Option",
        "events": "Expected change",
    }
    return f"{named[table]}: {title or name}" if name else named[table]


def _row(paper: Paper, page: Worksheet, at: int, row: InputRow, *, live: bool) -> None:
    shown = number_format(row.unit, row.median)
    paper.text(page, at, 0, row.key)
    paper.number(page, at, VALUE, row.median, "input" if live else "text", shown)
    for column, text in enumerate((unit_of(row), row.basis, row.title, row.text), start=2):
        paper.text(page, at, column, text, "indented" if column == 2 else "text")
    for column, value in enumerate((row.p5, row.median, row.p95), start=6):
        paper.number(page, at, column, value if row.uncertain or column == 7 else None, "quiet", shown)
    paper.text(page, at, 9, row.source, "quiet indented wrap")
    paper.text(page, at, 10, row.note, "quiet wrap")
    page.set_row(at, 14.0 * max(lines_of(row.source, WIDTHS[9] - 2), lines_of(row.note, WIDTHS[10])) + 1)


def unit_of(row: InputRow) -> str:
    """The unit in words."""
    return UNITS[row.unit] if row.unit in UNITS else Unit(row.unit).noun


def _validate(page: Worksheet, at: int, found: Input, width: int) -> None:
    """What may be typed here, as the product would take it."""
    declared = found.declared
    low, high = declared.spec.limits if declared and declared.spec else (0.0, inf)
    whole = bool(declared and declared.spec and declared.spec.whole)
    if found.key == HORIZON:
        high = float(width)
    positive = found.key.rpartition(".")[2] in ABOVE_ZERO
    rule: dict[str, object] = {"validate": "integer" if whole else "decimal"}
    if low > -inf and high < inf:
        rule |= {"criteria": "between", "minimum": low, "maximum": high}
    else:
        rule |= {"criteria": ">" if positive else ">=", "value": low}
    says = f"a number from {low:g} to {high:g}" if high < inf else f"a number {'above' if positive else 'from'} {low:g}"
    rule |= {
        "input_title": plain(found.title)[:32],
        "input_message": (declared.help if declared else "")[:255],
        "error_title": "Not a value for this input",
        "error_message": f"Type {says}{', whole' if whole else ''}.",
    }
    page.data_validation(at, VALUE, at, VALUE, rule)
