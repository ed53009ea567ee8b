"""The one normal form of tokens: disjoint counts, whatever convention a source has.

Half of the sources include what was read from and written to the cache in their input count, half do not. Which one holds
is decided by the format, never by the size of a number; a count that fits neither is refused.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from model.usage.records.common import ApiUsage, Iteration

API = "input without cache (the API's own counts)"
INCLUSIVE = "input includes cache: fresh = input - read - written"


class Counts(Struct, frozen=True):
    """Tokens of one request by billed kind; None is unknown. `unsplit` is written for an unknown lifetime."""

    fresh: int | None = None
    read: int | None = None
    write_5m: int | None = None
    write_1h: int | None = None
    unsplit: int | None = None
    output: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is known."""
        return all(getattr(self, name) is None for name in self.__struct_fields__)

    def columns(self) -> dict[str, Any]:
        """The counts under the names of the canonical columns."""
        return {
            "fresh_tokens": self.fresh,
            "cache_read_tokens": self.read,
            "cache_write_5m_tokens": self.write_5m,
            "cache_write_1h_tokens": self.write_1h,
            "cache_write_tokens": self.unsplit,
            "output_tokens": self.output,
        }


class RequestPart(Struct, frozen=True):
    """One part of a request that is billed at one model; None stands for the model of the answer."""

    model: str | None
    counts: Counts


def split_writes(total: int | None, short: int | None, long: int | None) -> tuple[int | None, int | None, int | None]:
    """Written tokens as (5 minutes, 1 hour, lifetime unknown): max(total, 5m + 1h), the rest has no known lifetime.

    A streamed reply's split may be older than its total, and old sources have no split at all.
    """
    if total is None and short is None and long is None:
        return None, None, None
    split = (short or 0) + (long or 0)
    return short or 0, long or 0, max(0, (total or 0) - split)


def api_counts(usage: ApiUsage | Iteration) -> Counts:
    """The counts of a usage object of the API."""
    created = usage.cache_creation
    short, long, rest = split_writes(
        usage.cache_creation_input_tokens,
        created.ephemeral_5m_input_tokens if created else None,
        created.ephemeral_1h_input_tokens if created else None,
    )
    fresh = usage.input_tokens
    if fresh is None and isinstance(usage, ApiUsage):
        fresh = usage.uncached_input_tokens
    return Counts(fresh, usage.cache_read_input_tokens, short, long, rest, usage.output_tokens)


def steps_of(usage: ApiUsage) -> list[RequestPart]:
    """What is billed for a reply: its iterations, each at its own model, or the totals where there are none.

    Compaction and advisors stand in the iterations alone; with several steps of the model itself the totals' input is that
    of the first. Where the iterations have no step of the model itself, the totals are that step.
    """
    iterations = usage.iterations or []
    steps = [RequestPart(each.model, api_counts(each)) for each in iterations]
    if not any(each.type in (None, "message") for each in iterations):
        steps.insert(0, RequestPart(None, api_counts(usage)))
    return steps


def searches_of(usage: ApiUsage) -> int | None:
    """Web searches of a reply; None where the source does not count them."""
    return usage.server_tool_use.web_search_requests if usage.server_tool_use else None


def inclusive(
    prompt: int | None,
    read: int | None,
    written: int | None,
    output: int | None,
    short: int | None = None,
    long: int | None = None,
) -> Counts | None:
    """The counts of a source whose input holds the cache too; None where it is less than read and written together."""
    short_write, long_write, rest = split_writes(written, short, long)
    cached = (read or 0) + (short_write or 0) + (long_write or 0) + (rest or 0)
    if prompt is not None and prompt < cached:
        return None
    fresh = None if prompt is None else prompt - cached
    return Counts(
        fresh,
        read if read is not None or prompt is None else 0,
        short_write if short_write is not None or prompt is None else 0,
        long_write if long_write is not None or prompt is None else 0,
        rest if rest is not None or prompt is None else 0,
        output,
    )
