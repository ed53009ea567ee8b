"""Live dates, bridges, waiting, growth, drift, events and leaving, each against months worked by hand."""

import numpy as np
import pytest
from cases import CODING, case_of, month_1, run_of

from model.comparison import Line, Run, evaluate, middle
from model.formulas import hosts

LATER = CODING.replace("sessions_per_month = 10_000", "sessions_per_month = 100").replace(
    "[options.own]", "[options.own]\nweeks_until_live = 26"
)


def line(run: Run, option: str, key: str, bridge: str | None = None) -> Line:
    """The one line of this key."""
    return next(found for found in run.option(option).lines if found.key == key and found.bridge == bridge)


def total(run: Run, option: str, key: str, bridge: str | None = None) -> float:
    """Undiscounted dollars of one line."""
    return float(line(run, option, key, bridge).total_usd[0])


def test_a_bridge_serves_until_the_option_is_live() -> None:
    """26 weeks are 6 months: 6 × 100 h × $0.08 by the bridge, 30 months by the option itself, no runtime fee."""
    run = run_of(LATER, options__own__meanwhile="managed")
    assert float(run.option("own").live_month[0]) == pytest.approx(6)
    assert total(run, "own", "runtime.session", "managed") == pytest.approx(6 * 100 * 0.08)
    assert total(run, "own", "tokens.output") == pytest.approx(30 * 100 * 15_000 * 25 / 1e6)
    assert total(run, "own", "tokens.output", "managed") == pytest.approx(6 * 100 * 15_000 * 25 / 1e6)
    assert float(line(run, "own", "runtime.session", "managed").month_1_usd[0]) == 0.0


def test_nobody_serving_costs_what_waiting_costs() -> None:
    """With nobody meanwhile, 6 months × $1,000 are charged and nothing runs."""
    changes = {"options__own__meanwhile": "nobody", "workloads__coding__waiting_usd_per_month": 1_000}
    run = run_of(LATER, **changes)
    assert total(run, "own", "other.waiting") == pytest.approx(6 * 1_000)
    assert all(found.bridge is None for found in run.option("own").lines)
    assert float(run.option("own").sessions_served[0]) == pytest.approx(30 * 100)
    assert float(run.option("own").sessions_total[0]) == pytest.approx(36 * 100)


def test_waiting_without_a_figure_costs_the_fallback_of_every_session() -> None:
    """6 months × 100 sessions × $6 where nobody serves and only fallback_usd is written."""
    run = run_of(LATER, options__own__meanwhile="nobody", workloads__coding__fallback_usd=6)
    assert total(run, "own", "other.waiting") == pytest.approx(6 * 100 * 6)


def test_a_bridge_is_built_once_and_only_where_it_serves() -> None:
    """Building the bridge: 2 weeks × 40 h × $100; not at all when the option is live before it."""
    run = run_of(LATER, options__managed__build_engineer_weeks=2, options__own__meanwhile="managed")
    assert total(run, "own", "engineering.build", "managed") == pytest.approx(2 * 40 * 208_000 / 2_080)
    sooner = run_of(
        LATER,
        options__managed__build_engineer_weeks=2,
        options__own__weeks_until_live=1,
        options__own__meanwhile="managed",
    )
    assert total(sooner, "own", "engineering.build", "managed") == 0.0


def test_present_value_discounts_each_month() -> None:
    """$800 of runtime a month over 36 months at 10 % a year: Σ 800 / 1.1^(m/12)."""
    run = run_of(CODING)
    expected = sum(10_000 * 0.08 / 1.1 ** (month / 12) for month in range(1, 37))
    assert float(line(run, "managed", "runtime.session").present_value_usd[0]) == pytest.approx(expected)


def test_sessions_grow_until_their_ceiling() -> None:
    """100 × 1.03^(m − 1), at most 150."""
    run = run_of(LATER, workloads__coding__growth_per_month=0.03, workloads__coding__sessions_at_most=150)
    expected = sum(min(100 * 1.03 ** (month - 1), 150) for month in range(1, 37))
    assert float(run.option("managed").sessions_total[0]) == pytest.approx(expected)


def test_salaries_drift_and_stipends_stay() -> None:
    """Upkeep of month m costs 1.05^((m − 1)/12) of today's; on-call stays 540 × 52 / 12."""
    changes = {
        "options__managed__upkeep_fte": 0.5,
        "options__managed__oncall_usd_per_week": 540,
        "engineering__salary_change_per_year": 0.05,
    }
    run = run_of(CODING, **changes)
    upkeep = sum(0.5 * 208_000 / 12 * 1.05 ** ((month - 1) / 12) for month in range(1, 37))
    assert total(run, "managed", "engineering.upkeep") == pytest.approx(upkeep)
    assert total(run, "managed", "engineering.oncall") == pytest.approx(36 * 540 * 52 / 12)


