"""Where things stand in a TOML text: the spans of headers, keys and values. Expects text that a TOML reader accepted.

This is what lets a value be replaced in place and a problem name its line; it decides nothing about meaning.
"""

import re
from bisect import bisect_right
from functools import lru_cache

from msgspec import Struct

from model.profile import dotted_keys
from model.profile.arrays import is_array

Path = tuple[str, ...]

_BLANK = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BASIC = re.compile(r'"(?:[^"\\]|\\.)*"')
_LITERAL = re.compile(r"'[^']*'")
_LONG_BASIC = re.compile(r'"""(?:[^\\]|\\.)*?"""+', re.DOTALL)
_LONG_LITERAL = re.compile(r"'''.*?'''+", re.DOTALL)
_PLAIN_VALUE = re.compile(r"\d{4}-\d\d-\d\d [0-9:.Zz+-]+|[^\s,\]}#]+")


class KeyEntry(Struct, frozen=True):
    """One key with its value.

    path: full TOML path; section: index of the header it stands under, -1 before the first; prefix: the path of the table
    the written key is relative to; key and value: their spans; inline: span of the inline table around it, None at line level.
    """

    path: Path
    section: int
    prefix: Path
    key: tuple[int, int]
    parts: tuple[tuple[int, int], ...]
    value: tuple[int, int]
    inline: tuple[int, int] | None
    is_table: bool


class HeaderSpan(Struct, frozen=True):
    """One header: its path, the span of its line, the spans of its key's parts, and where its text ends."""

    path: Path
    start: int
    end: int
    parts: tuple[tuple[int, int], ...]
    stop: int


