"""Which letters a printed page can show: those of the fonts inside typst, and of fonts in a folder that the reader names.

A machine's own fonts are never used, so that the same analysis gives the same bytes on every machine; a letter that no
font has is printed as a box, and is named to the reader instead of passing in silence. `embedded_letters.txt` holds the
code points of the character maps of typst's own fonts (Libertinus Serif, New Computer Modern, DejaVu Sans Mono), in
hexadecimal, one range a word.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
MOST_NAMED = 12  # letters named in the sentence
SHAPELESS = ("C", "Z", "M")  # categories whose characters draw nothing of their own, or on the letter before
Range = tuple[int, int]  # the first and the last code point


@cache
def embedded() -> tuple[Range, ...]:
    """What the fonts inside typst cover."""
    words = files("model.report.pdf").joinpath("embedded_letters.txt").read_text("ascii").split()
    ends = (word.partition("-") for word in words)
    return tuple((int(first, 16), int(last or first, 16)) for first, _, last in ends)


def lacking(text: str, folder: Path | None = None) -> str:
    """The letters of `text` that no font has, each once, in order of appearance.

    Raises OSError where a font of the folder cannot be read.
    """
    letters = [
        char for char in dict.fromkeys(text) if not char.isascii() and unicodedata.category(char)[0] not in SHAPELESS
    ]
    without = _outside(letters, embedded())
    if without and folder is not None:
        without = _outside(without, [each for path in fonts_in(folder) for each in covered(path.read_bytes())])
    return "".join(without)


def _outside(letters: Iterable[str], ranges: Iterable[Range]) -> list[str]:
    known = list(ranges)
    return [char for char in letters if not any(first <= ord(char) <= last for first, last in known)]


def sentence(letters: str, folder: Path | None = None) -> str:
    """Which letters are printed as boxes, of which scripts, and what to do."""
    named = " ".join(letters[:MOST_NAMED]) + (
        f" and {len(letters) - MOST_NAMED} more" if len(letters) > MOST_NAMED else ""
    )
    scripts = dict.fromkeys(unicodedata.name(char, "UNKNOWN").split()[0].capitalize() for char in letters)
    known = ", ".join("CJK" if script == "Cjk" else script for script in list(scripts)[:4])
    remedy = f"no font in {folder} has them" if folder else "--fonts FOLDER takes them from a font of yours"
    return f"PDF: its fonts lack {named} ({known}), which are printed as boxes; {remedy}"


def fonts_in(folder: Path) -> list[Path]:
    """The font files of a folder and of those in it, in order of name."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS and path.is_file())


def covered(font: bytes) -> Iterator[Range]:
    """The code points of a font file's character maps (OpenType, single or a collection); nothing of what is no font."""
    starts = [0]
    try:
        if font[:4] == b"ttcf":
            (count,) = struct.unpack_from(">I", font, 8)
            starts = list(struct.unpack_from(f">{count}I", font, 12))
        for start in starts:
            yield from _maps(font, start)
    except struct.error:
        return


def _maps(font: bytes, start: int) -> Iterator[Range]:
    """Of one font: every Unicode subtable of its `cmap`."""
    (count,) = struct.unpack_from(">H", font, start + 4)
    for at in range(count):
        tag, _, table, _ = struct.unpack_from(">4sIII", font, start + 12 + 16 * at)
        if tag == b"cmap":
            (subtables,) = struct.unpack_from(">H", font, table + 2)
            for each in range(subtables):
                platform, _, offset = struct.unpack_from(">HHI", font, table + 4 + 8 * each)
                if platform in (0, 3):
                    yield from _subtable(font, table + offset)


def _subtable(font: bytes, at: int) -> Iterator[Range]:
    """Formats 4 (segments of the first plane) and 12 (groups of all planes), which all text fonts have."""
    (form,) = struct.unpack_from(">H", font, at)
    if form == 4:
        (twice,) = struct.unpack_from(">H", font, at + 6)
        ends = struct.unpack_from(f">{twice // 2}H", font, at + 14)
        starts = struct.unpack_from(f">{twice // 2}H", font, at + 16 + twice)
        yield from (pair for pair in zip(starts, ends, strict=True) if pair != (0xFFFF, 0xFFFF))
    elif form == 12:
        (groups,) = struct.unpack_from(">I", font, at + 12)
        for group in range(groups):
            first, last, _ = struct.unpack_from(">III", font, at + 16 + 12 * group)
            yield first, last
