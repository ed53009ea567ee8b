"""The canvas: exact cells, wide characters, hostile text, and bars that end on their eighth."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.charts.bars import LEFT, UP, bar, column, meet
from tui.charts.canvas import Canvas, Picture
from tui.paint.lines import clean


def widths(canvas: Canvas) -> set[int]:
    """The widths of the rows as a terminal counts them."""
    return {sum(cell_len(text) for text, _ in row) for row in canvas.rows()}


@given(st.text(max_size=30), st.integers(-5, 25), st.text(max_size=10), st.integers(-5, 25))
@settings(max_examples=50)
def test_any_text_anywhere_keeps_the_width(first: str, x: int, second: str, at: int) -> None:
    """Whatever is written wherever, also over half of a wide character, a row stays as wide as it was."""
    canvas = Canvas(20, 1)
    canvas.put(max(0, x), 0, first, "a")
    canvas.put(max(0, at), 0, second, "b")
    canvas.put_right(at, 0, second, "b", 8)
    assert widths(canvas) == {20}


@pytest.mark.parametrize("mark", ["\u0301", "\U0001f3fb", "\ufe20"])
def test_a_mark_without_a_letter_takes_no_cell(mark: str) -> None:
    """What has no width and nothing to its left to stand on is left out; it took a cell and left the row one short."""
    canvas = Canvas(20, 1)
    canvas.put(0, 0, mark + "own", "a")
    assert widths(canvas) == {20}
    assert canvas.rows()[0][0][0].startswith("own")


@pytest.mark.parametrize("text", ["\x1b[31mred", "a\nb\tc", "\u202eright", "\u2066x\u2069", "a\u200db", "\x07bell"])
def test_control_and_direction_characters_never_reach_the_terminal(text: str) -> None:
    """Escapes, line breaks, direction marks and joiners become visible dots."""
    shown = clean(text)
    assert shown.isprintable()
    assert not any(character in shown for character in "\x1b\n\t\u202e\u2066\u2069\u200d\x07")


@pytest.mark.parametrize("text", ["❤️ heart", "👩‍💻 dev", "🏽 tone", "日本語", "é e\u0301", "ﷺ", "नमस्ते"])
def test_unusual_letters_keep_the_sum_of_their_cells(text: str) -> None:
    """A name takes exactly the cells its characters are counted with, one by one and together."""
    shown = clean(text)
    assert cell_len(shown) == sum(map(cell_len, shown))
    canvas = Canvas(12, 1)
    canvas.put(0, 0, text)
    assert widths(canvas) == {12}


def test_markup_is_text() -> None:
    """Square brackets are characters like any other."""
    canvas = Canvas(12, 1)
    canvas.put(0, 0, "[b]x[/b]")
    assert canvas.rows() == ((("[b]x[/b]    ", ""),),)


@pytest.mark.parametrize("eighths", range(1, 40))
def test_bar_ends_on_its_eighth(eighths: int) -> None:
    """A bar from zero is whole cells and one left block for the rest."""
    canvas = Canvas(6, 1)
    bar(canvas, 0, 0, eighths, "a")
    seen = "".join(canvas.chars[0]).rstrip()
    assert seen == "█" * (eighths // 8) + LEFT[eighths % 8].strip()


@pytest.mark.parametrize("start", range(8, 24))
def test_bar_begins_on_its_eighth(start: int) -> None:
    """A bar to the left of its base begins with the reverse of the left block that is free."""
    canvas = Canvas(5, 1)
    bar(canvas, 0, start, 32, "b")
    cell, part = divmod(start, 8)
    assert canvas.chars[0][cell] == (LEFT[part] if part else "█")
    assert canvas.roles[0][cell] == ("b reverse" if part else "b")


def test_two_bars_meet_inside_a_cell() -> None:
    """Where two colours meet, the cell is a left block of the first on the second, exactly at the eighth."""
    canvas = Canvas(4, 1)
    meet(canvas, 0, 0, 13, 32, "a", "b")
    assert canvas.chars[0] == ["█", LEFT[5], "█", "█"]
    assert canvas.roles[0] == ["a", "a over-b", "b", "b"]


@pytest.mark.parametrize("eighths", range(25))
def test_column_ends_on_its_eighth(eighths: int) -> None:
    """A standing bar is whole cells from below and one lower block on top."""
    canvas = Canvas(1, 3)
    column(canvas, 0, 2, eighths, "a")
    seen = "".join(canvas.chars[y][0] for y in (2, 1, 0)).rstrip()
    assert seen == "█" * (eighths // 8) + UP[eighths % 8].strip()


def test_reversed_blocks_read_as_what_is_seen() -> None:
    """The text of a picture shows the right part of a reversed cell, not the block that was drawn."""
    picture = Picture(3, 1, ((("▉", "a reverse"), ("▏", "a reverse"), ("█", "a")),))
    assert picture.text() == "▕██\n"
