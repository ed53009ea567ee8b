"""The terminal we were given is given back: on leaving, on an error, and on the signals that end a process, each within half a second."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import suppress
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING

from tui.paint.background import still_working
from tui.paint.sequences import WholeSequences

if TYPE_CHECKING:
    from textual.app import App

PATIENCE_SECONDS = 0.4
ENDING = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
# cancel what is half written; no paste marks, wrap lines, no reports of size and mouse, plain keyboard, first screen, cursor, no reports of focus
GIVEN_BACK = (
    b"\x18\x1b[?2004l\x1b[?7h\x1b[?2048l\x1b[?1016l\x1b[?1006l\x1b[?1015l\x1b[?1003l\x1b[?1000l\x1b[<u\x1b[?1049l\x1b[?25h"
    b"\x1b[?1004l\x1b[0m"
)


def whole_sequences_only() -> None:
    """Let the terminal's driver read through a parser that never types what a slow line cut."""
    if sys.platform == "win32":
        return
    from textual.drivers import linux_driver

    setattr(linux_driver, "XTermParser", WholeSequences)  # noqa: B010 - a name that the module only imports


def end_on_signals(app: App[int]) -> None:
    """A signal that ends the process: the draft is written, the terminal given back, and the exit code names the signal."""
    for name in ENDING:
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, partial(_ended, app))


def _ended(app: App[int], number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    """In the middle of whatever the main thread does: nothing here waits for a lock that it may hold."""
    late = threading.Timer(PATIENCE_SECONDS, os._exit, (128 + number,))
    late.daemon = True
    late.start()
    with suppress(Exception):
        getattr(app, "before_the_end", int)()
    with suppress(Exception):
        give_back_terminal(app)
    os._exit(128 + number)


def give_back_terminal(app: App[int]) -> None:
    """The terminal as it was, past the driver's queue, which may be full or held."""
    driver = app._driver
    if driver is None or sys.platform == "win32" or driver.is_headless:
        return
    import termios

    fileno, before = getattr(driver, "fileno", None), getattr(driver, "attrs_before", None)
    if sys.__stderr__ is not None:
        with suppress(OSError):
            os.write(sys.__stderr__.fileno(), GIVEN_BACK)
    if isinstance(fileno, int) and before is not None:
        with suppress(termios.error):
            termios.tcsetattr(fileno, termios.TCSANOW, before)


def leave(code: int) -> int:
    """The exit code; a computation that nobody waits for any more ends with the process, here and now."""
    if still_working():
        for stream in (sys.stdout, sys.stderr):
            with suppress(Exception):
                stream.flush()
        os._exit(code)
    return code
