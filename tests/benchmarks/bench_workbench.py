"""How long after a key the workbench is still, how much it sends, and how its start compares with a twin: on a real terminal.

Run `python tests/benchmarks/bench_workbench.py`; it prints milliseconds, processor time, bytes and ratios to its own baselines: moving the cursor
(echo alone), and a twin for first paint and memory. The twin imports the same modules and mounts the same number of widgets in the same layout, but
reads no profile, draws no chart and computes nothing. Nothing is asserted about time. Keys are pressed after pauses of different length, so that some
of them meet the thread that works the answer out in ten thousand futures.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

QUIET_SECONDS = 0.15
PROFILE = Path(__file__).parents[2] / "profiles" / "support-desk.toml"
KEYS = {"nudge": b"\x1b[C", "nudge back": b"\x1b[D", "down": b"\x1b[B", "up": b"\x1b[A"}
OPEN = "from pathlib import Path; from datetime import date; from tui.app import run; run(Path({profile!r}), date(2026, 11, 22))"
PAUSES_SECONDS = (0.3, 1.25, 0.6, 2.2)
STARTS = 4
COMPILED = tempfile.TemporaryDirectory()
SEEN = b"Runs a month"
TWIN = """
import numpy, pydantic
import model.comparison, model.decision.analyse, model.profile, tui.app, tui.places.work_screen
from textual.app import App
from textual.containers import Horizontal, Vertical
from textual.widgets import Static
class Twin(App):
    CSS = "Static { height: 1fr; width: 1fr; }"
    def compose(self):
        yield Static("head")
        with Horizontal():
            with Vertical():
                yield Static("Runs a month")
                yield Static("below")
            yield Static("rule")
            with Vertical():
                for number in range(3):
                    yield Static("picture")
        for number in range(3):
            yield Static("foot")
Twin().run()
"""


class Terminal:
    """A program on a pseudo-terminal of a size, of the modules of a tree, or of those that are imported here."""

    def __init__(self, code: str, columns: int, lines: int, state: str, tree: Path | None = None) -> None:
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            compiled = {
                "PYTHONDONTWRITEBYTECODE": "",
                "PYTHONPYCACHEPREFIX": COMPILED.name,
            }  # as an installed product has them
            terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
            environment = {**os.environ, **terminal, **compiled, "SWITCHPOINT_STATE": state}
            if tree is not None:
                environment["PYTHONPATH"] = str(tree)
            os.execve(sys.executable, [sys.executable, "-c", code], environment)
        fcntl.ioctl(self.handle, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def until_quiet(self, longest: float = 15.0, quiet: float = QUIET_SECONDS) -> tuple[float, int]:
        """Milliseconds from now to the last byte before a silence, and bytes."""
        start = last = time.perf_counter()
        count = 0
        while time.perf_counter() - start < longest:
            ready, _, _ = select.select([self.handle], [], [], quiet if count else max(quiet, 1.0))
            if not ready:
                break
            data = os.read(self.handle, 65_536)
            if b"\x1b[?2026$p" in data:
                os.write(self.handle, b"\x1b[?2026;1$y")
            count += len(data)
            last = time.perf_counter()
        return (last - start) * 1000, count

    def until_seen(self, text: bytes, longest: float = 20.0) -> float:
        """Milliseconds from now until the program has written a text."""
        start, said = time.perf_counter(), b""
        while text not in said and time.perf_counter() - start < longest:
            if select.select([self.handle], [], [], 0.5)[0]:
                said = said[-200:] + os.read(self.handle, 65_536)
        return (time.perf_counter() - start) * 1000

    def processor_ms(self) -> float:
        """Milliseconds that all threads of the program have worked so far; Linux only, else 0."""
        try:
            files = [*Path(f"/proc/{self.pid}/task").glob("*/schedstat")]
            return sum(int(file.read_text().split()[0]) for file in files) / 1e6
        except OSError:
            return 0.0

    def press(self, key: bytes) -> tuple[float, int]:
        """Send a key and wait for silence."""
        os.write(self.handle, key)
        return self.until_quiet()

    def memory_mb(self) -> float:
        """Resident memory now; Linux only, else 0."""
        try:
            text = Path(f"/proc/{self.pid}/status").read_text()
        except OSError:
            return 0.0
        return next((int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("VmRSS")), 0.0)

    def close(self) -> None:
        """End it."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.handle)


def started(code: str, columns: int, lines: int, state: str) -> float:
    """Milliseconds until the form is on the screen, the best of a few starts."""
    found = []
    for _ in range(STARTS):
        program = Terminal(code, columns, lines, state)
        found.append(program.until_seen(SEEN))
        program.close()
    return min(found)


def settled_mb(code: str, columns: int, lines: int, state: str) -> float:
    """Resident memory when everything is worked out."""
    program = Terminal(code, columns, lines, state)
    program.until_seen(SEEN)
    program.until_quiet(quiet=3.0)
    memory = program.memory_mb()
    program.close()
    return memory


def keys_of(code: str, columns: int, lines: int, state: str, repeat: int) -> dict[str, list[tuple[float, int, float]]]:
    """Milliseconds, bytes and processor milliseconds of each key."""
    program = Terminal(code, columns, lines, state)
    program.until_seen(SEEN)
    program.until_quiet(quiet=2.0)
    found: dict[str, list[tuple[float, int, float]]] = {name: [] for name in KEYS}
    for turn in range(repeat):
        for name, key in KEYS.items():
            before = program.processor_ms()
            took, count = program.press(key)
            found[name].append((took, count, program.processor_ms() - before))
            end = time.perf_counter() + PAUSES_SECONDS[turn % len(PAUSES_SECONDS)]
            while (left := end - time.perf_counter()) > 0:
                if select.select([program.handle], [], [], left)[0]:
                    os.read(program.handle, 65_536)
    program.close()
    return found


def measured(columns: int, lines: int, repeat: int = 12) -> None:
    """Print the figures of one size."""
    code = OPEN.format(profile=str(PROFILE))
    with tempfile.TemporaryDirectory() as state:
        found = keys_of(code, columns, lines, state, repeat)
        paint, twin_paint = started(code, columns, lines, state), started(TWIN, columns, lines, state)
        memory, twin_memory = settled_mb(code, columns, lines, state), settled_mb(TWIN, columns, lines, state)
    echo = statistics.median(ms for ms, _, _ in found["down"] + found["up"])
    nudges = sorted(found["nudge"] + found["nudge back"])
    p50, p95 = nudges[len(nudges) // 2][0], nudges[int(len(nudges) * 0.95)][0]
    size = statistics.median(count for _, count, _ in nudges)
    work = statistics.median(ms for _, _, ms in nudges)
    print(
        f"{columns}x{lines}  nudge p50 {p50:.0f} ms  p95 {p95:.0f} ms  {size:.0f} bytes  {p50 / echo:.1f} x echo ({echo:.0f} ms)"
        f"  processor {work:.0f} ms with what follows"
    )
    print(
        f"        first paint {paint:.0f} ms = {paint / twin_paint:.2f} x twin"
        f"  memory {memory:.0f} MB = {memory / max(twin_memory, 1):.2f} x twin ({twin_memory:.0f} MB)"
    )


if __name__ == "__main__":
    for size in ((80, 24), (120, 40)):
        measured(*size)
