"""A TOML text changed in place: only what differs is touched; comments, order and spacing of the rest stay byte for byte.

One difference at a time: the text is read, the first value that differs from the wanted tables is replaced, removed or inserted, and the
result is read again, so that every step is proved by TOML's own reader.
"""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from math import isinf, isnan

from msgspec import Struct

from model.profile import dotted_keys
from model.profile.arrays import array_around, as_tables, is_array
from model.profile.order import behind, in_order
from model.profile.registry import TABLES, declared_for, node_for
from model.profile.toml_spans import HeaderSpan, KeyEntry, Layout, lines_of

Path = tuple[str, ...]
_MOST_STEPS = 20_000
_IMPLIED = ("options.*.workloads.", "prices.models.", "decision.")
NAMED = frozenset(pattern for pattern in TABLES if not (pattern + ".").startswith(_IMPLIED))
"""Tables that mean something even when they are empty."""


def rewrite(text: str, wanted: Mapping[str, object]) -> str | None:
    """The text after its values were made equal to the wanted tables; None where that cannot be done in place."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text, wanted = text.removeprefix("\ufeff"), as_tables(wanted)
    for _ in range(_MOST_STEPS):
        try:
            step = _difference(as_tables(tomllib.loads(text)), wanted, ())
        except (ValueError, RecursionError):
            return None
        if step is None:
            return mark + text
        changed = _apply(lines_of(text), step, wanted)
        if changed == text:
            return None
        text = changed
    return None


def equal(tree: Mapping[str, object], wanted: Mapping[str, object]) -> bool:
    """Whether two trees of tables say the same; empty tables that mean nothing do not count."""
    return _difference(as_tables(tree), as_tables(wanted), ()) is None


class _Step(Struct, frozen=True):
    """One difference: the path, and the wanted value, or its absence."""

    path: Path
    value: object
    old: object


_ABSENT = object()


def _difference(old: Mapping[str, object], wanted: Mapping[str, object], path: Path) -> _Step | None:
    for name, value in old.items():
        here = (*path, name)
        new = wanted.get(name, _ABSENT)
        if new is _ABSENT:
            if not _means_nothing(value, here):
                return _Step(here, _ABSENT, value)
        elif isinstance(value, dict) and isinstance(new, Mapping):
            inner = _difference(value, new, here)
            if inner is not None:
                return inner
        elif not _same(value, new):
            return _Step(here, new, value)
    for name, new in wanted.items():
        if name not in old and not _means_nothing(new, (*path, name)):
            return _Step((*path, name), new, _ABSENT)
    return None


def _means_nothing(value: object, path: Path) -> bool:
    """Whether this is an empty table that is no workload, option or other named table."""
    if not isinstance(value, Mapping):
        return False
    node = node_for(path)
    named = node is not None and node.pattern in NAMED
    return not named and all(_means_nothing(inner, (*path, name)) for name, inner in value.items())


def _same(one: object, other: object) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(_same(one[name], other[name]) for name in one)
    return one == other or (one != one and other != other)


def _apply(layout: Layout, step: _Step, wanted: Mapping[str, object]) -> str:
    rows = _rows_changed(layout, step, wanted)
    if rows is not None:
        return rows
    if step.value is _ABSENT:
        return _removed(layout, step.path)
    if step.old is not _ABSENT:
        return _replaced(layout, step)
    return _inserted(layout, step.path, step.value)


def _rows_changed(layout: Layout, step: _Step, wanted: Mapping[str, object]) -> str | None:
    """The text with a list of tables in brackets written anew, where a row or a key of one comes or goes."""
    array = array_around(step.path)
    if array is None or len(step.path) == len(array) or (step.value is not _ABSENT and step.old is not _ABSENT):
        return None
    around = next((entry for entry in layout.entries if entry.path == array), None)
    if around is None:
        return None
    held: object = wanted
    for part in array:
        held = held.get(part, {}) if isinstance(held, Mapping) else {}
    rows = list(held.values()) if isinstance(held, Mapping) else []
    return _spliced(layout.text, *around.value, written(rows))


def _replaced(layout: Layout, step: _Step) -> str:
    for entry in layout.entries:
        if entry.path == step.path:
            return _spliced(layout.text, *entry.value, written(step.value))
    return _removed(layout, step.path)


def _spliced(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


# ---- removing


def _removed(layout: Layout, path: Path) -> str:
    for entry in layout.entries:
        if entry.path == path:
            return _without_entry(layout, entry)
    for section in layout.sections:
        if section.path[: len(path)] == path:
            start, end = block(layout, section)
            return _spliced(layout.text, start, _before_last_words(layout.text, end), "")
    for entry in layout.entries:
        if entry.path[: len(path)] == path:
            return _without_entry(layout, entry)
    return layout.text


def _before_last_words(text: str, end: int) -> int:
    """Where the comments begin that end the file, if the block goes to its end: they belong to the file, not to a table."""
    if end < len(text):
        return end
    while (start := text.rfind("\n", 0, max(end - 1, 0)) + 1) < end and text[start:end].lstrip().startswith("#"):
        end = start
    return end


def _without_entry(layout: Layout, entry: KeyEntry) -> str:
    if entry.inline is None:
        return _spliced(layout.text, layout.line_start(entry.key[0]), layout.line_end(entry.value[1]), "")
    items = [other for other in layout.entries if other.inline == entry.inline]
    place = items.index(entry)
    if place + 1 < len(items):
        return _spliced(layout.text, entry.key[0], items[place + 1].key[0], "")
    start = items[place - 1].value[1] if place else entry.key[0]
    return _spliced(layout.text, start, entry.value[1], "")


def block(layout: Layout, section: HeaderSpan) -> tuple[int, int]:
    """The span of a section: the comment lines right above its header, up to those above the next header."""
    index = layout.sections.index(section)
    following = layout.sections[index + 1 : index + 2]
    return _block_start(layout, section), _block_start(layout, following[0]) if following else len(layout.text)


def _block_start(layout: Layout, section: HeaderSpan) -> int:
    return _start_with_words(layout, layout.line(section.start))


def _start_with_words(layout: Layout, number: int) -> int:
    """Where a line begins, from 1, with the lines of comment right above it."""
    line = number - 1
    while line > 0 and layout.text[layout.starts[line - 1] : layout.starts[line]].lstrip().startswith("#"):
        line -= 1
    return layout.starts[line]


# ---- inserting


def _inserted(layout: Layout, path: Path, value: object) -> str:
    parent = path[:-1]
    around = next((entry for entry in layout.entries if entry.path == parent and entry.is_table), None)
    if around is not None:
        return _into_inline(layout, around, path, value)
    written_as_table = isinstance(value, Mapping) and not _inline(path)
    siblings = _siblings(layout, parent)
    dotted = siblings[-1] if siblings else None
    if dotted is not None and (dotted.inline or len(dotted.prefix) < len(parent)):
        return _beside(layout, siblings, path, value)
    if written_as_table and isinstance(value, Mapping):
        return _with_section(layout, path, value)
    if dotted is not None:
        return _beside(layout, siblings, path, value)
    return _first_of_table(layout, path, value)


def _siblings(layout: Layout, parent: Path) -> list[KeyEntry]:
    """The entries of a table that are written in the table's own section or with dotted keys."""
    return [
        entry
        for entry in layout.entries
        if entry.path[: len(parent)] == parent
        and len(entry.path) > len(parent)
        and len(entry.prefix) <= len(parent)
        and (parent or entry.section == -1)
    ]


