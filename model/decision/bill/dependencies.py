"""Which inputs feed a line, and which lines an input feeds: asked of the formulas by moving the input, and said here alone.

A block of the calculation looks at more inputs than each of its lines depends on, so what it reads is an upper bound: an input
feeds a line where moving it alone moves what the line costs in any of a few futures. Who serves meanwhile stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from model.comparison import Case, Line, evaluate
from model.decision.futures.draws import sample
from model.decision.records.analysis import Analysis, InputRow
from model.profile import declared_for
from model.quantities import Array

Place = tuple[str, int]  # an option, and where the line stands among its lines
DRAWS = 32
A_LITTLE = 0.03  # of what is nothing today
KEPT_CASES = 4
_kept: list[tuple[Case, Feeds]] = []


class Feeds:
    """What moves what in one case, over a few futures; asked input by input."""

    def __init__(self, case: Case) -> None:
        self._values = dict(sample(case, DRAWS))
        self._run = evaluate(case, self._values)
        self._moved: dict[str, frozenset[Place]] = {}

    def moved_by(self, key: str) -> frozenset[Place]:
        """The lines that change when this input alone moves."""
        if key not in self._moved:
            self._moved[key] = frozenset(self._found(key)) if key in self._values else frozenset()
        return self._moved[key]

    def _found(self, key: str) -> Iterator[Place]:
        changes = {key: _moved(key, self._values[key])}
        for plan in self._run.case.options:
            for place, before, after in self._run.retyped(plan.id, changes):
                if _differ(before, after):
                    yield plan.id, place


def feeds_of(case: Case) -> Feeds:
    """What moves what in a case; kept for the next question about the same case."""
    for known, feeds in _kept:
        if known is case:
            return feeds
    feeds = Feeds(case)
    _kept[:] = [(case, feeds), *_kept[: KEPT_CASES - 1]]
    return feeds


def feeding(analysis: Analysis, option: str, place: int) -> tuple[InputRow, ...]:
    """The inputs that feed a line of an option: those in doubt first, then what was given, then in the order of reading."""
    feeds, known = feeds_of(analysis.case), {row.key: row for row in analysis.inputs}
    read = analysis.option(option).lines[place].reads
    rows = [known[key] for key in read if key in known and (option, place) in feeds.moved_by(key)]
    return tuple(sorted(rows, key=lambda row: (not row.uncertain, not row.given)))


def fed(analysis: Analysis, key: str) -> tuple[Place, ...]:
    """The lines that an input feeds: the pair first, what costs most first."""

    def rank(found: Place) -> tuple[bool, float]:
        option, place = found
        return option not in analysis.pair, -analysis.option(option).lines[place].present_value_usd

    moved = feeds_of(analysis.case).moved_by(key)
    every = [(option.id, place) for option in analysis.options for place in range(len(option.lines))]
    return tuple(sorted((each for each in every if each in moved), key=rank))


def _differ(one: Line, other: Line) -> bool:
    pairs = ((one.total_usd, other.total_usd), (one.present_value_usd, other.present_value_usd))
    return any(a is not b and not np.allclose(a, b, rtol=1e-12, atol=0.0) for a, b in pairs)


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
