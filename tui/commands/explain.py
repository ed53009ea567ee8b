"""`switchpoint explain PROFILE KEY`: where a line or an input comes from, and where it flips the answer."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date

from model.profile import Problems
from model.report.explained import everything, explained
from tui.command_line import FINE, WRONG_INPUT
from tui.commands.arguments import Parser, add_case_options, parsed
from tui.commands.compare import analysis_of
from tui.commands.gathering import gather
from tui.commands.narration import columns, tell


def run(arguments: Sequence[str], today: date) -> int:
    """Print the derivation of one line key or dotted key; without one, the lines and inputs that can be asked about."""
    parser = Parser("explain", "Where a line (tokens.input) or an input (options.own.upkeep_fte) comes from.")
    parser.add_argument("profile", metavar="PROFILE", help="a path or the name of a profile")
    parser.add_argument("key", metavar="KEY", nargs="?", help="a line key or a dotted key; absent: what there is")
    add_case_options(parser)
    chosen = parsed(parser, list(arguments))
    if chosen is None:
        return FINE
    gathered = gather([chosen.profile], chosen, today, (chosen.scenario,))
    if gathered is None:
        return WRONG_INPUT

    if chosen.key is None:
        sys.stdout.write(everything(analysis_of(gathered[0], chosen), columns()))
        return FINE
    case = gathered[0].case
    said = explained(case, analysis_of(gathered[0], chosen), chosen.key, today)
    if isinstance(said, Problems):
        tell(said)
        return WRONG_INPUT
    sys.stdout.write(said)
    return FINE
