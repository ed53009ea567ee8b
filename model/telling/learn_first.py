"""What to learn first: what knowing a number is worth at most, when it can be known and how."""

from __future__ import annotations

from msgspec import Struct

from model.decision.records.analysis import Analysis, LearnRow
from model.quantities import figures
from model.telling.flips import alone
from model.telling.record import told
from model.telling.what_decides import lower

WHEN = {"now": "now", "after": "only once built", "wait": "somebody else decides"}


class Lesson(Struct, frozen=True, kw_only=True):
    """One number worth knowing: at most how much, when that is possible, how and in what time; and all of it as a sentence."""

    key: str
    title: str
    worth_usd: float
    worth: str
    when: str
    how: str
    sentence: str


class Lessons(Struct, frozen=True, kw_only=True):
    """What can be learned, what can be learned now first, then by worth. `headline` is what knowing everything would be
    worth; `before` the first that can be learned now, "" where none can."""

    headline: str
    rows: tuple[Lesson, ...]
    before: str


@told
def lessons(analysis: Analysis) -> Lessons:
    """The record of an analysis."""
    now = next((row for row in analysis.learn if row.when == "now"), None)
    return Lessons(
        headline=_headline(analysis),
        rows=tuple(map(_lesson, analysis.learn)),
        before=f"Before deciding: {lower(now.sentence)}" if now is not None else "",
    )


def _lesson(row: LearnRow) -> Lesson:
    return Lesson(
        key=row.key,
        title=row.title,
        worth_usd=row.worth_usd,
        worth=figures.money(row.worth_usd),
        when=WHEN[row.when],
        how=f"{row.how} ({row.how_long})" if row.how_long else row.how,
        sentence=row.sentence,
    )


def _headline(analysis: Analysis) -> str:
    """What choosing before the future is known costs on average."""
    if alone(analysis):
        conditions = figures.listed(list(analysis.verdict.conditions))
        unless = f", but find out {conditions}" if conditions else ""
        return f"No two options can be chosen, so no number that could be known changes the answer{unless}."
    if analysis.evpi_usd == 0.0:
        return "Knowing more would change nothing: the same option is the cheapest in every future drawn."
    usd = figures.money(analysis.evpi_usd)
    return f"Knowing every number before deciding would be worth up to {usd} on average."
