"""A number moved by arrow keys: a step up or down that keeps the way the number was written.

Steps follow a ladder of round numbers, 1 1.1 … 2 2.2 … 5 5.5 … 10, in which one step is 4 to 10 % of the value. The
ladder is used as a ruler: a number between two rungs moves by the step of its place, so that a step back returns to
where it came from. Single numbers reach zero and leave it again; shares near 100 % move as they do near 0 %.
"""

import math
import re
from collections.abc import Callable
from typing import TypeAlias

from model.quantities.misread import Misread
from model.quantities.numerals import Numeral, cleaned
from model.quantities.quantity import Quantity
from model.quantities.units import Family, NumberSpec, Unit
from model.quantities.written_numbers import ends_of, read_number, spelled_out

Ruler: TypeAlias = Callable[[float, float], float]

_RUNGS_PER_DECADE = 35  # ten steps from 1 to 2, fifteen from 2 to 5, ten from 5 to 10
_DIGITS = 6


def nudged(quantity: Quantity, steps: int, spec: NumberSpec, step: float | None = None) -> str:
    """The text of the quantity moved `steps` rungs up (or down, below 0), written as it was written before.

    Both ends and the middle of a range move; an end on a hard limit stays there. `step` is the step near zero in the
    unit of the key, by default the unit's own. The text comes back unchanged where the number cannot move: at a hard
    limit, where a range would meet one or run into itself, and for the published overrun.
    """
    ends = ends_of(quantity.text, spec.unit, spec.per)
    if steps == 0 or isinstance(ends, str):
        return quantity.text
    written = spelled_out(quantity.text, ends)
    smallest = step or spec.unit.nudge
    targets = [_target(end, steps, spec, smallest, several=len(ends) > 1) for end in ends]
    if len(ends) > 1 and not _stays_a_range(ends, targets, spec):
        return quantity.text
    text = _rewritten(written, ends, targets)
    return quantity.text if isinstance(read_number(text, spec), Misread) else text


def _target(end: Numeral, steps: int, spec: NumberSpec, smallest: float, several: bool) -> float:
    low, high = spec.limits
    number = float(end.number)
    if several and number in (low, high):
        return number
    worth = 1.0 if spec.unit is Unit.SHARE else end.worth or 1.0
    if worth != 1.0:
        smallest = _power_of_ten(math.floor(math.log10(smallest / worth)))
    moved = _ruler(number / worth, spec, smallest, several)(number / worth, float(steps)) * worth
    if spec.whole:
        moved = float(round(moved))
        moved = moved if moved != number else number + math.copysign(1.0, steps)
    return moved if several else min(max(moved, low), high)


def _stays_a_range(ends: tuple[Numeral, ...], targets: list[float], spec: NumberSpec) -> bool:
    """Whether the moved ends are inside the limits, in order, and touch a limit only where they did before."""
    low, high = spec.limits
    if targets != sorted(targets) or targets[0] < low or targets[-1] > high:
        return False
    before = [float(end.number) for end in ends]
    return all((new in (low, high)) == (old in (low, high)) for old, new in zip(before, targets, strict=True))


def _ruler(number: float, spec: NumberSpec, smallest: float, several: bool) -> Ruler:
    """The way numbers of this family move; ends of ranges that cannot be zero never step onto it."""
    if spec.family is Family.SIGNED:
        return lambda x, steps: _along_line(x, steps, smallest)
    if spec.family is Family.SHARE and spec.limits == (0.0, 1.0):
        return lambda x, steps: _along_share(x, steps, smallest, several)
    if several and not spec.whole:
        return _along_ladder
    if 0.0 < number < smallest:
        smallest = _power_of_ten(math.floor(math.log10(number)))
    return lambda x, steps: _along_line(x, steps, smallest)


def _power_of_ten(exponent: int) -> float:
    return float(f"1e{exponent}")


def _rung(x: float) -> float:
    """The place of a positive number on the ladder; 1 stands at 0, 10 at 35."""
    decade = math.floor(math.log10(x))
    lead = x / _power_of_ten(decade) if decade >= 0 else x * _power_of_ten(-decade)
    if lead < 2.0:
        place = (lead - 1.0) * 10.0
    elif lead < 5.0:
        place = 10.0 + (lead - 2.0) * 5.0
    else:
        place = 25.0 + (lead - 5.0) * 2.0
    return _RUNGS_PER_DECADE * decade + place


