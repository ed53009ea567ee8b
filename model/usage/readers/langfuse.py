"""Langfuse's observations. Keys of the usage are free, and so is whether input holds the cache.

The total decides: input + output + read + written means that it does not, input + output that it does. Input less than the
cache can only be the API's kind. Where neither says so, fresh input is unknown. Different names of one kind are never added.
Costs are dollars, a check.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from model.usage import rows
from model.usage.counting import API, INCLUSIVE, Counts, inclusive, split_writes
from model.usage.readers import Context, Format
from model.usage.readers.documents import documents, entries, first_entry
from model.usage.records.common import read
from model.usage.records.gateways import Observation
from model.usage.sink import Sink
from model.usage.source_bytes import SourceFile, Unreadable

NAME = "langfuse"
_INPUT = ("input", "input_tokens", "prompt_tokens")
_OUTPUT = ("output", "output_tokens", "completion_tokens")
_READ = ("cache_read_input_tokens", "input_cached_tokens", "input_cache_read", "cache_read")
_WRITTEN = ("cache_creation_input_tokens", "input_cache_creation", "input_cache_write", "cache_write_input_tokens")
_TOTAL = ("total", "total_tokens")
UNDECIDED = "undecided whether input includes the cache: fresh input unknown"


def sniff(source: SourceFile) -> bool:
    """Whether a file has observations."""
    if source.is_folder:
        return False
    try:
        first = first_entry(source)
    except Unreadable:
        return False
    return "usageDetails" in first and ("traceId" in first or "type" in first)


def read_all(sources: Sequence[tuple[SourceFile, Sink]], context: Context) -> None:  # noqa: ARG001 - one signature for all
    """Generations become requests; agents and traces repeat their generations."""
    found: dict[str, tuple[Observation, int, Sink]] = {}
    for source, sink in sources:
        for number, value in documents(source, sink):
            if isinstance(value, dict) and isinstance(value.get("meta"), dict) and value["meta"].get("cursor"):
                sink.note("this page says that there are more pages: what is read here is not the whole")
            for entry in entries(value):
                observation = read(Observation, entry)
                if observation is None or observation.id is None:
                    sink.skip("observation without an id or of another shape")
                elif observation.id in found:
                    sink.skip("observation that occurs again")
                else:
                    found[observation.id] = (observation, number, sink)
    for observation, number, sink in found.values():
        _take(observation, number, sink, found)


def _take(
    observation: Observation, number: int, sink: Sink, found: Mapping[str, tuple[Observation, int, Sink]]
) -> None:
    details = {name: value for name, value in (observation.usageDetails or {}).items() if value is not None}
    if observation.type not in ("GENERATION", "EMBEDDING"):
        if details:
            sink.skip("sum on an observation above generations: those are counted")
        return
    if not details:
        sink.skip("generation without usage: unknown")
        return
    convention, counts = counts_of(details)
    if counts is None:
        sink.skip(f"input less than its cache (line {number})")
        return
    sink.convention(convention)
    sink.reported(observation.totalCost)
    sink.add(
        rows.Request(
            source=NAME, session_id=observation.sessionId or observation.traceId, request_id=observation.id,
            agent=_agent(observation, found), at=observation.startTime, model=observation.model, convention=convention,
            usd=observation.totalCost, **counts.columns(),
        )
    )  # fmt: skip


def counts_of(details: Mapping[str, int]) -> tuple[str, Counts | None]:
    """The convention that the numbers themselves prove, and the counts under it."""
    prompt, output, total = (_of(details, names) for names in (_INPUT, _OUTPUT, _TOTAL))
    read_ = _of(details, _READ)
    short, long = (_of(details, tuple(f"{name}_{life}" for name in _WRITTEN)) for life in ("5m", "1h"))
    written = split_writes(_of(details, _WRITTEN), short, long)
    cached = (read_ or 0) + sum(value or 0 for value in written)
    apart = Counts(prompt, read_ or 0, written[0] or 0, written[1] or 0, written[2] or 0, output)
    if prompt is None or not cached or prompt < cached or total == prompt + cached + (output or 0):
        return API, apart
    if total == prompt + (output or 0):
        return INCLUSIVE, inclusive(prompt, read_, _of(details, _WRITTEN), output, short, long)
    return UNDECIDED, Counts(None, apart.read, apart.write_5m, apart.write_1h, apart.unsplit, output)


def _of(details: Mapping[str, int], names: Sequence[str]) -> int | None:
    return max((details[name] for name in names if name in details), default=None)


def _agent(observation: Observation, found: Mapping[str, tuple[Observation, int, Sink]]) -> str | None:
    """The name of the agent above it."""
    seen: set[str] = set()
    above = observation.parentObservationId
    while above is not None and above in found and above not in seen:
        seen.add(above)
        parent = found[above][0]
        if parent.type == "AGENT":
            return parent.name
        above = parent.parentObservationId
    return None


FORMATS = (Format(NAME, "Langfuse's observations", sniff, read_all),)
