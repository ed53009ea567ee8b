"""`check --json`: whether a profile is valid and inside its limits, by what margin, and what to mind."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from model.contract.flips_json import DecisionJson
from model.contract.json_base import Contract, Share, Strength, WarningJson
from model.contract.options_json import UnpricedJson

Limits = Literal["expect", "min-probability", "max-monthly-usd", "max-per-outcome-usd", "complete"]


# fmt: off
class LimitJson(Contract):
    """One limit that was asked for. For shares and amounts `margin` is what is left before it is missed; negative: missed by so much."""

    limit: Limits = Field(description="the flag without dashes; complete: amounts were limited and the option is not fully priced")
    option: str | None = Field(description="id of the option it speaks of; null where nothing can be chosen")
    holds: bool = Field(description="whether it is kept")
    asked: float | str | None = Field(description="the limit: an option id, a share from 0 to 1, or US dollars; null for complete")
    found: float | str | None = Field(description="what the comparison says, in the same unit; null where it is unknown")
    margin: float | None = Field(description="how far inside the limit, in its unit; null where nothing can be subtracted")
    unit: Literal["option", "share", "usd_per_month", "usd_per_outcome"] | None = Field(description="unit of asked, found and margin; null for complete")
    sentence: str = Field(description="the same for people")


class WrongJson(Contract):
    """One thing that is wrong with the profile or with what was asked."""

    file: str = Field(description="file or argument, as it was named")
    line: int | None = Field(description="line of the file, from 1; null where none is to blame")
    key: str = Field(description="dotted key; empty for the whole file")
    read: str = Field(description="what was found; empty where nothing was")
    allowed: str = Field(description="what would be accepted")
    nearest: str = Field(description="nearest known key or name; empty where none is near")
    sentence: str = Field(description="the same for people, in one line")


class CheckDocument(Contract):
    """What `switchpoint check PROFILE --json` prints; several profiles print one object a line."""

    schema_: Literal[1] = Field(alias="schema", description="version of this contract")
    tool: str = Field(description="name and release of the program")
    profile: str = Field(description="the profile as it was named")
    scenario: str | None = Field(description="id of the scenario applied; null: none")
    status: Literal["fine", "limit missed", "wrong input", "no verdict"] = Field(description="what came of it; no verdict counts only where limits were asked")
    exit: Literal[0, 1, 2, 3] = Field(description="exit code of this profile; of several the process has the worst: 2, then 3, then 1")
    option: str | None = Field(description="id of the verdict; null where there is none")
    strength: Strength | None = Field(description="how sure it is; null where the profile could not be compared")
    probability_best: Share | None = Field(description="share of futures in which the verdict is the cheapest, 0 to 1; null without a verdict")
    sentence: str = Field(description="the answer for people; empty where the profile could not be compared")
    limits: list[LimitJson] = Field(description="every limit asked for, in the order of the help")
    warnings: list[WarningJson] = Field(description="what a reader must mind; none of it fails the check")
    problems: list[WrongJson] = Field(description="what is wrong; empty for a valid profile")
    unpriced: list[UnpricedJson] = Field(description="lines nobody priced of the option the limits speak of; while there are any, complete is missed")
    decision: DecisionJson | None = Field(description="what the team decided and whether it still stands; null where nothing is written")
# fmt: on
