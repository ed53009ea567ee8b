"""A case on more futures than are worked out at once: some draws after the others, and only what decides is kept apart.

Present values are kept for every future; everything else that lines hold becomes its mean over all futures, shape ``(1,)``,
so that memory grows with the options and not with their lines. Where single lines are wanted draw by draw, ``summed`` and
``parts`` go through the futures again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import numpy as np
from msgspec import field
from msgspec.structs import replace

from model.comparison.case.case import Case
from model.comparison.charges import Line
from model.comparison.effort import Breathe, go_on
from model.comparison.run import OptionCosts, Run, Values, complete, evaluate
from model.comparison.sheet import Sheet
from model.comparison.unpriced import Excluded
from model.quantities import Array

DRAWS_AT_ONCE = 20_000
FEWEST_AT_ONCE = 50
CELLS_AT_ONCE = 22_000_000  # 10,000 futures of 40 teams on 3 options over 36 months fit
Holder = TypeVar("Holder", OptionCosts, Line, Excluded)


class LargeRun(Run, frozen=True):
    """A run whose futures are worked out ``at_once`` by ``at_once``."""

    at_once: int = DRAWS_AT_ONCE
    breathe: Breathe = go_on
    _all: dict[str, OptionCosts] = field(default_factory=dict)

    def first_month_usd(self, option: str) -> Array:
        """The first full month of an option, in US dollars, as a mean.

        Shape: ``(1,)``.
        """
        return self.option(option).month_1_usd

    def typed(self, case: Case, values: Values) -> Run:
        """The run of a case that came from this one by typing other numbers.

        Shape of values: ``(n,)`` or ``(1,)``, in the unit of each input.
        """
        return evaluate_many(case, values, self.breathe, self.at_once)

    def parts(self) -> Iterator[tuple[float, Run]]:
        """Runs of some of the futures, in order, each with its share of all."""
        for here in self._slices():
            yield (here.stop - here.start) / self.n, evaluate(self.case, self._cut(self.values, here), self.breathe)

    def _slices(self) -> list[slice]:
        starts = range(0, self.n, self.at_once)
        return [slice(start, min(start + self.at_once, self.n)) for start in starts]

    def _cut(self, values: Values, here: slice) -> dict[str, Array]:
        return {key: value[..., here] if value.shape[-1] == self.n else value for key, value in values.items()}

    def option(self, option: str) -> OptionCosts:
        """The costs of one option: present values by future, everything else in means."""
        if not self._all:
            worths: dict[str, list[Array]] = {plan.id: [] for plan in self.case.options}
            for share, run in self.parts():
                for costs in run.options:
                    worths[costs.id].append(np.broadcast_to(costs.present_value_usd, (run.n,)))
                    part = _means(costs, share)
                    self._all[costs.id] = _added(self._all[costs.id], part) if costs.id in self._all else part
            for name, parts in worths.items():
                self._all[name] = replace(self._all[name], present_value_usd=np.concatenate(parts))
        return self._all[option]

    def summed(self, option: str, group: Callable[[Line], str]) -> dict[str, Array]:
        """Present values of an option's lines added up by group, by future.

        Shape: ``(n,)`` each. Unit: US dollars of present value.
        """
        found: dict[str, list[Array]] = {}
        for _, run in self.parts():
            for name, worth in run.summed(option, group).items():
                found.setdefault(name, []).append(np.broadcast_to(worth, (run.n,)))
        return {name: np.concatenate(parts) for name, parts in found.items()}

    def present_values(
        self,
        changes: Mapping[str, Array] | None = None,
        *,
        horizon_months: Array | None = None,
        sessions_factor: Array | None = None,
        options: tuple[str, ...] | None = None,
    ) -> dict[str, Array]:
        """Present values as of any run, ``(n,)`` or ``(k, n)``.

        Unit: US dollars.
        """
        found: dict[str, list[Array]] = {}
        for here, (_, run) in zip(self._slices(), self.parts(), strict=True):
            part = run.present_values(
                self._cut(changes or {}, here),
                horizon_months=horizon_months,
                sessions_factor=sessions_factor,
                options=options,
            )
            for option, worth in part.items():
                found.setdefault(option, []).append(np.broadcast_to(worth, (*worth.shape[:-1], run.n)))
        return {option: np.concatenate(parts, axis=-1) for option, parts in found.items()}


def _means(costs: OptionCosts, share: float) -> OptionCosts:
    """The costs of some futures with every array as its mean times the share of these futures."""

    def weighed(record: Holder, **more: Any) -> Holder:
        means: dict[str, Any] = {name: np.atleast_1d(np.mean(value) * share) for name, value in _arrays(record).items()}
        return replace(record, **means, **more)

    lines = tuple(weighed(line) for line in costs.lines)
    excluded = tuple(weighed(each) for each in costs.excluded)
    return weighed(costs, lines=lines, excluded=excluded)


def _added(one: OptionCosts, other: OptionCosts) -> OptionCosts:
    """The means of two parts added up."""

    def added(a: Holder, b: Holder, **more: Any) -> Holder:
        of_b = _arrays(b)
        sums: dict[str, Any] = {name: value + of_b[name] for name, value in _arrays(a).items()}
        return replace(a, **sums, **more)

    lines = tuple(added(a, b) for a, b in zip(one.lines, other.lines, strict=True))
    excluded = tuple(added(a, b) for a, b in zip(one.excluded, other.excluded, strict=True))
    return added(one, other, lines=lines, excluded=excluded)


def _arrays(record: OptionCosts | Line | Excluded) -> dict[str, Array]:
    """The fields that hold an array."""
    values = {name: getattr(record, name) for name in record.__struct_fields__}
    return {name: value for name, value in values.items() if isinstance(value, np.ndarray)}


def draws_at_once(case: Case) -> int:
    """How many futures of a case are worked out together: the more months, work and options it has, the fewer."""
    cells = case.horizon_months * len(case.workloads) * len(case.options)
    return max(FEWEST_AT_ONCE, min(DRAWS_AT_ONCE, CELLS_AT_ONCE // cells))


def evaluate_many(case: Case, values: Values, breathe: Breathe = go_on, at_once: int | None = None) -> Run:
    """`evaluate`, in parts where there are more futures than that, or than `draws_at_once` of the case.

    Shape of values: ``(n,)`` or ``(1,)``, in the unit of each input; raises what ``breathe`` raises.
    """
    n = max((value.shape[-1] for value in values.values()), default=1)
    at_once = at_once or draws_at_once(case)
    if n <= 2 * at_once:
        return evaluate(case, values, breathe)
    whole = complete(values)
    sheet = Sheet(whole, case.events, case.horizon_months, breathe=breathe)
    return LargeRun(case, whole, n, sheet, at_once=at_once, breathe=breathe)
