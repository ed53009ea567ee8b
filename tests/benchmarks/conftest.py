"""Benchmarks collect rows; they are printed as one table when the run ends, ratios measured side by side."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Row = tuple[str, str, str, str]
Report = Callable[[str, float, str, str], None]
ROWS = pytest.StashKey[list[Row]]()


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Report:
    """Adds a row to the table: what was measured, milliseconds, the ratio or what to hold it against, the budget."""
    rows = request.config.stash.setdefault(ROWS, [])

    def add(what: str, milliseconds: float, against: str = "", budget: str = "") -> None:
        rows.append((what, f"{milliseconds:,.2f} ms", against, budget))

    return add


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The table."""
    rows = [("measured", "median", "against", "budget"), *config.stash.get(ROWS, [])]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    terminalreporter.section("benchmarks")
    for what, median, against, budget in rows:
        line = f"{what:<{widths[0]}}  {median:>{widths[1]}}  {against:<{widths[2]}}  {budget}"
        terminalreporter.write_line(line.rstrip())
