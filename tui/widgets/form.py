"""The form: one widget that draws its rows and edits the answer under the cursor in place.

It knows rows, a cursor and what is being typed; what an answer means is the store's business. Typing echoes at every key and counts on
Enter, Tab or after a moment of silence; Escape gives the answer back that was there before.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from textual import events
from textual.message import Message
from textual.timer import Timer

from tui.paint.lines import Line, clean
from tui.state.questions import FormCell, FormRow
from tui.widgets.form_lines import Look, column_at, row_line
from tui.widgets.painted import Painted
from tui.widgets.typing import Typed

SILENCE_SECONDS = 0.3
CHOSEN = ("choice", "flag", "option", "list")
BEGINS = "0123456789.$-−~"  # what a number may begin with starts typing; a sign that does not belong is refused, never dropped


class Wrong(Struct, frozen=True):
    """An entry that was refused: what was typed and why it cannot be."""

    typed: str
    why: str


class Form(Painted, can_focus=True):
    """Questions and answers. Facts are posted or told; nothing is computed here."""

    DEFAULT_CSS = "Form { height: 1fr; width: 1fr; }"

    class GivenUp(Message):
        """Escape while typing: the answer from before comes back."""

        def __init__(self, cell: FormCell) -> None:
            super().__init__()
            self.cell = cell

    class Moved(Message):
        """The cursor stands on another answer."""

    class Told(Message):
        """What is said about the answer under the cursor changed: an entry was refused, or begins anew."""

    class Activated(Message):
        """Enter or a click on a heading."""

        def __init__(self, row: FormRow) -> None:
            super().__init__()
            self.row = row

    def __init__(self, answered: Callable[[FormCell, str, bool], None], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.answered = (
            answered  # called with every typed answer; the last argument says Enter or Tab, not a moment of silence
        )
        self.rows: tuple[FormRow, ...] = ()
        self.look = Look()
        self.wrong: dict[str, Wrong] = {}
        self.index = 0
        self.column = 0
        self.top = 0
        self.typing: Typed | None = None
        self.sitting = 0  # counts the times somebody began to type
        self._sent: str | None = None
        self._silence: Timer | None = None

    # what it shows ---------------------------------------------------------------------------------------------------

    def give(self, rows: tuple[FormRow, ...], look: Look) -> None:
        """Show these rows; the cursor stays on its question."""
        here = self.row.id if self.rows else None
        self.rows, self.look = rows, look
        if here is not None:
            self.index = next((i for i, row in enumerate(rows) if row.id == here), min(self.index, len(rows) - 1))
        elif rows:
            self.index = next(
                (i for i, row in enumerate(rows) if row.cells and row.id.endswith(".sessions_per_month")), 0
            )
        self._settle()
        self.show()

    @property
    def row(self) -> FormRow:
        """The row under the cursor."""
        return self.rows[self.index]

    @property
    def cell(self) -> FormCell | None:
        """The answer under the cursor, None on a heading or where this option cannot have it."""
        if not self.rows or not self.row.cells:
            return None
        return self.row.cells[min(self.column, len(self.row.cells) - 1)]

    def picture(self, width: int, height: int) -> list[Line]:
        """The rows in sight, one line each, and what is left above and below."""
        self._scroll(height)
        return [self._line(index, width) for index in range(self.top, min(len(self.rows), self.top + height))]

    def _line(self, index: int, width: int) -> Line:
        row = self.rows[index]
        here = index == self.index
        cursor = min(self.column, max(0, len(row.cells) - 1)) if here and self.has_focus else None
        wrong = next((self.wrong[c.key] for c in row.cells if c is not None and c.key in self.wrong), None)
        said = (wrong.typed, wrong.why) if wrong else ("", "")
        return row_line(row, self.look, width, here, cursor, self.typing if here else None, said)

    def _scroll(self, height: int) -> None:
        """Keep the cursor in sight, with a line of what comes before and after."""
        if self.index < self.top + 1:
            self.top = max(0, self.index - 1)
        elif self.index > self.top + height - 2:
            self.top = self.index - height + 2
        self.top = max(0, min(self.top, len(self.rows) - height))

    def on_show(self) -> None:
        """In sight again, where it cannot have kept the focus: it takes keys again."""
        if self.screen.focused is None:
            self.focus()

    def on_focus(self) -> None:
        """The cursor shows."""
        self.show()

    def on_blur(self) -> None:
        """Typing that was not finished counts; the cursor rests."""
        self.finish()
        self.show()

    # moving ----------------------------------------------------------------------------------------------------------

    def move(self, by: int) -> None:
        """The cursor some rows down (or up)."""
        self.go_to(self.index + by)

    def go_to(self, index: int, column: int | None = None) -> None:
        """The cursor to a row, and to an answer of it."""
        if not self.rows:
            return
        self.finish()
        self.index = max(0, min(index, len(self.rows) - 1))
        if column is not None:
            self.column = column
        self._settle()
        self.show()
        self.post_message(self.Moved())

    def go_to_key(self, key: str) -> bool:
        """The cursor to the answer of a dotted key; False when it is not on the form."""
        for index, row in enumerate(self.rows):
            for column, cell in enumerate(row.cells):
                if cell is not None and cell.key == key:
                    self.go_to(index, column)
                    return True
        return False

    def next_cell(self, by: int) -> None:
        """The cursor to the next answer: along the row, then on to the next question."""
        self.finish()
        spots = [(i, c) for i, row in enumerate(self.rows) for c, cell in enumerate(row.cells) if cell is not None]
        if not spots:
            return
        here = (self.index, min(self.column, max(0, len(self.row.cells) - 1)))
        ahead = [spot for spot in spots if (spot > here if by > 0 else spot < here)]
        target = (ahead[0] if by > 0 else ahead[-1]) if ahead else spots[0 if by > 0 else -1]
        self.go_to(*target)

    def _settle(self) -> None:
        """Where one option cannot have an answer, stand on the other's."""
        if self.rows and self.row.cells and self.cell is None:
            self.column = next((i for i, cell in enumerate(self.row.cells) if cell is not None), 0)

    # typing ----------------------------------------------------------------------------------------------------------

    def begin(self, text: str | None = None) -> None:
        """Start typing: over the answer with a first character, or at the end of what is there."""
        cell = self.cell
        if cell is None:
            return
        self.wrong.pop(cell.key, None)
        self.sitting += 1
        self.typing = Typed(cell.text, len(cell.text)) if text is None else Typed(text, len(text))
        self._sent = cell.text
        self._changed_text()
        self.post_message(self.Told())

    def finish(self) -> None:
        """Typing counts and ends."""
        if self.typing is not None:
            self._send(final=True)
            self.stop_typing()

    def stop_typing(self) -> None:
        """Close the editor without a word."""
        self._quiet()
        self.typing = None
        self.show()

    def refuse(self, cell: FormCell, typed: str, why: str, keep_typing: bool) -> None:
        """An entry was wrong: the last good answer holds, and the reason stands on the line."""
        self.wrong[cell.key] = Wrong(clean(typed), clean(why))
        if not keep_typing:
            self.typing = None
        self.show()
        self.post_message(self.Told())

    def accept(self, cell: FormCell) -> None:
        """An entry was right; what was refused elsewhere before it is no news any more."""
        for key in [key for key in self.wrong if key != cell.key]:
            del self.wrong[key]
        self._forgive(cell)
        self.show()

    def _forgive(self, cell: FormCell) -> bool:
        """What was refused here is no longer shown; whether there was anything."""
        if self.wrong.pop(cell.key, None) is None:
            return False
        self.show()
        self.post_message(self.Told())
        return True

    def on_key(self, event: events.Key) -> None:
        """While typing every key is the editor's; else a digit starts typing."""
        if self.typing is not None:
            event.stop()
            event.prevent_default()
            self._typed_key(event)
        elif event.key == "escape" and self.cell is not None and self._forgive(self.cell):
            event.stop()
        elif event.character and event.is_printable and event.character in BEGINS and self.cell is not None:
            event.stop()
            event.prevent_default()
            if self.cell.declared.kind in CHOSEN:  # nothing to type here: what can be chosen
                self.post_message(self.Activated(self.row))
            else:
                self.begin(event.character)

    def _typed_key(self, event: events.Key) -> None:
        assert self.typing is not None
        match event.key:
            case "enter":
                self._send(final=True)
                cell = self.cell
                if cell is None or cell.key not in self.wrong:
                    self.stop_typing()
            case "tab" | "shift+tab":
                self.next_cell(1 if event.key == "tab" else -1)
            case "up" | "down":
                self.move(-1 if event.key == "up" else 1)
            case "escape":
                self._give_up()
            case _:
                typed = self.typing.after(event.key, event.character if event.is_printable else None)
                if typed != self.typing:
                    moved_only = typed.text == self.typing.text
                    self.typing = typed
                    self.show() if moved_only else self._changed_text()

    def _changed_text(self) -> None:
        self._quiet()
        if self.typing is not None and self.typing.text != self._sent:
            self._silence = self.set_timer(SILENCE_SECONDS, lambda: self._send(final=False))
        self.show()

    def _quiet(self) -> None:
        if self._silence is not None:
            self._silence.stop()
            self._silence = None

    def _send(self, final: bool) -> None:
        self._quiet()
        cell = self.cell
        if self.typing is None or cell is None:
            return
        if self.typing.text != self._sent:
            self._sent = self.typing.text
            self.answered(cell, self.typing.text, final)

    def _give_up(self) -> None:
        cell = self.cell
        typed, self.typing = self.typing, None
        self._quiet()
        if cell is not None and typed is not None:
            self.wrong.pop(cell.key, None)
            self.post_message(self.GivenUp(cell))
            self.post_message(self.Told())
        self.show()

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text is typed text, on one line."""
        event.stop()
        text = " ".join(event.text.split())
        if self.cell is None or not text:
            return
        if self.typing is None:
            self.begin("")
        assert self.typing is not None
        for character in text[:2_000]:
            self.typing = self.typing.after(character, character)
        self._changed_text()

    # mouse -----------------------------------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """A click chooses; a second one on the same answer edits; on a heading it opens or closes."""
        index = self.top + event.y
        if not 0 <= index < len(self.rows):
            return
        row = self.rows[index]
        column = column_at(row, self.look, self.size.width, event.x)
        again = index == self.index and column == self.column and self.typing is None
        self.go_to(index, column)
        if row.kind == "heading" or again:
            self.post_message(self.Activated(row))

    def on_mouse_scroll_down(self) -> None:
        """Three rows down."""
        self.move(3)

    def on_mouse_scroll_up(self) -> None:
        """Three rows up."""
        self.move(-3)