def _inline(path: Path) -> bool:
    """Whether a table is written in braces: a number with its source, and what a scenario sets."""
    node = node_for(path)
    if node is None:
        return True
    return (
        node.declared is not None
        or node.pattern == "scenarios.*.set"
        or declared_for(dotted_keys.join(path)) is not None
    )


def _beside(layout: Layout, siblings: list[KeyEntry], path: Path, value: object) -> str:
    last = siblings[-1]
    alike = [each for each in siblings if (each.prefix, each.inline) == (last.prefix, last.inline)]
    place = behind([each.path for each in alike], path)
    before = None if place is None else alike[place]
    beside = before or alike[0]
    new = f"{dotted_keys.join(path[len(beside.prefix) :])} = {written(value, path)}"
    if beside.inline is not None:
        at = beside.value[1] if before else beside.key[0]
        return _spliced(layout.text, at, at, f", {new}" if before else f"{new}, ")
    indent = layout.text[layout.line_start(beside.key[0]) : beside.key[0]].removeprefix("\ufeff")
    at = layout.line_end(beside.value[1]) if before else _start_with_words(layout, layout.line(beside.key[0]))
    return _with_line(layout, at, indent + new)


def _with_line(layout: Layout, at: int, line: str) -> str:
    end = _line_end(layout.text)
    before = "" if at == 0 or layout.text[at - 1] == "\n" else end
    return _spliced(layout.text, at, at, f"{before}{line}{end}")


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _into_inline(layout: Layout, around: KeyEntry, path: Path, value: object) -> str:
    new = f"{dotted_keys.join(path[-1:])} = {written(value)}"
    items = [entry for entry in layout.entries if entry.inline == around.value]
    return _beside(layout, items, path, value) if items else _spliced(layout.text, *around.value, f"{{ {new} }}")


