"""The JSON of `track` as a contract: full precision, no NaN, unknown is null."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from model.usage.actuals import Held, TrackedMonth
from model.usage.calibration import distance
from model.usage.told.contract import Said, text_of
from model.usage.track import Crossed, Tracked


class Line(Said):
    """A line of a month, `<workload>.<line>` or `total`, US dollars at list prices; 10th and 90th percentile as forecast."""

    key: str
    p10_usd: float
    p90_usd: float
    actual_usd: float
    p50_usd: float | None = None
    inside: bool | None = None


class Input(Said):
    """An input of the profile in a month, in its own unit. `distance`: from the middle, in half-widths of the range."""

    key: str
    p10: float
    p50: float
    p90: float
    actual: float
    inside: bool
    is_range: bool
    distance: float | None


class Month(Said):
    """One full month. `kept`: its sources are gone, only the file of months knows it."""

    month: str
    lines: list[Line]
    inputs: list[Input] = Field(default_factory=list)
    sessions: int = 0
    inside: bool | None = Field(None, description="whether the total lies within its 80 % range")
    kept: bool = False


class Calibration(Said):
    """How good the ranges were: share inside 80 %, interval score over the middle, and what widths to multiply by."""

    inside_80: float | None
    score: float | None
    widen: float | None
    inputs: int = 0
    points: int = Field(0, description="measured inputs that are typed without a range")
    sentence: str = ""


class Trigger(Said):
    """What the decision rests on, by measured values; only a measured input can cross it."""

    key: str
    crossed: bool
    title: str
    then: float
    flips_at: float
    now: float | None
    measured: bool
    sentence: str


class Moved(Said):
    """What an input of the newest month is worth against its assumption, expected present value over the horizon."""

    key: str
    title: str
    expected: float
    actual: float
    inside: bool
    distance: float | None
    worth_usd: float | None
    beyond_usd: float | None


class Budget(Said):
    """A calendar year's budget and the month it is gone, 10th to 90th percentile; null where not within the year."""

    year: int
    budget_usd: float
    spent_usd: float
    year_p10_usd: float
    year_p90_usd: float
    probability: float
    first: date | None
    last: date | None
    driver: str
    sentence: str


class Document(Said):
    """What `switchpoint track --json` prints."""

    schema_: Literal[1] = Field(alias="schema")
    months: list[Month]
    calibration: Calibration
    triggers: list[Trigger]
    profile: str = ""
    option: str = ""
    held: int = Field(0, description="months whose total lies within its 80 % range")
    moved: list[Moved] = Field(default_factory=list)
    together_usd: float = 0.0
    total_usd: float = 0.0
    budget: Budget | None = None
    warnings: list[str] = Field(default_factory=list)
    refused: list[str] = Field(default_factory=list)


def document(found: Tracked) -> Document:
    """Everything that was tracked, as the contract."""
    return Document(
        schema=1,
        months=[_month(each) for each in found.months],
        calibration=Calibration(**{name: getattr(found.calibration, name) for name in Calibration.model_fields}),
        triggers=[_trigger(each) for each in found.triggers],
        profile=found.profile,
        option=found.option,
        held=found.held,
        moved=[Moved(inside=each.is_inside, **{name: getattr(each, name) for name in Moved.model_fields if name != "inside"}) for each in found.moved],
        together_usd=found.together_usd,
        total_usd=found.total_usd,
        budget=None if found.budget is None else Budget(**{name: getattr(found.budget, name) for name in Budget.model_fields}),
        warnings=list(found.warnings),
        refused=[each.sentence() for each in found.refused],
    )  # fmt: skip


def _month(each: TrackedMonth) -> Month:
    return Month(
        month=f"{each.month:%Y-%m}", lines=[_line(line) for line in each.lines], inputs=[_input(held) for held in each.inputs],
        sessions=each.sessions, inside=None if each.total is None else each.total.is_inside, kept=each.is_kept,
    )  # fmt: skip


def _line(each: Held) -> Line:
    return Line(
        key=each.key, p10_usd=each.p10, p90_usd=each.p90, actual_usd=each.actual, p50_usd=each.p50, inside=each.is_inside,
    )  # fmt: skip


def _input(each: Held) -> Input:
    return Input(
        key=each.key, p10=each.p10, p50=each.p50, p90=each.p90, actual=each.actual, inside=each.is_inside,
        is_range=each.is_range, distance=distance(each),
    )  # fmt: skip


def _trigger(each: Crossed) -> Trigger:
    trigger = each.trigger
    return Trigger(
        key=trigger.key, crossed=each.is_crossed, title=trigger.title, then=trigger.then, flips_at=trigger.flips_at,
        now=trigger.now, measured=each.is_measured, sentence=trigger.sentence,
    )  # fmt: skip


def as_json(found: Tracked) -> str:
    """The document as text."""
    return text_of(document(found))


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the document."""
    return Document.model_json_schema(by_alias=True, mode="serialization")
