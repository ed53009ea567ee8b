"""Lists of plain bars: cost per outcome with its range, and what it is worth to know an input before deciding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from model.quantities.figures import bare_range, dollars, money
from tui.charts.bars import air, empty, heading, rows_shown, thick_bar, thickness, widest
from tui.charts.canvas import Canvas, Picture
from tui.charts.data import PerOutcome, UnitCost, WorthKnowing
from tui.charts.lists import finish, still
from tui.paint.lines import wrap


class _Columns(NamedTuple):
    """Names, then bars of `cells` cells, then amounts ending before `amount`, then words."""

    left: int
    cells: int
    amount: int
    words: int


def _columns(width: int, names: Sequence[str], amounts: Sequence[str], words: Sequence[str]) -> _Columns:
    left = widest(names, max(8, width // 3)) + 1
    amount = widest(amounts, 10)
    room = widest(words, max(0, (width - left - amount) * 3 // 5))
    if width - left - amount - room - 4 < 8:
        room = 0
    cells = max(1, width - left - amount - 1 - (room + 2 if room else 0))
    return _Columns(left, cells, left + cells + 1 + amount, left + cells + amount + 3 if room else width)


def _whisker(canvas: Canvas, y: int, left: int, low: int, mean: int, high: int, role: str) -> None:
    """The range P10 to P90 as a thin line with ends, in ink where it lies on the bar."""
    first, last = left + low // 8, left + max(low, high - 1) // 8
    for x in range(first, last + 1 if y < canvas.height and last < canvas.width else first):
        sign = "├" if x == first else "┤" if x == last else "─"
        covered = (x - left + 1) * 8 <= mean
        if covered or canvas.chars[y][x] == " ":
            canvas.cell(x, y, sign, f"on-{role}" if covered else role)


def draw_outcomes(chart: PerOutcome, width: int, height: int, cursor: int | None = None) -> Picture:
    """Draw cost per outcome at exactly this size, one bar an option from zero, with P10 to P90 as a line."""
    canvas = Canvas(width, height)
    top = heading(canvas, chart.title, chart.note)
    if not chart.rows:
        empty(canvas, top, "No option has outcomes.")
        return still(canvas)
    shown, pitch = rows_shown(len(chart.rows), height - top)
    rows = chart.rows[: max(1, min(shown if shown == len(chart.rows) else height - top, height - top))]
    words = [_words(row) for row in rows]
    columns = _columns(width, [row.name for row in rows], [dollars(row.usd) for row in rows], words)
    whole = max(max(row.usd, row.high_usd or 0.0) for row in rows)
    top = air(canvas, top, len(rows) * pitch)
    places = {index: top + index * pitch for index in range(len(rows))}
    thick = thickness(pitch)
    for index, row in enumerate(rows):
        y = places[index] + (thick - 1) // 2
        canvas.put(0, y, row.name, f"{row.role} bold", columns.left - 1)
        ends = [
            round(max(0.0, usd or 0.0) / whole * columns.cells * 8) if whole > 0 else 0
            for usd in (row.low_usd, row.usd, row.high_usd)
        ]
        thick_bar(canvas, places[index], thick, columns.left * 8, columns.left * 8 + ends[1], row.role)
        if row.low_usd is not None and row.high_usd is not None and ends[2] > ends[0]:
            _whisker(canvas, y, columns.left, ends[0], ends[1], ends[2], row.role)
        canvas.put_right(columns.amount, y, dollars(row.usd), "strong")
        canvas.put(columns.words, y, words[index], "dim")
    readouts = {
        index: f"{row.name}: {dollars(row.usd)}" + (f", {words[index]}" if words[index] else "")
        for index, row in enumerate(rows)
    }
    return finish(chart, canvas, places, cursor, readouts, thick)


def _words(row: UnitCost) -> str:
    if row.low_usd is None or row.high_usd is None:
        return row.remark
    return f"{bare_range(row.low_usd, row.high_usd)}  {row.remark}".rstrip()


def draw_worth(chart: WorthKnowing, width: int, height: int, cursor: int | None = None) -> Picture:
    """Draw what knowing each input is worth, all bars against the worth of knowing everything."""
    canvas = Canvas(width, height)
    top = heading(canvas, chart.title, chart.note)
    if not chart.rows:
        empty(canvas, top, "No input is uncertain.")
        return still(canvas)
    room = height - top - 1
    shown, pitch = rows_shown(len(chart.rows), room)
    rows = chart.rows[: max(1, min(room, shown if shown == len(chart.rows) else room))]
    texts = [money(row.usd) if row.usd is not None else "–" for row in rows]
    columns = _columns(
        width, [*(row.name for row in rows), "Everything"], [*texts, money(chart.evpi_usd)], [row.how for row in rows]
    )
    whole = max([chart.evpi_usd, *(row.usd or 0.0 for row in rows)])
    top = air(canvas, top, len(rows) * pitch + 1)
    places = {index: top + index * pitch for index in range(len(rows))}
    below = places[len(rows) - 1] + (pitch if places[len(rows) - 1] + pitch < height else thickness(pitch))
    thick = thickness(pitch)
    for index, row in enumerate(rows):
        y = places[index] + (thick - 1) // 2
        canvas.put(0, y, row.name, "", columns.left - 1)
        length = round(max(0.0, row.usd or 0.0) / whole * columns.cells * 8) if whole > 0 else 0
        thick_bar(
            canvas,
            places[index],
            thick,
            columns.left * 8,
            columns.left * 8 + length,
            "bar" if pitch > 1 or index % 2 == 0 else "bar-soft",
        )
        canvas.put_right(columns.amount, y, texts[index], "bold" if row.usd is not None else "dim")
        if columns.words < width:
            folded = wrap(row.how, width - columns.words)
            most = thick if pitch > 2 else pitch
            if len(folded) > most:
                folded = [*folded[: most - 1], " ".join(folded[most - 1 :])]
            start = y if len(folded) == 1 else places[index]
            for line, part in enumerate(folded):
                canvas.put(columns.words, start + line, part, "dim")
        elif pitch > 1 and places[index] + thick < below:
            canvas.put(2, places[index] + thick, row.how, "dim")
    if below < height:
        canvas.put(0, below, "Everything", "strong", columns.left - 1)
        length = round(chart.evpi_usd / whole * columns.cells) if whole > 0 else 0
        canvas.across(columns.left, below, columns.left + length, "─", "axis")
        canvas.put_right(columns.amount, below, money(chart.evpi_usd), "strong")
        canvas.put(columns.words, below, "at most, all known", "dim")
    readouts = {
        index: f"{row.name}: {_worth(row.usd)}" + (f", {row.how}" if row.how else "") for index, row in enumerate(rows)
    }
    return finish(chart, canvas, places, cursor, readouts, thick)


def _worth(usd: float | None) -> str:
    return "too little to tell from chance" if usd is None else f"knowing it is worth up to {money(usd)}"
