"""Arrays that remember how they were worked out over all futures at once: the formulas run on them and leave instructions.

Unlike `model.comparison.following.traced`, whose nodes are single numbers of the middle case, a symbol stands for a number of every
future, ``(n,)``, or of every future and month, ``(n, months)``. How many futures there are is not known while a formula is
followed: `MANY` stands for it in shapes. Equal operations on the same symbols are one instruction. Whatever looks at a value,
or does what no instruction says, raises `NotFollowedError`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, NoReturn, cast

import numpy as np
import numpy.typing as npt
from numpy.lib.mixins import NDArrayOperatorsMixin

from model.comparison.following.traced import NotFollowedError

MANY = 997  # how many futures a symbol seems to have: no horizon has so many months
Shape = tuple[int, ...]


class Instruction(NamedTuple):
    """One step: what is done, the places of the steps it needs, and numbers (bounds of months) or the key of an input."""

    op: str
    args: tuple[int, ...]
    extra: tuple[Any, ...] = ()


_UFUNCS: dict[np.ufunc, str] = {
    np.add: "add", np.subtract: "sub", np.multiply: "mul", np.divide: "div", np.power: "pow", np.negative: "neg",
    np.minimum: "min", np.maximum: "max", np.ceil: "ceil", np.floor: "floor", np.exp: "exp", np.log: "log",
    np.sqrt: "sqrt", np.less: "lt", np.less_equal: "le", np.greater: "gt", np.greater_equal: "ge",
    np.logical_and: "and", np.bitwise_and: "and", np.logical_or: "or", np.bitwise_or: "or", np.log1p: "log1p",
}  # fmt: skip
_NEUTRAL_RIGHT = {"add": 0.0, "sub": 0.0, "mul": 1.0, "div": 1.0, "pow": 1.0}
_NEUTRAL_LEFT = {"add": 0.0, "mul": 1.0}


class Program:
    """Instructions in an order in which each needs earlier ones only. Leaves are ``input`` and ``const``.

    ``const`` holds one number or a row of months.
    """

    def __init__(self) -> None:
        self.instructions: list[Instruction] = []
        self._known: dict[Instruction, int] = {}

    def put(self, op: str, args: Sequence[int] = (), *extra: Any) -> int:
        """The place of an instruction; an equal one that is there already is that one."""
        instruction = Instruction(op, tuple(args), extra)
        found = self._known.get(instruction)
        if found is None:
            found = self._known[instruction] = len(self.instructions)
            self.instructions.append(instruction)
        return found

    def input(self, key: str) -> Symbol:
        """The draws of an input."""
        return Symbol(self, self.put("input", (), key), (MANY,))

    def constant(self, values: npt.NDArray[Any]) -> Symbol:
        """A number, or a row of months, that no input changes.

        Shape: ``(1,)`` or ``(months,)``. Unit: that of the number.
        """
        plain = np.asarray(values, dtype=np.float64)
        if plain.size == 1 or bool((plain == plain.flat[0]).all()):
            held: Any = float(plain.flat[0])
        elif plain.size == plain.shape[-1]:
            held = tuple(plain.ravel().tolist())
        else:
            raise NotFollowedError(f"a constant of shape {plain.shape}")
        return Symbol(self, self.put("const", (), held), plain.shape)

    def of(self, value: object) -> Symbol:
        """Any operand as a symbol; NotFollowedError for what holds no numbers."""
        if isinstance(value, Symbol):
            return value
        if isinstance(value, np.ndarray | float | int | np.number | np.bool_):
            return self.constant(np.asarray(value))
        raise NotFollowedError(f"an operand of type {type(value).__name__}")

    def each(self, op: str, *operands: object) -> Symbol:
        """An operation on every element of operands that are broadcast to one shape."""
        found = [self.of(operand) for operand in operands]
        shape = _checked(np.broadcast_shapes(*(each.shape for each in found)))
        return Symbol(self, self._simplified(op, [each.place for each in found]), shape)

    def held(self, place: int) -> Any:
        """The number or row of a constant; None for what is none."""
        instruction = self.instructions[place]
        return instruction.extra[0] if instruction.op == "const" else None

    def _simplified(self, op: str, args: list[int]) -> int:
        held = [self.held(place) for place in args]
        if all(value is not None for value in held):
            with np.errstate(all="ignore"):
                return self.constant(np.atleast_1d(PLAIN[op](*map(np.asarray, held)))).place
        if op == "where" and (args[1] == args[2] or isinstance(held[0], float)):
            return args[1] if args[1] == args[2] or held[0] else args[2]
        if len(args) == 2:
            if _NEUTRAL_RIGHT.get(op, "") == held[1]:
                return args[0]
            if _NEUTRAL_LEFT.get(op, "") == held[0]:
                return args[1]
            if op == "mul" and 0.0 in (held[0], held[1]):
                return self.put("const", (), 0.0)
        return self.put(op, args)


def _checked(shape: Shape) -> Shape:
    if len(shape) > 2 or (len(shape) == 2 and shape[1] == MANY):
        raise NotFollowedError(f"futures by futures: {shape}")
    return shape


PLAIN: dict[str, Callable[..., Any]] = {
    **{name: ufunc for ufunc, name in _UFUNCS.items()},
    "and": np.logical_and,
    "or": np.logical_or,
    "where": np.where,
}


class Symbol(NDArrayOperatorsMixin):
    """A number of every future, or of every future and month, that takes part in formulas as an array of draws does."""

    __slots__ = ("place", "program", "shape")

    def __init__(self, program: Program, place: int, shape: Shape) -> None:
        self.program, self.place, self.shape = program, place, _checked(shape)

    @property
    def size(self) -> int:
        """More than one: what stands for any value may not take a shortcut that is meant for a single one."""
        return max(2, int(np.prod(self.shape)))

    @property
    def ndim(self) -> int:
        """One, or two with months."""
        return len(self.shape)

    @property
    def months(self) -> int:
        """How many months it is laid out over; 1 for what no month changes."""
        return self.shape[-1] if self.shape and self.shape[-1] != MANY else 1

    def __getitem__(self, place: Any) -> Symbol:
        """One more axis for the months, one month, or some of them."""
        where = place if isinstance(place, tuple) else (..., place)
        if where == (..., None):
            return Symbol(self.program, self.place, (*self.shape, 1))
        if len(where) != 2 or where[0] is not Ellipsis or self.shape[-1:] == (MANY,):
            raise NotFollowedError(f"the part {place!r} of shape {self.shape}")
        if isinstance(where[1], slice):
            start, stop, step = where[1].indices(self.shape[-1])
            if step != 1:
                raise NotFollowedError(f"every {step}th month")
            return self._months(start, stop, (*self.shape[:-1], stop - start))
        at = int(where[1]) % self.shape[-1]
        return self._months(at, at + 1, self.shape[:-1] or (1,))

    def _months(self, start: int, stop: int, shape: Shape) -> Symbol:
        held = self.program.held(self.place)
        if (start, stop) == (0, self.shape[-1]) or isinstance(held, float):
            return Symbol(self.program, self.place, shape)
        if held is not None:
            return Symbol(self.program, self.program.constant(np.array(held[start:stop])).place, shape)
        return Symbol(self.program, self.program.put("cut", [self.place], start, stop), shape)

    def sum(self, axis: int = -1) -> Symbol:
        """The sum over the months."""
        if axis not in (-1, self.ndim - 1) or self.shape[-1] == MANY:
            raise NotFollowedError("a sum over anything but the months")
        return Symbol(self.program, self.program.put("sum", [self.place], self.shape[-1]), self.shape[:-1] or (1,))

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: object, **options: object) -> Symbol:
        """An elementwise operation; with ``where``, what ``out`` held stays elsewhere."""
        op = _UFUNCS.get(ufunc)
        if method != "__call__" or op is None or options.keys() - {"out", "where"}:
            raise NotFollowedError(f"{ufunc.__name__}.{method} with {sorted(options)}")
        found = self.program.each(op, *inputs)
        if not options:
            return found
        if set(options) != {"out", "where"}:
            raise NotFollowedError(f"{ufunc.__name__} with {sorted(options)}")
        (before,) = cast(tuple[object], options["out"])
        return self.program.each("where", options["where"], found, before)

    def __array_function__(self, function: Any, types: object, args: Any, options: Any) -> Any:
        """One of the few functions of arrays that a formula may use."""
        handler = _FUNCTIONS.get(function)
        if handler is None:
            raise NotFollowedError(f"the function {getattr(function, '__name__', function)}")
        return handler(self.program, *args, **options)

    def _refused(self, *_: object, **__: object) -> NoReturn:
        raise NotFollowedError("a value was looked at while a formula was followed")

    __bool__ = __float__ = __int__ = __index__ = __iter__ = __len__ = __array__ = _refused
    __hash__ = None  # type: ignore[assignment]


def _clip(program: Program, value: object, low: object, high: object) -> Symbol:
    return program.each("max", low, program.each("min", high, value))


def _broadcast_to(program: Program, value: object, shape: Shape) -> Symbol:
    symbol = program.of(value)
    wide = shape[-1] if shape[-1] != MANY else 1
    place = symbol.place if symbol.months == wide else program.put("spread", [symbol.place], wide)
    return Symbol(program, place, tuple(shape))


def _broadcast_arrays(program: Program, *values: object) -> tuple[Symbol, ...]:
    found = [program.of(value) for value in values]
    shape = np.broadcast_shapes(*(each.shape for each in found))
    return tuple(_broadcast_to(program, each, shape) for each in found)


def _concatenate(program: Program, parts: Sequence[object], axis: int = 0) -> Symbol:
    found = [program.of(part) for part in parts]
    if axis not in (-1, found[0].ndim - 1) or any(each.shape[-1] == MANY for each in found):
        raise NotFollowedError("anything but months put end to end")
    months = [each.shape[-1] for each in found]
    place = program.put("join", [each.place for each in found], *months)
    rows = np.broadcast_shapes(*(each.shape[:-1] for each in found))
    return Symbol(program, place, (*rows, sum(months)))


def _cumsum(program: Program, value: object, axis: int = -1) -> Symbol:
    symbol = program.of(value)
    if axis not in (-1, symbol.ndim - 1) or symbol.shape[-1] == MANY:
        raise NotFollowedError("running sums over anything but the months")
    return Symbol(program, program.put("cumsum", [symbol.place], symbol.shape[-1]), symbol.shape)


_FUNCTIONS: dict[Any, Callable[..., Any]] = {
    np.where: lambda program, *args: program.each("where", *args),
    np.clip: _clip,
    np.broadcast_to: _broadcast_to,
    np.broadcast_arrays: _broadcast_arrays,
    np.concatenate: _concatenate,
    np.cumsum: _cumsum,
}
