"""The JSON of `measure` as a contract: full precision, no NaN, unknown is null. `switchpoint schema --of measure` publishes it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field

from model.contract.json_base import Contract, Day, Moment
from model.usage.attribute import AgentUse
from model.usage.measured_inputs import MeasuredInput
from model.usage.measuring import Measured


# fmt: off
class WindowJson(Contract):
    """First and last day of the data (UTC), and the number of full weeks from Monday to Sunday between them."""

    from_: Day | None = Field(alias="from", description="first day, UTC; null where no source says days")
    to: Day | None = Field(description="last day, UTC; null where no source says days")
    full_weeks: int = Field(description="weeks from Monday to Sunday that lie wholly inside")


class SkippedJson(Contract):
    """What was left out of a source, and how often."""

    reason: str = Field(description="why")
    count: int = Field(description="how many records")


class SourceReadJson(Contract):
    """One source: its format, records read, the convention of its token counts, and what was left out."""

    path: str = Field(description="file or folder, as it was named")
    format: str = Field(description="format it was read as")
    rows: int = Field(description="records read")
    convention: str | None = Field(description="how its token counts are meant; null where it has none")
    skipped: list[SkippedJson] = Field(description="what was left out")
    notes: list[str] = Field(default=[], description="the same for people, and what else to know of the source")
    reported_usd: float | None = Field(default=None, description="US dollars that the source itself says it cost, as a check; null where it says nothing")


class TokensJson(Contract):
    """Disjoint token counts; null is unknown."""

    fresh: int | None = Field(description="tokens in, neither read from nor written to a cache")
    cache_read: int | None = Field(description="tokens read from a cache")
    cache_write_5m: int | None = Field(description="tokens written to the 5 minute cache")
    cache_write_1h: int | None = Field(description="tokens written to the 1 hour cache")
    cache_write_unsplit: int | None = Field(description="tokens written to a cache of unknown lifetime")
    output: int | None = Field(description="tokens out")


class AxesJson(Contract):
    """Cost by axis, US dollars, at the prices that `axes_are` says; null is unknown."""

    tokens: float | None = Field(description="US dollars of tokens")
    runtime: float | None = Field(description="US dollars of running time")
    tools: float | None = Field(description="US dollars of searches and other tools")
    fresh: float | None = Field(default=None, description="of tokens: those in and fresh, US dollars")
    output: float | None = Field(default=None, description="of tokens: those out, US dollars")
    cache: float | None = Field(default=None, description="of tokens: reads and writes of caches, US dollars")
    searches: float | None = Field(default=None, description="of tools: searches, US dollars")


class PerSessionJson(Contract):
    """Quantiles of a session's list cost, US dollars; null is unknown."""

    p50: float | None = Field(description="median, US dollars")
    p90: float | None = Field(description="90th percentile, US dollars")
    p99: float | None = Field(description="99th percentile, US dollars")
    max: float | None = Field(description="the most expensive, US dollars")


class MeasuredRouteJson(Contract):
    """Sessions by the model most of their money went to."""

    model: str = Field(description="id of the model")
    sessions: int = Field(description="number of sessions")
    reached: int | None = Field(description="how many reached their outcome; null where nothing says so")
    list_usd: float | None = Field(description="US dollars at list prices; null where unknown")
    per_reached_usd: float | None = Field(description="US dollars per reached outcome; null where unknown")
    judged: int = Field(default=0, description="of how many something says whether they reached it")


class UseJson(Contract):
    """What was used and what it costs at list prices; null is unknown, never 0."""

    sessions: int | None = Field(description="number of sessions; null where no source names one")
    finished: int | None = Field(description="how many are over; null where no source names a session")
    reached: int | None = Field(description="how many reached their outcome; null where nothing says so")
    requests: int | None = Field(description="requests to a model; null where nothing says so")
    tokens: TokensJson = Field(description="token counts")
    searches: int | None = Field(description="web searches; null where nothing says so")
    active_seconds: float | None = Field(description="seconds of running, as billed or reported; null where nothing says so")
    waiting_seconds: float | None = Field(description="seconds of waiting; null where nothing says so")
    list_usd: float | None = Field(description="US dollars, the known part at list prices; null where nothing has one")
    list_usd_high: float | None = Field(description="US dollars, the most it can be; null where nothing bounds it")
    billed_usd: float | None = Field(description="US dollars that were billed; null where no bill says so")
    axes: AxesJson = Field(description="cost by axis, as `axes_are` says")
    per_session_usd: PerSessionJson = Field(description="how a session's list cost is spread, US dollars")
    per_reached_usd: float | None = Field(description="US dollars per reached outcome; null where unknown")
    unknown: list[str] = Field(description="what the sources do not say")
    share: float | None = Field(default=None, description="part of the whole that the axes add up to (0.25 is 25 %); null where unknown")
    axes_are: Literal["list", "billed"] = Field(default="list", description="list: at list prices; billed: as billed, where a bill says no list prices")


