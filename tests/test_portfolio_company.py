"""A company of teams, from its files to the portfolio: the table out of a run, and what holds of every portfolio."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from cases import starter
from companies import PLATFORM, TODAY, WEEK_USD, YEAR, case_of, company, read, team

from model.comparison import Case, evaluate, middle, resolve
from model.decision import Analysis, analyse
from model.decision.bill.levers import levers
from model.decision.futures.draws import futures
from model.decision.verdict.team_costs import team_costs
from model.portfolio import CostTable, Portfolio
from model.profile import Problems
from model.report import brief
from tui.command_line import main

STARTERS = Path(__file__).parent.parent / "profiles"
PORTFOLIO = frozenset({"portfolio"})
MACHINES = (
    PLATFORM + "[options.own.hosts]\nusd_per_hour = 0.5\nsessions_per_host = 4\nutilisation = 0.8\nminimum_hosts = 1\n"
)
COMMITMENT = PLATFORM + "[options.managed.commitment]\nusd_per_month = 6000\ndiscount_share = 0.1\n"
CREDITS = PLATFORM + '[[options.managed.credits]]\ntitle = "start"\namount = 5000\nper = "once"\n'
SHARES_NOTHING = team(name="Alone").replace("[options.own]", "[options.theirs]")


def table_of(case: Case, draws: int = 1) -> CostTable:
    return team_costs(evaluate(case, middle(case) if draws == 1 else futures(case, draws, 1)), 1)


def portfolio_of(case: Case, draws: int = 1) -> Portfolio:
    found = analyse(case, draws, 1, PORTFOLIO).portfolio
    assert found is not None
    return found


@cache
def one_platform() -> Analysis:
    return analyse(starter("one-platform"), 2_000, 1, PORTFOLIO)


def three(folder: Path, more: str = PLATFORM) -> Case:
    sizes = {"support": 30_000, "coding": 60_000, "desk": '"5k to 20k"'}
    teams = {name: team(name=name, sessions=sessions) for name, sessions in sizes.items()}
    return case_of(company(folder, teams, more, by_team={"coding": "onboarding_engineer_weeks = 1\n"}))


def test_two_teams_by_hand(tmp_path: Path) -> None:
    """The platform is 8 weeks of building and 0.05 engineers; alone each would build for 10 and keep 0.2 busy."""
    teams = {"support": team(name="Support"), "coding": team(name="Coding")}
    path = company(tmp_path, teams, by_team={"coding": "onboarding_engineer_weeks = 1\n"})
    table, found = table_of(case_of(path)), portfolio_of(case_of(path))
    platform = 8 * WEEK_USD + YEAR * 0.05 * 240_000 / 12
    managed = YEAR * (30_000 * 1.0 * 0.08 + 0.05 * 240_000 / 12)
    own = {pair: float(usd[0]) for pair, usd in table.own_usd.items() if usd is not None}
    assert own == pytest.approx(
        {
            ("support", "own"): 0.0,
            ("coding", "own"): WEEK_USD,
            ("support", "managed"): managed,
            ("coding", "managed"): managed,
            ("support", "own.alone"): 10 * WEEK_USD + YEAR * 0.2 * 240_000 / 12,
            ("coding", "own.alone"): 10 * WEEK_USD + YEAR * 0.2 * 240_000 / 12,
        }
    )
    once = table.platform_usd["own"]
    assert once is not None
    assert float(once[0]) == pytest.approx(platform)
    assert "managed" not in table.platform_usd
    assert found.alone_usd == pytest.approx(2 * managed)
    assert found.usd == pytest.approx(platform + WEEK_USD)


def test_each_of_four_teams_chooses_managed_and_together_the_platform_wins() -> None:
    """The story of the starter: none of them alone, from three on, and the smallest of them only when the cost is shared fairly."""
    answer = one_platform()
    found = answer.portfolio
    assert found is not None
    assert answer.verdict.option == "own"
    assert {row.alone_option for row in found.teams} == {"managed"}
    assert {row.option for row in found.teams} == {"own"}
    (platform,) = found.platforms
    assert platform.pays_from is not None
    assert len(platform.pays_from) == 3
    saved = answer.option("managed").present_value_usd - answer.option("own").present_value_usd
    assert found.saves_usd == pytest.approx(saved)
    (together,) = (row for row in found.together if row.option == "own")
    assert together.pay_more == ("listings",)
    assert all(row.saves_usd is not None and row.saves_usd > 0.0 for row in found.teams)


@pytest.mark.parametrize("name", ["review", "claims", "research", "listings"])
def test_alone_in_the_portfolio_is_what_the_teams_own_file_says(name: str) -> None:
    """The same futures, the same figure, the same choice: alone is no other calculation."""
    own = resolve(read(STARTERS / "one-platform" / f"{name}.toml"), TODAY)
    assert isinstance(own, Case)
    verdict = analyse(own, 2_000, 1, frozenset())
    assert one_platform().portfolio is not None
    row = next(row for row in one_platform().portfolio.teams if row.id == name)  # type: ignore[union-attr]
    assert row.alone_option == verdict.verdict.option == "managed"
    assert row.alone_usd == pytest.approx(verdict.option("managed").present_value_usd, rel=2e-3)
    shared = analyse(own, 2_000, 1, frozenset()).option("own-search" if name == "research" else "own")
    each = table_of(starter("one-platform"), 2_000).own_usd[name, "own.alone"]
    assert each is not None
    assert float(np.mean(each)) == pytest.approx(shared.present_value_usd, rel=2e-3)


@pytest.mark.parametrize("name", ["support-desk", "high-volume"])
def test_a_company_of_one_team_is_that_team(tmp_path: Path, name: str) -> None:
    """Not only the worth: month 1, years, chances, runs, what the verdict says."""
    path = tmp_path / "company.toml"
    title = read(STARTERS / f"{name}.toml").text("name")
    path.write_text(f'schema = 1\nname = "{title}"\n[teams.only]\nprofile = "{STARTERS / name}.toml"\n')
    one, own = (analyse(case, 200, 1, PORTFOLIO) for case in (case_of(path), starter(name)))
    for row, theirs in zip(one.options, own.options, strict=True):
        for field in ("id", "title", "month_1_usd", "total_usd", "present_value_usd", "p10_usd", "p90_usd", "middle_usd",
                      "probability_best", "people_fte", "per_session_usd", "live_month", "hosts_month_1", "years"):  # fmt: skip
            assert getattr(row, field) == getattr(theirs, field), (row.id, field)
    assert one.verdict == own.verdict
    assert own.portfolio is None
    assert one.portfolio is not None
    assert (
        one.portfolio.alone_usd
        == one.portfolio.usd
        == pytest.approx(own.option(str(own.verdict.option)).present_value_usd)
    )


INCIDENTS = "incidents_per_month = 2\nincident_hours = 6\noncall_usd_per_week = 500\noncall_tiers = 2\n"
NONE_SAID = "incidents_per_month = 0\noncall_usd_per_week = 0\n"


def test_what_teams_count_and_the_company_leaves_out_is_a_warning_with_its_sum(tmp_path: Path) -> None:
    """Three teams of which two count 2 incidents of 6 hours and two rotas at $500: on the platform nobody said a word of either."""
    teams = {name: team(name=name) + INCIDENTS for name in ("one", "two")} | {"three": team(name="three")}
    said = {each.key: each for each in analyse(case_of(company(tmp_path, teams)), 1, parts=frozenset()).warnings}
    incidents, oncall = said["options.own.incidents_per_month"], said["options.own.oncall_usd_per_week"]
    assert incidents.usd == pytest.approx(2 * 2 * 6 * 240_000 / 2_080)
    assert "count 4 a month" in incidents.sentence
    assert "write options.own.incidents_per_month and options.own.incident_hours" in incidents.sentence
    assert oncall.usd == pytest.approx(2 * 500 * 2 * 52 / 12)
    assert "count $2k a week" in oncall.sentence
    half = teams | {"three": team(name="three") + "incidents_per_month = 1\n"}
    said = {each.key: each for each in analyse(case_of(company(tmp_path, half)), 1, parts=frozenset()).warnings}
    assert said["options.own.incidents_per_month"].usd is None  # how long those of the third take is not known
    assert "count 5 a month; write" in said["options.own.incidents_per_month"].sentence
    path = company(tmp_path, teams, PLATFORM + NONE_SAID)
    assert not [
        each for each in analyse(case_of(path), 1, parts=frozenset()).warnings if "not counted" in each.sentence
    ]


def checked(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Exit and narration of `check`."""
    code = main(["check", str(path), "--draws", "50"])
    return code, capsys.readouterr().err


