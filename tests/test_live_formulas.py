"""The instructions of a page that answers back say over all futures what the comparison says, whatever is typed."""

from __future__ import annotations

import numpy as np
import pytest
from cases import CODING, DAY, case_of, starter
from generated import profile_text

from model.comparison import Case, evaluate, middle, resolve
from model.comparison.following.traced import NotFollowedError
from model.comparison.run import complete
from model.comparison.sheet import HORIZON
from model.decision.bill.years import months_of
from model.decision.futures.draws import futures
from model.decision.learning.input_rows import deciding_keys
from model.decision.pair.monthly_costs import POCKETS
from model.profile import Problems
from model.quantities import Array
from model.report.live import answering
from model.report.live.follow import Following, follow
from model.report.live.symbols import MANY, Program

STARTERS = (
    "coding-fleet", "coding-session", "high-volume", "regulated-team", "research-agent", "support-desk",
    "support-desk-all-regions",
)  # fmt: skip
DRAWS, WIDTH = 60, 60


def values_of(case: Case) -> tuple[dict[str, Array], dict[str, Array]]:
    """The futures of a case and its middle, the horizon among them."""
    horizon = {HORIZON: np.array([float(case.horizon_months)])}
    return {**complete(futures(case, DRAWS, 1)), **horizon}, {**complete(middle(case)), **horizon}


def assert_same(following: Following, case: Case) -> None:
    """Present value of every option in every future, as the comparison works it out."""
    values, now = values_of(case)
    run = evaluate(case, {key: value for key, value in values.items() if key != HORIZON})
    found = answering.present_values(following, values, now)
    for costs in run.options:
        want = np.broadcast_to(costs.present_value_usd, (run.n,))
        got = np.broadcast_to(found[costs.id], (run.n,))
        np.testing.assert_allclose(got, want, rtol=1e-9, atol=1e-6, err_msg=costs.id)


def moved(case: Case, key: str, text: str) -> Case:
    """The case with one input typed anew, resolved as ``--set`` does."""
    profile = case.profile.changed({key: text})
    assert not isinstance(profile, Problems), profile.sentences()
    found = resolve(profile, DAY)
    assert not isinstance(found, Problems), found.sentences()
    return found


def moves(case: Case, most: int) -> list[tuple[str, str]]:
    """Inputs that decide, each with something else to type: an end of its range, or a range around what it was."""
    run = evaluate(case, complete(middle(case)))
    found = []
    deciding = sorted(key for key in deciding_keys(run) if case.inputs[key].given and ".routes." not in key)
    for place, key in enumerate(deciding[:most]):
        quantity, declared = case.inputs[key].quantity, case.inputs[key].declared
        assert declared is not None
        if quantity.is_range:
            found.append((key, repr(quantity.p95 if place % 2 else quantity.p5)))
        elif not declared.ranges:
            found.append((key, repr(round(quantity.median * 0.6, 3))))
        elif quantity.median > 0.0 and not quantity.whole and quantity.median < 1.0:
            found.append((key, f"{quantity.median * 0.7!r} to {quantity.median * 0.9!r}"))
        elif quantity.median > 0.0 and declared.spec is not None:
            found.append((key, repr(round(min(quantity.median * 1.5, declared.spec.limits[1])))))
    return found


@pytest.mark.parametrize("name", STARTERS)
def test_a_starter_answers_what_the_comparison_answers(name: str) -> None:
    """As it is, and with every input that decides typed anew."""
    case = starter(name)
    following = follow(case, WIDTH)
    assert_same(following, case)
    found = moves(case, 99)
    assert found
    for key, text in found:
        assert_same(following, moved(case, key, text))


@pytest.mark.parametrize("seed", range(25))
def test_a_generated_profile_answers_what_the_comparison_answers(seed: int) -> None:
    """Every kind, place to run, bridge, event and token shape, two to four options; whoever then bridges."""
    case = case_of(profile_text(seed))
    following = follow(case, WIDTH)
    assert_same(following, case)
    for key, text in moves(case, 4):
        try:
            assert_same(following, moved(case, key, text))
        except KeyError:  # of four options not every chain of bridges is followed: a page says so and answers nothing
            assert len(case.options) > 3


@pytest.mark.parametrize("months", [7, 12, 48])
def test_a_shorter_and_a_longer_horizon_is_the_same_instructions(months: int) -> None:
    """Months are laid out beyond the horizon and count nothing there."""
    for case in (starter("support-desk"), starter("high-volume"), case_of(profile_text(0))):
        following = follow(case, WIDTH)
        assert_same(following, moved(case, HORIZON, str(months)))


@pytest.mark.parametrize("name", ["support-desk", "coding-fleet", "high-volume"])
def test_every_month_is_in_its_pocket(name: str) -> None:
    """Mean cost by month and pocket as the years of the comparison are added up from; nothing beyond the horizon."""
    case = starter(name)
    following = follow(case, WIDTH)
    values, now = values_of(case)
    run = evaluate(case, {key: value for key, value in values.items() if key != HORIZON})
    for option, plan in answering.plans(following, now).items():
        want, found = months_of(run, option), answering.months(following, plan, values)
        for pays in POCKETS:
            usd = want.run_usd(pays) + (want.leaving_usd if pays == "invoice" else 0.0)
            np.testing.assert_allclose(found[pays][: case.horizon_months], usd, rtol=1e-9, atol=1e-6)
            assert not found[pays][case.horizon_months :].any()


ANSWERED = (
    CODING.replace('runs_on = "existing-machines"', "")
    + """
[options.own.hosts]
usd_per_hour = 0.5
sessions_per_host = 1
answer_share = 0.9
answer_seconds = 20
"""
)


@pytest.mark.parametrize("sessions", ["300 to 700", "10_000 to 200_000"])
def test_an_answer_target_is_searched_in_every_future(sessions: str) -> None:
    """The machines of a range of volumes, small loads and large ones."""
    case = case_of(ANSWERED, workloads__coding__sessions_per_month=sessions, workloads__coding__growth_per_month=0.03)
    assert_same(follow(case, WIDTH), case)


def test_five_options_are_followed_as_the_choice_of_bridges_looks_at_them() -> None:
    """So many chains could serve that those near the profile are held; as it is, all of them answer."""
    more = "".join(
        f'[options.o{at}]\nkind = "own-stack"\nruns_on = "existing-machines"\nbuild_engineer_weeks = {at + 1}\nupkeep_fte = 0.1\n'
        for at in range(3)
    )
    case = case_of(CODING + more, workloads__coding__waiting_usd_per_month=900_000)
    following = follow(case, WIDTH)
    assert len(following.plans) < 40
    assert any(plan.chain for plan in following.plans)
    assert_same(following, case)


def test_a_value_looked_at_is_refused() -> None:
    """A branch on a value would bake one future in."""
    value = Program().input("a")
    for looked in (bool, float, int, len, iter, np.asarray, np.sort, np.add.reduce):
        with pytest.raises(NotFollowedError):
            looked(value)  # type: ignore[operator]
    with pytest.raises(NotFollowedError):
        value[..., None] * np.ones((1, 1)) + value


def test_equal_work_is_one_instruction_and_constants_leave_none() -> None:
    """Times one and plus nothing leave no trace."""
    program = Program()
    value = program.input("a")
    assert value.shape == (MANY,)
    assert (value * 2.0).place == (value * np.full(1, 2.0)).place
    assert (value * np.ones(1) + 0.0).place == value.place
    assert len(program.instructions) == 5
