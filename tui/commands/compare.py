"""`switchpoint compare`: the comparison on stdout, as text or for other programs."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from model.profile.registry import nearest
from tui.command_line import FINE, NO_VERDICT, WRONG_INPUT
from tui.commands.arguments import SECTION_NAMES, Parser, add_case_options, axes, parsed, section
from tui.commands.gathering import Gathered, gather
from tui.commands.narration import columns, note, notes, working

if TYPE_CHECKING:
    from model.decision.records.analysis import Analysis


def run(arguments: Sequence[str], today: date) -> int:
    """Print the comparison of one or more profiles; 3 where one of them has no verdict."""
    parser = Parser("compare", "Print the comparison of one or more profiles.")
    parser.add_argument("profiles", metavar="PROFILE", nargs="+", help="a path or the name of a profile")
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--json", dest="form", action="store_const", const="json", help="for programs; one object a line for several"
    )
    form.add_argument(
        "--markdown", dest="form", action="store_const", const="markdown", help="for a pull request or a wiki"
    )
    form.add_argument("--csv", dest="form", action="store_const", const="csv", help="the lines of every option")
    form.add_argument(
        "--full", dest="form", action="store_const", const="full", help="everything, not one screen of it"
    )
    form.add_argument(
        "--section",
        dest="sections",
        metavar="NAME",
        action="append",
        type=section,
        help=f"only this part; repeat for more: {', '.join(SECTION_NAMES)}",
    )
    form.add_argument("--map", dest="axes", metavar="X,Y", type=axes, help="only the decision map of two inputs")
    add_case_options(parser)
    chosen = parsed(parser, list(arguments))
    if chosen is None:
        return FINE
    gathered = gather(chosen.profiles, chosen, today, (chosen.scenario,))
    if gathered is None:
        return WRONG_INPUT
    if chosen.axes and not _on_the_map(gathered, chosen.axes):
        return WRONG_INPUT
    short = not (chosen.form or chosen.sections or chosen.axes)
    analyses = [analysis_of(each, chosen, short=short) for each in gathered]
    if chosen.axes:
        said = "\n".join(_map(each, analysis, chosen) for each, analysis in zip(gathered, analyses, strict=True))
    elif chosen.sections:
        said = _parts(gathered, analyses, chosen.sections)
    else:
        said = printed(analyses, chosen.form or "text")
    sys.stdout.write(said)
    return exit_code(analyses)


def analysis_of(gathered: Gathered, chosen: Namespace, *, short: bool = False) -> Analysis:
    """The analysis of one case with the draws and seed that were asked for; a short one without what one page does not say."""
    from model.decision import PARTS, analyse
    from model.report.brief import UNSAID

    with working(f"{gathered.name}: {chosen.draws:,} futures"):
        analysis = analyse(gathered.case, chosen.draws, chosen.seed, PARTS - UNSAID if short else PARTS)
    return replace(analysis, scenario=gathered.scenario)


def _on_the_map(gathered: Sequence[Gathered], keys: tuple[str, str]) -> bool:
    """Whether both inputs move the pair of every case; says which do not."""
    from model.decision.flips.decision_map import map_keys

    fine = True
    for each in gathered:
        known = map_keys(each.case)
        for key in keys:
            if key not in known:
                near = nearest(key, known)
                note(
                    f"{each.name}: --map: {key} is no input that the pair depends on"
                    + (f"; nearest: {near}" if near else "")
                )
                fine = False
    return fine


def _map(gathered: Gathered, analysis: Analysis, chosen: Namespace) -> str:
    from model.decision.flips.decision_map import mapped
    from model.report.map_text import drawn

    with working(f"{gathered.name}: the map"):
        return drawn(mapped(gathered.case, chosen.axes, chosen.draws, chosen.seed), analysis)


def printed(analyses: Sequence[Analysis], form: str) -> str:
    """All analyses in the form asked for."""
    if form == "json":
        from model.report import json

        return json.lines(analyses)
    from model.report import brief, csv, markdown, text

    if form == "csv":
        return csv.render(analyses).decode()
    if form == "markdown":
        return markdown.render(analyses).decode()
    if form == "full":
        return text.render(analyses, columns()).decode()
    return text.joined(analyses, [brief.page(analysis, columns()) for analysis in analyses], columns())


def _parts(gathered: Sequence[Gathered], analyses: Sequence[Analysis], names: Sequence[str]) -> str:
    """Only these sections of every comparison; one that has nothing to say is named on stderr."""
    from model.report import text
    from model.report.story import tell

    pages = []
    for each, analysis in zip(gathered, analyses, strict=True):
        story = tell(analysis)
        silent = [name for name in names if not text.section(story, [name], columns())]
        notes(f"{each.name}: there is nothing to say under {name}" for name in silent)
        pages.append(text.section(story, names, columns()))
    return text.joined(analyses, pages, columns()) if len(pages) > 1 else pages[0]


def exit_code(analyses: Sequence[Analysis]) -> int:
    """3 where an analysis has no verdict."""
    return NO_VERDICT if any(analysis.verdict.option is None for analysis in analyses) else FINE
