"""What each chart shows: small frozen records, in the order the chart draws them. Nothing here knows sizes, colours or screens.

Amounts are US dollars; a difference is always B − A, so that above zero means the second option of the pair is more expensive. `role` of an option is "a" or
"b" for the pair and "c", "d", "e" for the others, the same in every chart. Titles state the finding in the words of the caller.
`key` of a row is what it is about, for whoever asks why.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Chart(Struct, frozen=True, kw_only=True):
    """What every chart has, the line above it: the finding, and what the numbers are (unit, horizon), which gives way first."""

    title: str = ""
    note: str = ""


class Axis(Struct, frozen=True, kw_only=True):
    """A quantity along a map or a range bar: its ends, whether equal factors take equal room, and how its ticks are written.

    A tick at `value` reads `before` + value × `factor` + `after`: shares have factor 100 and after " %", money has before "$".
    """

    title: str
    low: float
    high: float
    log: bool = False
    before: str = ""
    after: str = ""
    factor: float = 1.0


class DifferenceBar(Struct, frozen=True, kw_only=True):
    """What one line of cost adds to B − A: the mean over the futures, their P10 and P90 if uncertain, and a remark ("own only")."""

    name: str
    usd: float
    low_usd: float | None = None
    high_usd: float | None = None
    remark: str = ""
    key: str = ""


class Decides(Chart, frozen=True, kw_only=True):
    """What decides: differences in order of size, their sum, and the lines that are equal on both sides."""

    rows: tuple[DifferenceBar, ...]
    total: DifferenceBar | None = None
    folded: tuple[tuple[str, float], ...] = ()
    b: str = "B"


class Series(Struct, frozen=True, kw_only=True):
    """One option's cost at each place of the horizontal axis."""

    name: str
    role: str
    usd: tuple[float, ...]


class CurveCrossing(Struct, frozen=True, kw_only=True):
    """Where two curves meet: place, amount, and who is cheaper beyond it in several wordings, the longest first; the chart takes what fits.

    `until` is where these two meet again and the words are no longer true.
    """

    at: float
    usd: float
    labels: tuple[str, ...]
    until: float | None = None


class PaidSoFar(Chart, frozen=True, kw_only=True):
    """Cumulative cost after 0, 1, 2, … months. Without `crossings` the chart finds all of them itself."""

    series: tuple[Series, ...]
    crossings: tuple[CurveCrossing, ...] | None = None


class CostVolume(Chart, frozen=True, kw_only=True):
    """Cost against sessions a month (rising, above zero), every break-even, today's volume with its range, and from which volume on how many
    machines run."""

    sessions: tuple[float, ...]
    series: tuple[Series, ...]
    today: float | None = None
    today_range: tuple[float, float] | None = None
    break_evens: tuple[CurveCrossing, ...] | None = None
    machines: tuple[tuple[float, int], ...] = ()
    machines_name: str = "machines"


class Flip(Struct, frozen=True, kw_only=True):
    """One input: today's text, and where the answer flips as text and as a multiple of today; `ratio` None is never, with the reason in `flips_at`.

    `why` is that reason as a whole sentence, for the readout. `low` and `high` are the ends of today's range, `ratio` the flip, all as multiples of today's middle.
    """

    name: str
    today: str
    flips_at: str
    ratio: float | None
    low: float = 1.0
    high: float = 1.0
    key: str = ""
    why: str = ""


class FlipsChart(Chart, frozen=True, kw_only=True):
    """What would flip the answer, nearest first."""

    rows: tuple[Flip, ...]


class TornadoBar(Struct, frozen=True, kw_only=True):
    """One input of the tornado: the text of its P10 and P90 and the expected difference B − A at each."""

    name: str
    low: str
    high: str
    at_low_usd: float
    at_high_usd: float
    key: str = ""


class Tornado(Chart, frozen=True, kw_only=True):
    """How far each input alone moves the difference from `base_usd`, in the order given."""

    rows: tuple[TornadoBar, ...]
    base_usd: float


