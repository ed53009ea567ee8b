"""How the verdict would be wrong: what is different in the futures in which another option would have been cheaper."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.comparison import Run
from model.decision.learning.sensitivity import costs_of, draws_of, uncertain_keys
from model.decision.records.analysis import WrongWhen
from model.decision.wording.input_names import happens, titled, two_amounts
from model.profile import declared_for
from model.quantities import Unit, figures, median

FEWEST_FUTURES = 20
SMALLEST_SHIFT = 0.05
MOST_SHOWN = 5


def wrong_when(run: Run, verdict: str, options: Sequence[str]) -> tuple[WrongWhen, ...]:
    """The inputs whose median moves most in the futures in which the verdict loses to one of these options.

    The move is measured in ranks; only moves beyond three standard errors of a median's rank are told. Empty where the
    verdict loses in fewer than twenty futures.
    """
    costs = costs_of(run, options)
    if len(options) < 2:
        return ()
    lost = costs[list(options).index(verdict)] > costs.min(axis=0)
    count = int(lost.sum())
    if count < FEWEST_FUTURES:
        return ()
    least = max(SMALLEST_SHIFT, 1.5 / np.sqrt(count))
    moves = [(shift, row) for key in uncertain_keys(run.case) for shift, row in _row(run, key, lost) if shift > least]
    return tuple(row for _, row in sorted(moves, key=lambda move: -move[0])[:MOST_SHOWN])


def _row(run: Run, key: str, lost: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[tuple[float, WrongWhen]]:
    draws = draws_of(run, key)
    declared = declared_for(key)
    unit = declared.spec.unit if declared and declared.spec else Unit.COUNT
    if key.startswith("events.") and key.endswith(".probability"):
        title, unit = happens(run.case, key), Unit.SHARE
        every, wrong = float(draws.mean()), float(draws[lost].mean())
        shift = abs(wrong - every)
        told = (
            f"in {figures.in_100(wrong)} of 100 futures in which the verdict loses, in {figures.in_100(every)} of all"
        )
    else:
        title = titled(run.case, key)
        every, wrong = median(draws), median(draws[lost])
        shift = abs(float((draws < wrong).mean() + (draws <= wrong).mean()) / 2.0 - 0.5)
        texts = two_amounts(wrong, every, unit)
        told = f"median {texts[0]} in the futures in which the verdict loses, {texts[1]} in all"
    row = WrongWhen(
        key=key, title=title, unit=str(unit), median_all=every, median_when_wrong=wrong, sentence=f"{title}: {told}."
    )
    return [(shift, row)]
