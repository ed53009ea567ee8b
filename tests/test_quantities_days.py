"""Days as people write them and as the product prints them; what has two meanings asks; nothing leads off the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.profile import Problems, loads
from model.quantities import figures
from model.quantities.days import FIRST, LAST, read_day
from tests.cases import CODING
from tui.command_line import main

DAYS = st.dates(FIRST, LAST)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2026-06-10",
            "2026/06/10",
            "2026/6/10",
            "2026-6-10",
            "2026.06.10",
            "10 June 2026",
            "10 Jun 2026",
            "10. June 2026",
        ),
        *(
            "June 10, 2026",
            "Jun 10 2026",
            "jun. 10, 2026",
            "10.06.2026",
            "10.6.2026",
            "10th of June 2026",
            "10-Jun-2026",
        ),
    ],
)
def test_one_day_in_every_writing(text: str) -> None:
    """All of these are the tenth of June."""
    assert read_day(text) == date(2026, 6, 10)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("10/06/2026", "write 2026-06-10 or 2026-10-06"),
        ("yesterday", "such as 2026-11-22 or 22 Nov 2026"),
        ("31 June 2026", "that the calendar has"),
        ("2026-13-01", "that the calendar has"),
        ("9999-12-31", "from 2000-01-01 to 2199-12-31"),
        ("0001-01-01", "from 2000-01-01"),
        ("10 Ju 2026", "such as"),
        ("", "such as"),
        ("1" * 200, "such as"),
    ],
)
def test_what_is_no_day_says_what_is(text: str, said: str) -> None:
    """Two meanings, no such day, beyond the years that are computed with."""
    found = read_day(text)
    assert isinstance(found, str)
    assert said in found


def test_slashes_are_read_where_one_number_is_no_month() -> None:
    """The 28th is a day."""
    assert read_day("28/11/2026") == read_day("11/28/2026") == read_day("28.11.2026") == date(2026, 11, 28)


@settings(max_examples=100)
@given(DAYS)
def test_every_day_reads_back_as_printed(when: date) -> None:
    """As screens print it, as files hold it, as Americans and Germans write it."""
    for text in (figures.day(when), when.isoformat(), f"{when:%B} {when.day}, {when.year}", f"{when:%d.%m.%Y}"):
        assert read_day(text) == when


@settings(max_examples=100)
@given(st.text(max_size=60) | st.text(alphabet="0123456789-/. JunNov,ofth", max_size=24))
def test_any_text_is_a_day_or_a_sentence(text: str) -> None:
    """Nothing raises."""
    found = read_day(text)
    assert isinstance(found, str) or FIRST <= found <= LAST


@pytest.mark.parametrize("written", ["9999-12-31", "2200-01-01", '"9999-12-30"', '"22.11.9999"'])
def test_a_profile_of_the_far_future_is_refused_where_it_is_read(written: str) -> None:
    """It used to be fine for check and to end every computation."""
    found = loads(f"as_of = {written}\n" + CODING.lstrip())
    assert isinstance(found, Problems)
    assert "from 2000-01-01 to 2199-12-31" in found.sentences()[0]


def test_the_last_day_computes(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    """The longest horizon from the last day stays on the calendar."""
    path = tmp_path / "late.toml"
    path.write_text(CODING.replace("schema = 1", "schema = 1\nas_of = 2199-12-31", 1), encoding="utf-8")
    assert main(["compare", str(path), "--draws", "50", "--set", "horizon_months=240"]) in (0, 3)
    assert main(["check", str(path), "--as-of", "31 Dec 2199"]) == 0
    assert main(["check", str(path), "--as-of", "9999-01-01"]) == 2
    assert "from 2000-01-01 to 2199-12-31" in capsys.readouterr().err
    assert date.max - LAST > timedelta(days=366 * 1000)
