"""Reading what a person wrote for a number into a quantity, or saying why it cannot be read.

A text is one number, a range (`a to b`, also with `-`, `–` or `..`) or a range with its middle (`a / m / b`). A letter
or unit on the upper end holds for the lower ones that have none.
"""

import math
import re
from decimal import Decimal

from model.quantities.misread import Misread, allowed, quote, written
from model.quantities.numerals import LONGEST_TEXT, NUMBER, Numeral, cleaned, foreign_currency, numeral
from model.quantities.quantity import Quantity, between, plain, point
from model.quantities.units import Family, NumberSpec, Unit

LARGEST = 1e15
SMALLEST = 1e-12
WIDEST_RATIO = 1e6
WIDEST_UPPER_RATIO = 1e3

_NUMBER_FOLLOWS = rf"(?=[-+–]? ?(?:US ?\$|USD|\$)? ?[-+–]? ?{NUMBER})"
_SEPARATOR = re.compile(
    rf" ?(?<!\d[eE])(?P<sign>(?<![A-Za-z])to(?![A-Za-z])|\.{{2,}}|[–~-]|/) ?{_NUMBER_FOLLOWS}", re.IGNORECASE
)
_SPREAD = re.compile(r"(?P<middle>.+?) ?(?:±|\+/-|\+-) ?(?P<off>.+)")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}\Z")
_LARGE = frozenset(
    {
        *(Unit.COUNT, Unit.TOKENS, Unit.HOURS_PER_YEAR, Unit.HOURS_PER_MONTH),
        *(Unit.USD, Unit.USD_PER_YEAR, Unit.USD_PER_MONTH, Unit.USD_PER_WEEK),
    }
)
"""Units in which both readings of `1.500` are plausible: minutes and hourly prices have three decimals, and nobody has 1,500 engineers."""


def read_number(value: object, spec: NumberSpec) -> Quantity | Misread:
    """The quantity that `value` says, in the unit of the key; every misread says why and what is allowed.

    `value` is a TOML number or the text of a number. Booleans and other types are misread, and so are NaN, infinities,
    numbers outside the hard limits or of absurd size, ranges upside down, and text with more than one meaning.
    """
    if isinstance(value, str):
        ends = ends_of(value, spec.unit, spec.per) if len(value) <= LONGEST_TEXT else _too_long()
        why = ends if isinstance(ends, str) else _objection(ends, spec)
        if not isinstance(ends, str) and why is None:
            return _quantity(" ".join(value.split()), ends, spec)
        return Misread(quote(value.strip()), why or "", _allowed(spec))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Misread(_named(value), "it is not a number", _allowed(spec))
    why = _plain_objection(value, spec)
    return point(value) if why is None else Misread(_named(value), why, _allowed(spec))


def _allowed(spec: NumberSpec) -> str:
    """What is allowed, with those examples of the unit that this key would take."""
    examples = ("3%", "-2% to 5%") if spec.family is Family.SIGNED and spec.unit is Unit.SHARE else spec.unit.examples
    fitting = tuple(text for text in examples if _fits(text, spec)) or _made_examples(spec)
    return allowed(spec, fitting)


def _fits(text: str, spec: NumberSpec) -> bool:
    ends = ends_of(text, spec.unit, spec.per)
    return not isinstance(ends, str) and _objection(ends, spec) is None


def _made_examples(spec: NumberSpec) -> tuple[str, ...]:
    """Examples between narrow limits: a round number a fifth of the way up, and a range around it."""
    low, high = spec.limits
    if math.isinf(low) or math.isinf(high) or high <= low:
        return ()
    one = float(f"{low + 0.2 * (high - low):.0e}")
    texts = (written(one, spec), f"{written(0.5 * one, spec)} to {written(2.0 * one, spec)}")
    return tuple(text for text in texts if _fits(text, spec))


def ends_of(text: str, unit: Unit, per: str = "") -> tuple[Numeral, ...] | str:
    """The numbers of a text, lower end first, letters and units filled in; or why they cannot be read. `per`: see `NumberSpec`."""
    clean = cleaned(text)
    if not clean:
        return "nothing is written"
    currency = foreign_currency(clean)
    if currency is not None:
        return f"only US dollars are read: convert {quote(currency)} into $ first"
    if (spread := _SPREAD.fullmatch(clean)) is not None:
        return around(spread["middle"], spread["off"], unit, per)
    body, tail = _without_counted_unit(clean, unit)
    parts, signs = _split(body)
    shaped = _shape_objection(parts, signs)
    if shaped is not None:
        return shaped
    ends: list[Numeral] = []
    for part in reversed([*parts[:-1], parts[-1] + tail]):
        end = numeral(part, unit, per)
        if isinstance(end, str):
            return end
        ends.insert(0, end.completed(ends[0]) if ends else end)
    return tuple(ends)


