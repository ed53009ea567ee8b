"""What a report is made of: statements, tables and chart data, before any format.

A `Story` says everything a report says, in order, as text that is already rounded together with the unrounded value
behind it. Text, Markdown, HTML, PDF, slides and the presentation screens draw these blocks and compute nothing, so no
two forms of one comparison can disagree. Text that comes from a profile is cleaned of control characters (`plain`) but
not escaped: escaping belongs to each format.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct


class Tone(StrEnum):
    """How a sentence is meant: the answer itself, running text, an aside, or something the reader must not miss."""

    LEAD = "lead"
    PLAIN = "plain"
    NOTE = "note"
    WARNING = "warning"


class Figure(StrEnum):
    """What kind of value a cell holds, so that a spreadsheet can choose its number format."""

    TEXT = "text"
    USD = "usd"  # whole dollars
    CENTS = "cents"  # dollars and cents
    RATE = "rate"  # dollars per unit, up to six digits
    COUNT = "count"
    SHARE = "share"  # 0 to 1
    DATE = "date"


class Role(StrEnum):
    """The part a table row plays."""

    PLAIN = "plain"
    GROUP = "group"  # a heading inside the table; only the first cell is used
    TOTAL = "total"
    FOLDED = "folded"  # the same on both sides
    NOTE = "note"


class Question(StrEnum):
    """Which of the reader's questions a section answers; sections stand in this order."""

    ANSWER = "answer"
    WHY = "why"
    WHEN = "when"
    CHANGE = "what would change it"
    BY_HAND = "by hand"
    WHOSE = "whose numbers"
    RECORD = "record"


class Statement(Struct, frozen=True):
    """One sentence or short paragraph."""

    text: str
    tone: Tone = Tone.PLAIN


class Cell(Struct, frozen=True):
    """One table cell: the text as printed and, for figures, the unrounded value (absent for text)."""

    text: str
    value: float | None = None
    figure: Figure = Figure.TEXT


class Column(Struct, frozen=True):
    """One table column. `joint` is what plain text prints before it ("  ", " × ", " = ")."""

    title: str
    right: bool = False
    joint: str = "  "
    key: str = ""


class Row(Struct, frozen=True):
    """One table row; `cells` may be fewer than the columns, the rest is empty. `key` names the line or input shown."""

    cells: tuple[Cell, ...]
    role: Role = Role.PLAIN
    key: str = ""


class Table(Struct, frozen=True):
    """Rows under columns; `note` stands below it (for example that printed parts are rounded)."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""


class Bar(Struct, frozen=True):
    """One bar of a chart that grows left or right from zero; `low` and `high` are P10 and P90 where there are any."""

    label: str
    value: float
    text: str
    low: float | None = None
    high: float | None = None
    note: str = ""
    key: str = ""


class Bars(Struct, frozen=True):
    """A bar chart around zero. `left` and `right` say what the two directions mean, `sides` whose colors the bars to the
    left and to the right have (`palette.place`); `total` is the sum of all bars. With `dots` each is a dot with its range,
    for amounts that are not parts of each other."""

    key: str
    title: str
    unit: str
    left: str
    right: str
    bars: tuple[Bar, ...]
    total: Bar | None = None
    note: str = ""
    sides: tuple[int, int] = (0, 1)
    dots: bool = False


class Curve(Struct, frozen=True):
    """One line of a chart over months; `label` is written at its end, `option` is its color and dash (`palette.place`)."""

    name: str
    values: tuple[float, ...]
    label: str
    option: int = 0


class Curves(Struct, frozen=True):
    """Lines over a shared axis (`x`, usually months); `band` are the lower and the upper end around the first line."""

    key: str
    title: str
    x_title: str
    y_title: str
    x: tuple[float, ...]
    curves: tuple[Curve, ...]
    note: str = ""
    band: tuple[tuple[float, ...], tuple[float, ...]] | None = None


class Tile(Struct, frozen=True):
    """One big figure with what it means and, smaller, how sure it is."""

    figure: str
    caption: str
    detail: str = ""
    key: str = ""


class Tiles(Struct, frozen=True):
    """The few figures that a slide or page one shows large."""

    key: str
    tiles: tuple[Tile, ...]


Block: TypeAlias = Statement | Table | Bars | Curves | Tiles


class Section(Struct, frozen=True):
    """A titled part of the report; `title` states the finding where there is one."""

    key: str
    title: str
    question: Question
    blocks: tuple[Block, ...]


class PresentationStep(Struct, frozen=True):
    """One step of the presentation: one statement, one picture, and what the speaker says about where it comes from."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    speaker: tuple[str, ...] = ()


class Story(Struct, frozen=True):
    """One comparison, told.

    `headline` is the answer in five lines: verdict and strength, saving and range, the gaps, the nearest flip, whose
    numbers. `record` names what it rests on: profile, digest, day of prices, seed, draws, version.
    """

    title: str
    summary: str
    scenario: str
    strength: str
    headline: tuple[str, ...]
    sections: tuple[Section, ...]
    steps: tuple[PresentationStep, ...]
    record: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...] = ()

    def section(self, key: str) -> Section | None:
        """The section of this key, or None where the comparison has nothing to say under it."""
        return next((section for section in self.sections if section.key == key), None)

    def tables(self) -> Iterator[Table]:
        """Every table of every section, in order."""
        for section in self.sections:
            yield from (block for block in section.blocks if isinstance(block, Table))
