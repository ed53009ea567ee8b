"""Which steps of the calculation get a row of their own, under which heading, and what each is called."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from model.comparison import NOBODY, Case, Charge
from model.comparison.following.equivalents import STEPS
from model.comparison.following.traced import Node, Traced
from model.comparison.following.tracing import Tracing
from model.comparison.serving import DRIFT_KEYS
from model.comparison.steps import StepKind, kind_of
from model.decision.records.analysis import Analysis

SECTIONS = (
    "Time and prices",
    "Work",
    "When each option serves",
    "What a run, a month and a start cost",
    "Machines",
    "How often it is paid",
)
TIME, WORK, SERVES, COSTS, MACHINES, PAID = SECTIONS
WITHOUT_A_ROW = frozenset({
    StepKind.MONTHS, StepKind.FLOW, StepKind.SERVED_WORTH, StepKind.STRETCHES, StepKind.SUCCESS, StepKind.SESSION_USD,
    StepKind.SESSION_CAP, StepKind.MACHINE_MONTHS, StepKind.PAID_OVER, StepKind.PRESENT, StepKind.WEIGHT, StepKind.RECIPES,
    StepKind.WORTH, StepKind.PRESENT_VALUE,
})  # fmt: skip
"""Kinds whose result is a step on the way, or no number; every other kind has its words in `Steps`."""
DRIFTS = {"tokens": "token prices", "salary": "salaries"}


class StepRow(Struct, frozen=True):
    """One row: its section, whose it is, what it is, its unit, and its node, or one node a month."""

    section: str
    whose: str
    what: str
    unit: str
    nodes: tuple[Node, ...]

    @property
    def is_monthly(self) -> bool:
        """Whether it differs by month."""
        return len(self.nodes) > 1


class Steps:
    """The named steps of a tracing, put in words."""

    def __init__(self, case: Case, analysis: Analysis, tracing: Tracing) -> None:
        self._tracing, self._case = tracing, case
        self._options = {plan.id: plan.title for plan in case.servers}
        self._works = {work.id: work.title for plan in case.options for work in plan.works}
        self._lines = {line.key: line.title for option in analysis.options for line in option.lines}
        self.said: Mapping[str, Callable[..., Iterator[StepRow]]] = {
            "discount": self._discount, "growth": self._growth, "volume": self._volume, "drift": self._drift,
            "live": self._live, "served": self._served, "bridge": self._bridge, "charges": self._charges,
            "amounts": self._amounts, "machines": self._machines, "month use": self._month_use, "month bills": self._month_bills,
            "month of": self._month_of, "month paid": self._month_paid, "places": self._places, "paid": self._paid,
            "interim": self._interim,
        }  # fmt: skip

    def all(self) -> Iterator[StepRow]:
        """Every step that is worth a row, in the order in which they were finished."""
        for name, result in self._tracing.steps:
            parts = name if isinstance(name, tuple) else (name,)
            kind = kind_of(name)
            if kind not in WITHOUT_A_ROW:
                yield from self.said[kind](result, *parts[1:])

    def _nodes(self, value: object) -> tuple[Node, ...]:
        nodes = tuple(self._tracing.sheet.graph.of(value).ravel())
        return nodes[:1] if len(set(map(id, nodes))) == 1 else nodes

    def _step(self, section: str, whose: str, what: str, unit: str, value: object) -> StepRow:
        return StepRow(section, whose, what, unit, self._nodes(value))

    def _discount(self, result: Traced) -> Iterator[StepRow]:
        yield self._step(TIME, "All options", "Worth today of a dollar paid in the month", "$", result)

    def _drift(self, result: Traced, name: str) -> Iterator[StepRow]:
        yield self._step(
            TIME, "All options", f"Level of {DRIFTS.get(name, DRIFT_KEYS[name])} against month 1", "×", result
        )

    def _growth(self, result: Traced, work: str) -> Iterator[StepRow]:
        yield self._step(WORK, self._works[work], "Runs of the month for each of month 1", "×", result)

    def _volume(self, result: Traced, work: str) -> Iterator[StepRow]:
        yield self._step(WORK, self._works[work], "Runs in the month", "runs", result)

    def _live(self, result: Traced, option: str) -> Iterator[StepRow]:
        yield self._step(SERVES, self._options[option], "Live after", "months", result)

    def _served(self, result: Traced, plan: str, server: str | None) -> Iterator[StepRow]:
        yield self._step(
            SERVES, self._options[plan], f"Share of the month served by {self._name(server)}", "months", result
        )

    def _name(self, server: str | None) -> str:
        return "nobody" if server is None else self._options[server]

    def _bridge(self, result: tuple[Traced, Traced], plan: str, server: str) -> Iterator[StepRow]:
        whose, name = self._options[plan], self._options[server]
        yield self._step(SERVES, whose, f"{name} serves in the meantime: 1, or never: 0", "", result[0])
        yield self._step(SERVES, whose, f"{name} serves until", "months", result[1])

    def _charges(self, result: tuple[object, ...], _: str, server: str, *work: object) -> Iterator[StepRow]:
        whose = " · ".join(
            (self._options[server], *(self._works[str(name)] for name in work[:1] if name in self._works))
        )
        for segment, charges in enumerate(result):
            if not isinstance(charges, tuple):
                return  # one segment of what follows as a whole
            begun = self._tracing.sheet.events[:segment]
            since = f", once begun: {begun[-1].title}" if begun else ""
            for charge in charges:
                yield from self._charge(whose, charge, since)

    def _charge(self, whose: str, charge: Charge, since: str = "") -> Iterator[StepRow]:
        title = self._lines.get(charge.key, charge.key) + (f" ({charge.route})" if charge.route else "")
        each = {"session": "a run", "month": "a month"}.get(charge.scales, "once")
        yield self._step(COSTS, whose, f"{title}: quantity{since}", f"{charge.unit} {each}", charge.quantity)
        yield self._step(COSTS, whose, f"{title}: rate{since}", f"$ / {charge.unit}", charge.rate_usd)
        yield self._step(COSTS, whose, f"{title}: cost{since}", f"$ {each}", charge.amount_usd)

    def _amounts(self, result: Any, plan: str, server: str | None, _: str | None, what: str) -> Iterator[StepRow]:
        if what in ("build", "leaving", "left"):
            whose = self._options[server or plan]
            for amount in result:
                yield from self._charge(whose, amount.charge)

    def _machines(self, result: Traced, option: str) -> Iterator[StepRow]:
        yield self._step(MACHINES, self._options[option], "Machines kept in the month", "machines", result)

    def _interim(self, result: Traced, plan: str, bridge: str) -> Iterator[StepRow]:
        name = "nobody" if bridge == NOBODY else self._options[bridge]
        yield self._step(
            SERVES, self._options[plan], f"What the month costs until it is live, with {name}", "$", result
        )

    def _month_use(self, result: Traced, option: str, per: str) -> Iterator[StepRow]:
        unit = {"session": "runs", "active_hour": "running hours", "mtok": "million tokens"}.get(per, per)
        yield self._step(MACHINES, self._options[option], f"Use in the month: {unit}", unit, result)

    def _month_bills(self, result: Traced, option: str, covers: tuple[str, ...]) -> Iterator[StepRow]:
        what = f"{', '.join(covers)} in the month at list price" if covers else "Bills of the month at list price"
        yield self._step(MACHINES, self._options[option], what, "$", result)

    def _month_of(self, result: Any, option: str, key: str) -> Iterator[StepRow]:
        title = self._lines.get(key, key)
        yield self._step(MACHINES, self._options[option], f"{title}: cost of a month served in full", "$", result.usd)

    def _month_paid(self, result: Any, plan: str, *name: str) -> Iterator[StepRow]:
        title = self._lines.get(name[-1], name[-1])
        yield self._step(MACHINES, self._options[plan], f"{title}: paid in the month", "$", result.usd)

    def _places(self, result: Traced, search: int, step: int) -> Iterator[StepRow]:
        words = "the whole part of the load" if step == 0 else f"tried with {2 ** (STEPS - step):,} more"
        yield self._step(MACHINES, f"Search {search + 1}", f"Places that are too few: {words}", "places", result)

    def _paid(self, result: Traced, plan: str, server: str | None, work: str | None, drift: str) -> Iterator[StepRow]:
        what = "Months" if work is None else f"Runs of {self._works[work]}"
        at = "" if drift == "none" else f", at the level of {DRIFTS.get(drift, drift)}"
        yield self._step(PAID, self._options[plan], f"{what} paid for with {self._name(server)}{at}", "", result)