class NamedJson(Contract):
    """Whose use it is."""

    agent: str = Field(description="name of the agent")


class AgentJson(UseJson, NamedJson):
    """One agent."""

    routes: list[MeasuredRouteJson] = Field(default=[], description="by model; empty where one model does all")


class ChangeJson(Contract):
    """What moved a week's cost: the three add up to the difference from the week before."""

    volume_usd: float = Field(description="US dollars because there were more or fewer sessions")
    use_usd: float = Field(description="US dollars because a session used more or less")
    price_usd: float = Field(description="US dollars because the mix of prices moved")


class WeekJson(Contract):
    """One week, by its Monday."""

    week: Day = Field(description="its Monday, UTC")
    full: bool = Field(description="whether all seven days are in the data")
    sessions: int = Field(description="sessions that began in it")
    list_usd: float | None = Field(description="US dollars, the known part at list prices; null where nothing is known")
    change: ChangeJson | None = Field(description="against the week before; null where there is none to compare with, or its cost is unknown")


class CapJson(Contract):
    """What a spend cap a session would have done."""

    usd: float = Field(description="the cap, US dollars a session")
    stopped: int = Field(description="sessions it stops")
    stopped_share: float = Field(description="part of the sessions that it stops, 0 to 1")
    not_spent_usd: float = Field(description="US dollars that are not spent")
    spent_on_stopped_usd: float = Field(description="US dollars spent on sessions that it stops")
    expected_usd: float | None = Field(description="US dollars a session with what a stopped one costs elsewhere; null where that is unknown")
    cheapest: bool = Field(description="whether it is the cap that costs least")


class DearJson(Contract):
    """A dear session."""

    session_id: str = Field(description="its id in the source")
    agent: str = Field(description="name of the agent")
    started_at: Moment | None = Field(description="when it began, UTC; null where unknown")
    model: str | None = Field(description="model most of its money went to; null where unknown")
    list_usd: float = Field(description="US dollars at list prices")
    reported_usd: float | None = Field(description="US dollars that the source says it cost; null where it says nothing")
    look_at: bool = Field(description="whether it is more than three times its agent's 99th percentile")


class MeasuredInputJson(Contract):
    """A profile input as measured."""

    text: str = Field(description="as it would be written in the profile")
    p5: float | None = Field(description="5th percentile, in the unit of the key; null for a word")
    mean: float | None = Field(description="mean, in the unit of the key; null for a word")
    p95: float | None = Field(description="95th percentile, in the unit of the key; null for a word")
    source: str = Field(description="what it was measured from, and over which window")
    note: str = Field(default="", description="what was left out")


class ChargeJson(Contract):
    """Lines of a bill with the same agent, service, axis and kind."""

    agent: str = Field(description="name of the agent")
    service: str | None = Field(description="service billed; null where unknown")
    axis: str = Field(description="axis of cost it belongs to")
    category: str | None = Field(description="kind of charge, as the bill names it; null where it does not")
    description: str | None = Field(description="text of the bill; null where there is none")
    quantity: float | None = Field(description="quantity billed, in `unit`; null where unknown")
    unit: str | None = Field(description="unit of the quantity; null where unknown")
    list_usd: float | None = Field(description="US dollars at list prices; null where unknown")
    billed_usd: float | None = Field(description="US dollars billed; null where unknown")
    effective_usd: float | None = Field(description="US dollars with commitments spread over their use; null where unknown")


class HoursJson(Contract):
    """Hours of one kind and label."""

    kind: str = Field(description="build, upkeep, incident or on-call")
    label: str | None = Field(description="label of the time sheet; null where there is none")
    hours: float | None = Field(description="hours logged; null where no entry says")
    entries: int = Field(description="entries counted")
    unknown: int = Field(description="entries that do not say their hours")
    people: int | None = Field(description="how many people logged them; null where unknown")
    first_day: Day = Field(description="first day")
    last_day: Day = Field(description="last day")


