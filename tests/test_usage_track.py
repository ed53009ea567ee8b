"""`track`: a month by hand, generated histories whose truth is known, months kept, triggers, a budget, the contract."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from usage import written

from model.profile import Problems, Profile, load, loads
from model.profile.actuals import Damaged, Held, TrackedMonth, keep, merged, place_of, read_months, text_of
from model.telling.held import forecast_held, held_so_far
from model.usage.calibration import calibration, distance
from model.usage.expected import DAYS_IN_A_MONTH, days_of, expected, next_month, option_of
from model.usage.measured_months import MeasuredMonth, MeasuredMonths, is_full
from model.usage.told.track_json import TrackDocument, json_schema
from model.usage.track_forecast import Settings, Tracked, hold
from tui.command_line import main

TODAY = date(2027, 4, 10)
TYPED: Mapping[str, str] = {
    "sessions_per_month": "3000 to 5000", "active_minutes": "8 to 14", "searches_per_session": "2 to 5",
    "tokens.input": "150000 to 350000", "tokens.output": "4000 to 9000", "tokens.requests": "10 to 25",
    "tokens.cached_share": "0.6 to 0.85", "success_rate": "0.8 to 0.95",
}  # fmt: skip
MONTHS = [*(date(2026, number, 1) for number in (10, 11, 12)), *(date(2027, number, 1) for number in (1, 2, 3))]


def text(typed: Mapping[str, str] = TYPED, more: str = "") -> str:
    """A profile of one workload whose inputs are ranges, managed today."""
    plain = [f'{key} = "{value}"' for key, value in typed.items() if not key.startswith("tokens.")]
    tokens = [f'{key[7:]} = "{value}"' for key, value in typed.items() if key.startswith("tokens.")]
    lines = ["schema = 1", 'name = "Tracked"', "as_of = 2026-10-01", "horizon_months = 24", 'today = "managed"']
    lines += [
        "[workloads.triage]",
        'model = "claude-opus-5-5"',
        *plain,
        "[workloads.triage.tokens]",
        *tokens,
        "pauses_included = true",
    ]
    lines += [
        "[engineering]",
        "loaded_usd_per_year = 200_000",
        "[options.managed]",
        "build_engineer_weeks = 0",
        "weeks_until_live = 0",
        "upkeep_fte = 0",
    ]
    lines += [
        "[options.own]",
        'kind = "own-stack"',
        "build_engineer_weeks = 6",
        "weeks_until_live = 0",
        "upkeep_fte = 0.2",
    ]
    lines += ["[options.own.sandbox]", 'preset = "e2b"', "vcpu = 2", "memory_gib = 4"]
    return "\n".join(lines) + "\n" + more


def profile_of(typed: Mapping[str, str] = TYPED, more: str = "") -> Profile:
    found = loads(text(typed, more), "tracked.toml")
    assert isinstance(found, Profile), found.sentences()
    return found


def month_of(month: date, truth: Mapping[str, float], noise: random.Random | None = None) -> MeasuredMonth:
    """A measured month whose inputs are the truth, a few percent off where there is noise."""
    inputs = {
        key: value if noise is None else min(value * noise.lognormvariate(0.0, 0.01), 1.0 if value < 1.0 else 1e12)
        for key, value in truth.items()
    }
    return MeasuredMonth(month, "triage", int(truth["sessions_per_month"]), {}, inputs, 0)


def truth_of(profile: Profile, rng: np.random.Generator) -> dict[str, float]:
    """One future of the profile's own."""
    from model.comparison import Case, resolve

    case = resolve(profile, TODAY)
    assert isinstance(case, Case)
    return {key: float(case.inputs[f"workloads.triage.{key}"].quantity.at(rng.random(1))[0]) for key in TYPED}


def tracked(profile: Profile, months: list[MeasuredMonth], **more: Any) -> Tracked:
    found = hold(
        profile, MeasuredMonths(tuple(months), (), ()), (), Settings(TODAY, draws=more.pop("draws", 400), **more)
    )
    assert not isinstance(found, Problems), found.sentences()
    return found


def test_a_forecast_by_hand() -> None:
    """1,000 sessions x 10 minutes x $0.08 an hour = $13.33 a month of 30.4375 days; 31 days of October cost $13.58."""
    typed = {
        "sessions_per_month": "1000", "active_minutes": "10", "searches_per_session": "2", "tokens.input": "100000",
        "tokens.output": "5000", "tokens.requests": "10", "tokens.cached_share": "0.5",
    }  # fmt: skip
    from model.comparison import Case, resolve

    case = resolve(profile_of(typed), TODAY)
    assert isinstance(case, Case)
    assert option_of(case) == "managed"
    lines = expected(case, "managed", 100, 1).lines(date(2026, 10, 1))
    days = 31 / DAYS_IN_A_MONTH
    assert float(lines["triage.runtime"][0]) == pytest.approx(1000 * 10 / 60 * 0.08 * days, rel=1e-12)
    assert float(lines["triage.searches"][0]) == pytest.approx(1000 * 2 * 0.01 * days, rel=1e-12)
    assert float(lines["triage.tokens.output"][0]) == pytest.approx(1000 * 5000 * 20 / 1e6 * days, rel=1e-12)


