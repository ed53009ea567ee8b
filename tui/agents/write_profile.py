"""The one place where an agent writes: a new profile in the folder the server was started with, never over a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from model.profile import Conflict, Problems, Profile, Saved, load, loads, save
from model.profile.locked_writing import write_new
from tui.agents.asking import Refused, profile_of, refuse
from tui.command_line import UsageError
from tui.commands.gathering import changed
from tui.commands.new import file_of, files_of_teams
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
    files = files_of_teams(begun)
    saved = _saved_with_teams(begun, path, files, wanted) if files else save(made, path, expected="")
    if isinstance(saved, Problems):
        refuse(saved.items)
    if isinstance(saved, Conflict):
        raise Refused(f"new: {path.name} is there already")
    return path


def _saved_with_teams(
    begun: Profile, path: Path, files: Mapping[Path, str], wanted: Mapping[str, str]
) -> Saved | Conflict | Problems:
    """A company's file beside copies of its teams' files, as it names them; all of them or none."""
    copies = {path.parent / each: text for each, text in files.items()}
    for each in copies:
        if each.exists() or each.is_symlink() or not each.parent.resolve().is_relative_to(path.parent):
            raise Refused(f"new: {each.relative_to(path.parent)} is there already, and a team's file goes there")
    if path.exists():
        raise Refused(f"new: {path.name} is there already")
    written: list[Path] = []
    saved: Saved | Conflict | Problems | None = None
    try:
        for each, text in {**copies, path: begun.source}.items():
            each.parent.mkdir(parents=True, exist_ok=True)
            write_new(each, text.encode())
            written.append(each)
        copied = load(path)
        made = copied if isinstance(copied, Problems) else changed(copied, None, list(wanted.items()))
        saved = made if isinstance(made, Problems) else save(made, path)
    except OSError as wrong:
        raise Refused(f"new: {path.name} cannot be written: {wrong.strerror}") from None
    finally:
        if not isinstance(saved, Saved):
            for each in written:
                each.unlink(missing_ok=True)
    return saved
