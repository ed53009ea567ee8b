"""A date that turns the pair only because nothing is done until then, at no charge: no flip of dates, and said to be none.

Where somebody wrote that waiting costs nothing, an option that goes live later costs less for each month in which its work is
left undone. Past some date it is the cheaper one for doing nothing, which is no property of the date.
"""

from __future__ import annotations

from model.comparison import NOBODY, Case
from model.comparison.lines.other import WAITING
from model.profile.dotted_keys import split

LATER = {"weeks_until_live": "above", "builders": "below"}  # which way of a date is later
WHY = "a later start only leaves runs undone, and leaving them undone is written as free"


def is_free_wait(case: Case, key: str, direction: str, wins: str) -> bool:
    """Whether past this value of an input whoever wins does so by leaving more of its work undone for nothing, or the other
    one loses by leaving less of it undone."""
    if not is_free_date(case, key):
        return False
    _, option, *_, name = split(key)
    return (option in _plan_of(case, wins)) == (direction == LATER[name])


def is_free_date(case: Case, key: str) -> bool:
    """Whether an input says nothing but when an option starts, until which nobody serves and somebody wrote that this is free."""
    parts = split(key)
    if parts[0] != "options" or parts[-1] not in LATER:
        return False
    option = case.option(parts[1])
    bridged = any(each.meanwhile != NOBODY for each in option.parts or (option,))
    return not option.is_today and not bridged and _is_free(case, option.id)


def _is_free(case: Case, option: str) -> bool:
    """Whether some work costs nothing while nobody does it, as somebody wrote."""
    for workload in case.workloads:
        keys = (case.key_for(option, workload, path) for path, _, _ in WAITING)
        charged = next((case.inputs[key].quantity for key in keys if key in case.inputs), None)
        if charged is not None and charged.p95 == 0.0:
            return True
    return False


def _plan_of(case: Case, option: str) -> set[str]:
    """An option and whoever serves until it is live."""
    found: set[str] = set()
    while option != NOBODY and option not in found:
        found.add(option)
        option = case.option(option).meanwhile
    return found
