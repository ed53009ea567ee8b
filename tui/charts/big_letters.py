"""Capital letters of 5 points' height for the one sentence of a slide that is read from the back of the room: half blocks, three rows a line, or five at twice the size."""

from __future__ import annotations

from tui.charts.big_number import GLYPHS, HALVES

BLANK = 2  # cells between two words beside the gap of a letter
LETTERS: dict[str, tuple[str, ...]] = {
    "A": ("###", "# #", "###", "# #", "# #"), "B": ("## ", "# #", "## ", "# #", "## "), "C": ("###", "#  ", "#  ", "#  ", "###"),
    "D": ("## ", "# #", "# #", "# #", "## "), "E": ("###", "#  ", "## ", "#  ", "###"), "F": ("###", "#  ", "## ", "#  ", "#  "),
    "G": ("###", "#  ", "# #", "# #", "###"), "H": ("# #", "# #", "###", "# #", "# #"), "I": ("#", "#", "#", "#", "#"),
    "J": ("  #", "  #", "  #", "# #", "###"), "K": ("# #", "# #", "## ", "# #", "# #"), "L": ("#  ", "#  ", "#  ", "#  ", "###"),
    "N": ("#  #", "## #", "# ##", "#  #", "#  #"), "O": ("###", "# #", "# #", "# #", "###"), "P": ("###", "# #", "###", "#  ", "#  "),
    "Q": ("### ", "# # ", "# # ", "### ", "  ##"), "R": ("## ", "# #", "## ", "# #", "# #"), "S": ("###", "#  ", "###", "  #", "###"),
    "T": ("###", " # ", " # ", " # ", " # "), "U": ("# #", "# #", "# #", "# #", "###"), "V": ("# #", "# #", "# #", "# #", " # "),
    "W": ("#   #", "#   #", "# # #", "## ##", "#   #"), "X": ("# #", "# #", " # ", "# #", "# #"), "Y": ("# #", "# #", " # ", " # ", " # "),
    "Z": ("###", "  #", " # ", "#  ", "###"), "&": ("## ", "## ", "####", "## ", "####"), "'": ("#", "#", " ", " ", " "),
    "(": (" #", "# ", "# ", "# ", " #"), ")": ("# ", " #", " #", " #", "# "), "/": ("  #", "  #", " # ", "#  ", "#  "), ":": (" ", "#", " ", "#", " "),
}  # fmt: skip
_ALL = {**GLYPHS, **LETTERS}


def width_of(word: str) -> int:
    """Cells of a word in capitals."""
    return sum(len(_ALL[letter][0]) + 1 for letter in word) - 1


def large(text: str, width: int, size: int = 1, most: int = 2) -> list[str]:
    """The text in large capitals on at most `most` lines of words; nothing where it does not fit or has a sign that cannot be drawn.

    size: 1 is three rows a line, 2 is five rows and twice as wide.
    """
    width //= size
    words = text.upper().split()
    if not words or any(letter not in _ALL or letter == "$" for word in words for letter in word):
        return []
    lines: list[list[str]] = [[]]
    for word in words:
        line = [*lines[-1], word]
        if lines[-1] and _length(line) > width:
            lines.append([word])
        else:
            lines[-1] = line
    if len(lines) > most or any(_length(line) > width for line in lines):
        return []
    rows: list[str] = []
    for at, line in enumerate(lines):
        rows += ([""] if at else []) + _drawn(line, size)
    return rows


def _length(words: list[str]) -> int:
    return sum(width_of(word) for word in words) + (BLANK + 1) * (len(words) - 1)


def _drawn(words: list[str], size: int) -> list[str]:
    gap = " " * (BLANK + 1)
    points = [gap.join(" ".join(_ALL[letter][y] for letter in word) for word in words) for y in range(5)]
    if size == 2:
        return ["".join("█" * 2 if point == "#" else "  " for point in row).rstrip() for row in points]
    points.append(" " * len(points[0]))
    pairs = (zip(points[y], points[y + 1], strict=True) for y in range(0, 6, 2))
    return ["".join(HALVES[one == "#", other == "#"] for one, other in pair).rstrip() for pair in pairs]
