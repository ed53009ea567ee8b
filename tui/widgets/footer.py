"""The one-line footer: what works now, from the command table, drawn as one line and clickable."""

from __future__ import annotations

from textual import events
from textual.message import Message

from tui.paint.lines import Line, width_of
from tui.state.commands_table import Command, commands_of, shown
from tui.widgets.painted import Painted

FIRST = (
    "nudge-up",
    "scenario-right",
    "scenario-open",
    "scenario-duplicate",
    "picture",
    "why",
    "missing",
    "scenarios",
    "present",
    "undo",
    "basis",
    "save",
)  # what gives way last


class Footer(Painted):
    """Commands of the place that have a footer word, as many as fit; a click runs one."""

    DEFAULT_CSS = "Footer { height: 1; }"

    class Chosen(Message):
        """A command was clicked."""

        def __init__(self, command: Command) -> None:
            super().__init__()
            self.command = command

    def __init__(self, place: str, *, always: tuple[str, ...] = ("help", "palette"), id: str | None = None) -> None:
        super().__init__(id=id)
        found = [c for c in commands_of(place) if c.footer]
        last = (*always, "help", "palette")
        self._commands = sorted(found, key=lambda c: (c.id in last, FIRST.index(c.id) if c.id in FIRST else len(FIRST)))
        self._always = always
        self._spans: list[tuple[int, int, Command]] = []
        self._hint: Line = ()
        self._out: tuple[str, ...] = ()

    def hint(self, line: Line) -> None:
        """Show this line instead of the commands, or the commands again for an empty line."""
        if line != self._hint:
            self._hint = line
            self.show()

    def without(self, *ids: str) -> None:
        """Leave these commands out while they do not work."""
        if ids != self._out:
            self._out = ids
            self.show()

    def picture(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        """Key and word, two blanks between; the last ones give way first, those that are always there never."""
        self._spans = []
        if self._hint:
            return [self._hint]
        always = [c for c in self._commands if c.id in self._always]
        line: list[tuple[str, str]] = [(" ", "")]
        room = width - sum(len(shown(c.keys[0])) + len(c.footer) + 4 for c in always)
        for command in (command for command in self._commands if command.id not in self._out):
            key = "←→" if command.id == "nudge-up" else shown(command.keys[0])
            size = len(key) + len(command.footer) + 4
            used = width_of(line)
            if used + size > (width + 3 if command in always else room):
                continue
            self._spans.append((used, used + size - 2, command))
            line += [(key, "key"), (f" {command.footer}", "dim"), ("   ", "")]
        return [tuple(line[:-1])]

    def on_click(self, event: events.Click) -> None:
        """Run the command under the mouse."""
        for first, last, command in self._spans:
            if first <= event.x < last:
                self.post_message(self.Chosen(command))
                return
