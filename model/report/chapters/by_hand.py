"""The arithmetic, so that anybody can redo it: a full month line by line as quantity × rate = amount."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from model.decision.records.analysis import Analysis, LineRow, OptionRow
from model.quantities import figures
from model.report.blocks import Block, Cell, Column, Question, Role, Row, Section, Statement, Table, Tone
from model.report.plain import clean
from model.report.wording import amount, cents, rate, title, usd
from model.telling import pockets
from model.telling.option_names import short

COLUMNS = (
    Column("Line", key="line"),
    Column("Quantity", right=True, key="quantity"),
    Column("", joint=" ", key="unit"),
    Column("Rate", right=True, joint=" × ", key="rate"),
    Column("A month", right=True, joint=" = ", key="month_1"),
    Column("Horizon", right=True, key="total"),
)


def sections(analysis: Analysis) -> tuple[Section, ...]:
    """By axis side by side, then every option's lines; what the pair pays alike stands once."""
    blocks: list[Block] = [_axes(analysis)]
    a, b = (analysis.option(option) for option in analysis.pair)
    same = [line for line in a.lines if line.cancels and line.total_usd]
    if same:
        blocks.append(_lines("same", f"The same for {a.id} and {b.id}", same, with_sum="Together"))
    for option in (a, b, *(row for row in analysis.options if row.id not in analysis.pair)):
        own = [line for line in option.lines if not (line.cancels and option.id in analysis.pair)]
        blocks.append(_option(analysis, option, own, folded=len(own) < len(option.lines)))
        blocks.extend(_unpriced(option))
    note = "Means over the futures: a rate is the amount divided by the quantity."
    blocks.append(Statement(f"{note} {pockets.LEGEND}.", Tone.NOTE))
    return (Section("lines", "By hand: the first full month and the whole horizon", Question.BY_HAND, tuple(blocks)),)


def _axes(analysis: Analysis) -> Table:
    axes = list(dict.fromkeys(axis for row in analysis.options for axis, sums in row.axes.items() if sums.total_usd))
    columns = (Column("A month, by axis"), *(Column(short(analysis, row.id), right=True) for row in analysis.options))
    rows = [
        Row(
            (Cell(axis), *(cents(row.axes[axis].month_1_usd if axis in row.axes else 0.0) for row in analysis.options)),
            key=axis,
        )
        for axis in axes
    ]
    total = Row((Cell("A month"), *(cents(row.month_1_usd) for row in analysis.options)), Role.TOTAL)
    return Table("axes", "", columns, (*rows, total), footing(rows, total))


def footing(rows: Sequence[Row], total: Row) -> str:
    """Nothing where the printed figures of every column add up to the printed total, else that they are rounded."""
    for column, whole in enumerate(total.cells):
        if whole.value is None or column == 0:
            continue
        parts = sum((_as_printed(row.cells[column]) for row in rows if len(row.cells) > column), Decimal())
        if parts != _as_printed(whole):
            return "Rounded; totals are sums of the unrounded amounts."
    return ""


def _as_printed(cell: Cell) -> Decimal:
    """What a reader adds up: cents, or whole dollars where a cell prints them."""
    value = cell.value or 0.0
    return figures.to_places(value, 2 if "." in cell.text else 0)


def _option(analysis: Analysis, option: OptionRow, lines: Sequence[LineRow], folded: bool) -> Table:
    name = title(analysis, option.id)
    heading = f"{name}, what differs" if folded else name
    table = _lines(option.id, heading, lines)
    same = [line for line in option.lines if line not in lines and line.total_usd]
    extra: list[Row] = []
    if same:
        extra.append(_sum("Same on both", same, Role.FOLDED))
    whole = Row(
        (Cell("All of it"), Cell(""), Cell(""), Cell(""), cents(option.month_1_usd), usd(option.total_usd)), Role.TOTAL
    )
    rows = (*table.rows, *extra)
    return Table(table.key, table.title, table.columns, (*rows, whole), _foot_lines(rows, whole))


def _foot_lines(rows: Sequence[Row], whole: Row) -> str:
    counted = [Row((Cell(""), *row.cells[4:])) for row in rows if row.role in (Role.PLAIN, Role.FOLDED)]
    return footing(counted, Row((Cell(""), *whole.cells[4:])))


def _sum(name: str, lines: Sequence[LineRow], role: Role) -> Row:
    month, total = sum(line.month_1_usd for line in lines), sum(line.total_usd for line in lines)
    return Row((Cell(name), Cell(""), Cell(""), Cell(""), cents(month), usd(total)), role)


def _lines(key: str, heading: str, lines: Sequence[LineRow], with_sum: str = "") -> Table:
    rows: list[Row] = []
    for group, members in _groups(line for line in lines if line.total_usd or line.month_1_usd):
        if group:
            rows.append(Row((Cell(group),), Role.GROUP))
        rows.extend(_line(line) for line in members)
    if not with_sum:
        return Table(f"lines.{key}", heading, COLUMNS, tuple(rows))
    whole = _sum(with_sum, lines, Role.TOTAL)
    return Table(f"lines.{key}", heading, COLUMNS, (*rows, whole), _foot_lines(rows, whole))


def _groups(lines: Iterable[LineRow]) -> list[tuple[str, list[LineRow]]]:
    found: dict[str, list[LineRow]] = {}
    for line in lines:
        whose = line.workload or (f"all of the work of {line.team}" if line.team else "for all of the work")
        name = f"{whose}, until live, on {line.bridge}" if line.bridge else whose
        found.setdefault(clean(name), []).append(line)
    return list(found.items())


def _line(line: LineRow) -> Row:
    name = clean(line.title) + (f", {clean(line.route)}" if line.route else "") + pockets.MARKS[line.pays]
    if line.month_1_usd == 0.0 and line.quantity_month_1 == 0.0:
        quantity, unit, price = Cell(""), Cell(""), Cell("")
    else:
        quantity, price = amount(line.quantity_month_1), rate(line.rate_usd_month_1)
        unit = Cell(figures.things(quantity.text, clean(line.unit)).removeprefix(quantity.text).lstrip())
    return Row((Cell(name), quantity, unit, price, cents(line.month_1_usd), usd(line.total_usd)), key=line.key)


def _unpriced(option: OptionRow) -> list[Statement]:
    return [
        Statement(clean(f"{option.id}: {row.key} has no price: {row.why}. Write {row.write}."), Tone.WARNING)
        for row in option.unpriced
    ]
