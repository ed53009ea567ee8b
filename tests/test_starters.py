"""The starter profiles: each ends as its own comments say, and between them they use everything a profile can say."""

from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from model.comparison import Case, resolve
from model.decision import Analysis, analyse
from model.prices import KINDS
from model.profile import DECLARED, Problems, Profile, load

FOLDER = Path(str(files("profiles")))
NAMES = sorted(path.stem for path in FOLDER.glob("*.toml"))
COMMAND_LINE_ONLY = {"seed", "draws"}
LINE_KEYS = {
    *(f"tokens.{kind}" for kind in ("input", "output", "cache_read", "cache_write_5m", "cache_write_1h")),
    *("runtime.session", "tools.web_search", "sandbox.vcpu", "sandbox.memory", "sandbox.plan", "hosts.machines"),
    *(f"engineering.{part}" for part in ("build", "upkeep", "oncall", "incidents")),
    *("other.waiting", "other.late_runs", "other.fallback", "exit.leaving"),
}


@cache
def _profile(name: str) -> Profile:
    profile = load(FOLDER / f"{name}.toml")
    assert not isinstance(profile, Problems), profile.sentences()
    return profile


def _case(profile: Profile) -> Case:
    case = resolve(profile, profile.day("as_of") or date.max)
    assert not isinstance(case, Problems), case.sentences()
    return case


@cache
def _answer(name: str, *parts: str, **changes: object) -> Analysis:
    """The analysis of a starter; changes as dotted keys with __ for the dot."""
    changed = _profile(name).changed({key.replace("__", "."): value for key, value in changes.items()})
    assert not isinstance(changed, Problems), changed.sentences()
    return analyse(_case(changed), parts=frozenset(parts))


