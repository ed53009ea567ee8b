"""The first comparison: where our own would run, several agents, what counts as an answer, and warnings that lead to their field."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from model.profile import Problems, load
from model.quantities import figures
from tests.workbench import play, screen_text, settled
from tui.app import SwitchpointApp
from tui.dialogs.mind import MindScreen
from tui.places.first_screen import FirstScreen
from tui.places.work_screen import WorkScreen
from tui.state.first_comparison import MACHINES, PLACEHOLDER, TEXT, WHERE, answered


def first(app: SwitchpointApp) -> FirstScreen:
    """The questions on top."""
    assert isinstance(app.screen, FirstScreen)
    return app.screen


def test_before_the_first_answer_nothing_is_gold(tmp_path: Path) -> None:
    """From published ranges alone, and pale; with one answer it is the usual head."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        head = first(app).query_one("#header").text.splitlines()[1]  # type: ignore[attr-defined]
        assert "From published ranges alone" in head
        await pilot.press("down", *"12k", "enter")
        await settled(pilot, app)
        head = first(app).query_one("#header").text.splitlines()[1]  # type: ignore[attr-defined]
        assert "From published ranges alone" not in head
        assert "1 of 7 questions answered" in screen_text(app)

    play(tmp_path, what, text=None)


@pytest.mark.parametrize(("typed", "key"), [("fargate-arm", WHERE), ("m7g", MACHINES)])
def test_where_our_own_would_run_is_asked(tmp_path: Path, typed: str, key: str) -> None:
    """A sandbox or machines, one choice; the other one's answers make room."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        assert first(app).go_to(WHERE)
        await pilot.press("enter", *typed, "enter")
        await settled(pilot, app)
        leaves = app.store.profile.leaves
        assert key in leaves
        assert not (WHERE in leaves and MACHINES in leaves)
        assert app.answer is not None
        assert app.answer.analysis is not None
        assert app.answer.analysis.option("own").complete
        assert "Where our own would run" in screen_text(app)

    play(tmp_path, what, text=None)


def test_another_agent_has_questions_of_its_own_and_is_no_answer_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its numbers are placeholders, also in the file, until somebody types over them."""
    monkeypatch.chdir(tmp_path)
    runs = "workloads.code-review.sessions_per_month"

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        await pilot.press("a", *"Code review", "enter")
        await settled(pilot, app)
        assert "Runs a month, Code review" in screen_text(app)
        assert answered(app.store.profile)[0] == 0
        assert app.store.profile.leaves[runs].source == PLACEHOLDER
        assert first(app).go_to(runs)
        await pilot.press(*"300", "enter")
        await settled(pilot, app)
        assert app.store.profile.leaves[runs].basis == "guess"
        assert app.store.profile.leaves[runs].source == ""
        assert answered(app.store.profile)[0] == 1
        await pilot.press("w", *"Two agents", "enter")
        await settled(pilot, app)
        assert isinstance(app.screen, WorkScreen)

    play(tmp_path, what, text=None)
    saved = load(tmp_path / "two-agents.toml")
    assert not isinstance(saved, Problems)
    assert saved.leaves[runs].text == "300"
    assert saved.leaves["workloads.work.sessions_per_month"].source == PLACEHOLDER


def test_a_month_and_what_to_mind_stand_under_the_headline(tmp_path: Path) -> None:
    """The bill is invoices and people of the first full month; a warning leads to its field."""
    text = TEXT.replace('loaded_usd_per_year = "published"', "loaded_usd_per_year = 230")

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.answer is not None
        analysis = app.answer.analysis
        assert analysis is not None
        head = app.screen.query_one("#header").text  # type: ignore[attr-defined]
        for option in analysis.pair:
            row = analysis.option(option)
            assert figures.dollars(row.invoices_month_1_usd + row.people_month_1_usd) in head
        keys = [warned.key for warned in analysis.warnings]
        assert "engineering.loaded_usd_per_year" in keys
        assert f"! {len(keys)} to mind" in head
        await pilot.press("exclamation_mark")
        await pilot.pause()
        assert isinstance(app.screen, MindScreen)
        await pilot.press(*["down"] * keys.index("engineering.loaded_usd_per_year"), "enter")
        await settled(pilot, app)
        screen = app.screen
        assert isinstance(screen, WorkScreen)
        assert screen.form.cell is not None
        assert screen.form.cell.key == "engineering.loaded_usd_per_year"

    play(tmp_path, what, text)


def test_an_example_says_so_and_b_asks(tmp_path: Path) -> None:
    """b opens a menu of four and moves no figure."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        assert isinstance(app.screen, WorkScreen)
        before = app.answer.analysis.verdict if app.answer and app.answer.analysis else None
        await pilot.press("b")
        await pilot.pause()
        assert "Whose number is it?" in screen_text(app)
        await pilot.press("m")
        await settled(pilot, app)
        assert app.store.profile.leaves["workloads.work.sessions_per_month"].basis == "measured"
        assert app.answer is not None
        assert app.answer.analysis is not None
        assert app.answer.analysis.verdict == before

    play(tmp_path, what)
