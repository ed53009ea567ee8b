"""What the seven forms of a report cost beside what their libraries need for an empty document.

Run `python tests/benchmarks/bench_documents.py [STARTER]`; every measurement is a fresh process, in turn, and the least of
the rounds counts, because other programs only ever add. Printed are processor seconds and two ratios: all that `switchpoint report`
does (reading, 10,000 futures, seven files), and the making of the files alone, in a process set up as the command is. Nothing
is asserted about time.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROUNDS = 5
DRAWS = "10000"
ENDINGS = (".pdf", ".pptx", ".xlsx", ".html", ".md", ".csv", ".json")
CALL = "import sys; from tui.command_line import main; sys.exit(main(sys.argv[1:]))"
EMPTY = """
import io, html, csv, json, sys
folder = sys.argv[1]
import typst
open(folder + "/a.pdf", "wb").write(typst.compile(b"x"))
import pptx
pptx.Presentation().save(folder + "/a.pptx")
import xlsxwriter
xlsxwriter.Workbook(folder + "/a.xlsx").close()
for ending in ("html", "md", "csv", "json"):
    open(folder + "/a." + ending, "w").write("")
"""
ANALYSED = """
import gc, sys
from datetime import date
from time import process_time
import numpy, pydantic
from tui.command_line import NEW_OBJECTS
gc.set_threshold(NEW_OBJECTS, 20, 20)
from model.comparison import resolve
from model.decision import analyse
from model.profile import find, load
analysis = analyse(resolve(load(find(sys.argv[1])), date(2026, 11, 22)), {draws}, 1)
from model.report.endings import render
for ending in sys.argv[2:]:
    begun = process_time()
    size = len(render([analysis], ending))
    print(ending, process_time() - begun, size)
"""


def seconds(code: str, *arguments: str) -> float:
    """Processor seconds of one fresh process that must end well: what others do meanwhile is not in them."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-c", code, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def forms(starter: str) -> dict[str, tuple[float, int]]:
    """Processor seconds and bytes of each form, its libraries' import included, in one fresh process."""
    asked = [sys.executable, "-c", ANALYSED.format(draws=DRAWS), starter, *ENDINGS]
    done = subprocess.run(asked, check=True, capture_output=True, text=True)
    rows = (line.split() for line in done.stdout.splitlines())
    return {ending: (float(taken), int(size)) for ending, taken, size in rows}


def main(starter: str) -> None:
    """Measure in turn and print."""
    whole, empty, bare = [], [], []
    each: dict[str, list[float]] = {ending: [] for ending in ENDINGS}
    sizes: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        files = [part for ending in ENDINGS for part in ("--to", str(Path(folder, f"r{ending}")))]
        for _ in range(ROUNDS):
            bare.append(seconds("import numpy, pydantic"))
            empty.append(seconds(EMPTY, folder))
            whole.append(seconds(CALL, "report", starter, "--draws", DRAWS, "--force", *files))
            for ending, (taken, size) in forms(starter).items():
                each[ending].append(taken)
                sizes[ending] = size
    files_alone = sum(min(taken) for taken in each.values())
    print(f"{starter}, {int(DRAWS):,} futures, least of {ROUNDS} fresh processes each")
    for ending in ENDINGS:
        print(f"  {ending:<6} {min(each[ending]):6.2f} s  {sizes[ending] / 1024:8,.0f} KiB")
    print(f"  empty documents, process and libraries          {min(empty):6.2f} s")
    print(f"  python -c 'import numpy, pydantic'              {min(bare):6.2f} s")
    print(
        f"  the seven files alone                           {files_alone:6.2f} s  {files_alone / min(empty):5.2f} x empty documents"
    )
    print(
        f"  switchpoint report, all of it                   {min(whole):6.2f} s  {min(whole) / min(empty):5.2f} x empty documents, budget 3"
    )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "support-desk")
