"""A company's file of teams: what it reads, what it makes of several profiles, and what is wrong with it."""

from pathlib import Path

import numpy as np
import pytest
from companies import PLATFORM, TODAY, WEEK_USD, YEAR, case_of, company, read, team, wrong

from model.comparison import Case, evaluate, middle, resolve
from model.decision import profile_difference
from model.decision.futures.draws import futures
from model.portfolio.assignment import MOST_PLATFORMS
from model.profile import Problems, Saved, load, loads, save, ships
from model.profile.teams.solo import alone
from tui.command_line import main

STARTERS = Path(__file__).parent.parent / "profiles"


def worths(case: Case, draws: int = 1) -> dict[str, float]:
    values = middle(case) if draws == 1 else futures(case, draws, 1)
    return {costs.id: float(np.mean(costs.present_value_usd)) for costs in evaluate(case, values).options}


def two(folder: Path) -> Path:
    """The case worked by hand: two teams alike, one platform, one week of onboarding for the second."""
    teams = {"support": team(name="Support"), "coding": team(name="Coding")}
    return company(folder, teams, by_team={"coding": "onboarding_engineer_weeks = 1\n"})


def test_two_teams_and_one_platform_by_hand(tmp_path: Path) -> None:
    found = worths(case_of(two(tmp_path)))
    managed_of_one = YEAR * (30_000 * 1.0 * 0.08 + 0.05 * 240_000 / 12)
    assert found["managed"] == pytest.approx(2 * managed_of_one)
    platform = 8 * WEEK_USD + YEAR * 0.05 * 240_000 / 12
    assert found["own"] == pytest.approx(platform + 1 * WEEK_USD)


def test_the_companys_people_replace_the_teams_on_a_shared_option_and_stand_once(tmp_path: Path) -> None:
    case = case_of(two(tmp_path))
    keys = [
        key
        for key in case.inputs
        if key.startswith("options.own.") and key.endswith(("build_engineer_weeks", "upkeep_fte"))
    ]
    assert keys == [
        "options.own.teams.coding.build_engineer_weeks",
        "options.own.build_engineer_weeks",
        "options.own.upkeep_fte",
    ]
    assert "options.managed.teams.coding.upkeep_fte" in case.inputs, "what the company does not pay stays with the team"


@pytest.mark.parametrize("starter", ["support-desk", "coding-fleet"])
def test_one_team_is_exactly_its_own_profile(tmp_path: Path, starter: str) -> None:
    path = tmp_path / "company.toml"
    path.write_text(f'schema = 1\nname = "One"\n[teams.only]\nprofile = "{STARTERS / starter}.toml"\n')
    own = case_of(STARTERS / f"{starter}.toml")
    assert worths(case_of(path), 500) == worths(own, 500)


def test_a_team_that_shares_nothing_changes_no_other_figure(tmp_path: Path) -> None:
    teams = {
        "one": team(name="One", sessions='"20k to 40k"'),
        "two": team(name="Two", sessions='"1k to 90k"', own_upkeep='"0.1 to 0.5"'),
    }
    both = case_of(company(tmp_path, teams, more=""))
    first = case_of(company(tmp_path, {"one": teams["one"]}, more=""))
    values = futures(both, 300, 1)
    parts = {part.id: part for plan in both.options for part in plan.parts}
    run = evaluate(both.of_team("one"), values)
    assert parts.keys() >= {"managed.teams.one", "own.teams.one"}
    whole = worths(first, 300)
    assert {o.id.partition(".")[0]: float(np.mean(o.present_value_usd)) for o in run.options} == whole


def test_the_same_key_of_two_teams_is_two_draws_and_the_companys_is_one(tmp_path: Path) -> None:
    ranges = {"sessions": '"20k to 40k"', "engineer": '"200k to 300k"'}
    case = case_of(company(tmp_path, {"one": team(name="One", **ranges), "two": team(name="Two", **ranges)}))
    values = futures(case, 400, 1)
    one, other = values["workloads.runs.sessions_per_month"], values["workloads.two-runs.sessions_per_month"]
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.2
    assert [key for key in case.inputs if key.endswith("loaded_usd_per_year")] == ["engineering.loaded_usd_per_year"]


