"""Which option is the verdict: the lowest expected present value among those that may be chosen, and how sure that is.

Pure functions over present values `(n,)` in dollars, one array per option. An option may be chosen when it is eligible
(fails no must-have) and complete (every line it must have is priced).
"""

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct

from model.decision.records.analysis import Choice, Strength
from model.quantities import Array, quantiles

CLEAR_FROM = 0.9
LIKELY_FROM = 0.7


class Candidate(Struct, frozen=True):
    """One option before the choice, in the order of the profile."""

    id: str
    eligible: bool
    complete: bool

    @property
    def choosable(self) -> bool:
        """Whether the verdict may name it."""
        return self.eligible and self.complete


def shares_of_best(costs: Array) -> Array:
    """How often each row of `costs` `(options, n)` is the lowest; futures with ties are shared equally.

    Unit of costs: US dollars; answers shares, 0 to 1, ``(options,)``.
    """
    lowest = costs == costs.min(axis=0)
    return np.asarray((lowest / lowest.sum(axis=0)).mean(axis=1))


def mean_regrets(costs: Array) -> Array:
    """Mean cost of each row above the lowest of its future: what choosing it now costs against knowing.

    Shape of costs: ``(options, n)``; answers ``(options,)``. Unit: US dollars.
    """
    return np.asarray((costs - costs.min(axis=0)).mean(axis=1))


def beats(cheaper: Array, dearer: Array) -> float:
    """Share of futures in which the first costs less; ties count half.

    Shape: ``(n,)`` each. Unit: US dollars; answers a share, 0 to 1.
    """
    difference = np.atleast_1d(dearer - cheaper)
    return float(np.mean(difference > 0.0) + 0.5 * np.mean(difference == 0.0))


def share_of_cheaper(difference_usd: float, one_usd: float, other_usd: float) -> float | None:
    """A difference of two costs as a share of the cheaper one, with its sign; None where that one costs nothing."""
    cheaper = min(one_usd, other_usd)
    return difference_usd / cheaper if cheaper > 0.0 else None


def strength_of(probability: float, waiting_counts: bool) -> Strength:
    """`clear` from 90 of 100 futures on, `likely` from 70, else `close`.

    Where waiting for the option to go live is free and differs between the two (`waiting_counts` is False), the
    later one looks cheaper than it is, so nothing is clear.
    """
    if probability >= CLEAR_FROM:
        return "clear" if waiting_counts else "likely"
    return "likely" if probability >= LIKELY_FROM else "close"


def choose(
    candidates: Sequence[Candidate],
    present_values: Mapping[str, Array],
    middle: Mapping[str, float],
    free_waits: Mapping[str, float] | None = None,
) -> Choice:
    """The verdict over `present_values`; `middle` holds the middle case of every option.

    `free_waits`: months for which an option leaves the work undone at no charge. Of equal means the first listed wins.
    With one option left to choose, the runner-up is the cheapest excluded one.

    Shape of present values: ``(n,)`` each. Unit: US dollars.
    """
    means = {candidate.id: float(np.mean(present_values[candidate.id])) for candidate in candidates}
    ranked = sorted((c.id for c in candidates if c.choosable), key=lambda option: means[option])
    if not ranked:
        return Choice(None, "none", None, None, None, None, None, None, None)
    best, rivals = ranked[0], ranked[1:]
    only = not rivals
    if only:
        rivals = sorted((c.id for c in candidates if not c.choosable), key=lambda option: means[option])
    middle_best = min(ranked, key=lambda option: middle[option])
    if not rivals:
        return Choice(best, "only", None, None, None, None, None, None, middle_best)
    saving = np.atleast_1d(present_values[rivals[0]] - present_values[best])
    p10, p90 = quantiles(saving, (0.1, 0.9))
    probability = beats(present_values[best], present_values[rivals[0]])
    waits = free_waits or {}
    counts = abs(waits.get(best, 0.0) - waits.get(rivals[0], 0.0)) <= 1e-9
    return Choice(
        option=best,
        strength="only" if only else strength_of(probability, counts),
        runner_up=rivals[0],
        saving_expected_usd=float(saving.mean()),
        saving_share=share_of_cheaper(float(saving.mean()), means[best], means[rivals[0]]),
        saving_p10_usd=float(p10),
        saving_p90_usd=float(p90),
        probability_beats_runner_up=probability,
        middle_case_option=middle_best,
    )
