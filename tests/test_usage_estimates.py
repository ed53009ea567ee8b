"""Ranges of means are right, and a measured profile gives the data's own bill."""

from __future__ import annotations

import json
import math
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from usage import SAMPLES, measured, written

from model.comparison import resolve
from model.decision import analyse
from model.profile import Problems, Profile, load, loads
from model.quantities import Array, Quantity
from model.usage.estimate import growth_range, mean_range, share_range, success_range, volume_range
from model.usage.into_profile import new_text, placed, with_inputs
from model.usage.measured_caps import CostBucket, caps, edge, quantile
from model.usage.measured_inputs import inputs_of, reproduced
from tui.command_line import main

SMALLEST = """
schema = 1
name = "team"
today = "none"

[engineering]
loaded_usd_per_year = "180k to 300k"

[options.managed]
upkeep_fte = 0.1

[options.own]
kind = "own-stack"
upkeep_fte = 0.5

[options.own.sandbox]
preset = "e2b"
vcpu = 2
memory_gib = 4
"""
RHYTHM = np.array([1.2, 1.3, 1.2, 1.2, 1.0, 0.4, 0.3])
CASES = 1_000


def weekly_sums(
    random: np.random.Generator, weeks: int, sigma: float, a_week: int
) -> tuple[Array, Array, Array, Array]:
    """Sums, numbers of sessions and sums of squares by week, and all sessions: log-normal sizes of mean 1, a weekly rhythm, weeks that differ."""
    levels = np.exp(random.normal(-0.005, 0.1, weeks))
    counts = random.poisson(a_week / 7 * np.tile(RHYTHM, weeks)).reshape(weeks, 7).sum(axis=1)
    sizes = [
        np.exp(random.normal(-(sigma**2) / 2, sigma, count)) * level
        for count, level in zip(counts, levels, strict=True)
    ]
    sums, squares = (np.array([(each**power).sum() for each in sizes]) for power in (1, 2))
    return sums, counts.astype(float), squares, np.concatenate(sizes)


@pytest.mark.parametrize("weeks", [4, 8, 26])
@pytest.mark.parametrize(("sigma", "a_week"), [(1.0, 150), (1.6, 150), (1.0, 60), (2.0, 60)])
def test_nine_of_ten_ranges_hold_the_true_mean(weeks: int, sigma: float, a_week: int) -> None:
    random = np.random.default_rng(weeks * 10 + int(sigma))
    held = sessions_held = 0
    for _ in range(CASES):
        sums, counts, squares, sizes = weekly_sums(random, weeks, sigma, a_week)
        found = mean_range(sums, counts, squares=squares)
        assert found is not None
        held += found.p5 <= 1.0 <= found.p95
        low, high = np.quantile(sizes, [0.05, 0.95])
        sessions_held += low <= 1.0 <= high
    assert 0.86 <= held / CASES <= 0.94
    assert sessions_held / CASES > 0.99  # the 5th to the 95th percentile of sessions is no range of the mean


def test_weeks_that_are_alike_leave_the_error_of_their_sessions() -> None:
    """Four weeks of 50 sessions at 1 and 50 at 3: mean 2, deviation 1, so 1.645 x 0.8 x 1 / sqrt(400) = 0.066 either way."""
    sums, counts = np.full(4, 200.0), np.full(4, 100.0)
    found = mean_range(sums, counts, squares=np.full(4, 50.0 * 1 + 50.0 * 9))
    assert found is not None
    assert found.mean == 2.0
    assert math.log(found.p95 / found.mean) == pytest.approx(1.6449 * 0.8 / 20 / 2, rel=0.03)
    assert math.log(found.mean / found.p5) == pytest.approx(1.6449 * 0.8 / 20 / 2, rel=0.03)
    one = mean_range(sums[:1], counts[:1], squares=np.array([500.0]))
    assert one is not None
    assert one.p95 / one.p5 < 1.2  # one week, or one day, says how different its sessions are


def test_a_share_of_weeks_that_are_alike_leaves_the_error_of_its_sessions() -> None:
    """Sessions of 100 tokens, half of them with 80 cached, half with 40: share 0.6, deviation 0.2, 400 sessions."""
    part, whole = np.full(4, 6_000.0), np.full(4, 10_000.0)
    products = (200 * 6_400.0 + 200 * 1_600.0, 200 * 8_000.0 + 200 * 4_000.0, 400 * 10_000.0)
    found = share_range(part, whole, 400, products=products)
    assert found is not None
    assert found.mean == 0.6
    half = 1.6449 * 0.8 * 0.2 / 20
    assert (found.p95 - found.p5) / 2 == pytest.approx(half, rel=0.05)


