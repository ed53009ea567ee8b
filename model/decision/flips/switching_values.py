"""What would flip it: the switching value of every number of the pair, of the horizon, and of each event's chance.

A switching value makes the expected difference of the pair zero over the same draws as the verdict, everything else
keeping its range; a range is replaced by the value in every future, and its value today is its mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from model.comparison import Case, Run, Values, evaluate
from model.comparison.effort import Effort, TooMuchError
from model.comparison.sheet import HORIZON
from model.decision.flips.free_waits import WHY, is_free_wait
from model.decision.flips.interim_cases import Bridging
from model.decision.flips.ranking import ranked
from model.decision.flips.search import FEW_DRAWS, InputEffect, Search
from model.decision.futures.bounds import Bounds, fits_at_once
from model.decision.futures.searchable import Movable, movables
from model.decision.pair.contrast import Pair
from model.decision.records.analysis import SwitchingValue
from model.decision.records.flip_records import Direction
from model.decision.wording.flip_sentences import worded
from model.decision.wording.input_names import amount
from model.profile import declared_for
from model.profile.dotted_keys import split
from model.quantities import Array, Unit, figures
from model.quantities.roots import Crossing

LONGEST_HORIZON = 120
GRID_CELLS = 2_000_000
SEARCH_SHARE = 0.5  # of a part's work; the rest is for confirming who serves at what was found, chances and the horizon
HORIZON_DRAWS = 200
ROUNDING = 1e-7  # of the difference: what is left where large equal amounts cancel


def pair_of(run: Run) -> Pair:
    """The pair of the run's case, over the draws of the run."""
    breathe = run.sheet.breathe
    bridging = Bridging(run.case, breathe)
    return Pair(run, *run.case.pair, lambda values: evaluate(run.case, values, breathe), bridging)


def typical_values(case: Case) -> Values:
    """Every input at its mean, `(1,)`; an event happens from a probability of one half.

    Unit: as declared for each input.
    """
    values = {key: np.array([found.quantity.mean]) for key, found in case.inputs.items()}
    return values | {f"events.{event.id}.u": np.array([np.nextafter(0.5, 0.0)]) for event in case.events}


def search_of(run: Run) -> Search:
    """The search over this run's draws, with its sketches."""
    pair = pair_of(run)
    few = pair if run.n <= FEW_DRAWS else pair.on(np.arange(FEW_DRAWS))
    return Search(pair, pair.with_values(typical_values(run.case)), few)


def stepped_inputs(run: Run) -> frozenset[str]:
    """The inputs that feed a staircase of machines of the pair."""
    return frozenset[str]().union(*(run.stair_inputs(option) for option in run.case.pair))


def switching_values(
    run: Run, search: Search | None = None, order: Sequence[str] = (), parts: Bounds | None = None
) -> tuple[SwitchingValue, ...]:
    """Where every number of the pair flips it, ranked: those that do first, the nearest first.

    Inputs that neither option depends on are left out; those that cancel say so. Where not all can be looked at within the bounds of
    a part, those of `order` are, the first ones first, and `parts` counts what is left.
    """
    case = run.case
    search = search or search_of(run)
    chances = {f"events.{event.id}.probability" for event in case.events}
    known = tuple(m for m in movables(case, stepped_inputs(run)) if m.key not in chances)
    inputs = tuple(m for m in known if m.moves_alone)
    moved = _sought(search, case, inputs, order, parts)
    moved += [(m, InputEffect(None, search.expected_usd)) for m in known if not m.moves_alone]
    moved += [(m, chance(search, m)) for m in movables(case) if m.key in chances]
    months = horizon_movable(case)
    moved.append((months, horizon(search, months)))
    rows = [_row(search, case, m, result) for m, result in moved if result.moves_a or result.moves_b]
    return ranked(case, rows)


