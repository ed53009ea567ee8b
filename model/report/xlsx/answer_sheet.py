"""The sheet *Answer*: what somebody forwards. The verdict over the futures as values first, then the middle case live."""

from __future__ import annotations

from collections.abc import Sequence

from model.comparison.lines.axes import AXES
from model.comparison.sheet import HORIZON
from model.decision.records.analysis import Analysis, OptionRow
from model.quantities import figures
from model.report.chapters import answer_chapter as chapter
from model.report.chapters import numbers
from model.report.plain import clean, cut
from model.report.xlsx import verdict_sheet as verdicts
from model.report.xlsx import workbook_charts as charts
from model.report.xlsx.formulas import Places, address
from model.report.xlsx.lines_sheets import MONTH_1, TOTAL, WORTH, OptionAt
from model.report.xlsx.paper import USD, Paper, lines_of
from model.report.xlsx.plan import ANSWER
from model.report.xlsx.verdict_sheet import VerdictCells
from model.telling import bill
from model.telling.answer import answer as answer_of
from model.telling.minded import minded
from model.telling.sharing import sharing

LABEL, FIRST_OPTION, LEAST_COLUMNS = 1, 2, 4
SIDE, NAME, OPTION = 2.0, 34.0, 19.0
AXIS, PHASE, PAYS = 5, 6, 7
AT_LEAST = '"≥ "$#,##0;"≥ −"$#,##0;"≥ $0"'
LONGEST = 900  # characters of one entry of the record


class AnswerSheet:
    """The sheet under way: the row that is next, and how wide the text is."""

    def __init__(self, paper: Paper, analysis: Analysis, options: Sequence[OptionAt]) -> None:
        self.paper, self.analysis, self.options = paper, analysis, options
        self.last = FIRST_OPTION + max(len(options), LEAST_COLUMNS) - 1
        self.page = paper.sheet(ANSWER, (SIDE, NAME, *(OPTION for _ in range(self.last - 1))), "#1F7A3D")
        self.page.set_portrait()
        self.row = 1

    @property
    def room(self) -> float:
        """How many characters fit between the edges."""
        return NAME + OPTION * (self.last - 1)

    def across(self, text: str, style: str = "wrap", least: float = 15.0, size: float = 1.0, formula: str = "") -> None:
        """A row over the whole width, as high as its text needs; with a formula, the text is what that says now."""
        self._merge(LABEL, text, style, formula)
        self.page.set_row(self.row, max(least, 14.0 * size * lines_of(text, self.room / size)))
        self.row += 1

    def beside(self, name: str, text: str) -> None:
        """A name, and a text as high as it needs."""
        self.paper.text(self.page, self.row, LABEL, name, "quiet")
        self._merge(FIRST_OPTION, text, "wrap", "")
        self.page.set_row(self.row, 14.0 * lines_of(text, self.room - NAME))
        self.row += 1

    def _merge(self, first: int, text: str, style: str, formula: str) -> None:
        self.page.merge_range(self.row, first, self.row, self.last, "", self.paper.style(style))
        if formula:
            self.paper.formula(self.page, self.row, first, formula, text, style)
        else:
            self.paper.text(self.page, self.row, first, text, style)

    def heading(self, text: str) -> None:
        """A heading with a rule below, after an empty row."""
        self.row += 1
        for column in range(LABEL, self.last + 1):
            self.paper.text(self.page, self.row, column, text if column == LABEL else "", "heading")
        self.page.set_row(self.row, 18)
        self.page.set_row(self.row + 1, 4)
        self.row += 2

    def head(self, first: str) -> None:
        """The titles of the options, the first column's on the left."""
        titles = [option.option.title for option in self.options]
        self.paper.text(self.page, self.row, LABEL, first, "head")
        for column, title in enumerate(titles, start=FIRST_OPTION):
            self.paper.text(self.page, self.row, column, title, "head right")
        self.page.set_row(self.row, 14.0 * max(lines_of(title, OPTION - 2) for title in titles) + 2)
        self.row += 1

    def values(self, label: str, cells: Sequence[float | str | None], style: str = "text") -> None:
        """A row of values; a label that begins with a space is part of the one above."""
        self._label(label, style)
        for column, value in enumerate(cells, start=FIRST_OPTION):
            if isinstance(value, str):
                self.page.write_string(self.row, column, value, self.paper.style("right"))
            else:
                self.paper.number(self.page, self.row, column, value, style, USD)
        self.row += 1

    def formulas(
        self, label: str, cells: Sequence[tuple[str, float | str]], style: str = "text", least: Sequence[bool] = ()
    ) -> None:
        """A row of formulas with what they come to now; amounts that miss an unpriced line are shown as lower bounds."""
        self._label(label, style)
        for column, (formula, value) in enumerate(cells, start=FIRST_OPTION):
            bound = bool(least) and least[column - FIRST_OPTION]
            shown = ("right", "") if isinstance(value, str) else (style, AT_LEAST if bound else USD)
            self.paper.formula(self.page, self.row, column, formula, value, *shown)
        self.row += 1

    def _label(self, label: str, style: str) -> None:
        self.paper.text(self.page, self.row, LABEL, label.strip(), "indented" if label.startswith(" ") else style)


