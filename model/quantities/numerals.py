"""One number as people write it: characters, signs, currency, digit groups, decimal marks, letters and units.

The rules for marks: a comma groups only before exactly three digits and after one to three that do not start with 0;
a point alone is a decimal; where both occur, the last one is the decimal.
"""

import re
import unicodedata
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from model.quantities.misread import quote
from model.quantities.periods import worth_over_time
from model.quantities.units import Unit

LONGEST_TEXT = 100
_DASHES = dict.fromkeys(map(ord, "\N{MINUS SIGN}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{SMALL HYPHEN-MINUS}"), "-")
_LONG_DASHES = dict.fromkeys(map(ord, "\N{EM DASH}\N{FIGURE DASH}\N{HORIZONTAL BAR}"), "\N{EN DASH}")
_APOSTROPHES = dict.fromkeys(map(ord, "\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}"), "'")
_OTHERS = {ord("\N{HORIZONTAL ELLIPSIS}"): "..", ord("\N{DIVISION SLASH}"): "/"}
_TABLE = _DASHES | _LONG_DASHES | _APOSTROPHES | _OTHERS

_GROUPED = r"\d{1,3}(?:[ ']\d{3})+(?:[.,]\d+)?(?![\d.,'])"
NUMBER = rf"(?:{_GROUPED}|\d+(?:_\d+)*(?:[.,]\d+(?:_\d+)*)*|[.,]\d+)(?:[eE][+-]?\d+)?"
_END = re.compile(
    rf"(?P<before>[-+–]? ?(?:US ?\$|USD|\$)? ?[-+–]?) ?(?P<number>{NUMBER})(?P<after>.*)", re.IGNORECASE | re.DOTALL
)
_ABOUT = re.compile(r"(?:~|≈|about|around|approx\.?|approximately|roughly|circa|ca\.?)[ ~]*[$\d.]", re.IGNORECASE)
_LETTER = re.compile(r"(k|K|M|B|bn|mn|(?i:thousand|million|billion))(?![A-Za-z0-9])")
_LETTERS = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9}
_DOLLARS = re.compile(r"(?:US ?\$|\$|USD|(?:US )?dollars?)(?![A-Za-z])", re.IGNORECASE)
_CODES = re.compile(
    r"(?<![A-Za-z])(EUR|GBP|CHF|JPY|CNY|INR|CAD|AUD|NZD|SEK|NOK|DKK|PLN|BRL|KRW|euros?|pounds?|yen|[ACS]\$)(?![A-Za-z])",
    re.IGNORECASE,
)


class Numeral(Struct, frozen=True):
    """One number of a text, taken apart: `before`, `digits`, `after` join to what was written.

    `value` is what the digits say, before letter and unit; `letter` and `worth` (of the unit) are None where the text
    has none, so that they can be taken over from the upper end of a range.
    """

    before: str
    digits: str
    after: str
    value: Decimal
    letter: float | None = None
    worth: float | None = None

    @property
    def number(self) -> Decimal:
        """The value in the unit of the key."""
        return self.value * Decimal(repr(self.letter or 1.0)) * Decimal(repr(self.worth or 1.0))

    def completed(self, upper: "Numeral") -> "Numeral":
        """This number with letter and unit taken from the upper end where it has none of its own."""
        letter = upper.letter if self.letter is None else self.letter
        worth = upper.worth if self.worth is None else self.worth
        return replace(self, letter=letter, worth=worth)


def cleaned(text: str) -> str:
    """The text in plain characters: ASCII digits and signs, single spaces, invisible marks at its edges removed."""
    edges = "".join(sorted({c for c in text if unicodedata.category(c) == "Cf"}))
    return " ".join("".join(map(_plain_character, text.strip(edges + " \t\r\n"))).translate(_TABLE).split())


def _plain_character(character: str) -> str:
    if character.isascii():
        return character
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if "\N{FULLWIDTH EXCLAMATION MARK}" <= character <= "\N{FULLWIDTH TILDE}":
        return chr(ord(character) - 0xFEE0)
    return " " if unicodedata.category(character) == "Zs" else character


def foreign_currency(text: str) -> str | None:
    """The first currency in the text that is not the US dollar, or None."""
    for character in text:
        if character != "$" and unicodedata.category(character) == "Sc":
            return character
    code = _CODES.search(text)
    return code.group(1) if code else None


