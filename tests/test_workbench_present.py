"""Presenting: every step whole at every size, stepping, jumping, a blank screen, and a what-if that moves the figures."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from model.comparison import resolve
from model.decision import Analysis, analyse
from model.decision.records.analysis import PARTS
from model.profile import Problems, load
from model.report.blocks import Bars, Curves, Statement, Table, Tiles
from model.report.presentation import MAIN, steps
from tests.workbench import SIZES, play, settled
from tui.app import SwitchpointApp
from tui.paint.lines import plain
from tui.places.present_screen import PICTURED, PresentScreen
from tui.places.work_screen import WorkScreen
from tui.state.commands_table import clashes
from tui.telling.slide_screens import ROOM_FOR_LETTERS, Slide, screens

FOLDER = Path(__file__).parents[1] / "profiles"
NAMES = sorted(path.stem for path in FOLDER.glob("*.toml"))
ABOUT = Slide("A team", "22 Nov 2026", "1 of 3")


@cache
def starter(name: str) -> Analysis:
    """A starter in few futures."""
    profile = load(FOLDER / f"{name}.toml")
    assert not isinstance(profile, Problems)
    case = resolve(profile, date(2026, 11, 22))
    assert not isinstance(case, Problems)
    return analyse(case, draws=400, parts=PARTS | {"volume"})


def words(text: str) -> set[str]:
    """The words of a text, without what a break between lines may change."""
    return set(text.split())


@pytest.mark.parametrize("size", [(74, 21), (74, 15), (114, 37), (174, 47)])
@pytest.mark.parametrize("name", NAMES)
def test_every_step_is_whole_at_every_size(name: str, size: tuple[int, int]) -> None:
    """No line is wider or further down than the screen, and every word of every block is on one of the screens."""
    width, height = size
    for step in steps(starter(name)):
        picture = PICTURED[step.key](starter(name)) if step.key in PICTURED else None
        pages = screens(step, ABOUT, width, height, picture)
        assert pages
        assert all(len(page) <= height for page in pages)
        assert all(cell_len(plain(line)) <= width for page in pages for line in page)
        shown = words(" ".join(plain(line) for page in pages for line in page))
        _, stop, rest = step.title.partition(". ")
        in_letters = step.key == "answer" and height >= ROOM_FOR_LETTERS  # the answer itself is drawn, not written
        assert words(rest if in_letters and stop else "" if in_letters else step.title) <= shown
        for block in step.blocks:
            if picture is None or not isinstance(block, Bars | Curves):
                assert expected(block) <= shown, (step.key, expected(block) - shown)


def expected(block: object) -> set[str]:
    """The words a block must show; names at a picture are the picture's own business."""
    match block:
        case Statement():
            return words(block.text)
        case Table():
            return words(" ".join(cell.text for row in block.rows for cell in row.cells))
        case Tiles():
            return words(" ".join(f"{tile.caption} {tile.detail}" for tile in block.tiles))
        case Bars():
            # A chart says the direction by a sign where a document says more or less.
            drawn = (bar.text.removesuffix(" more").removesuffix(" less") for bar in block.bars)
            signs = (
                "+" if bar.text.endswith(" more") else "−" if bar.text.endswith(" less") else "" for bar in block.bars
            )
            return words(" ".join(sign + text for sign, text in zip(signs, drawn, strict=True)))
        case Curves():
            return set()
        case _:
            raise TypeError(block)


def test_a_long_table_goes_on_with_its_head() -> None:
    """Twelve rows on a low screen: every screen begins with the heads of the columns."""
    step = next(step for step in steps(starter("high-volume")) if step.key == "change")
    pages = screens(step, ABOUT, 60, 12)
    assert len(pages) > 2
    heads = [plain(line) for page in pages for line in page if "Today" in plain(line)]
    assert len(heads) >= 2


@pytest.mark.parametrize("size", SIZES)
def test_stepping_jumping_and_blank(tmp_path: Path, size: tuple[int, int]) -> None:
    """p presents; arrows walk through every screen and back; digits jump; b blanks until any key; Escape goes back."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press("p")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, PresentScreen)
        slide = screen.query_one("#slide")
        first = slide.text  # type: ignore[attr-defined]
        assert "1 of 3" in first
        seen = [first]
        for _ in range(60):
            await pilot.press("right")
            now = slide.text  # type: ignore[attr-defined]
            if now == seen[-1]:
                break
            seen.append(now)
        assert screen.step == len(screen.told) - 1
        for _ in seen:
            await pilot.press("left")
        assert (screen.step, screen.page) == (0, 0)
        await pilot.press("3")
        assert screen.step == MAIN - 1
        await pilot.press("4")
        assert screen.step == MAIN
        await pilot.press("end")
        assert screen.step == len(screen.told) - 1
        await pilot.press("b")
        assert screen.has_class("blank")
        await pilot.press("x")
        assert not screen.has_class("blank")
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, WorkScreen)

    play(tmp_path, what, size=size)


@pytest.mark.parametrize("step", ["1", "2", "3"])
def test_a_what_if_moves_the_figures_of_any_step_and_can_be_taken_back(tmp_path: Path, step: str) -> None:
    """An input moved in the panel changes the statement or picture above it, says so, and r gives the old answers back."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        began = app.store.profile
        await pilot.press("p", step)
        await settled(pilot, app)
        screen = app.screen
        assert isinstance(screen, PresentScreen)
        before = screen.query_one("#slide").text  # type: ignore[attr-defined]
        await pilot.press("w")
        await pilot.pause()
        offered = [cell.key for cell in screen.cells]
        assert offered
        for _ in range(3):
            await pilot.press("shift+right")
        await settled(pilot, app)
        after = screen.query_one("#slide").text  # type: ignore[attr-defined]
        assert "what if" in after
        assert after.replace("what if", "") != before
        assert "was " in screen.query_one("#what").text  # type: ignore[attr-defined]
        assert [cell.key for cell in screen.cells] == offered, "what is on offer stays while it is moved"
        await pilot.press("r")
        await settled(pilot, app)
        assert app.store.profile is began
        assert "what if" not in screen.query_one("#slide").text  # type: ignore[attr-defined]

    play(tmp_path, what)


def test_what_was_moved_is_kept_for_the_work_and_can_be_undone(tmp_path: Path) -> None:
    """Closing the panel and going back keeps the answers, as the hint says; undo takes them back."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        began = app.store.profile
        await pilot.press("p", "w")
        await pilot.pause()
        await pilot.press("right")
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert isinstance(app.screen, WorkScreen)
        assert app.store.profile is not began
        await pilot.press("u")
        assert app.store.profile is began

    play(tmp_path, what)


def test_no_two_commands_claim_one_key() -> None:
    """p presents everywhere, and the baseline has a key of its own."""
    assert clashes() == []
