"""Files that appear whole or not at all, several of them together, and never over another one unasked."""

from __future__ import annotations

import errno
import os
import signal
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from model.profile.guarding import read_only
from model.profile.locked_writing import alone_in, beside, kept_aside, place_new


class WrittenFile(Struct, frozen=True):
    """A file that stands in its place, and where the one it replaced waits until all of them do."""

    path: Path
    before: Path | None


def refused(path: Path, force: bool) -> OSError | None:
    """Why a report cannot be written here, as far as can be said before the work; None where nothing speaks against it."""
    if "\0" in str(path):
        return OSError(errno.EINVAL, "is no file name", str(path))
    try:
        if path.is_dir():
            return IsADirectoryError(errno.EISDIR, "is a folder", str(path))
        if not path.absolute().parent.is_dir():
            return FileNotFoundError(errno.ENOENT, f"there is no folder {path.parent}", str(path))
        if os.path.lexists(path) and not force:
            return FileExistsError(errno.EEXIST, "is there already; --force overwrites it", str(path))
        if path.exists() and read_only(path, path.stat().st_mode):
            return PermissionError(
                errno.EACCES, "is read-only: make it writable (chmod u+w), or name another file", str(path)
            )
    except OSError as error:
        return OSError(error.errno, error.strerror, str(path))
    return None


def write(contents: Mapping[Path, bytes], force: bool = False) -> None:
    """All files or none: each is written beside its place first and moved there when every one is complete.

    Raises FileExistsError for a file that is there already, unless forced, and OSError where a folder cannot be
    written to or a disk is full; every file is as it was then.
    """
    for path in contents:
        if (error := refused(path, force)) is not None:
            raise error
    with alone_in(*(path.parent for path in contents)):
        _write(contents, force)


def _write(contents: Mapping[Path, bytes], force: bool) -> None:
    waiting: list[Path] = []
    placed: list[WrittenFile] = []
    try:
        for path, content in contents.items():
            waiting.append(_beside(path, content))
        with _undisturbed():
            try:
                _place_all(dict(zip(contents, waiting, strict=True)), placed, force)
            finally:
                _remove([each.before for each in placed if each.before])
    finally:
        _remove(waiting)


def _remove(leftovers: Iterable[Path]) -> None:
    for leftover in leftovers:
        with suppress(OSError):
            leftover.unlink(missing_ok=True)


def _place_all(finished: Mapping[Path, Path], placed: list[WrittenFile], force: bool) -> None:
    """Move every finished file to its place, noting which; all go back where one cannot."""
    try:
        for path, temporary in finished.items():
            placed.append(_place(temporary, path, force))
    except BaseException:
        for each in reversed(placed):
            _undo(each)
        raise


@contextmanager
def _undisturbed() -> Iterator[None]:
    """What asks the process to end waits until the files stand together: a set is never half old, half new."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    asking = [number for name in ("SIGINT", "SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None]
    before = {number: signal.signal(number, lambda which, _: came.append(which)) for number in asking}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)
        for number in came:
            signal.raise_signal(number)


def _place(temporary: Path, path: Path, force: bool) -> WrittenFile:
    """Move a finished file to its place; where it must not replace another, one that appeared meanwhile stops it."""
    before = None
    try:
        if force:
            before = kept_aside(path) if path.exists() else None
            os.replace(temporary, path)
        else:
            place_new(temporary, path)
    except OSError as error:
        if before is not None:
            before.unlink()
        said = "is there already; --force overwrites it" if isinstance(error, FileExistsError) else error.strerror
        raise type(error)(error.errno, said, str(path)) from None
    return WrittenFile(path, before)


def _undo(placed: WrittenFile) -> None:
    with suppress(OSError):
        if placed.before is not None:
            os.replace(placed.before, placed.path)
        else:
            placed.path.unlink()


def _beside(path: Path, content: bytes) -> Path:
    """A finished file in the same folder; an error names the file that was meant."""
    try:
        return beside(path, content)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
