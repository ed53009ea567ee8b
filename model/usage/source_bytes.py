"""What was named on the command line, as bytes: files, folders, gzip, stdin. Nothing is trusted, nothing is unbounded.

A line longer than `MOST_BYTES_OF_A_LINE` and a document larger than `MOST_BYTES_OF_A_DOCUMENT` are left out and counted:
no export has them, and one such line would take all memory.
"""

from __future__ import annotations

import gzip
import os
import sys
import zlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import IO, Any, cast

from msgspec import DecodeError, json

MOST_BYTES_OF_A_LINE = 16 * 2**20
MOST_BYTES_OF_A_DOCUMENT = 512 * 2**20
_HEAD = 256 * 1024
_CHUNK = 4 * 2**20
STDIN = "-"


class Unreadable(Exception):  # noqa: N818 - a reason, told in one line
    """A source that cannot be read: the reason, without anything of its contents."""


class SourceFile:
    """One file or folder. ``name`` is how it was named; a file inside a named folder keeps the folder's name before it."""

    def __init__(self, path: Path | None, name: str | None = None, held: bytes | None = None) -> None:
        self.path = path
        self.name = name or (str(path) if path is not None else STDIN)
        self._held = held

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return self.path is not None and self.path.is_dir()

    @property
    def size(self) -> int:
        """Bytes of the file as it lies there; 0 for a folder or stdin."""
        if self._held is not None:
            return len(self._held)
        return self.path.stat().st_size if self.path is not None and self.path.is_file() else 0

    @cached_property
    def head(self) -> bytes:
        """The first bytes, unpacked; raises `Unreadable`."""
        with self.open() as file:
            return _read(file, _HEAD)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names in the first line, read as CSV; none where it is no table."""
        import csv

        first = self.head.decode("utf-8-sig", "replace").lstrip("\r\n").split("\n", 1)[0].strip("\r")
        if first[:1] in ("{", "[") or "\0" in first:
            return ()
        delimiter = max(",;\t", key=first.count)
        try:
            found = next(csv.reader([first], delimiter=delimiter), [])
        except csv.Error:
            return ()
        return tuple(name.strip() for name in found) if len(found) > 1 else ()

    @cached_property
    def first_document(self) -> Any:
        """The first JSON value: of a first line that is one by itself, else of the whole file; None where there is none."""
        line = self.head.decode("utf-8-sig", "replace").lstrip().split("\n", 1)[0].encode()
        if line[:1] not in (b"{", b"["):
            return None
        try:
            return json.decode(line)
        except (DecodeError, RecursionError):
            pass
        try:
            return self.document()
        except Unreadable:
            return None

    def open(self) -> IO[bytes]:
        """The unpacked bytes; raises `Unreadable`."""
        import io

        if self._held is not None:
            raw: IO[bytes] = io.BytesIO(self._held)
        else:
            try:
                raw = open(self.path or "", "rb")  # noqa: SIM115 - the caller closes it
            except OSError as error:
                raise Unreadable(_why(error)) from None
        if _read(raw, 2) == b"\x1f\x8b":
            raw.seek(0)
            return cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
        raw.seek(0)
        return raw

    def document(self) -> Any:
        """The whole file as one JSON value; raises `Unreadable`."""
        with self.open() as file:
            data = _read(file, MOST_BYTES_OF_A_DOCUMENT + 1)
        if len(data) > MOST_BYTES_OF_A_DOCUMENT:
            raise Unreadable(f"one JSON document of more than {MOST_BYTES_OF_A_DOCUMENT // 2**20} MiB")
        try:
            return json.decode(data.removeprefix(b"\xef\xbb\xbf"))
        except (DecodeError, RecursionError):
            raise Unreadable("no whole JSON document: cut off or damaged") from None

    def lines(self) -> Iterator[tuple[int, bytes | None]]:
        """Every line that is not blank with its number from 1; None instead of one that is too long."""
        number, held, too_long = 0, b"", False
        with self.open() as file:
            while chunk := _read(file, _CHUNK):
                *whole, rest = (held + chunk).split(b"\n")
                for line in whole:
                    number += 1
                    if too_long or len(line) > MOST_BYTES_OF_A_LINE:
                        too_long = False
                        yield number, None
                    elif line.strip():
                        yield number, line
                held = rest
                if len(held) > MOST_BYTES_OF_A_LINE:
                    held, too_long = b"", True
        if too_long:
            yield number + 1, None
        elif held.strip():
            yield number + 1, held

    def table(self) -> Iterator[dict[str, str | None]]:
        """The rows of a CSV by column name; the literal NULL and blank text are None."""
        import csv
        import io

        if not self.columns:
            return
        first = self.head.decode("utf-8-sig", "replace").lstrip("\r\n").split("\n", 1)[0]
        delimiter = max(",;\t", key=first.count)
        csv.field_size_limit(MOST_BYTES_OF_A_LINE)
        with self.open() as file:
            text = io.TextIOWrapper(file, "utf-8-sig", "replace", newline="")
            try:
                for row in csv.DictReader(text, delimiter=delimiter):
                    yield {
                        str(name).strip(): None if value is None or value.strip() in ("", "NULL") else value.strip()
                        for name, value in row.items()
                        if isinstance(name, str) and (value is None or isinstance(value, str))
                    }
            except (csv.Error, zlib.error, EOFError, gzip.BadGzipFile) as error:
                raise Unreadable(f"damaged from here on ({type(error).__name__})") from None


def source_of(name: str) -> SourceFile:
    """The source a name stands for, ``-`` being stdin; raises `Unreadable`."""
    if name == STDIN:
        data = sys.stdin.buffer.read(MOST_BYTES_OF_A_DOCUMENT + 1)
        if len(data) > MOST_BYTES_OF_A_DOCUMENT:
            raise Unreadable(f"more than {MOST_BYTES_OF_A_DOCUMENT // 2**20} MiB on stdin; name a file instead")
        return SourceFile(None, "stdin", data)
    path = Path(name).expanduser()
    try:
        if not path.exists():
            raise Unreadable("no such file or folder")
        if path.is_file():
            with path.open("rb"):
                pass
        elif not path.is_dir():
            raise Unreadable("neither a file nor a folder")
    except (OSError, ValueError) as error:
        raise Unreadable(_why(error)) from None
    return SourceFile(path, name)


def files_under(source: SourceFile) -> tuple[list[Path], list[str]]:
    """Every file below a folder, in order of name, and a reason for each part that could not be entered."""
    found: list[Path] = []
    refused: list[str] = []
    assert source.path is not None
    for folder, folders, names in os.walk(source.path, onerror=lambda error: refused.append(_why(error))):
        folders.sort()
        found.extend(Path(folder, name) for name in sorted(names))
    return found, refused


def _read(file: IO[bytes], most: int) -> bytes:
    """Up to ``most`` bytes, all of them where there are so many; raises `Unreadable` on a damaged archive."""
    parts: list[bytes] = []
    try:
        while most > 0 and (part := file.read(most)):
            parts.append(part)
            most -= len(part)
    except (zlib.error, EOFError, gzip.BadGzipFile):
        if not parts:
            raise Unreadable("a damaged gzip archive") from None
    except OSError as error:
        raise Unreadable(_why(error)) from None
    return b"".join(parts)


def _why(error: Exception) -> str:
    if isinstance(error, PermissionError):
        return "no permission to read it"
    strerror = getattr(error, "strerror", None)
    return f"cannot be read: {strerror or 'not a file name'}"
