"""Moving a date moves who serves until then: default bridges are chosen by the middle case, so another date is another case.

What a team would see after typing the value is what a switching value must mean. Where the team has named its bridges, or
something serves today, nothing changes.
"""

from __future__ import annotations

import numpy as np

from model.comparison import Case, Run, Values, evaluate, middle
from model.comparison.resolve import with_bridges
from model.decision.contrast import Evaluate

DATES = ("weeks_until_live", "build_engineer_weeks", "overrun_factor", "builders")


class Bridging:
    """For a value of one input in the middle of its range, how to evaluate the case with the bridges it chooses; None where
    they are those of today."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._middle = middle(case)
        self._cases: dict[tuple[str, ...], Evaluate | None] = {_bridges(case): None}
        written = (case.profile.text(f"options.{plan.id}.meanwhile") for plan in case.options)
        chosen = case.today is None and not all(written)
        self._dates = frozenset(f"options.{plan.id}.{path}" for plan in case.options for path in DATES if chosen)

    def __call__(self, key: str, value: float) -> Evaluate | None:
        """How to evaluate the case that holds with this value."""
        if key not in self._dates:
            return None
        with np.errstate(all="ignore"):
            case = with_bridges(self.case, {**self._middle, key: np.array([value])})
        bridges = _bridges(case)
        if bridges not in self._cases:
            self._cases[bridges] = _evaluation(case)
        return self._cases[bridges]


def _bridges(case: Case) -> tuple[str, ...]:
    return tuple(plan.meanwhile for plan in case.options)


def _evaluation(case: Case) -> Evaluate:
    def of(values: Values) -> Run:
        return evaluate(case, values)

    return of
