"""Two profiles side by side: what differs, and what each difference adds to every option."""

from __future__ import annotations

from model.decision import ProfileDifference
from model.quantities import figures
from model.report.blocks import Cell, Column, Role, Row, Table
from model.report.json import dumped, plain
from model.report.plain import clean
from model.report.text import table
from model.report.wording import more, usd


def as_text(found: ProfileDifference, names: tuple[str, str]) -> str:
    """The differences as a table that adds up."""
    first, second = (clean(name) for name in names)
    if not found.rows and not any(found.total_usd.values()):
        return f"{first} and {second} say the same.\n"
    lines = [f"From {first} to {second}: what each difference adds, expected present value", ""]
    return "\n".join([*lines, *table(worths(found))]) + "\n"


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
    together = (Cell("together"), *blank, *(more(found.together_usd[option]) for option in found.options))
    rows.append(Row(together, key="together"))
    total = (Cell("Second profile"), *blank, *(usd(found.b_usd[option]) for option in found.options))
    rows.append(Row(total, Role.TOTAL))
    whole = ", ".join(f"{option} {figures.signed_dollars(found.total_usd[option], 2)}" for option in found.options)
    note = f"Together {whole}. A difference is worth the mean of making it first and last; shown rounded."
    return Table("differences", "", columns, tuple(rows), note)


def as_json(found: ProfileDifference, names: tuple[str, str]) -> str:
    """The same for programs, unrounded."""
    content = plain(found)
    assert isinstance(content, dict)
    return dumped({"schema": 1, "first": names[0], "second": names[1], **content}) + "\n"
