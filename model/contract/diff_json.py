"""`diff --json`: what became of the answer, and what each difference between two profiles is worth."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from model.contract.json_base import Contract, ExpectedByOption, Share, Strength


# fmt: off
class AnswerJson(Contract):
    """One profile's answer."""

    option: str | None = Field(description="id of the verdict; null where nothing can be chosen")
    title: str = Field(description="its name for people")
    strength: Strength = Field(description="how sure it is")
    probability_best: Share | None = Field(description="share of futures in which it is the cheapest, 0 to 1; null without a verdict")
    saving_expected_usd: float | None = Field(description="US dollars of present value saved against the runner-up; null without one")
    runner_up: str | None = Field(description="id of the next best; null where there is none")
    sentence: str = Field(description="the answer for people")
    teams: str = Field(description="what several teams could share, for people; empty where the file names no teams")


class BetweenJson(Contract):
    """The answers before and after."""

    before: AnswerJson = Field(description="of the first profile")
    after: AnswerJson = Field(description="of the second profile")
    sentence: str = Field(description="what became of it, for people")


class WorthJson(Contract):
    """One difference, and what it adds."""

    key: str = Field(description="dotted key, or a table that only one profile has")
    title: str = Field(description="its name for people")
    text_a: str = Field(description="as written in the first profile; empty where absent")
    text_b: str = Field(description="as written in the second profile; empty where absent")
    worth_usd: ExpectedByOption | None = Field(description="US dollars of present value it adds, by option id; null where it only counts in `together_usd`")


class DiffDocument(Contract):
    """What `switchpoint diff A B --json` prints. For every option: all worths plus together = total = b − a."""

    schema_: Literal[1] = Field(alias="schema", description="version of this contract")
    first: str = Field(description="the first profile as it was named")
    second: str = Field(description="the second profile as it was named")
    answer: BetweenJson = Field(description="the answers before and after")
    options: list[str] = Field(description="ids of the options that both have")
    a_usd: ExpectedByOption = Field(description="US dollars of expected present value in the first profile, by option id")
    b_usd: ExpectedByOption = Field(description="US dollars of expected present value in the second profile, by option id")
    total_usd: ExpectedByOption = Field(description="US dollars, second minus first, by option id")
    rows: list[WorthJson] = Field(description="every difference; worth the mean of making it first and last")
    together_usd: ExpectedByOption = Field(description="US dollars that the differences do to each other, by option id")
# fmt: on
