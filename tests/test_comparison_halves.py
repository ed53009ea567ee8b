"""Inputs that belong together of which only some are written: never a crash, left out alike or named as unpriced."""

from collections.abc import Mapping

import pytest
from cases import CODING, DAY, case_of, month_1, run_of, starter
from hypothesis import given, settings
from hypothesis import strategies as st

from model.comparison import Case, evaluate, middle, resolve
from model.decision import analyse
from model.decision.records.analysis import PARTS, Analysis
from model.profile import Problems, Profile, loads, starters

RICH = """
schema = 1
name = "Everything at once"
today = "managed"
horizon_months = 24
discount_rate = 0.1
pair = ["managed", "own"]
[workloads.tickets]
title = "Tickets"
sessions_per_month = "8k to 15k"
growth_per_month = 0.03
sessions_at_most = 60_000
active_minutes = 12
waiting_minutes = 45
pauses_over_5_minutes = 1
pauses_over_1_hour = 0.5
searches_per_session = 2
success_rate = 0.85
fallback_usd = 6.0
waiting_usd_per_month = 500
batch_share = 0.1
model = "claude-opus-4-8"
speed = "fast"
inference = "us"
busy_hours_per_month = 300
peak_in_busy_hours = 1.3
tools.maps = { calls = 3, usd_per_1000 = 5 }
tokens = { input = 50_000, output = 15_000, cached_share = 0.5, write_5m_share = 0.1, write_1h_share = 0.1, requests = 20 }
[workloads.loops]
sessions_per_month = 2_000
active_minutes = 4
routes.easy = { model = "claude-haiku-4-5", share = 0.6, turns_factor = 1.1, token_factor = 1.2, success_rate = 0.8 }
routes.hard = { model = "claude-opus-4-8", share = 0.4 }
loop = { turns = 5, prompt = 20_000, added = 500, output = 100 }
[workloads.bills]
sessions_per_month = 700
active_minutes = 3
token_usd_per_session = 0.45
[workloads.bare]
sessions_per_month = 700
active_minutes = 3
model = "claude-opus-4-8"
[engineering]
salary_usd_per_year = "150k to 200k"
load_factor = 1.3
hours_per_year = 2080
salary_change_per_year = 0.02
[options.managed]
upkeep_fte = 0.1
weeks_until_live = 2
leave_usd = 5_000
leave_probability = 0.2
runtime_usd_per_hour = 0.08
[options.own]
kind = "own-stack"
build_engineer_weeks = "8 / 16 / 40"
builders = 2
overrun_factor = "published"
upkeep_fte = "published"
meanwhile = "managed"
oncall_usd_per_week = 540
oncall_tiers = 2
incidents_per_month = 2
incident_hours = 3
incident_people = 2
search_usd_per_1000 = 5.0
cache = "1h"
batch = true
token_discount_share = 0.05
token_price_factor = 1.1
token_count_factor = 1.05
kept_while_waiting = 0.2
idle_tail_minutes = 2
leave_usd = 100
sandbox = { preset = "e2b", vcpu = 2, memory_gib = 4, cpu_share = 0.8, plan_usd_per_month = 150 }
items.postgres = { monthly_usd = 47.45, per_session_usd = 0.001, per_active_hour_usd = 0.01 }
workloads.tickets = { success_rate = 0.83, tools.maps = { calls = 4, usd_per_1000 = 6 }, tokens = { input = 60_000, output = 16_000, cached_share = 0.4, requests = 22 } }
workloads.loops = { loop = { turns = 6, prompt = 21_000, added = 400, output = 90 }, tools.codes = { calls = 2, usd_per_1000 = 9 } }
workloads.bills = { token_usd_per_session = 0.5 }
workloads.bare = { tokens = { input = 60_000, output = 16_000 }, model = "claude-haiku-4-5" }
[options.machines]
kind = "managed-own-server"
build_engineer_weeks = 4
upkeep_fte = 0.2
runtime_usd_per_hour = 0.05
batch = false
hosts = { preset = "hetzner-cpx32", usd_per_hour = 0.5, sessions_per_host = 4, spare_hosts = 1, minimum_hosts = 2, answer_share = 0.9, answer_seconds = 20 }
workloads.bills = { tokens = { input = 60_000, output = 16_000 }, model = "claude-haiku-4-5" }
workloads.loops = { routes.easy.share = 0.5, routes.hard.share = 0.4, routes.extra = { share = 0.1, model = "claude-sonnet-4-6" } }
[options.boxes]
kind = "managed-own-sandboxes"
build_engineer_weeks = 4
upkeep_fte = 0.2
hosts = { usd_per_hour = 0.5, sessions_per_host = 4, utilisation = 0.7, off_when_quiet = true }
workloads.bare = { routes.only = { share = 1, model = "claude-haiku-4-5" }, loop = { turns = 6, prompt = 21_000, added = 400, output = 90 } }
[requirements]
must = ["hipaa"]
sandbox_memory_gib = 4
[events.price]
month = 7
key = "prices.runtime_usd_per_hour"
factor = "1 to 3"
probability = 0.6
[events.tokens]
month = 9
key = "workloads.tickets.tokens.output"
factor = 1.5
probability = 0.6
[correlations.size]
between = ["workloads.tickets.sessions_per_month", "options.own.upkeep_fte"]
rank = 0.5
[prices]
token_change_per_year = -0.1
token_discount_share = 0.02
search_usd_per_1000 = 9
[decision]
option = "own"
date = 2026-10-01
by = "us"
note = "why"
[decision.switching_values."options.own.upkeep_fte"]
now = 0.3
flips_at = 0.2
look_on = 2026-11-01
"""

