"""Scenarios side by side: one answer for each, and what makes the difference between two of them. Computed in a thread, kept by profile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from model.quantities import figures
from tui import answer as answers
from tui.answer import Answer
from tui.charts import data
from tui.lines import clean

if TYPE_CHECKING:
    from model.profile import Profile


@dataclass(frozen=True)
class Side:
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


def waterfall(first: Side, second: Side, today: date, option: str) -> data.Waterfall | None:
    """What turns the cost of an option in one scenario into that in the other, in no order; None where they cannot be compared."""
    from model.decision import profile_difference
    from model.profile import Problems

    found = profile_difference(first.profile, second.profile, today, draws=answers.QUICK_DRAWS)
    if isinstance(found, Problems) or option not in found.options:
        return None
    steps = [
        (clean(f"{row.title}: {row.text_a or 'absent'} → {row.text_b or 'absent'}"), row.worth_usd[option])
        for row in found.rows
        if row.worth_usd is not None
    ]
    if abs(found.together_usd[option]) >= 0.5:
        steps.append(("together", found.together_usd[option]))
    changed = figures.signed_money(found.total_usd[option])
    return data.Waterfall(
        title=f"WHAT MAKES THE DIFFERENCE   {changed}", note="expected present value; first and last averaged",
        start=(clean(first.title), found.a_usd[option]), steps=tuple(sorted(steps, key=lambda step: -abs(step[1]))), end=(clean(second.title), found.b_usd[option]),
    )  # fmt: skip


def pair_waterfall(first: Side, second: Side, today: date) -> data.Waterfall | None:
    """The same for the difference of the pair, B minus A."""
    from model.decision import profile_difference
    from model.profile import Problems

    one = first.answer.analysis
    found = profile_difference(first.profile, second.profile, today, draws=answers.QUICK_DRAWS)
    if one is None or isinstance(found, Problems) or any(option not in found.options for option in one.pair):
        return None
    a, b = one.pair
    steps = [
        (
            clean(f"{row.title}: {row.text_a or 'absent'} → {row.text_b or 'absent'}"),
            row.worth_usd[b] - row.worth_usd[a],
        )
        for row in found.rows
        if row.worth_usd is not None
    ]
    together = found.together_usd[b] - found.together_usd[a]
    if abs(together) >= 0.5:
        steps.append(("together", together))
    names = tuple(clean(one.option(option).title) for option in (a, b))
    total = found.total_usd[b] - found.total_usd[a]
    return data.Waterfall(
        title=f"WHAT MAKES THE DIFFERENCE   {figures.signed_money(total)}", note=f"{names[1]} minus {names[0]}, expected present value",
        start=(clean(first.title), found.a_usd[b] - found.a_usd[a]), steps=tuple(sorted(steps, key=lambda step: -abs(step[1]))),
        end=(clean(second.title), found.b_usd[b] - found.b_usd[a]),
    )  # fmt: skip
