"""An analysis of a real profile: every figure foots, mirrors when the pair is swapped, and says no more than it knows."""

from typing import Any

import numpy as np
import pytest
from cases import CODING, DAY, case_of
from msgspec.structs import replace

from model.comparison import Case, Line, evaluate, middle, resolve
from model.decision import Analysis, Limits, analyse, analysis_of, missed, profile_difference
from model.decision.futures.draws import sample
from model.decision.pair.monthly_costs import full_months_usd, planned_months_usd
from model.profile import Problems, Profile, loads

DRAWS = 400
DESK = """
schema = 1
name = "Support desk"
[workloads.tickets]
title = "Tickets"
sessions_per_month = "8k to 15k"
growth_per_month = 0.03
active_minutes = 12
waiting_minutes = 45
pauses_over_5_minutes = 1
searches_per_session = 2
success_rate = 0.85
fallback_usd = 6.0
model = "claude-opus-4-8"
[workloads.tickets.tokens]
input = 50_000
output = 15_000
cached_share = 0.8
requests = 20
[engineering]
loaded_usd_per_year = "200k to 300k"
[options.managed]
build_engineer_weeks = 2
weeks_until_live = 2
upkeep_fte = "0.02 to 0.1"
[options.own]
kind = "own-stack"
title = "Own stack"
build_engineer_weeks = "8 / 16 / 40"
upkeep_fte = "0.1 to 0.8"
meanwhile = "managed"
oncall_usd_per_week = 540
search_usd_per_1000 = 5.0
cache = "1h"
[options.own.sandbox]
preset = "e2b"
vcpu = 2
memory_gib = 4
[options.own.items.postgres]
title = "PostgreSQL"
monthly_usd = 47.45
[events.ga-price]
month = 7
key = "prices.runtime_usd_per_hour"
factor = "1 to 3"
probability = 0.3
"""
HOSTS = """
schema = 1
name = "Staircase"
[workloads.work]
sessions_per_month = 10_000
active_minutes = 60
busy_hours_per_month = 200
[engineering]
loaded_usd_per_year = 208_000
[options.managed]
upkeep_fte = 0
[options.own]
kind = "own-stack"
build_engineer_weeks = 0
weeks_until_live = 0
upkeep_fte = 0
oncall_usd_per_week = 0
[options.own.hosts]
usd_per_hour = 1.0
sessions_per_host = 10
"""


def analysis(text: str, parts: frozenset[str] = frozenset(), **changes: object) -> Analysis:
    """Part one of an analysis, in few draws."""
    return analyse(case_of(text, **changes), DRAWS, parts=parts)


def profile(text: str) -> Profile:
    """A profile that reads without problems."""
    found = loads(text)
    assert not isinstance(found, Problems), found.sentences()
    return found


@pytest.fixture(scope="module")
def desk() -> Analysis:
    """The support desk, everything of part one."""
    return analysis(DESK, frozenset({"one_sided", "break_even", "levers"}))


def swapped(case: Case) -> Case:
    """The same case with A and B exchanged."""
    found = resolve(case.profile, DAY, pair=(case.pair[1], case.pair[0]))
    assert not isinstance(found, Problems)
    return found


def test_lines_foot_to_everything(desk: Analysis) -> None:
    """Lines add up to axes, to invoices and people, to the option; a line is quantity × rate."""
    for row in desk.options:
        for name in ("month_1_usd", "total_usd", "present_value_usd"):
            of_lines = sum(getattr(line, name) for line in row.lines)
            of_axes = sum(getattr(axis, name) for axis in row.axes.values())
            assert of_lines == pytest.approx(getattr(row, name))
            assert of_axes == pytest.approx(getattr(row, name))
        assert row.invoices_usd + row.people_usd + row.elsewhere_usd == pytest.approx(row.total_usd)
        month = row.invoices_month_1_usd + row.people_month_1_usd + row.elsewhere_month_1_usd
        assert month == pytest.approx(row.month_1_usd)
        worth = row.invoices_present_value_usd + row.people_present_value_usd + row.elsewhere_present_value_usd
        assert worth == pytest.approx(row.present_value_usd)
        for line in row.lines:
            if line.quantity_month_1:
                assert line.quantity_month_1 * line.rate_usd_month_1 == pytest.approx(line.month_1_usd)


