"""Searchable help: what can be done here, every question with its meaning, and the words used; Enter runs or goes to what was found."""

from __future__ import annotations

from msgspec import Struct
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from model.profile import DECLARED, Declared, declared_for
from model.profile.leaves import allowed_number
from model.telling.glossary import WORDS
from tui.dialogs.ask import STEPS
from tui.dialogs.modal import Modal
from tui.paint.lines import Line, clean, fit, left, wrap
from tui.state.commands_table import Command, commands_of, shown
from tui.widgets.painted import Words
from tui.widgets.typing import Typed

# how numbers are written and what keys do to them: beside the words of the answer, which the glossary explains
WRITTEN: tuple[tuple[str, str], ...] = (
    (
        "8k to 15k",
        "90 % sure that it lies between. 8 / 16 / 40: the same, half of it below 16. An end on a limit: evenly between the ends.",
    ),
    ("published, typed", "Write the word published where the book has a dated range; it is marked as not yours."),
    (
        "guess, measured, published, contract",
        "Whose number it is. b asks; m goes to the next deciding number that is not yours.",
    ),
)


class HelpLine(Struct, frozen=True):
    """One line of help: what it is called, the key, what it says, and what Enter does."""

    title: str
    key: str
    said: str
    command: Command | None = None
    question: str = ""


def entries(place: str, topic: tuple[str, ...]) -> list[HelpLine]:
    """All help there is, what belongs to the cursor first."""
    found: list[HelpLine] = []
    for key in topic:
        declared = declared_for(key)
        if declared is not None:
            found.append(HelpLine(declared.title, key, _told(declared), None, key))
    found += [HelpLine(c.title, " ".join(shown(k) for k in c.keys), c.help, c) for c in commands_of(place)]
    found += [HelpLine(word, "", said) for word, said in (*WRITTEN, *WORDS.items())]
    for declared in DECLARED:
        if not declared.pattern.startswith("options.*.workloads."):
            found.append(HelpLine(declared.title, declared.pattern, _told(declared)))
    return found


def _told(declared: object) -> str:
    assert isinstance(declared, Declared)
    how = declared.learn
    learn = f" To learn it: {', '.join(filter(None, (how.how, how.how_long)))}." if how else ""
    number = (
        f" {allowed_number(declared)[:1].upper()}{allowed_number(declared)[1:]}." if declared.kind == "number" else ""
    )
    return f"{declared.help}{number}{learn}"


class HelpScreen(Modal[Command | None]):
    """Type to search; Enter runs a command."""

    def __init__(self, place: str, topic: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._all = entries(place, topic)
        self._typed, self._at, self._top = Typed(), 0, 0

    def compose(self) -> ComposeResult:
        """One box."""
        with Vertical(classes="over"):
            words = Words(id="help")
            words.styles.height = min(26, max(14, self.app.size.height - 6))
            yield words

    def on_mount(self) -> None:
        """Show what there is."""
        self._show()

    @property
    def _found(self) -> list[HelpLine]:
        words = self._typed.text.lower().split()
        hits = [
            entry
            for entry in self._all
            if all(word in f"{entry.title} {entry.key} {entry.said}".lower() for word in words)
        ]
        if not words:  # what moves the cursor is found by trying
            return sorted(hits, key=lambda entry: entry.command is not None and not entry.command.palette)
        return sorted(hits, key=lambda entry: not all(word in entry.title.lower() for word in words))

    def _show(self) -> None:
        widget = self.query_one("#help", Words)
        height = int(widget.styles.height.value) if widget.styles.height else 20
        width = widget.size.width or 74
        room = height - 8
        before, under, after = self._typed.shown(60)
        lines: list[Line] = [(("Help", "title"), ("   type to search   Enter runs it   Esc back", "dim"))]
        lines.append((("▶ ", "key"), (clean(before), "edit"), (clean(under), "caret"), (clean(after), "edit")))
        lines.append(())
        found = self._found
        self._at = max(0, min(self._at, len(found) - 1))
        self._top = min(max(self._top, self._at - room + 1), self._at)
        for index, entry in list(enumerate(found))[self._top : self._top + room]:
            here = index == self._at
            role = "cursor" if here else "" if entry.command else "dim"
            lines.append(
                (
                    (" ▶ " if here else "   ", "key"),
                    (left(clean(entry.title), 34), role),
                    (" " + fit(clean(entry.key), width - 38), "key" if entry.command else "dim"),
                )
            )
        lines += [()] * (room + 3 - len(lines))
        lines.append(())
        if found:
            lines += [((row, ""),) for row in wrap(clean(found[self._at].said), width)[:4]]
        else:
            lines.append((("Nothing is called that here.", "warn"),))
        widget.say(lines)

    def on_key(self, event: events.Key) -> None:
        """Every key is the search's."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss(None)
            return
        if event.key in STEPS:
            self._at += STEPS[event.key]
        elif event.key == "enter":
            found = self._found
            if found and found[self._at].command is not None:
                self.dismiss(found[self._at].command)
            return
        else:
            self._typed = self._typed.after(event.key, event.character if event.is_printable else None)
            self._at = self._top = 0
        self._show()

    def on_click(self, event: events.Click) -> None:
        """A click chooses; on the chosen one it runs."""
        widget = self.query_one("#help", Words)
        index = event.screen_y - widget.content_region.y - 3 + self._top
        if event.widget is not widget or not 0 <= index < len(self._found):
            return
        if index == self._at and self._found[index].command is not None:
            self.dismiss(self._found[index].command)
        self._at = index
        self._show()
