"""Nothing is lost: a kill at any moment, an error nobody expected, a file that somebody else changed meanwhile."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from textual.pilot import Pilot
from workbench import play, settled

from model.profile import Problems, Profile, load, loads
from tui.app import SwitchpointApp
from tui.dialogs.ask import AskScreen
from tui.paint.compat import sentence_of
from tui.places.first_screen import FirstScreen
from tui.places.work_screen import WorkScreen
from tui.state.first_comparison import TEXT
from tui.state.keeping import Keeper

RUNS = "workloads.work.sessions_per_month"

# Carries out an act again and again in a child, killed one traced line later each time, and prints what the folder then holds.
KILLED_AT_EVERY_LINE = """
import os, signal, sys
from pathlib import Path
from model.profile import load
from model.profile import saving
from tui.state import keeping

act, folder = sys.argv[1], Path(sys.argv[2])
file, keeper = folder / "team.toml", keeping.Keeper(folder / "state")
mine = load(file).changed({"horizon_months": "48"})
text = saving.text_of(mine)

def killed_after(lines):
    def trace(frame, event, argument):
        nonlocal lines
        if frame.f_code.co_filename not in (saving.__file__, keeping.__file__):
            return None
        lines -= event == "line"
        if lines < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace
    child = os.fork()
    if not child:
        sys.settrace(trace)
        if act == "save":
            saving.save(mine, file)
        else:
            keeper.write_draft(file, "digest", text)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])

old, draft = file.read_text(), keeper.draft_path(file)
lines, seen = 0, set()
while killed_after(lines):
    lines += 1
    found = keeper.read_draft(file)
    seen.add("new" if file.read_text() == text else "old" if file.read_text() == old else "broken")
    seen.add("draft" if found and found.text == text else "no draft" if not found and not draft.exists() else "broken draft")
print(lines, *sorted(seen))
"""


@pytest.mark.parametrize(
    ("act", "seen"), [("save", {"old", "new", "no draft"}), ("draft", {"old", "draft", "no draft"})]
)
def test_a_kill_at_any_line_of_saving_leaves_the_old_or_the_new(tmp_path: Path, act: str, seen: set[str]) -> None:
    """Never half a file, for profiles and for drafts."""
    (tmp_path / "team.toml").write_text(TEXT)
    done = subprocess.run(
        [sys.executable, "-c", KILLED_AT_EVERY_LINE, act, str(tmp_path)], capture_output=True, text=True, timeout=100
    )
    lines, *found = done.stdout.replace("no draft", "no_draft").split()
    assert int(lines) > 10, done.stderr
    assert {word.replace("_", " ") for word in found} == seen


def test_a_killed_workbench_offers_its_work_at_the_next_start(tmp_path: Path) -> None:
    """The real program on a real terminal: an arrow, a kill without warning, and the arrow's number is there again."""
    file = tmp_path / "team.toml"
    file.write_text(TEXT)
    keeper = Keeper(tmp_path / "state")
    child, handle = pty.fork()
    if child == 0:
        environment = {**os.environ, "TERM": "xterm-256color", "SWITCHPOINT_STATE": str(tmp_path / "state")}
        code = "import sys; from tui.command_line import main; sys.exit(main(sys.argv[1:]))"
        os.execve(sys.executable, [sys.executable, "-c", code, str(file)], environment)
    try:
        until(lambda: b"CHOOSE" in heard(handle))
        os.write(handle, b"\x1b[C")
        until(lambda: bool(heard(handle) or True) and keeper.read_draft(file) is not None)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(handle)
    assert file.read_text() == TEXT

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert isinstance(app.screen, AskScreen)
        await pilot.press("t")
        await settled(pilot, app)
        assert app.store is not None
        assert app.store.profile.leaves[RUNS].text not in ("1k to 10k", "")
        await pilot.press("u")
        assert not app.store.unsaved

    play(tmp_path, what)


def until(done: object, longest: float = 30.0) -> None:
    """Wait for something, for very long on a busy machine."""
    assert callable(done)
    end = time.monotonic() + longest
    while not done():
        assert time.monotonic() < end
        time.sleep(0.02)


def heard(handle: int) -> bytes:
    """What the program wrote since last time."""
    said = b""
    while select.select([handle], [], [], 0.05)[0]:
        said += os.read(handle, 65_536)
    return said


