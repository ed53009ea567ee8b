"""One question with a few answers, each a key; and one that asks for a line of text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from tui.dialogs.modal import Modal, part_at
from tui.paint.lines import Line, clean, wrap
from tui.widgets.painted import Words
from tui.widgets.typing import Typed

Choice = tuple[str, str, str]
ABOVE = 4  # lines over the suggestions
FOOT = "Enter  take it     Esc  leave it as it is"
OFFERED = 11  # suggestions in sight
STEPS = {"up": -1, "down": 1, "pageup": -OFFERED, "pagedown": OFFERED, "home": -9999, "end": 9999}


class AskScreen(Modal[str | None]):
    """Choose by key, by arrows and Enter, or by mouse; Escape answers nothing, and `otherwise` says what that means."""

    CSS = "AskScreen .over { height: auto; } AskScreen Words { height: auto; }"

    def __init__(
        self,
        title: str,
        said: tuple[str, ...],
        choices: tuple[Choice, ...],
        otherwise: str = "leave everything as it is",
        at: int = 0,
    ) -> None:
        super().__init__()
        self._otherwise = otherwise
        self._title, self._said, self._choices, self._at = title, said, choices, at

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


def rank(text: str, title: str) -> int:
    """How well a title answers what was typed: 0 all of it are words of it, 1 words of it begin so, 2 it is somewhere inside."""
    typed, words = (re.findall(r"\w+", part.casefold()) for part in (text, title))
    if all(part in words for part in typed):
        return 0
    return 1 if all(any(word.startswith(part) for word in words) for part in typed) else 2


def matching(rows: Sequence[tuple[str, str]], text: str) -> list[tuple[str, str]]:
    """The rows whose title has every word typed somewhere."""
    return [row for row in rows if all(word in row[1].casefold() for word in text.casefold().split())]


def scrolled(top: int, at: int, count: int) -> int:
    """The first suggestion in sight: as before where the chosen one is, else as little further as brings it in."""
    return max(0, min(max(top, at - OFFERED + 1), at, max(0, count - OFFERED)))


class LineScreen(Modal[str | None]):
    """Type one line; `check` says why a text will not do, "" when it will. Suggestions are chosen with the arrows, a screen at a time with PgUp and PgDn."""

    CSS = "LineScreen .over { height: auto; } LineScreen Words { height: auto; }"

    def __init__(
        self, title: str, said: str = "", text: str = "", check: Callable[[str], str] | None = None,
        suggest: Callable[[str], list[tuple[str, str]]] | None = None, chosen: str = "",
    ) -> None:  # fmt: skip
        super().__init__()
        self._title, self._said, self._check, self._suggest = title, said, check, suggest
        self._typed, self._at, self._top, self._why = Typed(text, len(text)), 0, 0, ""
        self._at = next((at for at, row in enumerate(self._found) if row[0] == chosen), 0) if chosen else 0
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
        """All suggestions; those with the very words typed come first, then those whose words begin so."""
        found = self._suggest(self._typed.text) if self._suggest else []
        return sorted(found, key=lambda row: rank(self._typed.text, row[1]))

    def _show(self) -> None:
        before, under, after = self._typed.shown(74)
        lines: list[Line] = [((clean(self._title), "title"),), ((clean(self._said), "dim"),)]
        role = "caret" if self._offered else "edit"
        lines.append((("▶ ", "key"), (clean(before), role), (clean(under), "caret"), (clean(after), role)))
        found = self._found
        nothing = "Nothing has that in its name." if self._suggest and not found else ""
        lines.append(((clean(self._why or nothing), "wrong"),))
        self._at = max(0, min(self._at, len(found) - 1))
        self._top = scrolled(self._top, self._at, len(found))
        for index, (_, title) in enumerate(found[self._top : self._top + OFFERED], self._top):
            lines.append(
                ((" ▶ " if index == self._at else "   ", "key"), (clean(title), "cursor" if index == self._at else ""))
            )
        if self._suggest:
            lines += [()] * (ABOVE + OFFERED - len(lines))
        lines.append(((FOOT, "dim"), (self._hidden(len(found)), "")))
        self.query_one("#line", Words).say(lines)

    def _hidden(self, count: int) -> str:
        """How many suggestions are out of sight, and which way."""
        below = max(0, count - self._top - OFFERED)
        ways = [f"{sign} {number} more" for sign, number in (("↑", self._top), ("↓", below)) if number]
        return "     " + "  ".join(ways) if ways else ""

    def on_key(self, event: events.Key) -> None:
        """Every key is the line's."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss(None)
            return
        step = STEPS.get(event.key)
        if step is not None and self._suggest:
            self._at = max(0, min(self._at + step, len(self._found) - 1))
        elif event.key == "enter":
            self._take()
            return
        else:
            self._begin(bool(event.character) and event.is_printable)
            self._typed = self._typed.after(event.key, event.character if event.is_printable else None)
            self._why, self._at = "", 0
        self._show()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the choice."""
        self._wheel(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the choice back."""
        self._wheel(event, -1)

    def _wheel(self, event: events.MouseEvent, step: int) -> None:
        event.stop()
        self._at += step
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
        line = OFFERED if self._suggest else 0
        hint = part_at(FOOT, event.screen_x - words.content_region.x) if index == line else -1
        if event.widget is words and hint == 0:
            self._take()
        elif event.widget is words and hint == 1:
            self.dismiss(None)
        elif event.widget is words and 0 <= index < min(OFFERED, len(self._found)):
            self._at = self._top + index
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