def test_check_and_the_short_page_say_which_option_lacks_a_price(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Incidents without hours in two teams' files: their own stacks cannot be chosen, which both commands say. No limit was asked
    for, so the exit stays 0."""
    open_ended = {name: team(name=name) + "incidents_per_month = 2\n" for name in ("one", "two")}
    path = company(tmp_path, open_ended | {"three": team(name="three")})
    why = "one and two cannot choose Platform, each its own: Incidents is not priced: incidents need a number and hours"
    code, said = checked(path, capsys)
    assert code == 0
    assert why in said
    assert "(options.own.incident_hours in the team's file)" in said
    page = brief.page(analyse(case_of(path), 50, 1, PORTFOLIO))
    assert why in " ".join(page.split())
    code, said = checked(tmp_path / "one.toml", capsys)
    assert code == 0
    assert "Own stack: Incidents is not priced" in said
    assert "write options.own.incident_hours" in said


def test_an_option_that_a_team_names_otherwise_asks_for_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the line `options = { own = "theirs" }` a team has no part of the platform, and that line is what lacks."""
    other = team(name="Alone").replace("[options.own]", "[options.theirs]")
    teams = {"one": team(name="One"), "other": other}
    run = analyse(case_of(company(tmp_path, teams)), 1, parts=frozenset())
    (gap,) = run.option("own").unpriced
    assert gap.write == "teams.other.options"
    assert 'write options = { own = "theirs" }' in gap.why
    assert "no option of Alone is named own" in checked(tmp_path / "company.toml", capsys)[1]
    named = company(tmp_path, teams, by_team={"other": 'options = { own = "theirs" }\n'})
    assert analyse(case_of(named), 1, parts=frozenset()).option("own").unpriced == ()
    assert "cannot" not in checked(named, capsys)[1]


def test_what_a_shared_session_leaves_out_of_building_is_a_warning(tmp_path: Path) -> None:
    """The company says the upkeep of managed sessions, so what its teams build for them is replaced; onboarding is an answer."""
    built = {name: team(name=name).replace("weeks = 0\nweeks_until_live = 0", "weeks = 3\nweeks_until_live = 5", 1)
             for name in ("one", "two")}  # fmt: skip
    shared = PLATFORM + "[options.managed]\nupkeep_fte = 0.1\n"

    def said(by_team: dict[str, str]) -> list[str]:
        found = analyse(case_of(company(tmp_path, built, shared, by_team)), 1, parts=frozenset()).warnings
        return [each.sentence for each in found if each.key.startswith("options.managed")]

    building, waiting = said({})
    assert "count 6 engineer-weeks" in building
    assert "after up to 5 weeks" in waiting
    onboarding = "onboarding_engineer_weeks = 1\n"
    assert "count 3 engineer-weeks" in said({"one": onboarding})[0]
    assert said({"one": onboarding, "two": onboarding}) == []


def test_a_team_that_shares_nothing_changes_no_other_figure(tmp_path: Path) -> None:
    teams = {"one": team(name="One", sessions='"20k to 40k"'), "two": team(name="Two")}
    with_third = portfolio_of(case_of(company(tmp_path, {**teams, "third": SHARES_NOTHING}, more=PLATFORM)), 200)
    (tmp_path / "two").mkdir()
    without = portfolio_of(case_of(company(tmp_path / "two", teams, more=PLATFORM)), 200)
    assert with_third.teams[:2] == without.teams
    assert with_third.splits == without.splits
    third = with_third.teams[2]
    assert third.share_usd == third.alone_usd
    assert third.option == "managed"
    assert [row.option for row in third.why_not] == ["own"]


@pytest.mark.parametrize(
    "more",
    [PLATFORM, MACHINES, COMMITMENT, CREDITS, ""],
    ids=["people", "machines", "commitment", "credits", "nothing"],
)
def test_all_together_on_an_option_is_what_the_comparison_says_of_it(tmp_path: Path, more: str) -> None:
    """Whatever the company pays itself, by the head or by use; and all shares add to the whole."""
    case = three(tmp_path, more)
    answer = analyse(case, 100, 1, PORTFOLIO)
    found = answer.portfolio
    assert found is not None
    for row in (row for row in found.together if not row.option.endswith(".alone")):
        assert row.usd == pytest.approx(answer.option(row.option).present_value_usd, rel=1e-12)
    assert sum(row.share_usd or 0.0 for row in found.teams) == pytest.approx(found.usd, rel=1e-12)


def test_machines_of_the_company_are_paid_for_by_those_who_use_them(tmp_path: Path) -> None:
    """Of two teams alike each pays half of what use adds; the least that is kept running is paid once."""
    teams = {"one": team(name="One", sessions=60_000), "two": team(name="Two", sessions=60_000)}
    case = case_of(company(tmp_path, teams, MACHINES))
    table = table_of(case)
    one, two = table.own_usd["one", "own"], table.own_usd["two", "own"]
    once = table.platform_usd["own"]
    assert one is not None
    assert two is not None
    assert once is not None
    assert float(one[0]) == pytest.approx(float(two[0]))
    assert float(one[0]) > 0.0
    people = 8 * WEEK_USD + YEAR * 0.05 * 240_000 / 12
    assert float(once[0]) >= people + YEAR * 730 * 0.5 * 0.999


def test_a_number_that_is_tried_moves_what_the_team_would_pay_alone(tmp_path: Path) -> None:
    teams = {"one": team(name="One", own_build=10), "two": team(name="Two")}
    more = '[options.own]\nkind = "own-stack"\nbuild_engineer_weeks = 8\nweeks_until_live = 0\nupkeep_fte = 0.05\n'
    items = "[options.own.items.store]\nper_session_usd = 0.01\n"
    profile = read(company(tmp_path, {name: text + items for name, text in teams.items()}, more))
    before = resolve(profile, TODAY)
    changed = profile.changed({"workloads.two-runs.sessions_per_month": 60_000})
    assert not isinstance(changed, Problems)
    after = resolve(changed, TODAY)
    assert isinstance(before, Case)
    assert isinstance(after, Case)
    was, now = (table_of(case).own_usd["two", "own.alone"] for case in (before, after))
    assert was is not None
    assert now is not None
    assert float(now[0]) - float(was[0]) == pytest.approx(YEAR * 30_000 * 0.01)


def test_a_team_that_may_not_choose_says_why(tmp_path: Path) -> None:
    """A must-have of one team keeps it off an option, and not the others."""
    must = (
        team(name="Two").replace("[options.own]", '[options.own]\nmeets = ["hipaa"]')
        + '[requirements]\nmust = ["hipaa"]\n'
    )
    found = portfolio_of(case_of(company(tmp_path, {"one": team(name="One"), "two": must})))
    assert found.teams[0].why_not == ()
    (closed,) = found.teams[1].why_not
    assert closed.option == "managed"
    assert "HIPAA" in closed.why


def test_what_only_one_team_has_is_its_own_alternative(tmp_path: Path) -> None:
    """Machines that stand idle anyway: 0.01 engineers, which no platform beats and no other team has."""
    idle = SHARES_NOTHING.replace("build_engineer_weeks = 10", "build_engineer_weeks = 0").replace(
        "upkeep_fte = 0.2", "upkeep_fte = 0.01"
    )
    found = portfolio_of(case_of(company(tmp_path, {"one": team(name="One"), "two": team(name="Two"), "third": idle})))
    third = found.teams[2]
    assert third.alone_option == third.option == "another.alone"
    assert third.alone_usd == pytest.approx(YEAR * 0.01 * 240_000 / 12)
    assert {row.option for row in found.teams[:2]} == {"own"}


def test_levers_of_a_team_are_measured_on_that_team_alone_with_the_same_figures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Forty teams would otherwise be read and resolved again for every lever of each."""
    run = evaluate(starter("one-platform"), futures(starter("one-platform"), 200, 1))
    alone = {(each.workload, each.key): each.usd_per_month for each in levers(run, "own", 1)}
    monkeypatch.setattr("model.decision.bill.levers.goes_by_use", lambda *_: True)
    together = {(each.workload, each.key): each.usd_per_month for each in levers(run, "own", 1)}
    assert len(alone) >= 6
    assert alone == pytest.approx(together, rel=1e-9)
