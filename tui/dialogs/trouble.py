"""A file that cannot be read as a profile: every problem with its line, and what to do next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.screen import Screen

from tui.dialogs.files import FilesScreen
from tui.paint.lines import Line, clean, wrap
from tui.widgets.painted import Words

if TYPE_CHECKING:
    from model.profile import Problems


class TroubleScreen(Screen[None]):
    """What is wrong with a file; r reads it again after it was put right."""

    BINDINGS = [("r", "again", "Read again"), ("o", "open", "Open another"), ("escape", "back", "Back")]  # noqa: RUF012
    CSS = "TroubleScreen Words { height: 1fr; padding: 1 2; }"

    def __init__(self, path: Path, problems: Problems) -> None:
        super().__init__()
        self._path, self._problems = path, problems

    def compose(self) -> ComposeResult:
        """One page."""
        yield Words(id="trouble")

    def on_mount(self) -> None:
        """Say what is wrong."""
        count = len(self._problems.items)
        lines: list[Line] = [
            ((f"This file cannot be opened yet: {count} thing{'s' if count != 1 else ''} to put right.", "title"),),
            ((clean(self._path), "dim"),),
            (),
        ]
        for item in self._problems.items[:40]:
            lines += [((row, ""),) for row in wrap(clean(item.sentence()), max(40, self.app.size.width - 6))]
            lines += [((row, "dim"),) for row in item.excerpt]
        lines += [
            (),
            (
                ("r", "key"),
                (" read it again   ", "dim"),
                ("o", "key"),
                (" open another   ", "dim"),
                ("q", "key"),
                (" quit", "dim"),
            ),
        ]
        self.call_after_refresh(self.query_one("#trouble", Words).say, lines)

    def action_again(self) -> None:
        """Read the file again."""
        self.app.pop_screen()
        self.app.open_file(self._path)  # type: ignore[attr-defined]

    def action_open(self) -> None:
        """Another file."""
        self.app.push_screen(FilesScreen())

    def action_back(self) -> None:
        """Back to where one came from, or out."""
        if len(self.app.screen_stack) > 2:
            self.app.pop_screen()
        else:
            self.app.exit(2)