SESSIONS, MILLION = 10_000, 1e6
TOKENS_IN, TOKENS_OUT = 50_000, 15_000
USD_IN, USD_OUT = 5.0, 25.0
TOTALS = ("workloads.coding.tokens.input", "workloads.coding.tokens.output")
LOOP = {"turns": 5, "prompt": 20_000, "added": 500, "output": 100}


def rich() -> Profile:
    profile = loads(RICH)
    assert not isinstance(profile, Problems), profile.sentences()
    return profile


PROFILES = {each.name: starter(each.name).profile for each in starters()} | {"rich": rich()}


def answered(profile: Profile, without: tuple[str, ...], parts: frozenset[str]) -> Analysis | Problems:
    """What is said of a profile without these keys; an exception is what this file is about."""
    changed = profile.changed(dict.fromkeys(without))
    case = changed if isinstance(changed, Problems) else resolve(changed, DAY)
    return case if isinstance(case, Problems) else analyse(case, draws=4, parts=parts)


def without(*keys: str, text: str = CODING, **changes: object) -> Case:
    """The case of a profile text without some of its keys."""
    return case_of(text, **{key.replace(".", "__"): None for key in keys}, **changes)


def told(case: Case) -> tuple[str, ...]:
    """What the calculation warns of, in words."""
    return tuple(warned.sentence for warned in case.warnings)


def left_out(case: Case) -> Mapping[str, tuple[str, ...]]:
    """The keys to write for what each option lacks."""
    run = evaluate(case, middle(case))
    return {costs.id: tuple(gap.write for gap in costs.unpriced) for costs in run.options}


def test_everything_at_once_is_compared() -> None:
    found = answered(PROFILES["rich"], (), PARTS)
    assert isinstance(found, Analysis)
    assert len(found.options) == 4


@pytest.mark.parametrize("name", PROFILES)
def test_no_key_is_missed_by_an_exception(name: str) -> None:
    for key in PROFILES[name].leaves:
        assert isinstance(answered(PROFILES[name], (key,), frozenset()), Analysis | Problems), key


@settings(max_examples=60)
@given(st.data())
def test_no_two_keys_are_missed_by_an_exception(data: st.DataObject) -> None:
    profile = PROFILES[data.draw(st.sampled_from(list(PROFILES)))]
    keys = st.sampled_from(list(profile.leaves))
    assert isinstance(answered(profile, (data.draw(keys), data.draw(keys)), PARTS), Analysis | Problems)


@pytest.mark.parametrize(
    ("gone", "line", "usd", "named"),
    [
        (TOTALS[1], "tokens.input", SESSIONS * TOKENS_IN / MILLION * USD_IN, "tokens out"),
        (TOTALS[0], "tokens.output", SESSIONS * TOKENS_OUT / MILLION * USD_OUT, "tokens in"),
    ],
)
def test_half_of_the_totals_is_counted_and_the_other_half_cancels(gone: str, line: str, usd: float, named: str) -> None:
    case = without(gone)
    run = evaluate(case, middle(case))
    for option in ("managed", "own"):
        assert month_1(run, option, "tokens.") == pytest.approx(usd)
        assert month_1(run, option, line) == pytest.approx(usd)
        assert run.option(option).complete
    assert f"coding: {gone} is not written, so {named} are counted in no option" in told(case)