def test_shares_are_ratios_of_sums_and_stay_shares() -> None:
    found = share_range(np.array([90.0, 900.0]), np.array([100.0, 1_000.0]), 2)
    assert found is not None
    assert found.mean == pytest.approx(0.9)
    wider = share_range(np.array([80.0, 950.0]), np.array([100.0, 1_000.0]), 2)
    assert wider is not None
    assert 0.0 < wider.p5 < 1_030 / 1_100 < wider.p95 < 1.0


def test_success_counts_weeks_that_differ_for_fewer_sessions() -> None:
    alike = success_range(np.array([80.0, 80, 80, 80]), np.full(4, 100.0))
    apart = success_range(np.array([95.0, 65, 95, 65]), np.full(4, 100.0))
    assert alike is not None
    assert apart is not None
    assert alike.mean == apart.mean == 0.8
    assert alike.p95 - alike.p5 == pytest.approx(2 * 1.645 * math.sqrt(0.8 * 0.2 / 400), rel=0.05)
    assert apart.p95 - apart.p5 > 2 * (alike.p95 - alike.p5)


def test_volume_is_the_last_four_weeks_and_growth_takes_eight() -> None:
    weekly = np.array([100.0, 110, 121, 133.1, 146.41, 161.05, 177.16, 194.87])
    assert volume_range(weekly).mean == pytest.approx(weekly[-4:].mean() * 365.25 / 84)
    growth = growth_range(weekly)
    assert growth is not None
    assert growth.mean == pytest.approx(1.1 ** (365.25 / 84) - 1.0, rel=0.01)
    assert growth.p5 > 0.0
    assert growth_range(weekly[:7]) is None


def sessions(path: Path, models: dict[str, list[str]], weeks: int = 9, a_day: int = 6) -> Path:
    """Managed sessions of full weeks: long-tailed sizes, one agent a name, its sessions over its models."""
    random = np.random.default_rng(5)
    rows: list[dict[str, Any]] = []
    begin = datetime(2026, 9, 28, 1)
    for day in range(weeks * 7):
        for place in range(a_day):
            for name, of in models.items():
                size = float(np.exp(random.normal(-0.4, 0.9)))
                at = begin + timedelta(days=day, hours=place)
                usage = {
                    "input_tokens": int(4_000 * size), "output_tokens": int(15_000 * size), "cache_read_input_tokens": int(800_000 * size),
                    "cache_creation": {"ephemeral_5m_input_tokens": int(60_000 * size), "ephemeral_1h_input_tokens": int(5_000 * size)},
                    "server_tool_use": {"web_search_requests": int(3 * size)}, "active_seconds": 600.0 * size,
                }  # fmt: skip
                result = "satisfied" if random.random() < 0.8 else "failed"
                rows.append({
                    "id": f"sesn_{len(rows):05d}", "type": "session", "status": "idle", "created_at": f"{at.isoformat()}Z",
                    "updated_at": f"{(at + timedelta(hours=1)).isoformat()}Z", "usage": usage,
                    "agent": {"id": f"agent_{name}", "name": name, "version": 1, "model": {"id": of[len(rows) % len(of)], "speed": "standard"}},
                    "outcome_evaluations": [{"type": "outcome_evaluation", "outcome_id": "o", "result": result, "iteration": 0}],
                })  # fmt: skip
    return written(path, "sessions.json", {"data": rows, "next_page": None}, lines=False)


def month_of(profile: Profile, workload: str) -> float:
    """What the model says a month of a workload's tokens, runtime and searches costs on Managed Agents, per session."""
    case = resolve(profile, date(2026, 11, 28))
    assert not isinstance(case, Problems)
    option = next(each for each in analyse(case, 4_000, 1).options if each.id == "managed")
    own = [line for line in option.lines if line.workload == workload and line.axis in ("tokens", "runtime", "tools")]
    quantity = profile.quantity(f"workloads.{workload}.sessions_per_month")
    assert isinstance(quantity, Quantity)
    return sum(line.month_1_usd for line in own) / quantity.mean


