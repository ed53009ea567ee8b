"""Whether the forecast has held so far, from the months kept beside a profile: one line for page one, a slide, a note.

A month has held where everything that was measured in it came to an amount within the forecast's 80 % range, as that stood when
the month was first tracked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from model.profile import Profile
from model.profile.actuals import Damaged, TrackedMonth, place_of, read_months
from model.telling.record import Said, told


class ForecastHeld(Struct, frozen=True):
    """`held` of `months` have held; `above` and `below` are those that came out more expensive and cheaper; `newest` is the last one."""

    held: int
    above: int
    below: int
    months: int
    newest: date | None
    said: Said


@told
def forecast_held(months: Sequence[TrackedMonth]) -> ForecastHeld:
    """What the months say about the forecast; months without a single forecast line say nothing."""
    totals = [(month.month, month.total) for month in months if month.total is not None]
    held = sum(total.is_inside for _, total in totals)
    above = sum(total.actual > total.p90 and not total.is_inside for _, total in totals)
    newest = totals[-1][0] if totals else None
    return ForecastHeld(
        held, above, len(totals) - held - above, len(totals), newest, _said(held, above, len(totals), newest)
    )


def _said(held: int, above: int, months: int, newest: date | None) -> Said:
    if newest is None:
        return Said("Not tracked yet", "No full month has been measured yet.", "not tracked")
    if months == 1:
        how = "held" if held else "was too low" if above else "was too high"
        return Said(f"The forecast {how}", f"The forecast {how} in {newest:%B %Y}.", how)
    line = f"The forecast held in {held} of {months} months"
    missed = months - held
    if not missed:
        side = ""
    elif above in (0, missed):
        side = f", all others {'more expensive' if above else 'cheaper'}"
    else:
        side = f", {above} more expensive, {missed - above} cheaper"
    return Said(line, f"{line}{side}, the last one {newest:%B %Y}.", f"held in {held} of {months}")


def held_so_far(profile: Profile) -> ForecastHeld | None:
    """The same from the months kept beside a profile; None where none are kept, or where the file is damaged."""
    if profile.file is None:
        return None
    path = place_of(profile.file)
    try:
        stamp = path.stat()
    except OSError:
        return None
    return _held_in(path, stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=8)  # a presentation asks at every key
def _held_in(path: Path, _changed_ns: int, _size: int) -> ForecastHeld | None:
    try:
        months = read_months(path)
    except Damaged:
        return None
    return forecast_held(months) if months else None
