"""The JSON of `track` as a contract: full precision, no NaN, unknown is null."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from model.contract.json_base import Contract, Day
from model.profile.actuals import Held, TrackedMonth
from model.telling.held import forecast_held
from model.usage.calibration import distance
from model.usage.told.measure_json import text_of
from model.usage.track_forecast import Crossed, Tracked


# fmt: off
class TrackedLineJson(Contract):
    """A line of a month against its forecast, US dollars at list prices."""

    key: str = Field(description="<workload>.<line>, or total")
    p10_usd: float = Field(description="10th percentile as forecast, US dollars of the month")
    p90_usd: float = Field(description="90th percentile as forecast, US dollars of the month")
    actual_usd: float = Field(description="US dollars that came")
    p50_usd: float = Field(description="median as forecast, US dollars of the month")
    inside: bool = Field(description="whether what came lies within the 80 % range")


class TrackedInputJson(Contract):
    """An input of the profile in a month, in its own unit."""

    key: str = Field(description="dotted key of the profile")
    p10: float = Field(description="10th percentile as assumed")
    p50: float = Field(description="median as assumed")
    p90: float = Field(description="90th percentile as assumed")
    actual: float = Field(description="what was measured")
    inside: bool = Field(description="whether it lies within the 80 % range")
    is_range: bool = Field(description="whether the profile has a range; a plain number counts towards no calibration")
    distance: float | None = Field(description="from the median, in half-widths of the range; null without a width")


class TrackedMonthJson(Contract):
    """One full calendar month, UTC."""

    month: str = Field(description="YYYY-MM")
    lines: list[TrackedLineJson] = Field(description="every line that was measured, and the total")
    inputs: list[TrackedInputJson] = Field(description="every input of the profile that was measured")
    sessions: int = Field(description="sessions that began in it")
    inside: bool | None = Field(description="whether the total lies within its 80 % range; null without lines")
    kept: bool = Field(description="its sources are gone, only the file of months knows it")


class CalibrationJson(Contract):
    """How good the team's ranges have been."""

    inside_80: float | None = Field(description="share of measured inputs within their 80 % range; null without any")
    score: float | None = Field(description="mean interval score over the median, lower is better; null without any")
    widen: float | None = Field(description="what widths would be multiplied by; null with fewer than five inputs")
    inputs: int = Field(description="inputs with a range that were measured")
    points: int = Field(description="measured inputs that are typed without a range")
    sentence: str = Field(description="the same for people; says too narrow only where chance does not explain it")


class CrossedTriggerJson(Contract):
    """What the decision rests on, by measured values."""

    key: str = Field(description="dotted key of the input")
    crossed: bool = Field(description="whether a measured value has crossed it")
    title: str = Field(description="name of the input")
    then: float = Field(description="where the input stood at the decision, in its own unit")
    flips_at: float = Field(description="value at which the answer flips")
    now: float | None = Field(description="where it stands in the newest month; null where there is no such input any more")
    measured: bool = Field(description="whether its input was measured")
    sentence: str = Field(description="the same for people")


class MovedJson(Contract):
    """What an input of the newest month is worth against its assumption: the waterfall of diff."""

    key: str = Field(description="dotted key of the profile")
    title: str = Field(description="name of the input")
    expected: float = Field(description="median as assumed, in its own unit")
    actual: float = Field(description="what was measured")
    inside: bool = Field(description="whether it lies within its 80 % range")
    distance: float | None = Field(description="from the median, in half-widths of the range; null without a width")
    worth_usd: float | None = Field(description="US dollars of expected present value over the horizon; null where not alone")
    beyond_usd: float | None = Field(description="US dollars of it that the range did not allow for; null where not alone")


