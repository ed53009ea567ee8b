"""Presenting: full screen, one statement and one picture a step, and a live what-if under it."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding

from model.quantities import figures
from tui import editing
from tui.keys import PRESENT
from tui.lines import Line, clean, left
from tui.questions import Cell
from tui.screens.base import Place, bindings_of
from tui.slides import slide_lines
from tui.widgets.footer import Footer
from tui.widgets.painted import Words

MOST = 4


class PresentScreen(editing.Nudging, Place):
    """The answer; why; what would change our mind."""

    PLACE = PRESENT
    CSS_PATH = "present.tcss"
    BINDINGS: ClassVar[list[Binding]] = bindings_of(PRESENT)  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.step, self.at = 0, 0

    def compose(self) -> ComposeResult:
        """Slide, what-if, footer."""
        yield Words(id="slide")
        yield Words(id="what")
        yield Footer(PRESENT, id="foot")

    def on_mount(self) -> None:
        """Show the first step."""
        self.call_after_refresh(self.show_answer)

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002
        """Another size."""
        self.call_after_refresh(self.show_answer)

    def show_answer(self) -> None:
        """The step, anew."""
        from model.report.presentation import steps

        slide = self.query_one("#slide", Words)
        answer = self.bench.answer
        width, height = slide.size
        if not width:
            return
        if answer is None or answer.analysis is None:
            slide.say(
                [
                    (
                        ("There is nothing to present yet: ", "title"),
                        (clean("; ".join(answer.why) if answer else ""), "warn"),
                    )
                ]
            )
            return
        analysis = answer.analysis
        told = steps(analysis)
        self.step = max(0, min(self.step, len(told) - 1))
        slide.say(
            slide_lines(
                told[self.step], self.step + 1, len(told), analysis.title, figures.day(analysis.as_of), width, height
            )
        )
        if self.has_class("if"):
            self.query_one("#what", Words).say(self._what_if())

    # what if ---------------------------------------------------------------------------------------------------------

    @property
    def cells(self) -> list[Cell]:
        """The inputs that decide most, as cells that can be nudged."""
        from model.profile import declared_for

        store, answer = self.bench.store, self.bench.answer
        if store is None or answer is None or answer.analysis is None:
            return []
        analysis = answer.analysis
        swings = sorted(
            analysis.sensitivity, key=lambda row: -abs(row.difference_at_p90_usd - row.difference_at_p10_usd)
        )
        order = [row.key for row in swings] + [row.key for row in analysis.inputs if row.decides and row.given]
        found = []
        for key in dict.fromkeys(order):
            declared, leaf = declared_for(key), store.effective.leaves.get(key)
            if declared is not None and leaf is not None:
                found.append(Cell(key, declared, leaf.text, "", leaf.basis))
        return sorted(found[:MOST], key=lambda cell: cell.key)

    def _what_if(self) -> list[Line]:
        answer = self.bench.answer
        titles = {row.key: row.title for row in answer.analysis.inputs} if answer and answer.analysis else {}
        lines: list[Line] = [
            (("WHAT IF   ", "head"), ("↑↓", "key"), (" choose   ", "dim"), ("←→", "key"), (" move   ", "dim"), ("u", "key"), (" undo   ", "dim"),
             ("w", "key"), (" close", "dim"))
        ]  # fmt: skip
        for index, cell in enumerate(self.cells):
            here = index == self.at
            title = left(clean(titles.get(cell.key, cell.declared.title)), 36)
            lines.append(
                (
                    ("▶ " if here else "  ", "key"),
                    (title, ""),
                    (left(clean(cell.text), 24), "cursor" if here else "strong"),
                )
            )
        return lines

    def on_key(self, event: events.Key) -> None:
        """A blank screen comes back at any key; the what-if has the arrows while it is open."""
        if self.has_class("blank"):
            event.stop()
            event.prevent_default()
            self.remove_class("blank")
            return
        if not self.has_class("if"):
            return
        if event.key in ("up", "down"):
            self.at = (self.at + (1 if event.key == "down" else -1)) % max(1, len(self.cells))
        elif event.key in ("left", "right", "shift+left", "shift+right"):
            cells = self.cells
            if cells:
                steps = (10 if "shift" in event.key else 1) * (1 if "right" in event.key else -1)
                self.nudge(cells[min(self.at, len(cells) - 1)], steps)
        elif event.key == "u":
            self.action_undo()
        elif event.key == "escape":
            self.action_what_if()
            event.stop()
            return
        else:
            return
        event.stop()
        event.prevent_default()
        self.show_answer()

    # commands --------------------------------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """The next step or the one before."""
        self.step += by
        self.show_answer()

    def action_jump_to(self, step: int) -> None:
        """This step."""
        self.step = step
        self.show_answer()

    def action_blank(self) -> None:
        """Nothing on the screen."""
        self.add_class("blank")

    def action_what_if(self) -> None:
        """Open or close the live what-if."""
        self.toggle_class("if")
        self.call_after_refresh(self.show_answer)
