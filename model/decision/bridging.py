"""Moving a date moves who serves until then: default bridges are chosen by the middle case, so another date is another case.

What a team would see after typing the value is what a switching value must mean. Where the team has named its bridges, or
something serves today, nothing changes.
"""

from __future__ import annotations

import numpy as np

from model.comparison import Case, Run, Values, evaluate, middle
from model.comparison.resolve import default_bridges, with_bridges
from model.decision.contrast import Evaluate
from model.quantities import Array

DATES = ("weeks_until_live", "build_engineer_weeks", "overrun_factor", "builders")


class Bridging:
    """For values of one input in the middle of its range, how to evaluate the case with the bridges each chooses; None where
    they are those of today."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._middle = middle(case)
        self._cases: dict[tuple[str, ...], Evaluate | None] = {tuple(plan.meanwhile for plan in case.options): None}
        written = (case.profile.text(f"options.{plan.id}.meanwhile") for plan in case.options)
        chosen = case.today is None and not all(written)
        self._dates = frozenset(f"options.{plan.id}.{path}" for plan in case.options for path in DATES if chosen)

    def __call__(self, key: str, values: Array) -> list[Evaluate | None]:
        """How to evaluate the case that holds with each of these values."""
        if key not in self._dates:
            return [None] * values.size
        with np.errstate(all="ignore"):
            found = default_bridges(self.case, {**self._middle, key: values})
        # An input that no date reads (own builders where weeks are written) leaves one future only.
        return [self._case(bridges) for bridges in found] * (values.size // len(found))

    def _case(self, bridges: tuple[str, ...]) -> Evaluate | None:
        if bridges not in self._cases:
            self._cases[bridges] = _evaluation(with_bridges(self.case, bridges))
        return self._cases[bridges]


def _evaluation(case: Case) -> Evaluate:
    def of(values: Values) -> Run:
        return evaluate(case, values)

    return of
