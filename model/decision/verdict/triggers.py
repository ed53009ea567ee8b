"""When to look again: the nearest switching values of a comparison as a dated list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import date

from model.comparison import Case
from model.decision.learning.sensitivity import group_of
from model.decision.records.analysis import Revisit, SwitchingValue
from model.quantities import figures

MOST_SHOWN = 6
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
    one of them is a reason to look again, and nothing is where the verdict is not of the pair. An input that would have to move beyond
    ten times is no trigger, nor is what the team sets by itself: the horizon and the discount rate.
    """
    flips = [row for row in rows if row.wins in rivals] if verdict in case.pair else []
    near = [row for row in flips if row.reach != "beyond" and row.key not in SET_BY_THE_TEAM]
    return tuple(_revisit(case, row, row.value) for row in near[:MOST_SHOWN] if row.value is not None)


def _revisit(case: Case, row: SwitchingValue, value: float) -> Revisit:
    who, months = _LOOKS[group_of(row.key)]
    above = row.direction == "above"
    look_on = later(case.as_of, months)
    when = f"{_RHYTHM[months]}, next {figures.day(look_on)}"
    winner = case.option(row.wins).title if row.wins else ""
    return Revisit(
        key=row.key,
        title=row.title,
        now=row.now,
        now_text=row.text,
        unit=row.unit,
        value=value,
        above=above,
        bound=row.bound,
        wins=row.wins,
        who=who,
        when=when,
        every_months=months,
        look_on=look_on,
        sentence=f"{row.title} {row.bound}: {winner} would be cheaper. Look {when} ({who}).",
    )


def later(day: date, months: int) -> date:
    """The same day of the month so many months later, at most the 28th."""
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, min(day.day, 28))
