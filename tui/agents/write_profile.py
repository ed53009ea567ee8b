"""The one place where an agent writes: a new profile in the folder the server was started with, never over a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from model.profile import Conflict, Problems, loads, save
from tui.agents.asking import Refused, profile_of, refuse
from tui.command_line import UsageError
from tui.commands.gathering import changed
from tui.commands.new import file_of
from tui.state.first_comparison import named


def write_profile(folder: Path | None, name: str, starter: str | None, changes: Mapping[str, str]) -> Path:
    """The file that was written; Refused where there is no folder, the name leads elsewhere or is taken, or the result is wrong."""
    if folder is None:
        raise Refused("new: nothing is written here; start the server with switchpoint mcp --write FOLDER")
    try:
        path = folder / file_of(name)
    except UsageError as wrong:
        raise Refused(str(wrong)) from None
    stem = name.strip().removesuffix(".toml")
    begun = profile_of(starter, folder) if starter is not None else loads(named(stem), path.name)
    if isinstance(begun, Problems):
        refuse(begun.items)
    wanted = dict(changes)
    if starter is not None:
        wanted.setdefault("name", stem)
    made = changed(begun, None, list(wanted.items()))
    if isinstance(made, Problems):
        refuse(made.items)
    if path.parent.resolve() != folder or path.is_symlink():
        raise Refused(f"new: {path.name} leads out of the folder")
    saved = save(made, path, expected="")
    if isinstance(saved, Problems):
        refuse(saved.items)
    if isinstance(saved, Conflict):
        raise Refused(f"new: {path.name} is there already")
    return path