def numeral(text: str, unit: Unit, per: str = "") -> Numeral | str:
    """One number with its letter and unit, from cleaned text; or the reason why it cannot be read. `per`: see `NumberSpec`."""
    match = _END.fullmatch(text.strip())
    if match is None and _ABOUT.match(text.strip()):
        return "about how far? write a range that you are 90 % sure of, such as 0.15 to 0.3, or 0.2 ± 0.05"
    if match is None:
        return f"{quote(text)} is not a number" if text.strip() else "nothing is written"
    before, digits, after = match["before"], match["number"], match["after"]
    value = value_of(digits)
    if isinstance(value, str):
        return value
    signs = [c for c in before if c in "-+–"]
    if len(signs) > 1:
        return f"{quote(text)} has two signs"
    if ("$" in before or "usd" in before.lower()) and not unit.is_money:
        return _does_not_fit("dollars", unit)
    value = -value if signs and signs[0] != "+" else value
    return _with_suffix(Numeral(before, digits, after, value), unit, per)


def value_of(digits: str) -> Decimal | str:
    """What written digits say, sign apart; or why their marks do not make a number."""
    mantissa, mark, exponent = digits.lower().partition("e")
    mantissa = mantissa.replace("_", "").replace(" ", "").replace("'", "")
    commas, points = mantissa.count(","), mantissa.count(".")
    if commas and points:
        decimal = max(",.", key=mantissa.rfind)
        grouping = "," if decimal == "." else "."
        whole, _, _ = mantissa.rpartition(decimal)
        if mantissa.count(decimal) > 1 or not _grouped(whole, grouping):
            return f"the commas and points of {quote(digits)} do not make one number"
        mantissa = mantissa.replace(grouping, "").replace(decimal, ".")
    elif commas + points > 1:
        grouping = "," if commas else "."
        if not _grouped(mantissa, grouping):
            return f"the {'commas' if commas else 'points'} of {quote(digits)} do not stand before three digits each"
        mantissa = mantissa.replace(grouping, "")
    elif commas:
        mantissa = mantissa.replace(",", "" if _grouped(mantissa, ",") else ".")
    if len(exponent) > 4:
        return f"{quote(digits)} is beyond any sensible size"
    return Decimal(mantissa + mark + exponent)


def _grouped(text: str, mark: str) -> bool:
    first, *rest = text.split(mark)
    return 1 <= len(first) <= 3 and first[0] != "0" and all(len(group) == 3 for group in rest)


def _does_not_fit(what: str, unit: Unit) -> str:
    verb = "do" if what == "dollars" else "does"
    return f"{what} {verb} not fit here" + (f": this is a number of {unit.noun}" if unit.noun else "")


def _with_suffix(end: Numeral, unit: Unit, per: str) -> Numeral | str:
    rest = end.after.strip()
    letter = _LETTER.match(rest)
    if letter:
        end = replace(end, letter=_LETTERS[letter.group(1).lower()])
        rest = rest[letter.end() :].strip()
    dollars = _DOLLARS.match(rest)
    if dollars:
        if not unit.is_money:
            return _does_not_fit("dollars", unit)
        rest = rest[dollars.end() :].strip()
    if not rest:
        return end
    worth = unit.words.get(rest.lower()) if rest != "M" else None
    if worth is not None:
        return replace(end, worth=worth)
    over = worth_over_time(rest, end.number, unit, per)
    if over is not None:
        return over if isinstance(over, str) else replace(end, worth=over)
    return _unknown_suffix(end, rest, unit)


def _unknown_suffix(end: Numeral, rest: str, unit: Unit) -> str:
    number = end.digits
    if re.match(r"m(?![A-Za-z])", rest) and unit in (Unit.MONTHS, Unit.WEEKS, Unit.ENGINEER_WEEKS):
        return f"is {number}m meant as months? m is minutes and M million; write {number} months"
    if re.match(r"m(?![A-Za-z])", rest):
        return f"is {number}m meant as {number} million? write {number}M; m is minutes"
    if rest == "%":
        return _does_not_fit("a percentage", unit)
    if re.match(r"[\d.,'_]", rest):
        return f"{quote(end.digits + end.after)} is not one number"
    return f"{quote(rest)} is not a unit of this number"
