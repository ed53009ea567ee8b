"""What goes to stderr: which file was read, what is wrong with it, and progress on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from model.report.plain import clean, cut

if TYPE_CHECKING:
    from model.profile import Problems


def columns() -> int:
    """How wide text on stdout may be: the terminal's width, between 60 and 200; 80 where stdout is none."""
    if not sys.stdout.isatty():
        return 80
    return max(60, min(200, get_terminal_size((80, 24)).columns))


def note(sentence: str) -> None:
    """One line of narration."""
    print(clean(sentence), file=sys.stderr)


def tell(problems: Problems) -> None:
    """Everything that is wrong, each in one line, with the line of the file and a caret where that helps."""
    for line in problems.lines():
        print(line, file=sys.stderr)


def notes(sentences: Iterable[str]) -> None:
    """Several lines of narration, each one clean line."""
    for sentence in sentences:
        note(sentence)


@contextmanager
def working(sentence: str) -> Iterator[None]:
    """Show what is being worked on while it lasts, on a terminal only."""
    with progress() as say:
        say(sentence)
        yield


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """One line on a terminal that can be said anew while the work lasts and is gone afterwards; nothing elsewhere."""
    shown = sys.stderr.isatty()

    def say(sentence: str) -> None:
        if shown:
            print(f"\r\x1b[K{cut(clean(sentence), 78)}", end="", file=sys.stderr, flush=True)

    try:
        yield say
    finally:
        if shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
