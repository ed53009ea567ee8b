"""A field of dots with curves, a grid and a cross-hair: braille, 2 × 4 dots a cell, or 2 × 2 blocks where braille is missing.

Each curve keeps its own dots per cell. Cells that curves share go to them in turn, each with its own dots in its own colour: close curves become two
broken lines, and no curve ever takes another's colour.
The cross-hair, drop lines and grid are dots of the same field and go under everything: a curve crosses them without a gap.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from tui.charts.canvas import Canvas
from tui.charts.scale import CellScale

BRAILLE = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"


class Plot:
    """A rectangle of the canvas with one mapping from values to dots."""

    __slots__ = ("blocks", "canvas", "curves", "height", "left", "rows", "top", "under", "width", "xs", "ys")

    def __init__(
        self,
        canvas: Canvas,
        left: int,
        top: int,
        width: int,
        height: int,
        x: tuple[float, float, bool],
        y: tuple[float, float, bool],
        blocks: bool = False,
    ) -> None:
        self.canvas, self.left, self.top, self.width, self.height = canvas, left, top, width, height
        self.blocks = blocks
        self.rows = 2 if blocks else 4
        self.xs = CellScale(x[0], x[1], width * 2, x[2])
        self.ys = CellScale(y[0], y[1], height * self.rows, y[2])
        self.curves: list[tuple[str, dict[tuple[int, int], int]]] = []
        self.under: dict[tuple[int, int], tuple[int, str]] = {}

    def dot_row(self, value: float) -> int:
        """The dot row of a value, counted from the top."""
        return self.ys.parts - 1 - self.ys.place(value)

    def column_of(self, value: float) -> int:
        """The canvas column of a horizontal value."""
        return self.left + self.xs.place(value) // 2

    def row_of(self, value: float) -> int:
        """The canvas row of a vertical value."""
        return self.top + self.dot_row(value) // self.rows

    def _bit(self, dot_x: int, dot_y: int) -> int:
        if self.blocks:
            return 1 << ((dot_y & 1) * 2 + (dot_x & 1))
        return BRAILLE[dot_y & 3][dot_x & 1]

    def _character(self, bits: int) -> str:
        return QUADRANTS[bits] if self.blocks else chr(0x2800 + bits)

    def grid(self, values: Sequence[float], role: str = "grid") -> None:
        """Sparse dotted lines at values of the vertical scale, on the very dot row of the value."""
        if self.blocks:
            return
        for value in values:
            cell, dot = divmod(self.dot_row(value), self.rows)
            for x in range(0, self.width, 2):
                self.under[x, cell] = (self._bit(0, dot), role)

    def upright(self, value: float, role: str, low: float | None = None, dotted: bool = False) -> None:
        """A vertical line at a horizontal value, from the bottom up to `low` (or all the way)."""
        dot_x = self.xs.place(value)
        first = 0 if low is None else self.dot_row(low)
        for dot_y in range(first, self.ys.parts):
            if dotted and dot_y & 1:
                continue
            place = (dot_x // 2, dot_y // self.rows)
            bits, old = self.under.get(place, (0, role))
            self.under[place] = ((bits if old == role else 0) | self._bit(dot_x, dot_y), role)

    def trace(self, role: str, places: Sequence[float], values: Sequence[float]) -> None:
        """A curve through points, straight between them on the scales' own footing; beyond the first and last it keeps their values."""
        last = self.xs.parts - 1
        spots = [self.xs.fraction(place) * last for place in places]
        place, lowest = self.ys.placer(), self.ys.parts - 1
        rows: list[int] = []
        index, most = 0, len(spots) - 2
        for dot in range(last + 1):
            while index < most and dot > spots[index + 1]:
                index += 1
            if most < 0 or dot <= spots[index]:
                value = values[index]
            elif dot >= spots[index + 1]:
                value = values[index + 1]
            else:
                share = (dot - spots[index]) / (spots[index + 1] - spots[index])
                value = values[index] * (1 - share) + values[index + 1] * share
            rows.append(lowest - place(value))
        self.curve(role, rows)

    def curve(self, role: str, rows: Sequence[int], first: int = 0) -> None:
        """A curve given by the dot row at each dot column from `first` on; steep steps are joined."""
        mask: dict[tuple[int, int], int] = {}
        lines, table = self.rows, QUAD_BITS if self.blocks else BRAILLE
        before = rows[0] if rows else 0
        for dot_x, row in enumerate(rows, first):
            start, end = (
                (row, row + 1) if abs(row - before) < 2 else (row, before) if row < before else (before + 1, row + 1)
            )
            x, side = dot_x >> 1, dot_x & 1
            for dot_y in range(start, end):
                place = (x, dot_y // lines)
                mask[place] = mask.get(place, 0) | table[dot_y % lines][side]
            before = row
        self.curves.append((role, mask))

    def taken(self) -> set[tuple[int, int]]:
        """Canvas cells that curves pass through."""
        return {(self.left + x, self.top + y) for _, mask in self.curves for x, y in mask}

    def draw(self) -> None:
        """Put the dots on the canvas."""
        cells: dict[tuple[int, int], tuple[int, str]] = {}
        shared: dict[tuple[int, int], list[tuple[int, str]]] = {}
        for role, mask in self.curves:
            for place, bits in mask.items():
                if place in cells:
                    shared.setdefault(place, [cells[place]]).append((bits, role))
                else:
                    cells[place] = (bits, role)
        for place, owners in shared.items():
            cells[place] = owners[(place[0] // 2) % len(owners)]
        for place, (bits, role) in self.under.items():
            if place not in cells:
                cells[place] = (bits, role)
            elif role != "grid":
                cells[place] = (cells[place][0] | bits, cells[place][1])
        chars, roles, left, top = self.canvas.chars, self.canvas.roles, self.left, self.top
        for (x, y), (bits, role) in cells.items():
            chars[top + y][left + x] = self._character(bits)
            roles[top + y][left + x] = role


QUAD_BITS = ((1, 2), (4, 8))


def along(
    places: Sequence[float], values: Sequence[float], log: Callable[[float], float] | None = None
) -> Callable[[float], float]:
    """A curve through points, straight between them; before the first and after the last it keeps their values. Ask from left to right."""
    spots = [log(place) for place in places] if log else list(places)
    index = 0

    def at(place: float) -> float:
        nonlocal index
        x = log(place) if log else place
        while index < len(spots) - 2 and x > spots[index + 1]:
            index += 1
        if len(spots) < 2 or x <= spots[index]:
            return values[min(index, len(values) - 1)]
        if x >= spots[index + 1]:
            return values[index + 1]
        share = (x - spots[index]) / (spots[index + 1] - spots[index])
        return values[index] * (1 - share) + values[index + 1] * share

    return at


def crossings(places: Sequence[float], one: Sequence[float], other: Sequence[float]) -> list[tuple[float, float, bool]]:
    """Where two curves cross: place, amount, and whether `one` is above afterwards. Touching without crossing does not count."""
    found: list[tuple[float, float, bool]] = []
    gaps = [a - b for a, b in zip(one, other, strict=True)]
    sign = 0.0
    zero_from: int | None = None
    for index, gap in enumerate(gaps):
        if gap == 0:
            zero_from = index if zero_from is None else zero_from
            continue
        if sign and gap * sign < 0:
            if zero_from is not None:
                found.append((places[zero_from], one[zero_from], gap > 0))
            else:
                share = gaps[index - 1] / (gaps[index - 1] - gap)
                place = places[index - 1] * (1 - share) + places[index] * share
                found.append((place, one[index - 1] * (1 - share) + one[index] * share, gap > 0))
        sign, zero_from = gap, None
    return found


def apart(wanted: Sequence[int], sizes: Sequence[int], low: int, high: int) -> list[int]:
    """Rows for labels near the wanted ones that do not overlap and stay between low and before high, in the order of the wanted rows."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    places = [0] * len(wanted)
    floor = low
    for index in order:
        places[index] = max(floor, wanted[index])
        floor = places[index] + sizes[index]
    ceiling = high
    for index in reversed(order):
        places[index] = max(low, min(places[index], ceiling - sizes[index]))
        ceiling = places[index]
    for one, other in pairwise(order):
        places[other] = max(places[other], min(places[one] + sizes[one], high - sizes[other]))
    return places
