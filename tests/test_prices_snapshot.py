"""The committed snapshot of token prices against the installed library, and our own dated file against both."""

import json
from datetime import date
from pathlib import Path

import pytest

from model.prices import TOKEN_KINDS, Book, ModelPrices, claude, data_files, open_book, snapshot


def book_of(day: date) -> Book:
    """The book of a day that it covers."""
    found = open_book(day)
    assert isinstance(found, Book)
    return found


def priced(name: str, day: date) -> ModelPrices:
    """The prices of a model that has some on the day."""
    found = book_of(day).model(name)
    assert isinstance(found, ModelPrices)
    return found


LISTED = sorted(data_files.snapshot().models)


def test_the_snapshot_is_what_the_installed_library_gives() -> None:
    """Making the snapshot again changes no byte but, at most, the version it was made from."""
    again = json.loads(snapshot.text(snapshot.build()))
    committed = json.loads(data_files.raw("claude.json"))
    assert again["models"] == committed["models"]
    assert again["source"] == committed["source"]


def test_the_snapshot_says_how_when_and_from_what_it_was_made() -> None:
    """The header names the command, the library with its version, the vendor's page and the day."""
    header = data_files.snapshot()
    assert header.made_by == "python -m model.prices.snapshot"
    assert header.library == f"genai-prices {snapshot.library_version()}"
    assert header.source == "https://platform.claude.com/docs/en/about-claude/pricing"
    assert header.checked == date(2026, 11, 22)


def test_the_command_writes_the_committed_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the command writes is byte for byte what is committed."""
    committed = snapshot.SNAPSHOT.read_bytes()
    monkeypatch.setattr(snapshot, "SNAPSHOT", tmp_path / "claude.json")
    assert snapshot.main() == 0
    assert (tmp_path / "claude.json").read_bytes() == committed


def test_every_listed_model_has_a_first_day() -> None:
    """No model of the snapshot is without release day, and none of ours is without prices."""
    assert set(LISTED) <= set(claude.catalogue())


@pytest.mark.parametrize("name", LISTED)
def test_every_listed_model_has_all_five_kinds(name: str) -> None:
    """Every price of every Claude model covers the five kinds, above its prompt-length step too."""
    for price in data_files.snapshot().models[name].prices:
        assert set(price.usd_per_mtok) == set(TOKEN_KINDS)
        assert set(price.above_usd_per_mtok) in (set(), set(TOKEN_KINDS))


@pytest.mark.parametrize("name", LISTED)
def test_cache_writes_are_a_fixed_multiple_of_input(name: str) -> None:
    """A 5-minute write is 1.25 times input, a 1-hour write twice."""
    for price in data_files.snapshot().models[name].prices:
        usd = price.usd_per_mtok
        assert usd["cache_write_5m"] == pytest.approx(1.25 * usd["input"])
        assert usd["cache_write_1h"] == pytest.approx(2 * usd["input"])


@pytest.mark.parametrize("name", LISTED)
def test_batch_is_half_of_every_kind(name: str) -> None:
    """The catalogue's Batch prices are 0.5 of its own prices, the factor of our rule."""
    listed = data_files.snapshot().models[name]
    for kind, usd in listed.variants.get("batch", {}).items():
        assert usd == pytest.approx(0.5 * listed.prices[-1].usd_per_mtok[kind])


@pytest.mark.parametrize("name", LISTED)
def test_fast_prices_agree_with_our_factor(name: str) -> None:
    """Where the catalogue has fast prices our dated rule has the factor that gives them, and a rule nowhere else."""
    listed = data_files.snapshot().models[name]
    rule = book_of(date(2026, 11, 22)).fast(name)
    fast = listed.variants.get("fast", {})
    if not fast:
        assert rule.applies is False or rule.factor == 1.0
        return
    assert rule.applies is True
    for kind, usd in fast.items():
        assert usd == pytest.approx((rule.factor or 0.0) * listed.prices[-1].usd_per_mtok[kind])


def test_the_library_has_one_price_for_sonnet_5_5_and_we_add_the_earlier_one() -> None:
    """The catalogue carries only today's cache read of Sonnet 5.5; the price before 2026-10-07 is ours."""
    assert len(data_files.snapshot().models["claude-sonnet-5-5"].prices) == 1
    old, new = (priced("claude-sonnet-5-5", day) for day in (date(2026, 10, 6), date(2026, 10, 7)))
    assert old.source.url == "https://platform.claude.com/docs/en/release-notes/overview"
    assert (old.usd_per_mtok["cache_read"], new.usd_per_mtok["cache_read"]) == (0.20, 0.10)
    assert {kind: usd for kind, usd in old.usd_per_mtok.items() if kind != "cache_read"} == {
        kind: usd for kind, usd in new.usd_per_mtok.items() if kind != "cache_read"
    }


def test_the_library_keeps_a_tier_that_can_no_longer_be_reached() -> None:
    """Sonnet 4.5 refuses prompts above 200,000 tokens since 2026-04-30: the book drops the step."""
    assert data_files.snapshot().models["claude-sonnet-4-5"].prices[-1].above_tokens == 200_000
    before, after = (priced("claude-sonnet-4-5", day) for day in (date(2026, 4, 29), date(2026, 4, 30)))
    assert before.tier is not None
    assert after.tier is None


def test_the_library_knows_no_cancelled_price_rise() -> None:
    """Sonnet 5 costs the same on the day before and the day of the rise that was cancelled."""
    days = (date(2026, 8, 31), date(2026, 9, 1))
    assert [priced("claude-sonnet-5", day).usd_per_mtok["input"] for day in days] == [2.0, 2.0]
    (announced,) = book_of(days[0]).announcements()
    assert (announced.announced_for, announced.cancelled) == (date(2026, 9, 1), date(2026, 8, 10))
