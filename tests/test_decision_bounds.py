"""A case too large for everything at once: the verdict stays as it is, every part keeps to its work, and what is left is said."""

from __future__ import annotations

import re

import numpy as np
import pytest
from cases import case_of, starter
from generated import profile_text

from model.comparison import Case, draws_at_once, evaluate
from model.comparison.effort import STEP_CELLS, Effort, TooMuchError
from model.decision import analyse
from model.decision.flips.switching_values import search_of, switching_values
from model.decision.futures import bounds
from model.decision.futures.draws import sample
from model.decision.verdict.mixed_homes import mixed_homes

SEARCHED = ("what flips it", "levers", "what to learn first", "what if")
HEAD = 'schema = 1\nname = "Grown"\nhorizon_months = {months}\n[engineering]\nloaded_usd_per_year = "180k to 260k"'
WORK = """[workloads.w{0}]
sessions_per_month = "2k to 9k"
active_minutes = "8 to 20"
model = "claude-opus-4-8"
tokens = {{ input = "40k to 60k", output = "9k to 15k" }}"""
OPTION = """[options.o{0}]
kind = "{kind}"
build_engineer_weeks = "{0} to {0}9"
upkeep_fte = "0.1 to 0.5"
meanwhile = "nobody\""""
SANDBOX = '[options.o{0}.sandbox]\npreset = "e2b"\nvcpu = {0}\nmemory_gib = 4'


def grown(workloads: int, options: int, months: int) -> Case:
    """So many workloads, options and months, every number a range."""
    parts = [HEAD.format(months=months), *(WORK.format(number) for number in range(workloads))]
    parts += [OPTION.format(number, kind="own-stack" if number else "managed") for number in range(options)]
    parts += [SANDBOX.format(number) for number in range(1, options)]
    return case_of("\n".join(parts))


def steps(effort: Effort, count: int) -> None:
    """So many steps without cells."""
    for _ in range(count):
        effort()


def test_work_is_counted_and_ends_at_its_bound() -> None:
    """Ten steps of work, and not an eleventh; a bound inside another one reaches no farther."""
    effort = Effort()
    with effort.at_most(10 * STEP_CELLS):
        steps(effort, 10)
        with pytest.raises(TooMuchError):
            effort()
    steps(effort, 1)
    assert effort.spent == 12 * STEP_CELLS
    with effort.at_most(2 * STEP_CELLS), effort.at_most(np.inf), pytest.raises(TooMuchError):
        steps(effort, 3)


def test_a_small_case_leaves_nothing_and_a_bounded_one_says_what(monkeypatch: pytest.MonkeyPatch) -> None:
    """With hardly any work allowed the verdict and the bill are the same to the last digit; the first warning names the rest."""
    case = starter("support-desk")
    whole = analyse(case, 60)
    assert not any("too much at once" in warned.sentence for warned in whole.warnings)
    monkeypatch.setattr(bounds, "PART_CELLS", 5 * STEP_CELLS)
    bounded = analyse(case, 60)
    assert bounded.verdict.saving_expected_usd == whole.verdict.saving_expected_usd
    assert bounded.options[0].lines == whole.options[0].lines
    assert bounded.warnings[1:] == whole.warnings
    said = bounded.warnings[0].sentence
    assert said.startswith(
        f"{len(case.options)} options, 1 workload and {case.horizon_months} months are too much at once: "
    )
    assert all(part in said for part in SEARCHED), said
    assert bounded.switching_values == bounded.levers == bounded.what_if == ()


def test_flips_are_sought_for_some_inputs_where_not_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each value found is the one of the whole search, and how many were sought is said."""
    case = case_of(profile_text(2))
    effort = Effort()
    run = evaluate(case, sample(case, 60), effort)
    whole = {row.key: row.value for row in switching_values(run, search_of(run))}
    monkeypatch.setattr(bounds, "PART_CELLS", 1.3 * effort.spent)
    found = analyse(case, 60, parts=frozenset({"switching"}))
    assert 0 < len(found.switching_values) < len(whole)
    assert all(whole[row.key] == row.value for row in found.switching_values)
    said = found.warnings[0].sentence
    assert re.search(r": flips were sought for \d+ of \d+ inputs;", said)


def test_a_large_case_is_worked_out_in_parts_that_fit() -> None:
    """12 workloads x 8 options x 240 months: 23,040 numbers a step and future, so 954 futures at a time instead of 20,000."""
    assert draws_at_once(grown(1, 2, 36)) == 20_000
    large = grown(12, 8, 240)
    assert draws_at_once(large) == 22_000_000 // 23_040 == 954
    run = evaluate(large, sample(large, 1_950))
    part = bounds.searched(run)
    assert part.n == 2 * 954
    key = "workloads.w0.active_minutes"
    np.testing.assert_array_equal(part.values[key], run.values[key][: 2 * 954])


def test_many_options_for_many_workloads_end() -> None:
    """Sets of 24 options are 16 million: looking through them stops at the bound of the part."""
    case = grown(7, 24, 12)
    effort = Effort()
    run = evaluate(case, sample(case, 2), effort)
    options = [plan.id for plan in case.options]
    with effort.at_most(3_000 * STEP_CELLS), pytest.raises(TooMuchError):
        mixed_homes(run, "o0", options)
