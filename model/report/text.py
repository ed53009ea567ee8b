"""The comparison as plain text in 80 columns: the answer in the first lines, then everything needed to redo it."""

from __future__ import annotations

from collections.abc import Sequence

from model.decision.records.analysis import Analysis
from model.report import one_page
from model.report.blocks import Bars, Column, Curves, Role, Row, Section, Statement, Story, Table, Tiles, Tone
from model.report.plain import cut, fit, is_whole, width, wrap
from model.report.story import tell

COLUMNS = 80
NARROWEST = 8
LONGEST_FIGURE = 14
SECTIONS = {
    "warnings": "warnings",
    "portfolio": "portfolio",
    "options": "options",
    "years": "bill",
    "must-haves": "must_haves",
    "decides": "decides",
    "one-sided": "one_sided",
    "when": "when",
    "what-if": "what_if",
    "flips": "flips",
    "learn": "worth",
    "wrong": "wrong",
    "revisit": "revisit",
    "mixed": "mixed",
    "levers": "levers",
    "bill": "attribution",
    "caps": "caps",
    "runaway": "attribution",
    "lines": "lines",
    "numbers": "inputs",
    "sources": "sources",
    "record": "record",
}
"""What a section is called by those who ask for it, and its key."""
SPANNING = (Role.GROUP, Role.NOTE)


def render(analyses: Sequence[Analysis], columns: int = COLUMNS) -> bytes:
    """All comparisons, one under the other; several scenarios of one profile begin with what each of them decides."""
    return joined(analyses, [page(tell(analysis), columns) for analysis in analyses], columns).encode()


def joined(analyses: Sequence[Analysis], pages: list[str], columns: int) -> str:
    """Pages of several comparisons with a rule between them, under a table of what each scenario decides."""
    rule = "\n" + "─" * columns + "\n\n"
    if len({analysis.scenario for analysis in analyses}) > 1:
        pages.insert(0, "\n".join(line.rstrip() for line in table(one_page.beside(analyses), columns)) + "\n")
    return rule.join(pages)


def page(story: Story, columns: int = COLUMNS) -> str:
    """One story as text, ending in a line end."""
    name = story.title + (f", scenario {story.scenario}" if story.scenario else "")
    lines = [line for sentence in story.headline for line in wrap(sentence, columns, "  ")]
    lines += ["", *wrap(f"{name}. {story.summary}" if story.summary else name, columns)]
    for section in story.sections:
        lines += ["", *_section(section, columns)]
    lines += ["", *_record(story, columns)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _record(story: Story, columns: int) -> list[str]:
    """What the report rests on."""
    lines = ["Record"]
    longest = max(width(key) for key, _ in story.record)
    for key, value in story.record:
        first, *more = wrap(value, columns - longest - 4)
        lines += [f"  {fit(key, longest)}  {first}", *(" " * (longest + 4) + part for part in more)]
    return lines


def section(story: Story, names: Sequence[str], columns: int = COLUMNS) -> str:
    """Only the sections with these names, in the order of the names; "" where the story has none of them."""
    keys = [SECTIONS.get(name, name) for name in names]
    lines: list[str] = []
    for key in dict.fromkeys(keys):
        for found in (each for each in story.sections if each.key == key):
            lines += ["", *_section(found, columns)]
        if key == "record":
            lines += ["", *_record(story, columns)]
    return "\n".join(line.rstrip() for line in lines[1:]) + "\n" if lines else ""


def _section(section: Section, columns: int) -> list[str]:
    lines = wrap(section.title, columns)
    for block in section.blocks:
        match block:
            case Statement():
                mark = "! " if block.tone is Tone.WARNING else ""
                lines += ["  " + line for line in wrap(mark + block.text, columns - 2, "  " if mark else "")]
            case Table():
                lines += ["", *table(block, columns), ""]
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
    return [line for entry in table_entries(block, columns) for line in entry]


def table_entries(block: Table, columns: int = COLUMNS) -> list[list[str]]:
    """The same in entries: the heading, each row, the note; all rows have the widths of the whole."""
    head = [f"  {cut(block.title, columns - 2)}"] if block.title else []
    widths = _widths(block, columns)
    if any(column.title for column in block.columns):
        head += _row(block, widths, [column.title for column in block.columns])
    entries = [head]
    for row in block.rows:
        if row.role in SPANNING:
            indent = "  " if row.role is Role.GROUP else "      "
            entries.append([indent + part for part in wrap(row.cells[0].text, columns - len(indent))])
        else:
            rule = [_rule(block, widths)] if row.role is Role.TOTAL else []
            entries.append([*rule, *_row(block, widths, [cell.text for cell in row.cells])])
    if block.note:
        entries.append(["  " + part for part in wrap(block.note, columns - 2)])
    return entries


def _rule(block: Table, widths: list[int]) -> str:
    parts = [
        " " * width(column.joint) + ("─" * size if column.right else " " * size)
        for column, size in _pairs(block, widths)
    ]
    return "  " + "".join(parts)[2:]


def _pairs(block: Table, widths: list[int]) -> list[tuple[Column, int]]:
    return list(zip(block.columns, widths, strict=True))


def _widths(block: Table, columns: int) -> list[int]:
    """Natural widths; where they do not fit, text columns give way, at first only as far as no word is broken. Keys and
    addresses are never broken: a table with a long one may be wider than the page."""
    rows = [row for row in block.rows if row.role not in SPANNING]
    wide = [
        max([width(column.title), *(_cell_width(row, at) for row in rows)]) for at, column in enumerate(block.columns)
    ]
    spare = columns - 2 - sum(width(column.joint) for column in block.columns[1:])
    texts = [not column.right for column in block.columns]
    words = [_longest_word(block.columns[at], rows, at) if texts[at] else size for at, size in enumerate(wide)]
    last = len(wide) - 1  # whose addresses may run over the edge
    keys = [_longest_whole(rows, at) if at != last else 0 for at in range(len(wide))]
    least_of = [
        key if text else max(key, _longest_figure(rows, at))
        for at, (key, text) in enumerate(zip(keys, texts, strict=True))
    ]
    for most in (10**6, 24, NARROWEST, *(() if any(keys) else (4,))):
        least = [max(min(size, most), kept) for size, kept in zip(words, least_of, strict=True)]
        wide = _narrowed(wide, [min(one, other) for one, other in zip(least, wide, strict=True)], spare)
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
    words = (width(word) for text in texts for word in text.split() if not is_whole(word))
    return max(words, default=0) + (2 if at == 0 else 0)


def _longest_whole(rows: Sequence[Row], at: int) -> int:
    """The widest key or address of a column, which is never broken, with its indent."""
    cells = [row.cells[at].text for row in rows if at < len(row.cells)]
    return max(
        (width(word) + (2 if at == 0 else 0) for text in cells for word in text.split() if is_whole(word)), default=0
    )


def _longest_figure(rows: Sequence[Row], at: int) -> int:
    """The widest amount of a column, which is never broken either; anything much longer is no amount."""
    words = (width(word) for row in rows if at < len(row.cells) for word in row.cells[at].text.split())
    return max((size for size in words if size <= LONGEST_FIGURE), default=0)


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
            text = text.replace("\N{NO-BREAK SPACE}", " ")
            filled = text if width(text) > size else fit(text, size, column.right)  # a key or an address is never cut
            line += ("" if at == 0 else _joint(joint, texts, at)) + filled
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
