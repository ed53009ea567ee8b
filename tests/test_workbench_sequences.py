"""Random sequences on the real screen end in the state that the model alone gives.

A plain list of states is kept beside the workbench: edits are made on it by the model, undo and redo move along it. At the end profile, file and
figures must be the same. SWITCHPOINT_EXPLORE=1 plays two hundred sequences instead of a few.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from workbench import TODAY, play, screen_text, settled

from model.comparison import Case, resolve
from model.decision.analyse import analyse
from model.profile import Problems, Profile, load
from model.quantities import Quantity
from model.quantities.nudging import nudged
from model.report import json
from tui.app import SwitchpointApp
from tui.flows.save import differences, text_of
from tui.places.work_screen import WorkScreen
from tui.state.questions import FormCell
from tui.state.store import State, same_answers, scenario_key
from tui.widgets import form

SEQUENCES = 200 if os.environ.get("SWITCHPOINT_EXPLORE") else 6
STEPS = 25
MOVES = ("down", "up", "pagedown", "pageup", "home", "end", "tab", "shift+tab", "j", "k")
LOOKS = ("v", "V", "z", "z", "f", "e", "T")
TYPED = ("1200", "5 to 20", "8k to 15k", "0.3", "0", "2/3/9", "40%", "7 apples", "1e3 to", "-4", "$5")
CHANGES = ("c", "x", "space", "b", "B", "o", "less_than_sign", "greater_than_sign")
THERE = ("s", "u", "U", "right", "escape")
AWAY = (
    ("s", "right", "left", "escape"),
    THERE,
    ("s", "d", *"Busy", "enter", "escape"),
    ("s", "right", "enter"),
    ("s", "x", "escape"),
    ("P", "right", "b", "b", "left", "escape"),
    ("question_mark", *"undo", "escape"),
    ("ctrl+p", *"theme", "escape"),
    ("y", "down", "escape"),
    ("g", "escape"),
    ("slash", *"upkeep", "enter"),
    ("m",),
    ("M", "escape"),
)
SIZES = ((80, 24), (120, 40), (180, 50), (60, 20), (100, 30))


class Clock:
    """Seconds that pass when told, so that each step of a sequence is a step of the history."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Shadow:
    """The states one can go to, worked out beside the workbench."""

    def __init__(self, app: SwitchpointApp) -> None:
        assert app.store is not None
        self.store = app.store
        self.line: list[State] = [app.store.state]
        self.place = 0
        self.journal: list[str] = []

    @property
    def state(self) -> State:
        """Where the work is now."""
        return self.line[self.place]

    def go(self, state: State) -> None:
        """A new state; what could be redone is gone."""
        if state != self.state:
            self.line = [*self.line[: self.place + 1], state]
            self.place += 1

    def back(self) -> None:
        """Undo."""
        self.place = max(0, self.place - 1)

    def on(self) -> None:
        """Redo."""
        self.place = min(len(self.line) - 1, self.place + 1)

    def edit(self, key: str, text: str | None) -> None:
        """An answer, as the model takes it; one that it refuses changes nothing."""
        scenario = self.state.scenario
        made = self.state.profile.changed({scenario_key(scenario, key) if scenario else key: text})
        if isinstance(made, Profile):
            self.go(replace(self.state, profile=made))

    def effective(self) -> Profile:
        """The profile that is evaluated."""
        if self.state.scenario is None:
            return self.state.profile
        applied = self.state.profile.scenario(self.state.scenario)
        assert isinstance(applied, Profile)
        return applied

    def follow(self) -> None:
        """A change whose result is taken from the workbench: what it changes is tested elsewhere, here undo has to find it again."""
        self.go(self.store.state)


async def nudge(pilot: Pilot[int], app: SwitchpointApp, shadow: Shadow, cell: FormCell, steps: int) -> None:
    """One arrow key; the model is nudged alike."""
    key = {1: "right", -1: "left", 10: "shift+right", -10: "shift+left"}[steps]
    before = shadow.effective().leaves.get(cell.key)
    await pilot.press(key)
    if cell.declared.kind != "number" or before is None or not isinstance(before.value, Quantity):
        await leave_questions(pilot, app)
        shadow.follow()
    elif cell.declared.spec is not None:
        text = nudged(before.value, steps, cell.declared.spec, cell.declared.step)
        if text != cell.text:
            shadow.edit(cell.key, text)


async def type_in(pilot: Pilot[int], shadow: Shadow, cell: FormCell, text: str) -> None:
    """A text over the answer, taken with Enter; a refused one is given up with Escape."""
    if text[0] not in "0123456789.$":
        return
    await pilot.press(*text, "enter", "escape")
    if cell.declared.kind == "number" and text != cell.text:
        shadow.edit(cell.key, text)
    else:
        shadow.follow()


