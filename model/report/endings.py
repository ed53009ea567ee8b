"""Which module makes a report of which file ending, and a report in all the forms that were asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, cast

from msgspec import Struct

from model.decision.records.analysis import Analysis
from model.quantities import figures
from model.report.choices import DEFAULT, Choices
from model.report.writing import write

RENDERERS: Mapping[str, str] = {
    ".md": "model.report.memo",
    ".txt": "model.report.text",
    ".csv": "model.report.focus",
    ".json": "model.report.json",
    ".html": "model.report.html.page",
    ".pdf": "model.report.pdf.pages",
    ".pptx": "model.report.pptx.slides",
    ".xlsx": "model.report.xlsx.workbook",
}
CHOOSING = frozenset({".csv", ".pdf", ".pptx"})


class Renderer(Protocol):
    """What a module of `RENDERERS` offers."""

    def render(self, analyses: Sequence[Analysis]) -> bytes:
        """The file's content: one analysis, or several scenarios side by side."""


class Choosing(Protocol):
    """What those of `CHOOSING` offer, which heed what the reader chose."""

    def render(self, analyses: Sequence[Analysis], choices: Choices) -> bytes:
        """The file's content, made as chosen."""


def endings() -> tuple[str, ...]:
    """The endings that can be written."""
    return tuple(ending for ending, module in RENDERERS.items() if _exists(module))


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def render(analyses: Sequence[Analysis], ending: str, choices: Choices = DEFAULT) -> bytes:
    """The report in the form of a path's ending; KeyError for an unknown one."""
    module = import_module(RENDERERS[ending.lower()])
    if ending.lower() in CHOOSING:
        return cast(Choosing, module).render(analyses, choices)
    return cast(Renderer, module).render(analyses)


class Missing(Struct, frozen=True):
    """A library that a form needs and that is not installed."""

    ending: str
    library: str

    def sentence(self) -> str:
        """What is missing, in one line."""
        return f"{self.ending} needs {self.library}, which is not installed"


def report(
    analyses: Sequence[Analysis],
    paths: Sequence[Path],
    force: bool = False,
    working: Callable[[str], None] = lambda _: None,
    choices: Choices = DEFAULT,
) -> Missing | None:
    """Every file, all or none, made as chosen; `working` hears which one is being made.

    Raises OSError as `write` does and UnusableError for a chosen file that cannot serve. Nothing is written before all of them are rendered.
    """
    contents: dict[Path, bytes] = {}
    for at, path in enumerate(paths, start=1):
        working(f"{at} of {len(paths)}: {path.name}")
        try:
            contents[path] = render(analyses, path.suffix, choices)
        except ModuleNotFoundError as error:
            return Missing(path.suffix, error.name or "a library")
    working(f"writing {figures.plural(len(paths), 'file')}")
    write(contents, force)
    return None
