"""The one door to the charts: a record of `data` and a size in, a picture out."""

from __future__ import annotations

from tui.charts.big_number import draw_headline
from tui.charts.canvas import Picture
from tui.charts.data import (
    Attribution,
    Chart,
    CostVolume,
    Decides,
    DistributionChart,
    Findings,
    FlipsChart,
    Headline,
    MapChart,
    PaidSoFar,
    PerOutcome,
    Tail,
    Tornado,
    Waterfall,
    WorthKnowing,
)
from tui.charts.decides import draw_decides
from tui.charts.distribution import draw_distribution
from tui.charts.findings_table import draw_findings
from tui.charts.flip_ranges import draw_flips
from tui.charts.map_chart import draw_map
from tui.charts.paid import draw_paid
from tui.charts.ranked import draw_outcomes, draw_worth
from tui.charts.stacks import draw_attribution
from tui.charts.tail import draw_tail
from tui.charts.tornado import draw_tornado
from tui.charts.volume_chart import draw_volume
from tui.charts.waterfall import draw_waterfall


def draw(chart: Chart, width: int, height: int, cursor: int | None = None, blocks: bool = False) -> Picture:
    """Draw any chart at exactly this size, with its cursor at a stop, in blocks where braille is missing."""
    match chart:
        case PaidSoFar():
            return draw_paid(chart, width, height, cursor, blocks)
        case CostVolume():
            return draw_volume(chart, width, height, cursor, blocks)
        case Decides():
            return draw_decides(chart, width, height, cursor)
        case FlipsChart():
            return draw_flips(chart, width, height, cursor)
        case Tornado():
            return draw_tornado(chart, width, height, cursor)
        case DistributionChart():
            return draw_distribution(chart, width, height, cursor)
        case Tail():
            return draw_tail(chart, width, height, cursor)
        case _:
            return _rest(chart, width, height, cursor)


def _rest(
    chart: MapChart | Attribution | PerOutcome | WorthKnowing | Waterfall | Headline | Findings,
    width: int,
    height: int,
    cursor: int | None,
) -> Picture:
    match chart:
        case MapChart():
            return draw_map(chart, width, height, cursor)
        case Attribution():
            return draw_attribution(chart, width, height, cursor)
        case PerOutcome():
            return draw_outcomes(chart, width, height, cursor)
        case WorthKnowing():
            return draw_worth(chart, width, height, cursor)
        case Waterfall():
            return draw_waterfall(chart, width, height, cursor)
        case Headline():
            return draw_headline(chart, width, height, cursor)
        case Findings():
            return draw_findings(chart, width, height, cursor)
