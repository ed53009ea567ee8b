"""Figures that were published, redone from the book: each is quantity × rate, with the page it stands on."""

from datetime import date

import pytest

from model.prices import TOKEN_KINDS, Book, HostPreset, ModelPrices, Rate, SandboxPreset, open_book

PRICING = "https://platform.claude.com/docs/en/about-claude/pricing"
NOTES = "https://platform.claude.com/docs/en/release-notes/overview"
TODAY = date(2026, 11, 22)
MILLION = 1_000_000


def book_of(day: date) -> Book:
    """The book of a day that it covers."""
    found = open_book(day)
    assert isinstance(found, Book)
    return found


def priced(name: str, day: date = TODAY) -> ModelPrices:
    """The prices of a model that has some on the day."""
    found = book_of(day).model(name)
    assert isinstance(found, ModelPrices)
    return found


def tokens_usd(name: str, day: date = TODAY, **tokens: int) -> float:
    """Tokens by kind × the model's rates of the day."""
    prices = priced(name, day)
    return sum(count / MILLION * prices.usd_per_mtok[kind] for kind, count in tokens.items())


def runtime_usd_per_hour(day: date = TODAY) -> float:
    """The price of a managed running hour."""
    rate = book_of(day).runtime("managed")
    assert isinstance(rate, Rate)
    return rate.usd


RATES = [
    # model, day, input, output, 5-minute write, 1-hour write, read, page
    (
        "claude-fable-5-2",
        date(2026, 11, 9),
        (8, 40, 10, 16, 0.20),
        "https://github.com/archid21/rightsize/releases/tag/v0.10.2",
    ),
    ("claude-fable-5-1", date(2026, 9, 1), (10, 50, 12.50, 20, 0.25), PRICING),
    ("claude-mythos-5-1", date(2026, 9, 1), (10, 50, 12.50, 20, 0.25), PRICING),
    ("claude-fable-5", date(2026, 6, 9), (10, 50, 12.50, 20, 1.00), PRICING),
    ("claude-mythos-5", date(2026, 6, 9), (10, 50, 12.50, 20, 1.00), PRICING),
    ("claude-opus-5-5", date(2026, 9, 22), (4, 20, 5, 8, 0.20), PRICING),
    ("claude-opus-5", date(2026, 7, 24), (5, 25, 6.25, 10, 0.50), PRICING),
    ("claude-opus-4-8", date(2026, 5, 28), (5, 25, 6.25, 10, 0.50), PRICING),
    ("claude-opus-4-7", date(2026, 4, 16), (5, 25, 6.25, 10, 0.50), PRICING),
    ("claude-opus-4-6", date(2026, 2, 5), (5, 25, 6.25, 10, 0.50), PRICING),
    ("claude-opus-4-5", date(2025, 11, 24), (5, 25, 6.25, 10, 0.50), PRICING),
    ("claude-sonnet-5-5", date(2026, 9, 28), (2, 10, 2.50, 4, 0.20), NOTES),
    ("claude-sonnet-5-5", date(2026, 10, 7), (2, 10, 2.50, 4, 0.10), NOTES),
    ("claude-sonnet-5", date(2026, 6, 30), (2, 10, 2.50, 4, 0.20), PRICING),
    ("claude-sonnet-4-6", date(2026, 2, 17), (3, 15, 3.75, 6, 0.30), PRICING),
    ("claude-sonnet-4-5", date(2025, 9, 29), (3, 15, 3.75, 6, 0.30), PRICING),
    ("claude-haiku-5-5", date(2026, 10, 7), (0.10, 0.50, 0.125, 0.20, 0.01), PRICING),
    ("claude-haiku-4-5", date(2025, 10, 15), (1, 5, 1.25, 2, 0.10), PRICING),
    ("claude-opus-4-1", date(2026, 8, 4), (15, 75, 18.75, 30, 1.50), PRICING),
]


@pytest.mark.parametrize(("name", "day", "rates", "page"), RATES, ids=[f"{row[0]} {row[1]}" for row in RATES])
def test_token_rates_from_their_first_day(name: str, day: date, rates: tuple[float, ...], page: str) -> None:
    """A million tokens of each kind, on the first day of the price."""
    assert page.startswith("https://")
    kinds = ("input", "output", "cache_write_5m", "cache_write_1h", "cache_read")
    assert set(kinds) == set(TOKEN_KINDS)
    for kind, usd in zip(kinds, rates, strict=True):
        assert tokens_usd(name, day, **{kind: MILLION}) == pytest.approx(usd)


