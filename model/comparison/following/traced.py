"""Arrays that remember how they were worked out: the formulas run on them unchanged and leave a graph behind.

Every element of a `Traced` array is a `Node`: its value in the middle case, and the operation and nodes it came from.
Whatever needs more than a fixed set of elementwise operations, or looks at a value to decide what to do next, raises
`NotFollowedError`: a graph that lacks a step would be a formula that is silently wrong.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn, cast

import numpy as np
import numpy.typing as npt
from numpy.lib.mixins import NDArrayOperatorsMixin

Nodes = npt.NDArray[np.object_]


class NotFollowedError(TypeError):
    """A formula did something that a graph of elementwise operations cannot say."""


class Node:
    """One number: its value, the operation and the nodes it came from, and the month it belongs to (None: no month).

    ``op`` is one of ``OPERATIONS``, or ``const``, ``input`` (``key`` is its dotted key), ``month`` (the number of a month),
    ``sum`` and ``sumproduct`` (over a row of months).
    """

    __slots__ = ("args", "key", "month", "op", "value")

    def __init__(self, op: str, args: tuple[Node, ...], value: float, month: int | None, key: str = "") -> None:
        self.op, self.args, self.value, self.month, self.key = op, args, value, month, key

    @property
    def is_constant(self) -> bool:
        """Whether it is the same whatever the inputs are."""
        return self.op == "const"


def _divided(a: float, b: float) -> float:
    return a / b if b else math.nan if a == 0.0 or math.isnan(a) else math.copysign(math.inf, a)


def _logarithm(a: float) -> float:
    return math.log(a) if a > 0.0 else -math.inf if a == 0.0 else math.nan


OPERATIONS: dict[str, Callable[..., float]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": _divided,
    "pow": lambda a, b: a**b,
    "neg": lambda a: -a,
    "min": min,
    "max": max,
    "ceil": lambda a: float(math.ceil(a)),
    "floor": lambda a: float(math.floor(a)),
    "exp": math.exp,
    "log": _logarithm,
    "sqrt": math.sqrt,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "and": lambda a, b: bool(a and b),
    "or": lambda a, b: bool(a or b),
    "where": lambda condition, a, b: a if condition else b,
}
_UFUNCS: dict[np.ufunc, str] = {
    np.add: "add", np.subtract: "sub", np.multiply: "mul", np.divide: "div", np.power: "pow", np.negative: "neg",
    np.minimum: "min", np.maximum: "max", np.ceil: "ceil", np.floor: "floor", np.exp: "exp", np.log: "log",
    np.sqrt: "sqrt", np.less: "lt", np.less_equal: "le", np.greater: "gt", np.greater_equal: "ge",
    np.logical_and: "and", np.bitwise_and: "and", np.logical_or: "or", np.bitwise_or: "or",
}  # fmt: skip
_NEUTRAL_RIGHT = {"add": 0.0, "sub": 0.0, "mul": 1.0, "div": 1.0, "pow": 1.0}
_NEUTRAL_LEFT = {"add": 0.0, "mul": 1.0}


class Graph:
    """The nodes made so far; equal operations on the same nodes are one node."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], Node] = {}

    def constant(self, value: float) -> Node:
        """A number that no input changes."""
        return self._once(("const", value), lambda: Node("const", (), float(value), None))

    def input(self, key: str, value: float) -> Node:
        """The value of an input in the middle case."""
        return self._once(("input", key), lambda: Node("input", (), value, None, key))

    def month(self, number: int) -> Node:
        """The number of a month, counted from 1."""
        return self._once(("month", number), lambda: Node("month", (), float(number), number))

    def operation(self, op: str, *args: Node) -> Node:
        """The node of an elementwise operation, simplified where constants leave nothing to work out."""
        name = (op, *map(id, args))
        found = self._known.get(name) or self._simpler(op, args)
        if found is None:
            found = self._known[name] = Node(op, args, _value(op, args), _month(args))
        return found

    def sum(self, row: Sequence[Node]) -> Node:
        """The sum of a row of months."""
        return self._once(
            ("sum", *map(id, row)), lambda: Node("sum", tuple(row), math.fsum(n.value for n in row), None)
        )

    def sumproduct(self, row: Sequence[Node], weights: Sequence[Node]) -> Node:
        """The sum of a row of months, each times its weight."""
        args = (*row, *weights)
        value = math.fsum(a.value * b.value for a, b in zip(row, weights, strict=True))
        return self._once(("sumproduct", *map(id, args)), lambda: Node("sumproduct", args, value, None))

    def of(self, value: object) -> Nodes:
        """Any operand as an array of nodes; NotFollowedError for what holds no numbers."""
        if isinstance(value, Traced):
            return value.nodes
        if isinstance(value, np.ndarray | float | int | np.number | np.bool_):
            plain = np.asarray(value)
            nodes = np.empty(plain.shape, dtype=object)
            nodes.ravel()[:] = [self.constant(float(each)) for each in plain.flat]
            return nodes
        raise NotFollowedError(f"an operand of type {type(value).__name__}")

    def each(self, op: str, operands: Iterable[object]) -> Traced:
        """An operation on every element of operands that are broadcast to one shape."""
        arrays = [self.of(operand) for operand in operands]
        if any(array.shape != arrays[0].shape for array in arrays):
            arrays = list(np.broadcast_arrays(*arrays))
        out = np.empty(arrays[0].shape, dtype=object)
        out.ravel()[:] = [self.operation(op, *args) for args in zip(*(a.ravel() for a in arrays), strict=True)]
        return Traced(self, out)

    def _once(self, name: tuple[Any, ...], make: Callable[[], Node]) -> Node:
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = make()
        return found

    def _simpler(self, op: str, args: tuple[Node, ...]) -> Node | None:
        fixed = [arg.op == "const" for arg in args]
        if all(fixed):
            return self.constant(_value(op, args))
        if op == "where":
            if args[1] is args[2]:
                return args[1]
            return (args[1] if args[0].value else args[2]) if fixed[0] else None
        if len(args) != 2:
            return None
        left, right = args
        if not any(fixed):
            return left if left is right and op in ("min", "max") else None
        constant, other, neutral = (left, right, _NEUTRAL_LEFT) if fixed[0] else (right, left, _NEUTRAL_RIGHT)
        if neutral.get(op) == constant.value:
            return other
        if op == "mul" and constant.value == 0.0:
            return self.constant(0.0)
        return self._from_just_below(constant.value, other) if op == "lt" and fixed[0] else None

    def _from_just_below(self, limit: float, right: Node) -> Node | None:
        """``c < x`` for the last number before a round one is ``x >= that one``: spreadsheets know fifteen digits."""
        following = math.nextafter(limit, math.inf)
        if len(repr(following)) < 12 < len(repr(limit)):
            return self.operation("ge", right, self.constant(following))
        return None


