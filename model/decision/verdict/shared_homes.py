"""What several homes share: an option that is a home and bridges another, or that bridges two, stands there once.

Its build, its standing months and leaving it are counted once over all plans in which it serves, from when it is live until
the last of them needs it no more. An option that stays as a home is neither built again nor left. Machines and whatever else
depends on what it serves at a time are those of all that it serves then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce

import numpy as np
from msgspec import Struct, field

from model.comparison import Run, evaluate
from model.comparison.line_block import Block
from model.comparison.serving import bridge_serves, replaced_after, window
from model.decision.pair.monthly_costs import POCKETS
from model.decision.records.analysis import Pays
from model.formulas.sums import ZERO, total_of
from model.quantities import Array, mean

BUILD, LEFT, MONTHLY = "build", "left", "monthly"
WHATEVER_IT_SERVES = (BUILD, LEFT, MONTHLY)  # the same however many workloads it serves
Masks = Mapping[str, int]


def priced(run: Run, homes: Sequence[str]) -> float:
    """Expected present value when each workload has this home, in the order of the workloads."""
    return float(priced_by_future(run, homes).mean())


def priced_by_future(run: Run, homes: Sequence[str]) -> Array:
    """The same in every future.

    Shape: ``(n,)``. Unit: US dollars of present value.
    """
    masks = {home: sum(1 << place for place, other in enumerate(homes) if other == home) for home in homes}
    parts = [np.broadcast_to(_Homes(part, masks).worth(), (part.n,)) for _, part in run.parts()]
    return np.concatenate(parts)


def first_month(run: Run, homes: Sequence[str]) -> dict[Pays, float]:
    """The first full month of these homes by pocket, US dollars: each with the workloads it serves, its standing months once.

    No bridge serves in that month, so nothing of it is shared.
    """
    found: dict[Pays, float] = dict.fromkeys(POCKETS, 0.0)
    for home in dict.fromkeys(homes):
        gone = [name for name, other in zip(run.case.workloads, homes, strict=True) if other != home]
        keys = {run.case.key_for(home, name, path) for name in gone for path in SERVED_WITH} & set(run.values)
        values = {**run.values, **{key: run.values[key] * 0.0 for key in keys}}
        served = evaluate(run.case, values, run.sheet.breathe)
        for line in served.option(home).lines:
            found[line.pays] += mean(line.month_1_usd)
    return found


def shared(run: Run, homes: Sequence[str]) -> float:
    """Expected present value of what these homes share, whatever they serve: what counting each alone counts too often."""
    masks = dict.fromkeys(homes, (1 << len(run.case.workloads)) - 1)
    return sum(share * float(np.mean(_Homes(part, masks).shared())) for share, part in run.parts())


class _Homes(Struct):
    """Several homes on the futures of a run; `masks` says by home which workloads it serves."""

    run: Run
    masks: Masks
    _worths: dict[tuple[str, int], tuple[Array, ...]] = field(default_factory=dict)

    def worth(self) -> Array:
        """Present value of all homes together."""
        own = [
            worth
            for home, mask in self.masks.items()
            for block, worth in self._blocks(home, mask)
            if block.name[2] is not None or block.name[1] in (None, home)
        ]
        once = [self._once(kind, server, users) for server, users in self._bridging() for kind in WHATEVER_IT_SERVES]
        pooled = [self._pooled(server, users) for server, users in self._bridging()]
        return total_of([*own, *once, *pooled])

    def shared(self) -> Array:
        """What is counted too often when every home is priced alone, as far as it is the same whatever they serve."""
        found = [ZERO]
        for server, users in self._bridging():
            for kind in WHATEVER_IT_SERVES:
                each = total_of([ZERO, *(self._of(kind, server, home) for home in users)])
                found.append(each - self._once(kind, server, users))
        return total_of(found)

    def _blocks(self, home: str, mask: int) -> Iterator[tuple[Block, Array]]:
        """The blocks of a plan that serves these workloads, and what each comes to."""
        if (home, mask) not in self._worths:
            gone = [name for place, name in enumerate(self.run.case.workloads) if not mask >> place & 1]
            values = self.run.values
            keys = (self.run.case.key_for(home, name, path) for name in gone for path in SERVED_WITH)
            changes = {key: values[key] * 0.0 for key in keys if key in values}
            self._worths[home, mask] = self.run.worths(changes, options=(home,))[home]
        return zip(self.run.blocks(home), self._worths[home, mask], strict=True)

    def _bridging(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every option that stands in the plan of another home, and the homes of those plans."""
        found: dict[str, dict[str, None]] = {}
        for home in self.masks:
            for block in self.run.blocks(home):
                server = block.name[1]
                if server not in (None, home) and block.name[2] is None:
                    found.setdefault(str(server), {})[home] = None
        return ((server, tuple(users)) for server, users in found.items())

    def _of(self, kind: str, server: str, home: str) -> Array:
        """What one kind of block of this server comes to in the plan of a home."""
        every = self._blocks(home, self.masks[home])
        return total_of([ZERO, *(worth for block, worth in every if block.name[1:] == (server, None, kind))])

    def _once(self, kind: str, server: str, users: Sequence[str]) -> Array:
        """What is paid once for all plans: the longest of the months, one build, and leaving when the last has no more need."""
        if server in self.masks:
            return ZERO
        parts = [self._of(kind, server, home) for home in users]
        if kind != LEFT:
            return reduce(np.maximum, parts)
        needed = [self._serves(server, home) for home in users]
        last = reduce(np.minimum, [np.where(is_, part, np.inf) for is_, part in zip(needed, parts, strict=True)])
        return np.where(np.isfinite(last), last, 0.0)

    def _serves(self, server: str, home: str) -> Array:
        """1 in the futures in which this server is there to be left in the plan of a home: what serves today always is."""
        case, sheet = self.run.case, self.run.sheet
        if case.option(server).is_today:
            return np.ones(1)
        return bridge_serves(case, sheet, case.option(home), server)[0]

    def _end(self, server: str, home: str) -> Array:
        """When the plan of a home needs this server no more, in months from now."""
        case, sheet, plan = self.run.case, self.run.sheet, self.run.case.option(home)
        if case.option(server).is_today:
            return replaced_after(case, sheet, plan, case.option(server))
        end = window(case, sheet, plan, server)[1]
        assert end is not None
        return end

    def _pooled(self, server: str, users: Sequence[str]) -> Array:
        """What depends on how much a server serves: in the longest time all of it, in each shorter one what comes on top."""
        ends = np.stack(np.broadcast_arrays(*(self._end(server, home) for home in users)))
        order = np.argsort(-ends, axis=0, kind="stable")
        whole = np.zeros(1)
        for turn in np.unique(order, axis=1).T:
            here = (order == turn[:, None]).all(axis=0)
            whole = np.where(here, self._on_top(server, [users[place] for place in turn.tolist()]), whole)
        return whole

    def _on_top(self, server: str, users: Sequence[str]) -> Array:
        """The same for plans that need the server one longer than the next."""
        already, parts = self.masks.get(server, 0), [ZERO]
        for home in users:
            both = already | self.masks[home]
            parts.append(self._sized(server, home, both))
            if already:
                parts.append(-self._sized(server, home, already))
            already = both
        return total_of(parts)

    def _sized(self, server: str, home: str, mask: int) -> Array:
        """The blocks of a server in the plan of a home that depend on what it serves, if it served these workloads."""
        return total_of(
            [
                ZERO,
                *(
                    worth
                    for block, worth in self._blocks(home, mask)
                    if block.name[1] == server and block.name[2] is None and block.name[3] not in WHATEVER_IT_SERVES
                ),
            ]
        )


SERVED_WITH = ("sessions_per_month", "waiting_usd_per_month")
