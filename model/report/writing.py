"""Files that appear whole or not at all, several of them together, and never over another one unasked."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from model.profile.beside import beside, place_new


class Placed(Struct, frozen=True):
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
    waiting: list[Path] = []
    placed: list[Placed] = []
    try:
        for path, content in contents.items():
            waiting.append(_beside(path, content))
        for temporary, path in zip(tuple(waiting), contents, strict=True):
            placed.append(_place(temporary, path, force))
    except BaseException:
        for each in reversed(placed):
            _undo(each)
        raise
    finally:
        for leftover in (*waiting, *(each.before for each in placed if each.before)):
            with suppress(OSError):
                leftover.unlink(missing_ok=True)


def _place(temporary: Path, path: Path, force: bool) -> Placed:
    """Move a finished file to its place; where it must not replace another, one that appeared meanwhile stops it."""
    before = None
    try:
        if force and path.exists():
            before = _aside(path)
            os.replace(temporary, path)
        elif force:
            os.replace(temporary, path)
        else:
            place_new(temporary, path)
    except OSError as error:
        if before is not None:
            os.replace(before, path)
        said = "is there already; --force overwrites it" if isinstance(error, FileExistsError) else error.strerror
        raise type(error)(error.errno, said, str(path)) from None
    return Placed(path, before)


def _aside(path: Path) -> Path:
    """The file that is about to be replaced under another name, so that it can come back."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    os.close(handle)
    try:
        os.replace(path, name)
    except OSError:
        os.unlink(name)
        raise
    return Path(name)


def _undo(placed: Placed) -> None:
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
