"""Profiles that are no ordinary file: through standard input (`-`), a pipe, or out of git (`HEAD:agents.toml`).

They are read once and never written; what one of git's extends is read from the same revision.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from model.profile import Problem, Problems
from model.profile.loading import from_bytes
from model.profile.opening import MOST_BYTES, bytes_of, of_handle, too_large

if TYPE_CHECKING:
    from model.profile import Profile

_STANDARD_INPUT = ("-", "/dev/stdin", "/dev/fd/0")
_REVISION = re.compile(r"(?P<rev>[^-:\s][^:\s]+):(?P<path>[^:]+)")
_PATIENCE_SECONDS = 60


def incoming(name: str) -> Profile | Problems | None:
    """The profile that comes in under this name, or what is wrong with it; None where the name means a file or a starter."""
    if name in _STANDARD_INPUT:
        return _from_standard_input()
    if os.path.exists(name):
        return _from_pipe(Path(name)) if not os.path.isfile(name) and not os.path.isdir(name) else None
    match = _REVISION.fullmatch(name)
    return _from_git(name, match["rev"], match["path"]) if match else None


def _from_standard_input() -> Profile | Problems:
    if os.isatty(0):
        return Problems.of(Problem("-", "", "", "nothing comes through standard input: pipe a profile into it"))
    data = of_handle(0, "-", pipes=True)
    return Problems.of(data) if isinstance(data, Problem) else from_bytes(data, "-")


def _from_pipe(path: Path) -> Profile | Problems:
    data = bytes_of(path, pipes=True)
    return Problems.of(data) if isinstance(data, Problem) else from_bytes(data, str(path))


def _from_git(name: str, revision: str, path: str) -> Profile | Problems:
    def fetch(target: Path) -> bytes | Problem:
        return _blob(name, revision, target.as_posix())

    path = path if path.endswith(".toml") else f"{path}.toml"
    data = _blob(name, revision, path)
    if isinstance(data, Problem):
        return Problems.of(data)
    return from_bytes(data, name, Path(path), fetch)


def _blob(name: str, revision: str, path: str) -> bytes | Problem:
    """A file as it stands in a revision: seen from the top of the repository, as git sees it, else from this folder."""
    import subprocess

    said = ""
    for seen in (path, path if path.startswith("./") else f"./{path}"):
        try:
            done = subprocess.run(
                ["git", "cat-file", "blob", f"{revision}:{seen}"],
                capture_output=True,
                stdin=subprocess.DEVNULL,
                timeout=_PATIENCE_SECONDS,
                check=False,
            )
        except FileNotFoundError:
            return Problem(name, "", "", "git is not installed here; it reads a profile out of a revision")
        except subprocess.TimeoutExpired:
            return Problem(name, "", "", "git did not answer for a minute")
        if done.returncode == 0:
            large = len(done.stdout) > MOST_BYTES
            return too_large(name, len(done.stdout)) if large else done.stdout
        said = said or " ".join(done.stderr.decode("utf-8", "replace").split()).removeprefix("fatal: ")
    return Problem(name, "", "", f"git has no such file: {said or 'not in this revision'}")
