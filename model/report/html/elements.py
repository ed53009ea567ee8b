"""Statements, tables, large figures and charts as elements of a page. Every text is escaped here or in the drawing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count

from model.report.blocks import (
    Bars,
    Block,
    Cell,
    Column,
    Curves,
    Figure,
    Role,
    Row,
    Section,
    Statement,
    Table,
    Tiles,
    Tone,
)
from model.report.chapters.chart_data import Dots, Ladder, Picture, SwingBars
from model.report.html import plots as html_plots
from model.report.html import svg_bars as html_bars
from model.report.html.svg import NARROW, WIDE, esc

KINDS = {Tone.LEAD: "lead", Tone.PLAIN: "", Tone.NOTE: "note", Tone.WARNING: "warning"}
SORTABLE = (Role.PLAIN, Role.TOTAL, Role.FOLDED, Role.NOTE)
FIXED = {"options", "axes", "record", "how", "page.costs", "page.must_haves"}  # rows in an order that says something
MEANING = {
    "bars": "Striped: more expensive. The thin line holds 8 in 10 futures.",
    "swings": "Plain towards the low end of the input, striped towards the high end.",
    "dots": "Hollow: the answer is the more expensive one.",
}


class Pen:
    """Turns blocks into elements; numbers what needs a name that is unique in the page."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def name(self, word: str) -> str:
        """A name nobody else in this page has."""
        return f"{word}-{next(self._numbers)}"

    def block(self, block: Block) -> str:
        """Any block of a story."""
        match block:
            case Statement():
                return statement(block)
            case Table():
                return self.table(block)
            case Tiles():
                return tiles(block)
            case Bars() | Curves():
                return self.picture(block)

    def section(self, section: Section) -> str:
        """The blocks of a section, without its title."""
        return "\n".join(self.block(block) for block in section.blocks)

    def table(self, table: Table, most: int | None = None) -> str:
        """A table that scrolls by itself where the window is narrow; `most` keeps the first rows only."""
        rows = table.rows if most is None else table.rows[:most]
        sortable = table.key not in FIXED and all(row.role in SORTABLE for row in rows) and len(rows) > 2
        body, foot = _body(table.columns, rows)
        heads = "".join(_head(column) for column in table.columns)
        head = f"<thead><tr>{heads}</tr></thead>" if any(column.title for column in table.columns) else ""
        caption = f"<caption>{esc(table.title)}</caption>" if table.title else ""
        sort = ' data-sort=""' if sortable and head else ""
        drawn = f'<table class="{_kind(table)}"{sort}>{caption}{head}{body}{foot}</table>'
        note = f'<p class="note">{esc(table.note)}</p>' if table.note else ""
        label = esc(table.title or table.key)
        return f'<div class="scroll" role="region" tabindex="0" aria-label="Table: {label}">{drawn}</div>{note}'

    def picture(self, picture: Picture, width: int = WIDE, under: str = "") -> str:
        """A chart at two widths with its title, a line that reads it out, and what its textures mean.

        `under` is the heading it stands under: a title that says the same is not printed again.
        """
        draw, word = _drawer(picture)
        name = self.name("hatch")
        label = self.name("chart")
        wide = draw(width, name)
        narrow = draw(NARROW, f"{name}n")
        note = " ".join(f"{part.rstrip('.')}." for part in (picture.note, MEANING.get(word, "")) if part)
        figures = _months(picture) if isinstance(picture, Curves) else ""
        hidden = ' class="same"' if under.startswith(picture.title) else ""
        return (
            f'<figure class="picture {word}" aria-labelledby="{label}"><figcaption id="{label}"{hidden}>{esc(picture.title)}'
            f'</figcaption><div class="wide">{wide}</div><div class="narrow">{narrow}</div>'
            f'<p class="readout" aria-live="polite"></p><p class="note">{esc(note)}</p>{figures}</figure>'
        )


def _drawer(picture: Picture) -> tuple[Callable[[float, str], str], str]:
    """Who draws a chart at a width under a name, and the word for its kind."""
    match picture:
        case Bars():
            return lambda width, name: html_bars.bars(picture, width, name), "bars"
        case Curves():
            return lambda width, name: html_plots.curves(picture, width, name), "curves"
        case Dots():
            return lambda width, name: html_plots.dots(picture, width, name), "dots"
        case SwingBars():
            return lambda width, name: html_bars.swings(picture, width, name), "swings"
        case Ladder():
            return lambda width, name: html_bars.ladder(picture, width, name), "ladder"


