"""What is said of several teams: the sentences of each kind of answer, on every surface that is text."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from cases import starter
from companies import PLATFORM, TODAY, WEEK_USD, YEAR, case_of, company, team
from msgspec.structs import replace
from test_portfolio_mathematics import many, table, worked_example

from model.comparison import Warned
from model.contract.compare_json import CompareDocument
from model.decision import Analysis, analyse
from model.portfolio import CostTable, answered
from model.quantities import figures
from model.quantities.figures import in_100
from model.report import brief, csv, markdown, memo, one_page, text
from model.report import json as json_report
from model.report.explained import explained
from model.report.presentation import answer_step
from model.report.story import tell
from model.telling.answer import answer
from model.telling.sharing import sharing

TITLES = {"support": "Support desk", "coding": "Coding", "docs": "Documentation"}


@cache
def one_team() -> Analysis:
    """A comparison that names no teams."""
    return analyse(starter("support-desk"), 60, parts=frozenset())


def with_teams(costs: CostTable) -> Analysis:
    """The same comparison with an answer for these teams."""
    return replace(one_team(), portfolio=answered(costs))


@cache
def three_teams() -> Analysis:
    """The example that `test_portfolio_mathematics` works out by hand: alone 120, together 108 thousand."""
    return with_teams(replace(worked_example(), team_titles=TITLES))


def part(analysis: Analysis) -> str:
    """The section as text, on one line."""
    return " ".join(text.section(tell(analysis), ["portfolio"]).split())


def test_without_teams_there_is_nothing_to_say() -> None:
    assert sharing(one_team()) is None
    assert tell(one_team()).section("portfolio") is None
    assert "fair share" not in brief.page(one_team())


def test_what_the_worked_example_says() -> None:
    """Each figure is one of the hand-worked ones: 120 − 108 = 12, 12 / 108 = 11 %, 48 once, 2 of 3, 7, 41 − 30 = 11."""
    said = part(three_teams())
    assert said.startswith("What 3 teams could share Cheapest for all: Own stack for all teams.")
    assert "Together $108k over 36 months, $12k (11 %) less than each alone ($120k)." in said
    assert (
        "Own stack ($48k once for all that use it) pays from 2 of 3 teams on: Support desk and Coding save $7k by it. Not any 2 are enough."
        in said
    )
    assert "Support desk Managed $50,000 Own stack $44,833 $5,167 $36,000" in said
    assert "All of them $120,000 $108,000 $12,000 $108,000" in said
    assert "No group of teams would pay less by itself." in said
    assert "With each platform divided equally Documentation would pay more than alone: $11k." in said
    assert "Own stack $108,000 $12,000 Documentation would pay more than alone" in said


def test_the_short_page_says_it_and_keeps_its_height() -> None:
    """Answer, from how many it pays and each team; many teams are left to the section."""
    page = brief.page(three_teams())
    assert "Cheapest for all: Own stack for all teams." in " ".join(page.split())
    assert "Documentation  Managed   $30k  Own stack          $28k  $1.7k" in page
    for analysis in (three_teams(), with_teams(many(40))):
        assert all(len(brief.page(analysis, columns).splitlines()) <= brief.MOST_LINES for columns in (80, 120))
    assert "pays from 5 of 40 teams on" in " ".join(brief.page(with_teams(many(40))).split())


def test_markdown_and_json_hold_the_same_figures() -> None:
    """A table a reader can copy, and a document that validates."""
    said = markdown.render([three_teams()]).decode()
    assert "## What 3 teams could share" in said
    assert "| Support desk | Managed | $50,000 | Own stack | $44,833 | $5,167 | $36,000 |" in said
    found = json.loads(json_report.text(three_teams()))
    CompareDocument.model_validate(found)
    assert found["portfolio"]["platforms"][0]["pays_from"] == ["support", "coding"]
    assert json.loads(json_report.text(one_team()))["portfolio"] is None


def test_no_platform_pays() -> None:
    """Two teams save 1,000 and 500 by a platform of 12,000."""
    said = part(with_teams(table({"a": (10e3, 9e3), "b": (10e3, 9.5e3)}, {"own": 12e3}, ("managed", "own"))))
    assert "No platform pays: each team costs least alone (Managed for both teams), $20k over 36 months." in said
    assert "pays for no group: whoever gains by it saves $1.5k in all, less than that." in said
    assert "Fair split" not in said


RING = ("managed", "ab", "bc", "ca")


def test_what_each_team_pays_of_the_platform_adds_up_to_what_it_costs_once() -> None:
    """The fair shares without what each costs on the platform by itself: together the 48 thousand that are paid once."""
    found = three_teams().portfolio
    assert found is not None
    pays = [(team.share_usd or 0.0) - (team.own_usd or 0.0) for team in found.teams]
    assert sum(pays) == pytest.approx(48e3)
    said = figures.listed([f"{team.title} {figures.money(usd)}" for team, usd in zip(found.teams, pays, strict=True)])
    assert f"Of what is paid once that is, the team's own part left out: {said}." in part(three_teams())


@pytest.mark.parametrize(
    ("costs", "words"),
    [
        (
            table({"a": (10e3, 0, None), "b": (10e3, 0, 0), "c": (10e3, None, 0)}, {"ab": 12e3, "bc": 12e3}, RING[:3]),
            (
                "Cheapest for all: Managed for c, ab for a and b.",
                "a and b would pay $1.3k less on ab by themselves",
                "no group would leave",
            ),
        ),
        (
            table(
                {"a": (10e3, 0, None, 0), "b": (10e3, 0, 0, None), "c": (10e3, None, 0, 0)},
                {"ab": 12e3, "bc": 12e3, "ca": 12e3},
                RING,
            ),
            ("no split exists that nobody would leave", "a and b would pay $2.7k less on ab", "has to carry $4k"),
        ),
        (
            many(40),
            ("What 40 teams could share", "From 4,000 orders drawn: standard error up to $0.", "for 37 of 40 teams"),
        ),
        (
            table({"a": (10e3, 1e3), "b": (None, 2e3)}, {"own": 3e3}, ("managed", "own")),
            ("pays for one team already: b has no other option. Any one is enough.", "Own stack for both teams"),
        ),
    ],
)
def test_each_kind_of_split_has_its_words(costs: CostTable, words: tuple[str, ...]) -> None:
    """Who would leave and for what, what somebody has to carry, how sure a drawn value is."""
    said = part(with_teams(costs))
    assert [word for word in words if word not in said] == []


def test_who_cannot_choose_is_said_with_the_reason() -> None:
    """A team without any option is a warning and in no sum."""
    costs = table({"a": (10e3, 0), "d": (None, None)}, {"own": 12e3}, ("managed", "own"))
    costs = replace(costs, why_not={("d", "own"): "HIPAA is not met"}, team_titles={"d": "Da\x1b[31mta\n"})
    said = part(with_teams(costs))
    assert "! Da[31mta can choose nothing and is in no sum (Own stack: HIPAA is not met)." in said
    assert "\x1b" not in said
    found = sharing(with_teams(table({"d": (None,)}, {}, ("managed",))))
    assert found is not None
    assert found.said.line == "No team can choose any option."


def test_teams_that_are_better_apart_are_the_headline(tmp_path: Path) -> None:
    """The platform costs 8 weeks and 0.05 engineers once. Two teams of 30,000 hours go there; the third runs 100 hours at 8
    cents and would need 5 weeks to move: it stays. All on the platform would cost these weeks more."""
    small = team(name="Small", sessions=100, managed_upkeep=0)
    teams = {"one": team(name="One"), "two": team(name="Two"), "small": small}
    case = case_of(company(tmp_path, teams, by_team={"small": "onboarding_engineer_weeks = 5\n"}))
    found = analyse(case, 1, 1, frozenset({"portfolio", "mixed"}))
    assert found.mixed_homes is not None
    assert found.portfolio is not None
    assert found.verdict.option == "own"
    assert found.verdict.headline == "One and Two on Platform, Small on Claude Managed Agents"
    assert found.mixed_homes.present_value_usd == pytest.approx(found.portfolio.usd)
    stays = YEAR * 100 * 1.0 * 0.08
    assert found.mixed_homes.saving_usd == pytest.approx(5 * WEEK_USD - stays)
    month = found.mixed_homes
    assert month.invoices_month_1_usd == pytest.approx(100 * 1.0 * 0.08)
    assert month.people_month_1_usd == pytest.approx(0.05 * 240_000 / 12)
    assert month.month_1_usd == pytest.approx(month.invoices_month_1_usd + month.people_month_1_usd)
    page = " ".join(brief.page(found).split())
    assert page.startswith("One and Two on Platform, Small on Claude Managed Agents")
    assert "Cheapest for all: that mix, together $" in page


def test_every_front_page_says_from_how_many_it_pays_and_who_would_pay_more(tmp_path: Path) -> None:
    """With a mix as headline as well: the platform is 8 weeks and a year of 0.05 engineers, by equal parts half of it each for
    One and Two; alone Two pays less than that half, and neither pays for all of it."""
    two = team(name="Two", sessions=6_000, managed_upkeep=0.02)
    teams = {"one": team(name="One"), "two": two, "small": team(name="Small", sessions=100, managed_upkeep=0)}
    case = case_of(company(tmp_path, teams, by_team={"small": "onboarding_engineer_weeks = 5\n"}))
    found = analyse(case, 1, 1, frozenset({"portfolio", "mixed"}))
    assert found.mixed_homes is not None
    once = 8 * WEEK_USD + YEAR * 0.05 * 240_000 / 12
    alone = YEAR * (6_000 * 1.0 * 0.08 + 0.02 * 240_000 / 12)
    assert once / 2 > alone, "so dividing equally is dearer for Two than staying"
    said = (
        "Platform pays from 2 of 3 teams on. By the fair split no team pays more than alone; with each platform divided "
        f"equally Two would (${(once / 2 - alone) / 1000:.2g}k)."
    )
    shared = sharing(found)
    assert shared is not None
    assert shared.who_pays == said
    assert said in " ".join(statement.text for statement in one_page.page(found).because)
    assert said in memo.render([found]).decode()
    assert said in answer_step.step(found).speaker


def test_the_short_page_drops_no_team_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row a team; where there is no room for it, who would pay more than alone and how to see the rows."""
    where = "Documentation would ($11k). Team by team: --section portfolio."
    page = " ".join(brief.page(three_teams()).split())
    assert "Documentation Managed $30k" in page
    assert where not in page
    monkeypatch.setattr(brief, "MOST_LINES", 30)
    page = " ".join(brief.page(three_teams()).split())
    assert "Documentation Managed $30k" not in page
    assert where in page
    monkeypatch.setattr(brief, "MOST_LINES", len(brief.page(three_teams()).splitlines()) - 1)
    page = " ".join(brief.page(three_teams()).split())
    assert where in page
    assert "(years, portfolio, flips, lines, …)" in page, "the years give way before the sentence does"


