"""The five lines that every place shows at its top, at every size."""

from __future__ import annotations

from tui.paint.lines import Line
from tui.state.quick_and_whole import StateAnswer
from tui.telling.month import month_line
from tui.telling.verdict_lines import title_line, verdict_lines
from tui.widgets.painted import Painted


class Header(Painted):
    """Product and profile; verdict; what it is made of; when it changes; what a month costs and what to mind; and a rule."""

    DEFAULT_CSS = "Header { height: 6; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._answer: StateAnswer | None = None
        self._title, self._unsaved, self._where, self._pale = "", False, "", False

    def give(self, answer: StateAnswer | None, name: str, unsaved: bool, where: str = "", pale: bool = False) -> None:
        """Show this answer; `pale`: it rests on published ranges alone."""
        self._pale = pale
        self._answer, self._title, self._unsaved, self._where = answer, name, unsaved, where
        self.show()

    def picture(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        """The lines."""
        title = title_line(self._title, self._unsaved, self._answer, width, self._where)
        return [
            title,
            *verdict_lines(self._answer, width, self._pale),
            month_line(self._answer, width),
            (("─" * width, "rule"),),
        ]
