"""Attribution: one stacked bar an option or agent, its parts in two tones of its colour, each labelled inside or just below."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from model.quantities.figures import money, plural
from tui.charts.bars import empty, heading, meet, widest
from tui.charts.canvas import Canvas, Picture, safe
from tui.charts.data import Attribution, Stack
from tui.charts.lists import finish, still


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


def _bar(canvas: Canvas, y: int, stack: Stack, left: int, places: Sequence[int]) -> list[int]:
    """Draw one bar and the labels that fit inside; gives the numbers of the parts that are not labelled."""
    tones = [stack.role if index % 2 == 0 else f"{stack.role}-soft" for index in range(len(stack.parts))]
    base, shown = left * 8, [index for index in range(len(stack.parts)) if places[index + 1] > places[index]]
    for index in shown:
        meet(
            canvas,
            y,
            base + places[index],
            base + places[index + 1],
            base + places[index + 1],
            tones[index],
            tones[index],
        )
    for one, other in zip(shown, shown[1:], strict=False):
        border = base + places[one + 1]
        if tones[one] == tones[other]:
            tones[other] = stack.role if tones[one].endswith("-soft") else f"{stack.role}-soft"
            for later in shown[shown.index(other) + 1 :]:
                tones[later] = (
                    stack.role if (shown.index(later) - shown.index(other)) % 2 == 0 else f"{stack.role}-soft"
                )
        meet(canvas, y, base + places[one], border, base + places[other + 1], tones[one], tones[other])
    bare: list[int] = []
    for index, (name, usd) in enumerate(stack.parts):
        if usd <= 0:
            continue
        first, last = -(-(base + places[index]) // 8), (base + places[index + 1]) // 8
        for text in (f"{safe(name)} {money(usd)}", safe(name)):
            if cell_len(text) + 2 <= last - first:
                canvas.put_middle((first + last) // 2, y, text, f"on-{tones[index]}", first, last)
                break
        else:
            bare.append(index)
    return bare


def _callouts(canvas: Canvas, y: int, stack: Stack, left: int, places: Sequence[int], bare: Sequence[int]) -> None:
    """Labels below for parts too narrow for one; what does not fit either is counted and summed."""
    texts = [f"└{safe(stack.parts[index][0])} {money(stack.parts[index][1])}" for index in bare]
    end = left
    for order, index in enumerate(bare):
        rest = bare[order + 1 :]
        more = f"+ {plural(len(rest) + 1, 'part')} {money(sum(stack.parts[i][1] for i in bare[order:]))}"
        start = max(end, left + (places[index] + places[index + 1]) // 16)
        after = start + cell_len(texts[order])
        room = canvas.width - (1 + len(more) if rest else 0)
        if after > room and (rest or after > canvas.width):
            back = canvas.width - sum(cell_len(text) + 1 for text in texts[order:]) + 1
            if back >= end:
                start = back
            else:
                canvas.put_right(canvas.width, y, more, "dim", canvas.width - end)
                return
        end = canvas.put(start, y, texts[order], "") + 1


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
    size = next((rows for rows in (3, 2) if len(stacks) * rows - (rows == 3) <= room), 1)
    shown = stacks[: max(1, min(len(stacks), room // size if size < 3 else len(stacks)))]
    names = widest([stack.name for stack in shown], max(8, width // 4))
    totals = widest([money(total_of(stack)) for stack in shown], 9)
    left, cells = names + 1, max(1, width - names - totals - 2)
    places = {index: top + index * size for index in range(len(shown))}
    for index, stack in enumerate(shown):
        y = places[index]
        canvas.put(0, y, stack.name, f"{stack.role} bold", names)
        ends = borders(stack.parts, cells * 8, whole)
        bare = _bar(canvas, y, stack, left, ends)
        canvas.put(left + -(-ends[-1] // 8) + 1, y, money(total_of(stack)), "strong")
        if size > 1:
            _callouts(canvas, y + 1, stack, left, ends, bare)
    readouts = {index: _readout(stack) for index, stack in enumerate(shown)}
    return finish(canvas, places, cursor, readouts)


def _readout(stack: Stack) -> str:
    whole = total_of(stack) or 1.0
    parts = ", ".join(f"{safe(name)} {round(usd / whole * 100)} %" for name, usd in stack.parts if usd > 0)
    return f"{safe(stack.name)} {money(total_of(stack))}: {parts}"
