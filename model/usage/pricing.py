"""List prices for measured use: one row of prices for each model and day that occurs, from the book.

The source's own amounts are never used. A model without a price in the book is unknown: not 0, and not its neighbour's. A
dated name, a dot instead of a dash or a provider before the name mean the same model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache

from msgspec import Struct

from model.prices import Book, open_book
from model.prices.records import TOKEN_KINDS, BeforeFirstDay, ModelPrices, Rate, UnpricedName
from model.usage.row_store import RowStore

OWN = "own-stack"
COLUMNS: Mapping[str, str] = {
    "model": "VARCHAR", "day": "DATE", "id": "VARCHAR", "number": "INTEGER", "why": "VARCHAR", "above_tokens": "BIGINT",
    **dict.fromkeys(TOKEN_KINDS, "DOUBLE"), **{f"above_{kind}": "DOUBLE" for kind in TOKEN_KINDS},
    "fast": "DOUBLE", "us": "DOUBLE", "batch": "DOUBLE", "is_fast": "BOOLEAN",
}  # fmt: skip
RATES: Mapping[str, str] = {"day": "DATE", "search": "DOUBLE", "managed": "DOUBLE", "own_sandboxes": "DOUBLE"}
_PROVIDERS = re.compile(r"^(?:[a-z]{2,6}\.)?anthropic\.|^.*/")
_VERSION = re.compile(r"-v\d+(?::\d+)?$")


class NamedModel(Struct, frozen=True):
    """A model's name as the book has it, and whether the name itself says fast mode."""

    name: str
    is_fast: bool = False


@cache
def named(written: str) -> NamedModel:
    """The name without provider, with dashes, and without the ending of fast mode."""
    name = _PROVIDERS.sub("", written.strip().lower())
    if "claude" in name:
        name = _VERSION.sub("", name.replace(".", "-")).removesuffix("-latest")
    fast = name.endswith("-fast")
    return NamedModel(name.removesuffix("-fast") if fast else name, fast)


def price_of(written: str, day: date) -> ModelPrices | UnpricedName:
    """The prices of a model as a source writes it, on a day."""
    book = open_book(day)
    if isinstance(book, BeforeFirstDay):
        return UnpricedName(f"no prices before {book.first_day}", (), book.first_day)
    return _looked_up(book, written)


def _looked_up(book: Book, written: str) -> ModelPrices | UnpricedName:
    found = book.model(written)
    return book.model(named(written).name) if isinstance(found, UnpricedName) else found


def row_of(written: str, day: date) -> dict[str, object]:
    """The prices of a model on a day as a row of `COLUMNS`."""
    found = price_of(written, day)
    if isinstance(found, UnpricedName):
        return {"model": written, "day": day, "id": named(written).name, "why": found.why}
    row: dict[str, object] = {"model": written, "day": day, "id": found.id, **found.usd_per_mtok}
    row["is_fast"] = named(written).is_fast
    if found.tier is not None:
        row["above_tokens"] = found.tier.above_tokens
        row.update({f"above_{kind}": usd for kind, usd in found.tier.usd_per_mtok.items()})
    if found.is_claude:
        row.update(_factors(found.id, day))
    return row


def _factors(model: str, day: date) -> dict[str, float | None]:
    book = open_book(day)
    assert isinstance(book, Book)
    fast, us, batch = (book.modifier(name, OWN, model) for name in ("fast", "us_inference", "batch"))
    return {"fast": fast.factor, "us": us.factor, "batch": batch.factor}


