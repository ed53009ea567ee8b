"""What knowing would be worth: expected value of perfect information, of everything and of one input or group.

EVPI = min E[cost] − E[min cost] over the options that can be chosen (Raiffa and Schlaifer 1961). The value of one input
(EVPPI) conditions on it first: min E[cost] − E[min E[cost | x]], where E[cost | x] is a regression of every option's cost,
less one reference, on the input (Strong, Oakley and Brennan 2014). The basis is Hermite polynomials of the input's normal
score and the input itself; values that many futures share (a factor that is 1 in 82 of 100) get a mean of their own.
A regression finds a little even where there is nothing. What it finds for shuffled copies is the noise; a value under it
is unknown, not zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from model.quantities import Array, normal_scores

Order: TypeAlias = npt.NDArray[np.intp]

DEGREE = 5
GROUP_DEGREE = 3
ATOM_SHARE = 0.02
SHUFFLED_COPIES = 15
NOISE_MARGIN = 1.5
FEWEST_DRAWS = 50
PAIRED_MEMBERS = 4


class ValueOfInformation(Struct, frozen=True):
    """What knowing something is worth at most: US dollars and the standard error of the simulation behind it.

    ``usd`` is None where the value cannot be told from noise.
    """

    usd: float | None
    error_usd: float
    noise_usd: float = 0.0


def differences(costs: Array) -> Array:
    """Costs ``(options, n)`` less the option with the lowest mean, which becomes a row of zeros.

    Unit: US dollars.
    """
    away: Array = costs - costs[int(np.argmin(costs.mean(axis=1)))]
    return away


def perfect_information(costs: Array) -> ValueOfInformation:
    """EVPI of options with these costs ``(options, n)``: mean regret of the option with the lowest mean cost.

    Unit: US dollars.
    """
    regret = -differences(costs).min(axis=0)
    return ValueOfInformation(float(regret.mean()), _error(regret))


def _error(values: Array) -> float:
    return float(values.std(ddof=1) / np.sqrt(values.size)) if values.size > 1 else 0.0


def hermite(scores: Array, degree: int) -> Array:
    """Probabilists' Hermite polynomials 1 … degree of normal scores, each of unit variance: ``(n, degree)``."""
    columns: Array = np.ones((degree + 1, scores.size))
    columns[1] = scores
    for order in range(1, degree):
        columns[order + 1] = (scores * columns[order] - order**0.5 * columns[order - 1]) / (order + 1.0) ** 0.5
    smooth: Array = columns[1:]
    return np.ascontiguousarray(smooth.T)


def order_of(draws: Array) -> Order:
    """The places of the draws from the smallest to the largest: worked out once for an input and the group it is in.

    Shape: ``(n,)``, counted from 0. Unit: none.
    """
    return np.argsort(draws, kind="stable")


