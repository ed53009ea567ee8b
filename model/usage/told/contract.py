"""The JSON of `measure` as a contract: full precision, no NaN, unknown is null. `switchpoint schema --of measure` publishes it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from model.usage.attribute import AgentUse
from model.usage.inputs import Input as Measurement
from model.usage.measuring import Measured


class Said(BaseModel):
    """A part of the contract: no other fields, no NaN."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, populate_by_name=True)


class Window(Said):
    """First and last day of the data (UTC), and the number of full weeks from Monday to Sunday between them."""

    from_: date | None = Field(alias="from")
    to: date | None
    full_weeks: int


class Skipped(Said):
    """What was left out of a source, and how often."""

    reason: str
    count: int


class SourceRead(Said):
    """One source: its format, records read, the convention of its token counts, and what was left out."""

    path: str
    format: str
    rows: int
    convention: str | None
    skipped: list[Skipped]
    notes: list[str] = []
    reported_usd: float | None = Field(None, description="what the source itself says it cost; a check")


class Tokens(Said):
    """Disjoint token counts; `cache_write_unsplit` was written for an unknown lifetime."""

    fresh: int | None
    cache_read: int | None
    cache_write_5m: int | None
    cache_write_1h: int | None
    cache_write_unsplit: int | None
    output: int | None


class Axes(Said):
    """List cost by axis, US dollars."""

    tokens: float | None
    runtime: float | None
    tools: float | None
    fresh: float | None = None
    output: float | None = None
    cache: float | None = None
    searches: float | None = None


class PerSession(Said):
    """Quantiles of a session's list cost."""

    p50: float | None
    p90: float | None
    p99: float | None
    max: float | None


class Route(Said):
    """Sessions by the model most of their money went to."""

    model: str
    sessions: int
    reached: int | None
    list_usd: float | None
    per_reached_usd: float | None


class Use(Said):
    """What was used and what it costs at list prices; `unknown` names what the sources do not say."""

    sessions: int
    finished: int
    reached: int | None
    requests: int | None
    tokens: Tokens
    searches: int | None
    active_seconds: float | None
    waiting_seconds: float | None
    list_usd: float | None = Field(description="the known part at list prices")
    list_usd_high: float | None = Field(description="the most it can be; null where nothing bounds it")
    billed_usd: float | None
    axes: Axes
    per_session_usd: PerSession
    per_reached_usd: float | None
    unknown: list[str]
    share: float | None = None


class Named(Said):
    """Whose use it is."""

    agent: str


class Agent(Use, Named):
    """One agent."""

    routes: list[Route] = []


class Change(Said):
    """What moved a week's cost: the three add up to the difference from the week before."""

    volume_usd: float
    use_usd: float
    price_usd: float


class Week(Said):
    """One week, by its Monday."""

    week: date
    full: bool
    sessions: int
    list_usd: float
    change: Change | None


class Cap(Said):
    """What a cap of `usd` a session would do."""

    usd: float
    stopped: int
    stopped_share: float
    not_spent_usd: float
    spent_on_stopped_usd: float
    expected_usd: float | None
    cheapest: bool


class Dear(Said):
    """A dear session; `look_at` where it is more than three times its agent's 99th percentile."""

    session_id: str
    agent: str
    started_at: datetime | None
    model: str | None
    list_usd: float
    reported_usd: float | None
    look_at: bool


class Input(Said):
    """A profile input as measured: as it would be written, its mean and 90 % range; a word has neither."""

    text: str
    p5: float | None
    mean: float | None
    p95: float | None
    source: str
    note: str = ""


class Charge(Said):
    """Lines of a bill with the same agent, service, axis and kind."""

    agent: str
    service: str | None
    axis: str
    category: str | None
    description: str | None
    quantity: float | None
    unit: str | None
    list_usd: float | None
    billed_usd: float | None
    effective_usd: float | None


class Hours(Said):
    """Hours of one kind and label; `unknown` entries do not say theirs."""

    kind: str
    label: str | None
    hours: float | None
    entries: int
    unknown: int
    people: int | None
    first_day: date
    last_day: date


