"""Lookups in the book: the day decides, names are never guessed, and what is unknown stays unknown."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.prices import (
    KINDS,
    MODIFIERS,
    BeforeFirstDay,
    Book,
    HostPreset,
    ModelPrices,
    Rate,
    SandboxPreset,
    Unknown,
    UnpricedName,
    claude,
    open_book,
)

TODAY = date(2026, 11, 22)
ARTICLE = date(2026, 6, 10)


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


def unpriced(name: str, day: date) -> UnpricedName:
    """The reason a model has no price on the day."""
    found = book_of(day).model(name)
    assert isinstance(found, UnpricedName)
    return found


def test_a_day_before_the_book_names_its_first_day() -> None:
    """Before the first known price there is no book, and the answer says from when there is one."""
    found = open_book(date(2020, 1, 1))
    assert isinstance(found, BeforeFirstDay)
    assert isinstance(open_book(found.first_day), Book)
    assert isinstance(open_book(found.first_day - timedelta(days=1)), BeforeFirstDay)


@pytest.mark.parametrize("name", list(claude.catalogue()))
def test_a_model_has_no_price_the_day_before_its_release(name: str) -> None:
    """The first day is priced, the day before names it."""
    first = claude.catalogue()[name].days.released
    assert isinstance(book_of(first).model(name), ModelPrices)
    if first > claude.first_day():
        before = unpriced(name, first - timedelta(days=1))
        assert before.first_day == first
        assert first.isoformat() in before.why


@pytest.mark.parametrize("name", ["claude-opus-4-1", "claude-opus-4-0", "claude-sonnet-4-0", "claude-sonnet-4-5"])
def test_a_model_that_left_the_api_has_no_price_and_names_the_day(name: str) -> None:
    """A retired model never falls back to another price: the answer says when it left and which are near."""
    gone = claude.catalogue()[name].days.retires
    assert gone is not None
    assert isinstance(book_of(gone - timedelta(days=1)).model(name), ModelPrices)
    after = unpriced(name, gone)
    assert gone.isoformat() in after.why
    assert after.last_day == gone - timedelta(days=1)
    assert after.nearest


@pytest.mark.parametrize(
    ("day", "step"), [(date(2026, 3, 12), 200_000), (date(2026, 3, 13), None)], ids=["the last day", "the day after"]
)
@pytest.mark.parametrize("name", ["claude-sonnet-4-6", "claude-opus-4-6"])
def test_the_long_prompt_surcharge_of_4_6_ended_on_2026_03_13(name: str, day: date, step: int | None) -> None:
    """Above 200,000 prompt tokens input doubled and output rose by half, until 12 March 2026."""
    prices = priced(name, day)
    if step is None:
        assert prices.tier is None
        return
    assert prices.tier is not None
    assert prices.tier.above_tokens == step
    assert prices.tier.usd_per_mtok["input"] == pytest.approx(2 * prices.usd_per_mtok["input"])
    assert prices.tier.usd_per_mtok["output"] == pytest.approx(1.5 * prices.usd_per_mtok["output"])


def test_the_small_model_costs_five_times_as_much_above_100_000_prompt_tokens() -> None:
    """All five kinds of Haiku 5.5 cost five times as much in a request with a longer prompt."""
    prices = priced("claude-haiku-5-5", TODAY)
    assert prices.tier is not None
    assert prices.tier.above_tokens == 100_000
    for kind, usd in prices.usd_per_mtok.items():
        assert prices.tier.usd_per_mtok[kind] == pytest.approx(5 * usd)


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("claude-opus-4-8", "claude-opus-4-8"),
        ("Claude-Opus-4-8 ", "claude-opus-4-8"),
        ("claude-opus-4.8", "claude-opus-4-8"),
        ("claude-haiku-4-5-20251001", "claude-haiku-4-5"),
        ("claude-haiku-4-5@20251001", "claude-haiku-4-5"),
        ("claude-5-5-sonnet", "claude-sonnet-5-5"),
    ],
)
def test_a_model_is_known_by_its_spellings(written: str, known: str) -> None:
    """Case, dots and a date behind the name are the same model."""
    assert priced(written, TODAY).id == known


@pytest.mark.parametrize(
    "name", ["claude-opus-4-88", "claude-opus-4-8x", "claude-opus-48", "opus-4-88", "claude opus 4.88"]
)
def test_a_misspelt_claude_model_gets_the_nearest_names(name: str) -> None:
    """A name that is nearly right is not priced; the nearest offered names are given."""
    assert "claude-opus-4-8" in unpriced(name, TODAY).nearest


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_no_name_breaks_the_lookup(name: str) -> None:
    """Any text is priced or gets a reason, control characters and all."""
    assert isinstance(book_of(TODAY).model(name), ModelPrices | UnpricedName)


def test_another_vendors_model_is_looked_up_with_its_kinds_apart() -> None:
    """A kind without a price of its own costs as much as fresh input, and the note says so."""
    prices = priced("gpt-4.1", TODAY)
    assert not prices.is_claude
    assert prices.released is None
    assert prices.usd_per_mtok["cache_write_5m"] == prices.usd_per_mtok["input"]
    assert prices.usd_per_mtok["cache_read"] < prices.usd_per_mtok["input"]
    assert "cache_write_5m" in prices.note


def test_another_vendors_name_may_carry_the_vendor() -> None:
    """vendor/model is the same model."""
    assert priced("openai/gpt-4.1", TODAY).id == priced("gpt-4.1", TODAY).id


def test_another_vendors_start_dates_and_tiers_are_constraints() -> None:
    """o3 is priced from the day of its dated price on; the long prompts of Gemini 2.5 Pro have a step."""
    assert priced("o3", date(2025, 6, 10)).since == date(2025, 6, 10)
    tier = priced("gemini-2.5-pro", TODAY).tier
    assert tier is not None
    assert tier.above_tokens == 200_000


def test_a_misspelt_model_of_another_vendor_gets_the_nearest_names() -> None:
    """Nearest names come from both catalogues."""
    assert "gpt-4.1" in unpriced("gpt-4.1x", TODAY).nearest


def test_models_of_the_day_are_those_on_offer() -> None:
    """The list of a day has no model that is not out yet and none that has left."""
    ids = {model.id for model in book_of(ARTICLE).models()}
    assert "claude-opus-4-8" in ids
    assert "claude-opus-5" not in ids
    assert "claude-opus-4-1" in ids
    assert "claude-opus-4-1" not in {model.id for model in book_of(TODAY).models()}


def test_runtime_by_kind() -> None:
    """Managed 0.08, own sandboxes the same by assumption, own server unknown, own stack none."""
    book = book_of(TODAY)
    managed, sandboxes = book.runtime("managed"), book.runtime("managed-own-sandboxes")
    assert isinstance(managed, Rate)
    assert managed.usd == 0.08
    assert isinstance(sandboxes, Rate)
    assert sandboxes.usd == 0.08
    assert "not documented" in sandboxes.note
    assert isinstance(book.runtime("managed-own-server"), Unknown)
    own = book.runtime("own-stack")
    assert isinstance(own, Rate)
    assert own.usd == 0.0


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("managed", date(2026, 4, 8)),
        ("managed-own-sandboxes", date(2026, 5, 19)),
        ("managed-own-server", date(2026, 11, 12)),
    ],
)
def test_runtime_before_a_kind_began_names_its_first_day(kind: str, first: date) -> None:
    """The day before is unknown, with the first day."""
    before = book_of(first - timedelta(days=1)).runtime(kind)
    assert isinstance(before, Unknown)
    assert before.first_day == first
    after = book_of(first).runtime(kind)
    assert not isinstance(after, Unknown) or after.first_day is None


@pytest.mark.parametrize("name", ["fast", "us_inference"])
@pytest.mark.parametrize("kind", ["managed", "managed-own-sandboxes"])
def test_fast_and_us_only_reach_managed_sessions_on_2026_08_07(name: str, kind: str) -> None:
    """On 10 June and 6 August they do not apply, from 7 August they do."""
    for day, applies in ((ARTICLE, False), (date(2026, 8, 6), False), (date(2026, 8, 7), True), (TODAY, True)):
        assert book_of(day).modifier(name, kind).applies is applies
        assert book_of(day).modifier(name, kind, "claude-opus-4-8").applies is applies
    assert book_of(ARTICLE).modifier(name, kind).until == date(2026, 8, 7)


@pytest.mark.parametrize("name", ["batch", "fast", "us_inference"])
def test_the_messages_api_has_every_modifier_from_the_models_release(name: str) -> None:
    """On an own stack all three apply in June, and have no first day of their own."""
    rule = book_of(ARTICLE).modifier(name, "own-stack")
    assert rule.applies is True
    assert rule.since is None


@pytest.mark.parametrize("name", ["batch", "fast", "us_inference"])
def test_modifiers_of_an_own_server_are_unknown(name: str) -> None:
    """Nothing is documented for the self-hosted server."""
    assert book_of(TODAY).modifier(name, "managed-own-server").applies is None


def test_batch_is_half_on_an_own_stack_and_not_there_when_hosted() -> None:
    """Batch never reached managed sessions."""
    assert book_of(TODAY).modifier("batch", "own-stack").factor == 0.5
    for kind in ("managed", "managed-own-sandboxes"):
        assert book_of(TODAY).modifier("batch", kind).applies is False


@pytest.mark.parametrize(
    ("model", "day", "applies", "factor"),
    [
        ("claude-opus-5-5", TODAY, True, 2.0),
        ("claude-opus-4-8", TODAY, True, 2.0),
        ("claude-opus-4-8", date(2026, 11, 30), False, None),
        ("claude-opus-4-7", date(2026, 7, 24), False, None),
        ("claude-opus-4-7", date(2026, 7, 23), True, None),
        ("claude-opus-4-6", date(2026, 6, 29), True, 1.0),
        ("claude-haiku-4-5", TODAY, False, None),
    ],
)
def test_fast_mode_by_model_and_day(model: str, day: date, applies: bool, factor: float | None) -> None:
    """Fast mode has a life of its own on each model; a price that is not recorded is no price."""
    rule = book_of(day).modifier("fast", "own-stack", model)
    assert (rule.applies, rule.factor) == (applies, factor)


@pytest.mark.parametrize(("model", "applies"), [("claude-sonnet-4-6", True), ("claude-haiku-4-5", False)])
def test_us_only_inference_needs_claude_4_6_or_later(model: str, applies: bool) -> None:
    """Older models refuse it."""
    rule = book_of(TODAY).modifier("us_inference", "own-stack", model)
    assert rule.applies is applies
    assert rule.factor == 1.1


def test_every_modifier_answers_for_every_kind_on_every_kind_of_day() -> None:
    """No combination is without a rule, also before a kind began."""
    for day in (claude.first_day(), ARTICLE, TODAY):
        for kind in KINDS:
            for name in MODIFIERS:
                assert book_of(day).modifier(name, kind).rule


def test_cache_lifetime_by_kind() -> None:
    """Five minutes everywhere by default; one hour is documented for an own loop only."""
    for kind in KINDS:
        rule = book_of(TODAY).cache_rule(kind)
        assert rule.default == "5m"
        assert ("1h" in rule.documented) is (kind == "own-stack")


def test_limits_of_managed_sessions() -> None:
    """300 starts a minute, 8 GB and 10 GB; the CPU count is not published and stays unknown."""
    limits = {limit.key: limit.value for limit in book_of(TODAY).limits("managed")}
    assert limits["session_creations_per_minute"] == 300
    assert limits["sandbox_memory_gib"] == 8
    assert limits["sandbox_disk_gib"] == 10
    assert limits["sandbox_vcpu"] is None
    assert "session_budget" in limits
    assert "session_budget" not in {limit.key for limit in book_of(date(2026, 8, 6)).limits("managed")}


@pytest.mark.parametrize(
    ("key", "kind", "day", "status"),
    [
        ("hipaa", "managed", TODAY, "fail"),
        ("hipaa", "managed-own-sandboxes", TODAY, "fail"),
        ("hipaa", "managed-own-server", TODAY, "unknown"),
        ("hipaa", "own-stack", TODAY, "unknown"),
        ("zero_data_retention", "managed", TODAY, "fail"),
        ("zero_data_retention", "managed-own-server", TODAY, "pass"),
        ("eu_residency", "managed", TODAY, "fail"),
        ("other_models", "managed", TODAY, "fail"),
        ("other_models", "own-stack", TODAY, "pass"),
        ("cloud_billing", "managed", date(2026, 5, 10), "fail"),
        ("cloud_billing", "managed", date(2026, 5, 11), "pass"),
        ("session_budgets", "managed", date(2026, 8, 6), "fail"),
        ("session_budgets", "managed", date(2026, 8, 7), "pass"),
        ("data_stays_with_us", "managed-own-sandboxes", TODAY, "fail"),
        ("data_stays_with_us", "own-stack", TODAY, "pass"),
        ("something-of-our-own", "managed", TODAY, "unknown"),
    ],
)
def test_must_haves_by_kind_and_day(key: str, kind: str, day: date, status: str) -> None:
    """Facts have dates; what the book has nothing on is unknown."""
    assert book_of(day).must_have(key, kind).status == status


def test_every_must_have_answers_for_every_kind() -> None:
    """Each requirement has a dated fact for each kind."""
    for known in book_of(TODAY).must_haves():
        for kind in KINDS:
            assert book_of(TODAY).must_have(known.key, kind).why != "the book has no fact on this"


def test_a_sandbox_rate_that_nobody_published_is_unknown() -> None:
    """LangSmith prices no memory; that is None, not 0."""
    found = book_of(TODAY).sandbox("langsmith")
    assert isinstance(found, SandboxPreset)
    assert found.usd_per_gib_hour is None


def test_an_unknown_preset_gets_the_nearest_names() -> None:
    """Sandboxes and machines alike."""
    for found in (book_of(TODAY).sandbox("e2bb"), book_of(TODAY).host("ec2-m7g-4xlarg")):
        assert isinstance(found, UnpricedName)
        assert found.nearest


def test_a_machine_costs_what_it_cost_on_the_day() -> None:
    """The rise of June 2026 and the cap that came with it."""
    before, after = (book_of(day).host("hetzner-cpx32") for day in (date(2026, 6, 14), date(2026, 6, 15)))
    assert isinstance(before, HostPreset)
    assert isinstance(after, HostPreset)
    assert (before.usd_per_hour, after.usd_per_hour) == (0.0256, 0.0673)
    assert after.usd_per_month_cap == 41.99


def test_a_preset_before_its_first_day_names_it() -> None:
    """A machine whose earlier price is not known has none before the rise."""
    found = book_of(date(2026, 6, 14)).host("hetzner-ccx23")
    assert isinstance(found, UnpricedName)
    assert found.first_day == date(2026, 6, 15)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("pattern", ["options.*.build_engineer_weeks", "options.*.upkeep_fte"])
def test_every_kind_has_a_published_range_for_build_and_upkeep(pattern: str, kind: str) -> None:
    """The word "published" does for the smallest profile, whatever its two kinds."""
    found = book_of(TODAY).published(pattern, kind)
    assert found is not None
    assert found.sources
    assert found.basis


def test_published_upkeep_of_an_own_stack() -> None:
    """0.05 to 0.8 engineers, five sources."""
    found = book_of(TODAY).published("options.*.upkeep_fte", "own-stack")
    assert found is not None
    assert found.text == "0.05 / 0.3 / 0.8"
    assert len(found.sources) == 5


def test_there_is_no_published_range_for_what_only_the_team_knows() -> None:
    """The number of sessions is in no survey."""
    assert book_of(TODAY).published("workloads.*.sessions_per_month") is None
