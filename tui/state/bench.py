"""What a part of the workbench needs of the app it runs in: the bench one works at. No part below the app names the app."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from textual.screen import Screen

from model.decision.records.analysis import Analysis
from model.profile import Problems, Profile
from tui.state.commands_table import Command
from tui.state.keeping import Draft, Keeper
from tui.state.quick_and_whole import StateAnswer
from tui.state.store import Store


class Bench(Protocol):
    """One profile under edit with its answer and its file, and what works everywhere."""

    today: date
    path: Path | None
    disk_digest: str
    store: Store | None
    answer: StateAnswer | None
    pinned_answer: StateAnswer | None
    keeper: Keeper
    source: Any  # what was measured last, None before anything was
    deciding: bool
    save_when_decided: bool

    # what stands ----------------------------------------------------------------------------------------------------

    @property
    def stale(self) -> bool:
        """Whether some of what is shown belongs to the state before."""

    @property
    def place(self) -> str:
        """The name of the place on top."""

    @property
    def left(self) -> bool:
        """Whether the end has begun."""

    def is_final(self, answer: StateAnswer | None, /) -> bool:
        """Whether an answer is the whole one in all futures."""

    def with_curve(self, analysis: Analysis, /) -> Analysis:
        """The analysis with its cost against volume, as far as it is known."""

    # what is asked of it --------------------------------------------------------------------------------------------

    def say(self, text: str, wrong: bool = False) -> None:
        """One line of news."""

    def tell(self) -> None:
        """The screens show again."""

    def soon(self, name: str, seconds: float, what: Callable[[], None], /) -> None:
        """Do it after so long; a later wish of this name takes its place."""

    def first_answer(self, told: bool = True) -> None:
        """Answer a new profile."""

    def finish_now(self) -> None:
        """Work out the final figures at once."""

    def open_place(self, name: str, *given: Any, **more: Any) -> None:
        """A place by its name, over what is there."""

    def go_to_field(self, key: str, /) -> None:
        """To the question of a key."""

    def run_later(self, command: Command, /) -> None:
        """Carry a command out once what is open has closed."""

    async def run_command(self, command: Command, /) -> None:
        """Carry a command out."""

    # what really ran ------------------------------------------------------------------------------------------------

    def ask_source(self) -> None:
        """Which bill or export to read."""

    def show_bill(self) -> None:
        """The place of the bill."""

    def work_out_worth(self, whole: Profile, tell: Callable[[Any], None], /) -> None:
        """What every change to this profile does, told when it is known."""

    def take(self, source: Any, inputs: tuple[Any, ...], titles: Mapping[str, str], /) -> Problems | None:
        """These measured inputs into the profile, as one step."""

    # files -----------------------------------------------------------------------------------------------------------

    def open_file(self, path: Path, /) -> None:
        """Read a profile and work on it."""

    def open_asking(self, path: Path, /) -> None:
        """The same, after what is not saved went into its draft."""

    def begin_from(self, path: Path, /) -> None:
        """New work from a starter."""

    def begin_first(self, profile: Profile, /) -> None:
        """The six questions."""

    def work_on(self, profile: Profile, path: Path | None, saved: bool = True) -> None:
        """Begin with this profile."""

    def come_back(self, store: Store, path: Path | None, digest: str, /) -> None:
        """Back to the work that the six questions were opened over."""

    def take_over(self, draft: Draft, /) -> None:
        """Make a left draft ours."""

    def keep_draft(self) -> bool:
        """Write the unsaved work beside; False where it could not be written."""

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save to the profile's file."""

    # of Textual ------------------------------------------------------------------------------------------------------

    @property
    def screen(self) -> Screen[Any]:
        """The screen on top."""

    @property
    def screen_stack(self) -> Sequence[Screen[Any]]:
        """All screens, the one on top last."""

    def exit(self, result: int | None = None, return_code: int = 0, message: Any = None) -> None:
        """End the program, with a last word for the terminal."""

    def push_screen(self, screen: Any, callback: Any = None) -> Any:
        """Open a screen; `callback` takes what it answers with."""

    def call_later(self, callback: Callable[..., Any], *args: Any) -> Any:
        """Call it when what is being handled is done."""

    def call_from_thread(self, callback: Callable[..., Any], *args: Any) -> Any:
        """Call it on the screen's own thread."""
