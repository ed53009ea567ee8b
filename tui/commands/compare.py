"""`switchpoint compare`: the comparison on stdout, as text or for other programs."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tui.command_line import FINE, NO_VERDICT, WRONG_INPUT
from tui.commands.arguments import Parser, add_case_options, parsed
from tui.commands.gathering import Gathered, gather
from tui.commands.narration import working

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
    add_case_options(parser)
    chosen = parsed(parser, list(arguments))
    if chosen is None:
        return FINE
    gathered = gather(chosen.profiles, chosen, today, (chosen.scenario,))
    if gathered is None:
        return WRONG_INPUT
    analyses = [analysis_of(each, chosen, chosen.scenario) for each in gathered]
    sys.stdout.write(printed(analyses, chosen.form or "text"))
    return exit_code(analyses)


def analysis_of(gathered: Gathered, chosen: Namespace, scenario: str | None) -> Analysis:
    """The analysis of one case with the draws and seed that were asked for."""
    from model.decision import analyse

    with working(f"{gathered.name}: {chosen.draws:,} futures"):
        analysis = analyse(gathered.case, chosen.draws, chosen.seed)
    return replace(analysis, scenario=scenario)


def printed(analyses: Sequence[Analysis], form: str) -> str:
    """All analyses in the form asked for."""
    if form == "json":
        from model.report import json

        return json.render(analyses).decode()
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
