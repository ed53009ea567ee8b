"""Nodes of the middle case as spreadsheet formulas: where each stands, and what is written there.

A node that has a place is referred to; every other is written out inside the formula that needs it. Only functions that
Excel 2016 and LibreOffice 7 know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

from msgspec import Struct, field
from xlsxwriter.utility import xl_col_to_name

from model.comparison.following.traced import Node

ATOM, POWER, TIMES, PLUS, COMPARED, LOOSE = 9, 7, 6, 5, 3, 1
SPOKEN = {12.0 / 52.0: "12/52", 52.0 / 12.0: "52/12"}
Text = tuple[str, int]


class CellPlace(NamedTuple):
    """A cell, rows and columns counted from 0."""

    sheet: str
    row: int
    column: int


class Places(Struct):
    """Where inputs and nodes stand in the workbook. Rows of months stand in one row, one node a column."""

    inputs: dict[str, CellPlace] = field(default_factory=dict)
    nodes: dict[int, CellPlace] = field(default_factory=dict)
    rows: dict[tuple[int, ...], CellPlace] = field(default_factory=dict)
    months: dict[str, tuple[int, int]] = field(default_factory=dict)

    def put(self, node: Node, place: CellPlace) -> None:
        """Gives a node its place, unless it has one or is none of its own."""
        if node.op not in ("const", "input", "month"):
            self.nodes.setdefault(id(node), place)

    def put_row(self, row: tuple[Node, ...], place: CellPlace) -> None:
        """Gives a row of months its place; ``place`` is that of its first month."""
        for offset, node in enumerate(row):
            self.put(node, CellPlace(place.sheet, place.row, place.column + offset))
        self.rows.setdefault(tuple(map(id, row)), place)

    def of(self, node: Node, sheet: str) -> CellPlace | None:
        """Where a node stands; the number of a month in the head of the same sheet, where it has one."""
        if node.op == "input":
            return self.inputs[node.key]
        if node.op == "month":
            head = sheet if sheet in self.months else next(iter(self.months))
            row, column = self.months[head]
            return CellPlace(head, row, column + int(node.value) - 1)
        return self.nodes.get(id(node))

    def formula(self, node: Node, at: CellPlace) -> str:
        """What is written at a place for a node: its working there, or a reference to where it is worked out."""
        home = self.of(node, at.sheet)
        if home is None or (home == at and node.op not in ("input", "month")):
            return "=" + _worked_out(self, node, at.sheet)[0]
        return "=" + _refer(node, home, at.sheet)

    def text(self, node: Node, sheet: str) -> Text:
        """A node inside a formula of this sheet."""
        if node.is_constant:
            return _constant(node.value)
        place = self.of(node, sheet)
        return _worked_out(self, node, sheet) if place is None else (_refer(node, place, sheet), ATOM)

    def range_of(self, row: tuple[Node, ...], sheet: str) -> str:
        """The cells of a row of months; KeyError where it has no place."""
        place = self.rows[tuple(map(id, row))]
        return cells(place, len(row), sheet)


def _refer(node: Node, place: CellPlace, sheet: str) -> str:
    """Where a node stands as a formula names it: a value of one month moves along with the months."""
    monthly = node.month is not None
    return address(place, sheet, fixed_row=node.op == "month" or not monthly, fixed_column=not monthly)


def address(place: CellPlace, sheet: str, *, fixed_row: bool = True, fixed_column: bool = True) -> str:
    """A cell as a formula on ``sheet`` names it."""
    cell = f"{'$' * fixed_column}{_letters(place.column)}{'$' * fixed_row}{place.row + 1}"
    return cell if place.sheet == sheet else f"{place.sheet}!{cell}"


@cache
def _letters(column: int) -> str:
    name: str = xl_col_to_name(column)
    return name


def cells(first: CellPlace, count: int, sheet: str) -> str:
    """A stretch of a row as a formula on ``sheet`` names it."""
    last = CellPlace(sheet, first.row, first.column + count - 1)
    return f"{address(first, sheet)}:{address(last, sheet)}"


def _constant(value: float) -> Text:
    if value in SPOKEN:
        return SPOKEN[value], TIMES
    text = str(int(value)) if abs(value) < 1e15 and value == int(value) else repr(value).upper()
    return text, ATOM if value >= 0.0 else LOOSE


def _worked_out(places: Places, node: Node, sheet: str) -> Text:
    return _WRITTEN[node.op](places, node, sheet)


def _inside(places: Places, node: Node, sheet: str, least: int) -> str:
    text, binding = places.text(node, sheet)
    return text if binding >= least else f"({text})"


def _infix(sign: str, binding: int, *, comparing: bool = False) -> Callable[[Places, Node, str], Text]:
    def written(places: Places, node: Node, sheet: str) -> Text:
        left, right = node.args
        first = _inside(places, left, sheet, binding + 1 if comparing or binding == POWER else binding)
        return f"{first}{sign}{_inside(places, right, sheet, binding + 1)}", binding

    return written


def _call(name: str) -> Callable[[Places, Node, str], Text]:
    def written(places: Places, node: Node, sheet: str) -> Text:
        return f"{name}({','.join(places.text(arg, sheet)[0] for arg in node.args)})", ATOM

    return written


def _many(name: str) -> Callable[[Places, Node, str], Text]:
    """A function of any number of values: one within the same one is written flat."""

    def values(places: Places, node: Node, op: str, sheet: str) -> list[str]:
        if node.op == op and places.of(node, sheet) is None:
            return [text for arg in node.args for text in values(places, arg, op, sheet)]
        return [places.text(node, sheet)[0]]

    def written(places: Places, node: Node, sheet: str) -> Text:
        return f"{name}({','.join(t for arg in node.args for t in values(places, arg, node.op, sheet))})", ATOM

    return written


def _power(places: Places, node: Node, sheet: str) -> Text:
    """Nothing to the power of nothing is an error in Excel; where only the month decides the exponent it is known."""
    exponent = node.args[1]
    if exponent.value == 0.0 and _of_months_alone(exponent):
        return "1", ATOM
    return _infix("^", POWER)(places, node, sheet)


def _of_months_alone(node: Node) -> bool:
    return node.op in ("const", "month") or (bool(node.args) and all(_of_months_alone(arg) for arg in node.args))


def _exponential(places: Places, node: Node, sheet: str) -> Text:
    """exp(log(a) × b) is written a^b."""
    (inner,) = node.args
    if inner.op == "mul" and inner.args[0].op == "log" and places.of(inner, sheet) is None:
        base, exponent = inner.args[0].args[0], inner.args[1]
        return _power(places, Node("pow", (base, exponent), node.value, node.month), sheet)
    return _call("EXP")(places, node, sheet)


def _negative(places: Places, node: Node, sheet: str) -> Text:
    return f"-{_inside(places, node.args[0], sheet, POWER + 1)}", LOOSE


def _ceiling(places: Places, node: Node, sheet: str) -> Text:
    return f"-INT(-({places.text(node.args[0], sheet)[0]}))", LOOSE


def _sum(places: Places, node: Node, sheet: str) -> Text:
    return f"SUM({places.range_of(node.args, sheet)})", ATOM


def _sumproduct(places: Places, node: Node, sheet: str) -> Text:
    half = len(node.args) // 2
    row, weights = places.range_of(node.args[:half], sheet), places.range_of(node.args[half:], sheet)
    return f"SUMPRODUCT({row},{weights})", ATOM


def _erlang_c(places: Places, node: Node, sheet: str) -> Text:
    """N / ((N − A)/B + A), B the Poisson chance of N over that of at most N: Erlang's loss."""
    slots, load = (_inside(places, arg, sheet, PLUS + 1) for arg in node.args)
    exactly, at_most = (f"POISSON({slots},{load},{cumulative})" for cumulative in ("FALSE", "TRUE"))
    return f"IF({load}=0,0,{slots}/(({slots}-{load})*{at_most}/{exactly}+{load}))", ATOM


_WRITTEN: Mapping[str, Callable[[Places, Node, str], Text]] = {
    "const": lambda _, node, __: _constant(node.value),
    "add": _infix("+", PLUS),
    "sub": _infix("-", PLUS),
    "mul": _infix("*", TIMES),
    "div": _infix("/", TIMES),
    "pow": _power,
    "neg": _negative,
    "min": _many("MIN"),
    "max": _many("MAX"),
    "ceil": _ceiling,
    "floor": _call("INT"),
    "exp": _exponential,
    "log": _call("LN"),
    "sqrt": _call("SQRT"),
    "lt": _infix("<", COMPARED, comparing=True),
    "le": _infix("<=", COMPARED, comparing=True),
    "gt": _infix(">", COMPARED, comparing=True),
    "ge": _infix(">=", COMPARED, comparing=True),
    "and": _call("AND"),
    "or": _call("OR"),
    "where": _call("IF"),
    "sum": _sum,
    "sumproduct": _sumproduct,
    "erlang_c": _erlang_c,
    "normal_cdf": _call("NORMSDIST"),
}
