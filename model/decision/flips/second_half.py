"""What would flip it, what matters and what to learn: the second half of an analysis, added to the answer."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace

from model.comparison import Run
from model.decision.flips.free_waits import is_free_date
from model.decision.flips.nearest_pair import nearest_pair
from model.decision.flips.ranking import nearest
from model.decision.flips.search import Search
from model.decision.flips.switching_values import search_of, switching_values
from model.decision.futures.draws import first_draws
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


def flips(answer: Analysis, run: Run, parts: frozenset[str]) -> Analysis:
    """The analysis with the parts that were asked for: switching values, the nearest pair, sensitivity, advice, how the
    verdict would be wrong, mixed homes, when to look again, and what an unpriced option may cost.

    More than 50,000 draws sharpen the verdict and EVPI only; everything else then rests on the first 50,000, so that
    memory stays bounded.
    """
    options = tuple(row.id for row in answer.options if row.eligible and row.complete)
    answer = _with_evpi(answer, run, options)
    run = first_draws(run)
    if "sensitivity" in parts:
        rows, groups = sensitivity(run, options, information="evppi" in parts, seed=answer.seed)
        answer = replace(
            answer, sensitivity=rows, sensitivity_groups=groups, learn=_worth_learning(advice(rows), answer.evpi_usd)
        )
    if "switching" in parts:
        answer = _with_switching(answer, run, parts, frozenset(options) - {answer.verdict.option})
        prices = prices_to_win(run, options, answer.seed)
        priced = tuple(replace(row, price_to_win=prices.get(row.id)) for row in answer.options)
        answer = replace(answer, options=priced)
    verdict = answer.verdict.option
    if verdict is not None and "wrong" in parts:
        answer = replace(answer, wrong_when=wrong_when(run, verdict, options))
    if verdict is not None and "mixed" in parts:
        answer = replace(answer, mixed_homes=mixed_homes(run, verdict, options))
    return answer


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


def _with_switching(answer: Analysis, run: Run, parts: frozenset[str], rivals: frozenset[str]) -> Analysis:
    search = search_of(run)
    rows = switching_values(run, search)
    decides = answer.verdict.strength not in ("only", "none")  # what flips the pair does not change such an answer
    found = replace(
        answer,
        switching_values=rows,
        nearest_flip=nearest(rows) if decides else None,
        revisit=revisit(run.case, rows, answer.verdict.option, rivals),
    )
    if "pair_of_levers" in parts and all(row.value is None for row in rows):
        found = replace(found, nearest_pair=_nearest_pair(run, search))
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
