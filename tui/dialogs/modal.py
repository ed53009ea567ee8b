"""What opens over a place and answers once: keys that arrive while it closes are for what lies underneath."""

from __future__ import annotations

import re
from functools import partial
from typing import TypeVar

from textual import events
from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

Result = TypeVar("Result")
HANDED_ON_SECONDS = 0.05  # what a box was opened for has happened by then, its next question too


class Modal(ModalScreen[Result]):
    """Base of every box. Several keys in one go (a slow line, a paste, a busy machine) never close more than this one."""

    _answered = False

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close with a result; what asks again to close a box that is closing is not heard."""
        if self._answered:
            return AwaitComplete()
        self._answered = True
        closed = getattr(self.app, "box_closed", None)
        if closed is not None:
            closed()
        return super().dismiss(result)

    async def on_event(self, event: events.Event) -> None:
        """A key that comes after the last one is handed on."""
        if self._answered and isinstance(event, events.InputEvent):
            if isinstance(event, events.Key):
                self.app.set_timer(
                    HANDED_ON_SECONDS, partial(self.app.post_message, events.Key(event.key, event.character))
                )
            return
        await super().on_event(event)


def part_at(foot: str, x: int) -> int:
    """Which of the hints of a foot, four blanks or more apart, is under a cell; -1 for none."""
    for place, found in enumerate(re.finditer(r"\S(?:.*?)(?= {4}|$)", foot)):
        if found.start() <= x < found.end():
            return place
    return -1
