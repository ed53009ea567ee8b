"""A profile in memory: an ordered map from dotted key to leaf, and the named tables it has. Frozen; changes make new ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from model.profile import keys
from model.profile.leaves import Leaf, Place, Published, from_form, read_leaf
from model.profile.problems import Problem, Problems
from model.profile.registry import FREE_NAMES, TABLES, declared_for, nearest, nearest_key
from model.quantities import Quantity


@dataclass(frozen=True)
class Profile:
    """What a team wrote.

    ``leaves``: every written input in the order of the file (what is extended first); ``tables``: every named table by its
    dotted key, empty ones too; ``file``: where it was read, None for text; ``digest``: of the bytes read, so that a change on
    disk is noticed; ``own``: keys that the file itself says, not what it extends.
    """

    file: Path | None
    leaves: Mapping[str, Leaf]
    tables: Mapping[str, None]
    digest: str = ""
    own: frozenset[str] = field(default_factory=frozenset)
    applied: str | None = None

    @property
    def name(self) -> str:
        """What the team calls it."""
        return self.text("name") or ""

    def ids(self, table: str) -> tuple[str, ...]:
        """The ids of the named tables below a dotted key, in the order of the file: ``ids("options.own.items")``."""
        depth, start = table.count(".") + 1, table + "."
        return tuple(key[len(start) :] for key in self.tables if key.startswith(start) and key.count(".") == depth)

    def has(self, key: str) -> bool:
        """Whether the input is written."""
        return key in self.leaves

    def quantity(self, key: str) -> Quantity | Published | None:
        """A number as written; None where it is absent."""
        value = self._value(key)
        return value if isinstance(value, Quantity | Published) else None

    def text(self, key: str) -> str | None:
        """A text or a choice; None where it is absent."""
        value = self._value(key)
        return value if isinstance(value, str) else None

    def flag(self, key: str) -> bool | None:
        """A true or false; None where it is absent."""
        value = self._value(key)
        return value if isinstance(value, bool) else None

    def list(self, key: str) -> tuple[str, ...]:
        """A list of names; empty where it is absent."""
        value = self._value(key)
        return value if isinstance(value, tuple) else ()

    def day(self, key: str) -> date | None:
        """A day; None where it is absent."""
        value = self._value(key)
        return value if isinstance(value, date) else None

    def _value(self, key: str) -> object:
        leaf = self.leaves.get(key)
        return leaf.value if leaf else None

    def changed(self, changes: Mapping[str, object]) -> Profile | Problems:
        """The profile with these inputs given (text as in the form, or TOML values) or removed (None or blank text).

        Unknown keys and ids are problems; so is whatever the file reader would refuse.
        """
        leaves, problems = dict(self.leaves), []
        for written, value in changes.items():
            answer = self.read_change(keys.canonical(written), value)
            if isinstance(answer, Problem):
                problems.append(answer)
            elif isinstance(answer, str):
                leaves.pop(answer, None)
            else:
                leaves[answer.key] = answer
        if problems:
            return Problems(tuple(problems))
        return self.with_leaves(leaves)

    def with_leaves(self, leaves: Mapping[str, Leaf], tables: Mapping[str, None] | None = None) -> Profile | Problems:
        """The profile with other leaves, checked for what they mean together."""
        from model.profile.meaning import checked

        own = self.own | {key for key in leaves if leaves[key] is not self.leaves.get(key)}
        return checked(replace(self, leaves=leaves, tables=self.tables if tables is None else tables, own=own))

    def read_change(self, key: str, value: object) -> Leaf | Problem | str:
        place = Place(key, str(self.file or "change"), keys.split(key))
        declared = declared_for(key) if place.path else None
        if declared is None:
            return place.problem("", "unknown key", nearest_key(place.path) if place.path else "")
        if missing := self._missing_id(place, declared.parts):
            return missing
        raw = from_form(declared, value)
        return key if raw is None else read_leaf(declared, place, raw)

    def _missing_id(self, place: Place, parts: tuple[str, ...]) -> Problem | None:
        for end, (part, name) in enumerate(zip(parts, place.path, strict=True), start=1):
            if part != "*" or ".".join(parts[:end]) in FREE_NAMES:
                continue
            table = keys.join(place.path[: end - 1])
            known = self.ids(table)
            if parts[:1] == ("options",) and parts[2:4] == ("workloads", "*") and end >= 4:
                known = (*self.ids(keys.join(place.path[2 : end - 1])), *known)
            if name not in known:
                return place.problem(
                    name, f"an id of {table}: {', '.join(known) or 'there is none'}", nearest(name, known)
                )
        return None

    def missing_id_of(self, key: str) -> Problem | None:
        declared = declared_for(key)
        place = Place(key, str(self.file or "profile"), keys.split(key))
        return self._missing_id(place, declared.parts) if declared else place.problem("", "unknown key")

    def scenario(self, scenario: str) -> Profile | Problems:
        """The profile with the changes of one of its scenarios."""
        known = self.ids("scenarios")
        if scenario not in known:
            place = Place("scenarios", str(self.file or "profile"), ())
            return Problems.of(
                place.problem(scenario, f"a scenario: {', '.join(known) or 'there is none'}", nearest(scenario, known))
            )
        start = f"scenarios.{scenario}.set."
        changes = {keys.split(k)[3]: leaf.raw for k, leaf in self.leaves.items() if k.startswith(start)}
        changed = self.changed(changes)
        return changed if isinstance(changed, Problems) else replace(changed, applied=scenario)


def table_keys(path: tuple[str, ...], pattern: tuple[str, ...]) -> list[str]:
    """The named tables that a path of parts lies in."""
    return [keys.join(path[:end]) for end in range(1, len(pattern) + 1) if ".".join(pattern[:end]) in TABLES]
