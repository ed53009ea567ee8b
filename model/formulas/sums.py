"""One, nothing, and the sum of arrays of draws: said once, so that `is ONE` and `is ZERO` mean the same everywhere."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.quantities import Array

ONE: Array = np.ones(1)
ZERO: Array = np.zeros(1)
for _each in (ONE, ZERO):
    _each.setflags(write=False)


def total_of(parts: Sequence[Array]) -> Array:
    """The sum of arrays of draws, in order.

    Shape: broadcast of the parts. Unit: that of the parts; of none, 0.
    """
    whole = parts[0] if parts else ZERO
    for part in parts[1:]:
        whole = whole + part
    return whole
