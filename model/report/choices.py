"""What a reader may choose about a report's files beyond their endings, and where its makers say what the reader must know."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

FOCUS_VERSIONS = ("1.2", "1.4")


class UnusableError(Exception):
    """A file that was chosen and cannot serve; says why."""


def _silent(_: str) -> None:
    return None


class Choices(Struct, frozen=True, kw_only=True):
    """How files are made.

    `all_options`: tables of charges hold every option instead of the answer alone. `focus`: whose column names, one of
    `FOCUS_VERSIONS`. `fonts`: a folder with fonts for the letters that the embedded ones lack. `template`: a
    presentation whose size, fonts, colors and layouts the slides take. `appendix`: slides of everything else follow.
    `note` hears what the reader must know of a file, one sentence at a time.
    """

    all_options: bool = False
    focus: str = FOCUS_VERSIONS[0]
    fonts: Path | None = None
    template: Path | None = None
    appendix: bool = False
    note: Callable[[str], None] = _silent


DEFAULT = Choices()