def around(middle: str, off: str, unit: Unit, per: str) -> tuple[Numeral, ...] | str:
    """`0.2 ± 0.1` as 0.1 / 0.2 / 0.3, `1,000 ± 20%` as 800 / 1,000 / 1,200; a share ± a percentage is in points."""
    upper = numeral(off, Unit.SHARE)
    relative = unit is not Unit.SHARE and not isinstance(upper, str) and upper.worth is not None
    if not relative:
        upper = numeral(off, unit, per)
    centre = numeral(middle, unit, per)
    if isinstance(centre, str):
        return centre
    if isinstance(upper, str):
        return upper
    if unit is Unit.SHARE and centre.worth is None and upper.worth is not None and abs(centre.number) <= 1:
        return (
            f"is {centre.digits} a share or a percentage? write {float(100 * centre.number):g}% ± {quote(off.strip())}"
        )
    if not relative:
        centre = centre.completed(upper)
        upper = upper.completed(centre)
    reach = abs(centre.number * upper.number) if relative else abs(upper.number)
    if relative and upper.number >= 1:
        return f"± {quote(off.strip())} leaves nothing above zero: write low / middle / high"
    ends = (centre.number - reach, centre.number, centre.number + reach)
    return tuple(Numeral("", f"{float(end):.12g}", "", end, 1.0, 1.0) for end in ends)


def spelled_out(text: str, ends: tuple[Numeral, ...]) -> str:
    """A text in which every one of its numbers stands as it was read: `0.2 ± 0.1` as `0.1 / 0.2 / 0.3`."""
    return " / ".join(end.digits for end in ends) if _SPREAD.fullmatch(cleaned(text)) else text


def _without_counted_unit(text: str, unit: Unit) -> tuple[str, str]:
    """The text and its unit apart, where the unit holds digits (`$10/1,000`) that are no end of a range."""
    for word in sorted(unit.words, key=len, reverse=True):
        if any(c.isdigit() for c in word) and text.lower().endswith(word) and len(text) > len(word):
            return text[: -len(word)], text[-len(word) :]
    return text, ""


def _split(text: str) -> tuple[list[str], list[str]]:
    parts, signs, start = [], [], 0
    for match in _SEPARATOR.finditer(text):
        if any(c.isdigit() for c in text[start : match.start()]):
            parts.append(text[start : match.start()])
            signs.append(match["sign"].lower())
            start = match.end()
    return [*parts, text[start:]], signs


def _shape_objection(parts: list[str], signs: list[str]) -> str | None:
    if len(parts) == 1:
        return None
    if len(parts) == 2:
        low, high = (quote(part.strip()) for part in parts)
        meant = f"write {low} to {high}, or low / middle / high"
        return f"two numbers with / have no meaning: {meant}" if "/" in signs else None
    if len(parts) == 3 and set(signs) == {"/"}:
        return None
    return "a range has two ends (low to high), or a low end, a middle and a high end (low / middle / high)"


def _objection(ends: tuple[Numeral, ...], spec: NumberSpec) -> str | None:
    for end in ends:
        why = _size_objection(end.value) or _size_objection(end.number) or _share_objection(end, spec)
        if why is not None:
            return why
    why = _thousands_objection(ends, spec) or _percent_objection(ends)
    if why is not None:
        return why
    if len(ends) > 1:
        why = _order_objection(ends, spec)
        if why is not None:
            return why
    for end in ends:
        why = _limit_objection(float(end.number), spec)
        if why is not None:
            return why
    return _width_objection([float(end.number) for end in ends], spec)


def _plain_objection(value: float, spec: NumberSpec) -> str | None:
    if isinstance(value, float) and not math.isfinite(value):
        return "it is not a finite number"
    exact = Decimal(value)
    end = Numeral("", plain(value) if abs(exact) < LARGEST else "", "", exact)
    return _size_objection(exact) or _share_objection(end, spec) or _limit_objection(float(value), spec)


