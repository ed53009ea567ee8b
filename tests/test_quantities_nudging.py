"""A nudge moves a number by a sensible step, keeps how it was written, and a step back returns."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.quantities import Family, NumberSpec, Quantity, Unit, nudged, overrun, read_number

COUNT = NumberSpec(Unit.COUNT, Family.POSITIVE)
SHARE = NumberSpec(Unit.SHARE, Family.SHARE)
GROWTH = NumberSpec(Unit.SHARE, Family.SIGNED, low=-1.0)
MINUTES = NumberSpec(Unit.MINUTES, Family.POSITIVE)
YEARLY = NumberSpec(Unit.USD_PER_YEAR, Family.POSITIVE)
ENGINEERS = NumberSpec(Unit.ENGINEERS, Family.POSITIVE)
MONTHS = NumberSpec(Unit.COUNT, Family.POSITIVE, low=1.0, high=120.0, whole=True)


def moved(text: object, spec: NumberSpec, steps: int) -> str:
    """The text after some steps."""
    quantity = read_number(text, spec)
    assert isinstance(quantity, Quantity), quantity
    return nudged(quantity, steps, spec)


@pytest.mark.parametrize(
    ("text", "spec", "up", "down"),
    [
        ("8k to 15k", COUNT, "8.5k to 16k", "7.5k to 14k"),
        ("8 to 15k", COUNT, "8.5 to 16k", "7.5 to 14k"),
        ("8k–15k", COUNT, "8.5k–16k", "7.5k–14k"),
        ("5 / 10 / 30", COUNT, "5.5 / 11 / 32", "4.8 / 9.5 / 28"),
        ("0 to 5", COUNT, "0 to 5.5", "0 to 4.8"),
        ("1,500", COUNT, "1,600", "1,400"),
        ("1_500", COUNT, "1_600", "1_400"),
        ("1 500", COUNT, "1 600", "1 400"),
        ("1.234,5", COUNT, "1.334,5", "1.134,5"),
        ("9,500", COUNT, "10,000", "9,000"),
        (50_000, COUNT, "55000", "48000"),
        ("12", MINUTES, "13", "11"),
        ("30 min to 2 h", MINUTES, "32 min to 2.2 h", "28 min to 1.9 h"),
        ("$200k to $300k", YEARLY, "$220k to $320k", "$190k to $280k"),
        ("$1.50", NumberSpec(Unit.USD_PER_1000, Family.POSITIVE), "$2.00", "$1.00"),
        ("85%", SHARE, "86%", "84%"),
        ("60% to 85%", SHARE, "62% to 86%", "58% to 84%"),
        ("60 to 85 %", SHARE, "62 to 86 %", "58 to 84 %"),
        ("0.5", SHARE, "0.52", "0.48"),
        ("3%", GROWTH, "4%", "2%"),
        ("0", GROWTH, "0.01", "-0.01"),
        ("-2% to 5%", GROWTH, "-1% to 6%", "-3% to 4%"),
        ("0.05", ENGINEERS, "0.06", "0.04"),
        ("0.02 to 0.1", ENGINEERS, "0.022 to 0.11", "0.019 to 0.095"),
        ("0.003", ENGINEERS, "0.004", "0.002"),
        ("36", MONTHS, "38", "34"),
        ("1 to 20", MONTHS, "1 to 22", "1 to 19"),
    ],
)
def test_one_step_up_and_down(text: object, spec: NumberSpec, up: str, down: str) -> None:
    """A step is 4 to 10 % of the value, a unit's own step near zero; letters, units and marks stay."""
    assert (moved(text, spec, 1), moved(text, spec, -1)) == (up, down)


@pytest.mark.parametrize(
    ("text", "spec", "steps", "result"),
    [
        ("0", COUNT, -1, "0"),
        ("0", COUNT, 1, "1"),
        ("1", COUNT, -1, "0"),
        ("100%", SHARE, 1, "100%"),
        ("100%", SHARE, -1, "99%"),
        ("0%", SHARE, 1, "1%"),
        ("99%", SHARE, 5, "100%"),
        ("-98%", GROWTH, -50, "-100%"),
        ("120", MONTHS, 1, "120"),
        ("1", MONTHS, -3, "1"),
    ],
)
def test_hard_limits_stop_a_single_number(text: str, spec: NumberSpec, steps: int, result: str) -> None:
    """A number stops at its hard limit and can leave it again."""
    assert moved(text, spec, steps) == result


def test_a_range_never_meets_a_limit_by_a_nudge() -> None:
    """Meeting a limit would change the shape of the range, so it stays as it is."""
    spec = NumberSpec(Unit.COUNT, Family.POSITIVE, high=100.0)
    assert moved("50 to 98", spec, 1) == "50 to 98"


def test_no_step_changes_nothing() -> None:
    """Zero steps give the text back, and so does a quantity that is not a written number."""
    assert moved("8k to 15k", COUNT, 0) == "8k to 15k"
    assert nudged(overrun(), 1, ENGINEERS) == "published"


def test_a_step_of_its_own() -> None:
    """An input may declare the step near zero."""
    quantity = read_number("2", COUNT)
    assert isinstance(quantity, Quantity)
    assert nudged(quantity, 1, COUNT, step=0.5) == "2.5"


TEXTS = st.one_of(
    st.tuples(st.just(COUNT), st.integers(10, 10**7).map(lambda n: f"{n:,}")),
    st.tuples(st.just(COUNT), st.integers(1, 999).map(lambda n: f"{n}k to {2 * n}k")),
    st.tuples(st.just(COUNT), st.integers(1, 999).map(lambda n: f"{n / 10} / {n / 5} / {n}")),
    st.tuples(st.just(SHARE), st.integers(20, 80).map(lambda n: f"{n}%")),
    st.tuples(st.just(SHARE), st.integers(20, 45).map(lambda n: f"{n} to {n + 30}%")),
    st.tuples(st.just(GROWTH), st.integers(-20, 60).map(lambda n: f"{n}%")),
    st.tuples(st.just(MINUTES), st.integers(20, 500).map(lambda n: f"{n} min")),
)


@settings(max_examples=50)
@given(TEXTS, st.integers(1, 8))
def test_steps_back_return_to_the_start(drawn: tuple[NumberSpec, str], steps: int) -> None:
    """Up and down again gives the number one began with, single steps or several at once."""
    spec, text = drawn
    start = read_number(text, spec)
    assert isinstance(start, Quantity)
    there = text
    for _ in range(steps):
        there = moved(there, spec, 1)
    back = there
    for _ in range(steps):
        back = moved(back, spec, -1)
    returned = read_number(back, spec)
    assert isinstance(returned, Quantity)
    assert returned.ends == pytest.approx(start.ends, rel=2e-4)


@settings(max_examples=50)
@given(TEXTS, st.integers(-30, 30))
def test_a_nudged_text_can_always_be_read(drawn: tuple[NumberSpec, str], steps: int) -> None:
    """The result is a number of the key, in the direction of the step, with the same number of ends."""
    spec, text = drawn
    start, after = read_number(text, spec), read_number(moved(text, spec, steps), spec)
    assert isinstance(start, Quantity)
    assert isinstance(after, Quantity)
    assert len(after.ends) == len(start.ends)
    for before, now in zip(start.ends, after.ends, strict=True):
        assert (now - before) * steps >= 0.0
