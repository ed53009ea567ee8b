"""The value of one input at which the expected difference of the pair is zero, found on all draws.

The typical future (every input at its mean) and a few draws say where to look; only all draws decide. Where an
expected difference is a straight line, which most are, two evaluations settle it: one at the guess, one that verifies.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from model.comparison.effort import Effort, TooMuchError
from model.decision.flips.interim_cases import Bridging
from model.decision.flips.sketches import STRAIGHT, Sketch, sketches
from model.decision.futures.searchable import Movable
from model.decision.pair.contrast import Pair
from model.quantities import Array, distinct
from model.quantities.roots import Bracket, Crossing, brackets, chase, pin_down

TOLERANCE = 2e-7
MANY_DRAWS = 256
FEW_DRAWS = 32
CLOSE_CELLS, FEWEST_STEPS, MOST_STEPS = 6_400, 200, 4_000
AIMED = 41
ROWS = 20_000
LOOKS_BACK = 3
CONFIRMING_SHARE = 0.4  # of what looking for them may take
NOTHING = 1e-13  # of the larger cost: what sums of equal amounts leave
OF_TODAY = 1e-3
HAIR = 1e-7  # how far past a value the other option has to be ahead
HAIRS = np.array([1.0, 10.0, 100.0])
WHOLE_TRIED = 3
MOST_HANDOVERS = 40  # 64 parts a round: eight reach the last digit of any bracket
HANDOVER_STEPS = np.arange(64.0) / 64.0


class InputEffect(Struct):
    """What moving one input does to the expected difference, as far as it was worked out. `today_usd` is the difference with
    the input at its mean in every future."""

    crossing: Crossing | None
    today_usd: float
    low_usd: float | None = None
    high_usd: float | None = None
    moves_a: bool = True
    moves_b: bool = True
    moves_difference: bool = True


class OneInput:
    """Expected B − A as a function of one input, over all draws of a pair.

    Once the search has come down to a small stretch, the draws on which the difference is a straight line there are
    added up once, and only the draws with a stair inside it are worked out again.
    """

    def __init__(self, pair: Pair, key: str, nothing_usd: float) -> None:
        self.pair, self.key, self.nothing_usd = pair, key, nothing_usd
        self.draws = pair.run.n
        self._line: tuple[float, float, float, float] | None = None
        self._nothing_left = False

    def __call__(self, xs: Array) -> Array:
        """The expected difference at each value: `(k,)` to `(k,)`; what is only rounding is exactly 0."""
        found = self._at(xs)
        return np.where(np.abs(found) <= self.nothing_usd, 0.0, found)

    def _at(self, xs: Array) -> Array:
        jumping = np.zeros(xs.size) if self._nothing_left else self.pair.expected_at(self.key, xs)
        if self._line is None:
            return jumping
        low, at_low, high, at_high = self._line
        share = 0.0 if self._nothing_left else self.pair.run.n / self.draws
        straight: Array = at_low + (at_high - at_low) * ((xs - low) / (high - low))
        return straight + share * jumping

    def narrow(self, low: float, high: float) -> None:
        """Takes the draws that are straight between two values out of the evaluation, where that is at least half."""
        if self.pair.run.n < 256 or high <= low or not self.pair.holds(self.key, low, high):
            return
        xs = low + (high - low) * np.array([0.0, 0.371, 0.713, 1.0])
        difference = np.broadcast_to(self.pair.difference({self.key: xs[:, None]}), (4, self.pair.run.n))
        ends = difference[0], difference[3]
        off = np.zeros(self.pair.run.n)
        # A value that divides by nothing in some draws (no machine meets the target) has no straight line there.
        with np.errstate(all="ignore"):
            for row, share in ((1, 0.371), (2, 0.713)):
                off = np.maximum(off, np.abs(difference[row] - (ends[0] + (ends[1] - ends[0]) * share)))
            within = off <= STRAIGHT * (np.abs(ends[0]) + np.abs(ends[1]) + 1.0)
        jumps = np.flatnonzero(~(within & np.isfinite(difference).all(axis=0)))
        if 2 * jumps.size > self.pair.run.n:
            return
        straight = np.ones(self.pair.run.n, dtype=bool)
        straight[jumps] = False
        at_low, at_high = (float(end[straight].sum()) / self.draws for end in ends)
        if self._line is not None:
            before = self._line
            at_low += before[1] + (before[3] - before[1]) * (low - before[0]) / (before[2] - before[0])
            at_high += before[1] + (before[3] - before[1]) * (high - before[0]) / (before[2] - before[0])
        self._line = (low, at_low, high, at_high)
        self._nothing_left = jumps.size == 0
        if jumps.size:
            self.pair = self.pair.on(jumps)


class Search(Struct):
    """Looks for the crossing of every input of one pair: `typical` is the future of means, `few` some of the draws."""

    pair: Pair
    typical: Pair
    few: Pair
    expected_usd: float = 0.0
    tolerance: float = 0.0
    nothing_usd: float = 0.0

    def __post_init__(self) -> None:
        """Today's expected difference, what a root may leave, and what is nothing but rounding."""
        self.expected_usd = float(self.pair.expected()[0])
        self.tolerance = TOLERANCE * self.pair.scale()
        self.nothing_usd = NOTHING * self.pair.scale()

    def function_of(self, key: str) -> OneInput:
        """The expected difference as a function of one input, over all draws."""
        return OneInput(self.pair, key, self.nothing_usd)

    @property
    def is_tie(self) -> bool:
        """Whether both cost the same today, but for rounding: then nothing is turned by moving anything."""
        return abs(self.expected_usd) <= self.nothing_usd

    def all(
        self, inputs: tuple[Movable, ...], effort: Effort | None = None, most: float = np.inf
    ) -> list[InputEffect | None]:
        """What moving each input does, in their order; None for those that `most` cells of work leave. Who serves until an option
        is live is looked up on all grids at once, taken for the same between them, and confirmed at what was found; where it
        is another, the search begins again."""
        effort = effort if effort is not None else Effort()
        last, bridging = effort.spent + most, self.pair.otherwise
        if not isinstance(bridging, Bridging):
            return self._moved(inputs, effort, last)
        bridging.survey({movable.key: movable.grid() for movable in inputs})
        moved = self._moved(inputs, effort, last)
        for _ in range(LOOKS_BACK):
            found = {
                m.key: _beside(m, each.crossing.value)
                for m, each in zip(inputs, moved, strict=True)
                if each is not None and each.crossing
            }
            try:
                with effort.at_most(CONFIRMING_SHARE * most):
                    confirmed = bridging.confirmed(found)
            except TooMuchError:  # what was found may not hold: it is left with what was not looked for
                return [each if m.key not in bridging.read else None for m, each in zip(inputs, moved, strict=True)]
            again = [place for place, movable in enumerate(inputs) if not confirmed.get(movable.key, True)]
            if not again:
                break
            sought = self._moved(tuple(inputs[place] for place in again), effort, last)
            for place, each in zip(again, sought, strict=True):
                moved[place] = each
        return moved

    def _moved(self, inputs: tuple[Movable, ...], effort: Effort, last: float) -> list[InputEffect | None]:
        drawn = [
            self._closer(movable, sketch)
            for movable, sketch in zip(inputs, sketches(self.typical, inputs), strict=True)
        ]
        doubtful = tuple(movable for movable, sketch in zip(inputs, drawn, strict=True) if sketch is None)
        again = iter(sketches(self.few, doubtful, coarse=True))
        moved: list[InputEffect | None] = [None] * len(inputs)
        try:
            with effort.at_most(last - effort.spent):
                for place, (movable, sketch) in enumerate(zip(inputs, drawn, strict=True)):
                    moved[place] = self._one(movable, sketch if sketch is not None else next(again))
        except TooMuchError:
            pass
        return moved

    def _closer(self, movable: Movable, sketch: Sketch) -> Sketch | None:
        """None where one future does not tell enough: an input without effect there, or one with stairs."""
        return sketch if sketch.moves_difference and not movable.key.startswith("events.") else None

    def _one(self, movable: Movable, sketch: Sketch) -> InputEffect:
        function = self.function_of(movable.key)
        rare = movable.key.startswith("events.")
        if not sketch.moves_difference and not rare:
            usd = self.expected_usd
            return InputEffect(None, usd, usd, usd, sketch.moves_a, sketch.moves_b, moves_difference=False)
        today_usd = float(function(np.array([movable.today]))[0]) if movable.is_range else self.expected_usd
        moved = InputEffect(None, today_usd)
        if self.is_tie or today_usd == 0.0:
            return moved
        at_today = float(np.interp(movable.today, sketch.xs, sketch.differences))
        along = sketch.differences + (today_usd - at_today)
        moved.crossing = self._crossing(movable, function, sketch, along, today_usd)
        if moved.crossing is None:
            moved.low_usd, moved.high_usd = _at_bounds(function, movable)
            moved.crossing = self._beyond_sketch(movable, function, moved)
        if moved.crossing is not None:
            moved.crossing = self._reached(movable, moved.crossing, today_usd)
            if moved.crossing is None:
                moved.low_usd, moved.high_usd = _at_bounds(self.function_of(movable.key), movable)
        return moved

    def _tolerance(self, today_usd: float) -> float:
        """What a root may leave: less than today's difference, however small that is."""
        return min(self.tolerance, OF_TODAY * abs(today_usd))

    def _reached(self, movable: Movable, found: Crossing, today_usd: float) -> Crossing | None:
        """The crossing if a hair past it the other option is ahead, else the first place beyond where it is.

        None for a tie: the difference stays nothing from there on, or the value cannot be told from nothing or from today's.
        """
        if min(abs(found.value), abs(found.value - movable.today)) <= movable.smallest:
            return None
        function, side = self.function_of(movable.key), 1.0 if found.value > movable.today else -1.0
        if movable.whole:
            return self._whole(movable, function, found, today_usd)
        for _ in range(LOOKS_BACK):
            past = _beside(movable, found.value)[1:]
            if bool((function(past) * today_usd < 0.0).all()):
                return found
            again = self._beyond(movable, function, float(past[-1]), side, today_usd)
            if again is None:
                return None
            found = again
        return found

    def _beyond(
        self, movable: Movable, function: OneInput, past: float, side: float, today_usd: float
    ) -> Crossing | None:
        """The first crossing farther from today than a value, as the grid sees it; None where the sign stays."""
        grid = movable.grid()
        beyond = grid[grid > past] if side > 0.0 else grid[grid < past][::-1]
        xs = np.concatenate(([past], beyond))
        usd = function(xs)
        other = np.flatnonzero((usd * today_usd < 0.0) & (np.abs(usd) > self._tolerance(today_usd)))
        if not other.size:
            return None
        place = max(int(other[0]), 1)
        near_usd = float(usd[place - 1]) if usd[place - 1] * today_usd > 0.0 else today_usd
        bracket = Bracket(float(xs[place - 1]), near_usd, float(xs[place]), float(usd[place]))
        if bracket.far_usd * today_usd >= 0.0:
            return None
        return pin_down(function, bracket, self._tolerance(today_usd), self._rows(), movable.smallest)

    def _whole(self, movable: Movable, function: OneInput, found: Crossing, today_usd: float) -> Crossing | None:
        """The first whole number past a crossing at which the other option is ahead."""
        up = found.value > movable.today
        first = np.ceil(found.value) if up else np.floor(found.value)
        tried = first + (1.0 if up else -1.0) * np.arange(float(WHOLE_TRIED))
        tried = tried[(tried >= movable.low) & (tried <= movable.high)]
        ahead = np.flatnonzero(function(tried) * today_usd < 0.0) if tried.size else np.zeros(0, dtype=np.intp)
        return Crossing(float(tried[ahead[0]]), step=True) if ahead.size else None

    def _crossing(
        self, movable: Movable, function: OneInput, sketch: Sketch, along: Array, today_usd: float
    ) -> Crossing | None:
        known = [(movable.today, today_usd)]
        stairs = movable.stepped and not sketch.is_straight()
        promised = brackets(sketch.xs, along, movable.today)
        if stairs:
            promised = self._look_closely(movable, sketch.xs, promised, today_usd)
        for bracket in promised[:3]:
            found = self._within(movable, function, bracket, known, bent=not stairs and not sketch.is_straight())
            if found is not None:
                return self._earlier(movable, known[0], found) if stairs else found
        return None

    def _earlier(self, movable: Movable, today: tuple[float, float], found: Crossing) -> Crossing:
        """The first crossing on the last stretch before the one found, where stairs may cross more than once.

        Many draws smooth the stairs, so this is for a few.
        """
        if self.pair.run.n >= MANY_DRAWS:
            return found
        for _ in range(LOOKS_BACK):
            reach = 0.1 * (found.value - today[0])
            steps = int(np.clip(ROWS // self.pair.run.n, 4, MOST_STEPS // 2))
            xs = np.linspace(found.value - reach, found.value, steps, endpoint=False)
            differences = self.pair.expected_at(movable.key, xs)
            crossed = np.flatnonzero((differences > 0.0) != (today[1] > 0.0))
            if not crossed.size or crossed[0] == 0:
                break
            near, far = int(crossed[0]) - 1, int(crossed[0])
            ends = Bracket(float(xs[near]), float(differences[near]), float(xs[far]), float(differences[far]))
            tolerance = self._tolerance(today[1])
            found = pin_down(self.function_of(movable.key), ends, tolerance, self._rows(), movable.smallest)
        return found

    def _rows(self) -> int:
        return int(np.clip(ROWS // self.pair.run.n, 2, 32))

    def _look_closely(self, movable: Movable, grid: Array, seen: list[Bracket], today_usd: float) -> list[Bracket]:
        """Crossings between today's value and the first one seen so far, in many small steps on a few draws.

        Where all draws are many, the few only aim: the crossing is looked for on the whole stretch.
        """
        reach = (
            abs(seen[0].far - movable.today) if seen else max(movable.high - movable.today, movable.today - movable.low)
        )
        low, high = max(movable.low, movable.today - reach), min(movable.high, movable.today + reach)
        steps = int(np.clip(CLOSE_CELLS // self.few.run.n, FEWEST_STEPS, MOST_STEPS))
        inside = grid[(grid >= low) & (grid <= high)]
        fine = distinct(np.concatenate((np.linspace(low, high, steps), [movable.today], inside)))
        differences = self.few.expected_at(movable.key, fine)
        at_today = float(differences[np.searchsorted(fine, movable.today)])
        found = brackets(fine, differences + (today_usd - at_today), movable.today)
        if not found or self.pair.run.n < MANY_DRAWS:
            return found or seen
        if seen and min(seen[0].near, seen[0].far) <= found[0].far <= max(seen[0].near, seen[0].far):
            return [replace(seen[0], guess=found[0].guess), *seen[1:]]
        return [replace(found[0], near=movable.today, near_usd=today_usd), *seen]

    def _within(
        self,
        movable: Movable,
        function: OneInput,
        bracket: Bracket,
        known: list[tuple[float, float]],
        bent: bool,
    ) -> Crossing | None:
        """The crossing that a bracket of the sketch promises, on all draws; None where all draws know better."""
        width = abs(bracket.far - bracket.near)
        one_case = self._in_one_case(movable.key, bracket)
        low, high = sorted((bracket.near, bracket.far))
        low, high = max(movable.low, low - width), min(movable.high, high + width)
        if one_case and (not movable.stepped or self.pair.run.n >= MANY_DRAWS):
            guess = bracket.guess if bracket.guess is not None else bracket.far
            if bent:
                guess = self._aim(movable, function, known, low, high, guess)
            root = chase(function, known, guess, low, high, self._tolerance(known[0][1]))
            if root is not None:
                return Crossing(root, step=False)
        between = () if one_case else self._handover(movable, bracket.near, bracket.far)
        ends = np.array([bracket.near, *between, bracket.far])
        known.extend(zip(ends.tolist(), function(ends).tolist(), strict=True))
        points = sorted(dict(known).items())
        xs, ys = np.array([x for x, _ in points]), np.array([y for _, y in points])
        for real in brackets(xs, ys, movable.today):
            inside = self._one_case(movable, function, real)
            tolerance = self._tolerance(known[0][1])
            return pin_down(function, inside, tolerance, self._rows(), movable.smallest)
        return None

    def _one_case(self, movable: Movable, function: OneInput, bracket: Bracket) -> Bracket:
        """The part of a bracket that still changes sign and lies in one case, or the step from one case to the next."""
        if bracket.is_point(movable.smallest) or self._in_one_case(movable.key, bracket):
            return bracket
        near, far = self._handover(movable, bracket.near, bracket.far)
        near_usd, far_usd = function(np.array([near, far])).tolist()
        if (near_usd > 0.0) != (bracket.near_usd > 0.0):
            return Bracket(bracket.near, bracket.near_usd, near, near_usd)
        if (far_usd > 0.0) != (bracket.near_usd > 0.0):
            return Bracket(near, near_usd, far, far_usd)
        return Bracket(far, far_usd, bracket.far, bracket.far_usd)

    def _in_one_case(self, key: str, bracket: Bracket) -> bool:
        here, there = self.pair.cases(key, np.array([bracket.near, bracket.far]))
        return here is there

    def _handover(self, movable: Movable, near: float, far: float) -> tuple[float, float]:
        """The last value of the case that holds at the near end and the next one, at which it is another: as close together
        as the input can be told apart, and never in more than `MOST_HANDOVERS` rounds."""
        here = self.pair.cases(movable.key, np.array([near]))[0]
        for _ in range(MOST_HANDOVERS):
            if Bracket(near, 0.0, far, 0.0).is_point(movable.smallest):
                break
            xs = np.append(near + (far - near) * HANDOVER_STEPS, far)
            cases = self.pair.cases(movable.key, xs)
            other = next((place for place, case in enumerate(cases) if place and case is not here), xs.size - 1)
            near, far = float(xs[other - 1]), float(xs[other])
        return near, far

    def _aim(
        self,
        movable: Movable,
        function: OneInput,
        known: list[tuple[float, float]],
        low: float,
        high: float,
        guess: float,
    ) -> float:
        """A guess from the bend of the typical future, corrected once by what all draws say there."""
        xs = np.linspace(low, high, AIMED)
        bend = self.typical.expected_at(movable.key, xs)
        x, usd = min(known, key=lambda point: abs(point[1]))
        if not np.isfinite(bend).all() or not low <= x <= high:
            return guess
        for turn in range(2):
            found = brackets(xs, bend + (usd - float(np.interp(x, xs, bend))), x)
            if not found or found[0].guess is None:
                return guess
            guess = found[0].guess
            if turn == 0:
                x, usd = guess, float(function(np.array([guess]))[0])
                known.append((x, usd))
        return guess

    def _beyond_sketch(self, movable: Movable, function: OneInput, moved: InputEffect) -> Crossing | None:
        """A crossing that the sketch has missed but the ends of the range prove."""
        if min(moved.today_usd * (moved.low_usd or 0.0), moved.today_usd * (moved.high_usd or 0.0)) > 0.0:
            return None
        xs = movable.grid()
        for bracket in brackets(xs, function(xs), movable.today):
            tolerance = self._tolerance(moved.today_usd)
            return pin_down(function, bracket, tolerance, self._rows(), movable.smallest)
        return None


def _beside(movable: Movable, value: float) -> Array:
    """A value and what lies a hair, ten and a hundred past it, as seen from today's."""
    hair = max(HAIR * abs(value), movable.smallest)
    side = 1.0 if value > movable.today else -1.0
    return np.append(value, np.clip(value + side * hair * HAIRS, movable.low, movable.high))


def _at_bounds(function: OneInput, movable: Movable) -> tuple[float, float]:
    """The differences at both bounds, or just inside where a bound divides by nothing."""
    bounds = np.array([movable.low, movable.high])
    found = function(bounds)
    if not np.isfinite(found).all():
        inside = function(bounds + 1e-3 * (movable.today - bounds))
        found = np.where(np.isfinite(found), found, inside)
    return float(found[0]), float(found[1])