def write(
    sheet: AnswerSheet, analyses: Sequence[Analysis], places: Places, verdict: VerdictCells, fixed: Sequence[str]
) -> None:
    """The whole sheet; ``fixed`` says what stays as it is in this workbook."""
    analysis = analyses[0]
    name = analysis.title + (f", scenario {analysis.scenario}" if analysis.scenario else "")
    sheet.across(clean(name), "title wrap", 28.0, 1.8)
    if analysis.summary:
        sheet.across(clean(analysis.summary), "quiet wrap")
    _first(sheet, analysis, places, verdict)
    _futures(sheet, analysis)
    _teams(sheet, analysis)
    charts.write(sheet.paper, sheet.page, sheet.options, _live(sheet, verdict))
    sheet.row += charts.ROWS
    if len(analyses) > 1:
        _scenarios(sheet, analyses)
    sheet.heading("Why, and what would change it")
    for text in (*chapter.headline(analysis)[2:], *(clean(row.sentence) for row in analysis.revisit)):
        sheet.across(text)
    sheet.heading("What this rests on")
    for key, value in numbers.record(analysis):
        sheet.beside(key, cut(value, LONGEST))
    sheet.heading("Fixed in this workbook; write the profile again to change it")
    for text in fixed:
        sheet.across(clean(text))


def _first(sheet: AnswerSheet, analysis: Analysis, places: Places, verdict: VerdictCells) -> None:
    """The verdict over the futures, as values; under it what the middle case says now, live, and what lies between."""
    told = answer_of(analysis)
    sheet.across(f"{told.headline}: {told.word}" if told.sure else told.headline, "verdict", 30.0, 1.55)
    sheet.across(told.because)
    sheet.across("The middle case, live: it follows the yellow cells of the sheet Inputs.", "quiet wrap")
    formula = verdicts.sentence(verdict, address(places.inputs[HORIZON], ANSWER), ANSWER)
    sheet.across(verdicts.sentence_now(verdict, analysis.horizon_months), "bold wrap", 16.0, 1.0, formula)
    for text in (_bridge(analysis), *(f"! {row.sentence}" for row in minded(analysis).rows), *told.notes):
        if text:
            sheet.across(text, "quiet wrap")


def _live(sheet: AnswerSheet, verdict: VerdictCells) -> charts.Parts:
    """The verdict of the middle case and what it rests on, in formulas; where its cost parts stand."""
    sheet.heading("The middle case, live: it follows the yellow cells of the sheet Inputs")
    checks = f'=IF(MIN({verdict.checks})=1,"Checks: all OK","Checks: one does not hold, the sentence above names it")'
    sheet.across("Checks: all OK", "quiet wrap", 15.0, 1.0, checks)
    sheet.row += 1
    sheet.head("US dollars")
    _total(sheet, "Present value", WORTH, "bold")
    first = sheet.row
    for axis in AXES:
        cells = [_summed(option, AXIS, axis, WORTH, axis=axis) for option in sheet.options]
        sheet.formulas(f" {axis}", cells, least=[bill.touched(option.option, axis=axis) for option in sheet.options])
    _total(sheet, "Total, not discounted", TOTAL, "bold")
    for label, column, wanted in (
        (" invoices", PAYS, "invoice"), (" people", PAYS, "people"),
        (" work done elsewhere", PAYS, "elsewhere"), (" build, of both", PHASE, "build"),
    ):  # fmt: skip
        sheet.formulas(label, [_summed(option, column, wanted, TOTAL) for option in sheet.options])
    _total(sheet, "First full month", MONTH_1, "bold")
    can = [f'=IF({address(place, ANSWER)}=1,"yes","no")' for place in verdict.chosen]
    sheet.formulas("Can be chosen", list(zip(can, ("yes" if now else "no" for now in verdict.can), strict=True)))
    for row in sheet.analysis.options:
        if row.why_not:
            sheet.across(clean(f"{row.title}: {'; '.join(row.why_not)}."), "quiet wrap")
    last = FIRST_OPTION + len(sheet.options) - 1
    return charts.Parts(
        first, LABEL, FIRST_OPTION, last, sheet.row, sheet.room, sheet.analysis.horizon_months, verdict.labels
    )


