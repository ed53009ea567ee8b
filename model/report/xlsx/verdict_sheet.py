"""The verdict of the middle case as formulas: who can be chosen, who is cheapest, by how much, and whether this workbook
can say so for the inputs it has now."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from model.comparison.following.traced import Node
from model.quantities import figures
from model.report.xlsx import inputs_sheet as inputs
from model.report.xlsx.conditions import Guard, SheetChoice
from model.report.xlsx.formulas import CellPlace, Places, address
from model.report.xlsx.inputs_sheet import InputsLayout
from model.report.xlsx.lines_sheets import WORTH, OptionAt
from model.report.xlsx.paper import USD, Paper, plain
from model.report.xlsx.plan import CALCULATION, VALUE

NEVER = 9e307
OR_OUT = '[>=1E+300]"out";$#,##0'


class VerdictCells(Struct, frozen=True):
    """Where the pieces of the verdict stand on the sheet *Calculation*, and what they come to now.

    ``chosen`` are the cells that say 1 where an option can be chosen. ``best`` and ``second`` are titles, ``saving`` is
    the present value of the second less that of the best. ``checks`` is the stretch of the checks, ``said`` that of
    what they say.
    """

    chosen: tuple[CellPlace, ...]
    count: CellPlace
    best: CellPlace
    second: CellPlace
    saving: CellPlace
    checks: str
    said: str
    best_title: str
    second_title: str
    saving_usd: float
    can: tuple[bool, ...]

    @property
    def choices(self) -> int:
        """How many options can be chosen now."""
        return sum(self.can)


class CandidateRows(Struct, frozen=True):
    """One option in the verdict: its rows on the sheet of lines, and when it can be chosen."""

    at: OptionAt
    chosen: SheetChoice

    @property
    def title(self) -> str:
        """What it is called."""
        return self.at.option.title

    @property
    def worth_usd(self) -> float:
        """Its present value now."""
        return sum(line.traced.present_value.value for line in self.at.lines)

    @property
    def counted_usd(self) -> float:
        """Its present value where it can be chosen, else more than anything costs."""
        return self.worth_usd if self.chosen.now else NEVER


class VerdictRows:
    """The rows of the verdict under way on the sheet *Calculation*."""

    def __init__(self, paper: Paper, page: Worksheet, places: Places, row: int) -> None:
        self._paper, self._page, self._places, self.row = paper, page, places, row

    def heading(self, text: str) -> None:
        """A heading."""
        for column in range(6):
            self._paper.text(self._page, self.row, column, text if column == 0 else "", "group")
        self.row += 1

    def put(self, whose: str, what: str, formula: str, value: float | str, number: str = "") -> CellPlace:
        """A row with a formula, or with a plain number where the formula is empty."""
        at = self._labelled(whose, what)
        if formula:
            self._paper.formula(self._page, at.row, VALUE, formula, value, "text", number)
        else:
            self._paper.number(self._page, at.row, VALUE, float(value), "text", number)
        return at

    def _labelled(self, whose: str, what: str) -> CellPlace:
        self._paper.text(self._page, self.row, 0, whose)
        self._paper.text(self._page, self.row, 1, what)
        self.row += 1
        return CellPlace(CALCULATION, self.row - 1, VALUE)

    def holds(self, nodes: Sequence[Node]) -> str:
        """1 where all nodes hold, as a formula; empty where there are none."""
        tests = ",".join(self._test(node) for node in nodes)
        return f"=IF(AND({tests}),1,0)" if tests else ""

    def _test(self, node: Node) -> str:
        """A condition; of a number that is waited for, that it is there."""
        text = self._places.text(node, CALCULATION)[0]
        return f"{text}=1" if node.op == "input" else text


def write(
    rows: VerdictRows, candidates: Sequence[CandidateRows], guards: Sequence[Guard], typed: Sequence[tuple[str, str]]
) -> VerdictCells:
    """The rows of the verdict: whether each option can be chosen, what it costs if so, its rank; then the cheapest, the
    next and the difference; then the checks, those of what is ``typed`` as what they say and their formula. Of equal options
    the first listed is the cheaper."""
    rows.heading("Verdict")
    chosen = []
    for each in candidates:
        formula = "" if each.chosen.always_out else rows.holds(each.chosen.nodes)
        chosen.append(rows.put(each.title, "Can be chosen: 1, or not: 0", formula, float(each.chosen.now)))
    counted = []
    for each, chosen_at in zip(candidates, chosen, strict=True):
        worth = address(each.at.total(WORTH), CALCULATION) if each.at.lines else "0"
        formula = f"=IF({address(chosen_at, CALCULATION)}=1,{worth},{NEVER:G})"
        counted.append(rows.put(each.title, "Present value, where it can be chosen", formula, each.counted_usd, OR_OUT))
    ranks = _ranks(rows, candidates, counted)
    best, second, order = _first_two(rows, candidates, counted, ranks)
    count = rows.put(
        "All options",
        "How many can be chosen",
        f"=SUM({_stretch(chosen)})",
        sum(each.chosen.now for each in candidates),
    )
    first_two = (f"INDEX({_stretch(counted)},MATCH({rank},{_stretch(ranks)},0))" for rank in (2, 1))
    now = [candidates[place].counted_usd for place in order[:2]]
    saving_usd = now[1] - now[0] if now[1] < NEVER else 0.0
    several = f"=IF({address(count, CALCULATION)}>1,{'-'.join(first_two)},0)"
    saving = rows.put("All options", "The next costs more by", several, saving_usd, USD)
    rows.heading("Checks: this workbook says what the product would while all are 1")
    checks = [rows.put("", guard.says, rows.holds([guard.node]), 1.0) for guard in guards]
    checks += [rows.put("", says, formula, 1.0) for says, formula in typed]
    said = f"{CALCULATION}!{xl_range_abs(checks[0].row, 1, checks[-1].row, 1)}"
    return VerdictCells(
        chosen=tuple(chosen),
        count=count,
        best=best,
        second=second,
        saving=saving,
        checks=f"{CALCULATION}!{_stretch(checks)}",
        said=said,
        best_title=candidates[order[0]].title,
        second_title=candidates[order[1]].title,
        saving_usd=saving_usd,
        can=tuple(each.chosen.now for each in candidates),
    )


def _stretch(places: Sequence[CellPlace]) -> str:
    cells: str = xl_range_abs(places[0].row, places[0].column, places[-1].row, places[-1].column)
    return cells


def _ranks(rows: VerdictRows, candidates: Sequence[CandidateRows], counted: Sequence[CellPlace]) -> list[CellPlace]:
    """The place of each option in order of cost."""
    order = sorted(range(len(candidates)), key=lambda place: candidates[place].counted_usd)
    ranks = []
    for place, each in enumerate(candidates):
        own = address(counted[place], CALCULATION)
        earlier = f"+SUMPRODUCT(({_stretch(counted[:place])}={own})*1)" if place else ""
        formula = f"=1+SUMPRODUCT(({_stretch(counted)}<{own})*1){earlier}"
        ranks.append(rows.put(each.title, "Rank", formula, order.index(place) + 1))
    return ranks


def _first_two(
    rows: VerdictRows, candidates: Sequence[CandidateRows], counted: Sequence[CellPlace], ranks: Sequence[CellPlace]
) -> tuple[CellPlace, CellPlace, list[int]]:
    """The cheapest and the next by title, and the order of all."""
    order = sorted(range(len(candidates)), key=lambda place: candidates[place].counted_usd)
    titles = xl_range_abs(counted[0].row, 0, counted[-1].row, 0)
    found = [
        rows.put(
            "All options",
            what,
            f"=INDEX({titles},MATCH({rank},{_stretch(ranks)},0))",
            plain(candidates[order[rank - 1]].title),
        )
        for rank, what in ((1, "Cheapest"), (2, "Next"))
    ]
    return found[0], found[1], order


def sentence(verdict: VerdictCells, horizon: str, sheet: str, layout: InputsLayout) -> str:
    """The verdict in words, as a formula on a sheet; or which input is not what it may be, or which check does not hold."""
    count, best, second, saving = (
        address(place, sheet) for place in (verdict.count, verdict.best, verdict.second, verdict.saving)
    )
    tie = f'{best}&" and "&{second}&" cost the same"'
    more = f'{best}&" costs least: $"&FIXED({saving},0)&" less than "&{second}'
    several = f'IF({saving}=0,{tie},{more})&" over "&{horizon}&IF({horizon}=1," month"," months")'
    only = f'{best}&" is the only option that can be chosen"'
    says = f'IF({count}=0,"No option can be chosen",IF({count}=1,{only},{several}))'
    broken = f'"Not worked out here, only while "&INDEX({verdict.said},MATCH(0,{verdict.checks},0))&". Change the profile and write the workbook again."'
    pasted = '"Not worked out here: a yellow cell holds no number that can be calculated with."'
    first = f"MATCH(0,{layout.stretch(inputs.CHECK)},0)"
    names, takes = (f"INDEX({layout.stretch(column)},{first})" for column in (inputs.LABEL, inputs.TAKES))
    outside = f'"Not worked out here: "&{names}&" takes a number, "&{takes}&". See the sheet Inputs."'
    fine = f"IF(MIN({verdict.checks})=1,{says},{broken})"
    return f"=IFERROR(IF(MIN({layout.stretch(inputs.CHECK)})=0,{outside},{fine}),{pasted})"


def sentence_now(verdict: VerdictCells, horizon_months: int) -> str:
    """What that formula says for the inputs as they were written."""
    best, second = plain(verdict.best_title), plain(verdict.second_title)
    if verdict.choices == 0:
        return "No option can be chosen"
    if verdict.choices == 1:
        return f"{best} is the only option that can be chosen"
    over = figures.plural(horizon_months, "month")
    if verdict.saving_usd == 0.0:
        return f"{best} and {second} cost the same over {over}"
    less = f"{figures.dollars(verdict.saving_usd, 0)} less than {second}"
    return f"{best} costs least: {less} over {over}"
