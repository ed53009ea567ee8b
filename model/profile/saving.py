"""A profile back into its file: in place, whole or not at all, and never over a file that changed meanwhile."""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from model.profile.guarding import refusal
from model.profile.leaves import Leaf
from model.profile.loading import parse
from model.profile.locked_writing import alone_in, beside, place_new, write_new
from model.profile.migration import CURRENT
from model.profile.opening import digest_of_file
from model.profile.problems import Problem, Problems
from model.profile.profile import Profile
from model.profile.registry import node_for
from model.profile.rewriting import NAMED, document, equal, rewrite

Tree = dict[str, object]


LEADING = frozenset({"extends", "teams.*.profile"})
"""The inputs that name another file, seen from the folder of this one."""


class Saved(Struct, frozen=True):
    """What was written: the profile as saved, its file, the SHA-256 of its bytes, its text, and the file that keeps an older form, if any."""

    profile: Profile
    path: Path
    digest: str
    text: str
    backup: Path | None = None


class Conflict(Struct, frozen=True):
    """Nothing was written: the file is not the one that was read. `why` is "changed", "deleted" or "exists"."""

    path: Path
    why: str
    digest: str

    def sentence(self) -> str:
        """What happened, in one line."""
        said = {
            "changed": "was changed by someone else since it was read",
            "deleted": "no longer exists",
            "exists": "already exists",
        }
        return str(Problem(str(self.path), "", "", f"{said[self.why]}; nothing was written").sentence())


def own_tree(profile: Profile) -> Tree:
    """The TOML tables of the profile's own file: what it extends is left out."""
    return tree_of(profile, {key: leaf for key, leaf in profile.leaves.items() if leaf.file == profile.label},
                   {table for table, file in profile.tables.items() if file == profile.label})  # fmt: skip


def tree_of(profile: Profile, leaves: dict[str, Leaf], tables: set[str]) -> Tree:
    """The TOML tables of these leaves and named tables, in the profile's order."""
    from model.profile import dotted_keys

    tree: Tree = {}
    for leaf in leaves.values():
        if len(leaf.path) == 1:
            tree[leaf.path[0]] = leaf.raw
    for table in profile.tables:
        parts = dotted_keys.split(table)
        node = node_for(parts)
        if table in tables and node is not None and node.pattern in NAMED:
            _table_at(tree, parts)
    for leaf in leaves.values():
        _table_at(tree, leaf.path[:-1])[leaf.path[-1]] = leaf.raw
    return tree


def _table_at(tree: Tree, path: tuple[str, ...]) -> Tree:
    for part in path:
        inner = tree.setdefault(part, {})
        tree = inner if isinstance(inner, dict) else {}
    return tree


def text_of(profile: Profile) -> str | Problems:
    """The text of the profile's own file: the text that was read, with only the changed values replaced."""
    wanted = own_tree(profile)
    if not profile.source.strip():
        return document(wanted)
    text = rewrite(profile.source, wanted)
    parsed = parse(text, profile.label) if text is not None else None
    if text is None or not isinstance(parsed, dict) or not equal(parsed, wanted):
        return Problems.of(Problem(profile.label, "", "", "cannot be changed in place; save it under another name"))
    return text


def save(profile: Profile, path: Path | None = None, *, expected: str | None = None) -> Saved | Conflict | Problems:
    """Writes the profile to a file, the one it was read from if none is named.

    expected: SHA-256 of the bytes that may be replaced, "" where the file must not exist; absent: those that were read, or a new file.
    """
    theirs = _of_a_team(profile)
    if theirs is not None:
        return Problems.of(theirs)
    target = path or profile.file
    if target is None:
        return Problems.of(Problem(profile.label, "", "", "a file name to save under"))
    why = refusal(target)
    if why is not None:
        return Problems.of(why)
    same = profile.file is not None and os.path.realpath(target) == os.path.realpath(profile.file)
    placed = profile if same else _moved(profile, target)
    if isinstance(placed, Problems):
        return placed
    text = text_of(placed)
    if isinstance(text, Problems):
        return text
    awaited = expected if expected is not None else (profile.digest if same else "")
    backup = _backup(profile, target) if same and profile.schema < CURRENT else None
    if isinstance(backup, Problems):
        return backup
    done = _replace(target, text, awaited)
    return (
        Saved(replace(placed, file=target, digest=done), target, done, text, backup) if isinstance(done, str) else done
    )


def _of_a_team(profile: Profile) -> Problem | None:
    """A value of a team's work that was changed over the company's file, which cannot hold it."""
    if profile.company is None:
        return None
    for leaf in profile.leaves.values():
        if leaf.file == profile.label and leaf.key.startswith("workloads."):
            works = ((team, work) for team in profile.company.teams for work in team.workloads.values())
            file = next((team.profile.label for team, work in works if leaf.key.startswith(f"workloads.{work}.")), "")
            return Problem(profile.label, leaf.key, "", f"change it in {Path(file).name}: it is a number of the team")
    return None


def _moved(profile: Profile, target: Path) -> Profile | Problems:
    """The profile with `extends` and its teams' files leading where they led, from another folder."""
    if profile.file is None:
        return profile
    moved = dict(profile.leaves)
    for key, leaf in profile.leaves.items():
        if leaf.file == profile.label and leaf.declared.pattern in LEADING and not os.path.isabs(leaf.text):
            relative = _seen_from(profile.file.parent / leaf.text, target.parent)
            moved[key] = replace(leaf, value=relative, text=relative, raw=Path(relative).as_posix())
    return replace(profile, leaves=moved)


def _seen_from(path: Path, folder: Path) -> str:
    try:
        return os.path.relpath(path.absolute(), folder.absolute())
    except ValueError:  # another drive
        return str(path.absolute())


def _backup(profile: Profile, target: Path) -> Path | Problems:
    """Keeps the older form beside the file as NAME.toml.bak; an existing one is never overwritten with something else."""
    backup = target.with_name(target.name + ".bak")
    data = profile.source.encode()
    try:
        if backup.exists() and backup.read_bytes() != data:
            return Problems.of(
                Problem(str(backup), "", "", "stands in the way of keeping the older form; move it away first")
            )
        if not backup.exists():
            write_new(backup, data)
    except OSError as error:
        return Problems.of(_cannot(backup, error))
    return backup


def _cannot(path: Path, error: OSError) -> Problem:
    return Problem(str(path), "", "", f"cannot be written: {error.strerror or type(error).__name__}")


def _replace(target: Path, text: str, awaited: str) -> str | Conflict | Problems:
    """The digest of the bytes that now stand in the file."""
    data = text.encode("utf-8", "surrogatepass")
    real = Path(os.path.realpath(target))
    try:
        with alone_in(real.parent):
            refused = _placed(target, real, data, awaited)
    except FileExistsError:
        return Conflict(target, "exists", "")
    except OSError as error:
        return Problems.of(_cannot(target, error))
    if refused is not None:
        return refused
    _sync_folder(real.parent)
    return hashlib.sha256(data).hexdigest()


def _placed(target: Path, real: Path, data: bytes, awaited: str) -> Conflict | Problems | None:
    """Puts the bytes in their place if what stands there is what was awaited, asked at the last moment; None when it is done."""
    temporary = beside(real, data)
    try:
        found = digest_of_file(real)
        if isinstance(found, Problem):
            return Problems.of(found)
        if found != awaited:
            return Conflict(target, "exists" if not awaited else "changed" if found else "deleted", found)
        if awaited:
            os.replace(temporary, real)
        else:
            place_new(temporary, real)
    finally:
        with suppress(OSError):
            temporary.unlink()
    return None


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
