"""`reconcile` from end to end: each session's list cost to the cent, or the named reason why not; a month beside its bill.

`equal`: what the use gives at list prices, in whole cents, is at most a cent from what the session reports. `explained`: a
price that the session does not show would give it; that is named and never certain. `not-comparable`: something is missing,
which is named. Everything else is `unexplained`, and its money is a share of all money.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from model.quantities.figures import dollars, listed, plural
from model.usage import queries
from model.usage.billed import BilledMonth, months
from model.usage.foreseen import Forecasting, Foreseen, covered_days, foreseen
from model.usage.gather_rows import Advance, RefusedSource, gather, table_bytes
from model.usage.modifiers import WITHIN, Fit, TokenLine, fits
from model.usage.readers import Context
from model.usage.row_store import RowStore
from model.usage.sink import Told
from model.usage.source_bytes import STDIN

Class: TypeAlias = Literal["equal", "explained", "unexplained", "not-comparable"]
CLASSES: tuple[Class, ...] = ("equal", "explained", "unexplained", "not-comparable")
INCLUDED: Mapping[str, str] = {"fast": "fast mode", "us": "US inference", "hour": "1-hour writes"}


class CheckedSession(Struct, frozen=True):
    """One session. `computed_usd` is unrounded and None where it cannot be known; `keys` name the reason for programs."""

    session_id: str
    agent: str
    started_at: datetime | None
    reported_usd: float | None
    computed_usd: float | None
    kind: Class
    reason: str
    keys: tuple[str, ...] = ()


class Reconciled(Struct, frozen=True):
    """All sessions, the month or months of the bill, what was read, and the forecast of those months where one was asked for."""

    sessions: tuple[CheckedSession, ...]
    months: tuple[BilledMonth, ...]
    sources: tuple[Told, ...]
    refused: tuple[RefusedSource, ...]
    warnings: tuple[str, ...]
    forecast: tuple[Foreseen, ...] = ()

    def of(self, kind: Class) -> list[CheckedSession]:
        """The sessions of one class."""
        return [each for each in self.sessions if each.kind == kind]

    @property
    def reported_usd(self) -> float:
        """What all sessions together report, US dollars."""
        return sum(each.reported_usd or 0.0 for each in self.sessions)

    @property
    def unexplained_usd(self) -> float:
        """How far the sessions that nothing explains are off, each counted by itself, US dollars."""
        return sum(abs((each.reported_usd or 0.0) - (each.computed_usd or 0.0)) for each in self.of("unexplained"))

    @property
    def unexplained_share(self) -> float:
        """The same as a share of what all sessions report."""
        return self.unexplained_usd / self.reported_usd if self.reported_usd else 0.0

    @property
    def computed_share(self) -> float | None:
        """How much of the reported money was computed to the cent or explained; None where nothing is reported."""
        found = sum(each.reported_usd or 0.0 for each in self.sessions if each.kind in ("equal", "explained"))
        return found / self.reported_usd if self.reported_usd else None

    @property
    def worst_share(self) -> float:
        """The larger of the sessions' unexplained share and that of the bill."""
        return max(self.unexplained_share, *(each.unexplained_share or 0.0 for each in self.months), 0.0)


def reconcile(
    names: Sequence[str], bills: Sequence[str], as_of: date, format_name: str | None = None,
    context: Context | None = None, advance: Advance | None = None, forecasting: Forecasting | None = None,
) -> Reconciled:  # fmt: skip
    """Read sessions and bills and check each against the other. Nothing is left behind, whatever happens.

    forecasting: also whose forecast stands beside the bill.
    """
    with RowStore(table_bytes=table_bytes(names)) as store:
        gathered = gather(store, names, format_name, context, advance)
        bill = gather(store, [each for each in bills if not _is_read(each, names)], None, context, advance)
        said = queries.prepare(store, as_of)
        found = [*_checked(store, as_of), *_running(gathered.told)]
        billed = months(store.records("billed"), found)
        rows = [] if forecasting is None else foreseen(forecasting, billed, covered_days(store))
        return Reconciled(
            sessions=tuple(found),
            months=tuple(billed),
            forecast=tuple(rows),
            sources=(*gathered.told, *bill.told),
            refused=(*gathered.refused, *bill.refused),
            warnings=(*said, *(f"{told.path}: {each}" for told in (*gathered.told, *bill.told) for each in told.sentences())),
        )  # fmt: skip


