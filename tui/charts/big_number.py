"""Big numbers for a slide: digits of 3 × 5 points and signs up to 5 wide drawn with half blocks, as large as fits, the unit small beside them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from tui.charts.bars import air, empty, heading, widest
from tui.charts.canvas import Canvas, Picture
from tui.charts.data import BigFigure, Headline
from tui.charts.lists import finish, still
from tui.paint.lines import clean, wrap

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
    "$": (
        " ",
        " ",
        " ",
        " ",
        " ",
    ),  # five points are too few for it: at the smallest size it stands beside the number as a letter
    "k": ("#  ", "# #", "## ", "# #", "# #"),
    "M": ("#   #", "## ##", "# # #", "#   #", "#   #"),
    "G": ("###", "#  ", "# #", "# #", "###"),
    ".": (" ", " ", " ", " ", "#"),
    ",": ("  ", "  ", "  ", " #", "# "),
    "+": ("   ", " # ", "###", " # ", "   "),
    "−": ("   ", "   ", "###", "   ", "   "),
    "-": ("   ", "   ", "###", "   ", "   "),
    "%": ("# #", "  #", " # ", "#  ", "# #"),
}
FINE: dict[str, tuple[str, ...]] = {  # signs of 6 × 10 points, for sizes that have them
    "$": (
        "  ##  ",
        " #####",
        "##    ",
        "##    ",
        " #### ",
        " #### ",
        "    ##",
        "    ##",
        "##### ",
        "  ##  ",
    ),
}
HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def split(text: str) -> tuple[str, str]:
    """The part that can be drawn large and the words after it: "17 weeks" is 17 and weeks; words alone stay words."""
    head, _, tail = text.partition(" ")
    return (head, tail) if head and all(character in GLYPHS for character in head) else ("", text)


def points(character: str, size: int) -> list[list[bool]]:
    """The points of a sign at a size, each half a cell high."""
    glyph, across = GLYPHS[character], len(GLYPHS[character][0]) * size
    if size > 1 and character in FINE:
        glyph, across = FINE[character], len(FINE[character][0]) * size // 2
    tall, wide = len(glyph), len(glyph[0])
    return [[glyph[y * tall // (5 * size)][x * wide // across] == "#" for x in range(across)] for y in range(5 * size)]


def big_width(head: str, size: int) -> int:
    """Cells of a large number at a size."""
    return sum(len(points(character, size)[0]) + size for character in head) - (size if head else 0)


def big_height(size: int) -> int:
    """Rows of a large number at a size."""
    return (5 * size + 1) // 2


def _big(canvas: Canvas, x: int, y: int, head: str, size: int, role: str) -> None:
    for character in head:
        shape = points(character, size)
        shape += [[False] * len(shape[0])] * (len(shape) % 2)
        for row in range(0, len(shape), 2):
            for column, pair in enumerate(zip(shape[row], shape[row + 1], strict=True)):
                canvas.cell(x + column, y + row // 2, HALVES[pair], role)
        if character == "$" and size == 1:
            canvas.cell(x, y, "$", f"{role} bold")
        x += len(shape[0]) + size


def _fits(figures: Sequence[BigFigure], width: int, size: int) -> bool:
    return all(big_width(split(clean(figure.text))[0], size) <= width for figure in figures)


def draw_headline(chart: Headline, width: int, height: int, cursor: int | None = None) -> Picture:
    """Draw the numbers side by side, each with its caption and remark below, at the largest size that fits all; else one a line."""
    canvas = Canvas(width, height)
    top = heading(canvas, chart.title, chart.note)
    top = air(canvas, top, 8)
    if not chart.figures:
        empty(canvas, top)
        return still(canvas)
    for columns in (len(chart.figures), (len(chart.figures) + 1) // 2):
        each, lines = max(1, (width + 3) // columns), -(-len(chart.figures) // columns)
        room = (height - top) // lines
        size = next(
            (
                size
                for size in (3, 2, 1)
                if big_height(size) + 4 + (lines > 1) <= room and _fits(chart.figures, each - 3, size)
            ),
            0,
        )
        if size and each >= 18:
            for index, figure in enumerate(chart.figures):
                line, column = divmod(index, columns)
                _figure(canvas, column * each, top + line * (big_height(size) + 5), each - 3, figure, size)
            return finish(chart, canvas, {}, cursor, {})
    _lines(canvas, top, chart.figures)
    return finish(chart, canvas, {}, cursor, {})


def _figure(canvas: Canvas, x: int, y: int, width: int, figure: BigFigure, size: int) -> None:
    """One big number; words of it that do not fit beside it lead the caption."""
    head, tail = split(clean(figure.text))
    caption, below = clean(figure.caption), y + big_height(size) + (1 if size > 1 else 0)
    if head:
        _big(canvas, x, y, head, size, figure.role)
        end = x + big_width(head, size) + 1
        if tail and cell_len(tail) <= x + width - end:
            canvas.put(end, y + (5 * size - 1) // 2, tail, f"{figure.role} bold")
        elif tail:
            caption = f"{tail} {caption}".rstrip()
    else:
        canvas.put(x, y + big_height(size) - 1, tail, f"{figure.role} bold", width)
    for line in wrap(caption, width)[:2]:
        canvas.put(x, below, line, "", width)
        below += 1
    canvas.put(x, below, figure.remark, "dim", width)


def _lines(canvas: Canvas, top: int, figures: Sequence[BigFigure]) -> None:
    """The numbers one below the other, where there is no room for big ones."""
    size = widest([figure.text for figure in figures], max(6, canvas.width // 3))
    pitch = 2 if len(figures) * 2 - 1 <= canvas.height - top else 1
    for index, figure in enumerate(figures):
        y = top + index * pitch
        canvas.put(0, y, figure.text, f"{figure.role} bold", size)
        end = canvas.put(size + 2, y, figure.caption)
        canvas.put(end + 2, y, figure.remark, "dim")
