"""Everything by name: the commands of the place and the pictures of the work screen, found by their names and by what they do.

A list of our own: it is there with its first frame, so that no key meets it half filled.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, cast

from tui.dialogs.ask import LineScreen, rank
from tui.paint.lines import fit, left
from tui.state.commands_table import Command, commands_of, shown
from tui.telling.pictures import available

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.flows.place import FormPlace
    from tui.state.bench import Bench

TITLE, KEY, WHOLE = 30, 9, 80


class FinderScreen(LineScreen):
    """Type part of a name or of what it does; Enter runs it."""

    def __init__(self, commands: Iterable[Command], pictures: Iterable[tuple[str, str]]) -> None:
        self._rows = [(command.id, command.title, shown(command.keys[0]), command.help) for command in commands]
        self._rows += [(f"picture:{id}", f"Picture: {title}", "", "") for id, title in pictures]
        super().__init__("Everything", "Part of a name, or of what it does.", suggest=self._matching)

    @property
    def _found(self) -> list[tuple[str, str]]:
        return self._matching(self._typed.text)

    def _matching(self, text: str) -> list[tuple[str, str]]:
        words = text.casefold().split()
        hits = [row for row in self._rows if all(word in " ".join(row[1:]).casefold() for word in words)]
        hits.sort(key=lambda row: (not all(word in row[1].casefold() for word in words), rank(text, row[1])))
        room = WHOLE - TITLE - KEY - 2
        return [
            (id, f"{left(title, TITLE)} {left(key, KEY)} {fit(said, room)}".rstrip()) for id, title, key, said in hits
        ]


def open_finder(bench: Bench) -> None:
    """Over the place on top."""
    place = bench.screen
    commands = [command for command in commands_of(bench.place) if command.palette]
    answer = bench.answer
    kinds = available(answer.analysis) if hasattr(place, "show_picture") and answer and answer.analysis else []
    screen = FinderScreen(commands, [(kind.id, kind.title) for kind in kinds])
    bench.push_screen(screen, partial(_run, bench, place, {command.id: command for command in commands}))


def _run(bench: Bench, place: Screen[object], commands: dict[str, Command], chosen: str | None) -> None:
    if chosen is None:
        return
    if chosen.startswith("picture:"):
        cast("FormPlace", place).show_picture(chosen.removeprefix("picture:"))
    else:
        bench.run_later(commands[chosen])
