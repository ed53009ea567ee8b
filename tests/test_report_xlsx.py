"""The workbook as a file: what stands in its cells, which of them are formulas, and text that stays text."""

from __future__ import annotations

import io
import json
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import workbooks
from cases import CODING, case_of
from openpyxl import Workbook, load_workbook

from model.comparison import Case, evaluate, middle
from model.decision import analyse
from model.decision.records.analysis import Analysis
from model.report.xlsx import workbook as xlsx

FUNCTIONS = frozenset(
    {"AND", "EDATE", "EXP", "FIXED", "IF", "IFERROR", "INDEX", "INT", "ISBLANK", "ISNUMBER", "LN", "MATCH", "MAX", "MIN", "OR",
     "POISSON", "ROUND", "SQRT", "SUM", "SUMIF", "SUMPRODUCT"}
)  # fmt: skip
DESK = (Path(__file__).parent.parent / "profiles" / "support-desk.toml").read_text(encoding="utf-8")
HOSTILE = ('=cmd|"/c calc"!A1', "+1+1", "-2", "@SUM(A1)", "<b>&amp;</b>", "\u202egnp\x07")


def analysis(text: str, draws: int = 50, **changes: object) -> Analysis:
    """A small analysis of a profile text."""
    return analyse(case_of(text, **changes), draws, 1)


@cache
def desk() -> bytes:
    """The support desk's workbook."""
    return xlsx.render([analysis(DESK)])


def opened(workbook: bytes, *, values: bool = False) -> Workbook:
    """The workbook with formulas, or with the values that were written beside them."""
    return load_workbook(io.BytesIO(workbook), data_only=values)


