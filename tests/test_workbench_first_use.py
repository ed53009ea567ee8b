"""What somebody does in the first ten minutes: arrows on a picture, wrong entries, a must-have, a scenario presented."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.workbench import play, screen_text, settled
from tui.app import SwitchpointApp
from tui.places.present_screen import PresentScreen
from tui.places.work_screen import WorkScreen
from tui.state.first_comparison import TEXT
from tui.state.keeping import Keeper, digest_of

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
@pytest.mark.parametrize(
    ("typed", "said"), [("abc", "abc is not"), ("1,2,3", "the commas of 1,2,3"), ("-3", "-3 is below 0")]
)
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


def test_a_must_have_leads_to_the_options_that_fail_it(tmp_path: Path) -> None:
    """Why, on the question: each option, whether it passes, and the reason."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        app.store.edit({"requirements.must": ("eu_residency",)}, "must have")
        await settled(pilot, app)
        work(app).go_to("requirements.must")
        await pilot.pause()
        assert "Managed fails data stays in the EU" in work(app).echo.text
        await pilot.press("y")
        await pilot.pause()
        said = screen_text(app)
        assert "fails, data stays in the EU" in said
        assert "not read by this comparison" not in said

    play(tmp_path, what)


def test_presenting_a_scenario_says_which_and_a_what_if_keeps_the_answer_in_sight(tmp_path: Path) -> None:
    """The name of the scenario stands on every slide; on the third the statement stands below the inputs that are moved."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        work(app).go_to(UPKEEP)
        await pilot.press("B", *"0.2", "enter", "K", *"Lean", "enter")
        await settled(pilot, app)
        await pilot.press("p", "3", "w")
        await settled(pilot, app)
        assert "scenario Lean" in screen_text(app)
        assert isinstance(app.screen, PresentScreen)
        assert app.screen.told[0].title in screen_text(app)

    play(tmp_path, what)


def test_finding_a_question_begins_with_names_that_start_so(tmp_path: Path) -> None:
    """`discount` leads to the discount rate before the token discount."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("slash", *"discount", "enter")
        await pilot.pause()
        cell = work(app).form.cell
        assert cell is not None
        assert cell.key == "discount_rate"

    play(tmp_path, what)


def test_pinning_shows_what_changes_since(tmp_path: Path) -> None:
    """The last column says what an answer was; unpinned it says again whose the number is."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        work(app).go_to(UPKEEP)
        await pilot.press("B", *"0.2", "enter")
        await settled(pilot, app)
        assert "was " in work(app).form.text
        await pilot.press("B")
        assert work(app).column == "whose"

    play(tmp_path, what)


def test_enter_stays_on_the_question_as_on_the_work_screen(tmp_path: Path) -> None:
    """One key, one meaning: the arrow after it goes to the next question and skips none."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        form = app.screen.form  # type: ignore[attr-defined]
        await pilot.press("down", *"6k", "enter")
        await pilot.pause()
        assert form.index == 1
        await pilot.press("down", *"4 min", "enter")
        await pilot.pause()
        assert form.index == 2
        assert app.store is not None
        assert app.store.profile.leaves["workloads.work.active_minutes"].text == "4 min"
        await pilot.press("down", *"2,5,", "enter")
        await pilot.pause()
        assert form.index == 3

    play(tmp_path, what, text=None)


def test_unsaved_work_never_hides_that_the_file_went_on(tmp_path: Path) -> None:
    """Taken up over a file that an editor changed meanwhile, it says what differs, and saving asks."""
    file = tmp_path / "team.toml"
    keeper = Keeper(tmp_path / "state")
    file.write_text(TEXT, encoding="utf-8")
    keeper.write_draft(file, digest_of(file), TEXT.replace("1k to 10k", "3k to 9k"))
    keeper.close()  # left behind: one that is still open keeps its own
    theirs = TEXT.replace("5 to 20", "6 to 24")

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        said = screen_text(app)
        assert "The file was changed since" in said
        assert "6 to 24" in said
        await pilot.press("t")
        await settled(pilot, app)
        await pilot.press("w")
        await pilot.pause()
        assert "The file was changed meanwhile" in screen_text(app)
        assert file.read_text(encoding="utf-8") == theirs

    play(tmp_path, what, text=theirs)


def test_the_next_picture_never_stands_there_twice(tmp_path: Path) -> None:
    """What decides and what would flip it have panels of their own beside the picture that v changes."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        seen = set()
        for _ in range(20):
            await pilot.press("v")
            seen.add(work(app).shown_picture)
        assert {"paid", "volume", "tornado"} <= seen
        assert not seen & {"decides", "flips"}

    play(tmp_path, what)


def test_a_heading_says_its_keys_in_words(tmp_path: Path) -> None:
    """Name and keys do not run into each other."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("home")
        await pilot.pause()
        assert "Enter opens or closes, a adds, e shows all questions." in work(app).echo.text

    play(tmp_path, what)
