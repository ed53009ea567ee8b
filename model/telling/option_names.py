"""What options are called: in full, and where space is short."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from model.comparison.case.case import whole_of
from model.quantities.cleaning import clean
from model.quantities.widths import width

if TYPE_CHECKING:
    from model.decision.records.analysis import Analysis

LONGEST_SHORT = 16  # cells above which an option goes by a shorter name
_MARKS = (", ", " on ", " in ", " with ", ": ", " (")


def title(analysis: Analysis, option: str | None) -> str:
    """How an option, or a team's part of one, is called, as the team wrote it."""
    if option and whole_of(option) != option:
        return clean(analysis.case.option(option).title)
    found = next((row.title for row in analysis.options if row.id == option), option or "none")
    return clean(found) or (option or "")


def short(analysis: Analysis, option: str) -> str:
    """The same where space is short: the team's own short name, else its title; of a long one its first words, or the id
    as a name, as long as that tells it apart from the others. A team's part is called by the option and the team."""
    whole = whole_of(option)
    if whole != option:
        team = clean(analysis.case.option(option).title.removeprefix(analysis.case.option(whole).title))
        return f"{short(analysis, whole)}{team}"
    own = analysis.case.profile.text(f"options.{option}.short")
    return clean(own) if own else _short(option, tuple((row.id, row.title) for row in analysis.options))


@lru_cache(maxsize=256)
def _short(option: str, options: tuple[tuple[str, str], ...]) -> str:
    titles = {id_: clean(title) for id_, title in options}
    whole, spoken = titles[option], _spoken(option)
    others = [name for id_, other in titles.items() if id_ != option for name in (other, _spoken(id_))]
    starts = [whole, *(whole.partition(mark)[0] for mark in _MARKS if mark in whole)]
    for start in starts:
        alike = any(other.casefold().startswith(start.casefold()) for other in others)
        if width(start) <= LONGEST_SHORT and (start not in others if start == whole else not alike):
            return start
    return spoken if width(spoken) < width(whole) or whole in others else whole


def _spoken(option: str) -> str:
    """An option's id as a name."""
    words = clean(option).replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]
