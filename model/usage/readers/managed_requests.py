"""Requests of a session from its events, where their size decides the price: a long prompt of a model with a tier.

Events do not say how long what was written lives, so a session that wrote for both lifetimes stays a sum; so does one whose
requests do not add up to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from model.prices.records import UnpricedName
from model.usage.counting import Counts, api_counts
from model.usage.pricing import price_of
from model.usage.records.managed import SessionEvent


def has_tier(model: str | None, day: date | None) -> bool:
    """Whether a model has another price for long prompts on a day."""
    found = None if model is None or day is None else price_of(model, day)
    return found is not None and not isinstance(found, UnpricedName) and found.tier is not None


def by_request(total: Counts, requests: Sequence[SessionEvent]) -> list[Counts]:
    """The counts of each request that did not fail; none where they do not add up to the total or cannot be told apart."""
    if total.is_empty or total.unsplit or (total.write_5m and total.write_1h):
        return []
    found = [
        _with_lifetime(api_counts(each.model_usage), bool(total.write_1h))
        for each in requests
        if each.is_error is not True and each.model_usage is not None
    ]
    sums = [sum(getattr(each, name) or 0 for each in found) for name in Counts.__struct_fields__]
    return found if sums == [getattr(total, name) or 0 for name in Counts.__struct_fields__] else []


def _with_lifetime(counts: Counts, long: bool) -> Counts:
    written = (counts.write_5m or 0) + (counts.write_1h or 0) + (counts.unsplit or 0)
    short_and_long = (0, written) if long else (written, 0)
    return Counts(counts.fresh, counts.read, *short_and_long, 0, counts.output)
