"""Two processes save one file at the same moment: how often a version that nobody saw is lost.

    python -m tests.explore.races 1000

Both have read the same version. One must win, the other must be told; what stands in the file is the winner's, whole.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from model.profile import Conflict, Profile, Saved, load, save
from tui.state.first_comparison import TEXT

SAVED, TOLD, OTHER = 0, 1, 2


def saver(found: Profile, name: str, at: float) -> int:
    """A process that saves what was read under another name at a moment; its exit code says what became of it."""
    mine = found.changed({"name": name})
    assert isinstance(mine, Profile)
    process = os.fork()
    if process == 0:
        while time.monotonic() < at:
            pass
        done = save(mine)
        os._exit(SAVED if isinstance(done, Saved) else TOLD if isinstance(done, Conflict) else OTHER)
    return process


def main() -> int:
    """Race so often; 1 where both won, none did, or the file is another one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    count, wrong = parser.parse_args().count, 0
    with tempfile.TemporaryDirectory(prefix="switchpoint-races-") as folder:
        file = Path(folder) / "team.toml"
        file.write_text(TEXT)
        for race in range(count):
            read = load(file)
            assert isinstance(read, Profile)
            at, names = time.monotonic() + 0.005, [f"one {race}", f"two {race}"]
            both = [saver(read, name, at) for name in names]
            codes = [os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in both]
            there = load(file)
            name = there.text("name") if isinstance(there, Profile) else None
            if (
                sorted(codes) != [SAVED, TOLD]
                or name != names[codes.index(SAVED)]
                or os.listdir(folder) != ["team.toml"]
            ):
                wrong += 1
                print(f"race {race}: {codes}, {name!r} in the file, {os.listdir(folder)}", flush=True)
        print(f"{count:,} races of two savers: {wrong} wrong")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
