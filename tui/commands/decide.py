"""`switchpoint decide PROFILE`: write into the team's file what was decided, and what would be a reason to look again."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from model.comparison import resolve
from model.decision.speaking import analyse_for
from model.decision.verdict.team_decision import decided, decision_of
from model.profile import Conflict, Problems, refusal, save
from model.report.explained import decision_lines
from tui.command_line import FINE, WRONG_INPUT, UsageError
from tui.commands.arguments import Parser, day, draws, parsed, seed
from tui.commands.gathering import read
from tui.commands.narration import note, tell, working

if TYPE_CHECKING:
    from model.decision import Analysis
    from model.profile import Profile


def run(arguments: Sequence[str], today: date) -> int:
    """Write [decision] in place, comments kept, and print it; starters and files with a decision are refused."""
    chosen = parsed(_parser(), list(arguments))
    if chosen is None:
        return FINE

    profile = read(chosen.profile)
    found = profile if isinstance(profile, Problems) else _decided(profile, chosen, today)
    if isinstance(found, Problems):
        tell(found)
        return WRONG_INPUT
    saved = save(found)
    if isinstance(saved, Problems | Conflict):
        tell(saved) if isinstance(saved, Problems) else note(saved.sentence())
        return WRONG_INPUT
    note(f"wrote [decision] into {saved.path}")
    _print(saved.profile, chosen.day or today)
    return FINE


def _parser() -> Parser:
    parser = Parser("decide", "Write into the profile what was decided, and what would be a reason to look again.")
    parser.add_argument("profile", metavar="PROFILE", help="a path or the name of a profile of your own")
    parser.add_argument("--option", metavar="ID", help="the option decided for (the verdict)")
    parser.add_argument("--day", metavar="DATE", type=day, help="the day of the decision (today)")
    parser.add_argument("--by", metavar="WHO", default="", help="who decided")
    parser.add_argument("--note", metavar="TEXT", default="", help="why, and what was left open")
    parser.add_argument("--force", action="store_true", help="replace an earlier decision")
    parser.add_argument("--draws", metavar="N", type=draws, default=10_000, help="futures to draw (10000)")
    parser.add_argument("--seed", metavar="N", type=seed, default=1, help="seed of the draws (1)")
    return parser


def _decided(profile: Profile, chosen: Namespace, today: date) -> Profile | Problems:
    """The profile with the decision, resting on the prices and rules of its day."""
    if profile.file is None:
        raise UsageError(f"decide: {profile.label} is no file of yours, and [decision] is written into one")
    why = refusal(profile.file)
    if why is not None:
        return Problems.of(why)
    answer = _answered(profile, chosen, today)
    if isinstance(answer, Problems):
        return answer
    if answer.decision is not None and not chosen.force:
        raise UsageError(f"decide: {answer.decision.sentence.rstrip('.')}; --force replaces that")
    if chosen.option not in (None, answer.verdict.option) and answer.verdict.option is not None:
        note(f"the verdict is {answer.verdict.option}, not {chosen.option}: {answer.verdict.sentence}")
    return decided(profile, answer, chosen.day or today, option=chosen.option, by=chosen.by, note=chosen.note)


def _answered(profile: Profile, chosen: Namespace, today: date) -> Analysis | Problems:
    """The analysis of the day; of a pair with the option decided for, so that its switching values speak of it."""
    case = resolve(profile, chosen.day or today)
    if isinstance(case, Problems):
        return case
    with working(f"{chosen.profile}: {chosen.draws:,} futures"):
        return analyse_for(case, chosen.draws, chosen.seed, chosen.option)


def _print(profile: Profile, today: date) -> None:
    """What was written, as `explain PROFILE decision` tells it."""
    case = resolve(profile, today)
    found = None if isinstance(case, Problems) else decision_of(case)
    if found is not None:
        sys.stdout.write("\n".join(decision_lines(found, today)) + "\n")
