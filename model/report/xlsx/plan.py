"""Where everything stands in the workbook: inputs, steps, lines and months, before a formula is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from model.comparison.following.traced import Node
from model.comparison.following.tracing import Tracing
from model.report.xlsx.formulas import CellPlace, Places
from model.report.xlsx.step_rows import SECTIONS, StepRow

ANSWER, CALCULATION, LINES, MONTHS, INPUTS = "Answer", "Calculation", "Lines", "Months", "Inputs"
FIRST_MONTH = 6  # the column of month 1 on both sheets that have months
VALUE = 3  # the column of a value that no month changes
REFERENCE, SHARED_FROM, LONGEST = 14, 45, 700  # characters
NAMED = 4  # inputs that a part of a step is called after
TESTS = frozenset({"lt", "le", "gt", "ge", "and", "or"})


class Planned(Struct, frozen=True):
    """A row of the calculation and where it begins."""

    step: StepRow
    row: int

    def columns(self, width: int) -> Iterator[tuple[Node, int]]:
        """Every node and its column: that of its month, or that of values which no month changes."""
        nodes = self.step.nodes
        if len(nodes) == 1 and nodes[0].month is None:
            yield nodes[0], VALUE
            return
        for place, node in enumerate(nodes):
            month = place + 1 if len(nodes) == width else node.month or place + 1
            yield node, FIRST_MONTH + month - 1


class Plan(Struct):
    """The places of all nodes, the rows of the calculation, the keys that any formula reads, and the first row after."""

    places: Places
    rows: list[Planned] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    read: frozenset[str] = frozenset()
    end: int = 0


class Needed:
    """The nodes that the outputs are worked out from, and by how many others each is used."""

    def __init__(self, outputs: Iterable[Node]) -> None:
        self.users: dict[int, int] = {}
        self.keys: set[str] = set()
        waiting = list(outputs)
        for node in waiting:
            self.users.setdefault(id(node), 0)
        seen: set[int] = set()
        while waiting:
            node = waiting.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            if node.op == "input":
                self.keys.add(node.key)
            for arg in node.args:
                self.users[id(arg)] = self.users.get(id(arg), 0) + 1
                waiting.append(arg)

    def __contains__(self, node: Node) -> bool:
        return id(node) in self.users


def outputs(tracing: Tracing) -> Iterator[Node]:
    """Everything that lines and months show."""
    for option in tracing.options:
        yield option.live_month
        for line in option.lines:
            yield from (line.quantity, line.rate, line.total, line.present_value, *line.months)
            if line.once is not None:
                yield line.once


class Planner:
    """Gives every step that is needed a row, and every part that is long or used twice one above it."""

    def __init__(self, places: Places, needed: Needed, titles: Mapping[str, str]) -> None:
        self._places, self._needed, self._titles = places, needed, titles
        self._by_section: dict[str, list[StepRow]] = {section: [] for section in SECTIONS}
        self._named: set[int] = set()

    def plan(self, steps: Sequence[StepRow], first_row: int) -> tuple[list[Planned], list[tuple[int, str]], int]:
        """Rows of the calculation from a row on, and the headings of its sections."""
        wanted = [step for step in steps if any(self._is_new(node) for node in step.nodes)]
        fresh = []
        for step in wanted:
            if any(self._is_new(node) for node in step.nodes):
                fresh.append(step)
                self._named.update(map(id, step.nodes))
        for step in fresh:
            self._by_section[step.section].extend((*self._parts(step), step))
        rows, headings, row = [], [], first_row
        for section, found in self._by_section.items():
            if found:
                headings.append((row, section))
                row += 1
            for step in found:
                rows.append(Planned(step, row))
                row += 1
        return rows, headings, row

    def _is_new(self, node: Node) -> bool:
        own = node.op not in ("const", "input", "month")
        return own and node in self._needed and id(node) not in self._named and id(node) not in self._places.nodes

    def _parts(self, step: StepRow) -> Iterator[StepRow]:
        """Parts of a step that need rows: long ones, and those that several formulas use."""
        alone: list[Node] = []
        monthly: dict[int, list[Node]] = {}
        for node in step.nodes:
            parts = self._cut(node) if node in self._needed else []
            alone.extend(part for part in parts if part.month is None)
            for place, part in enumerate(part for part in parts if part.month is not None):
                monthly.setdefault(place, []).append(part)
        for nodes in (*((node,) for node in alone), *map(tuple, monthly.values())):
            yield replace(step, what=f"{step.what}: a part of it{self._from(nodes[0])}", unit="", nodes=nodes)

    def _from(self, part: Node) -> str:
        """Which inputs a part is worked out from, steps with a row of their own left out."""
        found: dict[str, None] = {}
        waiting = list(part.args)
        while waiting:
            node = waiting.pop(0)
            if node.op == "input":
                found[self._titles.get(node.key, node.key)] = None
            elif id(node) not in self._named and id(node) not in self._places.nodes:
                waiting.extend(node.args)
        names = list(found)
        return f", from {', '.join(names[:NAMED])}{' and others' if names[NAMED:] else ''}" if names else ""

    def _cut(self, root: Node) -> list[Node]:
        parts: list[Node] = []

        def size(node: Node) -> int:
            if id(node) in self._named or id(node) in self._places.nodes or node.op in ("const", "input", "month"):
                return REFERENCE
            whole = measure(node)
            shared = self._needed.users.get(id(node), 0) > 1 and whole > SHARED_FROM
            if node.op not in TESTS and (shared or whole > LONGEST):
                self._named.add(id(node))
                parts.append(node)
                return REFERENCE
            return whole

        def measure(node: Node) -> int:
            if node.op in ("sum", "sumproduct"):
                return REFERENCE
            return 2 + len(node.op) + sum(size(arg) for arg in node.args)

        for arg in root.args if root.op not in ("sum", "sumproduct", "const", "input", "month") else ():
            size(arg)
        return parts


def put_rows(places: Places, rows: Iterable[Planned], width: int) -> None:
    """Writes the places of planned rows down."""
    for planned in rows:
        for node, column in planned.columns(width):
            places.put(node, CellPlace(CALCULATION, planned.row, column))
        if len(planned.step.nodes) == width:
            places.put_row(planned.step.nodes, CellPlace(CALCULATION, planned.row, FIRST_MONTH))
