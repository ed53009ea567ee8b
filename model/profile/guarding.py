"""Where nobody writes: the product's own profiles, folders, pipes, and files that their owner made read-only.

Every door asks here before it writes, the command line and the workbench alike, and `save` asks again.
"""

from __future__ import annotations

import os
import stat
from importlib.resources import files
from pathlib import Path

from model.profile.problems import Problem

_ANY_WRITE = 0o222


def starters_folder() -> Path:
    """The folder of the profiles that ship with the product."""
    return Path(str(files("profiles")))


def ships(path: Path) -> bool:
    """Whether this path is among the product's own profiles, however it is spelled; the next installation replaces what stands there."""
    try:
        ours = os.stat(starters_folder())
        return any(
            os.path.samestat(os.stat(folder), ours)
            for folder in Path(os.path.realpath(path)).parents
            if folder.is_dir()
        )
    except (OSError, ValueError):
        return False


def _folder_of_teams(path: Path) -> str:
    """The folder in which a path among the product's own stands, where that is one of team files, called like their starter; else ""."""
    folder = os.path.dirname(os.path.realpath(path))
    return "" if os.path.samefile(folder, starters_folder()) else os.path.basename(folder)


def own_copy(path: Path) -> Path:
    """Where somebody's own version of a starter goes: the same name in the folder where the process runs."""
    return Path(path.name)


def refusal(path: Path) -> Problem | None:
    """Why a profile cannot be written at this path, with the remedy; None where nothing speaks against it."""
    label = str(path)
    try:
        if ships(path):
            of_teams = _folder_of_teams(path)
            name = of_teams or path.stem
            told = f"belongs to {of_teams}, a starter that ships" if of_teams else "is a starter that ships"
            allowed = f"{told} with switchpoint: switchpoint new NAME --from {name} makes it yours"
            return Problem(label, "", "", f"{allowed}, or save it as ./{own_copy(path)}")
        found = _mode(path)
        if found is None:
            folder = path.absolute().parent
            return None if folder.is_dir() else Problem(label, "", "", f"there is no folder {folder}")
    except (OSError, ValueError) as error:
        return Problem(label, "", "", f"cannot be written: {getattr(error, 'strerror', None) or 'not a file name'}")
    if stat.S_ISDIR(found):
        return Problem(label, "", "", "is a folder; name a file in it")
    if not stat.S_ISREG(found):
        return Problem(label, "", "", "is a pipe or a device; save it under another name")
    if read_only(path, found):
        return Problem(label, "", "", "is read-only: make it writable (chmod u+w), or save it under another name")
    return None


def read_only(path: Path, mode: int) -> bool:
    """Whether the owner took the right to write away, or never gave it to us; a rename would not ask."""
    return not mode & _ANY_WRITE or not os.access(path, os.W_OK)


def _mode(path: Path) -> int | None:
    """The kind and rights of what stands there, links followed; None where nothing does."""
    try:
        return os.stat(path).st_mode
    except FileNotFoundError:
        return None
