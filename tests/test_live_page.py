"""The page that answers back, in a browser: the same verdict as the comparison on the same futures, whatever is typed."""

from __future__ import annotations

import html as markup
import json
import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest

from model.comparison import Case, evaluate, resolve
from model.comparison.run import complete
from model.decision import Analysis, analyse
from model.decision.futures.draws import futures
from model.profile import Problems
from model.profile.changing import scenario
from model.report.html import page as html
from model.report.live import live_page
from tests.cases import CODING, case_of, starter
from tests.generated import profile_text
from tests.test_live_formulas import STARTERS, moved, moves
from tests.test_report_formats import BROWSER

BARE = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PARTS = frozenset({"one_sided", "break_even"})
SHAPES = ("0.3", "2 to 9", "1 / 3 / 9")
needs_browser = pytest.mark.skipif(not BROWSER, reason="no chromium on this machine to run the page in")


@cache
def analysis_of(name: str) -> Analysis:
    """A starter, or a generated profile by its seed."""
    return analyse(case_of(profile_text(int(name))) if name.isdigit() else starter(name), live_page.FUTURES, 1)


def browsed(text: str, fragment: str = "") -> str:
    """The document of a page after its scripts ran, opened at a fragment, without a network."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(text, encoding="utf-8")
        asked = [BROWSER, *BARE, f"--user-data-dir={folder}/user", "--virtual-time-budget=20000", "--dump-dom"]
        done = subprocess.run([*asked, file.as_uri() + fragment], capture_output=True, timeout=300, check=False)
        shutil.rmtree(f"{folder}/user", ignore_errors=True)
    return done.stdout.decode()


DRIVEN = """<!doctype html><pre id="out"></pre><iframe id="f" src="inner.html" width="1280" height="900"></iframe><script>
const said = [], f = document.getElementById("f");
f.addEventListener("load", () => {
  const live = f.contentDocument.getElementById("live"), E = f.contentWindow.Event, one = (s) => live.querySelector(s);
  const say = (more) => said.push([one(".live-off").textContent, ...(more || [])]);
  const box = one(".live-box input"), slider = one("input[type=range]"), type = (text) => {
    box.value = text;
    box.dispatchEvent(new E("change"));
  };
  const turns = [
    () => (say(), (slider.value = "40"), slider.dispatchEvent(new E("input", { bubbles: true }))),
    () => (say([box.value, one("textarea").value]), type("abc")),
    () => (say([box.getAttribute("aria-invalid")]), type("0.2 to 0.5")),
    () => (say([box.getAttribute("aria-invalid"), JSON.parse(live.dataset.answer).saving]), one(".live-tick input").click()),
    () => (say([one("textarea").value]), one(".live-head button").click()),
    () => say([[...live.querySelectorAll("input, textarea")].filter((e) => !e.labels.length && !e.getAttribute("aria-label")).length]),
    () => (document.getElementById("out").textContent = JSON.stringify(said)),
  ];
  turns.forEach((turn, at) => setTimeout(turn, 400 + 500 * at));
});
</script>"""


@needs_browser
def test_controls_are_moved_typed_ticked_and_reset() -> None:
    """A slider, a wrong entry, a range, a scenario and the way back; every control has a name."""
    analysis = analysis_of("support-desk")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "inner.html").write_bytes(html.render([analysis]))
        (Path(folder) / "page.html").write_text(DRIVEN)
        asked = [
            BROWSER,
            *BARE,
            "--disable-web-security",
            "--allow-file-access-from-files",
            f"--user-data-dir={folder}/user",
        ]
        file = (Path(folder) / "page.html").as_uri()
        done = subprocess.run(
            [*asked, "--virtual-time-budget=20000", "--dump-dom", file], capture_output=True, timeout=300, check=False
        )
        shutil.rmtree(f"{folder}/user", ignore_errors=True)
    found = re.search(r'<pre id="out">(.+?)</pre>', done.stdout.decode(), re.S)
    assert found
    start, moved_to, wrong, ranged, with_scenario, back = json.loads(markup.unescape(found[1]))
    assert start == back[:1] == ["As the profile has it."]
    assert moved_to[0] == wrong[0] == "Off the profile: 1 input changed."
    assert f"--set 'options.own.upkeep_fte={moved_to[1]}'" in moved_to[2]
    assert wrong[1] == "true"
    want = analyse(
        moved(analysis.case, "options.own.upkeep_fte", "0.2 to 0.5"), live_page.FUTURES, 1, frozenset()
    ).verdict
    assert ranged[1] is None
    assert ranged[2] == pytest.approx(want.saving_expected_usd, rel=1e-9)
    assert "--scenario" in with_scenario[1]
    assert back[1] == 0


def data_of(dom: str, name: str) -> Any:
    """What the live part says of itself."""
    found = re.search(rf'<section class="live[^>]* data-{name}="([^"]*)"', dom)
    assert found, f"the page says no {name}"
    return json.loads(markup.unescape(found[1]))


def answers_of(held: dict[str, Any], typed: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """What the browser answers when each of these is typed alone, and as it is."""
    engine = live_page.assets()[1].partition("// The page's part")[0]
    script = f"""{engine}
