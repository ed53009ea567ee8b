"""The sheet *Answer*: what somebody forwards. The verdict over the futures as values first, then the middle case live."""

from __future__ import annotations

from collections.abc import Sequence

from model.comparison.sheet import HORIZON
from model.decision.records.analysis import Analysis
from model.quantities import figures
from model.report.chapters import answer_chapter as chapter
from model.report.chapters import numbers
from model.report.plain import clean, cut
from model.report.xlsx import expected_costs as expected
from model.report.xlsx import middle_case as middle_case
from model.report.xlsx import trials as trials
from model.report.xlsx import verdict_sheet as verdicts
from model.report.xlsx import workbook_charts as charts
from model.report.xlsx.answer_rows import AnswerSheet
from model.report.xlsx.formulas import address
from model.report.xlsx.inputs_sheet import InputsLayout
from model.report.xlsx.plan import ANSWER
from model.report.xlsx.verdict_sheet import VerdictCells
from model.telling.answer import answer as answer_of
from model.telling.look_again import look_again
from model.telling.minded import minded

LONGEST = 900  # characters of one entry of the record


def write(
    sheet: AnswerSheet,
    analyses: Sequence[Analysis],
    layout: InputsLayout,
    tried: trials.Trials,
    verdict: VerdictCells,
    fixed: Sequence[str],
) -> None:
    """The whole sheet; ``fixed`` says what stays as it is in this workbook."""
    analysis = analyses[0]
    name = analysis.title + (f", scenario {analysis.scenario}" if analysis.scenario else "")
    sheet.across(clean(name), "title wrap", 28.0, 1.8)
    if analysis.summary:
        sheet.across(clean(analysis.summary), "quiet wrap")
    _first(sheet, analysis, layout, verdict)
    expected.costs(sheet, analysis)
    trials.write(sheet, layout, tried)
    drawn = sheet.row  # beside the cells that move them, and never where a page ends
    sheet.row += charts.ROWS
    charts.write(sheet, drawn, middle_case.write(sheet, layout, tried, verdict))
    expected.teams(sheet, analysis)
    expected.what_if(sheet, analysis)
    if len(analyses) > 1:
        expected.scenarios(sheet, analyses)
    expected.whose(sheet, analysis)
    sheet.heading("Why, and what would change it")
    for text in (*chapter.headline(analysis)[2:], *(row.sentence for row in look_again(analysis).rows)):
        sheet.across(text)
    sheet.heading("What this rests on")
    for key, value in numbers.record(analysis):
        sheet.beside(key, cut(value, LONGEST))
    sheet.heading("Fixed in this workbook; write the profile again to change it")
    for text in fixed:
        sheet.across(clean(text))


def trials_row(analysis: Analysis) -> int:
    """The row below the heading of what can be tried."""
    return 1 + 1 + bool(analysis.summary) + 4 + len(_besides(analysis)) + expected.costs_rows(analysis) + 3


def _besides(analysis: Analysis) -> list[str]:
    """What stands under the verdicts: from the middle case to what is expected, what to mind."""
    texts = (_bridge(analysis), *(f"! {row.sentence}" for row in minded(analysis).rows), *answer_of(analysis).notes)
    return [text for text in texts if text]


def _first(sheet: AnswerSheet, analysis: Analysis, layout: InputsLayout, verdict: VerdictCells) -> None:
    """The verdict over the futures, as values; under it what the middle case says now, live, and what lies between."""
    told = answer_of(analysis)
    sheet.across(f"{told.headline}: {told.word}" if told.sure else told.headline, "verdict", 30.0, 1.55)
    sheet.across(told.because)
    sheet.across("The middle case, live: it follows the yellow cells below and on the sheet Inputs.", "quiet wrap")
    formula = verdicts.sentence(verdict, address(layout.places[HORIZON], ANSWER), ANSWER, layout)
    sheet.across(verdicts.sentence_now(verdict, analysis.horizon_months), "bold wrap", 16.0, 1.0, formula)
    for text in _besides(analysis):
        sheet.across(text, "quiet wrap")


def _bridge(analysis: Analysis) -> str:
    """From the middle case, which this workbook works out live, to what is expected over the futures."""
    mean, (a, b) = analysis.difference.total.mean_usd, (analysis.option(option) for option in analysis.pair)
    middle = b.middle_usd - a.middle_usd
    if figures.signed_money(mean) == figures.signed_money(middle):
        return ""
    return clean(
        f"{b.title} minus {a.title}: expected {figures.signed_money(mean)} = middle case {figures.signed_money(middle)} "
        f"and {figures.signed_money(mean - middle)}, because ranges are longer on one side than on the other."
    )