def test_a_company_s_mix_is_held_against_what_it_is_least_sure_to_beat(tmp_path: Path) -> None:
    """The same with a build of 2 to 20 weeks. All on the platform is beaten always, by the small team's 5 weeks; staying
    where everybody is is cheaper in every future in which the build takes long."""
    small = team(name="Small", sessions=100, managed_upkeep=0)
    teams = {"one": team(name="One"), "two": team(name="Two"), "small": small}
    wide = PLATFORM.replace("build_engineer_weeks = 8", 'build_engineer_weeks = "2 to 20"')
    assert wide != PLATFORM
    found = analyse(
        case_of(company(tmp_path, teams, wide, {"small": "onboarding_engineer_weeks = 5\n"})),
        400,
        1,
        frozenset({"portfolio", "mixed"}),
    )
    mix, told = found.mixed_homes, answer(found)
    assert (found.verdict.option, found.verdict.runner_up) == ("own", "managed")
    assert mix is not None
    assert mix.probability_beats_verdict == 1.0
    assert mix.against.option == "managed"
    assert mix.against.probability < 1.0
    often = found.verdict.probability_beats_runner_up
    assert often is not None
    assert mix.against.probability >= often  # the mix is cheaper than the verdict in each future
    assert (told.strength, told.against) == (mix.strength, "all on Claude Managed Agents")
    assert "less than all on Claude Managed Agents. 8 in 10" in told.mix
    assert (
        f"the mix is cheaper in {in_100(mix.against.probability)} of 100 futures. Against all on Platform: in"
        in told.mix
    )


