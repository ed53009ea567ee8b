"""Which file a name means: a path, ./NAME.toml, ./profiles/NAME.toml, the user's folder, then the starters."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from model.profile.guarding import starters_folder
from model.profile.problems import Problem, Problems
from model.profile.registry import nearest

_ENDING = ".toml"


class Found(Struct, frozen=True):
    """A profile that a name leads to: the name, where it is ("here", "profiles", "yours", "starter") and its file."""

    name: str
    place: str
    path: Path


def starters() -> tuple[Found, ...]:
    """The profiles that ship with the product."""
    return tuple(_in_folder(starters_folder(), "starter"))


def profiles(user_folder: Path | None = None, folder: Path | None = None) -> tuple[Found, ...]:
    """Every profile that a name can mean, seen from a folder (absent: where the process runs); a name found first hides later ones."""
    here = folder or Path()
    places = [(here, "here"), (here / "profiles", "profiles")]
    places += [(user_folder, "yours")] if user_folder else []
    found: dict[str, Found] = {}
    for where, place in places:
        for profile in _in_folder(where, place):
            found.setdefault(profile.name, profile)
    for profile in starters():
        found.setdefault(profile.name, profile)
    return tuple(found.values())


def _in_folder(folder: Path, place: str) -> Iterator[Found]:
    try:
        paths = sorted(path for path in folder.glob(f"*{_ENDING}") if path.is_file())
    except OSError:
        return
    for path in paths:
        if place != "here" or path.name not in ("pyproject.toml",):
            yield Found(path.stem, place, path)


def find(name: str, user_folder: Path | None = None, folder: Path | None = None) -> Path | Problems:
    """The file a name or path means; a problem with the nearest known name where there is none."""
    here = folder or Path()
    places = [here / name, here / f"{name}{_ENDING}"] if name and "\0" not in name else []
    if name and not any(sign in name for sign in "/\\\0"):
        places += [here / "profiles" / f"{name}{_ENDING}"]
        places += [user_folder / f"{name}{_ENDING}"] if user_folder else []
        places += [starter.path for starter in starters() if starter.name == name]
    for place in places:
        if _is_file(place):
            return place
    known = [profile.name for profile in profiles(user_folder, folder)]
    allowed = "no such profile; a path, ./NAME.toml, ./profiles/NAME.toml, your own folder or a starter"
    return Problems.of(Problem(name or '""', "", "", allowed, nearest(name.removesuffix(_ENDING), known)))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
