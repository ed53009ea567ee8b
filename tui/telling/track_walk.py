"""Months against their forecast as a screen walks through them: all months, then the inputs and lines of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.quantities.figures import signed_money
from model.usage.told import track_text
from tui.paint.lines import Line, clean, wrap
from tui.telling.intake import places, title_of
from tui.telling.sheets import Spot, WalkSheet

if TYPE_CHECKING:
    from model.profile import Profile
    from model.profile.actuals import Held, TrackedMonth
    from model.usage.track_forecast import Tracked

WIDE = 110  # columns from which every range is drawn beside its figures
BAR = 24
NONE_YET = (
    "No full month has been measured yet.",
    "I opens a session export, a bill or a folder of them; w then keeps its months beside the profile, for sources forget.",
    "On the command line: switchpoint track PROFILE SOURCE, each month again.",
)
AFTER = "Above or below its range.  w keeps the months beside the profile."


def sheet(found: Tracked, profile: Profile, spot: Spot, width: int) -> WalkSheet:
    """What was tracked, at a spot, with the ranges drawn where there is room."""
    month = next((each for each in found.months if each.month == spot.month), None)
    return _months(found, width) if month is None else _month(found, month, profile, width)


def _months(found: Tracked, width: int) -> WalkSheet:
    table = track_text.months(found, len(found.months))
    told = [(month, month.total) for month in found.months if month.total is not None]
    rows = table.rows
    columns: tuple[str, ...] = table.columns
    if width >= WIDE:
        columns = (*columns, f"{'P10 to P90, and what came':<{BAR}}")
        rows = tuple((*row, bar(total, BAR)) for row, (_, total) in zip(rows, told, strict=True))
    said = "all months" if len(told) > 1 else "one month"
    path = f"{said}, {clean(found.option)}, list prices"
    return WalkSheet(
        path,
        columns,
        rows,
        0,
        AFTER,
        tuple(Spot(month=month.month) for month, _ in told),
        (0, 5, 6)[: len(columns) - 4],
    )


def _month(found: Tracked, month: TrackedMonth, profile: Profile, width: int) -> WalkSheet:
    """Its inputs, those outside their range first, then its lines; what an input is worth stands beside the newest month's."""
    worth = {each.key: each.worth_usd for each in found.moved} if month is found.months[-1] else {}
    drawn = {each.key: bar(each, BAR) for each in (*month.inputs, *month.lines) if each.is_range}

    def row(key: str, name: str, cells: tuple[str, ...], usd: float | None) -> tuple[str, ...]:
        more = ("" if usd is None else signed_money(usd),) if worth else ()
        return (name, *cells, *more, *((drawn.get(key, ""),) if width >= WIDE else ()))

    rows = [row(key, title_of(profile, key), cells, worth.get(key)) for key, cells in track_text.held_inputs(month)]
    table = track_text.lines(month, with_total=True)
    rows += [row(held.key, cells[0], cells[1:], None) for held, cells in zip(month.lines, table.rows, strict=True)]
    columns = ("input, then line in dollars", *table.columns[1:], *(("worth",) if worth else ()))
    columns = (*columns, f"{'P10 to P90, and what came':<{BAR}}") if width >= WIDE else columns
    after = (
        "Worth: over the horizon, if it stays so."
        if worth
        else "What the inputs are worth stands beside the newest month's."
    )
    return WalkSheet(
        f"all months › {month.month:%B %Y}", columns, tuple(rows), 1 if month.lines else 0, after, (None,) * len(rows),
        (0, 4, *((len(columns) - 1,) if width >= WIDE else ())),
    )  # fmt: skip


def bar(held: Held, width: int) -> str:
    """The range as a line on a scale of its own, and what came as a point."""
    ends = (min(held.p10, held.actual), max(held.p90, held.actual))
    first, last = places((held.p10, held.p90), ends, width)
    point, _ = places((held.actual, held.actual), ends, width)
    return "".join("●" if at == point else "─" if first <= at <= last else " " for at in range(width))


def said(found: Tracked, width: int, every: bool = False) -> list[list[Line]]:
    """What a director reads, sentence by sentence, each in its lines; `every`: also what was left out."""
    crossed = {clean(each.trigger.sentence) for each in found.crossed}
    answer = track_text.answer(found)
    sentences = [*answer, *(found.warnings if every else ())]
    sentences += [each.sentence() for each in found.refused] if every else []
    return [
        [((f" {row}", "strong" if at == 0 else "warn" if text in crossed else "dim" if at >= len(answer) else ""),) for row in wrap(clean(text), width - 2)]
        for at, text in enumerate(sentences)
    ]  # fmt: skip