@pytest.mark.parametrize(
    ("name", "share"),
    [("claude-fable-5-2", 0.025), ("claude-opus-5-5", 0.05), ("claude-sonnet-5-5", 0.05), ("claude-opus-4-8", 0.1)],
)
def test_the_cache_read_factor_is_the_models_own(name: str, share: float) -> None:
    """Reads cost 0.025, 0.05 or 0.1 of input (https://platform.claude.com/docs/en/about-claude/pricing)."""
    usd = priced(name).usd_per_mtok
    assert usd["cache_read"] == pytest.approx(share * usd["input"])


def test_haiku_5_5_above_100_000_prompt_tokens() -> None:
    """0.50, 2.50, 0.625, 1.00 and 0.05 a million (https://platform.claude.com/docs/en/about-claude/pricing)."""
    tier = priced("claude-haiku-5-5").tier
    assert tier is not None
    assert [tier.usd_per_mtok[kind] for kind in TOKEN_KINDS] == [0.50, 2.50, 0.05, 0.625, 1.00]


@pytest.mark.parametrize(
    ("name", "usd_input", "usd_output"),
    [("claude-opus-5-5", 8, 40), ("claude-opus-5", 10, 50), ("claude-opus-4-8", 10, 50), ("claude-fable-5-2", 16, 80)],
)
def test_fast_mode_rates(name: str, usd_input: float, usd_output: float) -> None:
    """Fast rates a million tokens (https://code.claude.com/docs/en/fast-mode)."""
    factor = book_of(TODAY).modifier("fast", "managed", name).factor
    assert factor is not None
    assert tokens_usd(name, input=MILLION) * factor == pytest.approx(usd_input)
    assert tokens_usd(name, output=MILLION) * factor == pytest.approx(usd_output)


def test_the_published_coding_session() -> None:
    """50,000 × 5 + 15,000 × 25 a million + 1 h × 0.08 = 0.705; runtime is about 11 % (https://www.opslyft.com/blog/anthropic-managed-agents)."""
    tokens = tokens_usd("claude-opus-4-8", input=50_000, output=15_000)
    assert tokens == pytest.approx(50_000 * 5 / MILLION + 15_000 * 25 / MILLION)
    total = tokens + 1 * runtime_usd_per_hour()
    assert total == pytest.approx(0.705)
    assert runtime_usd_per_hour() / total == pytest.approx(0.11, abs=0.005)


def test_the_published_coding_session_with_caching() -> None:
    """80 % of the input read from cache: 0.05 + 0.02 + 0.375 + 0.08 = 0.525 (https://www.opslyft.com/blog/anthropic-managed-agents)."""
    tokens = tokens_usd("claude-opus-4-8", input=10_000, cache_read=40_000, output=15_000)
    assert tokens + runtime_usd_per_hour() == pytest.approx(
        10_000 * 5 / MILLION + 40_000 * 0.5 / MILLION + 0.375 + 0.08
    )
    assert tokens + runtime_usd_per_hour() == pytest.approx(0.525)


def test_the_coding_session_with_its_cache_writes() -> None:
    """The fresh fifth as a 5-minute write: 10,000 × 6.25 a million instead of × 5: 0.5375 (same page)."""
    tokens = tokens_usd("claude-opus-4-8", cache_write_5m=10_000, cache_read=40_000, output=15_000)
    assert tokens + runtime_usd_per_hour() == pytest.approx(0.5375)


@pytest.mark.parametrize(("cached", "usd"), [(0, 7_050), (40_000, 5_250)])
def test_ten_thousand_sessions_a_month(cached: int, usd: float) -> None:
    """10,000 × 0.705 and 10,000 × 0.525 (https://www.opslyft.com/blog/anthropic-managed-agents)."""
    tokens = tokens_usd("claude-opus-4-8", input=50_000 - cached, cache_read=cached, output=15_000)
    assert 10_000 * (tokens + runtime_usd_per_hour()) == pytest.approx(usd)


def test_runtime_is_metered_by_the_part_of_an_hour() -> None:
    """20 minutes × 0.08 an hour (https://platform.claude.com/docs/en/managed-agents/budgets)."""
    assert 20 / 60 * runtime_usd_per_hour() == pytest.approx(0.026667, abs=5e-7)


