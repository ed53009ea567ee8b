"""How a figure is written: the one place where numbers are rounded for people.

Sentences of the decision and every report format their figures here, so that no two of them round the same amount
differently. All rounding is half up in decimal, away from zero. Amounts in running text carry two or three
significant digits; tables use `dollars` and `rate`, which keep cents and small rates.
"""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from model.quantities.units import WEEKS_PER_MONTH

MINUS = "\N{MINUS SIGN}"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ALL_DIGITS = Context(prec=400)  # the largest float64 has 309 before the point
NOTHING_USD = 1e-6  # less than this is the rounding of float64, not money


def to_places(value: float, places: int) -> Decimal:
    """`value` rounded half up to `places` decimals (negative places round to tens, hundreds, …)."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_ALL_DIGITS)


def to_digits(value: float, digits: int) -> Decimal:
    """`value` rounded half up to `digits` significant digits; 0 stays 0."""
    exact = Decimal(repr(float(value)))
    if not exact:
        return Decimal(0)
    return exact.quantize(Decimal(1).scaleb(exact.adjusted() - digits + 1), rounding=ROUND_HALF_UP)


def _plain(number: Decimal, least: int = 0) -> str:
    """Digits with comma groups, trailing zeros cut down to `least` decimals."""
    text = f"{number:,f}"
    if "." not in text:
        return text if not least else f"{text}.{'0' * least}"
    whole, decimals = text.split(".")
    decimals = decimals.rstrip("0").ljust(least, "0")
    return f"{whole}.{decimals}" if decimals else whole


def _signed(text: str, value: float, plus: bool) -> str:
    if not any(character in "123456789" for character in text):
        return text
    return (MINUS if value < 0 else "+" if plus else "") + text


def _magnitude(value: float) -> str:
    """An amount of money without sign or currency: 1.23M, 347k, 9.5k, 540, 6.00, 0.65, 0.067."""
    size = abs(value)
    if size >= 9_950:
        size = float(to_digits(size, 3)) if size >= 999_500 else float(to_places(size, -3))
    elif size >= 999.5:
        size = float(to_digits(size, 2))
    for step, letter in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if size >= step:
            return _plain(to_digits(size / step, 3)) + letter
    if size >= 9.995:
        return _plain(to_places(size, 0))
    if size >= 0.0995:
        return _plain(to_places(size, 2), 2)
    return _plain(to_digits(size, 2), 2) if size >= NOTHING_USD else "0"


def money(usd: float) -> str:
    """An amount in a sentence, two or three digits: `$347k`, `$9.5k`, `$540`, `$6.00`, `$0.067`; `−$5k` below zero."""
    return _signed("$" + _magnitude(usd), usd, plus=False)


def signed_money(usd: float) -> str:
    """A difference in a sentence, always with its sign: `+$347k`, `−$5k`; nothing stays `$0`."""
    return _signed("$" + _magnitude(usd), usd, plus=True)


def money_range(low_usd: float, high_usd: float) -> str:
    """A range in a sentence: `$215k to $518k`, `−$194k to $177k`."""
    return f"{money(low_usd)} to {money(high_usd)}"


def bare_range(low_usd: float, high_usd: float) -> str:
    """The same without the currency, where it stands beside an amount: `215k to 518k`."""
    low, high = (_signed(_magnitude(usd), usd, plus=False) for usd in (low_usd, high_usd))
    return f"{low} to {high}"


def dollars(usd: float, places: int | None = None) -> str:
    """An amount in a table: whole dollars from 100 on, cents below, or as many `places` as asked: `$4,964`, `$0.65`."""
    if places is None:
        places = 0 if abs(usd) >= 99.995 else 2
    return _signed(f"${to_places(abs(usd), places):,f}", usd, plus=False)


def signed_dollars(usd: float, places: int | None = None) -> str:
    """`dollars` with its sign: `+$9,471`."""
    text = dollars(abs(usd), places)
    return _signed(text, usd, plus=True)


def rate(usd: float) -> str:
    """A price, to six significant digits and at least cents: `$0.08`, `$0.026667`, `$5.00`, `$1,250.00`."""
    return _signed("$" + _plain(to_digits(abs(usd), 6), 2), usd, plus=False)


def count(value: float, digits: int = 3) -> str:
    """A number of things to `digits` significant digits with comma groups: `89,000`, `0.35`, `12.2`."""
    return _signed(_plain(to_digits(abs(value), digits)), value, plus=False)


def short_count(value: float) -> str:
    """A number of things where space is short: `111k`, `2.2k`, `35`, `1.2M`."""
    size = abs(value)
    if size >= 999.5:
        return _signed(_magnitude(size), value, plus=False)
    return count(value)


def number(value: float) -> str:
    """A number as precise as a person would write it, to six significant digits: `10,954`, `0.282843`, `8,000`."""
    size = abs(value)
    digits = 6 if size < 1e6 else 7
    return _signed(_plain(to_digits(size, digits)), value, plus=False)


def share(value: float) -> str:
    """A share as percent, to two digits and never more than one decimal: `85 %`, `0.5 %`, `3 %`."""
    percent = abs(value) * 100
    text = _plain(to_places(percent, 0 if percent >= 9.95 else 1))
    return _signed(f"{text} %", value, plus=False)


def percent(value: float) -> str:
    """A difference as a share of something, two digits and never 0 where it is not: `39 %`, `1.7 %`, `under 0.1 %`."""
    if 0.0 < abs(value) < 0.0005:
        return "under 0.1 %"
    return share(value)


def in_100(probability: float) -> str:
    """A chance as futures of 100, cut rather than rounded so that 89.9 is never called 90: `56`, `99+`, `under 1`."""
    percent = probability * 100
    whole = int(percent + 1e-9)
    if percent > 0 and whole == 0:
        return "under 1"
    return "99+" if percent > 99 + 1e-9 else str(whole)


def times(factor: float) -> str:
    """How many times: `13 times`, `1.2 times`."""
    return f"{count(factor, 2)} times"


def day(when: date) -> str:
    """A day in a sentence: `22 Nov 2026`, whatever the locale."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def span(months: float) -> str:
    """A span of time: in weeks below half a year (`17 weeks`, `1 week`), in months above (`7 months`)."""
    if abs(months) < 6:
        return plural(int(to_places(abs(months) * WEEKS_PER_MONTH, 0)), "week")
    return plural(int(to_places(abs(months), 0)), "month")


