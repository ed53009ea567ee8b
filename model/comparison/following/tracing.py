"""The middle case as a graph: the formulas followed on symbols, so that somebody else can work them out again.

The horizon is a number like any other here: months are laid out up to `width`, and those beyond the horizon count
nothing. Of two options, so is who serves until one is live, where nobody wrote it: the other stands ready, and serves if it
is live sooner and costs less than nobody. Of more than two, whether that is still as the case has it is followed. The month
in which an event begins is a number too: every segment is followed over all months, and each month takes the last one that
has begun, as long as events begin in the order that the case has. What stays as the case has it, whatever its numbers: which
options, workloads, routes, tools, items, models and rules there are, that order, bridges as written.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from math import nan
from typing import Any, TypeVar, cast

import numpy as np
from msgspec import Struct

from model.comparison import line_block, plan_blocks, serving
from model.comparison.bridges import may_bridge, with_bridges, written_bridge
from model.comparison.case.case import NOBODY, Case, Event, OptionPlan
from model.comparison.charges import Line
from model.comparison.following.equivalents import share_below, slots_for_target
from model.comparison.following.traced import Graph, Node, Traced
from model.comparison.line_block import Block
from model.comparison.run import complete, middle
from model.comparison.sheet import HORIZON, Sheet
from model.formulas import hosts
from model.formulas.sums import total_of
from model.quantities import Array, normal_cdf

T = TypeVar("T")
NOTHING_WANTED: Mapping[str, Sequence[str]] = {}


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
    """Everything that was followed: the options, the named steps in the order they were finished, the months.

    ``bridged`` says by option whether its default bridge is still the one that the case has; it is missing where that is
    followed, or never in question.
    """

    sheet: TracedSheet
    options: tuple[TracedOption, ...]
    bridged: Mapping[str, Node] = {}

    @property
    def steps(self) -> tuple[tuple[Hashable, object], ...]:
        """Name and result of every step."""
        return tuple(self.sheet.finished)


class TracedSheet(Sheet):
    """A sheet whose values are nodes: `width` months wide, and equivalents in place of what looks at values.

    What is paid over the horizon is looked up by the engine; here the months are added up (`_line`), so that the step
    itself is no number and nothing that would rest on it can be written down.
    """

    def __init__(self, case: Case, width: int, wanted: Mapping[str, Sequence[str]]) -> None:
        self.case, self.width, self.graph, self._wanted = case, width, Graph(), wanted
        self.finished: list[tuple[Hashable, object]] = []
        self.deciding: dict[tuple[str, str], Node] = {}
        known = middle(case)
        values = {
            key: self._array([self.graph.input(key, float(value[0]))]) if key in case.inputs else value
            for key, value in known.items()
        }
        horizon = self._array([self.graph.input(HORIZON, float(case.horizon_months))])
        super().__init__(complete(values), case.events, width, horizon=horizon)
        self.events = tuple(sorted(self.events, key=lambda event: event.month))
        self.starts = (1, *(event.month for event in self.events))
        self._elsewhere = self._array([Node("elsewhere", (), nan, None)])
        self.month_numbers = self._array([self.graph.month(number + 1) for number in range(width)])

    def given(self, option: str) -> tuple[Node, ...]:
        """1 for each number that this option waits for and has by now, else 0."""
        return tuple(self.graph.input(given_key(key), 0.0) for key in self._wanted.get(option, ()))

    def begins(self, event: Event) -> Node:
        """The month in which an event begins."""
        return self.graph.input(month_key(event), float(event.month))

    def slice_of(self, _segment: int, /) -> slice:
        """Every segment is laid out over all months: when it begins is a number."""
        return slice(0, self.width)

    def joined(self, parts: Sequence[Array]) -> Array:
        """Each month takes the last segment that has begun by it.

        Shape: ``(..., months)``. Unit: that of the parts.
        """
        whole = parts[0]
        for event, part in zip(self.events, parts[1:], strict=False):
            whole = np.where(self.month_numbers >= self._array([self.begins(event)]), part, whole)
        return whole

    def _after(self, value: Array, event: Event, segment: int) -> Array:
        """An event that has begun; before it has, it counts where it begins in month 1, which the first segment stands for."""
        factor = self._event_factor(event)
        if self.events.index(event) >= segment:
            factor = np.where(self._array([self.begins(event)]) <= 1.0, factor, 1.0)
        return value * factor

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
            whole = cast(tuple[Any, ...], name)[-1]
            return lambda: (self._elsewhere,) * (1 if whole else len(self.starts))
        return formula

    def apart(self) -> TracedSheet:
        """A sheet of the same nodes without the steps: for a plan that is not the case's, of which only figures are wanted."""
        other = TracedSheet.__new__(TracedSheet)
        other.__dict__.update(self.__dict__)
        other.finished, other.deciding, other._done, other._rows, other._places = [], {}, {}, {}, {}
        return other

    def bridges_from(self, plan: str, bridge: str, live: Array, plan_live: Array, /) -> Array:
        """The live date of a bridge, or, where it is not chosen, that of the plan, so that it never serves.

        Shape: ``(1,)``. Unit: months from now.
        """
        serves = self.deciding.get((plan, bridge))
        return live if serves is None else np.where(self._array([serves]), live, plan_live)

    def solved(self, solver: Callable[..., Array], *operands: Any) -> Array:
        """What a search finds, by formulas that find the same.

        Shape and unit: as the search answers. NotFollowedError for a search that has no equivalent.
        """
        known: dict[Callable[..., Array], Callable[..., Array]] = {
            hosts.slots_for_target: slots_for_target,
            normal_cdf: share_below,
        }
        return known[solver](self, *operands)


