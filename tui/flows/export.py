"""Writing a report from the workbench: the same files that the command line writes, with as many futures.

What is asked for is a name and the forms; everything else (which case, how many futures, which scenarios beside it) is
settled here, so that the screen only asks and tells.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from model.comparison import resolve
from model.decision import analyse
from model.profile import Problems
from model.report.endings import FORMS, endings, report
from model.report.writing import refused
from tui.state.quick_and_whole import FULL_DRAWS

if TYPE_CHECKING:
    from model.decision.records.analysis import Analysis
    from model.profile import Profile

AT_FIRST = (".pdf",)


class Wish(Struct, frozen=True):
    """What somebody wants written: a name without ending, the endings, and scenarios to show beside it."""

    name: str
    endings: tuple[str, ...]
    beside: tuple[str, ...] = ()
    force: bool = False

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files, in the order of the forms."""
        base = Path(self.name.strip()).expanduser()
        return tuple(base.with_name(base.name + ending) for ending in self.endings)


class Work(Struct, frozen=True):
    """A wish together with what it is about; made on the screen's thread, done on another one."""

    wish: Wish
    profile: Profile
    scenario: str | None
    pair: tuple[str, str] | None
    today: date


def forms() -> tuple[tuple[str, str], ...]:
    """The endings that can be written, with what each is."""
    return tuple((ending, FORMS[ending].said) for ending in endings())


def objection(wish: Wish) -> str:
    """Why a wish cannot be granted, in one line; "" where nothing speaks against it."""
    if not wish.endings:
        return "Tick at least one form."
    if not Path(wish.name.strip()).name.strip(". "):
        return "A name for the files, please."
    try:
        errors = [error for error in (refused(path, wish.force) for path in wish.paths) if error is not None]
    except (ValueError, RuntimeError):
        return "This is no file name."
    if not errors:
        return ""
    first = errors[0]
    if isinstance(first, FileExistsError):
        names = ", ".join(Path(error.filename).name for error in errors if isinstance(error, FileExistsError))
        return f"There already: {names}. Another name, or F2 to overwrite."
    return f"{Path(str(first.filename)).name}: {first.strerror}"


def write(work: Work, working: Callable[[str], None]) -> str:
    """Do it; why it failed, in one line, or "". Raises nothing that a full disk or a missing library causes."""
    analyses = _analyses(work, working)
    if isinstance(analyses, str):
        return analyses
    try:
        missing = report(analyses, work.wish.paths, work.wish.force, working)
    except OSError as error:
        return f"Nothing was written: {error.filename or 'file'}: {error.strerror or error}"
    return f"Nothing was written: {missing.sentence()}" if missing else ""


def _analyses(work: Work, working: Callable[[str], None]) -> Sequence[Analysis] | str:
    """The comparison under edit and the scenarios beside it, in as many futures as every report."""
    found: list[Analysis] = []
    pair = work.pair
    for scenario in (work.scenario, *work.wish.beside):
        working(f"{scenario or 'the comparison'}: {FULL_DRAWS:,} futures")
        applied = work.profile if scenario is None else work.profile.scenario(scenario)
        case = applied if isinstance(applied, Problems) else resolve(applied, work.today, pair)
        if isinstance(case, Problems):
            return f"Nothing was written: {next(iter(case.sentences()), 'it cannot be compared')}"
        found.append(analyse(case, FULL_DRAWS, scenario=scenario))
        pair = found[0].pair
    return found
