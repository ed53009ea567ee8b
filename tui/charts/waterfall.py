"""Waterfall: from one scenario to another, what each change contributes, in an order that does not matter."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate

from model.quantities.figures import money, signed_money
from tui.charts.bars import BASE, air, empty, heading, rows_shown, thick_bar, thickness, widest
from tui.charts.canvas import Canvas, Picture
from tui.charts.data import Waterfall
from tui.charts.lists import finish, still
from tui.charts.scale import spread


def fold(steps: tuple[tuple[str, float], ...], room: int) -> tuple[tuple[str, float], ...]:
    """The steps that fit; the smallest are summed into the last so that the end is still reached."""
    if len(steps) <= room:
        return steps
    by_size = sorted(range(len(steps)), key=lambda index: -abs(steps[index][1]))
    kept = sorted(by_size[: max(0, room - 1)])
    rest = [usd for index, (_, usd) in enumerate(steps) if index not in kept]
    what = "smaller ones" if kept else "changes together"
    return (*(steps[index] for index in kept), (f"{len(rest)} {what}", sum(rest)))


def draw_waterfall(chart: Waterfall, width: int, height: int, cursor: int | None = None) -> Picture:
    """Draw the waterfall at exactly this size, a row a change; up is dearer, down is cheaper."""
    canvas = Canvas(width, height)
    top = heading(canvas, chart.title, chart.note)
    if height - top < 3:
        empty(canvas, top, "Too small for a waterfall.")
        return still(canvas)
    steps = fold(chart.steps, height - top - 2)
    sums = list(accumulate((usd for _, usd in steps), initial=chart.start[1]))
    rows = [(chart.start[0], 0.0, chart.start[1], ""), *_moves(steps, sums), (chart.end[0], 0.0, chart.end[1], "")]
    names = widest([row[0] for row in rows], max(8, width // 3))
    said = signed_money if chart.signed else money
    amounts = widest([*(said(row[2]) for row in rows), *(signed_money(usd) for _, usd in steps)], 10)
    low, high = spread(min(0.0, chart.end[1], *sums), max(0.0, chart.end[1], *sums))
    left, cells = names + 1, max(1, width - names - amounts - 2)
    per_usd = cells * 8 / (high - low)
    zero = left + round(-low * per_usd / 8)
    pitch = rows_shown(len(rows), height - top)[1]
    thick = thickness(pitch)
    top = air(canvas, top, len(rows) * pitch)
    places = {index: top + index * pitch for index in range(len(rows))}
    for index, (name, start, end, role) in enumerate(rows):
        y = places[index] + (thick - 1) // 2
        for line in range(
            places[index],
            places[index] + pitch
            if zero > left and index < len(rows) - 1
            else places[index] + (thick if zero > left else 0),
        ):
            canvas.cell(zero - 1, line, BASE, "axis")
        whole = not role
        canvas.put(0, y, name, "strong" if whole else "", names)
        first, last = sorted(
            min((left + cells) * 8, max(left * 8, zero * 8 + round(usd * per_usd))) for usd in (start, end)
        )
        if start != end and first == last:
            last += 1
        soft = "-soft" if pitch == 1 and index % 2 else ""
        thick_bar(canvas, places[index], thick, first, min(last, (left + cells) * 8), (role or "bar") + soft)
        text = said(end) if whole else signed_money(end - start)
        canvas.put_right(width, y, text, "strong" if whole else "bold")
    readouts = {index: _readout(row, said) for index, row in enumerate(rows)}
    return finish(chart, canvas, places, cursor, readouts, thick)


def _moves(steps: tuple[tuple[str, float], ...], sums: list[float]) -> list[tuple[str, float, float, str]]:
    return [
        (name, before, before + usd, "worse" if usd > 0 else "better")
        for (name, usd), before in zip(steps, sums, strict=False)
    ]


def _readout(row: tuple[str, float, float, str], said: Callable[[float], str]) -> str:
    name, start, end, role = row
    if not role:
        return f"{name}: {said(end)}"
    return f"{name}: {signed_money(end - start)}, from {said(start)} to {said(end)}"