def _first_of_table(layout: Layout, path: Path, value: object) -> str:
    new = f"{dotted_keys.join(path[-1:])} = {written(value)}"
    for section in layout.sections:
        if section.path == path[:-1]:
            return _with_line(layout, layout.line_end(section.end - 1), new)
    if len(path) == 1:
        at = _block_start(layout, layout.sections[0]) if layout.sections else len(layout.text)
        return _with_line(layout, at, new)
    return _with_section(layout, path[:-1], {path[-1]: value})


def _with_section(layout: Layout, path: Path, table: Mapping[str, object]) -> str:
    at = len(layout.text)
    for section in layout.sections:
        if len(path) > 1 and section.path[: len(path) - 1] == path[:-1]:
            at = block(layout, section)[1]
    end = _line_end(layout.text)
    lines = end.join(_section_lines(path, table)) + end
    before, after = layout.text[:at], layout.text[at:]
    return _gap_after(before, end) + lines + (end if after.strip() else "") + after


def _gap_after(text: str, end: str) -> str:
    if not text.strip():
        return text
    text = text if text.endswith("\n") else text + end
    return text if text.endswith(end * 2) else text + end


def _section_lines(path: Path, table: Mapping[str, object]) -> list[str]:
    own = {name: value for name, value in table.items() if not isinstance(value, Mapping) or _inline((*path, name))}
    inner = {name: value for name, value in table.items() if isinstance(value, Mapping) and name not in own}
    header = f"[[{dotted_keys.join(path[:-1])}]]" if is_array(path[:-1]) else f"[{dotted_keys.join(path)}]"
    lines = [header] if own or not inner else []
    lines += [f"{dotted_keys.join((name,))} = {written(own[name])}" for name in in_order(own, path)]
    for name, value in inner.items():
        lines += ([""] if lines else []) + _section_lines((*path, name), value)
    return lines


def document(tree: Mapping[str, object]) -> str:
    """A whole new file: top-level values first, then every table under its header."""
    plain = {name: value for name, value in tree.items() if not isinstance(value, Mapping)}
    lines = [f"{dotted_keys.join((name,))} = {written(plain[name])}" for name in in_order(plain, ())]
    for name, value in tree.items():
        if isinstance(value, Mapping):
            lines += ["", *_section_lines((name,), value)]
    return "\n".join(lines) + "\n"


def written(value: object, path: Path = ()) -> str:
    """A TOML value on one line; the keys of a table that stands at a path in the order of their declarations."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return dotted_keys.quoted(value)
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "[" + ", ".join(written(item) for item in value) + "]"
    if isinstance(value, Mapping):
        names = in_order(value, path) if path else [str(name) for name in value]
        inside = ", ".join(
            f"{dotted_keys.join((name,))} = {written(value[name], (*path, name) if path else ())}" for name in names
        )
        return f"{{ {inside} }}" if inside else "{}"
    return str(value)


def _float(value: float) -> str:
    if isnan(value) or isinf(value):
        return "nan" if isnan(value) else ("inf" if value > 0 else "-inf")
    return repr(value)
