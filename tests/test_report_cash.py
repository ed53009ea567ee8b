"""Cash by year and what the answer commits to: the same on page one, on the first slide and in the record."""

from __future__ import annotations

import pytest

from model.decision import analyse
from model.report import one_page
from model.report.blocks import Role, Table
from model.report.chapters import cash
from model.report.presentation import steps
from model.telling.commits_us_to import commitment
from tests.cases import CODING, case_of
from tests.test_decision_forecast import STARTERS
from tests.test_report_face import starter


@pytest.mark.parametrize("name", STARTERS)
def test_years_and_pockets_add_up(name: str) -> None:
    """Build and years make the total of each of the two options, the pockets of a column its bold amount."""
    analysis = starter(name)
    table = cash.table(analysis)
    totals = [row for row in table.rows if row.role is Role.TOTAL]
    assert [row.key for row in totals] == list(cash.options_told(analysis))
    for total in totals:
        *years, whole, worth = (cell.value or 0.0 for cell in total.cells[1:])
        option = analysis.option(total.key)
        assert sum(years) == pytest.approx(whole) == pytest.approx(option.total_usd)
        assert worth == pytest.approx(option.present_value_usd)
        parts = [row for row in table.rows if row.key.startswith(f"{total.key}.")]
        for at, cell in enumerate(total.cells[1:], start=1):
            assert sum(row.cells[at].value or 0.0 for row in parts) == pytest.approx(cell.value)


@pytest.mark.parametrize("name", STARTERS)
def test_page_one_and_the_first_slide_show_the_same_years(name: str) -> None:
    """Unrounded they are one table; the slide has it in two or three digits."""
    analysis = starter(name)
    page = next(block for block in one_page.page(analysis).cash.blocks if isinstance(block, Table))
    slide = next(block for block in steps(analysis)[0].blocks if isinstance(block, Table))
    values = [[cell.value for cell in row.cells] for row in page.rows]
    assert values == [[cell.value for cell in row.cells] for row in slide.rows]
    assert all("$0.00" not in cell.text for row in slide.rows for cell in row.cells)


def test_what_nobody_said_is_said_to_be_open() -> None:
    """No cost of leaving: taken for nothing, and that is said; one of $5,000 is named; no term is in the profile."""
    found = commitment(analyse(case_of(CODING), 1, 1))
    assert found is not None
    said = dict(found.rows)
    assert said["Leaving"] == "assumed to cost nothing: nobody gave a cost"
    assert said["Term"] == "no term and no notice are in the profile"
    chosen = analyse(case_of(CODING), 1, 1).verdict.option
    given = CODING.replace(f"[options.{chosen}]", f"[options.{chosen}]\nleave_usd = 5000")
    again = commitment(analyse(case_of(given), 1, 1))
    assert again is not None
    assert dict(again.rows)["Leaving"] == "$5k once"
