"""The workbench through Textual's Pilot: places, editing, saving, hostile text, at three sizes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.pilot import Pilot

from model.profile import Profile, load
from tests.workbench import SIZES, TODAY, play, settled
from tui.app import SwitchpointApp
from tui.paint.lines import width_of
from tui.places.first_screen import FirstScreen
from tui.places.present_screen import PresentScreen
from tui.places.scenarios_screen import ScenariosScreen
from tui.places.work_screen import WorkScreen
from tui.state.first_comparison import TEXT
from tui.state.keeping import Keeper
from tui.widgets.header import Header
from tui.widgets.painted import Painted

RUNS = "workloads.work.sessions_per_month"


def form_text(app: SwitchpointApp) -> str:
    """What the form shows."""
    assert isinstance(app.screen, WorkScreen)
    return app.screen.form.text


@pytest.mark.parametrize("size", SIZES)
def test_the_verdict_stands_on_every_place_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    """Work and scenarios carry the header; presenting says it as a statement."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        header = app.screen.query_one(Header)
        assert "CHOOSE CLAUDE MANAGED AGENTS" in header.text
        assert "Flips" in header.text
        assert "yours" in header.text
        await pilot.press("s")
        await settled(pilot, app)
        assert isinstance(app.screen, ScenariosScreen)
        assert "CHOOSE CLAUDE MANAGED AGENTS" in app.screen.query_one(Header).text
        await pilot.press("P")
        await pilot.pause()
        assert isinstance(app.screen, PresentScreen)

    play(tmp_path, what, size=size)


@pytest.mark.parametrize("size", SIZES)
def test_no_line_of_any_part_is_wider_than_its_part(tmp_path: Path, size: tuple[int, int]) -> None:
    """Cells of each painted line fit, and the form has the questions that matter."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.pause()
        for part in app.screen.query(Painted):
            for line in part._lines:
                assert width_of(line) <= max(part.size.width, 0)
        assert "Runs a month" in form_text(app)

    play(tmp_path, what, size=size)


def test_below_the_smallest_size_one_line_says_what_is_needed(tmp_path: Path) -> None:
    """And growing again brings everything back."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.screen.has_class("small")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert not app.screen.has_class("small")
        assert "Runs a month" in form_text(app)

    play(tmp_path, what, size=(50, 16))


def test_half_of_a_split_terminal_is_enough(tmp_path: Path) -> None:
    """79 columns and fewer show the form, with less beside it; no line is longer than the screen."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        for size in ((79, 24), (66, 20), (60, 18)):
            await pilot.resize_terminal(*size)
            await settled(pilot, app)
            assert "Runs a month" in form_text(app)
            assert all(width_of(line) <= size[0] for part in app.screen.query(Painted) for line in part._lines)
            for key in ("v", "escape", "s", "escape", "p", "right", "escape", "y", "escape"):
                await pilot.press(key)
            await settled(pilot, app)
            assert isinstance(app.screen, WorkScreen)

    play(tmp_path, what)


def test_an_arrow_acts_at_once_and_undo_takes_it_back(tmp_path: Path) -> None:
    """A nudge changes the profile and the answer; undo gives the text of before."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        before = app.store.profile.leaves[RUNS].text
        await pilot.press("right")
        after = app.store.profile.leaves[RUNS].text
        assert after != before
        assert app.answer is not None
        assert app.answer.revision == app.store.revision
        await pilot.press("u")
        assert app.store.profile.leaves[RUNS].text == before

    play(tmp_path, what)


def test_typed_text_counts_on_enter_and_a_wrong_entry_says_why(tmp_path: Path) -> None:
    """The last good value stays while the entry is wrong; Escape restores what was there."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        await pilot.press(*"20k", "enter")
        assert app.store.profile.leaves[RUNS].text == "20k"
        await pilot.press("enter", "ctrl+u", *"many", "enter")
        assert app.store.profile.leaves[RUNS].text == "20k"
        assert isinstance(app.screen, WorkScreen)
        assert RUNS in app.screen.form.wrong
        await pilot.press("escape")
        assert app.screen.form.wrong == {}
        await pilot.press("7")
        await pilot.pause(0.5)
        assert app.store.profile.leaves[RUNS].text == "7"
        await pilot.press("escape")
        assert app.store.profile.leaves[RUNS].text == "20k"

    play(tmp_path, what)


def test_letters_act_only_outside_typing(tmp_path: Path) -> None:
    """While an answer is typed, q and u are letters."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("5", "q", "u", "s")
        assert isinstance(app.screen, WorkScreen)
        assert app.screen.form.typing is not None
        assert app.screen.form.typing.text == "5qus"

    play(tmp_path, what)


def test_saving_writes_the_file_and_keeps_its_comments(tmp_path: Path) -> None:
    """Only the changed value differs."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        await pilot.press(*"20k", "enter", "w")
        await pilot.pause()
        assert not app.store.unsaved

    text = "# ours\n" + TEXT
    file = play(tmp_path, what, text)
    assert file.read_text(encoding="utf-8") == text.replace('"1k to 10k"', '"20k"')


def test_a_file_changed_on_disk_is_never_overwritten_unasked(tmp_path: Path) -> None:
    """A question comes first; taking theirs leaves mine one undo away."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        file = tmp_path / "team.toml"
        await pilot.press(*"20k", "enter")
        file.write_text(TEXT.replace('"5 to 20"', "33"), encoding="utf-8")
        await pilot.press("w")
        await pilot.pause()
        assert not isinstance(app.screen, WorkScreen)
        assert "33" in file.read_text(encoding="utf-8")
        await pilot.press("t")
        await pilot.pause()
        assert app.store.profile.leaves["workloads.work.active_minutes"].text == "33"
        await pilot.press("u")
        assert app.store.profile.leaves[RUNS].text == "20k"

    file = play(tmp_path, what)
    assert "33" in file.read_text(encoding="utf-8")


