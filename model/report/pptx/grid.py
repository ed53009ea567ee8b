"""The paper of the slides: one grid, one family of sizes, the theme's colors by name, and how much room a text takes.

Lengths are inches, type sizes points. Widths of letters are estimated by class, on the generous side: a text that fits
here also fits in Arial, in what LibreOffice puts in its place, and in the wider fonts that stand in for both.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from msgspec import Struct

from model.report import palette
from model.report.plain import clean

FONT = "Arial"
WIDTH, HEIGHT = 13.333, 7.5
LEFT, RIGHT = 0.75, 0.75
BODY_WIDTH = WIDTH - LEFT - RIGHT
HEAD_TOP, HEAD_HEIGHT = 0.3, 0.26
TITLE_TOP = 0.58
BODY_BOTTOM = 6.9
FOOT_TOP, FOOT_HEIGHT = 7.06, 0.2
GAP = 0.2

# Colors are those of the theme, so that another theme colors everything anew; after the colon how much of it is left.
INK, GREY, HAIR, PALE, ACCENT, WARN = "tx1", "tx2", "bg1:85000", "bg2", "accent1", "accent6"
OPTIONS = ("accent1", "accent2", "accent3", "accent4", "accent5")  # by the place of an option in the profile
THEME = {"dk1": "1B212C", "lt1": "FFFFFF", "dk2": "5A6473", "lt2": "F4F6F8", "accent6": "7A4D00"} | {
    f"accent{at}": color for at, color in enumerate(palette.COLORS, start=1)
}
LEAST_POINTS = 10.5  # nothing on a slide is smaller

LINE = 1.2  # of the type size
_NARROW = frozenset("iljtfrI.,:;'|!()[]/\\- \N{NO-BREAK SPACE}·")
_WIDE = frozenset("mwMW%@—…")
_SAFETY = 1.13
EMU = 914_400


class Page(Struct, frozen=True):
    """A kind of slide: its layout in the file, the places of its title and its body in inches, the size of its title, and
    the scales of type to try, largest first. `own`: the house's own design, with a line above the title."""

    name: str
    layout: int
    title_height: float
    title_points: float
    scales: tuple[float, ...]
    title_top: float = TITLE_TOP
    bottom: float = BODY_BOTTOM
    left: float = LEFT
    width: float = BODY_WIDTH
    own: bool = True

    @property
    def top(self) -> float:
        """Where the body begins."""
        return self.title_top + self.title_height + (0.24 if self.own else 0.12)

    @property
    def room(self) -> float:
        """How tall the body is."""
        return self.bottom - self.top


TALK = Page("Talk", 0, 0.92, 28.0, (1.0, 0.94, 0.88, 0.83, 0.78, 0.74))  # to look at from the back of a room
PAPER = Page("Appendix", 1, 0.42, 20.0, (0.75, 0.7, 0.66))  # to read


class Sizes(Struct, frozen=True):
    """The type sizes of a slide at one scale, and how wide its body is."""

    scale: float
    width: float = BODY_WIDTH

    def at(self, points: float) -> float:
        """A size at this scale, in half points as programs store them."""
        return max(LEAST_POINTS, round(points * self.scale * 2) / 2)


def head_points(points: float) -> float:
    """The size of the head of a table whose cells have this size."""
    return max(LEAST_POINTS, round(points * 0.85 * 2) / 2)


def solid(color: str) -> str:
    """A fill in a color of the theme."""
    name, _, left = color.partition(":")
    shade = f'<a:lumMod val="{left}"/>' if left else ""
    return f'<a:solidFill><a:schemeClr val="{name}">{shade}</a:schemeClr></a:solidFill>'


def emu(inches: float) -> int:
    """Inches in the unit of the file."""
    return round(inches * EMU)


def text_width(text: str, points: float, bold: bool = False) -> float:
    """How wide a text is at most, in inches."""
    return _ems(text) * points / 72 * _SAFETY * (1.06 if bold else 1.0)


@lru_cache(8192)
def _ems(text: str) -> float:
    return sum(map(_em, text))


@lru_cache(2048)
def _em(char: str) -> float:
    if char in _NARROW:
        return 0.32
    if char in _WIDE:
        return 0.95
    if char.isascii():
        return 0.56 if char.islower() or char.isdigit() else 0.68
    if unicodedata.combining(char):
        return 0.0
    return 1.05 if unicodedata.east_asian_width(char) in "WF" or ord(char) > 0xFFFF else 0.68


def line_count(text: str, points: float, width: float, bold: bool = False) -> int:
    """On how many lines of this width a text stands; a word longer than a line is broken."""
    lines, used = 1, 0.0
    space = text_width(" ", points, bold)
    for word in text.split(" "):
        size = text_width(word, points, bold)
        if used and used + space + size > width:
            lines, used = lines + 1, 0.0
        while size > width:
            lines, size = lines + 1, size - width
        used += size + (space if used else 0.0)
    return lines


def text_height(text: str, points: float, width: float, bold: bool = False) -> float:
    """How tall a paragraph is, in inches."""
    return line_count(text, points, width, bold) * points * LINE / 72


def at_most(text: str, points: float, width: float, lines: int = 1) -> str:
    """As many letters of a text as could stand on so many lines if all were narrow: the rest is not worth measuring."""
    return text[: lines * (int(width / text_width("i", points)) + 1)]


def shorten(text: str, points: float, width: float) -> str:
    """A label in this width, with an ellipsis where something was cut."""
    shown = at_most(text, points, width)
    if shown == text and text_width(text, points) <= width:
        return text
    while shown and text_width(shown + "…", points) > width:
        shown = shown[:-1]
    return shown.rstrip() + "…"


def safe(text: str) -> str:
    """Text as the file may hold it: characters that XML forbids are taken out, markup is written as text."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
