"""`switchpoint measure SOURCE…`: from what a team already has (sessions, traces, bills, hours) to who causes the bill."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tui.command_line import FINE, WRONG_INPUT, UsageError
from tui.commands.arguments import Parser, change, day, draws, parsed, seed
from tui.commands.narration import note, notes, progress

if TYPE_CHECKING:
    from model.usage.measuring import Measured
    from model.usage.readers import Context


def run(arguments: Sequence[str], today: date) -> int:
    """Print who causes the bill; with --into or --new, put what was measured into a profile."""
    chosen = parsed(_parser(), list(arguments))
    if chosen is None:
        return FINE
    if chosen.new is not None:
        from tui.commands.new import file_of

        file_of(chosen.new)
    if chosen.yes and chosen.into is None:
        raise UsageError("measure: --yes takes everything into a profile; name it with --into")
    measured = _measured(chosen, today)
    if measured.is_empty:
        notes(f"measure: {each.sentence()}" for each in measured.refused)
        notes(
            f"measure: {told.path}: {reason} ({count:,})"
            for told in measured.sources
            for reason, count in told.skipped.items()
        )
        note("measure: nothing could be read")
        return WRONG_INPUT
    for each in measured.refused:
        note(f"not read: {each.sentence()}")
    return _tell(measured, chosen)


def _parser() -> Parser:
    parser = Parser("measure", "Who causes the bill, from what really ran: sessions, traces, bills, hours.")
    parser.add_argument("sources", metavar="SOURCE", nargs="+", help="a file, a folder, or - for stdin; gzip too")
    parser.add_argument("--format", metavar="NAME", type=_format, help="read every source as this; otherwise looked at")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", dest="form", action="store_const", const="json", help="for programs")
    form.add_argument("--markdown", dest="form", action="store_const", const="markdown", help="for a wiki")
    form.add_argument("--csv", dest="form", action="store_const", const="csv", help="agent by axis")
    target = parser.add_mutually_exclusive_group()
    target.add_argument(
        "--into", metavar="PROFILE", help="show what it changes in this profile, and ask for each input"
    )
    target.add_argument("--new", metavar="NAME", help="write a new profile, ./NAME.toml, with what was measured")
    parser.add_argument("--yes", action="store_true", help="with --into: take everything without asking")
    parser.add_argument(
        "--as", dest="named", metavar="AGENT=WORKLOAD", action="append", default=[], type=change,
        help="which workload an agent's sessions belong to; repeat for more",
    )  # fmt: skip
    parser.add_argument(
        "--column", dest="columns", metavar="NAME=COLUMN", action="append", default=[], type=change,
        help="for a CSV: what is in its column; repeat for more",
    )  # fmt: skip
    parser.add_argument(
        "--label", dest="labels", metavar="LABEL=KIND", action="append", default=[], type=change,
        help="for hours: build, upkeep, incident or on-call",
    )  # fmt: skip
    parser.add_argument(
        "--fallback-usd", metavar="USD", type=_usd, help="what a failed session costs elsewhere, for caps"
    )
    parser.add_argument("--as-of", metavar="DATE", type=day, help="prices of this day where a source has no dates")
    parser.add_argument(
        "--draws", metavar="N", type=draws, default=10_000, help="futures to draw for the verdict (10000)"
    )
    parser.add_argument("--seed", metavar="N", type=seed, default=1, help="seed of the draws (1)")
    return parser


def _format(text: str) -> str:
    from model.usage.readers import formats

    if text not in formats():
        raise argparse.ArgumentTypeError(f"{text[:40]!a} is none of {', '.join(formats())}")
    return text


def _usd(text: str) -> float:
    from model.quantities import Family, NumberSpec, Quantity, Unit, read_number

    found = read_number(text, NumberSpec(unit=Unit.USD_PER_SESSION, family=Family.POSITIVE))
    if not isinstance(found, Quantity):
        raise argparse.ArgumentTypeError(f"{text[:40]!a} is no amount of US dollars such as 12.50")
    return found.mean


def _measured(chosen: argparse.Namespace, today: date) -> Measured:
    """Read everything, with a bar in bytes on a terminal."""
    from model.usage.gathering import total_bytes
    from model.usage.measuring import measure

    read = 0
    with progress() as say:
        whole = total_bytes(chosen.sources) if sys.stderr.isatty() else 0

        def advance(size: int) -> None:
            nonlocal read
            read += size
            say(f"read {_bytes(read)}" + (f" of {_bytes(whole)} {_bar(read / whole)}" if whole else ""))

        say(f"reading {_bytes(whole)}" if whole else "reading")
        return measure(
            chosen.sources, chosen.as_of or today, chosen.format, _context(chosen), _fallback(chosen), advance
        )


def _bytes(size: int) -> str:
    return f"{size / 1e9:.2f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"


def _bar(share: float) -> str:
    full = min(20, int(share * 20))
    return "\N{FULL BLOCK}" * full + "\N{LIGHT SHADE}" * (20 - full)


def _context(chosen: argparse.Namespace) -> Context:
    from model.usage.readers import Context

    return Context(dict(chosen.columns) or None, dict(chosen.labels) or None)


def _fallback(chosen: argparse.Namespace) -> float | None:
    found: float | None = chosen.fallback_usd
    return found


def _tell(measured: Measured, chosen: argparse.Namespace) -> int:
    sys.stdout.write(printed(measured, chosen.form or "text", {}))
    return FINE


def printed(measured: Measured, form: str, profile: dict[str, object]) -> str:
    """Everything that was measured in the form asked for."""
    if form == "json":
        from model.usage.told.contract import as_json

        return as_json(measured, profile)  # type: ignore[arg-type]
    if form == "csv":
        from model.usage.told.csv import as_csv

        return as_csv(measured)
    from model.usage.told import text

    return text.as_markdown(measured) if form == "markdown" else text.as_text(measured)
