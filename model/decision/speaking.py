"""Which two options a decision speaks of: the verdict with its runner-up, or another option with the verdict.

A user who names a pair keeps it. Without one an analysis speaks of its verdict and the runner-up; deciding for another
option asks what would change that decision, not what would change the order of two options that lost.
"""

from __future__ import annotations

from msgspec.structs import replace

from model.comparison import Case
from model.decision.analyse import analyse
from model.decision.records.analysis import Analysis


def pair_for(answer: Analysis, option: str | None) -> tuple[str, str]:
    """The pair whose switching values speak of deciding for an option (None: the verdict): the verdict with its
    runner-up, another option with the verdict. What serves today comes first, else the order of the profile."""
    verdict = answer.verdict
    chosen = option or verdict.option
    rival = verdict.runner_up if chosen == verdict.option else verdict.option
    if chosen is None or rival is None or chosen not in [row.id for row in answer.options]:
        return answer.pair
    if {chosen, rival} == set(answer.pair):
        return answer.pair
    first, second = sorted(
        (chosen, rival), key=lambda id: (id != answer.today, [r.id for r in answer.options].index(id))
    )
    return first, second


def speaking_of(case: Case, pair: tuple[str, str]) -> Case:
    """The case with its pair named, so that every analysis of it keeps to that pair."""
    return replace(case, pair=pair, pair_named=True)


def analyse_for(case: Case, draws: int, seed: int, option: str | None = None) -> Analysis:
    """The whole analysis of the pair that speaks of deciding for an option (None: the verdict)."""
    found = analyse(case, draws, seed, parts=frozenset())
    return analyse(speaking_of(case, pair_for(found, option)), draws, seed)