def test_months_add_up_to_the_total(desk: Analysis) -> None:
    """Build plus the planned months plus leaving is the undiscounted total."""
    for row in desk.options:
        leaving = sum(line.total_usd for line in row.lines if line.phase == "exit")
        assert row.cumulative_usd[-1] + leaving == pytest.approx(row.total_usd)
        assert len(row.monthly_usd) == desk.horizon_months
        elsewhere = sum(line.total_usd for line in row.lines if line.key in ("other.fallback", "other.waiting"))
        assert row.cumulative_agent_usd[-1] == pytest.approx(row.cumulative_usd[-1] - elsewhere)


def test_full_months_leave_the_bridge_out() -> None:
    """Where an option serves from the first day, planned and full months agree; else the full first month is its own."""
    case = case_of(DESK)
    run = evaluate(case, sample(case, DRAWS, 1))
    planned, full = sum(planned_months_usd(run, "own").values()), full_months_usd(run, "own")
    assert full[0] == pytest.approx(np.mean(run.option("own").month_1_usd))
    assert planned[-1] == pytest.approx(full[-1])
    assert planned[0] > full[0], "while nobody serves, every session costs its fallback"


def test_what_decides_adds_up_and_the_rest_is_folded(desk: Analysis) -> None:
    """The rows add up to B − A; tokens and failed sessions cancel and are folded."""
    whole = desk.difference
    assert sum(row.spread.mean_usd for row in whole.rows) == pytest.approx(whole.total.mean_usd)
    assert whole.total.mean_usd == pytest.approx(whole.invoices_usd + whole.people_usd + whole.elsewhere_usd)
    assert {row.key for row in whole.folded} >= {"other.fallback"}
    sizes = [abs(row.spread.mean_usd) for row in whole.rows]
    assert sizes == sorted(sizes, reverse=True)
    assert whole.quantiles_usd[10] == pytest.approx(whole.total.p10_usd)
    only = {row.key: row.only for row in whole.rows}
    assert only["engineering.oncall"] == "own"
    assert only["running"] is None


def test_equal_lines_are_marked_as_cancelling() -> None:
    """Without pauses the tokens cancel although a bridge serves first; the runtime fee does not."""
    found = analysis(DESK, workloads__tickets__pauses_over_5_minutes=0)
    cancels = {(line.key, line.bridge): line.cancels for line in found.option("own").lines}
    assert cancels["tokens.input", None]
    assert cancels["tokens.input", "managed"]
    assert not cancels["runtime.session", "managed"]
    assert {row.key for row in found.difference.folded} >= {"tokens", "other.fallback"}


def test_verdict_of_the_support_desk(desk: Analysis) -> None:
    """Managed wins clearly; its regret is the value of perfect information; facts and sentence agree with the numbers."""
    verdict = desk.verdict
    assert (verdict.option, verdict.strength, verdict.runner_up) == ("managed", "clear", "own")
    assert verdict.saving_expected_usd == pytest.approx(desk.difference.total.mean_usd)
    assert desk.evpi_usd == desk.option("managed").expected_regret_usd
    assert verdict.sentence.startswith("Choose Claude Managed Agents. Own stack costs $")
    assert sum(row.probability_best for row in desk.options) == pytest.approx(1.0)
    assert verdict.headline == "Choose Claude Managed Agents"