def test_a_line_of_a_team_names_it_and_what_is_paid_once_names_none(tmp_path: Path) -> None:
    """Two teams keep 0.05 engineers each for managed sessions; the platform's upkeep is the company's. By hand, in JSON, CSV
    and where a line is explained."""
    case = case_of(company(tmp_path, {"one": team(name="One"), "two": team(name="Two")}))
    found = analyse(case, 1, 1, frozenset())
    upkeep = {
        row.id: [(line.team, line.workload) for line in row.lines if line.key == "engineering.upkeep"]
        for row in found.options
    }
    assert upkeep["managed"] == [("one", None), ("two", None)]
    assert upkeep["own"] == [(None, None)]
    assert {line.team for line in found.option("managed").lines if line.key == "runtime.session"} == {"one", "two"}
    bridged = analyse(starter("one-platform"), 20, parts=frozenset()).option("own").lines
    assert {line.bridge for line in bridged if line.bridge} == {"managed"}, "an option, not a team's part of it"
    said = text.section(tell(found), ["lines"])
    assert "all of the work of one" in said
    assert "all of the work of two" in said
    assert "engineering.upkeep of Claude Managed Agents: two" in str(
        explained(case, found, "engineering.upkeep", TODAY)
    )
    lines = [
        row for row in csv.render([found]).decode().splitlines() if '"managed"' in row and '"engineering.upkeep"' in row
    ]
    assert [row.rpartition(",")[2] for row in lines] == ['"one"', '"two"']
    written = json.loads(json_report.text(found))["options"][0]["lines"]
    assert [line["team"] for line in written if line["key"] == "engineering.upkeep"] in (["one", "two"], [None])


