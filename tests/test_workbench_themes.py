"""Every place in every theme and without colour: it opens, and says the same in the same characters."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from workbench import play, screen_text, settled, strips_of

from tui.app import SwitchpointApp
from tui.paint.themes import ANSI, DARK, LIGHT

PLACES = ((), ("s",), ("p",), ("y",), ("question_mark",), ("ctrl+p",), ("M",), ("g",), ("O",), ("v", "z"))


def tour(folder: Path, theme: str) -> tuple[list[str], set[str]]:
    """The characters of every place, and all colours that were used."""
    texts: list[str] = []
    colours: set[str] = set()

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        for keys in PLACES:
            await pilot.press(*keys)
            await settled(pilot, app)
            texts.append("" if app.screen.is_modal else screen_text(app))  # over what lies below, or instead of it
            for strip in () if app.screen.is_modal else strips_of(app):
                for segment in strip:
                    style = segment.style
                    colours.update(c.name for c in (style.color, style.bgcolor) if c is not None) if style else None
            while len(app.screen_stack) > 2:
                app.pop_screen()
            await pilot.pause()

    folder.mkdir()
    play(folder, what, theme=theme)
    return texts, colours


def test_every_theme_says_the_same_on_every_place(tmp_path: Path) -> None:
    """Colour says nothing that is not said otherwise."""
    found = {theme: tour(tmp_path / theme, theme) for theme in (DARK, LIGHT, ANSI)}
    for theme in (LIGHT, ANSI):
        for keys, one, other in zip(PLACES, found[DARK][0], found[theme][0], strict=True):
            assert one.replace(DARK, theme) == other.replace(str(tmp_path / DARK), str(tmp_path / theme)), keys
    assert not found[DARK][1] & {"#fbfbf9"}
    assert not [name for name in found[ANSI][1] if name.startswith("#")], "the terminal's own colours only"


def test_without_colour_nothing_is_coloured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR leaves greys, and every place opens."""
    monkeypatch.setenv("NO_COLOR", "1")

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.no_color
        for keys in PLACES:
            await pilot.press(*keys)
            await settled(pilot, app)
            assert screen_text(app).strip()
            while len(app.screen_stack) > 2:
                app.pop_screen()
            await pilot.pause()

    play(tmp_path, what)
