"""How good a team's ranges have been so far: the share inside, a score that rewards narrow and right, and what to widen by.

Distances are counted in half-widths of the range, on a logarithmic scale where all figures are positive, so that an input in
tokens and one in minutes count alike. Of well-made 80 % ranges the 80 % nearest lie within one half-width: the 80 % quantile
of the distances is how much too narrow the ranges are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from model.profile.actuals import Held, TrackedMonth
from model.quantities.figures import plural

LEVEL = 0.8
ENOUGH = 5
"""Inputs below which nothing is said about the widths."""


class Calibration(Struct, frozen=True):
    """`inside_80`: share of months' inputs within their range. `score`: interval score over the middle, lower is better.

    `widen`: what the widths would be multiplied by; None with too few inputs. `sentence` says it only where chance does not.
    """

    inside_80: float | None
    score: float | None
    widen: float | None
    inputs: int
    months: int
    points: int
    sentence: str


def distance(held: Held) -> float | None:
    """How far the actual figure is from the middle, in half-widths of the 80 % range, signed; None without a width."""
    low, middle, high, actual = held.p10, held.p50, held.p90, held.actual
    if min(low, middle, high, actual) > 0.0:
        low, middle, high, actual = (math.log(value) for value in (low, middle, high, actual))
    width = high - middle if actual >= middle else middle - low
    return (actual - middle) / width if width > 1e-12 * max(abs(middle), 1e-300) else None


def score_of(held: Held) -> float | None:
    """The interval score of an 80 % range, divided by its middle: its width, and ten times what lies outside."""
    if held.p50 == 0.0:
        return None
    outside = max(held.p10 - held.actual, 0.0) + max(held.actual - held.p90, 0.0)
    return (held.p90 - held.p10 + 2.0 / (1.0 - LEVEL) * outside) / abs(held.p50)


def calibration(months: Sequence[TrackedMonth]) -> Calibration:
    """The calibration of all ranges that were typed, over all months."""
    ranges = [held for month in months for held in month.inputs if held.is_range and distance(held) is not None]
    points = len({held.key for month in months for held in month.inputs if not held.is_range})
    keys = len({held.key for held in ranges})
    if not ranges:
        return Calibration(None, None, None, 0, len(months), points, "No range has met a measured month yet.")
    inside = sum(held.is_inside for held in ranges) / len(ranges)
    scores = [score for held in ranges if (score := score_of(held)) is not None]
    far = [abs(found) for held in ranges if (found := distance(held)) is not None]
    widen = float(np.quantile(far, LEVEL)) if keys >= ENOUGH else None
    return Calibration(
        inside, sum(scores) / len(scores) if scores else None, widen, keys, len(months), points,
        _sentence(inside, widen, keys, len(months)),
    )  # fmt: skip


def _sentence(inside: float, widen: float | None, keys: int, months: int) -> str:
    said = f"{round(inside * 100)} of 100 measured inputs were inside their 80 % range ({plural(keys, 'input')}, {plural(months, 'month')})"
    if widen is None:
        return f"{said}; too few to say whether your ranges are right."
    # The months of one input are no independent evidence: what counts is the number of inputs.
    chance = math.sqrt(LEVEL * (1.0 - LEVEL) / keys)
    if inside < LEVEL - 1.3 * chance and widen > 1.0:
        return f"{said}: your ranges are {widen:.1f} × too narrow."
    if inside > LEVEL + 1.3 * chance and widen < 0.67:
        return f"{said}: your ranges are {1.0 / max(widen, 1e-9):.1f} × wider than they need to be."
    return f"{said}: your ranges are about as wide as they should be."
