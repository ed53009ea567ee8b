"""Driving the workbench in tests: open it on a file, do something, wait until it has answered."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from unittest.mock import patch

from textual.pilot import Pilot
from textual.strip import Strip
from textual.worker import WorkerCancelled

from tui.app import SwitchpointApp
from tui.state import quick_and_whole
from tui.state.first_comparison import TEXT
from tui.state.keeping import Keeper

TODAY = date(2026, 11, 22)
SIZES = ((80, 24), (120, 40), (180, 50))
Play = Callable[[Pilot[int], SwitchpointApp], Awaitable[None]]


def play(
    folder: Path,
    what: Play,
    text: str | None = TEXT,
    size: tuple[int, int] = (120, 40),
    theme: str | None = None,
    draws: int = 100,
) -> Path:
    """Open the workbench on a file of this text (None: without a file), do something, and give the file; few futures keep it quick."""
    file = folder / "team.toml"
    if text is not None:
        file.write_text(text, encoding="utf-8")

    async def run() -> None:
        app = SwitchpointApp(file if text is not None else None, TODAY, Keeper(folder / "state"))
        if theme is not None:
            app.theme = theme
        async with app.run_test(size=size) as pilot:
            await settled(pilot, app)
            await what(pilot, app)

    with patch.object(quick_and_whole, "QUICK_DRAWS", draws), patch.object(quick_and_whole, "FULL_DRAWS", draws):
        asyncio.run(run())
    return file


async def settled(pilot: Pilot[int], app: SwitchpointApp) -> None:
    """Wait until the whole answer of the present revision is there."""
    for _ in range(200):
        await pilot.pause(0.02)
        ready = app.answer is not None and app.store is not None and app.answer.revision == app.store.revision
        if ready and app.answer is not None and (app.answer.complete or app.answer.analysis is None):
            break
    with suppress(WorkerCancelled):  # what a later edit called off is settled as well
        await app.workers.wait_for_complete()
    await pilot.pause()


def strips_of(app: SwitchpointApp) -> list[Strip]:
    """What the terminal is sent: the rows of the screen with all that lies over it."""
    return app.screen._compositor.render_strips(app.size)


def screen_text(app: SwitchpointApp) -> str:
    """The characters on the screen."""
    return "\n".join(strip.text.rstrip() for strip in strips_of(app))
