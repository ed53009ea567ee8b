"""The one reader of a profile's bytes: ordinary files of a limited size, and pipes only where a command asks for them.

A pipe or a device is never opened by accident: what would wait for ever or never end is refused by its kind, which is
asked of the opened file itself, so that nothing can be exchanged in between.
"""

from __future__ import annotations

import hashlib
import os
import select
import stat
from pathlib import Path

from model.profile.problems import Problem

MOST_BYTES = 1_000_000
_AT_ONCE = 65_536
_PATIENCE_MS = 60_000  # without a byte from a pipe


def bytes_of(path: Path, *, pipes: bool = False) -> bytes | Problem:
    """What stands in a file, at most `MOST_BYTES`; or why it cannot be a profile. `pipes`: what comes through one counts."""
    label = str(path)
    try:
        handle = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        )
    except IsADirectoryError:
        return Problem(label, "", "a folder", "a profile, a TOML file")
    except FileNotFoundError:
        return Problem(label, "", "no such file", "a profile, a TOML file")
    except (OSError, ValueError) as error:
        return _unreadable(label, error)
    try:
        return of_handle(handle, label, pipes=pipes)
    finally:
        os.close(handle)


def of_handle(handle: int, label: str, *, pipes: bool) -> bytes | Problem:
    """What an opened file holds, under the same rules."""
    try:
        found = os.fstat(handle)
        if stat.S_ISREG(found.st_mode):
            return _limited(handle, label, found.st_size)
        if pipes and (stat.S_ISFIFO(found.st_mode) or stat.S_ISSOCK(found.st_mode)):
            return _limited(handle, label, 0)
    except OSError as error:
        return _unreadable(label, error)
    what = "a folder" if stat.S_ISDIR(found.st_mode) else "a pipe or a device"
    return Problem(label, "", what, "a profile, a TOML file")


def digest_of_file(path: Path) -> str | Problem:
    """SHA-256 of a file's bytes; "" where there is no file."""
    if not os.path.lexists(path):
        return ""
    data = bytes_of(path)
    if isinstance(data, Problem):
        return "" if data.read == "no such file" else data
    return hashlib.sha256(data).hexdigest()


def too_large(label: str, size: int) -> Problem:
    """The problem of a file beyond the limit."""
    return Problem(label, "", f"{size / 1e6:.1f} MB", f"a profile of at most {MOST_BYTES // 1_000_000} MB")


def _limited(handle: int, label: str, size: int) -> bytes | Problem:
    parts: list[bytes] = []
    held = 0
    while held <= MOST_BYTES:
        part = _next(handle)
        if part is None:
            return Problem(label, "", "nothing for a minute", "a profile through this pipe")
        if not part:
            return b"".join(parts)
        parts.append(part)
        held += len(part)
    return too_large(label, max(size, held))


def _next(handle: int) -> bytes | None:
    """The next bytes, b"" at the end, None where a pipe stays silent."""
    try:
        return os.read(handle, _AT_ONCE)
    except BlockingIOError:
        waiting = select.poll()
        waiting.register(handle, select.POLLIN | select.POLLHUP)
        return os.read(handle, _AT_ONCE) if waiting.poll(_PATIENCE_MS) else None


def _unreadable(label: str, error: Exception) -> Problem:
    return Problem(label, "", "", f"cannot be read: {getattr(error, 'strerror', None) or 'not a file name'}")
