"""Arguments that several commands share, and a parser that refuses in one line."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from typing import NoReturn

from model.profile.registry import nearest
from model.quantities.days import read_day
from tui.command_line import UsageError
from tui.commands.slips import option_meant

MOST_DRAWS = 10_000_000


class Parser(argparse.ArgumentParser):
    """argparse with one-line errors: a wrong argument raises `UsageError`, nothing is printed twice."""

    def __init__(self, command: str, description: str) -> None:
        super().__init__(prog=f"switchpoint {command}", description=description, allow_abbrev=False)
        self.command = command

    @property
    def options(self) -> tuple[str, ...]:
        """Every option this command has."""
        return tuple(self._option_string_actions)

    def error(self, message: str) -> NoReturn:
        """Raise the message as one line that ends with where to read more; without a PROFILE, the ones there are come first."""
        if "are required" in message and "PROFILE" in message:
            from tui.commands.profiles import rows  # a command like the others, which is parsed by this

            for row in rows():
                print(row, file=sys.stderr)
            raise UsageError(
                f"{self.command}: name a PROFILE, such as one of these; see switchpoint {self.command} --help"
            )
        raise UsageError(f"{self.command}: {_one_line(message)}; see switchpoint {self.command} --help")

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:  # noqa: ARG002 - argparse calls it so
        """Leave after --help; `HelpShown` is caught by `parsed`."""
        raise HelpShown(message or "")


class HelpShown(Exception):  # noqa: N818 - it is no error
    """--help was asked for and printed."""


def parsed(parser: Parser, arguments: list[str]) -> argparse.Namespace | None:
    """The parsed arguments; None after --help."""
    try:
        meant = option_meant(arguments, parser.options)
        if meant and not {"-h", "--help"} & set(arguments):
            parser.error(meant)
        return parser.parse_intermixed_args(arguments)
    except HelpShown:
        return None


def add_case_options(parser: argparse.ArgumentParser) -> None:
    """Add what decides which comparison is made: changes, scenario, day, draws, seed, pair."""
    parser.add_argument(
        "--set",
        dest="changes",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        type=change,
        help="give an input another value, as you would write it in the form; repeat for more",
    )
    parser.add_argument(
        "--scenario", metavar="ID", help="apply a scenario of the profile first, by its id or its title"
    )
    parser.add_argument("--as-of", metavar="DATE", type=day, help="prices and rules of this day (2026-11-22)")
    parser.add_argument("--draws", metavar="N", type=draws, default=10_000, help="futures to draw (10000)")
    parser.add_argument("--seed", metavar="N", type=seed, default=1, help="seed of the draws (1)")
    parser.add_argument("--pair", metavar="A,B", type=pair, help="the two options compared; differences are B minus A")


def change(text: str) -> tuple[str, str]:
    """KEY=VALUE, split at the first "=" outside quotes."""
    quoted = False
    for place, char in enumerate(text):
        if char == '"':
            quoted = not quoted
        elif char == "=" and not quoted:
            key, value = text[:place].strip(), text[place + 1 :].strip()
            if key:
                return key, value
            break
    raise argparse.ArgumentTypeError(f"{_one_line(text)!r} is not KEY=VALUE, such as options.own.upkeep_fte=0.3")


def day(text: str) -> date:
    """A day as people write it, 2026-11-22 or 22 Nov 2026."""
    found = read_day(text)
    if isinstance(found, str):
        raise argparse.ArgumentTypeError(f"{_one_line(text)!r} is not {found}")
    return found


SECTION_NAMES = (
    "warnings", "portfolio", "options", "years", "must-haves", "decides", "one-sided", "when", "what-if", "flips", "learn", "wrong", "revisit", "mixed", "levers",
    "bill", "caps", "runaway", "lines", "numbers", "sources", "record",
)  # fmt: skip


def section(text: str) -> str:
    """The name of a part of the comparison."""
    name = text.strip().lower().replace("_", "-")
    if name not in SECTION_NAMES:
        near = nearest(name, SECTION_NAMES).replace("_", "-")
        said = f"; nearest: {near}" if near else ""
        raise argparse.ArgumentTypeError(f"{_one_line(text)!r} is none of {', '.join(SECTION_NAMES)}{said}")
    return name


def draws(text: str) -> int:
    """How many futures: 1 to ten million."""
    return _whole(text, 1, MOST_DRAWS)


def seed(text: str) -> int:
    """A seed: 0 to 2^63 - 1."""
    return _whole(text, 0, 2**63 - 1)


def axes(text: str) -> tuple[str, str]:
    """Two different dotted keys, joined by a comma."""
    keys = [part.strip() for part in text.split(",")]
    if len(keys) != 2 or not all(keys) or keys[0] == keys[1]:
        raise argparse.ArgumentTypeError(f"{_one_line(text)!r} is not two different dotted keys joined by a comma")
    return keys[0], keys[1]


def pair(text: str) -> tuple[str, str]:
    """Two different option ids, joined by a comma."""
    ids = [part.strip() for part in text.split(",")]
    if len(ids) != 2 or not all(ids) or ids[0] == ids[1]:
        raise argparse.ArgumentTypeError(f"{_one_line(text)!r} is not two different option ids such as managed,own")
    return ids[0], ids[1]


def _whole(text: str, low: int, high: int) -> int:
    plain = text.strip().replace("_", "").replace(",", "")
    if not plain.isascii() or not plain.isdigit() or len(plain) > 20 or not low <= int(plain) <= high:
        raise argparse.ArgumentTypeError(f"{_one_line(text)!r} is not a whole number from {low:,} to {high:,}")
    return int(plain)


def _one_line(text: str) -> str:
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