@pytest.mark.parametrize(
    "models", [{"triage": ["claude-opus-5-5"]}, {"triage": ["claude-opus-5-5", "claude-sonnet-5-5", "claude-sonnet-5-5"], "research": ["claude-opus-4-8"]}]
)  # fmt: skip
def test_a_measured_profile_gives_the_datas_own_bill(tmp_path: Path, models: dict[str, list[str]]) -> None:
    found = measured(sessions(tmp_path, models))
    place = placed(found.estimates, None, {})
    profile = loads(new_text("team", found.estimates, place.inputs, SMALLEST))
    assert isinstance(profile, Profile)
    for each in found.estimates:
        checked = reproduced(each)
        assert checked is not None
        assert abs(checked.off) < 0.01, checked.sentence()
        assert each.usd_per_session is not None
        assert month_of(profile, each.agent) == pytest.approx(each.usd_per_session, rel=0.01)


def test_a_mix_that_inputs_cannot_say_is_said(tmp_path: Path) -> None:
    path = sessions(tmp_path, {"triage": ["claude-opus-5-5"]})
    held = json.loads(path.read_text())
    for row in held["data"][::2]:
        row["agent"]["model"]["speed"] = "fast"
    path.write_text(json.dumps(held))
    checked = reproduced(measured(path).estimates[0])
    assert checked is not None
    assert checked.off < -0.2
    assert "some requests are fast" in checked.sentence()


def test_every_value_says_basis_source_and_what_was_left_out(tmp_path: Path) -> None:
    found = measured(sessions(tmp_path, {"triage": ["claude-opus-5-5"]}))
    (estimates,) = found.estimates
    assert estimates.weeks == 9
    by_key = {each.key: each for each in inputs_of(estimates, "triage")}
    volume = by_key["workloads.triage.sessions_per_month"]
    assert volume.source == "Managed Agents sessions of triage, 28 Sep to 29 Nov 2026, 378"
    assert "growth left alone" in volume.note
    assert volume.raw() == {"value": volume.value, "basis": "measured", "source": volume.source, "note": volume.note}
    assert by_key["workloads.triage.tokens.cached_share"].mean == pytest.approx(800 / 869, rel=1e-3)


def test_into_keeps_comments_and_undoes_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = sessions(tmp_path, {"triage": ["claude-opus-5-5"]})
    target = tmp_path / "team.toml"
    starter = Path(__file__).parent.parent / "profiles" / "support-desk.toml"
    target.write_bytes(starter.read_bytes())
    arguments = ["measure", str(source), "--into", str(target), "--draws", "200"]
    assert main(arguments) == 0
    assert target.read_bytes() == starter.read_bytes()  # nothing is taken unasked
    assert "After (measured)" in capsys.readouterr().err
    assert main([*arguments, "--yes"]) == 0
    before, after = starter.read_text().splitlines(), target.read_text().splitlines()
    assert [line for line in before if line.startswith("#")] == [line for line in after if line.startswith("#")]
    profile = load(target)
    assert isinstance(profile, Profile)
    assert "(cheapest)" in capsys.readouterr().out  # the profile says what a failure costs
    leaf = profile.leaves["workloads.tickets.active_minutes"]
    assert (leaf.basis, "Managed Agents sessions" in leaf.source) == ("measured", True)


def test_new_writes_a_profile_that_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = sessions(tmp_path, {"triage": ["claude-opus-5-5"], "research": ["claude-sonnet-5-5"]}, weeks=5)
    monkeypatch.chdir(tmp_path)
    assert main(["measure", str(source), "--new", "team"]) == 0
    profile = load(tmp_path / "team.toml")
    assert isinstance(profile, Profile)
    assert set(profile.ids("workloads")) == {"triage", "research"}
    assert main(["measure", str(source), "--new", "team"]) == 2  # never over a file
    assert main(["measure", str(source), "--new", "check"]) == 0
    assert "switchpoint open check opens it" in capsys.readouterr().err  # the names of commands win


def test_hours_and_incidents_become_inputs_of_the_own_side(tmp_path: Path) -> None:
    lines = ["day,hours,kind,person"]
    for week in range(6):
        lines += [f"{date(2026, 10, 5) + timedelta(days=7 * week)},20,upkeep,p{person}" for person in (1, 2)]
    path = tmp_path / "hours.csv"
    path.write_text("\n".join(lines))
    found = measured(path, SAMPLES / "engineers" / "pagerduty-raw-incidents.json")
    from model.usage.into_profile import of_option, option_inputs

    by_key = {each.key: each for each in option_inputs(found.worked, found.own_side, of_option(None, "own"))}
    assert by_key["options.own.upkeep_fte"].mean == pytest.approx(1.0)  # 40 hours of 40 a week
    assert by_key["options.own.incident_hours"].mean == 1.0
    assert by_key["options.own.incidents_per_month"].mean == pytest.approx(365.25 / 84 / 6 * 1)
    assert "too low" in by_key["options.own.upkeep_fte"].note


