"""Attribution: one stacked bar an option or agent, its parts in two tones of its colour, each labelled inside or by an elbow from just below it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from rich.cells import cell_len

from model.quantities.figures import money
from tui.charts.bars import LEFT, air, empty, heading, widest
from tui.charts.canvas import Canvas, Picture
from tui.charts.data import Attribution, Stack
from tui.charts.lists import finish, still
from tui.paint.lines import clean

MOST_ROWS = 3  # of callouts below a bar


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


def _bar(canvas: Canvas, y: int, thick: int, stack: Stack, left: int, places: Sequence[int]) -> list[str]:
    """Draw one bar; gives the tones of its parts."""
    tones = [stack.role] * len(stack.parts)
    shown = [index for index in range(len(stack.parts)) if places[index + 1] > places[index]]
    for order, index in enumerate(shown):
        tones[index] = stack.role if order % 2 == 0 else f"{stack.role}-soft"
    for line in range(y, y + thick):
        _paint(canvas, line, left, [(places[index], places[index + 1], tones[index]) for index in shown])
    return tones


def _inside(places: Sequence[int], index: int, text: str) -> tuple[int, int] | None:
    """The whole cells of a part, counted from the left end of the bar, if a text has room in them."""
    first, last = -(-places[index] // 8), places[index + 1] // 8
    return (first, last) if cell_len(text) + 2 <= last - first else None


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


def full(stack: Stack, index: int) -> str:
    """A part with its amount."""
    name, usd = stack.parts[index]
    return f"{clean(name)} {money(usd)}"


def arranged(columns: Sequence[int], sizes: Sequence[int], rows: int, width: int) -> list[tuple[int, bool]] | None:
    """For elbows under these columns with texts of these sizes: the row of each and whether its text stands left of it; None if there is no room.

    The first few texts stand left of their elbows, the others right; an elbow in a lower row has a line through the rows above.
    """
    count = len(columns)
    if count and columns[-1] >= width:
        return None
    for lines in range(1, rows + 1):
        for before in range(count + 1):
            places = {
                **_flight(columns, sizes, range(before), -1, lines),
                **_flight(columns, sizes, range(count - 1, before - 1, -1), 1, lines),
            }
            fits = len(places) == count and all(
                columns[index] >= sizes[index] if index < before else columns[index] + sizes[index] < width
                for index in range(count)
            )
            if fits:
                return [(places[index], index < before) for index in range(count)]
    return None


def _flight(columns: Sequence[int], sizes: Sequence[int], order: Sequence[int], way: int, lines: int) -> dict[int, int]:
    """Rows of the texts that all stand on one side of their elbows, from the outermost inwards; those beyond the last row are missing.

    Each takes the highest row in which it ends before what lies outside of it; its own line then runs through all rows above.
    """
    ends: list[int | None] = [None] * lines
    rows: dict[int, int] = {}
    for index in order:
        reach = columns[index] * way + sizes[index] + 1
        row = next((line for line, end in enumerate(ends) if end is None or reach < end), None)
        if row is None:
            break
        rows[index] = row
        for line in range(row + 1):
            ends[line] = columns[index] * way
    return rows


class _Callouts(NamedTuple):
    """The parts named below a bar, each with its column, row and side, and those that found no room."""

    parts: tuple[int, ...]
    columns: tuple[int, ...]
    spots: tuple[tuple[int, bool], ...]
    rest: tuple[int, ...]

    @property
    def rows(self) -> int:
        """Rows below the bar."""
        return max((row + 1 for row, _ in self.spots), default=0)


def _callouts(stack: Stack, left: int, places: Sequence[int], rows: int, width: int) -> _Callouts:
    """Which parts are named below the bar in so many rows: all that have no room inside, else the largest of them."""
    bare = [i for i, (_, usd) in enumerate(stack.parts) if usd > 0 and _inside(places, i, full(stack, i)) is None]
    small = sorted(bare, key=lambda index: stack.parts[index][1])
    for dropped in range(len(bare) + 1):
        parts = [index for index in bare if index not in small[:dropped]]
        columns = _columns([left + (places[index] + places[index + 1]) // 16 for index in parts])
        spots = arranged(columns, [cell_len(full(stack, index)) for index in parts], rows, width)
        if spots is not None:
            return _Callouts(tuple(parts), tuple(columns), tuple(spots), tuple(small[:dropped]))
    return _Callouts((), (), (), tuple(small))


def _columns(wanted: Sequence[int]) -> list[int]:
    """A column of its own for each, as near to the wanted one as the one before it lets it be."""
    columns: list[int] = []
    for column in wanted:
        columns.append(max(column, columns[-1] + 1) if columns else column)
    return columns


def _elbows(canvas: Canvas, y: int, stack: Stack, found: _Callouts) -> None:
    """Draw the elbows with their texts, and what the rest adds up to where there is room."""
    for index, x, (row, before) in zip(found.parts, found.columns, found.spots, strict=True):
        for line in range(row):
            canvas.cell(x, y + line, "│", "dim")
        canvas.cell(x, y + row, "┘" if before else "└", "dim")
        if before:
            canvas.put_right(x, y + row, full(stack, index))
        else:
            canvas.put(x + 1, y + row, full(stack, index))
    if found.rest and found.rows:
        _rest(canvas, y, stack, found)


def _rest(canvas: Canvas, y: int, stack: Stack, found: _Callouts) -> None:
    """What the parts without a name add up to, behind the callouts of a row that has room for it, else before them."""
    said = f"+ {len(found.rest)} smaller {money(sum(stack.parts[index][1] for index in found.rest))}"
    if len(found.rest) == 1:
        said = f"+ {full(stack, found.rest[0])}"
    lines = [(y + row, [x for x, sign in enumerate(canvas.chars[y + row]) if sign != " "]) for row in range(found.rows)]
    behind = [(used[-1] + 3, line) for line, used in lines if used[-1] + 3 + cell_len(said) <= canvas.width]
    before = [(used[0] - 3 - cell_len(said), line) for line, used in lines if used[0] - 3 >= cell_len(said)]
    for start, line in (behind or before)[:1]:
        canvas.put(start, line, said, "dim")


class _Plan(NamedTuple):
    """Rows of each bar, the callouts of each, and blank rows between."""

    thick: int
    callouts: tuple[_Callouts, ...]
    gap: int

    @property
    def tops(self) -> list[int]:
        """Where each bar begins, and where the last ends."""
        sizes = [self.thick + found.rows + self.gap for found in self.callouts]
        return [0, *accumulate(sizes)]


def _plan(stacks: Sequence[Stack], room: int, left: int, ends: Sequence[Sequence[int]], width: int) -> _Plan:
    """As few parts without a name as the room allows; then air, then thick bars."""
    named = [
        tuple(_callouts(stack, left, places, rows, width) for stack, places in zip(stacks, ends, strict=True))
        for rows in range(MOST_ROWS + 1)
    ]
    plans = [_Plan(thick, found, gap) for gap in (1, 0) for thick in (3, 2, 1) for found in named]
    fitting = [plan for plan in plans if plan.tops[-1] - plan.gap <= room]
    return min(
        fitting or [_Plan(1, named[0], 0)],
        key=lambda plan: (sum(len(found.rest) for found in plan.callouts), -plan.gap, -plan.thick),
    )


def draw_attribution(chart: Attribution, width: int, height: int, cursor: int | None = None) -> Picture:
    """Draw the stacks at exactly this size; the cursor walks over them."""
    canvas = Canvas(width, height)
    top = heading(canvas, chart.title, chart.note)
    whole = max((total_of(stack) for stack in chart.stacks), default=0.0)
    if not chart.stacks or whole <= 0:
        empty(canvas, top, "Nothing costs anything." if chart.stacks else "Nothing to attribute.")
        return still(canvas)
    shown = chart.stacks[: max(1, height - top)]
    names = widest([stack.name for stack in shown], max(8, width // 4))
    totals = widest([money(total_of(stack)) for stack in shown], 9)
    left, cells = names + 1, max(1, width - names - totals - 2)
    ends = [borders(stack.parts, cells * 8, whole) for stack in shown]
    plan = _plan(shown, height - top, left, ends, width)
    top = air(canvas, top, plan.tops[-1])
    places = {index: top + y for index, y in enumerate(plan.tops[:-1])}
    for index, stack in enumerate(shown):
        y = places[index] + (plan.thick - 1) // 2
        canvas.put(0, y, stack.name, f"{stack.role} bold", names)
        tones = _bar(canvas, places[index], plan.thick, stack, left, ends[index])
        _labels(canvas, y, stack, left, ends[index], tones, plan.callouts[index].rest)
        canvas.put(left + -(-ends[index][-1] // 8) + 1, y, money(total_of(stack)), "strong")
        _elbows(canvas, places[index] + plan.thick, stack, plan.callouts[index])
    readouts = {index: _readout(stack) for index, stack in enumerate(shown)}
    return finish(chart, canvas, places, cursor, readouts, plan.thick)


def _labels(
    canvas: Canvas, y: int, stack: Stack, left: int, places: Sequence[int], tones: Sequence[str], rest: Sequence[int]
) -> None:
    """The parts that have room for it are named inside, with their amount; those that have no callout by their name alone."""
    for index, (name, usd) in enumerate(stack.parts):
        for text in (full(stack, index), *([clean(name)] if index in rest else ())):
            cells = _inside(places, index, text)
            if usd > 0 and cells is not None:
                first, last = left + cells[0], left + cells[1]
                canvas.put_middle((first + last) // 2, y, text, f"on-{tones[index]}", first, last)
                break


def _readout(stack: Stack) -> str:
    whole = total_of(stack) or 1.0
    parts = ", ".join(f"{clean(name)} {round(usd / whole * 100)} %" for name, usd in stack.parts if usd > 0)
    return f"{clean(stack.name)} {money(total_of(stack))}: {parts}"
