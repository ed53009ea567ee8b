"""Many futures of a case: every uncertain input drawn from its own stream.

A stream depends on the seed, the key and the number of draws, never on what else the profile holds. Adding an input,
renaming another or re-ordering tables changes no other stream, so scenarios and profiles are paired key by key.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from model.comparison import Case, Input, Run
from model.quantities import Array, Misfit, correlate_uniforms, uniforms

Values = Mapping[str, Array]

MOST_DRAWS = (
    50_000  # more sharpen the verdict and what perfect information is worth; all else rests on the first of them
)


def sample(case: Case, n: int, seed: int = 1, known: Run | None = None) -> Values:
    """The inputs of `n` futures: `(n,)` for a range, `(1,)` for a point, and `events.<id>.u` for each event, `(n,)`.

    Ranges are stratified, one value in each n-th of the distribution. Correlated inputs keep their own values in another
    order; that order is the same whether the other one is a range or has become a point. Raises ValueError naming the pair
    where the correlations cannot hold together, which the check of a profile refuses. `known` are as many futures of another
    case from the same seed: what both have in common is taken over from there.

    Unit: as declared for each input; the uniforms have none.
    """
    ranges = {key: found.quantity for key, found in case.inputs.items() if found.quantity.is_range}
    common = _in_common(case, known) if known else {}
    tied = _tied(case).keys()
    fresh = [key for key in ranges if key not in common]
    streams: Mapping[str, Array] = {}
    if not tied.isdisjoint(fresh):
        apart = {key: uniforms(seed, _stream(case, key), n) for key in tied}
        correlated = correlate_uniforms(apart, case.correlations)
        if isinstance(correlated, Misfit):
            raise ValueError(f"{' and '.join(correlated.pair)}: {correlated.why}")
        streams = correlated
    points = {key: np.array([found.quantity.median]) for key, found in case.inputs.items() if key not in ranges}

    def stream(key: str) -> Array:
        """Drawn when it is needed, so that the streams of all inputs are never held at once."""
        return streams[key] if key in streams else uniforms(seed, _stream(case, key), n)

    drawn = {key: common[key] if key in common else quantity.at(stream(key)) for key, quantity in ranges.items()}
    tosses = {key: common[key] if key in common else uniforms(seed, stream, n) for key, stream in _tosses(case).items()}
    return {**points, **drawn, **tosses}


def _in_common(case: Case, known: Run) -> Values:
    """The draws of another case that are those of this one too: the same quantity, tied to the same others in the same way."""
    other = known.case
    if other.correlations != case.correlations or _tied(other) != _tied(case):
        return {}
    same = {key: known.values[key] for key, found in case.inputs.items() if _is_drawn_as(found, other.inputs.get(key))}
    tossed = _tosses(other)
    return same | {key: known.values[key] for key, stream in _tosses(case).items() if tossed.get(key) == stream}


def _is_drawn_as(found: Input, other: Input | None) -> bool:
    """Whether two inputs under one key are the same range from the same stream."""
    same = other is not None and (found.quantity, found.stream) == (other.quantity, other.stream)
    return found.quantity.is_range and same


def _tosses(case: Case) -> dict[str, str]:
    """By the key of each event's uniform, the stream it comes from."""
    tossed = (f"events.{event.id}.u" for event in case.events)
    return {key: case.profile.streams.get(key, key) for key in tossed}


def _tied(case: Case) -> dict[str, str]:
    """The inputs that are correlated with others, each with the name of its stream."""
    keys = (key for pair in case.correlations for key in pair if key in case.inputs)
    return {key: _stream(case, key) for key in keys}


def _stream(case: Case, key: str) -> str:
    """The name of the stream that an input is drawn from."""
    return case.inputs[key].stream or key


def first_values(values: Values, n: int) -> Values:
    """The values of the first futures.

    Shape: ``(n,)`` or ``(1,)``, in the unit of each input.
    """
    return {key: value[:n] for key, value in values.items()}


def futures(case: Case, draws: int, seed: int) -> Values:
    """As many futures as were asked for; where nothing is uncertain, the one there is.

    Shape: ``(n,)`` or ``(1,)`` where an input is certain. Unit: as declared for each input.
    """
    uncertain = any(found.quantity.is_range for found in case.inputs.values()) or bool(case.events)
    return sample(case, draws if uncertain else 1, seed)