def formulas(workbook: bytes) -> dict[str, str]:
    """Every formula by sheet and cell."""
    return {
        f"{page.title}!{cell.coordinate}": cell.value
        for page in opened(workbook).worksheets
        for row in page.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def hostile() -> str:
    """A profile whose every free text is something that a spreadsheet would run."""
    names = [json.dumps(f"{text} {'long ' * 30}") for text in HOSTILE]
    text = CODING.replace('"Coding session"', f"{names[0]}\nsummary = {names[1]}")
    text = text.replace("[workloads.coding]", f"[workloads.coding]\ntitle = {names[2]}")
    text = text.replace("[options.managed]", f"[options.managed]\ntitle = {names[5]}")
    return text.replace('kind = "own-stack"', f'kind = "own-stack"\ntitle = {names[0]}')


def test_the_sheets_are_those_that_a_reader_expects() -> None:
    """In the order of reading."""
    assert opened(desk()).sheetnames == workbooks.SHEETS


def test_an_input_stands_as_key_value_unit_and_basis_in_a_row() -> None:
    """A range stands with its median; what no formula reads is not marked."""
    rows = {row[0].value: row for row in opened(desk())["Inputs"].iter_rows(min_row=6)}
    sessions = rows["workloads.tickets.sessions_per_month"]
    assert [cell.value for cell in sessions[1:4]] == [pytest.approx((8_000 * 15_000) ** 0.5), "number", "measured"]
    assert sessions[5].value == "8k to 15k"
    assert not sessions[1].protection.locked
    assert not rows["events.ga-price.month"][1].protection.locked  # moving the month moves the cash


def test_what_is_marked_is_read_by_a_formula_and_nothing_else_is() -> None:
    """An input cell that changes nothing would be a lie, and so would one that changes something unmarked."""
    written = "\n".join(formulas(desk()).values())
    for key, (cell, _, marked) in workbooks.inputs_of(desk()).items():
        read = re.search(rf"Inputs!\$B\${cell[1:]}\b", written) is not None
        assert read == marked, key


def test_every_marked_input_says_what_may_be_typed() -> None:
    """Each has a validation with the limits of the profile."""
    page = opened(desk())["Inputs"]
    validated = {str(rule.sqref) for rule in page.data_validations.dataValidation}
    assert {cell for cell, _, marked in workbooks.inputs_of(desk()).values() if marked} == validated


def test_formulas_keep_to_what_older_spreadsheets_know() -> None:
    """No function newer than Excel 2016 and LibreOffice 7, none too long, none that points outside."""
    for place, formula in formulas(desk()).items():
        assert len(formula) < 8_192, place
        assert set(re.findall(r"([A-Z][A-Z0-9.]*)\(", formula)) <= FUNCTIONS, (place, formula)
        assert "[" not in formula
        assert "#REF" not in formula


def test_values_written_beside_formulas_are_the_product_s() -> None:
    """Before anything is recalculated: every line's month 1, total and present value."""
    case = case_of(DESK)
    page = opened(desk(), values=True)["Lines"]
    shown_rows = (row for row in page.iter_rows(min_row=5) if not page.row_dimensions[row[0].row].hidden)
    rows = [[cell.value for cell in row] for row in shown_rows if row[9].value is not None]
    lines = [line for option in evaluate(case, middle(case)).options for line in option.lines]
    assert len(rows) == len(lines)
    for row, line in zip(rows, lines, strict=True):
        shown = [float(np.ravel(v)[0]) for v in (line.month_1_usd, line.total_usd, line.present_value_usd)]
        assert list(row[11:14]) == pytest.approx(shown, rel=1e-9, abs=1e-6)
        assert row[8] * row[10] == pytest.approx(row[11], rel=1e-9, abs=1e-6)


def test_the_sums_of_the_lines_foot() -> None:
    """An option's totals are the sums of its lines, and its months and what it pays once add up to its total."""
    page = opened(desk(), values=True)["Months"]
    for row in page.iter_rows(min_row=5, values_only=True):
        if row[3] is not None:
            assert sum(value or 0.0 for value in row[5:]) == pytest.approx(row[3], rel=1e-9, abs=1e-6)


def test_text_from_a_profile_stays_text() -> None:
    """Names that begin like formulas have a quote before them, and none is part of a formula."""
    workbook = xlsx.render([analysis(hostile())])
    for place, formula in formulas(workbook).items():
        assert "cmd" not in formula, place
        assert "SUM(A1)" not in formula, place
    texts = [cell for page in opened(workbook).worksheets for row in page.iter_rows(values_only=True) for cell in row]
    said = [text for text in texts if isinstance(text, str) and "long" in text]
    assert any(text.startswith("'=cmd") for text in said)
    assert not any(text[:1] in "+-@" for text in said)
    assert not any(char in text for text in said for char in "\u202e\x07")


def test_the_same_analysis_gives_the_same_bytes() -> None:
    """Nothing of the day or the machine is in the file."""
    assert xlsx.render([analysis(DESK)]) == desk()


def test_the_answer_names_draws_seed_digest_prices_and_version() -> None:
    """Whoever is forwarded the sheet can tell what it rests on."""
    said = "\n".join(str(cell) for row in opened(desk())["Answer"].iter_rows(values_only=True) for cell in row if cell)
    for part in ("50 futures, seed 1", "sha256", "22 Nov 2026", "switchpoint ", "Fixed in this workbook"):
        assert part in said, part


def _verdict(case: Case) -> str:
    page = opened(xlsx.render([analyse(case, 50, 1)]), values=True)["Answer"]
    return "\n".join(str(cell) for row in page.iter_rows(max_row=8, values_only=True) for cell in row if cell)


def test_what_cannot_be_chosen_does_not_win() -> None:
    """An option that fails a must-have is out however cheap, and so is one that nobody has priced."""
    fails = CODING.replace(
        "[options.managed]", '[requirements]\nmust = ["hipaa"]\n[options.managed]\nfails = ["hipaa"]'
    )
    assert "own is the only option that can be chosen" in _verdict(
        case_of(fails.replace('kind = "own-stack"', 'kind = "own-stack"\ntitle = "own"\nmeets = ["hipaa"]'))
    )
    unpriced = CODING.replace('runs_on = "existing-machines"\n', "")
    assert "Claude Managed Agents is the only option that can be chosen" in _verdict(case_of(unpriced))


def test_of_equal_options_the_first_listed_is_named_first() -> None:
    """A profile against itself costs the same."""
    text = CODING.replace(
        'kind = "own-stack"\nruns_on = "existing-machines"\nbuild_engineer_weeks = 0', 'kind = "managed"\ntitle = "B"'
    )
    assert "managed and B cost the same" in _verdict(case_of(text))


def test_scenarios_stand_beside_the_answer_as_values() -> None:
    """One workbook: the first live, the others with their expected present values."""
    other = analyse(case_of(DESK, prices__runtime_usd_per_hour=0.16), 50, 1, scenario="ga-doubles")
    first = analysis(DESK)
    page = opened(xlsx.render([first, other]))["Answer"]
    rows = {row[1]: row for row in page.iter_rows(values_only=True)}
    assert rows["ga-doubles"][2] == pytest.approx(other.options[0].present_value_usd)
    assert rows["as it is"][2] == pytest.approx(first.options[0].present_value_usd)


def test_the_live_verdict_counts_one_month_and_says_when_a_cell_is_no_number() -> None:
    """What is pasted past the limits of a cell is no error value, and one month is no months."""
    month = xlsx.render([analysis(DESK, horizon_months=1)])
    said = [cell.value for row in opened(month, values=True)["Answer"].iter_rows() for cell in row if cell.value]
    assert any(str(text).endswith("over 1 month") for text in said)
    verdict = next(text for text in formulas(desk()).values() if "costs least" in text)
    assert verdict.startswith("=IFERROR(")
    assert "a yellow cell holds no number" in verdict
