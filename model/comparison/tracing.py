"""The middle case as a graph: the formulas followed on symbols, so that somebody else can work them out again.

The horizon is a number like any other here: months are laid out up to `width`, and those beyond the horizon count
nothing. So is who serves until an option is live, where nobody wrote it: every other option stands ready, and serves if
it is live sooner. What stays as the case has it, whatever its numbers: which options, workloads, routes, tools, items,
models and rules there are, the months in which events begin, bridges as written.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from math import nan
from typing import Any, TypeVar, cast

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from model.comparison import blocks, serving
from model.comparison.blocks import Block
from model.comparison.case import NOBODY, Case
from model.comparison.equivalents import slots_for_target
from model.comparison.run import complete, middle
from model.comparison.sheet import HORIZON, Sheet
from model.comparison.traced import Graph, Node, Traced
from model.costs import hosts
from model.costs.charges import Line
from model.quantities import Array

T = TypeVar("T")


class TracedLine(Struct, frozen=True):
    """One line as nodes: what month 1 is made of, what is paid once, what each month pays, and what that comes to.

    ``months`` has one node a month up to the width; ``once`` is None for what is paid monthly. ``line`` is what the
    evaluation says of it; ``ready``: it belongs to an option that would serve meanwhile if it were live sooner, and is not.
    """

    line: Line
    ready: bool
    quantity: Node
    rate: Node
    month_1: Node
    once: Node | None
    months: tuple[Node, ...]
    total: Node
    present_value: Node


class TracedOption(Struct, frozen=True):
    """One option as nodes; its lines that are not just ready stand in the order of ``OptionCosts.lines``."""

    id: str
    live_month: Node
    lines: tuple[TracedLine, ...]


class Tracing(Struct, frozen=True):
    """Everything that was followed: the options, the named steps in the order they were finished, the months."""

    sheet: TracedSheet
    options: tuple[TracedOption, ...]

    @property
    def steps(self) -> tuple[tuple[Hashable, object], ...]:
        """Name and result of every step."""
        return tuple(self.sheet.finished)


class TracedSheet(Sheet):
    """A sheet whose values are nodes: `width` months wide, and equivalents in place of what looks at values.

    What is paid over the horizon is looked up by the engine; here the months are added up (`_line`), so that the step
    itself is no number and nothing that would rest on it can be written down.
    """

    def __init__(self, case: Case, width: int) -> None:
        self.case, self.width, self.graph = case, width, Graph()
        self.finished: list[tuple[Hashable, object]] = []
        known = middle(case)
        values = {
            key: self._array([self.graph.input(key, float(value[0]))]) if key in case.inputs else value
            for key, value in known.items()
        }
        horizon = self._array([self.graph.input(HORIZON, float(case.horizon_months))])
        super().__init__(complete(values), case.events, width, horizon=horizon)
        self._elsewhere = self._array([Node("elsewhere", (), nan, None)])
        self.month_numbers = self._array([self.graph.month(number + 1) for number in range(width)])

    def _array(self, nodes: list[Node]) -> Array:
        held = np.empty(len(nodes), dtype=object)
        held[:] = nodes
        return cast(Array, Traced(self.graph, held))

    def step(self, name: Hashable, formula: Callable[[], T]) -> T:
        """The result of a named step, or of its equivalent."""
        fresh = name not in self._done
        result: T = super().step(name, self._followable(name, formula))
        if fresh:
            self.finished.append((name, result))
        return result

    def _followable(self, name: Hashable, formula: Callable[[], Any]) -> Callable[[], Any]:
        kind = name[0] if isinstance(name, tuple) else name
        if kind == "months":
            return lambda: self.month_numbers
        if kind == "paid over":
            return lambda: (self._elsewhere,) * len(self.starts)
        return formula

    def solved(self, solver: Callable[..., Array], *operands: Any) -> Array:
        """What a search finds, by formulas that find the same."""
        return {hosts.slots_for_target: slots_for_target}[solver](self, *operands)


def trace(case: Case, width: int) -> Tracing:
    """The middle case of a case as nodes, months up to ``width``; NotFollowedError for a formula that cannot be followed."""
    sheet = TracedSheet(case, width)
    known = Sheet(complete(middle(case)), case.events, case.horizon_months)
    return Tracing(sheet, tuple(_option(case, sheet, known, plan.id) for plan in case.options))


def follows_bridges(case: Case, option: str) -> bool:
    """Whether the graph decides by live dates who serves until this option is live, as the comparison does: nobody wrote
    it for any option, or there is only one other."""
    written = [plan.id for plan in case.options if case.profile.text(f"options.{plan.id}.meanwhile")]
    return case.today is None and option not in written and (not written or len(case.options) == 2)


def _with_all_ready(case: Case, option: str) -> Case:
    """The case as this option's plan sees it when every other option may serve until it is live, in the order listed.

    The comparison takes the first listed option that is live sooner, for that one again the first, and so on: each option
    listed before another ends what that one serves, and whoever is not live by then serves for no time at all.
    """
    others = [plan.id for plan in case.options if plan.id != option]
    following = dict(zip((option, *others), (*others, NOBODY), strict=True))
    return replace(case, options=tuple(replace(plan, meanwhile=following[plan.id]) for plan in case.options))


def _option(case: Case, sheet: TracedSheet, known: Sheet, option: str) -> TracedOption:
    serving_now = {None, *(plan.id for plan in serving.chain(case, case.option(option))[0])}
    seen = _with_all_ready(case, option) if follows_bridges(case, option) else case
    plan = seen.option(option)
    twins = (line for block in blocks.plan_blocks(seen, known, plan) for line in blocks.lines_of(known, block))
    lines = []
    for block in blocks.plan_blocks(seen, sheet, plan):
        places = range(len(block.amounts()))
        for place, line in zip(places, twins, strict=False):
            lines.append(_line(sheet, block, place, line, ready=line.bridge not in serving_now))
    return TracedOption(option, sheet.graph.of(serving.live(case, sheet, option)).ravel()[0], tuple(lines))


def _line(sheet: TracedSheet, block: Block, place: int, line: Line, *, ready: bool) -> TracedLine:
    def node(value: Array) -> Node:
        only: Node = sheet.graph.of(value).ravel()[0]
        return only

    amount = block.amounts()[place]
    first = (line, ready, node(amount.quantity_month_1), node(amount.charge.rate_usd), node(amount.month_1_usd))
    if block.paid is None:
        nothing = (sheet.graph.constant(0.0),) * sheet.width
        once = node(amount.total_usd)
        return TracedLine(*first, once, nothing, once, node(amount.present_value_usd))
    months = tuple(sheet.graph.of(_by_month(sheet, block, place, amount)).ravel())
    total = sheet.graph.sum(months)
    worth = sheet.graph.sumproduct(months, tuple(sheet.graph.of(serving.discount(sheet)).ravel()))
    return TracedLine(*first, None, months, total, worth)


def _by_month(sheet: TracedSheet, block: Block, place: int, amount: blocks.Amount) -> Array:
    """US dollars of one line in each month."""
    assert block.paid is not None
    if block.charges is None:
        return block.paid("none")
    paid = block.paid(amount.charge.drift)
    stretches = [
        charges[place].amount_usd[..., None] * paid[..., sheet.slice_of(segment)]
        for segment, charges in enumerate(block.charges())
    ]
    return serving.join(stretches)
