"""Work in threads that never keep the process: the loop waits for their answer, the end of the program does not."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import Any

_NAME = "switchpoint-work"


def in_background(work: Callable[[], None]) -> Callable[[], Coroutine[None, None, Any]]:
    """For `run_worker`: the work in a thread of its own. Whoever waits for the worker waits for the thread; leaving waits for neither."""
    return partial(_awaited, work)


def still_working() -> bool:
    """Whether a thread of ours still computes."""
    return any(thread.name == _NAME for thread in threading.enumerate())


async def _awaited(work: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()

    def settle(error: BaseException | None) -> None:
        if not done.done():
            done.set_result(None) if error is None else done.set_exception(error)

    def carry_out(context: contextvars.Context) -> None:
        error: BaseException | None = None
        try:
            context.run(work)
        except BaseException as raised:  # it belongs to whoever waits; with nobody waiting it belongs to no one
            error = raised
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(settle, error)

    threading.Thread(target=carry_out, args=(contextvars.copy_context(),), name=_NAME, daemon=True).start()
    await done
