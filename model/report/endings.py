"""Which module writes a report of which file ending, and files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, cast

from model.decision.analysis import Analysis

RENDERERS: Mapping[str, str] = {
    ".md": "model.report.markdown",
    ".txt": "model.report.text",
    ".csv": "model.report.focus",
    ".json": "model.report.json",
    ".html": "model.report.documents.html",
    ".pdf": "model.report.documents.pdf",
    ".pptx": "model.report.documents.pptx",
    ".xlsx": "model.report.documents.xlsx",
}


class Renderer(Protocol):
    """What a module of `RENDERERS` offers."""

    def render(self, analyses: Sequence[Analysis]) -> bytes:
        """The file's content: one analysis, or several scenarios side by side."""


def endings() -> tuple[str, ...]:
    """The endings that can be written."""
    return tuple(ending for ending, module in RENDERERS.items() if _exists(module))


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def render(analyses: Sequence[Analysis], ending: str) -> bytes:
    """The report in the form of a path's ending; KeyError for an unknown one."""
    return cast(Renderer, import_module(RENDERERS[ending.lower()])).render(analyses)


def write(contents: Mapping[Path, bytes], force: bool = False) -> None:
    """All files or none: each is written beside its place first and moved there when every one is complete.

    Raises FileExistsError for a file that is there already, unless forced, and OSError where a folder cannot be
    written to; no file is changed then.
    """
    for path in contents:
        if path.is_dir():
            raise IsADirectoryError(21, "is a folder", str(path))
        if not force and path.exists():
            raise FileExistsError(17, "is there already; --force overwrites it", str(path))
    waiting: list[tuple[str, Path]] = []
    try:
        for path, content in contents.items():
            waiting.append((_beside(path, content), path))
        while waiting:
            temporary, path = waiting[0]
            os.replace(temporary, path)
            waiting.pop(0)
    finally:
        for temporary, _ in waiting:
            Path(temporary).unlink(missing_ok=True)


def _beside(path: Path, content: bytes) -> str:
    try:
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return temporary