def test_runtime_has_not_changed_since_the_first_day() -> None:
    """0.08 an hour on 2026-04-08 and today (https://platform.claude.com/docs/en/about-claude/pricing)."""
    assert runtime_usd_per_hour(date(2026, 4, 8)) == runtime_usd_per_hour() == 0.08


def test_a_thousand_searches() -> None:
    """1,000 × 10 a thousand (https://platform.claude.com/docs/en/about-claude/pricing)."""
    assert 1_000 * book_of(TODAY).search().usd / 1_000 == pytest.approx(10)


def test_us_only_inference_on_the_coding_session() -> None:
    """0.625 × 1.1 + 0.08 = 0.7675: not on runtime (https://platform.claude.com/docs/en/about-claude/pricing)."""
    rule = book_of(TODAY).modifier("us_inference", "managed", "claude-opus-4-8")
    assert rule.applies
    assert rule.factor == 1.1
    tokens = tokens_usd("claude-opus-4-8", input=50_000, output=15_000)
    assert tokens * rule.factor + runtime_usd_per_hour() == pytest.approx(0.7675)


@pytest.mark.parametrize(
    ("name", "usd", "hours"),
    [
        ("claude-fable-5-2", 0.98, 12.3),
        ("claude-opus-5", 0.575, 7.2),
        ("claude-opus-4-8", 0.575, 7.2),
        ("claude-opus-5-5", 0.48, 6.0),
        ("claude-sonnet-5-5", 0.24, 3.0),
        ("claude-haiku-4-5", 0.115, 1.4),
    ],
)
def test_what_a_free_pause_really_costs(name: str, usd: float, hours: float) -> None:
    """100,000 tokens × (5-minute write − read) after a pause over five minutes, and as running hours."""
    rates = priced(name).usd_per_mtok
    extra = 100_000 / MILLION * (rates["cache_write_5m"] - rates["cache_read"])
    assert extra == pytest.approx(usd, abs=0.006)
    assert extra / runtime_usd_per_hour() == pytest.approx(hours, abs=0.06)


@pytest.mark.parametrize(
    ("name", "plain", "cached"),
    [
        ("claude-fable-5-2", 0.07, 0.10),
        ("claude-opus-5", 0.11, 0.15),
        ("claude-opus-5-5", 0.14, 0.19),
        ("claude-sonnet-5-5", 0.24, 0.31),
        ("claude-haiku-4-5", 0.39, 0.47),
        ("claude-haiku-5-5", 0.86, 0.90),
    ],
)
def test_the_share_of_runtime_in_the_coding_session_by_model(name: str, plain: float, cached: float) -> None:
    """1 h × 0.08 over the session's total, without and with 80 % read from cache (rates of the pricing page)."""
    runtime = runtime_usd_per_hour()
    for tokens, share in (
        (tokens_usd(name, input=50_000, output=15_000), plain),
        (tokens_usd(name, input=10_000, cache_read=40_000, output=15_000), cached),
    ):
        assert runtime / (tokens + runtime) == pytest.approx(share, abs=0.0051)


def test_routing_sixty_percent_to_the_small_model() -> None:
    """0.6 × Haiku 4.5 + 0.4 × Opus 4.8 on the cached session's tokens: 0.445 becomes 0.2314."""
    large = tokens_usd("claude-opus-4-8", input=10_000, cache_read=40_000, output=15_000)
    small = tokens_usd("claude-haiku-4-5", input=10_000, cache_read=40_000, output=15_000)
    assert large == pytest.approx(0.445)
    assert 0.6 * small + 0.4 * large == pytest.approx(0.2314)


SANDBOXES = [
    ("e2b", 0.166, "https://e2b.dev/docs/faq/calculate-sandbox-price"),
    ("daytona", 0.166, "https://www.daytona.io/pricing"),
    ("modal", 0.239, "https://modal.com/pricing"),
    ("cloudflare", 0.180, "https://developers.cloudflare.com/containers/pricing/"),
    ("vercel", 0.341, "https://vercel.com/docs/vercel-sandbox/pricing"),
    ("agentcore", 0.217, "https://aws.amazon.com/bedrock/agentcore/pricing/"),
    ("google-agent-runtime", 0.206, "https://cloud.google.com/products/gemini-enterprise-agent-platform/pricing"),
    ("foundry-hosted", 0.24, "https://github.com/microsoft/Foundry-Agent-Solution-Templates"),
]


