"""The book as a list: nothing is left out, and every row says where it comes from."""

from datetime import date

import pytest

from model.prices import KINDS, TOKEN_KINDS, Book, BookEntry, entries, open_book


def rows(day: date) -> dict[str, BookEntry]:
    """The rows of a day by key."""
    book = open_book(day)
    assert isinstance(book, Book)
    listed = entries(book)
    by_key = {f"{entry.group}/{entry.key}": entry for entry in listed}
    assert len(by_key) == len(listed)
    return by_key


TODAY = rows(date(2026, 11, 22))


def test_every_row_has_a_source_with_a_title_and_a_day() -> None:
    """Also what is unknown says where that was looked up."""
    for entry in TODAY.values():
        assert entry.source.title
        assert entry.source.checked <= date(2026, 11, 22)
        assert entry.value


def test_every_model_of_the_day_is_listed_with_its_five_kinds_and_its_step() -> None:
    """The step of the small model has a row of its own."""
    assert set(TODAY["models/claude-opus-5-5"].amounts) == set(TOKEN_KINDS)
    assert TODAY["models/claude-haiku-5-5.tier"].amounts["input"] == 0.50
    assert "models/claude-opus-4-1" not in TODAY


def test_the_list_follows_the_day() -> None:
    """On 10 June there is no Opus 5.5, and fast mode does not reach managed sessions."""
    then = rows(date(2026, 6, 10))
    assert "models/claude-opus-5-5" not in then
    assert then["modifiers/fast.managed"].value.startswith("does not apply")
    assert TODAY["modifiers/fast.managed"].value.startswith("applies")


@pytest.mark.parametrize(
    "key",
    ["runtime/runtime.managed-own-server", "sandboxes/langsmith", "hosts/gce", "limits/limits.sandbox_vcpu.managed"],
)
def test_what_is_unknown_is_marked(key: str) -> None:
    """A price nobody published is a row, marked, without a zero."""
    assert TODAY[key].unknown
    assert "unknown" in TODAY[key].value
    assert TODAY[key].usd is None


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_runtime_modifiers_cache_and_ranges(kind: str) -> None:
    """Everything a comparison reads by kind is on the list."""
    for key in (
        f"runtime/runtime.{kind}",
        f"modifiers/batch.{kind}",
        f"modifiers/us_inference.{kind}",
        f"cache/cache.{kind}",
        f"published/options.*.upkeep_fte ({kind})",
        f"must-haves/hipaa.{kind}",
    ):
        assert key in TODAY


def test_the_cancelled_price_rise_is_an_announcement() -> None:
    """It is listed as cancelled, and is no price."""
    row = TODAY["announcements/sonnet-5-rise"]
    assert "cancelled 2026-08-10" in row.value
    assert row.amounts["input"] == 3.0
    assert TODAY["models/claude-sonnet-5"].amounts["input"] == 2.0
