"""Letters that no font of a printed page has are named; the machine's fonts change no byte; long names take no minutes."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from model.decision import analyse
from model.report.blocks import Column, Table
from model.report.choices import Choices
from model.report.pdf import letters
from model.report.pdf import pages as pdf
from model.report.pptx import deck as pptx_deck
from model.report.pptx import grid as pptx_paper
from model.report.pptx import shapes as pptx_shapes
from tests.cases import CODING, case_of

TITLED = CODING.replace("[options.own]", "[options.own]\ntitle = '自己ホスト'")


def test_letters_without_a_font_are_named_and_not_taken_from_the_machine() -> None:
    """A Japanese title is said to be boxes, with its letters; Greek, Cyrillic, Hebrew and Arabic are covered."""
    heard: list[str] = []
    content = pdf.render([analyse(case_of(TITLED), 1, 1)], Choices(note=heard.append))
    assert heard == [letters.sentence("自己ホスト")]
    assert "自 己 ホ ス ト" in heard[0]
    assert "Katakana" in heard[0]
    assert content == pdf.render([analyse(case_of(TITLED), 1, 1)])


@pytest.mark.parametrize("text", ["Ελληνικά", "Русский", "עברית", "العربية", "2 × 3 ≥ 1 − …", "plain"])
def test_letters_that_the_fonts_have_are_not_named(text: str) -> None:
    """Nor are spaces, joiners and marks, which draw nothing of their own."""
    assert letters.lacking(text + "\u200b\u00a0\u2060") == ""


@pytest.mark.parametrize("text", ["한국어", "ไทย", "🙂", "中文"])
def test_letters_that_the_fonts_lack_are_named_once(text: str) -> None:
    """Each once, in the order of the text."""
    marks = {char for char in text if not letters.lacking(char)}
    assert letters.lacking(text + text) == "".join(char for char in text if char not in marks)


def font(ranges: list[tuple[int, int]], form: int = 12) -> bytes:
    """The smallest file with a character map: a directory of one table and one subtable."""
    if form == 12:
        groups = b"".join(struct.pack(">III", first, last, 1) for first, last in ranges)
        subtable = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(ranges)) + groups
    else:
        segments = [*ranges, (0xFFFF, 0xFFFF)]
        count = len(segments)
        subtable = struct.pack(">HHHHHHH", 4, 16 + 8 * count, 0, 2 * count, 0, 0, 0)
        subtable += struct.pack(f">{count}H", *(last for _, last in segments)) + b"\0\0"
        subtable += struct.pack(f">{count}H", *(first for first, _ in segments)) + b"\0\0" * 2 * count
    cmap = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + subtable
    return struct.pack(">IHHHH", 0x00010000, 1, 0, 0, 0) + struct.pack(">4sIII", b"cmap", 0, 28, len(cmap)) + cmap


@pytest.mark.parametrize("form", [4, 12])
def test_a_folder_of_fonts_is_read(tmp_path: Path, form: int) -> None:
    """Letters of its fonts are no longer missing; what is no font is passed over."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.TTF").write_bytes(font([(0x3041, 0x30FF), (0x4E00, 0x9FFF)], form))
    (tmp_path / "b.otf").write_bytes(b"no font")
    assert letters.lacking("自己ホスト", tmp_path) == ""
    assert letters.lacking("자기", tmp_path) == "자기"
    assert str(tmp_path) in letters.sentence("자", tmp_path)


def test_names_are_cut_before_they_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name of twenty thousand letters is not measured letter by letter for every letter that is cut."""
    measured = 0
    really = pptx_paper._ems.__wrapped__

    def counting(text: str) -> float:
        nonlocal measured
        measured += len(text)
        return really(text)

    monkeypatch.setattr(pptx_paper, "_ems", counting)
    name = "N" * 20_000
    assert pptx_paper.shorten(name, 12, 3.0).endswith("…")
    table = Table("", "", (Column(name),), ())
    assert pptx_shapes.heads(table, [2.0], 12)[0].endswith("…")
    deck = pptx_deck.Deck("head", "foot")
    deck.slide(pptx_paper.TALK, name)
    assert measured < 2_000_000
