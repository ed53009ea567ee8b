"""The comparison as plain text in 80 columns: the answer in the first lines, then everything needed to redo it."""

from __future__ import annotations

from collections.abc import Sequence

from model.decision.analysis import Analysis
from model.report import one_page
from model.report.blocks import Bars, Column, Curves, Role, Row, Section, Statement, Story, Table, Tiles, Tone
from model.report.plain import cut, fit, width, wrap
from model.report.story import tell

COLUMNS = 80
NARROWEST = 8
SPANNING = (Role.GROUP, Role.NOTE)


def render(analyses: Sequence[Analysis]) -> bytes:
    """All comparisons, one under the other; several scenarios of one profile begin with what each of them decides."""
    rule = "\n" + "─" * COLUMNS + "\n\n"
    pages = [page(tell(analysis)) for analysis in analyses]
    if len({analysis.scenario for analysis in analyses}) > 1:
        pages.insert(0, "\n".join(line.rstrip() for line in table(one_page.beside(analyses))) + "\n")
    return rule.join(pages).encode()


def page(story: Story) -> str:
    """One story as text, ending in a line end."""
    name = story.title + (f", scenario {story.scenario}" if story.scenario else "")
    lines = [line for sentence in story.headline for line in wrap(sentence, COLUMNS, "  ")]
    lines += ["", *wrap(f"{name}. {story.summary}" if story.summary else name, COLUMNS)]
    for section in story.sections:
        lines += ["", *_section(section)]
    lines += ["", "Record"]
    longest = max(width(key) for key, _ in story.record)
    for key, value in story.record:
        first, *more = wrap(value, COLUMNS - longest - 4)
        lines += [f"  {fit(key, longest)}  {first}", *(" " * (longest + 4) + part for part in more)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _section(section: Section) -> list[str]:
    lines = wrap(section.title, COLUMNS)
    for block in section.blocks:
        match block:
            case Statement():
                mark = "! " if block.tone is Tone.WARNING else ""
                lines += ["  " + line for line in wrap(mark + block.text, COLUMNS - 2, "  " if mark else "")]
            case Table():
                lines += ["", *table(block), ""]
            case Bars() | Curves() | Tiles():
                continue
    return _calm(lines)


def _calm(lines: list[str]) -> list[str]:
    """Without blank lines at the end, after the title, or two in a row."""
    kept: list[str] = []
    for line in lines:
        if line or (len(kept) > 1 and kept[-1]):
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def table(block: Table, columns: int = COLUMNS) -> list[str]:
    """A table indented by two, its columns aligned; long text wraps inside its column."""
    lines = [f"  {cut(block.title, columns - 2)}"] if block.title else []
    widths = _widths(block, columns)
    if any(column.title for column in block.columns):
        lines += _row(block, widths, [column.title for column in block.columns])
    for row in block.rows:
        if row.role in SPANNING:
            indent = "  " if row.role is Role.GROUP else "      "
            lines += [indent + part for part in wrap(row.cells[0].text, columns - len(indent))]
        else:
            if row.role is Role.TOTAL:
                lines.append(_rule(block, widths))
            lines += _row(block, widths, [cell.text for cell in row.cells])
    if block.note:
        lines += ["  " + part for part in wrap(block.note, columns - 2)]
    return lines


def _rule(block: Table, widths: list[int]) -> str:
    parts = [
        " " * width(column.joint) + ("─" * size if column.right else " " * size)
        for column, size in _pairs(block, widths)
    ]
    return "  " + "".join(parts)[2:]


def _pairs(block: Table, widths: list[int]) -> list[tuple[Column, int]]:
    return list(zip(block.columns, widths, strict=True))


def _widths(block: Table, columns: int) -> list[int]:
    """Natural widths; where they do not fit, text columns give way, at first only as far as no word is broken."""
    rows = [row for row in block.rows if row.role not in SPANNING]
    wide = [
        max([width(column.title), *(_cell_width(row, at) for row in rows)]) for at, column in enumerate(block.columns)
    ]
    spare = columns - 2 - sum(width(column.joint) for column in block.columns[1:])
    texts = [not column.right for column in block.columns]
    words = [_longest_word(block.columns[at], rows, at) if texts[at] else size for at, size in enumerate(wide)]
    for least in (words, [min(size, 24) for size in words], [min(size, NARROWEST) for size in words], [4] * len(wide)):
        wide = _narrowed(wide, least, spare)
    return wide


def _narrowed(wide: list[int], least: list[int], spare: int) -> list[int]:
    """The widest columns made narrower, none below its least, until they fit or cannot give way."""
    sizes = list(wide)
    while sum(sizes) > spare:
        widest = max(range(len(sizes)), key=lambda at: sizes[at] - least[at])
        if sizes[widest] <= least[widest]:
            break
        sizes[widest] -= 1
    return sizes


def _longest_word(column: Column, rows: Sequence[Row], at: int) -> int:
    texts = [column.title, *(row.cells[at].text for row in rows if at < len(row.cells))]
    return max((width(word) for text in texts for word in text.split()), default=0) + (2 if at == 0 else 0)


def _cell_width(row: Row, at: int) -> int:
    return width(row.cells[at].text) if at < len(row.cells) else 0


def _row(block: Table, widths: list[int], texts: Sequence[str]) -> list[str]:
    """One table row; a cell longer than its column continues on the next lines."""
    cells = [
        wrap(_keep_indent(texts[at]) if at < len(texts) else "", widths[at], "  " if at == 0 else "")
        for at in range(len(widths))
    ]
    lines = []
    for part in range(max(len(cell) for cell in cells)):
        line = ""
        for at, (column, size) in enumerate(_pairs(block, widths)):
            text = cells[at][part] if part < len(cells[at]) else ""
            joint = column.joint if at and part == 0 and text and any(texts) else " " * width(column.joint)
            line += ("" if at == 0 else _joint(joint, texts, at)) + fit(
                text.replace("\N{NO-BREAK SPACE}", " "), size, column.right
            )
        lines.append("  " + line.rstrip())
    return lines


def _joint(joint: str, texts: Sequence[str], at: int) -> str:
    """× and = only between figures, not in headings or where the left side is empty."""
    before = texts[at - 1] if at - 1 < len(texts) else ""
    figures = any(char.isdigit() for char in texts[at]) if at < len(texts) else False
    return joint if joint.isspace() or (before and figures) else " " * width(joint)


def _keep_indent(text: str) -> str:
    stripped = text.lstrip(" ")
    return "\N{NO-BREAK SPACE}" * (len(text) - len(stripped)) + stripped
