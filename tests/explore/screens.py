"""Random keys on a real terminal: cut escape sequences, mouse reports in pieces, resizes, slow lines; how many sequences end badly.

    python -m tests.explore.screens 500 [--seed 1]

Each sequence opens the workbench on a file of its own, sends so many pieces, and leaves by q or by a signal. It ends badly with a
traceback, an exit code that is neither 0 nor that of the signal, a process that stays, or a file that is no profile any more. What a
report that is cut in two may do to a number is held by `tests/test_workbench_terminal.py`, not here.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import random
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

from model.profile import Profile, load
from tui.state.first_comparison import TEXT

PIECES = 25
PATIENCE_SECONDS = 60.0
OPEN = "import sys; from tui.command_line import main; sys.exit(main(sys.argv[1:]))"
KEYS = (b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D", b"\x1b[5~", b"\x1b[6~", b"\x1b[H", b"\x1b[F", b"\t", b"\r", b"\x1b", b"u", b"U", b"z", b"v",
        b"f", b"?", b"/", b"g", b"y", b"s", b"M", b"c", b"x", b"n", b"\x10", b"\x7f", b"\xc3\xa9", b"\xff", b"\x00")  # fmt: skip
REPORTS = (b"\x1b[<64;3;9M", b"\x1b[<65;30;12M", b"\x1b[<0;30;8M", b"\x1b[<0;30;8m", b"\x1b[<35;41;7M", b"\x1b[24;80R", b"\x1b[?62;22c",
           b"\x1b[I", b"\x1b[O", b"\x1b[200~12 to 15\x1b[201~", b"\x1b[200~=cmd|x\n\x1b[31m\x1b[201~", b"\x1b[1;5C", b"\x1bOP")  # fmt: skip
SIZES = ((80, 24), (120, 40), (60, 20), (200, 60), (20, 5), (1, 1), (100, 30))
ENDINGS = (0, 0, signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


class Line:
    """The workbench at the other end of a line."""

    def __init__(self, file: Path, state: Path) -> None:
        self.child, self.handle = pty.fork()
        if self.child == 0:
            environment = {**os.environ, "TERM": "xterm-256color", "SWITCHPOINT_STATE": str(state)}
            os.execve(sys.executable, [sys.executable, "-c", OPEN, str(file)], environment)
        self.said = b""
        self.resize(80, 24)

    def resize(self, columns: int, lines: int) -> None:
        """Another size of the terminal."""
        fcntl.ioctl(self.handle, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def hear(self, seconds: float) -> bool:
        """What it writes for so long; False once the other end is closed."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self.handle], [], [], left)[0]:
                try:
                    found = os.read(self.handle, 65_536)
                except OSError:
                    return False
                if not found:
                    return False
                self.said = (self.said + found)[-200_000:]
        return True

    def send(self, data: bytes) -> None:
        """Keys; nothing where nobody is there any more."""
        try:
            os.write(self.handle, data)
        except OSError:
            return

    def ended(self) -> int | None:
        """Its exit code, or None where it stays."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            self.hear(0.05)
            found, status = os.waitpid(self.child, os.WNOHANG)
            if found:
                return os.waitstatus_to_exitcode(status)
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        return None


def piece(line: Line, chance: random.Random) -> str:
    """One piece of a sequence, sent; what it was."""
    what = chance.random()
    if what < 0.45:
        key = chance.choice(KEYS)
        line.send(key)
        return repr(key)
    if what < 0.85:
        report = chance.choice(REPORTS)
        cut = chance.randrange(1, len(report))
        line.send(report[:cut])
        line.hear(chance.choice((0.0, 0.05, 0.15, 0.4)))
        line.send(report[cut:])
        return f"{report[:cut]!r} | {report[cut:]!r}"
    size = chance.choice(SIZES)
    line.resize(*size)
    return f"{size[0]}x{size[1]}"


def played(seed: int, folder: Path) -> str:
    """One sequence; "" where it ends well, else how it ended."""
    chance, file = random.Random(seed), folder / f"{seed}.toml"
    file.write_text(TEXT)
    line, journal = Line(file, folder / f"state-{seed}"), []
    end = time.monotonic() + PATIENCE_SECONDS
    while b"CHOOSE" not in line.said and time.monotonic() < end and line.hear(0.1):
        pass
    for _ in range(PIECES):
        journal.append(piece(line, chance))
        if not line.hear(chance.choice((0.0, 0.0, 0.02, 0.1))):
            break
    how = chance.choice(ENDINGS)
    line.resize(80, 24)
    if how:
        os.kill(line.child, how)
    else:
        for key in (b"\x1b", b"\x1b", b"\x1b", b"\x1b", b"q", b"d"):
            line.hear(0.6)
            line.send(key)
    code = line.ended()
    os.close(line.handle)
    wrong = []
    if b"Traceback" in line.said or b"should not have happened" in line.said:
        wrong.append("a traceback")
    if code is None:
        wrong.append("it stays")
    elif code not in (0, 128 + how, -how):
        wrong.append(f"exit code {code} after {how}")
    if not isinstance(load(file), Profile):
        wrong.append("the file is no profile")
    return f"{', '.join(wrong)}: {'; '.join(journal)}" if wrong else ""


def main() -> int:
    """Play them all; 1 where one ended badly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory(prefix="switchpoint-screens-") as folder:
        for number in range(chosen.count):
            found = played(chosen.seed + number, Path(folder))
            if found:
                bad += 1
                print(f"seed {chosen.seed + number}: {found}", flush=True)
            if (number + 1) % 10 == 0 or number + 1 == chosen.count:
                print(f"{number + 1} sequences of {PIECES} pieces: {bad} ended badly", flush=True)
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
