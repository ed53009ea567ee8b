"""Files of the workbench beside the profiles: drafts that survive a crash, recent files, the user's own keys and theme.

Every write goes to a new file that then takes the old one's place, so a kill at any moment leaves the old or the new text, never half of one.
A file of ours that cannot be read counts as absent: nothing here may keep the workbench from opening.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

RECENT_KEPT = 12
_HEAD = "# switchpoint draft of "


class Draft(Struct, frozen=True):
    """Work that was not saved: the profile's text, the file it belongs to ("" for none yet) and that file's digest when the work began."""

    file: str
    digest: str
    text: str


def state_folder() -> Path:
    """Where drafts and recent files are kept; SWITCHPOINT_STATE overrides the place of the operating system."""
    named = os.environ.get("SWITCHPOINT_STATE")
    if named:
        return Path(named)
    from platformdirs import user_state_path

    return user_state_path("switchpoint")


def write_whole(path: Path, text: str) -> None:
    """Write a text so that the file holds either the old text or the new one; OSError when it cannot be written."""
    from model.profile.beside import alone_in, beside

    path.parent.mkdir(parents=True, exist_ok=True)
    with alone_in(path.parent):
        finished = beside(path, text.encode(), mode=0o600)  # work of one user, salaries in it
        try:
            os.replace(finished, path)
        except BaseException:
            with suppress(OSError):
                finished.unlink()
            raise


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes; "" when there is no such file, or none that a profile can be."""
    from model.profile.opening import digest_of_file

    found = digest_of_file(path)
    return found if isinstance(found, str) else ""


def _ships(path: Path) -> bool:
    from model.profile.guarding import ships

    return ships(path)


class Keeper:
    """Drafts, recent files and settings in one folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder if folder is not None else state_folder()

    def draft_path(self, file: Path | None) -> Path:
        """The draft of a profile: one for each file, one for work that has no file yet."""
        name = hashlib.sha256(str(file.absolute()).encode()).hexdigest()[:16] if file else "first"
        return self.folder / "drafts" / f"{name}.toml"

    def write_draft(self, file: Path | None, digest: str, text: str) -> None:
        """Keep unsaved work; a folder that cannot be written is no reason to stop working."""
        head = f"{_HEAD}{json.dumps([str(file.absolute()) if file else '', digest])}\n"
        with suppress(OSError):
            write_whole(self.draft_path(file), head + text)

    def read_draft(self, file: Path | None) -> Draft | None:
        """The unsaved work on a file, if there is any."""
        try:
            head, _, text = self.draft_path(file).read_text(encoding="utf-8").partition("\n")
            named, digest = json.loads(head.removeprefix(_HEAD))
        except (OSError, ValueError):
            return None
        return Draft(str(named), str(digest), text)

    def drop_draft(self, file: Path | None) -> None:
        """The work is saved or given up."""
        with suppress(OSError):
            self.draft_path(file).unlink()

    def recent(self) -> list[Path]:
        """Files opened or saved lately and still there, the latest first."""
        try:
            names = json.loads((self.folder / "recent.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return []
        paths = [Path(name) for name in names if isinstance(name, str)] if isinstance(names, list) else []
        return [path for path in paths if path.is_file() and not _ships(path)]

    def remember(self, file: Path) -> None:
        """Put a file at the head of the recent ones."""
        path = file.absolute()
        if _ships(path):
            return
        names = [str(path), *(str(known) for known in self.recent() if known != path)][:RECENT_KEPT]
        with suppress(OSError):
            write_whole(self.folder / "recent.json", json.dumps(names, indent=1))

    def settings(self) -> dict[str, object]:
        """The user's own settings: `theme` and a table `keys` from command id to keys."""
        import tomllib

        try:
            return tomllib.loads((self.folder / "settings.toml").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}

    def keep_theme(self, theme: str) -> None:
        """Remember the theme; other settings stay as they are."""
        import tomli_w

        with suppress(OSError):
            write_whole(self.folder / "settings.toml", tomli_w.dumps({**self.settings(), "theme": theme}))
