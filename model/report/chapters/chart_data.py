"""Charts for whoever has room for them: the spread of futures, what each doubt moves, how far it is to every flip.

They stand beside the section they belong to; nothing in them is not also said in words or in a table. Bars and curves
are blocks of the story itself and are taken over from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

from model.decision.records.analysis import Analysis, InputRow, SwitchingValue
from model.quantities import figures
from model.report.blocks import Bars, Curves
from model.report.chapters import reasons
from model.report.plain import clean
from model.report.wording import three_digits, title
from model.telling.flips import flips
from model.telling.swings import swings as tornado

MOST_FLIPS = 12
MOST_SWINGS = 10
DOTS = 50


class Mark(Struct, frozen=True):
    """A value on the axis with its name."""

    value: float
    label: str


class Dots(Struct, frozen=True):
    """The futures as so many equally likely ones: `values` are US dollars in rising order, one dot each. `left` and
    `right` say what lies on either side of zero, `losing` on which side the answer is the dearer one."""

    key: str
    title: str
    values: tuple[float, ...]
    marks: tuple[Mark, ...]
    left: str
    right: str
    losing: Literal["left", "right", ""]
    note: str = ""


class SwingBar(Struct, frozen=True):
    """One input: the difference at its P10 and at its P90, with both values of the input as text."""

    label: str
    low: Mark
    high: Mark
    key: str = ""


class SwingBars(Struct, frozen=True):
    """How far each doubt alone moves the difference. A bar reaches from its low to its high end and from nowhere else;
    `base` is the middle case, from which all of them start, `mean` the difference on average."""

    key: str
    title: str
    left: str
    right: str
    base: Mark
    mean: Mark
    swings: tuple[SwingBar, ...]
    note: str = ""


class Rung(Struct, frozen=True):
    """One input that can flip the answer: at `ratio` times today (None where today is nothing); `low` and `high` are the
    ends of its range in the same measure."""

    label: str
    today: str
    flips: str
    ratio: float | None
    low: float
    high: float
    key: str = ""


class Ladder(Struct, frozen=True):
    """How far every flip is from today, the nearest first, on an axis of equal factors."""

    key: str
    title: str
    rungs: tuple[Rung, ...]
    note: str = ""


Picture: TypeAlias = Bars | Curves | Dots | SwingBars | Ladder


def pictures(analysis: Analysis) -> Mapping[str, tuple[Picture, ...]]:
    """The charts of a story by the key of the section they belong to; curves stand in the story already."""
    found: dict[str, tuple[Picture | None, ...]] = {
        "decides": (reasons.bars(analysis), dots(analysis)),
        "flips": (ladder(analysis),),
        "worth": (swings(analysis),),
    }
    return {key: tuple(each for each in drawn if each is not None) for key, drawn in found.items()}


def _sides(analysis: Analysis) -> tuple[str, str]:
    b = title(analysis, analysis.difference.b)
    return f"{b} is cheaper", f"{b} is more expensive"


def dots(analysis: Analysis) -> Dots | None:
    """The difference as 50 equally likely futures; None where there is only one."""
    pair = analysis.difference
    if not pair.quantiles_usd[0] < pair.quantiles_usd[-1]:
        return None
    a, b = (title(analysis, option) for option in (pair.a, pair.b))
    left, right = _sides(analysis)
    losing: Literal["left", "right", ""] = (
        "left" if analysis.verdict.option == pair.a else "right" if analysis.verdict.option == pair.b else ""
    )
    spread = (
        ("1 in 10 below", pair.total.p10_usd),
        ("half", pair.total.p50_usd),
        ("1 in 10 above", pair.total.p90_usd),
    )
    marks = tuple(Mark(usd, f"{name} {figures.signed_money(usd)}") for name, usd in spread)
    chance = figures.in_100(pair.probability_b_cheaper)
    note = f"A dot is 1 of {DOTS} equally likely futures. {b} is the cheaper one in {chance} of 100"
    heading = f"How sure: {b} minus {a} in {figures.plural(analysis.draws, 'future')}, present value"
    values = tuple(pair.quantiles_usd[100 // DOTS // 2 :: 100 // DOTS])
    return Dots("futures", clean(heading), values, marks, left, right, losing, clean(note))


def swings(analysis: Analysis) -> SwingBars | None:
    """What each doubt moves, laid out from its record: the widest first, as many as a chart holds."""
    found = tornado(analysis)
    if found is None:
        return None
    note = (
        f"One input at a time, from its P10 to its P90, all others in the middle case ({figures.signed_money(found.base_usd)}, "
        f"the line); the average over all futures is {figures.signed_money(found.mean_usd)}, the dashed mark."
    )
    rows = tuple(
        SwingBar(row.title, Mark(row.at_low_usd, row.low), Mark(row.at_high_usd, row.high), row.key)
        for row in found.rows[:MOST_SWINGS]
    )
    base, mean = (Mark(usd, figures.signed_money(usd)) for usd in (found.base_usd, found.mean_usd))
    return SwingBars("swings", "Which doubt moves it most", found.left, found.right, base, mean, rows, note)


def ladder(analysis: Analysis) -> Ladder | None:
    """The flips that have a distance, in their one order."""
    inputs = {row.key: row for row in analysis.inputs}
    found = (_rung(row, inputs.get(row.key)) for row in flips(analysis).rows)
    nearest = tuple(rung for rung in found if rung.ratio is not None)
    if not nearest:
        return None
    note = "Each alone; the band is the range that was given, the mark is where the cheaper option of the pair changes."
    return Ladder("ladder", "How far it is to each flip, in times today", nearest[:MOST_FLIPS], note)


def _rung(row: SwitchingValue, read: InputRow | None) -> Rung:
    now = row.now
    ratio = row.times_now if row.times_now is not None and row.times_now > 0 else None
    low, high = (read.p5 / now, read.p95 / now) if read is not None and now > 0 else (1.0, 1.0)
    flips = "" if row.value is None else three_digits(row.value, row.unit)
    return Rung(clean(row.title), clean(row.text), flips, ratio, low, high, row.key)
