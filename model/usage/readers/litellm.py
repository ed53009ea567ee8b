"""LiteLLM's spend log. Input includes the cache; failures and answers from the gateway's own cache cost nothing; a row
with tokens and no spend was not priced there, which says nothing about its price.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import DecodeError, json

from model.usage import rows
from model.usage.counting import INCLUSIVE, inclusive
from model.usage.readers import Context, Format
from model.usage.readers.documents import documents, entries, first_entry
from model.usage.records.common import read
from model.usage.records.gateways import Spend
from model.usage.sink import Sink
from model.usage.source_bytes import SourceFile, Unreadable

NAME = "litellm"


def sniff(source: SourceFile) -> bool:
    """Whether a file has rows of a spend log."""
    if source.is_folder:
        return False
    try:
        first = first_entry(source)
    except Unreadable:
        return False
    return "spend" in first and "prompt_tokens" in first


def read_all(sources: Sequence[tuple[SourceFile, Sink]], context: Context) -> None:  # noqa: ARG001 - one signature for all
    """Each row becomes a request."""
    seen: set[str] = set()
    for source, sink in sources:
        for number, value in documents(source, sink):
            for entry in entries(value):
                _take(entry, number, sink, seen)


def _take(entry: object, number: int, sink: Sink, seen: set[str]) -> None:
    spend = read(Spend, _unpacked(entry))
    if spend is None or spend.request_id is None:
        sink.skip("row without an id or of another shape")
        return
    key = spend.litellm_call_id or spend.request_id
    if key in seen:
        sink.skip("row that occurs again")
        return
    seen.add(key)
    if str(spend.cache_hit).lower() == "true":
        sink.skip("answer from the gateway's own cache: it costs nothing")
        return
    state = spend.status or (spend.metadata.status if spend.metadata else None)
    failed = state == "failure"
    if failed:
        sink.skip("failed request: counted, without tokens")
        sink.add(_row(spend, failed=True))
        return
    usage = spend.metadata.usage_object if spend.metadata else None
    more = spend.metadata.additional_usage_values if spend.metadata else None
    details = usage.prompt_tokens_details if usage else None
    split = details.cache_creation_token_details if details else None
    reads = (
        usage.cache_read_input_tokens if usage else None,
        details.cached_tokens if details else None,
        more.cache_read_input_tokens if more else None,
    )
    writes = (
        usage.cache_creation_input_tokens if usage else None,
        details.cache_creation_tokens if details else None,
        more.cache_creation_input_tokens if more else None,
    )
    counts = inclusive(
        spend.prompt_tokens, _largest(reads), _largest(writes), spend.completion_tokens,
        split.ephemeral_5m_input_tokens if split else None, split.ephemeral_1h_input_tokens if split else None,
    )  # fmt: skip
    if counts is None:
        sink.skip(f"input less than its cache: not the convention of this source (line {number})")
        return
    if usage is None and more is None:
        sink.note("rows without details of the cache: all of their prompt is taken as fresh")
    if not spend.spend and (spend.prompt_tokens or spend.completion_tokens):
        sink.note("rows with tokens and a spend of 0 were not priced by the gateway")
    else:
        sink.reported(spend.spend)
    sink.convention(INCLUSIVE)
    sink.add(_row(spend, **counts.columns()))


def _row(spend: Spend, failed: bool = False, **counts: Any) -> rows.Request:
    return rows.Request(
        source=NAME, session_id=spend.session_id, request_id=spend.request_id, agent=spend.agent_id or _tag(spend),
        at=spend.startTime, model=spend.model, convention=INCLUSIVE, failed=failed, usd=spend.spend or None, **counts,
    )  # fmt: skip


def _tag(spend: Spend) -> str | None:
    tags = spend.request_tags if isinstance(spend.request_tags, list) else []
    return next((tag[6:] for tag in tags if isinstance(tag, str) and tag.startswith("agent:")), None)


def _largest(values: Sequence[int | None]) -> int | None:
    return max((value for value in values if value is not None), default=None)


def _unpacked(entry: object) -> object:
    """The row with its metadata as an object: the table keeps it as text."""
    if isinstance(entry, dict) and isinstance(entry.get("metadata"), str):
        try:
            return {**entry, "metadata": json.decode(entry["metadata"])}
        except (DecodeError, RecursionError):
            return {**entry, "metadata": None}
    return entry


FORMATS = (Format(NAME, "LiteLLM's spend log", sniff, read_all),)
