"""Golden text pictures of every place at three sizes: what a reviewer sees change when a screen changes.

Run with SWITCHPOINT_WRITE_GOLDEN=1 to write them anew; look at the difference before committing it.
"""

from __future__ import annotations

import asyncio
import os
import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from tui.app import SwitchpointApp
from tui.state.keeping import Keeper
from tui.state.quick_and_whole import FULL_DRAWS

GOLDEN = Path(__file__).parent / "golden" / "workbench"
ROOT = Path(__file__).parents[1]
CELL = 12.2  # width of a cell in the exported picture
PLACES: dict[str, tuple[str, ...]] = {
    "work": (),
    "picture": ("v",),
    "scenarios": ("s",),
    "answer": ("p",),
    "why": ("p", "2"),
    "change": ("p", "3"),
    "help": ("question_mark",),
    "drill": ("y",),
}


async def settled(pilot: Pilot[int], app: SwitchpointApp) -> None:
    """Wait for the whole answer in all futures, and for every thread."""
    for _ in range(600):
        await pilot.pause(0.02)
        analysis = app.answer.analysis if app.answer is not None else None
        if app.answer is not None and app.answer.complete and analysis is not None and analysis.draws == FULL_DRAWS:
            break
    await app.workers.wait_for_complete()
    await pilot.pause(0.05)


def screen_text(app: SwitchpointApp) -> str:
    """The characters on the screen, without trailing blanks, from the screenshot that Textual exports."""
    svg = app.export_screenshot(simplify=True)
    rows: dict[int, list[str]] = {}
    for x, line, text in re.findall(r'<text [^>]*?x="([\d.]+)"[^>]*?line-(\d+)\)"[^>]*>([^<]*)</text>', svg):
        row = rows.setdefault(int(line), [])
        row += [" "] * (round(float(x) / CELL) - len(row))
        for character in unescape(text).replace("\xa0", " "):
            row += [character, *[""] * (cell_len(character) - 1)]
    return "\n".join("".join(rows.get(y, [])).rstrip() for y in range(app.size.height)).rstrip() + "\n"


async def picture(tmp_path: Path, keys: tuple[str, ...], size: tuple[int, int], profile: Path | None) -> str:
    """The screen after these keys."""
    app = SwitchpointApp(profile, date(2026, 11, 22), Keeper(tmp_path / "state"))
    async with app.run_test(size=size) as pilot:
        await settled(pilot, app)
        for key in keys:
            await pilot.press(key)
            await settled(pilot, app)
        return screen_text(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (180, 50)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("place", [*PLACES, "first"])
def test_a_place_looks_as_it_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, size: tuple[int, int]
) -> None:
    """The screen equals its golden picture, in whatever folder the repository lies."""
    monkeypatch.chdir(ROOT)
    profile = None if place == "first" else Path("profiles") / "support-desk.toml"
    shown = asyncio.run(picture(tmp_path, PLACES.get(place, ()), size, profile))
    golden = GOLDEN / f"{place}-{size[0]}x{size[1]}.txt"
    if os.environ.get("SWITCHPOINT_WRITE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8")


def test_without_colour_every_place_shows_the_same_characters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signs, textures and places carry the meaning; colour only repeats it: only the texture of bars may differ."""
    coloured = asyncio.run(picture(tmp_path / "a", (), (120, 40), ROOT / "profiles" / "support-desk.toml"))
    monkeypatch.setenv("NO_COLOR", "1")
    plain = asyncio.run(picture(tmp_path / "b", (), (120, 40), ROOT / "profiles" / "support-desk.toml"))
    words = [[word for word in text.split() if word.isalpha()] for text in (coloured, plain)]
    assert words[0] == words[1]
