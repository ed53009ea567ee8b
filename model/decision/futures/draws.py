"""Many futures of a case: every uncertain input drawn from its own stream.

A stream depends on the seed, the key and the number of draws, never on what else the profile holds. Adding an input,
renaming another or re-ordering tables changes no other stream, so scenarios and profiles are paired key by key.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from model.comparison.case.case import Case
from model.quantities import Array, Misfit, correlate_uniforms, uniforms

Values = Mapping[str, Array]


def sample(case: Case, n: int, seed: int = 1) -> Values:
    """The inputs of `n` futures: `(n,)` for a range, `(1,)` for a point, and `events.<id>.u` for each event, `(n,)`.

    Ranges are stratified, one value in each n-th of the distribution. Correlated inputs keep their own values in another
    order; that order is the same whether the other one is a range or has become a point. Raises ValueError naming the pair
    where the correlations cannot hold together, which the check of a profile refuses.

    Unit: as declared for each input; the uniforms have none.
    """
    ranges = {key: found.quantity for key, found in case.inputs.items() if found.quantity.is_range}
    tied = {key for pair in case.correlations for key in pair if key in case.inputs}
    named = {key: found.stream or key for key, found in case.inputs.items()}
    streams: Mapping[str, Array] = {
        key: uniforms(seed, named[key], n) for key in (*ranges, *sorted(tied - set(ranges)))
    }
    if case.correlations:
        correlated = correlate_uniforms(streams, case.correlations)
        if isinstance(correlated, Misfit):
            raise ValueError(f"{' and '.join(correlated.pair)}: {correlated.why}")
        streams = correlated
    points = {key: np.array([found.quantity.median]) for key, found in case.inputs.items() if key not in ranges}
    drawn = {key: quantity.at(streams[key]) for key, quantity in ranges.items()}
    tossed = (f"events.{event.id}.u" for event in case.events)
    tosses = {key: uniforms(seed, case.profile.streams.get(key, key), n) for key in tossed}
    return {**points, **drawn, **tosses}


def futures(case: Case, draws: int, seed: int) -> Values:
    """As many futures as were asked for; where nothing is uncertain, the one there is.

    Shape: ``(n,)`` or ``(1,)`` where an input is certain. Unit: as declared for each input.
    """
    uncertain = any(found.quantity.is_range for found in case.inputs.values()) or bool(case.events)
    return sample(case, draws if uncertain else 1, seed)
