"""The difference of two options under one changed input: the function whose sign everything in this room asks about.

Differences are always B − A in present value, US dollars. Only means over the draws leave this file as decisions;
`difference` itself keeps the draws apart for those who need them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import numpy as np
from msgspec import Struct, field

from model.quantities import Array

Changes = Mapping[str, Array]
Values = Mapping[str, Array]

MOST_CELLS = 200_000
KEPT_CELLS = 100_000_000  # of other cases, each with all that was worked out of it


class Futures(Protocol):
    """One evaluation of a case: what every option costs over its draws, and what it would cost with inputs changed."""

    @property
    def n(self) -> int:
        """Number of draws."""
        ...

    @property
    def cells(self) -> int:
        """How many numbers one step of everything has together: what memory and time grow with."""
        ...

    @property
    def values(self) -> Values:
        """The draws of every input: `(n,)` for a range, `(1,)` for a point.

        Unit: as declared for each input.
        """
        ...

    def present_values(
        self,
        changes: Changes | None = None,
        *,
        horizon_months: Array | None = None,
        options: tuple[str, ...] | None = None,
    ) -> Mapping[str, Array]:
        """Present value of these options, broadcastable to `(k, n)` where changes are `(k, 1)` or `(k, n)`.

        Unit: US dollars.
        """
        ...

    def worths(
        self,
        changes: Changes | None = None,
        *,
        horizon_months: Array | None = None,
        options: tuple[str, ...] | None = None,
    ) -> Mapping[str, tuple[Array, ...]]:
        """The same as parts that add up; a part that nothing touched is the very array it is without changes.

        Shape: ``(n,)`` or ``(k, n)``. Unit: US dollars of present value.
        """
        ...


Evaluate = Callable[[Values], Futures]
Otherwise = Callable[[str, Array], list[Evaluate | None]]


class Pair(Struct, frozen=True):
    """Two options over the same draws; `evaluate` works out the same case on other draws.

    `otherwise` says which case holds where one input takes each of some values, when it is another one (somebody else serves
    until an option is live); None: the same.
    """

    run: Futures
    a: str
    b: str
    evaluate: Evaluate
    otherwise: Otherwise | None = None
    _others: dict[Evaluate, Pair] = field(default_factory=dict)
    _means: dict[str, list[tuple[Array, float]]] = field(default_factory=dict)

    def difference(self, changes: Changes | None = None, horizon_months: Array | None = None) -> Array:
        """B − A in every future, broadcastable to `(k, n)`.

        Unit: US dollars of present value.
        """
        # A bound may mean a division by nothing (no builders): such a value has no difference, and says so by not being finite.
        with np.errstate(all="ignore"):
            costs = self.run.present_values(changes, horizon_months=horizon_months, options=(self.a, self.b))
            return costs[self.b] - costs[self.a]

    def expected(self, changes: Changes | None = None, horizon_months: Array | None = None) -> Array:
        """Expected B − A for each row of the changes or horizons: `(k,)`; one row without.

        Unit: US dollars of present value.
        """
        moved = [*(changes or {}).values(), *(() if horizon_months is None else (horizon_months,))]
        rows = max((change.shape[0] for change in moved if change.ndim == 2), default=1)
        with np.errstate(all="ignore"):
            parts = self.run.worths(changes, horizon_months=horizon_months, options=(self.a, self.b))
            of_a, of_b = (self._expected(option, parts[option]) for option in (self.a, self.b))
            return np.broadcast_to(of_b - of_a, (rows,)).copy()

    def _expected(self, option: str, parts: tuple[Array, ...]) -> Array:
        """The mean of parts that add up; what nothing touched is added up once for all."""
        if option not in self._means:
            today = self.run.worths(options=(option,))[option]
            self._means[option] = [(part, float(part.mean())) for part in today]
        whole: Array | float = 0.0
        for part, (before, mean) in zip(parts, self._means[option], strict=True):
            whole = whole + (mean if part is before else np.add.reduce(part, axis=-1) / part.shape[-1])
        return np.atleast_1d(np.asarray(whole))

    def expected_at(self, key: str, xs: Array) -> Array:
        """Expected B − A with one input at each of these values in every future: `(k,)`; memory stays bounded.

        Unit: US dollars of present value; ``xs`` in that of the input.
        """
        cases = self.cases(key, xs)
        found = np.empty(xs.size)
        for case in dict.fromkeys(cases):
            here = np.array([each is case for each in cases])
            found[here] = (self.under(case) if case else self)._row_by_row(key, xs[here])
        return found

    def _row_by_row(self, key: str, xs: Array) -> Array:
        block = max(1, MOST_CELLS // self.run.n)
        parts = [self.expected({key: xs[start : start + block, None]}) for start in range(0, xs.size, block)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def under(self, evaluate: Evaluate) -> Pair:
        """The same draws of another case."""
        if evaluate not in self._others:
            while len(self._others) >= max(1, KEPT_CELLS // self.run.cells):
                del self._others[next(iter(self._others))]
            self._others[evaluate] = Pair(evaluate(self.run.values), self.a, self.b, evaluate)
        return self._others[evaluate]

    def cases(self, key: str, xs: Array) -> list[Evaluate | None]:
        """Which case holds with each of these values of an input; None: today's.

        Shape of ``xs``: ``(k,)``, in the unit of the input.
        """
        return self.otherwise(key, xs) if self.otherwise else [None] * xs.size

    def holds(self, key: str, *xs: float) -> bool:
        """Whether the case is today's at every one of these values of an input."""
        return self.otherwise is None or self.otherwise(key, np.array(xs)) == [None] * len(xs)

    def scale(self) -> float:
        """The larger of the two expected present values: what counts as nothing is measured against it."""
        worths = self.run.worths(options=(self.a, self.b))
        return max(*(abs(float(self._expected(option, worths[option])[0])) for option in (self.a, self.b)), 1e-9)

    def on(self, draws: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Pair:
        """The same pair on some of the draws, given by their positions.

        Shape of ``draws``: ``(k,)``, counted from 0, no unit.
        """
        return self.with_values(some_draws(self.run.values, draws))

    def with_values(self, values: Values) -> Pair:
        """The same pair of the same case on other values of its inputs.

        Shape of values: ``(n,)`` or ``(1,)``, in the unit of each input.
        """
        return Pair(self.evaluate(values), self.a, self.b, self.evaluate, self.otherwise)


def some_draws(values: Values, draws: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Values:
    """The values of some draws only, given by their positions.

    Shape: ``(k,)`` for ``k`` positions counted from 0; units as they were.
    """
    return {key: value if value.size == 1 else value[draws] for key, value in values.items()}