def test_unit_costs_are_ratios_of_means() -> None:
    """One session of the article a month: 0.705 a session; two thirds reach the outcome, failures cost 3 elsewhere."""
    changes: dict[str, Any] = {"workloads__coding__success_rate": 0.75, "workloads__coding__fallback_usd": 3}
    row = analysis(CODING, **changes).option("managed")
    assert row.per_session_usd == pytest.approx(0.705 + 0.25 * 3)
    assert row.per_agent_outcome_usd == pytest.approx(0.705 / 0.75)
    assert row.per_resolved_usd == pytest.approx(0.705 + 0.25 * 3)
    assert analysis(CODING).option("managed").per_resolved_usd is None


def test_one_future_has_one_figure() -> None:
    """Without ranges mean, middle and every percentile agree."""
    row = analysis(CODING).option("managed")
    values = {row.present_value_usd, row.middle_usd, row.p10_usd, row.p50_usd, row.p90_usd}
    assert len(values) == 1


def test_swapping_the_pair_mirrors_every_figure() -> None:
    """A against B is B against A with every sign turned."""
    case = case_of(DESK)
    parts = frozenset({"one_sided", "break_even"})
    one, other = analyse(case, DRAWS, parts=parts), analyse(swapped(case), DRAWS, parts=parts)
    assert one.difference.total.mean_usd == pytest.approx(-other.difference.total.mean_usd)
    assert one.difference.total.p10_usd == pytest.approx(-other.difference.total.p90_usd)
    mirrored = {row.key: -row.spread.mean_usd for row in other.difference.rows}
    assert {row.key: row.spread.mean_usd for row in one.difference.rows} == pytest.approx(mirrored)
    assert one.gaps.per_month_usd == pytest.approx(-other.gaps.per_month_usd)
    assert one.gaps.per_session_usd == pytest.approx(-other.gaps.per_session_usd)
    assert one.break_even is not None
    assert other.break_even is not None
    assert one.break_even.factors == pytest.approx(other.break_even.factors)
    assert one.break_even.payback_month == other.break_even.payback_month
    assert one.break_even.larger_build == other.break_even.larger_build
    ledgers = [{(item.key, item.option): item.present_value_usd for item in each.one_sided} for each in (one, other)]
    assert ledgers[0] == pytest.approx(ledgers[1])
    assert one.one_sided_test is not None
    assert other.one_sided_test is not None
    assert one.one_sided_test.without_difference_usd == pytest.approx(-other.one_sided_test.without_difference_usd)
    assert one.one_sided_test.swapped_difference_usd == pytest.approx(-other.one_sided_test.swapped_difference_usd)
    assert replace(one.verdict, facts=()) == replace(other.verdict, facts=())


def test_one_sided_ledger_and_the_comparison_without_it(desk: Analysis) -> None:
    """On-call, an item, an own search price and cache lifetime stand in the ledger; without them and with them moved
    over, the differences follow."""
    ledger = {item.key: item for item in desk.one_sided}
    assert ledger["engineering.oncall"].option == "own"
    assert ledger["infrastructure.postgres"].title == "PostgreSQL"
    assert ledger["options.own.search_usd_per_1000"].present_value_usd < 0.0
    assert ledger["options.own.cache"].rate
    test = desk.one_sided_test
    assert test is not None
    carried = sum(item.present_value_usd for item in desk.one_sided)
    assert test.without_difference_usd == pytest.approx(desk.difference.total.mean_usd - carried)
    assert test.swapped_difference_usd == pytest.approx(desk.difference.total.mean_usd - 2 * carried)


