"""Files: recent ones, profiles of this folder and of the user's, and the starters; or any path typed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from model.profile.finding import profiles, starters
from model.profile.opening import bytes_of
from tui.dialogs.modal import Modal
from tui.paint.lines import Line, clean, left
from tui.widgets.painted import Words
from tui.widgets.typing import Typed

if TYPE_CHECKING:
    from tui.state.bench import Bench

ROOM = 15


class FilesScreen(Modal[None]):
    """Type to narrow, arrows to choose, Enter to open; a path that leads to a file can be typed as well."""

    def __init__(self, starters_only: bool = False) -> None:
        super().__init__()
        self._typed, self._at, self._why = Typed(), 0, ""
        self._only = starters_only
        self._known: list[tuple[str, str, Path]] = []

    def compose(self) -> ComposeResult:
        """One box."""
        with Vertical(classes="over"):
            words = Words(id="files")
            words.styles.height = ROOM + 5
            yield words

    def on_mount(self) -> None:
        """Look what there is."""
        self._known = self._look()
        self._show()

    def _look(self) -> list[tuple[str, str, Path]]:
        app = cast("Bench", self.app)
        found: dict[Path, tuple[str, str, Path]] = {}
        if not self._only:
            for path in app.keeper.recent():
                found.setdefault(_whole(path), (path.name, "recent", path))
            for entry in profiles():
                place = "example" if entry.place == "starter" else entry.place
                found.setdefault(_whole(entry.path), (entry.name, place, entry.path))
        for entry in starters():
            found.setdefault(_whole(entry.path), (entry.name, "example", entry.path))
        return list(found.values())

    @property
    def _found(self) -> list[tuple[str, str, Path]]:
        words = self._typed.text.lower().split()
        return [row for row in self._known if all(word in f"{row[0]} {row[1]} {row[2]}".lower() for word in words)]

    def _show(self) -> None:
        before, under, after = self._typed.shown(74)
        lines: list[Line] = [
            (("Begin from an example" if self._only else "Open", "title"), ("   a name, or any path", "dim"))
        ]
        lines.append((("▶ ", "key"), (clean(before), "edit"), (clean(under), "caret"), (clean(after), "edit")))
        lines.append(((clean(self._why), "wrong"),))
        found = self._found
        self._at = max(0, min(self._at, len(found) - 1))
        top = max(0, self._at - ROOM + 1)
        for index, (name, place, path) in list(enumerate(found))[top : top + ROOM]:
            here = index == self._at
            told = clean(_summary(path) if place == "example" else str(path))
            lines.append(
                (
                    (" ▶ " if here else "   ", "key"),
                    (left(clean(name), 24), "cursor" if here else ""),
                    (f" {place:<9}", "dim"),
                    (told, "dim"),
                )
            )
        lines += [()] * (ROOM + 3 - len(lines))
        lines.append((("Enter  open it     Esc  back", "dim"),))
        self.query_one("#files", Words).say(lines)

    def on_key(self, event: events.Key) -> None:
        """Every key is the list's."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss(None)
            return
        if event.key in ("up", "down"):
            self._at += 1 if event.key == "down" else -1
        elif event.key == "enter":
            self._open()
            return
        else:
            self._typed = self._typed.after(event.key, event.character if event.is_printable else None)
            self._at = 0
        self._show()

    def on_click(self, event: events.Click) -> None:
        """A click opens."""
        words = self.query_one("#files", Words)
        index = event.screen_y - words.content_region.y - 3 + max(0, self._at - ROOM + 1)
        if event.widget is words and 0 <= index < len(self._found):
            self._at = index
            self._open()

    def _open(self) -> None:
        found = self._found
        app = cast("Bench", self.app)
        if found:
            _, place, path = found[self._at]
        else:
            place, path = "", Path(self._typed.text.strip()).expanduser()
            if not self._typed.text.strip() or not path.is_file():
                self._why = "There is no such file."
                self._show()
                return
        self.dismiss(None)
        if place == "example":
            app.call_later(app.begin_from, path)
        else:
            app.call_later(app.open_asking, path)


def _whole(path: Path) -> Path:
    """The path from the root, links followed; as it is where the folder one works in is gone."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path


def _summary(path: Path) -> str:
    import tomllib

    data = bytes_of(path)
    try:
        document = tomllib.loads(data.decode()) if isinstance(data, bytes) else {}
    except ValueError:
        return ""
    return str(document.get("summary") or document.get("name") or "")