def test_each_team_has_an_option_although_none_serves_all(tmp_path: Path) -> None:
    """One may not use managed sessions, one not the platform: 8 weeks and a year of 0.05 engineers serve the first and the
    third, the second stays. The headline says so in place of that there is no verdict."""
    own, managed = "[options.own]\n", "[options.managed]\n"
    must = "[requirements]\nmust = ['hipaa']\n"
    only_own = team(name="Claims").replace(managed, f"{managed}fails = ['hipaa']\n") + must
    only_own = only_own.replace(own, f"{own}meets = ['hipaa']\n")
    only_managed = team(name="Docs").replace(own, f"{own}fails = ['hipaa']\n") + must
    only_managed = only_managed.replace(managed, f"{managed}meets = ['hipaa']\n")
    case = case_of(company(tmp_path, {"claims": only_own, "docs": only_managed, "third": team(name="Third")}))
    found = analyse(case, 1, 1, frozenset({"portfolio"}))
    headline = "Claims and Third on Platform, Docs on Claude Managed Agents: no option serves all teams"
    assert (found.verdict.option, found.verdict.headline) == (None, headline)
    assert found.portfolio is not None
    docs = YEAR * (30_000 * 1.0 * 0.08 + 0.05 * 240_000 / 12)
    assert found.portfolio.usd == pytest.approx(8 * WEEK_USD + YEAR * 0.05 * 240_000 / 12 + docs)
    assert " ".join(brief.page(found).split()).startswith(headline)
    assert "Docs cannot choose Platform: fails HIPAA agreement" in part(found)
    assert "pays for one team already: Claims saves" in part(found)
    assert "Not any" not in part(found)
    CompareDocument.model_validate(json.loads(json_report.text(found)))


def test_warnings_of_several_teams_name_them_and_the_same_of_many_is_one_with_the_sum(tmp_path: Path) -> None:
    """Both teams ask for Batch, which managed sessions do not take: half of the token price of half the runs, once for both. Work
    without a title is called by its team wherever it is named."""
    tokens = '[workloads.runs]\nbatch_share = 0.5\nmodel = "claude-opus-4-8"'
    used = "[workloads.runs.tokens]\ninput = 1_000\noutput = 0\nrequests = 3\n"

    def said(*names: str) -> dict[str, list[Warned]]:
        written = {name.lower(): team(name=name).replace("[workloads.runs]", tokens) + used for name in names}
        quiet = {"other": team(name="Other")} if len(names) == 1 else {}
        found = analyse(case_of(company(tmp_path, written | quiet)), 1, parts=frozenset()).warnings
        kinds = {"rule": "Batch does not apply", "single": "Batch is for single requests"}
        return {kind: [each for each in found if text in each.sentence] for kind, text in kinds.items()}

    a_team = 30_000 * 0.5 * 0.5 * 1_000 * 5.0 / 1e6
    one, both = said("Ann"), said("Ann", "Ben")
    (rule,) = one["rule"]
    assert rule.sentence.startswith("Claude Managed Agents, runs, Ann: Batch does not apply")
    assert rule.usd == pytest.approx(a_team)
    assert [each.sentence.partition(":")[0] for each in both["single"]] == ["runs, Ann", "runs, Ben"]
    (rule,) = both["rule"]
    assert "on this day to runs, Ann; runs, Ben (" in rule.sentence
    assert rule.usd == pytest.approx(2 * a_team)
