"""Which file a name means: a path, ./NAME.toml, ./profiles/NAME.toml, the user's folder, then the starters."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from model.profile.loading import load
from model.profile.problems import Problem
from model.profile.profile import Profile
from model.profile.registry import nearest


@dataclass(frozen=True, slots=True)
class Starter:
    """A profile that ships with the product: its name on the command line, its title and its story."""

    name: str
    title: str
    summary: str
    path: Path


def starter_paths() -> dict[str, Path]:
    """Name and file of every starter."""
    folder = Path(str(files("profiles")))
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def starters() -> tuple[Starter, ...]:
    """Every starter that can be read, by name."""
    found = []
    for name, path in starter_paths().items():
        profile = load(path)
        if isinstance(profile, Profile):
            found.append(Starter(name, profile.name, profile.text("summary") or "", path))
    return tuple(found)


def find(name: str, folder: Path, user_folder: Path | None = None) -> Path | Problem:
    """The file that ``name`` means, seen from ``folder``; a problem naming the nearest known name where there is none."""
    starting = starter_paths()
    places = [Path(name)]
    if not any(sign in name for sign in "/\\\0"):
        places = [folder / name, folder / f"{name}.toml", folder / "profiles" / f"{name}.toml"]
        places += [user_folder / f"{name}.toml"] if user_folder else []
        places += [starting[name]] if name in starting else []
    for place in places:
        try:
            if place.is_file():
                return place
        except (OSError, ValueError):
            continue
    here = [path.stem for path in (*folder.glob("*.toml"), *(folder / "profiles").glob("*.toml"))]
    allowed = "a profile: a path, ./NAME.toml, ./profiles/NAME.toml, your own folder or a starter"
    return Problem(name, "", "", allowed, nearest(name.removesuffix(".toml"), (*here, *starting)))
