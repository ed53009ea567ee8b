"""The one writer: a file is finished beside its place, then takes it, whole or not at all.

Who writes into a folder has it alone for that moment (`alone_in`), so that checking what stands there and replacing it
are one act among all of our processes. What a killed process left behind is removed by the next one that writes there.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_NO_LINKS = {
    errno.EPERM,
    errno.ENOTSUP,
    errno.EOPNOTSUPP,
    errno.ENOSYS,
    errno.EMLINK,
}  # file systems without hard links
_LETTERS = 40  # of the name that the new file takes over: no name that fits becomes too long
_LEFT = re.compile(r"\..{1,40}\.switchpoint-(\d{1,9})-\w{8}\.tmp", re.DOTALL)
_TRIES, _BETWEEN_SECONDS = 1_000, 0.01


@contextmanager
def alone_in(*folders: Path) -> Iterator[None]:
    """Write into these folders while no other process of ours does, after removing what killed ones left there.

    Raises OSError where another process has had a folder for ten seconds; where a file system knows no locks, the check
    before each replacement is the only guard.
    """
    with ExitStack() as held:
        for folder in sorted({os.path.realpath(folder) for folder in folders}):
            _lock(folder, held)
            _sweep(Path(folder))
        yield


def _lock(folder: str, held: ExitStack) -> None:
    if sys.platform == "win32":
        return  # files there cannot be replaced while somebody has them open
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return  # writing there says why not
    held.callback(os.close, handle)
    for _ in range(_TRIES):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_BETWEEN_SECONDS)
        except OSError:
            return
        else:
            return
    raise OSError(errno.EBUSY, "another process is writing in this folder; try again", folder)


def _sweep(folder: Path) -> None:
    """Remove what a process that no longer runs left unfinished."""
    with suppress(OSError):
        for name in os.listdir(folder):
            found = _LEFT.fullmatch(name)
            if found and not _runs(int(found[1])):
                with suppress(OSError):
                    (folder / name).unlink()


def _runs(process: int) -> bool:
    if os.name != "posix":
        return True  # asking would end it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def beside(path: Path, data: bytes, mode: int | None = None) -> Path:
    """A new file in the folder of `path` with these bytes, safely on disk, to be moved or linked to its place.

    Its permissions are `mode`, else those of the file that stands in the place, else those that a new file gets. Raises
    OSError, with nothing left behind.
    """
    if mode is None:
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(prefix=_prefix(path), suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
    return Path(name)


def kept_aside(path: Path) -> Path:
    """The file under a second name in its folder, so that it can come back; it never leaves its place meanwhile."""
    handle, name = tempfile.mkstemp(prefix=_prefix(path), suffix=".tmp", dir=path.parent)
    os.close(handle)
    try:
        os.unlink(name)
        try:
            os.link(path, name)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            shutil.copy2(path, name)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
    return Path(name)


def write_new(path: Path, data: bytes) -> None:
    """A file that must not be there yet, whole or not at all. Raises FileExistsError where it is, OSError where it cannot be written."""
    with alone_in(path.parent):
        finished = beside(path, data)
        try:
            place_new(finished, path)
        finally:
            with suppress(OSError):
                finished.unlink()


def place_new(finished: Path, path: Path) -> None:
    """Put a finished file in its place; FileExistsError, unlike with a rename, where one appeared there meanwhile."""
    try:
        os.link(finished, path)
    except OSError as error:
        if error.errno not in _NO_LINKS or os.path.lexists(path):
            raise
        os.replace(finished, path)


def _prefix(path: Path) -> str:
    return f".{path.name[:_LETTERS]}.switchpoint-{os.getpid()}-"


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