def _at_rung(rung: float) -> float:
    decade, place = divmod(rung, _RUNGS_PER_DECADE)
    if place < 10.0:
        lead = 1.0 + place / 10.0
    elif place < 25.0:
        lead = 2.0 + (place - 10.0) / 5.0
    else:
        lead = 5.0 + (place - 25.0) / 2.0
    power = _power_of_ten(abs(int(decade)))
    return lead * power if decade >= 0.0 else lead / power


def _along_ladder(x: float, steps: float) -> float:
    return _at_rung(_rung(x) + steps)


def _along_line(x: float, steps: float, smallest: float) -> float:
    """Steps of `smallest` up to ten of them from zero, rungs of the ladder beyond, the same on both sides of zero."""
    edge = 10.0 * smallest
    first = _rung(edge)

    def place(y: float) -> float:
        size = abs(y)
        distance = size / smallest if size <= edge else 10.0 + _rung(size) - first
        return math.copysign(distance, y)

    to = place(x) + steps
    size = abs(to) * smallest if abs(to) <= 10.0 else _at_rung(first + abs(to) - 10.0)
    return math.copysign(size, to)


def _along_share(x: float, steps: float, smallest: float, several: bool) -> float:
    """Steps of a share, symmetric about one half: 0 to 50 % as on the line, 50 to 100 % as its mirror."""

    def move(y: float, count: float) -> float:
        if several:
            return _along_ladder(y, count)
        least = smallest if y == 0.0 or y >= smallest else _power_of_ten(math.floor(math.log10(y)))
        return max(0.0, _along_line(y, count, least))

    for _ in range(abs(int(steps))):
        direction = math.copysign(1.0, steps)
        up_from_low = x < 0.5 or (x == 0.5 and direction < 0)
        x = move(x, direction) if up_from_low else 1.0 - move(1.0 - x, -direction)
        x = round(x, 12)
    return x


def _rewritten(text: str, ends: tuple[Numeral, ...], targets: list[float]) -> str:
    """The text with each number replaced; letters, units, marks and spaces between them stay."""
    parts, position = [], 0
    clean = cleaned(text)
    for end, target in zip(ends, targets, strict=True):
        start = clean.index(end.before + end.digits, position)
        parts.append(clean[position:start] + _digits_of(end, target))
        position = start + len(end.before) + len(end.digits)
    return "".join(parts) + clean[position:]


def _digits_of(end: Numeral, target: float) -> str:
    """A number in the manner of the old one: sign and currency, digit groups, decimal mark, trailing zeros kept."""
    if target == float(end.number):
        return end.before + end.digits
    factor = (end.letter or 1.0) * (end.worth or 1.0)
    size = _rounded(abs(target) / factor)
    before = re.sub(r"[-+–] ?", "", end.before)
    sign = "-" if target < 0.0 else "+" if "+" in end.before else ""
    return sign + before + _in_manner_of(end.digits, size)


def _rounded(size: float) -> str:
    """At least six digits of a number, without exponent and without trailing zeros."""
    if size == 0.0:
        return "0"
    places = max(0, _DIGITS - 1 - math.floor(math.log10(size)))
    text = f"{size:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _in_manner_of(digits: str, size: str) -> str:
    whole, _, fraction = size.partition(".")
    mark, group = _marks(digits)
    if group:
        whole = f"{int(whole):,}".replace(",", group)
    written = digits.rpartition(mark)[2] if mark in digits and "e" not in digits.lower() else ""
    if written.endswith("0"):
        fraction = fraction.ljust(len(written), "0")
    return f"{whole}{mark}{fraction}" if fraction else whole


def _marks(digits: str) -> tuple[str, str]:
    """The decimal mark and the sign between groups of digits, "" where there are none."""
    for group in "_' ":
        if group in digits:
            return ("," if "," in digits else "."), group
    commas, points = digits.count(","), digits.count(".")
    if commas and points:
        return (".", ",") if digits.rfind(".") > digits.rfind(",") else (",", ".")
    if points > 1:
        return ",", "."
    grouped = re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+", digits)
    return (",", "") if commas and not grouped else (".", "," if grouped else "")
