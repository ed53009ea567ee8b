"""`switchpoint check`: are these profiles valid, and do they stay inside the limits? For CI: silent where all is well."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Sequence
from datetime import date

from tui.command_line import FINE, LIMIT_MISSED, NO_VERDICT, WRONG_INPUT
from tui.commands.arguments import Parser, add_case_options, parsed
from tui.commands.compare import analysis_of
from tui.commands.gathering import Gathered, gather, read
from tui.commands.narration import note, notes, tell, working

LIMITS = ("expect", "min_probability", "max_monthly_usd", "max_per_outcome_usd")


def run(arguments: Sequence[str], today: date) -> int:
    """Exit 2 for a wrong profile, 3 without a verdict where limits are asked, 1 for a missed limit."""
    chosen = parsed(_parser(), list(arguments))
    if chosen is None:
        return FINE
    if chosen.migrate and not _migrated(chosen.profiles):
        return WRONG_INPUT
    gathered = gather(chosen.profiles, chosen, today, (chosen.scenario,))
    if gathered is None:
        return WRONG_INPUT
    limited = any(getattr(chosen, limit) is not None for limit in LIMITS)
    for each in gathered:
        _warn(each, chosen)
        _look_again(each, chosen, today)
    codes = [_held(each, chosen) if limited else _valid(each) for each in gathered]
    return WRONG_INPUT if WRONG_INPUT in codes else max(codes)


def _parser() -> Parser:
    parser = Parser("check", "Validate profiles and hold them to limits.")
    parser.add_argument("profiles", metavar="PROFILE", nargs="+", help="a path or the name of a profile")
    parser.add_argument("--expect", metavar="OPTION", help="the verdict must be this option")
    parser.add_argument(
        "--min-probability", metavar="P", type=_probability, help="it is the cheapest in at least this share of futures"
    )
    parser.add_argument("--max-monthly-usd", metavar="X", type=_usd, help="its first full month costs at most this")
    parser.add_argument("--max-per-outcome-usd", metavar="X", type=_usd, help="an outcome costs at most this")
    parser.add_argument(
        "--migrate", action="store_true", help="rewrite older files in the current form, keeping NAME.toml.bak"
    )
    add_case_options(parser)
    return parser


def _valid(each: Gathered, held: Sequence[str] = ()) -> int:
    note(f"{each.name}: fine" + (f": {'; '.join(held)}" if held else ""))
    return FINE


def _warn(each: Gathered, chosen: Namespace) -> None:
    """What a reader of this comparison is warned of; none of it fails the check."""
    from model.decision import analyse

    with working(f"{each.name}: {chosen.draws:,} futures"):
        answer = analyse(each.case, chosen.draws, chosen.seed, parts=frozenset())
    notes(f"{each.name}: {warned.sentence}" for warned in answer.warnings)


def _look_again(each: Gathered, chosen: Namespace, today: date) -> None:
    """That the verdict is no longer what was decided, what the decision rests on and has been crossed since, and what was
    to be looked at by today. No limit is missed."""
    from model.decision import analyse
    from model.decision.verdict.team_decision import due
    from model.quantities import figures

    if not each.profile.has_table("decision"):
        return
    with working(f"{each.name}: {chosen.draws:,} futures"):
        decision = analyse(each.case, chosen.draws, chosen.seed, parts=frozenset()).decision
    if decision is None:
        return
    if not decision.holds:
        note(f"{each.name}: {decision.standing}")
    notes(f"{each.name}: {trigger.sentence}" for trigger in decision.triggers if trigger.crossed)
    late = [trigger for trigger in due(decision, today) if not trigger.crossed and trigger.look_on]
    notes(f"{each.name}: look again, due {figures.day(t.look_on)}: {t.sentence}" for t in late if t.look_on)


def _held(each: Gathered, chosen: Namespace) -> int:
    from model.decision import Limits, missed
    from model.decision.verdict.limits import margins

    limits = Limits(**{limit: getattr(chosen, limit) for limit in LIMITS})
    ids = [plan.id for plan in each.case.options]
    if limits.expect is not None and limits.expect not in ids:
        note(f"{each.name}: --expect: no option {limits.expect}; the profile has {', '.join(ids)}")
        return WRONG_INPUT
    analysis = analysis_of(each, chosen)
    found = missed(analysis, limits)
    notes(f"{each.name}: {miss.sentence}" for miss in found)
    if analysis.verdict.option is None:
        note(f"{each.name}: {analysis.verdict.sentence}")
        return NO_VERDICT
    if found:
        return LIMIT_MISSED
    return _valid(each, margins(analysis, limits))


def _migrated(names: Sequence[str]) -> bool:
    """Bring the files to the current form; False after telling why one could not be."""
    from model.profile import Conflict, Problems, save
    from model.profile.migration import CURRENT

    fine = True
    for name in names:
        profile = read(name)
        if isinstance(profile, Problems):
            tell(profile)
            fine = False
        elif profile.schema < CURRENT:
            saved = save(profile)
            if isinstance(saved, Problems):
                tell(saved)
                fine = False
            elif isinstance(saved, Conflict):
                note(saved.sentence())
                fine = False
            else:
                note(f"{name}: rewritten in schema {CURRENT}; the old form is in {saved.backup}")
    return fine


def _probability(text: str) -> float:
    return _number(text, "share", "a share from 0 to 1, such as 0.9 or 90%")


def _usd(text: str) -> float:
    return _number(text, "usd", "an amount of at least 0, such as 10,000 or 10k")


def _number(text: str, unit: str, allowed: str) -> float:
    """One number as the form takes it, in a unit: `10k`, `$10,000`, `90%`."""
    from model.quantities import Family, NumberSpec, Quantity, Unit, read_number

    family = Family.SHARE if unit == "share" else Family.POSITIVE
    found = read_number(text, NumberSpec(Unit(unit), family))
    if not isinstance(found, Quantity) or found.is_range:
        raise argparse.ArgumentTypeError(f"{text!a} is not {allowed}")
    return found.median
