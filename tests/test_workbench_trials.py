"""What people stumbled over who had never seen the workbench, one test each."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from workbench import TODAY, play, screen_text, settled

from model.comparison import resolve
from model.decision import analyse
from model.profile import Problems, load
from model.quantities import figures
from model.report.presentation import steps
from tui.app import SwitchpointApp
from tui.paint.lines import plain
from tui.paint.themes import ANSI, NAMES
from tui.places.present_screen import PresentScreen
from tui.places.scenarios_screen import ScenariosScreen
from tui.places.work_screen import WorkScreen
from tui.state.first_comparison import TEXT
from tui.state.quick_and_whole import StateAnswer
from tui.telling.scenarios import waterfall
from tui.telling.slide_screens import Slide, screens
from tui.telling.verdict_lines import verdict_lines
from tui.widgets.painted import Words

FOLDER = Path(__file__).parents[1] / "profiles"
RUNS, GROWTH = "workloads.work.sessions_per_month", "workloads.work.growth_per_month"


def starter(name: str) -> str:
    """The text of a starter."""
    return (FOLDER / f"{name}.toml").read_text(encoding="utf-8")


def work(app: SwitchpointApp) -> WorkScreen:
    """The work screen."""
    screen = next(screen for screen in app.screen_stack if isinstance(screen, WorkScreen))
    assert isinstance(screen, WorkScreen)
    return screen


@pytest.mark.parametrize(("typed", "held"), [("-2%", "-2%"), ("-5", None)])
def test_a_minus_begins_a_number_and_is_never_dropped(tmp_path: Path, typed: str, held: str | None) -> None:
    """Growth may fall; where nothing may be below zero the entry is refused instead of read without its sign."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        key = GROWTH if held else RUNS
        before = app.store.profile.leaves[RUNS].text
        assert work(app).go_to(key)
        await pilot.press(*typed, "enter")
        if held:
            assert app.store.profile.leaves[key].text == held
        else:
            assert app.store.profile.leaves[RUNS].text == before
            assert "below 0" in screen_text(app)

    play(tmp_path, what)


def test_an_entry_that_was_refused_is_shown_as_it_was_typed_until_escape(tmp_path: Path) -> None:
    """On the next question the row says `abc?`, not that the number beside it is wrong."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("enter", *["backspace"] * 20, *"abc", "down")
        await pilot.pause()
        assert "abc?" in screen_text(app)
        await pilot.press("up", "escape")
        await pilot.pause()
        assert "abc?" not in screen_text(app)

    play(tmp_path, what)


@pytest.mark.parametrize("key", ["delete", "backspace", "c", "x", "b", "less_than_sign", "space", "a", "n", "r"])
def test_nothing_changes_on_the_form_while_a_picture_has_the_keys(tmp_path: Path, key: str) -> None:
    """At 80×24 the form is out of sight behind it."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        before = app.store.state
        await pilot.press("v", key)
        await pilot.pause()
        assert app.store.state == before
        assert isinstance(app.screen, WorkScreen)

    play(tmp_path, what, size=(80, 24))


def test_finding_a_question_brings_the_form_forward(tmp_path: Path) -> None:
    """Also from a picture that fills the screen."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("v", "slash", *"own.upkeep", "enter")
        await settled(pilot, app)
        assert not work(app).has_class("pictured")
        assert "Upkeep, engineers" in screen_text(app)

    play(tmp_path, what, size=(80, 24))


def test_presenting_at_any_size_ends(tmp_path: Path) -> None:
    """A pane of 40×12 says what it needs; and no height makes the pages endless."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("p")
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert "40×12 is too small" in screen_text(app)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert isinstance(app.screen, PresentScreen)
        assert "1 of 3" in screen_text(app)
        assert app.answer is not None
        assert app.answer.analysis is not None
        for step in steps(app.answer.analysis):
            for height in range(3, 14):
                assert screens(step, Slide("A", "22 Nov 2026", "1 of 3"), 34, height)

    play(tmp_path, what, starter("support-desk"))


