"""Jump keys: a letter for every part of the work screen and every group of the form; one key goes there."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from tui.dialogs.modal import Modal
from tui.paint.lines import Line, clean, left
from tui.telling.pictures import available
from tui.widgets.painted import Words

ONE_COLUMN, WIDE = 14, 36
LETTERS = "asdfghjklqwertyuiopzxcvbnmASDFGHJKLQWERTYUIOPZXCVBNM"


class JumpScreen(Modal[str | None]):
    """Answers with what to go to: a panel's name or the id of a row."""

    def compose(self) -> ComposeResult:
        """One box."""
        with Vertical(classes="over"):
            words = Words(id="jump")
            words.styles.height = self._rows + 2
            yield words

    def _targets(self) -> list[tuple[str, str]]:
        below = self.app.screen_stack[-2] if self.app.screen is self else self.app.screen
        form = getattr(below, "form", None)
        groups = [(row.id, clean(row.title)) for row in form.rows if row.kind == "heading"] if form is not None else []
        panels = [("decides", "Panel: what decides"), ("picture", "Panel: the picture"), ("flips", "Panel: flips")]
        answer = getattr(self.app, "answer", None)
        analysis = answer.analysis if answer is not None else None
        pictures = [(f"picture:{kind.id}", kind.title) for kind in available(analysis)] if analysis is not None else []
        return [*groups, *panels, *pictures][: len(LETTERS)]

    @property
    def _rows(self) -> int:
        """Rows of the list; two columns where there are many."""
        count = len(self._targets())
        return (count + 1) // 2 if count > ONE_COLUMN else count

    def on_mount(self) -> None:
        """Show the letters."""
        lines: list[Line] = [(("Jump to", "title"),), ()]
        targets, half = self._targets(), self._rows
        for index in range(half):
            pieces: list[tuple[str, str]] = []
            for place in (index, index + half):
                if place < len(targets) and (place == index or half < len(targets)):
                    pieces += [(f"  {LETTERS[place]}  ", "key"), (left(targets[place][1], WIDE - 5), "")]
            lines.append(tuple(pieces))
        self.query_one("#jump", Words).say(lines)

    def on_click(self, event: events.Click) -> None:
        """A click on a line goes there; outside, nowhere."""
        words = self.query_one("#jump", Words)
        row, column = event.screen_y - words.content_region.y - 2, (event.screen_x - words.content_region.x) // WIDE
        targets, index = self._targets(), row + column * self._rows
        chosen = event.widget is words and 0 <= row < self._rows and column in (0, 1) and index < len(targets)
        self.dismiss(targets[index][0] if chosen else None)

    def on_key(self, event: events.Key) -> None:
        """One key."""
        event.stop()
        event.prevent_default()
        targets = self._targets()
        index = LETTERS.find(event.character or "?")
        self.dismiss(targets[index][0] if 0 <= index < len(targets) else None)
