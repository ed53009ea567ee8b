"""Measured use as text for a terminal and as Markdown: the same tables, laid out twice."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from model.profile.dotted_keys import join, split
from model.quantities.cleaning import clean
from model.quantities.figures import count, day, dollars, listed, money, number, plural, share, signed_dollars
from model.quantities.markdown_text import escape
from model.usage.attribute import AgentUse, Dear, Week, total
from model.usage.measured_inputs import MeasuredInput
from model.usage.measuring import Measured
from model.usage.told.text_tables import COLUMNS, TextTable, fits, folded, laid_out, markdown

UNKNOWN = "?"
MOST_LINES = 20
_HIDDEN_AFTER = 40
_LONGEST_PATH = 56


def plain(name: str | None) -> str:
    """A name from a foreign file on one line, without anything that could steer a terminal."""
    text = clean(name or UNKNOWN) or UNKNOWN
    return text if len(text) <= _HIDDEN_AFTER else f"{text[: _HIDDEN_AFTER - 1]}\N{HORIZONTAL ELLIPSIS}"


def cents(usd: float | None) -> str:
    """An amount in a table that has to add up: to the cent."""
    return UNKNOWN if usd is None else dollars(usd, 2)


def tables(measured: Measured, inputs: Sequence[MeasuredInput], narrow: bool = False) -> list[TextTable]:
    """Every table, in the order in which it is read; `narrow`: the bill in three axes where six do not fit a terminal."""
    whole = without_empty(bill(measured))
    folds = narrow and not fits(whole)
    found = [
        bill(measured, fewer=True) if folds else whole,
        _outcomes(measured),
        weekly(measured.weeks),
        costliest(measured.dearest),
        _caps(measured),
    ]
    found += [_charges(measured), _hours(measured), *_inputs(inputs)]
    return [without_empty(table) for table in found if table.rows]


def without_empty(table: TextTable) -> TextTable:
    """The table without columns that say nothing in any row; what no source says at all is named below it, once."""
    kept = [
        place for place in range(len(table.columns))
        if place == 0 or any(row[place] not in ("", UNKNOWN) for row in table.rows)
    ]  # fmt: skip
    silent = [
        name for place, name in enumerate(table.columns)
        if place not in kept and any(row[place] == UNKNOWN for row in table.rows)
    ]  # fmt: skip
    said = (table.after, f"Not known from these sources: {', '.join(silent)}." if silent else "")
    rows = tuple(tuple(row[place] for place in kept) for row in table.rows)
    words = tuple(kept.index(place) for place in table.words if place in kept)
    return TextTable(
        table.title, tuple(table.columns[place] for place in kept), rows, "\n".join(filter(None, said)), words
    )


AXES = ("fresh", "output", "cache", "runtime", "search", "other tools")
FEWER: tuple[tuple[str, slice], ...] = (("tokens", slice(0, 3)), ("runtime", slice(3, 4)), ("tools", slice(4, 6)))
"""The axes where there is room for three columns only, and which of the six each one holds."""


def bill(measured: Measured, fewer: bool = False) -> TextTable:
    """Agent by axis in cents: rounded parts that add up, the whole rounded first and the rest shared out; `fewer`: three axes."""
    agents = measured.agents
    cells = footed([_amounts(each) for each in agents])
    names = tuple(name for name, _ in FEWER) if fewer else AXES
    if fewer:
        cells = [[*(total(*row[part]) for _, part in FEWER), row[-1]] for row in cells]
    percent = footed_shares([each.share for each in agents])
    billed = measured.totals.as_billed
    rows = [
        (plain(each.agent), _sessions(each), *(cents(value) for value in row), said)
        for each, row, said in zip(agents, cells, percent, strict=True)
    ]
    if len(rows) > 1:
        sums = [total(*column) for column in zip(*cells, strict=True)]
        rows.append(("all", _sessions(measured.totals), *(cents(value) for value in sums), "100.0 %"))
    high = measured.totals.list_usd_high
    known = measured.totals.list_usd
    after = ""
    if billed:
        after = "What was billed: this bill has no list prices."
    elif known is not None and high is None:
        after = "What is known; some of it is a floor (see unknown below)."
    elif known is not None and high is not None and high > known + 0.005:
        after = f"Up to {cents(high)} where a part could only be bounded."
    title = f"Who causes the bill ({prices_said(measured)})"
    return TextTable(title, ("agent", "sessions", *names, "total", "share"), tuple(rows), after)


def prices_said(measured: Measured) -> str:
    """At which prices the table of the agents stands."""
    return "as billed" if measured.totals.as_billed else "list prices"


def _sessions(use: AgentUse) -> str:
    """How many sessions; a bill alone names none, which is not none at all."""
    return f"{use.sessions:,}" if use.sessions else UNKNOWN


def _amounts(each: AgentUse) -> list[float | None]:
    axes = each.axes
    return [axes.fresh, axes.output, axes.cache, axes.runtime, axes.searches, axes.other_tools, each.table_usd]


def footed(rows: Sequence[Sequence[float | None]]) -> list[list[float | None]]:
    """Rows of parts and their total, rounded to cents so that every row adds up: what rounding leaves goes to the largest."""
    found: list[list[float | None]] = []
    for row in rows:
        rounded = [None if value is None else round(value, 2) for value in row]
        *parts, whole = rounded
        known = [place for place, value in enumerate(parts) if value is not None]
        if whole is not None and known:
            left = round(whole - sum(parts[place] or 0.0 for place in known), 2)
            if abs(left) <= 0.05:
                largest = max(known, key=lambda place: abs(parts[place] or 0.0))
                parts[largest] = round((parts[largest] or 0.0) + left, 2)
        found.append([*parts, whole])
    return found


def footed_shares(values: Sequence[float | None]) -> list[str]:
    """Shares in tenths of a percent that add up to 100: the largest remainders are rounded up."""
    known = [(place, value * 1000.0) for place, value in enumerate(values) if value is not None]
    floors = {place: int(value) for place, value in known}
    left = round(sum(value for _, value in known)) - sum(floors.values())
    for place, _ in sorted(known, key=lambda each: each[1] - int(each[1]), reverse=True)[: max(0, left)]:
        floors[place] += 1
    return [UNKNOWN if value is None else f"{floors[place] / 10:.1f} %" for place, value in enumerate(values)]


def _outcomes(measured: Measured) -> TextTable:
    columns = ("agent", "P50", "P90", "P99", "most", "reached", "per outcome")
    rows = []
    for each in measured.agents:
        if not each.sessions:
            continue
        cost = each.per_session_usd
        reached = UNKNOWN if each.reached is None else f"{each.reached:,} of {each.judged:,}"
        rows.append(
            (plain(each.agent), *(_small(value) for value in (cost.p50, cost.p90, cost.p99, cost.max)), reached,
             _small(each.per_reached_usd))
        )  # fmt: skip
        if len(each.routes) > 1:
            rows.extend(
                (f"  {plain(route.model)}", "", "", "", "", UNKNOWN if route.reached is None else f"{route.reached:,} of {route.judged:,}",
                 _small(route.per_reached_usd))
                for route in each.routes
            )  # fmt: skip
    return TextTable("What a session costs, and what an outcome", columns, tuple(rows))


def _small(usd: float | None) -> str:
    return UNKNOWN if usd is None else money(usd)


def weekly(weeks: Sequence[Week]) -> TextTable:
    """Week by week, with what moved each; one week alone is no comparison."""
    columns = ("week of", "sessions", "list cost", "change", "by number", "by use", "by price")
    rows = []
    for each in weeks[-MOST_LINES:]:
        moved = each.change
        parts = ("", "", "", "") if moved is None else tuple(
            signed_dollars(value, 2) for value in (moved.whole_usd, moved.volume_usd, moved.use_usd, moved.price_usd)
        )  # fmt: skip
        name = day(each.week) + ("" if each.is_full else " *")
        rows.append((name, f"{each.sessions:,}", cents(each.list_usd), *parts))
    if len(rows) < 2:
        return TextTable("Week over week", columns, ())
    part = " * not all of its days are in the data." if any(not each.is_full for each in weeks) else ""
    after = f"What moved it: how many sessions, how much each used, and at which price and mix.{part}"
    return TextTable("Week over week", columns, tuple(rows), after)


def costliest(sessions: Sequence[Dear]) -> TextTable:
    """The sessions that cost most, with their ids."""
    columns = ("session", "agent", "list cost", "reported", "look at it")
    rows = [
        (plain(each.session_id), plain(each.agent), cents(each.list_usd), cents(each.reported_usd),
         "> 3 × P99" if each.look_at else "")
        for each in sessions[:MOST_LINES]
    ]  # fmt: skip
    return TextTable("Most expensive sessions", columns, tuple(rows), "", (0, 1, 4))


def _caps(measured: Measured) -> TextTable:
    columns = ("a cap of", "stops", "not spent", "spent on stopped", "mean, failures in")
    rows = [
        (money(each.usd) + (" (cheapest)" if each.is_cheapest else ""), f"{each.stopped:,} ({share(each.stopped_share)})", cents(each.not_spent_usd),
         cents(each.spent_on_stopped_usd), "" if each.expected_usd is None else money(each.expected_usd))
        for each in measured.caps
    ]  # fmt: skip
    priced = any(each.expected_usd is not None for each in measured.caps)
    after = "" if priced else "Which cap costs least takes what a failed session costs elsewhere: --fallback-usd."
    return TextTable("What a cap on a session would do", columns, tuple(rows), after)


def _charges(measured: Measured) -> TextTable:
    sums: dict[tuple[str, str], list[float | None]] = {}
    for line in measured.charges:
        axis = None if line.axis in ("infrastructure", line.category) else line.axis
        what = ", ".join(plain(each) for each in (line.service or UNKNOWN, axis, line.category) if each)
        held = sums.setdefault((plain(line.agent), what), [None, None, None])
        for place, value in enumerate((line.list_usd, line.billed_usd, line.effective_usd)):
            held[place] = total(held[place], value)
    rows = [(agent, *(cents(value) for value in values), what) for (agent, what), values in sums.items()]
    return TextTable(
        "The bill", ("bill", "list", "billed", "effective", "for"), tuple(rows[:_HIDDEN_AFTER]), "", (0, 4)
    )


def _hours(measured: Measured) -> TextTable:
    columns = ("hours of people", "label", "hours", "entries", "unknown", "people", "from", "to")
    rows = [
        (each.kind, plain(each.label or ""), UNKNOWN if each.hours is None else count(each.hours), f"{each.entries:,}",
         f"{each.unknown:,}" if each.unknown else "", UNKNOWN if each.people is None else f"{each.people:,}",
         day(each.first_day), day(each.last_day))
        for each in measured.hours
    ]  # fmt: skip
    return TextTable("Hours of people (no names are kept)", columns, tuple(rows), "", (0, 1))


def _inputs(inputs: Sequence[MeasuredInput]) -> list[TextTable]:
    """One table for each workload or option, so that its keys are short; notes stand below it with their numbers."""
    groups: dict[str, list[MeasuredInput]] = {}
    for each in inputs:
        parts = split(each.key)
        groups.setdefault(join(parts[: 4 if parts[2:3] == ("routes",) else 2]), []).append(each)
    found = []
    for start, members in groups.items():
        notes: dict[str, int] = {}
        rows = []
        for each in members:
            numbered = f"({notes.setdefault(each.note, len(notes) + 1)})" if each.note else ""
            mean = "" if each.mean is None else number(each.mean)
            rows.append((clean(each.key.removeprefix(f"{start}.")), clean(each.text), mean, numbered))
        sources = dict.fromkeys(clean(each.source) for each in members)
        after = [*sources, *(f"({place}) {clean(note)}" for note, place in notes.items())]
        columns = ("input", "90 % range of the mean", "mean", "note")
        title = f"Into a profile: {clean(start)}"
        found.append(TextTable(title, columns, tuple(rows), "\n".join(after)))
    if found:
        found[-1] = replace(found[-1], after=f"{found[-1].after}\n--into FILE or --new NAME writes all of this.")
    return found


def read_lines(measured: Measured) -> list[str]:
    """What was read, what was left out and why, what is unknown."""
    lines = []
    for told in measured.sources:
        convention = f"; {listed([*told.conventions])}" if told.conventions else ""
        lines.append(f"{_place(told.path)}: {told.format}, {plural(told.rows, 'record')}{convention}")
        lines += [f"  left out: {reason} ({times:,})" for reason, times in told.skipped.items()]
        lines += [f"  {clean(sentence)}" for sentence in told.sentences()]
        if told.reported_usd is not None:
            lines.append(f"  its own amounts add up to {cents(told.reported_usd)}; they are a check, not the answer")
    lines += [f"not read: {_place(each.path)}: {each.why}" for each in measured.refused]
    return lines


def _place(path: str) -> str:
    """A path on one line; of a long one the end, which tells files apart."""
    text = clean(path) or UNKNOWN
    return text if len(text) <= _LONGEST_PATH else f"\N{HORIZONTAL ELLIPSIS}{text[1 - _LONGEST_PATH :]}"


def unknown_lines(measured: Measured) -> list[str]:
    """What the sources do not say, by agent."""
    return [f"{plain(each.agent)}: {clean(said)}" for each in measured.agents for said in each.unknown]


def window_line(measured: Measured) -> str:
    """The days and full weeks."""
    window = measured.window
    if window.first_day is None or window.last_day is None:
        return "a bill names no sessions" if measured.charges else "no dates in these sources"
    return f"{day(window.first_day)} to {day(window.last_day)} (UTC), {plural(window.full_weeks, 'full week')}"


def as_text(measured: Measured, inputs: Sequence[MeasuredInput] = ()) -> str:
    """Everything as text."""
    parts = [_listed("Read", [*read_lines(measured), window_line(measured)])]
    parts += [laid_out(table) for table in tables(measured, inputs, narrow=True)]
    if unknown := unknown_lines(measured):
        parts.append(_listed("Unknown (? above), and not counted as zero", unknown))
    return "\n\n".join(parts) + "\n"


def _listed(title: str, lines: Sequence[str]) -> str:
    return "\n".join([title, *(piece for line in lines for piece in folded(f"  {line}", COLUMNS))])


def as_markdown(measured: Measured, inputs: Sequence[MeasuredInput] = ()) -> str:
    """Everything as Markdown, for a pull request or a wiki."""
    parts = [
        "# Measured use",
        escape(window_line(measured)),
        "\n".join(f"- {escape(line)}" for line in read_lines(measured)),
    ]
    parts += [markdown(table) for table in tables(measured, inputs)]
    if unknown := unknown_lines(measured):
        parts += ["## Unknown, and not counted as zero", "\n".join(f"- {escape(line)}" for line in unknown)]
    return "\n\n".join(parts) + "\n"