class MeasureDocument(Contract):
    """What `switchpoint measure --json` prints."""

    schema_: Literal[1] = Field(alias="schema", description="version of this contract")
    window: WindowJson = Field(description="days the data covers")
    sources: list[SourceReadJson] = Field(description="what was read")
    agents: list[AgentJson] = Field(description="use by agent, the most expensive first; they add up to the totals")
    totals: UseJson = Field(description="all of it")
    weeks: list[WeekJson] = Field(description="week by week")
    caps: list[CapJson] = Field(description="what spend caps would have done")
    profile: dict[str, MeasuredInputJson] = Field(description="what was measured for a profile, by dotted key")
    warnings: list[str] = Field(description="what a reader must mind")
    dearest: list[DearJson] = Field(default=[], description="the most expensive sessions")
    charges: list[ChargeJson] = Field(default=[], description="lines of bills")
    hours: list[HoursJson] = Field(default=[], description="hours of people")
    refused: list[str] = Field(default=[], description="sources that could not be read, and why")
# fmt: on


def document(measured: Measured, inputs: Sequence[MeasuredInput] = ()) -> MeasureDocument:
    """Everything that was measured, as the contract."""
    window = measured.window
    return MeasureDocument(
        schema=1,
        window=WindowJson(**{"from": window.first_day}, to=window.last_day, full_weeks=window.full_weeks),
        sources=[
            SourceReadJson(
                path=told.path, format=told.format, rows=told.rows,
                convention="; ".join(told.conventions) or None, reported_usd=told.reported_usd,
                skipped=[SkippedJson(reason=reason, count=count) for reason, count in told.skipped.items()],
                notes=told.sentences(),
            )
            for told in measured.sources
        ],
        agents=[AgentJson(agent=each.agent, routes=_routes(each), **_use(each)) for each in measured.agents],
        totals=UseJson(**_use(measured.totals)),
        weeks=[
            WeekJson(
                week=each.week, full=each.is_full, sessions=each.sessions, list_usd=each.list_usd,
                change=ChangeJson(**_fields(each.change)) if each.change else None,
            )
            for each in measured.weeks
        ],
        caps=[
            CapJson(cheapest=each.is_cheapest, **{k: v for k, v in _fields(each).items() if k != "is_cheapest"})
            for each in measured.caps
        ],
        profile={
            each.key: MeasuredInputJson(text=each.text, p5=each.p5, mean=each.mean, p95=each.p95, source=each.source, note=each.note)
            for each in inputs
        },
        warnings=list(measured.warnings),
        dearest=[DearJson(**{k: v for k, v in _fields(each).items() if k in DearJson.model_fields}) for each in measured.dearest],
        charges=[ChargeJson(**{k: v for k, v in _fields(each).items() if k in ChargeJson.model_fields}) for each in measured.charges],
        hours=[HoursJson(**{k: v for k, v in _fields(each).items() if k in HoursJson.model_fields}) for each in measured.hours],
        refused=[each.sentence() for each in measured.refused],
    )  # fmt: skip


def _routes(use: AgentUse) -> list[MeasuredRouteJson]:
    return [MeasuredRouteJson(**_fields(route)) for route in use.routes]


def _use(use: AgentUse) -> dict[str, Any]:
    axes = use.axes
    return {
        **{name: getattr(use, name) for name in (
            "reached", "requests", "searches", "active_seconds", "waiting_seconds", "list_usd",
            "list_usd_high", "billed_usd", "per_reached_usd", "share",
        )},
        "sessions": use.sessions or None,
        "finished": use.finished if use.sessions else None,
        "axes_are": "billed" if use.as_billed else "list",
        "tokens": TokensJson(**_fields(use.tokens)),
        "axes": AxesJson(
            tokens=axes.tokens, runtime=axes.runtime, tools=axes.tools, fresh=axes.fresh, output=axes.output,
            cache=axes.cache, searches=axes.searches,
        ),
        "per_session_usd": PerSessionJson(**_fields(use.per_session_usd)),
        "unknown": list(use.unknown),
    }  # fmt: skip


def _fields(struct: Any) -> dict[str, Any]:
    return {name: getattr(struct, name) for name in struct.__struct_fields__}


def as_json(measured: Measured, inputs: Sequence[MeasuredInput] = ()) -> str:
    """The document as text: keys in the order of the contract, numbers as they are."""
    return text_of(document(measured, inputs))


def text_of(said: Contract) -> str:
    """A document as text: keys in the order of its contract, nothing that could steer a terminal."""
    text = said.model_dump_json(by_alias=True, indent=2) + "\n"
    return "".join(char if char == "\n" or char.isprintable() else json.dumps(char)[1:-1] for char in text)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the document."""
    return MeasureDocument.model_json_schema(by_alias=True, mode="serialization")