const data = {live_page.written(held)}, typed = {json.dumps(typed)}, model = new Live.Model(data), found = [];
const specs = Object.fromEntries(data.controls.map((c) => [c.key, c.spec]));
const say = () => {{
  const a = model.answer(), plans = Object.fromEntries(Object.entries(a.plans).map(([id, plan]) => [id, plan.chain]));
  found.push({{ ...a, plans, years: a.option ? model.years(a.plans[a.option], model.middle.number(model.middle.inputs.get(data.horizon))) : [] }});
}};
say();
for (const [key, text] of typed) {{
  model.type(key, text.split(/ to | \\/ /).map(Number), specs[key]);
  say();
  model.restore(key);
}}
say();
document.getElementById("out").textContent = JSON.stringify(found);
"""
    dom = browsed(f'<!doctype html><meta charset="utf-8"><pre id="out"></pre><script>{script}</script>')
    found = re.search(r'<pre id="out">(.*?)</pre>', dom, re.S)
    assert found, "the script did not begin"
    assert found[1], "the script did not end"
    answers: list[dict[str, Any]] = json.loads(markup.unescape(found[1]))
    return answers


def assert_says(answer: dict[str, Any], case: Case) -> None:
    """Present values to 1e-9, and the verdict on them."""
    analysis = analyse(case, live_page.FUTURES, 1, frozenset())
    verdict = analysis.verdict
    for row in analysis.options:
        assert answer["means"][row.id] == pytest.approx(row.present_value_usd, rel=1e-9, abs=1e-6), row.id
    assert (answer["option"], answer["runner"], answer["strength"]) == (
        verdict.option,
        verdict.runner_up,
        verdict.strength,
    )
    if verdict.runner_up is not None and verdict.saving_expected_usd is not None:
        pairs = {
            "saving": verdict.saving_expected_usd,
            "low": verdict.saving_p10_usd,
            "high": verdict.saving_p90_usd,
            "chance": verdict.probability_beats_runner_up,
        }
        scale = max(abs(row.present_value_usd) for row in analysis.options)
        for name, value in pairs.items():
            assert answer[name] == pytest.approx(value, rel=1e-9, abs=1e-9 * scale), name
    if verdict.option is not None:
        years = analysis.option(verdict.option).years
        for place, prefix in enumerate(("invoices", "people", "elsewhere")):
            want = [getattr(year, f"{prefix}_usd") for year in years]
            assert answer["years"][place] == pytest.approx(want, rel=1e-9, abs=1e-5), prefix


@needs_browser
@pytest.mark.parametrize("name", [*STARTERS, "0", "3", "5", "7"])
def test_the_browser_answers_what_the_comparison_answers(name: str) -> None:
    """As the profile is, with each input that decides typed anew, and after all of it back at the start."""
    analysis = analysis_of(name)
    held = live_page.holds(analysis)
    keys = {control["key"] for control in held["controls"]}
    typed = [(key, text) for key, text in moves(analysis.case, 99) if key in keys][:14]
    assert typed
    answers = answers_of(held, typed)
    for answer, case in zip(
        answers, [analysis.case, *(moved(analysis.case, *each) for each in typed), analysis.case], strict=True
    ):
        assert_says(answer, case)


TIED = (
    CODING
    + """
