"""The workbench: it opens, keeps one store and one answer, and carries changes one way.

An edited field goes to the store; the store counts a revision; a quick answer follows at once and a full one from a thread; the screen on top
is told and each part draws again what changed. Drafts are kept while somebody works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.message import Message

from tui import answer as answers
from tui.answer import Answer
from tui.keeping import Keeper
from tui.keys import ALL, COMMANDS, Command
from tui.store import State, Store
from tui.themes import ANSI, DARK, NAMES, THEMES

if TYPE_CHECKING:
    from textual.screen import Screen

    from model.profile import Problems, Profile

WHOLE_AFTER_SECONDS = 0.12
FULL_AFTER_SECONDS = 0.8
DRAFT_AFTER_SECONDS = 0.5


class SwitchpointApp(App[int]):
    """The workbench of one profile."""

    CSS_PATH = "app.tcss"
    TITLE = "switchpoint"
    ENABLE_COMMAND_PALETTE = True
    ANIMATION_LEVEL = "none"
    BINDINGS: ClassVar[list[Binding]] = [  # type: ignore[assignment]
        Binding(",".join(c.keys), c.action, c.title, id=c.id, show=False) for c in COMMANDS if ALL in c.places
    ]

    class Answered(Message):
        """A thread has finished an answer."""

        def __init__(self, answer: Answer | None) -> None:
            super().__init__()
            self.answer = answer  # None: it failed

    def __init__(
        self, profile: Path | str | None = None, today: date | None = None, keeper: Keeper | None = None
    ) -> None:
        super().__init__()
        self.animation_level = "none"
        self.path = Path(profile) if profile is not None else None
        self.today = today or date.today()
        self.keeper = keeper or Keeper()
        self.store: Store | None = None
        self.answer: Answer | None = None
        self.pinned_answer: Answer | None = None
        self.disk_digest = ""
        for theme in THEMES:
            self.register_theme(theme)
        kept = self.keeper.settings().get("theme")
        self.theme = kept if kept in NAMES else DARK
        self._later: dict[str, object] = {}
        self._computing = False

    # opening ---------------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Lay the user's keys over the table and open the place that fits."""
        keys = self.keeper.settings().get("keys")
        if isinstance(keys, dict):
            self.set_keymap({str(id): str(key) for id, key in keys.items()})
        if self.path is None:
            from tui.screens.first import FirstScreen

            self.push_screen(FirstScreen())
        else:
            self.open_file(self.path)

    def open_file(self, path: Path) -> None:
        """Read a profile and work on it; what is wrong with the file is shown, with the way back."""
        from model.profile import Problems, load
        from tui.screens.trouble import TroubleScreen

        try:
            profile = load(path)
        except OSError as error:
            profile = _unreadable(path, error)
        if isinstance(profile, Problems):
            self.push_screen(TroubleScreen(path, profile))
            return
        self.keeper.remember(path)
        self.work_on(profile, path)
        self._offer_draft(profile, path)

    def work_on(self, profile: Profile, path: Path | None, saved: bool = True) -> None:
        """Begin with this profile; `saved`: it is what the file says."""
        from tui.keeping import digest_of
        from tui.screens.work import WorkScreen

        self.path = path
        self.disk_digest = digest_of(path) if path else ""
        self.store = Store(State(profile), saved=profile if saved else None)
        self.store.listeners.append(self.changed)
        self.answer = None
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(WorkScreen())
        self._soon("first", 0.01, self._first_answer)

    def _first_answer(self) -> None:
        """The form is on the screen; now the answer."""
        self.answer = self._quick(None)
        self.tell()
        self._soon("whole", WHOLE_AFTER_SECONDS, self._start_whole)

    def begin_first(self, profile: Profile) -> None:
        """Begin the six questions with this profile."""
        self.path, self.disk_digest = None, ""
        self.store = Store(State(profile), saved=None)
        self.store.listeners.append(self.changed)
        self.answer = self._quick(None)
        self._soon("whole", WHOLE_AFTER_SECONDS, self._start_whole)

    def open_asking(self, path: Path) -> None:
        """Open another file; unsaved work on this one stays in its draft and is offered when it is opened again."""
        self.keep_draft()
        self.open_file(path)

    def begin_from(self, path: Path) -> None:
        """Begin from a starter: its text becomes new work without a file."""
        from model.profile import Problems, loads
        from tui.screens.trouble import TroubleScreen

        self.keep_draft()
        profile = loads(path.read_text(encoding="utf-8"), path.name)
        if isinstance(profile, Problems):
            self.push_screen(TroubleScreen(path, profile))
            return
        self.work_on(profile, None, saved=False)
        self.say("Nothing is saved yet: w writes a file of your own.")

    def _offer_draft(self, profile: Profile, path: Path) -> None:
        from model.profile import Problems, loads
        from tui.store import same_answers

        draft = self.keeper.read_draft(path)
        if draft is None:
            return
        kept = loads(draft.text, profile.label, path)
        if isinstance(kept, Problems) or same_answers(kept, profile):
            self.keeper.drop_draft(path)
            return
        from tui.screens.ask import AskScreen

        choices = (("t", "Take the unsaved work up again", "take"), ("d", "Drop it", "drop"))
        said = (
            "There is unsaved work on this file from an earlier session.",
            "The file itself is not touched until you save.",
        )
        self.push_screen(AskScreen("Unsaved work", said, choices), partial(self._draft_chosen, kept))

    def _draft_chosen(self, kept: Profile, chosen: str | None) -> None:
        if chosen == "take" and self.store is not None:
            from dataclasses import replace

            self.store.go(replace(self.store.state, profile=replace(kept, file=self.path)), "take up unsaved work")
        elif chosen == "drop":
            self.keeper.drop_draft(self.path)

    # one direction ---------------------------------------------------------------------------------------------------

    def changed(self) -> None:
        """The store has a new state: answer it and tell the screen."""
        self.answer = self._quick(self.answer)
        self.tell()
        self._soon("whole", WHOLE_AFTER_SECONDS, self._start_whole)
        self._soon("draft", DRAFT_AFTER_SECONDS, self.keep_draft)

    def tell(self) -> None:
        """The screens that show something show it again."""
        for screen in self.screen_stack:
            show = getattr(screen, "show_answer", None)
            if show is not None and (screen is self.screen or getattr(screen, "shows_below", False)):
                show()

    def _quick(self, before: Answer | None) -> Answer | None:
        store = self.store
        if store is None:
            return None
        return answers.quick(store.effective, self.today, store.state.pair, store.revision, before)

    def _start_full(self) -> None:
        self._start_whole(answers.FULL_DRAWS)

    def _start_whole(self, draws: int = answers.QUICK_DRAWS) -> None:
        store = self.store
        if store is None or self._computing:
            return
        self._computing = True
        work = partial(answers.whole, store.effective, self.today, store.state.pair, store.revision, draws)
        self.run_worker(partial(self._in_thread, work), thread=True, exit_on_error=False, group="full")

    def _in_thread(self, work: Callable[[], Answer]) -> None:
        made: Answer | None = None
        try:
            made = work()
        finally:
            self.post_message(self.Answered(made))

    def on_switchpoint_app_answered(self, message: Answered) -> None:
        """A full answer arrived; one for an older state is dropped and asked for again. Never do two of them compete for the processor."""
        self._computing = False
        if self.store is None or message.answer is None:
            return
        if message.answer.revision == self.store.revision and message.answer.profile is self.store.effective:
            self.answer = message.answer
            self.tell()
            analysis = message.answer.analysis
            if analysis is not None and analysis.draws < answers.FULL_DRAWS:
                self._soon("whole", FULL_AFTER_SECONDS, self._start_full)
        else:
            self._soon("whole", WHOLE_AFTER_SECONDS, self._start_whole)

    def _soon(self, name: str, seconds: float, what: Callable[[], None]) -> None:
        """Do something after a pause; asked again before, the pause begins anew."""
        from textual.timer import Timer

        timer = self._later.get(name)
        if isinstance(timer, Timer):
            timer.stop()
        self._later[name] = self.set_timer(seconds, what)

    # keeping ---------------------------------------------------------------------------------------------------------

    def keep_draft(self) -> None:
        """Write the unsaved work beside, so that a crash or a closed terminal loses a second at most."""
        from tui.saving import text_of

        store = self.store
        if store is None:
            return
        if not store.unsaved:
            self.keeper.drop_draft(self.path)
            return
        self.keeper.write_draft(self.path, self.disk_digest, text_of(store.profile))

    def on_app_focus(self) -> None:
        """Back at this terminal: has somebody changed the file meanwhile?"""
        from tui.saving import changed_on_disk

        if self.path is not None and changed_on_disk(self.path, self.disk_digest):
            self.say("The file was changed on disk meanwhile; saving will show the differences.", wrong=True)

    def say(self, text: str, wrong: bool = False) -> None:
        """One line at the foot of the screen, until the next change."""
        flash = getattr(self.screen, "flash", None)
        if flash is not None:
            flash(text, wrong)

    # commands that work everywhere -----------------------------------------------------------------------------------

    def action_theme(self) -> None:
        """The next theme."""
        self.theme = NAMES[(NAMES.index(self.theme) + 1) % len(NAMES)] if self.theme in NAMES else DARK
        self.keeper.keep_theme(self.theme)

    def action_help(self) -> None:
        """Searchable help that runs what it finds."""
        from tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.place, getattr(self.screen, "topic", lambda: ())()), self._run_found)

    def _run_found(self, command: Command | None) -> None:
        if command is not None:
            self._later_run(command)

    @property
    def place(self) -> str:
        """The place on top."""
        return next((p for p in (getattr(s, "PLACE", "") for s in reversed(self.screen_stack)) if p), "work")

    def action_palette(self) -> None:
        """All commands by name."""
        self.action_command_palette()

    def get_system_commands(self, screen: Screen[object]) -> Iterator[SystemCommand]:  # noqa: ARG002
        """The palette is the command table."""
        from tui.keys import commands_of, shown

        for command in commands_of(self.place):
            if command.palette:
                yield SystemCommand(
                    command.title,
                    f"{command.help} [{shown(command.keys[0])}]".replace("[", "\\["),
                    partial(self._later_run, command),
                )

    def _later_run(self, command: Command) -> None:
        self.call_after_refresh(self.run_command, command)

    async def run_command(self, command: Command) -> None:
        """Carry a command out in the place on top."""
        await self.run_action(command.action, self if ALL in command.places else self.screen)

    def action_leave(self) -> None:
        """Quit; one question when something is not saved."""
        if self.store is None or not self.store.unsaved:
            self.exit(0)
            return
        from tui.screens.ask import AskScreen

        choices = (
            ("s", "Save and quit", "save"),
            ("d", "Quit without saving; the draft is offered next time", "quit"),
            ("n", "Stay", "stay"),
        )
        self.push_screen(AskScreen("Not saved yet", ("The last changes are only in the draft.",), choices), self._left)

    def _left(self, chosen: str | None) -> None:
        if chosen == "quit":
            self.keep_draft()
            self.exit(0)
        elif chosen == "save":
            self.save(lambda: self.exit(0))

    # saving ----------------------------------------------------------------------------------------------------------

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save to the profile's file; a file changed meanwhile is shown first."""
        from tui.saving import Saver

        Saver(self).save(then)

    def save_as(self, path: Path) -> None:
        """Save to another file and go on with it."""
        from tui.saving import Saver

        Saver(self).save_as(path)


def _unreadable(path: Path, error: OSError) -> Problems:
    from model.profile import Problem, Problems

    return Problems.of(Problem(str(path), "", "", error.strerror or str(error)))


def run(profile_path: Path | None = None, today: date | None = None) -> int:
    """Open the workbench on a profile, or with six questions; the exit code of the process."""
    import os
    import sys

    sys.setswitchinterval(0.0005)  # the thread that computes gives way to a key ten times sooner
    app = SwitchpointApp(profile_path, today)
    if os.environ.get("TERM", "") in ("linux", "vt100", "dumb"):
        app.theme = ANSI
    code = app.run()
    return code if isinstance(code, int) else 0
