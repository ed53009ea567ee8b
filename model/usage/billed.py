"""A month's bill beside what its sessions cost at list prices, by agent and axis: discount, coverage, what is left.

Coverage is how much of the bill's list cost the sessions account for. Lines of the bill that name no agent, where others do,
are other uses of the API: not covered, and not unexplained.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from model.quantities.figures import dollars, plural
from model.usage.attribute import total

if TYPE_CHECKING:
    from model.usage.reconcile_bills import CheckedSession

US = 1.1
"""What US inference costs more; tokens of a whole bill that are off by just that point at the workspace's region."""


class BilledLine(Struct, frozen=True):
    """One agent and axis: list cost of the sessions, list and billed amount of the bill; None where a side does not say it."""

    agent: str | None
    axis: str
    computed_usd: float | None
    list_usd: float | None
    billed_usd: float | None
    discount_share: float | None
    is_outside: bool

    @property
    def left_usd(self) -> float:
        """What the bill has at list prices beyond the sessions, US dollars; 0 for other uses and where it has no list price."""
        if self.is_outside or self.list_usd is None:
            return 0.0
        return self.list_usd - (self.computed_usd or 0.0)


class BilledMonth(Struct, frozen=True):
    """One month of a bill; None is unknown. `outside_usd`: other uses of the API; `not_on_bill_usd`: list cost of sessions
    on lines the bill does not have. Neither is unexplained money of the bill.
    """

    month: date
    list_usd: float | None
    billed_usd: float | None
    computed_usd: float
    discount_share: float | None
    coverage: float | None
    unexplained_usd: float | None
    outside_usd: float
    not_on_bill_usd: float
    lines: tuple[BilledLine, ...]
    hints: tuple[str, ...]

    @property
    def unexplained_share(self) -> float | None:
        """The unexplained money as a share of the bill's list cost."""
        return self.unexplained_usd / self.list_usd if self.list_usd and self.unexplained_usd is not None else None


def months(rows: Sequence[Mapping[str, Any]], sessions: Sequence[CheckedSession]) -> list[BilledMonth]:
    """Every month that has a bill."""
    found: dict[date, list[Mapping[str, Any]]] = {}
    for row in rows:
        if row["month"] is not None:
            found.setdefault(row["month"], []).append(row)
    return [_month(month, lines, sessions) for month, lines in found.items() if any(line["on_bill"] for line in lines)]


def _month(month: date, rows: Sequence[Mapping[str, Any]], sessions: Sequence[CheckedSession]) -> BilledMonth:
    lines = [_line(row) for row in rows]
    listed_usd = total(*(line.list_usd for line in lines))
    computed = sum(line.computed_usd or 0.0 for line in lines)
    discounted = [row for row in rows if row["list_of_billed_usd"] and row["billed_of_list_usd"] is not None]
    at_list = sum(row["list_of_billed_usd"] for row in discounted)
    known = [line for line in lines if line.list_usd is not None]
    covered = sum(min(line.list_usd or 0.0, line.computed_usd or 0.0) for line in known)
    left = None if listed_usd is None else sum(abs(line.left_usd) for line in lines)
    return BilledMonth(
        month=month,
        list_usd=listed_usd,
        billed_usd=total(*(line.billed_usd for line in lines)),
        computed_usd=computed,
        discount_share=1.0 - sum(row["billed_of_list_usd"] for row in discounted) / at_list if at_list else None,
        coverage=covered / listed_usd if listed_usd else None,
        unexplained_usd=None if left is None else left if left > 0.005 else 0.0,
        outside_usd=sum(line.list_usd or line.billed_usd or 0.0 for line in lines if line.is_outside),
        not_on_bill_usd=_unbilled(lines),
        lines=tuple(lines),
        hints=tuple(_hints(lines, month, sessions)),
    )


def together(found: Sequence[BilledMonth]) -> BilledMonth | None:
    """All months of a bill as one; None without a bill. Discount and coverage are ratios of sums."""
    if len(found) < 2:
        return found[0] if found else None
    list_usd = total(*(each.list_usd for each in found))
    covered = sum((each.coverage or 0.0) * (each.list_usd or 0.0) for each in found)
    discounted = [each for each in found if each.discount_share is not None and each.list_usd]
    saved = sum((each.discount_share or 0.0) * (each.list_usd or 0.0) for each in discounted)
    at_list = sum(each.list_usd or 0.0 for each in discounted)
    return BilledMonth(
        month=found[0].month,
        list_usd=list_usd,
        billed_usd=total(*(each.billed_usd for each in found)),
        computed_usd=sum(each.computed_usd for each in found),
        discount_share=saved / at_list if at_list else None,
        coverage=covered / list_usd if list_usd else None,
        unexplained_usd=total(*(each.unexplained_usd for each in found)),
        outside_usd=sum(each.outside_usd for each in found),
        not_on_bill_usd=sum(each.not_on_bill_usd for each in found),
        lines=(),
        hints=(),
    )


def _line(row: Mapping[str, Any]) -> BilledLine:
    at_list = row["list_of_billed_usd"]
    return BilledLine(
        agent=row["agent"],
        axis=row["axis"],
        computed_usd=row["computed_usd"],
        list_usd=row["list_usd"],
        billed_usd=row["billed_usd"],
        discount_share=1.0 - row["billed_of_list_usd"] / at_list if at_list else None,
        is_outside=row["on_bill"] and row["agent"] is None,
    )


def _unbilled(lines: Sequence[BilledLine]) -> float:
    """List cost of sessions on lines the bill does not have at all."""
    return sum(line.computed_usd or 0.0 for line in lines if line.list_usd is None and line.billed_usd is None)


def _hints(lines: Sequence[BilledLine], month: date, sessions: Sequence[CheckedSession]) -> list[str]:
    """What would explain a rest: each is possible, none is certain."""
    found = []
    tokens = [line for line in lines if line.axis == "tokens" and line.list_usd and line.computed_usd]
    at_list = sum(line.list_usd or 0.0 for line in tokens)
    use = sum(line.computed_usd or 0.0 for line in tokens)
    if use and abs(at_list / use - US) < 0.005:
        found.append("tokens are billed at 1.1 times what the sessions give: the workspace's region may be the US")
    unclear = [each for each in sessions if each.kind == "not-comparable" and _within(each, month)]
    if unclear and any(abs(line.left_usd) > 0.005 for line in lines):
        found.append(f"{plural(len(unclear), 'session')} could not be computed and may be part of the rest")
    more = sum(max(0.0, line.left_usd) for line in lines)
    if more > 0.005:
        found.append(
            f"{dollars(more, 2)} of the bill may be sessions that are not in these files (archived, deleted, other days)"
        )
    if (unbilled := _unbilled(lines) + sum(max(0.0, -line.left_usd) for line in lines)) > 0.005:
        found.append(
            f"{dollars(unbilled, 2)} of the sessions may be billed on days or lines that this bill does not have"
        )
    if all(line.list_usd is None for line in lines):
        found.append("this bill has no list prices: discount and coverage cannot be told from it")
    return found


def _within(each: CheckedSession, month: date) -> bool:
    return each.started_at is None or (each.started_at.year, each.started_at.month) == (month.year, month.month)
