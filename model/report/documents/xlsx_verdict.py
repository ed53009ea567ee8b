"""The verdict of the middle case as formulas: who can be chosen, who is cheapest, by how much, and whether this workbook
can say so for the inputs it has now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from model.quantities import figures
from model.report.documents.xlsx_calculation import WORTH, OptionAt
from model.report.documents.xlsx_formulas import Place, address
from model.report.documents.xlsx_paper import USD, Paper, quoted
from model.report.documents.xlsx_plan import CALCULATION, VALUE

NEVER = "9E+307"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where the pieces of the verdict stand on the sheet *Calculation*, and what they come to now.

    ``chosen`` are the cells that say 1 where an option can be chosen. ``best`` and ``second`` are titles, ``saving`` is
    the present value of the second less that of the best.
    """

    chosen: tuple[Place, ...]
    count: Place
    best: Place
    second: Place
    saving: Place
    best_title: str
    second_title: str
    saving_usd: float
    choices: int


def write(paper: Paper, page: Worksheet, options: Sequence[OptionAt], row: int) -> Verdict:
    """The rows of the verdict from a row on: one a option whether it can be chosen, then what it costs if so, its rank,
    then the cheapest, the next and the difference. Of equal ones the first listed is the cheaper."""
    for column in range(6):
        paper.text(page, row, column, "Verdict" if column == 0 else "", "group")
    size, first = len(options), row + 1
    worths = [sum(at.traced.present_value.value for at in option.lines) for option in options]
    can = [option.option.eligible and option.option.complete for option in options]
    counted = [worth if yes else 9e307 for worth, yes in zip(worths, can, strict=True)]
    order = sorted(range(size), key=lambda place: counted[place])

    def label(at: int, whose: str, what: str) -> None:
        paper.text(page, at, 0, whose)
        paper.text(page, at, 1, what)

    cells = xl_range_abs(first + size, VALUE, first + 2 * size - 1, VALUE)
    for place, option in enumerate(options):
        title = option.option.title
        label(first + place, title, "Can be chosen: 1")
        paper.number(page, first + place, VALUE, float(can[place]))
        at = Place(CALCULATION, first + size + place, VALUE)
        label(at.row, title, "Present value, where it can be chosen")
        yes = address(Place(CALCULATION, first + place, VALUE), CALCULATION)
        worth = address(option.total(WORTH), CALCULATION) if option.lines else "0"
        paper.formula(page, at.row, VALUE, f"=IF({yes}=1,{worth},{NEVER})", counted[place], "text", USD)
        own = address(at, CALCULATION)
        label(at.row + size, title, "Rank")
        earlier = f"+SUMPRODUCT(({xl_range_abs(first + size, VALUE, at.row - 1, VALUE)}={own})*1)" if place else ""
        rank = f"=1+SUMPRODUCT(({cells}<{own})*1){earlier}"
        paper.formula(page, at.row + size, VALUE, rank, order.index(place) + 1)
    ranks = xl_range_abs(first + 2 * size, VALUE, first + 3 * size - 1, VALUE)
    titles = xl_range_abs(first + size, 0, first + 2 * size - 1, 0)
    at = first + 3 * size
    label(at, "All options", "How many can be chosen")
    paper.formula(page, at, VALUE, f"=SUM({xl_range_abs(first, VALUE, first + size - 1, VALUE)})", sum(can))
    names = [options[place].option.title for place in order]
    for offset, (what, rank, title) in enumerate((("Cheapest", 1, names[0]), ("Next", 2, names[1])), start=1):
        label(at + offset, "All options", what)
        paper.formula(page, at + offset, VALUE, f"=INDEX({titles},MATCH({rank},{ranks},0))", title)
    label(at + 3, "All options", "The next costs more by")
    saving = counted[order[1]] - counted[order[0]] if sum(can) > 1 else 0.0
    count = address(Place(CALCULATION, at, VALUE), CALCULATION)
    both = (f"INDEX({cells},MATCH({rank},{ranks},0))" for rank in (2, 1))
    paper.formula(page, at + 3, VALUE, f"=IF({count}>1,{'-'.join(both)},0)", saving, "text", USD)
    return Verdict(
        tuple(Place(CALCULATION, first + place, VALUE) for place in range(size)),
        *(Place(CALCULATION, at + offset, VALUE) for offset in range(4)),
        names[0], names[1], saving, sum(can),
    )  # fmt: skip


def sentence(verdict: Verdict, horizon: str, sheet: str) -> str:
    """The verdict in words, as a formula on a sheet."""
    count, best, second, saving = (
        address(place, sheet) for place in (verdict.count, verdict.best, verdict.second, verdict.saving)
    )
    tie = f'{best}&" and "&{second}&" cost the same"'
    more = f'{best}&" costs least: $"&FIXED({saving},0)&" less than "&{second}'
    several = f'IF({saving}=0,{tie},{more})&" over "&{horizon}&" months"'
    only = f'{best}&" is the only option that can be chosen"'
    return f"=IF({count}=0,{quoted('No option can be chosen')},IF({count}=1,{only},{several}))"


def sentence_now(verdict: Verdict, horizon_months: int) -> str:
    """What that formula says for the inputs as they were written."""
    if verdict.choices == 0:
        return "No option can be chosen"
    if verdict.choices == 1:
        return f"{verdict.best_title} is the only option that can be chosen"
    if verdict.saving_usd == 0.0:
        return f"{verdict.best_title} and {verdict.second_title} cost the same over {horizon_months} months"
    less = f"${figures.to_places(verdict.saving_usd, 0):,f} less than {verdict.second_title}"
    return f"{verdict.best_title} costs least: {less} over {horizon_months} months"
