"""What the records of all formats share: lenient numbers and times, and one reading of a foreign object."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

MOST = 10**15
"""A count or amount beyond this is damage, not use."""


def whole(value: object) -> int | None:
    """A count; None for what is no whole number of 0 or more."""
    number = amount(value)
    if number is None or number < 0 or number != math.floor(number):
        return None
    return int(number)


def amount(value: object) -> float | None:
    """A finite number, written as a number or as text."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        number = float(value) if isinstance(value, int | float) else float(str(value).strip())
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) and abs(number) <= MOST else None


def moment(value: object) -> datetime | None:
    """A time as UTC without a zone: RFC 3339, ``2024-09-18 22:00:00``, a day, or nanoseconds of the epoch.

    A time without a zone is UTC: every format here says so or leaves it open.
    """
    if isinstance(value, datetime):
        found = value
    elif isinstance(value, str) and not value.strip().isdigit():
        try:
            found = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    elif isinstance(value, str | int | float) and not isinstance(value, bool) and len(str(value)) <= 25:
        return _since_epoch(float(value))
    else:
        return None
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found


def _since_epoch(number: float) -> datetime | None:
    seconds = number / (1e9 if number > 1e17 else 1e6 if number > 1e14 else 1e3 if number > 1e11 else 1.0)
    try:
        return datetime(1970, 1, 1) + timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        return None


def words(value: object) -> str | None:
    """Text, at most 300 letters of it; None for blank or anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value).strip()[:300] or None


Count = Annotated[int | None, BeforeValidator(whole)]
Amount = Annotated[float | None, BeforeValidator(amount)]
Moment = Annotated[datetime | None, BeforeValidator(moment)]
Words = Annotated[str | None, BeforeValidator(words)]


class Record(BaseModel):
    """An object of a foreign file. Everything may be missing; what is not known is in `model_extra`."""

    model_config = ConfigDict(extra="allow", frozen=True, protected_namespaces=())


R = TypeVar("R", bound=Record)


def read(kind: type[R], value: object) -> R | None:
    """The record in a JSON value; None where it has another shape."""
    if not isinstance(value, Mapping):
        return None
    try:
        return kind.model_validate(dict(value))
    except ValidationError:
        return None


def listed(value: object) -> list[Any]:
    """A list as it is, anything else as no entries."""
    return value if isinstance(value, list) else []


class CacheCreation(Record):
    """Tokens written to the cache, by how long they live there."""

    ephemeral_5m_input_tokens: Count = None
    ephemeral_1h_input_tokens: Count = None


class ServerTools(Record):
    """Uses of the API's own tools; a fetch is free."""

    web_search_requests: Count = None
    web_fetch_requests: Count = None


class Iteration(Record):
    """One step of a request: `message`, or `compaction` and `advisor_message`, which the totals leave out."""

    type: Words = None
    model: Words = None
    input_tokens: Count = None
    output_tokens: Count = None
    cache_read_input_tokens: Count = None
    cache_creation_input_tokens: Count = None
    cache_creation: CacheCreation | None = None


class ApiUsage(Record):
    """The API's own usage object: `input_tokens` is what was neither read from nor written to the cache."""

    input_tokens: Count = None
    uncached_input_tokens: Count = None
    output_tokens: Count = None
    cache_read_input_tokens: Count = None
    cache_creation_input_tokens: Count = None
    cache_creation: CacheCreation | None = None
    server_tool_use: ServerTools | None = None
    service_tier: Words = None
    speed: Words = None
    inference_geo: Words = None
    iterations: list[Iteration] | None = None
    output_tokens_details: object = None
    fallback_credit: object = None
