"""How figures are written: two or three digits, half up, signs that carry meaning."""

from datetime import date

import pytest

from model.quantities import figures


@pytest.mark.parametrize(
    ("usd", "text"),
    [
        (347_123, "$347k"),
        (9_471, "$9.5k"),
        (9_950, "$10k"),
        (99_600, "$100k"),
        (999_600, "$1M"),
        (1_234_567, "$1.23M"),
        (1_234_567_890, "$1.23B"),
        (999.4, "$999"),
        (540.4, "$540"),
        (26.5, "$27"),
        (6, "$6.00"),
        (0.65, "$0.65"),
        (0.065, "$0.065"),
        (0.007, "$0.007"),
        (-5_123, "−$5.1k"),
        (0, "$0"),
    ],
)
def test_money_in_sentences(usd: float, text: str) -> None:
    """Amounts in running text keep two or three digits and scale with k, M and B."""
    assert figures.money(usd) == text


def test_signs_and_ranges() -> None:
    """A difference always shows its sign, except where nothing is left to show."""
    assert figures.signed_money(347_123) == "+$347k"
    assert figures.signed_money(-0.06) == "−$0.06"
    assert figures.signed_money(0.0) == "$0"
    assert figures.money_range(-194_000, 177_000) == "−$194k to $177k"
    assert figures.bare_range(215_000, 518_000) == "215k to 518k"
    assert figures.signed_dollars(9_471.2) == "+$9,471"


def test_half_is_rounded_up_as_written() -> None:
    """Half goes up on the decimal number a person reads, not on its binary neighbour."""
    assert figures.dollars(2.675) == "$2.68"
    assert figures.dollars(0.125) == "$0.13"
    assert figures.dollars(1_000.5) == "$1,001"
    assert figures.rate(0.026666666666666668) == "$0.0266667"
    assert figures.rate(5) == "$5.00"


def test_counts_and_shares() -> None:
    """Counts group their digits; shares are percent."""
    assert figures.count(88_640, 2) == "89,000"
    assert figures.count(0.3456) == "0.346"
    assert figures.short_count(111_234) == "111k"
    assert figures.number(10_954.451) == "10,954.5"
    assert figures.share(0.85) == "85 %"
    assert figures.share(0.0305) == "3.1 %"


def test_chances_are_never_rounded_up() -> None:
    """89.99 of 100 is not called 90, and a small chance is not called none."""
    chances = (0.0, 0.001, 0.8999, 0.9, 0.995, 1.0)
    assert [figures.in_100(chance) for chance in chances] == ["0", "under 1", "89", "90", "99+", "99+"]


def test_spans_days_and_lists() -> None:
    """Spans, days and lists read the same under every locale."""
    assert figures.span(17 / 52 * 12) == "17 weeks"
    assert figures.span(0.23) == "1 week"
    assert figures.span(9.0) == "9 months"
    assert figures.day(date(2026, 11, 22)) == "22 Nov 2026"
    assert figures.listed(("a", "b", "c")) == "a, b and c"


def test_amounts_beyond_28_digits_are_still_written() -> None:
    """A growth that doubles for twenty years is a figure, not a failure."""
    assert figures.to_places(1e60, 2) == 10**60
