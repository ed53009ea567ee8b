"""What would flip it, what matters and what to learn: the second half of an analysis, added to the answer."""

from __future__ import annotations

from functools import partial

import numpy as np
from msgspec.structs import replace

from model.comparison import Run
from model.decision.flips.free_waits import is_free_date
from model.decision.flips.nearest_pair import nearest_pair
from model.decision.flips.ranking import nearest
from model.decision.flips.search import Search
from model.decision.flips.switching_values import search_of, switching_values
from model.decision.futures.bounds import Bounds
from model.decision.futures.searchable import movables
from model.decision.learning.information import perfect_information
from model.decision.learning.sensitivity import advice, costs_of, sensitivity
from model.decision.learning.wrong import wrong_when
from model.decision.records.analysis import Analysis, LearnRow, NearestPair
from model.decision.verdict.mixed_homes import mixed_homes
from model.decision.verdict.price_to_win import prices_to_win
from model.decision.verdict.triggers import revisit
from model.decision.wording.input_names import amount

SMALLEST_PART = 0.01


def flips(answer: Analysis, run: Run, part: Run, parts: Bounds) -> Analysis:
    """The analysis with the parts that were asked for: switching values, the nearest pair, sensitivity, advice, how the
    verdict would be wrong, mixed homes, when to look again, and what an unpriced option may cost.

    The draws of `run` sharpen the verdict and EVPI only; everything else rests on those of `part`, so that memory stays bounded.
    """
    options = tuple(row.id for row in answer.options if row.eligible and row.complete)
    answer = _with_evpi(answer, run, options)
    known = "evppi" in parts.asked
    swings = partial(sensitivity, part, options, information=known, seed=answer.seed)
    rows, groups = parts.worked_out("sensitivity", swings, ((), ()))
    learn = _worth_learning(advice(rows), answer.evpi_usd)
    answer = replace(answer, sensitivity=rows, sensitivity_groups=groups, learn=learn)
    answer = _with_switching(answer, part, parts, frozenset(options) - {answer.verdict.option})
    prices = parts.worked_out("price_to_win", lambda: prices_to_win(part, options, answer.seed), None, "switching")
    if prices:
        priced = tuple(replace(row, price_to_win=prices.get(row.id)) for row in answer.options)
        answer = replace(answer, options=priced)
    verdict = answer.verdict.option
    if verdict is None:
        return answer
    wrong = parts.worked_out("wrong", lambda: wrong_when(part, verdict, options), ())
    mixed = parts.worked_out("mixed", lambda: mixed_homes(part, verdict, options), None)
    return replace(answer, wrong_when=wrong, mixed_homes=mixed)


def _worth_learning(rows: tuple[LearnRow, ...], evpi_usd: float) -> tuple[LearnRow, ...]:
    """Advice on what is worth the trouble: at least a hundredth of what knowing everything is worth."""
    return tuple(row for row in rows if row.worth_usd >= SMALLEST_PART * evpi_usd)


def _with_evpi(answer: Analysis, run: Run, options: tuple[str, ...]) -> Analysis:
    """EVPI over the options that can be chosen, and the standard error of the expected difference of the pair."""
    if len(options) > 1:
        answer = replace(answer, evpi_usd=perfect_information(costs_of(run, options)).usd or 0.0)
    difference = np.broadcast_to(_difference(run), (run.n,))
    error = float(difference.std(ddof=1) / np.sqrt(run.n)) if run.n > 1 else 0.0
    return replace(answer, monte_carlo_error_usd=error)


def _difference(run: Run) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """B − A of the pair in every future."""
    a, b = run.case.pair
    return run.option(b).present_value_usd - run.option(a).present_value_usd


def _with_switching(answer: Analysis, run: Run, parts: Bounds, rivals: frozenset[str]) -> Analysis:
    search = parts.worked_out("switching", lambda: search_of(run), None)
    if search is None:
        return answer
    order = [row.key for row in answer.sensitivity]
    rows = parts.worked_out("switching", lambda: switching_values(run, search, order, parts), ())
    if parts.inputs_left:  # of what was not all looked at, nothing may be said to flip nowhere
        rows = tuple(row for row in rows if row.reach not in (None, "beyond"))
    decides = answer.verdict.strength not in ("only", "none")  # what flips the pair does not change such an answer
    found = replace(
        answer,
        switching_values=rows,
        nearest_flip=nearest(rows) if decides else None,
        revisit=revisit(run.case, rows, answer.verdict.option, rivals),
    )
    sought = not parts.inputs_left and "switching" not in parts.left
    if sought and all(row.value is None for row in rows):
        together = parts.worked_out("pair_of_levers", lambda: _nearest_pair(run, search), None)
        found = replace(found, nearest_pair=together)
    return found


def _nearest_pair(run: Run, search: Search) -> NearestPair | None:
    case = run.case
    together = nearest_pair(search, tuple(m for m in movables(case) if not is_free_date(case, m.key)))
    if together is None:
        return None
    first, second = (lever.movable for lever in together.levers)
    values = together.values
    said = [
        f"{movable.title} at {amount(value, movable.unit)} (today {amount(movable.today, movable.unit)})"
        for movable, value in zip((first, second), values, strict=True)
    ]
    winner = case.option(case.pair[1] if search.expected_usd > 0.0 else case.pair[0]).title
    return NearestPair(
        keys=(first.key, second.key),
        values=values,
        now=(first.today, second.today),
        sentence=f"Nothing flips it alone. Together {' and '.join(said)} would: {winner} is cheaper beyond.",
    )
