"""Files of the workbench beside the profiles: drafts that survive a crash, recent files, the user's own keys and theme.

Every write goes to a new file that then takes the old one's place, so a kill at any moment leaves the old or the new text, never half of one.
A file of ours that cannot be read counts as absent: nothing here may keep the workbench from opening.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from msgspec import Struct

from model.profile.guarding import ships
from model.profile.locked_writing import alone_in, beside
from model.profile.opening import bytes_of, digest_of_file

RECENT_KEPT = 12
NEW_MARK_SECONDS = 60.0
_HEAD = "# switchpoint draft of "


class Draft(Struct, frozen=True):
    """Work that was not saved: the profile's text, the file it belongs to ("" for none yet), that file's digest when the work began, and where the
    draft itself is kept."""

    file: str
    digest: str
    text: str
    path: Path = Path()


def state_folder() -> Path:
    """Where drafts and recent files are kept; SWITCHPOINT_STATE overrides the place of the operating system."""
    named = os.environ.get("SWITCHPOINT_STATE")
    if named:
        return Path(named)
    from platformdirs import user_state_path

    return user_state_path("switchpoint")


def write_whole(path: Path, text: str) -> None:
    """Write a text so that the file holds either the old text or the new one; OSError when it cannot be written."""
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
    found = digest_of_file(path)
    return found if isinstance(found, str) else ""


def _ships(path: Path) -> bool:
    return ships(path)


def _text_of(path: Path) -> str | None:
    """What a file of ours says; None where it cannot be read, is no ordinary file or too large for one."""
    data = bytes_of(path)
    try:
        return data.decode() if isinstance(data, bytes) else None
    except ValueError:
        return None


def _absolute(file: Path) -> Path:
    """The path from the root; as it is where the folder one works in is gone."""
    try:
        return file.absolute()
    except OSError:
        return file


class Keeper:
    """Drafts, recent files and settings in one folder. Each keeper has drafts of its own, which no other one writes or deletes while it is there."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder if folder is not None else state_folder()
        self._owner = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._mark: IO[bytes] | None = None

    # drafts ----------------------------------------------------------------------------------------------------------

    def draft_path(self, file: Path | None) -> Path:
        """This keeper's draft of a profile, or of work that has no file yet."""
        return self.folder / "drafts" / f"{self._name(file)}.{self._owner}.toml"

    @staticmethod
    def _name(file: Path | None) -> str:
        return hashlib.sha256(str(_absolute(file)).encode()).hexdigest()[:16] if file else "first"

    def write_draft(self, file: Path | None, digest: str, text: str) -> bool:
        """Keep unsaved work; False where the folder cannot be written, which is no reason to stop working."""
        head = f"{_HEAD}{json.dumps([str(_absolute(file)) if file else '', digest])}\n"
        try:
            self._here()
            write_whole(self.draft_path(file), head + text)
        except OSError:
            return False
        return True

    def read_draft(self, file: Path | None) -> Draft | None:
        """The newest unsaved work on a file, whoever keeps it."""
        return next(iter(self._drafts(file)), None)

    def left_draft(self, file: Path | None) -> Draft | None:
        """The newest unsaved work on a file that a workbench left behind; one that is still open keeps its own."""
        return next((draft for draft in self._drafts(file) if not self._is_open(draft)), None)

    def drop_draft(self, file: Path | None) -> None:
        """The work is saved or given up: this keeper's draft of it goes, no other."""
        with suppress(OSError):
            self.draft_path(file).unlink()

    def discard(self, draft: Draft) -> None:
        """A draft that was offered is taken up elsewhere or not wanted."""
        if not self._is_open(draft):
            with suppress(OSError):
                draft.path.unlink()

    def _drafts(self, file: Path | None) -> list[Draft]:
        """All drafts of a file, the newest first."""
        name = self._name(file)
        try:
            paths = [path for path in (self.folder / "drafts").glob(f"{name}*.toml") if path.name.split(".")[0] == name]
            paths.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
        except OSError:
            return []
        return [draft for path in paths if (draft := self._draft(path)) is not None]

    @staticmethod
    def _draft(path: Path) -> Draft | None:
        head, _, text = (_text_of(path) or "").partition("\n")
        try:
            named, digest = json.loads(head.removeprefix(_HEAD))
        except ValueError:
            return None
        return Draft(str(named), str(digest), text, path)

    # who is there ----------------------------------------------------------------------------------------------------

    def _mark_of(self, owner: str) -> Path:
        return self.folder / "drafts" / f"{owner}.open"

    def _here(self) -> None:
        """Hold a lock as long as this keeper is there; the system lets it go with the process, however that ends."""
        if self._mark is None:
            path = self._mark_of(self._owner)
            path.parent.mkdir(parents=True, exist_ok=True)
            self._mark = path.open("ab")
            _locked(self._mark)
            self._sweep()

    def _sweep(self) -> None:
        """Remove the marks of workbenches that ended without doing so; one that has only just begun may not hold its own yet."""
        newest = time.time() - NEW_MARK_SECONDS
        with suppress(OSError):
            for path in (self.folder / "drafts").glob("*.open"):
                with suppress(OSError), path.open("rb") as mark:
                    if path.stat().st_mtime < newest and _locked(mark):
                        path.unlink()

    def close(self) -> None:
        """This keeper ends: what it leaves behind may be offered."""
        if self._mark is not None:
            self._mark.close()
            self._mark = None
            with suppress(OSError):
                self._mark_of(self._owner).unlink()

    def _is_open(self, draft: Draft) -> bool:
        """Whether the workbench that keeps a draft is another one and still there."""
        owner = draft.path.name.partition(".")[2].removesuffix(".toml").removesuffix("toml")
        if owner == self._owner or not owner:
            return False
        try:
            with self._mark_of(owner).open("rb") as mark:
                return not _locked(mark)
        except OSError:
            return False

    # recent files ----------------------------------------------------------------------------------------------------

    def recent(self) -> list[Path]:
        """Files opened or saved lately and still there, the latest first."""
        try:
            names = json.loads(_text_of(self.folder / "recent.json") or "")
        except ValueError:
            return []
        paths = [Path(name) for name in names if isinstance(name, str)] if isinstance(names, list) else []
        return [path for path in paths if _is_file(path) and not _ships(path)]

    def remember(self, file: Path) -> None:
        """Put a file at the head of the recent ones."""
        if _ships(file):
            return
        path = _absolute(file)
        names = [str(path), *(str(known) for known in self.recent() if known != path)][:RECENT_KEPT]
        with suppress(OSError):
            write_whole(self.folder / "recent.json", json.dumps(names, indent=1))

    # settings --------------------------------------------------------------------------------------------------------

    @property
    def settings_path(self) -> Path:
        """The user's own file; `theme`, and a table `keys` from command id to keys."""
        return self.folder / "settings.toml"

    def settings(self) -> dict[str, object]:
        """The user's own settings; none where there is no file, or none that can be read."""
        found = self._settings()
        return found if isinstance(found, dict) else {}

    def settings_problem(self) -> str:
        """Why the settings are not used, "" where they are or there are none."""
        found = self._settings()
        return found if isinstance(found, str) else ""

    def _settings(self) -> dict[str, object] | str:
        import tomllib

        if not os.path.lexists(self.settings_path):
            return {}
        text = _text_of(self.settings_path)
        try:
            return tomllib.loads(text) if text is not None else f"{self.settings_path} cannot be read"
        except ValueError as error:
            return f"{self.settings_path.name} is not TOML: {error} ({self.settings_path})"

    def keep_theme(self, theme: str) -> str:
        """Remember the theme; every other byte of the file stays. A file that is not understood is left alone: then why."""
        found = self._settings()
        if isinstance(found, str):
            return f"{found}; it is left as it is"
        text = with_theme(_text_of(self.settings_path) or "", theme)
        try:
            write_whole(self.settings_path, text)
        except OSError as error:
            return f"{self.settings_path}: {error.strerror or error}"
        return ""


def with_theme(text: str, theme: str) -> str:
    """A settings file with this theme: its line is changed or put first, everything else stays as it is written."""
    import tomllib

    value = json.dumps(theme, ensure_ascii=False)
    head = re.search(r"(?m)^[ \t]*\[", text)
    end = head.start() if head else len(text)
    line = re.compile(r"""(?m)^([ \t]*(?:theme|"theme"|'theme')[ \t]*=[ \t]*)("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s#]+)""")
    said = line.sub(lambda found: found[1] + value, text[:end], count=1) + text[end:]
    wanted = {**tomllib.loads(text), "theme": theme}
    try:
        if tomllib.loads(said) == wanted:
            return said
    except ValueError:
        pass
    newline = "\r\n" if "\r\n" in text else "\n"
    return f"theme = {value}{newline}{text}"


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _locked(file: IO[bytes]) -> bool:
    """Lock a file for as long as it is open; False where somebody else holds it. Where the system has no such locks nobody does."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