def _value(op: str, args: tuple[Node, ...]) -> float:
    try:
        return OPERATIONS[op](*(arg.value for arg in args))
    except OverflowError:
        return math.inf


def _month(args: tuple[Node, ...]) -> int | None:
    return max((arg.month for arg in args if arg.month is not None), default=None)


class Traced(NDArrayOperatorsMixin):
    """An array of nodes that takes part in formulas as an array of draws does, months along its last axis."""

    __slots__ = ("graph", "nodes")

    def __init__(self, graph: Graph, nodes: Nodes) -> None:
        self.graph, self.nodes = graph, nodes

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape, one future wide."""
        return self.nodes.shape

    @property
    def size(self) -> int:
        """More than one: what stands for any value may not take a shortcut that is meant for a single one."""
        return max(2, self.nodes.size)

    @property
    def row(self) -> tuple[Node, ...]:
        """All nodes in order."""
        return tuple(self.nodes.ravel())

    @property
    def node(self) -> Node:
        """The only node; NotFollowedError where there are more."""
        if self.nodes.size != 1:
            raise NotFollowedError(f"one number wanted of an array of shape {self.shape}")
        only: Node = self.nodes.ravel()[0]
        return only

    def __getitem__(self, place: Any) -> Traced:
        """Part of the array; places are given as numbers, never by another array's values."""
        found = self.nodes[place]
        if not isinstance(found, np.ndarray):
            only, found = found, np.empty((), dtype=object)
            found[()] = only
        return Traced(self.graph, found)

    def sum(self, axis: int = -1) -> Traced:
        """The sum over the months."""
        if axis not in (-1, self.nodes.ndim - 1):
            raise NotFollowedError("a sum over anything but the last axis")
        rows = self.nodes.reshape(-1, self.shape[-1])
        out = np.empty(self.shape[:-1], dtype=object)
        out.ravel()[:] = [self.graph.sum(tuple(row)) for row in rows]
        return Traced(self.graph, out)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: object, **options: object) -> Traced:
        """An elementwise operation; with ``where``, what ``out`` held stays elsewhere."""
        op = _UFUNCS.get(ufunc)
        if (
            method != "__call__"
            or op is None
            or options.keys() - {"out", "where"}
            or ("out" in options) != ("where" in options)
        ):
            raise NotFollowedError(f"{ufunc.__name__}.{method} with {sorted(options)}")
        found = self.graph.each(op, inputs)
        if not options:
            return found
        (held,) = cast(tuple[object], options["out"])
        return self.graph.each("where", (options["where"], found, held))

    def __array_function__(self, function: Any, types: object, args: Any, options: Any) -> Any:
        """One of the few functions of arrays that a formula may use."""
        handler = _FUNCTIONS.get(function)
        if handler is None:
            raise NotFollowedError(f"the function {getattr(function, '__name__', function)}")
        return handler(self.graph, *args, **options)

    def _refused(self, *_: object, **__: object) -> NoReturn:
        raise NotFollowedError("a value was looked at while a formula was followed")

    __bool__ = __float__ = __int__ = __index__ = __iter__ = __len__ = __array__ = _refused
    __hash__ = None  # type: ignore[assignment]