def test_break_even_factor_makes_both_sides_equal() -> None:
    """Setting the sessions to the reported factor makes the expected present values equal."""
    changes: dict[str, Any] = {"options__own__upkeep_fte": 0.05, "options__own__sandbox__usd_per_vcpu_hour": 0.001}
    changes["options__own__sandbox__usd_per_gib_hour"] = 0.001
    changes["workloads__tickets__pauses_over_5_minutes"] = 0
    case = case_of(DESK, **changes)
    run = evaluate(case, sample(case, DRAWS, 1))
    found = analysis_of(run, draws=DRAWS, seed=1, parts=frozenset({"break_even"})).break_even
    assert found is not None
    assert len(found.factors) == 1
    values = run.present_values(sessions_factor=np.array([[found.factors[0]]]))
    assert np.mean(values["own"]) == pytest.approx(np.mean(values["managed"]), rel=1e-9)
    mean_sessions = float(np.mean(run.values["workloads.tickets.sessions_per_month"]))
    assert found.sessions_per_month == pytest.approx([found.factors[0] * mean_sessions])
    assert found.cheaper_above == ("own",)


def test_every_crossing_of_a_staircase() -> None:
    """Machines of 10 slots at $730 a month against $0.08 an hour: 10,000 hours in 200 busy hours are 50 slots, 5
    machines, $3,650 against $800; the stair is dearer everywhere, until cheap machines win in part."""
    assert analysis(HOSTS, frozenset({"break_even"})).break_even is not None
    cheap = analysis(HOSTS, frozenset({"break_even"}), options__own__hosts__usd_per_hour=0.2)
    found = cheap.break_even
    assert found is not None
    case = case_of(HOSTS, options__own__hosts__usd_per_hour=0.2)
    run = evaluate(case, middle(case))
    assert len(found.factors) >= 3
    for factor, above in zip(found.factors, found.cheaper_above, strict=True):
        below, over = (run.present_values(sessions_factor=np.array([[factor * near]])) for near in (1 - 1e-9, 1 + 1e-9))
        sides = [np.mean(each["own"]) - np.mean(each["managed"]) for each in (below, over)]
        assert sides[0] * sides[1] <= 0.0
        assert above == ("own" if sides[1] < 0.0 else "managed")


def test_a_crossing_of_uncertain_machines_holds_over_all_draws() -> None:
    """With ranges every draw has its own stairs; at the reported factor both sides cost the same, up to one machine
    over the whole horizon in one of the draws."""
    changes: dict[str, Any] = {"options__own__hosts__usd_per_hour": "0.15 to 0.25"}
    changes["workloads__work__sessions_per_month"] = "5k to 20k"
    case = case_of(HOSTS, **changes)
    run = evaluate(case, sample(case, 2_000, 1))
    found = analysis_of(run, draws=2_000, seed=1, parts=frozenset({"break_even"})).break_even
    assert found is not None
    assert len(found.factors) == 1
    values = run.present_values(sessions_factor=np.array([[found.factors[0]]]))
    one_stair = 0.25 * 730 * 36 / 2_000
    assert np.mean(values["own"]) == pytest.approx(np.mean(values["managed"]), abs=one_stair)


def test_machines_of_the_middle_case() -> None:
    """10,000 hours in 200 busy hours are 50 at once: 5 machines of 10."""
    assert analysis(HOSTS).option("own").hosts_month_1 == 5


def test_a_profile_against_itself_differs_by_nothing() -> None:
    """No difference, no worth, exactly."""
    found = profile_difference(profile(DESK), profile(DESK), DAY, DRAWS)
    assert not isinstance(found, Problems)
    assert found.rows == ()
    assert set(found.total_usd.values()) == {0.0}


def test_what_each_difference_is_worth_adds_up() -> None:
    """Longer runs, another upkeep and no event: first and last on average, the rest together, footing to the whole."""
    other = DESK.replace("active_minutes = 12", "active_minutes = 20").replace('"0.1 to 0.8"', '"0.2 to 0.5"')
    other = other[: other.index("[events.ga-price]")]
    found = profile_difference(profile(DESK), profile(other), DAY, DRAWS)
    assert not isinstance(found, Problems)
    assert {row.key for row in found.rows} == {
        "workloads.tickets.active_minutes",
        "options.own.upkeep_fte",
        "events.ga-price",
    }
    for option in found.options:
        parts = sum(row.worth_usd[option] for row in found.rows if row.worth_usd is not None)
        assert parts + found.together_usd[option] == pytest.approx(found.total_usd[option], rel=1e-12)
        assert found.total_usd[option] == found.b_usd[option] - found.a_usd[option]
    assert found.rows[1].worth_usd is not None
    assert found.rows[1].worth_usd["managed"] == 0.0


