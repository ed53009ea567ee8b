"""Months that were measured, kept beside the profile in `<profile>.actuals.toml`: sources forget after thirty days.

Small, in order, one line a figure, so that a diff shows what changed; no ids, no names of people. The forecast is kept as it
stood when the month was first tracked: a profile that has learned from a month must not be praised for having known it.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from model.profile.guarding import ships
from model.profile.locked_writing import alone_in, beside
from model.profile.profile import Profile
from model.quantities.figures import plural, to_digits

SCHEMA = 1
TOTAL = "total"
_DIGITS = 6
_HEAD = """\
# Measured months, kept by `switchpoint track`: sources forget them. Ranges are the forecast as it stood when the month was
# first tracked, 10th to 90th percentile; lines are US dollars of the month at list prices.
"""


class Held(Struct, frozen=True):
    """One input or line of a month: what was forecast (10th, 50th, 90th percentile) and what came of it.

    `is_range`: the team wrote a range; a number without one cannot hold or fail to.
    """

    key: str
    p10: float
    p50: float
    p90: float
    actual: float
    is_range: bool = True

    @property
    def is_inside(self) -> bool:
        """Whether the actual figure lies within the 80 % range, in six digits."""
        slack = 1e-6 * abs(self.actual)
        return self.p10 - slack <= self.actual <= self.p90 + slack


class TrackedMonth(Struct, frozen=True):
    """One full month: its first day, sessions, lines (the last is the total) and inputs. `is_kept`: only the file knows it."""

    month: date
    option: str
    sessions: int
    lines: tuple[Held, ...]
    inputs: tuple[Held, ...]
    is_kept: bool = False

    @property
    def total(self) -> Held | None:
        """All lines together."""
        return next((line for line in self.lines if line.key == TOTAL), None)


class Damaged(Exception):  # noqa: N818 - a reason, told in one line
    """A file of months that is no such file; nothing is written over it."""


def place_of(profile: Path) -> Path:
    """Where the months of a profile are kept."""
    return profile.with_name(f"{profile.name.removesuffix('.toml')}.actuals.toml")


def read_months(path: Path) -> tuple[TrackedMonth, ...]:
    """The months kept so far, oldest first; none without a file. Raises `Damaged`."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise Damaged(f"{path}: {error.strerror or 'cannot be read'}") from None
    try:
        tree = tomllib.loads(data.decode("utf-8"))
        if tree.get("schema") != SCHEMA:
            raise Damaged(f"{path}: schema {tree.get('schema')!a}; this switchpoint reads {SCHEMA}")
        found = [_month(table) for table in tree.get("months", [])]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Damaged(f"{path}: {' '.join(str(error).split())[:120]}") from None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Damaged(f"{path}: a month of another shape than track writes") from None
    return tuple(sorted(found, key=lambda each: each.month))


def _month(table: Mapping[str, object]) -> TrackedMonth:
    year, month = str(table["month"]).split("-")
    return TrackedMonth(
        month=date(int(year), int(month), 1),
        option=str(table["option"]),
        sessions=int(str(table["sessions"])),
        lines=_held(table["lines"]),
        inputs=_held(table["inputs"]),
        is_kept=True,
    )


def _held(table: object) -> tuple[Held, ...]:
    assert isinstance(table, Mapping)
    return tuple(
        Held(
            str(key), float(row["p10"]), float(row["p50"]), float(row["p90"]), float(row["actual"]),
            bool(row.get("range", True)),
        )
        for key, row in table.items()
    )  # fmt: skip


def merged(kept: Sequence[TrackedMonth], new: Sequence[TrackedMonth]) -> tuple[TrackedMonth, ...]:
    """All months, oldest first: of one that is known twice the forecast of then and the actual figures of now."""
    found = {each.month: each for each in kept}
    for each in new:
        held = found.get(each.month)
        found[each.month] = each if held is None or held.option != each.option else _again(held, each)
    return tuple(found[month] for month in sorted(found))


def _again(held: TrackedMonth, now: TrackedMonth) -> TrackedMonth:
    return replace(now, lines=_first_forecast(held.lines, now.lines), inputs=_first_forecast(held.inputs, now.inputs))


def _first_forecast(held: Sequence[Held], now: Sequence[Held]) -> tuple[Held, ...]:
    before = {each.key: each for each in held}
    return tuple(
        replace(before[each.key], actual=each.actual) if each.key in before else each for each in now
    )  # fmt: skip


def text_of(months: Sequence[TrackedMonth]) -> str:
    """The file's text: the same months always give the same bytes."""
    parts = [_HEAD, f"schema = {SCHEMA}\n"]
    for each in months:
        rows = [
            f'[[months]]\nmonth = "{each.month:%Y-%m}"\noption = {_quoted(each.option)}\nsessions = {each.sessions}\n'
        ]
        for name, held in (("lines", each.lines), ("inputs", each.inputs)):
            rows.append(f"[months.{name}]\n" + "".join(_row(one) for one in held))
        parts.append("\n" + "".join(rows))
    return "".join(parts)


def _row(held: Held) -> str:
    figures = ", ".join(f"{name} = {_figure(getattr(held, name))}" for name in ("p10", "p50", "p90", "actual"))
    return f"{_quoted(held.key)} = {{ {figures}{'' if held.is_range else ', range = false'} }}\n"


def _quoted(text: str) -> str:
    from json import dumps

    return dumps(text)


def _figure(value: float) -> str:
    return repr(float(to_digits(value, _DIGITS)))


def kept_beside(profile: Profile, months: Sequence[TrackedMonth]) -> tuple[str, bool]:
    """Keep the months beside their profile: what is said of it, and whether they stand there now. A starter and a pipe keep none."""
    if profile.file is None or ships(profile.file):
        return "the months are not kept: a starter or a profile without a file has no place for them", False
    path = place_of(profile.file)
    try:
        new = keep(path, months)
    except OSError as error:
        return f"{path}: {error.strerror or 'cannot be written'}; the months are not kept", False
    return f"{plural(len(months), 'month')} {'kept' if new else 'kept already'} in {path}", True


def keep(path: Path, months: Sequence[TrackedMonth]) -> bool:
    """Write the months, whole or not at all; False where the file says the same already. Raises OSError."""
    data = text_of(months).encode("utf-8")
    if path.exists() and path.read_bytes() == data:
        return False
    with alone_in(path.parent):
        finished = beside(path, data)
        os.replace(finished, path)
    return True
