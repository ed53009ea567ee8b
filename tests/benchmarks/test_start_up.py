"""How long a cold start takes, in fresh processes. Run with ``python -m pytest tests/benchmarks``; nothing is asserted on time."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from conftest import Report
from timing import medians

CALL = "import sys; from tui.command_line import main; sys.exit(main(sys.argv[1:]))"
ROUNDS = 7


COMPILED = tempfile.TemporaryDirectory()


def start(code: str, *arguments: str) -> None:
    """One fresh interpreter that must end well, with the compiled modules that an installed product has."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": COMPILED.name}
    subprocess.run([sys.executable, "-c", code, *arguments], check=True, stdout=subprocess.DEVNULL, env=environment)


def test_help(report: Report) -> None:
    """``switchpoint --help`` beside an interpreter that does nothing."""
    bare, taken = medians(lambda: start("pass"), lambda: start(CALL, "--help"), rounds=ROUNDS)
    report("python -c pass", bare)
    report("switchpoint --help", taken, f"{taken / bare:.2f} x bare python", "4 x bare python")


def test_compare(report: Report) -> None:
    """``switchpoint compare`` of a starter profile beside the import of its libraries."""
    imports, taken = medians(
        lambda: start("import numpy, pydantic"), lambda: start(CALL, "compare", "support-desk"), rounds=ROUNDS
    )
    report("python -c 'import numpy, pydantic'", imports)
    report("switchpoint compare support-desk", taken, f"imports + {taken - imports:,.0f} ms", "imports + 200 ms")
