"""The JSON of `reconcile` as a contract: full precision, no NaN, unknown is null."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from model.contract.json_base import Contract, Day, Moment
from model.usage.billed import BilledLine, BilledMonth, together
from model.usage.foreseen import Foreseen
from model.usage.reconcile_bills import CheckedSession, Class, Reconciled
from model.usage.told.measure_json import text_of


# fmt: off
class ReconciledSessionJson(Contract):
    """One session of the list."""

    session_id: str = Field(description="its id in the source")
    reported_usd: float | None = Field(description="US dollars that the source says it cost; null where it says nothing")
    computed_usd: float | None = Field(description="US dollars, its exact list cost; null where it cannot be known")
    class_: Class = Field(alias="class", description="equal, explained, unexplained or not-comparable")
    reason: str = Field(description="why it is of this class, for people")
    keys: list[str] = Field(default=[], description="the modifiers or missing fields of the reason, for programs")
    agent: str | None = Field(default=None, description="name of the agent; null where unknown")
    started_at: Moment | None = Field(default=None, description="when it began, UTC; null where unknown")


class ReconciledLineJson(Contract):
    """One agent and axis of a bill beside its sessions at list prices."""

    agent: str | None = Field(description="name of the agent; null is another use of the API")
    axis: str = Field(description="axis of cost")
    computed_usd: float | None = Field(description="US dollars of the sessions at list prices; null where unknown")
    list_usd: float | None = Field(description="US dollars of the bill at list prices; null where it does not say")
    billed_usd: float | None = Field(description="US dollars billed; null where the bill does not say")
    discount_share: float | None = Field(description="what is billed less than list (0.1 is 10 %); null where unknown")


class MoneyJson(Contract):
    """A bill against the sessions. Without a bill: the sessions' own amounts against what their use gives."""

    list_usd: float | None = Field(description="US dollars at list prices; null where unknown")
    billed_usd: float | None = Field(description="US dollars billed; null without a bill")
    discount_share: float | None = Field(description="what is billed less than list (0.1 is 10 %); null where unknown")
    coverage: float | None = Field(description="how much of the list cost the sessions account for (1 is all of it)")
    unexplained_usd: float | None = Field(description="US dollars for which no reason is known")
    unexplained_share: float | None = Field(default=None, description="the same as a share of the list cost")
    outside_usd: float | None = Field(default=None, description="US dollars of other uses of the API on the bill")
    not_on_bill_usd: float | None = Field(default=None, description="US dollars, list cost of sessions on lines the bill does not have")


class ReconciledMonthJson(MoneyJson):
    """One month of the bill, with its lines and what would explain a rest, none of it certain."""

    month: Day = Field(description="its first day, UTC")
    lines: list[ReconciledLineJson] = Field(description="by agent and axis")
    hints: list[str] = Field(description="what would explain a rest, for people")


class ForecastLineJson(Contract):
    """One workload and axis as a profile forecasts it for the days of the bill, at list prices, beside the bill."""

    month: Day = Field(description="first day of the month, UTC")
    days: float = Field(description="days of the month that the bill covers, for which the forecast stands")
    workload: str = Field(description="id of the workload; empty: all of them, where the bill names no agent")
    axis: str = Field(description="axis of cost: tokens, runtime or searches")
    p10_usd: float = Field(description="10th percentile as forecast, US dollars")
    p50_usd: float = Field(description="median as forecast, US dollars")
    p90_usd: float = Field(description="90th percentile as forecast, US dollars")
    list_usd: float | None = Field(description="US dollars of the bill at list prices; null where it does not say")
    billed_usd: float | None = Field(description="US dollars billed; null where the bill does not say")
    inside: bool | None = Field(description="whether list_usd lies within the 80 % range; null where it is not known")


class ReconcileDocument(Contract):
    """What `switchpoint reconcile --json` prints."""

    schema_: Literal[1] = Field(alias="schema", description="version of this contract")
    sessions: list[ReconciledSessionJson] = Field(description="every session, with its class")
    month: MoneyJson = Field(description="the whole of it")
    months: list[ReconciledMonthJson] = Field(default_factory=list, description="month by month; empty without a bill")
    forecast: list[ForecastLineJson] = Field(default_factory=list, description="forecast beside the bill; empty without --forecast")
    classes: dict[Class, int] = Field(default_factory=dict, description="sessions by class")
    sessions_unexplained_usd: float = Field(default=0.0, description="US dollars by which unexplained sessions differ")
    sessions_unexplained_share: float = Field(default=0.0, description="the same as a share of what was reported")
    warnings: list[str] = Field(default_factory=list, description="what a reader must mind")
    refused: list[str] = Field(default_factory=list, description="sources that could not be read, and why")
# fmt: on


def document(found: Reconciled) -> ReconcileDocument:
    """Everything that was reconciled, as the contract."""
    return ReconcileDocument(
        schema=1,
        sessions=[_session(each) for each in found.sessions],
        month=MoneyJson(**_whole(found)),
        months=[ReconciledMonthJson(**_money(each), month=each.month, lines=[_line(line) for line in each.lines], hints=list(each.hints)) for each in found.months],
        forecast=[_foreseen(each) for each in found.forecast],
        classes={kind: len(found.of(kind)) for kind in ("equal", "explained", "unexplained", "not-comparable")},
        sessions_unexplained_usd=found.unexplained_usd,
        sessions_unexplained_share=found.unexplained_share,
        warnings=list(found.warnings),
        refused=[each.sentence() for each in found.refused],
    )  # fmt: skip


def _session(each: CheckedSession) -> ReconciledSessionJson:
    return ReconciledSessionJson(
        session_id=each.session_id, reported_usd=each.reported_usd, computed_usd=each.computed_usd,
        **{"class": each.kind}, reason=each.reason, keys=list(each.keys), agent=each.agent or None,
        started_at=each.started_at,
    )  # fmt: skip


def _line(each: BilledLine) -> ReconciledLineJson:
    return ReconciledLineJson(**{name: getattr(each, name) for name in ReconciledLineJson.model_fields})


def _foreseen(each: Foreseen) -> ForecastLineJson:
    return ForecastLineJson(
        inside=each.is_inside,
        **{name: getattr(each, name) for name in ForecastLineJson.model_fields if name != "inside"},
    )


def _money(each: BilledMonth) -> dict[str, Any]:
    return {name: getattr(each, name) for name in MoneyJson.model_fields}


def _whole(found: Reconciled) -> dict[str, Any]:
    bill = together(found.months)
    if bill is not None:
        return _money(bill)
    computed = [each.computed_usd for each in found.sessions if each.computed_usd is not None]
    return {
        "list_usd": sum(computed) if computed else None, "billed_usd": None, "discount_share": None,
        "coverage": found.computed_share, "unexplained_usd": found.unexplained_usd,
        "unexplained_share": found.unexplained_share,
    }  # fmt: skip


def as_json(found: Reconciled) -> str:
    """The document as text."""
    return text_of(document(found))


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the document."""
    return ReconcileDocument.model_json_schema(by_alias=True, mode="serialization")
