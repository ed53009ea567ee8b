"""Numbers as people write them are read as meant, and everything else is refused with a reason and an example."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.quantities import Family, Misread, NumberSpec, Quantity, Shape, Unit, read_number

COUNT = NumberSpec(Unit.COUNT, Family.POSITIVE)
SHARE = NumberSpec(Unit.SHARE, Family.SHARE)
GROWTH = NumberSpec(Unit.SHARE, Family.SIGNED, low=-1.0)
RATE = NumberSpec(Unit.SHARE, Family.POSITIVE)
MINUTES = NumberSpec(Unit.MINUTES, Family.POSITIVE)
HOURS = NumberSpec(Unit.HOURS, Family.POSITIVE)
MONTHS = NumberSpec(Unit.MONTHS, Family.POSITIVE)
YEARLY = NumberSpec(Unit.USD_PER_YEAR, Family.POSITIVE)
PER_1000 = NumberSpec(Unit.USD_PER_1000, Family.POSITIVE)
BUILD = NumberSpec(Unit.ENGINEER_WEEKS, Family.POSITIVE)
TOKENS = NumberSpec(Unit.TOKENS, Family.POSITIVE)
FACTOR = NumberSpec(Unit.FACTOR, Family.POSITIVE)
MEMORY = NumberSpec(Unit.GIB, Family.POSITIVE)
ENGINEERS = NumberSpec(Unit.ENGINEERS, Family.POSITIVE)
HOURLY = NumberSpec(Unit.USD_PER_HOUR, Family.POSITIVE)
MONTHLY = NumberSpec(Unit.USD_PER_MONTH, Family.POSITIVE)
A_MONTH = NumberSpec(Unit.COUNT, Family.POSITIVE, per="month")
A_MONTH_MORE = NumberSpec(Unit.SHARE, Family.SIGNED, low=-1.0, per="month")
A_YEAR_MORE = NumberSpec(Unit.SHARE, Family.SIGNED, low=-1.0, per="year")
WHOLE = NumberSpec(Unit.COUNT, Family.POSITIVE, low=1.0, high=100.0, whole=True)


def ends(text: object, spec: NumberSpec) -> tuple[float, ...]:
    """The numbers read from a text."""
    quantity = read_number(text, spec)
    assert isinstance(quantity, Quantity), quantity
    return quantity.ends


def refusal(text: object, spec: NumberSpec) -> Misread:
    """The reason why a text is refused."""
    misread = read_number(text, spec)
    assert isinstance(misread, Misread), misread
    return misread


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1500", 1500.0),
        ("1,500", 1500.0),
        ("1_500", 1500.0),
        ("1 500", 1500.0),
        ("1'500", 1500.0),
        ("1\N{NO-BREAK SPACE}500", 1500.0),
        ("1\N{NARROW NO-BREAK SPACE}500", 1500.0),
        ("1\N{RIGHT SINGLE QUOTATION MARK}500", 1500.0),
        ("1,500,000", 1_500_000.0),
        ("1.500.000", 1_500_000.0),
        ("1.5", 1.5),
        ("1,5", 1.5),
        ("0,125", 0.125),
        ("0.125", 0.125),
        (".5", 0.5),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234,567", 1234.567),
        ("1234,567", 1234.567),
        ("1.234.567,8", 1_234_567.8),
        ("1 234 567,8", 1_234_567.8),
        ("1.5000", 1.5),
        ("12,34", 12.34),
        ("1e3", 1000.0),
        ("2.5e-3", 0.0025),
        ("+5", 5.0),
        ("12k", 12_000.0),
        ("12K", 12_000.0),
        ("12 k", 12_000.0),
        ("1,5k", 1500.0),
        ("1,500k", 1_500_000.0),
        ("2M", 2_000_000.0),
        ("2 million", 2_000_000.0),
        ("1.2B", 1_200_000_000.0),
        ("8k sessions", 8000.0),
        ("\N{FULLWIDTH DIGIT ONE}\N{FULLWIDTH DIGIT TWO}\N{FULLWIDTH LATIN SMALL LETTER K}", 12_000.0),
        ("\N{ARABIC-INDIC DIGIT ONE}\N{ARABIC-INDIC DIGIT TWO}", 12.0),
        ("  7\t", 7.0),
        ("\N{ZERO WIDTH NO-BREAK SPACE}7", 7.0),
        ("007", 7.0),
    ],
)
def test_one_number_in_every_writing(text: str, value: float) -> None:
    """Groups, decimal marks, letters and foreign digits give the number a reader sees."""
    assert ends(text, COUNT) == (value,)


@pytest.mark.parametrize(
    ("text", "spec", "value"),
    [
        ("30 min", MINUTES, 30.0),
        ("30min", MINUTES, 30.0),
        ("5m", MINUTES, 5.0),
        ("5 m", MINUTES, 5.0),
        ("2 h", MINUTES, 120.0),
        ("1.5 hours", MINUTES, 90.0),
        ("90 s", MINUTES, 1.5),
        ("1 day", MINUTES, 1440.0),
        ("30 min", HOURS, 0.5),
        ("2 years", MONTHS, 24.0),
        ("52 weeks", MONTHS, 12.0),
        ("2 weeks", BUILD, 2.0),
        ("10 days", BUILD, 2.0),
        ("80 h", BUILD, 2.0),
        ("3 months", BUILD, 13.0),
        ("$200k", YEARLY, 200_000.0),
        ("200k $", YEARLY, 200_000.0),
        ("200k USD", YEARLY, 200_000.0),
        ("US$ 200k", YEARLY, 200_000.0),
        ("$200k/year", YEARLY, 200_000.0),
        ("200k dollars a year", YEARLY, 200_000.0),
        ("$10/1,000", PER_1000, 10.0),
        ("10 per 1000", PER_1000, 10.0),
        ("50k tokens", TOKENS, 50_000.0),
        ("1.5M tokens", TOKENS, 1_500_000.0),
        ("4 GB", MEMORY, 4.0),
        ("512 MiB", MEMORY, 0.5),
        ("85%", SHARE, 0.85),
        ("85 %", SHARE, 0.85),
        ("57%", SHARE, 0.57),
        ("12,5%", SHARE, 0.125),
        ("85\N{FULLWIDTH PERCENT SIGN}", SHARE, 0.85),
        ("100%", SHARE, 1.0),
        ("1", SHARE, 1.0),
        ("0.85", SHARE, 0.85),
        ("130%", GROWTH, 1.3),
        ("-2%", GROWTH, -0.02),
        ("\N{MINUS SIGN}2%", GROWTH, -0.02),
        ("\N{EN DASH}2 %", GROWTH, -0.02),
        ("130%", FACTOR, 1.3),
        ("1.3x", FACTOR, 1.3),
    ],
)
def test_units_are_converted_to_the_unit_of_the_key(text: str, spec: NumberSpec, value: float) -> None:
    """A unit, a percent or a dollar sign behind or before the number is understood where it fits."""
    assert ends(text, spec) == pytest.approx((value,), rel=1e-15)


@pytest.mark.parametrize(
    ("text", "spec", "numbers"),
    [
        ("8k to 15k", COUNT, (8000.0, 15_000.0)),
        ("8 to 15k", COUNT, (8000.0, 15_000.0)),
        ("8-15k", COUNT, (8000.0, 15_000.0)),
        ("8 - 15k", COUNT, (8000.0, 15_000.0)),
        ("8\N{EN DASH}15k", COUNT, (8000.0, 15_000.0)),
        ("8k \N{EM DASH} 15k", COUNT, (8000.0, 15_000.0)),
        ("8..15", COUNT, (8.0, 15.0)),
        ("8\N{HORIZONTAL ELLIPSIS}15", COUNT, (8.0, 15.0)),
        ("1.5..2.5", COUNT, (1.5, 2.5)),
        ("1,5-2,5", COUNT, (1.5, 2.5)),
        ("8K TO 15K", COUNT, (8000.0, 15_000.0)),
        ("8to15", COUNT, (8.0, 15.0)),
        ("8k to 1M", COUNT, (8000.0, 1_000_000.0)),
        ("1e-3-5e-3", COUNT, (0.001, 0.005)),
        ("8 000 to 12 000", COUNT, (8000.0, 12_000.0)),
        ("8 / 16 / 40", BUILD, (8.0, 16.0, 40.0)),
        ("8/16/40k", COUNT, (8000.0, 16_000.0, 40_000.0)),
        ("60% to 85%", SHARE, (0.6, 0.85)),
        ("60 to 85%", SHARE, (0.6, 0.85)),
        ("50 / 60 / 85 %", SHARE, (0.5, 0.6, 0.85)),
        ("-2% to 5%", GROWTH, (-0.02, 0.05)),
        ("-2 to 5%", GROWTH, (-0.02, 0.05)),
        ("-5%--2%", GROWTH, (-0.05, -0.02)),
        ("\N{MINUS SIGN}5 % \N{EN DASH} \N{MINUS SIGN}2 %", GROWTH, (-0.05, -0.02)),
        ("30 min to 2 h", MINUTES, (30.0, 120.0)),
        ("1 to 2 h", MINUTES, (60.0, 120.0)),
        ("$200k-$300k", YEARLY, (200_000.0, 300_000.0)),
        ("$200 to $300k", YEARLY, (200_000.0, 300_000.0)),
        ("$5 to $10 / 1,000", PER_1000, (5.0, 10.0)),
        ("8% to 12%", RATE, (0.08, 0.12)),
        ("0.5 to 2%", SHARE, (0.005, 0.02)),
        ("8k ~ 15k", COUNT, (8000.0, 15_000.0)),
        ("1.125 to 2.5", COUNT, (1.125, 2.5)),
        ("8.000 to 15k", COUNT, (8000.0, 15_000.0)),
        ("0.2 ± 0.1", ENGINEERS, (0.1, 0.2, 0.3)),
        ("0.2+/-0.1", ENGINEERS, (0.1, 0.2, 0.3)),
        ("1,000 ± 20%", COUNT, (800.0, 1000.0, 1200.0)),
        ("$250k ± 30k", YEARLY, (220_000.0, 250_000.0, 280_000.0)),
        ("80% ± 5%", SHARE, (0.75, 0.8, 0.85)),
        ("80 ± 5 %", SHARE, (0.75, 0.8, 0.85)),
        ("30 ± 10 min", MINUTES, (20.0, 30.0, 40.0)),
        ("2 to 8 h/week", ENGINEERS, (0.05, 0.2)),
        ("1 to 5k/day", A_MONTH, (1000.0 * 365 / 12, 5000.0 * 365 / 12)),
    ],
)
def test_ranges(text: str, spec: NumberSpec, numbers: tuple[float, ...]) -> None:
    """`to`, dashes and dots make a range, slashes a range with its middle; the upper letter or unit holds below."""
    assert ends(text, spec) == pytest.approx(numbers, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "spec", "value"),
    [
        ("1000/day", A_MONTH, 1000 * 365 / 12),
        ("1,000 a day", A_MONTH, 1000 * 365 / 12),
        ("1000 runs per day", A_MONTH, 1000 * 365 / 12),
        ("1k daily", A_MONTH, 1000 * 365 / 12),
        ("500 per workday", A_MONTH, 500 * 260 / 12),
        ("300 a week", A_MONTH, 300 * 52 / 12),
        ("12k a year", A_MONTH, 1000.0),
        ("2/h", A_MONTH, 1460.0),
        ("8k/month", A_MONTH, 8000.0),
        ("$19k/month", YEARLY, 228_000.0),
        ("$12k/year", MONTHLY, 1000.0),
        ("$365/day", MONTHLY, 365 * 365 / 12),
        ("$730/month", HOURLY, 1.0),
        ("1.125", HOURLY, 1.125),
        ("1.125", MINUTES, 1.125),
        ("1.500k", COUNT, 1500.0),
        ("8h/week", ENGINEERS, 0.2),
        ("8 hours a week", ENGINEERS, 0.2),
        ("1 day/week", ENGINEERS, 0.2),
        ("26 h a month", ENGINEERS, 0.15),
        ("104 h/year", ENGINEERS, 0.05),
        ("3% a month", A_MONTH_MORE, 0.03),
        ("3 %/year", A_YEAR_MORE, 0.03),
    ],
)
def test_numbers_over_another_time_are_converted(text: str, spec: NumberSpec, value: float) -> None:
    """A month is 730 hours and a year 52 weeks; engineers work 40 hours a week."""
    assert ends(text, spec) == pytest.approx((value,), rel=1e-12)


@pytest.mark.parametrize(
    ("text", "spec", "why"),
    [
        ("", COUNT, "nothing is written"),
        ("ten", COUNT, "not a number"),
        ("nan", COUNT, "not a number"),
        ("inf", COUNT, "not a number"),
        ("-inf", GROWTH, "not a number"),
        ("5m", COUNT, "write 5M"),
        ("1.5m tokens", TOKENS, "write 1.5M"),
        ("6m", MONTHS, "write 6 months"),
        ("85", SHARE, "85%"),
        ("1.5", SHARE, "1.5%"),
        ("3", GROWTH, "3%"),
        ("60% to 85", SHARE, "85%"),
        ("10", RATE, "10%"),
        ("150%", SHARE, "above 100%"),
        ("-1%", SHARE, "below 0%"),
        ("-5", COUNT, "below 0"),
        ("-200%", GROWTH, "below -100%"),
        ("2.5", WHOLE, "not a whole number"),
        ("101", WHOLE, "above 100"),
        ("€5k", YEARLY, "only US dollars"),
        ("5k EUR", YEARLY, "only US dollars"),
        ("£5", YEARLY, "only US dollars"),
        ("C$5", YEARLY, "only US dollars"),
        ("5 francs", YEARLY, "not a unit"),
        ("$5", COUNT, "dollars do not fit"),
        ("5%", COUNT, "does not fit"),
        ("5%", MINUTES, "number of minutes"),
        ("15k to 8k", COUNT, "upside down"),
        ("500 to 2k", COUNT, "500,000"),
        ("800 / 1k / 2k", COUNT, "800,000"),
        ("30 to 2 h", MINUTES, "write both ends in full"),
        ("5 / 1 / 10", COUNT, "the middle 1 is not between"),
        ("5 / 50 / 10", COUNT, "the middle 50 is not between"),
        ("1/2", COUNT, "1 to 2"),
        ("1-2-3", COUNT, "a range has two ends"),
        ("2026-11-23", COUNT, "a range has two ends"),
        ("1 / 2 / 3 / 4", COUNT, "a range has two ends"),
        ("5 to", COUNT, "not a unit"),
        ("to 5", COUNT, "not a number"),
        ("8k, 15k", COUNT, "not one number"),
        ("1.500", COUNT, "is 1.500 meant as 1,500 or as 1.5? write 1,500 or 1.5"),
        ("30.000", COUNT, "write 30,000 or 30"),
        ("1.125", COUNT, "write 1,125 or 1.1250"),
        ("8.000 to 15.000", COUNT, "is 8.000 meant as 8,000"),
        ("200.000", YEARLY, "is 200.000 meant as 200,000 or as 200?"),
        ("$ 4.500 / year", YEARLY, "write 4,500 or 4.5"),
        ("0.8 to 90%", SHARE, "is 0.8 meant as 80% or as 0.8%?"),
        ("0.2 to 30%", ENGINEERS, "is 0.2 meant as 20% or as 0.2%?"),
        (".5 / 0.6 / 85 %", SHARE, "write the % sign at both ends"),
        ("~0.2", ENGINEERS, "write a range that you are 90 % sure of"),
        ("about 3", COUNT, "write a range"),
        ("0.1 ± 0.2", ENGINEERS, "-0.1 is below 0"),
        ("10 ± 100%", COUNT, "leaves nothing above zero"),
        ("0.8 ± 5%", SHARE, "write 80% ± 5%"),
        ("± 5", COUNT, "not a number"),
        ("40% a year", A_MONTH_MORE, "40% a year is 2.84% a month; write that"),
        ("1% a month", A_YEAR_MORE, "1% a month is 12.7% a year"),
        ("$90/h", YEARLY, "$187,200 a year"),
        ("1000/fortnight", A_MONTH, "not a unit"),
        ("1000/day", COUNT, "not a unit"),
        ("1,50,000", COUNT, "commas"),
        ("12.34.567", COUNT, "points"),
        ("1.2,3.4", COUNT, "commas and points"),
        ("0.123,456.7", COUNT, "commas and points"),
        ("1h30", MINUTES, "not a unit"),
        ("1 30", MINUTES, "not one number"),
        ("²", COUNT, "not a number"),
        ("½", COUNT, "not a number"),
        ("--5", GROWTH, "two signs"),
        ("1e16", COUNT, "beyond any sensible size"),
        ("1e400", COUNT, "beyond any sensible size"),
        ("1e999999999999", COUNT, "beyond any sensible size"),
        ("1e-300", COUNT, "below any sensible size"),
        ("9999999B", COUNT, "beyond any sensible size"),
        ("1 to 1e7", COUNT, "more than a million times"),
        ("1 / 2 / 5000", COUNT, "more than a thousand times"),
        ("9" * 101, COUNT, "longer than 100"),
        ("\x1b[31m5", COUNT, "\\x1b"),
        (float("nan"), COUNT, "not a finite number"),
        (float("inf"), COUNT, "not a finite number"),
        (1e300, COUNT, "beyond any sensible size"),
        (10**400, COUNT, "beyond any sensible size"),
        (85, SHARE, "85%"),
        (-1, COUNT, "below 0"),
        (True, COUNT, "not a number"),
        (None, COUNT, "not a number"),
        ([1], COUNT, "not a number"),
        ({"value": 1}, COUNT, "not a number"),
    ],
)
def test_refusals_say_why(text: object, spec: NumberSpec, why: str) -> None:
    """What cannot be read, or could mean two things, is refused with the reason or the question."""
    assert why in refusal(text, spec).why


@pytest.mark.parametrize(
    ("spec", "allowed"),
    [
        (COUNT, "a number, 0 or more, such as 8,000 or 8k to 15k"),
        (SHARE, "a share from 0% to 100%, such as 85% or 60% to 85%"),
        (GROWTH, "a share or a percentage, -100% or more, such as 3% or -2% to 5%"),
        (MINUTES, "a number of minutes, 0 or more, such as 30 min or 5 to 20 min"),
        (YEARLY, "a number of US dollars per year, 0 or more, such as $250k or 200k to 300k"),
        (WHOLE, "a whole number from 1 to 100, such as 20 or 10 to 40"),
    ],
)
def test_refusals_say_what_is_allowed(spec: NumberSpec, allowed: str) -> None:
    """The allowed numbers are named with their unit, their limits and examples."""
    assert refusal("?", spec).allowed == allowed


def test_every_example_of_a_refusal_can_be_read() -> None:
    """What a message suggests would be accepted, for each unit."""
    for unit in Unit:
        family = Family.SHARE if unit is Unit.SHARE else Family.POSITIVE
        for example in unit.examples:
            assert isinstance(read_number(example, NumberSpec(unit, family)), Quantity)


def test_plain_numbers_keep_a_short_text() -> None:
    """TOML numbers are echoed without needless digits."""
    texts = [read_number(value, COUNT).text for value in (50_000, 12.0, 0.03)]  # type: ignore[union-attr]
    assert texts == ["50000", "12", "0.03"]


def test_equal_ends_are_one_number() -> None:
    """A range without width is a point that keeps its text."""
    quantity = read_number("8k to 8k", COUNT)
    assert isinstance(quantity, Quantity)
    assert (quantity.shape, quantity.text, quantity.is_range) == (Shape.POINT, "8k to 8k", False)


def test_text_is_kept_as_written() -> None:
    """The text of a quantity is the written one with single spaces."""
    quantity = read_number(" 8k   to\t15k ", COUNT)
    assert isinstance(quantity, Quantity)
    assert quantity.text == "8k to 15k"


def test_negative_zero_is_zero() -> None:
    """No sign is left on a zero."""
    assert math.copysign(1.0, ends("-0", GROWTH)[0]) == 1.0
    assert math.copysign(1.0, ends(-0.0, GROWTH)[0]) == 1.0


@settings(max_examples=50)
@given(st.integers(0, 10**15))
def test_grouped_and_plain_integers_agree(number: int) -> None:
    """The same whole number in every grouping is the same number."""
    for text in (f"{number}", f"{number:,}", f"{number:_}", f"{number:,}".replace(",", " ")):
        assert ends(text, COUNT) == (float(number),)


@settings(max_examples=50)
@given(st.floats(1e-9, 1e14, allow_nan=False), st.floats(1.001, 1e5))
def test_a_printed_range_reads_back(low: float, ratio: float) -> None:
    """Two floats printed at full precision come back bit by bit."""
    high = low * ratio
    if high <= 1e15:
        assert ends(f"{low!r} to {high!r}", FACTOR) == (low, high)


@settings(max_examples=50)
@given(st.text(max_size=120), st.sampled_from([COUNT, SHARE, GROWTH, MINUTES, PER_1000, WHOLE]))
def test_any_text_is_read_or_refused(text: str, spec: NumberSpec) -> None:
    """No text crashes the reader, and a refusal never carries a character that does not print."""
    answer = read_number(text, spec)
    if isinstance(answer, Misread):
        assert (answer.read + answer.why + answer.allowed).isprintable()
    else:
        low, high = spec.limits
        assert all(low <= end <= high for end in answer.ends)


@settings(max_examples=50)
@given(st.text(alphabet="0123456789.,-–/ kKmM%$eEto'_h±~aday", max_size=30))
def test_text_that_looks_like_a_number_is_read_or_refused(text: str) -> None:
    """Texts near the grammar do not crash the reader either, and give finite numbers in order."""
    for spec in (COUNT, GROWTH, MINUTES, ENGINEERS, A_MONTH, A_MONTH_MORE):
        answer = read_number(text, spec)
        if isinstance(answer, Quantity):
            assert list(answer.ends) == sorted(answer.ends)
            assert all(math.isfinite(end) for end in answer.ends)


def test_an_integer_too_long_to_print_is_refused() -> None:
    """Python refuses to print such integers; the reader does not try."""
    assert "beyond any sensible size" in refusal(10**5000, COUNT).why
