"""Writing a report from the workbench: the dialog, refusals, progress, and the same files as the command line."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.test_workbench_screens import TODAY, settled
from tui.app import SwitchpointApp
from tui.flows import export as exporting
from tui.flows.export import Wish
from tui.flows.report_dialog import ReportScreen
from tui.state.first_comparison import TEXT
from tui.state.keeping import Keeper
from tui.widgets.painted import Words

Play = Callable[[Pilot[int], SwitchpointApp], Awaitable[None]]
SCENARIO = '\n[scenarios.many]\nset = { "workloads.work.sessions_per_month" = 50_000 }\n'


def play(folder: Path, what: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open the workbench in a folder with one profile of one scenario, with few futures, and do something."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(exporting, "FULL_DRAWS", 60)
    file = folder / "team.toml"
    file.write_text(TEXT + SCENARIO, encoding="utf-8")

    async def run() -> None:
        app = SwitchpointApp(file, TODAY, Keeper(folder / "state"))
        async with app.run_test(size=(100, 40)) as pilot:
            await settled(pilot, app)
            await pilot.press("X")
            await pilot.pause()
            await what(pilot, app)

    asyncio.run(run())


async def written(pilot: Pilot[int], app: SwitchpointApp) -> None:
    """Wait until the files are written or refused."""
    await app.workers.wait_for_complete()
    await pilot.pause()


def shown(app: SwitchpointApp) -> str:
    """What the dialog says."""
    lines = app.screen.query_one("#report", Words).picture(80, 30)
    return "\n".join("".join(text for text, _ in line) for line in lines)


def files(folder: Path) -> list[str]:
    """The files of a folder that are not the profile's."""
    return sorted(path.name for path in folder.iterdir() if path.name not in ("team.toml", "state"))


async def named(pilot: Pilot[int], name: str) -> None:
    """Type another name."""
    await pilot.press("end", *["backspace"] * 60, *name)


def test_ticked_forms_are_written_with_a_scenario_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name, two forms and a scenario: two files with both comparisons, and the line says where they are."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert isinstance(app.screen, ReportScreen)
        await named(pilot, "review")
        endings = [ending for ending, _ in exporting.forms()]
        await pilot.press("space")
        for ending in (".md", ".json"):
            await pilot.press(*["down"] * endings.index(ending), "space", *["up"] * endings.index(ending))
        await pilot.press("up", "space")
        assert shown(app).count("[x]") == 3
        await pilot.press("enter")
        await written(pilot, app)
        assert not isinstance(app.screen, ReportScreen)
        assert files(tmp_path) == ["review.json", "review.md"]
        told = json.loads((tmp_path / "review.json").read_text())
        assert [one["scenario"] for one in told] == [None, "many"]
        assert {one["draws"] for one in told} == {60}

    play(tmp_path, what, monkeypatch)


def test_a_file_that_is_there_is_overwritten_only_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Enter refuses and names the key; F2 overwrites; Escape leaves everything as it is."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        (tmp_path / "mine.json").write_text("mine")
        await named(pilot, "mine")
        endings = [ending for ending, _ in exporting.forms()]
        await pilot.press("space", *["down"] * endings.index(".json"), "space", "enter")
        await written(pilot, app)
        assert "There already: mine.json" in shown(app)
        assert (tmp_path / "mine.json").read_text() == "mine"
        await pilot.press("f2")
        await written(pilot, app)
        assert json.loads((tmp_path / "mine.json").read_text())["draws"] == 60
        await pilot.press("X", "escape")
        assert files(tmp_path) == ["mine.json"]

    play(tmp_path, what, monkeypatch)


def test_a_failure_says_so_and_keeps_the_dialog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A form that cannot be made leaves no file, and the dialog open with the reason."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        def broken(*_: object) -> str:
            raise RuntimeError("half-way")

        monkeypatch.setattr(exporting, "write", broken)
        await pilot.press("enter")
        await written(pilot, app)
        assert isinstance(app.screen, ReportScreen)
        assert "half-way" in shown(app)
        assert files(tmp_path) == []

    play(tmp_path, what, monkeypatch)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Wish("a", ()), "Tick at least one form."),
        (Wish(" ", (".md",)), "A name for the files, please."),
        (Wish("..", (".md",)), "A name for the files, please."),
        (Wish("no-such-folder/a", (".md",)), "a.md: there is no folder no-such-folder"),
        (Wish("a\0b", (".md",)), "a\0b.md: is no file name"),
        (Wish("fine", (".md", ".csv")), ""),
    ],
)
def test_what_speaks_against_a_wish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wish: Wish, said: str) -> None:
    """Names and forms are checked before any work."""
    monkeypatch.chdir(tmp_path)
    assert exporting.objection(wish) == said
