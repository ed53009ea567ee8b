"""The whole text report of every starter, kept as it was read and agreed.

Run with SWITCHPOINT_WRITE_GOLDEN=1 to write them anew; read the difference before committing it. Two thousand futures
from seed 1 at a fixed day; digests and the version of the product are left out, which change with every edit.
"""

import os
import re
from datetime import date
from pathlib import Path

import pytest

from model.comparison import resolve
from model.decision import analyse
from model.profile import Problems, load, starters
from model.report import text
from model.report.plain import is_whole, width

GOLDEN = Path(__file__).parent / "golden" / "reports"
STARTERS = {found.name: found.path for found in starters()}


def report(name: str) -> str:
    """What `compare NAME --as-of 2026-11-22 --draws 2000` prints, without digests and version."""
    profile = load(STARTERS[name])
    assert not isinstance(profile, Problems), profile.sentences()
    case = resolve(profile, date(2026, 11, 22))
    assert not isinstance(case, Problems), case.sentences()
    said = text.render([analyse(case, 2_000, 1)]).decode()
    return re.sub(r"switchpoint \d[^\s;]*", "switchpoint …", re.sub(r"sha256 [0-9a-f]+", "sha256 …", said))


@pytest.mark.parametrize("name", STARTERS)
def test_the_report_of_a_starter_reads_as_agreed(name: str) -> None:
    """Every sentence and every figure of the report is the one that was read."""
    said, golden = report(name), GOLDEN / f"{name}.txt"
    if os.environ.get("SWITCHPOINT_WRITE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")


def test_every_starter_has_a_golden_report_and_nothing_else() -> None:
    """A starter that is renamed takes its report along."""
    assert {path.stem for path in GOLDEN.glob("*")} == set(STARTERS)


@pytest.mark.parametrize("name", STARTERS)
def test_no_report_has_one_of_many_or_many_of_one(name: str) -> None:
    """One thing is in the singular, and no line is wider than a terminal of 80 columns, unless a key or an address is on it."""
    said = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert not re.findall(r"(?<![\d.,])1 (?:engineers|months|weeks|hours|costs|savings|runs)\b", said)
    assert not re.findall(r"\b1 of \d+ deciding inputs are\b", said)
    for block in said.split("\n\n"):
        if max(width(line) for line in block.splitlines() or [""]) > 80:
            assert any(is_whole(word) and len(word) > 30 for word in block.split()), block
