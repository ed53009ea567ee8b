"""A list that opens over a place: a title, rows to choose from, text below; the base of drill-down and map."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from tui.dialogs.modal import Modal, part_at
from tui.paint.lines import Line
from tui.widgets.painted import Words

if TYPE_CHECKING:
    from tui.state.bench import Bench


class OverScreen(Modal[None]):
    """Arrows choose, Enter goes deeper, Backspace or ← goes back, Escape closes."""

    def __init__(self) -> None:
        super().__init__()
        self.at, self.top = 0, 0

    @property
    def bench(self) -> Bench:
        """The app, as far as this needs it."""
        return cast("Bench", self.app)

    def compose(self) -> ComposeResult:
        """One box."""
        with Vertical(classes="over"):
            words = Words(id="over")
            words.styles.height = max(12, min(self.app.size.height - 4, 34))
            yield words

    def on_mount(self) -> None:
        """Show it."""
        self.words = self.query_one("#over", Words)
        self.call_after_refresh(self.show)

    @abstractmethod
    def head(self) -> list[Line]:
        """Lines above the list."""

    @abstractmethod
    def entries(self, width: int) -> list[Line]:
        """The list."""

    def foot(self, width: int) -> list[Line]:  # noqa: ARG002
        """Lines below the list."""
        return []

    def enter(self) -> None:
        """Go deeper."""

    def leave(self) -> bool:
        """Go back; False where there is nothing to go back to."""
        return False

    def show(self) -> None:
        """Draw again."""
        width, height = self.words.size
        if not width:
            return
        head, foot, rows = self.head(), self.foot(width), self.entries(width)
        room = max(1, height - len(head) - len(foot))
        self.at = max(0, min(self.at, len(rows) - 1))
        self.top = min(max(self.top, self.at - room + 1), self.at)
        shown: list[Line] = []
        for index, row in list(enumerate(rows))[self.top : self.top + room]:
            here = index == self.at
            shown.append(
                (
                    ("▶" if here else " ", "key"),
                    *((text, f"{role} row".strip() if here else role) for text, role in row),
                )
            )
        self.words.say([*head, *shown, *[()] * (room - len(shown)), *foot])

    def on_key(self, event: events.Key) -> None:
        """The keys of the list."""
        event.stop()
        event.prevent_default()
        match event.key:
            case "escape" | "q":
                self.dismiss(None)
                return
            case "backspace" | "left" | "h":
                if not self.leave():
                    self.dismiss(None)
                    return
            case "enter" | "right" | "l":
                self.enter()
                if not self.is_current:
                    return
            case "up" | "k" | "down" | "j":
                self.at += 1 if event.key in ("down", "j") else -1
            case "pageup" | "pagedown":
                self.at += 10 if event.key == "pagedown" else -10
            case "home" | "end":
                self.at = 0 if event.key == "home" else 1_000_000
        self.show()

    def on_click(self, event: events.Click) -> None:
        """A click chooses; on the chosen row it goes deeper; outside the box it closes."""
        if event.widget is not self.words:
            if event.widget is self:
                self.dismiss(None)
            return
        x, y = event.screen_x - self.words.content_region.x, event.screen_y - self.words.content_region.y
        foot = self.foot(self.words.size.width)
        if foot and y == self.words.size.height - 1:
            self._hinted(part_at("".join(text for text, _ in foot[-1]), x))
            return
        index = y - len(self.head()) + self.top
        if 0 <= index < len(self.entries(self.words.size.width)):
            again, self.at = index == self.at, index
            if again:
                self.enter()
            if self.is_current:
                self.show()

    def _hinted(self, part: int) -> None:
        """A hint of the foot was clicked: deeper, back, close."""
        if part == 0:
            self.enter()
        elif part == 2 or (part == 1 and not self.leave()):
            self.dismiss(None)
            return
        if self.is_current:
            self.show()
