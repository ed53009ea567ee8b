"""`switchpoint report`: the comparison as files, all of them or none."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from model.report.choices import FOCUS_VERSIONS, Choices, UnusableError
from tui.command_line import FINE, WRONG_INPUT, UsageError
from tui.commands.arguments import Parser, add_case_options, parsed
from tui.commands.compare import analysis_of, exit_code
from tui.commands.gathering import Gathered, gather
from tui.commands.narration import note, progress

if TYPE_CHECKING:
    from model.decision.records.analysis import Analysis


def _parser() -> Parser:
    parser = Parser("report", "Write the comparison to files; the ending chooses the form.")
    parser.add_argument("profile", metavar="PROFILE", help="a path or the name of a profile")
    parser.add_argument(
        "--to", dest="files", metavar="FILE", action="append", required=True, help="a file to write; repeat for more"
    )
    parser.add_argument(
        "--beside",
        metavar="ID",
        action="append",
        default=[],
        help="a scenario to show beside it, by its id or title; repeat for more",
    )
    parser.add_argument("--force", action="store_true", help="overwrite files that are there")
    parser.add_argument("--all-options", action="store_true", help=".csv: every option, not the answer alone")
    parser.add_argument(
        "--focus",
        choices=FOCUS_VERSIONS,
        default=FOCUS_VERSIONS[0],
        help=".csv: whose column names (default: %(default)s)",
    )
    parser.add_argument(
        "--fonts", metavar="FOLDER", type=Path, help=".pdf: a folder with fonts for letters that the built-in ones lack"
    )
    parser.add_argument(
        "--template",
        metavar="FILE",
        type=Path,
        help=".pptx: a presentation whose size, fonts, colors and layouts to take",
    )
    parser.add_argument("--appendix", action="store_true", help=".pptx: slides of every line and assumption as well")
    add_case_options(parser)
    return parser


def run(arguments: Sequence[str], today: date) -> int:
    """Write every file asked for; never over one that is there unless forced."""
    chosen = parsed(_parser(), list(arguments))
    if chosen is None:
        return FINE
    paths = _paths(chosen.files)
    _refuse(paths, chosen.force)
    if chosen.fonts is not None and not chosen.fonts.is_dir():
        raise UsageError(f"report: --fonts: there is no folder {chosen.fonts}")
    gathered = _gathered(chosen, today)
    if gathered is None:
        return WRONG_INPUT
    analyses = _analyses(gathered, chosen)
    _write(analyses, paths, chosen)
    for path in paths:
        note(f"wrote {path}")
    return exit_code(analyses)


def _gathered(chosen: Namespace, today: date) -> list[Gathered] | None:
    """The profile once for every scenario asked for, by id or title; None where something in it is wrong."""
    scenarios = (chosen.scenario, *chosen.beside)
    twice = UsageError("report: a scenario is named twice")
    if len(set(scenarios)) < len(scenarios):
        raise twice
    gathered = gather([chosen.profile], chosen, today, scenarios)
    if gathered is not None and len({each.scenario for each in gathered}) < len(scenarios):
        raise twice
    return gathered


def _write(analyses: Sequence[Analysis], paths: Sequence[Path], chosen: Namespace) -> None:
    """All files or none, and what the writers noted on the way."""
    from model.report.endings import report

    heard: list[str] = []
    choices = Choices(
        all_options=chosen.all_options,
        focus=chosen.focus,
        fonts=chosen.fonts,
        template=chosen.template,
        appendix=chosen.appendix,
        note=heard.append,
    )
    try:
        with progress() as working:
            missing = report(analyses, paths, chosen.force, working, choices)
    except UnusableError as error:
        raise UsageError(f"report: {error}; nothing was written") from None
    if missing is not None:
        raise UsageError(f"report: {missing.sentence()}; nothing was written")
    for sentence in dict.fromkeys(heard):
        note(sentence)


def _analyses(gathered: Sequence[Gathered], chosen: Namespace) -> list[Analysis]:
    """Of every scenario; where nobody named a pair, all speak of the first one's verdict and its runner-up."""
    from model.decision.speaking import speaking_of

    first = analysis_of(gathered[0], chosen)
    others = [replace(each, case=speaking_of(each.case, first.pair)) for each in gathered[1:]]
    return [first, *(analysis_of(each, chosen) for each in others)]


def _paths(names: Sequence[str]) -> list[Path]:
    from model.report.endings import endings

    known = endings()
    paths: dict[str, Path] = {}
    for name in names:
        path = Path(name)
        if "\0" in name or path.suffix.lower() not in known:
            raise UsageError(f"report: {name[:200]!a} has none of the endings {', '.join(known)}")
        if paths.setdefault(os.path.realpath(path), path) is not path:
            raise UsageError(f"report: {name[:200]!a} is named twice")
    return list(paths.values())


def _refuse(paths: Sequence[Path], force: bool) -> None:
    """Say so before the work, not after it."""
    from model.report.writing import refused

    for path in paths:
        if (error := refused(path, force)) is not None:
            raise UsageError(f"report: {path}: {error.strerror}")
