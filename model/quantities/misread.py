"""What is said when a number cannot be read: what was read, why it will not do, and what is allowed.

Every sentence is safe to print: characters that do not print are written as escapes, and long text is cut.
"""

import math

from msgspec import Struct

from model.quantities.units import Family, NumberSpec, Unit

_LONGEST_QUOTE = 40


class Misread(Struct, frozen=True):
    """A number that could not be read: `read` as written (cut), `why` in words, `allowed` with an example."""

    read: str
    why: str
    allowed: str


def quote(text: str) -> str:
    """Text made safe for a sentence: cut to 40 characters, whatever does not print written as an escape."""
    cut = text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)


def allowed(spec: NumberSpec, examples: tuple[str, ...]) -> str:
    """What this key takes: the kind of number, its limits and examples as people write them."""
    return f"{_kind(spec)}{_limits(spec)}" + (f", such as {' or '.join(examples)}" if examples else "")


def written(value: float, spec: NumberSpec) -> str:
    """A limit or a value as it would be typed for this key: 100%, 1,500, 0.05."""
    if spec.unit is Unit.SHARE:
        return f"{100.0 * value:.10g}%"
    return f"{value:,.10g}" if abs(value) < 1e10 else f"{value:g}"


def _kind(spec: NumberSpec) -> str:
    if spec.unit is Unit.SHARE:
        return "a share" if spec.family is Family.SHARE else "a share or a percentage"
    whole = "a whole number" if spec.whole else "a number"
    return f"{whole} of {spec.unit.noun}" if spec.unit.noun else whole


def _limits(spec: NumberSpec) -> str:
    low, high = spec.limits
    if math.isinf(low) and math.isinf(high):
        return ""
    if math.isinf(high):
        return f", {written(low, spec)} or more"
    if math.isinf(low):
        return f", {written(high, spec)} or less"
    return f" from {written(low, spec)} to {written(high, spec)}"