def test_sessions_of_a_month_follow_the_growth() -> None:
    from model.comparison import Case, resolve

    case = resolve(profile_of({**TYPED, "sessions_per_month": "1000", "growth_per_month": "0.1"}), TODAY)
    assert isinstance(case, Case)
    whole = expected(case, "managed", 10, 1)
    values = whole.input("workloads.triage.sessions_per_month", date(2026, 11, 1))
    assert values is not None
    middle = (date(2026, 11, 1) - date(2026, 10, 1)).days + 15
    assert float(values[0]) == pytest.approx(1000 * 1.1 ** (middle / DAYS_IN_A_MONTH - 0.5), rel=1e-12)


def test_well_made_ranges_are_inside_in_eight_of_ten() -> None:
    profile, rng, noise = profile_of(), np.random.default_rng(5), random.Random(5)
    months = [
        each
        for _ in range(40)
        for truth in [truth_of(profile, rng)]
        for each in tracked(profile, [month_of(month, truth, noise) for month in MONTHS[:3]], draws=300).months
    ]
    found = calibration(months)
    # 40 truths of 8 inputs: 320 of them, so that chance is 0.022; three standard deviations.
    assert found.inside_80 == pytest.approx(0.8, abs=0.07)
    assert found.widen == pytest.approx(1.0, abs=0.2)


def test_too_narrow_ranges_are_called_so() -> None:
    wide, rng, noise = profile_of(), np.random.default_rng(6), random.Random(6)
    halved = {}
    for key, value in TYPED.items():
        low, high = (float(part) for part in value.split(" to "))
        middle, ratio = (low * high) ** 0.5, (high / low) ** 0.25
        halved[key] = f"{middle / ratio:.4f} to {middle * ratio:.4f}"
    narrow = profile_of(halved)
    said, factors = 0, []
    for _ in range(20):
        truth = truth_of(wide, rng)
        found = tracked(narrow, [month_of(month, truth, noise) for month in MONTHS[:3]], draws=300).calibration
        said += "too narrow" in found.sentence
        factors.append(found.widen)
    assert float(np.median([factor for factor in factors if factor is not None])) == pytest.approx(2.0, rel=0.3)
    assert said >= 14


def test_a_broken_input_is_named_first() -> None:
    """One input is two and a half half-widths beyond its range, the others are futures of the profile: it comes first."""
    profile, rng, noise = profile_of(), np.random.default_rng(8), random.Random(8)
    breakable = ["sessions_per_month", "active_minutes", "searches_per_session", "tokens.input", "tokens.output"]
    named = 0
    for number in range(20):
        truth, key = truth_of(profile, rng), breakable[number % len(breakable)]
        low, high = (float(part) for part in TYPED[key].split(" to "))
        truth[key] = (low * high) ** 0.5 * (high / low) ** 1.5
        found = tracked(profile, [month_of(MONTHS[-1], truth, noise)], draws=200)
        named += found.moved[0].key == f"workloads.triage.{key}"
    assert named >= 18


def test_what_moved_adds_up() -> None:
    profile = profile_of()
    found = tracked(profile, [month_of(MONTHS[-1], truth_of(profile, np.random.default_rng(2)))])
    parts = sum(each.worth_usd or 0.0 for each in found.moved) + found.together_usd
    assert parts == pytest.approx(found.total_usd, rel=1e-9)
    assert len(found.moved) == len(TYPED)


def test_distances_and_scores_by_hand() -> None:
    held = Held("a", 50.0, 100.0, 200.0, 400.0)
    assert distance(held) == pytest.approx(2.0)  # twice doubling
    month = TrackedMonth(MONTHS[0], "managed", 1, (), (held,))
    found = calibration([month])
    assert found.inside_80 == 0.0
    assert found.score == pytest.approx((200 - 50 + 10 * (400 - 200)) / 100)
    assert found.widen is None  # of one input nothing is said


def test_full_months_and_weekends() -> None:
    october = [date(2026, 10, 1) + timedelta(days=day) for day in range(31)]
    work = [day for day in october if day.weekday() < 5]
    assert is_full(date(2026, 10, 1), october, TODAY)
    assert is_full(date(2026, 10, 1), work, TODAY)
    assert not is_full(date(2026, 10, 1), october[7:], TODAY)
    assert not is_full(date(2026, 10, 1), october, date(2026, 10, 31))
    assert is_full(date(2026, 10, 1), october[7:], TODAY, since=date(2026, 10, 1))
    assert next_month(date(2026, 12, 1)) == date(2027, 1, 1)
    assert days_of(date(2028, 2, 1)) == 29