def test_shares_of_tokens_that_nobody_gave_are_said_to_be_left_out() -> None:
    case = without(*TOTALS, workloads__coding__tokens__cached_share=0.8)
    assert month_1(evaluate(case, middle(case)), "managed", "tokens.") == 0.0
    (warning,) = told(case)
    assert warning.startswith(f"coding: {TOTALS[0]} and {TOTALS[1]} are not written")


@pytest.mark.parametrize("gone", LOOP)
def test_a_loop_without_a_part_counts_no_token(gone: str) -> None:
    shape = {f"workloads__coding__loop__{part}": value for part, value in LOOP.items() if part != gone}
    case = without(*TOTALS, **shape)
    run = evaluate(case, middle(case))
    assert month_1(run, "own", "tokens.") == 0.0
    assert run.option("own").complete
    assert told(case) == (f"coding: workloads.coding.loop.{gone} is not written, so tokens are counted in no option",)


def test_what_one_option_lacks_is_unpriced_there() -> None:
    case = without(TOTALS[1], options__own__workloads__coding__tokens__output=TOKENS_OUT)
    assert left_out(case) == {"managed": (TOTALS[1],), "own": ()}
    assert not case.warnings


def test_tokens_of_one_option_alone_are_priced_there_and_missed_elsewhere() -> None:
    own = {f"options__own__{key.replace('.', '__')}": count for key, count in zip(TOTALS, (60_000, 9_000), strict=True)}
    case = without(*TOTALS, **own)
    usd = SESSIONS * (60_000 * USD_IN + 9_000 * USD_OUT) / MILLION
    assert month_1(evaluate(case, middle(case)), "own", "tokens.") == pytest.approx(usd)
    assert left_out(case) == {"managed": TOTALS, "own": ()}


def test_a_form_of_its_own_is_completed_beside_its_first_half() -> None:
    shape = {f"workloads__coding__loop__{part}": value for part, value in LOOP.items()}
    case = without(*TOTALS, **shape, options__own__workloads__coding__tokens__output=TOKENS_OUT)
    assert left_out(case)["own"] == (f"options.own.{TOTALS[0]}",)


def test_routes_of_one_option_alone_have_their_defaults() -> None:
    run = run_of(CODING + '[options.own.workloads.coding.routes.cheap]\nshare = 1\nmodel = "claude-haiku-4-5"\n')
    usd = SESSIONS * (TOKENS_IN * 1.0 + TOKENS_OUT * 5.0) / MILLION
    assert month_1(run, "own", "tokens.") == pytest.approx(usd)


def test_a_route_without_a_model_names_the_model_of_the_route() -> None:
    case = case_of(CODING + "[workloads.coding.routes.only]\nshare = 1\n")
    assert left_out(case)["own"] == ("workloads.coding.routes.only.model",)


def test_half_a_tool_is_left_out_alike_or_unpriced() -> None:
    tool = "workloads.coding.tools.maps"
    shared = f"{CODING}[{tool}]\ncalls = 3\n"
    case = case_of(shared)
    assert told(case) == (f"coding: {tool}.usd_per_1000 is not written, so maps are counted in no option",)
    one = case_of(f"{shared}[options.own.{tool}]\nusd_per_1000 = 5\n")
    assert left_out(one) == {"managed": (f"{tool}.usd_per_1000",), "own": ()}
    assert month_1(evaluate(one, middle(one)), "own", "tools.maps") == pytest.approx(SESSIONS * 3 / 1_000 * 5.0)
    assert not case_of(f"{CODING}[{tool}]\ncalls = 0\n").warnings


def test_a_tool_of_one_option_alone_is_a_line_of_it() -> None:
    run = run_of(CODING + "[options.own.workloads.coding.tools.codes]\ncalls = 2\nusd_per_1000 = 9\n")
    assert month_1(run, "own", "tools.codes") == pytest.approx(SESSIONS * 2 / 1_000 * 9.0)
    assert month_1(run, "managed", "tools.codes") == 0.0


@pytest.mark.parametrize(
    ("told", "missed"),
    [
        ({"incidents_per_month": 2}, ("incident_hours",)),
        ({"incident_hours": 3}, ("incidents_per_month",)),
        ({"incident_people": 2}, ("incidents_per_month", "incident_hours")),
        ({"incidents_per_month": 0}, ()),
        ({"incidents_per_month": 2, "incident_hours": 3}, ()),
    ],
)
def test_incidents_of_which_half_is_known_are_unpriced(told: dict[str, int], missed: tuple[str, ...]) -> None:
    case = case_of(CODING, **{f"options__own__{name}": number for name, number in told.items()})
    assert left_out(case)["own"] == tuple(f"options.own.{name}" for name in missed)
