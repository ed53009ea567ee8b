"""The answer over the futures on the sheet *Answer*, as values: what every option is expected to cost, what if, and the
scenarios side by side."""

from __future__ import annotations

from collections.abc import Sequence

from model.decision.records.analysis import Analysis, OptionRow
from model.quantities import figures
from model.report.chapters import answer_chapter as chapter
from model.report.plain import clean
from model.report.xlsx.answer_rows import LABEL, AnswerSheet
from model.telling import bill
from model.telling.sharing import sharing
from model.telling.what_if import what_if as what_if_of


def costs(sheet: AnswerSheet, analysis: Analysis) -> None:
    """What every option is expected to cost: present value and what it may be, a month, and every year by its date."""
    drawn = f"{figures.plural(analysis.draws, 'future')}, seed {analysis.seed}"
    sheet.heading(f"What it costs, expected over {drawn}: values of the profile as it was")
    sheet.head("US dollars, values")
    rows = analysis.options
    sheet.values("Present value, expected", [_least(row) for row in rows], "bold")
    sheet.values(" 1 in 10 futures below", [row.p10_usd for row in rows])
    sheet.values(" 1 in 10 futures above", [row.p90_usd for row in rows])
    month = bill.month(analysis)
    at = {head.id: place for place, head in enumerate(month.heads)}
    whole = next(row for row in month.rows if row.part is bill.BillPart.TOTAL)
    sheet.values(f"{month.title}, expected", [_bound(whole.cells[at[row.id]]) for row in rows], "bold")
    every = _years(analysis)
    for place, year in enumerate(every[0].years[:-1]):
        name = "Total, not discounted, expected" if year.key == "total" else f"{year.dated}, expected"
        style = "bold" if year.key == "total" else "text"
        sheet.values(name, [_bound(years.years[place].total) for years in every], style)
    sheet.values("Cheapest in, of 100 futures", [figures.in_100(row.probability_best) for row in rows])


def costs_rows(analysis: Analysis) -> int:
    """How many rows that takes, with its heading."""
    return 3 + 1 + 3 + 1 + len(_years(analysis)[0].years[:-1]) + 1


def _years(analysis: Analysis) -> list[bill.Years]:
    return [bill.years(analysis, option.id) for option in analysis.options]


def _least(row: OptionRow) -> float | str:
    return row.present_value_usd if row.complete else f"≥ {figures.dollars(row.present_value_usd)}"


def whose(sheet: AnswerSheet, analysis: Analysis) -> None:
    """The first full month and every year by who is paid, expected and not discounted."""
    sheet.heading("Who is paid, expected and not discounted: values")
    sheet.head("US dollars, by pocket")
    month, rows = bill.month(analysis), analysis.options
    at = {head.id: place for place, head in enumerate(month.heads)}
    for row in month.rows:
        if row.part is not bill.BillPart.TOTAL:
            paid = [_bound(row.cells[at[option.id]]) for option in rows]
            sheet.values(f"{month.title}: {row.title.lower()}", paid)
    every = _years(analysis)
    pockets = tuple(dict.fromkeys(name for years in every for name in years.rows))
    for place, year in enumerate(every[0].years[:-1]):
        for pocket in pockets:
            amounts = (dict(zip(years.rows, years.years[place].amounts, strict=True)).get(pocket) for years in every)
            cells = [0.0 if cell is None else _bound(cell) for cell in amounts]
            if any(cells):
                sheet.values(f"{year.title}: {pocket.lower()}", cells)


def _bound(cell: bill.Amount) -> float | str:
    """A number, or the words of a lower bound."""
    return cell.text if cell.least else cell.usd


def teams(sheet: AnswerSheet, analysis: Analysis) -> None:
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


def what_if(sheet: AnswerSheet, analysis: Analysis) -> None:
    """What people ask about first, each the model run again: values."""
    found = what_if_of(analysis)
    if found is None:
        return
    sheet.heading(f"{found.title}, values")
    for column, name in enumerate(("What if", "Difference", "8 in 10 futures", "The answer then"), start=LABEL):
        sheet.paper.text(sheet.page, sheet.row, column, name, "head" if column == LABEL else "head indented")
    sheet.row += 1
    for row in found.rows:
        for column, text in enumerate((row.title, row.difference, row.spread or "–", row.answer), start=LABEL):
            sheet.paper.text(sheet.page, sheet.row, column, text, "text" if column == LABEL else "indented")
        sheet.row += 1
    if found.said:
        sheet.across(found.said, "quiet wrap")


def scenarios(sheet: AnswerSheet, analyses: Sequence[Analysis]) -> None:
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
