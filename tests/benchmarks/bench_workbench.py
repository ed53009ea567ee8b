"""How long after a key the workbench is still, how much it sends, and how its start compares with a bare Textual app: on a real terminal.

Run `python tests/benchmarks/bench_workbench.py`; it prints milliseconds, bytes and ratios to its own baselines: moving the cursor (echo alone),
and an app that imports the same and shows one line (first paint and memory). Nothing is asserted about time.
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
TWIN = (
    "import numpy, pydantic\n"
    "from textual.app import App\nfrom textual.widgets import Static\n"
    "class Twin(App):\n"
    "    def compose(self):\n"
    "        for number in range(13):\n"
    "            yield Static(f'line {{number}} of {profile}')\n"
    "Twin().run()\n"
)


class Terminal:
    """A program on a pseudo-terminal of a size."""

    def __init__(self, code: str, columns: int, lines: int, state: str) -> None:
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "SWITCHPOINT_STATE": state}
            os.execve(sys.executable, [sys.executable, "-c", code], environment)
        fcntl.ioctl(self.handle, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def until_quiet(self, longest: float = 15.0, quiet: float = QUIET_SECONDS) -> tuple[float, int]:
        """Milliseconds from now to the last byte before a silence, and bytes."""
        start = last = time.perf_counter()
        count = 0
        while time.perf_counter() - start < longest:
            ready, _, _ = select.select([self.handle], [], [], quiet if count else 1.0)
            if not ready:
                break
            data = os.read(self.handle, 65_536)
            if b"\x1b[?2026$p" in data:
                os.write(self.handle, b"\x1b[?2026;1$y")
            count += len(data)
            last = time.perf_counter()
        return (last - start) * 1000, count

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


def measured(columns: int, lines: int, repeat: int = 12) -> None:
    """Print the figures of one size."""
    with tempfile.TemporaryDirectory() as state:
        program = Terminal(OPEN.format(profile=str(PROFILE)), columns, lines, state)
        paint, _ = program.until_quiet()
        program.until_quiet(quiet=1.5)
        memory = program.memory_mb()
        found: dict[str, list[tuple[float, int]]] = {name: [] for name in KEYS}
        for _ in range(repeat):
            for name, key in KEYS.items():
                found[name].append(program.press(key))
                program.until_quiet(quiet=1.0, longest=1.5)
        program.close()
        twin = Terminal(TWIN.format(profile=PROFILE.name), columns, lines, state)
        twin_paint, _ = twin.until_quiet()
        twin_memory = twin.memory_mb()
        twin.close()
    echo = statistics.median(ms for ms, _ in found["down"] + found["up"])
    nudges = sorted(found["nudge"] + found["nudge back"])
    p50, p95 = nudges[len(nudges) // 2][0], nudges[int(len(nudges) * 0.95)][0]
    size = statistics.median(count for _, count in nudges)
    print(
        f"{columns}x{lines}  nudge p50 {p50:.0f} ms  p95 {p95:.0f} ms  {size:.0f} bytes  {p50 / echo:.1f} x echo ({echo:.0f} ms)"
    )
    print(
        f"        first paint {paint:.0f} ms = {paint / twin_paint:.2f} x twin  memory {memory:.0f} MB = {memory / max(twin_memory, 1):.2f} x twin"
    )


if __name__ == "__main__":
    for size in ((80, 24), (120, 40)):
        measured(*size)