def test_teams_name_which_of_their_options_is_the_companys(tmp_path: Path) -> None:
    mine = team(name="One").replace("[options.own]", "[options.own-aws]")
    path = company(tmp_path, {"one": mine, "two": team(name="Two")}, by_team={"one": 'options = { own = "own-aws" }\n'})
    profile = read(path)
    assert profile.ids("options") == ("own", "managed")
    assert profile.company is not None
    assert profile.company.team("one").options == {"own": "own-aws", "managed": "managed"}


def test_a_team_alone_is_its_profile_at_the_companys_prices(tmp_path: Path) -> None:
    more = PLATFORM + "[engineering]\nloaded_usd_per_year = 480_000\n"
    profile = read(company(tmp_path, {"one": team(name="One"), "two": team(name="Two")}, more))
    assert profile.company is not None
    case = resolve(alone(profile, profile.company.team("two")), TODAY)
    assert isinstance(case, Case)
    assert worths(case)["own"] == pytest.approx(2 * (10 * WEEK_USD + YEAR * 0.2 * 240_000 / 12))


def test_what_the_company_says_of_a_run_is_one_number_for_all_teams(tmp_path: Path) -> None:
    sandbox = "[options.own.sandbox]\nvcpu = 2\nmemory_gib = 4\nusd_per_vcpu_hour = 0.05\nusd_per_gib_hour = 0.01\nplan_usd_per_month = 150\n"
    case = case_of(company(tmp_path, {"one": team(name="One"), "two": team(name="Two")}, PLATFORM + sandbox))
    found = evaluate(case, middle(case)).option("own")
    lines = {(line.key, line.workload): float(line.month_1_usd[0]) for line in found.lines}
    assert lines["sandbox.plan", None] == pytest.approx(150)
    assert lines["sandbox.vcpu", "runs"] == pytest.approx(30_000 * 2 * 0.05)
    assert lines["sandbox.memory", "two-runs"] == pytest.approx(30_000 * 4 * 0.01)


def test_a_commitment_of_the_company_covers_what_all_teams_use(tmp_path: Path) -> None:
    more = PLATFORM + "[options.managed.commitment]\nusd_per_month = 3000\ndiscount_share = 0.1\n"
    case = case_of(company(tmp_path, {"one": team(name="One"), "two": team(name="Two")}, more))
    lines = {
        line.key: float(line.month_1_usd[0])
        for line in evaluate(case, middle(case)).option("managed").lines
        if line.workload is None
    }
    runtime = 2 * 30_000 * 0.08
    assert lines["commitment.unused"] == 0.0
    assert lines["commitment.discount"] == pytest.approx(-0.1 * min(runtime, 3000 / 0.9))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ('[teams.one]\nprofile = "none.toml"\n', "teams.one.profile: found none.toml; the path of the team's profile, relative to this file; there is none"),
        ("[teams.one]\n", "teams.one.profile: missing: the team's own profile"),
        ('[teams.one]\nprofile = "company.toml"\n', "a profile that does not lead back to this one: a circle"),
        ('[teams.one]\nprofile = "one.toml"\noptions = { own = "onw" }\n', "teams.one.options.own: found onw; an option of"),
        ('[teams.one]\nprofile = "one.toml"\n[workloads.tickets]\nsessions_per_month = 1\nactive_minutes = 1\n', "either workloads or teams"),
        ('[teams.one]\nprofile = "one.toml"\n[teams.two]\nprofile = "one.toml"\n', "a name of its own: teams.one is called that too"),
        ('[teams.one]\nprofile = "one.toml"\n[teams.two]\nprofile = "long.toml"\n', "horizon_months: missing: one value for all teams"),
        ('[teams.one]\nprofile = "one.toml"\n[teams.two]\nprofile = "rich.toml"\n', "engineering.loaded_usd_per_year: missing: one value for all teams"),
        ('[teams.one]\nprofile = "one.toml"\n[teams.two]\nprofile = "over.toml"\n', "a profile that does not lead back to this one: a circle"),
        ('[teams.one]\nprofile = "one.toml"\n[teams.two]\nprofile = "again.toml"\n', "the profile of one team; this one names teams itself"),
        ('[teams.one]\nprofile = "one.toml"\n[teams.one]\nprofile = "one.toml"\n', "a key or a table stands twice"),
    ],
)  # fmt: skip
def test_every_mistake_is_one_line_with_its_place_and_remedy(tmp_path: Path, change: str, said: str) -> None:
    (tmp_path / "one.toml").write_text(team(name="One"))
    (tmp_path / "long.toml").write_text(team(name="Long").replace("horizon_months = 12", "horizon_months = 24"))
    (tmp_path / "rich.toml").write_text(team(name="Rich", engineer=500_000))
    (tmp_path / "over.toml").write_text('extends = "company.toml"\n' + team(name="Over"))
    (tmp_path / "again.toml").write_text('schema = 1\nname = "Again"\n[teams.one]\nprofile = "one.toml"\n')
    path = tmp_path / "company.toml"
    path.write_text(f'schema = 1\nname = "Company"\n{change}')
    (line,) = wrong(path)
    assert said in line
    assert "company.toml" in line


