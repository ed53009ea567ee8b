"""Presenting: full screen, one statement and one picture a step, and a live what-if under it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding

from model.profile import declared_for
from model.quantities import figures
from model.report.blocks import PresentationStep
from tui.flows.nudge import Nudging
from tui.paint.lines import Line, clean, dimmed, fit, left
from tui.places.screen_base import Place, bindings_of
from tui.state.commands_table import PRESENT
from tui.state.questions import FormCell
from tui.state.store import State, scenario_title
from tui.telling import pictures
from tui.telling.amounts import short_name
from tui.telling.slide_screens import Slide, screens
from tui.widgets.footer import Footer
from tui.widgets.painted import Words

if TYPE_CHECKING:
    from model.decision.records.analysis import Analysis
    from tui.state.quick_and_whole import StateAnswer

PICTURED = {
    "paid": pictures.paid,
    "volume": pictures.volume,
    "futures": pictures.futures,
}  # steps with the picture of the work screen
MOST = 4  # inputs that the what-if offers
OPEN: Line = (
    (" Space", "key"),
    (" next step   ", "dim"),
    ("b", "key"),
    (" blank   ", "dim"),
    ("Esc", "key"),
    (" close the what-if", "dim"),
)
WORKING = "it is being worked out in all futures …"
LOW = 30  # rows below which it offers fewer, so that the statement stays on the screen


class PresentScreen(Nudging, Place):
    """The answer; why; what would change our mind; then what people ask for."""

    PLACE = PRESENT
    CSS_PATH = "present_screen.tcss"
    final_only = True
    BINDINGS: ClassVar[list[Binding]] = bindings_of(PRESENT)  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.step, self.page, self.at = 0, 0, 0
        self._offered: tuple[str, ...] = ()
        self._began: State | None = None
        self._final: StateAnswer | None = None

    def compose(self) -> ComposeResult:
        """Slide, what-if, footer."""
        yield Words(id="too-small")
        yield Words(id="slide")
        yield Words(id="what")
        yield Footer(PRESENT, always=("back",), id="foot")

    def on_mount(self) -> None:
        """Show the first step."""
        self._began = self.bench.store.state if self.bench.store else None
        self.bench.finish_now()
        self.call_after_refresh(self.show_answer)

    def on_resize(self, event: events.Resize) -> None:
        """Another size."""
        self.too_small(event.size.width, event.size.height)
        self.call_after_refresh(self.show_answer)

    @property
    def final(self) -> StateAnswer | None:
        """The last answer in all futures: an audience sees no figure that another second changes."""
        if self.bench.is_final(self.bench.answer):
            self._final = self.bench.answer
        return self._final

    @property
    def told(self) -> tuple[PresentationStep, ...]:
        """The steps of the final answer; none without one."""
        from model.report.presentation import steps

        answer = self.final
        return steps(answer.analysis) if answer is not None and answer.analysis is not None else ()

    def show_answer(self) -> None:
        """The step, anew."""
        slide = self.query_one("#slide", Words)
        if not slide.size.width or self.has_class("small"):
            return
        told, answer = self.told, self.bench.answer
        if not told:
            why = clean("; ".join(answer.why) if answer and answer.why else WORKING)
            slide.say([(("There is nothing to present yet: ", "title"), (why, "warn"))])
            return
        self.step = max(0, min(self.step, len(told) - 1))
        pages = self._screens(told)
        self.page = max(0, min(self.page, len(pages) - 1))
        waits = self.final is not answer
        slide.say(dimmed(pages[self.page]) if waits else pages[self.page])
        if self.has_class("if"):
            what = self.query_one("#what", Words)
            answer_in_sight: list[Line] = [] if self.step == 0 else [((fit(told[0].title, what.size.width), "strong"),)]
            what.say([*self._what_if(), *answer_in_sight])

    def _screens(self, told: tuple[PresentationStep, ...]) -> list[list[Line]]:
        from model.report.presentation import MAIN

        answer = self.final
        assert answer is not None
        assert answer.analysis is not None
        place = (
            f"{self.step + 1} of {MAIN}"
            if self.step < MAIN
            else f"on demand {self.step + 1 - MAIN} of {len(told) - MAIN}"
        )
        about = Slide(self._title(answer.analysis), figures.day(answer.analysis.as_of), place, self._mark)
        make = PICTURED.get(told[self.step].key)
        picture = make(self.bench.with_curve(answer.analysis)) if make is not None else None
        return screens(told[self.step], about, *self.query_one("#slide", Words).size, picture)

    @property
    def _mark(self) -> str:
        if self.final is not self.bench.answer:
            return "working out …"
        return "what if" if self._changed else ""

    def _title(self, analysis: Analysis) -> str:
        """What is presented: the comparison, and the scenario of it."""
        store = self.bench.store
        scenario = store.state.scenario if store is not None else None
        if store is None or scenario is None:
            return analysis.title
        return f"{analysis.title}, scenario {scenario_title(store.profile, scenario)}"

    # what if ---------------------------------------------------------------------------------------------------------

    @property
    def _changed(self) -> bool:
        """Whether somebody changed an answer since the presentation began."""
        store = self.bench.store
        return store is not None and self._began is not None and store.state.profile is not self._began.profile

    @property
    def cells(self) -> list[FormCell]:
        """The inputs on offer, as cells that can be nudged."""
        store = self.bench.store
        if store is None:
            return []
        found = []
        for key in self._offered:
            declared, leaf = declared_for(key), store.effective.leaves.get(key)
            if declared is not None and leaf is not None:
                found.append(FormCell(key, declared, leaf.text, "", leaf.basis))
        return found

    def _deciding(self) -> tuple[str, ...]:
        """The inputs with the widest swing that are numbers of the profile; they stay on offer while the panel is open."""
        store, answer = self.bench.store, self.bench.answer
        if store is None or answer is None or answer.analysis is None:
            return ()
        analysis = answer.analysis
        swing = {row.key: abs(row.difference_at_p90_usd - row.difference_at_p10_usd) for row in analysis.sensitivity}
        keys = sorted(swing, key=lambda key: -swing[key])
        keys += [row.key for row in analysis.inputs if row.decides and row.given]
        usable = [key for key in dict.fromkeys(keys) if declared_for(key) is not None and key in store.effective.leaves]
        return tuple(usable[: MOST if self.size.height >= LOW else MOST - 1])

    def _what_if(self) -> list[Line]:
        answer = self.bench.answer
        analysis = answer.analysis if answer else None
        titles = {row.key: short_name(analysis, row.label) for row in analysis.inputs} if analysis is not None else {}
        began = self._began.profile.leaves if self._began is not None else {}
        lines: list[Line] = [
            (("WHAT IF   ", "head"), ("↑↓", "key"), (" choose  ", "dim"), ("←→", "key"), (" move  ", "dim"), ("u", "key"), (" undo  ", "dim"),
             ("r", "key"), (" as it was  ", "dim"), ("w", "key"), (" close, keep", "dim"))
        ]  # fmt: skip
        for index, cell in enumerate(self.cells):
            here, before = index == self.at, began.get(cell.key)
            was = f"was {before.text}" if before is not None and before.text != cell.text else ""
            lines.append(
                (
                    ("▶ " if here else "  ", "key"),
                    (left(clean(titles.get(cell.key, cell.declared.title)), 32) + "  ", ""),
                    (left(clean(cell.text), 18), "cursor" if here else "strong"),
                    (f"  {clean(was)}" if was else "", "warn"),
                )
            )
        return lines

    def on_key(self, event: events.Key) -> None:
        """A blank screen comes back at any key; the what-if has the arrows while it is open."""
        if self.has_class("blank"):
            self.remove_class("blank")
        elif not self.has_class("if") or not self._in_what_if(event.key):
            return
        event.stop()
        event.prevent_default()

    def _in_what_if(self, key: str) -> bool:
        """Whether the key means something in the panel; then it is done."""
        cells = self.cells
        if key in ("up", "down"):
            self.at = (self.at + (1 if key == "down" else -1)) % max(1, len(cells))
        elif key in ("left", "right", "shift+left", "shift+right"):
            if cells:
                self.nudge(
                    cells[min(self.at, len(cells) - 1)], (10 if "shift" in key else 1) * (1 if "right" in key else -1)
                )
        elif key == "u":
            self.action_undo()
        elif key == "r":
            self._as_it_was()
        elif key == "escape":
            self.action_what_if()
            return True
        else:
            return False
        self.show_answer()
        return True

    def _as_it_was(self) -> None:
        """Back to the answers with which the presentation began; one step, so undo brings the what-if back."""
        store = self.bench.store
        if store is None or self._began is None:
            return
        if self._changed:
            store.go(self._began, "the answers as presented")
            self.flash("As it was when the presentation began.")
        else:
            self.flash("Nothing was changed.")

    # commands --------------------------------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """The next screen of the step, the next step, or back."""
        told = self.told
        if not told:
            return
        pages = len(self._screens(told))
        if 0 <= self.page + by < pages:
            self.page += by
        elif 0 <= self.step + by < len(told):
            self.step += by
            self.page = 0 if by > 0 else len(self._screens(told)) - 1
        self.show_answer()

    def action_jump_to(self, step: int) -> None:
        """This step; a negative one counts from the end."""
        told = self.told
        if step < len(told):
            self.step, self.page = step % max(1, len(told)), 0
        self.show_answer()

    def action_blank(self) -> None:
        """Nothing on the screen."""
        self.add_class("blank")

    def action_what_if(self) -> None:
        """Open or close the live what-if; what was moved stays moved."""
        self._offered, self.at = self._deciding(), 0
        self.query_one("#what", Words).styles.height = len(self._offered) + 2
        self.toggle_class("if")
        self.query_one(Footer).hint(OPEN if self.has_class("if") else ())
        if not self.has_class("if"):
            self.query_one("#what", Words).styles.height = 0
            if self._changed:
                self.flash("Kept: these are the answers of the work now. w and r bring back what was.")
        self.call_after_refresh(self.show_answer)
