"""A calculation sheet: named steps, each remembering which inputs it read.

A second sheet built on a first one with some inputs changed reuses every step that read none of them. Tornado ends,
switching values and map cells are therefore rows of the same formulas, at the price of the few steps they touch.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

from model.comparison.case.case import Event
from model.comparison.effort import Breathe, go_on
from model.comparison.steps import check_kind
from model.quantities import Array

S = TypeVar("S")
T = TypeVar("T")
Reads = frozenset[str]
NOTHING: Reads = frozenset()
HORIZON = "horizon_months"
SEARCH_ROUNDS = 2_000
"""How many times the cells of a plain step a search over all of them counts."""


class Sheet:
    """Values of the inputs, and the steps worked out from them so far.

    `breathe` is called before every step with how many cells its arrays may have, by the thread that works; what it raises ends
    the work, so that a comparison nobody waits for any longer can be given up and a search can be bounded.
    """

    def __init__(
        self,
        values: Mapping[str, Array],
        events: tuple[Event, ...],
        months: int,
        base: Sheet | None = None,
        changed: Reads = NOTHING,
        breathe: Breathe = go_on,
        horizon: Array | None = None,
    ) -> None:
        self.values = values
        self.months = months
        self._horizon = np.full(1, float(months)) if horizon is None else horizon
        self._all_events = events
        self.events: tuple[Event, ...]
        self.event_keys: Reads
        self.starts: tuple[int, ...]
        if base is not None and base.months == months:
            self.events, self.event_keys, self.starts = base.events, base.event_keys, base.starts
        else:
            self.events = tuple(event for event in events if event.month <= months)
            self.event_keys = frozenset(event.key for event in self.events)
            self.starts = tuple(sorted({1} | {event.month for event in self.events}))
        self._base = base
        self._changed = changed
        self.breathe: Breathe = breathe if base is None else base.breathe
        self._cells = 0
        self._done: dict[Hashable, tuple[Reads, object]] = {}
        self._rows: dict[Hashable, tuple[tuple[Reads, object], ...]] = {}
        self._places: dict[Hashable, dict[str, list[int]]] = {}
        self._reading: list[set[str]] = [set()]

    def laid_out(self, months: int) -> Sheet:
        """A fresh sheet of the same values with so many months."""
        return Sheet(self.values, self._all_events, months, breathe=self.breathe)

    @property
    def cells(self) -> int:
        """How many numbers an array of this sheet may hold: a row for each change, by draws, by months."""
        if not self._cells:
            base = self._base
            looked_at = self.values if base is None else self._changed & self.values.keys()
            shapes = [self.values[key].shape for key in looked_at]
            rows = max((shape[0] for shape in (*shapes, self._horizon.shape) if len(shape) > 1), default=1)
            draws = max((shape[-1] for shape in shapes), default=1)
            here = max(draws, 1 if base is None else base.cells // base.months)
            self._cells = rows * here * self.months
        return self._cells

    @property
    def horizon(self) -> Array:
        """How many months count: as many as are laid out, unless somebody asks what if it were fewer.

        Shape: ``(1,)`` or ``(k, 1)``. Unit: months.
        """
        self._reading[-1].add(HORIZON)
        return self._horizon

    @property
    def segments(self) -> range:
        """Stretches of the horizon within which no event begins."""
        return range(len(self.starts))

    def slice_of(self, segment: int, /) -> slice:
        """The months of a segment as a slice of the time axis."""
        end = self.starts[segment + 1] - 1 if segment + 1 < len(self.starts) else self.months
        return slice(self.starts[segment] - 1, end)

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def value(self, key: str, segment: int | None = None) -> Array:
        """The draws of one input; with a segment, after the events that have begun by then. KeyError if absent.

        Shape: ``(n,)`` or ``(1,)``. Unit: as declared for the input.
        """
        self._reading[-1].add(key)
        value = self.values[key]
        if segment is None or key not in self.event_keys:
            return value
        for event in self.events:
            if event.key == key:
                value = self._after(value, event, segment)
        return value

    def _after(self, value: Array, event: Event, segment: int) -> Array:
        """A value in a segment as an event leaves it."""
        return value * self._event_factor(event) if event.month <= self.starts[segment] else value

    def joined(self, parts: Sequence[Array]) -> Array:
        """What holds in each segment, months on the last axis, as one course over all months, draws broadcast to one shape.

        Shape: ``(..., months)``. Unit: that of the parts.
        """
        if len(parts) == 1:
            return parts[0]
        shape = np.broadcast_shapes(*(part.shape[:-1] for part in parts))
        return np.concatenate([np.broadcast_to(part, shape + part.shape[-1:]) for part in parts], axis=-1)

    def _event_factor(self, event: Event) -> Array:
        table = f"events.{event.id}"
        happens = self.value(f"{table}.u") < self.value(f"{table}.probability")
        return np.where(happens, self.value(f"{table}.factor"), 1.0)

    def step(self, name: Hashable, formula: Callable[[], T]) -> T:
        """The result of a named step: from this sheet, from the base if it read nothing that changed, or worked out."""
        done = self._done.get(name)
        if done is None:
            done = self._base._done.get(name) if self._base is not None else None
            if done is None or not done[0].isdisjoint(self._changed):
                check_kind(name)
                done = self._worked_out(formula)
            self._done[name] = done
        if len(self._reading) > 1:  # nobody asks what was read outside of any step
            self._reading[-1] |= done[0]
        return done[1]  # type: ignore[return-value]

    def row(self, name: tuple[Any, ...], items: Sequence[S], formula: Callable[[S], T]) -> tuple[T, ...]:
        """A step an item, each under the name and its place: those of the base that read nothing that changed are taken over
        without a look at their names."""
        whole = self._rows.get(name)
        if whole is None:
            base = self._base if self._base is not None and name in self._base._rows else None
            if base is None:
                steps = [self._stepped((*name, place), formula, item) for place, item in enumerate(items)]
            else:
                steps = list(base._rows[name])
                for place in base._readers(name, self._changed):
                    steps[place] = self._stepped((*name, place), formula, items[place])
            self._rows[name] = whole = tuple(steps)
        if len(self._reading) > 1:
            self._reading[-1].update(*(reads for reads, _ in whole))
        return tuple(result for _, result in whole)  # type: ignore[misc]

    def _readers(self, name: tuple[Any, ...], keys: Reads) -> Sequence[int]:
        """The places of a row whose steps read any of these inputs, in their order."""
        if name not in self._places:
            places: dict[str, list[int]] = {}
            for place, (reads, _) in enumerate(self._rows[name]):
                for key in reads:
                    places.setdefault(key, []).append(place)
            self._places[name] = places
        known = self._places[name]
        return sorted({place for key in keys for place in known.get(key, ())})

    def _stepped(self, name: Hashable, formula: Callable[[S], object], item: S) -> tuple[Reads, object]:
        self.step(name, lambda: formula(item))
        return self._done[name]

    def _worked_out(self, formula: Callable[[], object]) -> tuple[Reads, object]:
        self.breathe(self.cells)
        self._reading.append(set())
        result = formula()
        return frozenset(self._reading.pop()), result

    def solved(self, solver: Callable[..., Array], *operands: Any) -> Array:
        """What a search over the operands finds; a sheet that follows formulas puts formulas in its place.

        Shape and unit: as the search answers.
        """
        self.breathe(SEARCH_ROUNDS * max((np.size(operand) for operand in operands), default=0))
        return solver(*operands)

    def bridges_from(self, _plan: str, _bridge: str, live: Array, _plan_live: Array, /) -> Array:
        """When a bridge begins to serve in a plan: as soon as it is live itself. A sheet that follows formulas decides here
        whether it does, and lets it begin no sooner than the plan's own option where it does not.

        Shape: ``(n,)``. Unit: months from now.
        """
        return live

    def by_segment(self, name: tuple[Any, ...], formula: Callable[[int], T]) -> tuple[T, ...]:
        """A step for every segment; worked out once where no event touches what it reads."""

        def work_out() -> tuple[T, ...]:
            if len(self.starts) == 1:
                return (formula(0),)
            first = self.step((*name, 0), lambda: formula(0))
            if self.reads((*name, 0)).isdisjoint(self.event_keys):
                return (first,) * len(self.starts)
            return (first, *(self.step((*name, s), lambda s=s: formula(s)) for s in self.segments if s))  # type: ignore[misc]

        return self.step(name, work_out)

    def reads(self, name: Hashable) -> Reads:
        """The inputs that a finished step read."""
        return self._done[name][0]