def test_there_is_one_starter_for_each_way_to_end() -> None:
    """Seven ways, and the first screen's support desk that the close one extends."""
    assert NAMES == [
        "coding-fleet",
        "coding-session",
        "high-volume",
        "one-platform",
        "regulated-team",
        "research-agent",
        "support-desk",
        "support-desk-all-regions",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_starter_resolves_on_its_own_day_and_cites_its_sources(name: str) -> None:
    """No problems, a fixed day so that its story stays true, and at least one address."""
    profile = _profile(name)
    assert profile.day("as_of") == date(2026, 11, 22)
    assert _case(profile).options
    assert "https://" in profile.source


def test_the_published_session_costs_what_was_published() -> None:
    """10,000 × (50,000 × 0.2 × $5 + 50,000 × 0.8 × $0.50 + 15,000 × $25 per million + $0.08) = $5,250 without people."""
    row = _answer("coding-session").option("managed")
    invoices = sum(line.month_1_usd for line in row.lines if line.pays == "invoice")
    assert invoices == pytest.approx(10_000 * (0.2 * 0.25 + 0.8 * 0.025 + 0.375 + 0.08))


@pytest.mark.parametrize("name", ["coding-session", "support-desk"])
def test_clear(name: str) -> None:
    """Managed, in at least 90 of 100 futures."""
    verdict = _answer(name).verdict
    assert (verdict.option, verdict.strength) == ("managed", "clear")


def test_the_support_desk_is_the_one_of_the_first_screen() -> None:
    """An own stack costs about $347k more, 8 in 10 futures 215k to 518k, with 0.35 engineers more, 17 weeks later."""
    answer = _answer("support-desk")
    assert answer.verdict.saving_expected_usd == pytest.approx(347_000, rel=0.02)
    assert answer.verdict.saving_p10_usd == pytest.approx(215_000, rel=0.05)
    assert answer.verdict.saving_p90_usd == pytest.approx(518_000, rel=0.05)
    assert answer.difference.people_fte == pytest.approx(0.35, abs=0.05)
    assert answer.difference.live_months * 52 / 12 == pytest.approx(17, abs=0.5)


def test_close() -> None:
    """All regions: neither option wins 70 of 100 futures, and the saving is small beside its own spread."""
    verdict = _answer("support-desk-all-regions").verdict
    assert verdict.strength == "close"
    assert verdict.probability_beats_runner_up is not None
    assert 0.3 < verdict.probability_beats_runner_up < 0.7
    assert verdict.saving_p10_usd is not None
    assert verdict.saving_p10_usd < 0


def test_without_batch_all_regions_stay_managed() -> None:
    """The nightly summaries are what makes it close."""
    assert _answer("support-desk-all-regions", workloads__tickets__batch_share="0").verdict.option == "managed"


def test_a_must_have_decides() -> None:
    """Managed is cheaper by far and fails HIPAA; the server has no price; what is left is the own stack."""
    answer = _answer("regulated-team")
    assert (answer.verdict.option, answer.verdict.strength) == ("own", "only")
    managed, server = answer.option("managed"), answer.option("own-server")
    assert not managed.eligible
    assert managed.present_value_usd < answer.option("own").present_value_usd
    assert not server.complete
    assert [row.write for row in server.unpriced] == ["options.own-server.runtime_usd_per_hour"]


def test_search_decides() -> None:
    """Two fifths of the bill is web search by one agent; at the API's own search price the answer turns."""
    answer = _answer("research-agent")
    managed = answer.option("managed")
    scans = sum(
        line.month_1_usd for line in managed.lines if (line.key, line.workload) == ("tools.web_search", "scans")
    )
    assert scans / managed.month_1_usd == pytest.approx(0.4, abs=0.05)
    assert (answer.verdict.option, answer.verdict.strength) == ("own", "likely")
    assert _answer("research-agent", options__own__search_usd_per_1000="10").verdict.option == "managed"


def test_it_flips_with_growth() -> None:
    """Own machines pay within the horizon when volume grows as expected, and do not when it stays as it is."""
    grows = _answer("high-volume", "break_even")
    assert grows.verdict.option == "own"
    assert grows.break_even is not None
    assert grows.break_even.crossing_month is not None
    assert 1 < grows.break_even.crossing_month < grows.horizon_months
    still = _answer("high-volume", workloads__checks__growth_per_month="0").verdict
    assert (still.option, still.strength) == ("managed", "clear")


def test_mixed_homes() -> None:
    """Developers on managed sessions, night checks on the own stack, cheaper than either for both."""
    mixed = _answer("coding-fleet", "mixed").mixed_homes
    assert mixed is not None
    assert {home.workload: home.option for home in mixed.homes} == {"developers": "managed", "night": "own"}
    assert mixed.saving_usd > 0


def test_the_fleet_has_the_measured_shape() -> None:
    """TraceLab: 39.6 minutes running, 7.6 hours of the person, $9.70 a session; https://github.com/uw-syfi/TraceLab."""
    profile = _profile("coding-fleet")
    for path, value in (("active_minutes", 39.6), ("waiting_minutes", 7.6 * 60), ("token_usd_per_session", 9.70)):
        leaf = profile.leaves[f"workloads.developers.{path}"]
        found = profile.quantity(leaf.key)
        assert found is not None
        assert found.median == pytest.approx(value)
        assert leaf.basis == "measured"


def test_every_kind_and_every_input_occurs() -> None:
    """What no starter shows, nobody finds; keys of the command line and repeated keys of an option's own work apart."""
    profiles = [_profile(name) for name in NAMES]
    shown = {leaf.declared.pattern for profile in profiles for leaf in profile.leaves.values()}
    needed = {d.pattern for d in DECLARED if not d.pattern.startswith("options.*.workloads.")} - COMMAND_LINE_ONLY
    kept_answers = {"usage.columns.*", "usage.labels.*"}  # what `measure` asked about a team's own files
    assert needed - shown == kept_answers
    assert {profile.kind(option) for profile in profiles for option in profile.ids("options")} == set(KINDS)


def test_every_line_key_and_axis_costs_something_somewhere() -> None:
    """Each of the keys of the JSON contract with an amount above zero, tools and items by their ids."""
    rows = [row for name in NAMES for option in _answer(name).options for row in option.lines]
    paid = {row.key for row in rows if row.total_usd > 0.0}
    assert not LINE_KEYS - paid
    assert {"tools.codes", "infrastructure.postgres"} <= paid
    axes = {row.axis for row in rows}
    assert {"tokens", "runtime", "tools", "sandbox", "infrastructure", "engineering", "other"} <= axes


@pytest.mark.parametrize("name", NAMES)
def test_every_scenario_of_a_starter_resolves(name: str) -> None:
    """A scenario shipped with a starter can be chosen."""
    profile = _profile(name)
    for scenario in profile.ids("scenarios"):
        changed = profile.scenario(scenario)
        assert not isinstance(changed, Problems), changed.sentences()
        assert _case(changed).options
