"""A sheet: one table of a place that leads from row to row deeper, laid out so that names give way and figures never."""

from __future__ import annotations

from datetime import date

from msgspec import Struct
from rich.cells import cell_len

from tui.paint.lines import Line, clean, left, right


class Spot(Struct, frozen=True):
    """Where one stands: all of it, one agent, one week of an agent, or one month."""

    agent: str | None = None
    week: date | None = None
    month: date | None = None


class WalkSheet(Struct, frozen=True):
    """What a spot shows: the path to it, column heads, rows of cells (the first is a name), how many rows at the end are sums, what stands below,
    and the spot to which each row leads (None: nowhere); `words` are the columns that stand at the left and give way."""

    path: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: int
    after: str
    targets: tuple[Spot | None, ...]
    words: tuple[int, ...] = (0,)


def lines(sheet: WalkSheet, width: int, at: int, first: int, room: int) -> list[Line]:
    """The sheet's column heads and as many rows as there is room for, the cursor on one; names give way, figures never."""
    sizes = _sizes(sheet, width)
    found: list[Line] = [_row(sheet.columns, sheet, sizes, "dim", " ")]
    for index in range(first, min(len(sheet.rows), first + max(0, room - 1))):
        here = index == at
        role = "strong" if index >= len(sheet.rows) - sheet.sums else ""
        found.append(
            _row(sheet.rows[index], sheet, sizes, f"{role} row".strip() if here else role, "▶" if here else " ")
        )
    return found


def _sizes(sheet: WalkSheet, width: int) -> list[int]:
    sizes = [max(cell_len(clean(row[at])) for row in (sheet.columns, *sheet.rows)) for at in range(len(sheet.columns))]
    spare = width - 2 * len(sizes) - 1
    for at in sheet.words:
        over = sum(sizes) - spare
        if over > 0:
            sizes[at] = max(min(sizes[at], 8), sizes[at] - over)
    return sizes


def _row(cells: tuple[str, ...], sheet: WalkSheet, sizes: list[int], role: str, mark: str) -> Line:
    texts = [
        (left if at in sheet.words else right)(clean(text), size) for at, (text, size) in enumerate(zip(cells, sizes, strict=True))
    ]  # fmt: skip
    return ((mark, "key"), (" " + "  ".join(texts), role))
