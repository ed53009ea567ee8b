"""`switchpoint new NAME`: a first profile to edit, from a starter or the smallest one that says something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from model.profile import Problems, find, load
from model.profile.guarding import refusal
from model.profile.locked_writing import write_new
from tui.command_line import COMMANDS, FINE, WRONG_INPUT, UsageError
from tui.commands.arguments import Parser, parsed
from tui.commands.gathering import own_folder
from tui.commands.narration import note, tell
from tui.state.first_comparison import named

if TYPE_CHECKING:
    from model.profile import Profile


def run(arguments: Sequence[str], today: date) -> int:  # noqa: ARG001 - every command has the same signature
    """Write ./NAME.toml, never over a file."""
    parser = Parser("new", "Write a new profile, ./NAME.toml, never over a file.")
    parser.add_argument("name", metavar="NAME", help="the profile's name")
    parser.add_argument(
        "--from", dest="starter", metavar="STARTER", help="copy this profile; switchpoint profiles lists them"
    )
    chosen = parsed(parser, list(arguments))
    if chosen is None:
        return FINE
    path = file_of(chosen.name)
    if path.exists() or path.is_symlink():
        raise UsageError(f"new: {path} is there already")
    begun = _begun(chosen.starter, chosen.name)
    if begun is None:
        return WRONG_INPUT
    files = {**begun[1], path: begun[0]}  # the company last: it never names files that are not there

    if (there := next((each for each in begun[1] if each.exists() or each.is_symlink()), None)) is not None:
        raise UsageError(f"new: {there} is there already, and a team's file goes there")
    for each in begun[1]:
        each.parent.mkdir(parents=True, exist_ok=True)
    if (why := next((why for each in files if (why := refusal(each)) is not None), None)) is not None:
        raise UsageError(f"new: {why.sentence()}")
    for each, content in files.items():
        try:
            write_new(each, content.encode())
        except FileExistsError:
            raise UsageError(f"new: {each} is there already") from None
    if begun[1]:
        note(f"wrote the files of its teams: {', '.join(f'./{each}' for each in begun[1])}")
    note(f"wrote ./{path}; switchpoint {opening(path)} opens it")
    return FINE


def file_of(name: str) -> Path:
    """The file for a name; letters, digits, spaces, - _ and . only, so that it stays in this folder."""
    stem = name.removesuffix(".toml")
    if not re.fullmatch(r"[^\W_][\w .-]{0,79}", stem) or stem.endswith((" ", ".")):
        raise UsageError(f"new: {name[:100]!a} is not a name of letters, digits, spaces, - and _")
    return Path(f"{stem.replace(' ', '-')}.toml")


def opening(path: Path) -> str:
    """What opens a file of this folder, after `switchpoint`: `team`, and `open compare`, since the names of commands win."""
    return f"open {path.stem}" if path.stem in COMMANDS else quote(path.stem)


def _begun(starter: str | None, name: str) -> tuple[str, dict[Path, str]] | None:
    """The text of the new file, and those of its teams where it names some; None after telling what is wrong with the starter."""
    if starter is None:
        return named(name.removesuffix(".toml")), {}

    found = find(starter, own_folder())
    profile = found if isinstance(found, Problems) else load(found)
    if isinstance(profile, Problems):
        tell(profile)
        return None
    if profile.base is not None and profile.text("extends"):
        note(f"{starter}: it extends {profile.text('extends')}; copy that file as well")
    return profile.source, files_of_teams(profile)


def files_of_teams(profile: Profile) -> dict[Path, str]:
    """The text of every team's file by where the company's file, seen from this folder, looks for it."""
    found = {}
    for team in profile.company.teams if profile.company is not None else ():
        path = Path(profile.text(f"teams.{team.id}.profile") or "")
        if path.is_absolute() or ".." in path.parts:
            note(f"teams.{team.id}: its file is {path}; copy that file as well")
        else:
            found[path] = team.profile.source
    return found
