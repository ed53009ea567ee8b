"""`track` as text and as Markdown: does the forecast hold, which assumption broke, has a trigger been crossed."""

from __future__ import annotations

from model.profile.actuals import TOTAL, Held, TrackedMonth
from model.quantities.cleaning import clean
from model.quantities.figures import count, money, signed_money
from model.quantities.markdown_text import escape
from model.telling.held import forecast_held
from model.usage.told.text_tables import COLUMNS, TextTable, folded, laid_out, markdown
from model.usage.track_forecast import Moved, Tracked

MOST_MONTHS = 12


def answer(found: Tracked) -> list[str]:
    """What a director reads: whether it holds, what broke, triggers, ranges, the budget."""
    said = [forecast_held(found.months).said.line]
    broken = [each for each in found.moved if not each.is_inside]
    if broken and broken[0].worth_usd is not None:
        said.append(f"What broke first: {_broke(broken[0])}")
    elif found.moved:
        said.append("Every measured input of the newest month is inside its range.")
    said += [clean(each.trigger.sentence) for each in found.crossed]
    if found.triggers and not found.crossed:
        said.append(f"{_none(len(found.triggers))} of the decision is crossed by a measured value.")
    if found.months:
        said.append(found.calibration.sentence)
    if found.budget is not None:
        said.append(found.budget.sentence)
    return said


def _none(triggers: int) -> str:
    return "No trigger" if triggers == 1 else f"None of the {triggers} triggers"


def _broke(each: Moved) -> str:
    worth = "" if each.worth_usd is None else f", worth {signed_money(each.worth_usd)} over the horizon if it stays so"
    return f"{clean(each.title)} ({clean(each.key)}): {count(each.actual)} instead of {count(each.expected)}{worth}."


def tables(found: Tracked) -> list[TextTable]:
    """Months, the newest month's lines, what moved it, its inputs."""
    newest = found.months[-1:]
    return [table for table in (months(found), *map(lines, newest), _moved(found)) if table.rows]


def months(found: Tracked, most: int = MOST_MONTHS) -> TextTable:
    """The newest months that have a total, oldest first."""
    rows = []
    for month in found.months[-most:]:
        total = month.total
        if total is not None:
            kept = " (kept)" if month.is_kept else ""
            rows.append((f"{month.month:%b %Y}{kept}", f"{month.sessions:,}", *_held_cells(total)))
    columns = ("month", "sessions", "forecast P10", "P90", "actual", "")
    return TextTable("Forecast against actual, list prices", columns, tuple(rows), "", (0, 5))


def _held_cells(held: Held) -> tuple[str, str, str, str]:
    return money(held.p10), money(held.p90), money(held.actual), _where(held)


def _where(held: Held) -> str:
    return "" if held.is_inside else "above" if held.actual > held.p90 else "below"


def lines(month: TrackedMonth, with_total: bool = False) -> TextTable:
    """A month's lines, US dollars at list prices; the total last, where it is wanted."""
    rows = tuple((clean(line.key), *_held_cells(line)) for line in month.lines if with_total or line.key != TOTAL)
    return TextTable(f"Lines of {month.month:%B %Y}", ("line", "forecast P10", "P90", "actual", ""), rows, "", (0, 4))


def held_inputs(month: TrackedMonth) -> list[tuple[str, tuple[str, str, str, str]]]:
    """A month's inputs in their own units: key, then ends of the range, what came and where that lies; outside ones first.

    A number without a range has no ends, and lies nowhere.
    """
    ordered = sorted(month.inputs, key=lambda each: each.is_inside or not each.is_range)
    return [
        (each.key, (count(each.p10), count(each.p90), count(each.actual), _where(each)))
        if each.is_range
        else (each.key, (f"={count(each.p50)}", "", count(each.actual), ""))
        for each in ordered
    ]


def _moved(found: Tracked) -> TextTable:
    """The waterfall of `diff` between the profile and the same profile with the newest month's figures."""
    columns = ("what moved it", "assumed", "measured", "range", "worth over the horizon")
    rows = [
        (clean(each.key), count(each.expected), count(each.actual), "inside" if each.is_inside else "outside",
         "?" if each.worth_usd is None else signed_money(each.worth_usd))
        for each in found.moved
    ]  # fmt: skip
    if rows:
        rows += [
            ("together", "", "", "", signed_money(found.together_usd)),
            ("all", "", "", "", signed_money(found.total_usd)),
        ]
    return TextTable("What moved it, the most surprising first", columns, tuple(rows), "", (0, 3))


def as_text(found: Tracked) -> str:
    """For a terminal."""
    parts = ["\n".join(answer(found)), *(laid_out(table) for table in tables(found))]
    if found.warnings:
        said = (piece for each in found.warnings for piece in folded(f"  {clean(each)}", COLUMNS))
        parts.append("\n".join(["Said of the sources", *said]))
    return "\n\n".join(parts) + "\n"


def as_markdown(found: Tracked) -> str:
    """For a wiki or a ticket."""
    parts = ["# Forecast against actual", *map(escape, answer(found)), *(markdown(table) for table in tables(found))]
    if found.warnings:
        parts.append("\n".join(f"- {escape(clean(each))}" for each in found.warnings))
    return "\n\n".join(parts) + "\n"
