"""`reconcile` as text and as Markdown for a finance ticket: first how it stands, then each session that is not equal, then the bill."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from model.quantities.cleaning import clean
from model.quantities.figures import dollars, plural, share
from model.quantities.markdown_text import escape
from model.usage.billed import BilledLine, BilledMonth
from model.usage.foreseen import Foreseen
from model.usage.reconcile_bills import CheckedSession, Reconciled, counted
from model.usage.told.measure_text import cents, plain
from model.usage.told.text_tables import COLUMNS, TextTable, folded, laid_out, markdown

MOST_SESSIONS = 40


def answer(found: Reconciled, tolerance: float) -> list[str]:
    """How it stands, in a few sentences."""
    said = [f"{counted(found)}."]
    if found.computed_share is not None:
        said.append(
            f"Of {dollars(found.reported_usd, 2)} reported, {share(found.computed_share)} is computed to the cent or has a "
            f"named explanation; {dollars(found.unexplained_usd, 2)} ({share(found.unexplained_share)}) is unexplained."
        )
    said += [_of_month(each) for each in found.months]
    held = [each.is_inside for each in found.forecast if each.is_inside is not None]
    if held:
        said.append(f"Forecast: {sum(held)} of {plural(len(held), 'line')} of the bill lie within their 80 % range.")
    above = found.worst_share > tolerance
    said.append(f"{'Above' if above else 'Within'} the tolerance of {share(tolerance)} unexplained.")
    return said


def _of_month(month: BilledMonth) -> str:
    if month.list_usd is None:
        return f"{month.month:%B %Y}: billed {cents(month.billed_usd)}; no list prices on this bill."
    found = "" if month.discount_share is None else f", {share(month.discount_share)} discount found"
    outside = f" {dollars(month.outside_usd, 2)} are other uses of the API." if month.outside_usd > 0.005 else ""
    return (
        f"{month.month:%B %Y}: billed {cents(month.billed_usd)} of {cents(month.list_usd)} at list prices{found}; the "
        f"sessions account for {_share(month.coverage)}, {cents(month.unexplained_usd)} unexplained.{outside}"
    )


def _share(value: float | None) -> str:
    return "?" if value is None else share(value)


def tables(found: Reconciled, whole: bool = False) -> list[TextTable]:
    """The sessions that need a reader (all of them where ``whole``), and the bill by agent and axis."""
    shown = list(found.sessions) if whole else [each for each in found.sessions if each.kind != "equal"]
    ordered = sorted(shown, key=lambda each: (each.kind != "unexplained", each.kind, -(each.reported_usd or 0.0)))
    rest = len(ordered) - MOST_SESSIONS
    after = f"and {rest:,} more; --json has all" if rest > 0 and not whole else ""
    rows = tuple(_session(each) for each in (ordered if whole else ordered[:MOST_SESSIONS]))
    title = "Sessions" if whole else "Sessions that are not equal to the cent"
    parts = [
        TextTable(
            title, ("session", "agent", "reported", "at list prices", "class", "reason"), rows, after, (0, 1, 4, 5)
        )
    ]
    parts += [
        TextTable(
            f"The bill of {month.month:%B %Y}", ("agent", "axis", "sessions at list", "bill at list", "billed", "discount"),
            tuple(_line(line) for line in month.lines), "", (0, 1),
        )
        for month in found.months
    ]  # fmt: skip
    parts += [_forecast(found, month.month) for month in found.months]
    return [table for table in parts if table.rows]


def _forecast(found: Reconciled, month: date) -> TextTable:
    """The forecast for the bill's days beside it, at list prices."""
    held = [each for each in found.forecast if each.month == month]
    rows = tuple(
        (
            plain(each.workload or "all"),
            each.axis,
            cents(each.p10_usd),
            cents(each.p90_usd),
            cents(each.list_usd),
            _where(each),
        )
        for each in held
    )
    days = f", {held[0].days:.3g} days" if held else ""
    columns = ("workload", "axis", "forecast P10", "P90", "bill at list", "")
    return TextTable(f"Forecast of {month:%B %Y}{days}, list prices", columns, rows, "", (0, 1, 5))


def _where(each: Foreseen) -> str:
    if each.is_inside is None or each.list_usd is None:
        return "?"
    return "" if each.is_inside else "above" if each.list_usd > each.p90_usd else "below"


def _session(each: CheckedSession) -> tuple[str, ...]:
    exact = "?" if each.computed_usd is None else dollars(each.computed_usd, 4)
    return (
        plain(each.session_id),
        plain(each.agent or "?"),
        cents(each.reported_usd),
        exact,
        each.kind,
        clean(each.reason),
    )


def _line(line: BilledLine) -> tuple[str, ...]:
    name = "other uses of the API" if line.is_outside else plain(line.agent or "all")
    off = "" if line.discount_share is None else share(line.discount_share)
    return name, line.axis, cents(line.computed_usd), cents(line.list_usd), cents(line.billed_usd), off


def hints(found: Reconciled) -> list[str]:
    """What would explain a rest of the bill; none of it is certain."""
    return [f"{month.month:%B %Y}: {hint}" for month in found.months for hint in month.hints]


def _folded(lines: Iterable[str]) -> list[str]:
    return [piece for line in lines for piece in folded(f"  {clean(line)}", COLUMNS)]


def as_text(found: Reconciled, tolerance: float) -> str:
    """For a terminal."""
    parts = ["\n".join(answer(found, tolerance)), *(laid_out(table) for table in tables(found))]
    if said := hints(found):
        parts.append("\n".join(["What may explain the rest (none of it is certain)", *_folded(said)]))
    if found.warnings:
        parts.append("\n".join(["Said of the sources", *_folded(found.warnings)]))
    return "\n\n".join(parts) + "\n"


def as_markdown(found: Reconciled, tolerance: float) -> str:
    """For a finance ticket."""
    parts = [
        "# Sessions against their list cost",
        *map(escape, answer(found, tolerance)),
        *(markdown(table) for table in tables(found)),
    ]
    if said := hints(found):
        parts += [
            "## What may explain the rest",
            "None of it is certain.",
            "\n".join(f"- {escape(clean(each))}" for each in said),
        ]
    return "\n\n".join(parts) + "\n"
