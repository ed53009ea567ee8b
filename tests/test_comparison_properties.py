"""What must hold for every profile: lines foot, rates scale, options mirror, futures do not see each other."""

from collections.abc import Mapping

import numpy as np
import pytest
from cases import case_of
from generated import profile_text

from model.comparison import Case, Run, evaluate, middle
from model.decision.futures.draws import sample
from model.quantities import Array

SEEDS = range(24)
DRAWS = 40


def drawn(seed: int) -> tuple[Case, Mapping[str, Array]]:
    """A generated case and its draws."""
    case = case_of(profile_text(seed))
    return case, sample(case, DRAWS, seed)


def whole(run: Run, option: str, name: str, **wanted: str) -> Array:
    """The sum of one figure over the lines with these properties."""
    found = [
        getattr(line, name)
        for line in run.option(option).lines
        if all(getattr(line, k) == v for k, v in wanted.items())
    ]
    return np.broadcast_to(sum(found, np.zeros(1)), (DRAWS,))


@pytest.mark.parametrize("seed", SEEDS)
def test_lines_foot_to_axes_payers_and_options(seed: int) -> None:
    """In every future the lines add up by axis and by payer to the option's month 1, total and present value."""
    run = evaluate(*drawn(seed))
    for option in run.options:
        for name in ("month_1_usd", "total_usd", "present_value_usd"):
            figure = np.broadcast_to(getattr(option, name), (DRAWS,))
            axes = sum(whole(run, option.id, name, axis=axis) for axis in {line.axis for line in option.lines})
            paid = sum(whole(run, option.id, name, pays=pays) for pays in ("invoice", "people", "elsewhere"))
            np.testing.assert_allclose(axes, figure, rtol=1e-12)
            np.testing.assert_allclose(paid, figure, rtol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_futures_do_not_see_each_other(seed: int) -> None:
    """A future evaluated alone gives what it gives among others, to the last bit but for the order of sums."""
    case, values = drawn(seed)
    together = evaluate(case, values)
    for index in (0, 7, DRAWS - 1):
        alone = evaluate(case, {k: v[index : index + 1] if v.size > 1 else v for k, v in values.items()})
        for option in together.options:
            expected = np.broadcast_to(option.present_value_usd, (DRAWS,))[index]
            assert float(alone.option(option.id).present_value_usd[0]) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_changed_row_equals_a_run_of_its_own(seed: int) -> None:
    """What-ifs on rows give what evaluating the changed inputs afresh gives, for every input of the case."""
    case, values = drawn(seed)
    run = evaluate(case, values)
    for key, found in case.inputs.items():
        if key == "horizon_months":
            continue
        value = np.array([found.quantity.median * 1.1])
        rows = run.present_values({key: np.stack([value, value * 0.5])})
        fresh = evaluate(case, {**values, key: value})
        for option in case.options:
            row = np.broadcast_to(rows[option.id], (2, DRAWS))[0]
            wanted = np.broadcast_to(fresh.option(option.id).present_value_usd, (DRAWS,))
            np.testing.assert_allclose(row, wanted, rtol=1e-10, err_msg=key)


@pytest.mark.parametrize("seed", SEEDS)
def test_doubling_a_price_doubles_exactly_its_lines(seed: int) -> None:
    """Twice the search price doubles the search lines of options without their own price, and nothing else but what late
    runs cost, which search too."""
    case, values = drawn(seed)
    key = "prices.search_usd_per_1000"
    before, after = evaluate(case, values), evaluate(case, {**values, key: values[key] * 2.0})
    for option in before.options:
        for old, new in zip(option.lines, after.option(option.id).lines, strict=True):
            if old.key == "other.late_runs":
                continue
            factor = 2.0 if old.key == "tools.web_search" else 1.0
            np.testing.assert_array_equal(new.total_usd, old.total_usd * factor)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_added_cost_never_helps_the_option_that_bears_it(seed: int) -> None:
    """More upkeep, more build effort or dearer tokens raise the present value of the option, or leave it."""
    case, values = drawn(seed)
    run = evaluate(case, values)
    for plan in case.options:
        for path, more in (("upkeep_fte", 0.1), ("build_engineer_weeks", 1.0), ("token_price_factor", 0.1)):
            key = f"options.{plan.id}.{path}"
            if path == "build_engineer_weeks" and f"options.{plan.id}.weeks_until_live" not in values:
                continue  # a longer build also moves the live date, which may save running costs
            changed = run.present_values({key: values[key] + more})[plan.id]
            assert np.all(changed >= run.option(plan.id).present_value_usd - 1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_profile_against_itself_differs_by_exactly_nothing(seed: int) -> None:
    """Two runs of the same profile on the same seed are equal to the last bit, and so are all their lines."""
    one, two = evaluate(*drawn(seed)), evaluate(*drawn(seed))
    for option in one.options:
        np.testing.assert_array_equal(option.present_value_usd, two.option(option.id).present_value_usd)


@pytest.mark.parametrize("seed", range(6))
def test_all_sessions_scaled_is_the_profile_with_scaled_sessions(seed: int) -> None:
    """A factor on all sessions is the same as writing that many sessions and that ceiling."""
    case, values = drawn(seed)
    scaled = dict(values)
    for workload in case.workloads:
        for path in ("sessions_per_month", "sessions_at_most"):
            if (key := f"workloads.{workload}.{path}") in scaled:
                scaled[key] = scaled[key] * 3.0
    fresh, rows = evaluate(case, scaled), evaluate(case, values).present_values(sessions_factor=np.array([[3.0]]))
    for option in case.options:
        wanted = np.broadcast_to(fresh.option(option.id).present_value_usd, (DRAWS,))
        np.testing.assert_allclose(np.broadcast_to(rows[option.id], (1, DRAWS))[0], wanted, rtol=1e-9)


def test_the_middle_case_is_a_simulation_with_one_future() -> None:
    """The middle case runs through the same formulas: its arrays hold one future."""
    case = case_of(profile_text(3))
    assert evaluate(case, middle(case)).n == 1
