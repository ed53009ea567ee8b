"""What drawing a chart costs: every sample at 120×20, beside the budget of 3 ms. Nothing is asserted on time."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from conftest import Report
from timing import medians

sys.path.append(str(Path(__file__).parents[1]))
from chart_samples import SAMPLES

from tui.charts.draw import draw


@pytest.mark.parametrize("name", SAMPLES)
def test_drawing(name: str, report: Report) -> None:
    """One chart, with its cursor."""
    (taken,) = medians(lambda: draw(SAMPLES[name], 120, 20, 1), rounds=21)
    report(f"draw {name} at 120x20", taken, "", "3 ms")