def test_must_have_rules_out_and_has_a_price() -> None:
    """What an option fails excludes it before money; the price is what the next best costs more."""
    found = analysis(DESK, requirements__must=["hipaa"])
    assert found.verdict.strength == "only"
    assert found.verdict.option == "own"
    assert found.verdict.conditions == ("if Own stack passes HIPAA agreement",)
    assert found.must_have_prices[0].present_value_usd == pytest.approx(found.difference.total.mean_usd)
    assert not found.option("managed").eligible
    told = analysis(DESK, requirements__must=["hipaa"], options__own__meets=["hipaa"])
    assert told.verdict.conditions == ()


def test_sandbox_size_is_a_computed_must_have() -> None:
    """16 GiB: the managed sandbox offers 8, the own one has 4 as typed; nothing is left, and the verdict says why."""
    found = analysis(DESK, requirements__sandbox_memory_gib=16)
    assert found.verdict.option is None
    assert found.verdict.strength == "none"
    assert len(found.verdict.missing) == 2
    assert analysis(DESK, requirements__sandbox_memory_gib=4).verdict.option == "managed"


def test_session_starts_against_the_request_limit() -> None:
    """300 starts a minute are 219,000 an hour-month of 730 hours × 60: 20 million sessions a month are too many."""
    found = analysis(DESK, workloads__tickets__sessions_per_month="20M")
    row = found.option("managed").must_haves[0]
    assert (row.key, row.status) == ("session_starts", "fail")
    later = analysis(DESK, workloads__tickets__sessions_per_month="12M").option("managed").must_haves[0]
    assert later.status == "unknown"


def test_limits_of_check(desk: Analysis) -> None:
    """Every limit that does not hold is named, with both figures."""
    assert missed(desk, Limits(expect="managed", min_probability=0.9, max_monthly_usd=1e6)) == ()
    found = missed(desk, Limits(expect="own", min_probability=0.9, max_monthly_usd=10, max_per_outcome_usd=0.1))
    assert [item.limit for item in found] == ["expect", "min-probability", "max-monthly-usd", "max-per-outcome-usd"]
    with pytest.raises(ValueError, match="no option 'else'"):
        missed(desk, Limits(expect="else"))


def test_levers_and_where_the_bill_goes(desk: Analysis) -> None:
    """Halving the searches saves half of their line; the bill's shares are said; a loop over a weekend has a price."""
    line = next(line for line in desk.option("managed").lines if line.key == "tools.web_search")
    lever = {each.key: each for each in desk.levers}["searches"]
    assert lever.usd_per_month == pytest.approx(0.5 * line.month_1_usd)
    assert lever.set == {"workloads.tickets.searches_per_session": "1"}
    assert "tokens" in desk.attribution[0]
    weekend = desk.runaway[0]
    assert weekend.usd_without_cap == pytest.approx(60 * (0.4375 + 0.08 * 0.2 + 0.02 + lost_cache()) / 0.2, rel=0.2)


def lost_cache() -> float:
    """One mean prompt of 2,500 tokens moved from read to write: 2,500 × (6.25 − 0.50) per million."""
    return 2_500 * (6.25 - 0.50) / 1e6


def test_line_records_cover_the_lines_of_the_run() -> None:
    """Nothing that costs money is left out of the rows."""
    case = case_of(DESK)
    run = evaluate(case, sample(case, DRAWS, 1))
    rows = analysis_of(run, draws=DRAWS, seed=1, parts=frozenset()).option("own").lines
    lines: tuple[Line, ...] = run.option("own").lines
    assert [row.key for row in rows] == [line.key for line in lines]
