"""Colours: enough contrast, one meaning each, and all roles that charts use."""

from itertools import pairwise

import pytest
from chart_samples import SAMPLES
from rich.style import Style

from tui.charts.draw import draw
from tui.paint.palettes import ANSI, DARK, FILLS, GROUNDS, LIGHT, PALETTES, PLAIN_DARK, PLAIN_LIGHT, words_of

TEXT = ("", "dim", "strong", "title", "marker", "readout", "a", "b", "c", "d", "e", "better", "worse")
MARKS = ("axis", "drop", "cursor", *FILLS, *(f"{name}-soft" for name in FILLS))
GROUND_OF = {DARK: DARK, PLAIN_DARK: DARK, LIGHT: LIGHT, PLAIN_LIGHT: LIGHT}


def luminance(colour: tuple[int, int, int]) -> float:
    """Relative luminance after WCAG 2.2."""
    parts = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """Contrast ratio after WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def rgb(words: str, ground: bool = False) -> tuple[int, int, int]:
    """The colour of a style, or its ground."""
    style = Style.parse(words)
    colour = style.bgcolor if ground else style.color
    assert colour is not None
    return tuple(colour.get_truecolor())  # type: ignore[return-value]


def hexa(text: str) -> tuple[int, int, int]:
    """A colour written as six digits."""
    red, green, blue = bytes.fromhex(text[1:])
    return red, green, blue


@pytest.mark.parametrize("palette", GROUND_OF)
@pytest.mark.parametrize("role", TEXT)
def test_text_is_readable(palette: str, role: str) -> None:
    """Every role that carries text has 4.5 to 1 on every ground, also under the cursor."""
    grounds = [hexa(ground) for ground in GROUNDS[GROUND_OF[palette]]]
    for ground in [*grounds, rgb(words_of(palette, "row"), ground=True)]:
        assert contrast(rgb(words_of(palette, role)), ground) >= 4.5


@pytest.mark.parametrize("palette", GROUND_OF)
@pytest.mark.parametrize("role", MARKS)
def test_marks_are_visible(palette: str, role: str) -> None:
    """Every role of bars, curves and axes has 3 to 1 on every ground."""
    for ground in GROUNDS[GROUND_OF[palette]]:
        assert contrast(rgb(words_of(palette, role)), hexa(ground)) >= 3


@pytest.mark.parametrize("palette", GROUND_OF)
@pytest.mark.parametrize("role", [name + soft for name in FILLS for soft in ("", "-soft")])
def test_labels_inside_bars_are_readable(palette: str, role: str) -> None:
    """A label inside a bar has 4.5 to 1 on the bar."""
    words = words_of(palette, f"on-{role}")
    assert contrast(rgb(words), rgb(words, ground=True)) >= 4.5


@pytest.mark.parametrize("palette", PALETTES)
def test_one_meaning_per_colour(palette: str) -> None:
    """No two fills look alike, except greys where colour is off and texture, sign and label carry the meaning."""
    looks = [words_of(palette, name) for name in FILLS]
    if palette in (DARK, LIGHT, ANSI):
        assert len(set(looks)) == len(looks)
    assert words_of(palette, "a") != words_of(palette, "b")
    assert all(words_of(palette, name) != words_of(palette, f"{name}-soft") for name in FILLS)


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("name", SAMPLES)
def test_charts_use_known_roles(palette: str, name: str) -> None:
    """Every role that a chart uses, also with its cursor, has a look in every palette."""
    known = PALETTES[palette]
    for cursor in (None, 1):
        for row in draw(SAMPLES[name], 100, 24, cursor).rows:
            for _, role in row:
                assert set(role.split()) <= set(known), role
                Style.parse(words_of(palette, role))


def test_without_colour_a_is_not_b_in_any_chart() -> None:
    """Where two options' colours touch in a chart, their greys differ or a texture does."""
    for palette in (PLAIN_DARK, PLAIN_LIGHT):
        tones = [luminance(rgb(words_of(palette, name))) for name in ("a", "c", "b")]
        assert all(abs(one - other) > 0.02 for one, other in pairwise(tones))
