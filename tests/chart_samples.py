"""One sample of every chart, shared by the chart tests. `python tests/chart_samples.py` writes the golden texts anew: read the difference before committing."""

from __future__ import annotations

from math import ceil, exp, log
from pathlib import Path

from tui.charts.data import (
    Attribution,
    Axis,
    BigFigure,
    Chart,
    CostVolume,
    Decides,
    DifferenceBar,
    DistributionChart,
    Finding,
    Findings,
    Flip,
    FlipsChart,
    Headline,
    LearningWorth,
    MapChart,
    PaidSoFar,
    PerOutcome,
    Region,
    Series,
    Stack,
    Tail,
    Tornado,
    TornadoBar,
    UnitCost,
    Waterfall,
    WorthKnowing,
)
from tui.charts.draw import draw

GOLDEN = Path(__file__).parent / "golden" / "charts"
SIZES = ((48, 9), (100, 24))


def _density(usd: float) -> float:
    return exp(-(((usd + 20e3) / 90e3) ** 2) / 2) + 0.35 * exp(-(((usd - 120e3) / 110e3) ** 2) / 2)


def _own_wins(i: int, j: int) -> float:
    runs, upkeep = log(8e3) + log(50.0) * i / 39, 0.02 + 0.8 * j / 23
    return 1 / (1 + exp(9 * (upkeep - 0.35) - 1.6 * (runs - log(111e3))))


_VOLUMES = tuple(10 ** (3 + 4 * step / 80) for step in range(81))
_OWN = tuple(tuple(_own_wins(i, j) for i in range(40)) for j in range(24))


def _tail() -> tuple[tuple[float, float, int, float], ...]:
    """1,000 sessions around $0.30 with a long tail: sixteen buckets to a factor e."""
    found = []
    for index in range(-45, 62):
        low, high = exp(index / 16), exp((index + 1) / 16)
        count = round(26 * exp(-((log(low / 0.3) / 0.8) ** 2) / 2) + 1.2 * exp(-((log(low / 4) / 1.2) ** 2) / 2))
        if count:
            found.append((low, high, count, count * (low + high) / 2))
    return tuple(found)


