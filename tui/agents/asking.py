"""From a tool's arguments to a case and its analysis: which files are read, and how what is wrong is said.

A profile is a name or a .toml file, or REVISION:FILE of git; never standard input, which carries the protocol, nor a pipe.
"""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from model.comparison import Case
from model.contract.json_base import Contract
from model.decision import Analysis, analyse
from model.profile import Problem, Problems, Profile, find, load
from model.profile.changing import scenario_id
from model.quantities.cleaning import clean
from model.report.json import plain
from tui.commands import arguments
from tui.commands.gathering import changed, own_folder, resolved
from tui.commands.incoming import incoming

Value = TypeVar("Value")
Answer = TypeVar("Answer", bound=Contract)
FEW = 5
COLUMNS = 100
MOST_DRAWS = 100_000
"""More futures would keep an agent waiting for minutes."""


class Refused(Exception):  # noqa: N818 - what was asked is wrong, not the program
    """What is wrong with what was asked, in sentences for the one who asked; `problems` where it is the profile."""

    def __init__(self, sentence: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(sentence)
        self.problems = problems


class Asked(Struct, frozen=True, kw_only=True):
    """Which comparison is asked for. `changes` are dotted keys to the text one would write in the form."""

    profile: str
    changes: Mapping[str, str] = {}
    scenario: str | None = None
    as_of: str | None = None
    pair: str | None = None
    draws: int = 10_000
    today: date
    folder: Path | None = None


def refuse(problems: Iterable[Problem]) -> NoReturn:
    """Say everything that is wrong at once; without the lines of a file, which may be no profile at all."""
    found = tuple(problems)
    raise Refused("\n".join(dict.fromkeys(each.sentence() for each in found)), found)


def profile_of(name: str, folder: Path | None) -> Profile:
    """The profile of a name; those in `folder` come first."""
    wanted = name.strip()
    if wanted in ("", "-") or wanted.startswith(("/dev/", "/proc/")):
        refuse([Problem(wanted or '""', "", "", "not a profile; tool profiles lists the names")])
    if Path(wanted).is_absolute() and not wanted.endswith(".toml"):
        refuse([Problem(wanted, "", "", "a profile is a .toml file")])
    inside = find(wanted, None, folder) if folder is not None and "/" not in wanted else None
    found = inside if isinstance(inside, Path) else find(wanted, own_folder())
    if isinstance(found, Path):
        if found.suffix != ".toml":
            refuse([Problem(wanted, "", "", "a profile is a .toml file")])
        loaded = load(found)
    else:
        loaded = (None if Path(wanted).exists() else incoming(wanted)) or found
    if isinstance(loaded, Problems):
        refuse(loaded.items)
    return loaded


def case_of(asked: Asked) -> tuple[Case, str | None]:
    """The case and the scenario's id."""
    profile = profile_of(asked.profile, asked.folder)
    scenario = None
    if asked.scenario is not None:
        found = scenario_id(profile, asked.scenario)
        if isinstance(found, Problem):
            refuse([found])
        scenario = found
    altered = changed(profile, scenario, list(asked.changes.items()))
    if isinstance(altered, Problems):
        refuse(altered.items)
    return resolved_on(altered, asked), scenario


def resolved_on(profile: Profile, asked: Asked) -> Case:
    """The case of a profile on the day and with the pair that were asked for."""
    day = None if asked.as_of is None else read(arguments.day, asked.as_of, "as_of")
    pair = None if asked.pair is None else read(arguments.pair, asked.pair, "pair")
    case = resolved(profile, Namespace(as_of=day, pair=pair), asked.today)
    if isinstance(case, Problems):
        refuse(case.items)
    return case


def analysis_of(asked: Asked, parts: frozenset[str] | None = None) -> tuple[Case, Analysis]:
    """The case and what is said of it."""
    draws = draws_of(asked)
    case, scenario = case_of(asked)
    found = analyse(case, draws, 1) if parts is None else analyse(case, draws, 1, parts=parts)
    return case, replace(found, scenario=scenario)


def draws_of(asked: Asked) -> int:
    """How many futures, within what is sensible to wait for."""
    if not 1 <= asked.draws <= MOST_DRAWS:
        raise Refused(f"draws: {asked.draws} is not a whole number from 1 to {MOST_DRAWS:,}")
    return asked.draws


def read(reader: Callable[[str], Value], text: str, name: str) -> Value:
    """An argument as the command line reads it."""
    try:
        return reader(text)
    except ArgumentTypeError as wrong:
        raise Refused(f"{name}: {wrong}") from None


def inert(text: str) -> str:
    """A page of several lines with nothing in it that could steer a terminal or hide from a reader."""
    return "\n".join(_without_hidden(line) for line in text.split("\n"))


def _without_hidden(line: str) -> str:
    indent = len(line) - len(line.lstrip(" "))
    return " " * indent + clean(line)


def cleaned(value: object) -> object:
    """The same JSON with every text in it made safe, one line each."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [cleaned(each) for each in value]
    if isinstance(value, dict):
        return {clean(key): cleaned(each) for key, each in value.items()}
    return value


def table_of(record: object) -> dict[str, Any]:
    """A record as JSON."""
    table = plain(record)
    assert isinstance(table, dict)
    return table


def typed(model: type[Answer], content: dict[str, Any], **pages: str) -> Answer:
    """JSON as a part of the contract, every text in it made safe; `pages` are texts of several lines, safe already."""
    table = cleaned(content)
    assert isinstance(table, dict)
    return model.model_validate({**table, **pages})
