"""Saving from the workbench: in place, under another name, and never over somebody else's changes unasked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from model.profile import Problems, load, loads, own_copy, refusal, ships
from model.profile.differences import differences as between
from model.profile.rewriting import document
from model.profile.saving import Conflict, own_tree, save
from model.profile.saving import text_of as written
from tui.dialogs.ask import AskScreen, LineScreen
from tui.state.keeping import Draft, digest_of

if TYPE_CHECKING:
    from model.profile import Profile
    from tui.state.bench import Bench


def text_of(profile: Profile) -> str:
    """The profile as the text of its file, with everything of the file that did not change; written anew where that cannot be done."""
    text = written(profile)
    return text if isinstance(text, str) else document(own_tree(profile))


def kept_in(draft: Draft | None, label: str, path: Path | None) -> Profile | None:
    """The work that a draft keeps; None without one, or with one that cannot be read."""
    kept = loads(draft.text, label, path) if draft is not None else None
    return None if isinstance(kept, Problems) else kept


def refused(path: Path) -> str | None:
    """Why nothing is saved at this path, in a sentence; None where it can be."""
    if ships(path):
        return f"{path.stem} is an example that ships with switchpoint; saved here it is yours."
    why = refusal(path)
    return None if why is None else f"{path.name} {why.allowed}"


def changed_on_disk(path: Path, digest: str) -> bool:
    """Whether the file is there and holds something else than when it was read."""
    now = digest_of(path)
    return now not in ("", digest)


class Saver:
    """One act of saving."""

    def __init__(self, app: Bench) -> None:
        self.app = app

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save in place; ask for a name where there is none, and show the differences where the file was changed meanwhile."""
        store, path = self.app.store, self.app.path
        if store is None:
            return
        if path is None:
            self.ask_name(then)
        elif (why := refused(path)) is not None:
            self.ask_name(then, why)
        elif changed_on_disk(path, self.app.disk_digest):
            self._conflict(path, then)
        else:
            self._write(path, then)

    def ask_name(self, then: Callable[[], None] | None = None, why: str = "") -> None:
        """Ask where to save; `why` the file that was opened is not the place."""
        said = why or "A path; .toml is added where it is missing."
        screen = LineScreen("Save as", said, str(self._suggested()), check_name)
        self.app.push_screen(screen, partial(self._named, then))

    def _suggested(self) -> Path:
        """The file that was opened, a copy here where that one is an example, or a name made of the profile's."""
        store, path = self.app.store, self.app.path
        if path is not None:
            return own_copy(path) if ships(path) else path
        return Path(file_name(store.profile.name if store else ""))

    def _named(self, then: Callable[[], None] | None, text: str | None) -> None:
        if not text:
            return
        path = with_ending(text)
        if path.exists() and path != self.app.path:
            choices = (("r", "Replace that file", "replace"), ("o", "Choose another name", "other"))
            said = (f"{path} is there already.",)
            seen = partial(self._replace, path, digest_of(path), then)
            self.app.push_screen(AskScreen("Replace a file?", said, choices), seen)
        else:
            self._write(path, then)

    def _replace(self, path: Path, seen: str, then: Callable[[], None] | None, chosen: str | None) -> None:
        if chosen == "replace":
            self._write(path, then, seen)
        elif chosen == "other":
            self.ask_name(then)

    def write_new(self, path: Path, then: Callable[[], None]) -> None:
        """Write a file that must not be there yet; ask where one is."""
        if path.exists():
            self._named(then, str(path))
        else:
            self._write(path, then)

    def save_as(self, path: Path) -> None:
        """Save there and go on with it."""
        self._write(path, None)

    def _write(self, path: Path, then: Callable[[], None] | None, seen: str | None = None) -> None:
        """Write over what the user has seen there: `seen` is its digest, absent the one that was read; anything newer asks again."""
        app, store = self.app, self.app.store
        assert store is not None
        expected = seen if seen is not None else app.disk_digest if path == app.path else ""
        done = save(store.profile, path, expected=expected)
        if isinstance(done, Conflict):
            self._conflict(path, then)
            return
        if isinstance(done, Problems):
            app.say(f"Not saved: {done.items[0].sentence()}", wrong=True)
            return
        app.keeper.drop_draft(app.path)
        app.path, app.disk_digest = path, done.digest
        store.mark_saved(done.profile)
        app.keeper.remember(path)
        app.say(f"Saved as {path}")
        if then is not None:
            then()

    def _conflict(self, path: Path, then: Callable[[], None] | None) -> None:
        store = self.app.store
        assert store is not None
        before = digest_of(path)
        theirs = load(path)
        seen = before if isinstance(theirs, Problems) else theirs.digest
        said = [f"{path} was changed on disk since it was opened here."]
        if isinstance(theirs, Problems):
            said.append("What is there now cannot be read as a profile.")
        else:
            said += differences(theirs, store.profile)
        choices = (
            ("t", "Take theirs; mine stays one undo away", "theirs"),  # first: Enter alone loses nothing
            ("m", "Save mine over it", "mine"),
            ("o", "Save mine under another name", "other"),
        )
        self.app.push_screen(
            AskScreen("The file was changed meanwhile", tuple(said), choices),
            partial(self._resolved, path, seen, theirs, then),
        )

    def _resolved(
        self,
        path: Path,
        seen: str,
        theirs: Profile | Problems,
        then: Callable[[], None] | None,
        chosen: str | None,
    ) -> None:
        store = self.app.store
        assert store is not None
        if chosen == "mine":
            self._write(path, then, seen)
        elif chosen == "other":
            self.ask_name(then)
        elif chosen == "theirs" and not isinstance(theirs, Problems):
            store.go(replace(store.state, profile=theirs), "take the file from disk")
            store.mark_saved(theirs)
            self.app.disk_digest = seen


def differences(theirs: Profile, mine: Profile, most: int = 8) -> list[str]:
    """What differs between the file and the work here, one line each."""
    found = [
        f"{row.key}: there {row.first or 'nothing'}, here {row.second or 'nothing'}" for row in between(theirs, mine)
    ]
    more = len(found) - most
    return [*found[:most], *([f"and {more} more"] if more > 0 else [])] or ["Only comments, order or spelling differ."]


def file_name(name: str) -> str:
    """A file name made of a profile's name: `Support desk` is support-desk.toml."""
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower())
    return "-".join(part for part in kept.split("-") if part)[:60] + ".toml" if kept.strip("-") else "comparison.toml"


def with_ending(text: str) -> Path:
    """The path somebody typed, with ~ and the ending in place."""
    path = Path(text.strip()).expanduser()
    return path if path.suffix == ".toml" else path.with_name(path.name + ".toml")


def check_name(text: str) -> str:
    """Why a file cannot be saved there; "" when it can."""
    if not text.strip():
        return "A name, such as support-desk.toml"
    try:
        path = with_ending(text)
        if not path.parent.is_dir():
            return f"There is no folder {path.parent}"
        return refused(path) or ""
    except (OSError, ValueError):
        return "That is not a path"
