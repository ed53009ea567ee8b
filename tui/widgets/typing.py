"""A line of text under edit: what each key does to it, and nothing else."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

_LONGEST = 2_000


class Typed(Struct, frozen=True):
    """The text and where the caret stands, in characters from its start."""

    text: str = ""
    caret: int = 0

    def after(self, key: str, character: str | None) -> Typed:
        """The line after a key; keys it does not know change nothing."""
        text, at = self.text, self.caret
        match key:
            case "left":
                return replace(self, caret=max(0, at - 1))
            case "right":
                return replace(self, caret=min(len(text), at + 1))
            case "home" | "ctrl+a":
                return replace(self, caret=0)
            case "end" | "ctrl+e":
                return replace(self, caret=len(text))
            case "ctrl+left":
                return replace(self, caret=_word_start(text, at))
            case "backspace" | "ctrl+h":
                return Typed(text[: max(0, at - 1)] + text[at:], max(0, at - 1))
            case "delete" | "ctrl+d":
                return replace(self, text=text[:at] + text[at + 1 :])
            case "ctrl+w":
                start = _word_start(text, at)
                return Typed(text[:start] + text[at:], start)
            case "ctrl+u":
                return Typed(text[at:], 0)
            case "ctrl+k":
                return replace(self, text=text[:at])
        if character is None or not character.isprintable() or len(text) >= _LONGEST:
            return self
        return Typed(text[:at] + character + text[at:], at + len(character))

    def shown(self, width: int) -> tuple[str, str, str]:
        """What fits: the text before the caret, the character under it, the text after; the caret is always in sight."""
        before, under, after = (
            self.text[: self.caret],
            self.text[self.caret : self.caret + 1] or " ",
            self.text[self.caret + 1 :],
        )
        if len(before) > width - 1:
            before = "…" + before[-(width - 2) :] if width > 2 else ""
        return before, under, after[: max(0, width - len(before) - 1)]


def _word_start(text: str, at: int) -> int:
    while at > 0 and text[at - 1] == " ":
        at -= 1
    while at > 0 and text[at - 1] != " ":
        at -= 1
    return at