def test_a_draft_is_offered_after_a_crash(tmp_path: Path) -> None:
    """Unsaved work is kept beside and comes back when it is taken up."""

    async def crash(pilot: Pilot[int], _: SwitchpointApp) -> None:
        await pilot.press(*"20k", "enter")
        await pilot.pause(0.8)

    async def again(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        assert not isinstance(app.screen, WorkScreen)
        await pilot.press("t")
        await pilot.pause()
        assert app.store.profile.leaves[RUNS].text == "20k"
        assert app.store.unsaved

    play(tmp_path, crash)
    play(tmp_path, again)


def test_the_six_questions_end_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer moves the verdict, a name makes the file, and the work screen goes on with it."""
    monkeypatch.chdir(tmp_path)

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert isinstance(app.screen, FirstScreen)
        assert "CLAUDE MANAGED AGENTS" in app.screen.query_one(Header).text
        await pilot.press("down", *"9k", "enter", "w")
        await pilot.pause()
        await pilot.press(*"Our desk", "enter")
        await settled(pilot, app)
        assert isinstance(app.screen, WorkScreen)

    play(tmp_path, what, text=None)
    saved = load(tmp_path / "our-desk.toml")
    assert isinstance(saved, Profile)
    assert saved.leaves[RUNS].text == "9k"
    assert saved.name == "Our desk"


def test_tables_are_added_duplicated_renamed_and_removed(tmp_path: Path) -> None:
    """Each is one step that undo takes back."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        start = app.store.profile
        await pilot.press("c")
        assert app.store.profile.ids("workloads") == ("work", "work-2")
        await pilot.press("a", *"Second agent", "enter")
        await pilot.pause()
        assert app.store.profile.ids("workloads")[-1] == "second-agent"
        await pilot.press("x")
        await pilot.pause()
        await pilot.press("enter")  # the first answer keeps it
        assert "second-agent" in app.store.profile.ids("workloads")
        await pilot.press("x")
        await pilot.pause()
        await pilot.press("y")
        await pilot.pause()
        assert "second-agent" not in app.store.profile.ids("workloads")
        await pilot.press("u", "u", "u")
        assert app.store.profile.ids("workloads") == start.ids("workloads")

    play(tmp_path, what)


def test_help_finds_a_command_and_runs_it(tmp_path: Path) -> None:
    """Searching for scenarios and pressing Enter goes there."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("question_mark", *"side by side", "enter")
        await settled(pilot, app)
        assert isinstance(app.screen, ScenariosScreen)

    play(tmp_path, what)


def test_every_picture_can_be_drawn_and_maximised(tmp_path: Path) -> None:
    """Round through all pictures, with the biggest one filling the screen."""
    from tui.telling.pictures import available

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert isinstance(app.screen, WorkScreen)
        assert app.answer is not None
        assert app.answer.analysis is not None
        there = available(app.answer.analysis)
        seen = set()
        await pilot.press("z")  # else what has a panel of its own is passed over
        for _ in there:
            await pilot.press("v")
            await settled(pilot, app)
            seen.add(app.screen.panels["picture"].text)
        assert len(seen) == len(there)
        assert app.screen.has_class("maximised")
        await pilot.press("z")
        assert not app.screen.has_class("maximised")

    play(tmp_path, what)


def test_hostile_names_are_shown_as_text_and_do_nothing(tmp_path: Path) -> None:
    """Markup, escapes, direction marks, wide and very long names on every place."""
    evil = r"[red]x[/] \u001b]0;own\u0007 \u202egnol 日本語日本語 " + "y" * 300
    text = (
        TEXT.replace("First comparison", evil).replace('"Own stack"', f'"{evil}"').replace('"Our agent"', f'"{evil}"')
    )

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        for keys in (
            ("s",),
            ("escape",),
            ("y",),
            ("escape",),
            ("question_mark",),
            ("escape",),
            ("g",),
            ("escape",),
            ("P",),
            ("2",),
            ("3",),
            ("escape",),
        ):
            await pilot.press(*keys)
            await pilot.pause()
        assert isinstance(app.screen, WorkScreen)
        shown = form_text(app) + app.screen.query_one(Header).text
        assert "[red]x[/]" in shown
        assert "\x1b" not in shown
        assert "\u202e" not in shown

    play(tmp_path, what, text)


def test_present_has_three_steps_a_blank_screen_and_a_live_what_if(tmp_path: Path) -> None:
    """Arrows walk through the steps; w moves an input and the slide follows."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        await pilot.press("P")
        await pilot.pause()
        assert isinstance(app.screen, PresentScreen)
        first = app.screen.query_one("#slide").text  # type: ignore[attr-defined]
        await pilot.press("right")
        assert app.screen.query_one("#slide").text != first  # type: ignore[attr-defined]
        await pilot.press("b")
        assert app.screen.has_class("blank")
        await pilot.press("x")
        assert not app.screen.has_class("blank")
        revision = app.store.revision
        await pilot.press("w", "right")
        assert app.store.revision == revision + 1
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert isinstance(app.screen, WorkScreen)

    play(tmp_path, what)


def test_a_broken_file_is_shown_with_every_problem(tmp_path: Path) -> None:
    """No traceback and no empty screen."""
    from tui.dialogs.trouble import TroubleScreen

    file = tmp_path / "team.toml"
    file.write_text("schema = 1\nnmae = 3\n")

    async def run() -> None:
        app = SwitchpointApp(file, TODAY, Keeper(tmp_path / "state"))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert isinstance(app.screen, TroubleScreen)

    asyncio.run(run())