def basis_of(draws: Array, degree: int = DEGREE, order: Order | None = None) -> Array:
    """Columns that span what a cost may plausibly be as a function of this input: ``(n, columns)``, without a constant;
    ``order`` is that of the draws, where somebody has it.

    Unit: none: scores and the value itself over its standard deviation.
    """
    n = draws.size
    order = order_of(draws) if order is None else order
    ranked = draws[order]
    starts = np.flatnonzero(np.concatenate(([True], ranked[1:] != ranked[:-1])))
    counts = np.diff(np.append(starts, n))
    heavy = np.flatnonzero(counts >= max(2.0, ATOM_SHARE * n))
    columns: list[Array] = []
    loose = np.ones(n, dtype=bool)
    for place in heavy:
        at_atom = np.zeros(n)
        at_atom[order[starts[place] : starts[place] + counts[place]]] = 1.0
        loose &= at_atom == 0.0
        columns.append(at_atom)
    rest = int(loose.sum())
    degree = min(degree, rest // 20)
    if degree >= 1:
        columns.extend(_smooth_columns(draws, order[loose[order]], degree))
    return np.column_stack(columns) if columns else np.zeros((n, 0))


def _smooth_columns(draws: Array, order: Order, degree: int) -> list[Array]:
    """Hermite columns and the value itself for the draws in ``order`` (ascending), 0 for all others."""
    rest = order.size
    block = np.zeros((draws.size, degree + 1))
    block[order, :degree] = _hermite_of_ranks(rest, degree)
    part = draws[order]
    spread = float(part.std())
    block[order, degree] = (part - part.mean()) / spread if spread > 0.0 else 0.0
    return list(block.T)


@lru_cache(maxsize=4)
def _hermite_of_ranks(n: int, degree: int) -> Array:
    """The polynomials of the normal scores of ``n`` ranks: the same for every input that has as many different draws.

    Shape: ``(n, degree)``, read-only. Unit: none.
    """
    found = hermite(normal_scores((np.arange(n) + 0.5) / n), degree)
    found.setflags(write=False)
    return found


def basis_of_group(members: Sequence[Array], orders: Sequence[Order | None] | None = None) -> Array:
    """The same for several inputs known together: their own columns at a lower degree, and products of up to four.

    Shape: ``(n, columns)``. Unit: none: uniforms scaled.
    """
    orders = orders or [None] * len(members)
    if len(members) == 1:
        return basis_of(members[0], order=orders[0])
    parts = [basis_of(draws, GROUP_DEGREE, order) for draws, order in zip(members, orders, strict=True)]
    columns = list(parts)
    if len(members) <= PAIRED_MEMBERS:
        leading = [part[:, -1] - part[:, -1].mean() for part in parts if part.shape[1]]
        columns += [(a * b)[:, None] for i, a in enumerate(leading) for b in leading[i + 1 :]]
    return np.concatenate(columns, axis=1)


def _orthonormal(basis: Array) -> Array:
    """An orthonormal basis of the centred columns: ``(columns kept, n)``; columns that add nothing are dropped."""
    centred = basis - basis.mean(axis=0)
    scale = np.sqrt((centred**2).sum(axis=0))
    centred = centred[:, scale > 0.0] / scale[scale > 0.0]
    if not centred.shape[1]:
        return np.zeros((0, basis.shape[0]))
    weights, vectors = np.linalg.eigh(centred.T @ centred)
    kept = weights > 1e-9 * weights[-1]
    turned: Array = (centred @ (vectors[:, kept] / np.sqrt(weights[kept]))).T
    return turned


def _regret_known(rest: Array, means: Array, basis: Array) -> Array:
    """Regret ``(n,)`` avoided in each future by someone who knows the fitted differences."""
    fitted = means[:, None] + (rest @ basis.T) @ basis
    regret: Array = np.maximum(0.0, -fitted.min(axis=0))
    return regret


def partial_information(costs: Array, bases: Sequence[Array], seed: int = 1) -> list[ValueOfInformation]:
    """EVPPI of each basis over options with these costs ``(options, n)``, between 0 and EVPI, None below the noise.

    The noise is half as much again as the largest value that shuffled copies of the costs give on a basis of as many
    columns: one input without influence in some hundreds passes for one that has some.

    Unit: US dollars.
    """
    n = costs.shape[1]
    if n < FEWEST_DRAWS or costs.shape[0] < 2:
        return [ValueOfInformation(None, 0.0) for _ in bases]
    reference = int(np.argmin(costs.mean(axis=1)))
    return _Regression(np.delete(differences(costs), reference, axis=0), seed).worths(bases)


class _Regression:
    """Differences ``(options − 1, n)`` to the reference, regressed on one basis after another."""

    def __init__(self, away: Array, seed: int) -> None:
        self.means = away.mean(axis=1)
        self.rest = away - self.means[:, None]
        self.most = float(np.maximum(0.0, -away.min(axis=0)).mean())
        self.shuffle = np.random.default_rng(np.random.SeedSequence((seed, 0x5EED)))
        self.noises: dict[int, float] = {}

    def worths(self, bases: Sequence[Array]) -> list[ValueOfInformation]:
        return [self.worth(_orthonormal(basis)) for basis in bases]

    def worth(self, basis: Array) -> ValueOfInformation:
        if not basis.shape[0] or self.most <= 0.0:
            return ValueOfInformation(None, 0.0)
        known = _regret_known(self.rest, self.means, basis)
        noise = self.noise(basis)
        value = min(float(known.mean()), self.most)
        return ValueOfInformation(value if value > noise else None, float(np.hypot(_error(known), noise)), noise)

    def noise(self, basis: Array) -> float:
        columns = basis.shape[0]
        if columns not in self.noises:
            copies = (self.shuffle.permutation(self.rest, axis=1) for _ in range(SHUFFLED_COPIES))
            most = max(float(_regret_known(rest, self.means, basis).mean()) for rest in copies)
            self.noises[columns] = NOISE_MARGIN * most
        return self.noises[columns]
