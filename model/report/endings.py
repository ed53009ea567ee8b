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


class ReportForm(Struct, frozen=True):
    """A form of report: the module that makes it, what it is in a few words, and whether it heeds what the reader chose."""

    module: str
    said: str
    heeds_choices: bool = False


FORMS: Mapping[str, ReportForm] = {
    ".pdf": ReportForm("model.report.pdf.pages", "one page that stands alone, then the audit", heeds_choices=True),
    ".pptx": ReportForm("model.report.pptx.slides", "slides for a meeting, charts to edit", heeds_choices=True),
    ".xlsx": ReportForm("model.report.xlsx.workbook", "spreadsheet with live formulas"),
    ".html": ReportForm("model.report.html.page", "web page in one file"),
    ".md": ReportForm("model.report.memo", "Markdown for a pull request or a wiki"),
    ".csv": ReportForm("model.report.focus", "lines by month, FOCUS columns for finance tools", heeds_choices=True),
    ".json": ReportForm("model.report.json", "everything, for programs"),
    ".txt": ReportForm("model.report.text", "text in 80 columns"),
}


class Renderer(Protocol):
    """What the module of a form offers."""

    def render(self, analyses: Sequence[Analysis]) -> bytes:
        """The file's content: one analysis, or several scenarios side by side."""


class Choosing(Protocol):
    """What the module of a form that heeds choices offers."""

    def render(self, analyses: Sequence[Analysis], choices: Choices) -> bytes:
        """The file's content, made as chosen."""


def endings() -> tuple[str, ...]:
    """The endings that can be written, those people ask for most first."""
    return tuple(ending for ending, form in FORMS.items() if _exists(form.module))


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def render(analyses: Sequence[Analysis], ending: str, choices: Choices = DEFAULT) -> bytes:
    """The report in the form of a path's ending; KeyError for an unknown one."""
    form = FORMS[ending.lower()]
    module = import_module(form.module)
    if form.heeds_choices:
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