def _sought(
    search: Search, case: Case, inputs: tuple[Movable, ...], order: Sequence[str], parts: Bounds | None
) -> list[tuple[Movable, InputEffect]]:
    """What moving each input does, as far as the bounds allow: as many at a time as fit, all of an ordinary case."""
    groups = list(_groups(case, inputs))
    if len(groups) > 1:
        places = {key: place for place, key in enumerate(order)}
        groups = list(_groups(case, tuple(sorted(inputs, key=lambda m: places.get(m.key, len(places))))))
    effort = parts.effort if parts is not None else Effort()
    last = effort.spent + SEARCH_SHARE * (parts.most if parts is not None else np.inf)
    found: list[tuple[Movable, InputEffect]] = []
    for group in groups:
        try:
            moved = search.all(group, effort, last - effort.spent)
        except TooMuchError:
            break
        found += [(m, each) for m, each in zip(group, moved, strict=True) if each is not None]
    if parts is not None:
        parts.inputs, parts.inputs_left = len(inputs), len(inputs) - len(found)
    return found


def _groups(case: Case, inputs: tuple[Movable, ...]) -> Iterator[tuple[Movable, ...]]:
    """The inputs in groups whose grids, laid out over all months of all work, fit in memory together; one by one in a case
    so large that the work may end with any of them."""
    most = GRID_CELLS // (case.horizon_months * len(case.workloads) * len(case.pair)) if fits_at_once(case) else 0
    group: list[Movable] = []
    rows = 0
    for movable in inputs:
        size = movable.grid().size
        if group and rows + size > most:
            yield tuple(group)
            group, rows = [], 0
        group.append(movable)
        rows += size
    if group:
        yield tuple(group)


def chance(search: Search, movable: Movable) -> InputEffect:
    """The probability of an event at which the pair flips: the share of futures that must have it.

    Each future has its own uniform and the event happens below the probability, so the expected difference is a
    staircase with one small stair a draw; it is added up exactly.
    """
    table = movable.key.rsplit(".", 1)[0]
    draws = search.pair.run.values[f"{table}.u"]
    ends = np.broadcast_to(search.pair.difference({movable.key: np.array([[0.0], [1.0]])}), (2, draws.size))
    order = np.argsort(draws)
    along = (ends[0].sum() + np.concatenate(([0.0], np.cumsum((ends[1] - ends[0])[order])))) / draws.size
    ranked = draws[order]
    now = int(np.searchsorted(ranked, movable.today))
    moved = InputEffect(None, float(along[now]), float(along[0]), float(along[-1]))
    moved.moves_difference = bool(np.ptp(ends[1] - ends[0]) > 0.0 or along[0] != along[-1])
    if not moved.moves_difference:
        return moved
    along = np.where(np.abs(along) <= search.nothing_usd, 0.0, along)
    other = np.flatnonzero(along * along[now] < 0.0)
    if other.size:
        nearest = int(other[np.argmin(np.abs(other - now))])
        value = np.nextafter(ranked[nearest - 1], 1.0) if nearest > now else ranked[nearest]
        moved.crossing = Crossing(float(value), step=abs(along[nearest]) > search.tolerance)
    return moved


def horizon_movable(case: Case) -> Movable:
    """The horizon as something that can be moved, in months."""
    declared = declared_for(HORIZON)
    spec = declared.spec if declared else None
    low, high = spec.limits if spec else (1.0, float(LONGEST_HORIZON))
    now = float(case.horizon_months)
    title = declared.title if declared else "Horizon"
    high = max(min(high, LONGEST_HORIZON), now)
    return Movable(HORIZON, title, str(case.horizon_months), Unit.MONTHS, now, max(low, 1.0), high, whole=True)


def horizon(search: Search, movable: Movable) -> InputEffect:
    """The nearest number of months at which the other option becomes the cheaper one.

    The typical future says of every number of months where to look; all draws decide.
    """
    today, usd = int(movable.today), search.expected_usd
    months = np.arange(movable.low, movable.high + 1.0)
    rough = search.typical.expected(horizon_months=months[:, None])
    along = rough + (usd - float(rough[today - int(movable.low)]))
    moved = InputEffect(None, usd)
    for side in (-1, 1) if not search.is_tie else ():
        path = (months - today) * side >= 0.0
        found = _first_month(search.pair, months[path][::side], along[path][::side], usd, search.nothing_usd)
        if found is not None and (moved.crossing is None or abs(found - today) < abs(moved.crossing.value - today)):
            moved.crossing = Crossing(float(found), step=True)
    if moved.crossing is None:
        moved.low_usd, moved.high_usd = _horizon_ends(search, months[[0, -1]])
    return moved