def _total(sheet: AnswerSheet, label: str, column: int, style: str) -> None:
    name = {MONTH_1: "month_1", TOTAL: "total", WORTH: "present_value"}[column]
    cells = [
        (f"={address(option.total(column), ANSWER)}", sum(getattr(at.traced, name).value for at in option.lines))
        for option in sheet.options
    ]
    sheet.formulas(label, cells, style, [not option.option.complete for option in sheet.options])


def _summed(option: OptionAt, column: int, wanted: str, amount: int, axis: str = "") -> tuple[str, float | str]:
    """The lines of an option that say a word in a column, added up; an axis of which nothing has a price says so."""
    if axis and bill.touched(option.option, axis=axis) and not any(at.line.axis == axis for at in option.lines):
        return '="not priced"', "not priced"
    if not option.lines:
        return "=0", 0.0
    name = {AXIS: "axis", PHASE: "phase", PAYS: "pays"}[column]
    lines = [at.traced for at in option.lines if getattr(at.line, name) == wanted]
    formula = f'=SUMIF({option.stretch(column)},"{wanted}",{option.stretch(amount)})'
    return formula, sum((line.total if amount == TOTAL else line.present_value).value for line in lines)


def _futures(sheet: AnswerSheet, analysis: Analysis) -> None:
    drawn = f"{figures.plural(analysis.draws, 'future')}, seed {analysis.seed}"
    sheet.heading(f"The answer over {drawn}: values of the profile as it was")
    sheet.head("Present value, US dollars")
    rows = analysis.options

    def least(row: OptionRow) -> float | str:
        return row.present_value_usd if row.complete else f"≥ {figures.dollars(row.present_value_usd)}"

    sheet.values("Expected", [least(row) for row in rows], "bold")
    sheet.values(" 1 in 10 futures below", [row.p10_usd for row in rows])
    sheet.values(" 1 in 10 futures above", [row.p90_usd for row in rows])
    sheet.values(" middle case", [row.middle_usd for row in rows])
    _by_pocket(sheet, analysis)
    sheet.values("Cheapest in, of 100 futures", [figures.in_100(row.probability_best) for row in rows])


def _by_pocket(sheet: AnswerSheet, analysis: Analysis) -> None:
    """The first full month and every year, expected and not discounted: all of it, then its pockets."""
    month, rows = bill.month(analysis), analysis.options
    at = {head.id: place for place, head in enumerate(month.heads)}
    for row in month.rows:
        whole = row.part is bill.BillPart.TOTAL
        cells = [row.cells[at[option.id]] for option in rows]
        sheet.values(f"{month.title}, expected" if whole else f" {row.title.lower()}", [_bound(cell) for cell in cells])
    every = [bill.years(analysis, option.id) for option in rows]
    pockets = tuple(dict.fromkeys(name for years in every for name in years.rows))
    for place, year in enumerate(every[0].years[:-1]):
        name = f"{year.title}, not discounted" if year.key == "total" else year.title
        sheet.values(name, [_bound(years.years[place].total) for years in every])
        for pocket in pockets:
            amounts = (dict(zip(years.rows, years.years[place].amounts, strict=True)).get(pocket) for years in every)
            sheet.values(f" {pocket.lower()}", [0.0 if cell is None else _bound(cell) for cell in amounts])


def _teams(sheet: AnswerSheet, analysis: Analysis) -> None:
    """What several teams could share: the answer, then a line a team, as values."""
    found = sharing(analysis)
    if found is None:
        return
    sheet.heading(f"{found.title}: values of the profile as it was")
    for text in (f"{found.said.line} {found.spread}".strip(), *found.unserved, *found.platforms):
        sheet.across(text)
    sheet.values("US dollars, present value", ["alone", "fair share", "saves"])
    for row in found.teams:
        if row.alone is not None and row.fair is not None:
            sheet.values(f"{row.title}: {row.together_at}", [row.alone.usd, row.fair.usd, row.saves_usd])
    sheet.values("All of them", [found.alone.usd, found.together.usd, found.saves_usd], "bold")
    for text in found.fair:
        sheet.across(text, "quiet wrap")


def _bound(cell: bill.Amount) -> float | str:
    """A number, or the words of a lower bound."""
    return cell.text if cell.least else cell.usd


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


def _scenarios(sheet: AnswerSheet, analyses: Sequence[Analysis]) -> None:
    """Every scenario in a row, as values."""
    sheet.heading("Scenarios side by side: expected present value, values")
    sheet.head("US dollars")
    for analysis in analyses:
        by_id = {row.id: row for row in analysis.options}
        found = [by_id.get(option.option.id) for option in sheet.options]
        titled = analysis.case.profile.text(f"scenarios.{analysis.scenario}.title")
        name = clean(analysis.scenario or "as it is")
        sheet.values(name, [row.present_value_usd if row else None for row in found], "bold")
        said = chapter.headline(analysis)[0]
        sheet.across(clean(f"{titled}: {said}" if titled else said), "quiet indented wrap")