def fitting(day: date, amounts: Sequence[tuple[Mapping[str, int | None], float, float]]) -> str | None:
    """The one model at whose prices every amount comes out, rounded to cents; None where none or several do.

    amounts: tokens by kind of `TOKEN_KINDS`, US dollars of everything else, and the reported US dollars.
    """
    book = open_book(day)
    if isinstance(book, BeforeFirstDay) or not amounts:
        return None

    def fits(prices: ModelPrices) -> bool:
        return all(
            abs(sum((tokens.get(kind) or 0) * prices.usd_per_mtok[kind] for kind in TOKEN_KINDS) / 1e6 + other - said)
            <= 0.005 + 1e-9
            for tokens, other, said in amounts
        )

    found = [prices for prices in book.models() if fits(prices)]
    alike = {tuple(prices.usd_per_mtok[kind] for kind in TOKEN_KINDS) for prices in found}
    return found[0].id if len(alike) == 1 else None


def load_thresholds(store: RowStore, as_of: date) -> None:
    """Make `prompt_beyond`: of the lengths above which a model of the requests has other prices, the longest that a prompt
    is beyond; 0 below all of them.
    """
    pairs = store.rows('SELECT DISTINCT model, CAST("at" AS DATE) FROM asked WHERE model IS NOT NULL')
    days = [as_of, *(day for (day,) in store.rows("SELECT DISTINCT CAST(started_at AS DATE) FROM sessions") if day)]
    rows = (row_of(model, day) for model, dated in pairs for day in ([dated] if dated is not None else days))
    store.run(f"CREATE OR REPLACE TEMP MACRO prompt_beyond(prompt) AS {prompt_beyond(rows)}")


def prompt_beyond(rows: Iterable[Mapping[str, object]]) -> str:
    """The longest of these prices' thresholds that `prompt` is beyond, as SQL; 0 below all of them."""
    found = {row.get("above_tokens") for row in rows}
    steps = sorted((each for each in found if isinstance(each, int)), reverse=True)
    cases = " ".join(f"WHEN prompt > {each} THEN {each}" for each in steps)
    return f"CASE {cases} ELSE 0 END" if steps else "0"


def load_prices(store: RowStore, as_of: date) -> None:
    """Fill the table `prices` for every model and day that was used; what has no day is priced on ``as_of``.

    `number` stands for the model: sums over numbers are several times faster than over names.
    """
    pairs = store.rows(
        "SELECT DISTINCT model, coalesce(day, ?) AS day FROM used WHERE model IS NOT NULL ORDER BY model, day", [as_of]
    )
    rows = [row_of(model, day) for model, day in pairs]
    numbers = {name: place for place, name in enumerate(dict.fromkeys(row["id"] for row in rows))}
    store.load("prices", COLUMNS, [{**row, "number": numbers[row["id"]]} for row in rows])
    store.load("rates", RATES, [rates_of(day) for day in _days(store, as_of)])


def rates_of(day: date) -> dict[str, object]:
    """What searches and running seconds cost on a day, as a row of `RATES`, US dollars."""
    managed, own = (_runtime(kind, day) for kind in ("managed", "managed-own-sandboxes"))
    return {"day": day, "search": _search(day), "managed": managed, "own_sandboxes": own}


def other_usd(day: date, searches: int, active_seconds: float) -> float:
    """List cost of searches and running time of a managed session, US dollars; what has no price on the day is left out."""
    return searches * (_search(day) or 0.0) + active_seconds * (_runtime("managed", day) or 0.0)


def _days(store: RowStore, as_of: date) -> list[date]:
    found = store.rows(
        "SELECT DISTINCT day FROM used WHERE day IS NOT NULL "
        "UNION SELECT CAST(started_at AS DATE) FROM sessions WHERE started_at IS NOT NULL UNION SELECT CAST(? AS DATE)",
        [as_of],
    )
    return [day for (day,) in found]


def _search(day: date) -> float | None:
    book = open_book(day)
    return None if isinstance(book, BeforeFirstDay) else book.search().usd / 1000.0


def _runtime(kind: str, day: date) -> float | None:
    """USD a running second."""
    book = open_book(day)
    rate = None if isinstance(book, BeforeFirstDay) else book.runtime(kind)
    return rate.usd / 3600.0 if isinstance(rate, Rate) else None
