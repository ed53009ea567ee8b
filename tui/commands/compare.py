"""`switchpoint compare`: the comparison on stdout, as text or for other programs."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tui.command_line import FINE, NO_VERDICT, WRONG_INPUT, UsageError
from tui.commands.arguments import Parser, add_case_options, axes, parsed
from tui.commands.gathering import Gathered, gather
from tui.commands.narration import note, working

if TYPE_CHECKING:
    from model.decision.analysis import Analysis


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
    parser.add_argument(
        "--map", dest="axes", metavar="X,Y", type=axes, help="add the decision map of two inputs (text only)"
    )
    add_case_options(parser)
    chosen = parsed(parser, list(arguments))
    if chosen is None:
        return FINE
    gathered = gather(chosen.profiles, chosen, today, (chosen.scenario,))
    if gathered is None:
        return WRONG_INPUT
    if chosen.axes and chosen.form:
        raise UsageError("compare: --map is text; leave out --json, --markdown and --csv")
    if chosen.axes and not _on_the_map(gathered, chosen.axes):
        return WRONG_INPUT
    analyses = [analysis_of(each, chosen) for each in gathered]
    maps = (
        [_map(each, analysis, chosen) for each, analysis in zip(gathered, analyses, strict=True)] if chosen.axes else []
    )
    sys.stdout.write("\n".join([printed(analyses, chosen.form or "text"), *maps]))
    return exit_code(analyses)


def analysis_of(gathered: Gathered, chosen: Namespace) -> Analysis:
    """The analysis of one case with the draws and seed that were asked for."""
    from model.decision import analyse

    with working(f"{gathered.name}: {chosen.draws:,} futures"):
        analysis = analyse(gathered.case, chosen.draws, chosen.seed)
    return replace(analysis, scenario=gathered.scenario)


def _on_the_map(gathered: Sequence[Gathered], keys: tuple[str, str]) -> bool:
    """Whether both inputs move the pair of every case; says which do not."""
    from model.decision.movable import movables
    from model.profile.registry import nearest

    fine = True
    for each in gathered:
        known = [movable.key for movable in movables(each.case) if movable.key in each.case.inputs]
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
    from model.comparison import evaluate
    from model.decision.draws import sample
    from model.decision.map import DRAWS, decision_map
    from model.report.map_text import drawn

    x_key, y_key = chosen.axes
    with working(f"{gathered.name}: the map"):
        run = evaluate(gathered.case, sample(gathered.case, min(chosen.draws, DRAWS), chosen.seed))
        return drawn(decision_map(run, x_key, y_key, gathered.case.pair), analysis)


def printed(analyses: Sequence[Analysis], form: str) -> str:
    """All analyses in the form asked for."""
    if form == "json":
        from model.report import json

        return json.lines(analyses)
    if form == "csv":
        from model.report import csv

        return csv.render(analyses).decode()
    if form == "markdown":
        from model.report import markdown

        return markdown.render(analyses).decode()
    from model.report import text

    return text.render(analyses).decode()


def exit_code(analyses: Sequence[Analysis]) -> int:
    """3 where an analysis has no verdict."""
    return NO_VERDICT if any(analysis.verdict.option is None for analysis in analyses) else FINE
