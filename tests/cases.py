"""Small profiles for tests: the article's coding session, and how to evaluate a text at its middle case."""

from datetime import date
from pathlib import Path

from model.comparison import Case, Run, evaluate, middle, resolve
from model.profile import Problems, find, load, loads

DAY = date(2026, 11, 22)

CODING = """
schema = 1
name = "Coding session"
[workloads.coding]
sessions_per_month = 10_000
active_minutes = 60
model = "claude-opus-4-8"
[workloads.coding.tokens]
input = 50_000
output = 15_000
[engineering]
loaded_usd_per_year = 208_000
[options.managed]
upkeep_fte = 0
[options.own]
kind = "own-stack"
runs_on = "existing-machines"
build_engineer_weeks = 0
upkeep_fte = 0
"""


def case_of(text: str, day: date = DAY, **changes: object) -> Case:
    """The case of a profile text with some inputs given; keys as in dotted keys with __ for the dot."""
    profile = loads(text)
    assert not isinstance(profile, Problems), profile.sentences()
    changed = profile.changed({key.replace("__", "."): value for key, value in changes.items()})
    assert not isinstance(changed, Problems), changed.sentences()
    case = resolve(changed, day)
    assert not isinstance(case, Problems), case.sentences()
    return case


def starter(name: str) -> Case:
    """The case of a profile that ships with the product."""
    found = find(name, Path("no-such-folder"))
    profile = found if isinstance(found, Problems) else load(found)
    assert not isinstance(profile, Problems), profile.sentences()
    case = resolve(profile, DAY)
    assert not isinstance(case, Problems), case.sentences()
    return case


def run_of(text: str, day: date = DAY, **changes: object) -> Run:
    """The middle case of a profile text."""
    case = case_of(text, day, **changes)
    return evaluate(case, middle(case))


def month_1(run: Run, option: str, start: str = "") -> float:
    """US dollars of month 1 of an option, of the lines whose key begins like this."""
    return sum(float(line.month_1_usd[0]) for line in run.option(option).lines if line.key.startswith(start))
