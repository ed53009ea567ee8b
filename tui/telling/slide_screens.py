"""A step of the presentation as screens of text: one statement, one picture, tables; nothing is cut.

What does not fit on one screen goes on on the next, tables with their head repeated; what has room to spare gets larger
figures, taller charts and air. Everything is drawn from the steps that every report tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from rich.cells import cell_len

from model.report.blocks import Bars, Curves, PresentationStep, Role, Statement, Table, Tile, Tiles, Tone
from tui.charts import data
from tui.charts.big_letters import large
from tui.charts.draw import draw
from tui.paint.lines import Line, clean, left, right, wrap

if TYPE_CHECKING:
    from model.report.blocks import Block, Row

WIDEST = 124  # more is hard to follow from one end of a line to the other
JOINT = 3
ROLES = {Tone.LEAD: "strong", Tone.NOTE: "dim", Tone.WARNING: "warn"}
ROW_ROLES = {Role.TOTAL: "strong", Role.GROUP: "head", Role.FOLDED: "dim", Role.NOTE: "dim"}
SHORT = 14  # cells up to which the head of a column of numbers stays on one line
ROOMY = 100  # cells from which names are written in full
LEAST, TALLEST = 11, 34  # rows of a picture
ROOM_FOR_LETTERS, ROOM_FOR_LARGER = (
    34,
    44,
)  # rows of a slide from which the answer is written in letters of several rows
BIG_TILES = 7  # rows from which figures are drawn large


class Slide(Struct, frozen=True):
    """What stands above every screen of a step: whose comparison, of which day, where in the talk, and what was changed live."""

    title: str
    day: str
    place: str
    note: str = ""


class SlidePart(Struct):
    """A block at some size: its lines, how many of the first repeat on the next screen, where rows begin, and how tall it could be."""

    block: Block | data.Chart
    lines: list[Line]
    head: int = 0
    starts: tuple[int, ...] = ()
    most: int = 0


def screens(
    step: PresentationStep, slide: Slide, width: int, height: int, picture: data.Chart | None = None
) -> list[list[Line]]:
    """The screens of a step, at least one, each at most `height` lines of at most `width` cells; a `picture` takes the place of the step's own."""
    top = _top(step, slide, width, height)
    room = max(4, height - len(top))
    parts = [_part(block, width) for block in _pictured(_joined(step.blocks), picture)]
    if _height(parts, 1) > room and _height(parts, 0) <= room:
        found = [_stacked(parts, 0, room)]
    elif _height(parts, 1) > room:
        found = _paged(parts, room)
    else:
        _grow(parts, width, room)
        air = next((air for air in (4, 3, 2) if _height(parts, air) <= room - 4), 1)
        found = [_stacked(parts, air, room)]
    pages = []
    for at, body in enumerate(found, start=1):
        marked = _top(step, slide, width, height, f", page {at} of {len(found)}") if len(found) > 1 else top
        pages.append([*marked, *body][:height])
    return pages


def _top(step: PresentationStep, slide: Slide, width: int, height: int, page: str = "") -> list[Line]:
    """Whose comparison and where we are; a rule; the statement, whose answer is the largest thing of its slide where that has room for it."""
    place = f"   {slide.day}   {slide.place}{page}"
    note = f"   {slide.note}" if slide.note else ""
    head = left(clean(slide.title), max(8, width - len(place) - len(note)))
    lines: list[Line] = [((head, "dim"), (note, "warn"), (place, "dim")), (("─" * width, "rule"),)]
    said, letters = clean(step.title), []
    answer, stop, rest = said.partition(". ")
    if step.key == "answer" and height >= ROOM_FOR_LETTERS:
        letters = large(answer, width, 2) if height >= ROOM_FOR_LARGER else []
        letters = letters or large(answer, width)
    lines += [*([()] if letters else []), *(((row, "title"),) for row in letters), *([()] if letters else [])]
    return [*lines, *(((row, "title"),) for row in wrap(rest if letters and stop else said, width)), ()]


def _pictured(blocks: list[Block], picture: data.Chart | None) -> list[Block | data.Chart]:
    """The blocks with the picture first, for the one they have; it needs no title, for the statement stands above it. Curves are drawn by the
    picture alone."""
    if picture is None:
        return [block for block in blocks if not isinstance(block, Curves)]
    return [replace(picture, title=""), *(block for block in blocks if not isinstance(block, Bars | Curves))]


