"""`switchpoint diff A B`: what differs between two profiles and what each difference is worth."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from model.decision import profile_difference
from model.profile import Problems
from model.report import difference
from model.telling.between import answers
from tui.command_line import FINE, WRONG_INPUT
from tui.commands.arguments import Parser, day, draws, parsed, seed
from tui.commands.gathering import read
from tui.commands.narration import columns, tell, working

if TYPE_CHECKING:
    from model.profile import Profile


def run(arguments: Sequence[str], today: date) -> int:
    """Print the differences of the second profile from the first, which add up to the whole."""
    parser = Parser("diff", "What differs between two profiles, and what each difference is worth.")
    parser.add_argument(
        "first", metavar="A", help="a path or the name of a profile, - for standard input, or REVISION:FILE of git"
    )
    parser.add_argument("second", metavar="B", help="the profile to compare with it")
    parser.add_argument("--as-of", metavar="DATE", type=day, help="prices and rules of this day (2026-11-22)")
    parser.add_argument("--draws", metavar="N", type=draws, default=10_000, help="futures to draw (10000)")
    parser.add_argument("--seed", metavar="N", type=seed, default=1, help="seed of the draws (1)")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="for programs")
    form.add_argument("--markdown", action="store_true", help="for a pull request")
    chosen = parsed(parser, list(arguments))
    if chosen is None:
        return FINE

    profiles = [read(name) for name in (chosen.first, chosen.second)]
    wrong = [profile for profile in profiles if isinstance(profile, Problems)]
    if wrong:
        tell(Problems.merged(wrong))
        return WRONG_INPUT
    first, second = (profile for profile in profiles if not isinstance(profile, Problems))
    if chosen.as_of is not None:
        first, second = (_without_day(profile) for profile in (first, second))
    when = chosen.as_of or today
    with working("working out what each difference is worth"):
        found = profile_difference(first, second, when, chosen.draws, chosen.seed)
        change = None if isinstance(found, Problems) else answers(first, second, when, chosen.draws, chosen.seed)
    if isinstance(found, Problems) or isinstance(change, Problems) or change is None:
        tell(Problems.merged(each for each in (found, change) if isinstance(each, Problems)))
        return WRONG_INPUT
    names = (chosen.first, chosen.second)
    if chosen.json:
        sys.stdout.write(difference.as_json(found, change, names))
    elif chosen.markdown:
        sys.stdout.write(difference.as_markdown(found, change, names))
    else:
        sys.stdout.write(difference.as_text(found, change, names, columns()))
    return FINE


def _without_day(profile: Profile) -> Profile:
    """The profile without its own day, so that --as-of wins."""
    changed = profile.changed({"as_of": None}) if profile.has("as_of") else profile
    return profile if isinstance(changed, Problems) else changed
