"""The JSON of `reconcile` as a contract: full precision, no NaN, unknown is null."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from model.usage.billed import BilledLine, Month, together
from model.usage.reconcile import Checked, Class, Reconciled
from model.usage.told.contract import Said, text_of


class Session(Said):
    """One session. `computed_usd` is its exact list cost, null where it cannot be known."""

    session_id: str
    reported_usd: float | None
    computed_usd: float | None
    class_: Class = Field(alias="class")
    reason: str
    keys: list[str] = Field([], description="the modifiers or missing fields of the reason, for programs")
    agent: str | None = None
    started_at: datetime | None = None


class Line(Said):
    """One agent and axis of a bill beside its sessions at list prices; a null agent is another use of the API."""

    agent: str | None
    axis: str
    computed_usd: float | None
    list_usd: float | None
    billed_usd: float | None
    discount_share: float | None


class Money(Said):
    """A bill against the sessions. Without a bill: the sessions' own amounts against what their use gives."""

    list_usd: float | None
    billed_usd: float | None
    discount_share: float | None
    coverage: float | None = Field(description="how much of the list cost the sessions account for")
    unexplained_usd: float | None
    unexplained_share: float | None = None
    outside_usd: float | None = Field(None, description="other uses of the API on the bill")
    not_on_bill_usd: float | None = Field(None, description="list cost of sessions on lines the bill does not have")


class MonthOf(Money):
    """One month of the bill, with its lines and what would explain a rest, none of it certain."""

    month: date
    lines: list[Line]
    hints: list[str]


class Document(Said):
    """What `switchpoint reconcile --json` prints."""

    schema_: Literal[1] = Field(alias="schema")
    sessions: list[Session]
    month: Money
    months: list[MonthOf] = Field(default_factory=list)
    classes: dict[Class, int] = Field(default_factory=dict)
    sessions_unexplained_usd: float = 0.0
    sessions_unexplained_share: float = 0.0
    warnings: list[str] = Field(default_factory=list)
    refused: list[str] = Field(default_factory=list)


def document(found: Reconciled) -> Document:
    """Everything that was reconciled, as the contract."""
    return Document(
        schema=1,
        sessions=[_session(each) for each in found.sessions],
        month=Money(**_whole(found)),
        months=[MonthOf(**_money(each), month=each.month, lines=[_line(line) for line in each.lines], hints=list(each.hints)) for each in found.months],
        classes={kind: len(found.of(kind)) for kind in ("equal", "explained", "unexplained", "not-comparable")},
        sessions_unexplained_usd=found.unexplained_usd,
        sessions_unexplained_share=found.unexplained_share,
        warnings=list(found.warnings),
        refused=[each.sentence() for each in found.refused],
    )  # fmt: skip


def _session(each: Checked) -> Session:
    return Session(
        session_id=each.session_id, reported_usd=each.reported_usd, computed_usd=each.computed_usd,
        **{"class": each.kind}, reason=each.reason, keys=list(each.keys), agent=each.agent or None,
        started_at=each.started_at,
    )  # fmt: skip


def _line(each: BilledLine) -> Line:
    return Line(**{name: getattr(each, name) for name in Line.model_fields})


def _money(each: Month) -> dict[str, Any]:
    return {name: getattr(each, name) for name in Money.model_fields}


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
    return Document.model_json_schema(by_alias=True, mode="serialization")
