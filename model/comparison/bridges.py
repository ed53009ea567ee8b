"""Who serves until an option is live, where nobody wrote it: what serves today, else whatever costs least until then.

Looked at in the middle case: nobody, and each option that is live sooner, its build included. What is live first is settled
first, so that a bridge brings along whoever serves before it. Since every choice is the cheapest one, no date and no price
moves the middle case by a jump.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from model.comparison.case.case import NOBODY, Case, OptionPlan
from model.comparison.effort import Breathe, go_on
from model.comparison.plan_blocks import interim_worth
from model.comparison.run import Values, complete
from model.comparison.serving import live
from model.comparison.sheet import Reads, Sheet
from model.comparison.unpriced import unpriced_of
from model.quantities import Array

Chosen = tuple[str, ...]
Rows = npt.NDArray[np.intp]


def with_bridges(case: Case, bridges: Sequence[str]) -> Case:
    """The case in which these serve until its options are live."""
    options = zip(case.options, bridges, strict=True)
    return replace(case, options=tuple(replace(plan, meanwhile=bridge) for plan, bridge in options))


def with_parts_bridged(case: Case, values: Values) -> Case:
    """The case of teams together in which each team's part is bridged as that team would alone; from then on that is settled.

    Shape of values: ``(1,)``, the middle case, in the unit of each input.
    """
    bridged: dict[str, OptionPlan] = {}
    for team in case.teams:
        of_team = case.of_team(team)
        chosen = Bridges(of_team, values).chosen()[0]
        bridged |= {plan.id: plan for plan in with_bridges(of_team, chosen).options}
    return replace(
        case,
        options=tuple(replace(plan, parts=tuple(bridged[part.id] for part in plan.parts)) for plan in case.options),
    )


def written_bridge(case: Case, plan: OptionPlan) -> str | None:
    """Who serves until this option is live as far as the profile says: as written, or what serves today; else None."""
    if plan.parts:
        return NOBODY
    if plan.team and plan.meanwhile:
        return plan.meanwhile
    if written := case.profile.text(f"options.{plan.id}.meanwhile"):
        return written
    if case.today is None:
        return None
    return case.today if case.today != plan.id else NOBODY


def may_bridge(case: Case, sheet: Sheet, plan: OptionPlan) -> tuple[OptionPlan, ...]:
    """The options that could serve until this one is live: all others that are fully priced."""
    return tuple(other for other in case.options if other is not plan and not unpriced_of(case, sheet, other))


class Bridges:
    """The bridges of a case on these values of its inputs, each of shape ``(1,)``, and on changes of some of them."""

    def __init__(self, case: Case, values: Values, breathe: Breathe = go_on) -> None:
        self._case, self._values, self._breathe = case, complete(values), breathe
        self._open = tuple(plan for plan in case.options if written_bridge(case, plan) is None)
        self._sheets: dict[tuple[str, Chosen], Sheet] = {}
        self._plain = Sheet(self._values, case.events, case.horizon_months, breathe=self._breathe)
        self._read: set[str] = set()

    @property
    def read(self) -> Reads:
        """The inputs that decided so far: no other moves a choice."""
        return frozenset(self._read)

    def chosen(self, changes: Mapping[str, Array] | None = None) -> list[Chosen]:
        """Who serves until each option is live: one tuple for each future of the changes, shape ``(n,)`` each.

        Unit of changes: that of each input.
        """
        given = dict(changes or {})
        n = max((value.size for value in given.values()), default=1)
        start = {plan.id: written_bridge(self._case, plan) or NOBODY for plan in self._case.options}
        if not self._open:
            return [tuple(start.values())] * n
        sheet = self._changed(self._plain, given)
        dates = np.stack([np.broadcast_to(live(self._case, sheet, plan.id), (n,)) for plan in self._case.options])
        for plan in self._case.options:
            live(self._case, self._plain, plan.id)
            self._read |= self._plain.reads(("live", plan.id))
        found: list[Chosen] = [()] * n
        for rows, order in _rows_by_order(dates):
            for some, settled in self._settled(rows, order, dates, start, given):
                for row in some.tolist():
                    found[row] = tuple(settled[plan.id] for plan in self._case.options)
        return found

    def _settled(
        self, rows: Rows, order: tuple[int, ...], dates: Array, start: dict[str, str], changes: Mapping[str, Array]
    ) -> Iterator[tuple[Rows, dict[str, str]]]:
        """The futures whose options are live in this order, by what is chosen in them."""
        groups = [(rows, dict(start))]
        for plan in (self._case.options[place] for place in order):
            if plan in self._open:
                groups = [part for group in groups for part in self._split(plan, *group, dates, changes)]
        return iter(groups)

    def _split(
        self, plan: OptionPlan, rows: Rows, settled: dict[str, str], dates: Array, changes: Mapping[str, Array]
    ) -> Iterator[tuple[Rows, dict[str, str]]]:
        """These futures by the bridge that costs least until this option is live; nobody where two cost the same."""
        places = {option.id: place for place, option in enumerate(self._case.options)}
        own = dates[places[plan.id]][rows]
        sooner = {other.id: dates[places[other.id]][rows] < own for other in may_bridge(self._case, self._plain, plan)}
        names = [NOBODY, *(option for option, is_sooner in sooner.items() if is_sooner.any())]
        if len(names) == 1:
            yield rows, {**settled, plan.id: NOBODY}
            return
        some = {key: value[rows] if value.size > 1 else value for key, value in changes.items()}
        costs = np.stack([self._cost(plan, {**settled, plan.id: name}, some, rows.size) for name in names])
        for place, name in enumerate(names):
            if name != NOBODY:
                costs[place] = np.where(sooner[name], costs[place], np.inf)
        cheapest = costs.argmin(axis=0)
        for place in sorted({*cheapest.tolist()}):
            yield rows[cheapest == place], {**settled, plan.id: names[place]}

    def _cost(self, plan: OptionPlan, settled: Mapping[str, str], changes: Mapping[str, Array], n: int) -> Array:
        """What it costs until this option is live with these bridges, at its worth today."""
        bridges = tuple(settled[option.id] for option in self._case.options)
        case = with_bridges(self._case, bridges)
        plan = case.option(plan.id)
        if (plan.id, bridges) not in self._sheets:
            sheet = self._sheets[plan.id, bridges] = Sheet(
                self._values, case.events, case.horizon_months, breathe=self._breathe
            )
            interim_worth(case, sheet, plan)
            self._read |= sheet.reads(("interim", plan.id))
        worth = interim_worth(case, self._changed(self._sheets[plan.id, bridges], changes), plan)
        return np.array(np.broadcast_to(worth, (n,)))

    def _changed(self, base: Sheet, changes: Mapping[str, Array]) -> Sheet:
        if not changes:
            return base
        return Sheet({**self._values, **changes}, self._case.events, base.months, base, frozenset(changes))


def _rows_by_order(dates: Array) -> Iterator[tuple[Rows, tuple[int, ...]]]:
    """Futures by the order in which options are live, shape of dates ``(options, n)``: their rows, and the order."""
    orders = np.argsort(dates, axis=0, kind="stable").T
    if (orders == orders[0]).all():
        yield np.arange(len(orders)), tuple(orders[0].tolist())
        return
    for order in sorted({*map(tuple, orders.tolist())}):
        yield np.flatnonzero((orders == order).all(axis=1)), order
