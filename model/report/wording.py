"""Small words that chapters share: names of options, values with units, cells of money."""

from __future__ import annotations

from model.decision.records.analysis import Analysis, InputRow, OptionRow
from model.quantities import Unit, figures
from model.report.blocks import Cell, Figure
from model.report.plain import clean, cut

LONGEST_NAME = 44  # letters
STRENGTHS = {
    "clear": "clear",
    "likely": "likely",
    "close": "too close to call",
    "only": "the only one left",
    "none": "no verdict",
}
BASES = {"contract": "contract", "measured": "measured", "published": "published, not yours", "guess": "guess"}


def title(analysis: Analysis, option: str | None) -> str:
    """How an option is called."""
    found = next((row.title for row in analysis.options if row.id == option), option or "none")
    return clean(found) or (option or "")


def name(analysis: Analysis, option: str | None) -> str:
    """What an option is called where space is short: its title, a very long one with an ellipsis."""
    return cut(title(analysis, option), LONGEST_NAME)


def measured(value: float, unit: str) -> str:
    """A value with its unit: `$2.65/h`, `29.9 %`, `12 min`, `10,954`."""
    try:
        known = Unit(unit)
    except ValueError:
        return figures.things(figures.number(value), clean(unit))
    shown = float(figures.to_digits(value, 4))
    if known is Unit.SHARE:
        return f"{figures.number(shown * 100)} %"
    if known.is_money:
        amount_of = figures.dollars(shown, 0) if abs(shown) >= 1_000 else figures.rate(shown)
        return f"{amount_of}{known.label.removeprefix('$')}"
    return figures.things(figures.number(shown), known.label)


def three_digits(value: float, unit: str) -> str:
    """The same where a value stands for how far something is: a switching value, the end of a range."""
    return measured(float(figures.to_digits(value, 3)), unit)


def uncertain(analysis: Analysis) -> bool:
    """Whether the futures differ at all."""
    return analysis.draws > 1 and any(row.uncertain for row in analysis.inputs)


def echo(row: InputRow) -> str:
    """How an input was understood."""
    return figures.echo(row.shape, row.p5, row.median, row.mean, row.p95)


def usd(value: float) -> Cell:
    """An amount in whole dollars, cents when small."""
    return Cell(figures.dollars(value), value, Figure.USD)


def least(row: OptionRow, cell: Cell) -> Cell:
    """The amounts of an option that is not fully priced are lower bounds, and are marked so."""
    return cell if row.complete or cell.value is None else Cell(f"≥ {cell.text}", cell.value, cell.figure)


def cents(value: float) -> Cell:
    """An amount to the cent."""
    return Cell(figures.dollars(value, 2), value, Figure.CENTS)


def more(value: float) -> Cell:
    """A difference with its sign."""
    return Cell(figures.signed_dollars(value), value, Figure.USD)


def rate(value: float) -> Cell:
    """A price of one unit."""
    text = figures.dollars(value, 2) if abs(value) >= 10_000 else figures.rate(value)
    return Cell(text, value, Figure.RATE)


def per(value: float | None) -> Cell:
    """A unit cost, or a dash where there is none."""
    return Cell("–") if value is None else Cell(figures.rate(float(figures.to_digits(value, 4))), value, Figure.RATE)


def amount(value: float) -> Cell:
    """A number of things, six digits."""
    return Cell(figures.number(value), value, Figure.COUNT)
