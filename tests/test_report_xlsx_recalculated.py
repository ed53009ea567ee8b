"""The workbook worked out again by a spreadsheet says what the product says, as written and after its cells were changed.

SWITCHPOINT_ALL_WORKBOOKS=1 recalculates fifty generated profiles instead of a few, and changes every input of every
starter alone.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import workbooks
from cases import DAY
from generated import profile_text

from model.comparison import Case, Run, evaluate, middle, resolve
from model.comparison.following.tracing import follows_bridges
from model.decision import analyse
from model.profile import Problems, Profile, find, load, loads
from model.report.xlsx import workbook as xlsx

ALL = bool(os.environ.get("SWITCHPOINT_ALL_WORKBOOKS"))
STARTERS = (
    "coding-fleet", "coding-session", "high-volume", "regulated-team", "research-agent", "support-desk",
    "support-desk-all-regions",
)  # fmt: skip
GENERATED = 50 if ALL else 3
GROUPS = 2
CENT = 0.01
KEY = 19  # the column of the line key on the sheet Lines; that of the workload follows
Named = tuple[str, ...]
Amounts = tuple[float, ...]

pytestmark = pytest.mark.skipif(workbooks.office() is None, reason="LibreOffice (soffice) is not installed")


@dataclass(frozen=True)
class Written:
    """A workbook, changed or not, and the case whose middle it should say."""

    name: str
    workbook: bytes
    case: Case
    bridged: Case
    what: str


def starter(name: str) -> Profile:
    """A profile that ships with the product."""
    found = find(name, Path("no-such-folder"))
    profile = found if isinstance(found, Problems) else load(found)
    assert not isinstance(profile, Problems), profile.sentences()
    return profile


def resolved(profile: Profile) -> Case:
    """Its case."""
    case = resolve(profile, DAY)
    assert not isinstance(case, Problems), case.sentences()
    return case


def written(name: str, profile: Profile, rng: random.Random, alone: bool) -> Iterator[Written]:
    """The workbook of a profile as it is, then with its yellow cells changed, each alone or in groups."""
    case = resolved(profile)
    workbook = xlsx.render([analyse(case, 50, 1, frozenset())])
    yield Written(name, workbook, case, case, "as it is")
    cells = workbooks.inputs_of(workbook)
    live = [key for key, (_, _, marked) in cells.items() if marked]
    rng.shuffle(live)
    groups = [[key] for key in live] if alone else [live[start::GROUPS] for start in range(GROUPS)]
    for number, group in enumerate(groups):
        values = {key: another(case, key, cells[key][1], rng) for key in group}
        changed = accepted(profile, values)
        if changed is not None:
            sheet = workbooks.with_inputs(workbook, {cells[key][0]: values[key] for key in changed[1]})
            what = ", ".join(f"{key} = {values[key]}" for key in changed[1])
            yield Written(f"{name}-{number}", sheet, resolved(changed[0]), case, what)


def another(case: Case, key: str, value: float, rng: random.Random) -> float:
    """Another value that the input may have."""
    declared = case.inputs[key].declared
    low, high = declared.spec.limits if declared and declared.spec else (0.0, float("inf"))
    new = round(value * rng.choice((0.4, 0.8, 1.3, 1.7)), 6) if value else rng.choice((0.04, 0.25))
    if "growth" in key or "change_per_year" in key:
        return rng.choice((-0.02, 0.01, 0.03))  # millions of sessions at once are beyond what a spreadsheet can search
    if key.endswith(".month"):
        return float(rng.choice((1, 5, 12, 30)))
    if key == "horizon_months":
        return float(rng.choice((7, 24, 48, 60)))
    if declared and declared.spec and declared.spec.whole:
        new = float(max(1, round(new)))
    return float(min(max(new, low), high))


def accepted(profile: Profile, values: dict[str, float]) -> tuple[Profile, list[str]] | None:
    """The profile with as many of the values as the product takes together, and which those are."""
    keys = list(values)
    while keys:
        texts = {key: int(values[key]) if values[key].is_integer() else values[key] for key in keys}
        changed = profile.changed(texts)
        if not isinstance(changed, Problems):
            return changed, keys
        refused = {problem.key for problem in changed.items}
        kept = [key for key in keys if key not in refused]
        keys = kept if len(kept) < len(keys) else keys[:-1]
    return None


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Written, dict[str, workbooks.Cells]]]:
    """Every workbook and what LibreOffice makes of it, in one start."""
    rng = random.Random(11)
    profiles = [(name, starter(name)) for name in STARTERS]
    for seed in range(GENERATED):
        profile = loads(profile_text(seed))
        assert not isinstance(profile, Problems)
        profiles.append((f"generated-{seed}", profile))
    everything = [each for name, profile in profiles for each in written(name, profile, rng, ALL and name in STARTERS)]
    folder = tmp_path_factory.mktemp("workbooks")
    found = workbooks.recalculated(folder, {each.name: each.workbook for each in everything})
    return [(each, found[each.name]) for each in everything]


def lines_of(run: Run) -> Iterator[tuple[Named, Amounts]]:
    """What the sheet *Lines* should show of every line: whose it is, and quantity, month 1, total, present value."""
    titles = {option.id: option.title for option in run.options}
    for option in run.options:
        for line in option.lines:
            amounts = (line.quantity_month_1, line.month_1_usd, line.total_usd, line.present_value_usd)
            name = (
                option.title,
                titles.get(line.bridge or "", ""),
                line.key,
                line.workload or "",
                line.route or "",
                line.unit,
            )
            yield name, tuple(float(np.ravel(amount)[0]) for amount in amounts)


def shown_of(cells: workbooks.Cells) -> Iterator[tuple[Named, Amounts]]:
    """What it does show."""
    for row in cells[4:]:
        if len(row) > KEY and row[KEY]:
            name = (row[0], row[4], row[KEY], row[KEY + 1], row[3], row[9])
            yield name, tuple(float(row[column]) for column in (8, 11, 12, 13))


def test_every_line_is_within_a_cent(sheets: list[tuple[Written, dict[str, workbooks.Cells]]]) -> None:
    """Quantity, month 1, total and present value of every line, whatever was changed."""
    wrong = []
    for each, cells in sheets:
        if cannot_say(each):
            continue  # other lines then, and the verdict says so
        shown = list(shown_of(cells["Lines"]))
        for name, amounts in lines_of(evaluate(each.case, middle(each.case))):
            found = next((place for place, (other, _) in enumerate(shown) if other == name), None)
            row = shown.pop(found)[1] if found is not None else None
            if row != pytest.approx(amounts, abs=CENT, rel=0.0):
                wrong.append(f"{each.name}, {each.what}: {name}: {row} instead of {amounts}")
        wrong.extend(f"{each.name}, {each.what}: {row} besides" for row in shown if max(map(abs, row[1])) > CENT)
    assert not wrong, "\n".join(wrong[:10])


def cannot_say(each: Written) -> bool:
    """Whether other options serve meanwhile than the workbook was written for, and it does not follow that; or expected
    changes begin in another order."""
    order = [event.id for event in sorted(each.bridged.events, key=lambda event: event.month)]
    months = {event.id: event.month for event in each.case.events}
    if any(months[one] > months[next_] for one, next_ in pairwise(order)):
        return True
    fixed = [plan.id for plan in each.bridged.options if not follows_bridges(each.bridged, plan.id)]
    return any(each.case.option(plan).meanwhile != each.bridged.option(plan).meanwhile for plan in fixed)


def verdict_of(each: Written) -> str:
    """How the verdict of the middle case begins."""
    if cannot_say(each):
        return "Not worked out here"
    rows = analyse(each.case, 50, 1, frozenset()).options
    ranked = sorted((row for row in rows if row.eligible and row.complete), key=lambda row: row.middle_usd)
    if not ranked:
        return "No option can be chosen"
    if len(ranked) == 1:
        return f"{ranked[0].title} is the only option that can be chosen"
    saving = ranked[1].middle_usd - ranked[0].middle_usd
    if saving == 0.0:
        return f"{ranked[0].title} and {ranked[1].title} cost the same"
    return f"{ranked[0].title} costs least: ${saving:,.0f} less than {ranked[1].title} over {each.case.horizon_months} months"


def test_the_verdict_is_the_product_s(sheets: list[tuple[Written, dict[str, workbooks.Cells]]]) -> None:
    """The same option, the same difference to the dollar, or that this workbook cannot say."""
    wrong = []
    for each, cells in sheets:
        said = [cell for row in cells["Answer"] for cell in row]
        expected = verdict_of(each)
        if not any(cell.startswith(expected) for cell in said):
            wrong.append(f"{each.name}, {each.what}: {said[:30]} instead of {expected}")
    assert not wrong, "\n".join(wrong[:10])


def test_no_cell_is_an_error(sheets: list[tuple[Written, dict[str, workbooks.Cells]]]) -> None:
    """Whatever was changed, no formula ends in an error."""
    for each, cells in sheets:
        bad = [cell for page in cells.values() for row in page for cell in row if cell.startswith(("#", "Err:"))]
        assert not bad, (each.name, each.what, bad[:5])
