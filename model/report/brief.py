"""The comparison on one screen: at most 45 lines, in the order of the reader's questions, and how to see the rest.

Everything said is a record of `model.telling`; this module chooses how many of its rows fit. Where a comparison has more to
say than fits, the longest lists give way, the least important first, and every part says where the whole of it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from model.decision.records.analysis import Analysis, OptionRow
from model.quantities import figures
from model.report.blocks import Cell, Column, Row, Table
from model.report.chapters.answer_chapter import live_after
from model.report.plain import clean, width, wrap
from model.report.text import COLUMNS, table, table_entries
from model.report.wording import least, per
from model.telling import answer, bill, minded, option_names, pockets, who, whose
from model.telling.cheaper import cheaper
from model.telling.flips import flips
from model.telling.sharing import Sharing, sharing
from model.telling.what_decides import what_decides

MOST_LINES = 45
LIST = 3  # flips and levers
DECIDES = 5
GIVING_WAY = (
    "levers",
    "agents",
    "decides",
    "flips",
    "teams",
    "verdict",
    "warnings",
    "bill",
)  # the first to give way first
WARNINGS = 3
MORE = "flips, lines, numbers, levers, when, sources, …"
YEARS = 4
MOST_AGENTS = 4
CLOSED = 2  # lines on what teams cannot choose
MOST_TEAMS = 6  # more are counted here and listed in their section
UNSAID = frozenset({"what_if", "over_time", "wrong"})  # parts of an analysis that nothing on the page is made of
AN_OPTION = 30  # columns that one option takes at least, with its pockets


class PagePart(Struct):
    """One part of the page in entries of one or more lines; the last ones beyond `kept` may give way to other parts, and
    where that is not enough those beyond `least`."""

    entries: list[list[str]]
    kept: int = 99
    least: int = 99

    @property
    def lines(self) -> list[str]:
        """All of its lines."""
        return [line for entry in self.entries for line in entry]


def page(analysis: Analysis, columns: int = COLUMNS) -> str:
    """The short page of one comparison. Where the teams' table does not fit, a sentence says who would pay more than alone;
    where that does not fit either, the years are left to their section."""
    shown: list[PagePart] = []
    for teams, by_year in ((_teams, True), (_teams_in_brief, True), (_teams_in_brief, False)):
        parts = _parts(analysis, columns, teams(analysis, columns), by_year)
        shown = [part for part in parts.values() if part.lines]
        _fit(shown, [parts[name] for name in GIVING_WAY])
        if len(parts["teams"].entries) >= parts["teams"].kept and _height(shown) <= MOST_LINES:
            break
    lines = [line for part in shown if part.lines for line in (*part.lines, "")][:-1]
    if len(lines) > MOST_LINES:  # names of many hundred letters
        lines = [*lines[: MOST_LINES - 1], "…  --full has all of it"]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _parts(analysis: Analysis, columns: int, teams: PagePart, by_year: bool) -> dict[str, PagePart]:
    """All parts of the page in their order."""
    return {
        "verdict": _verdict(analysis, columns),
        "warnings": _warnings(analysis, columns),
        "teams": teams,
        "bill": _bill(analysis, columns, by_year),
        "agents": _agents(analysis, columns),
        "decides": _decides(analysis, columns),
        "flips": _flips(analysis, columns),
        "levers": _levers(analysis, columns),
        "numbers": _numbers(analysis, columns, by_year),
    }


def _fit(shown: Sequence[PagePart], order: Sequence[PagePart]) -> None:
    """Take entries away, one at a time from the part that gives way first, until the page has its height; at last whole
    parts of the list go."""
    for kept in (True, False):
        for part in order:
            while len(part.entries) > (part.kept if kept else part.least) and _height(shown) > MOST_LINES:
                part.entries.pop()


def _height(shown: Sequence[PagePart]) -> int:
    filled = [len(part.lines) for part in shown if part.lines]
    return sum(filled) + len(filled) - 1


def _said(sentences: Iterable[str], columns: int, mark: str = "") -> list[str]:
    indent = " " * width(mark)
    return [
        (mark if at == 0 else indent) + line
        for text in sentences
        for at, line in enumerate(wrap(clean(text), columns - width(mark)))
    ]


def _verdict(analysis: Analysis, columns: int) -> PagePart:
    """What to do and by how much; then what a reader must know to act on it."""
    told = answer.answer(analysis)
    sure = told.strength in ("clear", "likely") or told.mix  # a mix does not say so itself
    against = f"{told.headline}: {told.word}, against {told.against}" if sure and told.against else told.headline
    name = clean(analysis.title) + (f", scenario {clean(analysis.scenario)}" if analysis.scenario else "")
    of = f"{name}. Prices of {figures.day(analysis.as_of)}, {figures.plural(analysis.horizon_months, 'month')}."
    lead = [*_said([against], columns, ""), *_said([told.because, of], columns, "  ")]
    which = [text for text in (answer.compared(analysis),) if text]
    missing = [
        f"To price {option_names.short(analysis, row.id)} write {', '.join(dict.fromkeys(gap.write for gap in row.unpriced))}."
        for row in bill.spoken(analysis)
        if row.unpriced
    ]
    return PagePart([lead, *(_said([note], columns, "  ") for note in (*missing[:2], *told.notes, *which))], kept=3)


def _warnings(analysis: Analysis, columns: int) -> PagePart:
    rows = minded.minded(analysis).rows
    entries = [_said([row.sentence], columns, "! ") for row in rows[:WARNINGS]]
    if len(rows) > WARNINGS:
        entries.append([f"! {len(rows) - WARNINGS} more: --section warnings"])
    return PagePart(entries)


def _teams(analysis: Analysis, columns: int) -> PagePart:
    """What several teams could share: the answer, from how many it pays, how it is divided; then team by team."""
    found = sharing(analysis)
    if found is None:
        return PagePart([], kept=0)
    if len(found.teams) > MOST_TEAMS:
        return _teams_in_brief(analysis, columns)
    said = [found.under_answer, *found.unserved, *found.platforms, *_closed(found)]
    heads = (
        Column("Team"), Column("alone at"), Column("", right=True), Column("together at"),
        Column("fair share", right=True), Column("saves", right=True),
    )  # fmt: skip
    rows = tuple(
        Row((Cell(row.title), Cell(row.alone_at), _short(row.alone), Cell(row.together_at), _short(row.fair), Cell(row.saves_short)))
        for row in found.teams
    )  # fmt: skip
    fair = (*found.fair, "Who pays what, and all on one option: --section portfolio.")
    entries = [
        *(_said([text], columns) for text in said),
        table(Table("teams", "", heads, rows), columns),
        *(_said([text], columns) for text in fair),
    ]
    return PagePart(entries, kept=len(said) + 1, least=len(said))


def _teams_in_brief(analysis: Analysis, columns: int) -> PagePart:
    """The same without a row a team: who would pay more than alone, and where the rows are."""
    found = sharing(analysis)
    if found is None:
        return PagePart([], kept=0)
    who_pays = [found.who_pays] if found.who_pays else [*found.platforms]
    said = [found.under_answer, *found.unserved, *who_pays]
    said[-1] = f"{said[-1]} Team by team: --section portfolio."
    said += _closed(found)
    return PagePart([_said([text], columns) for text in said], kept=len(said), least=1 + len(found.unserved))


def _closed(found: Sharing) -> list[str]:
    """Who cannot choose what, the first of them."""
    more = len(found.closed) - CLOSED
    said = [f"{more} more that cannot be chosen: --section portfolio."] if more > 0 else []
    return [*found.closed[:CLOSED], *said]


def _short(found: bill.Amount | None) -> Cell:
    return Cell("–" if found is None else found.short)


def _bill(analysis: Analysis, columns: int, by_year: bool) -> PagePart:
    """The first full month in its pockets and each year, one column an option: as many as the width takes. Not by year, only
    what all of them are worth today, which leaves names the width for one line."""
    rows = bill.spoken(analysis)[: max(2, (columns - 26) // AN_OPTION)]
    month = bill.month(analysis)
    body = [
        Row(
            (
                Cell(month.title if row.part is bill.BillPart.TOTAL else f"  {row.title}"),
                *(Cell(cell.text) for cell in row.cells[: len(rows)]),
            )
        )
        for row in month.rows
    ]
    every = [bill.years(analysis, row.id) for row in rows]
    counted = list(range(len(every[0].years)))
    if len(counted) > YEARS + 3:  # the build, the first years, the last, the total, its worth
        counted = [*range(YEARS), *counted[-3:]]
    if not by_year:
        counted = counted[-1:]
    body += [
        Row(
            (
                Cell(every[0].years[at].title),
                *(Cell(_parted(each.years[at]) if by_year else each.years[at].total.short) for each in every),
            )
        )
        for at in counted
    ]
    body.append(Row((Cell("A run that succeeds"), *(least(row, per(row.per_agent_outcome_usd)) for row in rows))))
    body.append(Row((Cell("Live after"), *(live_after(row) for row in rows))))
    heads = (Column(""), *(Column(option_names.short(analysis, row.id), right=True) for row in rows))
    apart = " · ".join(
        [pockets.spoken(pays) for pays in bill.ROWS][: max(len(each.years[0].amounts) for each in every)]
    )
    return PagePart(
        [
            table(Table("bill", "", heads, tuple(body), f"In brackets: {apart}."), columns),
            _left_out(analysis, rows, columns),
            *([_said([f"{pockets.OUTCOME}."], columns, "  ")] if any(row.elsewhere_usd for row in rows) else []),
        ],
        kept=2,
        least=2,
    )


def _parted(year: bill.Year) -> str:
    """A year with its pockets behind it: `$257k (66k · 24k · 167k)`."""
    return f"{year.total.short} ({' · '.join(each.short.replace('$', '') for each in year.amounts)})"


def _left_out(analysis: Analysis, rows: Sequence[OptionRow], columns: int) -> list[str]:
    """The mix, where one is the answer, and the options for which there is no column."""
    others = [row for row in bill.spoken(analysis) if row not in rows]
    mix = analysis.mixed_homes
    if mix is not None:
        month = [row.cells[-1] for row in bill.month(analysis).rows]
        parts = f"{month[0].text} ({' · '.join(cell.short.replace('$', '') for cell in month[1:])})"
        said = f"The mix: first full month {parts}, present value {figures.money(mix.present_value_usd)}."
        return _said([said], columns, "  ") + _others(analysis, others, columns)
    return _others(analysis, others, columns)


def _others(analysis: Analysis, others: Sequence[OptionRow], columns: int) -> list[str]:
    if not others:
        return []
    said = [
        f"{option_names.short(analysis, row.id)} {bill.amount(row.present_value_usd, not row.complete).short}"
        for row in others
    ]
    return ["  " + line for line in wrap(f"Present value of the others: {', '.join(said)}.", columns - 2)]


def _agents(analysis: Analysis, columns: int) -> PagePart:
    """Who causes the bill, where there is more than one agent: each by what it is spent on, footing to 100 %; of many the
    first, and the others in one row, so that what is printed adds up."""
    found = who.causes(analysis) if len(analysis.case.workloads) > 1 else None
    if found is None:
        return PagePart([])
    heads = (
        Column(f"{found.title}", key="agent"),
        *(Column(name, right=True) for name in found.columns),
        Column("All", right=True),
        Column("", right=True),
    )
    shown = found.rows if len(found.rows) <= MOST_AGENTS else found.rows[: MOST_AGENTS - 1]
    rows = [
        Row((Cell(row.title), *(Cell(cell.short) for cell in row.cells), Cell(row.total.short), Cell(row.share)))
        for row in shown
    ]
    others = found.rows[len(shown) :]
    if others:
        sums = [[row.cells[at] for row in others] for at in range(len(found.columns))]
        cells = [_together(each).short for each in (*sums, [row.total for row in others])]
        share = f"{sum(row.percent for row in others):.1f} %"
        rows.append(Row((Cell(f"{len(others)} others"), *map(Cell, cells), Cell(share))))
    whole = Row(
        (
            Cell(found.total.title),
            *(Cell(cell.short) for cell in found.total.cells),
            Cell(found.total.total.short),
            Cell("100 %"),
        )
    )
    lines = [line for entry in table_entries(Table("agents", "", heads, (whole, *rows)), columns) for line in entry]
    return PagePart([lines], least=0)  # all of it or nothing: a part of it does not add up


def _together(cells: Sequence[bill.Amount]) -> bill.Amount:
    """Several amounts as one; a lower bound where one of them is."""
    return bill.amount(sum(cell.usd for cell in cells), any(cell.least for cell in cells))


def _decides(analysis: Analysis, columns: int) -> PagePart:
    told = what_decides(analysis)
    heads = (
        Column(told.cell),
        Column("present value", right=True),
        Column("8 in 10 futures"),
        Column(""),
    )
    uncertain = any(spread for _, spread in told.rows)
    whole = [("All of it", told.total, told.total_range, None)] if told.rows else []
    each = [*whole, *((row.title, row.spread, spread, row.only) for row, spread in told.rows[:DECIDES])]
    rows = tuple(
        Row(
            (
                Cell(clean(title)),
                Cell(figures.signed_money(spread.mean_usd)),
                Cell(between),
                Cell(f"{option_names.short(analysis, only)} only" if only else ""),
            )
        )
        for title, spread, between, only in each
    )
    if not rows:
        return PagePart([["Nothing differs between the two."]])
    if not uncertain:
        heads = (*heads[:2], Column(""), Column(""))
    return PagePart(
        [
            *table_entries(Table("decides", "", heads, rows), columns),
            *([_said([told.alike], columns, "  ")] if told.alike else []),
        ],
        kept=4,
        least=0,
    )


def _flips(analysis: Analysis, columns: int) -> PagePart:
    """The flips within reach, each with its key; what lies beyond them in one sentence."""
    told = flips(analysis)
    if not told.rows:
        return PagePart([_said([f"{told.headline[0]}."], columns)])
    entries = [_keyed(f"{row.headline}.", row.key, columns) for row in told.rows[:LIST]]
    more = len(told.rows) - LIST
    rest = f"{more} more within ten times today's value." if more > 0 else ""
    end = " ".join(text for text in (rest, told.beyond) if text)
    return PagePart([*entries, *([_said([end], columns, "  ")] if end else [])], kept=1)


def _keyed(sentence: str, key: str, columns: int) -> list[str]:
    """A sentence with its dotted key behind it, on a line of its own where both do not fit; a key is never broken."""
    lines = wrap(clean(sentence), columns, "  ")
    if width(lines[-1]) + 2 + width(key) <= columns:
        return [*lines[:-1], f"{lines[-1]}  {key}"]
    return [*lines, f"  {key}"]


def _levers(analysis: Analysis, columns: int) -> PagePart:
    return PagePart([_said([row.sentence], columns, "- ") for row in cheaper(analysis).rows[:LIST]], kept=1, least=0)


def _numbers(analysis: Analysis, columns: int, by_year: bool) -> PagePart:
    named = "portfolio, flips, lines, numbers, levers, …" if analysis.portfolio is not None else MORE
    named = named if by_year else "years, portfolio, flips, lines, …"
    more = f"More: --full, --section NAME ({named})"
    return PagePart([_said([whose.whose(analysis).said.line, more], columns)])
