"""`switchpoint [PROFILE]`: the workbench on a terminal, the comparison elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from model.profile import Problems, find
from tui.command_line import COMMANDS, FINE, WRONG_INPUT, UsageError
from tui.commands.arguments import Parser, parsed
from tui.commands.compare import run as compare
from tui.commands.gathering import own_folder
from tui.commands.narration import tell
from tui.commands.slips import COMMANDS_MEANT


def run(arguments: Sequence[str], today: date) -> int:
    """Open the workbench; without a terminal print the comparison, with all options that compare has."""
    _meant(arguments)
    if not on_a_terminal():
        return _printed(arguments, today)
    parser = Parser("open", "Open the workbench with a profile, or with six questions for a first one.")
    parser.add_argument("profile", metavar="PROFILE", nargs="?", help="a path or the name of a profile")
    chosen = parsed(parser, list(arguments))
    if chosen is None:
        return FINE
    path = _path(chosen.profile) if chosen.profile else None
    if chosen.profile and path is None:
        return WRONG_INPUT
    from tui.app import run as run_workbench

    return run_workbench(path, today)


def on_a_terminal() -> bool:
    """Whether somebody can see and type: both ends are a terminal that can be painted."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "") != "dumb"


def _printed(arguments: Sequence[str], today: date) -> int:
    if not arguments:
        raise UsageError(
            "the workbench needs a terminal; name a PROFILE to print its comparison, or see switchpoint --help"
        )

    return compare(arguments, today)


def _meant(arguments: Sequence[str]) -> None:
    """Refuse a first word that is neither a profile nor a command, naming the command that was likely meant."""
    first = next((word for word in arguments if not word.startswith("-")), "")
    if not first or os.path.exists(first) or ":" in first:
        return

    called = COMMANDS_MEANT.get(first.lower(), "")
    near = [called] if called in COMMANDS else get_close_matches(first[:40], COMMANDS, n=1, cutoff=0.75)
    if (near or (len(arguments) > 1 and not arguments[1].startswith("-"))) and not _known(first, own_folder()):
        said = f"; nearest command: {near[0]}" if near else f"; the commands are {', '.join(COMMANDS)}"
        raise UsageError(f"{first[:80]!a} is neither a command nor a profile{said}")


def _known(name: str, folder: Path) -> bool:
    return not isinstance(find(name, folder), Problems)


def _path(name: str) -> Path | None:
    found = find(name, own_folder())
    if isinstance(found, Problems):
        tell(found)
        return None
    return found