class BudgetJson(Contract):
    """A calendar year's budget, and in which month it is gone."""

    year: int = Field(description="calendar year")
    budget_usd: float = Field(description="US dollars of the year, at list prices")
    spent_usd: float = Field(description="US dollars of its measured months")
    year_p10_usd: float = Field(description="10th percentile of the whole year, US dollars")
    year_p90_usd: float = Field(description="90th percentile of the whole year, US dollars")
    probability: float = Field(description="share of futures in which it is gone by December")
    first: Day | None = Field(description="10th percentile of the month it is gone; null where not within the year")
    last: Day | None = Field(description="90th percentile of the month it is gone; null where not within the year")
    driver: str = Field(description="line furthest above its forecast in the newest month; empty where none is")
    sentence: str = Field(description="the same for people")


class TrackDocument(Contract):
    """What `switchpoint track --json` prints."""

    schema_: Literal[1] = Field(alias="schema", description="version of this contract")
    months: list[TrackedMonthJson] = Field(description="all months, oldest first")
    calibration: CalibrationJson = Field(description="how good the ranges have been")
    triggers: list[CrossedTriggerJson] = Field(description="what the decision rests on; empty without a decision")
    profile: str = Field(description="profile as it was named")
    option: str = Field(description="id of the option that runs")
    held: int = Field(description="months whose total lies within its 80 % range")
    moved: list[MovedJson] = Field(description="inputs of the newest month, the most surprising first")
    together_usd: float = Field(description="what the moves do to each other, US dollars")
    total_usd: float = Field(description="all moves, US dollars of expected present value over the horizon")
    budget: BudgetJson | None = Field(description="null without --budget")
    warnings: list[str] = Field(description="what was left out and why")
    refused: list[str] = Field(description="sources that could not be read")
# fmt: on


def document(found: Tracked) -> TrackDocument:
    """Everything that was tracked, as the contract."""
    return TrackDocument(
        schema=1,
        months=[_month(each) for each in found.months],
        calibration=CalibrationJson(**{name: getattr(found.calibration, name) for name in CalibrationJson.model_fields}),
        triggers=[_trigger(each) for each in found.triggers],
        profile=found.profile,
        option=found.option,
        held=forecast_held(found.months).held,
        moved=[MovedJson(inside=each.is_inside, **{name: getattr(each, name) for name in MovedJson.model_fields if name != "inside"}) for each in found.moved],
        together_usd=found.together_usd,
        total_usd=found.total_usd,
        budget=None if found.budget is None else BudgetJson(**{name: getattr(found.budget, name) for name in BudgetJson.model_fields}),
        warnings=list(found.warnings),
        refused=[each.sentence() for each in found.refused],
    )  # fmt: skip


def _month(each: TrackedMonth) -> TrackedMonthJson:
    return TrackedMonthJson(
        month=f"{each.month:%Y-%m}", lines=[_line(line) for line in each.lines], inputs=[_input(held) for held in each.inputs],
        sessions=each.sessions, inside=None if each.total is None else each.total.is_inside, kept=each.is_kept,
    )  # fmt: skip


def _line(each: Held) -> TrackedLineJson:
    return TrackedLineJson(
        key=each.key, p10_usd=each.p10, p90_usd=each.p90, actual_usd=each.actual, p50_usd=each.p50, inside=each.is_inside,
    )  # fmt: skip


def _input(each: Held) -> TrackedInputJson:
    return TrackedInputJson(
        key=each.key, p10=each.p10, p50=each.p50, p90=each.p90, actual=each.actual, inside=each.is_inside,
        is_range=each.is_range, distance=distance(each),
    )  # fmt: skip


def _trigger(each: Crossed) -> CrossedTriggerJson:
    trigger = each.trigger
    return CrossedTriggerJson(
        key=trigger.key, crossed=each.is_crossed, title=trigger.title, then=trigger.then, flips_at=trigger.flips_at,
        now=trigger.now, measured=each.is_measured, sentence=trigger.sentence,
    )  # fmt: skip


def as_json(found: Tracked) -> str:
    """The document as text."""
    return text_of(document(found))


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the document."""
    return TrackDocument.model_json_schema(by_alias=True, mode="serialization")
