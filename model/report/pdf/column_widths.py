"""How wide the columns of a printed table are, worked out before typst sees it.

typst is given widths in points, so that no name, however long, pushes figures off the page, and no pass over the cells
is needed to find out. Letters are taken as wide as the widest of their kind in the document's font.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil

from msgspec import Struct

from model.report.blocks import Figure, Role, Row, Table

NARROW, MIDDLE, CAPITAL, WIDE, FULL = 0.34, 0.54, 0.74, 0.95, 1.05  # em
DIGIT, POINT = 0.465, 0.22  # em; all digits of a table are equally wide
FULL_WIDTH = 0x2E80  # where the scripts begin whose letters fill a square
ZERO_WIDTH_SPACE = "\u200b"
GUTTER = 9.0  # points between two columns
SHORT = 9.0  # em; a column up to this wide is never wrapped
EVEN = 0.26  # of the room; a column of a table with even columns is not wider
JOINT = 1.3  # em before a figure that follows × or =
LONGEST_WORD, LONGEST_HEAD = 22, 12  # letters; a longer word may be broken
SMALLEST = 0.5  # of the asked size
SPANNING = (Role.GROUP, Role.NOTE)


class PrintedTable(Struct, frozen=True):
    """A table ready to print: widths and font size in points, about how many lines of text it has, and per column and row
    the room in em to leave behind a figure so that decimal points stand under each other."""

    widths: tuple[float, ...]
    size: float
    lines: int
    pads: tuple[tuple[float, ...], ...]


def em(text: str) -> float:
    """An upper estimate of the width of `text`, in em."""
    return sum(map(_letter, text))


@lru_cache(4096)
def _letter(character: str) -> float:
    if character in "iljtfrI.,:;'!|()[] /":
        return NARROW
    if character == ZERO_WIDTH_SPACE:
        return 0.0
    if character in "−–×≥≤·":
        return MIDDLE
    if character in "mwMW@%—" or not character.isascii():
        return WIDE if ord(character) < FULL_WIDTH else FULL
    return CAPITAL if character.isupper() else MIDDLE


def soften(text: str, longest: int = LONGEST_WORD) -> str:
    """`text` with places to break in words too long for a column: behind dots, dashes and underscores, else anywhere."""
    if len(text) <= longest:
        return text
    words = text.split(" ")
    if max(map(len, words)) <= longest:
        return text
    return " ".join(word if len(word) <= longest else ZERO_WIDTH_SPACE.join(_pieces(word, longest)) for word in words)


def _pieces(word: str, longest: int) -> list[str]:
    pieces, piece = [], ""
    for character in word:
        piece += character
        if len(piece) >= longest or (len(piece) > 3 and character in "._/-"):
            pieces.append(piece)
            piece = ""
    return [*pieces, piece] if piece else pieces


def _longest(text: str) -> float:
    """The widest piece of `text` that is never broken, in em."""
    return max((em(piece) for word in text.split(" ") for piece in word.split(ZERO_WIDTH_SPACE)), default=0.0)


def sheet(table: Table, room: float, size: float, stretch: bool = False, even: bool = False) -> PrintedTable:
    """Columns of a table in `room` points at font size `size`, smaller where it does not fit.

    Right-aligned columns and short ones are never wrapped; the others share what is left. `stretch` gives spare room
    to the first column, `even` makes all others equally wide.
    """
    pads = tuple(_pads(table.rows, place) for place in range(len(table.columns)))
    least, wanted = zip(*(_needs(table, place, pads[place]) for place in range(len(table.columns))), strict=True)
    gaps = GUTTER * (len(wanted) - 1)
    size = max(min(size, (room - gaps) / max(sum(least), 1.0)), size * SMALLEST)
    widths = _shared([each * size for each in least], [each * size for each in wanted], room - gaps)
    if even:
        widths = _evened(widths, wanted[0] * size, room - gaps)
    if stretch:
        widths[0] += max(room - gaps - sum(widths), 0.0)
    lines = sum(_lines(row, [width / size for width in widths]) for row in table.rows)
    return PrintedTable(tuple(round(width, 2) for width in widths), round(size, 2), lines, pads)


def _lines(row: Row, widths: Sequence[float]) -> int:
    """About how many lines a row takes in columns so many em wide."""
    if row.role in SPANNING:
        return ceil(em(row.cells[0].text) / max(sum(widths), 1.0))
    return max(
        (ceil(em(cell.text) / max(width, 1.0)) for cell, width in zip(row.cells, widths, strict=False)), default=1
    )


def _evened(widths: Sequence[float], first: float, room: float) -> list[float]:
    """All columns but the first equally wide: as the widest of them needs, and more as far as the first, which wants
    `first`, and the room leave it."""
    others = len(widths) - 1
    needed = max(widths[1:])
    spare = min(room * EVEN, (room - first) / others)
    widest = max(needed, min(spare, room / (others + 2)))
    if others * widest + first > room:
        return list(widths)
    return [room - others * widest, *[widest] * others]


def _needs(table: Table, place: int, pads: Sequence[float]) -> tuple[float, float]:
    """The least and the wanted width of a column, in em."""
    column = table.columns[place]
    shown = [
        (row.cells[place].text, pad)
        for row, pad in zip(table.rows, pads, strict=True)
        if row.role not in SPANNING and len(row.cells) > place
    ]
    broad = max((em(text) + pad for text, pad in shown), default=0.0)
    words = max((_longest(soften(text)) for text, _ in shown), default=0.0)
    heading = _longest(soften(column.title, LONGEST_HEAD))
    joint = JOINT if column.joint.strip() else 0.0
    return (
        max(broad if column.right else words, min(broad, SHORT), heading) + joint,
        max(broad, heading, min(em(column.title), SHORT)) + joint,
    )


def _shared(least: Sequence[float], wanted: Sequence[float], room: float) -> list[float]:
    """Room for every column: what it must have, then spare room to those that want more, the smallest wishes first."""
    widths = list(least)
    spare = room - sum(widths)
    open_ = sorted(
        (place for place in range(len(widths)) if wanted[place] > widths[place]), key=lambda p: wanted[p] - widths[p]
    )
    while open_ and spare > 0:
        place = open_.pop(0)
        given = min(wanted[place] - widths[place], spare / (len(open_) + 1))
        widths[place] += given
        spare -= given
    return widths


def _pads(rows: Sequence[Row], place: int) -> tuple[float, ...]:
    """The room behind each figure of a column, in em.

    Only in columns whose figures are of one kind: an amount, a count and a number of weeks have no common point.
    """
    cells = [row.cells[place] if len(row.cells) > place and row.role not in SPANNING else None for row in rows]
    kinds = {cell.figure for cell in cells if cell is not None and cell.value is not None}
    if len(kinds) != 1 or kinds <= {Figure.TEXT, Figure.DATE}:
        return (0.0,) * len(rows)
    tails = [None if cell is None or cell.value is None else _tail(cell.text) for cell in cells]
    longest = max((tail for tail in tails if tail is not None), default=0.0)
    return tuple(0.0 if tail is None else round(longest - tail, 3) for tail in tails)


def _tail(text: str) -> float:
    """How wide the decimal point and the digits behind it are, in em."""
    _, point, digits = text.partition(".")
    return POINT + DIGIT * len(digits) if point and digits.isdigit() else 0.0
