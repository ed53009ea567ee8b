"""No key is lost while something computes, none acts before the one it follows, and figures move only when figures changed."""

from __future__ import annotations

import asyncio
import threading
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from textual import events
from textual.pilot import Pilot
from workbench import play, screen_text, settled

from tui.app import SwitchpointApp
from tui.charts.widget import ChartView
from tui.places.first_screen import FirstScreen
from tui.places.present_screen import PresentScreen
from tui.places.scenarios_screen import ScenariosScreen
from tui.state import quick_and_whole as answers
from tui.state.first_comparison import TEXT
from tui.state.keeping import Keeper

RUNS = "workloads.work.sessions_per_month"
SCENARIOS = f"""{TEXT}
[scenarios.one]
title = "Twice the runs"
set = {{ workloads.work.sessions_per_month = "2k to 20k" }}

[scenarios.two]
title = "An existing rota"
set = {{ options.own.upkeep_fte = 0.1 }}
"""
TODAY = date(2026, 11, 22)


def send(app: SwitchpointApp, *keys: str) -> None:
    """Keys in one go, as a slow line or a busy machine delivers them; nobody waits between them."""
    for key in keys:
        character = key if len(key) == 1 else None
        named = {" ": "space", ".": "full_stop"}.get(key, key)
        app.post_message(events.Key(named, character))


def typed(app: SwitchpointApp) -> str:
    """How many runs a month the profile says."""
    assert app.store is not None
    return app.store.profile.leaves[RUNS].text


@pytest.mark.parametrize("file", [True, False])
def test_what_is_typed_before_the_first_paint_arrives(tmp_path: Path, file: bool) -> None:
    """On the work screen and in the six questions: every key from the first moment."""
    path = tmp_path / "team.toml"
    path.write_text(TEXT)
    app = SwitchpointApp(path if file else None, TODAY, Keeper(tmp_path / "state"))

    async def run() -> None:
        app.call_later(send, app, *([] if file else ["down"]), "1", "2", "k", "enter")
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(pilot, app)
            assert typed(app) == "12k"
            assert isinstance(app.screen, FirstScreen) is not file

    with patch.object(answers, "QUICK_DRAWS", 50), patch.object(answers, "FULL_DRAWS", 50):
        asyncio.run(run())


def test_keys_in_one_go_act_one_after_the_other(tmp_path: Path) -> None:
    """To the scenarios, back, and a number: digits do not reach the form before the place is the work screen again."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        send(app, "s", "right", "escape", "7", "k", "enter", "u", "9", "k", "enter")
        await settled(pilot, app)
        assert typed(app) == "9k"
        assert app.store is not None
        assert app.store.state.scenario is None

    play(tmp_path, what, SCENARIOS)


def test_the_scenario_under_the_cursor_is_presented_while_nothing_is_computed(tmp_path: Path) -> None:
    """The columns are there from the first moment; their answers never come here."""
    hold = threading.Event()

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        quick = answers.quick

        def late(*given: object, **more: object) -> answers.StateAnswer:
            if threading.current_thread() is not threading.main_thread():
                hold.wait(30)
            return quick(*given, **more)  # type: ignore[arg-type]

        with patch.object(answers, "quick", late):
            send(app, "s", "right", "right", "p")
            for _ in range(200):
                await pilot.pause(0.02)
                if isinstance(app.screen, PresentScreen):
                    break
            assert app.store is not None
            assert app.store.state.scenario == "two"
            hold.set()
            await settled(pilot, app)
        assert "scenario An existing rota" in screen_text(app)

    play(tmp_path, what, SCENARIOS)


def test_words_move_no_figure(tmp_path: Path) -> None:
    """A title and whose number it is: the answer in all futures stays where it was, and no coarse one comes between."""
    seen: list[tuple[int, float | None]] = []

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None

        def note() -> None:
            assert app.answer is not None
            assert app.answer.analysis is not None
            seen.append((app.answer.analysis.draws, app.answer.analysis.verdict.saving_expected_usd))

        with patch.object(answers, "QUICK_DRAWS", 40):
            await settled(pilot, app)
            note()
            app.store.listeners.append(note)
            app.store.edit({"workloads.work.title": "Another name"}, "title")
            app.store.edit({f"{RUNS}.basis": "measured"}, "basis")
            assert not app.stale
            await settled(pilot, app)
            note()
        assert set(seen) == {seen[0]}
        assert app.answer is not None
        assert app.answer.profile is app.store.effective  # the words are in it by now

    play(tmp_path, what)


def test_what_is_of_the_state_before_stands_back(tmp_path: Path) -> None:
    """After a change the flips are dim until they are those of the new figures."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        flips = app.screen.query_one("#flips", ChartView)
        assert not flips.stale
        app.store.edit({RUNS: "3k"}, "runs")
        assert flips.stale
        assert {role for row in flips.picture.rows for _, role in row} == {"dim"}
        await settled(pilot, app)
        assert not flips.stale

    play(tmp_path, what)


def test_a_slide_shows_no_coarse_figure(tmp_path: Path) -> None:
    """While the futures are worked out the slide says so; a what-if keeps the last final one, standing back."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        with patch.object(answers, "FULL_DRAWS", 150):
            await pilot.press("right")
            await pilot.press("p")
            screen = app.screen
            assert isinstance(screen, PresentScreen)
            for _ in range(300):
                await pilot.pause(0.01)
                shown = screen.final
                assert shown is None or shown.analysis is None or shown.analysis.draws == 150
                if shown is app.answer:
                    break
            assert screen.final is app.answer
            assert app.store is not None
            app.store.edit({RUNS: "3k"}, "runs")
            assert screen.final is not app.answer
            assert "working out" in screen_text(app) or screen._mark == "working out …"

    play(tmp_path, what)


def test_the_columns_keep_the_cursor_by_scenario(tmp_path: Path) -> None:
    """Moving a scenario moves the cursor with it; answers of scenarios that did not change are not worked out again."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("s", "right")
        await settled(pilot, app)
        screen = app.screen
        assert isinstance(screen, ScenariosScreen)
        asked: list[str] = []
        whole = answers.whole

        def counted(profile: object, *given: object) -> answers.StateAnswer:
            asked.append("once")
            return whole(profile, *given)  # type: ignore[arg-type]

        with patch.object(answers, "whole", counted):
            await pilot.press("greater_than_sign")
            assert [side.scenario for side in screen.sides] == [None, "two", "one"]
            assert screen.sides[screen.at].scenario == "one"
            await settled(pilot, app)
        assert len(asked) <= 1  # the work's own answer, none of the columns
        assert all(side.answer.complete for side in screen.sides)

    play(tmp_path, what, SCENARIOS)