def test_more_options_than_can_be_weighed_against_each_other_are_refused(tmp_path: Path) -> None:
    more = "".join(
        f'[options.own-{number}]\nkind = "own-stack"\nupkeep_fte = 0.1\n' for number in range(MOST_PLATFORMS)
    )
    (line,) = wrong(company(tmp_path, {"one": team(name="One")}, more))
    assert "at most 16 options of several teams" in line


def test_a_mistake_in_a_teams_file_names_that_file(tmp_path: Path) -> None:
    path = company(tmp_path, {"one": team(name="One", sessions='"many"')})
    (line,) = wrong(path)
    assert "one.toml" in line
    assert "workloads.runs.sessions_per_month" in line


def test_a_change_of_a_teams_number_is_tried_and_not_saved_into_the_companys_file(tmp_path: Path) -> None:
    profile = read(two(tmp_path))
    less = profile.changed({"workloads.runs.sessions_per_month": 10, "options.own.upkeep_fte": 0.5})
    assert not isinstance(less, Problems)
    case = resolve(less, TODAY)
    assert isinstance(case, Case)
    assert worths(case)["own"] == pytest.approx(9 * WEEK_USD + YEAR * 0.5 * 240_000 / 12)
    refused = save(less)
    assert isinstance(refused, Problems)
    assert "change it in support.toml: it is a number of the team" in refused.sentences()[0]
    assert not isinstance(
        loads((tmp_path / "company.toml").read_text(), "company.toml", tmp_path / "company.toml"), Problems
    )


def test_paying_for_an_option_once_makes_it_shared_at_once(tmp_path: Path) -> None:
    profile = read(company(tmp_path, {"one": team(name="One"), "two": team(name="Two")}, more=""))
    changed = profile.changed(
        {"options.own.upkeep_fte": 0.5, "options.own.build_engineer_weeks": 4, "options.own.weeks_until_live": 0}
    )
    assert not isinstance(changed, Problems)
    case = resolve(changed, TODAY)
    assert isinstance(case, Case)
    assert worths(case)["own"] == pytest.approx(4 * WEEK_USD + YEAR * 0.5 * 240_000 / 12)
    assert isinstance(load(tmp_path / "company.toml"), type(profile))