class Layout(Struct, frozen=True):
    """All headers and entries of a text, in its order."""

    text: str
    sections: tuple[HeaderSpan, ...]
    entries: tuple[KeyEntry, ...]
    starts: tuple[int, ...]

    def line(self, position: int) -> int:
        """The line, from 1, of a position."""
        return bisect_right(self.starts, position)

    def line_start(self, position: int) -> int:
        """Where the line of a position begins."""
        return self.starts[self.line(position) - 1]

    def line_end(self, position: int) -> int:
        """Where the line of a position ends, its line end included."""
        line = self.line(position)
        return self.starts[line] if line < len(self.starts) else len(self.text)


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.entries: list[KeyEntry] = []
        self.headers: list[tuple[Path, int, int, tuple[tuple[int, int], ...]]] = []
        self.rows: dict[Path, int] = {}

    def gap(self, at: int) -> int:
        return _match(_GAP, self.text, at)

    def blank(self, at: int) -> int:
        return _match(_BLANK, self.text, at)

    def string(self, at: int) -> int:
        for opening, pattern in (('"""', _LONG_BASIC), ("'''", _LONG_LITERAL), ('"', _BASIC), ("'", _LITERAL)):
            if self.text.startswith(opening, at):
                return _match(pattern, self.text, at)
        return at

    def key(self, at: int) -> tuple[tuple[tuple[int, int], ...], int]:
        spans = []
        while True:
            at = self.blank(at)
            quoted = self.text[at : at + 1] in ('"', "'")
            end = _match((_BASIC if self.text[at] == '"' else _LITERAL) if quoted else _BARE_KEY, self.text, at)
            spans.append((at, end))
            after = self.blank(end)
            if self.text[after : after + 1] != ".":
                return tuple(spans), end
            at = after + 1

    def names(self, spans: tuple[tuple[int, int], ...]) -> Path:
        return tuple(_name(self.text[start:end]) for start, end in spans)

    def value(self, at: int, path: Path, section: int) -> int:
        sign = self.text[at : at + 1]
        if sign in ('"', "'"):
            return self.string(at)
        if sign == "[":
            return self.array_of_tables(at, path, section) if path and is_array(path) else self.array(at)
        if sign == "{":
            return self.inline(at, path, section)
        return _match(_PLAIN_VALUE, self.text, at)

    def array(self, at: int) -> int:
        at = self.gap(at + 1)
        while self.text[at] != "]":
            kept = len(self.entries)
            at = self.gap(self.value(at, (), -2))
            del self.entries[kept:]  # tables inside lists are values, not places
            at = self.gap(at + 1) if self.text[at] == "," else at
        return at + 1

    def array_of_tables(self, at: int, path: Path, section: int) -> int:
        """A list whose rows are places: row 2 of `tiers` stands at (…, "tiers", "2")."""
        at, row = self.gap(at + 1), 0
        while self.text[at] != "]":
            row += 1
            at = self.gap(self.value(at, (*path, str(row)), section))
            at = self.gap(at + 1) if self.text[at] == "," else at
        return at + 1

    def inline(self, start: int, path: Path, section: int) -> int:
        first = len(self.entries)
        at = self.gap(start + 1)
        while self.text[at] != "}":
            at = self.gap(self.entry(at, path, section, (start, -1)))
            at = self.gap(at + 1) if self.text[at] == "," else at
        for index in range(first, len(self.entries)):
            entry = self.entries[index]
            if entry.inline == (start, -1):
                self.entries[index] = _closed(entry, (start, at + 1))
        return at + 1

    def entry(self, at: int, prefix: Path, section: int, inline: tuple[int, int] | None) -> int:
        spans, end = self.key(at)
        path = (*prefix, *self.names(spans))
        begin = self.blank(self.blank(end) + 1)
        index = len(self.entries)
        placeholder = KeyEntry(path, section, prefix, (at, end), spans, (begin, begin), inline, self.text[begin] == "{")
        self.entries.append(placeholder)
        stop = self.value(begin, path, section)
        self.entries[index] = KeyEntry(
            path, section, prefix, (at, end), spans, (begin, stop), inline, placeholder.is_table
        )
        return stop

    def scan(self) -> None:
        at = self.gap(1 if self.text.startswith("\ufeff") else 0)
        prefix: Path = ()
        while at < len(self.text):
            if self.text[at] == "[":
                double = self.text.startswith("[[", at)
                spans, end = self.key(at + (2 if double else 1))
                prefix = self.names(spans)
                if double:
                    self.rows[prefix] = self.rows.get(prefix, 0) + 1
                    prefix = (*prefix, str(self.rows[prefix]))
                close = self.blank(end) + (2 if double else 1)
                self.headers.append((prefix, at, close, spans))
                at = self.gap(close)
            else:
                at = self.gap(self.entry(at, prefix, len(self.headers) - 1, None))


def _closed(entry: KeyEntry, inline: tuple[int, int]) -> KeyEntry:
    return KeyEntry(
        entry.path, entry.section, entry.prefix, entry.key, entry.parts, entry.value, inline, entry.is_table
    )


def _match(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _name(written: str) -> str:
    if written[:1] == "'":
        return written[1:-1]
    return dotted_keys.split(written)[0] if written[:1] == '"' else written


@lru_cache(maxsize=8)
def lines_of(text: str) -> Layout:
    """The layout of a TOML text that was read without an error."""
    scanner = _Scanner(text)
    scanner.scan()
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    stops = [*(header[1] for header in scanner.headers[1:]), len(text)]
    sections = tuple(HeaderSpan(*header, stop) for header, stop in zip(scanner.headers, stops, strict=False))
    return Layout(text, sections, tuple(scanner.entries), tuple(starts))


def line_of(layout: Layout, path: Path) -> int | None:
    """The line on which a path, or the nearest table around it, stands."""
    for length in range(len(path), 0, -1):
        part = path[:length]
        for entry in layout.entries:
            if entry.path[:length] == part:
                return layout.line(entry.key[0])
        for section in layout.sections:
            if section.path[:length] == part:
                return layout.line(section.start)
    return None


def literal_at(text: str, path: Path) -> str:
    """The value at a path as its author wrote it, `30.000` and not 30.0; "" where none stands there."""
    layout = lines_of(text)
    return next((text[slice(*entry.value)] for entry in layout.entries if entry.path == path), "")
