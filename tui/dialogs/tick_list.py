"""A list to tick: must-haves, and what an option meets or fails."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from tui.dialogs.modal import Modal
from tui.paint.lines import Line, clean
from tui.widgets.painted import Words


class TickScreen(Modal[tuple[str, ...] | None]):
    """Space or a click ticks, Enter takes it, Escape leaves everything as it is."""

    def __init__(self, title: str, known: list[tuple[str, str]], ticked: tuple[str, ...]) -> None:
        super().__init__()
        self._title = title
        self._known = known + [(name, name) for name in ticked if name not in dict(known)]
        self._ticked = list(ticked)
        self._at = 0

    def compose(self) -> ComposeResult:
        """One box."""
        with Vertical(classes="over"):
            words = Words(id="ticks")
            words.styles.height = min(20, len(self._known) + 4)
            yield words

    def on_mount(self) -> None:
        """Show the list."""
        self._show()

    def _show(self) -> None:
        lines: list[Line] = [((clean(self._title), "title"),), ()]
        for index, (name, title) in enumerate(self._known):
            mark = "[x] " if name in self._ticked else "[ ] "
            here = index == self._at
            lines.append(
                (
                    (" ▶ " if here else "   ", "key"),
                    (mark + clean(title), "cursor" if here else ""),
                    (f"   {clean(name)}", "dim"),
                )
            )
        lines += [(), (("Space  tick     Enter  take it     Esc  leave everything as it is", "dim"),)]
        self.query_one("#ticks", Words).say(lines)

    def _tick(self) -> None:
        name = self._known[self._at][0]
        if name in self._ticked:
            self._ticked.remove(name)
        else:
            self._ticked.append(name)
        self._show()

    def on_key(self, event: events.Key) -> None:
        """The keys of the list."""
        event.stop()
        event.prevent_default()
        if event.key == "escape" or not self._known:
            self.dismiss(None)
        elif event.key in ("up", "k", "down", "j"):
            self._at = (self._at + (1 if event.key in ("down", "j") else -1)) % len(self._known)
            self._show()
        elif event.key == "space":
            self._tick()
        elif event.key == "enter":
            self.dismiss(tuple(self._ticked))

    def on_click(self, event: events.Click) -> None:
        """A click ticks."""
        words = self.query_one("#ticks", Words)
        index = event.screen_y - words.content_region.y - 2
        if event.widget is words and 0 <= index < len(self._known):
            self._at = index
            self._tick()
