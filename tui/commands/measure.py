"""`switchpoint measure SOURCE…`: from what a team already has (sessions, traces, bills, hours) to who causes the bill."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from model.profile import Conflict, Problems, loads, refusal, save
from model.profile.dotted_keys import split
from model.quantities import Family, NumberSpec, Quantity, Unit, read_number
from model.quantities.figures import signed_money
from tui.command_line import FINE, WRONG_INPUT, UsageError
from tui.commands import asking_engines
from tui.commands.arguments import Parser, change, day, draws, parsed, seed
from tui.commands.gathering import read
from tui.commands.narration import note, notes, progress, working
from tui.commands.new import file_of

if TYPE_CHECKING:
    from model.profile import Profile
    from model.usage.into_profile import Placed
    from model.usage.measured_inputs import MeasuredInput
    from model.usage.measuring import Measured
    from model.usage.readers import Context

KINDS = ("build", "upkeep", "incident", "on-call")
MOST_DRAWS = 2_000
"""Futures for what a change does: a table of a dozen changes needs two comparisons each."""


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

    place = placed(measured.estimates, profile.ids("workloads") if profile else None, dict(chosen.named))
    place = replace(place, inputs=(*place.inputs, *_of_option(measured, profile, chosen.option)))
    sys.stdout.write(printed(measured, chosen.form or "text", place.inputs))
    notes(each.sentence() for each in map(reproduced, measured.estimates) if each is not None)
    if profile is not None:
        kept = confirmed(profile, dict(chosen.columns), dict(chosen.labels))
        return into(profile, replace(place, inputs=(*place.inputs, *kept)), chosen, today)
    return _write_new(measured, place, chosen) if chosen.new is not None else FINE


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


def into(profile: Profile, place: Placed, chosen: argparse.Namespace, today: date) -> int:
    """Show what each measured input changes, take those that are wanted, and write them in place."""
    from model.usage.into_profile import with_inputs

    if place.without:
        note(
            f"measure: no workload for {', '.join(place.without)}; name one with --as AGENT=WORKLOAD "
            f"({', '.join(profile.ids('workloads'))})"
        )
    if not place.inputs:
        note(f"measure: nothing to put into {chosen.into}")
        return WRONG_INPUT
    refused = None if profile.file is None else refusal(profile.file)
    if refused is not None:
        note(refused.sentence())
        return WRONG_INPUT
    whole = with_inputs(profile, place.inputs)
    if isinstance(whole, Problems):
        notes(whole.sentences())
        return WRONG_INPUT
    said = _worth(profile, whole, chosen, today)
    taken = place.inputs if chosen.yes else _asked(profile, place.inputs, said)
    if not taken:
        note("measure: nothing was taken; --yes takes everything")
        return FINE
    new = with_inputs(profile, taken)
    saved = new if isinstance(new, Problems) else save(new)
    if isinstance(saved, Problems):
        notes(saved.sentences())
        return WRONG_INPUT
    if isinstance(saved, Conflict):
        note(saved.sentence())
        return WRONG_INPUT
    note(f"measure: {len(taken)} of {len(place.inputs)} inputs written to {saved.path}")
    return FINE


def _worth(profile: Profile, whole: Profile, chosen: argparse.Namespace, today: date) -> dict[str, str]:
    """What every change does to each option, and the answer before and after, on stderr; each change's line by key."""
    from model.decision import profile_difference
    from model.report.difference import as_text
    from model.telling.between import answers

    few = argparse.Namespace(draws=min(chosen.draws, MOST_DRAWS), seed=chosen.seed)
    when = chosen.as_of or today
    with working("working out what each change does"):
        found = profile_difference(profile, whole, when, few.draws, few.seed)
        change = found if isinstance(found, Problems) else answers(profile, whole, when, few.draws, few.seed)
    if isinstance(found, Problems) or isinstance(change, Problems):
        notes(Problems.merged(each for each in (found, change) if isinstance(each, Problems)).sentences())
        return {}
    print(as_text(found, change, (chosen.into, "measured")), file=sys.stderr)
    return {
        row.key: ", ".join(f"{option} {signed_money(usd)}" for option, usd in row.worth_usd.items())
        for row in found.rows
        if row.worth_usd is not None
    }


def _asked(profile: Profile, inputs: Sequence[MeasuredInput], said: dict[str, str]) -> list[MeasuredInput]:
    """The inputs that a person at the terminal takes: y, n, a for all that follow, q for none of them."""
    if not sys.stdin.isatty():
        return []
    taken: list[MeasuredInput] = []
    for place, each in enumerate(inputs):
        leaf = profile.leaves.get(each.key)
        old = leaf.text if leaf is not None else "absent"
        if old == each.text:
            continue
        worth = f" ({said[each.key]})" if each.key in said else ""
        note(f"{each.key}: {old} \N{RIGHTWARDS ARROW} {each.text}{worth}")
        print("take it? [y/n/a/q] ", end="", file=sys.stderr, flush=True)
        answer = sys.stdin.readline().strip().lower()[:1]
        if answer == "a":
            return [*taken, *inputs[place:]]
        if answer in ("q", ""):
            return taken
        if answer == "y":
            taken.append(each)
    return taken


def _write_new(measured: Measured, place: Placed, chosen: argparse.Namespace) -> int:
    """Write ./NAME.toml with a workload for every agent, never over a file."""
    from model.usage.into_profile import new_text
    from tui.state.first_comparison import named

    path = file_of(chosen.new)
    if not place.inputs:
        note("measure: no sessions to make a profile of")
        return WRONG_INPUT
    known = [each for each in measured.estimates if each.agent in place.workloads]
    text = new_text(path.stem, known, place.inputs, named(path.stem))
    wrong = loads(text, str(path))
    if isinstance(wrong, Problems):
        notes(wrong.sentences())
        return WRONG_INPUT
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"measure: {path} is there already") from None
    note(f"wrote ./{path}; switchpoint {path.stem} opens it")
    return FINE
