"""Drawing by hand: escaped text, SVG elements and the one mapping from a value to a place on the paper.

A chart is drawn twice, for a wide and for a narrow window; the style sheet shows one of them. Nothing carries a style of
its own: classes say what a thing is, so that one sheet decides over light, dark and paper.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from math import log10

from msgspec import Struct

from model.quantities import figures
from model.quantities.ticks import ticks
from model.report.plain import clean, wrap

WIDE, HALF, NARROW = 940, 490, 350  # px: a chapter, a column of page one, a telephone
LETTER, SMALL = 7.1, 6.4  # width of a letter at 13 and at 12 px, in px, on the safe side


def esc(text: str) -> str:
    """Text from anywhere as text in an element or an attribute."""
    return html.escape(clean(text), quote=True)


def el(name: str, content: str = "", **attributes: object) -> str:
    """An SVG element. `class_` is the class, an underscore in a name is a hyphen; values are escaped, content is not."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"' for key, value in attributes.items() if value != ""
    )
    return f"<{name}{said}>{content}</{name}>" if content else f"<{name}{said}/>"


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return esc(str(value))


class Box(Struct, frozen=True):
    """A rectangle on the paper."""

    x: float
    y: float
    width: float
    height: float

    def drawn(self, class_: str = "", fill: str = "") -> str:
        """The rectangle as an element."""
        return el("rect", x=self.x, y=self.y, width=self.width, height=self.height, class_=class_, fill=fill)

    def striped(self, class_: str, pattern: str) -> str:
        """The rectangle with a texture over its colour."""
        return self.drawn(class_) + self.drawn(fill=f"url(#{pattern})")


def words(x: float, y: float, text: str, class_: str = "", anchor: str = "") -> str:
    """One line of text with its baseline at y."""
    return el("text", esc(text), x=x, y=y, class_=class_, text_anchor=anchor) if text else ""


def lines(x: float, y: float, parts: Sequence[str], class_: str = "", anchor: str = "") -> str:
    """Several lines of text, 15 px apart, the first with its baseline at y."""
    return "".join(words(x, y + 15 * at, part, class_, anchor) for at, part in enumerate(parts))


def fold(text: str, room: float, most: int = 2) -> list[str]:
    """Text in at most so many lines of `room` px, the last one cut with an ellipsis."""
    parts = wrap(clean(text), max(4, int(room / LETTER)))
    if len(parts) <= most:
        return parts
    return [*parts[: most - 1], f"{parts[most - 1][:-1].rstrip()}…"]


class PaperScale(Struct, frozen=True):
    """Values from `low` to `high` over the paper from `start` to `end`; equal factors take equal room where `log`."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def at(self, value: float) -> float:
        """Where a value stands, cut off at the ends."""
        low, high = (log10(self.low), log10(self.high)) if self.log else (self.low, self.high)
        place = log10(max(value, 1e-12)) if self.log else value
        share = (place / 2 - low / 2) / (high / 2 - low / 2) if high > low else 0.5
        return self.start + min(max(share, 0.0), 1.0) * (self.end - self.start)

    def ticks(self, most: int) -> tuple[tuple[float, str], ...]:
        """Ticks in dollars with their labels."""
        values, step = ticks(self.low, self.high, most)
        return tuple((value, figures.tick(value, step, "$")) for value in values)


def hatching(name: str) -> str:
    """The texture that says the same as a colour: stripes over a fill; `name` makes its id unique in the page."""
    stripe = el("path", d="M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4", class_="stripe")
    pattern = el("pattern", stripe, id=name, width=8, height=8, patternUnits="userSpaceOnUse")
    return el("defs", pattern)


def hot(say: str, content: str) -> str:
    """A part of a chart that answers to the pointer and to the arrow keys with a sentence."""
    return el("g", el("title", esc(say)) + content, class_="hot", data_say=say)


def drawing(content: str, width: float, height: float, kind: str, label: str) -> str:
    """The whole chart at one size; the picture is one image with a name, its figures stand in the text beside it."""
    return el(
        "svg",
        content,
        class_=f"chart {kind}",
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        width=f"{width:.0f}",
        height=f"{height:.0f}",
        role="img",
        aria_label=label,
        tabindex=0,
        focusable="true",
    )
