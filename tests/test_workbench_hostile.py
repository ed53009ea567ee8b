"""Text that wants to be more than text: on no place of the workbench does it act, colour, move or break anything.

Every name, title, summary, note, source and remark of a profile is taken from the list in turn, and every place is visited. What the
terminal would be sent is looked at cell by cell.
"""

from __future__ import annotations

import os
import tomllib
import unicodedata
from pathlib import Path

import pytest
import tomli_w
from rich.cells import cell_len
from textual.pilot import Pilot
from workbench import play, screen_text, strips_of

from model.profile import Profile, loads
from tui.app import SwitchpointApp
from tui.dialogs.trouble import TroubleScreen
from tui.places.work_screen import WorkScreen
from tui.state.first_comparison import TEXT

HOSTILE = (
    "[bold]b[/bold] [@click=app.quit]q[/] [/] [link=http://x.example]l[/link]",
    "\x1b[31mred\x1b]0;own\x07\x9b2J\x1b[?1049l",
    "y" * 400,
    "日本語" * 40,
    "\u202eright\u2066 \u05d0\u05d1\u05d2 \u0639\u0631\u0628\u064a \u200f",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f1e9\U0001f1ea e\u0301\u0302 \ufe0f\u2764\ufe0f",
    "line\nbreak\ttab\rreturn \x0b\x85\u2028",
    "$(reboot) {x} %s \\ \"quote' $text :smile: `x` =cmd|' /C calc'!A0",
)
EXPLORE = bool(os.environ.get("SWITCHPOINT_EXPLORE"))
VISITS: tuple[tuple[str, ...], ...] = (
    *(("v",) for _ in range(10)),
    ("z",),
    ("z",),
    *(("f",) for _ in range(4)),
    ("n", "x", "escape"),
    ("y", "down", "enter", "enter", "enter", "escape"),
    ("s", "right", "r", "escape", "escape"),
    ("p", "right", "right", "right", "right", "end", "w", "escape", "escape"),
    ("M", "right", "enter", "escape"),
    ("question_mark", "escape"),
    ("ctrl+p", "escape"),
    ("slash", "escape"),
    ("g", "escape"),
    ("O", "escape"),
    ("W", "escape"),
    ("K", "escape"),
    ("home", "c", "u"),
    ("end", "x", "escape", "u"),
)


def hostile_profile(turn: int) -> str:
    """The first comparison with one of the texts in every place where a person may write."""
    count = turn

    def text() -> str:
        nonlocal count
        count += 1
        return HOSTILE[count % len(HOSTILE)]

    tree = tomllib.loads(TEXT)
    tree |= {"name": text(), "summary": text(), "pair": ["managed", "own"]}
    work = tree["workloads"]["work"]
    work |= {
        "title": text(),
        "success_rate": {"value": "80% to 90%", "note": text(), "source": text()},
        "fallback_usd": 6,
    }
    work["tools"] = {"maps": {"title": text(), "calls": 2, "usd_per_1000": 5}}
    work["routes"] = {
        "one": {"title": text(), "model": "claude-opus-4-8", "share": 0.4},
        "two": {"title": text(), "model": "claude-haiku-4-5", "share": 0.6},
    }
    work["tokens"] = {"input": 50_000, "output": 15_000}
    own = tree["options"]["own"]
    tree["options"]["managed"]["title"] = text()
    own |= {"title": text(), "items": {"db": {"title": text(), "monthly_usd": 47}}, "meets": ["hipaa", "a_" + "b" * 60]}
    own["upkeep_fte"] = {"value": "published", "source": text(), "note": text()}
    tree["requirements"] = {"must": ["hipaa", "a_" + "b" * 60]}
    tree["scenarios"] = {"one": {"title": text(), "set": {"options.own.upkeep_fte": "0.5"}}}
    event = {"title": text(), "month": 7, "key": "prices.runtime_usd_per_hour", "factor": "1 to 3", "probability": 0.3}
    tree["events"] = {"ga": event}
    return tomli_w.dumps(tree)


def look_at(app: SwitchpointApp, after: object) -> None:
    """Nothing on the screen is more than a character in a cell."""
    for strip in strips_of(app):
        assert sum(cell_len(segment.text) for segment in strip) == app.size.width, after
        for segment in strip:
            hidden = [c for c in segment.text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
            assert not hidden, (after, segment.text)
            assert segment.control is None
            assert segment.style is None or (segment.style.link is None and "@click" not in segment.style.meta), after


@pytest.mark.parametrize("turn", range(len(HOSTILE) if EXPLORE else 2))
def test_hostile_text_is_text_on_every_place(tmp_path: Path, turn: int) -> None:
    """And the workbench is still there afterwards."""
    text = hostile_profile(turn)
    assert isinstance(loads(text), Profile)

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert isinstance(app.screen, WorkScreen)
        home = app.screen
        home.opened = frozenset(row.group for row in home.form.rows) | frozenset(row.id for row in home.form.rows)
        home.show_answer()
        for _ in range(len(home.form.rows)):
            await pilot.press("down")
        look_at(app, "every row")
        for keys in VISITS:
            for key in keys:
                await pilot.press(key)
                look_at(app, (keys, key))
            await pilot.pause()
            for _ in range(3):
                if app.screen is not home:
                    await pilot.press("escape")
        assert app.screen is home
        assert app.is_running

    play(tmp_path, what, text, size=((80, 24), (120, 40))[turn % 2])


def test_markup_shows_as_it_was_written(tmp_path: Path) -> None:
    """Brackets are brackets, in the title and in what is said about a file."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert "[bold]b[/bold] [@click=app.quit]q[/]" in screen_text(app)
        app.say(HOSTILE[0])
        await pilot.pause()
        assert "[link=http://x.example]" in screen_text(app)

    play(tmp_path, what, TEXT.replace("First comparison", HOSTILE[0]))


def test_a_wrong_entry_is_quoted_as_text(tmp_path: Path) -> None:
    """Typed and pasted."""

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        await pilot.press(*"7[/x][b]", "enter")
        assert "7[/x][b]" in screen_text(app)
        look_at(app, "typed")
        await pilot.press("escape")
        from textual.events import Paste

        app.screen.post_message(Paste("9" + HOSTILE[1]))
        await pilot.pause()
        await pilot.press("enter")
        assert "[31mred]0;own2J[?1049l is not a unit" in screen_text(app)
        look_at(app, "pasted")

    play(tmp_path, what)


def test_a_hostile_file_is_shown_as_what_is_wrong_with_it(tmp_path: Path) -> None:
    """Unknown keys and values of any kind, quoted as text."""
    lines = [f"{tomli_w.dumps({text: text})}" for text in HOSTILE]
    file = tmp_path / "team.toml"

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        file.write_text("".join(lines), encoding="utf-8")
        app.open_file(file)
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, TroubleScreen)
        look_at(app, "trouble")

    play(tmp_path, what, size=(80, 24))
