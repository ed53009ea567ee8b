"""What every place has in common: bindings from the command table, the header, one line for news, and the footer."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from msgspec.structs import replace
from textual.binding import Binding
from textual.screen import Screen

from model.profile import ships
from tui.dialogs.drill import DrillScreen
from tui.dialogs.files import FilesScreen
from tui.dialogs.mind import MindScreen
from tui.flows.report_dialog import ask as ask_report
from tui.flows.save import Saver
from tui.flows.write_decision import ask
from tui.paint.lines import Line, clean, wrap
from tui.state.commands_table import COMMANDS
from tui.state.store import scenario_title
from tui.widgets.footer import Footer
from tui.widgets.painted import Words

if TYPE_CHECKING:
    from textual.timer import Timer

    from tui.state.bench import Bench

SMALLEST = (60, 18)  # below 80×24 words give way; below this nothing can be told


def bindings_of(place: str) -> list[Binding]:
    """The keys of a place, each with the id of its command."""
    return [Binding(",".join(c.keys), c.action, c.title, id=c.id, show=False) for c in COMMANDS if place in c.places]


class Place(Screen[None]):
    """A screen of the workbench."""

    PLACE = ""
    AUTO_FOCUS = ""
    _news_end: Timer | None = None
    _served = False

    def begun(self) -> bool:
        """Whether this place is built so far that keys mean something in it."""
        return True

    @property
    def serves(self) -> bool:
        """Whether keys are handed on to this place; until then they wait."""
        self._served = self._served or self.has_class("small") or self.begun()
        return self._served

    @property
    def bench(self) -> Bench:
        """The app, as far as this needs it."""
        return cast("Bench", self.app)

    @property
    def where(self) -> str:
        """What the title says beside the name: that this is an example, the scenario that is worked in."""
        store, path = self.bench.store, self.bench.path
        said = ["example"] if path is not None and ships(path) else []
        if store is not None and store.state.scenario is not None:
            said.append(f"scenario {scenario_title(store.profile, store.state.scenario)}")
        return ", ".join(said)

    def flash(self, text: str, wrong: bool = False) -> None:
        """News, until something else is said there."""
        self.news(((f" {clean(text)}", "wrong" if wrong else "own"),))

    def news(self, line: Line) -> None:
        """Put a line where news stands."""
        for footer in self.query(Footer):
            footer.hint(line)
        if self._news_end is not None:
            self._news_end.stop()  # what is new now stays as long as anything new
        self._news_end = self.set_timer(4.0, self.old_news)

    def old_news(self) -> None:
        """What was news is none any more: the keys are in sight again."""
        for footer in self.query(Footer):
            footer.hint(())

    def too_small(self, width: int, height: int) -> bool:
        """Below the smallest size one line says what is needed."""
        small = width < SMALLEST[0] or height < SMALLEST[1]
        self.set_class(small, "small")
        if small:
            self.set_focus(None)
            said = f"{width}×{height} is too small: switchpoint needs {SMALLEST[0]}×{SMALLEST[1]}."
            lines: list[Line] = [((row, "warn"),) for row in wrap(said, max(1, width))]
            self.call_after_refresh(self.query_one("#too-small", Words).say, lines)
        return small

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Where nothing can be shown nothing is changed: below the smallest size only saving works."""
        return not self.has_class("small") or action in ("save", "back")

    async def on_footer_chosen(self, message: Footer.Chosen) -> None:
        """A command of the footer was clicked."""
        await self.bench.run_command(message.command)

    def action_undo(self) -> None:
        """Take the last step back."""
        store = self.bench.store
        label = store.undo() if store else None
        self.flash(f"Undone: {label}" if label else "Nothing to undo")

    def action_redo(self) -> None:
        """Do it again."""
        store = self.bench.store
        label = store.redo() if store else None
        self.flash(f"Done again: {label}" if label else "Nothing to do again")

    def action_save(self) -> None:
        """Save; what is being decided goes into the file too."""
        if self.bench.deciding:
            self.bench.save_when_decided = True
            self.flash("Saves as soon as it is worked out what the decision rests on …")
        else:
            self.bench.save()

    def action_save_as(self) -> None:
        """Save under another name."""
        Saver(self.bench).ask_name()

    def action_open(self) -> None:
        """Files."""
        self.app.push_screen(FilesScreen())

    def action_pin(self) -> None:
        """Pin what is on the screen as the baseline, or unpin it."""
        store = self.bench.store
        if store is None:
            return
        pinned = None if store.state.pinned is not None else store.effective
        self.bench.pinned_answer = self.bench.answer if pinned is not None else None
        store.go(
            replace(store.state, pinned=pinned), "pin the baseline" if pinned is not None else "unpin the baseline"
        )
        self.flash(
            "Pinned: changes are shown against this."
            if pinned is not None
            else "Unpinned: changes are shown against the saved file."
        )

    def action_decide(self) -> None:
        """We decide."""
        ask(self)

    def action_copy(self) -> None:
        """The comparison as text into the clipboard."""
        text = self.comparison_text()
        if text:
            self.app.copy_to_clipboard(text)
            self.flash("The comparison is in the clipboard.")

    def comparison_text(self) -> str:
        """The comparison as the command line prints it."""
        from model.report.story import tell
        from model.report.text import page

        answer = self.bench.answer
        return page(tell(answer.analysis)) if answer and answer.analysis else ""

    def action_export(self) -> None:
        """Write a report."""
        ask_report(self.bench)

    def action_measure(self) -> None:
        """Open what really ran."""
        self.bench.ask_source()

    def action_bill(self) -> None:
        """Who causes the bill."""
        self.bench.show_bill()

    def action_track(self) -> None:
        """Whether the forecast is holding."""
        self.bench.open_place("track")

    def action_why(self) -> None:
        """From an amount to its lines."""
        self.app.push_screen(DrillScreen(self.drill_key()))

    def action_mind(self) -> None:
        """The warnings about the answer."""
        self.app.push_screen(MindScreen())

    def drill_key(self) -> str:
        """What the drill-down begins with: a dotted key, or "" for the whole."""
        return ""

    def action_go(self, place: str) -> None:
        """To another place."""
        self.bench.open_place(place)

    def action_back(self) -> None:
        """To where one came from."""
        if len(self.app.screen_stack) > 2:
            self.app.pop_screen()
            self.bench.tell()
