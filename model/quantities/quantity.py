"""A number as the calculation uses it: what was written, its shape, and its value in any future.

The shape follows from the family and the ends; what a range means is said once, in `between`.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from msgspec import Struct

from model.quantities.distributions import Bell, Distribution, Even, Fixed, Scale, bell, published_overrun
from model.quantities.normal import Array
from model.quantities.units import Family, NumberSpec

_MOST_STEPS = 20_000  # rounding to whole numbers shifts the mean of anything wider by less than it can show


class Shape(StrEnum):
    """The shape of a quantity, as echoed to people."""

    POINT = "point"
    LOG_NORMAL = "log-normal"
    LOG_NORMAL_IN_TWO = "two-piece log-normal"
    LOGIT_NORMAL = "logit-normal"
    LOGIT_NORMAL_IN_TWO = "two-piece logit-normal"
    NORMAL = "normal"
    NORMAL_IN_TWO = "two-piece normal"
    UNIFORM = "uniform"
    UNIFORM_IN_TWO = "two-piece uniform"
    OVERRUN = "overrun"


_SHAPES: Mapping[Family, tuple[Scale, Shape, Shape]] = MappingProxyType(
    {
        Family.POSITIVE: (Scale.LOG, Shape.LOG_NORMAL, Shape.LOG_NORMAL_IN_TWO),
        Family.SHARE: (Scale.ODDS, Shape.LOGIT_NORMAL, Shape.LOGIT_NORMAL_IN_TWO),
        Family.SIGNED: (Scale.PLAIN, Shape.NORMAL, Shape.NORMAL_IN_TWO),
    }
)


class Quantity(Struct, frozen=True):
    """A number with its doubt.

    `text` is what was written, `ends` the numbers read from it in the unit of the key: one for a point, lower and upper
    for a range, lower, middle and upper for `a / m / b`; none for the published overrun. `low` and `high` are the hard
    limits that no draw leaves; `whole` rounds draws to whole numbers.
    """

    text: str
    shape: Shape
    ends: tuple[float, ...]
    distribution: Distribution
    low: float
    high: float
    whole: bool = False

    @property
    def is_range(self) -> bool:
        """Whether the number differs between futures."""
        return self.shape is not Shape.POINT

    @property
    def p5(self) -> float:
        """The value with 5 % of futures below it: the lower end as written, unless the range is even."""
        return self.ends[0] if self._is_bell else self._single(0.05)

    @property
    def median(self) -> float:
        """The value with half of the futures below it: the middle as written, where one is."""
        return self.ends[1] if len(self.ends) == 3 else self._single(0.5)

    @property
    def p95(self) -> float:
        """The value with 95 % of futures below it: the upper end as written, unless the range is even."""
        return self.ends[-1] if self._is_bell else self._single(0.95)

    @property
    def mean(self) -> float:
        """The mean inside the hard limits: closed form, or Gauss quadrature for shares."""
        return _mean(self)

    def at(self, u: Array) -> Array:
        """The value in the future at `u` in (0, 1), any shape; it never falls with `u` and never leaves the limits.

        Unit: that of the quantity.
        """
        values = self.distribution.at(u)
        if self.whole:
            values = np.rint(values)
        return np.clip(values, self.low, self.high)

    def below(self, x: Array) -> Array:
        """The share of futures in which the value is at or below `x`, any shape; the inverse of `at`."""
        x = np.asarray(x, dtype=np.float64)
        share = self.distribution.below(np.floor(x) + 0.5 if self.whole and self.is_range else x)
        return np.where(x < self.low, 0.0, np.where(x >= self.high, 1.0, share))

    @property
    def _is_bell(self) -> bool:
        return isinstance(self.distribution, Bell)

    def _single(self, u: float) -> float:
        if self.shape is Shape.POINT:
            return self.ends[0]
        return float(self.at(np.array([u]))[0])


@lru_cache(maxsize=4096)
def _mean(quantity: Quantity) -> float:
    if quantity.whole and quantity.is_range:
        first, last = quantity.at(np.array([1e-13, 1.0 - 1e-13])).tolist()
        if last - first <= _MOST_STEPS:
            steps = np.arange(first, last)
            return float(first + np.sum(1.0 - quantity.below(steps)))
    return quantity.distribution.mean(quantity.low, quantity.high)


def plain(value: float) -> str:
    """A number without unit, in the fewest digits that read back as the same number."""
    return str(int(value)) if abs(value) < 1e15 and value == int(value) else repr(value)


def point(value: float, text: str | None = None) -> Quantity:
    """One number for every future. `text` is how it was written; absent, the plain number."""
    value = float(value) + 0.0
    if text is None:
        text = plain(value)
    return Quantity(text, Shape.POINT, (value,), Fixed(value), value, value)


def overrun() -> Quantity:
    """The published overrun of software projects, median 1.0, mean 1.80.

    1.0 in 82 of 100 futures (about as planned); else 1.5 plus a log-normal of median 2.2 and mean 3.97, after
    Flyvbjerg and Budzier's 18 % of projects that run far over.
    """
    return Quantity("published", Shape.OVERRUN, (), published_overrun(), 1.0, float("inf"))


def between(text: str, ends: tuple[float, ...], spec: NumberSpec) -> Quantity:
    """The quantity of a range whose ends are in order and inside the hard limits.

    Equal ends are a point. An end on a hard limit means evenly between the ends (on each side of a written middle);
    otherwise 90 % of futures lie between the ends, by the family's shape.
    """
    low, high = spec.limits
    if ends[0] == ends[-1]:
        return point(ends[0], text)
    middle = ends[1] if len(ends) == 3 else None
    scale, whole_shape, halved_shape = _SHAPES[spec.family]
    if ends[0] == low or ends[-1] == high:
        shape = Shape.UNIFORM if middle is None else Shape.UNIFORM_IN_TWO
        centre = 0.5 * (ends[0] + ends[-1]) if middle is None else middle
        return Quantity(text, shape, ends, Even(ends[0], centre, ends[-1]), low, high, spec.whole)
    shape = whole_shape if middle is None else halved_shape
    return Quantity(text, shape, ends, bell(scale, ends[0], ends[-1], middle), low, high, spec.whole)
