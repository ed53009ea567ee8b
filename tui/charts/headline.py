"""Big numbers for a slide: digits of 3 × 5 points drawn with half blocks, as large as fits, the unit small beside them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from tui.charts.bars import empty, heading
from tui.charts.canvas import Canvas, Picture, safe
from tui.charts.data import Figure, Headline
from tui.charts.lists import finish, still

GLYPHS: dict[str, tuple[str, ...]] = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": (" # ", "## ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", "###", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", " # ", " # "),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
    "$": ("###", "## ", "###", " ##", "###"),
    "k": ("#  ", "# #", "## ", "# #", "# #"),
    "M": ("# #", "###", "###", "# #", "# #"),
    "G": ("###", "#  ", "# #", "# #", "###"),
    ".": (" ", " ", " ", " ", "#"),
    ",": ("  ", "  ", "  ", " #", "# "),
    "+": ("   ", " # ", "###", " # ", "   "),
    "−": ("   ", "   ", "###", "   ", "   "),
    "-": ("   ", "   ", "###", "   ", "   "),
    "%": ("# #", "  #", " # ", "#  ", "# #"),
}
HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def split(text: str) -> tuple[str, str]:
    """The part that can be drawn large and the words after it: "17 weeks" is 17 and weeks; words alone stay words."""
    head, _, tail = text.partition(" ")
    return (head, tail) if head and all(character in GLYPHS for character in head) else ("", text)


def big_width(head: str, size: int) -> int:
    """Cells of a large number at a size."""
    return sum(len(GLYPHS[character][0]) * size + size for character in head) - (size if head else 0)


def big_height(size: int) -> int:
    """Rows of a large number at a size."""
    return (5 * size + 1) // 2


def _big(canvas: Canvas, x: int, y: int, head: str, size: int, role: str) -> None:
    for character in head:
        glyph = GLYPHS[character]
        points = [
            [glyph[row // size][column // size] == "#" for column in range(len(glyph[0]) * size)]
            for row in range(5 * size)
        ]
        points += [[False] * len(points[0])] * (len(points) % 2)
        for row in range(0, len(points), 2):
            for column, pair in enumerate(zip(points[row], points[row + 1], strict=True)):
                canvas.cell(x + column, y + row // 2, HALVES[pair], role)
        x += len(glyph[0]) * size + size


def _fits(figures: Sequence[Figure], width: int, size: int) -> bool:
    heads = [split(safe(figure.text)) for figure in figures]
    return all(big_width(head, size) + (cell_len(tail) + 1 if tail else 0) <= width for head, tail in heads)


def draw_headline(chart: Headline, width: int, height: int, cursor: int | None = None) -> Picture:
    """Draw the numbers side by side, each with its caption and remark below, at the largest size that fits all."""
    canvas = Canvas(width, height)
    top = heading(canvas, chart.title, chart.note)
    top += 1 if top and height > 9 else 0
    if not chart.figures:
        empty(canvas, top)
        return still(canvas)
    each = max(1, (width + 3) // len(chart.figures))
    words = 2 if any(figure.remark for figure in chart.figures) else 1
    size = next(
        (
            size
            for size in (3, 2, 1)
            if big_height(size) + 1 + words <= height - top and _fits(chart.figures, each - 3, size)
        ),
        0,
    )
    for index, figure in enumerate(chart.figures):
        x, limit = index * each, max(1, min(each - 2, width - index * each))
        head, tail = split(safe(figure.text)) if size else ("", safe(figure.text))
        rows = big_height(size) if size else 1
        if head:
            _big(canvas, x, top, head, size, figure.role)
            canvas.put(x + big_width(head, size) + 1, top + rows - 1, tail, figure.role, limit)
        else:
            canvas.put(x, top + rows - 1, tail, f"{figure.role} bold", limit)
        below = top + rows + (1 if size > 1 else 0)
        canvas.put(x, below, figure.caption, "", limit)
        canvas.put(x, below + 1, figure.remark, "dim", limit)
    return finish(canvas, {}, cursor, {})
