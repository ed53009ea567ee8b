"""When to look again: the nearest switching values of a comparison as a dated list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import date

from model.comparison import Case
from model.decision.analysis import Revisit, SwitchingValue
from model.decision.naming import two_amounts
from model.decision.sensitivity import group_of
from model.profile import declared_for
from model.quantities import Unit, figures

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


def revisit(case: Case, rows: Sequence[SwitchingValue], verdict: str | None, rivals: Set[str]) -> tuple[Revisit, ...]:
    """The nearest switching values, each with who can see it coming and the day of the next look.

    `rivals` are the options that could be chosen instead of the verdict: only what flips the pair from the verdict to
    one of them is a reason to look again, and nothing is where the verdict is not of the pair. An input that would have to move more
    than fifty times is no trigger, nor is a default that nobody has touched, nor what the team sets by itself: the
    horizon and the discount rate.
    """
    flips = [row for row in rows if row.flips_to in rivals] if verdict in case.pair else []
    near = [row for row in flips if row.value is not None and _is_near(row) and _may_move(case, row.key)]
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
    look_on = later(case.as_of, months)
    when = f"{_RHYTHM[months]}, next {figures.day(look_on)}"
    winner = case.option(row.flips_to).title if row.flips_to else ""
    bound = f"{'above' if above else 'below'} {two_amounts(value, row.now, unit)[0]}"
    return Revisit(
        key=row.key,
        title=row.title,
        now=row.now,
        now_text=row.text,
        unit=row.unit,
        value=value,
        above=above,
        who=who,
        when=when,
        every_months=months,
        look_on=look_on,
        sentence=f"{row.title} {bound}: {winner} would be cheaper. Look {when} ({who}).",
    )


def later(day: date, months: int) -> date:
    """The same day of the month so many months later, at most the 28th."""
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, min(day.day, 28))
