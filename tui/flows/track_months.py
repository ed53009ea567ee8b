"""Tracking in the workbench: the months kept beside the profile and those of the source that is open, held against the forecast.

`model.usage` is imported here once somebody asks for it: the first screen loads nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from model.profile import Problems
from model.profile.actuals import Damaged, place_of, read_months
from model.usage.measured_months import MeasuredMonths
from model.usage.track_forecast import Settings, hold, track

if TYPE_CHECKING:
    from model.profile import Profile
    from model.usage.track_forecast import Tracked


def tracked(profile: Profile, source: str, today: date, advance: Callable[[int], None]) -> Tracked | str:
    """The profile held against its months; in words why not, "" where there is no month yet. Takes a moment: ask in a thread."""
    try:
        kept = () if profile.file is None else read_months(place_of(profile.file))
    except Damaged as error:
        return f"The months kept so far cannot be read: {error}"
    if not kept and not source:
        return ""

    settings = Settings(today)
    found = (
        track(profile, [source], kept, settings, advance=advance)
        if source
        else hold(profile, MeasuredMonths((), (), ()), kept, settings)
    )
    if isinstance(found, Problems):
        return "; ".join(found.sentences())
    return found if found.months else "; ".join(found.warnings)