class DistributionChart(Chart, frozen=True, kw_only=True):
    """The difference B − A over the futures: counts in equal bins from `low_usd` to `high_usd` (many fine ones; the chart merges them to its width).

    `losing` is the side of zero on which the verdict is wrong, `losing_text` the sentence about it ("own stack is cheaper in 3 of 100 futures").
    """

    counts: tuple[float, ...]
    low_usd: float
    high_usd: float
    p10_usd: float
    p50_usd: float
    p90_usd: float
    losing: Literal["below", "above", "none"] = "none"
    losing_text: str = ""
    below_text: str = "B cheaper"
    above_text: str = "B more expensive"


class Tail(Chart, frozen=True, kw_only=True):
    """What single sessions cost, from the cheapest to the dearest: (least, most, sessions, US dollars) of each bucket, amounts above zero and rising;
    how many cost nothing; and the quantiles (None where unknown). `thing` is what is counted."""

    buckets: tuple[tuple[float, float, int, float], ...]
    nothing: int = 0
    p50_usd: float | None = None
    p90_usd: float | None = None
    p99_usd: float | None = None
    thing: str = "sessions"


class Region(Struct, frozen=True, kw_only=True):
    """An option that may win on the map."""

    name: str
    role: str


class MapChart(Chart, frozen=True, kw_only=True):
    """Who wins over two inputs. `winners[j][i]` is an index into `regions` at step i of x and j of y, both from low to high, ends included.

    `probability[j][i]`, where given, is the share of futures in which that winner is the cheapest; the chart draws its contour at `contour`.
    `at` is the team's point (middle), `x_range` and `y_range` its ranges.
    """

    x: Axis
    y: Axis
    regions: tuple[Region, ...]
    winners: tuple[tuple[int, ...], ...]
    probability: tuple[tuple[float, ...], ...] = ()
    contour: float = 0.9
    at: tuple[float, float] | None = None
    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None


class Stack(Struct, frozen=True, kw_only=True):
    """One option's (or agent's) cost and its parts, in the order they are drawn."""

    name: str
    role: str
    parts: tuple[tuple[str, float], ...]
    key: str = ""


class Attribution(Chart, frozen=True, kw_only=True):
    """Stacked bars with every part labelled; parts are at least zero."""

    stacks: tuple[Stack, ...]


class UnitCost(Struct, frozen=True, kw_only=True):
    """Cost of one outcome with one option: mean, P10 and P90 if uncertain, a remark."""

    name: str
    role: str
    usd: float
    low_usd: float | None = None
    high_usd: float | None = None
    remark: str = ""
    key: str = ""


class PerOutcome(Chart, frozen=True, kw_only=True):
    """Cost per outcome, one bar an option."""

    rows: tuple[UnitCost, ...]


class LearningWorth(Struct, frozen=True, kw_only=True):
    """What learning one input is worth (None: lost in the noise) and how to learn it."""

    name: str
    usd: float | None
    how: str = ""
    key: str = ""


class WorthKnowing(Chart, frozen=True, kw_only=True):
    """EVPPI of each input, and EVPI as the most that any knowledge can be worth."""

    rows: tuple[LearningWorth, ...]
    evpi_usd: float


class Waterfall(Chart, frozen=True, kw_only=True):
    """From one scenario to another: start, contributions that do not depend on their order, end. Start plus contributions is the end. `signed`:
    start and end are differences themselves."""

    signed: bool = False
    start: tuple[str, float]
    steps: tuple[tuple[str, float], ...]
    end: tuple[str, float]


class Finding(Struct, frozen=True, kw_only=True):
    """One row of findings: short cells under the columns, then a text that may be folded. `role` colours the first cell."""

    cells: tuple[str, ...] = ()
    text: str = ""
    role: str = ""
    key: str = ""


class Findings(Chart, frozen=True, kw_only=True):
    """What was found, as a table that ends in words: `columns` name the cells and the text, `lead` stands above, `notes` below as room allows."""

    rows: tuple[Finding, ...] = ()
    columns: tuple[str, ...] = ()
    lead: str = ""
    notes: tuple[str, ...] = ()


class BigFigure(Struct, frozen=True, kw_only=True):
    """One big number of a slide with the words below it."""

    text: str
    caption: str = ""
    remark: str = ""
    role: str = "strong"


class Headline(Chart, frozen=True, kw_only=True):
    """Big numbers side by side."""

    figures: tuple[BigFigure, ...]
