"""What cancels and what decides: B minus A by group of lines, each with its own percentiles.

Lines are matched by what they pay for, whoever serves: a bridge's lines belong to the option whose plan has the bridge,
and a runtime fee is set against sandboxes and machines, because both are a place to run. Equal in every future means
folded away.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from types import MappingProxyType

import numpy as np
from msgspec import Struct

from model.comparison.charges import Line
from model.comparison.lines.axes import AXES
from model.comparison.lines.titles import line_title
from model.decision.records.analysis import DifferencePart, DifferenceRow, Folded, Spread
from model.quantities import Array, quantiles

NOTHING = np.zeros(1)
SAME = 1e-9
TITLES = {
    "tokens": "Tokens",
    "running": "Running: runtime, sandbox, machines",
    "search": "Web search",
    "tools": "Other tools",
    "infrastructure": "Other infrastructure",
}


class PairLine(Struct, frozen=True):
    """One line of one option of the pair, as the comparison needs it."""

    key: str
    workload: str | None
    month_1_usd: Array
    present_value_usd: Array


def group_of(line_key: str) -> str:
    """What a line is set against: `tokens`, `running`, `search`, `tools`, `infrastructure`, or the line key itself."""
    if line_key == "tools.web_search":
        return "search"
    table = line_key.partition(".")[0]
    axis = AXES.get("sandbox" if table == "hosts" else table)  # machines are a place to run, as sandboxes are
    return axis.group if axis and axis.group else line_key


def title_of(group: str, titles: Mapping[str, str]) -> str:
    """How a group is called on screen; ``titles``: of the lines that the team names, by line key."""
    return TITLES.get(group) or line_title(group, titles)


def total_of(arrays: Iterable[Array]) -> Array:
    """Arrays added up draw by draw; nothing is 0.

    Shape: ``(n,)``. Unit: that of the parts.
    """
    return sum(arrays, start=NOTHING)


def same(a: Array, b: Array) -> bool:
    """Whether two amounts are equal in every future, up to rounding of the sums.

    Shape: ``(n,)`` each. Unit: US dollars.
    """
    scale = max(float(np.max(np.abs(a))), float(np.max(np.abs(b))))
    return float(np.max(np.abs(b - a))) <= SAME * scale


def by_group(amounts: Iterable[PairLine]) -> Mapping[str, list[PairLine]]:
    """The lines of one option by group, in the order in which groups first occur."""
    groups: dict[str, list[PairLine]] = {}
    for amount in amounts:
        groups.setdefault(group_of(amount.key), []).append(amount)
    return groups


def spreads(rows: Sequence[Array]) -> list[Spread]:
    """Mean and percentiles of several amounts in one pass.

    Shape of ``rows``: ``(rows, n)``. Unit: US dollars.
    """
    if not rows:
        return []
    table = np.stack(np.broadcast_arrays(*(np.atleast_1d(row) for row in rows)))
    p10, p50, p90 = quantiles(table, (0.1, 0.5, 0.9))
    means = [float(np.mean(row)) for row in rows]
    return [
        Spread(mean_usd=mean, p10_usd=float(low), p50_usd=float(mid), p90_usd=float(high))
        for mean, low, mid, high in zip(means, p10, p50, p90, strict=True)
    ]


def differences(
    a: str,
    b: str,
    amounts_a: Sequence[PairLine],
    amounts_b: Sequence[PairLine],
    worths_a: Mapping[str, Array],
    worths_b: Mapping[str, Array],
    titles: Mapping[str, str],
    unknown: Mapping[str, Set[str]] = MappingProxyType({}),
) -> tuple[tuple[DifferenceRow, ...], tuple[Folded, ...]]:
    """What decides between A and B, in order of size, and what both pay alike; `worths` are present values by group,
    `titles` those of the lines that the team names, `unknown` the groups of an option with a line that nobody priced: of
    these no one can say that the other option alone pays for them.

    Shape: ``(n,)`` each. Unit: US dollars.
    """
    groups_a, groups_b = by_group(amounts_a), by_group(amounts_b)
    deciding: list[tuple[str, Array, Array]] = []
    folded: list[Folded] = []
    for group in dict.fromkeys((*groups_a, *groups_b)):
        value_a, value_b = worths_a.get(group, NOTHING), worths_b.get(group, NOTHING)
        if not same(value_a, value_b):
            deciding.append((group, value_a, value_b))
        elif np.any(value_a):
            folded.append(_fold(group, title_of(group, titles), value_a, groups_a[group]))
    rows = []
    all_spreads = spreads([value_b - value_a for _, value_a, value_b in deciding])
    for (group, value_a, value_b), spread in zip(deciding, all_spreads, strict=True):
        sides = ((a, value_a), (b, value_b))
        bearing = [option for option, value in sides if np.any(value) or group in unknown.get(option, ())]
        rows.append(
            DifferenceRow(
                key=group,
                title=title_of(group, titles),
                spread=spread,
                a_usd=float(np.mean(value_a)),
                b_usd=float(np.mean(value_b)),
                only=bearing[0] if len(bearing) == 1 else None,
                parts=_parts(groups_a.get(group, []), groups_b.get(group, [])),
            )
        )
    rows.sort(key=lambda row: -abs(row.spread.mean_usd))
    folded.sort(key=lambda row: -abs(row.present_value_usd))
    return tuple(rows), tuple(folded)


def _fold(group: str, title: str, present_value: Array, lines: Sequence[PairLine]) -> Folded:
    return Folded(
        key=group,
        title=title,
        month_1_usd=float(sum(np.mean(line.month_1_usd) for line in lines)),
        present_value_usd=float(np.mean(present_value)),
    )


def _parts(lines_a: Sequence[PairLine], lines_b: Sequence[PairLine]) -> tuple[DifferencePart, ...]:
    sums: dict[tuple[str, str | None], list[float]] = {}
    for side, lines in enumerate((lines_a, lines_b)):
        for line in lines:
            cell = sums.setdefault((line.key, line.workload), [0.0, 0.0])
            cell[side] += float(np.mean(line.present_value_usd))
    return tuple(
        DifferencePart(key=key, workload=workload, a_usd=usd_a, b_usd=usd_b, difference_usd=usd_b - usd_a)
        for (key, workload), (usd_a, usd_b) in sums.items()
    )


def cancelling_places(lines: Sequence[Line], others: Sequence[Line]) -> frozenset[int]:
    """Which lines of an option the other option of the pair pays alike in every future.

    Lines are matched by key, workload and route whoever serves, so that a bridge's tokens and one's own tokens together
    are set against the other side's.
    """
    ours, theirs = _by_identity(lines), _by_identity(others)
    return frozenset(
        place
        for identity, places in ours.items()
        if identity in theirs
        and same(
            total_of(lines[place].present_value_usd for place in places),
            total_of(others[place].present_value_usd for place in theirs[identity]),
        )
        for place in places
    )


def _by_identity(lines: Sequence[Line]) -> dict[tuple[str, str | None, str | None], list[int]]:
    places: dict[tuple[str, str | None, str | None], list[int]] = {}
    for place, line in enumerate(lines):
        places.setdefault((line.key, line.workload, line.route), []).append(place)
    return places