def test_without_colour_the_terminals_own_colours_are_not_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They would be black on black; a choice remembered from before is not taken up either."""
    monkeypatch.setenv("NO_COLOR", "1")

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        seen = set()
        for _ in NAMES:
            await pilot.press("T")
            seen.add(app.theme)
        assert seen == set(NAMES) - {ANSI}

    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "settings.toml").write_text(f'theme = "{ANSI}"\n')
    play(tmp_path, what)


def test_a_close_verdict_says_its_range_in_the_sense_of_its_words() -> None:
    """Cheaper on average by the saving: its range goes from so much cheaper to so much more expensive."""
    profile = load(FOLDER / "support-desk-all-regions.toml")
    assert not isinstance(profile, Problems)
    case = resolve(profile, TODAY)
    assert not isinstance(case, Problems)
    analysis = analyse(case, draws=400)
    verdict = analysis.verdict
    low, high = verdict.saving_p10_usd, verdict.saving_p90_usd
    assert verdict.strength == "close"
    assert low is not None
    assert high is not None
    assert low < 0 < high
    wide, narrow = (plain(verdict_lines(StateAnswer(1, profile, case, analysis), width)[0]) for width in (180, 80))
    assert f"{figures.money(high)} cheaper to {figures.money(-low)} more expensive" in wide
    assert f"({figures.bare_range(-high, -low)})" in narrow


def test_a_new_scenario_holds_nothing_until_something_is_changed_in_it(tmp_path: Path) -> None:
    """It follows the profile in everything; the file says so, and is read again."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        await pilot.press("s", "d", *"Later", "enter")
        await settled(pilot, app)
        assert not [key for key in app.store.profile.leaves if key.startswith("scenarios.later.set")]
        assert "nothing yet" in screen_text(app)
        await pilot.press("enter", "right", "w")
        await settled(pilot, app)
        assert [key for key in app.store.profile.leaves if key.startswith("scenarios.later.set")]
        await pilot.press("u", "w")
        await settled(pilot, app)

    saved = load(play(tmp_path, what))
    assert not isinstance(saved, Problems)
    assert saved.ids("scenarios") == ("later",)


def test_the_chosen_scenario_is_the_one_presented(tmp_path: Path) -> None:
    """Working in one, choosing another column, p: the other one stands on the slide and in the head."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("s", "right", "enter")
        await settled(pilot, app)
        await pilot.press("s")
        await settled(pilot, app)
        await pilot.press("right", "p")
        await settled(pilot, app)
        assert isinstance(app.screen, PresentScreen)
        assert "scenario An existing rota" in screen_text(app)
        await pilot.press("escape", "left", "left", "p")
        await settled(pilot, app)
        assert "scenario" not in screen_text(app).splitlines()[1]

    play(tmp_path, what, starter("support-desk"))


def test_the_columns_of_scenarios_and_the_header_have_one_figure(tmp_path: Path) -> None:
    """All futures in both."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("s")
        await settled(pilot, app)
        screen = app.screen
        assert isinstance(screen, ScenariosScreen)
        here = screen.sides[0].answer.analysis
        assert app.answer is not None
        assert app.answer.analysis is not None
        assert here is not None
        assert here.verdict.saving_expected_usd == app.answer.analysis.verdict.saving_expected_usd

    play(tmp_path, what, starter("support-desk"))


def test_the_next_number_that_is_not_yours_is_the_one_that_matters_most(tmp_path: Path) -> None:
    """m goes by how far each moves the difference."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.answer is not None
        assert app.answer.analysis is not None
        await pilot.press("m")
        cell = work(app).form.cell
        assert cell is not None
        assert cell.key == "options.own.upkeep_fte"

    play(tmp_path, what, starter("support-desk"))


def test_own_machines_take_the_place_of_a_sandbox(tmp_path: Path) -> None:
    """Four numbers typed one after the other; one undo for each, the first brings the sandbox back."""
    hosts = "options.own.hosts"

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        before = app.store.profile
        for name, typed in (("usd_per_hour", "0.40"), ("sessions_per_host", "8"), ("utilisation", "65%")):
            assert work(app).go_to(f"{hosts}.{name}")
            await pilot.press(*typed, "enter")
            await settled(pilot, app)
        profile = app.store.profile
        assert profile.leaves[f"{hosts}.usd_per_hour"].text == "0.4"
        assert not [key for key in profile.leaves if key.startswith("options.own.sandbox")]
        assert app.answer is not None
        assert app.answer.analysis is not None
        assert app.answer.analysis.option("own").complete
        await pilot.press("u", "u", "u")
        assert app.store.profile is before

    play(tmp_path, what)


def test_why_an_option_is_out_stands_under_the_verdict(tmp_path: Path) -> None:
    """A number taken away leaves its question in sight, and says what has no price now."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert work(app).go_to("options.own.sandbox.vcpu")
        await pilot.press("delete")
        await settled(pilot, app)
        cell = work(app).form.cell
        assert cell is not None
        assert cell.key == "options.own.sandbox.vcpu"
        assert "Own stack: Sandbox vCPU is not priced" in screen_text(app)

    play(tmp_path, what)


