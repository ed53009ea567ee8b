"""Token prices of the Claude models on a day: the snapshot, with the days and earlier prices of our own file laid
over it.

Names are resolved here: an id, a title as we print it, a spelling the catalogue knows, each also behind a provider's prefix and
with a date or a version behind it. Nothing else is guessed: what is not recognised gets the nearest names.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from model.prices import book_schema, data_files
from model.prices.lookup import in_force
from model.prices.records import Announcement, Cacheable, ModelPrices, Source, Tier, UnpricedName

_BEHIND = re.compile(r"|-latest|[-@]20\d{6}|[-@]20\d\d-\d\d-\d\d|(-20\d{6})?-v\d+(:\d+)?")
_ROUTE = re.compile(
    r"(?:arn:aws[^/]*/|.*?/models/|(?:bedrock|vertex_ai|vertex|azure_ai|openrouter|anthropic)/(?:converse/|anthropic/)?)?"
    r"(?:(?:us|eu|apac|au|jp|ca|global|us-gov)\.)?(?:anthropic\.)?",
)
"""What clouds and routers put before the model's own name: `us.anthropic.`, `anthropic/`, `vertex_ai/`, an ARN."""


class ClaudeModel(Struct, frozen=True):
    """One model with everything the two files say about it. ``prices`` is oldest first."""

    id: str
    title: str
    names: tuple[str, ...]
    days: book_schema.ModelDays
    prices: tuple[book_schema.SnapshotPrice, ...]


@cache
def catalogue() -> Mapping[str, ClaudeModel]:
    """All Claude models by id, in the order of their first days, newest last."""
    snapshot = data_files.snapshot().models
    found: dict[str, ClaudeModel] = {}
    for days in data_files.models().model:
        listed = snapshot[days.prices_of or days.id]
        names = (days.id,) if days.prices_of else (days.id, *listed.names)
        title = days.title or listed.title
        found[days.id] = ClaudeModel(days.id, title, names, days, _history(days, listed.prices))
    return found


def _history(
    days: book_schema.ModelDays, listed: list[book_schema.SnapshotPrice]
) -> tuple[book_schema.SnapshotPrice, ...]:
    """The price history of a model from its first day on: our earlier prices first, then the catalogue's."""
    history = [replace(price, since=price.since or days.released) for price in listed]
    if days.tier_ends:
        flat = replace(history[-1], since=days.tier_ends, above_tokens=None, above_usd_per_mtok={})
        history.append(flat)
    for earlier in data_files.models().earlier_price:
        if earlier.model == days.id:
            history[0] = replace(history[0], since=earlier.until)
            history.insert(0, book_schema.SnapshotPrice(since=earlier.since, usd_per_mtok=earlier.usd_per_mtok))
    return tuple(history)


@cache
def _by_name() -> Mapping[str, str]:
    titles = {_plain(model.title): model.id for model in catalogue().values()}
    return {**titles, **{name: model.id for model in catalogue().values() for name in model.names}}


def _plain(name: str) -> str:
    """A name without a provider's prefix, in the manner of ids: `Claude Opus 4.8` is claude-opus-4-8."""
    wanted = name.strip().lower()
    route = _ROUTE.match(wanted)
    wanted = wanted[route.end() :] if route else wanted
    return re.sub(r"(?<=[a-z0-9])[ _]+(?=[a-z0-9])|(?<=\d)\.(?=\d)", "-", wanted)


def identify(name: str) -> str | None:
    """The id a name stands for; None where it is no Claude model of the book."""
    names = _by_name()
    for wanted in (name.strip().lower(), _plain(name), f"claude-{_plain(name)}"):
        if wanted in names:
            return names[wanted]
        for known in sorted(names, key=len, reverse=True):
            if wanted.startswith(known) and _BEHIND.fullmatch(wanted[len(known) :]):
                return names[known]
    return None


