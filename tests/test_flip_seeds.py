"""Another seed says the same within the error that the simulation states of itself, in 19 of 20 cases."""

from __future__ import annotations

import numpy as np
from cases import case_of
from generated import profile_text
from test_flip_values import run_of

from model.comparison import Run, evaluate
from model.decision.flips.switching_values import pair_of, switching_values
from model.decision.futures.draws import sample
from model.decision.learning.information import basis_of, partial_information, perfect_information
from model.decision.learning.sensitivity import costs_of, uncertain_keys

DRAWS, SEEDS = 1_000, 8
PROFILES = (3, 6, 9)


def runs(profile: int) -> list[Run]:
    """One generated profile over as many seeds."""
    case = case_of(profile_text(profile))
    return [evaluate(case, sample(case, DRAWS, seed)) for seed in range(1, SEEDS + 1)]


def within(values: list[float], errors: list[float]) -> float:
    """Share of the pairs of seeds that differ by no more than two standard errors of their difference."""
    hits = [
        abs(one - other) <= 2.0 * np.hypot(e, f)
        for place, (one, e) in enumerate(zip(values, errors, strict=True))
        for other, f in list(zip(values, errors, strict=True))[place + 1 :]
    ]
    return float(np.mean(hits))


def agreement(cases: list[list[tuple[float, float]]]) -> float:
    """Share of agreeing pairs over all cases, each a list of values with their errors, seed by seed."""
    return float(np.mean([within([value for value, _ in found], [error for _, error in found]) for found in cases]))


def test_expected_costs_and_probabilities() -> None:
    """Expected difference, the share of futures in which B is cheaper, and EVPI."""
    cases: list[list[tuple[float, float]]] = []
    for profile in PROFILES:
        differences, chances, evpi = [], [], []
        for run in runs(profile):
            costs = costs_of(run, run.case.pair)
            away = costs[1] - costs[0]
            differences.append((float(away.mean()), float(away.std(ddof=1) / np.sqrt(DRAWS))))
            chance = float((away < 0.0).mean())
            chances.append((chance, float(np.sqrt(max(chance * (1.0 - chance), 0.25 / DRAWS) / DRAWS))))
            worth = perfect_information(costs)
            evpi.append((worth.usd or 0.0, worth.error_usd))
        cases += [differences, chances, evpi]
    assert agreement(cases) >= 0.95


def test_value_of_one_input() -> None:
    """EVPPI of the inputs that are worth something with every seed."""
    cases: list[list[tuple[float, float]]] = []
    for sessions in ('"80k to 150k"', '"60k to 120k"'):
        every = [run_of(sessions, n=DRAWS, seed=seed) for seed in range(1, SEEDS + 1)]
        keys = [key for key in uncertain_keys(every[0].case) if every[0].values[key].size > 1]
        table = [
            partial_information(costs_of(run, run.case.pair), [basis_of(run.values[key]) for key in keys], seed)
            for seed, run in enumerate(every, start=1)
        ]
        cases += [
            [(worth.usd or 0.0, worth.error_usd) for worth in worths]
            for worths in zip(*table, strict=True)
            if all(worth.usd is not None for worth in worths)
        ]
    assert cases
    assert agreement(cases) >= 0.95


def test_switching_values() -> None:
    """The error of a switching value is the error of the expected difference over its slope there."""
    found: dict[str, list[tuple[float, float]]] = {}
    for seed in range(1, 5):
        run = run_of(n=DRAWS, seed=seed)
        pair = pair_of(run)
        for row in switching_values(run):
            if row.value is None or row.step or row.key == "horizon_months":
                continue
            step = max(abs(row.value) * 1e-4, 1e-9)
            below, above = pair.expected_at(row.key, np.array([row.value - step, row.value + step]))
            slope = abs(float(above - below)) / (2.0 * step)
            away = pair.difference({row.key: np.array([[row.value]])})
            error = float(away.std(ddof=1) / np.sqrt(DRAWS))
            if slope > 0.0:
                found.setdefault(row.key, []).append((row.value, error / slope))
    several = [pairs for pairs in found.values() if len(pairs) == 4]
    assert several
    assert agreement(several) >= 0.95
