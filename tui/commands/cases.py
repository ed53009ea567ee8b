"""From arguments to analyses: finds the profile, applies scenario and changes, resolves it on a day."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path

from model.comparison import Case, resolve
from model.profile import Problem, Problems, Profile, load
from model.profile.finding import find
from tui.commands.narration import note, notes


class Refused(Exception):
    """The input is wrong; every problem has been said on stderr."""


def user_folder() -> Path:
    """Where a user keeps profiles of their own."""
    from platformdirs import user_data_path

    return user_data_path("switchpoint") / "profiles"


def product_version() -> str:
    """The version of the installed product."""
    return version("switchpoint")


def refuse(*problems: Problem) -> Refused:
    """Says every problem on stderr, one line each."""
    notes(problem.sentence() for problem in problems)
    return Refused()


def located(name: str) -> Path:
    """The file a name means, named on stderr; Refused where there is none."""
    found = find(name, Path.cwd(), user_folder())
    if isinstance(found, Problem):
        raise refuse(found)
    return found


def read(name: str, *, quiet: bool = False) -> Profile:
    """The profile a name means; Refused with all its problems."""
    path = located(name)
    if not quiet:
        note(f"profile: {path}")
    profile = load(path)
    if isinstance(profile, Problems):
        raise refuse(*profile.items)
    return profile


def case_of(profile: Profile, arguments: argparse.Namespace, today: date) -> Case:
    """The case that the shared arguments ask for; Refused with all problems."""
    changed: Profile | Problems = profile
    if arguments.scenario:
        changed = profile.scenario(arguments.scenario)
    if isinstance(changed, Profile) and arguments.changes:
        changed = changed.changed(dict(arguments.changes))
    if isinstance(changed, Problems):
        raise refuse(*changed.items)
    if arguments.as_of:
        changed = replace(changed, leaves={k: leaf for k, leaf in changed.leaves.items() if k != "as_of"})
    case = resolve(changed, arguments.as_of or today, arguments.pair)
    if isinstance(case, Problems):
        raise refuse(*case.items)
    return case
