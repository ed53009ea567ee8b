"""`switchpoint track PROFILE SOURCE…`: is the forecast holding, which assumption broke, has a trigger been crossed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from model.profile import Problems
from model.profile.actuals import Damaged, kept_beside, place_of, read_months
from model.quantities import Family, NumberSpec, Quantity, Unit, read_number
from model.usage.told import track_text
from model.usage.told.track_json import as_json
from model.usage.track_forecast import Settings, track
from tui.command_line import FINE, LIMIT_MISSED, WRONG_INPUT
from tui.commands.arguments import Parser, change, day, draws, parsed, seed
from tui.commands.gathering import read
from tui.commands.measure import format_name
from tui.commands.narration import note, notes, tell, working

if TYPE_CHECKING:
    from model.profile import Profile
    from model.profile.actuals import TrackedMonth
    from model.usage.track_forecast import Tracked


def run(arguments: Sequence[str], today: date) -> int:
    """Exit 1 where a measured value has crossed a trigger of the decision, 2 where there is nothing to track."""
    chosen = parsed(_parser(), list(arguments))
    if chosen is None:
        return FINE

    profile = read(chosen.profile)
    if isinstance(profile, Problems):
        tell(profile)
        return WRONG_INPUT
    try:
        kept = _kept(profile)
    except Damaged as error:
        note(f"track: {error}")
        return WRONG_INPUT
    settings = Settings(
        chosen.as_of or today, chosen.since, dict(chosen.named), chosen.option, chosen.draws, chosen.seed, chosen.budget
    )
    with working("reading what was used"):
        found = track(profile, chosen.sources, kept, settings, chosen.format)
    if isinstance(found, Problems):
        tell(found)
        return WRONG_INPUT
    notes(f"not read: {each.sentence()}" for each in found.refused)
    if not found.months:
        notes(f"track: {each}" for each in found.warnings)
        note("track: no full month was measured, and none is kept")
        return WRONG_INPUT
    _print(found, chosen.form)
    if not chosen.dry:
        _keep(profile, found)
    return LIMIT_MISSED if found.crossed else FINE


def _parser() -> Parser:
    parser = Parser("track", "Is the forecast holding, which assumption broke, has a trigger been crossed.")
    parser.add_argument("profile", metavar="PROFILE", help="the profile whose forecast is held against what came")
    parser.add_argument(
        "sources", metavar="SOURCE", nargs="*", help="sessions, traces, folders; months kept before count too"
    )
    parser.add_argument(
        "--since", metavar="DATE", type=day, help="the data are whole from this day on; earlier months are left out"
    )
    parser.add_argument(
        "--as", dest="named", metavar="AGENT=WORKLOAD", action="append", default=[], type=change,
        help="which workload an agent's sessions belong to; repeat for more",
    )  # fmt: skip
    parser.add_argument(
        "--option", metavar="ID", help="the option that runs; else the one decided for, today's, or Claude's"
    )
    parser.add_argument(
        "--budget", metavar="USD", type=_usd, help="what a calendar year may cost at list prices: when is it gone"
    )
    parser.add_argument("--dry", action="store_true", help="keep no month in PROFILE.actuals.toml")
    parser.add_argument(
        "--format", metavar="NAME", type=format_name, help="read every source as this; otherwise looked at"
    )
    parser.add_argument("--as-of", metavar="DATE", type=day, help="today: months that end later are not over")
    parser.add_argument("--draws", metavar="N", type=draws, default=10_000, help="futures to draw (10000)")
    parser.add_argument("--seed", metavar="N", type=seed, default=1, help="seed of the draws (1)")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", dest="form", action="store_const", const="json", help="for programs")
    form.add_argument("--markdown", dest="form", action="store_const", const="markdown", help="for a wiki")
    return parser


def _usd(text: str) -> float:
    found = read_number(text, NumberSpec(Unit.USD, Family.POSITIVE))
    if not isinstance(found, Quantity) or found.is_range:
        raise argparse.ArgumentTypeError(f"{text[:40]!a} is not an amount of US dollars, such as 120,000 or 120k")
    return found.median


def _kept(profile: Profile) -> tuple[TrackedMonth, ...]:
    return () if profile.file is None else read_months(place_of(profile.file))


def _print(found: Tracked, form: str | None) -> None:
    if form == "json":
        sys.stdout.write(as_json(found))
        return

    sys.stdout.write(track_text.as_markdown(found) if form == "markdown" else track_text.as_text(found))


def _keep(profile: Profile, found: Tracked) -> None:
    """Keep the months beside the profile, and say so."""
    note(f"track: {kept_beside(profile, found.months)[0]}")
