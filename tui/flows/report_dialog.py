"""Writing a report: a name, the forms to tick, and what becomes of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from tui.dialogs.modal import Modal
from tui.flows import export as exporting
from tui.flows.export import AT_FIRST, Wish, Work, forms
from tui.flows.save import file_name
from tui.paint.background import in_background
from tui.paint.compat import sentence_of
from tui.paint.lines import Line, clean, left, wrap
from tui.widgets.painted import Words
from tui.widgets.typing import Typed

if TYPE_CHECKING:
    from tui.state.bench import Bench

WIDTH = 74
FOOT = "Space  tick    Enter  write    F2  overwrite    Esc  leave"


class ReportScreen(Modal[None]):
    """Letters edit the name, arrows and Space choose the forms, Enter writes. A file that is there is never overwritten
    unasked: the line that says so names the key that does it."""

    CSS = "ReportScreen .over { height: auto; } ReportScreen Words { height: auto; }"

    def __init__(self, name: str, scenarios: tuple[str, ...]) -> None:
        super().__init__()
        self._typed = Typed(name, len(name))
        self._forms = forms()
        self._scenarios = scenarios
        self._ticked = set(AT_FIRST)
        self._at = 0
        self._news, self._wrong, self._busy = "", False, False

    @property
    def bench(self) -> Bench:
        """The app, as far as this needs it."""
        return cast("Bench", self.app)

    def compose(self) -> ComposeResult:
        """One box."""
        with Vertical(classes="over"):
            words = Words(id="report")
            words.styles.height = len(self._rows()) + 7
            yield words

    def on_mount(self) -> None:
        """Show it."""
        self._show()

    def _rows(self) -> list[tuple[str, str]]:
        """What can be ticked: endings with what they are, then scenarios."""
        return [*self._forms, *((f"beside {one}", "scenario beside the comparison") for one in self._scenarios)]

    def _show(self) -> None:
        before, under, after = self._typed.shown(WIDTH - 4)
        lines: list[Line] = [
            (("Write a report", "title"), ("   a name without ending, and the forms", "dim")),
            (("▶ ", "key"), (clean(before), "edit"), (clean(under), "caret"), (clean(after), "edit")),
            (),
        ]
        rows = self._rows()
        name = min(40, max(cell_len(clean(key)) for key, _ in rows))
        for index, (key, what) in enumerate(rows):
            here = index == self._at
            mark = "[x] " if key in self._ticked else "[ ] "
            lines.append(
                (
                    (" ▶ " if here else "   ", "key"),
                    (f"{mark}{left(clean(key), name)} ", "cursor" if here else ""),
                    (what, "dim"),
                )
            )
        news = wrap(clean(self._news), WIDTH)[:2]
        lines += [(), *(((row, "wrong" if self._wrong else "strong"),) for row in news), *[()] * (2 - len(news))]
        lines.append(((FOOT, "dim"),))
        self.query_one("#report", Words).say(lines)

    def _say(self, news: str, wrong: bool = False) -> None:
        self._news, self._wrong = news, wrong
        self._show()

    def _tick(self) -> None:
        key = self._rows()[self._at][0]
        self._ticked ^= {key}
        self._say("")

    def on_key(self, event: events.Key) -> None:
        """Every key is this screen's; while it writes only Escape would do harm, so none acts."""
        event.stop()
        event.prevent_default()
        if self._busy:
            return
        if event.key == "escape":
            self.dismiss(None)
        elif event.key in ("up", "down"):
            self._at = (self._at + (1 if event.key == "down" else -1)) % len(self._rows())
            self._show()
        elif event.key == "space":
            self._tick()
        elif event.key in ("enter", "f2"):
            self._write(force=event.key == "f2")
        else:
            self._typed = self._typed.after(event.key, event.character if event.is_printable else None)
            self._say("")

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text, on one line."""
        if not self._busy:
            for character in " ".join(event.text.split())[:500]:
                self._typed = self._typed.after(character, character)
            self._say("")

    def on_click(self, event: events.Click) -> None:
        """A click ticks; outside the box it closes."""
        words = self.query_one("#report", Words)
        index = event.screen_y - words.content_region.y - 3
        if event.widget is self and not self._busy:
            self.dismiss(None)
        elif event.widget is words and 0 <= index < len(self._rows()) and not self._busy:
            self._at = index
            self._tick()

    def _wish(self, force: bool) -> Wish:
        endings = tuple(ending for ending, _ in self._forms if ending in self._ticked)
        return Wish(
            self._typed.text, endings, tuple(s for s in self._scenarios if f"beside {s}" in self._ticked), force
        )

    def _write(self, force: bool) -> None:
        store = self.bench.store
        wish = self._wish(force)
        why = exporting.objection(wish)
        if why or store is None:
            self._say(why, wrong=True)
            return
        work = Work(wish, store.profile, store.state.scenario, store.state.pair, self.bench.today)
        self._busy = True
        self._say("Writing…")
        self.run_worker(in_background(partial(self._in_thread, work)), exit_on_error=False, group="report")

    def _in_thread(self, work: Work) -> None:
        def working(said: str) -> None:
            self.app.call_from_thread(self._say, f"{said} …")

        try:
            why = exporting.write(work, working)
        except Exception as error:
            why = f"Nothing was written: {sentence_of(error)}"
        self.app.call_from_thread(self._done, work.wish, why)

    def _done(self, wish: Wish, why: str) -> None:
        self._busy = False
        if why:
            self._say(why, wrong=True)
            return
        folder = wish.paths[0].absolute().parent
        names = ", ".join(path.name for path in wish.paths)
        self.dismiss(None)
        self.bench.say(f"Written to {_short(folder)}: {names}")


def _short(folder: Path) -> str:
    """A folder as people write it."""
    try:
        return f"~/{folder.relative_to(Path.home())}".removesuffix("/.")
    except (ValueError, RuntimeError):
        return str(folder)


def ask(app: Bench) -> None:
    """Ask which files, and write them."""
    if app.store is None:
        return
    name = app.path.stem if app.path is not None else file_name(app.store.profile.name).removesuffix(".toml")
    scenarios = tuple(one for one in app.store.profile.ids("scenarios") if one != app.store.state.scenario)
    app.push_screen(ReportScreen(name, scenarios))