def test_months_are_kept_with_the_forecast_of_then(tmp_path: Path) -> None:
    first = TrackedMonth(
        date(2026, 9, 1), "managed", 10, (Held("total", 1.0, 2.0, 3.0, 2.5),), (Held("a", 1.0, 2.0, 3.0, 9.0, False),)
    )
    later = TrackedMonth(date(2026, 9, 1), "managed", 11, (Held("total", 8.0, 9.0, 10.0, 2.6),), ())
    path = place_of(tmp_path / "team.toml")
    assert path.name == "team.actuals.toml"
    assert keep(path, [first])
    assert not keep(path, [first])
    kept = read_months(path)
    assert [(each.lines, each.inputs, each.is_kept) for each in kept] == [(first.lines, first.inputs, True)]
    (month,) = merged(kept, [later])
    assert month.lines == (Held("total", 1.0, 2.0, 3.0, 2.6),)
    assert [name.name for name in tmp_path.iterdir()] == ["team.actuals.toml"]
    assert text_of([month]) == text_of([month])
    path.write_text("schema = 1\n[[months]]\nmonth = 3\n")
    with pytest.raises(Damaged):
        read_months(path)


def sessions(folder: Path, month: date, count: int, minutes: float, tokens: int = 60_000) -> Path:
    """So many sessions, spread over a month, all alike."""
    found = []
    step = timedelta(days=days_of(month)) / count
    for number in range(count):
        at = (np.datetime64(month) + np.timedelta64(int(step.total_seconds() * (number + 0.5)), "s")).astype(str) + "Z"
        usage = {
            "input_tokens": tokens, "output_tokens": 6_000, "cache_read_input_tokens": 3 * tokens, "active_seconds": minutes * 60.0,
            "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0}, "server_tool_use": {"web_search_requests": 3},
        }  # fmt: skip
        agent = {
            "type": "agent",
            "id": "agent_1",
            "name": "triage",
            "version": 1,
            "model": {"id": "claude-opus-5-5", "speed": "standard", "inference_geo": None},
        }
        found.append(
            {
                "id": f"sesn_{month:%m}{number}",
                "type": "session",
                "status": "idle",
                "created_at": at,
                "updated_at": at,
                "agent": agent,
                "usage": usage,
            }
        )
    return written(folder, f"{month:%Y-%m}.json", {"data": found}, lines=False)


DECIDED = """
[decision]
option = "managed"
date = 2026-10-01
[decision.switching_values."workloads.triage.active_minutes"]
now = 10.7
flips_at = 40.0
look_on = 2027-05-01
"""


def test_the_command_from_end_to_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """October: 310 sessions of 12 minutes: 310 x 0.2 h x $0.08 = $4.96 of running time, 310 x 3 x $0.01 = $9.30 of searches."""
    profile = tmp_path / "team.toml"
    profile.write_text(text({**TYPED, "sessions_per_month": "280 to 330"}, DECIDED))
    october = sessions(tmp_path, date(2026, 10, 1), 310, 12.0)
    more = ["--as-of", "2026-11-28", "--draws", "300"]
    assert main(["track", str(profile), str(october), *more, "--json"]) == 0
    out = capsys.readouterr().out
    found = json.loads(out)
    assert list(found)[:4] == ["schema", "months", "calibration", "triggers"]
    TrackDocument.model_validate_json(out)
    (month,) = found["months"]
    assert month["month"] == "2026-10"
    lines = {line["key"]: line for line in month["lines"]}
    assert list(lines["total"])[:4] == ["key", "p10_usd", "p90_usd", "actual_usd"]
    assert lines["triage.runtime"]["actual_usd"] == pytest.approx(310 * 0.2 * 0.08, rel=1e-9)
    assert lines["triage.searches"]["actual_usd"] == pytest.approx(310 * 3 * 0.01, rel=1e-9)
    assert lines["triage.tokens.input"]["actual_usd"] == pytest.approx(310 * 60_000 * 4 / 1e6, rel=1e-9)
    assert lines["total"]["actual_usd"] == pytest.approx(
        sum(line["actual_usd"] for key, line in lines.items() if key != "total"), rel=1e-9
    )
    inputs = {each["key"]: each["actual"] for each in month["inputs"]}
    assert inputs["workloads.triage.active_minutes"] == pytest.approx(12.0)
    assert inputs["workloads.triage.sessions_per_month"] == pytest.approx(310 * DAYS_IN_A_MONTH / 31)
    assert inputs["workloads.triage.tokens.cached_share"] == pytest.approx(0.75)
    (trigger,) = found["triggers"]
    assert (trigger["crossed"], trigger["now"]) == (False, pytest.approx(12.0))
    assert place_of(profile).exists()
    assert "sesn_" not in place_of(profile).read_text()

    november = sessions(tmp_path, date(2026, 11, 1), 300, 45.0)
    assert (
        main(["track", str(profile), str(november), "--as-of", "2026-12-03", "--draws", "300", "--budget", "700"]) == 1
    )
    out = capsys.readouterr().out
    assert "2 months" in out  # October is kept, though its sessions are gone
    assert "has crossed 40" in out
    assert out.splitlines()[1].startswith("What broke first: ")
    assert "active_minutes" in out.splitlines()[1]
    assert "2026 budget of $700" in out
    assert main(["schema", "--of", "track"]) == 0
    assert json.loads(capsys.readouterr().out) == json_schema()
    assert main(["track", str(profile), *more, "--markdown", "--dry"]) == 1  # November is kept, and has crossed
    assert capsys.readouterr().out.startswith("# Forecast against actual")


