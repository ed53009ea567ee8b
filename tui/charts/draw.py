"""The one door to the charts: a record of `data` and a size in, a picture out."""

from __future__ import annotations

from collections.abc import Callable

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

DRAWN: dict[type[Chart], Callable[..., Picture]] = {
    PaidSoFar: draw_paid,
    CostVolume: draw_volume,
    Decides: draw_decides,
    FlipsChart: draw_flips,
    Tornado: draw_tornado,
    DistributionChart: draw_distribution,
    Tail: draw_tail,
    MapChart: draw_map,
    Attribution: draw_attribution,
    PerOutcome: draw_outcomes,
    WorthKnowing: draw_worth,
    Waterfall: draw_waterfall,
    Headline: draw_headline,
    Findings: draw_findings,
}
CURVES = (PaidSoFar, CostVolume)  # lines of dots, which are told whether to draw blocks instead


def draw(chart: Chart, width: int, height: int, cursor: int | None = None, blocks: bool = False) -> Picture:
    """Draw any chart at exactly this size, with its cursor at a stop, in blocks where braille is missing."""
    drawing = DRAWN[type(chart)]
    return drawing(chart, width, height, cursor, *((blocks,) if isinstance(chart, CURVES) else ()))
