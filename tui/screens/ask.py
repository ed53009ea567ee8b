"""One question with a few answers, each a key; and one that asks for a line of text."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from tui.lines import Line, clean, wrap
from tui.widgets.painted import Words
from tui.widgets.typing import Typed

Choice = tuple[str, str, str]
ABOVE = 4  # lines over the suggestions
OFFERED = 11  # suggestions in sight


class AskScreen(ModalScreen[str | None]):
    """Choose by key, by arrows and Enter, or by mouse; Escape answers nothing, and `otherwise` says what that means."""

    CSS = "AskScreen .over { height: auto; } AskScreen Words { height: auto; }"

    def __init__(
        self,
        title: str,
        said: tuple[str, ...],
        choices: tuple[Choice, ...],
        otherwise: str = "leave everything as it is",
    ) -> None:
        super().__init__()
        self._otherwise = otherwise
        self._title, self._said, self._choices, self._at = title, said, choices, 0

    def compose(self) -> ComposeResult:
        """One box."""
        with Vertical(classes="over"):
            words = Words(id="ask")
            words.styles.height = min(len(self._lines()), self.app.size.height - 4)
            yield words

    def on_mount(self) -> None:
        """Show the question."""
        self.query_one("#ask", Words).say(self._lines())

    def _lines(self) -> list[Line]:
        said: list[Line] = [((row, ""),) for text in self._said for row in wrap(clean(text), 76)]
        room = max(1, self.app.size.height - 9 - len(self._choices))
        if len(said) > room:
            said = [*said[: room - 1], ((f"and {len(said) - room + 1} more lines", "dim"),)]
        lines: list[Line] = [((clean(self._title), "title"),), (), *said, ()]
        for index, (key, title, _) in enumerate(self._choices):
            here = index == self._at
            lines.append(
                ((" ▶ " if here else "   ", "key"), (f"{key}  ", "key"), (clean(title), "cursor" if here else ""))
            )
        return [*lines, (), ((f"Esc  {self._otherwise}", "dim"),)]

    def on_key(self, event: events.Key) -> None:
        """The keys of the answers, arrows, Enter and Escape."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss(None)
        elif event.key in ("up", "down"):
            self._at = (self._at + (1 if event.key == "down" else -1)) % len(self._choices)
            self.query_one("#ask", Words).say(self._lines())
        elif event.key == "enter":
            self.dismiss(self._choices[self._at][2])
        else:
            for key, _, result in self._choices:
                if event.character == key:
                    self.dismiss(result)

    def on_click(self, event: events.Click) -> None:
        """A click on an answer gives it."""
        words = self.query_one("#ask", Words)
        index = event.screen_y - words.content_region.y - (len(self._lines()) - 2 - len(self._choices))
        if event.widget is words and 0 <= index < len(self._choices):
            self.dismiss(self._choices[index][2])


class LineScreen(ModalScreen[str | None]):
    """Type one line; `check` says why a text will not do, "" when it will. Suggestions are chosen with the arrows."""

    CSS = "LineScreen .over { height: auto; } LineScreen Words { height: auto; }"

    def __init__(
        self, title: str, said: str = "", text: str = "", check: Callable[[str], str] | None = None,
        suggest: Callable[[str], list[tuple[str, str]]] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._title, self._said, self._check, self._suggest = title, said, check, suggest
        self._typed, self._at, self._why = Typed(text, len(text)), 0, ""
        self._offered = bool(text)  # nobody touched it yet: the first character takes its place

    def compose(self) -> ComposeResult:
        """One box."""
        with Vertical(classes="over"):
            words = Words(id="line")
            words.styles.height = 6 + (OFFERED + 1 if self._suggest else 0)
            yield words

    def on_mount(self) -> None:
        """Show the line."""
        self._show()

    @property
    def _found(self) -> list[tuple[str, str]]:
        return self._suggest(self._typed.text)[:OFFERED] if self._suggest else []

    def _show(self) -> None:
        before, under, after = self._typed.shown(74)
        lines: list[Line] = [((clean(self._title), "title"),), ((clean(self._said), "dim"),)]
        role = "caret" if self._offered else "edit"
        lines.append((("▶ ", "key"), (clean(before), role), (clean(under), "caret"), (clean(after), role)))
        found = self._found
        nothing = "Nothing has that in its name." if self._suggest and not found else ""
        lines.append(((clean(self._why or nothing), "wrong"),))
        self._at = max(0, min(self._at, len(found) - 1))
        for index, (_, title) in enumerate(found):
            lines.append(
                ((" ▶ " if index == self._at else "   ", "key"), (clean(title), "cursor" if index == self._at else ""))
            )
        if self._suggest:
            lines += [()] * (OFFERED - len(found))
        more = len(self._suggest(self._typed.text)) - len(found) if self._suggest else 0
        rest = f"     {more} more: type a part of it" if more else ""
        lines.append(((f"Enter  take it     Esc  leave everything as it is{rest}", "dim"),))
        self.query_one("#line", Words).say(lines)

    def on_key(self, event: events.Key) -> None:
        """Every key is the line's."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss(None)
            return
        if event.key in ("up", "down") and self._suggest:
            self._at += 1 if event.key == "down" else -1
        elif event.key == "enter":
            self._take()
            return
        else:
            self._begin(bool(event.character) and event.is_printable)
            self._typed = self._typed.after(event.key, event.character if event.is_printable else None)
            self._why = ""
        self._show()

    def _begin(self, typing: bool) -> None:
        """What was offered gives way to what is typed; arrows and deleting keep it, to change a part of it."""
        if typing and self._offered:
            self._typed = Typed()
        self._offered = False

    def on_click(self, event: events.Click) -> None:
        """A click on a suggestion takes it."""
        words = self.query_one("#line", Words)
        index = event.screen_y - words.content_region.y - ABOVE
        if event.widget is words and 0 <= index < len(self._found):
            self._at = index
            self._take()

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text, on one line."""
        self._begin(bool(event.text.strip()))
        for character in " ".join(event.text.split())[:500]:
            self._typed = self._typed.after(character, character)
        self._show()

    def _take(self) -> None:
        found = self._found
        text = found[self._at][0] if found else self._typed.text
        if self._suggest and not found:
            return
        self._why = self._check(text) if self._check else ""
        if self._why:
            self._show()
        else:
            self.dismiss(text)
