"""The few places where the workbench reaches below Textual's public interface, and below Python's; all of them here.

An unexpected error ends the app. What Textual prints then is a traceback with every local variable, which tells a user nothing and shows a team's
numbers; here it is one sentence.
"""

from __future__ import annotations

import sys
from contextlib import suppress

from rich.text import Text

from tui.paint.ordered import Ordered

UNEXPECTED = 70


class SentenceApp(Ordered):
    """An app whose last word is a sentence, never a traceback; with `TEXTUAL=debug` it is Textual's own."""

    kept = True

    def before_the_end(self) -> bool:
        """An unexpected error is about to end the app: keep what can be kept; whether it is."""
        return True

    @property
    def left(self) -> bool:
        """Whether the end has begun: nothing is worked out for it any more."""
        return self._exit

    def _handle_exception(self, error: Exception) -> None:
        self.kept = False
        with suppress(Exception):
            self.kept = self.before_the_end()
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        if "debug" in self.features or self._exception is None:
            super()._fatal_error()
            return
        if not self._exit_renderables:
            self._exit_renderables.append(Text(sentence_of(self._exception, self.kept)))
        self._close_messages_no_wait()


def give_back() -> None:
    """Hand freed memory back to the system where its C library keeps it (glibc): ten thousand futures leave tens of megabytes behind."""
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)


def sentence_of(error: BaseException, kept: bool = True) -> str:
    """What happened and where, in one line that is worth reporting, and what became of unsaved work."""
    error = error.__cause__ or error
    where, trace = "", error.__traceback__
    while trace is not None:
        where = f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    what = " ".join(ascii(str(error))[1:-1].split())[:200]
    return (
        f"switchpoint: this should not have happened ({type(error).__name__} at {where}: {what}); "
        f"unsaved work is {'kept and offered when the file is opened again' if kept else 'lost: no draft could be written'}; please report it"
    )