def _size_objection(value: Decimal) -> str | None:
    if abs(value) > LARGEST:
        return "it is beyond any sensible size (more than 1,000,000,000,000,000)"
    if value and abs(value) < SMALLEST:
        return "it is below any sensible size (less than 0.000000000001)"
    return None


def _share_objection(end: Numeral, spec: NumberSpec) -> str | None:
    if spec.unit is not Unit.SHARE or end.worth is not None or abs(end.number) <= 1:
        return None
    number = f"{float(end.number):.10g}"
    return f"is {number} meant as {number}%? a share above 1 needs the % sign"


def as_thousands(digits: str, unit: Unit) -> str:
    """What `30.000` would be to a reader who groups with points, "30,000"; "" for digits and units that leave no doubt."""
    return digits.replace(".", ",") if unit in _LARGE and _THOUSANDS.match(digits) else ""


def _thousands_objection(ends: tuple[Numeral, ...], spec: NumberSpec) -> str | None:
    """`30.000` is thirty to one reader and thirty thousand to the next; a letter behind it or another end settles that."""
    if any("." in end.digits and not _THOUSANDS.match(end.digits) for end in ends):
        return None
    for end in ends:
        grouped = as_thousands(end.digits, spec.unit)
        if grouped and end.letter in (None, 1.0):
            plainly = end.digits.rstrip("0").rstrip(".")
            plainly = f"{plainly}0" if _THOUSANDS.match(plainly) else plainly
            return f"is {end.digits} meant as {grouped} or as {plainly}? write {grouped} or {plainly}"
    return None


def _percent_objection(ends: tuple[Numeral, ...]) -> str | None:
    """`0.8 to 90%`: 80 % or 0.8 %? Both would be a range, so the lower end needs its own sign."""
    upper = ends[-1]
    if len(ends) < 2 or "%" not in upper.after:
        return None
    for end in ends[:-1]:
        if not end.after.strip() and 0 < end.value < 1 and end.value <= upper.number:
            as_share, as_percent = f"{float(100 * end.value):.10g}%", f"{end.digits}%"
            return f"is {end.digits} meant as {as_share} or as {as_percent}? write the % sign at both ends"
    return None


def _order_objection(ends: tuple[Numeral, ...], spec: NumberSpec) -> str | None:
    numbers = [end.number for end in ends]
    if numbers == sorted(numbers):
        return None
    low, high = (written(float(number), spec) for number in (numbers[0], numbers[-1]))
    if numbers[0] <= numbers[-1]:
        middle = written(float(numbers[1]), spec)
        return f"the middle {middle} is not between the ends {low} and {high}"
    bare = ends[0].digits + ends[0].after
    if not ends[0].after.strip() and ends[-1].after.strip():
        taken = f"{bare} takes the letter or unit of the upper end and is read as {low}"
        return f"upside down: {taken}; write both ends in full"
    return f"upside down: the lower end {low} is above the upper end {high}"


def _limit_objection(value: float, spec: NumberSpec) -> str | None:
    low, high = spec.limits
    if value < low:
        return f"{written(value, spec)} is below {written(low, spec)}"
    if value > high:
        return f"{written(value, spec)} is above {written(high, spec)}"
    if spec.whole and value != int(value):
        return f"{written(value, spec)} is not a whole number"
    return None


def _width_objection(numbers: list[float], spec: NumberSpec) -> str | None:
    """Ranges so wide that the mean of their shape says nothing: it would lie beyond the upper end."""
    if spec.family is not Family.POSITIVE or numbers[0] <= spec.limits[0] or numbers[-1] >= spec.limits[1]:
        return None
    if numbers[-1] > WIDEST_RATIO * numbers[0]:
        return "the upper end is more than a million times the lower: narrow the range"
    if len(numbers) == 3 and numbers[-1] > WIDEST_UPPER_RATIO * numbers[1]:
        return "the upper end is more than a thousand times the middle: narrow the range"
    return None


def _quantity(text: str, ends: tuple[Numeral, ...], spec: NumberSpec) -> Quantity:
    numbers = tuple(float(end.number) + 0.0 for end in ends)
    return point(numbers[0], text) if len(numbers) == 1 else between(text, numbers, spec)


def _named(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and abs(value) > LARGEST:
        return "a number of more than 15 digits"
    return quote(plain(value)) if isinstance(value, int | float) and math.isfinite(value) else quote(str(value)[:80])


def _too_long() -> str:
    return f"it is longer than {LONGEST_TEXT} characters"