def test_the_own_sides_bill_becomes_unit_costs_and_an_idle_share() -> None:
    found = measured(SAMPLES / "opencost" / "allocation-namespace.json").own_side
    assert found is not None
    assert found.idle_share == pytest.approx(11.726 / (7.0796 + 11.726 + 1.07))
    assert found.usd_per_vcpu_hour == pytest.approx((4.5504 + 7.584 + 0.7584) / (144 + 240 + 24))
    assert found.usd_per_month["agents"] == pytest.approx(7.0796 * 365.25 / 12)


def test_caps_by_hand() -> None:
    """Nine sessions of about $1 and one of $10 with a cap at the upper end of the cheap ones' bucket."""
    cheap, dear = math.floor(math.log(1.0) * 16), math.floor(math.log(10.0) * 16)
    buckets = [CostBucket(cheap, 9, 9.0, 9, 9), CostBucket(dear, 1, 10.0, 0, 1)]
    found = caps(buckets, fallback_usd=2.0)
    cheapest = next(cap for cap in found if cap.is_cheapest)
    assert cheapest.usd == edge(cheap)
    assert (cheapest.stopped, cheapest.stopped_share) == (1, 0.1)
    assert cheapest.not_spent_usd == pytest.approx(10.0 - edge(cheap))
    assert cheapest.expected_usd == pytest.approx((9.0 + edge(cheap) + 2.0) / 10)
    assert quantile(buckets, 0.5) == 1.0


def test_a_starters_measured_inputs_come_from_its_export() -> None:
    """What `switchpoint measure` makes of the committed export is what stands in the starter, value, basis and source."""
    found = measured(SAMPLES / "starters" / "high-volume-sessions.json")
    profile = load(Path(__file__).parent.parent / "profiles" / "high-volume.toml")
    assert isinstance(profile, Profile)
    by_key = {each.key: each for each in inputs_of(found.estimates[0], "checks")}
    for name in ("active_minutes", "tokens.input", "tokens.output"):
        leaf = profile.leaves[f"workloads.checks.{name}"]
        assert by_key[leaf.key].raw() == leaf.raw


def test_week_over_week_adds_up(tmp_path: Path) -> None:
    found = measured(sessions(tmp_path, {"triage": ["claude-opus-5-5"], "research": ["claude-sonnet-5-5"]}))
    for before, after in zip(found.weeks, found.weeks[1:], strict=False):
        assert after.change is not None
        assert after.change.whole_usd == pytest.approx(after.list_usd - before.list_usd, abs=1e-9)


def test_inputs_in_place_leave_other_lines_byte_for_byte(tmp_path: Path) -> None:
    found = measured(sessions(tmp_path, {"triage": ["claude-opus-5-5"]}))
    profile = load(Path(__file__).parent.parent / "profiles" / "support-desk.toml")
    assert isinstance(profile, Profile)
    place = placed(found.estimates, profile.ids("workloads"), {})
    new = with_inputs(profile, place.inputs[:1])
    assert isinstance(new, Profile)
    changed = [(a, b) for a, b in zip(profile.source.splitlines(), new.source.splitlines(), strict=True) if a != b]
    assert len(changed) == 1
    assert changed[0][1].startswith("sessions_per_month = ")


def test_shares_measured_from_few_sessions_fit_into_one_prompt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three sessions read 92 % from the cache and wrote 8 %: the middle of so wide a range of 92 % is above it, and a profile whose
    shares add to 1.027 was refused after it was written."""
    monkeypatch.chdir(tmp_path)
    assert main(["measure", str(SAMPLES / "managed-agents"), "--new", "measured"]) == 0
    made = load(tmp_path / "measured.toml")
    assert isinstance(made, Profile), made.sentences()
    shares = [made.leaves[f"workloads.triage.tokens.{name}"].value for name in ("cached_share", "write_5m_share")]
    assert sum(each.median for each in shares) <= 1.0
    # 1,702,880 of 17,110 + 1,702,880 + 141,220 prompt tokens were read
    assert shares[0].mean == pytest.approx(1_702_880 / 1_861_210, rel=2e-3)
    assert shares[0].is_range
