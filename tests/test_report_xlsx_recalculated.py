"""The workbook worked out again by a spreadsheet says what the product says, as written and after its cells were changed.

SWITCHPOINT_ALL_WORKBOOKS=1 recalculates fifty generated profiles instead of a few, changes every input of every starter
alone, and prints every starter.
"""

from __future__ import annotations

import io
import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import workbooks
from cases import DAY
from generated import profile_text
from openpyxl import load_workbook
from pypdf import PdfReader

from model.comparison import Case, Run, evaluate, middle, resolve
from model.comparison.following.tracing import follows_bridges
from model.decision import analyse
from model.profile import Problems, Profile, declared_for, find, load, loads
from model.report.xlsx import workbook as xlsx

ALL = bool(os.environ.get("SWITCHPOINT_ALL_WORKBOOKS"))
STARTERS = (
    "coding-fleet", "coding-session", "high-volume", "regulated-team", "research-agent", "support-desk",
    "support-desk-all-regions",
)  # fmt: skip
GENERATED = 50 if ALL else 3
GROUPS = 2
PARTS = frozenset({"sensitivity", "switching"})  # of which the sheet Answer makes its yellow cells
CENT = 0.01
REFUSED = (
    ("options.own.upkeep_fte", -1.0, "Upkeep, Own stack takes a number, from 0"),
    ("workloads.tickets.success_rate", 1.7, "takes a number, 0 to 1"),
    ("workloads.tickets.sessions_per_month", "many", "takes a number, from 0"),
    ("horizon_months", 0.0, "Horizon takes a number, whole, 1 to 60"),
)  # what a cell is pasted over with, and what the verdict says then
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
    found = case.inputs.get(key)
    declared = found.declared if found else declared_for(key)
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


def rendered(profile: Profile) -> tuple[bytes, Case]:
    """The workbook of a profile and its case."""
    case = resolved(profile)
    return xlsx.render([analyse(case, 50, 1, PARTS)]), case


def tried() -> Iterator[Written]:
    """What is tried on the sheet *Answer*, and a price that nobody gave: each as the profile would have it."""
    desk, regulated = starter("support-desk"), starter("regulated-team")
    (workbook, case), (unpriced, open_case) = rendered(desk), rendered(regulated)
    name = str(desk.text("scenarios.ga-doubles.title"))
    picked = {workbooks.place_of(workbook, "Scenario in use"): name}
    doubled = desk.scenario("ga-doubles")
    assert not isinstance(doubled, Problems)
    yield Written("picked", workbooks.with_cells(workbook, workbooks.ANSWER, picked), resolved(doubled), case, name)
    upkeep = {workbooks.place_of(workbook, "Upkeep, Own stack, engineers", 3): 0.02}
    lower = resolved(changed_to(desk, {"options.own.upkeep_fte": 0.02}))
    yield Written("driver", workbooks.with_cells(workbook, workbooks.ANSWER, upkeep), lower, case, "upkeep 0.02")
    both = resolved(changed_to(doubled, {"options.own.upkeep_fte": 0.02}))
    yield Written("both", workbooks.with_cells(workbook, workbooks.ANSWER, picked | upkeep), both, case, "both")
    key = "options.own-server.runtime_usd_per_hour"
    cell = {row_of(unpriced, key): 0.05}
    given = resolved(changed_to(regulated, {key: 0.05}))
    yield Written("priced", workbooks.with_cells(unpriced, workbooks.INPUTS, cell), given, open_case, "a price")


def changed_to(profile: Profile, values: dict[str, object]) -> Profile:
    """The profile with other values."""
    found = profile.changed(values)
    assert not isinstance(found, Problems), found.sentences()
    return found


def row_of(workbook: bytes, key: str) -> str:
    """The yellow cell of an input, which may be empty."""
    page = load_workbook(io.BytesIO(workbook))["Inputs"]
    (row,) = (row for row in page.iter_rows(max_col=2) if row[0].value == key)
    assert not row[1].protection.locked
    return str(row[1].coordinate)


