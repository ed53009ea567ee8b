"""What a profile says that is allowed and yet most likely not meant: told before anything is computed.

None of it is wrong, so nothing is refused: a must-have may be the team's own word, a count may have decimals, and an
event may lie behind the horizon of one scenario.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import prod

from model.comparison import Case
from model.decision.naming import titled
from model.profile.registry import nearest
from model.quantities import Unit, figures

_COMMA = re.compile(r"(?<![\d.,])\d+,\d+(?![\d.,])")
_GROUPED = re.compile(r"[1-9]\d{0,2},\d{3}\Z")
LOADED = "engineering.loaded_usd_per_year"
_LEAST_USD_PER_YEAR = 10_000.0
_WHOLE = ("sessions_per_month", "sessions_at_most")


def doubts(case: Case) -> tuple[str, ...]:
    """Each doubt in a sentence without its full stop, in the order of the file."""
    return (*_must_haves(case), *_engineer(case), *_commas(case), *_events(case))


def _must_haves(case: Case) -> Iterator[str]:
    """Names that neither the book knows nor anything else in the profile repeats."""
    known = [must.key for must in case.book.must_haves()]
    asked = case.profile.list("requirements.must")
    paths = [(plan, path) for plan in case.options for path in ("meets", "fails")]
    told = {name for plan, path in paths for name in case.profile.list(f"options.{plan.id}.{path}")}
    for name in asked:
        if name not in known and name not in told:
            near = f"; nearest: {found}" if (found := nearest(name, known)) else ""
            yield f"must have {name}: nothing is known of it, and no option says whether it meets it{near}"
    for plan, path in paths:
        for name in case.profile.list(f"options.{plan.id}.{path}"):
            if name not in known and name not in asked:
                near = f"; nearest: {found}" if (found := nearest(name, [*asked, *known])) else ""
                yield f"{plan.title} {path} {name}, which is not asked for{near}"


def _engineer(case: Case) -> Iterator[str]:
    """A year of an engineer for what a week costs at most: a k that was left out; 0 is meant."""
    paths = ("loaded_usd_per_year",) if LOADED in case.inputs else ("salary_usd_per_year", "load_factor")
    usd = prod(case.inputs[f"engineering.{path}"].quantity.median for path in paths)
    if 0.0 < usd < _LEAST_USD_PER_YEAR:
        yield f"An engineer costs {figures.dollars(usd, 0)} a year in the middle; is a k missing?"


def _commas(case: Case) -> Iterator[str]:
    """Counts of whole things with a comma that was read as the decimal sign."""
    for key, found in case.inputs.items():
        spec = found.declared.spec if found.declared else None
        whole = key.endswith(_WHOLE) or (spec is not None and spec.unit is Unit.TOKENS)
        if found.given and whole:
            for written in _COMMA.findall(found.quantity.text):
                if not _GROUPED.match(written):
                    yield f"{titled(case, key)}: {written} was read as {written.replace(',', '.')}"


def _events(case: Case) -> Iterator[str]:
    """Events that begin after everything is over."""
    for event in case.events:
        if event.month > case.horizon_months:
            months = figures.plural(case.horizon_months, "month")
            yield f"{event.title}: begins in month {event.month}, after the {months} that are compared, and changes nothing"
