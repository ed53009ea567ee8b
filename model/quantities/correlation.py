"""Rank correlations between inputs: a Gaussian copula that only re-orders draws.

Every correlated input keeps exactly its own draws, and so its own distribution; only their order changes. Inputs
without a correlation are not touched. Chains of correlated inputs are treated one by one, in the order of their names,
so the order of the tables in a file does not matter.
"""

import math
from collections.abc import Iterable, Mapping
from typing import TypeAlias

import numpy as np
from msgspec import Struct

from model.quantities.normal import Array, normal_scores

Pair: TypeAlias = tuple[str, str]

_FEWEST_TO_STRAIGHTEN = 100
_ROUNDING = 1e-9
_FEW, _MANY = 8, 40  # inputs tied together: a bound is sought for every pair, for the heaviest, for none


class Misfit(Struct, frozen=True):
    """Correlations that cannot hold together: the pair to change, and why in words."""

    pair: Pair
    why: str


def correlate(scores: Mapping[str, Array], pairs: Mapping[Pair, float]) -> Mapping[str, Array] | Misfit:
    """The same normal scores, re-ordered so that each pair has its rank correlation (Spearman's, -1 to 1).

    `scores` maps keys to independent scores of one shape (n,); keys in no pair come back untouched, and a pair with a
    key that is not in `scores` (an input without doubt) has no effect. Unnamed pairs are independent. The normal
    correlation behind a rank correlation ρ is 2 sin(π ρ / 6).

    Shape: ``(n,)`` each. Unit: standard deviations.
    """
    misfit = impossible(pairs)
    if misfit is not None:
        return misfit
    present = {pair: rank for pair, rank in pairs.items() if pair[0] in scores and pair[1] in scores}
    result = dict(scores)
    for keys in _chains(present):
        orders = _mixed(np.stack([scores[key] for key in keys]), _matrix(keys, present))
        for key, mixed in zip(keys, orders, strict=True):
            result[key] = _in_order_of(scores[key], mixed)
    return result


def correlate_uniforms(uniforms: Mapping[str, Array], pairs: Mapping[Pair, float]) -> Mapping[str, Array] | Misfit:
    """The same as `correlate` for uniforms in (0, 1): each comes back with its own values in another order.

    Shape: ``(n,)`` each. Unit: share, between 0 and 1.
    """
    involved = {key for pair in pairs for key in pair if key in uniforms}
    mixed = correlate({key: normal_scores(uniforms[key]) for key in involved}, pairs)
    if isinstance(mixed, Misfit):
        return mixed
    return {key: _in_order_of(u, mixed[key]) if key in involved else u for key, u in uniforms.items()}


def impossible(pairs: Mapping[Pair, float]) -> Misfit | None:
    """The pair that makes these rank correlations impossible, or None where they can hold together."""
    for (one, other), rank in pairs.items():
        if not -1.0 <= rank <= 1.0:
            return Misfit((one, other), f"a rank correlation lies between -1 and 1, not at {rank:g}")
        if one == other:
            return Misfit((one, other), "an input cannot be correlated with itself")
        if pairs.get((other, one), rank) != rank:
            return Misfit((one, other), "the pair is given twice with different ranks")
    for keys in _chains(pairs):
        if _lowest_eigenvalue(_matrix(keys, pairs)) < -_ROUNDING:
            return _misfit(keys, pairs)
    return None


def _misfit(keys: tuple[str, ...], pairs: Mapping[Pair, float]) -> Misfit:
    """The pair that fits with the least change of its rank; failing that, the one that weighs most in the conflict."""
    own = {pair: rank for pair, rank in sorted(pairs.items()) if pair[0] in keys}
    tried = own if len(keys) <= _FEW else _heaviest(own, keys, pairs)[:4] if len(keys) <= _MANY else ()
    changes = {pair: nearest for pair in tried if (nearest := _nearest_rank(pair, keys, pairs)) is not None}
    if changes:
        pair = min(changes, key=lambda candidate: abs(changes[candidate] - own[candidate]))
        hundredths = 100.0 * changes[pair]
        lower = changes[pair] < own[pair]
        limit = f"at most {math.floor(hundredths) / 100:g}" if lower else f"at least {math.ceil(hundredths) / 100:g}"
        return Misfit(pair, f"a rank of {own[pair]:g} cannot hold together with the others: {limit} is possible")
    pair = _heaviest(own, keys, pairs)[0]
    return Misfit(pair, f"a rank of {own[pair]:g} cannot hold together with the others")


