"""`switchpoint check`: are these profiles valid, and do they stay inside the limits? For CI: silent where all is well."""

from __future__ import annotations

import argparse
import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from model.decision import Limits, analyse, held
from model.decision.verdict.limits import JUDGED, margins
from model.decision.verdict.team_decision import due
from model.profile import Conflict, Problem, Problems, save
from model.profile.migration import CURRENT
from model.quantities import Family, NumberSpec, Quantity, Unit, figures, read_number
from model.report import checked
from model.report.checked import Checked
from tui.command_line import FINE, LIMIT_MISSED, NO_VERDICT, WRONG_INPUT
from tui.commands.arguments import Parser, add_case_options, parsed
from tui.commands.gathering import Gathered, gathered_of, read
from tui.commands.narration import note, notes, tell, working

if TYPE_CHECKING:
    from model.decision.records.analysis import Analysis, Decision

LIMITS = ("expect", "min_probability", "max_monthly_usd", "max_per_outcome_usd")
WORST_FIRST = (WRONG_INPUT, NO_VERDICT, LIMIT_MISSED, FINE)


def run(arguments: Sequence[str], today: date) -> int:
    """Exit 2 for a wrong profile, 3 without a verdict where limits are asked, 1 for a missed limit."""
    chosen = parsed(_parser(), list(arguments))
    if chosen is None:
        return FINE
    if chosen.migrate and not _migrated(chosen.profiles):
        return WRONG_INPUT
    found = _checked(chosen, today)
    for each in found:
        if each.analysis is not None:
            _narrate(each, each.analysis, today)
    if chosen.json or chosen.markdown:
        sys.stdout.write(checked.text(found) if chosen.json else checked.markdown(found))
    codes = {each.exit for each in found}
    return next(code for code in WORST_FIRST if code in codes)


def _checked(chosen: Namespace, today: date) -> list[Checked]:
    """Every profile checked. Where one is wrong and nobody asked for JSON or Markdown, all that is wrong is told and none is compared."""
    gathered = [(name, *gathered_of([name], chosen, today, (chosen.scenario,))) for name in chosen.profiles]
    tell(Problems.merged(wrong for _, _, wrong in gathered))
    if not (chosen.json or chosen.markdown):
        wrong_ones = [Checked(name=name, problems=wrong) for name, _, wrong in gathered if wrong.items]
        if wrong_ones:
            return wrong_ones
    return [
        Checked(name=name, problems=wrong) if wrong.items else _held(cases[0], chosen)
        for name, cases, wrong in gathered
    ]


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
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="for programs; one object a line for several")
    form.add_argument("--markdown", action="store_true", help="for a pull request")
    add_case_options(parser)
    return parser


def _held(each: Gathered, chosen: Namespace) -> Checked:
    """One comparison and how the limits stand in it."""
    limits = Limits(**{limit: getattr(chosen, limit) for limit in LIMITS})
    ids = [plan.id for plan in each.case.options]
    if limits.expect is not None and limits.expect not in ids:
        wrong = Problem(each.name, "--expect", "", f"no option {limits.expect}; the profile has {', '.join(ids)}")
        note(wrong.sentence())
        return Checked(name=each.name, scenario=each.scenario, problems=Problems.of(wrong))
    with working(f"{each.name}: {chosen.draws:,} futures"):
        analysis = analyse(each.case, chosen.draws, chosen.seed, parts=JUDGED)
    return Checked(
        name=each.name,
        scenario=each.scenario,
        analysis=analysis,
        held=held(analysis, limits),
        limited=limits != Limits(),
    )


def _narrate(each: Checked, analysis: Analysis, today: date) -> None:
    """What a reader of the comparison must mind, what cannot be chosen for want of a price, and whether the decision stands, none of which fails the check; then the
    limits that are missed, or by what margin all are kept."""
    notes(f"{each.name}: {warned.sentence}" for warned in analysis.warnings)
    notes(f"{each.name}: {left}" for left in checked.left_out(analysis))
    if analysis.decision is not None:
        _look_again(each.name, analysis.decision, today)
    notes(f"{each.name}: {limit.sentence}" for limit in each.held if not limit.holds)
    if each.exit == NO_VERDICT:
        note(f"{each.name}: {analysis.verdict.sentence}")
    elif each.exit == FINE:
        kept = margins(each.held, mixed=analysis.mixed_homes is not None)
        note(f"{each.name}: fine" + (f": {'; '.join(kept)}" if kept else ""))
    if each.limited and analysis.mixed_homes is not None and all(limit.limit != "expect" for limit in each.held):
        note(
            f"{each.name}: the answer is a mix: {analysis.verdict.headline}; limits are held against {analysis.verdict.option} for all"
        )


def _look_again(name: str, decision: Decision, today: date) -> None:
    """That the verdict is no longer what was decided, what the decision rests on and has been crossed since, and what was
    to be looked at by today."""
    if not decision.holds:
        note(f"{name}: {decision.standing}")
    notes(f"{name}: {trigger.sentence}" for trigger in decision.triggers if trigger.crossed)
    late = [trigger for trigger in due(decision, today) if not trigger.crossed and trigger.look_on]
    notes(f"{name}: look again, due {figures.day(t.look_on)}: {t.sentence}" for t in late if t.look_on)


def _migrated(names: Sequence[str]) -> bool:
    """Bring the files to the current form; False after telling why one could not be."""
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
    family = Family.SHARE if unit == "share" else Family.POSITIVE
    found = read_number(text, NumberSpec(Unit(unit), family))
    if not isinstance(found, Quantity) or found.is_range:
        raise argparse.ArgumentTypeError(f"{text!a} is not {allowed}")
    return found.median
