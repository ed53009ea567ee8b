"""Token prices of the Claude models on a day: the snapshot, with the days and earlier prices of our own file laid
over it.

Names are resolved here: an id, a spelling the catalogue knows, or either with a date behind it. Nothing else is
guessed: what is not recognised gets the nearest names.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from model.prices import files, schema
from model.prices.lookup import in_force
from model.prices.records import Announcement, Cacheable, ModelPrices, Source, Tier, Unpriced

_BEHIND = re.compile(r"|-latest|[-@]20\d{6}|[-@]20\d\d-\d\d-\d\d|(-20\d{6})?-v\d+(:\d+)?")


class ClaudeModel(Struct, frozen=True):
    """One model with everything the two files say about it. ``prices`` is oldest first."""

    id: str
    title: str
    names: tuple[str, ...]
    days: schema.ModelDays
    prices: tuple[schema.SnapshotPrice, ...]


@cache
def catalogue() -> Mapping[str, ClaudeModel]:
    """All Claude models by id, in the order of their first days, newest last."""
    snapshot = files.snapshot().models
    found: dict[str, ClaudeModel] = {}
    for days in files.models().model:
        listed = snapshot[days.prices_of or days.id]
        names = (days.id,) if days.prices_of else (days.id, *listed.names)
        title = days.title or listed.title
        found[days.id] = ClaudeModel(days.id, title, names, days, _history(days, listed.prices))
    return found


def _history(days: schema.ModelDays, listed: list[schema.SnapshotPrice]) -> tuple[schema.SnapshotPrice, ...]:
    """The price history of a model from its first day on: our earlier prices first, then the catalogue's."""
    history = [replace(price, since=price.since or days.released) for price in listed]
    if days.tier_ends:
        flat = replace(history[-1], since=days.tier_ends, above_tokens=None, above_usd_per_mtok={})
        history.append(flat)
    for earlier in files.models().earlier_price:
        if earlier.model == days.id:
            history[0] = replace(history[0], since=earlier.until)
            history.insert(0, schema.SnapshotPrice(since=earlier.since, usd_per_mtok=earlier.usd_per_mtok))
    return tuple(history)


@cache
def _by_name() -> Mapping[str, str]:
    return {name: model.id for model in catalogue().values() for name in model.names}


def identify(name: str) -> str | None:
    """The id a name stands for; None where it is no Claude model of the book."""
    wanted = name.strip().lower()
    names = _by_name()
    if wanted in names:
        return names[wanted]
    for known in sorted(names, key=len, reverse=True):
        if wanted.startswith(known) and _BEHIND.fullmatch(wanted[len(known) :]):
            return names[known]
    return None


def first_day() -> date:
    """The first day any token price is known for."""
    return min(model.days.released for model in catalogue().values())


def sold_on(model: ClaudeModel, day: date) -> bool:
    """Whether the API offers the model on this day."""
    return model.days.released <= day and (model.days.retires is None or day < model.days.retires)


def nearest(name: str, day: date) -> tuple[str, ...]:
    """The names most like this one among the models offered on the day."""
    offered = [model.id for model in catalogue().values() if sold_on(model, day)]
    return tuple(get_close_matches(name.strip().lower(), offered, n=3, cutoff=0.5))


def prices_on(model_id: str, day: date) -> ModelPrices | Unpriced:
    """The prices of a model on a day, or why there are none: not yet released, or gone."""
    model = catalogue()[model_id]
    days = model.days
    if day < days.released:
        return Unpriced(f"{model.id} is priced from {days.released} on, not on {day}", (), days.released)
    if days.retires is not None and day >= days.retires:
        last = days.retires - timedelta(days=1)
        why = f"{model.id} left the API on {days.retires}; it has no price on {day}"
        return Unpriced(why, nearest(model.id, day), days.released, last)
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
    file = files.models()
    entry = in_force([row for row in file.cacheable if model_id in row.models], day)
    return None if entry is None else Cacheable(entry.tokens, files.source(file, entry))


def _tier(price: schema.SnapshotPrice) -> Tier | None:
    if price.above_tokens is None:
        return None
    return Tier(price.above_tokens, {str(kind): usd for kind, usd in price.above_usd_per_mtok.items()})


def _source(model_id: str, price: schema.SnapshotPrice) -> Source:
    file = files.models()
    for earlier in file.earlier_price:
        if earlier.model == model_id and earlier.since == price.since:
            return files.source(file, earlier)
    snapshot = files.snapshot()
    return Source(f"{snapshot.title}, by {snapshot.library}", snapshot.source, price.since, snapshot.checked, "A")


def announcements() -> tuple[Announcement, ...]:
    """Announced prices, cancelled ones included: scenarios, never prices."""
    file = files.models()
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
