"""From the names on a command line to cases: profiles found, read, changed as asked, and resolved for a day.

Everything that is wrong with any of them is said at once on stderr; then nothing is compared.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from model.profile import Problem, Problems, find, load
from model.profile.changing import scenario_id
from tui.commands.incoming import incoming
from tui.commands.narration import note, tell

if TYPE_CHECKING:
    from model.comparison import Case
    from model.profile import Profile


class Gathered(Struct, frozen=True):
    """One comparison that was asked for: the name typed, the profile as changed, its case, and the scenario's id."""

    name: str
    profile: Profile
    case: Case
    scenario: str | None = None


def own_folder() -> Path:
    """Where a user keeps profiles for use from anywhere."""
    from platformdirs import user_data_path

    return user_data_path("switchpoint", appauthor=False) / "profiles"


def read(name: str) -> Profile | Problems:
    """The profile of a path or name, through a pipe or out of git; which file that was is said on stderr."""
    other = incoming(name)
    if other is not None:
        return other
    found = find(name, own_folder())
    if isinstance(found, Problems):
        return found
    if str(found) != name:
        note(f"{name}: reading {found}")
    return load(found)


def changed(profile: Profile, scenario: str | None, changes: Sequence[tuple[str, str]]) -> Profile | Problems:
    """The profile under a scenario and with the changes of --set on top; of two changes of one key the last holds."""
    if scenario is not None:
        under = profile.scenario(scenario)
        if isinstance(under, Problems):
            return under
        profile = under
    if not changes:
        return profile
    wanted: Mapping[str, object] = dict(changes)
    return profile.changed(wanted)


def resolved(profile: Profile, arguments: Namespace, today: date) -> Case | Problems:
    """The case of a profile: --as-of wins over the profile's own day, that over today."""
    from model.comparison import resolve

    if arguments.as_of is not None and profile.has("as_of"):
        without = profile.changed({"as_of": None})
        if isinstance(without, Problems):
            return without
        profile = without
    return resolve(profile, arguments.as_of or today, arguments.pair)


def gather(
    names: Sequence[str], arguments: Namespace, today: date, scenarios: Sequence[str | None] = (None,)
) -> list[Gathered] | None:
    """Every named profile under every scenario; None after telling all problems."""
    gathered, problems = gathered_of(names, arguments, today, scenarios)
    if not problems.items:
        return gathered
    tell(problems)
    return None


def gathered_of(
    names: Sequence[str], arguments: Namespace, today: date, scenarios: Sequence[str | None] = (None,)
) -> tuple[list[Gathered], Problems]:
    """Every named profile under every scenario that can be compared, and what is wrong with the others."""
    gathered: list[Gathered] = []
    problems: list[Problem] = []
    for name in names:
        profile = read(name)
        if isinstance(profile, Problems):
            problems.extend(profile.items)
            continue
        for asked in scenarios:
            found = scenario_id(profile, asked) if asked is not None else None
            if isinstance(found, Problem):
                problems.append(found)
                continue
            scenario = found
            altered = changed(profile, scenario, arguments.changes)
            case = altered if isinstance(altered, Problems) else resolved(altered, arguments, today)
            if isinstance(case, Problems):
                problems.extend(case.items)
            elif not isinstance(altered, Problems):
                gathered.append(Gathered(name, altered, case, scenario))
    return gathered, Problems(tuple(dict.fromkeys(problems)))
