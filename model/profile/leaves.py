"""One value as a team wrote it: read by its declaration, with whose number it is and where it stands."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from math import isfinite
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from model.profile import dotted_keys
from model.profile.declared import Declared
from model.profile.problems import Problem
from model.profile.registry import BASES, METADATA, meant, nearest
from model.quantities import Family, Misread, NumberSpec, Quantity, Unit, read_number
from model.quantities.days import read_day, within

Basis = Literal["contract", "measured", "published", "guess"]
_PLAIN_NUMBER = re.compile(r"[+-]?(0|[1-9][0-9]*)(\.[0-9]+)?\Z")
_NAME_OF_MUST_HAVE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}\Z")
_FLAGS: Final[Mapping[str, bool]] = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_LONGEST_TEXT = 20_000
_LONGEST_LIST = 200
PAIR = ("a", "b")
"""The keys of a pair that is written as a table; differences are b minus a."""


class Published(Enum):
    """The word `"published"`: the book's dated range holds."""

    PUBLISHED = "published"


PUBLISHED: Final = Published.PUBLISHED

Value: TypeAlias = Quantity | Published | str | bool | date | tuple[str, ...]


class Leaf(Struct, frozen=True):
    """One written input.

    key: canonical dotted key; declared: its declaration; value: as read; text: as written, for screens; basis, source, note:
    whose number it is; file: the file that says so; path: the TOML path it was written at; raw: the TOML value written there.
    """

    key: str
    declared: Declared
    value: Value
    text: str
    basis: Basis
    source: str
    note: str
    file: str
    path: tuple[str, ...]
    raw: object


class ValuePlace(Struct, frozen=True):
    """Where a value stands: canonical key, file, TOML path."""

    key: str
    file: str
    path: tuple[str, ...]

    def problem(self, read: object, allowed: str, near: str = "") -> Problem:
        """A problem at this place."""
        return Problem(self.file, self.key, read if isinstance(read, str) else shown(read), allowed, near)


