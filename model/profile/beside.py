"""A finished file beside the place it is meant for: what every save that is whole or not at all begins with."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

_NO_LINKS = {
    errno.EPERM,
    errno.ENOTSUP,
    errno.EOPNOTSUPP,
    errno.ENOSYS,
    errno.EMLINK,
}  # file systems without hard links
_LETTERS = 40  # of the name that the new file takes over: no name that fits becomes too long


def beside(path: Path, data: bytes, mode: int | None = None) -> Path:
    """A new file in the folder of `path` with these bytes, safely on disk, to be moved or linked to its place.

    Its permissions are `mode`, else those of the file that stands in the place, else those that a new file gets. Raises
    OSError, with nothing left behind.
    """
    if mode is None:
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:_LETTERS]}.", suffix=".tmp", dir=path.parent)
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


def place_new(finished: Path, path: Path) -> None:
    """Put a finished file in its place; FileExistsError, unlike with a rename, where one appeared there meanwhile."""
    try:
        os.link(finished, path)
    except OSError as error:
        if error.errno not in _NO_LINKS or os.path.lexists(path):
            raise
        os.replace(finished, path)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