@pytest.mark.parametrize(("preset", "usd", "page"), SANDBOXES, ids=[row[0] for row in SANDBOXES])
def test_an_hour_of_two_vcpu_and_four_gib(preset: str, usd: float, page: str) -> None:
    """2 × the vCPU-hour + 4 × the GiB-hour, from the page the preset names."""
    found = book_of(TODAY).sandbox(preset)
    assert isinstance(found, SandboxPreset)
    assert found.source.url == page
    assert found.usd_per_vcpu_hour is not None
    assert found.usd_per_gib_hour is not None
    assert 2 * found.usd_per_vcpu_hour + 4 * found.usd_per_gib_hour == pytest.approx(usd, abs=0.0012)


@pytest.mark.parametrize(("preset", "usd"), [("cloudflare", 0.079), ("vercel", 0.162), ("agentcore", 0.092)])
def test_the_same_hour_with_the_cpu_busy_for_30_percent(preset: str, usd: float) -> None:
    """2 × 0.3 × the vCPU-hour + 4 × the GiB-hour, where only active CPU is billed."""
    found = book_of(TODAY).sandbox(preset)
    assert isinstance(found, SandboxPreset)
    assert found.cpu_meter == "active"
    assert found.usd_per_vcpu_hour is not None
    assert found.usd_per_gib_hour is not None
    assert 2 * 0.3 * found.usd_per_vcpu_hour + 4 * found.usd_per_gib_hour == pytest.approx(usd, abs=0.0012)


@pytest.mark.parametrize(
    ("preset", "vcpu"),
    [("modal", 0.67), ("e2b", 0.97), ("daytona", 0.97), ("fargate-x86", 1.62), ("fargate-arm", 2.03)],
)
def test_the_size_that_costs_as_much_as_a_managed_hour(preset: str, vcpu: float) -> None:
    """0.08 an hour over one vCPU and two GiB (https://aws.amazon.com/fargate/pricing/ and the presets' pages)."""
    found = book_of(TODAY).sandbox(preset)
    assert isinstance(found, SandboxPreset)
    assert found.usd_per_vcpu_hour is not None
    assert found.usd_per_gib_hour is not None
    assert runtime_usd_per_hour() / (found.usd_per_vcpu_hour + 2 * found.usd_per_gib_hour) == pytest.approx(
        vcpu, abs=0.006
    )


@pytest.mark.parametrize(
    ("service", "usd_per_hour", "about"),
    [("nat-gateway", 0.045, 33), ("load-balancer", 0.0225, 16), ("eks", 0.10, 73), ("postgres-small", 0.065, 47)],
)
def test_shared_services_over_a_month_of_730_hours(service: str, usd_per_hour: float, about: float) -> None:
    """730 × the hour (https://projecthelena.com/blog/aws-bill-breakdown-2026/, https://github.com/gpazo/Rat-Things)."""
    found = next(entry for entry in book_of(TODAY).services() if entry.id == service)
    assert float(found.text) == usd_per_hour
    assert float(found.monthly) == pytest.approx(730 * usd_per_hour)
    assert float(found.monthly) == pytest.approx(about, abs=0.5)


def test_the_cap_of_a_small_machine() -> None:
    """A full month × the hour would exceed the cap of 41.99: the cap is what it costs.

    https://docs.hetzner.com/general/infrastructure-and-availability/price-adjustment/
    """
    found = book_of(TODAY).host("hetzner-cpx32")
    assert isinstance(found, HostPreset)
    assert found.usd_per_hour is not None
    assert found.usd_per_month_cap == 41.99
    assert 730 * found.usd_per_hour > found.usd_per_month_cap


@pytest.mark.parametrize(
    ("provider", "text"), [("claude", "10"), ("tavily", "8"), ("exa", "7"), ("brave", "5"), ("perplexity", "5")]
)
def test_a_thousand_searches_elsewhere(provider: str, text: str) -> None:
    """List prices of the providers' own pages, for instance https://docs.tavily.com/documentation/api-credits.md."""
    found = next(entry for entry in book_of(TODAY).search_providers() if entry.id == provider)
    assert found.text == text
    assert found.source.url.startswith("https://")