EVENT = '\n[events.ga]\nmonth = 7\nkey = "prices.runtime_usd_per_hour"\nfactor = 2\nprobability = {probability}\n'


@pytest.mark.parametrize(("probability", "months_at_double"), [(0.5, 30), (0.49, 0)])
def test_an_event_counts_in_the_middle_case_from_one_half(probability: float, months_at_double: int) -> None:
    """Six months at $0.08, then $0.16 if the event is at least as likely as not."""
    run = run_of(CODING + EVENT.format(probability=probability))
    expected = 10_000 * (0.08 * (36 - months_at_double) + 0.16 * months_at_double)
    assert total(run, "managed", "runtime.session") == pytest.approx(expected)


def test_leaving_is_paid_in_full_when_a_plan_replaces_what_serves_today() -> None:
    """Today's managed is left in month 6: $9,000 discounted by half a year; and it has no build anywhere."""
    changes = {"options__managed__leave_usd": 9_000, "options__managed__build_engineer_weeks": 5}
    run = run_of(LATER.replace('name = "Coding session"', 'name = "Coding session"\ntoday = "managed"'), **changes)
    left = line(run, "own", "exit.leaving", "managed")
    assert float(left.total_usd[0]) == pytest.approx(9_000)
    assert float(left.present_value_usd[0]) == pytest.approx(9_000 / 1.1**0.5)
    assert not [
        found
        for option in run.options
        for found in option.lines
        if found.key == "engineering.build" and "managed" in (option.id, found.bridge) and option.id == "managed"
    ]
    assert float(run.option("managed").live_month[0]) == 0.0


def test_leaving_with_a_probability_is_paid_in_the_middle_of_the_horizon() -> None:
    """0.2 × $10,000, discounted by 18 months."""
    run = run_of(CODING, options__managed__leave_usd=10_000, options__managed__leave_probability=0.2)
    assert float(line(run, "managed", "exit.leaving").present_value_usd[0]) == pytest.approx(0.2 * 10_000 / 1.1**1.5)


HOSTS = (
    CODING.replace('runs_on = "existing-machines"\n', "").replace(
        "sessions_per_month = 10_000", "sessions_per_month = 7_300"
    )
    + """
[options.own.hosts]
usd_per_hour = 0.58
sessions_per_host = 4
utilisation = 0.7
spare_hosts = 1
"""
)


def test_machines_come_in_whole_numbers() -> None:
    """7,300 h / 730 h = 10 at once; ceil(10 / 0.7) = 15 slots; ceil(15 / 4) + 1 = 5 machines × 730 h × $0.58."""
    run = run_of(HOSTS)
    assert float(np.squeeze(run.option("own").hosts_month_1)) == 5
    assert month_1(run, "own", "hosts.machines") == pytest.approx(5 * 730 * 0.58)


def test_machines_off_when_quiet_are_paid_for_busy_hours_only() -> None:
    """In 200 busy hours 36.5 run at once; ceil(36.5 / 0.7) = 53 slots; 14 + 1 machines × 200 h × $0.58."""
    run = run_of(HOSTS, workloads__coding__busy_hours_per_month=200, options__own__hosts__off_when_quiet=True)
    assert month_1(run, "own", "hosts.machines") == pytest.approx(15 * 200 * 0.58)


def test_erlang_c_finds_the_published_number_of_agents() -> None:
    """https://www.callcentrehelper.com/erlang-c-formula-example-121281.htm: 10 erlangs of 3 minutes, 80 % in 20 s need 14."""
    target = hosts.AnswerTarget(np.array([0.8]), np.array([20.0]))
    assert hosts.slots_for_target(np.array([10.0]), np.array([3 / 60]), target)[0] == 14


def test_idle_tails_are_never_longer_than_the_pause() -> None:
    """10 min tail, 3 pauses in 12 min of waiting: 12 min of tails and one tail of 10 min at the end."""
    text = (
        CODING.replace('runs_on = "existing-machines"\n', "idle_tail_minutes = 10\n")
        + '[options.own.sandbox]\npreset = "e2b"\nvcpu = 2\nmemory_gib = 4\n'
    )
    changes = {
        "workloads__coding__waiting_minutes": 12,
        "workloads__coding__pauses_over_5_minutes": 3,
        "workloads__coding__sessions_per_month": 1,
    }
    run = run_of(text, **changes)
    hours = (60 + 12 + 10) / 60
    assert month_1(run, "own", "sandbox.vcpu") == pytest.approx(hours * 2 * 0.0504)
    assert month_1(run, "own", "sandbox.memory") == pytest.approx(hours * 4 * 0.0162)