[correlations.busy]
between = ["workloads.coding.sessions_per_month", "workloads.coding.active_minutes"]
rank = 0.6
"""
)
ANSWERED = CODING.replace('runs_on = "existing-machines"', "") + (
    "[options.own.hosts]\nusd_per_hour = 0.5\nsessions_per_host = 1\nanswer_share = 0.9\nanswer_seconds = 20\n"
)


CAPPED = CODING.replace(
    "[workloads.coding.tokens]",
    'spend_cap_usd = 2\nsession_spread = 3\nrunaways_per_year = "1 to 6"\n[workloads.coding.tokens]',
)
FEES = CODING + (
    "[options.own.commitment]\nusd_per_month = 2000\ndiscount_share = 0.2\nmonths = 12\n"
    "[[options.own.credits]]\namount = 5000\nuntil = 7\n"
    '[options.own.items.db]\nper = "session"\nincluded = 1000\nminimum_usd = 50\nstarts_month = 3\nends_month = 20\n'
    "tiers = [{ up_to = 5000, usd = 0.1 }, { usd = 0.05 }]\n"
)


@needs_browser
@pytest.mark.parametrize(
    "text", [TIED, ANSWERED, CAPPED, FEES], ids=["correlated", "answer target", "spend cap", "fees and credits"]
)
def test_what_starters_do_not_use_is_worked_out_too(text: str) -> None:
    """Correlated inputs keep their order when one is typed anew; places for an answer target are searched in every future;
    spend caps cut a distribution; tiers, commitments and credits go month by month."""
    given = {"workloads__coding__sessions_per_month": "300 to 90_000", "workloads__coding__active_minutes": "20 to 90"}
    case = case_of(
        text, **given, options__own__overrun_factor="published", options__own__build_engineer_weeks="2 / 4 / 9"
    )
    held = live_page.holds(analyse(case, live_page.FUTURES, 1))
    typed = [
        ("workloads.coding.sessions_per_month", "2000 to 4000"),
        ("workloads.coding.active_minutes", "5 / 30 / 40"),
    ]
    for answer, each in zip(answers_of(held, typed)[1:], [*(moved(case, *each) for each in typed), case], strict=True):
        assert_says(answer, each)


@needs_browser
def test_the_page_itself_opens_at_a_link_and_gives_it_back() -> None:
    """Two inputs and the horizon by the link: the verdict of ``--set``, a command, a snippet and the same link."""
    analysis = analysis_of("support-desk")
    changes = {
        "options.own.upkeep_fte": "0.12",
        "engineering.loaded_usd_per_year": "150000 to 200000",
        "horizon_months": "24",
    }
    fragment = "#live?" + "&".join(f"{key}={quote(text)}" for key, text in changes.items())
    dom = browsed(html.render([analysis]).decode(), fragment)
    case = analysis.case
    for key, text in changes.items():
        case = moved(case, key, text)
    want = analyse(case, live_page.FUTURES, 1, frozenset()).verdict
    found = data_of(dom, "answer")
    assert (found["option"], found["strength"]) == (want.option, want.strength)
    assert found["saving"] == pytest.approx(want.saving_expected_usd, rel=1e-9)
    assert "Off the profile: 3 inputs changed." in dom
    assert data_of(dom, "done") >= 1
    assert live_page.holds(analysis)["profile"] == "support-desk"


@needs_browser
def test_a_ticked_scenario_is_that_scenario() -> None:
    """Every scenario of the starter that changes numbers alone, opened by a link."""
    analysis = analysis_of("support-desk")
    made = html.render([analysis]).decode()
    for name in analysis.case.profile.ids("scenarios"):
        profile = scenario(analysis.case.profile, name)
        assert not isinstance(profile, Problems)
        case = resolve(profile, analysis.case.as_of)
        assert not isinstance(case, Problems)
        want = analyse(case, live_page.FUTURES, 1, frozenset()).verdict
        found = data_of(browsed(made, f"#live?scenario={name}"), "answer")
        assert found["saving"] == pytest.approx(want.saving_expected_usd, rel=1e-9), name
        assert (found["option"], found["strength"]) == (want.option, want.strength)


@needs_browser
def test_what_flips_it_is_past_the_value_and_not_before() -> None:
    """A hair past each value the page names the comparison has the other option ahead; a hair before it has not."""
    analysis = analysis_of("high-volume")
    dom = browsed(html.render([analysis]).decode())
    found = data_of(dom, "flips")
    assert found
    option, runner = analysis.verdict.option, analysis.verdict.runner_up
    assert option is not None
    assert runner is not None
    for key, value, side in found[:4]:
        for past in (True, False):
            off = 1e-5 * abs(value) * (1 if (side == "above") is past else -1)
            if analysis.case.inputs[key].declared.spec.whole:  # type: ignore[union-attr]
                continue
            case = moved(analysis.case, key, repr(value + off))
            run = evaluate(case, complete(futures(case, live_page.FUTURES, 1)))
            gap = float(np.mean(run.option(runner).present_value_usd) - np.mean(run.option(option).present_value_usd))
            assert (gap < 0.0) is past, (key, value, side)


@needs_browser
def test_break_even_and_what_decides_are_those_of_the_comparison() -> None:
    """Factors on all runs at which the pair costs the same, and the difference at either end of each doubt."""
    analysis = analysis_of("high-volume")
    dom = browsed(html.render([analysis]).decode())
    assert analysis.break_even is not None
    found = data_of(dom, "even")
    assert found == pytest.approx([factor for factor in analysis.break_even.factors if factor <= 100.0], rel=0.01)
    swings = {row.key: (row.difference_at_p10_usd, row.difference_at_p90_usd) for row in analysis.sensitivity}
    shown = {key: (low, high) for key, low, high in data_of(dom, "swings")}
    assert shown.keys() <= swings.keys()
    for key, ends in shown.items():
        assert list(ends) == pytest.approx(swings[key], rel=1e-9), key


@pytest.mark.parametrize("name", STARTERS)
def test_a_page_is_small_and_asks_nothing_of_a_network(name: str) -> None:
    """At most a megabyte; nothing is evaluated from text; what may run is named by its digest."""
    made = html.render([analysis_of(name)]).decode()
    assert len(made.encode()) <= 1_000_000
    assert not re.search(
        r"\beval\(|new Function|innerHTML|https?://(?!www\.w3\.org/2000/svg)[^\"' ]*\.js", live_page.assets()[1]
    )
    assert "default-src 'none'" in markup.unescape(made)


def test_a_typed_range_has_the_shape_the_product_gives_it() -> None:
    """What the page holds of an input is how the product draws it: kind, ends and limits."""
    for text, kind in zip(SHAPES, ("point", "bell", "bell"), strict=True):
        case = case_of(CODING, options__own__upkeep_fte=text)
        held = live_page.holds(analyse(case, 50, 1))
        assert held["inputs"]["options.own.upkeep_fte"]["shape"]["kind"] == kind


def test_scenarios_that_change_numbers_alone_can_be_ticked() -> None:
    """Their changes are inputs; one that changes more is named without changes."""
    held = live_page.holds(analysis_of("support-desk"))
    assert held["scenarios"]
    for each in held["scenarios"]:
        assert each["changes"] is None or all({"key", "ends", "text"} <= set(change) for change in each["changes"])
    assert any(each["changes"] for each in held["scenarios"])
    left_out = [each for each in live_page.holds(analysis_of("coding-fleet"))["scenarios"] if each["changes"] is None]
    assert left_out
    assert all(each["why"].startswith(("it changes “", "with “")) for each in left_out)
    assert not any(each["why"] for each in held["scenarios"] if each["changes"] is not None)


def test_a_scenario_that_cannot_be_ticked_names_what_it_changes() -> None:
    """By the name of the field: a must-have is no number that a page could move."""
    (waived,) = live_page.holds(analysis_of("regulated-team"))["scenarios"][:1]
    assert waived["changes"] is None
    assert waived["why"] == "it changes “Must have”, which is no number"
