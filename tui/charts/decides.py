"""What decides: B − A by line of cost, signed bars from one base line, the sum, and what is equal on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len

from model.quantities.figures import bare_range, money, plural, signed_money
from tui.charts.bars import BASE, air, empty, heading, rows_shown, thick_bar, thickness, widest
from tui.charts.canvas import Canvas, Picture
from tui.charts.data import Decides, DifferenceBar
from tui.charts.lists import finish, still
from tui.paint.lines import clean


class _DecidesFrame(NamedTuple):
    """Columns of the list: names before `bars`, amounts end before `amount`, ranges end before `remark`; eighths of base and of a dollar."""

    bars: int
    amount: int
    remark: int
    base: int
    per_usd: float


def remark_of(row: DifferenceBar) -> str:
    """The right-most words of a row: its remark, else its range over the futures."""
    if row.remark or row.low_usd is None or row.high_usd is None:
        return row.remark
    return bare_range(row.low_usd, row.high_usd)


def _merged(rows: Sequence[DifferenceBar], shown: int) -> list[DifferenceBar]:
    """The rows that fit; the smallest ones become one row with their sum."""
    if shown >= len(rows) or shown < 1:
        return list(rows[: max(0, shown)])
    rest = rows[shown - 1 :]
    return [*rows[: shown - 1], DifferenceBar(name=f"{len(rest)} smaller ones", usd=sum(row.usd for row in rest))]


def _frame(width: int, rows: Sequence[DifferenceBar], lines: Sequence[DifferenceBar]) -> _DecidesFrame:
    names = widest([row.name for row in lines], max(8, width * 3 // 8))
    amounts = widest([signed_money(row.usd) for row in lines], 10)
    remarks = widest([remark_of(row) for row in lines], 18)
    bars = names + 1
    if width - bars - amounts - remarks - 5 < 10:
        remarks = 0
    end = width - (remarks + 3 if remarks else 0) - amounts - 1
    room = max(1, end - bars)
    below = max((-row.usd for row in rows), default=0.0)
    above = max((row.usd for row in rows), default=0.0)
    below, above = max(below, 0.0), max(above, 0.0)
    whole = below / 2 + above / 2 or 0.5
    left = 1 if below == 0 else max(1, min(room - 1, round(below / 2 / whole * room)))
    if above > 0:
        left = min(left, max(1, room - 1))
    scales = [(left * 8) / below if below else 0.0, ((room - left) * 8) / above if above else 0.0]
    per_usd = min((scale for scale in scales if scale), default=0.0)
    return _DecidesFrame(bars, end + amounts + 1, width, (bars + left) * 8, per_usd)


def _line(canvas: Canvas, y: int, row: DifferenceBar, frame: _DecidesFrame, strong: bool, pitch: int) -> None:
    thick = thickness(pitch)
    top, y = y, y + (thick - 1) // 2
    canvas.put(0, y, row.name, "strong" if strong else "", frame.bars - 1)
    for line in range(top, top + pitch):
        canvas.cell(frame.base // 8 - 1, line, BASE, "axis")
    if not strong:
        length = round(abs(row.usd) * frame.per_usd)
        if row.usd and not length:
            length = 1
        start, end = (frame.base - length, frame.base) if row.usd < 0 else (frame.base, frame.base + length)
        role = "better" if row.usd < 0 else "worse"
        thick_bar(canvas, top, thick, start, end, role)
    canvas.put_right(frame.amount, y, signed_money(row.usd), "strong" if strong else "bold")
    if frame.amount < frame.remark:
        canvas.put_right(frame.remark, y, remark_of(row), "dim", frame.remark - frame.amount - 2)


def _readout(row: DifferenceBar, b: str) -> str:
    side = f"{b} more expensive" if row.usd > 0 else f"{b} cheaper" if row.usd < 0 else "the same"
    spread = (
        f", 8 in 10 futures {bare_range(row.low_usd, row.high_usd)}"
        if row.low_usd is not None and row.high_usd is not None
        else ""
    )
    return f"{row.name}: {signed_money(row.usd)}, {side}{spread}" + (f", {row.remark}" if row.remark else "")


def draw_decides(chart: Decides, width: int, height: int, cursor: int | None = None) -> Picture:
    """Draw what decides at exactly this size."""
    canvas = Canvas(width, height)
    top = heading(canvas, chart.title, chart.note)
    if not chart.rows:
        empty(canvas, top, "Both options cost the same on every line.")
        return still(canvas)
    room = height - top - (1 if chart.total else 0)
    folded = 1 if chart.folded and room >= 4 else 0
    shown, pitch = rows_shown(len(chart.rows), room - folded)
    if shown < len(chart.rows):
        shown = max(1, room - folded)
    rows = _merged(chart.rows, shown)
    lines = [*rows, *([chart.total] if chart.total else [])]
    frame = _frame(width, rows, lines)
    top = air(canvas, top, len(rows) * pitch + 2 + folded)
    places = {index: top + index * pitch for index in range(len(rows))}
    for index, row in enumerate(rows):
        _line(canvas, places[index], row, frame, strong=False, pitch=pitch)
    below = places[len(rows) - 1] + thickness(pitch)
    if pitch > 1 and below + 1 + folded < height:
        below += 1
    if chart.total:
        places[len(rows)] = below
        _line(canvas, below, chart.total, frame, strong=True, pitch=1)
        below += 1
    if folded:
        _folded(canvas, min(below + (1 if below + 1 < height else 0), height - 1), chart.folded)
    return finish(
        chart,
        canvas,
        places,
        cursor,
        {index: _readout(row, chart.b) for index, row in enumerate(lines)},
        thickness(pitch),
    )


def _folded(canvas: Canvas, y: int, folded: Sequence[tuple[str, float]]) -> None:
    """One line with what is equal on both sides, whole entries only; the rest is counted and summed."""
    words = [f"{clean(name)} {money(usd)}" for name, usd in folded]
    text = ""
    for shown in range(len(words), -1, -1):
        rest = sum(usd for _, usd in folded[shown:])
        more = [f"{plural(len(words) - shown, 'line')} {money(rest)}"] if shown < len(words) else []
        for start in ("Same on both sides: ", "Equal: "):
            text = f"{start}{', '.join([*words[:shown], *more])}"
            if cell_len(text) <= canvas.width:
                canvas.put(0, y, text, "dim")
                return
    canvas.put(0, y, text, "dim")
