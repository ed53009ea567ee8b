"""Moving a number may move who serves until an option is live: default bridges are chosen by the middle case, so another number
may be another case.

What a team would see after typing the value is what a switching value must mean. Where the team has named its bridges, or
something serves today, nothing changes.
"""

from __future__ import annotations

import numpy as np

from model.comparison import Case, Run, Values, evaluate, middle
from model.comparison.case.bridges import Bridges, with_bridges
from model.decision.pair.contrast import Evaluate
from model.quantities import Array


class Bridging:
    """For values of one input in the middle of its range, how to evaluate the case with the bridges each chooses; None where
    they are those of today."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._bridges = Bridges(case, middle(case))
        self._cases: dict[tuple[str, ...], Evaluate | None] = {self._bridges.chosen()[0]: None}

    def __call__(self, key: str, values: Array) -> list[Evaluate | None]:
        """How to evaluate the case that holds with each of these values."""
        if key not in self._bridges.read:
            return [None] * values.size
        with np.errstate(all="ignore"):
            found = self._bridges.chosen({key: values.ravel()})
        return [self._case(bridges) for bridges in found]

    def _case(self, bridges: tuple[str, ...]) -> Evaluate | None:
        if bridges not in self._cases:
            self._cases[bridges] = _evaluation(with_bridges(self.case, bridges))
        return self._cases[bridges]


def _evaluation(case: Case) -> Evaluate:
    def of(values: Values) -> Run:
        return evaluate(case, values)

    return of
