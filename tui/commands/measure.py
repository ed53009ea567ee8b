"""`switchpoint measure SOURCE…`: from what a team already has (sessions, traces, bills, hours) to who causes the bill."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from model.profile import Problems
from model.profile.dotted_keys import split
from model.quantities import Family, NumberSpec, Quantity, Unit, read_number
from tui.command_line import FINE, WRONG_INPUT, UsageError
from tui.commands import asking_engines
from tui.commands.arguments import Parser, change, day, draws, parsed, seed
from tui.commands.gathering import read
from tui.commands.narration import note, notes, progress
from tui.commands.new import file_of

if TYPE_CHECKING:
    from model.profile import Profile
    from model.usage.measured_inputs import MeasuredInput
    from model.usage.measuring import Measured
    from model.usage.readers import Context

KINDS = ("build", "upkeep", "incident", "on-call")


def run(arguments: Sequence[str], today: date) -> int:
    """Print who causes the bill; with --into or --new, put what was measured into a profile."""
    chosen = parsed(_parser(), list(arguments))
    if chosen is None:
        return FINE
    asking_engines.check(chosen)
    if chosen.new is not None:
        file_of(chosen.new)
    if chosen.yes and chosen.into is None:
        raise UsageError("measure: --yes takes everything into a profile; name it with --into")
    profile = None
    if chosen.into is not None:
        found = read(chosen.into)
        if isinstance(found, Problems):
            notes(found.sentences())
            return WRONG_INPUT
        profile = found
    measured = _measured(chosen, profile, today)
    if profile is not None and _label(measured, profile, chosen):
        measured = _measured(chosen, profile, today)
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
    return _tell(measured, profile, chosen, today)


def _parser() -> Parser:
    parser = Parser("measure", "Who causes the bill, from what really ran: sessions, traces, bills, hours.")
    parser.add_argument("sources", metavar="SOURCE", nargs="*", help="a file, a folder, or - for stdin; gzip too")
    asking_engines.add_to(parser)
    parser.add_argument(
        "--format", metavar="NAME", type=format_name, help="read every source as this; otherwise looked at"
    )
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
    parser.add_argument("--option", metavar="ID", help="whose hours and machines these are; else the only own stack")
    parser.add_argument(
        "--fallback-usd", metavar="USD", type=_usd, help="what a failed session costs elsewhere, for caps"
    )
    parser.add_argument("--as-of", metavar="DATE", type=day, help="prices of this day where a source has no dates")
    parser.add_argument(
        "--draws", metavar="N", type=draws, default=10_000, help="futures to draw for the verdict (10000)"
    )
    parser.add_argument("--seed", metavar="N", type=seed, default=1, help="seed of the draws (1)")
    return parser


def format_name(text: str) -> str:
    """The name of a format of sources."""
    from model.usage.readers import formats

    if text not in formats():
        raise argparse.ArgumentTypeError(f"{text[:40]!a} is none of {', '.join(formats())}")
    return text


def _usd(text: str) -> float:
    found = read_number(text, NumberSpec(unit=Unit.USD_PER_SESSION, family=Family.POSITIVE))
    if not isinstance(found, Quantity):
        raise argparse.ArgumentTypeError(f"{text[:40]!a} is no amount of US dollars such as 12.50")
    return found.mean


def _measured(chosen: argparse.Namespace, profile: Profile | None, today: date) -> Measured:
    """Read everything, with a bar in bytes on a terminal."""
    if chosen.engine is not None:
        columns = _context(chosen, profile).columns or {}
        return asking_engines.measured_there(chosen, columns, _fallback(chosen, profile), today)
    from model.usage.gather_rows import total_bytes
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
            chosen.sources,
            chosen.as_of or today,
            chosen.format,
            _context(chosen, profile),
            _fallback(chosen, profile),
            advance,
        )


def _bytes(size: int) -> str:
    return f"{size / 1e9:.2f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"


def _bar(share: float) -> str:
    full = min(20, int(share * 20))
    return "\N{FULL BLOCK}" * full + "\N{LIGHT SHADE}" * (20 - full)


def _context(chosen: argparse.Namespace, profile: Profile | None) -> Context:
    """The columns and labels of the profile, and over them those of the command line."""
    from model.usage.readers import Context

    kept = {table: _kept(profile, f"usage.{table}.") for table in ("columns", "labels")}
    return Context(
        {**kept["columns"], **dict(chosen.columns)} or None, {**kept["labels"], **dict(chosen.labels)} or None
    )


def _kept(profile: Profile | None, start: str) -> dict[str, str]:
    """What the profile says below a table, by the last part of its key."""
    leaves = profile.leaves if profile is not None else {}
    return {split(key)[-1]: leaf.text for key, leaf in leaves.items() if key.startswith(start)}


def _fallback(chosen: argparse.Namespace, profile: Profile | None) -> float | None:
    """What a failed session costs elsewhere: as given, else as the profile says where all its workloads agree."""
    from model.usage.into_profile import fallback_of

    given: float | None = chosen.fallback_usd
    return given if given is not None or profile is None else fallback_of(profile)


def _label(measured: Measured, profile: Profile, chosen: argparse.Namespace) -> bool:
    """Ask once what the hours of every label are that nobody has said yet; whether one is something else than was assumed.

    What was answered, or with --yes assumed, goes into the profile with everything else that is taken.
    """
    from model.usage.into_profile import assumed_labels

    known = {**_kept(profile, "usage.labels."), **dict(chosen.labels)}
    changed = False
    for label, hours, kind in assumed_labels(measured.hours, known):
        answer = ""
        if not chosen.yes and sys.stdin.isatty():
            note(f"{hours:,.1f} hours of {label!a} were counted as {kind}")
            print("as what? [Enter keeps it/build/upkeep/incident/on-call] ", end="", file=sys.stderr, flush=True)
            answer = sys.stdin.readline().strip().lower()
        elif not chosen.yes:
            continue
        said = next((each for each in KINDS if answer and each.startswith(answer)), kind)
        chosen.labels.append((label, said))
        changed = changed or said != kind
    return changed


def _tell(measured: Measured, profile: Profile | None, chosen: argparse.Namespace, today: date) -> int:
    from model.usage.into_profile import confirmed, placed
    from model.usage.measured_inputs import reproduced
    from tui.commands import measured_into

    place = placed(measured.estimates, profile.ids("workloads") if profile else None, dict(chosen.named))
    place = replace(place, inputs=(*place.inputs, *_of_option(measured, profile, chosen.option)))
    sys.stdout.write(printed(measured, chosen.form or "text", place.inputs))
    notes(each.sentence() for each in map(reproduced, measured.estimates) if each is not None)
    if profile is not None:
        kept = confirmed(profile, dict(chosen.columns), dict(chosen.labels))
        return measured_into.into(profile, replace(place, inputs=(*place.inputs, *kept)), chosen, today)
    return measured_into.write_new(measured, place, chosen) if chosen.new is not None else FINE


def _of_option(measured: Measured, profile: Profile | None, option: str | None) -> list[MeasuredInput]:
    from model.usage.into_profile import of_option, option_inputs

    found = of_option(profile, option)
    if found is None and (measured.worked or measured.own_side):
        note("measure: hours and machines of which option? name it with --option")
    return option_inputs(measured.worked, measured.own_side, found)


def printed(measured: Measured, form: str, inputs: Sequence[MeasuredInput]) -> str:
    """Everything that was measured in the form asked for."""
    if form == "json":
        from model.usage.told.measure_json import as_json

        return as_json(measured, inputs)
    if form == "csv":
        from model.usage.told.measure_csv import as_csv

        return as_csv(measured)
    from model.usage.told import measure_text

    return measure_text.as_markdown(measured, inputs) if form == "markdown" else measure_text.as_text(measured, inputs)