async def one_step(pilot: Pilot[int], app: SwitchpointApp, shadow: Shadow, chance: random.Random) -> None:
    """Anything a user may do."""
    screen = app.screen
    assert isinstance(screen, WorkScreen)
    cell = screen.form.cell if screen.form.has_focus else None
    what = chance.choices(
        ("move", "nudge", "type", "undo", "redo", "save", "size", "away", "look", "change", "clear"),
        (4, 5, 4, 4, 3, 1, 1, 2, 1, 2, 1),
    )[0]
    shadow.journal.append(f"{what} at {cell.key if cell else screen.form.row.id} {pilot.app.size}")
    if screen.has_class("small"):
        await pilot.press("right", "x", "u", "s", "7", "enter")  # nothing is changed where nothing is seen
        await pilot.resize_terminal(*chance.choice(SIZES))
    elif what == "move":
        await pilot.press(*chance.choices(MOVES, k=3))
    elif what == "nudge" and cell is not None:
        await nudge(pilot, app, shadow, cell, chance.choice((1, -1, 10, -10)))
    elif what == "type" and cell is not None:
        await type_in(pilot, shadow, cell, chance.choice(TYPED))
    elif what in ("undo", "redo"):
        await pilot.press("u" if what == "undo" else "U")
        shadow.back() if what == "undo" else shadow.on()
    elif what == "save":
        await pilot.press("w")
        shadow.line[shadow.place] = shadow.store.state  # the same answers, from their file
    elif what == "size":
        await pilot.resize_terminal(*chance.choice(SIZES))
    elif what == "away":
        await visit(pilot, app, shadow, chance.choice(AWAY))
    elif what == "look":
        await pilot.press(chance.choice(LOOKS))
    elif what == "change":
        await pilot.press(chance.choice(CHANGES))
        await leave_questions(pilot, app)
        shadow.follow()
    elif what == "clear" and cell is not None and cell.text:
        await pilot.press("delete")
        shadow.edit(cell.key, None)


async def visit(pilot: Pilot[int], app: SwitchpointApp, shadow: Shadow, keys: tuple[str, ...]) -> None:
    """To another place and back."""
    shadow.journal.append(" ".join(keys))
    await pilot.press(keys[0])
    await pilot.pause()
    await app.workers.wait_for_complete()
    for key in keys[1:]:
        await pilot.press(key)
    await leave_questions(pilot, app)
    if keys == THERE:
        shadow.back()
        shadow.on()
    else:
        shadow.follow()


async def leave_questions(pilot: Pilot[int], app: SwitchpointApp) -> None:
    """Back to the work screen, whatever opened over it, with nothing half typed."""
    for _ in range(5):
        await pilot.pause()
        if isinstance(app.screen, WorkScreen) and app.screen.form.typing is None:
            return
        await pilot.press("escape")


def difference(shadow: Shadow) -> str:
    """What went before, and what differs."""
    return "\n".join([*shadow.journal, *differences(shadow.state.profile, shadow.store.profile)])


def figures_of(profile: Profile, pair: tuple[str, str] | None, draws: int) -> str:
    """What the model alone says, in every figure."""
    case = resolve(profile, TODAY, pair)
    return json.text(analyse(case, draws=draws)) if isinstance(case, Case) else ""


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_a_random_sequence_ends_where_the_model_alone_does(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Edits, undo, redo, saving, sizes and places in any order."""
    monkeypatch.setattr(form, "SILENCE_SECONDS", 60.0)
    chance = random.Random(seed)

    async def what(pilot: Pilot[int], app: SwitchpointApp) -> None:
        shadow, clock = Shadow(app), Clock()
        shadow.store.clock = clock
        for _ in range(STEPS):
            clock.now += 2.0
            await one_step(pilot, app, shadow, chance)
            assert same_answers(shadow.store.profile, shadow.state.profile), difference(shadow)
            history = len(shadow.store.past), len(shadow.store.future)
            assert history == (shadow.place, len(shadow.line) - 1 - shadow.place), difference(shadow)
            assert replace(shadow.store.state, profile=shadow.state.profile) == shadow.state, difference(shadow)
        await settled(pilot, app)
        assert text_of(shadow.store.profile) == text_of(shadow.state.profile)
        await same_figures(app, shadow)
        await pilot.press("w")
        assert not shadow.store.unsaved, f"{difference(shadow)}\n{app.screen}\n{screen_text(app)}"

    file = play(tmp_path, what, size=chance.choice(SIZES))
    assert not isinstance(load(file), Problems)


async def same_figures(app: SwitchpointApp, shadow: Shadow) -> None:
    """The answer on the screen is what the model says of the shadow's profile."""
    answer = app.answer
    assert answer is not None
    if answer.analysis is None:
        assert figures_of(shadow.effective(), shadow.state.pair, 1) == ""
    else:
        alone = figures_of(shadow.effective(), shadow.state.pair, answer.analysis.draws)
        assert json.text(answer.analysis) == alone
