"""What somebody does in the first ten minutes: arrows on a picture, wrong entries, a must-have, a scenario presented."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.workbench import play, settled
from tui.app import SwitchpointApp
from tui.screens.work import WorkScreen

UPKEEP = "options.own.upkeep_fte"


def work(app: SwitchpointApp) -> WorkScreen:
    """The work screen on top."""
    assert isinstance(app.screen, WorkScreen)
    return app.screen


@pytest.mark.parametrize(("size", "key"), [((120, 40), "z"), ((80, 24), "v")])
def test_arrows_on_a_picture_that_fills_the_screen_move_no_number(
    tmp_path: Path, size: tuple[int, int], key: str
) -> None:
    """They read the picture out; Escape takes the cursor away, then leads back to the form, where they move numbers again."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        before = app.store.profile
        await pilot.press(key)
        await pilot.pause()
        await pilot.press("right", "right", "down")
        await settled(pilot, app)
        assert app.store.profile is before
        assert work(app).panels["picture"].picture.readout
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert work(app).form.has_focus
        await pilot.press("right")
        assert app.store.profile is not before

    play(tmp_path, what, size=size)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize(("typed", "said"), [("abc", "abc is not"), ("1,2,3", "the commas of 1,2,3"), ("-3", "-3 is below 0")])
def test_why_an_entry_is_wrong_can_be_read(tmp_path: Path, size: tuple[int, int], typed: str, said: str) -> None:
    """Also where the column beside the answer is a few cells wide: the line below the form says it."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        work(app).go_to(UPKEEP)
        await pilot.press("enter", "ctrl+u", *typed, "enter")
        await pilot.pause()
        assert said in work(app).echo.text
        await pilot.press("escape")
        await pilot.pause()
        assert said not in work(app).echo.text

    play(tmp_path, what, size=size)


def test_a_heading_says_its_keys_in_words(tmp_path: Path) -> None:
    """Name and keys do not run into each other."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("home")
        await pilot.pause()
        assert "Enter opens or closes, a adds, e shows all questions." in work(app).echo.text

    play(tmp_path, what)