def trace(case: Case, width: int, wanted: Mapping[str, Sequence[str]] = NOTHING_WANTED) -> Tracing:
    """The middle case of a case as nodes, months up to ``width``; NotFollowedError for a formula that cannot be followed.

    ``wanted`` are the inputs that nobody gave, by the option that waits for them: until they are given it serves for no other.
    """
    sheet = TracedSheet(case, width, wanted)
    known = Sheet(complete(middle(case)), case.events, case.horizon_months)
    open_ = [plan for plan in case.options if written_bridge(case, plan) is None]
    still = {plan.id: _as_chosen(case, sheet, known, plan) for plan in open_ if not follows_bridges(case, plan.id)}
    options = tuple(_option(case, sheet, known, plan) for plan in case.options)
    return Tracing(sheet, options, {option: node for option, node in still.items() if not node.is_constant})


def given_key(key: str) -> str:
    """The input that says whether a number that is waited for is there: 1, or not: 0."""
    return f"{key} is given"


def month_key(event: Event) -> str:
    """The input that says in which month an event begins."""
    return f"events.{event.id}.month"


def follows_bridges(case: Case, option: str) -> bool:
    """Whether the graph decides by dates and costs who serves until this option is live, as the comparison does: nobody wrote
    it, and there is only one other."""
    return len(case.options) == 2 and written_bridge(case, case.option(option)) is None


def _with_bridge(case: Case, option: str, bridge: str) -> Case:
    """The case in which this serves until the option is live."""
    return with_bridges(case, [bridge if plan.id == option else plan.meanwhile for plan in case.options])


def _interim(case: Case, sheet: TracedSheet, plan: OptionPlan, bridge: str) -> Node:
    """What it costs until the option is live with this bridge, at its worth today."""
    seen, apart, graph = _with_bridge(case, plan.id, bridge), sheet.apart(), sheet.graph
    found = list(plan_blocks.interim_blocks(seen, apart, seen.option(plan.id)))
    whole = graph.constant(0.0)
    for block in (block for block in found if block.paid is None):
        for amount in block.amounts():
            whole = graph.operation("add", whole, graph.of(amount.present_value_usd).ravel()[0])

    def by_month() -> Array:
        months = [
            _by_month(apart, block, place, amount)
            for block in found
            if block.paid is not None
            for place, amount in enumerate(block.amounts())
        ]
        return cast(Array, graph.each("add", (total_of([np.zeros(sheet.width), *months]), np.zeros(1))))

    months = tuple(graph.of(sheet.step(("interim", plan.id, bridge), by_month)).ravel())
    if len(set(map(id, months))) == 1 and months[0].is_constant and not months[0].value:
        return whole
    weights = tuple(graph.of(serving.discount(sheet)).ravel())
    return graph.operation("add", whole, graph.sumproduct(months, weights))