def _is_read(bill: str, names: Sequence[str]) -> bool:
    """Whether a bill is among the sources already, by its own name or inside a folder: read twice it would count twice."""
    path = Path(bill).expanduser().resolve()
    named = {Path(name).expanduser().resolve() for name in names if name != STDIN}
    return bill != STDIN and not named.isdisjoint((path, *path.parents))


def _running(told: Sequence[Told]) -> list[CheckedSession]:
    found = {session: status for each in told for session, status in each.unfinished.items()}
    return [
        CheckedSession(
            session, "", None, None, None, "not-comparable", f"not finished: still {status}", ("not-finished",)
        )
        for session, status in found.items()
    ]


def _checked(store: RowStore, as_of: date) -> list[CheckedSession]:
    lines: dict[str, list[TokenLine]] = {}
    for row in store.records("session_lines", {"as_of": as_of, "within": WITHIN}):
        lines.setdefault(row["session_id"], []).append(TokenLine(**row))
    return [checked(row, lines.get(row["session_id"], [])) for row in store.records("reconciled")]


def checked(row: Mapping[str, Any], lines: Sequence[TokenLine]) -> CheckedSession:
    """One session from its sums, with the lines it is made of where its own amount differs."""
    reported, known = row["reported_usd"], row["known_usd"]
    missing = _missing(row)
    computed = known if row["is_whole"] and all(key == "not-reported" for key, _ in missing) else None

    def said(kind: Class, reason: str, *keys: str) -> CheckedSession:
        return CheckedSession(
            row["session_id"], row["agent"], row["started_at"], reported, computed, kind, reason, keys
        )

    if missing:
        return said("not-comparable", listed([text for _, text in missing]), *(key for key, _ in missing))
    if abs(reported - round(known, 2)) <= WITHIN:
        return said("equal", _equal(row), *(key for key in INCLUDED if row[f"any_{key}"]))
    found = fits(lines, row["other_usd"], row["runtime_usd"], reported)
    if found:
        return said("explained", _explained(found), *dict.fromkeys(key for fit in found for key in fit.keys))
    if row["no_searches"]:
        return said("not-comparable", "searches are not said", "searches")
    off = reported - known
    much = f"reported {dollars(abs(off), 2)} {'more' if off > 0 else 'less'} than the use gives; nothing known here explains it"
    return said("unexplained", much)


def _missing(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What stands in the way of a figure to the cent, by key and in words."""
    found = []
    if row["unpriced"]:
        why = f" ({row['why']})" if row["why"] else ""
        found.append(("unpriced", f"unpriced: no list price for its model on that day{why}"))
    if row["floors"] and row["hosting"] == "managed":
        found.append(("threads", "several agents, and their threads are not read"))
    elif row["floors"]:
        found.append(("tokens", "some tokens are a floor: the version that wrote them counted too few"))
    if (row["no_output"] or row["no_fresh"] or not row["rows_read"]) and not row["floors"]:
        found.append(("tokens", "tokens are not said"))
    if row["no_runtime"]:
        found.append(("active-seconds", "running time (active_seconds) is not said"))
    if row["reported_usd"] is None:
        found.append(("not-reported", "no list cost of its own in US dollars"))
    if row["known_usd"] is None and not found:
        found.append(("cost", "nothing to price"))
    return found


def _equal(row: Mapping[str, Any]) -> str:
    """What an equal amount includes, and what it shows where the session alone leaves it open."""
    said = []
    if included := [text for key, text in INCLUDED.items() if row[f"any_{key}"]]:
        said.append(f"with {listed(included)}")
    if row["long_more_usd"] > WITHIN:
        said.append("no request above the tier of long prompts, or the amount would be higher")
    if row["unsplit_more_usd"] > WITHIN:
        said.append("writes kept for 5 minutes, or the amount would be higher")
    return "; ".join(said)


def _explained(found: Sequence[Fit]) -> str:
    """All that would explain it; which of them holds, the session does not say."""
    if len(found) == 1:
        return f"would be explained if {found[0].sentence()}; the session does not show it"
    return (
        f"would be explained by any of these, and the session shows none: {'; '.join(fit.sentence() for fit in found)}"
    )


def counted(found: Reconciled) -> str:
    """The classes with their numbers, in one line."""
    parts = [f"{len(found.of(kind)):,} {kind}" for kind in CLASSES if found.of(kind)]
    return f"{plural(len(found.sessions), 'session')}: {', '.join(parts)}" if parts else "no sessions"