def pasted() -> Iterator[tuple[str, bytes]]:
    """Values that a cell would refuse while somebody types, with what the verdict says of them."""
    workbook, _ = rendered(starter("support-desk"))
    for number, (key, value, says) in enumerate(REFUSED):
        cells = {row_of(workbook, key): value}
        yield f"pasted-{number}", workbooks.with_cells(workbook, workbooks.INPUTS, cells)
        assert says


Recalculated = list[tuple[Written, dict[str, workbooks.Cells]]]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Recalculated, dict[str, workbooks.Cells]]:
    """Every workbook and what LibreOffice makes of it, in one start; then the first sheet of those pasted into."""
    rng = random.Random(11)
    profiles = [(name, starter(name)) for name in STARTERS]
    for seed in range(GENERATED):
        profile = loads(profile_text(seed))
        assert not isinstance(profile, Problems)
        profiles.append((f"generated-{seed}", profile))
    everything = [each for name, profile in profiles for each in written(name, profile, rng, ALL and name in STARTERS)]
    everything.extend(tried())
    wrong = dict(pasted())
    folder = tmp_path_factory.mktemp("workbooks")
    found = workbooks.recalculated(folder, {each.name: each.workbook for each in everything} | wrong)
    return [(each, found[each.name]) for each in everything], {name: found[name]["Answer"] for name in wrong}


@pytest.fixture(scope="module")
def sheets(office: tuple[Recalculated, dict[str, workbooks.Cells]]) -> Recalculated:
    """Every workbook that says something, recalculated."""
    return office[0]


def test_what_is_pasted_past_the_limits_is_named(office: tuple[Recalculated, dict[str, workbooks.Cells]]) -> None:
    """No validation stops a paste: the verdict then names the input and what it takes, and gives no figure for it."""
    for (key, value, says), cells in zip(REFUSED, office[1].values(), strict=True):
        said = [cell for row in cells for cell in row]
        assert any(cell.startswith("Not worked out here: ") and says in cell for cell in said), (key, value, said[:20])
        assert not any("costs least" in cell for cell in said)
        assert "Checks: all OK" not in said


def test_the_years_add_up_and_follow_the_first_month(sheets: Recalculated) -> None:
    """Build, years and leaving are the total of every option, whatever was changed; a year is called by its last month."""
    for each, cells in sheets:
        page = cells["Answer"]
        total, build, end = (
            next(at for at, row in enumerate(page) if row[1:2] == [name])
            for name in ("Total, not discounted", "build", "bills of vendors")
        )
        assert build == total + 1
        assert page[build + 1][1] == "11/01/2027", each.name
        for column in range(2, 2 + len(each.case.options)):
            amounts = [amount_of(row[column]) for row in page[build:end]]
            assert sum(amounts) == pytest.approx(amount_of(page[total][column]), abs=0.02), (each.name, each.what)


def amount_of(cell: str) -> float:
    """An amount as the file of values has it; words are nothing."""
    return float(cell) if re.fullmatch(r"-?[\d.]+(E[-+]\d+)?", cell) else 0.0


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
        # What nobody spoke of, leaving or on-call, has a quantity there and costs nothing.
        wrong.extend(f"{each.name}, {each.what}: {row} besides" for row in shown if max(map(abs, row[1][1:])) > CENT)
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


@pytest.mark.skipif(not ALL, reason="a start of LibreOffice for every starter: SWITCHPOINT_ALL_WORKBOOKS=1")
def test_a_starter_prints_on_six_to_eight_pages(tmp_path: Path) -> None:
    """What a valuation team reads on paper: months and steps stay on the screen."""
    written_files = {name: rendered(starter(name))[0] for name in STARTERS}
    pages = {name: len(PdfReader(path).pages) for name, path in workbooks.printed(tmp_path, written_files).items()}
    assert not {name: count for name, count in pages.items() if not 6 <= count <= 8}
