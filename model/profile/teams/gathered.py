"""Several teams' profiles while they become one: what was placed so far, in which stream of chance, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from model.profile import dotted_keys
from model.profile.leaves import Leaf
from model.profile.problems import Problem
from model.profile.profile import Profile
from model.profile.registry import declared_for

LONGEST_NAME = 64


class Member(Struct, frozen=True):
    """A team whose file was read: its id in the company's file, and its profile; what its workloads and streams are called
    together where that is known already."""

    id: str
    profile: Profile
    workloads: Mapping[str, str] | None = None
    streams: Mapping[str, str] | None = None


class Joining(Struct):
    """The profile so far: what was placed, in which stream it is drawn, what is wrong."""

    own: Profile
    leaves: dict[str, Leaf] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    streams: dict[str, str] = field(default_factory=dict)
    drawn: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, key: str, read: str, allowed: str, near: str = "") -> None:
        """Notes what is wrong with the company's file."""
        leaf = self.own.leaves.get(key)
        self.problems.append(Problem(leaf.file if leaf else self.own.label, key, read, allowed, near))

    def free_name(self, table: str, member: str, name: str) -> str:
        """The name in a table of named tables that is not taken yet: the team's own, else with the team before it."""
        if not self._is_taken(f"{table}.{name}"):
            return name
        longer = f"{member}-{name}"[:LONGEST_NAME].strip("-")
        tries = (longer, *(f"{longer[: LONGEST_NAME - 3]}-{number}" for number in range(2, 100)))
        return next(each for each in tries if not self._is_taken(f"{table}.{each}"))

    def _is_taken(self, table: str) -> bool:
        return table in self.tables or table in self.own.tables

    def place(self, leaf: Leaf, key: str, stream: str = "", table: str = "") -> None:
        """Puts a team's value under the key it has together, unless the company's file says something there."""
        declared = declared_for(key)
        if declared is None or self.own.has(key):
            return
        self.leaves[key] = replace(leaf, key=key, declared=declared)
        if stream and stream != key:
            self.streams[key] = stream
        for end, part in enumerate(declared.parts, start=1):
            if part == "*" and end < len(declared.parts):
                self.tables.setdefault(dotted_keys.join(dotted_keys.split(key)[:end]), table or leaf.file)
