"""Quantiles of many numbers, linear between order statistics: what NumPy's own says, without the parts of NumPy it pulls in."""

from collections.abc import Sequence

import numpy as np

from model.quantities.normal import Array


def quantiles(values: Array, shares: Sequence[float]) -> Array:
    """The numbers with these shares of the last axis below them: `(len(shares), ...)`.

    Shape: ``(shares, ...)``. Unit: that of the values; shares of 0 to 1.
    """
    count = values.shape[-1]
    at = np.asarray(shares, dtype=np.float64) * (count - 1)
    low = np.floor(at).astype(np.intp)
    high = np.minimum(low + 1, count - 1)
    ordered = np.partition(values, sorted({*low.tolist(), *high.tolist()}), axis=-1)
    part, below, above = at - low, ordered[..., low], ordered[..., high]
    step = above - below
    # From the nearer end, so that the quantile never rounds past the farther one.
    found = np.where(part < 0.5, below + step * part, above - step * (1.0 - part))
    return np.asarray(np.moveaxis(found, -1, 0))


def median(values: Array) -> float:
    """The number with half of the others below it.

    Shape: ``(n,)``. Unit: that of the values.
    """
    return float(quantiles(np.ravel(values), (0.5,))[0])


def distinct(values: Array) -> Array:
    """The different numbers among these, rising.

    Shape: ``(k,)``. Unit: that of the values.
    """
    ordered = np.sort(values, axis=None)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if ordered.size else ordered


def mean(values: Array) -> float:
    """The mean over the draws; `np.mean` to the last bit, at a third of its price, for it is asked for hundreds of times.

    Shape: ``(n,)``. Unit: that of the values.
    """
    return float(values.flat[0]) if values.size == 1 else float(np.add.reduce(values, axis=None)) / values.size
