"""What every part of the contract keeps: no key that is not declared, no NaN, and a description of each key."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

# Closed lists that several parts share.
Strength = Literal["clear", "likely", "close", "only", "none"]
LearnWhen = Literal["now", "after", "wait"]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Day = Annotated[date, Field(strict=False)]  # in JSON a day is text, YYYY-MM-DD
Moment = Annotated[datetime, Field(strict=False)]
ExpectedByOption = dict[str, float]


class Contract(BaseModel):
    """A part of the contract: strict types, no other keys, no NaN and no infinity."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, populate_by_name=True, frozen=True)


# fmt: off
class SourceJson(Contract):
    """Where a figure was read."""

    title: str = Field(description="name of the page or document")
    url: str = Field(description="its address")
    effective: Day | None = Field(description="day from which the figure holds; null where the publisher gives none")
    checked: Day = Field(description="day on which it was last read there")


class WarningJson(Contract):
    """What a reader must mind; part of the answer."""

    key: str = Field(description="dotted key of the field to look at; empty where no field is to blame")
    sentence: str = Field(description="what is odd, without a full stop")
    usd: float | None = Field(description="US dollars a month it is worth; null where unknown or nothing")


class BookJson(Contract):
    """The day's prices and rules that were used."""

    as_of: Day = Field(description="day of the prices")
    oldest_checked: Day = Field(description="when the oldest figure of the book was last read at its source")
    sha256: str = Field(description="digest of the book's files, hexadecimal")


class SpreadJson(Contract):
    """One amount over all futures, US dollars of present value."""

    mean_usd: float = Field(description="expected value, US dollars")
    p10_usd: float = Field(description="10th percentile, US dollars; linear between order statistics")
    p50_usd: float = Field(description="median, US dollars")
    p90_usd: float = Field(description="90th percentile, US dollars")
# fmt: on
