"""The comparison as a spreadsheet: the middle case in live formulas, the futures beside it as values.

The formulas are not written for the workbook. The comparison is followed on symbols (`model.comparison.following.tracing`), and
every step it took becomes a cell; an input that is changed here therefore changes what the product would change.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from model.comparison.following.tracing import trace
from model.decision.records.analysis import Analysis
from model.report.xlsx import conditions as conditions
from model.report.xlsx import futures_sheet as futures
from model.report.xlsx import inputs_sheet as inputs
from model.report.xlsx import trials as trials
from model.report.xlsx import verdict_sheet as verdicts
from model.report.xlsx.answer_rows import AnswerSheet
from model.report.xlsx.answer_sheet import trials_row
from model.report.xlsx.answer_sheet import write as write_answer
from model.report.xlsx.calculation_sheet import print_from, write_calculation
from model.report.xlsx.formulas import CellPlace, Places
from model.report.xlsx.lines_sheets import (
    FIRST,
    HEAD,
    QUANTITY,
    options_at,
    put_months,
    write_lines,
    write_months,
)
from model.report.xlsx.missing_prices import wanted
from model.report.xlsx.paper import Paper
from model.report.xlsx.plan import (
    CALCULATION,
    FIRST_MONTH,
    LINES,
    MONTHS,
    Needed,
    Plan,
    Planner,
    outputs,
    put_rows,
)
from model.report.xlsx.step_rows import Steps
from model.telling.dates import calendar_month

SHORTEST = 60  # months that every workbook has room for


def render(analyses: Sequence[Analysis]) -> bytes:
    """The workbook of the first analysis; others stand beside its answer as values."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    workbook = Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    first = analyses[0]
    workbook.set_properties(
        {"title": first.title, "created": datetime(first.as_of.year, first.as_of.month, first.as_of.day)}
    )
    _write(Paper(workbook), analyses)
    workbook.close()
    return out.getvalue()


def _write(paper: Paper, analyses: Sequence[Analysis]) -> None:
    analysis = analyses[0]
    lacking = wanted(analysis)
    case = lacking.case
    width = max(SHORTEST, case.horizon_months)
    tracing = trace(case, width, lacking.keys)
    options = options_at(analysis, tracing, lacking)
    layout = inputs.laid_out(analysis, lacking)
    places = Places(inputs=layout.places)
    places.months = {MONTHS: (HEAD, FIRST_MONTH), CALCULATION: (HEAD, FIRST_MONTH)}
    put_months(places, options)
    chosen = conditions.chosen(analysis, tracing, lacking)
    held = conditions.guards(analysis, case, tracing, width)
    needed = Needed([*outputs(tracing), *conditions.all_nodes(chosen, held)])
    planner = Planner(places, needed, {row.key: row.title for row in (*analysis.inputs, *lacking.rows)})
    rows, headings, end = planner.plan(list(Steps(case, analysis, tracing).all()), FIRST)
    put_rows(places, rows, width)
    for option in options:
        for at in option.lines:
            if not at.waits:
                places.put(at.traced.quantity, CellPlace(LINES, at.row, QUANTITY))
    plan = Plan(places, rows, headings, frozenset(needed.keys), end)
    layout = replace(layout, read=plan.read & frozenset(layout.at))
    layout = replace(layout, scenarios=trials.offered(analysis, layout))
    tried = trials.trials(analysis, layout, trials_row(analysis))
    layout = replace(layout, tried=tried.cells)
    begins = (tried.begins, calendar_month(analysis.as_of, 1))
    answer = AnswerSheet(paper, analysis, options, width)
    inputs.write(paper, case, layout, tried.picker, width)
    write_lines(paper, options, places)
    write_months(paper, analysis, options, places, width, begins)
    page = write_calculation(paper, plan, width, begins)
    candidates = [verdicts.CandidateRows(at, can) for at, can in zip(options, chosen, strict=True)]
    below = verdicts.VerdictRows(paper, page, places, end + 1)
    verdict = verdicts.write(below, candidates, held, trials.checks(tried, layout))
    print_from(page, plan.end + 1, below.row - 1)
    facts = tuple(conditions.fixed(analysis, plan.read, width))
    write_answer(answer, analyses, layout, tried, verdict, facts)
    futures.write(paper, analyses)
    futures.write_sources(paper, analysis)
