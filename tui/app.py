"""The workbench: it opens, keeps one store and one answer, and carries changes one way.

How an edit becomes an answer is in `flows.compute`; here are files, themes and the commands that work everywhere.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding

from model.profile import Problem, Problems, load, loads
from tui.charts.widget import ChartView
from tui.dialogs.help import HelpScreen
from tui.dialogs.trouble import TroubleScreen
from tui.flows import drafts
from tui.flows.compute import WHOLE_AFTER_SECONDS
from tui.flows.measure_source import Measuring
from tui.flows.picture_finder import FinderScreen, open_finder
from tui.flows.save import Saver, changed_on_disk, text_of
from tui.paint.compat import UNEXPECTED
from tui.paint.terminal import end_on_signals, leave, whole_sequences_only
from tui.paint.themes import ANSI, DARK, NAMES, THEMES
from tui.state.commands_table import ALL, COMMANDS, Command, clashes
from tui.state.first_comparison import beginning
from tui.state.keeping import Keeper, digest_of
from tui.state.quick_and_whole import StateAnswer
from tui.state.store import State, Store, same_answers

if TYPE_CHECKING:
    from model.profile import Profile
    from tui.state.keeping import Draft

PLACES = {
    "work": ("tui.places.work_screen", "WorkScreen"),
    "first": ("tui.places.first_screen", "FirstScreen"),
    "scenarios": ("tui.places.scenarios_screen", "ScenariosScreen"),
    "present": ("tui.places.present_screen", "PresentScreen"),
    "map": ("tui.places.map_screen", "MapScreen"),
    "bill": ("tui.places.bill_screen", "BillScreen"),
    "track": ("tui.places.track_screen", "TrackScreen"),
}


class SwitchpointApp(Measuring):
    """The workbench of one profile."""

    CSS_PATH = "app.tcss"
    TITLE = "switchpoint"
    ENABLE_COMMAND_PALETTE = False  # one of our own
    ANIMATION_LEVEL = "none"
    BINDINGS: ClassVar[list[Binding]] = [  # type: ignore[assignment]
        Binding(",".join(c.keys), c.action, c.title, id=c.id, show=False) for c in COMMANDS if ALL in c.places
    ]

    def __init__(
        self, profile: Path | str | None = None, today: date | None = None, keeper: Keeper | None = None
    ) -> None:
        super().__init__(today or date.today())
        self.animation_level = "none"
        self.path = Path(profile) if profile is not None else None
        self.keeper = keeper or Keeper()
        self.pinned_answer: StateAnswer | None = None
        self.disk_digest = ""
        self.deciding = self.save_when_decided = False
        for theme in THEMES:
            self.register_theme(theme)
        kept = self.keeper.settings().get("theme")
        self.theme = kept if kept in self.themes_offered else DARK

    # opening ---------------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Lay the user's keys over the table and open the place that fits."""
        keys = self.keeper.settings().get("keys")
        if isinstance(keys, dict):
            self._lay_keys({str(id): str(key) for id, key in keys.items()})
        problem = self.keeper.settings_problem()
        if problem:
            self.call_after_refresh(
                self.say, f"{problem}. Your keys and theme are not used; the file is left as it is.", True
            )
        if self.path is None:
            self.open_place("first", resume=True)
            self.call_after_refresh(drafts.offer_nameless, self)
        else:
            self.open_file(self.path)

    def on_unmount(self) -> None:
        """What is left behind may be offered by others from now on."""
        self.keeper.close()

    def _lay_keys(self, keymap: dict[str, str]) -> None:
        """The user's keys over the table; what two commands claim is said once."""
        self.set_keymap(keymap)
        found = clashes(keymap)
        if found:
            self.call_after_refresh(self.say, "Keys: " + "; ".join(found), True)

    def open_place(self, name: str, *given: Any, **more: Any) -> None:
        """A place by its name, over what is there; its module is imported now, so that none costs the first paint anything."""
        module, screen = PLACES[name]
        self.push_screen(getattr(import_module(module), screen)(*given, **more))

    def open_file(self, path: Path) -> None:
        """Read a profile and work on it; what is wrong with the file is shown, with the way back."""
        try:
            profile = load(path)
        except OSError as error:
            profile = _unreadable(path, error)
        if isinstance(profile, Problems):
            self.push_screen(TroubleScreen(path, profile))
            return
        self.keeper.remember(path)
        self.work_on(profile, path)
        drafts.offer_on(self, profile, path)

    def work_on(self, profile: Profile, path: Path | None, saved: bool = True) -> None:
        """Begin with this profile; `saved`: it is what the file says."""
        self.forget("draft")
        self.path = path
        self.disk_digest = digest_of(path) if path else ""
        self.store = Store(State(profile), saved=profile if saved else None)
        self.store.listeners.append(self.changed)
        self.answer = None
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.open_place("work")

    def begin_first(self, profile: Profile) -> None:
        """Begin the six questions with this profile."""
        self.keep_draft()
        self.path, self.disk_digest = None, ""
        self.store = Store(State(profile), saved=None)
        self.store.listeners.append(self.changed)
        self.first_answer(told=False)

    def begin_work(self, profile: Profile) -> None:
        """Go on with a profile that has no file yet."""
        self.work_on(profile, None, saved=False)

    def show_bill(self) -> None:
        """The place of the bill."""
        if self.place != "bill":
            self.open_place("bill")

    def come_back(self, store: Store, path: Path | None, digest: str) -> None:
        """From six questions back to the work they were opened over, with its history."""
        self.keep_draft()
        self.store, self.path, self.disk_digest = store, path, digest
        self.pop_screen()
        self.answer = self._quick(None)
        self.tell()
        self.soon("whole", WHOLE_AFTER_SECONDS, self._start_whole)

    def open_asking(self, path: Path) -> None:
        """Open another file; unsaved work on this one stays in its draft and is offered when it is opened again."""
        self.keep_draft()
        self.open_file(path)

    def begin_from(self, path: Path) -> None:
        """Begin from a starter: its text becomes new work without a file."""
        self.keep_draft()
        profile = loads(path.read_text(encoding="utf-8"), path.name)
        if isinstance(profile, Problems):
            self.push_screen(TroubleScreen(path, profile))
            return
        self.work_on(profile, None, saved=False)
        self.say("Nothing is saved yet: w writes a file of your own.")

    def take_over(self, draft: Draft) -> None:
        """What was left behind is in a draft of ours before the old one goes."""
        if self.keep_draft() and draft.path != self.keeper.draft_path(self.path):
            self.keeper.discard(draft)

    def go_to_field(self, key: str) -> None:
        """To the question of a key, on the place below or, where that has no form, on the work screen."""
        while len(self.screen_stack) > 2 and not hasattr(self.screen, "go_to"):
            self.pop_screen()
        go = getattr(self.screen, "go_to", None)
        if go is not None:
            self.call_after_refresh(self._go_or_say, go, key)

    def _go_or_say(self, go: Callable[[str], bool], key: str) -> None:
        if not go(key):
            self.say(f"{key} is not on the form: it stands in the file only.")

    # keeping ---------------------------------------------------------------------------------------------------------

    def keep_draft(self) -> bool:
        """Write the unsaved work beside, so that a crash or a closed terminal loses a second at most; False where it could not be written."""
        store = self.store
        if store is None:
            return True
        if not self.unsaved:
            self.keeper.drop_draft(self.path)
            return True
        return self.keeper.write_draft(self.path, self.disk_digest, text_of(store.profile))

    @property
    def unsaved(self) -> bool:
        """Whether there is work that only this process and its draft know: six questions that nobody answered are none."""
        store = self.store
        if store is None or not store.unsaved:
            return False
        return store.saved is not None or self.path is not None or not same_answers(store.profile, beginning())

    def before_the_end(self) -> bool:
        """An unexpected error or a signal: what is not saved goes into the draft; whether it is there."""
        return self.keep_draft()

    def on_app_focus(self) -> None:
        """Back at this terminal: has somebody changed the file meanwhile?"""
        if self.path is not None and changed_on_disk(self.path, self.disk_digest):
            self.say("The file was changed on disk meanwhile; saving will show the differences.", wrong=True)

    def say(self, text: str, wrong: bool = False) -> None:
        """One line at the foot of the screen, until the next change."""
        flash = getattr(self.screen, "flash", None)
        if flash is not None:
            flash(text, wrong)

    # commands that work everywhere -----------------------------------------------------------------------------------

    @property
    def themes_offered(self) -> tuple[str, ...]:
        """The themes by name; without colour there is nothing left of the terminal's own colours but black on black."""
        return tuple(name for name in NAMES if name != ANSI or not self.no_color)

    def action_theme(self) -> None:
        """The next theme."""
        names = self.themes_offered
        self.theme = names[(names.index(self.theme) + 1) % len(names)] if self.theme in names else DARK
        problem = self.keeper.keep_theme(self.theme)
        if problem:
            self.say(f"For this time only: {problem}.", wrong=True)

    def action_help(self) -> None:
        """Searchable help that runs what it finds."""
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.place, getattr(self.screen, "topic", lambda: ())()), self._run_found)

    def _run_found(self, command: Command | None) -> None:
        if command is not None:
            self.run_later(command)

    @property
    def place(self) -> str:
        """The place on top."""
        return next((p for p in (getattr(s, "PLACE", "") for s in reversed(self.screen_stack)) if p), "work")

    def action_palette(self) -> None:
        """All commands by name."""
        if not isinstance(self.screen, FinderScreen):
            open_finder(self)

    def run_later(self, command: Command) -> None:
        """Carry a command out once what it was found in has closed."""
        self.call_after_refresh(self.run_command, command)

    async def run_command(self, command: Command) -> None:
        """Carry a command out in the place on top."""
        await self.run_action(command.action, self if ALL in command.places else self.screen)

    def action_leave(self) -> None:
        """Quit; one question when something is not saved."""
        if self.unsaved:
            drafts.ask_leaving(self)
        else:
            self.exit(0)

    # saving ----------------------------------------------------------------------------------------------------------

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save to the profile's file; a file changed meanwhile is shown first."""
        Saver(self).save(then)

    def save_as(self, path: Path) -> None:
        """Save to another file and go on with it."""
        Saver(self).save_as(path)


def _unreadable(path: Path, error: OSError) -> Problems:
    return Problems.of(Problem(str(path), "", "", error.strerror or str(error)))


def run(profile_path: Path | None = None, today: date | None = None) -> int:
    """Open the workbench on a profile, or with six questions; the exit code of the process."""
    sys.setswitchinterval(0.0005)  # the thread that computes gives way to a key ten times sooner

    whole_sequences_only()
    app = SwitchpointApp(profile_path, today)
    end_on_signals(app)
    if os.environ.get("TERM", "") in ("linux", "vt100", "dumb"):
        app.theme = DARK if app.no_color else ANSI
        ChartView.plain_font = True
    code = app.run()
    return leave(code if isinstance(code, int) else UNEXPECTED if app.return_code else 0)