def lasts(months: float) -> bool:
    """Whether a span of time is long enough to be said: half a week, which `span` calls a week."""
    return abs(months) * WEEKS_PER_MONTH >= 0.5


def plural(number_of: int, noun: str) -> str:
    """`1 week`, `3 weeks`, `1,200 weeks`."""
    return f"{number_of:,} {noun}" if number_of == 1 else f"{number_of:,} {noun}s"


def things(shown: str, unit: str) -> str:
    """A written number and its unit, in the singular for one: `2 weeks`, `1 week`, `0.5 weeks`, `1 million tokens`."""
    one = shown.lstrip(MINUS + "+") == "1" and len(unit) > 1 and not unit.startswith(("million", "1,000"))
    return f"{shown} {unit.removesuffix('s') if one else unit}".rstrip()


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: `a`, `a and b`, `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def tick(value: float, step: float, before: str = "", after: str = "") -> str:
    """The label of an axis tick, exact for its step: `$2.5k`, `0`, `−$12.5M`, `40 %`.

    `before` goes between sign and digits, `after` behind; zero of a money axis is `$0`.
    """
    size = abs(value)
    letters = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))
    scale, letter = next(((unit, name) for unit, name in letters if size >= unit * (1 - 1e-9)), (1.0, ""))
    if size >= 1e15:
        return _signed(f"{before}{size:.3g}{after}", value, plus=False)
    places = max(0, 2 - Decimal(repr(float(step / scale))).adjusted()) if step else 2
    return _signed(f"{before}{_plain(to_places(size / scale, min(places, 12)))}{letter}{after}", value, plus=False)


def echo(shape: str, p5: float, median: float, mean: float, p95: float) -> str:
    """How a number was understood: `log-normal, 90 % between 8,000 and 15,000, median 10,954, mean 11,156`."""
    if shape == "point":
        return number(median)
    low, high, middle, average = (_brief(value) for value in (p5, p95, median, mean))
    return f"{shape}, 90 % between {low} and {high}, median {middle}, mean {average}"


def _brief(value: float) -> str:
    """Whole from 1,000 on, else four digits."""
    return number(float(to_places(value, 0) if abs(value) >= 1_000 else to_digits(value, 4)))