def test_the_six_questions_count_what_was_answered_and_go_on(tmp_path: Path) -> None:
    """Enter stays on the question, as on the work screen; the arrow goes on."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert "0 of 7 questions answered" in screen_text(app)
        await pilot.press("down", *"5k to 9k", "enter")
        await settled(pilot, app)
        assert "1 of 7 questions answered" in screen_text(app)
        await pilot.press("down", "down", "down", "down", "down", "enter")
        await pilot.pause()
        await pilot.press("space", "enter")
        await settled(pilot, app)
        assert "2 of 7 questions answered" in screen_text(app)

    play(tmp_path, what, text=None)


def test_escape_leads_from_new_questions_back_to_the_work(tmp_path: Path) -> None:
    """N and Esc: the same profile, unsaved changes and history."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("right")
        store = app.store
        assert store is not None
        await pilot.press("N")
        await settled(pilot, app)
        assert app.store is not store
        await pilot.press("escape")
        await settled(pilot, app)
        assert app.store is store
        assert isinstance(app.screen, WorkScreen)
        await pilot.press("u")
        assert not store.unsaved

    play(tmp_path, what)


def test_an_error_of_the_model_is_a_sentence_and_not_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that somebody types may end the workbench, or keep a draft from being opened."""
    from tui.state import quick_and_whole

    def broken(*_: object) -> StateAnswer:
        raise KeyError("something nobody thought of")

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(quick_and_whole, "quick", broken)
            patched.setattr(quick_and_whole, "whole", broken)  # which comes a moment later, on a busy machine at once
            await pilot.press("right")
            await pilot.pause()
            assert "this should not have happened" in screen_text(app)
        await pilot.press("u")
        await settled(pilot, app)
        assert "CHOOSE" in screen_text(app)

    play(tmp_path, what)


@pytest.mark.parametrize("typed", ["kubernetes", "retention"])
def test_a_question_is_found_by_what_it_is_about(tmp_path: Path, typed: str) -> None:
    """Words of its help, and the names of must-haves."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("slash", *typed, "enter")
        await settled(pilot, app)
        cell = work(app).form.cell
        assert cell is not None
        assert cell.key.endswith({"kubernetes": "hosts.usd_per_hour", "retention": "requirements.must"}[typed])

    play(tmp_path, what)


def test_a_decision_that_no_longer_holds_is_said_under_the_verdict(tmp_path: Path) -> None:
    """Decided for the own stack while managed is the verdict: on every place, at every size."""
    decided = '\n[decision]\noption = "own"\ndate = 2026-10-01\n'

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert "Decided for Own stack on 1 Oct 2026" in screen_text(app)
        await pilot.resize_terminal(80, 24)
        await settled(pilot, app)
        assert "Decided for Own stack on 1 Oct 2026" in screen_text(app)

    play(tmp_path, what, starter("support-desk") + decided)


def test_the_map_says_what_size_it_needs_and_has_the_keys_again(tmp_path: Path) -> None:
    """A pane made small and large again."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("M")
        await settled(pilot, app)
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert "40×12 is too small" in screen_text(app)
        await pilot.resize_terminal(80, 24)
        await pilot.press("left")
        await settled(pilot, app)
        assert "is cheaper in" in screen_text(app)

    play(tmp_path, what, size=(80, 24))


MUST = """
today = "managed"
[options.half]
kind = "managed-own-sandboxes"
title = "Managed, sandboxes at home"
build_engineer_weeks = 6
upkeep_fte = 0.2
[options.half.sandbox]
preset = "e2b"
vcpu = 2
memory_gib = 4
[requirements]
must = ["eu_residency"]
[scenarios.waived]
title = "Residency waived"
set = { "requirements.must" = [] }
"""


def with_a_must_have() -> str:
    """Three options of which one may stand in the EU."""
    return TEXT.replace('today = "none"\n', 'today = "managed"\n') + MUST.replace('\ntoday = "managed"\n', "\n")


def test_the_work_begins_with_the_pair_that_reports_speak_of(tmp_path: Path) -> None:
    """The verdict and its runner-up, today's option first; it stays when the verdict moves, and o leads on."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert work(app).pair() == ("managed", "own")
        assert app.store is not None
        assert not app.store.past
        app.store.edit({"requirements.must": None}, "waive it")
        await settled(pilot, app)
        assert work(app).pair() == ("managed", "own")

    play(tmp_path, what, with_a_must_have())


