"""Moving a number may move who serves until an option is live: default bridges are chosen by the middle case, so another number
may be another case.

What a team would see after typing the value is what a switching value must mean. Where the team has named its bridges, or
something serves today, nothing changes.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from model.comparison import Case, Run, Values, evaluate, middle
from model.comparison.bridges import Bridges, with_bridges
from model.comparison.effort import Breathe, go_on
from model.decision.pair.contrast import Evaluate
from model.quantities import Array

NOWHERE = np.zeros(0)


class Bridging:
    """For values of one input in the middle of its range, how to evaluate the case with the bridges each chooses; None where
    they are those of today."""

    def __init__(self, case: Case, breathe: Breathe = go_on) -> None:
        self.case, self._breathe = case, breathe
        self._middle = middle(case)
        self._bridges = Bridges(case, self._middle, breathe)
        self._surveyed: dict[str, tuple[Array, list[Evaluate | None]]] = {}
        self._cases: dict[tuple[str, ...], Evaluate | None] = {self._bridges.chosen()[0]: None}

    def __call__(self, key: str, values: Array) -> list[Evaluate | None]:
        """How to evaluate the case that holds with each of these values: between two values of a survey with the same case it
        is taken for that one, until it is `confirmed`."""
        if key not in self._bridges.read:
            return [None] * values.size
        xs, cases = self._surveyed.get(key, (NOWHERE, []))
        after = np.searchsorted(xs, values.ravel())
        found: list[Evaluate | None] = [None] * values.size
        unknown = []
        for place, (x, at) in enumerate(zip(values.ravel().tolist(), after.tolist(), strict=True)):
            if at < xs.size and (xs[at] == x or (at > 0 and cases[at - 1] is cases[at])):
                found[place] = cases[at]
            else:
                unknown.append(place)
        if unknown:
            asked = self.survey({key: values.ravel()[unknown]})[key]
            for place, case in zip(unknown, asked, strict=True):
                found[place] = case
        return found

    @property
    def read(self) -> frozenset[str]:
        """The inputs that decide who serves meanwhile."""
        return self._bridges.read

    def survey(self, grids: Mapping[str, Array]) -> dict[str, list[Evaluate | None]]:
        """The cases that hold with these values of each input, worked out all at once and kept; what is found to decide only
        then is worked out too.

        Shape: ``(k,)`` a grid. Unit: that of the input.
        """
        found: dict[str, list[Evaluate | None]] = {}
        while asked := {
            key: grid for key, grid in grids.items() if key in self._bridges.read and grid.size and key not in found
        }:
            found |= self._worked_out(asked)
        return found

    def _worked_out(self, asked: Mapping[str, Array]) -> dict[str, list[Evaluate | None]]:
        rows, start = sum(grid.size for grid in asked.values()), 0
        changes = {}
        for key, grid in asked.items():
            changes[key] = np.repeat(self._middle[key], rows)
            changes[key][start : start + grid.size] = grid
            start += grid.size
        with np.errstate(all="ignore"):
            cases = [self._case(bridges) for bridges in self._bridges.chosen(changes)]
        found, start = {}, 0
        for key, grid in asked.items():
            found[key] = cases[start : start + grid.size]
            start += grid.size
            self._keep(key, grid, found[key])
        return found

    def confirmed(self, values: Mapping[str, Array]) -> dict[str, bool]:
        """Whether what was taken for the case at these values of each input is the case; from now on it is.

        Shape: one number an input, in the unit of the input.
        """
        taken = {key: self(key, xs) for key, xs in values.items()}
        found = self.survey(values)
        return {key: all(a is b for a, b in zip(taken[key], found.get(key, taken[key]), strict=True)) for key in taken}

    def _keep(self, key: str, grid: Array, cases: list[Evaluate | None]) -> None:
        xs, known = self._surveyed.get(key, (NOWHERE, []))
        every = dict(zip(xs.tolist(), known, strict=True)) | dict(zip(grid.tolist(), cases, strict=True))
        ranked = sorted(every)
        self._surveyed[key] = np.array(ranked), [every[x] for x in ranked]

    def _case(self, bridges: tuple[str, ...]) -> Evaluate | None:
        if bridges not in self._cases:
            self._cases[bridges] = _evaluation(with_bridges(self.case, bridges), self._breathe)
        return self._cases[bridges]


def _evaluation(case: Case, breathe: Breathe) -> Evaluate:
    def of(values: Values) -> Run:
        return evaluate(case, values, breathe)

    return of
