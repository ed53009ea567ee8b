"""`switchpoint reconcile SESSIONS… [--bill FILE]`: each session's list cost to the cent, or the named reason why not."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date

from model.profile import Problems
from model.quantities import Family, NumberSpec, Quantity, Unit, read_number
from model.usage.foreseen import forecasting
from model.usage.reconcile_bills import reconcile
from model.usage.told import reconcile_text
from model.usage.told.reconcile_json import as_json
from tui.command_line import FINE, LIMIT_MISSED, WRONG_INPUT, UsageError
from tui.commands.arguments import Parser, change, day, parsed
from tui.commands.gathering import read
from tui.commands.measure import format_name
from tui.commands.narration import note, notes, tell, working

TOLERANCE = 0.01
"""Unexplained money as a share of all money that is still fine."""


def run(arguments: Sequence[str], today: date) -> int:
    """Exit 1 where more money than --tolerance is unexplained, 2 where nothing could be read."""
    chosen = parsed(_parser(), list(arguments))
    if chosen is None:
        return FINE
    if not chosen.sources and not chosen.bills:
        raise UsageError("reconcile: name a SOURCE, or a bill with --bill")

    forecast = None
    if chosen.forecast is not None:
        if not chosen.bills:
            raise UsageError("reconcile: --forecast stands beside a bill; name one with --bill")
        profile = read(chosen.forecast)
        if isinstance(profile, Problems):
            tell(profile)
            return WRONG_INPUT
        wanted = forecasting(profile, chosen.as_of or today, chosen.option, dict(chosen.named))
        if isinstance(wanted, Problems):
            tell(wanted)
            return WRONG_INPUT
        forecast = wanted
    with working("reading sessions and bills"):
        found = reconcile(chosen.sources, chosen.bills, chosen.as_of or today, chosen.format, forecasting=forecast)
    notes(f"not read: {each.sentence()}" for each in found.refused)
    if not found.sessions and not found.months:
        note("reconcile: no session and no bill could be read")
        return WRONG_INPUT
    if chosen.form == "json":
        sys.stdout.write(as_json(found))
    else:
        lay_out = reconcile_text.as_markdown if chosen.form == "markdown" else reconcile_text.as_text
        sys.stdout.write(lay_out(found, chosen.tolerance))
    return LIMIT_MISSED if found.worst_share > chosen.tolerance + 1e-12 else FINE


def _parser() -> Parser:
    parser = Parser("reconcile", "Each session's list cost to the cent, or the named reason why not.")
    parser.add_argument("sources", metavar="SOURCE", nargs="*", help="sessions, threads, events; a folder; - for stdin")
    parser.add_argument(
        "--bill", dest="bills", metavar="FILE", action="append", default=[],
        help="a bill to lay beside them: cost analytics, cost report, FOCUS; repeat for more",
    )  # fmt: skip
    parser.add_argument(
        "--forecast", metavar="PROFILE", help="with --bill: the profile whose forecast stands beside the bill"
    )
    parser.add_argument(
        "--as", dest="named", metavar="AGENT=WORKLOAD", action="append", default=[], type=change,
        help="with --forecast: which workload an agent's lines belong to; repeat for more",
    )  # fmt: skip
    parser.add_argument(
        "--option",
        metavar="ID",
        help="with --forecast: the option that runs; else the one decided for, today's, or Claude's",
    )
    parser.add_argument(
        "--tolerance", metavar="X", type=_share, default=TOLERANCE,
        help="unexplained money that is fine, as a share of all: 0.01 or 1%% (the default); above it the exit code is 1",
    )  # fmt: skip
    parser.add_argument(
        "--format", metavar="NAME", type=format_name, help="read every source as this; otherwise looked at"
    )
    parser.add_argument("--as-of", metavar="DATE", type=day, help="prices of this day where a source has no dates")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", dest="form", action="store_const", const="json", help="for programs")
    form.add_argument("--markdown", dest="form", action="store_const", const="markdown", help="for a finance ticket")
    return parser


def _share(text: str) -> float:
    found = read_number(text, NumberSpec(Unit.SHARE, Family.SHARE))
    if not isinstance(found, Quantity) or found.is_range:
        raise argparse.ArgumentTypeError(f"{text[:40]!a} is not a share from 0 to 1, such as 0.01 or 1%")
    return found.median
