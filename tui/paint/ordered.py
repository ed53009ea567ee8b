"""Keys one after the other: none is lost while a place is being built, and each acts on what the one before it led to.

Textual hands a key to whatever has the focus at that moment, and a place that was just opened has none until it is laid out. Here a key waits until
the place on top serves keys, and until the key before it has travelled from its widget up to the app, where actions are carried out.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

ASKED_AGAIN_SECONDS = 0.01
HANDED_ON_SECONDS = 0.05
LONGEST_SECONDS = 2.0  # a place that says for longer that it does not serve gets its keys all the same


class Ordered(App[int]):
    """An app whose keys and pastes arrive in order."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: deque[events.Event] = deque()
        self._under_way = 0  # the number of the key that travels, 0 for none
        self._count = 0
        self._asked = False
        self._waited = 0.0
        self._closed_at = -HANDED_ON_SECONDS
        self._watch: asyncio.TimerHandle | None = None  # a key that was swallowed on its way holds up no other for ever

    async def on_event(self, event: events.Event) -> None:
        """A key of the terminal waits for its turn; everything else passes."""
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            self._kept.append(event)
            await self._deliver()
        else:
            await super().on_event(event)

    @property
    def top(self) -> object:
        """The screen on top; None before the first and after the last."""
        return self.screen_stack[-1] if self.screen_stack else None

    def box_closed(self) -> None:
        """A box was answered: what it was opened for happens first, its next question too."""
        self._closed_at = time.monotonic()

    @property
    def _serves(self) -> bool:
        if len(self.screen_stack) < 2:  # the first place is not there yet
            return False
        if time.monotonic() - self._closed_at < HANDED_ON_SECONDS:
            return False
        return self.screen.is_mounted and bool(getattr(self.screen, "serves", True))

    async def _deliver(self) -> None:
        """Hand the next key on, unless one is under way or nothing takes it yet."""
        if self._under_way or not self._kept:
            return
        if not self._serves and self._waited < LONGEST_SECONDS:
            if not self._asked:
                self._asked = True
                self.set_timer(ASKED_AGAIN_SECONDS, self._ask_again)
            return
        self._waited = 0.0
        self._count += 1
        number = self._under_way = self._count
        event, target = self._kept.popleft(), self.focused or self.screen
        await super().on_event(event)
        self._watch = asyncio.get_running_loop().call_later(LONGEST_SECONDS, self.call_later, self._arrived, number)
        self._follow(number, target)

    async def _ask_again(self) -> None:
        self._asked = False
        self._waited += ASKED_AGAIN_SECONDS
        await self._deliver()

    def _follow(self, number: int, at: MessagePump) -> None:
        """Behind the key through the same queues; where one of them is closed the key is through."""
        parent = at._parent
        further = self._arrived if at is self or parent is None else self._follow
        rest = (number,) if at is self or parent is None else (number, parent)
        if not at.call_later(further, *rest):
            self.call_later(self._arrived, number)

    async def _arrived(self, number: int) -> None:
        if number == self._under_way:
            self._under_way = 0
            if self._watch is not None:
                self._watch.cancel()
            await self._deliver()
