"""What a measured source would change, one row an input: what stands there, what was measured, both ranges on one scale, and what it does."""

from __future__ import annotations

from collections.abc import Mapping
from math import isclose, log
from typing import TYPE_CHECKING

from msgspec import Struct
from rich.cells import cell_len

from model.profile import declared_for, dotted_keys
from model.quantities import Quantity, figures
from tui.paint.lines import Line, clean, fit
from tui.telling.amounts import amount

if TYPE_CHECKING:
    from model.profile import Profile
    from model.usage.measured_inputs import MeasuredInput

Ends = tuple[float, float]
LEAST_OWNER = 5  # cells of a workload's name before the input's


class IntakeRow(Struct, frozen=True):
    """One input: its key, what it is called, old and new as text ("" where nothing stood there), their 90 % ranges (None for words),
    where the new one comes from, and what is said about it."""

    key: str
    title: str
    old: str
    new: str
    was: Ends | None
    now: Ends | None
    source: str
    note: str


def rows(profile: Profile, inputs: tuple[MeasuredInput, ...]) -> tuple[IntakeRow, ...]:
    """The inputs that change something, in their order."""
    found = []
    for each in inputs:
        leaf = profile.leaves.get(each.key)
        value = leaf.value if leaf is not None else None
        was = (value.p5, value.p95) if isinstance(value, Quantity) else None
        now = None if each.p5 is None or each.p95 is None else (each.p5, each.p95)
        if leaf is not None and (leaf.text == each.text or _alike(was, now)) and leaf.basis in ("measured", ""):
            continue
        old, new = clean(leaf.text) if leaf is not None else "", clean(each.text)
        found.append(
            IntakeRow(each.key, title_of(profile, each.key), _short(old, was, each.key), _short(new, now, each.key), was, now,
                clean(each.source), clean(each.note))
        )  # fmt: skip
    return tuple(found)


def _alike(was: Ends | None, now: Ends | None) -> bool:
    """Whether two ranges are the same to a thousandth: nothing that a comparison would notice."""
    return (
        was is not None
        and now is not None
        and all(isclose(one, other, rel_tol=1e-3, abs_tol=1e-12) for one, other in zip(was, now, strict=True))
    )


def title_of(profile: Profile, key: str) -> str:
    """What an input is called, with the workload or option it belongs to."""
    declared, parts = declared_for(key), dotted_keys.split(key)
    name = declared.title if declared is not None else parts[-1]
    if parts[0] not in ("workloads", "options"):
        return clean(name)
    return f"{clean(profile.text(f'{parts[0]}.{parts[1]}.title') or parts[1])}: {lowered_first(clean(name))}"


def lowered_first(text: str) -> str:
    """Inside a sentence."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def name_in(title: str, cells: int) -> str:
    """A title in so many cells: the workload or option before the input gives way first, since it is the same in most rows."""
    if cell_len(title) <= cells:
        return title
    owner, _, name = title.rpartition(": ")
    room = cells - cell_len(name) - 2
    return (
        f"{fit(owner, room)}: {name}" if owner and room >= LEAST_OWNER else fit(f"{name[:1].upper()}{name[1:]}", cells)
    )


def _short(text: str, ends: Ends | None, key: str) -> str:
    """A range by its ends as figures are printed; words and single numbers as they are written."""
    declared = declared_for(key)
    if ends is None or declared is None or declared.spec is None:
        return {"true": "yes", "false": "no"}.get(text, text)
    unit = declared.spec.unit.value
    low, high = (amount(end, unit) for end in ends)
    return low if low == high else f"{low} to {high}"


def bar(row: IntakeRow, width: int) -> Line:
    """Both ranges over each other on a scale of their own: the old one as a thin line, the new one as a thick one."""
    low, high = scale(row)
    if row.now is None or low is None or high is None or width < 4:
        return ((" " * width, ""),)
    first, last = places(row.now, (low, high), width)
    thin = places(row.was, (low, high), width) if row.was is not None else (width, -1)
    marks = ["━" if first <= at <= last else "─" if thin[0] <= at <= thin[1] else " " for at in range(width)]
    pieces: list[tuple[str, str]] = []
    for mark in marks:
        role = {"━": "own", "─": "bar", " ": ""}[mark]
        if pieces and pieces[-1][1] == role:
            pieces[-1] = (pieces[-1][0] + mark, role)
        else:
            pieces.append((mark, role))
    return tuple(pieces)


def scale(row: IntakeRow) -> tuple[float | None, float | None]:
    """The ends that hold both ranges."""
    ends = [end for range_ in (row.was, row.now) if range_ is not None for end in range_]
    return (min(ends), max(ends)) if ends else (None, None)


def places(range_: Ends, ends: Ends, width: int) -> tuple[int, int]:
    """The first and last cell of a range on a scale; equal factors take equal room where everything is above zero."""
    low, high = ends
    logarithmic = low > 0 and high / low > 3

    def place(value: float) -> int:
        if high <= low:
            return width // 2
        share = log(value / low) / log(high / low) if logarithmic else (value - low) / (high - low)
        return max(0, min(width - 1, round(share * (width - 1))))

    return place(range_[0]), place(range_[1])


def worth_line(usd: Mapping[str, float], names: Mapping[str, str], pair: tuple[str, str]) -> str:
    """What taking it does to both options and to the difference: `managed −$1.2k, own +$300`; the same on both sides says so."""
    a, b = (usd.get(option) for option in pair)
    if a is None or b is None:
        return ""
    if abs(a) < 0.5 and abs(b) < 0.5:
        return "changes nothing"
    if abs(a - b) < 0.5:
        return f"{figures.signed_money(a)} on both sides"
    return f"{names[pair[0]]} {figures.signed_money(a)}, {names[pair[1]]} {figures.signed_money(b)}"


def gap_line(usd: Mapping[str, float], pair: tuple[str, str]) -> str:
    """What it does to the difference, as short as a column."""
    a, b = (usd.get(option) for option in pair)
    if a is None or b is None:
        return ""
    return "same" if abs(b - a) < 0.5 else figures.signed_money(b - a)