SAMPLES: dict[str, Chart] = {
    "decides": Decides(
        title="ENGINEERS DECIDE",
        note="own stack minus managed, 36 months, present value",
        rows=(
            DifferenceBar(name="Upkeep", usd=163e3, low_usd=39e3, high_usd=328e3),
            DifferenceBar(name="Build", usd=89e3, low_usd=53e3, high_usd=129e3),
            DifferenceBar(name="On-call", usd=63e3, remark="own only"),
            DifferenceBar(name="Incidents", usd=29e3, remark="own only"),
            DifferenceBar(name="Sandbox, runtime", usd=7e3, low_usd=1e3, high_usd=11e3),
            DifferenceBar(name="Other", usd=1e3, remark="own only"),
            DifferenceBar(name="Search", usd=-5e3, low_usd=-7e3, high_usd=-4e3),
        ),
        total=DifferenceBar(name="All of it", usd=347e3, low_usd=215e3, high_usd=518e3),
        folded=(("tokens", 265e3), ("failed runs", 537e3)),
    ),
    "paid": PaidSoFar(
        title="Own stack is ahead from month 26",
        note="paid so far, expected",
        series=(
            Series(name="managed", role="a", usd=tuple(4300.0 * month for month in range(37))),
            Series(name="own stack", role="b", usd=tuple(60e3 + 1000.0 * month for month in range(37))),
            Series(name="own sandboxes", role="c", usd=tuple(24e3 + 2450.0 * month for month in range(37))),
        ),
    ),
    "volume": CostVolume(
        title="Own stack pays from 103k runs a month",
        note="a full month, expected",
        sessions=_VOLUMES,
        series=(
            Series(name="managed", role="a", usd=tuple(1037 + 0.145 * runs for runs in _VOLUMES)),
            Series(
                name="own stack",
                role="b",
                usd=tuple(10.5e3 + 0.045 * runs + 400 * ceil(runs / 60e3) for runs in _VOLUMES),
            ),
        ),
        today=11e3,
        today_range=(8e3, 15e3),
        machines=tuple((max(1e3, 60e3 * number), number + 1) for number in range(170)),
    ),
    "flips": FlipsChart(
        title="WHAT WOULD FLIP IT",
        note="one input at a time, the others keep their ranges",
        rows=(
            Flip(
                name="Upkeep, managed",
                today="0.02 to 0.1",
                flips_at="0.68 engineers, 13 times",
                ratio=13.0,
                low=0.4,
                high=2.0,
            ),
            Flip(name="Runtime price", today="$0.08 an hour", flips_at="$2.65, 33 times", ratio=33.0),
            Flip(name="Searches a run", today="2", flips_at="129", ratio=64.5),
            Flip(name="Growth", today="3 %", flips_at="1.5 %", ratio=0.5, low=0.6, high=1.5),
            Flip(
                name="Upkeep, own stack",
                today="0.1 to 0.8",
                flips_at="never, even at zero",
                ratio=None,
                low=0.35,
                high=2.8,
            ),
            Flip(
                name="Runs a month",
                today="8k to 15k",
                flips_at="never, each run is more expensive",
                ratio=None,
                low=0.73,
                high=1.37,
            ),
        ),
    ),
    "tornado": Tornado(
        title="Upkeep of the own stack moves it most",
        note="own minus managed, P10 to P90",
        base_usd=-12e3,
        rows=(
            TornadoBar(name="Upkeep, own stack", low="0.13", high="0.62", at_low_usd=-131e3, at_high_usd=161e3),
            TornadoBar(name="An engineer", low="$213k", high="$281k", at_low_usd=-64e3, at_high_usd=43e3),
            TornadoBar(name="Build, own", low="9.5", high="32.9", at_low_usd=-54e3, at_high_usd=53e3),
            TornadoBar(name="Upkeep, managed", low="0.025", high="0.08", at_low_usd=3e3, at_high_usd=-37e3),
            TornadoBar(name="Runs a month", low="8.6k", high="13.9k", at_low_usd=-15e3, at_high_usd=-8e3),
        ),
    ),
    "distribution": DistributionChart(
        title="Too close to call",
        note="own stack minus managed over 10,000 futures",
        counts=tuple(round(100 * _density(-250e3 + 2e3 * (step + 0.5))) for step in range(350)),
        low_usd=-250e3,
        high_usd=450e3,
        p10_usd=-118e3,
        p50_usd=2e3,
        p90_usd=158e3,
        losing="above",
        losing_text="own stack is more expensive in 51 of 100 futures",
    ),
    "map": MapChart(
        title="Own stack needs volume and low upkeep",
        note="who is cheaper over 36 months",
        x=Axis(title="Runs a month", low=8e3, high=400e3, log=True),
        y=Axis(title="Upkeep, own stack (engineers)", low=0.02, high=0.82),
        regions=(Region(name="managed", role="a"), Region(name="own stack", role="b")),
        winners=tuple(tuple(int(own > 0.5) for own in row) for row in _OWN),
        probability=tuple(tuple(max(own, 1 - own) for own in row) for row in _OWN),
        at=(110e3, 0.28),
        x_range=(80e3, 150e3),
        y_range=(0.1, 0.8),
    ),
    "attribution": Attribution(
        title="Engineers are most of the own stack",
        note="a month, first full month",
        stacks=(
            Stack(
                name="managed",
                role="a",
                parts=(("tokens", 4964.0), ("runtime", 182.0), ("search", 220.0), ("upkeep", 1037.0)),
            ),
            Stack(
                name="own stack",
                role="b",
                parts=(
                    ("tokens", 4964.0),
                    ("sandbox", 380.0),
                    ("search", 110.0),
                    ("other", 47.0),
                    ("upkeep", 6400.0),
                    ("on-call", 2340.0),
                    ("incidents", 1700.0),
                ),
            ),
        ),
    ),
    "outcomes": PerOutcome(
        title="A resolved ticket costs twice as much",
        note="36 months, with build",
        rows=(
            UnitCost(name="managed", role="a", usd=0.65, low_usd=0.58, high_usd=0.75),
            UnitCost(name="own stack", role="b", usd=1.30, low_usd=0.95, high_usd=1.7),
            UnitCost(name="own sandboxes", role="c", usd=0.92, remark="2 unpriced"),
        ),
    ),
    "worth": WorthKnowing(
        title="BEFORE YOU DECIDE",
        note="what knowing it first is worth, at most",
        evpi_usd=59e3,
        rows=(
            LearningWorth(name="Upkeep, own stack", usd=47e3, how="only by building: ask 3 peers"),
            LearningWorth(name="Runs a month", usd=26e3, how="last 3 months from the ticket system"),
            LearningWorth(name="Runtime price at GA", usd=13e3, how="ask the account team for a price lock"),
            LearningWorth(name="Searches a run", usd=None, how="count them in the logs"),
        ),
    ),
    "waterfall": Waterfall(
        title="A more expensive runtime turns the answer",
        note="own minus managed, 36 months",
        start=("Base", 47e3),
        steps=(("Runtime price", -91e3), ("Growth", 12e3), ("Upkeep, own", -80e3), ("Batch", -6e3), ("Together", 3e3)),
        end=("GA doubles", -115e3),
    ),
    "findings": Findings(
        title="BEFORE YOU DECIDE",
        note="not knowing costs $59k",
        columns=("", "worth up to", "when", "how"),
        rows=(
            Finding(
                cells=("Upkeep, own stack", "$47k", "once it runs"),
                text="only by building it; until then ask three peers",
            ),
            Finding(
                cells=("Runs a month", "$26k", "now"), text="count the last 3 months in the ticket system (an hour)"
            ),
            Finding(
                cells=("Runtime price at GA", "$13k", "others decide"), text="ask the account team for a price lock"
            ),
        ),
        notes=("Knowing everything is worth $59k at most.",),
    ),
    "sentences": Findings(
        title="WHO CAUSES THE BILL",
        lead="Managed, first full month, $160k: 98 % tokens.",
        rows=(
            Finding(text="By workload: 67 % developers' sessions and 32 % night checks."),
            Finding(text="66 % of the bill is tokens by developers' sessions."),
        ),
        notes=("A run left looping over a weekend costs about $887 without a spend cap.",),
    ),
    "tail": Tail(
        title="WHAT A SESSION COSTS",
        note="Research, list prices",
        buckets=_tail(),
        nothing=12,
        p50_usd=0.32,
        p90_usd=1.1,
        p99_usd=7.4,
    ),
    "headline": Headline(
        figures=(
            BigFigure(text="$347k", caption="more for our own stack", remark="215k to 518k", role="worse"),
            BigFigure(text="0.35", caption="engineers kept busy", remark="on plumbing"),
            BigFigure(text="17 weeks", caption="later to go live"),
            BigFigure(text="99+ of 100", caption="futures agree", remark="10,000 futures"),
        ),
    ),
}


def golden_of(name: str, width: int, height: int) -> Path:
    """The file that keeps a chart at a size."""
    return GOLDEN / f"{name}-{width}x{height}.txt"


if __name__ == "__main__":
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for name, chart in SAMPLES.items():
        for width, height in SIZES:
            golden_of(name, width, height).write_text(draw(chart, width, height).text(), encoding="utf-8")