class Document(Said):
    """What `switchpoint measure --json` prints."""

    schema_: Literal[1] = Field(alias="schema")
    window: Window
    sources: list[SourceRead]
    agents: list[Agent]
    totals: Use
    weeks: list[Week]
    caps: list[Cap]
    profile: dict[str, Input]
    warnings: list[str]
    dearest: list[Dear] = []
    charges: list[Charge] = []
    hours: list[Hours] = []
    refused: list[str] = []


def document(measured: Measured, inputs: Sequence[Measurement] = ()) -> Document:
    """Everything that was measured, as the contract."""
    window = measured.window
    return Document(
        schema=1,
        window=Window(**{"from": window.first_day}, to=window.last_day, full_weeks=window.full_weeks),
        sources=[
            SourceRead(
                path=told.path, format=told.format, rows=told.rows,
                convention="; ".join(told.conventions) or None, reported_usd=told.reported_usd,
                skipped=[Skipped(reason=reason, count=count) for reason, count in told.skipped.items()],
                notes=told.sentences(),
            )
            for told in measured.sources
        ],
        agents=[Agent(agent=each.agent, routes=_routes(each), **_use(each)) for each in measured.agents],
        totals=Use(**_use(measured.totals)),
        weeks=[
            Week(
                week=each.week, full=each.is_full, sessions=each.sessions, list_usd=each.list_usd,
                change=Change(**_fields(each.change)) if each.change else None,
            )
            for each in measured.weeks
        ],
        caps=[
            Cap(cheapest=each.is_cheapest, **{k: v for k, v in _fields(each).items() if k != "is_cheapest"})
            for each in measured.caps
        ],
        profile={
            each.key: Input(text=each.text, p5=each.p5, mean=each.mean, p95=each.p95, source=each.source, note=each.note)
            for each in inputs
        },
        warnings=list(measured.warnings),
        dearest=[Dear(**{k: v for k, v in _fields(each).items() if k in Dear.model_fields}) for each in measured.dearest],
        charges=[Charge(**{k: v for k, v in _fields(each).items() if k in Charge.model_fields}) for each in measured.charges],
        hours=[Hours(**{k: v for k, v in _fields(each).items() if k in Hours.model_fields}) for each in measured.hours],
        refused=[each.sentence() for each in measured.refused],
    )  # fmt: skip


def _routes(use: AgentUse) -> list[Route]:
    return [Route(**_fields(route)) for route in use.routes]


def _use(use: AgentUse) -> dict[str, Any]:
    axes = use.axes
    return {
        **{name: getattr(use, name) for name in (
            "sessions", "finished", "reached", "requests", "searches", "active_seconds", "waiting_seconds", "list_usd",
            "list_usd_high", "billed_usd", "per_reached_usd", "share",
        )},
        "tokens": Tokens(**_fields(use.tokens)),
        "axes": Axes(
            tokens=axes.tokens, runtime=axes.runtime, tools=axes.tools, fresh=axes.fresh, output=axes.output,
            cache=axes.cache, searches=axes.searches,
        ),
        "per_session_usd": PerSession(**_fields(use.per_session_usd)),
        "unknown": list(use.unknown),
    }  # fmt: skip


def _fields(struct: Any) -> dict[str, Any]:
    return {name: getattr(struct, name) for name in struct.__struct_fields__}


def as_json(measured: Measured, inputs: Sequence[Measurement] = ()) -> str:
    """The document as text: keys in the order of the contract, numbers as they are."""
    return text_of(document(measured, inputs))


def text_of(said: Said) -> str:
    """A document as text: keys in the order of its contract, nothing that could steer a terminal."""
    text = said.model_dump_json(by_alias=True, indent=2) + "\n"
    return "".join(char if char == "\n" or char.isprintable() else json.dumps(char)[1:-1] for char in text)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the document."""
    return Document.model_json_schema(by_alias=True, mode="serialization")
