"""Measure in the workbench: a source is read beside the work, what it would change is shown, and what is taken is one step.

Everything of `model.usage` is in `taking`, which is imported once somebody asks for it: the first screen loads nothing of it.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from model.profile import Problems
from model.quantities.figures import plural
from tui.dialogs.ask import LineScreen
from tui.flows.volume_curve import Curving
from tui.paint.background import in_background
from tui.paint.lines import clean

if TYPE_CHECKING:
    from datetime import date

    from model.profile import Profile
    from model.usage.measured_inputs import MeasuredInput
    from tui.flows.taking import MeasuredSource, TakingWorth


class GivenUp(Exception):  # noqa: N818 - nothing went wrong
    """Somebody left before everything was read."""


class Measuring(Curving):
    """The app as far as it reads what really ran."""

    source: MeasuredSource | None = None
    reading = ""  # the source that is being read; another one gives it up

    def ask_source(self) -> None:
        """Which file or folder."""
        screen = LineScreen(
            "Open a bill, a session export or a folder of them",
            "A path: sessions, traces, bills or hours. Nothing is sent, nothing is written.",
            "",
            check_source,
            suggest=sources_like,
        )
        self.push_screen(screen, self.read_source)

    def read_source(self, text: str | None) -> None:
        """Read it beside the work."""
        if not text:
            return
        path = str(Path(text.strip()).expanduser())
        self.reading = path
        self.say(f"Reading {clean(Path(path).name)} …")
        work = partial(self._read, path, self.today, self.store.profile if self.store is not None else None)
        self.run_worker(in_background(work), exit_on_error=False, group="source")

    def _read(self, path: str, today: date, profile: Profile | None) -> None:
        from tui.flows.taking import read

        done = 0

        def advance(size: int) -> None:
            nonlocal done
            if self.left or self.reading != path:
                raise GivenUp
            before, done = done, done + size
            if before // 20_000_000 != done // 20_000_000:
                self.call_from_thread(self.say, f"Read {done / 1e6:,.0f} MB of {clean(Path(path).name)} …")

        try:
            found = read(path, today, profile, advance)
        except GivenUp:
            return
        except Exception as error:  # a foreign file may hold anything: the work here goes on
            self.call_from_thread(self.say, f"{clean(path)} could not be read: {clean(error)}", True)
            return
        self.call_from_thread(self._was_read, found)

    def _was_read(self, found: MeasuredSource) -> None:
        if self.reading != found.path:
            return
        self.reading, measured = "", found.measured
        if measured.is_empty:
            why = [each.why for each in measured.refused]
            why += [reason for told in measured.sources for reason in told.skipped]
            self.say(f"Nothing could be read from {clean(found.path)}: {clean('; '.join(why) or 'no records')}", True)
            return
        self.source = found
        if self.place == "first":
            self._begin_measured(found)
        else:
            self.offer_measured()

    def offer_measured(self, named: Mapping[str, str] | None = None) -> None:
        """What the source would change; where it changes nothing, the bill."""
        from tui.flows.intake_dialog import IntakeScreen
        from tui.flows.taking import placed_in

        store, source = self.store, self.source
        if store is None or source is None:
            return
        place = placed_in(source.measured, store.profile, named or {})
        if not place.inputs and not place.without:
            self.show_bill()
            self.say("This source says what was spent, not what a run uses: nothing of the profile changes.")
            return
        self.push_screen(IntakeScreen(source, place, named or {}))

    @abstractmethod
    def show_bill(self) -> None:
        """The place of the bill."""

    def work_out_worth(self, whole: Profile, tell: Callable[[TakingWorth], None]) -> None:
        """What every change does, beside the work."""
        store = self.store
        if store is None:
            return
        work = partial(self._worth, store.profile, whole, tell)
        self.run_worker(in_background(work), exit_on_error=False, group="worth", exclusive=True)

    def _worth(self, profile: Profile, whole: Profile, tell: Callable[[TakingWorth], None]) -> None:
        from tui.flows.taking import worth_of

        made = worth_of(profile, whole, self.today)
        if not self.left:
            self.call_from_thread(tell, made)

    def take(
        self, source: MeasuredSource, inputs: tuple[MeasuredInput, ...], titles: Mapping[str, str]
    ) -> Problems | None:
        """These inputs into the profile, as one step."""
        from tui.flows.taking import with_titles

        store = self.store
        assert store is not None
        made = with_titles(store.profile, inputs, titles)
        if isinstance(made, Problems):
            return made
        said = f"take {plural(len(inputs), 'measured input')}"
        store.go(replace(store.state, profile=made), said)
        self.say(f"{said[:1].upper()}{said[1:]} from {clean(Path(source.path).name)}: done.  u takes all of it back.")
        return None

    def _begin_measured(self, source: MeasuredSource) -> None:
        """From the first questions: a profile with a workload for every agent; a bill alone shows who causes it."""
        from tui.flows.taking import begun

        profile = begun(source)
        if profile is None:
            self.show_bill()
            return
        if isinstance(profile, Problems):
            self.say("; ".join(profile.sentences()), True)
            return
        self.keep_draft()
        self.begin_work(profile)
        self.say("Measured numbers are in; the others are placeholders.  C shows the bill, w writes a file.")

    @abstractmethod
    def begin_work(self, profile: Profile) -> None:
        """Go on with this profile, which has no file yet."""

    @property
    @abstractmethod
    def place(self) -> str:
        """The place on top."""


def check_source(text: str) -> str:
    """Why a path will not do; "" when it will."""
    if not text.strip():
        return "A file or a folder"
    try:
        return "" if Path(text.strip()).expanduser().exists() else "There is no such file or folder."
    except (OSError, ValueError):
        return "That is not a path"


def sources_like(text: str) -> list[tuple[str, str]]:
    """What lies where the typed path leads: folders, and files that may be exports."""
    typed = Path(text.strip()).expanduser()
    folder = typed if text.endswith("/") or not text.strip() else typed.parent
    start = "" if folder == typed else typed.name
    try:
        found = sorted(folder.iterdir(), key=lambda each: (not each.is_dir(), each.name))
    except (OSError, ValueError):
        return [(text, text)] if text.strip() else []
    hits = [each for each in found if each.name.startswith(start) and _may_be_one(each)]
    shown = [(str(each), f"{clean(each.name)}{'/' if each.is_dir() else ''}") for each in hits[:200]]
    whole = [(text, f"{clean(text)} (as typed)")] if text.strip() and typed.exists() else []
    return [*whole, *shown]


def _may_be_one(path: Path) -> bool:
    endings = {".json", ".jsonl", ".csv", ".gz", ".parquet", ".ndjson"}
    return not path.name.startswith(".") and (path.suffix.lower() in endings or path.is_dir())
