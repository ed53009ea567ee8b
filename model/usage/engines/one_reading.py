"""Several questions put as one statement, so that an engine reads the rows once for all of them, and their answers told apart.

Rows of all questions stand in one result: which question, the place in its order, and the columns of the question in slots by what
they hold (text, date, whole, number), since columns of different questions that share a name need not share a type.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from model.usage.engines.dialects import columns_of
from model.usage.row_store import statement

TYPES = {"text": "VARCHAR", "date": "DATE", "whole": "BIGINT", "number": "DOUBLE"}
Slots = Mapping[str, str]


def slots_of(name: str) -> dict[str, str]:
    """The slot of each column of the question in ``sql/<name>.sql``, in the order of the question."""
    taken: dict[str, int] = defaultdict(int)
    found: dict[str, str] = {}
    for column, kind in columns_of(statement(name)).items():
        found[column] = f"{kind}_{taken[kind]}"
        taken[kind] += 1
    return found


def put_together(names: Sequence[str]) -> str:
    """The questions as one SELECT about the same tables; without parameters of their own."""
    by_name = {name: slots_of(name) for name in names}
    every = sorted({slot for slots in by_name.values() for slot in slots.values()}, key=_in_order)
    return " UNION ALL ".join(_branch(name, slots, every) for name, slots in by_name.items())


def told_apart(names: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The rows of every question by its own columns, in its own order."""
    found: dict[str, list[tuple[int, dict[str, Any]]]] = {name: [] for name in names}
    slots = {name: slots_of(name) for name in found}
    for row in rows:
        name = row["question"]
        found[name].append((row["place"], {column: row[slot] for column, slot in slots[name].items()}))
    return {name: [row for _, row in sorted(several, key=lambda each: each[0])] for name, several in found.items()}


def _branch(name: str, slots: Slots, every: Sequence[str]) -> str:
    body, _, order = statement(name).rpartition("ORDER BY")
    body, order = (body, order.strip()) if body else (statement(name), next(iter(slots)))
    columns = {slot: f'CAST("{column}" AS {TYPES[slot.partition("_")[0]]})' for column, slot in slots.items()}
    listed = ", ".join(f"{columns.get(slot, _nothing(slot))} AS {slot}" for slot in every)
    place = f"CAST(row_number() OVER (ORDER BY {order}) AS BIGINT) AS place"
    return f"SELECT CAST('{name}' AS VARCHAR) AS question, {place}, {listed} FROM ({body}) AS told_{name}"


def _nothing(slot: str) -> str:
    return f"CAST(NULL AS {TYPES[slot.partition('_')[0]]})"


def _in_order(slot: str) -> tuple[str, int]:
    kind, _, place = slot.partition("_")
    return kind, int(place)
