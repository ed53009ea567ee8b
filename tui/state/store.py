"""What the workbench knows: the profile under edit, its past and its future. It never draws and never computes costs.

One direction: a part asks for a change, the store makes the next frozen state, counts a revision and tells its listeners. Undo and redo walk
over whole states, so everything that can be done can be taken back: answers, added workloads, scenarios, the pinned baseline, the pair.
Changes of one field within a second are one step.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from model.profile import Leaf, Problems, Profile, dotted_keys

MERGE_SECONDS = 1.0
STEPS_KEPT = 2_000


class State(Struct, frozen=True):
    """One moment of the work.

    `scenario` is the id of the scenario whose answers are edited, None for the profile itself; `pinned` is the baseline of the change column,
    None for what is saved; `pair` the two options compared, None for the profile's own order.
    """

    profile: Profile
    scenario: str | None = None
    pinned: Profile | None = None
    pair: tuple[str, str] | None = None


class UndoStep(Struct, frozen=True):
    """A state one can go back to, and what was done to leave it."""

    state: State
    label: str
    merge: str
    at: float


class Store(Struct):
    """The state, its history and who wants to know. `clock` gives seconds; only differences count."""

    state: State
    clock: Callable[[], float] = time.monotonic
    revision: int = 0
    saved: Profile | None = None
    past: list[UndoStep] = field(default_factory=list)
    future: list[UndoStep] = field(default_factory=list)
    listeners: list[Callable[[], None]] = field(default_factory=list)
    _effective: tuple[int, Profile] | None = None

    @property
    def profile(self) -> Profile:
        """The profile under edit, as it would be saved."""
        return self.state.profile

    @property
    def effective(self) -> Profile:
        """The profile that is evaluated: the scenario's when one is open; the profile itself when the scenario cannot be applied."""
        if self._effective is None or self._effective[0] != self.revision:
            self._effective = (self.revision, self._applied())
        return self._effective[1]

    def _applied(self) -> Profile:
        if self.state.scenario is None:
            return self.profile
        applied = self.profile.scenario(self.state.scenario)
        return self.profile if isinstance(applied, Problems) else applied

    @property
    def baseline(self) -> Profile | None:
        """What changes are shown against: the pinned profile, else the saved one."""
        return self.state.pinned if self.state.pinned is not None else self.saved

    @property
    def unsaved(self) -> bool:
        """Whether the profile differs from what is on the disk."""
        return self.saved is None or not same_answers(self.profile, self.saved)

    def edit(self, changes: Mapping[str, object], label: str, merge: str = "") -> Problems | None:
        """Answer questions (None takes an answer away); in an open scenario they become its own. A wrong answer changes nothing."""
        scenario = self.state.scenario
        if scenario is None:
            return self.change(lambda profile: profile.changed(changes), label, merge)
        own = {scenario_key(scenario, key): value for key, value in changes.items()}
        return self.change(lambda profile: profile.changed(own), label, merge)

    def change(self, make: Callable[[Profile], Profile | Problems], label: str, merge: str = "") -> Problems | None:
        """Make the next profile from this one; problems leave everything as it was and are returned."""
        made = make(self.profile)
        if isinstance(made, Problems):
            return made
        self.go(replace(self.state, profile=made), label, merge)
        return None

    def go(self, state: State, label: str, merge: str = "") -> None:
        """Go to a state and remember the one before; the same field again within a second is the same step."""
        if state == self.state:
            return
        now = self.clock()
        last = self.past[-1] if self.past else None
        merges = (
            last is not None
            and merge != ""
            and last.merge == merge
            and now - last.at <= MERGE_SECONDS
            and not self.future
        )
        if merges and last is not None:
            self.past[-1] = replace(last, at=now)
        else:
            self.past.append(UndoStep(self.state, label, merge, now))
            del self.past[:-STEPS_KEPT]
        self.future.clear()
        self._become(state)

    def undo(self) -> str | None:
        """Take the last step back; its label, or None when there is none."""
        if not self.past:
            return None
        step = self.past.pop()
        self.future.append(UndoStep(self.state, step.label, "", step.at))
        self._become(step.state)
        return step.label

    def redo(self) -> str | None:
        """Do the step taken back again; its label, or None when there is none."""
        if not self.future:
            return None
        step = self.future.pop()
        self.past.append(UndoStep(self.state, step.label, "", step.at))
        self._become(step.state)
        return step.label

    def mark_saved(self, profile: Profile) -> None:
        """This profile is now on the disk; the place it was saved to goes with it, the history stays."""
        self.saved = profile
        self.state = replace(self.state, profile=profile)
        self._announce()

    def _become(self, state: State) -> None:
        self.state = state
        self._announce()

    def _announce(self) -> None:
        self.revision += 1
        for listener in tuple(self.listeners):
            listener()


def same_answers(one: Profile, other: Profile) -> bool:
    """Whether two profiles would be saved with the same answers in the same order."""
    if one.leaves is other.leaves:
        return True
    left, right = one.leaves, other.leaves
    return len(left) == len(right) and all(
        key == key2 and (leaf is leaf2 or leaf.raw == leaf2.raw)
        for (key, leaf), (key2, leaf2) in zip(left.items(), right.items(), strict=True)
    )


def same_figures(one: Profile, other: Profile) -> bool:
    """Whether two profiles differ in words at most: titles, notes, whose number it is. Then every figure of one holds for the other."""
    if one.leaves is other.leaves:
        return True
    left, right = (
        [(key, leaf.text) for key, leaf in profile.leaves.items() if not _words(key)] for profile in (one, other)
    )
    return left == right


def _words(key: str) -> bool:
    """Whether an answer only names or describes something."""
    parts = dotted_keys.split(key)
    return parts[-1] in ("title", "short", "name", "summary") or parts[0] in ("decision", "scenarios")


def scenario_key(scenario: str, key: str) -> str:
    """Where a scenario keeps its own answer to a question."""
    return dotted_keys.join(("scenarios", scenario, "set", key))


def scenario_title(profile: Profile, scenario: str) -> str:
    """What a scenario is called: its title, else its id."""
    return profile.text(f"scenarios.{scenario}.title") or scenario


def own_answers(profile: Profile, scenario: str) -> dict[str, Leaf]:
    """What a scenario answers itself, by the dotted key that it sets."""
    start = f"scenarios.{scenario}.set."
    return {dotted_keys.split(key)[3]: leaf for key, leaf in profile.leaves.items() if key.startswith(start)}
