"""What a tool may be asked for: the arguments that several share, each with what an agent reads about it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

NO_CHANGES: dict[str, str] = {}
NO_SECTIONS: list[str] = []

# fmt: off
Name = Annotated[str, Field(description="name of a profile as `profiles` lists it, or a path that ends in .toml")]
Changes = Annotated[dict[str, str], Field(description='inputs to change: dotted key to text, such as {"options.own.upkeep_fte": "0.2 to 0.5"}')]
Scenario = Annotated[str | None, Field(description="a scenario of the profile, by its id or title")]
Day = Annotated[str | None, Field(description="prices and rules of this day, such as 2026-11-22; absent: the profile's own, else today")]
Pair = Annotated[str | None, Field(description="two option ids to speak of, A,B; absent: the answer and the next best")]
Draws = Annotated[int, Field(description="futures to draw, 1 to 100,000; 10,000 gives the command line's figures")]
Full = Annotated[bool, Field(description="everything instead of the short answer")]
Sections = Annotated[list[str], Field(description="only these parts of the text, such as bill, flips, learn, levers, lines, numbers, sources")]
Key = Annotated[str | None, Field(description="a line key (tokens.input) or a dotted key (options.own.upkeep_fte); absent: what there is")]
Entry = Annotated[str | None, Field(description="a model, preset, rule or group of the book; absent: the groups")]
Sources = Annotated[list[str], Field(description="files or folders: session lists, traces, bills, time sheets")]
Format = Annotated[str | None, Field(description="read every source as this; absent: looked at")]
Expected = Annotated[str | None, Field(description="id of the option that must be the answer")]
Chance = Annotated[float | None, Field(ge=0, le=1, description="share of futures in which it must be the cheapest, 0 to 1")]
Monthly = Annotated[float | None, Field(ge=0, description="US dollars its first full month may cost")]
PerOutcome = Annotated[float | None, Field(ge=0, description="US dollars an outcome may cost")]
NewName = Annotated[str, Field(description="letters, digits, spaces, - and _; the file is NAME.toml")]
Starter = Annotated[str | None, Field(description="copy this profile; absent: the smallest one that says something")]
# fmt: on
