"""Levers are changes of inputs: what one says is what the model gives when its changes are typed."""

from __future__ import annotations

import pytest
from cases import CODING, DAY, case_of, starter
from generated import profile_text

from model.comparison import Case, resolve
from model.decision.analyse import analyse
from model.decision.records.analysis import Analysis, Lever
from model.profile import Problems

STARTERS = ("coding-fleet", "coding-session", "high-volume", "regulated-team", "research-agent", "support-desk",
            "support-desk-all-regions")  # fmt: skip
PARTS = frozenset({"levers"})


def brought(case: Case, found: Analysis, lever: Lever, draws: int) -> float:
    """Month 1 of the option before and after its changes are typed, over the same futures."""
    changed = case.profile.changed(dict(lever.set))
    assert not isinstance(changed, Problems), changed.sentences()
    after = resolve(changed, DAY, found.pair)
    assert not isinstance(after, Problems)
    row = analyse(after, draws, parts=frozenset()).option(lever.option)
    return found.option(lever.option).month_1_usd - row.month_1_usd


def assert_each_brings_what_it_says(case: Case, draws: int) -> set[str]:
    """To the cent; returns the keys of the levers there were."""
    found = analyse(case, draws, parts=PARTS)
    for lever in found.levers:
        assert lever.set
        assert lever.usd_per_month == pytest.approx(brought(case, found, lever, draws), abs=0.005), lever.key
    return {lever.key for lever in found.levers}


@pytest.mark.parametrize("name", STARTERS)
def test_each_lever_of_a_starter_brings_what_it_says_to_the_cent(name: str) -> None:
    """Every profile that ships with the product has levers, and each is a change that may be typed."""
    assert assert_each_brings_what_it_says(starter(name), 50)


@pytest.mark.parametrize("seeds", [range(start, start + 10) for start in range(0, 50, 10)], ids=str)
def test_each_lever_of_generated_profiles(seeds: range) -> None:
    """Ranges, loops, token bills, machines, events and every kind; of all of them every lever occurs."""
    keys = set[str]()
    for seed in seeds:
        keys |= assert_each_brings_what_it_says(case_of(profile_text(seed)), 12)
    assert keys >= {"caching", "routing", "searches", "prompts", "batch"}


def lever_of(found: Analysis, key: str) -> Lever:
    """The one lever of a kind."""
    (lever,) = [lever for lever in found.levers if lever.key == key]
    return lever


def test_half_of_the_runs_on_the_cheap_model_are_two_routes() -> None:
    """10,000 runs of 50,000 and 15,000 tokens: half on Opus 4.8 at $5 and $25 a million, half on the cheapest of the day."""
    case = case_of(CODING)
    cheap = min((m for m in case.book.models() if m.is_claude), key=lambda m: m.usd_per_mtok["output"])
    lever = lever_of(analyse(case, 1), "routing")
    assert lever.set == {
        "workloads.coding.routes.usual.model": "claude-opus-4-8",
        "workloads.coding.routes.usual.share": "50%",
        "workloads.coding.routes.cheaper.model": cheap.id,
        "workloads.coding.routes.cheaper.share": "50%",
    }
    opus, less = 50_000 * 5 + 15_000 * 25, 50_000 * cheap.usd_per_mtok["input"] + 15_000 * cheap.usd_per_mtok["output"]
    assert lever.usd_per_month == pytest.approx(5_000 * (opus - less) / 1e6)


def test_routes_give_half_of_their_runs_with_their_factors() -> None:
    """One route of twice the tokens keeps half of its 60 %, a new one takes the other half; the cheap one stays whole."""
    case = case_of(CODING)
    cheap = min((m for m in case.book.models() if m.is_claude), key=lambda m: m.usd_per_mtok["output"]).id
    routes = f"""
[workloads.coding.routes.hard]
model = "claude-opus-4-8"
share = 0.6
token_factor = 2
[workloads.coding.routes.easy]
model = "{cheap}"
share = 0.4
"""
    case = case_of(CODING + routes)
    found = analyse(case, 1)
    lever = lever_of(found, "routing")
    assert lever.set == {
        "workloads.coding.routes.hard-cheaper.token_factor": "2",
        "workloads.coding.routes.hard.share": "30%",
        "workloads.coding.routes.hard-cheaper.share": "30%",
        "workloads.coding.routes.hard-cheaper.model": cheap,
    }
    assert lever.usd_per_month == pytest.approx(brought(case, found, lever, 1))


def test_a_model_of_the_options_own_is_routed_there() -> None:
    """What one option runs on another model leaves the other option alone."""
    case = case_of(CODING, options__managed__workloads__coding__model="claude-opus-4-5")
    found = analyse(case, 1, parts=PARTS)
    routings = [lever for lever in found.levers if lever.key == "routing"]
    for lever in routings:
        own = lever.option == "managed"
        assert all(key.startswith("options.managed.") == own for key in lever.set)
        assert lever.usd_per_month == pytest.approx(brought(case, found, lever, 1))
    assert routings


def test_a_range_is_moved_as_a_whole() -> None:
    """ "40k to 60k" tokens of input are cut to "32k to 48k", 1 to 3 searches to "0.5 to 1.5"."""
    changes = {"workloads__coding__tokens__input": "40k to 60k", "workloads__coding__searches_per_session": "1 to 3"}
    found = analyse(case_of(CODING, **changes), 50)
    assert lever_of(found, "prompts").set == {"workloads.coding.tokens.input": "32k to 48k"}
    searches = lever_of(found, "searches")
    assert searches.set == {"workloads.coding.searches_per_session": "0.5 to 1.5"}
    assert "their fee alone counted" in searches.sentence


def test_a_new_route_is_typed_whole_or_not_at_all() -> None:
    """A model and a share make a route; one of both is a name that no route has."""
    profile = case_of(CODING).profile
    start = "workloads.coding.routes"
    half = profile.changed({f"{start}.hard.share": "50%"})
    assert isinstance(half, Problems)
    assert "hard" in " ".join(half.sentences())
    whole = {f"{start}.{name}.{what}": value for name in ("hard", "easy") for what, value in (("model", "claude-opus-4-8"), ("share", "50%"))}  # fmt: skip
    assert not isinstance(profile.changed(whole), Problems)
