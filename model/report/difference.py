"""Two profiles side by side: what differs, and what each difference adds to every option."""

from __future__ import annotations

from model.decision import ProfileDifference
from model.quantities import figures
from model.quantities.markdown_text import escape
from model.report.blocks import Cell, Column, Role, Row, Table
from model.report.json import dumped, plain
from model.report.markdown import table as markdown_table
from model.report.plain import clean, wrap
from model.report.text import COLUMNS, table
from model.report.wording import more, usd
from model.telling.between import Between, line


def as_text(found: ProfileDifference, change: Between, names: tuple[str, str], columns: int = COLUMNS) -> str:
    """What became of the answer, and the differences as a table that adds up."""
    first, second = (clean(name) for name in names)
    if not found.rows and not any(found.total_usd.values()):
        return f"{first} and {second} say the same. {line(change.after)}.\n"
    lines = [part for said in _answers(change, first, second) for part in wrap(said, columns, "  ")]
    lines += ["", *wrap(f"From {first} to {second}: what each difference adds, expected present value", columns), ""]
    return "\n".join([*lines, *table(worths(found), columns)]) + "\n"


def as_markdown(found: ProfileDifference, change: Between, names: tuple[str, str]) -> str:
    """The same for a pull request."""
    first, second = (clean(name) for name in names)
    sentence, *answers = _answers(change, first, second)
    lines = [f"**{escape(sentence)}**", "", *(f"- {escape(said)}" for said in answers), ""]
    if found.rows or any(found.total_usd.values()):
        lines += ["What each difference adds, expected present value:", "", *markdown_table(worths(found))]
    return "\n".join(lines).rstrip() + "\n"


def _answers(change: Between, first: str, second: str) -> list[str]:
    return [change.sentence, f"Before ({first}): {line(change.before)}", f"After ({second}): {line(change.after)}"]


def worths(found: ProfileDifference) -> Table:
    """One row a difference, one column an option that both profiles have."""
    columns = (
        Column("Difference"),
        Column("First"),
        Column("Second"),
        *(Column(option, right=True) for option in found.options),
    )
    blank = (Cell(""), Cell(""))
    rows = [Row((Cell("First profile"), *blank, *(usd(found.a_usd[option]) for option in found.options)))]
    for each in found.rows:
        worth = each.worth_usd
        amounts = [more(worth[option]) if worth is not None else Cell("together") for option in found.options]
        texts = [Cell(clean(text) or "absent") for text in (each.text_a, each.text_b)]
        rows.append(Row((Cell(each.key), *texts, *amounts), key=each.key))
    if any(abs(found.together_usd[option]) >= 0.005 for option in found.options):
        together = (Cell("together"), *blank, *(more(found.together_usd[option]) for option in found.options))
        rows.append(Row(together, key="together"))
    total = (Cell("Second profile"), *blank, *(usd(found.b_usd[option]) for option in found.options))
    rows.append(Row(total, Role.TOTAL))
    whole = ", ".join(f"{option} {figures.signed_dollars(found.total_usd[option], 2)}" for option in found.options)
    note = f"In all {whole}. A difference is worth the mean of making it first and last; shown rounded."
    return Table("differences", "", columns, tuple(rows), note)


def as_json(found: ProfileDifference, change: Between, names: tuple[str, str]) -> str:
    """The same for programs, unrounded."""
    content, answers = plain(found), plain(change)
    assert isinstance(content, dict)
    return dumped({"schema": 1, "first": names[0], "second": names[1], "answer": answers, **content}) + "\n"