def test_nothing_to_track_is_wrong_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile = tmp_path / "team.toml"
    profile.write_text(text())
    assert main(["track", str(profile), str(tmp_path / "missing.json")]) == 2
    assert "no full month" in capsys.readouterr().err
    assert not place_of(profile).exists()


def test_a_budget_runs_out_in_a_range_of_months() -> None:
    profile = profile_of()
    truth = truth_of(profile, np.random.default_rng(3))
    found = tracked(profile, [month_of(month, truth) for month in MONTHS], budget_usd=1.0)
    assert found.budget is not None
    assert (found.budget.year, found.budget.first, found.budget.probability) == (2027, date(2027, 1, 1), 1.0)
    never = tracked(profile, [month_of(month, truth) for month in MONTHS], budget_usd=1e9).budget
    assert never is not None
    assert never.first is None
    assert "Within the 2027 budget" in never.sentence


def test_how_often_the_forecast_held_is_one_line(tmp_path: Path) -> None:
    def month(number: int, actual: float) -> TrackedMonth:
        return TrackedMonth(date(2026, number, 1), "managed", 1, (Held("total", 80.0, 100.0, 120.0, actual),), ())

    found = forecast_held([month(7, 90.0), month(8, 150.0), month(9, 100.0)])
    assert (found.held, found.above, found.below, found.months) == (2, 1, 0, 3)
    assert found.said.headline == "The forecast held in 2 of 3 months"
    assert (
        found.said.line == "The forecast held in 2 of 3 months, all others more expensive, the last one September 2026."
    )
    assert forecast_held([month(7, 10.0)]).said.line == "The forecast was too high in July 2026."
    assert forecast_held([]).newest is None
    path = tmp_path / "team.toml"
    path.write_text(text())
    profile = load(path)
    assert isinstance(profile, Profile)
    assert held_so_far(profile) is None
    keep(place_of(path), [month(7, 90.0), month(8, 150.0)])
    kept = held_so_far(profile)
    assert kept is not None
    assert kept.said.cell == "held in 1 of 2"


def test_a_bill_gives_months_whose_sessions_are_gone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """October by days: 31 x $2 of tokens in, 31 x $0.50 read from the cache, 31 x $0.25 of running time, at list prices."""
    rows = [
        {
            "starting_at": f"2026-10-{day:02}T00:00:00Z", "ending_at": f"2026-10-{day + 1:02}T00:00:00Z" if day < 31 else "2026-11-01T00:00:00Z",
            "group": {"agent_id": "triage", "cost_type": kind, "token_type": token},
            "cost": {"amount": str(cents * 0.9), "list_amount": str(cents), "currency": "USD"},
        }
        for day in range(1, 32)
        for kind, token, cents in (("tokens", "uncached_input_tokens", 200), ("tokens", "cache_read_input_tokens", 50), ("session_usage", None, 25))
    ]  # fmt: skip
    profile = tmp_path / "team.toml"
    profile.write_text(text())
    bill = written(
        tmp_path,
        "cost.json",
        {"data": rows, "has_more": False, "next_page": None, "data_refreshed_at": "2026-11-20T00:00:00Z"},
        lines=False,
    )
    assert main(["track", str(profile), str(bill), "--as-of", "2026-11-28", "--draws", "200", "--json"]) == 0
    (month,) = json.loads(capsys.readouterr().out)["months"]
    lines = {line["key"]: line["actual_usd"] for line in month["lines"]}
    assert lines == {
        "triage.tokens.input": pytest.approx(62.0), "triage.tokens.cache": pytest.approx(15.5), "triage.runtime": pytest.approx(7.75),
        "total": pytest.approx(85.25),
    }  # fmt: skip
    assert month["inputs"] == []
