"""What was measured into a profile: shown with what each input does, asked for, and written in place; or a new profile.

Imported once something was measured, so that all of `model.usage` that it needs stands at its top.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date

from model.decision import profile_difference
from model.profile import Conflict, Problems, Profile, loads, locked_writing, refusal, save
from model.quantities.figures import signed_money
from model.report.difference import as_text
from model.telling.between import answers
from model.usage.into_profile import Placed, new_text, with_inputs
from model.usage.measured_inputs import MeasuredInput
from model.usage.measuring import Measured
from tui.command_line import FINE, WRONG_INPUT, UsageError
from tui.commands.narration import note, notes, working
from tui.commands.new import file_of, opening
from tui.state.first_comparison import named

MOST_DRAWS = 2_000
"""Futures for what a change does: a table of a dozen changes needs two comparisons each."""


def into(profile: Profile, place: Placed, chosen: argparse.Namespace, today: date) -> int:
    """Show what each measured input changes, take those that are wanted, and write them in place."""
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
    draws, seed = min(chosen.draws, MOST_DRAWS), chosen.seed
    when = chosen.as_of or today
    with working("working out what each change does"):
        found = profile_difference(profile, whole, when, draws, seed)
        change = found if isinstance(found, Problems) else answers(profile, whole, when, draws, seed)
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


def write_new(measured: Measured, place: Placed, chosen: argparse.Namespace) -> int:
    """Write ./NAME.toml with a workload for every agent, never over a file."""
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
        locked_writing.write_new(path, text.encode())
    except FileExistsError:
        raise UsageError(f"measure: {path} is there already") from None
    note(f"wrote ./{path}; switchpoint {opening(path)} opens it")
    return FINE
