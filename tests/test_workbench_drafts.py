"""Files beside the profiles: a draft for each workbench, settings that keep every byte, and what is said when nothing can be kept."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from tests.workbench import play, screen_text
from tui.app import SwitchpointApp
from tui.places.first_screen import FirstScreen
from tui.state.keeping import Keeper, with_theme

RUNS = "workloads.work.sessions_per_month"


def test_two_workbenches_on_one_file_keep_a_draft_each(tmp_path: Path) -> None:
    """Neither is offered the other's while that is open, and neither deletes it; what one leaves behind is offered, the newest first."""
    file = tmp_path / "team.toml"
    one, two = Keeper(tmp_path / "state"), Keeper(tmp_path / "state")
    assert one.write_draft(file, "d", "a = 1\n")
    assert two.write_draft(file, "d", "a = 2\n")
    assert two.left_draft(file) is not None
    assert two.left_draft(file).text == "a = 2\n"  # type: ignore[union-attr]
    two.drop_draft(file)
    assert two.left_draft(file) is None
    assert one.read_draft(file) is not None
    one.close()
    left = two.left_draft(file)
    assert left is not None
    assert left.text == "a = 1\n"
    two.discard(left)
    assert two.read_draft(file) is None


def test_a_draft_of_an_open_workbench_cannot_be_discarded(tmp_path: Path) -> None:
    """Whoever tries."""
    file = tmp_path / "team.toml"
    one, two = Keeper(tmp_path / "state"), Keeper(tmp_path / "state")
    one.write_draft(file, "d", "a = 1\n")
    draft = two.read_draft(file)
    assert draft is not None
    two.discard(draft)
    assert one.read_draft(file) is not None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """No promise before the act."""
    (tmp_path / "state").mkdir(mode=0o500)
    assert not Keeper(tmp_path / "state").write_draft(None, "", "a = 1\n")


def test_quitting_says_that_no_draft_could_be_written(tmp_path: Path) -> None:
    """A file stands where the folder should be: the dialog says so and offers another place."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        app.keeper.folder = tmp_path / "taken"
        (tmp_path / "taken").write_text("")
        await pilot.press("right", "q")
        await pilot.pause()
        shown = screen_text(app)
        assert "No draft can be written" in shown
        assert "offered next time" not in shown
        assert "Save under another name" in shown
        await pilot.press("n")

    play(tmp_path, what)


SETTINGS = st.sampled_from(
    (
        "",
        "# mine\n\n[keys]\nsave = 'ctrl+s' # so\n",
        "theme = \"old\"  # my eyes\n[keys]\ntheme = 'F9'\n",
        "  'theme'='x'\r\nother = [1,\r\n 2]\r\n",
        "text = '''\n[not a table]\ntheme = \"no\"\n'''\n",
        "a.b = 1\n[x]\n[[y]]\ntheme = 3\n",
    )
)


@given(SETTINGS, st.sampled_from(("light", 'dark "quoted"', "a\\b")))
def test_only_the_theme_of_a_settings_file_changes(text: str, theme: str) -> None:
    """Everything else is there, byte for byte; the result says what it should."""
    said = with_theme(text, theme)
    assert tomllib.loads(said) == {**tomllib.loads(text), "theme": theme}
    kept = [line for line in text.splitlines() if not line.strip().strip("'\"").startswith("theme")]
    assert [line for line in said.splitlines() if line in kept] == kept
    assert with_theme(said, theme) == said


def test_settings_that_are_not_understood_are_left_alone_and_named(tmp_path: Path) -> None:
    """The theme key works for this time; the slip is said with its line."""
    state = tmp_path / "state"
    state.mkdir()
    slip = "[keys]\nsave = ctrl+s\n"
    (state / "settings.toml").write_text(slip)

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("T")
        await pilot.pause()
        assert "is not TOML" in screen_text(app)

    play(tmp_path, what)
    assert (state / "settings.toml").read_text() == slip
    assert "line 2" in Keeper(state).settings_problem()


@pytest.mark.parametrize("name", ["settings.toml", "recent.json"])
def test_a_pipe_in_place_of_a_file_of_ours_freezes_nothing(tmp_path: Path, name: str) -> None:
    """One reader with limits at every door."""
    os.mkfifo(tmp_path / name)
    keeper = Keeper(tmp_path)
    assert keeper.settings() == {}
    assert keeper.recent() == []


def test_the_answers_of_last_time_are_announced_and_can_be_started_over(tmp_path: Path) -> None:
    """N is a real new beginning; undo brings the answers back."""

    async def first(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("down", *"12k", "enter")
        assert app.keep_draft()

    async def again(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert isinstance(app.screen, FirstScreen)
        assert app.store is not None
        assert app.store.profile.leaves[RUNS].text == "12k"
        assert "N starts over" in screen_text(app)
        await pilot.press("N")
        await pilot.pause()
        assert app.store.profile.leaves[RUNS].text == "1k to 10k"
        await pilot.press("u")
        assert app.store.profile.leaves[RUNS].text == "12k"

    play(tmp_path, first, text=None)
    play(tmp_path, again, text=None)


def test_questions_that_nobody_answered_are_no_unsaved_work(tmp_path: Path) -> None:
    """Nothing is asked on leaving, and nothing is kept."""

    async def what(_: Pilot[int], app: SwitchpointApp) -> None:
        assert not app.unsaved
        app.keep_draft()
        assert app.keeper.read_draft(None) is None

    play(tmp_path, what, text=None)


def test_the_mark_of_a_killed_workbench_goes_and_that_of_an_open_one_stays(tmp_path: Path) -> None:
    """Whoever keeps a draft next removes it; one that is held, or that has only just been made, is left."""
    folder = tmp_path / "state" / "drafts"
    folder.mkdir(parents=True)
    killed, new = folder / "1-killed.open", folder / "2-new.open"
    killed.touch()
    new.touch()
    held = Keeper(tmp_path / "state")
    assert held.write_draft(tmp_path / "a.toml", "d", "a = 1\n")
    (mark,) = (path for path in folder.glob("*.open") if path not in (killed, new))
    for old in (killed, mark):
        os.utime(old, (0, 0))
    other = Keeper(tmp_path / "state")
    assert other.write_draft(tmp_path / "b.toml", "d", "a = 2\n")
    assert not killed.exists()
    assert new.exists()
    assert mark.exists()
    other.close()
    held.close()
    assert list(folder.glob("*.open")) == [new]
