"""How far each flip is: inside a range somebody gave, near today, far, or beyond; and the one order in which flips stand.

Every surface lays the rows out in this order and none ranks again. First what lies inside the input's own range or the
published one, then within three times today's value, then within ten times, then the rest; within those by how far the
value is in the input's own spread. What nobody gave (a factor of 1 because the profile is silent) stands behind what
somebody did, and a number that never flips it stands last.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import numpy as np
from msgspec.structs import replace

from model.comparison import Case, Input
from model.comparison.case.inputs import kind_of
from model.decision.records.flip_records import FlipReach, SwitchingValue
from model.quantities import Family, Misread, Quantity, Unit, read_number

NEAR_TIMES, FAR_TIMES = 3.0, 10.0
NEAR_SHARE, FAR_SHARE = 0.1, 0.3  # of a share that is nothing today, which has no multiple
DOUBT = float(np.log(2.0))  # of a number nobody gave a range for: half or twice of it
DOUBT_OF_A_CHANGE = 0.01  # of a yearly or monthly change that is nothing today
ORDER = get_args(FlipReach)
SILENT = "guess"
SMALLEST = 1e-12


def ranked(case: Case, rows: Sequence[SwitchingValue]) -> tuple[SwitchingValue, ...]:
    """The rows with their reach, in the order in which every surface shows them."""
    placed = [(row, _ranges(case, row.key)) for row in rows]
    found = [(replace(row, reach=_reach(row, ranges)), ranges) for row, ranges in placed]
    return tuple(row for row, _ in sorted(found, key=lambda each: _place(case, *each)))


def nearest(rows: Sequence[SwitchingValue]) -> str | None:
    """The key of the first row of the ranked list, unless even that lies beyond ten times today's value."""
    first = next(iter(rows), None)
    return first.key if first is not None and first.reach not in (None, "beyond") else None


def _ranges(case: Case, key: str) -> tuple[Quantity, ...]:
    """The input's own range, then the published one: those there are."""
    found = case.inputs.get(key)
    if found is None:
        return ()
    published = _published(case, found)
    own = (found.quantity,) if found.quantity.is_range else ()
    return own if published is None else (*own, published)


def _published(case: Case, found: Input) -> Quantity | None:
    """What the book has published of this input for the kind of its option; None where it has no range."""
    if found.declared is None or found.declared.spec is None or not found.declared.published:
        return None
    entry = case.book.published(found.declared.pattern, kind_of(case.profile, found.key))
    if entry is None or entry.shape != "range":
        return None
    read = read_number(entry.text, found.declared.spec)
    return None if isinstance(read, Misread) or not read.is_range else read


def _reach(row: SwitchingValue, ranges: Sequence[Quantity]) -> FlipReach | None:
    if row.value is None:
        return None
    if any(min((r.p5, *r.ends[:1])) <= row.value <= max((r.p95, *r.ends[-1:])) for r in ranges):
        return "range"
    if row.now == 0.0:
        near, far, off = NEAR_SHARE, FAR_SHARE, abs(row.value) if row.unit == Unit.SHARE else np.inf
    else:
        near, far, off = NEAR_TIMES, FAR_TIMES, _times(row.value, row.now)
    return "near" if off <= near else "far" if off <= far else "beyond"


def _times(value: float, now: float) -> float:
    """How many times larger or smaller a value is than today's; infinite where it is nothing or of the other sign."""
    ratio = value / now
    return max(ratio, 1.0 / ratio) if ratio > 0.0 else np.inf


def _place(case: Case, row: SwitchingValue, ranges: Sequence[Quantity]) -> tuple[int, bool, float]:
    """Where a row stands: by reach, given before silent, by distance; of two that never flip it, by what is left."""
    found = case.inputs.get(row.key)
    silent = found is not None and not found.given and found.basis == SILENT
    if row.value is None or row.reach is None:
        ends = (row.difference_at_low_usd, row.difference_at_high_usd)
        left = min((abs(end) for end in ends if end is not None), default=0.0)
        return len(ORDER), silent, float(f"{left:.9g}")
    return ORDER.index(row.reach), silent, float(f"{_distance(found, row.value, row.now, ranges):.9g}")


def _distance(found: Input | None, value: float, now: float, ranges: Sequence[Quantity]) -> float:
    """How far a value is from today's, in halves of the range of the input: 1 is the end of a range around its middle.

    Measured as the family is spread: in logarithms above zero, in odds for shares, plainly for changes and around zero.
    """
    spec = found.declared.spec if found and found.declared else None
    family = spec.family if spec else Family.POSITIVE
    plain = family is Family.SIGNED or now <= 0.0 or any(r.p5 <= 0.0 for r in ranges)
    own = ranges[0] if ranges else None
    start = own.median if own is not None and found is not None and own is found.quantity else now
    if plain:
        half = (own.p95 - own.p5) / 2.0 if own else max(abs(now), DOUBT_OF_A_CHANGE)
        return abs(value - start) / half
    at = _odds if family is Family.SHARE else _log
    half = (at(own.p95) - at(own.p5)) / 2.0 if own else DOUBT
    return abs(at(value) - at(start)) / max(half, SMALLEST)


def _log(value: float) -> float:
    return float(np.log(max(value, SMALLEST)))


def _odds(value: float) -> float:
    return float(np.log(max(value, SMALLEST) / max(1.0 - value, SMALLEST)))
