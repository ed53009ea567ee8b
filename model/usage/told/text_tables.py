"""How a table of measured use is laid out: for a terminal of 80 columns, and as Markdown.

Figures are never cut, and two blanks stand between columns. A last column of sentences goes below its rows; other words are cut,
those of the first column last; what still does not fit goes on in a second block that repeats the first column.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from msgspec import Struct

from model.quantities.markdown_text import escape
from model.quantities.widths import cut
from model.quantities.widths import width as cells_of

COLUMNS = 80
_GAP = 2
_SENTENCE, _LEAST, _LEAST_FIRST = 60, 10, 14


class TextTable(Struct, frozen=True):
    """A table with its title, the names of its columns and its rows; `words` are the places of text, the others are figures."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    after: str = ""
    words: tuple[int, ...] = (0,)


def laid_out(table: TextTable, width: int = COLUMNS) -> str:
    """A table for a terminal of this many columns."""
    after = [piece for line in table.after.splitlines() for piece in folded(line, width - 2)]
    return "\n".join([table.title, *_body(table, width - 2), *(f"  {line}" for line in after)])


def fits(table: TextTable, width: int = COLUMNS) -> bool:
    """Whether no figure of the table needs a second block."""
    places = range(len(table.columns))
    widths = _narrowed(table, _widths(table, places), width - 2)
    return _needed(widths) <= width - 2


def folded(line: str, width: int) -> list[str]:
    """A sentence on as many lines as it takes, the later ones as far in as the first and two more."""
    inner = line.lstrip()
    lead = line[: len(line) - len(inner)]
    return wrap(
        inner, width, initial_indent=lead, subsequent_indent=f"{lead}  " if lead else "", break_on_hyphens=False
    ) or [""]


def markdown(table: TextTable) -> str:
    """A table with its heading in Markdown."""
    head = "| " + " | ".join(escape(cell) for cell in table.columns) + " |"
    rule = "|" + "|".join("---" if place in table.words else "---:" for place in range(len(table.columns))) + "|"
    body = ["| " + " | ".join(escape(cell) for cell in row) + " |" for row in table.rows]
    after = ["\n".join(escape(line) for line in table.after.splitlines())] if table.after else []
    return "\n\n".join([f"## {escape(table.title)}", "\n".join([head, rule, *body]), *after])


def _widths(table: TextTable, places: Sequence[int]) -> dict[int, int]:
    return {place: max(cells_of(row[place]) for row in (table.columns, *table.rows)) for place in places}


def _needed(widths: dict[int, int]) -> int:
    return sum(widths.values()) + _GAP * (len(widths) - 1)


def _body(table: TextTable, room: int) -> list[str]:
    places = list(range(len(table.columns)))
    widths = _widths(table, places)
    if _needed(widths) <= room:
        return _lines(table, places, widths)
    last = places[-1]
    if last in table.words and widths[last] > _SENTENCE:
        return _with_words_below(table, room)
    widths = _narrowed(table, widths, room)
    return [
        line
        for number, block in enumerate(_blocks(places, widths, room))
        for line in ([""] if number else []) + _lines(table, block, widths)
    ]


def _with_words_below(table: TextTable, room: int) -> list[str]:
    short = TextTable("", table.columns[:-1], tuple(row[:-1] for row in table.rows), "", table.words[:-1])
    head, *lines = _body(short, room)
    if len(lines) != len(table.rows):  # in blocks a row has no one line
        return [head, *lines, *(piece for row in table.rows for piece in _below(f"{row[0]}: {row[-1]}", room))]
    found = [head]
    for line, row in zip(lines, table.rows, strict=True):
        found += [line, *_below(row[-1], room)]
    return found


def _below(text: str, room: int) -> list[str]:
    return [f"      {piece}" for piece in wrap(text, room - 4, break_on_hyphens=False)]


def _narrowed(table: TextTable, widths: dict[int, int], room: int) -> dict[int, int]:
    """Widths with words cut as far as needed: those of later columns first, of the first one last."""
    found = dict(widths)
    for least, places in ((_LEAST, table.words[1:]), (_LEAST_FIRST, table.words[:1])):
        for _ in range(sum(found[place] for place in places)):
            widest = max(places, key=lambda place: found[place], default=None)
            if widest is None or found[widest] <= least or _needed(found) <= room:
                break
            found[widest] -= 1
    return found


def _blocks(places: Sequence[int], widths: dict[int, int], room: int) -> list[list[int]]:
    """Columns that stand side by side; the first column leads every block."""
    found: list[list[int]] = [[places[0]]]
    for place in places[1:]:
        if len(found[-1]) > 1 and _needed({each: widths[each] for each in (*found[-1], place)}) > room:
            found.append([places[0]])
        found[-1].append(place)
    return found


def _lines(table: TextTable, places: Sequence[int], widths: dict[int, int]) -> list[str]:
    return [_line(row, places, widths, table.words) for row in (table.columns, *table.rows)]


def _shortened(text: str, cells: int, leads: bool) -> str:
    """Words in so many cells: names by their beginning, what describes them by beginning and end, since services differ there."""
    if leads or cells_of(text) <= cells:
        return cut(text, cells)
    end = text[-(cells // 2 - 1) :]
    return cut(text, cells - cells_of(end)) + end


def _line(row: Sequence[str], places: Sequence[int], widths: dict[int, int], words: Sequence[int]) -> str:
    cells = []
    for place in places:
        text = _shortened(row[place], widths[place], place == places[0]) if place in words else row[place]
        blank = " " * (widths[place] - cells_of(text))
        cells.append(f"{text}{blank}" if place in words else f"{blank}{text}")
    return ("  " + (" " * _GAP).join(cells)).rstrip()