def _horizon_ends(search: Search, ends: Array) -> tuple[float, float]:
    """Expected B − A at two horizons, from some of the draws and what all draws say today: a figure to print, no verdict."""
    pair, n = search.pair, search.pair.run.n
    part = pair if n <= HORIZON_DRAWS else pair.on(np.arange(HORIZON_DRAWS))
    shift = search.expected_usd - float(part.expected()[0])
    at_low, at_high = (part.expected(horizon_months=ends[:, None]) + shift).tolist()
    return at_low, at_high


def _first_month(pair: Pair, path: Array, along: Array, usd: float, nothing_usd: float) -> int | None:
    """The first month along a path from today at which the expected difference has another sign than today's.

    It is looked for next to where the sketch of the typical future changes sign.
    """
    crossed = np.flatnonzero(along * usd < 0.0)
    if not crossed.size:
        return None

    def flipped(place: int) -> bool:
        if place == 0:
            return False
        found = float(pair.expected(horizon_months=path[place : place + 1, None])[0])
        return found * usd < 0.0 and abs(found) > nothing_usd

    place = max(int(crossed[0]), 1)
    for _ in range(12):
        if not flipped(place):
            place += 1
            if place == path.size:
                return None
        elif flipped(place - 1):
            place -= 1
        else:
            return int(path[place])
    return None


def _row(search: Search, case: Case, movable: Movable, moved: InputEffect) -> SwitchingValue:
    """The row of an input. Past its value the option that is not the cheaper one today is ahead; where a range at its mean
    would turn the pair already, that is the side on which the mean lies."""
    a, b = case.pair
    value = moved.crossing.value if moved.crossing else None
    wins = None if value is None else b if search.expected_usd > 0.0 else a
    beyond = (moved.today_usd > 0.0) == (search.expected_usd > 0.0)
    direction: Direction | None = None if value is None else "above" if (value > movable.today) == beyond else "below"
    never = None if value is not None else _why_never(search, case, movable, moved)
    if direction is not None and wins is not None and is_free_wait(case, movable.key, direction, wins):
        value, wins, direction, never = None, None, None, WHY
    row = SwitchingValue(
        key=movable.key,
        now=movable.today,
        value=value,
        why_never=never,
        title=movable.title,
        text=movable.text,
        unit=str(movable.unit),
        times_now=value / movable.today if value is not None and movable.today > 0.0 else None,
        step=bool(value is not None and moved.crossing and moved.crossing.step),
        low=movable.low,
        high=movable.high,
        difference_at_low_usd=moved.low_usd,
        difference_at_high_usd=moved.high_usd,
        flips_to=wins,
        sentence="",
        option=_owner(movable.key),
        direction=direction,
        wins=wins,
    )
    return worded(case, row, movable.unit)


def _owner(key: str) -> str | None:
    """The option an input belongs to."""
    parts = split(key)
    return parts[1] if parts[0] == "options" else None


def _why_never(search: Search, case: Case, movable: Movable, moved: InputEffect) -> str:
    if search.is_tie and moved.moves_difference:
        return "both options cost the same today"
    if not movable.moves_alone:
        return "it cannot move alone: the shares of routes add to 1"
    if not moved.moves_difference:
        return "it is the same on both sides" if moved.moves_a and moved.moves_b else "nothing depends on it"
    if moved.low_usd is None or moved.high_usd is None:
        return "the answer holds wherever it stands"
    ends = (moved.low_usd, moved.high_usd)
    if all(abs(usd - moved.today_usd) <= ROUNDING * abs(moved.today_usd) for usd in ends):
        return "it is the same on both sides"
    usd, bound = min((abs(moved.low_usd), movable.low), (abs(moved.high_usd), movable.high))
    dearer = case.option(case.pair[1] if moved.today_usd > 0.0 else case.pair[0]).title
    if usd >= abs(moved.today_usd):
        return f"moving it only makes {dearer} more expensive still"
    return f"even at {amount(bound, movable.unit)}, {dearer} costs {figures.money(usd)} more"
