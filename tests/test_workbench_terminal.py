"""What a slow line cuts is never typed: every report, cut everywhere, through the parser that the terminal's driver uses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.drivers import linux_driver
from textual.message import Message

from tui.paint.sequences import ESC, WholeSequences
from tui.paint.terminal import whole_sequences_only

REPORTS = {
    "wheel": f"{ESC}[<64;3;9M",
    "press": f"{ESC}[<0;30;8M",
    "release": f"{ESC}[<0;30;8m",
    "press of the old kind": f"{ESC}[M #*",
    "press of urxvt": f"{ESC}[32;30;8M",
    "cursor": f"{ESC}[24;80R",
    "mode": f"{ESC}[?2026;2$y",
    "attributes": f"{ESC}[?1;2c",
    "size": f"{ESC}[48;24;80;480;800t",
    "arrow": f"{ESC}[A",
    "shifted arrow": f"{ESC}[1;2C",
    "application arrow": f"{ESC}OA",
    "function key": f"{ESC}[15~",
    "console key": f"{ESC}[[A",
    "colour": f"{ESC}]11;rgb:1e1e/1e1e/1e1e{ESC}\\",
    "colour with a bell": f"{ESC}]11;rgb:1e1e/1e1e/1e1e\x07",
    "focus": f"{ESC}[I",
}


class Line:
    """A line to the terminal whose pauses are told."""

    def __init__(self) -> None:
        self.now = 0.0
        self.parser = WholeSequences(clock=lambda: self.now)
        self.got: list[Message] = []

    def sends(self, *parts: str, pause: float = 0.3) -> list[Message]:
        """The parts, each followed by a pause; everything that reaches the app so far."""
        for part in parts:
            self.got += self.parser.feed(part)
            self.got += self.parser.tick()
            self.now += pause
            self.got += self.parser.tick()
        return self.got


def keys(messages: list[Message]) -> list[str]:
    """The keys among messages."""
    return [message.key for message in messages if isinstance(message, events.Key)]


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_cut_anywhere_types_nothing(name: str) -> None:
    """At every cut; what is typed a moment later arrives."""
    report = REPORTS[name]
    for cut in range(1, len(report)):
        line = Line()
        got = keys(line.sends(report[:cut], report[cut:]))
        assert set(got) <= {"escape"}, (cut, got)
        line.now += 1.0
        line.got.clear()
        assert keys(line.sends("12k")) == ["1", "2", "k"], cut


@given(report=st.sampled_from(sorted(REPORTS.values())), data=st.data())
def test_a_report_in_many_pieces_types_nothing(report: str, data: st.DataObject) -> None:
    """Any number of cuts and any pauses that a slow line makes within a second."""
    cuts = sorted(data.draw(st.sets(st.integers(1, len(report) - 1), max_size=3)))
    pause = data.draw(st.sampled_from((0.0, 0.05, 0.11, 0.2)))
    pieces = [report[i:j] for i, j in zip((0, *cuts), (*cuts, len(report)), strict=True)]
    got = Line().sends(*pieces, pause=pause)
    if pause >= 0.1 and any(piece in ("O", "]") for piece in pieces):
        return  # a sign that comes alone after Escape is what somebody typed
    allowed = {"escape", "up", "down", "f1", "f5", "shift+right"}
    assert set(keys(got)) <= allowed


@given(st.lists(st.sampled_from([*REPORTS.values(), "q", "7", " "]), max_size=8), st.integers(1, 7))
def test_pieces_without_pauses_mean_what_the_whole_means(sent: list[str], size: int) -> None:
    """Reading in blocks of any size changes nothing."""
    text = "".join(sent)
    whole, pieces = Line(), Line()
    whole.sends(text)
    pieces.sends(*(text[at : at + size] for at in range(0, len(text), size)), pause=0.0)
    pieces.sends(pause=0.3)
    assert [repr(message) for message in whole.got if isinstance(message, events.Key)] == [
        repr(message) for message in pieces.got if isinstance(message, events.Key)
    ]


def test_what_people_type_arrives() -> None:
    """Escape, then keys at once; keys with Alt; an O after Escape; a bracket in a name."""
    assert keys(Line().sends(ESC, "q")) == ["escape", "q"]
    assert keys(Line().sends(ESC, "1", "2", "M", pause=0.11)) == ["escape", "1", "2", "M"]
    assert keys(Line().sends(ESC, "O", pause=0.11)) == ["escape", "O"]
    assert keys(Line().sends("a[<0;1M")) == ["a", "left_square_bracket", "less_than_sign", "0", "semicolon", "1", "M"]
    assert keys(Line().sends(f"{ESC}x")) == ["alt+x"]
    assert keys(Line().sends(f"{ESC}{ESC}[A")) == ["escape", "up"]


@pytest.mark.parametrize("cut", range(1, 16))
def test_a_paste_is_text_however_its_marks_are_cut(cut: int) -> None:
    """The marks are put together, since what lies between them must not be typed as keys."""
    text = f"{ESC}[200~q 9M{ESC}[201~"
    got = Line().sends(text[:cut], text[cut:])
    assert [message.text for message in got if isinstance(message, events.Paste)] == ["q 9M"]
    assert set(keys(got)) <= {"escape"}


def test_a_whole_report_is_still_an_event() -> None:
    """Mouse and resize work as before."""
    assert [type(message) for message in Line().sends(REPORTS["wheel"])] == [events.MouseScrollUp]
    assert keys(Line().sends(REPORTS["shifted arrow"])) == ["shift+right"]


def test_the_driver_reads_through_this_parser() -> None:
    """The class that the terminal's driver makes for itself."""
    whole_sequences_only()
    assert vars(linux_driver)["XTermParser"] is WholeSequences