def is_family(name: str) -> bool:
    """Whether this is the name of several Claude models, such as `sonnet`, and of none alone."""
    wanted = _plain(name)
    return wanted.isalpha() and any(f"-{wanted}-" in f"-{known}-" for known in catalogue())


def cloud_of(name: str) -> str:
    """The cloud whose name of a model this is, "Amazon Bedrock" or "Google Vertex AI"; "" for the vendor's own names."""
    wanted = name.strip().lower()
    if "anthropic." in wanted or wanted.startswith(("bedrock/", "arn:aws")):
        return "Amazon Bedrock"
    return "Google Vertex AI" if "vertex" in wanted or "/models/" in wanted or re.search(r"@20\d{6}$", wanted) else ""


def first_day() -> date:
    """The first day any token price is known for."""
    return min(model.days.released for model in catalogue().values())


def sold_on(model: ClaudeModel, day: date) -> bool:
    """Whether the API offers the model on this day."""
    return model.days.released <= day and (model.days.retires is None or day < model.days.retires)


def nearest(name: str, day: date) -> tuple[str, ...]:
    """The names most like this one among the models offered on the day; of a family, `sonnet`, the newest first."""
    offered = [model.id for model in reversed(tuple(catalogue().values())) if sold_on(model, day)]
    wanted = _plain(name)
    family = [known for known in offered if wanted and f"-{wanted}-" in f"-{known}-"]
    return tuple(family[:3]) or tuple(get_close_matches(wanted, offered, n=3, cutoff=0.5))


def prices_on(model_id: str, day: date) -> ModelPrices | UnpricedName:
    """The prices of a model on a day, or why there are none: not yet released, or gone."""
    model = catalogue()[model_id]
    days = model.days
    if day < days.released:
        return UnpricedName(f"{model.id} is priced from {days.released} on, not on {day}", (), days.released)
    if days.retires is not None and day >= days.retires:
        last = days.retires - timedelta(days=1)
        why = f"{model.id} left the API on {days.retires}; it has no price on {day}"
        return UnpricedName(why, nearest(model.id, day), days.released, last)
    price = [entry for entry in model.prices if entry.since is None or entry.since <= day][-1]
    return ModelPrices(
        id=model.id,
        title=model.title,
        vendor="Anthropic",
        is_claude=True,
        released=days.released,
        retires=days.retires,
        usd_per_mtok={str(kind): usd for kind, usd in price.usd_per_mtok.items()},
        tier=_tier(price),
        source=_source(model.id, price),
        since=price.since,
        new_tokenizer=days.new_tokenizer,
        note=days.note,
        smallest_cacheable=_cacheable(model.id, day),
    )


def _cacheable(model_id: str, day: date) -> Cacheable | None:
    file = data_files.models()
    entry = in_force([row for row in file.cacheable if model_id in row.models], day)
    return None if entry is None else Cacheable(entry.tokens, data_files.source(file, entry))


def _tier(price: book_schema.SnapshotPrice) -> Tier | None:
    if price.above_tokens is None:
        return None
    return Tier(price.above_tokens, {str(kind): usd for kind, usd in price.above_usd_per_mtok.items()})


def _source(model_id: str, price: book_schema.SnapshotPrice) -> Source:
    file = data_files.models()
    for earlier in file.earlier_price:
        if earlier.model == model_id and earlier.since == price.since:
            return data_files.source(file, earlier)
    snapshot = data_files.snapshot()
    return Source(f"{snapshot.title}, by {snapshot.library}", snapshot.source, price.since, snapshot.checked, "A")


def announcements() -> tuple[Announcement, ...]:
    """Announced prices, cancelled ones included: scenarios, never prices."""
    file = data_files.models()
    return tuple(
        Announcement(
            entry.key,
            entry.model,
            entry.title,
            entry.announced_for,
            entry.cancelled,
            {str(kind): usd for kind, usd in entry.usd_per_mtok.items()},
            entry.note,
            Source(file.sources[entry.source].title, file.sources[entry.source].url, entry.cancelled, entry.checked),
        )
        for entry in file.announcement
    )
