"""What the instructions of a page come to, worked out here: whoever writes a page knows that it says what the product says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from model.formulas import hosts
from model.quantities import Array, normal_cdf
from model.report.live.symbols import PLAIN, Instruction, Program


class WorkedSteps:
    """The steps of a program on values of its inputs, ``(n,)`` or ``(1,)`` each; each step is worked out when asked for.

    A step is held as ``(n or 1, months or 1)``.
    """

    def __init__(self, program: Program, values: Mapping[str, Array]) -> None:
        self._program, self._values = program, values
        self._done: dict[int, Array] = {}

    def at(self, place: int) -> Array:
        """A step as numbers of futures and months.

        Shape: ``(n, months)``. Unit: that of the step.
        """
        waiting = [place]
        with np.errstate(all="ignore"):
            while waiting:
                instruction = self._program.instructions[waiting[-1]]
                missing = [arg for arg in instruction.args if arg not in self._done]
                if missing:
                    waiting.extend(missing)
                else:
                    at = waiting.pop()
                    if at not in self._done:
                        self._done[at] = self._worked_out(instruction)
        return self._done[place]

    def futures(self, place: int) -> Array:
        """A step that no month changes, one number a future.

        Shape: ``(n,)``. Unit: that of the step.
        """
        return self.at(place)[:, 0]

    def _worked_out(self, instruction: Instruction) -> Array:
        if instruction.op == "input":
            return np.asarray(self._values[instruction.extra[0]], dtype=np.float64).reshape(-1, 1)
        if instruction.op == "const":
            return np.asarray(instruction.extra[0], dtype=np.float64).reshape(1, -1)
        args = [self._done[arg] for arg in instruction.args]
        special = _SPECIAL.get(instruction.op)
        found = special(*args, *instruction.extra) if special else PLAIN[instruction.op](*args)
        return np.asarray(found, dtype=np.float64)


def _cut(whole: Array, start: int, stop: int) -> Array:
    return whole if whole.shape[1] == 1 else whole[:, start:stop]


def _wide(value: Array, months: int) -> Array:
    return np.broadcast_to(value, (value.shape[0], months))


def _join(*given: Any) -> Array:
    parts, widths = given[: len(given) // 2], given[len(given) // 2 :]
    rows = max(part.shape[0] for part in parts)
    return np.concatenate(
        [np.broadcast_to(part, (rows, width)) for part, width in zip(parts, widths, strict=True)], axis=1
    )


def _until(through: Array, count: Array, at: Array, months: int) -> Array:
    month = np.minimum(at.astype(np.intp), months - 1)
    left = (month + 1.0) - at
    rows = np.arange(max(through.shape[0], at.shape[0]))[:, None]
    through, count = (np.broadcast_to(each, (rows.size, months)) for each in (through, count))
    month = np.broadcast_to(month, rows.shape)
    found: Array = through[rows, month] - left * count[rows, month]
    return found


def _slots(peak: Array, hours: Array, share: Array, seconds: Array) -> Array:
    return hosts.slots_for_target(peak, hours, hosts.AnswerTarget(share, seconds))


_SPECIAL: Mapping[str, Callable[..., Array]] = {
    "cut": _cut,
    "spread": _wide,
    "sum": lambda row, months: _wide(row, months).sum(axis=1, keepdims=True),
    "cumsum": lambda row, months: np.cumsum(_wide(row, months), axis=1),
    "join": _join,
    "until": _until,
    "mean": lambda amount, often: (amount * often).mean(axis=0, keepdims=True),
    "slots": _slots,
    "normal_cdf": normal_cdf,
}
