"""What is wrong with a file or an entry, as values: all problems at once, one line each."""

from collections.abc import Iterable

from msgspec import Struct

_LONGEST = 160


def printable(text: str, longest: int = _LONGEST) -> str:
    """The text on one line: whatever could steer a terminal or turn the reading direction is shown as its escape."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return "".join(c if c.isprintable() else _escape(c) for c in cut)


def _escape(c: str) -> str:
    number = ord(c)
    if number < 0x100:
        return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(c, f"\\x{number:02x}")
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


class Problem(Struct, frozen=True):
    """One thing that is wrong.

    file: as the user named it; key: the dotted key, "" for the whole file; read: what was found, "" where nothing was;
    allowed: what would be accepted; nearest: the nearest known key or name, "" where none is near; line: in the file, from 1;
    excerpt: that line and a caret under the place, where seeing it helps.
    """

    file: str
    key: str
    read: str
    allowed: str
    nearest: str = ""
    line: int | None = None
    excerpt: tuple[str, ...] = ()

    def sentence(self) -> str:
        """The problem in one line; safe to print on a terminal."""
        place = printable(self.file, 400) + (f":{self.line}" if self.line else "")
        subject = ": ".join(printable(part, 200) for part in (place, self.key) if part)
        read = f"found {printable(self.read)}; " if self.read else ""
        nearest = f"; nearest: {printable(self.nearest, 200)}" if self.nearest else ""
        return f"{subject}: {read}{printable(self.allowed, 600)}{nearest}"


class Problems(Struct, frozen=True):
    """Every problem found, in the order of the file."""

    items: tuple[Problem, ...]

    def sentences(self) -> tuple[str, ...]:
        """One printable line for each problem."""
        return tuple(item.sentence() for item in self.items)

    def lines(self) -> tuple[str, ...]:
        """The same with the line of the file and a caret under what is wrong, where that helps; safe to print."""
        return tuple(line for item in self.items for line in (item.sentence(), *item.excerpt))

    @classmethod
    def of(cls, *items: Problem) -> "Problems":
        """Problems from single ones."""
        return cls(items)

    @classmethod
    def merged(cls, several: "Iterable[Problems]") -> "Problems":
        """All problems of several groups, each once, in order."""
        return cls(tuple(dict.fromkeys(item for group in several for item in group.items)))