def _joined(blocks: Sequence[Block]) -> list[Block]:
    """Empty tiles are left out; asides that follow each other make one paragraph."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, Tiles) and not block.tiles:
            continue
        if isinstance(block, Statement) and isinstance(last, Statement) and block.tone is last.tone is Tone.NOTE:
            found[-1] = Statement(f"{last.text} {block.text}", Tone.NOTE)
        else:
            found.append(block)
    return found


# how tall -------------------------------------------------------------------------------------------------------------


def _height(parts: Sequence[SlidePart], air: int) -> int:
    return sum(len(part.lines) for part in parts) + sum(_air(*two, air) for two in pairwise(parts))


def _air(above: SlidePart, below: SlidePart, air: int) -> int:
    """Blank lines between two blocks: sentences of one tone stand together unless they are plain."""
    one, other = above.block, below.block
    together = isinstance(one, Statement) and isinstance(other, Statement) and one.tone is other.tone is not Tone.PLAIN
    return 0 if together else air


def _stacked(parts: Sequence[SlidePart], air: int, room: int) -> list[Line]:
    """One under the other; without air the blank lines that are left go to the first gaps."""
    spare = room - _height(parts, 0) if not air else 0
    lines: list[Line] = []
    for at, part in enumerate(parts):
        if at:
            gap = _air(parts[at - 1], part, air or min(1, spare))
            spare -= gap
            lines += [()] * gap
        lines += part.lines
    return lines


def _grow(parts: Sequence[SlidePart], width: int, room: int) -> None:
    """Charts and large figures take the room that is left."""
    growing = [part for part in parts if part.most > len(part.lines)]
    for part in growing:
        spare = room - _height(parts, 1)
        height = min(part.most, len(part.lines) + spare)
        if isinstance(part.block, Tiles) and height < BIG_TILES:
            continue
        part.lines = _drawn(part.block, width, height)


def _paged(parts: Sequence[SlidePart], room: int) -> list[list[Line]]:
    """Whole blocks as long as they fit; a longer one is divided, its head repeated."""
    pages: list[list[Line]] = [[]]
    before: SlidePart | None = None
    for part in parts:
        gap = _air(before, part, 1) if before is not None and pages[-1] else 0
        before = part
        rest = part.lines
        if len(pages[-1]) + gap + len(rest) <= room:
            pages[-1] += [()] * gap + rest
            continue
        if pages[-1]:
            pages.append([])
        pages[-1] += rest if len(rest) <= room else []
        if len(rest) > room:
            pages[-1:] = _divided(part, room)
    return [page for page in pages if page]


def _divided(part: SlidePart, room: int) -> list[list[Line]]:
    """A block that is longer than a screen on several, broken between its rows."""
    head = part.lines[: part.head] if part.head < room else []
    pages, at = [], 0
    while at < len(part.lines):
        again = head if at else []
        end = at + room - len(again)
        if end < len(part.lines):
            end = max((start for start in part.starts if at < start <= end), default=end)
        pages.append([*again, *part.lines[at:end]])
        at = end
    return pages


# blocks ---------------------------------------------------------------------------------------------------------------


def _part(block: Block | data.Chart, width: int) -> SlidePart:
    match block:
        case Statement():
            return SlidePart(
                block, [((row, ROLES.get(block.tone, "")),) for row in wrap(clean(block.text), min(width, WIDEST))]
            )
        case Tiles():
            return SlidePart(block, _tiles(block.tiles[:4], width), most=14)
        case Bars():
            count = len(block.bars) + (block.total is not None)
            return SlidePart(
                block,
                _drawn(block, width, _titled(block, width) + count + 1),
                most=_titled(block, width) + 2 * count + 3,
            )
        case Table():
            return _table(block, min(width, WIDEST))
        case _:
            return SlidePart(block, _drawn(block, width, LEAST), most=TALLEST)


def _titled(block: Bars, width: int) -> int:
    return len(wrap(clean(block.title), width))


def _drawn(block: Block | data.Chart, width: int, height: int) -> list[Line]:
    """A picture at this height."""
    match block:
        case Bars():
            title: list[Line] = [((row, "dim"),) for row in wrap(clean(block.title), width)]
            if height > len(title) + 2 * (
                len(block.bars) + 1
            ):  # room to spare: the first bar does not touch the caption
                title.append(())
            return [*title, *_trimmed(draw(_decides(block, width), width, height - len(title)).rows)]
        case Tiles():
            return _tiles(block.tiles[:4], width, height)
        case Statement() | Table() | Curves():
            raise TypeError(f"{type(block).__name__} is not drawn here")
        case _:
            return _trimmed(draw(block, width, height).rows)


def _trimmed(rows: Sequence[Line]) -> list[Line]:
    """Without the blank lines at the end."""
    lines = list(rows)
    while lines and not "".join(text for text, _ in lines[-1]).strip():
        lines.pop()
    return lines


def _decides(block: Bars, width: int) -> data.Decides:
    """Where space is short a name is what stands before its colon."""
    rows = tuple(
        data.DifferenceBar(
            name=clean(bar.label if width >= ROOMY else bar.label.partition(":")[0]),
            usd=bar.value,
            low_usd=bar.low,
            high_usd=bar.high,
            remark=clean(bar.note),
        )
        for bar in block.bars
    )
    total = block.total
    whole = (
        data.DifferenceBar(
            name=clean(total.label), usd=total.value, low_usd=total.low, high_usd=total.high, remark=clean(total.note)
        )
        if total
        else None
    )
    return data.Decides(rows=rows, total=whole)


def _tiles(tiles: Sequence[Tile], width: int, height: int = 0) -> list[Line]:
    """Figures side by side, large where there is the height, what each means and how sure it is under it."""
    each = (width + JOINT) // len(tiles) - JOINT
    large = _large(tiles, width, each, height) if height >= BIG_TILES else []
    columns: list[list[tuple[str, str]]] = []
    for at, tile in enumerate(tiles):
        rows = [] if large else [(row, "strong" if at else "verdict") for row in wrap(clean(tile.figure), each)]
        rows += [(row, "") for row in wrap(clean(tile.caption), each)]
        columns.append([*rows, *((row, "dim") for row in wrap(clean(tile.detail), each))])
    tall = max(len(column) for column in columns)
    return [
        *large,
        *(_beside([column[at] if at < len(column) else ("", "") for column in columns], each) for at in range(tall)),
    ]


def _large(tiles: Sequence[Tile], width: int, each: int, height: int) -> list[Line]:
    """The figures drawn as large as they fit; none where one of them is wider than its column."""
    figures = tuple(data.BigFigure(text=clean(tile.figure), caption="", remark="") for tile in tiles)
    for rows, most in ((height - 3, 5), (7, 3)):
        drawn = _trimmed(draw(data.Headline(figures=figures), width, rows).rows)
        large = any(block in text for line in drawn for text, _ in line for block in "█▀▄")
        if large and len(drawn) <= most and each >= 18:
            return [*drawn, ()] if most > 3 else drawn
    return []


def _beside(pieces: Sequence[tuple[str, str]], each: int) -> Line:
    last = len(pieces) - 1
    return tuple((left(text, each + (JOINT if at < last else 0)), role) for at, (text, role) in enumerate(pieces))


# tables ---------------------------------------------------------------------------------------------------------------


def _table(block: Table, width: int) -> SlidePart:
    """Cells wrap where the columns are too narrow; no cell is cut."""
    count = len(block.columns)
    sizes, gap = _sizes(block, width)
    lines: list[Line] = [((clean(block.title), "head"),)] if block.title else []
    if any(column.title for column in block.columns):
        lines += _cells([clean(column.title) for column in block.columns], block, sizes, gap, "dim")
    head, starts = len(lines), []
    for row in block.rows:
        starts.append(len(lines))
        role = ROW_ROLES.get(row.role, "")
        if row.role is Role.GROUP or (row.role is Role.NOTE and len(row.cells) == 1):
            lines += [((text, role),) for text in wrap(_text(row, 0), width)]
        else:
            lines += _cells([_text(row, at) for at in range(count)], block, sizes, gap, role)
    if block.note:
        lines += [((text, "dim"),) for text in wrap(clean(block.note), width)]
    return SlidePart(block, lines, head=head, starts=tuple(starts[1:]))


def _text(row: Row, at: int) -> str:
    return clean(row.cells[at].text.strip()) if at < len(row.cells) else ""


def _sizes(block: Table, width: int) -> tuple[list[int], int]:
    """Natural widths and the gap between columns; where they do not fit, the gaps give way, then the widest, numbers last."""
    shown = [
        row for row in block.rows if row.role is not Role.GROUP and not (row.role is Role.NOTE and len(row.cells) == 1)
    ]
    sizes, least = [], []
    for at, column in enumerate(block.columns):
        texts = [_text(row, at) for row in shown]
        cells = max([cell_len(text) for text in texts], default=0)
        words = max((cell_len(word) for word in clean(column.title).split()), default=1)
        title = cell_len(clean(column.title))
        sizes.append(max(cells, words, (title + 1) // 2 + 3 if column.right and title > SHORT else min(title, 36)))
        longest = max((cell_len(word) for text in texts for word in text.split()), default=1)
        least.append(max(cells, words) if column.right else max(min(longest, cells), min(words, 8)))
    gap = JOINT if sum(least) + JOINT * (len(sizes) - 1) <= width else 1
    spare = width - gap * (len(sizes) - 1)
    while sum(sizes) > spare:
        at = max(range(len(sizes)), key=lambda i: (sizes[i] > least[i], sizes[i] - least[i], sizes[i]))
        if sizes[at] <= 4:
            break
        sizes[at] -= 1
    return sizes, gap


def _cells(texts: Sequence[str], block: Table, sizes: Sequence[int], gap: int, role: str) -> list[Line]:
    """One row, on as many lines as its longest cell needs."""
    wrapped = [wrap(text, size) or [""] for text, size in zip(texts, sizes, strict=True)]
    lines: list[Line] = []
    for at in range(max(map(len, wrapped))):
        pieces = [
            (right if column.right else left)(rows[at] if at < len(rows) else "", size)
            for column, rows, size in zip(block.columns, wrapped, sizes, strict=True)
        ]
        lines.append((((" " * gap).join(pieces).rstrip(), role),))
    return lines
