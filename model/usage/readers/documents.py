"""What readers of JSON share: entries of one or many pages, whether a file is one document or one a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import DecodeError, json

from model.usage.sink import Sink
from model.usage.source_bytes import SourceFile, Unreadable


def documents(source: SourceFile, sink: Sink) -> Iterator[tuple[int, Any]]:
    """Every JSON value of a file with its line: the whole file, or each line where the first is a value by itself."""
    if _is_lines(source):
        for number, line in _lines(source, sink):
            if line is None:
                sink.skip("line too long")
                continue
            sink.advance(len(line) + 1)
            try:
                yield number, json.decode(line)
            except (DecodeError, RecursionError):
                sink.skip("cut or damaged line")
        return
    try:
        value = source.document()
    except Unreadable as error:
        sink.skip(str(error))
        return
    sink.advance(source.size)
    yield 1, value


def _lines(source: SourceFile, sink: Sink) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a file up to where it breaks off."""
    try:
        yield from source.lines()
    except Unreadable as error:
        sink.skip(str(error))


def _is_lines(source: SourceFile) -> bool:
    first, _, rest = source.head.decode("utf-8-sig", "replace").lstrip().partition("\n")
    if not rest.strip():
        return False
    return _is_object(first) or _is_object(rest.lstrip().partition("\n")[0])


def _is_object(line: str) -> bool:
    """Whether a line is a JSON object by itself. The second one is asked too: the first may be cut."""
    try:
        return isinstance(json.decode(line.encode()), dict | list)
    except (DecodeError, RecursionError):
        return False


def entries(value: Any, key: str = "data") -> list[Any]:
    """The objects of a page: a list as it is, the list under ``key``, or the object alone."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and isinstance(value.get(key), list):
        found: list[Any] = value[key]
        return found
    return [value]


def first_entry(source: SourceFile, key: str = "data") -> dict[str, Any]:
    """The first object of a file, for a look at its keys; an empty one where there is none."""
    value = source.first_document
    if isinstance(value, dict) and isinstance(value.get(key), list):
        value = value[key]
    if isinstance(value, list):
        value = next((each for each in value if isinstance(each, dict)), None)
    return value if isinstance(value, dict) else {}


class Pages:
    """Watches a chain of pages: one that comes back is an endless chain, and is said."""

    def __init__(self) -> None:
        self._seen: dict[str, None] = {}
        self.missing: str | None = None

    def next(self, value: Any, sink: Sink) -> None:
        """Look at the cursor of a page."""
        if not isinstance(value, dict):
            return
        cursor = value.get("next_page")
        self.missing = cursor if isinstance(cursor, str) and cursor else None
        if self.missing is None:
            return
        if self.missing in self._seen:
            sink.note("a page names a next page that was named before: the chain of pages never ends")
        self._seen[self.missing] = None
