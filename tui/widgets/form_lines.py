"""How one row of the form is drawn at a width: title, answers, and last columns that say whose, where it flips, or what changed."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from rich.cells import cell_len

from tui.paint.lines import Line, Piece, clean, fit, left, right
from tui.state.questions import FormCell, FormRow
from tui.widgets.typing import Typed

TIGHT = 16  # cells in which no reason can be read: the line below the form says it
WHOSE = {"contract": "yours", "measured": "yours", "guess": "guess", "published": "publ."}


class Look(Struct, frozen=True):
    """What the last columns say, by dotted key, and which of them is chosen where there is room for one only."""

    titles: tuple[str, str] = ("", "")
    flips: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    changes: Mapping[str, str] = field(default_factory=dict)
    bars: Mapping[str, Line] = field(default_factory=dict)
    column: str = "whose"
    roles: tuple[str, str] = ("a", "b")  # of the two titles


class Widths(Struct, frozen=True):
    """Cells of the columns: title, one answer, and the last columns with their names."""

    title: int
    answer: int
    last: tuple[tuple[str, int], ...]


def widths(width: int, look: Look) -> Widths:
    """The columns that fit: at 48 cells one last column, at 76 flips and a remark, beyond 96 the range and the change as well."""
    if look.column == "remark":
        return Widths(34, 9, (("remark", width - 54),))
    if width < 66:
        last: tuple[tuple[str, int], ...] = ((look.column, 5 if look.column == "whose" else 11),)
        title = 18
    elif width < 94:
        second = look.column if look.column != "flips" else "whose"
        last = (("flips", 12), (second, {"whose": 7, "change": 18}.get(second, 12)))
        title = 20
    else:
        last = (("flips", 11), ("range", 11), ("change", 12), ("whose", 6))
        title = 23
    room = width - 1 - title - sum(size + 1 for _, size in last)
    return Widths(title, max(8, room // 2), last)


def column_at(row: FormRow, look: Look, width: int, x: int) -> int:
    """Which answer of the row is under a cell."""
    sizes = widths(width, look)
    if len(row.cells) < 2 or x < 1 + sizes.title + sizes.answer:
        return 0
    return 1


def row_line(
    row: FormRow, look: Look, width: int, here: bool, cursor: int | None, typing: Typed | None, wrong: tuple[str, str]
) -> Line:
    """One row as a line of exactly the width; `wrong` is an entry that was refused, and why."""
    sizes = widths(width, look)
    if row.kind == "heading":
        return _heading(row, look, sizes, width, here)
    ground = "row" if here else ""
    pieces: list[Piece] = [
        ("▶" if here else " ", "key"),
        (left(clean(row.title), sizes.title - 1) + " ", f"strong {ground}" if here else ground),
    ]
    if len(row.cells) == 1:
        pieces += _single(row.cells[0], look, sizes, cursor == 0, typing, ground)
    else:
        for column, cell in enumerate(row.cells):
            pieces += _answer(cell, sizes.answer, cursor == column, typing if cursor == column else None, ground)
    room = width - 1 - sizes.title - sizes.answer * 2
    typed, why = wrong
    if why:
        whole = why if typing is not None else f"{typed}? {why}"
        brief = whole if room > TIGHT else "wrong" if typing is not None else f"{fit(typed, max(1, room - 2))}?"
        pieces.append((left(" " + fit(brief, room - 1), room), f"wrong {ground}"))
        return tuple(pieces)
    pieces += _last(row, look, sizes, cursor, ground)
    return tuple(pieces)


def _single(
    cell: FormCell | None, look: Look, sizes: Widths, chosen: bool, typing: Typed | None, ground: str
) -> list[Piece]:
    """The one answer of a question about the work, with its range where there is room beside it."""
    bar = look.bars.get(cell.key, ()) if cell is not None else ()
    shown = cell_len((cell.shown or cell.text) if cell is not None else "")
    if (
        not bar
        or shown >= sizes.answer
        or typing is not None
        or any(name == "range" for name, _ in sizes.last)
        or sizes.answer < 12
    ):
        return _answer(cell, sizes.answer * 2, chosen, typing, ground)
    used = sum(cell_len(text) for text, _ in bar)
    drawn = [(text, f"{role} {ground}".strip()) for text, role in bar]
    return [*_answer(cell, sizes.answer, chosen, typing, ground), *drawn, (" " * (sizes.answer - used), ground)]


def _heading(row: FormRow, look: Look, sizes: Widths, width: int, here: bool) -> Line:
    """A group with how many of its questions are hidden; where columns begin, their names stand over them."""
    role = "cursor" if here else "head"
    mark = "▾" if row.opened else "▸" if row.more else " "
    title = f"{mark}{clean(row.title)}"
    more = f"  {row.more} more" if row.more and not row.opened else ""
    ends: list[Piece] = [
        (" " + (right if name == "whose" else left)(_TITLES.get(name, ""), size), "dim") for name, size in sizes.last
    ]
    room = 1 + sizes.title + 2 * sizes.answer
    if row.group.startswith(("run:build", "here:")):
        names: list[Piece] = [
            (left(clean(name), sizes.answer - 1) + " ", role_of)
            for name, role_of in zip(look.titles, (f"{role}-strong" for role in look.roles), strict=True)
        ]
        return ((left(title, sizes.title) + " ", role), *names, *ends)
    if not row.id.endswith(":work"):
        return ((left(title, width - 10), role), (right(more, 10), "dim"))
    if more and cell_len(title) + cell_len(more) >= room:
        more = f"  +{row.more}"
    shown = fit(title, room - cell_len(more) - 1)
    return ((shown, role), (left(more, room - cell_len(shown)), "dim"), *ends)


_TITLES = {"whose": "whose", "flips": "flips at", "change": "change", "range": "range"}


def _answer(cell: FormCell | None, size: int, chosen: bool, typing: Typed | None, ground: str) -> list[Piece]:
    if chosen and typing is not None:
        before, under, after = typing.shown(size - 1)
        used = cell_len(before) + cell_len(under) + cell_len(after)
        return [
            (before, "edit"),
            (under, "caret"),
            (after, "edit"),
            (" " * max(0, size - used), "edit" if used < size - 1 else ground),
        ]
    if cell is None:
        return [(left("·", size), f"faint {ground}")]
    if cell.text:
        text, role = cell.shown or cell.text, ""
    elif cell.otherwise:
        text, role = cell.otherwise, "dim"
    else:
        text, role = "·", "faint"
    shown = fit(clean(_yes(text)), size - 1)
    if chosen:
        pad = " " * (size - cell_len(shown) - 1)
        return [(shown + " ", "cursor"), (pad, ground)]
    return [(left(shown, size), f"{role} {ground}".strip())]


def _yes(text: str) -> str:
    return {"true": "yes", "false": "no"}.get(text, text)


def _last(row: FormRow, look: Look, sizes: Widths, cursor: int | None, ground: str) -> list[Piece]:
    """The last columns, about the answer under the cursor or the one that says most."""
    cells = [cell for cell in row.cells if cell is not None]
    if cursor is not None and cursor < len(row.cells) and row.cells[cursor] is not None:
        cells = [cell for cell in [row.cells[cursor]] if cell is not None]
    pieces: list[Piece] = []
    for name, size in sizes.last:
        if name == "range":
            bar = next((look.bars[c.key] for c in cells if c.key in look.bars), ())
            used = sum(cell_len(text) for text, _ in bar)
            pieces += [
                (" ", ground),
                *((text, f"{role} {ground}") for text, role in bar),
                (" " * (size - used), ground),
            ]
            continue
        said, role = _said(name, row, cells, look)
        pieces.append((" " + (right(said, size) if name == "whose" else left(said, size)), f"{role} {ground}".strip()))
    return pieces


def _said(name: str, row: FormRow, cells: list[FormCell], look: Look) -> tuple[str, str]:
    if name == "whose":
        return _whose(row, cells)
    if name == "change":
        changed = next((look.changes[c.key] for c in cells if c.key in look.changes), "")
        return changed, "warn"
    if name == "remark":
        return next((look.remarks[c.key] for c in cells if c.key in look.remarks), ""), "dim"
    found = [look.flips[c.key] for c in reversed(cells) if c.key in look.flips]
    return next((text for text in found if text != "never"), found[0] if found else ""), "dim"


def _whose(row: FormRow, cells: list[FormCell]) -> tuple[str, str]:
    """Whose the numbers of these cells are; "only" where one option alone has one."""
    given = [cell for cell in row.cells if cell is not None and (cell.text or cell.otherwise)]
    if not given or not any(cell.declared.kind == "number" for cell in given):
        return "", "dim"
    if len(row.cells) == 2 and len(given) == 1 and given[0].text:
        return "only", "warn"
    given = cells if len(row.cells) > 1 else given
    written = [cell for cell in given if cell.text]
    if not written:
        return ("publ." if any(c.basis == "published" for c in given) else ""), "dim"
    bases = [cell.basis for cell in written]
    if all(basis in ("contract", "measured") for basis in bases):
        return "yours", "own"
    return ("publ." if all(basis == "published" for basis in bases) else "guess"), "dim"
