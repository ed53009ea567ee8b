"""Blocks poured onto slides: as large as they fit on one, and onto further slides where they cannot.

Nothing is cut and nothing overlaps: heights are measured before anything is drawn, a table that is too long goes on
with its head repeated, and a chart takes the room that is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from model.quantities import figures
from model.report.blocks import Bars, Block, Cell, Curves, Role, Row, Statement, Table, Tiles, Tone
from model.report.plain import wrap
from model.report.pptx import charts as charts
from model.report.pptx import grid as paper
from model.report.pptx import shapes as shapes
from model.report.pptx.deck import Deck
from model.report.pptx.grid import GAP, Page, Sizes
from model.report.pptx.shapes import Grid, OpenSlide, TextRun

STATEMENT, NOTE, TABLE = 17.0, 14.0, 16.0
LEAST_CHART = 2.2
CLOSE = 0.06
LEAST_BARS = 3
WHOLE = 0.6  # of a slide: a table up to this height is not divided where it can stand whole on the next
LONGEST = 1500  # letters of a sentence or cell; what is longer goes on in another
TILE_GAP = 0.3


class Piece(Struct, frozen=True):
    """A block, or some rows of a table, with the height it needs; a chart can take more."""

    block: Block
    height: float
    grid: Grid | None = None
    rows: tuple[int, ...] = ()

    @property
    def grows(self) -> bool:
        """Whether it may take the room that is left."""
        return isinstance(self.block, Curves) or (isinstance(self.block, Bars) and not self.block.dots)


def pour(
    deck: Deck,
    page: Page,
    title: str,
    blocks: Sequence[Block],
    notes: Sequence[str] = (),
    place: str = "",
    whole: bool = False,
) -> None:
    """Blocks under a title on one slide, or on as many as they need; a `whole` slide leaves out the last rows instead, and
    its speaker notes have what it left out."""
    shown = [part for block in blocks for part in _readable(block)]
    for scale in page.scales:
        sizes = Sizes(scale, page.width)
        pieces = [piece for block in shown for piece in _pieces(block, sizes)]
        if _height(pieces) <= page.room:
            _draw(deck.slide(page, title, notes, place), page, pieces, sizes)
            return
    if whole and (fitted := _fitted(shown, sizes, page.room)) is not None:
        pieces, gave_way = fitted
        _draw(deck.slide(page, title, (*notes, *gave_way), place), page, pieces, sizes)
        return
    pages = _balanced(pieces, page.room)
    for at, some in enumerate(pages, start=1):
        said = notes if at == 1 else ()
        _draw(deck.slide(page, f"{title} ({at} of {len(pages)})", said, place), page, some, sizes)


def _fitted(blocks: Sequence[Block], sizes: Sizes, room: float) -> tuple[list[Piece], tuple[str, ...]] | None:
    """The pieces of one slide: a single dot, notes, then the last rows and bars are left out until it holds what is left, and
    that is said; with the words of what gave way. None where that is not enough."""
    left, out = list(blocks), 0
    gone: list[str] = []
    while True:
        said = Statement(f"{figures.plural(out, 'row')} more with --appendix.", Tone.NOTE)
        pieces = [piece for block in (*left, *([said] if out else [])) for piece in _pieces(block, sizes)]
        if _height(pieces) <= room:
            return pieces, tuple(gone)
        alone = [place for place, block in enumerate(left) if isinstance(block, Bars) and _repeats(block)]
        notes = [place for place, block in enumerate(left) if isinstance(block, Statement) and _less(block)]
        if alone or notes:  # rather than a row of a table: the pockets of a year stand nowhere else
            gone[:0] = _words(left.pop((alone or notes)[-1]))
            continue
        heights = [sum(piece.height for piece in _pieces(block, sizes)) if _less(block) else 0.0 for block in left]
        at = heights.index(max(heights, default=0.0)) if any(heights) else -1
        if at < 0:
            dots = [place for place, block in enumerate(left) if isinstance(block, Bars) and block.dots]
            if not dots:
                return None
            gone[:0] = _words(
                left.pop(dots[-1])
            )  # the figures of the first stand in the title and in the large ones too
            continue
        less = _less(left[at])
        gone[:0] = _last(left[at])
        left[at : at + 1] = [less] if less is not None else []
        out += 1


def _words(block: Block) -> list[str]:
    """What a sentence or a strip of dots says, a line each."""
    match block:
        case Statement():
            return [block.text]
        case Bars():
            return [f"{bar.label}: {bar.text}" for bar in block.bars]
        case _:
            return []


def _last(block: Block) -> list[str]:
    """What the row or bar says that is left out next."""
    match block:
        case Table():
            row = next(row for row in reversed(block.rows) if row.role is not Role.TOTAL)
            return [" | ".join(cell.text.strip() for cell in row.cells)]
        case Bars():
            return [f"{block.bars[-1].label}: {block.bars[-1].text}"]
        case _:
            return _words(block)


def _repeats(block: Bars) -> bool:
    """Whether a strip is a single dot, whose figures stand in the title and in the large ones too."""
    return block.dots and len(block.bars) == 1


def _less(block: Block) -> Block | None:
    """A block with one row less; a note stands for nothing at all; None where nothing may be left out."""
    match block:
        case Table() if sum(row.role is not Role.TOTAL for row in block.rows) > 1:
            at = max(place for place, row in enumerate(block.rows) if row.role is not Role.TOTAL)
            return replace(block, rows=(*block.rows[:at], *block.rows[at + 1 :]))
        case Bars() if len(block.bars) > LEAST_BARS and not block.dots:
            return replace(block, bars=block.bars[:-1])
        case Statement() if block.tone is Tone.NOTE:
            return Statement("")
        case _:
            return None


def _readable(block: Block) -> list[Block]:
    """A block that a page can hold: sentences and cells longer than that go on in another; empty tiles are left out."""
    match block:
        case Tiles():
            return [block] if block.tiles else []
        case Statement() if len(block.text) > LONGEST:
            return [Statement(text, block.tone) for text in wrap(block.text, LONGEST)]
        case Table() if any(len(cell.text) > LONGEST for row in block.rows for cell in row.cells):
            return [replace(block, rows=tuple(part for row in block.rows for part in _shorter(row)))]
        case _:
            return [block]


def _shorter(row: Row) -> list[Row]:
    """A row with a very long cell as several rows, the other cells blank in all but the first."""
    parts = [wrap(cell.text, LONGEST) for cell in row.cells]
    count = max(map(len, parts))
    if count == 1:
        return [row]
    first = [replace(cell, text=part[0]) for cell, part in zip(row.cells, parts, strict=True)]
    later = [tuple(Cell(part[at] if at < len(part) else "") for part in parts) for at in range(1, count)]
    return [replace(row, cells=tuple(first)), *(replace(row, cells=cells) for cells in later)]


def _height(pieces: Sequence[Piece]) -> float:
    return sum(piece.height for piece in pieces) + sum(_gap(one, next_) for one, next_ in pairwise(pieces))


def _gap(above: Piece, below: Piece) -> float:
    """Sentences of one tone, and a note under its table, stand closer than what is new."""
    one, other = above.block, below.block
    if isinstance(other, Statement) and isinstance(one, Statement) and one.tone is other.tone is not Tone.PLAIN:
        return CLOSE
    return CLOSE if isinstance(one, Table) and isinstance(other, Statement) and other.text == one.note else GAP


def _balanced(pieces: Sequence[Piece], room: float) -> list[list[Piece]]:
    """As few slides as can be, and none of them much emptier than the others."""
    fewest = list(_pages(pieces, room))
    low, high = room * 0.4, room
    best = fewest
    for _ in range(5):
        middle = (low + high) / 2
        tried = list(_pages(pieces, middle))
        if len(tried) == len(fewest) and all(_height(some) <= room for some in tried):
            best, high = tried, middle
        else:
            low = middle
    return best


def _pages(pieces: Sequence[Piece], room: float) -> Iterator[list[Piece]]:
    """Pieces on slides, in order; a table is divided between rows, a note stays with its table."""
    page: list[Piece] = []
    waiting = list(pieces)
    whole = room * WHOLE
    while waiting:
        piece = waiting.pop(0)
        left = room - _height(page) - (GAP if page else 0.0)
        if piece.height <= left:
            page.append(piece)
            continue
        divisible = piece.grid is not None and not (page and piece.height <= whole)
        first, rest = _divided(piece, left) if divisible else (None, piece)
        if first is None and not page:
            first, rest = _forced(piece)
        if first is not None:
            page.append(first)
        waiting[:0] = [rest] if rest is not None else []
        yield page
        page = []
    if page:
        yield page


def _divided(piece: Piece, left: float) -> tuple[Piece | None, Piece | None]:
    """As many rows as fit, and the rest; None where not even two do. A heading stays with what it heads."""
    assert piece.grid is not None
    assert isinstance(piece.block, Table)
    used, count = piece.grid.head + _title_height(piece.block, piece.grid), 0
    while count < len(piece.rows) and used + piece.grid.rows[piece.rows[count]] <= left:
        used += piece.grid.rows[piece.rows[count]]
        count += 1
    while count and piece.block.rows[piece.rows[count - 1]].role is Role.GROUP:
        count -= 1
    if count < min(2, len(piece.rows)):
        return None, piece
    return _some(piece, piece.rows[:count]), _some(piece, piece.rows[count:])


def _forced(piece: Piece) -> tuple[Piece, Piece | None]:
    """What has a slide to itself and still does not fit: one row of a table, or all of anything else."""
    if piece.grid is None or len(piece.rows) == 1:
        return piece, None
    return _some(piece, piece.rows[:1]), _some(piece, piece.rows[1:])


def _some(piece: Piece, rows: tuple[int, ...]) -> Piece:
    assert piece.grid is not None
    assert isinstance(piece.block, Table)
    heights = sum(piece.grid.rows[at] for at in rows)
    return replace(piece, rows=rows, height=_title_height(piece.block, piece.grid) + piece.grid.head + heights)


# measuring ------------------------------------------------------------------------------------------------------------


def _pieces(block: Block, sizes: Sizes) -> list[Piece]:
    match block:
        case Statement():
            return [Piece(block, shapes.runs_height(_said(block, sizes), sizes.width))]
        case Tiles():
            return [Piece(block, _tiles_height(block, sizes))]
        case Bars() if block.dots:
            return [Piece(block, _chart_title(block.title, sizes) + charts.bars_height(block, sizes) + charts.DOT_AXIS)]
        case Bars():
            return [Piece(block, _chart_title(block.title, sizes) + max(LEAST_CHART, charts.bars_height(block, sizes)))]
        case Curves():
            return [Piece(block, LEAST_CHART)]
        case Table():
            grid = shapes.measure(block, sizes.at(TABLE), sizes.width)
            rows = tuple(range(len(block.rows)))
            whole = Piece(block, grid.height + _title_height(block, grid), grid, rows)
            if not block.note:
                return [whole]
            note = Statement(block.note, Tone.NOTE)
            return [whole, Piece(note, shapes.runs_height(_said(note, sizes), sizes.width))]


def _said(block: Statement, sizes: Sizes) -> list[TextRun]:
    match block.tone:
        case Tone.LEAD:
            return [TextRun(block.text, sizes.at(STATEMENT + 3), True)]
        case Tone.NOTE:
            return [TextRun(block.text, sizes.at(NOTE), colour=paper.GREY)]
        case Tone.WARNING:
            return [TextRun(block.text, sizes.at(STATEMENT - 1), colour=paper.WARN)]
        case _:
            return [TextRun(block.text, sizes.at(STATEMENT))]


def _tile_width(count: int, width: float) -> float:
    return (width - TILE_GAP * (count - 1)) / count


def _tiles_height(block: Tiles, sizes: Sizes) -> float:
    width = _tile_width(len(block.tiles), sizes.width)
    return max(shapes.runs_height(runs, width) for runs in shapes.tile_runs(block.tiles, sizes, width))


def _chart_title(title: str, sizes: Sizes) -> float:
    return paper.text_height(title, sizes.at(NOTE), sizes.width) + 0.08 if title else 0.0


def _title_height(block: Table, grid: Grid) -> float:
    return paper.text_height(block.title, grid.points, grid.room, True) + 0.06 if block.title else 0.0


# drawing --------------------------------------------------------------------------------------------------------------


def _draw(sheet: OpenSlide, page: Page, pieces: Sequence[Piece], sizes: Sizes) -> None:
    """Pieces from top to bottom; what is left goes to the charts, else in moderation between the pieces."""
    left = page.room - _height(pieces)
    growing = sum(piece.grows for piece in pieces)
    more = left / growing if growing else 0.0
    wider = 0.0 if growing else min(0.16, left / max(1, len(pieces)))
    y = page.top
    for at, piece in enumerate(pieces):
        if at:
            gap = _gap(pieces[at - 1], piece)
            y += gap + (wider if gap == GAP else 0.0)
        height = piece.height + (more if piece.grows else 0.0)
        _one(sheet, piece, sizes, (page.left, y, page.width, height))
        y += height


def _one(sheet: OpenSlide, piece: Piece, sizes: Sizes, box: tuple[float, float, float, float]) -> None:
    left, y, _, height = box
    match piece.block:
        case Statement() as block:
            shapes.text_box(sheet, "Text", _said(block, sizes), box, told=True)
        case Tiles() as block:
            width = _tile_width(len(block.tiles), sizes.width)
            for at, runs in enumerate(shapes.tile_runs(block.tiles, sizes, width)):
                shapes.text_box(sheet, f"Figure {at + 1}", runs, (left + at * (width + TILE_GAP), y, width, height))
        case Bars() as block:
            title = _chart_title(block.title, sizes)
            if block.title:
                said = [TextRun(block.title, sizes.at(NOTE), colour=paper.GREY)]
                shapes.text_box(sheet, "Chart title", said, (left, y, sizes.width, title))
            draw = charts.dots_chart if block.dots else charts.bars_chart
            draw(sheet, block, (left, y + title, sizes.width, height - title), sizes)
        case Curves() as block:
            charts.curves_chart(sheet, block, box, sizes)
        case Table() as block:
            assert piece.grid is not None
            title = _title_height(block, piece.grid)
            if title:
                shapes.text_box(
                    sheet, "Table title", [TextRun(block.title, piece.grid.points, True)], (left, y, sizes.width, title)
                )
            shapes.table_frame(sheet, block, piece.grid, piece.rows, (left, y + title))
