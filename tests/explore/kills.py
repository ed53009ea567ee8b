"""Kills at random moments while something is written: how many files are lost or mixed, and what is left behind.

    python -m tests.explore.kills 1000 [--seed 1]

Save, draft, decide, report and measure in turn, each in a process of its own that SIGKILL ends somewhere between its first and last
moment. Afterwards every file must be the old one or the new one, whole; then the same is done once more without a kill, which must
work at once (no lock that is left) and must leave no temporary file. A failure is printed with its number.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

from model.profile import Profile, Saved, load, save, text_of
from model.usage.measuring import measure  # noqa: F401 - read once, before the first child
from tui.command_line import main as command
from tui.state.first_comparison import TEXT
from tui.state.keeping import Keeper

USAGE = Path(__file__).parents[1] / "usage_samples" / "managed-agents"
DRAWS = ["--draws", "20"]
REPORTS = ("a.md", "b.csv", "c.json", "d.html")
SLACK_SECONDS = 0.02


def _changed(folder: Path) -> Profile:
    found = load(folder / "team.toml")
    assert isinstance(found, Profile)
    mine = found.changed({"horizon_months": "48" if found.text("horizon_months") != "48" else "36"})
    assert isinstance(mine, Profile)
    return mine


def _save(folder: Path) -> None:
    assert isinstance(save(_changed(folder)), Saved)


def _draft(folder: Path) -> None:
    text = text_of(_changed(folder))
    assert isinstance(text, str)
    keeper = Keeper(folder / "state")
    assert keeper.write_draft(folder / "team.toml", "", text)
    for mark in (folder / "state" / "drafts").glob("*.open"):  # as old as those that a workbench of another day left
        os.utime(mark, (0, 0))
    keeper.close()
    again = Keeper(folder / "state")
    assert again.write_draft(folder / "team.toml", "", text)
    again.close()


def _asked(*arguments: str) -> None:
    said = StringIO()
    with redirect_stdout(StringIO()), redirect_stderr(said):
        code = command(arguments)
    assert code == 0, said.getvalue()


def _decide(folder: Path) -> None:
    _asked("decide", str(folder / "team.toml"), "--force", "--by", f"{time.monotonic_ns()}", *DRAWS)


def _report(folder: Path) -> None:
    targets = [part for name in REPORTS for part in ("--to", str(folder / name))]
    _asked(
        "report",
        str(folder / "team.toml"),
        *targets,
        "--set",
        f"horizon_months={12 + time.monotonic_ns() % 90}",
        "--force",
        *DRAWS,
    )


def _measure(folder: Path) -> None:
    os.chdir(folder)
    _asked("measure", str(USAGE), "--new", f"m{time.monotonic_ns()}", *DRAWS)


ACTS: dict[str, Callable[[Path], None]] = {
    "save": _save,
    "draft": _draft,
    "decide": _decide,
    "report": _report,
    "measure": _measure,
}


def child(act: str, folder: Path) -> int:
    """A process that does it and ends."""
    process = os.fork()
    if process == 0:
        code = 1
        try:
            ACTS[act](folder)
            code = 0
        except BaseException as error:
            print(f"{act}: {error!r}", file=sys.__stderr__)
        finally:
            os._exit(code)
    return process


def ended(process: int) -> int:
    """How it ended: 0 well, below 0 by a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def contents(folder: Path) -> dict[str, bytes]:
    """Every file but temporary ones."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in (".tmp", ".open")
    }


def left_over(folder: Path) -> list[str]:
    """Temporary files, and marks of who is there."""
    return [path.name for ending in ("*.tmp", "*.open") for path in folder.rglob(ending)]


class Kills:
    """What was found so far."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.killed = self.broken = self.sets_mixed = self.blocked = self.left = 0
        self.took: dict[str, float] = {}

    def one(self, number: int, act: str, folder: Path) -> None:
        """One kill and what it left."""
        if act not in self.took:
            begun = time.perf_counter()
            assert ended(child(act, folder)) == 0
            self.took[act] = time.perf_counter() - begun
        before = contents(folder)
        process = child(act, folder)
        time.sleep(self.chance.uniform(0.0, self.took[act] + SLACK_SECONDS))
        os.kill(process, signal.SIGKILL)
        self.killed += ended(process) == -signal.SIGKILL
        self._look(number, act, folder, before)
        if ended(child(act, folder)) != 0:
            self.blocked += 1
            print(f"{number} {act}: the next one did not work", flush=True)
        if names := left_over(folder):
            self.left += 1
            print(f"{number} {act}: left {names}", flush=True)

    def _look(self, number: int, act: str, folder: Path, before: dict[str, bytes]) -> None:
        """Every file as it was, or new and whole; a report's files all old or all new."""
        after = contents(folder)
        for name in before:
            if name not in after or (after[name] != before[name] and not self._whole(folder / name)):
                self.broken += 1
                print(f"{number} {act}: {name} is lost or broken", flush=True)
        for name in after.keys() - before.keys():
            if not self._whole(folder / name):
                self.broken += 1
                print(f"{number} {act}: {name} is new and broken", flush=True)
        if act == "report" and len({after.get(name) == before.get(name) for name in REPORTS}) > 1:
            self.sets_mixed += 1

    def _whole(self, path: Path) -> bool:
        """Whether a new file is finished."""
        data = path.read_bytes()
        endings = {".toml": b"\n", ".md": b"\n", ".csv": b"\n", ".json": b"\n", ".html": b"</html>\n"}
        if not data.endswith(endings.get(path.suffix, b"")) or not data:
            return False
        return path.suffix != ".toml" or isinstance(load(path), Profile)


def main() -> int:
    """Kill so often; 1 where anything was lost, mixed, blocked or left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    found, folder = Kills(chosen.seed), Path(tempfile.mkdtemp(prefix="switchpoint-kills-"))
    (folder / "team.toml").write_text(TEXT)
    acts = list(ACTS)
    for number in range(chosen.count):
        found.one(number, acts[number % len(acts)], folder)
        if (number + 1) % 100 == 0 or number + 1 == chosen.count:
            print(
                f"{number + 1:,} tried, {found.killed} killed in the act: {found.broken} files lost or broken,"
                f" {found.sets_mixed} reports of old and new files, {found.blocked} blocked, {found.left} with temporary files left",
                flush=True,
            )
    shutil.rmtree(folder)
    return int(bool(found.broken or found.sets_mixed or found.blocked or found.left))


if __name__ == "__main__":
    sys.exit(main())
