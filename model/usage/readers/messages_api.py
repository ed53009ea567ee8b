"""Replies of the Messages API as they came: response objects, results of message batches, and recorded streams (SSE).

Counts are the API's own (input without cache). In a stream the counts of `message_delta` are running totals: of each field the last
value holds, over the opening and all deltas; a field that a delta does not name keeps the value before. A stream that breaks off
before its first delta has said its input alone: output is unknown, not the opening's. Replies carry neither a date nor a session.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import DecodeError, json

from model.usage import rows
from model.usage.counting import API, api_counts, searches_of, steps_of
from model.usage.readers import Context, Format
from model.usage.readers.documents import documents, entries, first_entry
from model.usage.records.common import ApiUsage, read, words
from model.usage.sink import Sink
from model.usage.source_bytes import SourceFile, Unreadable

NAME = "messages-api"
_OPENING = b'"message_start"'
_DATA = b"data:"


def sniff(source: SourceFile) -> bool:
    """Whether a file has replies, results of a batch or a recorded stream."""
    if source.is_folder:
        return False
    try:
        return _is_stream(source) or _message(first_entry(source)) is not None
    except Unreadable:
        return False


def _is_stream(source: SourceFile) -> bool:
    lines = source.head.split(b"\n")[:20]
    return any(line.startswith(_DATA) and _OPENING in line for line in lines)


def _message(entry: object) -> Mapping[str, Any] | None:
    """The reply in an object: itself, or what a batch says of a request."""
    if not isinstance(entry, dict):
        return None
    result = entry.get("result")
    if "custom_id" in entry and isinstance(result, dict):
        entry = result.get("message")
    if not isinstance(entry, dict) or entry.get("type") != "message" or not isinstance(entry.get("usage"), dict):
        return None
    return entry


def read_all(sources: Sequence[tuple[SourceFile, Sink]], context: Context) -> None:  # noqa: ARG001 - one signature for all
    """Each reply once, over all files: of two records of one id the one with more output."""
    found: dict[str, tuple[Mapping[str, Any], bool, Sink]] = {}
    for source, sink in sources:
        for message, is_batch in _streams(source, sink) if _is_stream(source) else _objects(source, sink):
            key = words(message.get("id"))
            if key is None:
                sink.skip("reply without an id")
                continue
            held = found.get(key)
            if held is not None:
                sink.skip("further record of a reply that is counted already")
                if _output(held[0]) >= _output(message):
                    continue
            found[key] = (message, is_batch, sink)
    for key, (message, is_batch, sink) in found.items():
        _write(key, message, is_batch, sink)


def _output(message: Mapping[str, Any]) -> int:
    value = message["usage"].get("output_tokens")
    return value if isinstance(value, int) else -1


def _objects(source: SourceFile, sink: Sink) -> Iterator[tuple[Mapping[str, Any], bool]]:
    for _, value in documents(source, sink):
        for entry in entries(value):
            message = _message(entry)
            is_batch = isinstance(entry, dict) and "custom_id" in entry
            if message is not None:
                yield message, is_batch
            else:
                sink.skip("request of a batch without a reply" if is_batch else "object that is no reply")


def _streams(source: SourceFile, sink: Sink) -> Iterator[tuple[Mapping[str, Any], bool]]:
    """Every stream of a file as the reply that it adds up to."""
    message: dict[str, Any] | None = None
    said: dict[str, Any] = {}
    complete = False
    for event in _events(source, sink):
        kind = event.get("type")
        opening = event.get("message")
        if kind == "message_start" and isinstance(opening, dict):
            if message is not None:
                yield _added_up(message, said, complete, sink), False
            message, complete = opening, False
            said = dict(opening["usage"]) if isinstance(opening.get("usage"), dict) else {}
        elif kind == "message_delta" and message is not None and isinstance(event.get("usage"), dict):
            said.update({name: value for name, value in event["usage"].items() if value is not None})
            complete = True
    if message is not None:
        yield _added_up(message, said, complete, sink), False


def _added_up(message: Mapping[str, Any], said: Mapping[str, Any], complete: bool, sink: Sink) -> Mapping[str, Any]:
    if complete:
        return {**message, "usage": said}
    sink.note("streams that broke off before they said their output: unknown, not that of their opening")
    return {**message, "usage": {**said, "output_tokens": None}}


def _events(source: SourceFile, sink: Sink) -> Iterator[Mapping[str, Any]]:
    try:
        for _, line in source.lines():
            if line is None:
                sink.skip("line too long")
                continue
            sink.advance(len(line) + 1)
            if not line.startswith(_DATA):
                continue
            try:
                event = json.decode(line[len(_DATA) :])
            except (DecodeError, RecursionError):
                sink.skip("cut or damaged line")
                continue
            if isinstance(event, dict):
                yield event
    except Unreadable as error:
        sink.skip(str(error))


def _write(reply_id: str, message: Mapping[str, Any], is_batch: bool, sink: Sink) -> None:
    usage = read(ApiUsage, message["usage"])
    if usage is None or api_counts(usage).is_empty:
        sink.skip("reply without a usage record: no usage found")
        return
    sink.foreign(usage)
    sink.convention(API)
    sink.told.rows += 1
    sink.note("replies carry no dates: they are priced on the day of the measurement and belong to no week")
    for part, step in enumerate(steps_of(usage)):
        sink.keep(
            rows.Request(
                source=NAME, reply_id=reply_id, request_id=reply_id, model=step.model or words(message.get("model")),
                speed=usage.speed, region=_region(usage.inference_geo), batch=is_batch or usage.service_tier == "batch",
                searches=None if part else searches_of(usage), convention=API, part=part, stands_for=0 if part else 1,
                **step.counts.columns(),
            )
        )  # fmt: skip


def _region(said: str | None) -> str | None:
    return None if said in (None, "", "global", "not_available") else said


FORMATS = (Format(NAME, "replies of the Messages API, batches and recorded streams", sniff, read_all),)
