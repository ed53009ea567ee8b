"""From an edit to an answer on the screen, one way.

The store counts a revision; a quick answer follows at once, a whole one from a thread, and the answer in all futures when nobody edits; the screen
on top is told and each part draws again what changed. A thread gives up as soon as a newer state is there: it never competes with a key.
"""

from __future__ import annotations

import gc
import time
from abc import abstractmethod
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.message import Message

from tui.paint.background import in_background
from tui.paint.compat import SentenceApp, give_back, sentence_of
from tui.state import quick_and_whole as answers
from tui.state.quick_and_whole import StateAnswer
from tui.state.store import same_figures

if TYPE_CHECKING:
    from textual.timer import Timer

    from tui.state.store import Store

WHOLE_AFTER_SECONDS = 0.12
FULL_AFTER_SECONDS = 0.8
DRAFT_AFTER_SECONDS = 0.5
QUICK_SECONDS = 0.25  # of the processor, between two keys


def at_most(seconds: float) -> Callable[[], None]:
    """For `breathe`: gives the work up after so many seconds of this thread's own time, however busy the machine is."""
    end = time.thread_time() + seconds

    def breathe() -> None:
        if time.thread_time() > end:
            raise answers.Superseded

    return breathe


class Computing(SentenceApp):
    """The app as far as it answers."""

    class Answered(Message):
        """A thread has finished an answer."""

        def __init__(self, answer: StateAnswer | None, failed: str = "") -> None:
            super().__init__()
            self.answer = answer  # None: given up for a newer state, or failed
            self.failed = failed

    def __init__(self, today: date) -> None:
        super().__init__()
        self.today = today
        self.store: Store | None = None
        self.answer: StateAnswer | None = None
        self._later: dict[str, Timer] = {}
        self._computing = False

    @abstractmethod
    def say(self, text: str, wrong: bool = False) -> None:
        """One line of news."""

    @abstractmethod
    def keep_draft(self) -> bool:
        """Keep what is not saved; whether it is kept."""

    def first_answer(self, told: bool = True) -> None:
        """A new profile is there: answer it; `told`: its form is on the screen already."""
        self.answer = self._quick(None)
        self._pair_up()
        if told:
            self.tell()
        gc.freeze()  # what is there now stays: without it every full collection walks it for 80 ms
        self.soon("whole", WHOLE_AFTER_SECONDS, self._start_whole)

    def _pair_up(self) -> None:
        """Where the profile names no pair, the work begins with the one that every report speaks of: the verdict and its runner-up. It stays,
        however the verdict moves, until somebody asks for another."""
        store, analysis = self.store, self.answer.analysis if self.answer else None
        if store is None or analysis is None or store.state.pair is not None or store.profile.has("pair"):
            return
        store.state = replace(store.state, pair=analysis.pair)

    # one direction ---------------------------------------------------------------------------------------------------

    def changed(self) -> None:
        """The store has a new state: answer it and tell the screen; news of an older one goes."""
        getattr(self.top, "old_news", int)()
        draws = self._figures_stay()
        if not draws:
            self.answer = self._quick(self.answer)
        self.tell()
        self.soon("whole", WHOLE_AFTER_SECONDS, partial(self._start, draws) if draws else self._start_whole)
        self._once("draft", DRAFT_AFTER_SECONDS, self.keep_draft)

    def _figures_stay(self) -> int:
        """Where only words changed, every figure stays as it stands: the number of its futures, in which the words are taken in; else 0."""
        store, answer = self.store, self.answer
        if store is None or answer is None or answer.analysis is None or not answer.complete:
            return 0
        analysis = answer.analysis
        known = store.state.pair in (None, analysis.pair) and same_figures(answer.profile, store.effective)
        return analysis.draws if known else 0

    @property
    def stale(self) -> bool:
        """Whether some of what is shown belongs to the state before."""
        answer, store = self.answer, self.store
        return (
            answer is not None
            and store is not None
            and not (answer.complete and same_figures(answer.profile, store.effective))
        )

    def is_final(self, answer: StateAnswer | None) -> bool:
        """Whether an answer is the whole one in all futures, or says why there is none."""
        if answer is None or (answer.analysis is not None and not answer.complete):
            return False
        return answer.analysis is None or answer.analysis.draws >= answers.FULL_DRAWS

    def tell(self) -> None:
        """The screens that show something show it again."""
        for screen in self.screen_stack:
            show = getattr(screen, "show_answer", None)
            if show is not None and (screen is self.screen or getattr(screen, "shows_below", False)):
                show()

    def _quick(self, before: StateAnswer | None) -> StateAnswer | None:
        store = self.store
        if store is None:
            return None
        try:
            return answers.quick(
                store.effective, self.today, store.state.pair, store.revision, before, at_most(QUICK_SECONDS)
            )
        except answers.Superseded:  # a large one: the thread answers it, and keys are served meanwhile
            return replace(before, complete=False) if before is not None else None
        except Exception as error:  # nothing that somebody types may end the work, or keep it from being opened again
            return StateAnswer(store.revision, store.effective, why=(sentence_of(error),))

    @property
    def _final_only(self) -> bool:
        return getattr(self.top, "final_only", False)

    def _start_whole(self) -> None:
        self._start(answers.FULL_DRAWS if self._final_only else answers.QUICK_DRAWS)

    def finish_now(self) -> None:
        """The place on top shows nothing but final figures."""
        if not self.is_final(self.answer):
            self.soon("whole", 0.0, self._start_full)

    def _start_full(self) -> None:
        self._start(answers.FULL_DRAWS)

    def _start(self, draws: int) -> None:
        store = self.store
        if store is None or self._computing:
            return
        self._computing = True
        revision, profile = store.revision, store.effective

        def breathe() -> None:
            if self.store is not store or store.revision != revision or self.left:
                raise answers.Superseded

        work = partial(answers.whole, profile, self.today, store.state.pair, revision, draws, breathe)
        self.run_worker(in_background(partial(self._in_thread, work)), exit_on_error=False, group="full")

    def _in_thread(self, work: Callable[[], StateAnswer]) -> None:
        made: StateAnswer | None = None
        failed = ""
        try:
            made = work()
        except answers.Superseded:
            pass
        except Exception as error:
            failed = sentence_of(error)
        self.post_message(self.Answered(made, failed))

    def on_computing_answered(self, message: Answered) -> None:
        """A full answer arrived; one for an older state is dropped and asked for again. Never do two of them compete for the processor."""
        self._computing = False
        if message.failed:
            self.say(message.failed, wrong=True)
        elif message.answer is not None and self._is_of_now(message.answer):
            self.answer = message.answer
            self.tell()
            analysis = message.answer.analysis
            if analysis is not None and analysis.draws < answers.FULL_DRAWS:
                self.soon("whole", 0.0 if self._final_only else FULL_AFTER_SECONDS, self._start_full)
            else:
                self.run_worker(in_background(give_back), exit_on_error=False, group="full")
        else:
            self.soon("whole", WHOLE_AFTER_SECONDS, self._start_whole)

    def _is_of_now(self, answer: StateAnswer) -> bool:
        store = self.store
        return store is not None and answer.revision == store.revision and answer.profile is store.effective

    def soon(self, name: str, seconds: float, what: Callable[[], None]) -> None:
        """Do something after a pause; asked again before, the pause begins anew."""
        self.forget(name)
        self._later[name] = self.set_timer(max(seconds, 0.001), what)

    def forget(self, name: str) -> None:
        """Do not do it after all."""
        timer = self._later.pop(name, None)
        if timer is not None:
            timer.stop()

    def _once(self, name: str, seconds: float, what: Callable[[], object]) -> None:
        """Do something so many seconds from now at the latest, however often it is asked for until then."""

        def do() -> None:
            self._later.pop(name, None)
            what()

        if name not in self._later:
            self._later[name] = self.set_timer(seconds, do)
