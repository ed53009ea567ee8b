"""The sheets *Lines* and *Months*: what every line of the middle case costs, and in which month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from math import ceil

from msgspec import Struct
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from model.comparison.following.traced import Node
from model.comparison.following.tracing import TracedLine, Tracing, given_key
from model.comparison.sheet import HORIZON
from model.decision.bill.option_totals import line_rows
from model.decision.records.analysis import Analysis, LineRow, OptionRow
from model.decision.wording.input_names import work_title
from model.report.wording import title
from model.report.xlsx.formulas import CellPlace, Places, address
from model.report.xlsx.missing_prices import MissingPrices
from model.report.xlsx.paper import ACCENT, CENTS, RATE, USD, Paper, count_format, rate_format
from model.report.xlsx.plan import FIRST_MONTH, LINES, MONTHS
from model.telling.dates import calendar_month

HEAD, FIRST = 3, 4
DATES = HEAD - 1  # the row above the numbers of months
ASSUMED_LINES = ("exit.leaving", "engineering.oncall")  # that a workbook has even where nobody spoke of them
ON_A_PAGE = 80  # rows of lines on paper
FIRST_DAY = date(1899, 12, 30)  # day 0 of a spreadsheet
LINE_TITLES = (
    "Option", "Line", "Work", "Route", "Served by", "Axis", "Phase", "Pays", "Quantity, month 1", "Unit", "Rate", "Month 1",
    "Total", "Present value", "How it is counted", "Source", "Page", "In force", "Checked",
    "Key", "Workload",
)  # fmt: skip
LINE_WIDTHS = (24, 26, 18, 10, 20, 13, 7, 8, 13, 16, 12, 13, 14, 14, 44, 30, 44, 11, 11, 24, 18)
QUANTITY, RATE_AT, MONTH_1, TOTAL, WORTH = 8, 10, 11, 12, 13
TOTAL_AT, WORTH_AT, ONCE_AT = 3, 4, 5


class LineAt(Struct, frozen=True):
    """One line: its option, what it says, for which work and by whom, its nodes, its rows on the two sheets that list
    lines, the prices it waits for, and whether it costs nothing because nobody said what it costs."""

    option: OptionRow
    line: LineRow
    work: str
    server: str
    traced: TracedLine
    row: int
    month_row: int
    waits: tuple[str, ...] = ()
    assumed: bool = False

    @property
    def folded(self) -> bool:
        """Whether its row is folded away."""
        return self.traced.ready or self.assumed


class OptionAt(Struct, frozen=True):
    """The rows of one option on the sheets that list lines; ``sum_row`` is that of its totals."""

    option: OptionRow
    lines: tuple[LineAt, ...]
    sum_row: int
    month_sum_row: int
    paid_row: int

    def stretch(self, column: int) -> str:
        """The cells of its lines in a column of the sheet *Lines*."""
        return f"{LINES}!{xl_range(self.lines[0].row, column, self.lines[-1].row, column)}"

    @property
    def build_usd(self) -> float:
        """What is built, of both, in the middle case."""
        return sum(at.traced.once.value for at in self.lines if at.traced.once is not None and at.line.phase == "build")

    @property
    def once_usd(self) -> float:
        """What is paid once."""
        return sum(at.traced.once.value for at in self.lines if at.traced.once is not None)

    def paid_usd(self, first: int, last: int) -> float:
        """What is paid in the months of these columns of the sheet *Months*."""
        stretch = slice(first - FIRST_MONTH, last - FIRST_MONTH + 1)
        return sum(node.value for at in self.lines for node in at.traced.months[stretch])

    def total(self, column: int) -> CellPlace:
        """The cell of its totals in a column of the sheet *Lines*."""
        return CellPlace(LINES, self.sum_row, column)


def options_at(analysis: Analysis, tracing: Tracing, wanted: MissingPrices) -> tuple[OptionAt, ...]:
    """Every option with its lines and their rows, in the order of the profile."""
    found, row, month_row = [], FIRST, FIRST
    titles = {line.key: line.title for option in analysis.options for line in option.lines}
    for option, traced in zip(analysis.options, tracing.options, strict=True):
        lines, twins = [], [nodes.line for nodes in traced.lines]
        for line, nodes in zip(line_rows(twins, twins, frozenset(), titles), traced.lines, strict=True):
            work = work_title(analysis.case, line.workload) if line.workload else line.whose
            server = title(analysis, line.bridge) if line.bridge else ""
            waits = tuple(key for key in wanted.every if key in nodes.line.reads)
            assumed = line.key in ASSUMED_LINES and not wanted.assumed.isdisjoint(nodes.line.reads)
            lines.append(LineAt(option, line, work, server, nodes, row, month_row, waits, assumed))
            row, month_row = row + 1, month_row + 1
        found.append(OptionAt(option, tuple(lines), row, month_row, month_row + 1))
        row, month_row = row + 2, month_row + 3
    return tuple(found)


def put_months(places: Places, options: Sequence[OptionAt]) -> None:
    """Writes down where the months of lines stand, and what they come to."""
    for option in options:
        for at in option.lines:
            nodes = at.traced
            places.put_row(nodes.months, CellPlace(MONTHS, at.month_row, FIRST_MONTH))
            if nodes.once is not None:
                places.put(nodes.once, CellPlace(MONTHS, at.month_row, ONCE_AT))
            places.put(nodes.total, CellPlace(MONTHS, at.month_row, TOTAL_AT))
            places.put(nodes.present_value, CellPlace(MONTHS, at.month_row, WORTH_AT))


def months_head(
    paper: Paper, page: Worksheet, width: int, places: Places, begins: tuple[CellPlace, date], last_row: int
) -> None:
    """The months by number and by date, and those beyond the horizon greyed."""
    cell, first_day = begins
    start = address(cell, page.get_name())
    for month in range(1, width + 1):
        number = CellPlace(page.get_name(), HEAD, FIRST_MONTH + month - 1)
        paper.number(page, HEAD, number.column, month, "head right")
        formula = f"=EDATE({start},{address(number, number.sheet, fixed_column=False)}-1)"
        paper.formula(page, DATES, number.column, formula, serial(first_day, month), "quiet right", "mmm yyyy")
    limit = address(places.inputs[HORIZON], page.get_name())
    first = xl_rowcol_to_cell(HEAD, FIRST_MONTH, row_abs=True)
    beyond = {"type": "formula", "criteria": f"={first}>{limit}", "format": paper.beyond}
    page.conditional_format(HEAD, FIRST_MONTH, last_row, FIRST_MONTH + width - 1, beyond)
    page.set_column(FIRST_MONTH, FIRST_MONTH + width - 1, 11)
    page.set_row(0, 26)


def serial(first_day: date, month: int) -> float:
    """The first day of month 1, 2, … as a spreadsheet counts days."""
    return float((calendar_month(first_day, month) - FIRST_DAY).days)


def write_lines(paper: Paper, options: Sequence[OptionAt], places: Places) -> None:
    """The sheet *Lines*: quantity × rate = month 1, and what it comes to over the horizon."""
    page = paper.sheet(LINES, LINE_WIDTHS, ACCENT, HEAD)
    page.set_row(0, 26)
    paper.text(page, 0, 0, "Lines of the middle case", "title")
    told = "Quantity × rate = month 1, the first full month live. Lines of whoever serves meanwhile have none."
    paper.text(page, 1, 0, told, "quiet")
    if any(at.folded for option in options for at in option.lines):
        folded = "Folded away, for it costs nothing as written: leaving and on-call that nobody priced, and options that would serve meanwhile."
        paper.text(page, 2, 0, folded, "quiet")
    paper.head(page, HEAD, LINE_TITLES, right=(QUANTITY, RATE_AT, MONTH_1, TOTAL, WORTH))
    page.set_row(HEAD, 30)
    for option in options:
        for at in option.lines:
            _line(paper, page, at, places)
            _fold(page, at, at.row)
        paper.text(page, option.sum_row, 0, option.option.title, "total")
        paper.text(page, option.sum_row, 1, "all lines", "total")
        for column in range(2, len(LINE_TITLES)):
            paper.text(page, option.sum_row, column, "", "total")
        if option.lines:
            for column, total in _totals(option):
                cells = xl_range(option.lines[0].row, column, option.lines[-1].row, column)
                paper.formula(page, option.sum_row, column, f"=SUM({cells})", total, "total", USD)
    page.print_area(0, 0, options[-1].sum_row, WORTH)
    rows = sum(2 + sum(not at.folded for at in option.lines) for option in options)
    page.fit_to_pages(1, ceil(rows / ON_A_PAGE))
    page.freeze_panes(FIRST, 2)


def _fold(page: Worksheet, at: LineAt, row: int) -> None:
    """Folds the row of a line away that costs nothing as written."""
    if at.folded:
        page.set_row(row, None, None, {"level": 1, "hidden": True})


def _totals(option: OptionAt) -> Iterator[tuple[int, float]]:
    yield MONTH_1, sum(at.traced.month_1.value for at in option.lines)
    yield TOTAL, sum(at.traced.total.value for at in option.lines)
    yield WORTH, sum(at.traced.present_value.value for at in option.lines)


def _line(paper: Paper, page: Worksheet, at: LineAt, places: Places) -> None:
    line, nodes = at.line, at.traced
    texts = (
        at.option.title, line.title, at.work, line.route or "", at.server, line.axis, line.phase, line.pays,
    )  # fmt: skip
    for column, text in enumerate(texts):
        paper.text(page, at.row, column, text)
    _quantity(paper, page, at, places)
    paper.text(page, at.row, 9, line.unit, "quiet indented")
    shown = f'{rate_format(nodes.rate.value)};-{RATE};"not priced"' if at.waits else rate_format(nodes.rate.value)
    write_node(paper, page, nodes.rate, CellPlace(LINES, at.row, RATE_AT), places, shown)
    factors = (xl_rowcol_to_cell(at.row, column) for column in (QUANTITY, RATE_AT))
    paper.formula(page, at.row, MONTH_1, f"={'*'.join(factors)}", nodes.month_1.value, "text", CENTS)
    for column, node, there in ((TOTAL, nodes.total, TOTAL_AT), (WORTH, nodes.present_value, WORTH_AT)):
        cell = address(CellPlace(MONTHS, at.month_row, there), LINES, fixed_row=False, fixed_column=False)
        paper.formula(page, at.row, column, f"={cell}", node.value, "text", CENTS)
    source = line.source
    told = (line.rule, *((source.title, source.url) if source else ("", "")))
    for column, text in enumerate(told, start=14):
        paper.text(page, at.row, column, text, "quiet indented")
    if source is not None:
        paper.text(page, at.row, 17, source.effective.isoformat() if source.effective else "", "quiet")
        paper.text(page, at.row, 18, source.checked.isoformat(), "quiet")
    paper.text(page, at.row, 19, line.key, "quiet")
    paper.text(page, at.row, 20, line.workload or "", "quiet")


def _quantity(paper: Paper, page: Worksheet, at: LineAt, places: Places) -> None:
    """How much there is of it in month 1; nothing is counted that has no price yet."""
    node, cell = at.traced.quantity, CellPlace(LINES, at.row, QUANTITY)
    shown = count_format(node.value)
    if not at.waits or node.is_constant:
        write_node(paper, page, node, cell, places, shown)
        return
    given = ",".join(f"{address(places.inputs[given_key(key)], LINES)}=1" for key in at.waits)
    formula = f"=IF(AND({given}),{places.formula(node, cell).removeprefix('=')},0)"
    paper.formula(page, at.row, QUANTITY, formula, 0.0, "text", f'{shown};-{shown};"–"')


def write_node(
    paper: Paper, page: Worksheet, node: Node, at: CellPlace, places: Places, number: str, style: str = "text"
) -> None:
    """A node at its place: a constant as a number, everything else as a formula with the value it has now."""
    if node.is_constant:
        paper.number(page, at.row, at.column, node.value, style, number)
    else:
        paper.formula(page, at.row, at.column, places.formula(node, at), float(node.value), style, number)


def write_months(
    paper: Paper,
    analysis: Analysis,
    options: Sequence[OptionAt],
    places: Places,
    width: int,
    begins: tuple[CellPlace, date],
) -> None:
    """The sheet *Months*: what every line pays in every month, its total, and what that is worth today."""
    page = paper.sheet(MONTHS, (26, 28, 44, 14, 14, 13), ACCENT)
    page.print_area(0, FIRST_MONTH + width + 1, 0, FIRST_MONTH + width + 1)  # nothing: paper is too narrow for months
    paper.text(page, 0, 0, "Months of the middle case", "title")
    paper.text(
        page,
        1,
        0,
        "US dollars in each month, not discounted. Grey months lie beyond the horizon and count nothing; on paper the sheet Lines has the sums.",
        "quiet",
    )
    paper.head(page, HEAD, ("Option", "Line", "Work", "Total", "Present value", "Paid once"), right=(3, 4, 5))
    months_head(paper, page, width, places, begins, difference_row(options))
    for option in options:
        for at in option.lines:
            _month_line(paper, page, at, places)
            _fold(page, at, at.month_row)
        _month_sums(paper, page, option, width)
    _difference(paper, page, analysis, options, width)
    page.freeze_panes(FIRST, 2)


def difference_row(options: Sequence[OptionAt]) -> int:
    """The row of the sheet *Months* on which the difference of the pair adds up."""
    return options[-1].paid_row + 2


def _difference(paper: Paper, page: Worksheet, analysis: Analysis, options: Sequence[OptionAt], width: int) -> None:
    """What the second of the pair has cost more by the end of every month."""
    by_id = {at.option.id: at for at in options}
    a, b = (by_id[option] for option in analysis.pair)
    row = difference_row(options)
    paper.text(page, row, 0, f"{b.option.title} less {a.option.title}", "bold")
    paper.text(page, row, 1, "paid by the end of the month, leaving left out", "quiet")
    usd = b.build_usd - a.build_usd
    for column in range(ONCE_AT, FIRST_MONTH + width):
        usd += b.paid_usd(column, column) - a.paid_usd(column, column) if column >= FIRST_MONTH else 0.0
        later, earlier = (xl_rowcol_to_cell(at.paid_row, column) for at in (b, a))
        paper.formula(page, row, column, f"={later}-{earlier}", usd, "text", USD)


def _month_line(paper: Paper, page: Worksheet, at: LineAt, places: Places) -> None:
    served = f"{at.work}{' by ' + at.server if at.server else ''}"
    for column, text in enumerate((at.option.title, at.line.title, served.strip())):
        paper.text(page, at.month_row, column, text)
    nodes = at.traced
    write_node(paper, page, nodes.total, CellPlace(MONTHS, at.month_row, TOTAL_AT), places, CENTS)
    write_node(paper, page, nodes.present_value, CellPlace(MONTHS, at.month_row, WORTH_AT), places, CENTS)
    if nodes.once is not None:
        write_node(paper, page, nodes.once, CellPlace(MONTHS, at.month_row, ONCE_AT), places, CENTS)
        return
    for place, node in enumerate(nodes.months):
        write_node(paper, page, node, CellPlace(MONTHS, at.month_row, FIRST_MONTH + place), places, USD)


def _month_sums(paper: Paper, page: Worksheet, option: OptionAt, width: int) -> None:
    """What the option pays in each month, and what it has paid by its end; leaving is left out of the latter."""
    paper.text(page, option.month_sum_row, 0, option.option.title, "total")
    paper.text(page, option.month_sum_row, 1, "all lines", "total")
    paper.text(page, option.month_sum_row, 2, "", "total")
    paper.text(page, option.paid_row, 0, option.option.title, "bold")
    paper.text(page, option.paid_row, 1, "paid by the end of the month, leaving left out", "quiet")
    if not option.lines:
        return
    first, last = option.lines[0].month_row, option.lines[-1].month_row
    build = option.build_usd
    builds = [xl_rowcol_to_cell(at.month_row, ONCE_AT) for at in option.lines if at.line.phase == "build"]
    paper.formula(page, option.paid_row, ONCE_AT, f"={'+'.join(builds) or '0'}", build, "text", USD)
    paid = build
    for column in range(TOTAL_AT, FIRST_MONTH + width):
        value = _column_value(option, column)
        cells = xl_range(first, column, last, column)
        paper.formula(page, option.month_sum_row, column, f"=SUM({cells})", value, "total", USD)
        if column >= FIRST_MONTH:
            paid += value
            before, now = (
                xl_rowcol_to_cell(*cell) for cell in ((option.paid_row, column - 1), (option.month_sum_row, column))
            )
            paper.formula(page, option.paid_row, column, f"={before}+{now}", paid, "text", USD)


def _column_value(option: OptionAt, column: int) -> float:
    lines = [at.traced for at in option.lines]
    if column == TOTAL_AT:
        return sum(line.total.value for line in lines)
    if column == WORTH_AT:
        return sum(line.present_value.value for line in lines)
    if column == ONCE_AT:
        return sum(line.once.value for line in lines if line.once is not None)
    return sum(line.months[column - FIRST_MONTH].value for line in lines)