def test_the_difference_of_two_sets_of_teams_is_refused_in_one_line(tmp_path: Path) -> None:
    both = read(company(tmp_path, {"one": team(name="One"), "two": team(name="Two")}))
    only = read(company(tmp_path, {"one": team(name="One")}))
    found = profile_difference(only, both, TODAY, 10)
    assert isinstance(found, Problems)
    assert "the same teams" in found.sentences()[0]
    costlier = both.changed({"options.own.upkeep_fte": 0.1})
    assert not isinstance(costlier, Problems)
    change = profile_difference(both, costlier, TODAY, 10)
    assert not isinstance(change, Problems)
    assert change.total_usd["own"] == pytest.approx(YEAR * 0.05 * 240_000 / 12)


def test_a_company_saved_elsewhere_still_finds_its_teams(tmp_path: Path) -> None:
    profile = read(two(tmp_path))
    (tmp_path / "other").mkdir()
    saved = save(profile, tmp_path / "other" / "company.toml")
    assert isinstance(saved, Saved)
    assert 'profile = "../support.toml"' in saved.text
    assert worths(case_of(saved.path)) == worths(case_of(profile.file or tmp_path))


def test_what_the_company_says_of_one_teams_part_is_saved_into_its_file(tmp_path: Path) -> None:
    path = two(tmp_path)
    changed = read(path).changed(
        {"options.own.teams.coding.upkeep_fte": 0.5, "options.own.teams.coding.sandbox.vcpu": 2}
    )
    assert not isinstance(changed, Problems)
    saved = save(changed)
    assert isinstance(saved, Saved)
    assert "[options.own.teams.coding]\nupkeep_fte = 0.5" in saved.text
    own = YEAR * 0.5 * 240_000 / 12
    assert worths(case_of(path))["own"] == pytest.approx(9 * WEEK_USD + YEAR * 0.05 * 240_000 / 12 + own)


def test_new_brings_the_files_of_the_teams_and_writes_over_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "mine", "--from", "one-platform"]) == 0
    assert len(read(tmp_path / "mine.toml").ids("teams")) == len(list((tmp_path / "one-platform").iterdir())) == 4
    assert main(["new", "again", "--from", "one-platform"]) == 2
    assert not (tmp_path / "again.toml").exists()


def test_a_teams_file_of_a_starter_is_never_written_over() -> None:
    assert ships(STARTERS / "one-platform" / "review.toml")
    refused = save(read(STARTERS / "one-platform" / "review.toml"))
    assert isinstance(refused, Problems)
    assert "new NAME --from one-platform" in refused.sentences()[0]


def test_the_same_name_in_three_files_is_three_names(tmp_path: Path) -> None:
    """The third team's id and its workload's, joined, are what the second calls its own."""
    named = {"one": "runs", "b": "a-runs", "a": "runs"}
    teams = {name: team(name=name).replace("[workloads.runs]", f"[workloads.{own}]") for name, own in named.items()}
    case = case_of(company(tmp_path, teams))
    assert case.workloads == ("runs", "a-runs", "a-runs-2")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("teams.two.workloads.runs.active_minutes", "workloads.two-runs.active_minutes"),
        ("teams.two.workloads.run.active_minutes", "workloads.two-runs.active_minutes"),
        ("teams.one.workloads.runs.tokens.input", "workloads.runs.tokens.input"),
        ("teams.two.options.theirs.search_usd_per_1000", "options.own.teams.two.search_usd_per_1000"),
        ("teams.two.options.own.upkeep_fte", "options.own.upkeep_fte"),
        ("teams.two.engineering.loaded_usd_per_year", "engineering.loaded_usd_per_year"),
    ],
)
def test_a_key_of_a_teams_own_file_is_told_by_its_name_in_the_company(tmp_path: Path, written: str, meant: str) -> None:
    """The team calls its stack otherwise and its work as another team does; what is offered can be set."""
    other = team(name="Two").replace("[options.own]", "[options.theirs]\nsearch_usd_per_1000 = 5")
    path = company(tmp_path, {"one": team(name="One"), "two": other}, by_team={"two": 'options = { own = "theirs" }\n'})
    refused = read(path).changed({written: 3})
    assert isinstance(refused, Problems)
    assert [each.nearest for each in refused.items] == [meant]
    assert not isinstance(read(path).changed({meant: 3}), Problems)
