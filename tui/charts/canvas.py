"""One grid of cells on which every chart is drawn, and the picture that comes out of it.

A cell holds one character and a role (a name such as "a", "axis", "b bold"), never a colour. Roles joined by a blank are laid over each other:
"a over-b" is the colour of A on the colour of B, which is how two colours meet inside a cell. A wide character fills two cells; the second is empty.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct
from rich.cells import cell_len

from tui.paint.lines import clean, fit

Run: TypeAlias = tuple[str, str]
Row: TypeAlias = tuple[Run, ...]

# What is seen of a cell drawn in reverse: the right part that a left block leaves free.
_SEEN = {"▏": "█", "▎": "█", "▍": "▐", "▌": "▐", "▋": "▐", "▊": "▕", "▉": "▕"}


class Picture(Struct, frozen=True):
    """A drawn chart: exactly `height` rows of exactly `width` cells, and where its cursor can stand.

    Stops are numbered line by line, `across` in each line; `columns` and `lines` say for each column and row of cells which stop the mouse means there
    (−1: none). `start` is where a cursor that comes by key begins, if not at an end. `readout` is what the cursor says, already drawn inside.
    """

    width: int
    height: int
    rows: tuple[Row, ...]
    across: int = 0
    down: int = 0
    columns: tuple[int, ...] = ()
    lines: tuple[int, ...] = ()
    readout: str = ""
    start: int | None = None

    @property
    def stops(self) -> int:
        """How many places the cursor has."""
        return self.across * self.down

    def stop_at(self, x: int, y: int) -> int | None:
        """The stop under a cell, or None outside the drawing."""
        if not (0 <= x < len(self.columns) and 0 <= y < len(self.lines)):
            return None
        column, line = self.columns[x], self.lines[y]
        return None if column < 0 or line < 0 else line * self.across + column

    def text(self) -> str:
        """The characters as they are seen, without trailing blanks: what golden files keep."""
        return "\n".join("".join(_seen(run) for run in row).rstrip() for row in self.rows) + "\n"


def _seen(run: Run) -> str:
    text, role = run
    if "reverse" not in role:
        return text
    return "".join(_SEEN.get(character, character) for character in text)


class Canvas:
    """A grid to draw on. Drawing outside is cut off, never an error."""

    __slots__ = ("chars", "height", "roles", "width")

    def __init__(self, width: int, height: int) -> None:
        self.width = max(0, width)
        self.height = max(0, height)
        self.chars = [[" "] * self.width for _ in range(self.height)]
        self.roles = [[""] * self.width for _ in range(self.height)]

    def put(self, x: int, y: int, text: str, role: str = "", limit: int | None = None) -> int:
        """Write text from column x, cut with an ellipsis to `limit` cells; gives the column after it."""
        if not 0 <= y < self.height:
            return x
        text = clean(text)
        room = self.width - x if limit is None else min(limit, self.width - x)
        if room <= 0:
            return x
        text = fit(text, room)
        if text.isascii() and x >= 0:
            end = x + len(text)
            self._unpair(x, y, end)
            self.chars[y][x:end] = text
            self.roles[y][x:end] = [role] * (end - x)
            return end
        return self._put_wide(x, y, text, role)

    def _put_wide(self, x: int, y: int, text: str, role: str) -> int:
        chars, roles = self.chars[y], self.roles[y]
        self._unpair(max(0, x), y, min(self.width, x + cell_len(text)))
        for character in text:
            size = cell_len(character)
            if size == 0 and 0 < x <= self.width:
                place = x - 1 if chars[x - 1] or x == 1 else x - 2
                chars[place] += character
            elif size and x >= 0 and x + size <= self.width:  # a mark at the very left has no cell to stand on
                chars[x] = character
                roles[x] = role
                if size == 2:
                    chars[x + 1] = ""
                    roles[x + 1] = role
            x += size
        return x

    def _unpair(self, start: int, y: int, end: int) -> None:
        """Blank the halves of wide characters that a write from start to end would leave over."""
        chars = self.chars[y]
        if 0 < start < self.width and not chars[start]:
            chars[start - 1] = " "
        if 0 <= end < self.width and not chars[end]:
            chars[end] = " "

    def put_right(self, end: int, y: int, text: str, role: str = "", limit: int | None = None) -> int:
        """Write text so that it ends before column `end`; gives its first column."""
        text = clean(text)
        if limit is not None:
            text = fit(text, limit)
        start = max(0, end - cell_len(text))
        self.put(start, y, text, role, max(0, end - start))
        return start

    def put_middle(self, x: int, y: int, text: str, role: str, low: int, high: int) -> tuple[int, int]:
        """Write text centred on column x but inside the columns from low to before high; gives its first column and the one after it."""
        text = fit(clean(text), high - low)
        size = cell_len(text)
        start = max(low, min(x - size // 2, high - size))
        return start, self.put(start, y, text, role)

    def cell(self, x: int, y: int, character: str, role: str = "") -> None:
        """Set one cell to a narrow character."""
        if 0 <= x < self.width and 0 <= y < self.height:
            self.chars[y][x] = character
            self.roles[y][x] = role

    def across(self, x: int, y: int, end: int, character: str, role: str = "") -> None:
        """Fill the cells of a row from x to before `end`."""
        x, end = max(0, x), min(self.width, end)
        if 0 <= y < self.height and x < end:
            self.chars[y][x:end] = [character] * (end - x)
            self.roles[y][x:end] = [role] * (end - x)

    def free(self, x: int, y: int, end: int) -> bool:
        """Whether the cells of a row from x to before `end` are all inside and blank."""
        if not (0 <= y < self.height and x >= 0 and end <= self.width):
            return False
        return not "".join(self.chars[y][x:end]).strip(" ") and "" not in self.chars[y][x:end]

    def lay(self, y: int, role: str, x: int = 0, end: int | None = None) -> None:
        """Lay one more role under all cells of a row: the ground of the row the cursor is on."""
        if 0 <= y < self.height:
            roles = self.roles[y]
            for place in range(max(0, x), self.width if end is None else min(end, self.width)):
                old = roles[place]
                if "over" not in old and "reverse" not in old:
                    roles[place] = f"{old} {role}".strip()

    def rows(self) -> tuple[Row, ...]:
        """The rows as runs of one role each."""
        return tuple(self._runs(chars, roles) for chars, roles in zip(self.chars, self.roles, strict=True))

    def _runs(self, chars: list[str], roles: list[str]) -> Row:
        if not chars:
            return ()
        runs: list[Run] = []
        start, role = 0, roles[0]
        for x, other in enumerate(roles):
            if other != role:
                runs.append(("".join(chars[start:x]), role))
                start, role = x, other
        runs.append(("".join(chars[start:]), role))
        return tuple(runs)
