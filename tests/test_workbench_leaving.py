"""Leaving, on a real terminal: at any moment, whatever computes, by a key or by a signal; the terminal is given back and nothing is lost."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tui.paint.terminal import ENDING
from tui.state.first_comparison import TEXT
from tui.state.keeping import Keeper

OPEN = "import sys; from tui.command_line import main; sys.exit(main(sys.argv[1:]))"
# the whole answer never comes and never breathes, in Python and in one call that cannot be interrupted
ENDLESS = f"""
from tui.state import quick_and_whole
def never(*_, **__):
    while True:
        sum(range(10_000))
quick_and_whole.whole = never
{OPEN}
"""
ASLEEP = f"""
import time
from tui.state import quick_and_whole
quick_and_whole.whole = lambda *_, **__: time.sleep(3600)
{OPEN}
"""


class Opened:
    """The program on a terminal of its own."""

    def __init__(self, child: int, handle: int) -> None:
        self.child, self.handle = child, handle
        self.said = b""

    def hear(self) -> bytes:
        """Everything it has written so far."""
        while select.select([self.handle], [], [], 0.05)[0]:
            try:
                found = os.read(self.handle, 65_536)
            except OSError:  # the other end is closed
                break
            if not found:
                break
            self.said += found
        return self.said

    def says(self, text: bytes) -> None:
        """Wait until it has written this."""
        self.until(lambda: text in self.hear())

    def until(self, done: Callable[[], bool], longest: float = 60.0) -> None:
        """Wait for something, for very long on a busy machine."""
        end = time.monotonic() + longest
        while not done():
            assert time.monotonic() < end, self.said[-2000:]
            time.sleep(0.02)

    def press(self, keys: bytes) -> None:
        """Send keys."""
        os.write(self.handle, keys)

    def ended(self) -> int:
        """The exit code of the process, once it is gone."""
        status: list[int] = []

        def gone() -> bool:
            self.hear()
            found, how = os.waitpid(self.child, os.WNOHANG)
            if found:
                status.append(how)
            return bool(found)

        self.until(gone)
        self.hear()  # what it wrote between the last look and its end
        self.child = 0
        return os.waitstatus_to_exitcode(status[0])


@contextmanager
def opened(folder: Path, code: str = OPEN) -> Iterator[Opened]:
    """The workbench on `team.toml` of this folder."""
    file = folder / "team.toml"
    file.write_text(TEXT)
    child, handle = pty.fork()
    if child == 0:
        environment = {**os.environ, "TERM": "xterm-256color", "SWITCHPOINT_STATE": str(folder / "state")}
        os.execve(sys.executable, [sys.executable, "-c", code, str(file)], environment)
    bench = Opened(child, handle)
    try:
        yield bench
    finally:
        if bench.child:
            os.kill(bench.child, signal.SIGKILL)
            os.waitpid(bench.child, 0)
        os.close(handle)


@pytest.mark.parametrize("code", [OPEN, ENDLESS, ASLEEP])
def test_quitting_waits_for_no_computation(tmp_path: Path, code: str) -> None:
    """The process is gone although its thread never ends, without a traceback and with the first screen back."""
    with opened(tmp_path, code) as bench:
        bench.says(b"CHOOSE")
        time.sleep(0.4)  # the whole answer is being worked out, or never will be
        bench.press(b"q")
        assert bench.ended() == 0
        assert b"Traceback" not in bench.said
        assert b"\x1b[?1049l" in bench.said


@pytest.mark.parametrize("name", ENDING)
def test_a_signal_gives_the_terminal_back_and_keeps_the_draft(tmp_path: Path, name: str) -> None:
    """Right after a change, before the draft's half second is over, while a thread computes without end."""
    number = getattr(signal, name)
    with opened(tmp_path, ENDLESS) as bench:
        before = termios.tcgetattr(bench.handle)[3]
        bench.says(b"CHOOSE")
        bench.press(b"\x1b[C")
        bench.until(lambda: b" *" in bench.hear())
        os.kill(bench.child, number)
        assert bench.ended() == 128 + number
        end = bench.said[-400:]
        for mode in (b"?1049l", b"?25h", b"?1000l", b"?1003l", b"?2004l", b"?1004l"):
            assert b"\x1b[" + mode in end
        assert b"Traceback" not in bench.said
        assert termios.tcgetattr(bench.handle)[3] & termios.ICANON == before & termios.ICANON
    assert Keeper(tmp_path / "state").read_draft(tmp_path / "team.toml") is not None
    assert (tmp_path / "team.toml").read_text() == TEXT
