"""How long switchpoint takes beside another build of it, in processor time, both measured in turn in one run.

Run ``python tests/benchmarks/bench_beside.py OTHER_CHECKOUT [ROW ...]``; without rows, all of `ROWS`. Every row is the median of
ten pairs: one turn of this tree, one of the other. Work inside a process is done by one process a tree that waits for its turn;
whole processes are fresh ones, with the compiled modules that an installed product has. Only processor time counts, so that
whatever else the machine does is in neither. Nothing is asserted.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import bench_workbench
import twin
from wide import PROFILE as WIDE

PAIRS = 10
HERE = Path(__file__).parents[2]
SET_UP = """
import gc, sys
from datetime import date
from pathlib import Path
from time import process_time
from tui.command_line import NEW_OBJECTS
gc.set_threshold(NEW_OBJECTS, 20, 20)
from model.comparison import evaluate, middle, resolve
from model.decision import analyse
from model.profile import find, load
try:
    from model.decision.futures.draws import sample
except ImportError:
    from model.decision.draws import sample
def case_of(name):
    return resolve(load(find(name)), date(2026, 11, 22))
case = case_of({profile!r})
{setting}
for turn in sys.stdin:
    begun = process_time()
    {work}
    print((process_time() - begun) * 1e3, flush=True)