def test_batch_sessions_need_no_runtime_and_keep_their_searches() -> None:
    """30 % in Batch on the own stack: tokens × (1 − 0.3 × 0.5), 70 % of the sandbox hours, all searches."""
    text = (
        CODING.replace('runs_on = "existing-machines"\n', "")
        + '[options.own.sandbox]\npreset = "e2b"\nvcpu = 1\nmemory_gib = 1\n'
    )
    changes = {
        "workloads__coding__batch_share": 0.3,
        "workloads__coding__searches_per_session": 2,
        "workloads__coding__sessions_per_month": 1,
    }
    run = run_of(text, **changes)
    assert month_1(run, "own", "tokens") == pytest.approx(0.625 * (1 - 0.3 * 0.5))
    assert month_1(run, "own", "sandbox.vcpu") == pytest.approx(0.7 * 0.0504)
    assert month_1(run, "own", "tools.web_search") == pytest.approx(2 * 10 / 1_000)
    assert month_1(run, "managed", "tokens") == pytest.approx(0.625)
    assert month_1(run, "managed", "runtime") == pytest.approx(0.08)


def test_an_own_server_without_a_runtime_price_is_not_free() -> None:
    """Its runtime line is unpriced and names the key to write; a written 0 is accepted."""
    text = CODING.replace('kind = "own-stack"', 'kind = "managed-own-server"')
    run = run_of(text)
    assert [found.write for found in run.option("own").unpriced] == ["options.own.runtime_usd_per_hour"]
    assert run_of(text, options__own__runtime_usd_per_hour=0).option("own").complete


def test_horizon_of_a_what_if_is_the_profile_with_that_horizon() -> None:
    """Present values over 12 months equal those of the profile that says 12."""
    case = case_of(LATER)
    short = case_of(LATER, horizon_months=12)
    rows = evaluate(case, middle(case)).present_values(horizon_months=np.array([12.0]))
    fresh = evaluate(short, middle(short))
    for option in case.options:
        assert float(rows[option.id][0]) == pytest.approx(float(fresh.option(option.id).present_value_usd[0]))


TODAY = LATER.replace('name = "Coding session"', 'name = "Coding session"\ntoday = "managed"')


def test_leaving_today_at_once_is_paid_at_once() -> None:
    """A successor that is live on the first day replaces today's option on that day: $9,000 in month 0, not discounted."""
    changes = {"options__managed__leave_usd": 9_000, "options__own__weeks_until_live": 0}
    left = line(run_of(TODAY, **changes), "own", "exit.leaving", "managed")
    assert float(left.total_usd[0]) == float(left.present_value_usd[0]) == 9_000


CHAIN = (
    TODAY
    + """
[options.between]
kind = "own-stack"
runs_on = "existing-machines"
build_engineer_weeks = 0
weeks_until_live = 8.666666666666666
upkeep_fte = 0
leave_usd = 500
"""
)


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ({"options__own__meanwhile": "between"}, {"managed": 2, "between": 6}),
        ({"options__own__meanwhile": "between", "options__between__weeks_until_live": 0}, {"managed": 0, "between": 6}),
        ({"options__own__meanwhile": "between", "options__between__weeks_until_live": 40}, {"managed": 6}),
        ({"options__own__meanwhile": "between", "options__between__meanwhile": "nobody"}, {"managed": 2, "between": 6}),
        ({"options__own__meanwhile": "nobody"}, {"managed": 6}),
    ],
)
def test_today_is_paid_off_when_its_successor_in_a_chain_is_live(
    changes: dict[str, object], left: dict[str, int]
) -> None:
    """Of managed, then between from month 2, then own from month 6, each is left in full when the next one is live."""
    run = run_of(CHAIN, options__managed__leave_usd=9_000, **changes)
    fees = {"managed": 9_000, "between": 500}
    paid = {
        found.bridge: float(found.present_value_usd[0])
        for found in run.option("own").lines
        if found.key == "exit.leaving" and found.total_usd[0] > 0.0
    }
    assert paid == pytest.approx({option: fees[option] / 1.1 ** (month / 12) for option, month in left.items()})


def test_a_session_through_batch_needs_no_place_and_shortens_no_other() -> None:
    """Half of 14,600 runs of an hour through Batch leave 10 at once, an hour each, as 7,300 runs without Batch do."""
    answers = {"options__own__hosts__answer_share": 0.8, "options__own__hosts__answer_seconds": 1_200}
    places = {"options__own__hosts__sessions_per_host": 1, "options__own__hosts__spare_hosts": 0, **answers}
    work = "workloads__coding__"
    plain = run_of(HOSTS, **places)
    half = run_of(HOSTS, **places, **{work + "sessions_per_month": 14_600, work + "batch_share": 0.5})
    target = hosts.AnswerTarget(np.array([0.8]), np.array([1_200.0]))
    (needed,) = hosts.slots_for_target(np.array([10.0]), np.array([1.0]), target)
    assert half.option("own").hosts_month_1[0] == plain.option("own").hosts_month_1[0] == needed
    assert (
        needed > hosts.slots_for_target(np.array([10.0]), np.array([0.5]), target)[0]
    )  # as if half ran no time at all
