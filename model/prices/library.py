"""Models of other vendors, looked up in genai-prices when a profile names one. This is the slow import; nothing else
needs it.

The library bills cached tokens inside its input count and prices a kind it does not list at the rate of its parent: a
cache read or write without a rate of its own costs as much as fresh input. The book's kinds never overlap, so that
fallback is written out here. Of prices that depend on the hour, noon UTC is taken. First days
are not recorded.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from model.prices import snapshot as made
from model.prices.records import TOKEN_KINDS, ModelPrices, Source, Tier, UnpricedName

if TYPE_CHECKING:
    from genai_prices.types import ModelInfo, ModelPrice, Provider

PROVIDERS = (
    "openai",
    "google",
    "mistral",
    "deepseek",
    "x-ai",
    "meta",
    "cohere",
    "moonshotai",
    "zai",
    "minimax",
    "perplexity",
)
"""The vendors whose names are offered when none fits; a model of any other provider is found when it is named."""

NOON = time(12)


@cache
def names() -> tuple[str, ...]:
    """Ids of the models of the larger vendors."""
    from genai_prices.data_snapshot import get_snapshot

    return tuple(
        sorted({model.id for entry in get_snapshot().providers if entry.id in PROVIDERS for model in entry.models})
    )


def nearest(name: str) -> tuple[str, ...]:
    """The names most like this one."""
    return tuple(get_close_matches(name.strip().lower(), names(), n=3, cutoff=0.6))


def prices_on(name: str, day: date) -> ModelPrices | UnpricedName:
    """The prices of another vendor's model on a day."""
    from genai_prices.data_snapshot import get_snapshot

    unknown = UnpricedName(f"{name!r} is not in the price book", nearest(name))
    asked = name.strip().lower()
    provider_id, _, rest = asked.partition("/")
    known = {entry.id for entry in get_snapshot().providers}
    wanted, vendor = (rest, provider_id) if rest and provider_id in known else (asked, None)
    try:
        provider, model = get_snapshot().find_provider_model(wanted, None, vendor, None)
    except LookupError:
        return unknown
    if provider.id == "anthropic":
        return unknown
    starts = [since for since, _ in made.dated_prices(model)]
    begun = [since for since in starts if since is None or since <= day]
    if starts and not begun:
        first = min(since for since in starts if since is not None)
        return UnpricedName(f"{model.id} is priced from {first} on, not on {day}", (), first)
    since = max((start for start in begun if start is not None), default=None)
    return _prices(provider, model, since, model.get_prices(datetime.combine(day, NOON, UTC)), unknown.nearest)


def _prices(
    provider: "Provider", model: "ModelInfo", since: date | None, price: "ModelPrice", close: tuple[str, ...]
) -> ModelPrices | UnpricedName:
    base, threshold, above = made.prices_by_kind(price)
    if "input" not in base or "output" not in base:
        return UnpricedName(f"the catalogue has no price for the text tokens of {model.id}", close)
    address = (provider.pricing_urls or ["https://github.com/pydantic/genai-prices"])[0]
    return ModelPrices(
        id=model.id,
        title=model.name or model.id,
        vendor=provider.name,
        is_claude="claude" in model.id,
        released=None,
        retires=None,
        usd_per_mtok=_filled(base),
        tier=_tier(threshold, base, above),
        since=since,
        note=_note(base),
        source=Source(
            f"{provider.name} pricing, by genai-prices {made.library_version()}", address, since, made.CHECKED, "B"
        ),
    )


def _filled(base: Mapping[str, float]) -> dict[str, float]:
    return {kind: base.get(kind, base["input"]) for kind in TOKEN_KINDS}


def _tier(threshold: int | None, base: Mapping[str, float], above: Mapping[str, float]) -> Tier | None:
    if threshold is None:
        return None
    high_input = above.get("input", base["input"])
    return Tier(threshold, {kind: above.get(kind, base.get(kind, high_input)) for kind in TOKEN_KINDS})


def _note(base: Mapping[str, float]) -> str:
    missing = [kind for kind in TOKEN_KINDS if kind not in base]
    said = "first day not recorded"
    return f"{said}; no own price for {', '.join(missing)}: billed as input" if missing else said
