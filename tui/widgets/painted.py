"""A widget that shows lines and sends only the cells that changed.

A subclass says what its lines are for its size (`picture`); `show` asks for them again, compares, and marks the changed spans alone for
repainting. This is what keeps a key press at a few kilobytes over SSH.
"""

from __future__ import annotations

from abc import abstractmethod
from itertools import zip_longest

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.paint.lines import BLANK, Line, clean, line_fit, width_of
from tui.paint.themes import style_of


def _cells(line: Line) -> list[tuple[str, str]]:
    return [(character, role) for text, role in line for character in text]


def _printable(line: Line) -> Line:
    """The last guard: whatever a part forgot to clean cannot reach the terminal."""
    return line if all(text.isprintable() for text, _ in line) else tuple((clean(text), role) for text, role in line)


def changed_span(old: Line, new: Line) -> tuple[int, int]:
    """First cell and number of cells that differ between two lines; (0, 0) when nothing does."""
    before, after = _cells(old), _cells(new)
    start = 0
    for one, other in zip_longest(before, after):
        if one != other:
            break
        start += 1
    else:
        return 0, 0
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    same_width = width_of(old) == width_of(new)
    first = width_of(tuple(after[:start]))
    last = max(width_of(old), width_of(new)) - (width_of(tuple(after[len(after) - end :])) if same_width and end else 0)
    return first, last - first


class Painted(Widget):
    """Base of all parts of the workbench."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Painted { height: auto; width: 1fr; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: list[Line] = []
        self._strips: dict[int, Strip] = {}
        self._drawn_for: tuple[int, int, str] = (0, 0, "")

    @abstractmethod
    def picture(self, width: int, height: int) -> list[Line]:
        """The lines for this size; drawn by each part."""

    @property
    def text(self) -> str:
        """What is on this part, as plain text."""
        return "\n".join("".join(text for text, _ in line).rstrip() for line in self._lines)

    def style_for(self, role: str) -> Style:
        """How a role looks in the theme."""
        return style_of(self.app.theme, role, self.app.no_color)

    def show(self) -> None:
        """Draw again and repaint the spans that changed."""
        width, height = self.size
        if not width or not height:
            return
        signature = (width, height, self.app.theme)
        lines = [line_fit(_printable(line), width) for line in self.picture(width, height)[:height]]
        old, self._lines = self._lines, lines
        if signature != self._drawn_for:
            self._drawn_for = signature
            self._strips.clear()
            self.refresh()
            return
        dirty: list[Region] = []
        for y, (before, after) in enumerate(zip_longest(old, lines, fillvalue=BLANK)):
            if before is after or before == after:
                continue
            first, count = changed_span(before, after)
            self._strips.pop(y, None)
            if count:
                dirty.append(Region(first, y, count, 1))
        if dirty:
            self.refresh(*dirty)

    def on_resize(self) -> None:
        """A new size is a new picture."""
        self.show()

    def on_mount(self) -> None:
        """Follow the theme."""
        self.watch(self.app, "theme", self._new_theme, init=False)

    def _new_theme(self) -> None:
        self.call_after_refresh(self.show)

    def render_line(self, y: int) -> Strip:
        """One line of the picture as cells."""
        strip = self._strips.get(y)
        if strip is None:
            strip = self._strips[y] = self._strip(y)
        return strip

    def _strip(self, y: int) -> Strip:
        width = self.size.width
        line = self._lines[y] if y < len(self._lines) else BLANK
        base = self.rich_style
        segments = [Segment(text, base + self.style_for(role)) for text, role in line if text]
        return Strip(segments).extend_cell_length(width, base)


class Words(Painted):
    """Lines given from outside."""

    def __init__(self, lines: list[Line] | None = None, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._given = lines or []

    def say(self, lines: list[Line]) -> None:
        """Show these lines."""
        self._given = lines
        self.show()

    def picture(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        """The given lines."""
        return self._given


def words(text: str, role: str = "") -> Line:
    """One line of one role from text that somebody wrote."""
    return ((clean(text), role),)