def shown(value: object) -> str:
    """A TOML value in a few words, for messages."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value}"' if len(value) <= 80 else f'"{value[:79]}…"'
        case int():
            return str(value) if abs(value) < 10**30 else "a number of more than 30 digits"
        case dict():
            return "a table"
        case list():
            return "a list"
    return str(value)


def read_leaf(declared: Declared, place: ValuePlace, raw: object) -> Leaf | Problem:
    """The leaf that a TOML value means under this declaration."""
    if declared.kind == "number":
        return _read_number_or_table(declared, place, raw)
    value = _read_other(declared, place, raw)
    if isinstance(value, Problem):
        return value
    return Leaf(place.key, declared, value, _text_of(value, raw), "guess", "", "", place.file, place.path, raw)


def _read_number_or_table(declared: Declared, place: ValuePlace, raw: object) -> Leaf | Problem:
    metadata = {"basis": "guess", "source": "", "note": ""}
    value = raw
    if isinstance(raw, dict):
        problem = _metadata_problem(place, raw)
        if problem:
            return problem
        metadata |= {name: raw[name] for name in metadata if name in raw}
        value = raw["value"]
    read = _read_value(declared, place, value)
    if isinstance(read, Problem):
        return read
    basis: Basis = metadata["basis"]  # type: ignore[assignment]  # checked by _metadata_problem
    if read is PUBLISHED and "basis" not in (raw if isinstance(raw, dict) else {}):
        basis = "published"
    text = read.text if isinstance(read, Quantity) else "published"
    return Leaf(
        place.key, declared, read, text, basis, metadata["source"], metadata["note"], place.file, place.path, raw
    )


def _metadata_problem(place: ValuePlace, table: Mapping[str, object]) -> Problem | None:
    for name, value in table.items():
        inner = ValuePlace(f"{place.key}.{dotted_keys.join((name,))}", place.file, (*place.path, name))
        if name not in METADATA:
            return inner.problem(
                "", "unknown key: a number's table holds value, basis, source and note", nearest(name, METADATA)
            )
        if name == "basis" and value not in BASES:
            near = meant(value, BASES) if isinstance(value, str) else ""
            called = f"; {value.strip()[:40]} is called {near} here" if near and isinstance(value, str) else ""
            return inner.problem(value, f"one of {', '.join(BASES)}{called}", near)
        if name in ("source", "note") and not isinstance(value, str):
            return inner.problem(value, "text in quotes")
    if "value" not in table:
        return place.problem("a table without value", 'a table with value, such as { value = 12, basis = "measured" }')
    return None


def _read_value(declared: Declared, place: ValuePlace, value: object) -> Quantity | Published | Problem:
    if isinstance(value, str) and value.strip().lower() == "published":
        if declared.published:
            return PUBLISHED
        return place.problem(value, f"a number; the book holds no published range for this; {allowed_number(declared)}")
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) > 1e300:
        return place.problem("a number that is too large" if value == value else value, allowed_number(declared))
    read = _number(value, declared.spec) if isinstance(value, str | int | float) else None
    if read is None:
        return place.problem(value, allowed_number(declared))
    if isinstance(read, Misread):
        return place.problem(read.read, f"{read.why}; {read.allowed}" if read.allowed else read.why)
    if read.is_range and not declared.ranges:
        return place.problem(read.text, "one number; this input cannot be a range")
    largest = max((abs(end) for end in (read.p5, read.median, read.p95)), default=0.0)
    if not isfinite(largest) or largest > declared.most:
        return place.problem(
            read.text, f"at most {_compact(declared.most, declared)}; anything larger is taken for a slip"
        )
    return read


def _number(value: str | float, spec: NumberSpec | None) -> Quantity | Misread:
    return _cached_number(type(value).__name__, value, spec)


@lru_cache(maxsize=4096)
def _cached_number(_type: str, value: str | float, spec: NumberSpec | None) -> Quantity | Misread:
    # The type is part of the cache's key because true, 1 and 1.0 are equal.
    return read_number(value, spec or NumberSpec(unit=Unit.COUNT, family=Family.SIGNED))


def allowed_number(declared: Declared) -> str:
    """What may be written for this number, in words."""
    spec = declared.spec
    if spec is None:
        return "a number"
    low, high = spec.limits
    kind = "a whole number" if spec.whole else "a number"
    if isfinite(low) and isfinite(high):
        limits = f" from {_compact(low, declared)} to {_compact(high, declared)}"
    elif isfinite(low):
        limits = f" of at least {_compact(low, declared)}"
    else:
        limits = ""
    point, span = spec.unit.examples
    return f"{kind}{limits}, such as {point}{f' or {span}' if declared.ranges else ''}"


def _compact(value: float, declared: Declared) -> str:
    if declared.spec is not None and declared.spec.unit is Unit.SHARE:
        return f"{value:.6g}"
    label = declared.spec.unit.label if declared.spec else ""
    return f"{value:,.0f} {label}".strip() if float(value).is_integer() else f"{value:g} {label}".strip()


def _read_other(declared: Declared, place: ValuePlace, raw: object) -> Value | Problem:
    match declared.kind:
        case "flag":
            return raw if isinstance(raw, bool) else place.problem(raw, "true or false")
        case "date":
            return _read_date(place, raw)
        case "list":
            return _read_list(place, raw)
        case "pair" | "keys":
            return _read_two(declared, place, raw)
        case "choice":
            return _read_choice(declared, place, raw)
        case "any":
            return shown(raw) if not isinstance(raw, str) else raw
    return _read_text(declared, place, raw)


def _read_text(declared: Declared, place: ValuePlace, raw: object) -> str | Problem:
    if not isinstance(raw, str):
        return place.problem(raw, "text in quotes")
    if len(raw) > _LONGEST_TEXT:
        return place.problem(f"{len(raw):,} characters", f"at most {_LONGEST_TEXT:,} characters")
    if not raw.strip() and declared.kind in ("option", "key"):
        return place.problem(raw, "a name")
    return dotted_keys.canonical(raw) if declared.kind == "key" else raw


def _read_choice(declared: Declared, place: ValuePlace, raw: object) -> str | Problem:
    if isinstance(raw, str) and raw in declared.choices:
        return raw
    near = meant(raw, declared.choices) if isinstance(raw, str) else ""
    return place.problem(raw, "one of " + ", ".join(f'"{choice}"' for choice in declared.choices), near)


def _read_date(place: ValuePlace, raw: object) -> date | Problem:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        found = within(raw)
    else:
        found = read_day(raw) if isinstance(raw, str) else "a day, such as 2026-11-22"
    return found if isinstance(found, date) else place.problem(raw, found)


def _read_list(place: ValuePlace, raw: object) -> tuple[str, ...] | Problem:
    if not isinstance(raw, list) or not all(isinstance(item, str) for item in raw):
        return place.problem(raw, 'a list of names, such as ["hipaa", "eu_residency"]')
    if len(raw) > _LONGEST_LIST:
        return place.problem(f"{len(raw):,} names", f"at most {_LONGEST_LIST} names")
    for item in raw:
        if not _NAME_OF_MUST_HAVE.match(item):
            return place.problem(item, "names of a-z, 0-9 and _, such as zero_data_retention")
    return tuple(dict.fromkeys(raw))


def _read_two(declared: Declared, place: ValuePlace, raw: object) -> tuple[str, ...] | Problem:
    """Two names in a list; two options also in a table `[pair]` with `a` and `b`."""
    pair = declared.kind == "pair"
    what = "two option ids" if pair else "the dotted keys of two ranges"
    if pair and isinstance(raw, dict):
        if set(raw) != set(PAIR):
            return place.problem(f"a table of {', '.join(raw) or 'nothing'}", "a table of a and b, each an option id")
        raw = [raw[name] for name in PAIR]
    if not isinstance(raw, list) or len(raw) != 2 or not all(isinstance(item, str) for item in raw):
        return place.problem(raw, f"a list of {what}{', or a table of a and b' if pair else ''}")
    two = tuple(raw) if pair else tuple(dotted_keys.canonical(item) for item in raw)
    return two if two[0] != two[1] else place.problem(two[0], f"{what} that differ")


def _text_of(value: Value, raw: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(value)
    return value.isoformat() if isinstance(value, date) else str(raw if isinstance(raw, str) else value)


def from_form(declared: Declared, value: object) -> object:
    """The TOML value that a form's or a command line's text stands for; other values stay as they are.

    Blank text stands for "not given" (None). Text that is not of the kind is returned as it is, for the reader to refuse.
    """
    if not isinstance(value, str):
        return list(value) if isinstance(value, tuple) else value
    stripped = value.strip()
    if not stripped and declared.kind not in ("text", "any"):
        return None
    match declared.kind:
        case "number":
            return _number_from_form(stripped)
        case "flag":
            return _FLAGS.get(stripped.lower(), value)
        case "list" | "pair" | "keys":
            return _list_from_form(stripped)
        case "any":
            return _any_from_form(value)
        case "text":
            return value
    return stripped


def _number_from_form(text: str) -> object:
    if _PLAIN_NUMBER.match(text) and len(text) <= 30:
        return float(text) if "." in text else int(text)
    return _toml_or(text, text) if text.startswith("{") else text


def _list_from_form(text: str) -> object:
    if text.startswith("["):
        return _toml_or(text, text)
    return [] if text == "none" else [item.strip() for item in text.split(",") if item.strip()]


def _any_from_form(text: str) -> object:
    stripped = text.strip()
    if _PLAIN_NUMBER.match(stripped) and len(stripped) <= 30:
        return float(stripped) if "." in stripped else int(stripped)
    if stripped in ("true", "false"):
        return stripped == "true"
    return _toml_or(stripped, text) if stripped.startswith(("[", "{")) else text


def _toml_or(text: str, otherwise: object) -> object:
    if "\n" in text or len(text) > _LONGEST_TEXT:
        return otherwise
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (ValueError, RecursionError):
        return otherwise


def with_metadata(leaf: Leaf, name: str, text: str) -> object:
    """The TOML value of a number's leaf after one of its basis, source or note was changed; blank text removes it."""
    table: dict[str, object] = dict(leaf.raw) if isinstance(leaf.raw, dict) else {"value": leaf.raw}
    if text:
        table[name] = text
    else:
        table.pop(name, None)
    return table if len(table) > 1 else table["value"]
