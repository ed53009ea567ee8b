"""The bill: what the first full month costs and what each year does, in three pockets, one column an option.

What a vendor bills, what our engineers cost and what is done elsewhere are never one number; their sum has a row of its
own. A cell that an unpriced line touches is a lower bound and says so in the cell itself, wherever it is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from model.decision.records.analysis import Analysis, MixedHomes, OptionRow, Pays, YearRow
from model.quantities import figures
from model.telling import pockets
from model.telling.dates import year_ends
from model.telling.option_names import short, title
from model.telling.record import told

ROWS: tuple[Pays, ...] = ("invoice", "people", "elsewhere")
PREFIX: dict[Pays, str] = {"invoice": "invoices", "people": "people", "elsewhere": "elsewhere"}
MIX, MIX_TITLE = "", "The mix"
"""The column of a mix of homes: no option has its id."""
_UNPRICED_PAYS: dict[str, Pays] = {"engineering": "people", "other": "elsewhere"}


class BillPart(StrEnum):
    """What a row of a bill is."""

    TOTAL = "total"
    POCKET = "pocket"
    YEAR = "year"


class Amount(Struct, frozen=True):
    """One cell: US dollars, whether the truth is at least that, and the text with its mark."""

    usd: float
    least: bool
    text: str
    short: str


class Head(Struct, frozen=True):
    """One column: an option by id, by title and by its short name."""

    id: str
    title: str
    short: str


class BillRow(Struct, frozen=True):
    """One row: what it is called, one amount an option."""

    key: str
    title: str
    part: BillPart
    cells: tuple[Amount, ...]


class Bill(Struct, frozen=True):
    """A bill: rows whose pockets add up to the total, in their order."""

    title: str
    heads: tuple[Head, ...]
    rows: tuple[BillRow, ...]


class Year(Struct, frozen=True):
    """One column of the years of one option: `Build`, `Year 1`, …, `Total`, `Present value`; `dated` is the title with the
    month in which a year ends."""

    key: str
    title: str
    amounts: tuple[Amount, ...]
    total: Amount
    dated: str


class Years(Struct, frozen=True):
    """What one option costs year by year; `rows` names the pockets that `amounts` of every year list in this order."""

    option: Head
    rows: tuple[str, ...]
    years: tuple[Year, ...]
    said: str


def amount(usd: float, least: bool) -> Amount:
    """One cell; what is at least so much says so."""
    mark = "≥ " if least else ""
    return Amount(usd, least, mark + figures.dollars(usd), mark + figures.money(usd))


def touched(row: OptionRow, pays: Pays | None = None, *, axis: str = "", build: bool | None = None) -> bool:
    """Whether a line that nobody priced belongs into an amount of this option: of one pocket, of one axis, of the build or
    of the running, or of everything."""
    return any(_belongs(gap.key, pays, axis, build) for gap in row.unpriced)


def _belongs(key: str, pays: Pays | None, axis: str, build: bool | None) -> bool:
    place = key.partition(".")[0]
    place = "infrastructure" if place == "hosts" else place
    if pays is not None and _UNPRICED_PAYS.get(place, "invoice") != pays:
        return False
    if axis and place != axis:
        return False
    return build is None or (key == "engineering.build") == build


def heads(analysis: Analysis, options: Sequence[OptionRow]) -> tuple[Head, ...]:
    """The columns of these options."""
    return tuple(Head(row.id, title(analysis, row.id), short(analysis, row.id)) for row in options)


def spoken(analysis: Analysis) -> tuple[OptionRow, ...]:
    """The options in the order in which they are spoken of: the pair, then the others of the profile."""
    rows = [analysis.option(option) for option in analysis.pair]
    return (*rows, *(row for row in analysis.options if row.id not in analysis.pair))


@told
def month(analysis: Analysis) -> Bill:
    """The first full month: all of it, then its pockets; one that is nothing everywhere has no row."""
    options = spoken(analysis)
    rows = _parted(
        options,
        "month",
        lambda row: row.month_1_usd,
        lambda row, pays: float(getattr(row, f"{PREFIX[pays]}_month_1_usd")),
        build=False,
    )
    return _beside_the_mix(analysis, Bill("First full month", heads(analysis, options), tuple(rows)))


@told
def horizon(analysis: Analysis) -> Bill:
    """The present value of the whole horizon in the same form."""
    options = spoken(analysis)
    name = f"{figures.plural(analysis.horizon_months, 'month')}, present value"
    rows = _parted(
        options,
        "worth",
        lambda row: row.present_value_usd,
        lambda row, pays: float(getattr(row, f"{PREFIX[pays]}_present_value_usd")),
        build=None,
    )
    return Bill(name, heads(analysis, options), tuple(rows))


def _beside_the_mix(analysis: Analysis, bill: Bill) -> Bill:
    """The bill with the mix of homes as its last column, where a mix is the answer."""
    mix = analysis.mixed_homes
    if mix is None:
        return bill
    usd = _mix_of_month(mix)
    rows = tuple(replace(row, cells=(*row.cells, amount(usd[row.key], False))) for row in bill.rows)
    return replace(bill, heads=(*bill.heads, Head(MIX, MIX_TITLE, MIX_TITLE)), rows=rows)


def _mix_of_month(mix: MixedHomes) -> Mapping[str, float]:
    parts = {f"month.{pays}": float(getattr(mix, f"{PREFIX[pays]}_month_1_usd")) for pays in ROWS}
    return {"month": mix.month_1_usd, **parts}


def _parted(
    options: Sequence[OptionRow],
    key: str,
    whole: Callable[[OptionRow], float],
    of: Callable[[OptionRow, Pays], float],
    *,
    build: bool | None,
) -> Iterator[BillRow]:
    yield BillRow(
        key, "All of it", BillPart.TOTAL, tuple(amount(whole(row), touched(row, build=build)) for row in options)
    )
    for pays in ROWS:
        cells = tuple(amount(of(row, pays), touched(row, pays, build=build)) for row in options)
        if pays != "elsewhere" or any(cell.usd or cell.least for cell in cells):
            yield BillRow(f"{key}.{pays}", pockets.TITLES[pays], BillPart.POCKET, cells)


@told
def years(analysis: Analysis, option: str) -> Years:
    """One option year by year: the build, every year, the total and what it is worth today."""
    row = analysis.option(option)
    used = [pays for pays in ROWS if pays != "elsewhere" or row.elsewhere_usd or touched(row, pays)]
    found = [_year(analysis, row, year, used) for year in row.years]
    found.append(_whole(row, "total", "Total", "usd", row.total_usd, used))
    found.append(_whole(row, "worth", "Present value", "present_value_usd", row.present_value_usd, used))
    (head,) = heads(analysis, [row])
    return Years(head, tuple(pockets.TITLES[pays] for pays in used), tuple(found), _growing(analysis, row))


def _year(analysis: Analysis, row: OptionRow, year: YearRow, used: Sequence[Pays]) -> Year:
    build = year.year == 0
    cells = tuple(amount(float(getattr(year, f"{PREFIX[pays]}_usd")), touched(row, pays, build=build)) for pays in used)
    name = "Build" if build else f"Year {year.year}"
    dated = name if build else f"{name}, to {year_ends(analysis, year.year):%b %Y}"
    return Year(f"year.{year.year}", name, cells, amount(year.total_usd, touched(row, build=build)), dated)


def _whole(row: OptionRow, key: str, name: str, field: str, usd: float, used: Sequence[Pays]) -> Year:
    cells = tuple(amount(float(getattr(row, f"{PREFIX[pays]}_{field}")), touched(row, pays)) for pays in used)
    return Year(key, name, cells, amount(usd, touched(row)), name)


def _growing(analysis: Analysis, row: OptionRow) -> str:
    """That a bill grows or shrinks over the whole years of the horizon; nothing where it stays within a tenth."""
    whole = [year for year in row.years if 0 < year.year <= analysis.horizon_months // 12]
    if len(whole) < 2 or whole[0].total_usd <= 0.0 or not row.complete:
        return ""
    change = whole[-1].total_usd / whole[0].total_usd - 1.0
    if abs(change) < 0.1:
        return ""
    word = "more" if change > 0 else "less"
    return (
        f"{title(analysis, row.id)} costs {figures.share(abs(change))} {word} in year {whole[-1].year} than in year 1: "
        f"{figures.money(whole[0].total_usd)}, then {figures.money(whole[-1].total_usd)}."
    )
