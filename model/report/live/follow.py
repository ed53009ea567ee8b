"""A case over all its futures as a table of instructions: every option with every chain of bridges it may come to have.

The same formulas as the comparison evaluates, on symbols. What they cannot be followed through is put in their place where
it is known to find the same: the search for places of an answer target, shares of a normal distribution, what is paid between
two moments. Which bridges serve is decided by the middle case, as the comparison does, from ``interim`` and ``live``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any, TypeVar, cast

import numpy as np
from msgspec import Struct

from model.comparison import serving
from model.comparison.bridges import may_bridge, with_bridges, written_bridge
from model.comparison.case.case import NOBODY, Case, OptionPlan
from model.comparison.following.traced import NotFollowedError
from model.comparison.line_block import Block
from model.comparison.plan_blocks import interim_blocks, plan_blocks
from model.comparison.run import complete, middle
from model.comparison.serving import Flow
from model.comparison.sheet import HORIZON, Sheet
from model.comparison.unpriced import priced_without
from model.decision.pair.monthly_costs import POCKETS
from model.decision.verdict.must_haves import kept_by_numbers
from model.formulas import hosts
from model.formulas.sums import ONE, total_of
from model.quantities import Array, normal_cdf
from model.report.live.symbols import Program, Symbol

T = TypeVar("T")
Chain = tuple[str, ...]
FACTOR = "sessions_factor"
MOST_CHAINS = 20  # of all options together; beyond, those that the choice of bridges looks at as the profile is
ALIKE = ("live", "months", "growth", "volume", "drift", "discount", "flow", "charges", "success", "machines")
WHOEVER_BRIDGES = frozenset((*ALIKE, "month of", "month use", "month bills"))  # the same whatever the bridges


class Followed(Struct, frozen=True):
    """One option with one chain of bridges, as places of instructions.

    ``worth`` is its present value; ``interim`` what it costs until it is live; ``every`` and ``served`` count sessions
    where work that nobody serves has no price (None: all has one); ``months`` the cost of each month by pocket, means over the
    futures; ``build`` the build by pocket.
    """

    option: str
    chain: Chain
    worth: int
    interim: int | None
    every: int | None
    served: int | None
    months: tuple[int, ...]
    build: int


class LiveChoice(Struct, frozen=True):
    """Whether an option can be chosen: never (``out``), or while all ``kept`` hold in the middle case."""

    option: str
    out: bool
    kept: tuple[int, ...]


class Following(Struct, frozen=True):
    """Everything that was followed: instructions, when each option is live, and each with every chain it may come to have.

    ``bridges`` says by option who may be written or chosen to serve until it is live, nobody first; ``today`` holds what
    serves today; ``width`` says how many months are laid out.
    """

    program: Program
    width: int
    live: dict[str, int]
    bridges: dict[str, tuple[str, ...]]
    today: tuple[str, ...]
    plans: tuple[Followed, ...]


class SymbolSheet(Sheet):
    """A sheet whose values are symbols."""

    def __init__(self, case: Case, width: int, program: Program, alike: SymbolSheet | None = None) -> None:
        self.case, self.program, self._alike = case, program, alike
        known = complete(middle(case))
        values = {key: cast(Array, program.input(key)) for key in known}
        horizon = cast(Array, program.input(HORIZON))
        super().__init__(values, case.events, width, horizon=horizon)

    def step(self, name: Hashable, formula: Callable[[], T]) -> T:
        """The result of a named step, or of what finds the same."""
        kind = name[0] if isinstance(name, tuple) else name
        if kind == "paid over":
            found: T = super().step(name, lambda: cast(T, self._paid_over(*cast(tuple[Any, ...], name)[1:])))
            return found
        shared = self._alike._done if kind in WHOEVER_BRIDGES and self._alike is not None else self._done
        if name in shared:
            self._done[name] = shared[name]
        result = super().step(name, formula)
        shared[name] = self._done[name]
        return result

    def _paid_over(
        self, plan: str, server: str | None, workload: str | None, drift: str, discounted: bool, whole: bool
    ) -> tuple[Array, ...]:
        flow = serving.flow(self, workload, drift, discounted=discounted)
        start, end = serving.window(self.case, self, self.case.option(plan), server)
        start = np.minimum(start, self.horizon)
        end = np.maximum(start, self.horizon if end is None else np.minimum(end, self.horizon))
        parts = []
        for within in serving.slices(self, whole=whole):
            first, last = (np.minimum(np.maximum(at, within.start), within.stop) for at in (start, end))
            part = self._until(flow, last) - self._until(flow, first)
            parts.append(part if flow.scale is ONE else part * flow.scale)
        return tuple(parts)

    def _until(self, flow: Flow, at: Array) -> Array:
        """How often something is paid from the first day to a moment, as `Flow.until` looks it up."""
        of = self.program.of
        args = [of(flow.through).place, of(flow.count).place, of(at).place]
        return cast(Array, Symbol(self.program, self.program.put("until", args, self.months), of(at).shape))

    def solved(self, solver: Callable[..., Array], *operands: Any) -> Array:
        """What a search finds, as an instruction of its own.

        Shape and unit: as the search answers.
        """
        if solver is normal_cdf:
            return cast(Array, self.program.each("normal_cdf", *operands))
        if solver is hosts.slots_for_target:
            peak, hours, target = operands
            return cast(Array, self.program.each("slots", peak, hours, target.share, target.seconds))
        raise NotFollowedError(f"the search {getattr(solver, '__name__', solver)}")


def follow(case: Case, width: int) -> Following:
    """The case over its futures, months laid out up to ``width``; NotFollowedError for a formula that cannot be followed."""
    program = Program()
    bridges = _bridges(case)
    plain = SymbolSheet(case, width, program)
    live = {plan.id: program.of(serving.live(case, plain, plan.id)).place for plan in case.options}
    today = tuple(plan.id for plan in case.options if plan.is_today)
    chains = [(plan, chain) for plan in case.options for chain in _chains(plan, bridges)]
    if len(chains) > MOST_CHAINS:
        chains = [(plan, chain) for plan in case.options for chain in _looked_at(case, plan, bridges, today)]
    open_ = {plan.id for plan in case.options if written_bridge(case, plan) is None}
    plans = tuple(_plan(case, plain, plan, chain, is_open=plan.id in open_) for plan, chain in chains)
    return Following(program, width, live, bridges, today, plans)


def _bridges(case: Case) -> dict[str, tuple[str, ...]]:
    known = Sheet(complete(middle(case)), case.events, case.horizon_months)
    found = {}
    for plan in case.options:
        written = written_bridge(case, plan)
        others = (NOBODY, *(other.id for other in may_bridge(case, known, plan)))
        found[plan.id] = others if written is None else (written,)
    return found


def _chains(plan: OptionPlan, bridges: dict[str, tuple[str, ...]]) -> Iterator[Chain]:
    """Every chain of bridges before this option, nearest first: a chain that leads back ends there."""

    def further(at: str, before: Chain, today: bool) -> Iterator[Chain]:
        if today:
            yield before
            return
        ends = False
        for name in bridges[at]:
            if name in (NOBODY, plan.id, *before):
                ends = True
            else:
                yield from further(name, (*before, name), False)
        if ends:
            yield before

    yield from further(plan.id, (), plan.is_today)


def _looked_at(
    case: Case, plan: OptionPlan, bridges: dict[str, tuple[str, ...]], today: tuple[str, ...]
) -> tuple[Chain, ...]:
    """The chains before this option that are compared when its bridge is chosen, all others served as the case has them."""
    next_ = {other.id: other.meanwhile for other in case.options}
    return tuple(dict.fromkeys(chain_of(plan.id, {**next_, plan.id: name}, today) for name in bridges[plan.id]))


def chain_of(option: str, next_: Mapping[str, str], today: tuple[str, ...]) -> Chain:
    """Who serves before this option, nearest first; a chain that leads back ends there, and so does what serves today."""
    chain: list[str] = []
    at = option
    while at not in today and (name := next_[at]) not in (NOBODY, option, *chain):
        chain.append(name)
        at = name
    return tuple(chain)


def _seen(case: Case, plan: OptionPlan, chain: Chain) -> Case:
    """The case in which this chain serves until the option is live."""
    follows = dict(zip((plan.id, *chain), (*chain, NOBODY), strict=True))
    return with_bridges(case, [follows.get(other.id, other.meanwhile) for other in case.options])


def _plan(case: Case, alike: SymbolSheet, plan: OptionPlan, chain: Chain, *, is_open: bool) -> Followed:
    seen, program = _seen(case, plan, chain), alike.program
    plan = seen.option(plan.id)
    sheet = SymbolSheet(seen, alike.months, program, alike)
    blocks = list(plan_blocks(seen, sheet, plan))
    interim = None
    if is_open:
        found = [block.present_value() for block in interim_blocks(seen, sheet, plan)]
        interim = program.of(total_of(found)).place
    every, served = _sessions(seen, sheet, plan, blocks)
    months, build = _months(sheet, blocks)
    worth = program.of(total_of([block.present_value() for block in blocks])).place
    return Followed(plan.id, chain, worth, interim, every, served, months, build)


def _sessions(case: Case, sheet: SymbolSheet, plan: OptionPlan, blocks: list[Block]) -> tuple[int | None, int | None]:
    """All sessions of the horizon and those served, where the work of some workload is left undone at no charge."""
    charged = {block.workload for block in blocks if "waiting" in block.name}
    charged |= {block.name[2] for block in blocks if "waiting" in block.name}
    if all(workload in charged for workload in case.workloads):
        return None, None
    of, factor = sheet.program.of, sheet.value(FACTOR)
    counts: list[Array] = []
    every: list[Array] = []
    for workload in case.workloads:
        flow = serving.flow(sheet, workload, "none", discounted=False)
        every.append(sheet._until(flow, sheet.horizon) * flow.scale * factor)
    for team, each in case.plans(plan):
        for server in (each, *serving.chain(team, each)[0]):
            for workload in team.workloads:
                counts.extend(serving.weight(team, sheet, each, server.id, workload, "none").totals)
    return of(total_of(every)).place, of(total_of(counts)).place


def _months(sheet: SymbolSheet, blocks: list[Block]) -> tuple[tuple[int, ...], int]:
    """Cost of each month by pocket, as means over the futures, and the build (paid to people, at the start)."""
    program, of = sheet.program, sheet.program.of
    parts: dict[str, list[Array]] = {pays: [] for pays in POCKETS}
    groups: dict[tuple[Any, ...], list[list[Array]]] = {}
    first: dict[tuple[Any, ...], Block] = {}
    builds: list[Array] = []
    for block in blocks:
        if block.when is not None:
            (amount,) = block.amounts()
            if amount.charge.phase == "build":
                builds.append(_mean_rows(sheet, amount.total_usd, np.ones(1)))
            else:
                parts["invoice"].append(_mean_rows(sheet, amount.total_usd, _falls_in(sheet, block.when())))
        elif block.charges is None:
            assert block.paid is not None
            parts["invoice"].append(_mean_rows(sheet, np.ones(1), block.paid("none")))
        else:
            for drift, pays in dict.fromkeys((c.drift, c.pays) for c in block.charges()[0]):
                amounts = [
                    total_of([c.amount_usd for c in charges if (c.drift, c.pays) == (drift, pays)])
                    for charges in block.charges()
                ]
                name = (block.name[1], block.workload, drift, pays)
                groups.setdefault(name, []).append(amounts)
                first.setdefault(name, block)
    for name, found in groups.items():
        paid = first[name].paid
        assert paid is not None
        amounts = [total_of(list(stretch)) for stretch in zip(*found, strict=True)]
        count = paid(name[2])
        laid = [
            _mean_rows(sheet, amount, count[..., sheet.slice_of(segment)]) for segment, amount in enumerate(amounts)
        ]
        parts[name[3]].append(cast(Array, np.concatenate(laid, axis=-1)) if len(laid) > 1 else laid[0])
    nothing = np.zeros(sheet.months)
    rows = tuple(of(total_of([nothing, *parts[pays]])).place for pays in POCKETS)
    return rows, of(total_of([np.zeros(1), *builds])).place if builds else program.put("const", (), 0.0)


def _mean_rows(sheet: SymbolSheet, usd: Array, often: Array) -> Array:
    """Mean over the futures of an amount times how often it is paid in each month, one row."""
    program = sheet.program
    amount, paid = program.of(usd), program.of(often)
    place = program.put("mean", [amount.place, paid.place])
    return cast(Array, Symbol(program, place, (paid.months,)))


def _falls_in(sheet: SymbolSheet, when: Array) -> Array:
    """1 in the month in which something is paid once, else 0; at the start is month 1, and none is after the horizon."""
    month = np.clip(np.ceil(when), 1.0, sheet.horizon)[..., None]
    axis = serving.month_axis(sheet)
    return np.where((axis >= month) & (axis <= month), 1.0, 0.0)


def chosen(case: Case, following: Following, out: frozenset[str]) -> tuple[LiveChoice, ...]:
    """For every option whether it can be chosen; ``out`` are those that cannot for reasons no number changes."""
    sheet = SymbolSheet(case, following.width, following.program)
    found = []
    for plan in case.options:
        kept = list(kept_by_numbers(case, plan, sheet.values).values())
        uses = [use for work in plan.works for use in priced_without(case, plan, work)]
        kept += [sheet.values[key] <= 0.0 for key, _ in uses if key in case.inputs]
        places = tuple(following.program.of(node).place for node in kept)
        found.append(LiveChoice(plan.id, plan.id in out, places))
    return tuple(found)
