"""The committed snapshot of Claude token prices: ``python -m model.prices.snapshot`` writes data/claude.json from
genai-prices.

The library is imported here, in the test that compares, and where a profile names a model of another vendor; never at
start-up. Search prices come along; batch and fast variants are kept so that the rules in data/models.toml can be
checked against them.
"""

import json
import re
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from model.prices.records import TOKEN_KINDS

if TYPE_CHECKING:
    from genai_prices.types import ModelInfo, ModelPrice, Provider, TieredPrices

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

SNAPSHOT = Path(__file__).parent / "data" / "claude.json"
PAGE = "https://platform.claude.com/docs/en/about-claude/pricing"
CHECKED = date(2026, 11, 22)
"""The day the vendor's page and the library were last compared; moved by hand when the snapshot is made again."""

LIBRARY_KEYS: Mapping[str, str] = {
    "input": "input_mtok",
    "output": "output_mtok",
    "cache_read": "cache_read_mtok",
    "cache_write_5m": "cache_write_mtok",
    "cache_write_1h": "cache_write_1h_mtok",
}
LEFT_OUT = ("claude-2", "claude-v1", "claude-3")
"""Prefixes of models that left the API before Managed Agents began, and whose first days no source of ours records."""

_DATED = re.compile(r"-20\d\d")


def provider(name: str) -> "Provider":
    """One provider of the installed library."""
    from genai_prices.data_snapshot import get_snapshot

    return next(entry for entry in get_snapshot().providers if entry.id == name)


def library_version() -> str:
    """The installed version of genai-prices."""
    import genai_prices

    return genai_prices.__version__


def base_and_tiers(price: "Decimal | TieredPrices | None") -> tuple[float | None, tuple[tuple[int, float], ...]]:
    """A price as its base and its steps (prompt tokens, price); (None, ()) where the library has none."""
    if price is None:
        return None, ()
    if isinstance(price, Decimal):
        return float(price), ()
    return float(price.base), tuple((int(tier.start), float(tier.price)) for tier in price.tiers)


def prices_by_kind(price: "ModelPrice") -> tuple[dict[str, float], int | None, dict[str, float]]:
    """The five kinds at base, the prompt length above which the first step applies, and the five kinds above it."""
    base: dict[str, float] = {}
    above: dict[str, float] = {}
    threshold: int | None = None
    for kind in TOKEN_KINDS:
        value, tiers = base_and_tiers(getattr(price, LIBRARY_KEYS[kind]))
        if value is None:
            continue
        base[kind] = value
        if tiers:
            threshold, above[kind] = tiers[0]
    return base, threshold, above


def dated_prices(model: "ModelInfo") -> Iterable[tuple[date | None, "ModelPrice"]]:
    """The price history of a model, oldest first; None is the beginning. Prices of certain hours are left out."""
    from genai_prices.types import ModelPrice, StartDateConstraint

    if isinstance(model.prices, ModelPrice):
        yield None, model.prices
        return
    for entry in model.prices:
        if entry.constraint is None:
            yield None, entry.prices
        elif isinstance(entry.constraint, StartDateConstraint):
            yield entry.constraint.start_date, entry.prices


def _price_record(since: date | None, price: "ModelPrice") -> dict[str, Json]:
    base, threshold, above = prices_by_kind(price)
    record: dict[str, Json] = {"since": since.isoformat() if since else None, "usd_per_mtok": dict(base)}
    if threshold is not None:
        record["above_tokens"] = threshold
        record["above_usd_per_mtok"] = dict(above)
    searches, _ = base_and_tiers(price.web_searches_kcount)
    if searches is not None:
        record["usd_per_1000_searches"] = searches
    return record


def _variants(model: "ModelInfo") -> dict[str, Json]:
    found: dict[str, Json] = {}
    for variant in model.price_variants or ():
        name = (
            "batch" if variant.when == {"processing": "batch"} else "fast" if variant.when == {"speed": "fast"} else ""
        )
        if name:
            found[name] = dict(prices_by_kind(variant.prices)[0])
    return found


def spellings(model: "ModelInfo") -> list[str]:
    """The names the library knows a model by, without dates: what may follow is decided at lookup."""
    from genai_prices.types import ClauseEquals, ClauseOr, ClauseStartsWith

    clauses = model.match.or_ if isinstance(model.match, ClauseOr) else [model.match]
    names = {clause.equals for clause in clauses if isinstance(clause, ClauseEquals)}
    names |= {clause.starts_with.rstrip("@") for clause in clauses if isinstance(clause, ClauseStartsWith)}
    return sorted(name for name in names if not _DATED.search(name))


def build() -> dict[str, Json]:
    """The snapshot as it is written: header, then every Claude model that is not left out, by id."""
    models: dict[str, Json] = {}
    for model in provider("anthropic").models:
        if model.id.startswith(LEFT_OUT):
            continue
        models[model.id] = {
            "title": model.name or model.id,
            "names": list[Json](spellings(model)),
            "context_tokens": model.context_window,
            "prices": [_price_record(since, price) for since, price in dated_prices(model)],
            "variants": _variants(model),
        }
    return {
        "made_by": "python -m model.prices.snapshot",
        "library": f"genai-prices {library_version()}",
        "title": "Claude pricing",
        "source": PAGE,
        "checked": CHECKED.isoformat(),
        "models": models,
    }


def text(snapshot: Mapping[str, Json]) -> str:
    """The snapshot as the bytes that are committed: stable order, one trailing newline."""
    return json.dumps(snapshot, indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """Write the snapshot; say on stderr what was written."""
    written = text(build())
    SNAPSHOT.write_text(written, encoding="utf-8")
    sys.stderr.write(f"wrote {SNAPSHOT.name}: {written.count('usd_per_mtok')} price records\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
