"""The golden text of every chart at the smallest and at a comfortable size."""

import pytest
from chart_samples import SAMPLES, SIZES, golden_of

from tui.charts.draw import draw


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SAMPLES)
def test_chart_looks_as_agreed(name: str, size: tuple[int, int]) -> None:
    """A chart gives the text that was looked at and kept."""
    assert draw(SAMPLES[name], *size).text() == golden_of(name, *size).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "headline"])
def test_smallest_size_keeps_title_and_finding(name: str) -> None:
    """At 48×9 the title is whole and no figure is cut inside."""
    text = draw(SAMPLES[name], 48, 9).text()
    assert SAMPLES[name].title in text
    assert not any(f"{digit}…" in text for digit in "0123456789")