def _months(picture: Curves) -> str:
    """The figures of a chart over months as a table to unfold."""
    from model.quantities import figures

    heads = "".join(f'<th scope="col" class="right">{esc(curve.name)}</th>' for curve in picture.curves)
    rows = "".join(
        f'<tr><th scope="row">{x:g}</th>'
        + "".join(f'<td class="right">{esc(figures.dollars(curve.values[at]))}</td>' for curve in picture.curves)
        + "</tr>"
        for at, x in enumerate(picture.x)
    )
    table = f'<table class="plain"><thead><tr><th scope="col">{esc(picture.x_title)}</th>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    return f'<details class="figures"><summary>The figures of this chart</summary>{table}</details>'


def statement(block: Statement) -> str:
    """A sentence; a warning says so in a word, not by its colour alone."""
    kind = f' class="{KINDS[block.tone]}"' if KINDS[block.tone] else ""
    mark = '<strong class="mind">Mind</strong> ' if block.tone is Tone.WARNING else ""
    return f"<p{kind}>{mark}{esc(block.text)}</p>"


def tiles(block: Tiles) -> str:
    """Large figures with what they mean."""
    shown = "".join(
        f'<div class="tile"><dt>{esc(tile.caption)}</dt><dd><b>{esc(tile.figure)}</b><span>{esc(tile.detail)}</span></dd></div>'
        for tile in block.tiles
    )
    return f'<dl class="tiles">{shown}</dl>'


def _kind(table: Table) -> str:
    return "by-hand" if any(column.joint.strip() for column in table.columns) else "plain"


def _head(column: Column) -> str:
    side = ' class="right"' if column.right else ""
    return f'<th scope="col"{side}>{esc(column.title)}</th>' if column.title else f"<td{side}></td>"


def _body(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[str, str]:
    """The rows in one body, or one a group; totals at the end in a foot of their own."""
    bodies: list[list[str]] = [[]]
    foot: list[str] = []
    for at, row in enumerate(rows):
        if row.role is Role.NOTE:
            continue
        if row.role is Role.GROUP:
            bodies.append([_group(row, len(columns))])
            continue
        under = rows[at + 1].cells[0].text if at + 1 < len(rows) and rows[at + 1].role is Role.NOTE else ""
        last = row.role is Role.TOTAL and not any(later.role is not Role.TOTAL for later in rows[at:])
        (foot if last else bodies[-1]).append(_row(columns, row, under))
    drawn = "".join(f"<tbody>{''.join(body)}</tbody>" for body in bodies if body)
    return drawn, f"<tfoot>{''.join(foot)}</tfoot>" if foot else ""


def _group(row: Row, columns: int) -> str:
    return f'<tr class="group"><th scope="rowgroup" colspan="{columns}">{esc(row.cells[0].text)}</th></tr>'


def _row(columns: Sequence[Column], row: Row, under: str) -> str:
    cells = [*row.cells, *[Cell("")] * (len(columns) - len(row.cells))]
    said = [
        _cell(column, cells, at, under if at == min(1, len(cells) - 1) else "") for at, column in enumerate(columns)
    ]
    kind = f' class="{row.role.value}"' if row.role is not Role.PLAIN else ""
    return f"<tr{kind}>{''.join(said)}</tr>"


def _cell(column: Column, cells: Sequence[Cell], at: int, under: str) -> str:
    cell = cells[at]
    value = f' data-value="{cell.value!r}"' if cell.value is not None else ""
    kinds = [kind for kind, holds in (("right", column.right), ("figure", cell.figure is not Figure.TEXT),
                                      ("indent", at == 0 and cell.text.startswith("  "))) if holds]  # fmt: skip
    kind = f' class="{" ".join(kinds)}"' if kinds else ""
    below = f"<small>{esc(under)}</small>" if under else ""
    text = f"{_joint(column, cells, at)}{_linked(cell.text)}{below}"
    if at == 0 and cell.text:
        return f'<th scope="row"{kind}{value}>{text}</th>'
    return f"<td{kind}{value}>{text}</td>"


def _joint(column: Column, cells: Sequence[Cell], at: int) -> str:
    """× and = between figures."""
    sign = column.joint.strip()
    both = sign and cells[at].text and any(cell.text for cell in cells[1:at])
    return f'<span class="joint">{esc(sign)}</span> ' if both else ""


def _linked(text: str) -> str:
    """An address that is all of a cell leads there; nothing is asked of it until somebody follows it."""
    plain = text.strip()
    if plain.startswith("https://") and " " not in plain:
        return f'<a href="{esc(plain)}" rel="noopener noreferrer">{esc(plain.removeprefix("https://"))}</a>'
    return esc(text)
