"""Text, tables and large figures of a slide as DrawingML, written as text because building cells one by one is slow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from pptx.oxml import parse_xml

from model.report.blocks import Role, Row, Table, Tile
from model.report.pptx import grid as paper
from model.report.pptx.grid import ACCENT, GREY, HAIR, INK, emu, safe

NAMES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"
CELL_X, CELL_Y = 0.07, 0.045  # margins inside a cell
HEAD_LINES = 3
BODY = 13  # the index of the layouts' placeholder for text
PLAIN_LEVEL = (
    '<a:lvl1pPr marL="0" indent="0" algn="l"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef>'
    "<a:buNone/></a:lvl1pPr>"
)
HEAD_LEAST = 1.0
HEAD_MOST = 2.7  # wider than this the head of a column wraps


class TextRun(Struct, frozen=True):
    """A paragraph: its text and how it is set."""

    text: str
    points: float
    bold: bool = False
    colour: str = INK
    after: float = 0.0  # points below it
    right: bool = False
    indent: float = 0.0  # inches


class OpenSlide(Struct):
    """One slide being filled: hands out shape ids and takes shapes."""

    slide: Any
    last: int = 100
    bodies: int = BODY - 1

    def body(self) -> int:
        """The index of the next placeholder for text; the first is that of the layout."""
        self.bodies += 1
        return self.bodies

    def number(self) -> int:
        """An id that no other shape of the slide has."""
        self.last += 1
        return self.last

    def add(self, xml: str) -> None:
        """Put a shape on the slide."""
        self.slide.shapes._spTree.append(parse_xml(xml))


def place(x: float, y: float, width: float, height: float, tag: str = "a") -> str:
    """Where a shape stands."""
    return f'<{tag}:xfrm><a:off x="{emu(x)}" y="{emu(y)}"/><a:ext cx="{emu(width)}" cy="{emu(height)}"/></{tag}:xfrm>'


def paragraph(run: TextRun) -> str:
    """One paragraph of one run."""
    after = f'<a:spcAft><a:spcPts val="{round(run.after * 100)}"/></a:spcAft>' if run.after else ""
    align = ' algn="r"' if run.right else f' marL="{emu(run.indent)}" indent="0"' if run.indent else ""
    return f"<a:p><a:pPr{align}>{after}</a:pPr>{_run(run)}</a:p>"


def _run(run: TextRun) -> str:
    if not run.text:
        return f'<a:endParaRPr lang="en-US" sz="{round(run.points * 100)}"/>'
    bold = ' b="1"' if run.bold else ""
    fill = paper.solid(run.colour)
    return f'<a:r><a:rPr lang="en-US" sz="{round(run.points * 100)}"{bold} dirty="0">{fill}</a:rPr><a:t>{safe(run.text)}</a:t></a:r>'


def text_box(
    sheet: OpenSlide, name: str, runs: Sequence[TextRun], box: tuple[float, float, float, float], told: bool = False
) -> None:
    """Paragraphs without a frame, set to the edges of their box; what is told stands in a placeholder, so that the outline
    holds it."""
    number = sheet.number()
    body = "".join(paragraph(run) for run in runs)
    kind = '<p:cNvSpPr txBox="1"/><p:nvPr/>'
    style = "<a:lstStyle/>"
    if told:
        kind = f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" idx="{sheet.body()}"/></p:nvPr>'
        style = f"<a:lstStyle>{PLAIN_LEVEL}</a:lstStyle>"
    sheet.add(
        f'<p:sp {NAMES}><p:nvSpPr><p:cNvPr id="{number}" name="{safe(name)}"/>{kind}</p:nvSpPr>'
        f'<p:spPr>{place(*box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>'
        f'<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:noAutofit/></a:bodyPr>'
        f"{style}{body}</p:txBody></p:sp>"
    )


def bar(sheet: OpenSlide, name: str, box: tuple[float, float, float, float], colour: str) -> None:
    """A filled rectangle that only decorates: screen readers pass over it."""
    sheet.add(
        f'<p:sp {NAMES}><p:nvSpPr><p:cNvPr id="{sheet.number()}" name="{safe(name)}"><a:extLst>'
        '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
        'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst></p:cNvPr>'
        f'<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{place(*box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f"{paper.solid(colour)}<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


# large figures --------------------------------------------------------------------------------------------------------


def tile_runs(tiles: Sequence[Tile], sizes: paper.Sizes, width: float) -> list[list[TextRun]]:
    """Each figure, what it means, how sure it is; all figures of one size, at which the longest stands on one line."""
    points = sizes.at(40)
    while points > 16 and any(paper.text_width(tile.figure, points, True) > width for tile in tiles):
        points -= 1
    found = []
    for at, tile in enumerate(tiles):
        runs = [TextRun(tile.figure, points, True, INK if at else ACCENT), TextRun(tile.caption, sizes.at(15))]
        found.append([*runs, TextRun(tile.detail, sizes.at(13), colour=GREY)] if tile.detail else runs)
    return found


def runs_height(runs: Sequence[TextRun], width: float) -> float:
    """How tall paragraphs are together, in inches."""
    return sum(paper.text_height(run.text, run.points, width, run.bold) + run.after / 72 for run in runs)


# tables ---------------------------------------------------------------------------------------------------------------


class Grid(Struct, frozen=True):
    """A table measured at one type size for some room: the widths of its columns, the heights of its head and rows, in
    inches."""

    room: float
    points: float
    widths: tuple[float, ...]
    head: float
    rows: tuple[float, ...]

    @property
    def height(self) -> float:
        """All of it."""
        return self.head + sum(self.rows)


def texts(row: Row, count: int) -> list[str]:
    """The cells of a row, as many as there are columns."""
    return [*(cell.text.strip() for cell in row.cells), *[""] * (count - len(row.cells))]


def measure(table: Table, points: float, width: float) -> Grid:
    """Natural widths where they fit; else the widest text columns give way and wrap."""
    count = len(table.columns)
    wide = [_natural(table, at, points) for at in range(count)]
    least = [_least(table, at, points, size) for at, size in enumerate(wide)]
    while sum(wide) > width:
        at = max(range(count), key=lambda i: (wide[i] - least[i] > 1e-6, table.columns[i].right, wide[i] - least[i]))
        if wide[at] - least[at] <= 1e-6:
            break
        wide[at] = max(least[at], wide[at] - 0.05)
    if sum(wide) > width:
        wide = [size * width / sum(wide) for size in wide]
    has_head = any(column.title for column in table.columns)
    head = _row_height(heads(table, wide, points), wide, paper.head_points(points), False) if has_head else 0.0
    rows = tuple(row_height(row, wide, points) for row in table.rows)
    return Grid(width, points, tuple(wide), head, rows)


def heads(table: Table, widths: Sequence[float], points: float) -> list[str]:
    """The heads of the columns, each on at most three lines; longer ones end in an ellipsis."""
    found = []
    for column, width in zip(table.columns, widths, strict=True):
        text = paper.at_most(column.title, paper.head_points(points), width, HEAD_LINES)
        while paper.line_count(text, paper.head_points(points), width - 2 * CELL_X) > HEAD_LINES:
            text = text.rstrip("…")[:-4].rstrip() + "…"
        found.append(text)
    return found


def row_height(row: Row, widths: Sequence[float], points: float) -> float:
    """How tall one row is."""
    if row.role is Role.GROUP or _spans(row, len(widths)):
        return paper.text_height(row.cells[0].text, points, sum(widths) - 2 * CELL_X, True) + 2 * CELL_Y
    return _row_height(texts(row, len(widths)), widths, points, row.role is Role.TOTAL)


def _spans(row: Row, count: int) -> bool:
    return row.role is Role.NOTE and len(row.cells) == 1 and count > 1


def _least(table: Table, at: int, points: float, natural: float) -> float:
    """How narrow a column may become: numbers stay on one line and their head wraps, text wraps."""
    if not table.columns[at].right:
        return min(natural, 1.3)
    return min(natural, max(_cells_width(table, at, points), HEAD_LEAST))


def _natural(table: Table, at: int, points: float) -> float:
    head = min(HEAD_MOST, paper.text_width(table.columns[at].title, paper.head_points(points), True))
    return max(_cells_width(table, at, points), head + _beside(table, at))


def _cells_width(table: Table, at: int, points: float) -> float:
    found = [
        paper.text_width(row.cells[at].text.strip(), points, row.role is Role.TOTAL)
        for row in table.rows
        if row.role is not Role.GROUP and not _spans(row, len(table.columns)) and at < len(row.cells)
    ]
    return max(found, default=0.0) + _beside(table, at)


def _beside(table: Table, at: int) -> float:
    """What a column keeps free beside its text."""
    return 2 * CELL_X + (0.25 if table.columns[at].right else 0.15)


def _row_height(cells: Sequence[str], widths: Sequence[float], points: float, bold: bool) -> float:
    tall = max(
        paper.text_height(text, points, size - 2 * CELL_X, bold) for text, size in zip(cells, widths, strict=True)
    )
    return tall + 2 * CELL_Y


def table_frame(sheet: OpenSlide, table: Table, grid: Grid, rows: Sequence[int], at: tuple[float, float]) -> None:
    """The head and these rows of a table as a real table."""
    heights = [grid.rows[index] for index in rows]
    total = grid.head + sum(heights)
    columns = "".join(f'<a:gridCol w="{emu(size)}"/>' for size in grid.widths)
    body = _head(table, grid) if grid.head else ""
    body += "".join(_row(table, table.rows[index], grid, grid.rows[index]) for index in rows)
    name = table.title or table.columns[0].title or "Table"
    sheet.add(
        f'<p:graphicFrame {NAMES}><p:nvGraphicFramePr><p:cNvPr id="{sheet.number()}" name="{safe(name)[:80]}" '
        f'descr="{safe(_described(table))}"/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr>'
        f"<p:nvPr/></p:nvGraphicFramePr>{place(*at, sum(grid.widths), total, 'p')}"
        f'<a:graphic><a:graphicData uri="{TABLE}"><a:tbl><a:tblPr{" firstRow=" + chr(34) + "1" + chr(34) if grid.head else ""}/>'
        f"<a:tblGrid>{columns}</a:tblGrid>{body}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def _described(table: Table) -> str:
    heads = ", ".join(column.title for column in table.columns if column.title)
    return f"Table with {len(table.rows)} rows: {heads}"


def _head(table: Table, grid: Grid) -> str:
    points = paper.head_points(grid.points)
    cells = (
        _cell(TextRun(text, points, colour=GREY, right=column.right), INK, 1.0, first=not at, head=True)
        for at, (text, column) in enumerate(zip(heads(table, grid.widths, grid.points), table.columns, strict=True))
    )
    return f'<a:tr h="{emu(grid.head)}">{"".join(cells)}</a:tr>'


def _row(table: Table, row: Row, grid: Grid, height: float) -> str:
    count = len(table.columns)
    line, weight = (INK, 1.0) if row.role is Role.TOTAL else (HAIR, 0.75)
    if row.role is Role.GROUP or _spans(row, count):
        bold, colour = row.role is Role.GROUP, INK if row.role is Role.GROUP else GREY
        first = _cell(
            TextRun(row.cells[0].text.strip(), grid.points, bold, colour), line, weight, span=count, first=True
        )
        rest = "".join(
            '<a:tc hMerge="1"><a:txBody><a:bodyPr/><a:lstStyle/><a:p/></a:txBody><a:tcPr/></a:tc>'
            for _ in range(count - 1)
        )
        return f'<a:tr h="{emu(height)}">{first}{rest}</a:tr>'
    bold = row.role is Role.TOTAL
    colour = GREY if row.role in (Role.FOLDED, Role.NOTE) else INK
    cells = "".join(
        _cell(
            TextRun(text, grid.points, bold, colour, 0.0, column.right, _indent(row, at)),
            line,
            weight,
            top=bold,
            first=not at,
        )
        for at, (text, column) in enumerate(zip(texts(row, count), table.columns, strict=True))
    )
    return f'<a:tr h="{emu(height)}">{cells}</a:tr>'


def _indent(row: Row, at: int) -> float:
    """Rows that are part of the row above begin with spaces."""
    return 0.18 if at == 0 and row.cells[0].text.startswith(" ") else 0.0


def _cell(
    run: TextRun, line: str, weight: float, span: int = 1, top: bool = False, first: bool = False, head: bool = False
) -> str:
    none = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR"))
    above = _line("lnT", INK, 1.0) if top else '<a:lnT w="0"><a:noFill/></a:lnT>'
    spans = f' gridSpan="{span}"' if span > 1 else ""
    anchor = "b" if head else "t"
    inset = f'marL="{0 if first else emu(CELL_X)}" marR="{emu(CELL_X)}" marT="{emu(CELL_Y)}" marB="{emu(CELL_Y)}"'
    return (
        f"<a:tc{spans}><a:txBody><a:bodyPr/><a:lstStyle/>{paragraph(run)}</a:txBody>"
        f'<a:tcPr {inset} anchor="{anchor}">{none}{above}{_line("lnB", line, weight)}<a:noFill/></a:tcPr></a:tc>'
    )


def _line(side: str, colour: str, points: float) -> str:
    return f'<a:{side} w="{round(points * 12_700)}">{paper.solid(colour)}</a:{side}>'