def _heaviest(own: Mapping[Pair, float], keys: tuple[str, ...], pairs: Mapping[Pair, float]) -> list[Pair]:
    """The pairs in the order of their weight in the direction in which the correlations cannot hold, heaviest first."""
    vector = np.abs(np.linalg.eigh(_matrix(keys, pairs))[1][:, 0])
    weight = dict(zip(keys, vector.tolist(), strict=True))
    return sorted(own, key=lambda pair: -weight[pair[0]] * weight[pair[1]])


def _nearest_rank(pair: Pair, keys: tuple[str, ...], pairs: Mapping[Pair, float]) -> float | None:
    """The rank nearest to the written one at which the pair fits with all others, or None if there is none."""

    def lowest(rank: float) -> float:
        changed = {**pairs, pair: rank}
        if (pair[1], pair[0]) in changed:
            changed[pair[1], pair[0]] = rank
        return _lowest_eigenvalue(_matrix(keys, changed))

    # The lowest eigenvalue is concave in one entry, so a coarse grid and a bisection find the nearest edge.
    fitting = [rank / 100.0 for rank in range(-100, 101) if lowest(rank / 100.0) >= 0.0]
    if not fitting:
        return None
    inside, outside = min(fitting, key=lambda rank: abs(rank - pairs[pair])), pairs[pair]
    for _ in range(30):
        halfway = 0.5 * (inside + outside)
        inside, outside = (halfway, outside) if lowest(halfway) >= 0.0 else (inside, halfway)
    return inside


def _chains(pairs: Iterable[Pair]) -> list[tuple[str, ...]]:
    """The keys connected by pairs, chain by chain, each in the order of names."""
    chains: list[set[str]] = []
    for pair in pairs:
        touched = [chain for chain in chains if chain & set(pair)]
        chains = [chain for chain in chains if not chain & set(pair)]
        chains.append(set(pair).union(*touched))
    return sorted(tuple(sorted(chain)) for chain in chains)


def _matrix(keys: tuple[str, ...], pairs: Mapping[Pair, float]) -> Array:
    place = {key: index for index, key in enumerate(keys)}
    matrix = np.eye(len(keys))
    for (one, other), rank in pairs.items():
        if one in place and other in place:
            i, j = place[one], place[other]
            matrix[i, j] = matrix[j, i] = 2.0 * math.sin(math.pi * rank / 6.0)
    return matrix


def _lowest_eigenvalue(matrix: Array) -> float:
    return float(np.linalg.eigvalsh(matrix)[0])


def _lower_root(matrix: Array) -> Array:
    """The lower triangle L with L Lᵀ = matrix (Cholesky), also where the matrix is singular."""
    size = matrix.shape[0]
    root = np.zeros_like(matrix)
    for j in range(size):
        left = matrix[j:, j] - root[j:, :j] @ root[j, :j]
        if left[0] > _ROUNDING:
            root[j:, j] = left / math.sqrt(left[0])
    return root


def _mixed(scores: Array, matrix: Array) -> Array:
    """Scores with the correlations of `matrix`; the first row stays as it is.

    What correlation the independent scores have by chance is taken out first (Iman and Conover, Communications in
    Statistics B11 (1982): 311-334), unless there are too few of them.
    """
    target = _lower_root(matrix)
    if scores.shape[1] < max(_FEWEST_TO_STRAIGHTEN, 10 * scores.shape[0]):
        return np.asarray(target @ scores)
    chance = _lower_root(np.asarray(np.corrcoef(scores)))
    return np.asarray(target @ np.linalg.solve(chance, scores))


def _in_order_of(values: Array, leader: Array) -> Array:
    """The values re-ordered so that their ranks are those of `leader`."""
    ordered = np.empty_like(values)
    ordered[np.argsort(leader, kind="stable")] = np.sort(values)
    return ordered
