"""Attribution: one stacked bar an option or agent, its parts in two tones of its colour, each labelled inside or just below."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from model.quantities.figures import money, plural
from tui.charts.bars import LEFT, air, empty, heading, widest
from tui.charts.canvas import Canvas, Picture
from tui.charts.data import Attribution, Stack
from tui.charts.lists import finish, still
from tui.charts.plot import apart
from tui.lines import clean


def borders(parts: Sequence[tuple[str, float]], eighths: int, whole: float) -> list[int]:
    """The eighths at which the parts of a stack begin and end, each border rounded from the exact sum so that nothing drifts."""
    places, total = [0], 0.0
    for _, usd in parts:
        total += max(0.0, usd)
        places.append(round(total / whole * eighths) if whole > 0 else 0)
    return places


def total_of(stack: Stack) -> float:
    """The sum of a stack's parts."""
    return sum(max(0.0, usd) for _, usd in stack.parts)


def _bar(canvas: Canvas, y: int, thick: int, stack: Stack, left: int, places: Sequence[int]) -> list[int]:
    """Draw one bar and the labels that fit inside; gives the numbers of the parts that are not labelled."""
    tones = [stack.role] * len(stack.parts)
    base, shown = left * 8, [index for index in range(len(stack.parts)) if places[index + 1] > places[index]]
    for order, index in enumerate(shown):
        tones[index] = stack.role if order % 2 == 0 else f"{stack.role}-soft"
    for line in range(y, y + thick):
        _paint(canvas, line, left, [(places[index], places[index + 1], tones[index]) for index in shown])
    bare: list[int] = []
    for index, (name, usd) in enumerate(stack.parts):
        if usd <= 0:
            continue
        first, last = -(-(base + places[index]) // 8), (base + places[index + 1]) // 8
        for text in (f"{clean(name)} {money(usd)}", clean(name)):
            if cell_len(text) + 2 <= last - first:
                canvas.put_middle((first + last) // 2, y + (thick - 1) // 2, text, f"on-{tones[index]}", first, last)
                break
        else:
            bare.append(index)
    return bare


def _paint(canvas: Canvas, y: int, left: int, pieces: Sequence[tuple[int, int, str]]) -> None:
    """Fill whole cells, and cells where pieces meet with the two that take most of them, meeting on their eighth."""
    for start, end, tone in pieces:
        first, last = -(-start // 8), end // 8
        canvas.across(left + first, y, left + last, "█", tone)
        if end % 8 and last >= first - 1:
            _mixed(canvas, y, left, last, pieces)


def _mixed(canvas: Canvas, y: int, left: int, cell: int, pieces: Sequence[tuple[int, int, str]]) -> None:
    low, high = cell * 8, cell * 8 + 8
    here = [(max(start, low), min(end, high), tone) for start, end, tone in pieces if start < high and end > low]
    if here[-1][1] < high:
        tone = max(here, key=lambda piece: piece[1] - piece[0])[2]
        canvas.cell(left + cell, y, LEFT[here[-1][1] - low], tone)
        return
    one, other = sorted(sorted(here, key=lambda piece: piece[0] - piece[1])[:2])
    border = one[1] - low if one[0] == low else other[0] - low
    canvas.cell(left + cell, y, LEFT[border], f"{one[2]} over-{other[2]}")


def _callouts(canvas: Canvas, y: int, stack: Stack, left: int, places: Sequence[int], bare: Sequence[int]) -> None:
    """Labels below for parts too narrow for one: with amounts, else names alone, else the last ones counted and summed."""
    parts = [stack.parts[index] for index in bare]
    wanted = [left + (places[index] + places[index + 1]) // 16 for index in bare]
    texts = [f"└{clean(name)} {money(usd)}" for name, usd in parts]
    if sum(map(cell_len, texts)) + len(texts) - 1 > canvas.width - left:
        texts = [f"└{clean(name)}" for name, _ in parts]
    for kept in range(len(texts), -1, -1):
        rest = parts[kept:]
        more = [f"+ {plural(len(rest), 'part')} {money(sum(usd for _, usd in rest))}"] if rest else []
        shown = texts[:kept] + more
        if sum(map(cell_len, shown)) + len(shown) - 1 <= canvas.width - left or not kept:
            break
    sizes = [cell_len(text) + 1 for text in shown]
    spots = [*wanted[:kept], canvas.width - sizes[-1] + 1] if more else wanted[:kept]
    for start, text in zip(apart(spots, sizes, left, canvas.width + 1), shown, strict=True):
        canvas.put(start, y, text, "dim" if text in more else "")


def draw_attribution(chart: Attribution, width: int, height: int, cursor: int | None = None) -> Picture:
    """Draw the stacks at exactly this size; the cursor walks over them."""
    canvas = Canvas(width, height)
    top = heading(canvas, chart.title, chart.note)
    stacks = chart.stacks
    whole = max((total_of(stack) for stack in stacks), default=0.0)
    if not stacks or whole <= 0:
        empty(canvas, top, "Nothing costs anything." if stacks else "Nothing to attribute.")
        return still(canvas)
    room = height - top
    size = next((rows for rows in (5, 4, 3, 2) if len(stacks) * rows - (rows > 2) <= room), 1)
    thick = max(1, size - 2)
    shown = stacks[: max(1, min(len(stacks), room // size if size < 3 else len(stacks)))]
    names = widest([stack.name for stack in shown], max(8, width // 4))
    totals = widest([money(total_of(stack)) for stack in shown], 9)
    left, cells = names + 1, max(1, width - names - totals - 2)
    top = air(canvas, top, len(shown) * size)
    places = {index: top + index * size for index in range(len(shown))}
    for index, stack in enumerate(shown):
        y = places[index] + (thick - 1) // 2
        canvas.put(0, y, stack.name, f"{stack.role} bold", names)
        ends = borders(stack.parts, cells * 8, whole)
        bare = _bar(canvas, places[index], thick, stack, left, ends)
        canvas.put(left + -(-ends[-1] // 8) + 1, y, money(total_of(stack)), "strong")
        if size > 1:
            _callouts(canvas, places[index] + thick, stack, left, ends, bare)
    readouts = {index: _readout(stack) for index, stack in enumerate(shown)}
    return finish(canvas, places, cursor, readouts, thick)


def _readout(stack: Stack) -> str:
    whole = total_of(stack) or 1.0
    parts = ", ".join(f"{clean(name)} {round(usd / whole * 100)} %" for name, usd in stack.parts if usd > 0)
    return f"{clean(stack.name)} {money(total_of(stack))}: {parts}"
