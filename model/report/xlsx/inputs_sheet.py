"""The sheet *Inputs*: every number the middle case is worked out from, which can be changed here, and what is in use.

An input stands in four forms: as the profile has it (a yellow cell where formulas read it), as each scenario has it, as
somebody tries it on the sheet *Answer*, and what is in use of these, which is the only one that other formulas read. Beside it
stands what it may be and whether what is in use is that: what is pasted is checked too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, inf

from msgspec import Struct
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from model.comparison import Case, Input
from model.comparison.following.tracing import given_key
from model.comparison.sheet import HORIZON
from model.decision.records.analysis import Analysis, InputRow
from model.profile.checks import DIVIDES
from model.quantities import Unit, figures
from model.report.xlsx.formulas import CellPlace, address
from model.report.xlsx.missing_prices import MissingPrices, stand_in
from model.report.xlsx.paper import Paper, lines_of, number_format, plain
from model.report.xlsx.plan import INPUTS

HEAD, FIRST = 4, 5
VALUE, LABEL, CHECK, TAKES, USED, SOURCE, NOTE, GIVEN, SCENARIOS = 1, 4, 6, 7, 8, 12, 13, 14, 15
TITLES = (
    "Key", "Value", "Unit", "Basis", "What it is", "As written", "Check", "Takes", "In use", "P5", "Median", "P95", "Source", "Note",
)  # fmt: skip
WIDTHS = (40, 14, 24, 11, 38, 16, 8, 20, 14, 10, 10, 10, 64, 64)
ON_A_PAGE = 110  # rows on paper
PICKED = CellPlace(INPUTS, 2, USED)
UNITS = {"share": "share", "factor": "times", "count": "number", "": ""}
AS_IT_IS = "As it is"
OK = '[=1]"OK";[Red][=0]"✗ no";General'


class Scenario(Struct, frozen=True):
    """A scenario that changes numbers alone: its title, and the middle of every input that it changes."""

    title: str
    values: Mapping[str, float]


class InputsLayout(Struct, frozen=True):
    """What stands in which row, what nobody gave, and the scenarios beside. ``read`` are the keys that formulas read, and
    ``tried`` the cells of the sheet *Answer* in which some are tried."""

    rows: tuple[tuple[int, InputRow | str], ...]
    wanted: MissingPrices
    scenarios: tuple[Scenario, ...] = ()
    read: frozenset[str] = frozenset()
    tried: Mapping[str, CellPlace] = {}

    @property
    def at(self) -> dict[str, int]:
        """The row of every input."""
        return {row.key: at for at, row in self.rows if isinstance(row, InputRow)}

    @property
    def places(self) -> dict[str, CellPlace]:
        """Where a formula reads every input, and whether a number that is waited for is there."""
        found = {key: CellPlace(INPUTS, at, USED) for key, at in self.at.items()}
        return found | {given_key(key): CellPlace(INPUTS, self.at[key], GIVEN) for key in self.wanted.every}

    def stretch(self, column: int) -> str:
        """The cells of a column, all rows of it."""
        return f"{INPUTS}!{xl_range_abs(FIRST, column, self.rows[-1][0], column)}"

    def names(self) -> str:
        """The cells that hold the names of the scenarios."""
        return f"{INPUTS}!{xl_range_abs(HEAD, SCENARIOS, HEAD, SCENARIOS + len(self.scenarios))}"

    def changes(self, key: str) -> bool:
        """Whether any scenario changes this input."""
        return any(key in scenario.values for scenario in self.scenarios)


def laid_out(analysis: Analysis, wanted: MissingPrices) -> InputsLayout:
    """The rows of the sheet: those of one table together."""
    groups: dict[str, list[InputRow]] = {}
    for row in (*analysis.inputs, *wanted.rows, *wanted.unspoken):
        if row.key != "schema":
            groups.setdefault(group_of(row.key), []).append(row)
    found: list[tuple[int, InputRow | str]] = []
    for group in sorted(groups, key=_order):
        found.append((FIRST + len(found), group))
        for row in groups[group]:
            found.append((FIRST + len(found), row))
    return InputsLayout(tuple(found), wanted)


def group_of(key: str) -> str:
    """The table that a key belongs to on the sheet."""
    parts = key.split(".")
    return (
        "" if len(parts) == 1 else ".".join(parts[:2]) if parts[0] in ("workloads", "options", "events") else parts[0]
    )


def _order(group: str) -> int:
    return ("", "workloads", "engineering", "options", "prices", "events").index(group.split(".")[0])


def write(paper: Paper, case: Case, layout: InputsLayout, picker: CellPlace | None, width: int) -> None:
    """The sheet; ``picker`` is the cell in which a scenario is chosen by its name."""
    page = paper.sheet(INPUTS, WIDTHS, "#E0B400", HEAD)
    page.set_row(0, 26)
    paper.text(page, 0, 0, "Inputs of the middle case", "title")
    page.set_header("&L&8Inputs of the middle case")
    told = "Change a yellow cell: lines, months, present values and the verdict of the middle case follow. An empty yellow cell waits for a price."
    paper.text(page, 1, VALUE, told)
    told = "A range stands here with its median. White cells are read by no formula of this workbook."
    paper.text(page, 2, VALUE, told, "quiet")
    paper.head(page, HEAD, TITLES, right=(1, 8, 9, 10, 11))
    page.set_column(GIVEN, GIVEN, 6, None, {"hidden": True})
    if picker is not None:
        _scenario_heads(paper, page, layout, picker)
    for at, row in layout.rows:
        if isinstance(row, str):
            for column in range(len(TITLES)):
                paper.text(page, at, column, _heading(case, row) if column == VALUE else "", "group")
        else:
            _row(paper, page, at, row, layout)
            if row.key in layout.read:
                limits = TakenValues.of(case.inputs[row.key], width)
                _in_use(paper, page, at, row, layout)
                _checked(paper, page, at, row, layout, limits)
                page.data_validation(at, VALUE, at, VALUE, limits.rule(case.inputs[row.key]))
    page.freeze_panes(FIRST, 2)
    last = layout.rows[-1][0]
    page.print_area(0, VALUE, last, TAKES)  # the key leads back to the profile, on screen
    page.set_portrait()
    page.fit_to_pages(1, ceil(last / ON_A_PAGE))


def _scenario_heads(paper: Paper, page: Worksheet, layout: InputsLayout, picker: CellPlace) -> None:
    names = [AS_IT_IS, *(scenario.title for scenario in layout.scenarios)]
    for column, name in enumerate(names, start=SCENARIOS):
        paper.text(page, HEAD, column, name, "head right")
        page.set_column(column, column, 16)
    paper.text(page, PICKED.row, USED - 1, "Scenario in use, number", "quiet")
    formula = f"=IFERROR(MATCH({address(picker, INPUTS)},{layout.names()},0),1)"
    paper.formula(page, PICKED.row, USED, formula, 1.0, "quiet")


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


def _row(paper: Paper, page: Worksheet, at: int, row: InputRow, layout: InputsLayout) -> None:
    missing = row.key in layout.wanted.every
    shown = number_format(row.unit, row.median)
    paper.text(page, at, 0, row.key, "quiet")
    typed = None if missing else row.median
    paper.number(page, at, VALUE, typed, "input" if row.key in layout.read else "text", shown)
    assumed = row.key in layout.wanted.assumed
    basis = "not priced" if missing else "assumed" if assumed else row.basis
    texts = (unit_of(row), basis, row.label, "" if missing or assumed else row.text)
    for column, text in enumerate(texts, start=2):
        paper.text(page, at, column, text, {2: "indented", LABEL: "wrap"}.get(column, "text"))
    for column, value in enumerate((row.p5, row.median, row.p95), start=9):
        paper.number(
            page, at, column, value if row.uncertain or (column == 10 and not missing) else None, "quiet", shown
        )
    paper.text(page, at, SOURCE, row.source, "quiet indented wrap")
    paper.text(page, at, NOTE, row.note, "quiet wrap")
    page.set_row(
        at,
        14.0
        * max(
            lines_of(row.source, WIDTHS[SOURCE] - 2),
            lines_of(row.note, WIDTHS[NOTE]),
            lines_of(row.label, WIDTHS[LABEL]),
        )
        + 1,
    )


def _in_use(paper: Paper, page: Worksheet, at: int, row: InputRow, layout: InputsLayout) -> None:
    """What is tried on *Answer*, else what the scenario says, else what is typed; and of a price that nobody gave, whether
    it is there."""
    shown = number_format(row.unit, row.median)
    own, missing = f"{INPUTS}!$B${at + 1}", row.key in layout.wanted.every
    if layout.changes(row.key):
        base = f'=IF(ISNUMBER({own}),{own},"")' if missing else f"={own}"
        paper.formula(page, at, SCENARIOS, base, "" if missing else row.median, "quiet", shown)
        for column, scenario in enumerate(layout.scenarios, start=SCENARIOS + 1):
            if row.key in scenario.values:
                paper.number(page, at, column, scenario.values[row.key], "input", shown)
            else:
                paper.formula(page, at, column, base, "" if missing else row.median, "quiet", shown)
        stretch = xl_range_abs(at, SCENARIOS, at, SCENARIOS + len(layout.scenarios))
        own = f"INDEX({stretch},1,{address(PICKED, INPUTS)})"
    if tried := layout.tried.get(row.key):
        cell = address(tried, INPUTS)
        own = f"IF(ISNUMBER({cell}),{cell},{own})"
    used = f"=IF(ISNUMBER({own}),{own},{stand_in(row.key):g})" if missing else f"={own}"
    paper.formula(page, at, USED, used, row.median, "text", shown)
    if missing:
        paper.formula(page, at, GIVEN, f"=IF(ISNUMBER({own}),1,0)", 0.0, "quiet")


def _checked(paper: Paper, page: Worksheet, at: int, row: InputRow, layout: InputsLayout, limits: TakenValues) -> None:
    """Whether what is in use is a number that the product would take; a cell that was pasted over has no validation any more."""
    used, own = f"$I${at + 1}", f"$B${at + 1}"
    tests = [f"ISNUMBER({used})", *limits.tests(used)]
    if tried := layout.tried.get(row.key):
        cell = address(tried, INPUTS)
        tests.append(f"OR(ISBLANK({cell}),ISNUMBER({cell}))")
    missing = row.key in layout.wanted.every
    tests.append(f"OR(ISBLANK({own}),ISNUMBER({own}))" if missing else f"ISNUMBER({own})")
    paper.formula(page, at, CHECK, f"=IF(IFERROR(AND({','.join(tests)}),FALSE),1,0)", 1.0, "quiet indented", OK)
    paper.text(page, at, TAKES, limits.says, "quiet indented")


def unit_of(row: InputRow) -> str:
    """The unit in words."""
    return UNITS[row.unit] if row.unit in UNITS else Unit(row.unit).noun


class TakenValues(Struct, frozen=True):
    """What an input may be, as the product would take it."""

    low: float
    high: float
    whole: bool
    above: bool

    @staticmethod
    def of(found: Input, width: int) -> TakenValues:
        """Of an input, in a workbook of so many months."""
        spec = found.declared.spec if found.declared else None
        low, high = spec.limits if spec else (0.0, inf)
        return TakenValues(low, float(width) if found.key == HORIZON else high, bool(spec and spec.whole),
                      found.key.rpartition(".")[2] in DIVIDES)  # fmt: skip

    @property
    def says(self) -> str:
        """The same in words."""
        whole = "whole, " if self.whole else ""
        if self.high < inf:
            return f"{whole}{figures.number(self.low)} to {figures.number(self.high)}"
        if self.low == -inf:
            return f"{whole}any number"
        return f"{whole}{'above' if self.above else 'from'} {figures.number(self.low)}"

    def tests(self, cell: str) -> list[str]:
        """The same as conditions on a cell."""
        found = [f"{cell}{'>' if self.above else '>='}{self.low:.15g}"] if self.low > -inf else []
        found += [f"{cell}<={self.high:.15g}"] if self.high < inf else []
        return [*found, f"INT({cell})={cell}"] if self.whole else found

    def rule(self, found: Input) -> dict[str, object]:
        """The same as what a spreadsheet asks for while somebody types."""
        rule: dict[str, object] = {"validate": "integer" if self.whole else "decimal"}
        if self.low > -inf and self.high < inf:
            rule |= {"criteria": "between", "minimum": self.low, "maximum": self.high}
        else:
            rule |= {"criteria": ">" if self.above else ">=", "value": self.low}
        return rule | {
            "input_title": plain(found.title)[:32],
            "input_message": (found.declared.help if found.declared else "")[:255],
            "error_title": "Not a value for this input",
            "error_message": f"Type a number, {self.says}.",
        }


def scenarios_of(case: Case, others: Sequence[tuple[str, Case]]) -> tuple[Scenario, ...]:
    """What each of these cases changes, by its title."""
    found = []
    for title, other in others:
        values = {
            key: each.quantity.median
            for key, each in other.inputs.items()
            if each.quantity.median != case.inputs[key].quantity.median
        }
        found.append(Scenario(title, values))
    return tuple(found)