"""
CALL = "import sys; from tui.command_line import main; sys.exit(main(sys.argv[1:]))"
MILLION = """
import resource
from datetime import date
from time import process_time
from model.comparison import resolve
from model.decision import analyse
from model.profile import find, load
case = resolve(load(find("support-desk")), date(2026, 11, 22))
begun = process_time()
analyse(case, 1_000_000)
print((process_time() - begun) * 1e3, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
SEVEN = """
import gc, sys
from datetime import date
from time import process_time
import numpy, pydantic
from tui.command_line import NEW_OBJECTS
gc.set_threshold(NEW_OBJECTS, 20, 20)
from model.comparison import resolve
from model.decision import analyse
from model.profile import find, load
analysis = analyse(resolve(load(find("support-desk")), date(2026, 11, 22)), 10_000, 1)
from model.report.endings import render
begun = process_time()
for ending in sys.argv[1:]:
    render([analysis], ending)
print((process_time() - begun) * 1e3)
"""
EMPTY = """
import io, sys
from time import process_time
import numpy, pydantic
begun = process_time()
import typst
typst.compile(b"x")
import pptx
pptx.Presentation().save(io.BytesIO())
import xlsxwriter
xlsxwriter.Workbook(io.BytesIO()).close()
print((process_time() - begun) * 1e3)
"""
ENDINGS = (".pdf", ".pptx", ".xlsx", ".html", ".md", ".csv", ".json")
Turn = Callable[[], float]


def environment(tree: Path, compiled: str) -> dict[str, str]:
    """The surroundings of a process that runs the modules of a tree, compiled once."""
    return {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": compiled}


@contextmanager
def waiting(tree: Path, compiled: str, profile: str, work: str, setting: str = "") -> Iterator[Turn]:
    """A process of a tree that does a piece of work each time it is asked: processor milliseconds of one turn."""
    code = SET_UP.format(profile=profile, work=work, setting=setting)
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(tree, compiled),
        cwd=compiled,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    asks, answers = process.stdin, process.stdout

    def turn() -> float:
        asks.write("\n")
        asks.flush()
        return float(answers.readline())

    try:
        yield turn
    finally:
        asks.close()
        process.wait()
        answers.close()


def in_turn(*turns: Turn, pairs: int = PAIRS) -> list[list[float]]:
    """What each turn took, so many of each in turn after one to warm up."""
    taken: list[list[float]] = [[] for _ in turns]
    for turn in turns:
        turn()
    for _ in range(pairs):
        for turn, found in zip(turns, taken, strict=True):
            found.append(turn())
    return taken


def row(what: str, ours: list[float], theirs: list[float], reach: str) -> None:
    """One line of the table: both medians, and the median of the ratios of the pairs."""
    ratio = median(one / other for one, other in zip(ours, theirs, strict=True))
    print(f"{what:<62} {median(ours):9,.1f} ms {median(theirs):9,.1f} ms  {ratio:5.2f} x  {reach}", flush=True)


def inside(
    what: str, reach: str, profile: str, work: str, setting: str = "", pairs: int = PAIRS
) -> Callable[..., None]:
    """A row of work inside a process."""

    def measure(other: Path, compiled: str) -> None:
        where = profile_file(profile, compiled)
        with (
            waiting(HERE, compiled, where, work, setting) as ours,
            waiting(other, compiled, where, work, setting) as theirs,
        ):
            row(what, *in_turn(ours, theirs, pairs=pairs), reach)

    return measure


def profile_file(profile: str, folder: str) -> str:
    """A starter by its name, or a file of this text."""
    if "\n" not in profile:
        return profile
    file = Path(folder, f"profile-{len(profile)}.toml")
    file.write_text(profile)
    return str(file)


def process(tree: Path, compiled: str, code: str, *arguments: str, printed: bool = False) -> Turn:
    """A fresh process of a tree: its processor milliseconds, or those that it prints."""

    def turn() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            check=True,
            capture_output=True,
            env=environment(tree, compiled),
            cwd=compiled,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if printed:
            return float(done.stdout.split()[0])
        return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1e3

    return turn


def command(other: Path, compiled: str) -> None:
    """`compare support-desk`, the whole process; beside it an interpreter with the imports it is measured against."""
    call = (CALL, "compare", "support-desk")
    bare = process(HERE, compiled, "import numpy, pydantic")
    ours, theirs, imports = in_turn(process(HERE, compiled, *call), process(other, compiled, *call), bare)
    row("compare support-desk, whole process", ours, theirs, "<= 0.6 x")
    print(f"    python -c 'import numpy, pydantic' {median(imports):,.1f} ms")


def lines_against_twin(other: Path, compiled: str) -> None:
    """Every line at 10,000 draws, against the same written by hand in NumPy."""
    file = profile_file(twin.PROFILE, compiled)
    setting, work = "values = sample(case, 10_000)", "evaluate(case, values).options"
    by_hand = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import twin; " + setting
    with (
        waiting(HERE, compiled, file, work, setting) as ours,
        waiting(other, compiled, file, work, setting) as theirs,
        waiting(HERE, compiled, file, "twin.present_values(twin.lines(values))", by_hand) as hand,
    ):
        mine, other_ms, hand_ms = in_turn(ours, theirs, hand)
    row("every line, 10,000 draws", mine, other_ms, "")
    row("    against the twin by hand", mine, hand_ms, "<= 0.8 x")


def growth(other: Path, compiled: str) -> None:
    """Ten times the draws, every line."""
    file = profile_file(twin.PROFILE, compiled)
    for tree, name in ((HERE, "here"), (other, "there")):
        with (
            waiting(tree, compiled, file, "evaluate(case, values).options", "values = sample(case, 100_000)") as many,
            waiting(tree, compiled, file, "evaluate(case, values).options", "values = sample(case, 10_000)") as few,
        ):
            row(f"every line, 100,000 draws against 10,000, {name}", *in_turn(many, few, pairs=5), "<= 10 x")


def million(other: Path, compiled: str) -> None:
    """A million futures of the support desk, each in a fresh process, once a tree: time and the peak of memory."""
    found = []
    for tree in (HERE, other):
        done = subprocess.run(
            [sys.executable, "-c", MILLION],
            check=True,
            capture_output=True,
            env=environment(tree, compiled),
            cwd=compiled,
        )
        found.append(tuple(map(float, done.stdout.split())))
    (ours, mb), (theirs, other_mb) = found
    row("a million draws of the support desk", [ours], [theirs], "<= 0.5 x")
    print(f"    peak of memory {mb:,.0f} MB, there {other_mb:,.0f} MB; reach 256 MB")


def first_paint(other: Path, compiled: str) -> None:
    """From the start of the workbench until its form is on the screen, against a twin app with the same imports and widgets."""
    code = bench_workbench.OPEN.format(profile=str(bench_workbench.PROFILE))
    for columns, lines in ((80, 24), (120, 40)):

        def painted(tree: Path, code: str, columns: int = columns, lines: int = lines) -> Turn:
            def turn() -> float:
                program = bench_workbench.Terminal(code, columns, lines, compiled, tree)
                program.until_seen(bench_workbench.SEEN)
                taken = program.processor_ms()
                program.close()
                return taken

            return turn

        turns = (painted(HERE, code), painted(other, code), painted(HERE, bench_workbench.TWIN))
        ours, theirs, by_twin = in_turn(*turns, pairs=5)
        row(f"first paint, {columns}x{lines}", ours, theirs, "")
        row("    against its twin", ours, by_twin, "<= 1.1 x")


def documents(other: Path, compiled: str) -> None:
    """Seven documents against the empty ones of their libraries, and the whole `report`."""
    files = [part for ending in ENDINGS for part in ("--to", str(Path(compiled, f"r{ending}")))]
    call = (CALL, "report", "support-desk", "--force", *files)
    found = in_turn(
        process(HERE, compiled, SEVEN, *ENDINGS, printed=True),
        process(other, compiled, SEVEN, *ENDINGS, printed=True),
        process(HERE, compiled, EMPTY, printed=True),
        process(HERE, compiled, call[0], *call[1:]),
        process(other, compiled, call[0], *call[1:]),
        pairs=5,
    )
    seven, seven_there, empty, whole, whole_there = found
    row("seven documents", seven, seven_there, "")
    row("    against empty documents", seven, empty, "<= 2 x")
    row("report, seven documents, whole process", whole, whole_there, "")
    row("    against empty documents", whole, empty, "<= 3.5 x")


ROWS: dict[str, Callable[[Path, str], None]] = {
    "one": inside(
        "one draw, four options, five workloads, 36 months",
        "<= 0.35 x",
        WIDE,
        "evaluate(case, values).options",
        "values = middle(case)",
        pairs=40,
    ),
    "desk-2": inside("support-desk, everything, 2,000 draws", "<= 0.5 x", "support-desk", "analyse(case, 2_000)"),
    "desk-10": inside("support-desk, everything, 10,000 draws", "<= 0.5 x", "support-desk", "analyse(case, 10_000)"),
    "fleet": inside("coding-fleet, everything, 10,000 draws", "<= 0.4 x", "coding-fleet", "analyse(case, 10_000)"),
    "twin": lines_against_twin,
    "growth": growth,
    "million": million,
    "compare": command,
    "paint": first_paint,
    "documents": documents,
}


def main(other: Path, rows: list[str]) -> None:
    """Measure and print these rows, or all."""
    print(f"{'processor time, medians of pairs':<62} {'here':>12} {'there':>12}  {'ratio':>7}  reach")
    with tempfile.TemporaryDirectory() as compiled:
        for name in rows or ROWS:
            ROWS[name](other, compiled)


if __name__ == "__main__":
    if len(sys.argv) < 2 or not Path(sys.argv[1], "model").is_dir() or set(sys.argv[2:]) - set(ROWS):
        sys.exit(f"usage: bench_beside.py OTHER_CHECKOUT [{' | '.join(ROWS)} ...]")
    main(Path(sys.argv[1]).resolve(), sys.argv[2:])
