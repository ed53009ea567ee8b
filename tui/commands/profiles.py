"""`switchpoint profiles`: every profile a name can mean, and where it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from model.profile import Problems, load, profiles
from model.report.plain import clean, cut, fit
from tui.command_line import FINE
from tui.commands.arguments import Parser, parsed
from tui.commands.gathering import own_folder

PLACES = {"here": "here", "profiles": "./profiles", "yours": "your folder", "starter": "starter"}


def run(arguments: Sequence[str], today: date) -> int:  # noqa: ARG001 - every command has the same signature
    """Print name, place and summary of every profile."""
    parser = Parser("profiles", "List the starter profiles and your own.")
    if parsed(parser, list(arguments)) is None:
        return FINE
    for row in rows():
        print(row)
    return FINE


def rows() -> list[str]:
    """A line for each profile that a name can mean: the name, where it is, and what it says it is about."""
    found = profiles(own_folder())
    width = min(max((len(each.name) for each in found), default=0), 30)
    lines = []
    for each in found:
        profile = load(each.path)
        wrong = isinstance(profile, Problems)
        said = (
            "cannot be read: see switchpoint check"
            if isinstance(profile, Problems)
            else profile.text("summary") or profile.name
        )
        if wrong and each.place == "here":
            continue  # a TOML file of something else
        lines.append(cut(f"{fit(clean(each.name), width)}  {PLACES[each.place]:11}  {clean(said)}", 120).rstrip())
    return lines
