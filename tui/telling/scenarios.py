"""Scenarios side by side: one answer for each, and what makes the difference between two of them. Computed in a thread, kept by profile."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from model.decision import profile_difference
from model.profile import Problems
from model.quantities import figures
from tui.charts import data
from tui.paint.lines import clean
from tui.state import quick_and_whole as answers
from tui.state.quick_and_whole import StateAnswer
from tui.state.store import scenario_title
from tui.telling.amounts import lowered, short_title

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from model.decision.pair.profile_difference import DifferenceWorth, ProfileDifference
    from model.decision.records.analysis import Analysis
    from model.profile import Profile

LEAST_USD = 0.5  # less is no step of a picture in dollars


class Side(Struct, frozen=True):
    """One column: the scenario's id (None for the profile itself), its title, its profile and what the model says."""

    scenario: str | None
    title: str
    profile: Profile
    answer: StateAnswer


WORKING = ("working it out …",)


def columns(profile: Profile, revision: int, known: tuple[Side, ...] = ()) -> tuple[Side, ...]:
    """The profile itself and every scenario of it, in order, before anything is computed: with the answer that is known, which is of this
    revision where nothing about it changed, and else of the one before."""
    found = [_column(None, "As written", profile, revision, known)]
    for id in profile.ids("scenarios"):
        applied = profile.scenario(id)
        if isinstance(applied, Problems):
            said = tuple(item.allowed for item in applied.items)
            found.append(
                Side(id, scenario_title(profile, id), profile, StateAnswer(revision, profile, why=said, complete=True))
            )
        else:
            found.append(_column(id, scenario_title(profile, id), applied, revision, known))
    return tuple(found)


def _column(id: str | None, title: str, profile: Profile, revision: int, known: tuple[Side, ...]) -> Side:
    before = next((side for side in known if side.scenario == id), None)
    if before is None:
        return Side(id, title, profile, StateAnswer(-1, profile, why=WORKING))
    same = before.answer.revision >= 0 and _own(before.profile) == _own(profile)
    return Side(id, title, profile, replace(before.answer, revision=revision) if same else before.answer)


def _own(profile: Profile) -> list[tuple[str, object]]:
    """What an answer follows from: everything but the other scenarios and what was decided."""
    return [(key, leaf.raw) for key, leaf in profile.leaves.items() if not key.startswith(("scenarios.", "decision."))]


def answered(side: Side, today: date, pair: tuple[str, str] | None, revision: int, breathe: Callable[[], None]) -> Side:
    """The same column with its answer at once; one that is of now stays."""
    if side.answer.revision == revision:
        return side
    return replace(side, answer=answers.quick(side.profile, today, pair, revision, breathe=breathe))


def completed(side: Side, today: date, breathe: Callable[[], None]) -> Side:
    """The same column in all futures, with where its answer flips."""
    answer = side.answer
    if answer.analysis is None or answer.complete:
        return side
    whole = answers.whole(side.profile, today, answer.analysis.pair, answer.revision, answers.FULL_DRAWS, breathe)
    return replace(side, answer=whole)


def _step(row: DifferenceWorth) -> str:
    """`Runtime price 0.16, was the book's`, `Must have none, was hipaa`."""
    absent = "the book's" if row.key.startswith("prices.") else "none"
    return clean(f"{row.title} {row.text_b or absent}, was {row.text_a or absent}")


def waterfall(first: Side, second: Side, today: date) -> data.Waterfall | None:
    """What turns one scenario into another, in no order: of the difference of the pair, B minus A; where another option is chosen, of what the
    choice costs. None where they cannot be compared."""
    one, other = first.answer.analysis, second.answer.analysis
    if one is None or other is None:
        return None
    found = profile_difference(first.profile, second.profile, today, draws=answers.FULL_DRAWS)
    chosen = [option for option in (one.verdict.option, other.verdict.option) if option is not None]
    if isinstance(found, Problems) or any(option not in found.options for option in (*one.pair, *chosen)):
        return None
    if len(chosen) == 2 and chosen[0] != chosen[1]:
        return _choice(first, second, found, one, (chosen[0], chosen[1]))
    return _pair(first, second, found, one)


def _steps(found: ProfileDifference, worth: Callable[[Mapping[str, float]], float]) -> list[tuple[str, float]]:
    """Every difference with what it is worth, the largest first, and what only all of them together are worth."""
    steps = [(_step(row), worth(row.worth_usd)) for row in found.rows if row.worth_usd is not None]
    together = worth(found.together_usd)
    if abs(together) >= LEAST_USD:
        steps.append(("together", together))
    return sorted((step for step in steps if abs(step[1]) >= LEAST_USD), key=lambda step: -abs(step[1]))


def _choice(
    first: Side, second: Side, found: ProfileDifference, analysis: Analysis, chosen: tuple[str, str]
) -> data.Waterfall:
    """From the cost of what is chosen in one scenario to the cost of what is chosen in the other."""
    before, after = chosen
    names = [short_title(analysis, option) for option in chosen]
    start, end = found.a_usd[before], found.b_usd[after]
    switch = (f"{names[1]} instead of {lowered(names[0])}", found.a_usd[after] - start)
    return data.Waterfall(
        title=f"ANOTHER OPTION IS CHOSEN   {figures.signed_money(end - start)}", note="its expected present value",
        start=(clean(first.title), start), steps=(switch, *_steps(found, lambda usd: usd[after])), end=(clean(second.title), end),
    )  # fmt: skip


def _pair(first: Side, second: Side, found: ProfileDifference, analysis: Analysis) -> data.Waterfall:
    a, b = analysis.pair
    names = [short_title(analysis, option) for option in (a, b)]
    total = found.total_usd[b] - found.total_usd[a]
    same = "NO DIFFERENCE BETWEEN THE TWO OPTIONS"
    title = f"WHAT MAKES THE DIFFERENCE   {figures.signed_money(total)}" if abs(total) >= LEAST_USD else same
    return data.Waterfall(
        title=title, note=f"{names[1]} minus {lowered(names[0])}, expected present value", signed=True,
        start=(clean(first.title), found.a_usd[b] - found.a_usd[a]), steps=tuple(_steps(found, lambda usd: usd[b] - usd[a])),
        end=(clean(second.title), found.b_usd[b] - found.b_usd[a]),
    )  # fmt: skip
