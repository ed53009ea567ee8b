"""Every key of the printed table does something on its place, and nothing breaks."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from workbench import play, screen_text, settled

from model.profile import Profile, loads
from tui.app import SwitchpointApp
from tui.places.scenarios_screen import ScenariosScreen
from tui.state.commands_table import (
    BILL,
    FIRST,
    MAP,
    PLACES,
    PRESENT,
    SCENARIOS,
    TRACK,
    WORK,
    Command,
    clashes,
    commands_of,
    key_table,
    shown,
)
from tui.state.first_comparison import TEXT
from tui.state.store import State, UndoStep
from tui.widgets.footer import Footer

RUNS = "workloads.second.sessions_per_month"
RICH = (
    TEXT
    + """
[workloads.second]
title = "Second"
sessions_per_month = "2k to 4k"
active_minutes = 6
[options.other]
kind = "own-stack"
build_engineer_weeks = 8
upkeep_fte = 0.4
[options.other.sandbox]
preset = "e2b"
vcpu = 2
memory_gib = 4
[scenarios.busy]
title = "Busy"
set = { "workloads.second.sessions_per_month" = "9k to 20k" }
[scenarios.calm]
title = "Calm"
set = { "workloads.second.sessions_per_month" = "1k" }
[scenarios.last]
set = { "workloads.second.sessions_per_month" = "2k" }
"""
)
ROAD: dict[str, tuple[str, ...]] = {
    WORK: (),
    SCENARIOS: ("s", "right", "right"),
    PRESENT: ("p", "right", "right", "right"),
    MAP: ("M",),
    BILL: ("C",),
    TRACK: ("F",),
    FIRST: (),
}
NOTHING_TO_DO = {(PRESENT, f"slide-{at}") for at in (4, 7, 8, 9)} | {
    (BILL, "bill-up"),
    (TRACK, "bill-up"),
    (TRACK, "bill-down"),
}  # it is the step on the screen, or there are fewer


class Seat:
    """One place, brought into the same state before each key."""

    def __init__(self, pilot: Pilot[int], app: SwitchpointApp, place: str) -> None:
        assert app.store is not None
        self.pilot, self.app, self.place = pilot, app, place
        self.start: State = app.store.state
        self.steps: tuple[list[UndoStep], list[UndoStep]] = ([], [])
        if place != FIRST:
            for text in ("3k to 4k", "4k to 5k"):
                app.store.edit({RUNS: text}, "edit")
            app.store.undo()
            self.start = replace(app.store.state, pair=("managed", "own"))
            self.steps = ([*app.store.past], [*app.store.future])
        self.left: list[int | None] = []
        self.seat: object = None

    async def sit_down(self) -> None:
        """Home, the same profile, something to undo and to redo, the cursor in the middle."""
        app, store = self.app, self.app.store
        assert store is not None
        if self.place == SCENARIOS and app.screen is self.seat and store.state == self.start:
            self.hush()
            return
        while len(app.screen_stack) > 2:
            app.pop_screen()
        store.go(self.start, "start")
        store.past, store.future = [*self.steps[0]], [*self.steps[1]]
        await self.pilot.pause()
        form = app.screen.form  # type: ignore[attr-defined]
        form.focus()
        form.go_to_key(RUNS if self.place != FIRST else "workloads.work.active_minutes")
        for key in ROAD[self.place]:
            await self.pilot.press(key)
            await app.workers.wait_for_complete()
        self.seat = app.screen
        self.hush()
        await self.pilot.pause()

    def hush(self) -> None:
        """No news from before."""
        for footer in self.app.screen.query(Footer):
            footer.hint(())

    def seen(self) -> tuple[object, ...]:
        """Everything that a key may change."""
        app = self.app
        typing = getattr(getattr(app.screen, "form", None), "typing", None)
        stack = tuple(type(screen).__name__ for screen in app.screen_stack)
        return (screen_text(app), stack, app.theme, app.store and app.store.state, app.focused, typing, len(self.left))

    async def press(self, command: Command) -> str:
        """Press its first key, and see that the others are bound to the same; "" when something came of it."""
        await self.sit_down()
        bound = self.app.screen.active_bindings
        astray = [key for key in command.keys if bound[key].binding.id not in (command.id, None)]
        before = self.seen()
        await self.pilot.press(command.keys[0])
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()
        idle = self.seen() == before and (self.place, command.id) not in NOTHING_TO_DO
        return f"{shown(command.keys[0])} ({command.id}) does nothing on {self.place}" if idle else " ".join(astray)


@pytest.mark.parametrize("place", PLACES)
def test_every_key_of_the_table_does_something_on_its_place(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change, another screen, a word at the foot: something that can be seen."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ScenariosScreen, "_fall", lambda _: None)  # it has its own tests, and takes its time
    assert isinstance(loads(RICH), Profile)

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        seat = Seat(pilot, app, place)
        monkeypatch.setattr(app, "exit", lambda code=None: seat.left.append(code))
        said = [await seat.press(command) for command in commands_of(place)]
        assert not any(said), "\n".join(filter(None, said))

    play(tmp_path, what, RICH if place != FIRST else None)


def test_the_users_own_keys_work_and_a_clash_is_said_once(tmp_path: Path) -> None:
    """A key map of the settings lies over the table."""
    folder = tmp_path / "state"
    folder.mkdir()
    (folder / "settings.toml").write_text('[keys]\nundo = "f9"\nredo = "s"\n')

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        assert app.store is not None
        assert "s is both redo and scenarios (work)" in screen_text(app) or "both" in screen_text(app)
        await pilot.press("right", "f9")
        await settled(pilot, app)
        assert not app.store.unsaved

    play(tmp_path, what)
    assert clashes({"redo": "s"})


def test_the_printed_table_has_every_key() -> None:
    """As people read keys."""
    table = key_table()
    for place in PLACES:
        for command in commands_of(place):
            row = f"{' '.join(shown(key) for key in command.keys):<19} {command.title}"
            assert any(line.startswith(row) for line in table.splitlines())
