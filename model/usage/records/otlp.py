"""OpenTelemetry in JSON: spans, metrics, logs. 64-bit numbers are text by the standard and numbers in some programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from model.usage.records.common import Amount, Moment, Record, Words, listed

Value = str | int | float | bool | None
NEEDED = (
    "gen_ai.", "anthropic.", "llm.token_count.", "llm.model_name", "llm.response.model_name", "openinference.span.kind", "session.id",
    "agent.name", "agent_id", "agent.id", "service.name", "span.type", "model", "input_tokens", "output_tokens",
    "cache_read_tokens", "cache_creation_tokens", "cache_creation_5m_tokens", "cache_creation_1h_tokens", "request_id",
    "speed", "event.name", "type", "query_source", "cost_usd", "duration_ms", "success", "metadata", "langfuse.session.id",
)  # fmt: skip
"""Attributes that are looked at; prompts, contents and who a person is are not among them."""


def attributes(value: object) -> dict[str, Value]:
    """The attributes that matter, by name: lists of ``{key, value: {stringValue | intValue | …}}``."""
    if isinstance(value, dict):
        return value
    found: dict[str, Value] = {}
    for each in listed(value):
        key = each.get("key") if isinstance(each, dict) else None
        if isinstance(key, str) and key.startswith(NEEDED):
            held: Any = each.get("value")
            inner = next(iter(held.values()), None) if isinstance(held, Mapping) else held
            found[key] = inner if isinstance(inner, str | int | float | bool) else None
    return found


Attributes = Annotated[dict[str, Value], BeforeValidator(attributes)]


class Status(Record):
    """0 not set, 1 fine, 2 an error."""

    code: object = None


class Span(Record):
    """A span; of its attributes only counts, ids and models are kept."""

    trace_id: Words = Field(default=None, alias="traceId")
    span_id: Words = Field(default=None, alias="spanId")
    parent: Words = Field(default=None, alias="parentSpanId")
    name: Words = None
    start: Moment = Field(default=None, alias="startTimeUnixNano")
    end: Moment = Field(default=None, alias="endTimeUnixNano")
    attributes: Attributes = Field(default_factory=dict)
    status: Status | None = None


class LogRecord(Record):
    """A log record or event."""

    at: Moment = Field(default=None, alias="timeUnixNano")
    trace_id: Words = Field(default=None, alias="traceId")
    span_id: Words = Field(default=None, alias="spanId")
    attributes: Attributes = Field(default_factory=dict)


class Point(Record):
    """A point of a sum."""

    attributes: Attributes = Field(default_factory=dict)
    start: Words = Field(default=None, alias="startTimeUnixNano")
    at: Words = Field(default=None, alias="timeUnixNano")
    as_double: Amount = Field(default=None, alias="asDouble")
    as_int: Amount = Field(default=None, alias="asInt")

    @property
    def value(self) -> float | None:
        """The value, whichever way it is written."""
        return self.as_double if self.as_double is not None else self.as_int