def test_a_draft_is_written_while_somebody_keeps_nudging(tmp_path: Path) -> None:
    """Going on and on does not put the draft off."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        for _ in range(100):
            await pilot.press("right")
            if app.keeper.read_draft(app.path) is not None:
                break
        draft = app.keeper.read_draft(app.path)
        assert draft is not None
        assert isinstance(loads(draft.text), Profile)

    play(tmp_path, what)


def test_escape_takes_the_unsaved_work_up_for_undo_leads_back(tmp_path: Path) -> None:
    """Only a spoken no drops it."""

    async def crash(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("right")
        app.keep_draft()

    async def again(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert isinstance(app.screen, AskScreen)
        await pilot.press("escape")
        assert app.store is not None
        assert app.store.unsaved
        await pilot.press("right")
        app.keep_draft()
        await pilot.press("u", "u")
        assert not app.store.unsaved

    play(tmp_path, crash)
    play(tmp_path, again)


def test_work_without_a_file_comes_back_as_well(tmp_path: Path) -> None:
    """The six questions go on with their answers; anything else is offered."""

    async def six(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert isinstance(app.screen, FirstScreen)
        await pilot.press("down", "right")
        app.keep_draft()

    async def goes_on(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert isinstance(app.screen, FirstScreen)
        assert app.store is not None
        assert app.store.profile.leaves[RUNS].text != "1k to 10k"
        await pilot.press("s", *"session", "enter")
        await settled(pilot, app)
        assert isinstance(app.screen, WorkScreen)
        await pilot.press("right")
        app.keep_draft()

    async def offered(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert isinstance(app.screen, AskScreen)
        await pilot.press("t")
        await settled(pilot, app)
        assert app.store is not None
        assert app.store.unsaved
        assert app.store.profile.name != "First comparison"

    for act in (six, goes_on, offered):
        play(tmp_path, act, text=None)


def test_opening_another_file_keeps_the_drafts_of_both(tmp_path: Path) -> None:
    """A pause that began before does not reach over to the next file."""
    other = tmp_path / "other.toml"
    other.write_text(TEXT.replace("1k to 10k", "2k to 9k"))

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        first = app.path
        app.keeper.write_draft(other, "", other.read_text().replace("2k to 9k", "3k to 9k"))
        await pilot.press("right")
        app.open_asking(other)
        await pilot.pause(0.7)
        assert app.keeper.read_draft(first) is not None
        assert app.keeper.read_draft(other) is not None

    play(tmp_path, what)


THEIRS = TEXT.replace("5 to 20", "6 to 24")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("choice", ["m", "t", "o", "escape"])
def test_a_file_changed_meanwhile_is_shown_and_neither_side_is_lost(
    tmp_path: Path, choice: str, size: tuple[int, int]
) -> None:
    """Mine over it, theirs with mine one undo away, mine elsewhere, or nothing yet."""
    file = tmp_path / "team.toml"

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        await pilot.press("right")
        mine = app.store.profile.leaves[RUNS].text
        file.write_text(THEIRS)
        await pilot.press("w")
        await pilot.pause()
        assert isinstance(app.screen, AskScreen)
        shown = app.screen.query_one("#ask").text  # type: ignore[attr-defined]
        for said in ("workloads.work.active_minutes", "6 to 24", mine, "Save mine over it", "Take theirs"):
            assert said in shown
        await pilot.press(choice)
        await pilot.pause()
        if choice == "o":
            await pilot.press("ctrl+u", *"mine", "enter")
            await pilot.pause()
        await check(pilot, app, mine, choice)

    async def check(pilot: Pilot[int], app: SwitchpointApp, mine: str, choice: str) -> None:
        assert app.store is not None
        on_disk = load(file)
        assert isinstance(on_disk, Profile)
        if choice == "m":
            assert on_disk.leaves[RUNS].text == mine
            assert not app.store.unsaved
            return
        assert file.read_text() == THEIRS
        if choice == "t":
            assert app.store.profile.leaves["workloads.work.active_minutes"].text == "6 to 24"
            await pilot.press("u")
        assert app.store.profile.leaves[RUNS].text == mine
        elsewhere = load(tmp_path / "mine.toml")
        assert isinstance(elsewhere, Problems) == (choice != "o")

    monkey = pytest.MonkeyPatch()
    monkey.chdir(tmp_path)
    try:
        play(tmp_path, what, size=size)
    finally:
        monkey.undo()


@pytest.mark.parametrize("there", ["gone", "broken", "long"])
def test_whatever_became_of_the_file_saving_asks(tmp_path: Path, there: str) -> None:
    """A file that was deleted, one that is no profile any more, one with more differences than fit."""
    file = tmp_path / "team.toml"

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("right")
        if there == "gone":
            file.unlink()
        elif there == "broken":
            file.write_text("schema = [")
        else:
            summary = "".join(
                f'[options.own.items.i{n}]\ntitle = "{"long " * 40}"\nmonthly_usd = {n}\n' for n in range(9)
            )
            file.write_text(TEXT + summary)
        await pilot.press("w")
        await pilot.pause()
        assert isinstance(app.screen, AskScreen)
        words = app.screen.query_one("#ask")
        assert "Save mine" in words.text  # type: ignore[attr-defined]
        assert words.region.bottom <= app.size.height
        await pilot.press("m")
        await pilot.pause()
        assert app.store is not None
        assert not app.store.unsaved

    play(tmp_path, what, size=(80, 24))
    assert isinstance(load(file), Profile)


def test_an_unexpected_error_is_a_sentence_and_keeps_the_work(tmp_path: Path) -> None:
    """No traceback, no variables; the draft is there at the next start."""
    said: list[str] = []

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("right")
        app.call_later(fail)
        await pilot.pause()
        said.extend(str(line) for line in app._exit_renderables)

    def fail() -> None:
        raise LookupError("[bold]secret")

    with pytest.raises(LookupError):
        play(tmp_path, what)
    assert Keeper(tmp_path / "state").read_draft(tmp_path / "team.toml") is not None
    assert len(said) <= 1


def test_an_error_of_a_thread_is_said_and_the_quick_answer_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The workbench goes on; the sentence names kind and place."""
    from tui.state import quick_and_whole

    def fail(*_: object) -> None:
        raise ArithmeticError("no")

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        monkeypatch.setattr(quick_and_whole, "whole", fail)
        await pilot.press("right")
        await pilot.pause(0.4)
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.answer is not None
        assert app.answer.analysis is not None
        assert "ArithmeticError" in app.screen.query_one("#foot").text  # type: ignore[attr-defined]

    play(tmp_path, what)


def test_the_last_sentence_names_kind_and_place_and_no_variables() -> None:
    """And control characters of a message do not reach the terminal."""
    try:
        raise ValueError("\x1b[31mred")
    except ValueError as error:
        said = sentence_of(error)
    assert "ValueError at test_workbench_crashes.py:" in said
    assert said.isprintable()
