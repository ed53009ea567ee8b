"""Which lines an input really moves: asked of the formulas by moving it, not read off what they look at.

A block of the calculation looks at more inputs than each of its lines depends on, so its reads are an upper bound.
"""

from __future__ import annotations

import numpy as np

from model.comparison import Case, Line, Run, evaluate
from model.decision.futures.draws import sample
from model.profile import declared_for
from model.quantities import Array

Place = tuple[str, str, str | None, str | None, str | None]
DRAWS = 64
A_LITTLE = 0.03  # of what is nothing today


class Feeds:
    """What moves what in one case, over a few futures; asked input by input."""

    def __init__(self, case: Case) -> None:
        self._case, self._values = case, dict(sample(case, DRAWS))
        self._run = evaluate(case, self._values)
        self._moved: dict[str, frozenset[Place]] = {}

    def moved_by(self, key: str) -> frozenset[Place]:
        """The lines that change when this input alone moves: option, line key, workload, route and bridge of each."""
        if key not in self._moved:
            self._moved[key] = self._found(key) if key in self._values else frozenset()
        return self._moved[key]

    def _found(self, key: str) -> frozenset[Place]:
        other = evaluate(self._case, {**self._values, key: _moved(key, self._values[key])})
        before, after = _lines(self._run), _lines(other)
        return frozenset(place for place, line in before.items() if place not in after or _differ(line, after[place]))


def _lines(run: Run) -> dict[Place, Line]:
    return {
        (costs.id, line.key, line.workload, line.route, line.bridge): line
        for costs in run.options
        for line in costs.lines
    }


def _differ(one: Line, other: Line) -> bool:
    pairs = ((one.total_usd, other.total_usd), (one.present_value_usd, other.present_value_usd))
    return any(not np.allclose(a, b, rtol=1e-12, atol=0.0) for a, b in pairs)


def _moved(key: str, values: Array) -> Array:
    """Twice as much of it in every future, so that stairs are climbed; half where that is too much, an event always or
    never."""
    if key.startswith("events.") and key.endswith(".probability"):
        return np.where(values < 1.0, 1.0, 0.0)
    declared = declared_for(key)
    spec = declared.spec if declared else None
    low, high = spec.limits if spec else (-np.inf, np.inf)
    least = 1.0 if spec is not None and spec.whole else A_LITTLE
    more = values + np.where(values == 0.0, least, np.abs(values))
    return np.asarray(np.where(more > high, (values + max(low, 0.0)) / 2.0, more))