def _where(graph: Graph, condition: object, yes: object, no: object) -> Traced:
    return graph.each("where", (condition, yes, no))


def _clip(graph: Graph, value: object, low: object, high: object) -> Traced:
    return graph.each("max", (low, graph.each("min", (high, value))))


def _broadcast_to(graph: Graph, value: object, shape: Any) -> Traced:
    return Traced(graph, np.broadcast_to(graph.of(value), shape))


def _broadcast_arrays(graph: Graph, *values: object) -> tuple[Traced, ...]:
    return tuple(Traced(graph, nodes) for nodes in np.broadcast_arrays(*(graph.of(value) for value in values)))


def _concatenate(graph: Graph, parts: Sequence[object], axis: int = 0) -> Traced:
    return Traced(graph, np.concatenate([graph.of(part) for part in parts], axis=axis))


def _cumsum(graph: Graph, value: object, axis: int = -1) -> Traced:
    """Running sums over the months, each the one before and this month's."""
    nodes = graph.of(value)
    if axis not in (-1, nodes.ndim - 1):
        raise NotFollowedError("running sums over anything but the last axis")
    out = np.empty(nodes.shape, dtype=object)
    for row, sums in zip(nodes.reshape(-1, nodes.shape[-1]), out.reshape(-1, nodes.shape[-1]), strict=True):
        for place, node in enumerate(row):
            sums[place] = graph.operation("add", sums[place - 1], node) if place else node
    return Traced(graph, out)


_FUNCTIONS: dict[Any, Callable[..., Any]] = {
    np.where: _where,
    np.clip: _clip,
    np.broadcast_to: _broadcast_to,
    np.broadcast_arrays: _broadcast_arrays,
    np.concatenate: _concatenate,
    np.cumsum: _cumsum,
}
