"""The canonical rows (schema `usage`, version 1): what every reader hands over, whatever it read.

None is unknown and never 0. Times are UTC without a zone, money is US dollars, durations are seconds. Token counts of a
request are disjoint: `fresh_tokens` were neither read from nor written to a cache. No names of people, no e-mails, no
prompts, no contents of tools are kept.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, TypeAlias

from msgspec import Struct

VERSION = 1
REQUEST, THREAD, SESSION, BUCKET = range(4)
"""What a row of `requests` stands for, finest first: one request, a thread, a whole session, a bucket of time."""

Outcome: TypeAlias = Literal["reached", "missed"]
Hosting: TypeAlias = Literal["managed", "managed-own-sandboxes", "own-stack"]
Clock: TypeAlias = Literal["billed", "reported", "estimated"]
HoursKind: TypeAlias = Literal["build", "upkeep", "incident", "on-call"]


class Session(Struct, frozen=True, kw_only=True):
    """One session. `list_usd` and `billed_usd` are what the source itself reports: a check, never the answer."""

    source: str
    session_id: str
    agent: str | None = None
    agent_id: str | None = None
    agent_version: str | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    status: str | None = None
    active_seconds: float | None = None
    waiting_seconds: float | None = None
    pauses_over_5_minutes: int | None = None
    pauses_over_1_hour: int | None = None
    outcome: Outcome | None = None
    list_usd: float | None = None
    billed_usd: float | None = None
    hosting: Hosting | None = None
    clock: Clock | None = None


class Request(Struct, frozen=True, kw_only=True):
    """One request to a model, or a sum over several (`level`).

    `part` counts the steps of one request that ran on models of their own (iterations), from 0. `stands_for` is how many
    requests the row is, None where the source does not say. `floor`: the counts may be too low and say so. `usd` is the
    source's own figure.
    """

    source: str
    session_id: str | None = None
    thread_id: str | None = None
    request_id: str | None = None
    reply_id: str | None = None
    agent: str | None = None
    at: datetime | None = None
    model: str | None = None
    speed: str | None = None
    region: str | None = None
    batch: bool | None = None
    fresh_tokens: int | None = None
    cache_read_tokens: int | None = None
    cache_write_5m_tokens: int | None = None
    cache_write_1h_tokens: int | None = None
    cache_write_tokens: int | None = None
    output_tokens: int | None = None
    searches: int | None = None
    failed: bool = False
    convention: str | None = None
    usd: float | None = None
    part: int = 0
    level: int = REQUEST
    stands_for: int | None = 1
    floor: bool = False


class BillLine(Struct, frozen=True, kw_only=True):
    """One line of a bill. `agent` is a name or id as the bill has it."""

    source: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    agent: str | None = None
    session_id: str | None = None
    service: str | None = None
    axis: str | None = None
    model: str | None = None
    token_kind: str | None = None
    quantity: float | None = None
    unit: str | None = None
    list_usd: float | None = None
    billed_usd: float | None = None
    effective_usd: float | None = None
    category: str | None = None
    description: str | None = None


class Hours(Struct, frozen=True, kw_only=True):
    """Hours of people on one day, and how many different people: counts only."""

    source: str
    day: date
    kind: HoursKind
    hours: float | None
    people: int | None = None
    label: str | None = None


Row: TypeAlias = Session | Request | BillLine | Hours
TABLES: dict[type[Row], str] = {Session: "sessions", Request: "requests", BillLine: "charges", Hours: "hours"}
