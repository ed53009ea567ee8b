"""What a terminal sends, in whole sequences: one that a slow line cuts is put together or dropped, and its tail is never typed.

Textual gives a sequence up after a tenth of a second and types what it has so far; the tail then arrives as letters and digits, and `M` after digits
is a number. Here only whole sequences and plain characters reach its parser. A head that timed out takes its tail with it, a lone ESC too, for a
second; the two marks of a paste are put together however late, since what lies between them is text.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.constants import ESCAPE_DELAY
from textual.message import Message

ESC = "\x1b"
TAIL_SECONDS = 1.0
LONGEST = 128  # characters of a sequence with parameters; a longer one is noise
PASTES = (BRACKETED_PASTE_START, BRACKETED_PASTE_END)
_SS3 = tuple("ABCDEFHPQRS")  # arrows, Home, End, F1 to F4
_STRINGS = "]P_"  # what begins a string that ends with BEL or ESC \\


def complete(sequence: str) -> bool:
    """Whether a text that begins with ESC is a whole sequence: a key with Alt, `ESC O x`, `ESC [ … x`, `ESC [ M` and three more, a string."""
    if len(sequence) < 2:
        return False
    kind = sequence[1]
    if kind == "[":
        return _csi_complete(sequence[2:])
    if kind == "O":
        return len(sequence) > 2 and sequence[-1] not in "0123456789;"
    if kind in _STRINGS:
        return sequence[2:].endswith(("\x07", f"{ESC}\\"))
    return True


def _csi_complete(rest: str) -> bool:
    if not rest:
        return False
    if rest[0] == "[":  # the Linux console's function keys
        return len(rest) > 1
    if rest[0] == "M":  # a mouse report of three bytes
        return len(rest) > 3
    return not " " <= rest[-1] < "@" or len(rest) > LONGEST


def _may_be_tail(character: str, following: str) -> bool:
    """Whether a character after a lone ESC continues a sequence rather than being typed: people type one at a time."""
    return character == "[" or (character == "O" and following in _SS3) or (character == "]" and following.isdigit())


class WholeSequences(XTermParser):
    """The library's parser behind a door that lets only whole sequences through. `clock` gives seconds; only differences count."""

    def __init__(self, debug: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held = ""  # what began with ESC and is not whole
        self._held_at = 0.0
        self._dropped = ""  # the head of a sequence that timed out
        self._tail_until = 0.0
        self._pasting = False
        super().__init__(debug)

    def feed(self, data: str) -> Iterable[Message]:
        """What became whole with this data; an empty text is the end of the stream."""
        if not data:
            yield from self._given_up()
            yield from super().feed(data)
        for place, character in enumerate(data):
            through = self._taken(character, data[place + 1 : place + 2])
            if through:
                yield from self._parsed(through)

    def tick(self) -> Iterable[Message]:
        """What a pause means: a lone ESC is the key, an unfinished sequence is dropped."""
        if self._held and not self._pasting and self._clock() - self._held_at >= ESCAPE_DELAY:
            yield from self._given_up()
        yield from super().tick()

    def _parsed(self, through: str) -> Iterator[Message]:
        """What the parser makes of a character or a whole sequence; a sequence it does not know is no typing either."""
        if through == ESC:
            yield events.Key("escape", ESC)
            return
        yield from super().feed(through)
        if through[0] == ESC and self._timeout_time is not None:  # it waits for more, and there is none
            self._timeout_time = 0.0
            typed = list(super().tick())
            yield from typed if len(through) == 2 else ()

    def _given_up(self) -> Iterator[Message]:
        held, self._held = self._held, ""
        if not held:
            return
        self._tail_until = self._clock() + TAIL_SECONDS
        alone = held == ESC and not self._dropped
        self._dropped += held
        if alone:
            yield from self._parsed(ESC)

    def _taken(self, character: str, following: str) -> str:
        """What goes on to the parser with this character; "" while a sequence is unfinished or a tail is swallowed."""
        if self._dropped and self._clock() >= self._tail_until:
            self._dropped = ""
        if self._held:
            return self._continued(character)
        if character == ESC:
            if not self._in_string(self._dropped):
                self._dropped = ""
            self._held, self._held_at = ESC, self._clock()
            return ""
        return self._swallowed(character, following) if self._dropped else character

    @staticmethod
    def _in_string(sequence: str) -> bool:
        return len(sequence) > 1 and sequence[1] in _STRINGS

    def _continued(self, character: str) -> str:
        self._held_at = self._clock()
        if character == ESC and not self._in_string(self._held):
            whole, self._held = self._held, ESC
            return whole if whole == ESC and not self._pasting else ""  # an ESC before the next sequence is the key
        self._held += character
        if self._in_string(self._dropped) and complete(self._dropped + self._held):
            self._held = self._dropped = ""
            return ""
        if not complete(self._held):
            return ""
        whole, self._held = self._held, ""
        return self._known(whole)

    def _swallowed(self, character: str, following: str) -> str:
        """A tail whose head timed out: nothing of it goes on, except the two marks of a paste as a whole."""
        if self._dropped == ESC and not _may_be_tail(character, following):
            self._dropped = ""
            return character
        self._dropped += character
        if not complete(self._dropped):
            return ""
        whole, self._dropped = self._dropped, ""
        return self._known(whole) if whole in PASTES else ""

    def _known(self, whole: str) -> str:
        """A whole sequence as far as it means something here: strings answer questions that nobody asked, and within a paste only its end counts."""
        if whole in PASTES:
            self._pasting = whole == BRACKETED_PASTE_START
        elif self._pasting or self._in_string(whole) or len(whole) > LONGEST:
            return ""
        return whole
