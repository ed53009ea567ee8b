"""When to look again: the nearest switching values as a dated list, what is saved with a decision, what was crossed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from model.comparison import Case
from model.decision.analysis import Analysis, Revisit, SwitchingValue
from model.decision.naming import amount, titled, two_amounts
from model.decision.sensitivity import group_of
from model.profile import declared_for, keys
from model.quantities import Quantity, Unit, figures

MOST_SHOWN = 6
FARTHEST_TIMES = 50.0
SET_BY_THE_TEAM = frozenset({"discount_rate", "horizon_months"})
_LOOKS: Mapping[str, tuple[str, int]] = {
    "volume": ("product", 3),
    "session": ("the team that runs the agents", 3),
    "tokens": ("the team that runs the agents", 3),
    "upkeep": ("the team lead", 6),
    "build": ("the team lead", 3),
    "salary": ("finance", 12),
    "prices": ("FinOps", 3),
    "events": ("FinOps", 1),
    "other": ("whoever decided", 6),
}
_RHYTHM = {1: "every month", 3: "every quarter", 6: "twice a year", 12: "every year"}


def revisit(case: Case, rows: Sequence[SwitchingValue]) -> tuple[Revisit, ...]:
    """The nearest switching values, each with who can see it coming and the day of the next look.

    An input that would have to move more than fifty times is no trigger, nor is a default that nobody has touched, nor
    what the team sets by itself: the horizon and the discount rate.
    """
    near = [row for row in rows if row.value is not None and _is_near(row) and _may_move(case, row.key)]
    return tuple(_revisit(case, row, row.value) for row in near[:MOST_SHOWN] if row.value is not None)


def _is_near(row: SwitchingValue) -> bool:
    """Within fifty times today's value; what is nothing today is near only as a share or a change."""
    return row.times_now <= FARTHEST_TIMES if row.times_now is not None else row.unit == Unit.SHARE


def _may_move(case: Case, key: str) -> bool:
    found = case.inputs.get(key)
    return found is not None and (found.given or found.basis != "guess") and key not in SET_BY_THE_TEAM


def _revisit(case: Case, row: SwitchingValue, value: float) -> Revisit:
    who, months = _LOOKS[group_of(row.key)]
    declared = declared_for(row.key)
    unit = declared.spec.unit if declared and declared.spec else Unit(row.unit)
    above = value > row.now
    when = f"{_RHYTHM[months]}, next {figures.day(later(case.as_of, months))}"
    winner = case.option(row.flips_to).title if row.flips_to else ""
    bound = f"{'above' if above else 'below'} {two_amounts(value, row.now, unit)[0]}"
    return Revisit(
        key=row.key,
        title=row.title,
        now_text=row.text,
        unit=row.unit,
        value=value,
        above=above,
        who=who,
        when=when,
        sentence=f"{row.title} {bound}: {winner} would be cheaper. Look {when} ({who}).",
    )


def later(day: date, months: int) -> date:
    """The same day of the month so many months later, at most the 28th."""
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, min(day.day, 28))


def saved_decision(answer: Analysis, by: str, note: str) -> Mapping[str, object]:
    """What is written under `[decision]` when the team decides for the verdict: option, day, who, why, and for every
    trigger where its input stood and where it flips. Dotted key to TOML value."""
    found: dict[str, object] = {
        "decision.option": answer.verdict.option,
        "decision.date": answer.as_of,
        "decision.by": by,
        "decision.note": note,
    }
    now = {row.key: row.now for row in answer.switching_values}
    for trigger in answer.revisit:
        table = ("decision", "switching_values", trigger.key)
        found[keys.join((*table, "now"))] = now[trigger.key]
        found[keys.join((*table, "flips_at"))] = trigger.value
    return {key: value for key, value in found.items() if value not in (None, "")}


@dataclass(frozen=True, slots=True)
class Crossed:
    """A saved trigger that its input has passed since the decision."""

    key: str
    then: float
    now: float
    flips_at: float
    sentence: str


def crossed(case: Case) -> tuple[Crossed, ...]:
    """The triggers saved under `[decision]` whose input (its mean) now stands at or past where the decision flips."""
    found = []
    for key in case.profile.ids("decision.switching_values"):
        then, flips_at = (_saved(case, key, name) for name in ("now", "flips_at"))
        now = float(case.horizon_months) if key == "horizon_months" else _mean(case, key)
        if then is None or flips_at is None or now is None or (now - flips_at) * (then - flips_at) > 0.0:
            continue
        declared = declared_for(key)
        unit = declared.spec.unit if declared and declared.spec else Unit.COUNT
        was, at, is_ = (amount(value, unit) for value in (then, flips_at, now))
        said = f"{titled(case, key)} was {was} when it was decided and is {is_} now; the decision flips at {at}"
        found.append(Crossed(key, then, now, flips_at, said))
    return tuple(found)


def _saved(case: Case, key: str, name: str) -> float | None:
    leaf = case.profile.quantity(keys.join(("decision", "switching_values", key, name)))
    return leaf.median if isinstance(leaf, Quantity) else None


def _mean(case: Case, key: str) -> float | None:
    found = case.inputs.get(key)
    return found.quantity.mean if found else None