def test_the_waterfall_to_another_choice_is_what_the_choices_cost(tmp_path: Path) -> None:
    """Residency waived: another option is chosen, and start, switch and steps add up to its cost."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("s")
        await settled(pilot, app)
        screen = app.screen
        assert isinstance(screen, ScenariosScreen)
        first, second = screen.sides
        made = waterfall(first, second, TODAY)
        assert made is not None
        one, other = first.answer.analysis, second.answer.analysis
        assert one is not None
        assert other is not None
        assert (one.verdict.option, other.verdict.option) == ("own", "managed")
        assert made.start[1] + sum(usd for _, usd in made.steps) == pytest.approx(made.end[1], abs=1.0)
        assert made.start[1] == pytest.approx(one.option("own").present_value_usd, rel=1e-9)
        assert made.end[1] == pytest.approx(other.option("managed").present_value_usd, rel=1e-9)
        assert "ANOTHER OPTION IS CHOSEN" in made.title

    play(tmp_path, what, with_a_must_have())


def test_keeping_a_second_scenario_keeps_the_first(tmp_path: Path) -> None:
    """K, another change, K: two scenarios; the profile is what it was."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        before = app.store.profile.leaves[RUNS].text
        await pilot.press("right", "K", *"More", "enter")
        await settled(pilot, app)
        await pilot.press("down", "right", "K", *"More and growing", "enter")
        await settled(pilot, app)
        profile = app.store.profile
        assert profile.ids("scenarios") == ("more", "more-and-growing")
        assert profile.leaves[RUNS].text == before
        assert profile.leaves[f'scenarios.more.set."{RUNS}"'].text != before
        await pilot.press("u", "u", "u", "u")
        assert not app.store.unsaved

    play(tmp_path, what)


def test_keys_that_arrive_in_one_go_close_one_box_each(tmp_path: Path) -> None:
    """D, then three times Enter and w at once, as a slow line sends them: decided, saved, and nothing else is closed."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("D")
        await settled(pilot, app)
        for key, character in (("enter", "\r"), ("enter", "\r"), ("enter", "\r"), ("w", "w")):
            app.post_message(events.Key(key, character))
        for _ in range(40):
            await pilot.pause(0.05)
        await settled(pilot, app)
        assert isinstance(app.screen, WorkScreen)
        assert app.store is not None
        assert not app.store.unsaved

    saved = load(play(tmp_path, what))
    assert not isinstance(saved, Problems)
    assert saved.text("decision.option") == "managed"


def test_a_scenario_may_ask_for_nothing_where_the_profile_asks_for_something(tmp_path: Path) -> None:
    """Unticking the must-have in a scenario is its own answer."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        await pilot.press("s", "d", *"Waive", "enter", "enter")
        await settled(pilot, app)
        assert work(app).go_to("requirements.must")
        await pilot.press("delete")
        await settled(pilot, app)
        assert app.store.effective.list("requirements.must") == ()
        assert app.store.profile.list("requirements.must") == ("eu_residency",)
        assert "CLAUDE MANAGED AGENTS" in screen_text(app).splitlines()[1]

    play(tmp_path, what, with_a_must_have().partition("[scenarios.waived]")[0])


def test_removing_an_agent_asks_and_says_what_goes_with_it(tmp_path: Path) -> None:
    """It goes out of every scenario too; Escape keeps it."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        before = app.store.profile
        await pilot.press("right", "K", *"More", "enter")
        await settled(pilot, app)
        await pilot.press("x")
        await pilot.pause()
        assert "It also goes out of More." in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert app.store.profile.ids("workloads") == before.ids("workloads")

    play(tmp_path, what)


def test_the_hints_of_a_box_can_be_clicked(tmp_path: Path) -> None:
    """A scenario by mouse: its name typed, then a click on what Enter would do; another click leaves a box."""

    async def click(pilot: Pilot[int], app: SwitchpointApp, hint: str) -> None:
        rows = screen_text(app).splitlines()
        y = next(at for at, row in enumerate(rows) if hint in row)
        box = app.screen.query(Words).first()
        corner = box.content_region.offset
        await pilot.click(box, offset=(rows[y].index(hint) + 1 - corner.x, y - corner.y))
        await settled(pilot, app)

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        await pilot.press("s", "d", *"Later")
        await click(pilot, app, "Enter  take it")
        assert app.store.profile.ids("scenarios") == ("later",)
        await pilot.press("d", *"Never")
        await click(pilot, app, "Esc  leave it as it is")
        assert app.store.profile.ids("scenarios") == ("later",)
        await pilot.press("y")
        await settled(pilot, app)
        await click(pilot, app, "Esc  close")
        assert isinstance(app.screen, ScenariosScreen)

    play(tmp_path, what)
