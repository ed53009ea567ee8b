"""A team's profile: every written input by its dotted key, in the order of the file."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from model.profile import dotted_keys
from model.profile.company import Company
from model.profile.leaves import Leaf
from model.profile.problems import Problems
from model.profile.registry import TABLES, node_for
from model.quantities import Quantity


class Profile(Struct, frozen=True, dict=True):
    """One team's assumptions.

    file: where it was read, None for text; leaves: written inputs by canonical key, those of `extends` first; tables: named tables
    ("options.own") and the file that has them; source: the file's own text as read, "" for none; digest: SHA-256 of the bytes read;
    base: the profile it extends; schema: the version of the form in which the source is written; company: the teams, where it names
    any; streams: the stream of chance of a number, where that is not called as its key.
    """

    file: Path | None
    leaves: Mapping[str, Leaf]
    tables: Mapping[str, str]
    source: str = ""
    digest: str = ""
    base: "Profile | None" = None
    schema: int = 1
    label: str = "profile"
    company: Company | None = None
    streams: Mapping[str, str] = {}

    @property
    def name(self) -> str:
        """What the team calls the comparison."""
        return self.text("name") or ""

    @cached_property
    def _ids(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for table in self.tables:
            parts = dotted_keys.split(table)
            found.setdefault(dotted_keys.join(parts[:-1]), []).append(parts[-1])
        return {parent: tuple(names) for parent, names in found.items()}

    def ids(self, table: str) -> tuple[str, ...]:
        """The names in a table of named tables, such as `ids("options")`, in the order of the file."""
        return self._ids.get(table, ())

    def has(self, key: str) -> bool:
        """Whether the input is written."""
        return key in self.leaves

    def has_table(self, table: str) -> bool:
        """Whether a named table exists, or any input inside this table is written."""
        return table in self.tables or self.is_filled(table)

    def is_filled(self, table: str) -> bool:
        """Whether any input inside this table is written."""
        return table in self._filled

    @cached_property
    def _filled(self) -> frozenset[str]:
        """The beginnings of all written keys, up to each of their dots."""
        return frozenset(key[:end] for key in self.leaves for end, sign in enumerate(key) if sign == ".")

    def quantity(self, key: str) -> Quantity | None:
        """The number written at this key; None where none is, or where the book's range holds."""
        leaf = self.leaves.get(key)
        return leaf.value if leaf and isinstance(leaf.value, Quantity) else None

    def text(self, key: str) -> str | None:
        """The text or the choice written at this key."""
        leaf = self.leaves.get(key)
        return leaf.value if leaf and isinstance(leaf.value, str) else None

    def flag(self, key: str) -> bool | None:
        """Whether this key says true."""
        leaf = self.leaves.get(key)
        return leaf.value if leaf and isinstance(leaf.value, bool) else None

    def list(self, key: str) -> tuple[str, ...]:
        """The names written at this key; none where it is absent."""
        leaf = self.leaves.get(key)
        return leaf.value if leaf and isinstance(leaf.value, tuple) else ()

    def day(self, key: str) -> date | None:
        """The day written at this key."""
        leaf = self.leaves.get(key)
        return leaf.value if leaf and isinstance(leaf.value, date) else None

    def kind(self, option: str) -> str:
        """How an option is hosted: its `kind`, else its id."""
        return self.text(f"options.{option}.kind") or option

    def unknown_id(self, parts: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]] | None:
        """The first id in a key that no table of this profile has: what it names, the id, and the ids there are."""
        for end in range(1, len(parts)):
            node = node_for(parts[: end + 1])
            if node is None or node.pattern not in TABLES or node.pattern in _NAMES_OF_ANYTHING:
                continue
            known = self._known_ids(parts[:end], node.pattern)
            if parts[end] not in known:
                return (_singular(parts[end - 1]), parts[end], known)
        return None

    def _known_ids(self, parent: tuple[str, ...], pattern: str) -> tuple[str, ...]:
        known = self.ids(dotted_keys.join(parent))
        if pattern == "options.*.workloads.*":
            return self.ids("workloads")
        if pattern.startswith("options.*.workloads."):
            return tuple(dict.fromkeys((*self.ids(dotted_keys.join(parent[2:])), *known)))
        return known

    def as_typed(self, key: str) -> str:
        """The number at this key as it stands in its file, before TOML read it; "" where it does not stand there."""
        from model.profile.toml_spans import literal_at

        leaf, profile = self.leaves.get(key), self
        while leaf is not None and leaf.file != profile.label and profile.base is not None:
            profile = profile.base
        if leaf is None or leaf.file != profile.label or not profile.source:
            return ""
        return literal_at(profile.source, (*leaf.path, "value") if isinstance(leaf.raw, dict) else leaf.path)

    def changed(self, changes: Mapping[str, object]) -> "Profile | Problems":
        """The profile after these changes, or every problem they cause; see `model.profile.changing.changed`."""
        from model.profile.changing import changed

        return changed(self, changes)

    def scenario(self, name: str) -> "Profile | Problems":
        """The profile with this scenario's values set."""
        from model.profile.changing import scenario

        return scenario(self, name)

    def inherited(self, key: str) -> bool:
        """Whether the value at this key comes from the profile that this one extends."""
        leaf = self.leaves.get(key)
        return leaf is not None and leaf.file != self.label


_NAMES_OF_ANYTHING = frozenset({"prices.models.*", "decision.switching_values.*"})


def _singular(table: str) -> str:
    return table[:-1] if table.endswith("s") else table
