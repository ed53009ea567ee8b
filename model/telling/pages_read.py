"""Sources: every page that the comparison rests on, those first that most rests on, with what was taken from it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from model.decision.records.analysis import Analysis, SourceRow
from model.telling.record import told


class PagesRead(Struct, frozen=True):
    """Every page with what was taken from it; none where every number is the team's own."""

    rows: tuple[tuple[SourceRow, tuple[str, ...]], ...]


@told
def pages_read(analysis: Analysis) -> PagesRead:
    """The record of an analysis."""
    taken: dict[SourceRow, dict[str, None]] = {}
    for source, name in _uses(analysis):
        taken.setdefault(source, {})[name] = None
    return PagesRead(
        tuple((source, tuple(taken[source])) for source in sorted(taken, key=lambda source: -len(taken[source])))
    )


def _uses(analysis: Analysis) -> Iterator[tuple[SourceRow, str]]:
    """Every source with what rests on it: lines of cost, inputs, must-haves."""
    for option in analysis.options:
        yield from ((line.source, line.title) for line in option.lines if line.source and line.total_usd)
        yield from ((have.source, have.title) for have in option.must_haves if have.source)
    yield from ((row.page, row.title) for row in analysis.inputs if row.page and row.decides)
