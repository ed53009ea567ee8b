"""What a tool answers: a text to read, the figures behind it in the keys of the JSON contract, and how to get more."""

from __future__ import annotations

from pydantic import Field

from model.contract.compare_json import VerdictJson
from model.contract.flips_json import NearestPairJson, SwitchingValueJson
from model.contract.json_base import BookJson, Contract, Share, WarningJson
from model.contract.options_json import UnpricedJson
from model.usage.told.measure_json import AgentJson, MeasuredInputJson, UseJson, WindowJson

MORE = "how to get more than this"


# fmt: off
class ProfileAnswer(Contract):
    """One profile that a name means."""

    name: str = Field(description="what to write as `profile`")
    place: str = Field(description="here, ./profiles, your folder, starter, or writable: the folder that `new` writes into")
    title: str = Field(description="what the team calls it")
    summary: str = Field(description="what it says it is about")


class ProfilesAnswer(Contract):
    """Every profile that a name can mean."""

    profiles: list[ProfileAnswer] = Field(description="one row a profile")
    writes: bool = Field(description="whether `new` may write a profile here")
    more: str = Field(description=MORE)


class OptionAnswer(Contract):
    """One option in short; a month is the first full one."""

    id: str = Field(description="id in the profile")
    title: str = Field(description="its name for people")
    eligible: bool = Field(description="whether no must-have rules it out")
    why_not: list[str] = Field(description="why it cannot be chosen; empty for one that can")
    unpriced: list[UnpricedJson] = Field(description="lines nobody priced; while there are any, its amounts are lower bounds")
    invoices_month_1_usd: float = Field(description="US dollars a month that vendors bill")
    people_month_1_usd: float = Field(description="US dollars a month of our engineers")
    elsewhere_month_1_usd: float = Field(description="US dollars a month that failed work costs elsewhere")
    present_value_usd: float = Field(description="US dollars of expected present value over the horizon")
    probability_best: Share = Field(description="share of futures in which it is the cheapest, 0 to 1")


class CompareAnswer(Contract):
    """A comparison in short, or the parts of it that were asked for."""

    profile: str = Field(description="name of the profile")
    scenario: str | None = Field(description="id of the scenario applied; null: none")
    verdict: VerdictJson = Field(description="the answer")
    options: list[OptionAnswer] = Field(description="every option in short")
    flips: list[str] = Field(description="what would flip the answer, the nearest first, at most three")
    teams: list[str] = Field(description="what several teams could share, from how many it pays, who pays what; empty where the file names no teams")
    warnings: list[WarningJson] = Field(description="what a reader must mind; part of the answer")
    text: str = Field(description="the comparison on one screen, the sections asked for, or all of it")
    more: str = Field(description=MORE)


class FlipsAnswer(Contract):
    """What would flip the answer."""

    profile: str = Field(description="name of the profile")
    option: str | None = Field(description="id of today's answer; null where there is none")
    headline: str = Field(description="the nearest flip in one sentence, or that nothing alone flips it")
    flips: list[SwitchingValueJson] = Field(description="within ten times today's value, the nearest first")
    beyond: str = Field(description="what lies farther, in one sentence; empty where nothing does")
    together: NearestPairJson | None = Field(description="the two inputs that flip it together where none does alone; null otherwise")
    never: list[str] = Field(description="dotted keys of inputs that flip it nowhere within their limits")
    more: str = Field(description=MORE)


class TextAnswer(Contract):
    """A text to read."""

    text: str = Field(description="the answer")
    more: str = Field(description=MORE)


class PricesAnswer(Contract):
    """The book of a day, or what it says of one name."""

    book: BookJson = Field(description="day and age of the book")
    groups: dict[str, int] = Field(description="number of entries by group; each group is a name to ask for")
    text: str = Field(description="rates with their day and source; empty until a name or everything is asked for")
    more: str = Field(description=MORE)


class MeasureAnswer(Contract):
    """Who causes the bill, from what really ran."""

    window: WindowJson = Field(description="days the data covers")
    totals: UseJson = Field(description="all of it")
    agents: list[AgentJson] = Field(description="the most expensive agents; all of them with full")
    inputs: dict[str, str] = Field(description="what was measured for a profile: dotted key to the text to write")
    profile: dict[str, MeasuredInputJson] = Field(description="with full: the same with range, window and what was left out; empty otherwise")
    warnings: list[str] = Field(description="what a reader must mind, and what could not be read")
    text: str = Field(description="with full: the whole report; empty otherwise")
    more: str = Field(description=MORE)


class NewAnswer(Contract):
    """A profile that was written."""

    profile: str = Field(description="what to write as `profile` from now on")
    path: str = Field(description="the file")
    more: str = Field(description=MORE)
# fmt: on
