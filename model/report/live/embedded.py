"""What a page that answers back holds: the instructions, how every input is drawn, and what the page itself must say.

Draws are not stored: a browser draws them again from the state in which each stream begins, so that a number typed anew falls
on the same futures as ``compare --set``. Of correlated inputs the order of the futures is stored.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from model.comparison.case.case import Case
from model.comparison.run import complete, middle
from model.comparison.sheet import HORIZON
from model.decision.futures.draws import sample
from model.formulas import hosts
from model.quantities import Quantity, Shape, uniforms
from model.quantities.distributions import Bell, Even, Overrun
from model.quantities.normal import coefficients
from model.quantities.streams import start_of
from model.report.live.follow import Following, LiveChoice
from model.report.live.symbols import Instruction


class InstructionTable(Struct, frozen=True):
    """Instructions that some output needs, numbered anew: operations by name, constants, keys of inputs, and for each
    instruction its operation, its arguments and its numbers in one row. ``places`` leads from old places to new ones."""

    operations: tuple[str, ...]
    constants: tuple[Any, ...]
    inputs: tuple[str, ...]
    rows: tuple[tuple[int, ...], ...]
    places: Mapping[int, int]


def table(following: Following, outputs: Iterable[int]) -> InstructionTable:
    """The instructions that these outputs need."""
    instructions = following.program.instructions
    wanted = sorted(_needed(instructions, outputs))
    places = {old: new for new, old in enumerate(wanted)}
    operations: dict[str, int] = {}
    constants: dict[Any, int] = {}
    inputs: dict[str, int] = {}
    rows = []
    for old in wanted:
        op, args, extra = instructions[old]
        if op in ("const", "input"):
            pool: dict[Any, int] = constants if op == "const" else inputs
            extra = (pool.setdefault(extra[0], len(pool)),)
        rows.append((operations.setdefault(op, len(operations)), *(places[arg] for arg in args), *extra))
    return InstructionTable(tuple(operations), tuple(constants), tuple(inputs), tuple(rows), places)


def _needed(instructions: list[Instruction], outputs: Iterable[int]) -> set[int]:
    found: set[int] = set()
    waiting = list(outputs)
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting.extend(instructions[place].args)
    return found


def outputs(following: Following, choices: Iterable[LiveChoice]) -> Iterable[int]:
    """Every place that a page asks for."""
    yield from following.live.values()
    for plan in following.plans:
        asked = (plan.worth, plan.interim, plan.every, plan.served, *plan.months, plan.build)
        yield from (place for place in asked if place is not None)
    for choice in choices:
        yield from choice.kept


def shape(quantity: Quantity) -> dict[str, Any]:
    """How a number is drawn from uniforms, as plain values."""
    limits = {"low": _finite(quantity.low), "high": _finite(quantity.high), "whole": quantity.whole}
    match quantity.distribution:
        case Bell() as bell:
            return {"kind": "bell", **_bell(bell), **limits}
        case Even() as even:
            return {"kind": "even", "ends": [even.low, even.middle, even.high], **limits}
        case Overrun() as over:
            late = {"planned": over.share_as_planned, "least": over.at_least, "beyond": _bell(over.beyond)}
            return {"kind": "overrun", **late, **limits}
        case _:
            return {"kind": "point", "value": quantity.median}


def _bell(bell: Bell) -> dict[str, Any]:
    return {"scale": bell.scale.name, "median": bell.median, "below": bell.spread_below, "above": bell.spread_above}


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def drawn(case: Case, keys: Iterable[str], draws: int, seed: int) -> dict[str, dict[str, Any]]:
    """By input how it is drawn in these futures: its shape, its middle, where its stream begins, and its order if it is tied
    to others. Events have a stream alone."""
    tied = {key for pair in case.correlations for key in pair if key in case.inputs}
    order = _orders(case, tied, draws, seed)
    now = complete(middle(case))
    found: dict[str, dict[str, Any]] = {}
    for key in keys:
        held: dict[str, Any] = {"middle": float(now[key][0]) if key in now else float(case.horizon_months)}
        if key in case.inputs and key != HORIZON:
            held["shape"] = shape(case.inputs[key].quantity)
        if key in case.inputs or key.endswith(".u"):
            held["start"] = [f"{word:016x}" for word in start_of(seed, key)]
            held["sum"] = float(np.sum(uniforms(seed, key, draws) * np.arange(1.0, draws + 1.0)))
        if key in order:
            held["order"] = order[key]
        found[key] = held
    return found


def _orders(case: Case, tied: set[str], draws: int, seed: int) -> dict[str, str]:
    """The ranks of the draws of correlated inputs, 16 bits each."""
    if not tied:
        return {}
    even = {key: replace(case.inputs[key], quantity=_uniform()) for key in tied}
    values = sample(replace(case, inputs={**case.inputs, **even}), draws, seed)
    ranks = {key: np.argsort(np.argsort(values[key])).astype("<u2") for key in tied}
    return {key: base64.b64encode(rank.tobytes()).decode() for key, rank in ranks.items()}


def _uniform() -> Quantity:
    """A number whose draws are the uniforms themselves."""
    return Quantity("", Shape.UNIFORM, (0.0, 1.0), Even(0.0, 0.5, 1.0), 0.0, 1.0)


def constants(operations: Iterable[str]) -> dict[str, Any]:
    """Coefficients of the functions that a browser has not: the normal distribution, and Erlang's integral where needed."""
    found: dict[str, Any] = {"normal": coefficients()}
    if "slots" in operations:
        nodes, weights = hosts.gauss_legendre()
        found["erlang"] = {"nodes": nodes.tolist(), "weights": weights.tolist()}
    return found
