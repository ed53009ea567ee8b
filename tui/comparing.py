"""Scenarios side by side: one answer for each, and what makes the difference between two of them. Computed in a thread, kept by profile."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from model.quantities import figures
from tui import answer as answers
from tui.amounts import lowered, short_title
from tui.answer import Answer
from tui.charts import data
from tui.lines import clean

if TYPE_CHECKING:
    from model.decision.difference import DifferenceWorth
    from model.profile import Profile


class Side(Struct, frozen=True):
    """One column: the scenario's id (None for the profile itself), its title, its profile and what the model says."""

    scenario: str | None
    title: str
    profile: Profile
    answer: Answer


def sides(profile: Profile, today: date, pair: tuple[str, str] | None, revision: int) -> tuple[Side, ...]:
    """The profile itself and every scenario of it, in order."""
    from model.profile import Problems

    found = [Side(None, "As written", profile, answers.quick(profile, today, pair, revision))]
    for id in profile.ids("scenarios"):
        title = profile.text(f"scenarios.{id}.title") or id
        applied = profile.scenario(id)
        if isinstance(applied, Problems):
            said = tuple(item.allowed for item in applied.items)
            found.append(Side(id, title, profile, Answer(revision, profile, why=said)))
        else:
            found.append(Side(id, title, applied, answers.quick(applied, today, pair, revision)))
    return tuple(found)


def completed(side: Side, today: date) -> Side:
    """The same column in all futures, with where its answer flips."""
    answer = side.answer
    if answer.analysis is None:
        return side
    return replace(
        side, answer=answers.whole(side.profile, today, answer.analysis.pair, answer.revision, answers.FULL_DRAWS)
    )


def _step(row: DifferenceWorth) -> str:
    """`Runtime price 0.16, was the book's`, `Must have none, was hipaa`."""
    absent = "the book's" if row.key.startswith("prices.") else "none"
    return clean(f"{row.title} {row.text_b or absent}, was {row.text_a or absent}")


def pair_waterfall(first: Side, second: Side, today: date) -> data.Waterfall | None:
    """What turns the difference of the pair, B minus A, in one scenario into that in the other, in no order; None where they cannot be compared."""
    from model.decision import profile_difference
    from model.profile import Problems

    one = first.answer.analysis
    found = profile_difference(first.profile, second.profile, today, draws=answers.FULL_DRAWS)
    if one is None or isinstance(found, Problems) or any(option not in found.options for option in one.pair):
        return None
    a, b = one.pair
    steps = [
        (
            _step(row),
            row.worth_usd[b] - row.worth_usd[a],
        )
        for row in found.rows
        if row.worth_usd is not None
    ]
    together = found.together_usd[b] - found.together_usd[a]
    if abs(together) >= 0.5:
        steps.append(("together", together))
    names = tuple(short_title(one, option) for option in (a, b))
    total = found.total_usd[b] - found.total_usd[a]
    title = (
        f"WHAT MAKES THE DIFFERENCE   {figures.signed_money(total)}" if abs(total) >= 0.5 else "NO DIFFERENCE IN MONEY"
    )
    return data.Waterfall(
        title=title, note=f"{names[1]} minus {lowered(names[0])}, expected present value",
        start=(clean(first.title), found.a_usd[b] - found.a_usd[a]), steps=tuple(sorted(steps, key=lambda step: -abs(step[1]))),
        end=(clean(second.title), found.b_usd[b] - found.b_usd[a]),
    )  # fmt: skip