def _sooner(case: Case, sheet: TracedSheet, one: str, other: str) -> Node:
    dates = (sheet.graph.of(serving.live(case, sheet, option)).ravel()[0] for option in (one, other))
    return sheet.graph.operation("lt", *dates)


def _as_chosen(case: Case, sheet: TracedSheet, known: Sheet, plan: OptionPlan) -> Node:
    """Whether the bridge that the case has is live sooner, and no other that is costs less."""
    graph, node = sheet.graph, sheet.graph.constant(1.0)
    others = [other.id for other in may_bridge(case, known, plan)]
    costs = {name: _interim(case, sheet, plan, name) for name in (NOBODY, *others)}
    for name in others:
        sooner = _sooner(case, sheet, name, plan.id)
        if name == plan.meanwhile:
            fine = sooner
        else:
            later = graph.operation("le", serving_date(case, sheet, plan.id), serving_date(case, sheet, name))
            fine = graph.operation("or", later, graph.operation("le", costs[plan.meanwhile], costs[name]))
            for given in sheet.given(name):  # nobody serves at a price that is not there
                fine = graph.operation("or", graph.operation("lt", given, graph.constant(1.0)), fine)
        node = _also(graph, node, fine)
    if plan.meanwhile != NOBODY:
        node = _also(graph, node, graph.operation("lt", costs[plan.meanwhile], costs[NOBODY]))
    return node


def serving_date(case: Case, sheet: TracedSheet, option: str) -> Node:
    """Months until an option is live."""
    only: Node = sheet.graph.of(serving.live(case, sheet, option)).ravel()[0]
    return only


def _also(graph: Graph, node: Node, other: Node) -> Node:
    return other if node.is_constant and node.value else graph.operation("and", node, other)


def _with_other_ready(case: Case, sheet: TracedSheet, known: Sheet, plan: OptionPlan) -> Case:
    """The case as this option's plan sees it where the other option serves until it is live, if that is sooner and cheaper
    than nobody: it stands ready, and the sheet knows when it does."""
    if not follows_bridges(case, plan.id):
        return case
    others = may_bridge(case, known, plan)
    if not others:
        return case
    (other,) = others
    cheaper = sheet.graph.operation("lt", *(_interim(case, sheet, plan, name) for name in (other.id, NOBODY)))
    serves = sheet.graph.operation("and", cheaper, _sooner(case, sheet, other.id, plan.id))
    for given in sheet.given(other.id):
        serves = sheet.graph.operation("and", serves, sheet.graph.operation("ge", given, sheet.graph.constant(1.0)))
    sheet.deciding[plan.id, other.id] = serves
    return _with_bridge(case, plan.id, other.id)


def _option(case: Case, sheet: TracedSheet, known: Sheet, plan: OptionPlan) -> TracedOption:
    serving_now = {None, *(server.id for of, each in case.plans(plan) for server in serving.chain(of, each)[0])}
    seen = _with_other_ready(case, sheet, known, plan)
    plan = seen.option(plan.id)
    apart = known if seen is case else Sheet(known.values, case.events, case.horizon_months)
    twins = (
        line for block in plan_blocks.plan_blocks(seen, apart, plan) for line in line_block.lines_of(apart, block, plan)
    )
    lines = []
    for block in plan_blocks.plan_blocks(seen, sheet, plan):
        places = range(len(block.amounts()))
        for place, line in zip(places, twins, strict=False):
            lines.append(_line(sheet, block, place, line, ready=line.bridge not in serving_now))
    return TracedOption(plan.id, serving_date(case, sheet, plan.id), tuple(lines))


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


def _by_month(sheet: TracedSheet, block: Block, place: int, amount: line_block.ChargedAmount) -> Array:
    """US dollars of one line in each month."""
    assert block.paid is not None
    if block.charges is None:
        return block.paid("none")
    paid = block.paid(amount.charge.drift)
    stretches = [
        charges[place].amount_usd[..., None] * paid[..., sheet.slice_of(segment)]
        for segment, charges in enumerate(block.charges())
    ]
    return sheet.joined(stretches)
