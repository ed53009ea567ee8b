"""The distributions behind a number: fixed, bell-shaped on one of three scales, even between its ends, or overrun.

A bell is normal on its scale: the logarithm (positive keys), the log-odds (shares) or the plain number (keys that may
be negative). Its two halves meet at the median and may be spread differently, which makes `a / m / b` exact: 5 %
below a, half below m, 95 % below b. Values outside the hard limits are set to the limit.
"""

import math
from enum import StrEnum
from functools import cache
from typing import Protocol

import numpy as np
from msgspec import Struct

from model.quantities.normal import SCORE_OF_95_PERCENT, Array, normal_cdf, normal_density, normal_scores

_SMALLEST_U, _LARGEST_U = 1e-300, 1.0 - 2.0**-53
_FARTHEST_SCORE = 9.0  # 1e-19 of a normal distribution lies beyond


class Scale(StrEnum):
    """The scale on which a bell is normal."""

    LOG = "logarithm"
    ODDS = "log-odds"
    PLAIN = "plain"

    def of(self, x: Array) -> Array:
        """The number `x` on this scale; the ends of the scale are infinite.

        Shape: that of ``x``. Unit: that of the input on one side, none on the other.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            if self is Scale.LOG:
                return np.asarray(np.log(np.maximum(x, 0.0)))
            if self is Scale.ODDS:
                share = np.clip(x, 0.0, 1.0)
                return np.asarray(np.log(share) - np.log1p(-share))
            return np.asarray(x, dtype=np.float64)

    def number(self, y: Array) -> Array:
        """The number that stands at `y` on this scale.

        Shape: that of ``y``. Unit: that of the input.
        """
        with np.errstate(over="ignore", under="ignore"):
            if self is Scale.LOG:
                return np.asarray(np.exp(y))
            if self is Scale.ODDS:
                return np.asarray(1.0 / (1.0 + np.exp(-y)))
            return np.asarray(y)


class Distribution(Protocol):
    """What every shape can say about itself, before hard limits; `u` and `x` are arrays of any shape."""

    def at(self, u: Array) -> Array:
        """The inverse distribution function at `u` in (0, 1): never falling.

        Shape: that of ``u``. Unit: that of the input.
        """
        ...

    def below(self, x: Array) -> Array:
        """The share of futures at or below `x`.

        Shape: that of ``x``. Unit: share, 0 to 1.
        """
        ...

    def mean(self, low: float, high: float) -> float:
        """The mean once values outside `low` and `high` are set to them."""
        ...


class Fixed(Struct, frozen=True):
    """One number in every future."""

    value: float

    def at(self, u: Array) -> Array:
        """The number, in the shape of `u`.

        Shape: that of ``u``. Unit: that of the input.
        """
        return np.full(np.shape(u), self.value)

    def below(self, x: Array) -> Array:
        """0 under the number, 1 from it on.

        Shape: that of ``x``. Unit: share, 0 or 1.
        """
        return np.where(np.asarray(x) >= self.value, 1.0, 0.0)

    def mean(self, low: float, high: float) -> float:
        """The number itself, inside the limits."""
        return min(max(self.value, low), high)


class Even(Struct, frozen=True):
    """Half of the futures evenly between `low` and `middle`, half evenly between `middle` and `high`."""

    low: float
    middle: float
    high: float

    def at(self, u: Array) -> Array:
        """Straight lines through (0, low), (½, middle) and (1, high).

        Shape: that of ``u``, from 0 to 1. Unit: that of the input.
        """
        return np.interp(u, (0.0, 0.5, 1.0), (self.low, self.middle, self.high))

    def below(self, x: Array) -> Array:
        """The share of futures at or below `x`; a half without width counts at its value.

        Shape: that of ``x``. Unit: share, 0 to 1.
        """
        x = np.asarray(x, dtype=np.float64)
        lower = _progress(x, self.low, self.middle)
        upper = _progress(x, self.middle, self.high)
        return 0.5 * (lower + upper)

    def mean(self, low: float, high: float) -> float:
        """The mean of the two halves; the ends are inside the limits already."""
        return min(max(0.25 * (self.low + 2.0 * self.middle + self.high), low), high)


def _progress(x: Array, start: float, end: float) -> Array:
    if end <= start:
        return np.where(x >= start, 1.0, 0.0)
    return np.clip((x - start) / (end - start), 0.0, 1.0)


class Bell(Struct, frozen=True):
    """Normal on a scale, with its own spread (standard deviation) on either side of the median."""

    scale: Scale
    median: float
    spread_below: float
    spread_above: float

    def at(self, u: Array) -> Array:
        """The number at the normal score of `u`.

        Shape: that of ``u``, between 0 and 1. Unit: that of the input.
        """
        scores = normal_scores(np.clip(u, _SMALLEST_U, _LARGEST_U))
        if self.spread_below == self.spread_above:
            scores *= self.spread_below
        else:
            scores *= np.where(scores < 0.0, self.spread_below, self.spread_above)
        scores += self.median
        return self.scale.number(scores)

    def below(self, x: Array) -> Array:
        """The share of futures at or below `x`.

        Shape: that of ``x``. Unit: share, 0 to 1.
        """
        return normal_cdf(self._score(np.asarray(x, dtype=np.float64)))

    def mean(self, low: float, high: float) -> float:
        """Closed form on the plain and the logarithmic scale, fine Gauss quadrature on the log-odds."""
        ends = self._score(np.array([low, high]))
        inside = (float(ends[0]), float(ends[1]))
        tails = normal_cdf(np.array([inside[0], -inside[1]]))
        shares: list[float] = tails.tolist()
        total = sum(share * end for share, end in zip(shares, (low, high), strict=True) if share > 0.0)
        halves = ((min(inside[0], 0.0), min(inside[1], 0.0)), (max(inside[0], 0.0), max(inside[1], 0.0)))
        for (start, end), spread in zip(halves, (self.spread_below, self.spread_above), strict=True):
            if end > start:
                total += self._part(start, end, spread)
        return total

    def _score(self, x: Array) -> Array:
        distance = self.scale.of(x) - self.median
        spread = np.where(distance < 0.0, self.spread_below, self.spread_above)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(distance == 0.0, np.where(self.spread_above > 0.0, 0.0, np.inf), distance / spread)

    def _part(self, start: float, end: float, spread: float) -> float:
        """The integral of the number over the scores from `start` to `end`."""
        if self.scale is Scale.ODDS:
            return self._quadrature(max(start, -_FARTHEST_SCORE), min(end, _FARTHEST_SCORE), spread)
        if self.scale is Scale.LOG:
            # ∫ exp(m + s z) φ(z) dz = exp(m + s²/2) [Φ(end − s) − Φ(start − s)]
            bounds = normal_cdf(np.array([start, end]) - spread)
            return math.exp(self.median + 0.5 * spread * spread) * float(bounds[1] - bounds[0])
        # ∫ (m + s z) φ(z) dz = m [Φ(end) − Φ(start)] − s [φ(end) − φ(start)]
        bounds, heights = normal_cdf(np.array([start, end])), normal_density(np.array([start, end]))
        return float(self.median * (bounds[1] - bounds[0]) - spread * (heights[1] - heights[0]))

    def _quadrature(self, start: float, end: float, spread: float) -> float:
        if end <= start:
            return 0.0
        nodes, weights = _gauss_nodes()
        edges = np.linspace(start, end, max(2, math.ceil((end - start) / 0.25) + 1))
        half = 0.5 * np.diff(edges)[:, None]
        scores = 0.5 * (edges[:-1] + edges[1:])[:, None] + half * nodes
        numbers = self.scale.number(self.median + spread * scores)
        return float(np.sum(weights * half * numbers * normal_density(scores)))


@cache
def _gauss_nodes() -> tuple[Array, Array]:
    nodes, weights = np.polynomial.legendre.leggauss(16)
    return np.asarray(nodes), np.asarray(weights)


class Overrun(Struct, frozen=True):
    """Work that takes as long as planned in most futures, and otherwise `at_least` times as long plus a bell."""

    share_as_planned: float
    at_least: float
    beyond: Bell

    def at(self, u: Array) -> Array:
        """1 up to the share that goes as planned, then `at_least` plus the bell.

        Shape: that of ``u``, between 0 and 1. Unit: factor, 1 or more.
        """
        u = np.asarray(u, dtype=np.float64)
        late = u >= self.share_as_planned
        factors = np.ones(u.shape)
        factors[late] = self.at_least + self.beyond.at(
            (u[late] - self.share_as_planned) / (1.0 - self.share_as_planned)
        )
        return factors

    def below(self, x: Array) -> Array:
        """The share of futures at or below `x`.

        Shape: that of ``x``. Unit: share, 0 to 1.
        """
        x = np.asarray(x, dtype=np.float64)
        late = self.beyond.below(np.maximum(x - self.at_least, 0.0))
        return np.where(x < 1.0, 0.0, self.share_as_planned + (1.0 - self.share_as_planned) * late)

    def mean(self, low: float, high: float) -> float:
        """The mean of both kinds of futures."""
        late = self.at_least + self.beyond.mean(max(low - self.at_least, 0.0), high - self.at_least)
        planned = min(max(1.0, low), high)
        return self.share_as_planned * planned + (1.0 - self.share_as_planned) * late


def bell(scale: Scale, low: float, high: float, middle: float | None = None) -> Bell:
    """The bell with 5 % below `low`, 5 % above `high` and, where given, half below `middle`."""
    start, end = (float(y) for y in scale.of(np.array([low, high])))
    if middle is None:
        spread = 0.5 * (end - start) / SCORE_OF_95_PERCENT
        return Bell(scale, 0.5 * (start + end), spread, spread)
    centre = float(scale.of(np.array(middle)))
    return Bell(scale, centre, (centre - start) / SCORE_OF_95_PERCENT, (end - centre) / SCORE_OF_95_PERCENT)


def published_overrun() -> Overrun:
    """As planned in 82 of 100 futures; else 1.5 plus a log-normal of median 2.2 and mean 3.97."""
    spread = math.sqrt(2.0 * math.log(3.97 / 2.2))
    return Overrun(0.82, 1.5, Bell(Scale.LOG, math.log(2.2), spread, spread))
