"""The comparison as Markdown for a pull request or a wiki: the answer and why at sight, the audit folded away.

Text from profiles is escaped and stays text. The only HTML is `<details>`, which pull requests and wikis fold.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from msgspec.structs import replace

from model.decision.records.analysis import Analysis
from model.quantities.markdown_text import escape, inside, uncalled
from model.report import one_page
from model.report.blocks import Bars, Curves, Question, Role, Section, Statement, Story, Table, Tiles, Tone
from model.report.story import tell

FOLDED = (Question.CHANGE, Question.BY_HAND, Question.WHOSE, Question.RECORD)
_ADDRESS = re.compile(r"(?<!\S)(https?://[\w.~:/?#@!$&'()*+,;=%-]*[\w/=#-])(?!\S)")


def render(analyses: Sequence[Analysis]) -> bytes:
    """All comparisons, a rule between them; several begin with what each of them decides."""
    pages = "\n---\n\n".join(page(tell(analysis)) for analysis in analyses)
    if len(analyses) < 2:
        return pages.encode()
    beside = one_page.beside(analyses)
    return ("\n".join(["# " + escape(beside.title), "", *table(replace(beside, title="")), "", ""]) + pages).encode()


def _followed(text: str) -> str:
    """The same for a cell of a table, where the address of a source, a word of its own, can be followed and copied."""
    parts = _ADDRESS.split(" ".join(text.split()))  # text and addresses in turn
    return "".join(f"<{part}>" if at % 2 else _plain_between(part) for at, part in enumerate(parts))


def _plain_between(text: str) -> str:
    """Text beside an address, with its blanks at both ends."""
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :] if text.strip() else ""
    return f"{lead}{inside(text)}{trail}"


def page(story: Story) -> str:
    """One story as Markdown: the answer, what it rests on in one line, why; the audit folded."""
    name = story.title + (f", scenario {story.scenario}" if story.scenario else "")
    lines = [f"# {escape(name)}", "", f"**{escape(story.headline[0])}**", ""]
    lines += [f"- {escape(sentence)}" for sentence in story.headline[1:]]
    if story.summary:
        lines += ["", escape(story.summary)]
    lines += ["", *_folded(_face(story), [f"- {escape(key)}: {escape(value)}" for key, value in story.record])]
    for section in story.sections:
        body = _section(section)
        if section.question in FOLDED:
            lines += ["", *_folded(f"<b>{_in_tags(section.title)}</b>", body)]
        else:
            lines += ["", f"## {escape(section.title)}", "", *body]
    return "\n".join(lines) + "\n"


def _face(story: Story) -> str:
    """What stands on the line that unfolds the record."""
    record = dict(story.record)
    shown = [record[key] for key in ("Profile", "Draws", "Product")]
    return _in_tags("; ".join((f"Prices {record['Prices']}", *shown)))


def _in_tags(text: str) -> str:
    """Text inside HTML; no address becomes a link there either."""
    return uncalled(html.escape(text).replace("://", "&#58;//").replace("[", "&#91;"))


def _folded(summary: str, body: list[str]) -> list[str]:
    """A part to unfold; where that is not understood it stands there open."""
    return ["<details>", f"<summary>{summary}</summary>", "", *body, "", "</details>"]


def _section(section: Section) -> list[str]:
    lines: list[str] = []
    for block in section.blocks:
        match block:
            case Statement():
                text = escape(block.text)
                lines += [f"> **Mind:** {text}" if block.tone is Tone.WARNING else text, ""]
            case Table():
                lines += [*table(block), ""]
            case Bars() | Curves() | Tiles():
                continue
    return lines[:-1]


def table(block: Table) -> list[str]:
    """A table as a pipe table under its title."""
    lines = [f"### {escape(block.title)}", ""] if block.title else []
    lines.append("| " + " | ".join(_inside(column.title) or " " for column in block.columns) + " |")
    lines.append("|" + "|".join("---:" if column.right else "---" for column in block.columns) + "|")
    for row in block.rows:
        texts = [_inside(cell.text) for cell in row.cells]
        if row.role in (Role.GROUP, Role.TOTAL):
            texts = [f"**{text}**" if text else "" for text in texts]
        elif row.role is Role.NOTE:
            texts = ["", *[f"*{text}*" for text in texts]]
        texts += [""] * (len(block.columns) - len(texts))
        lines.append("| " + " | ".join(texts) + " |")
    return [*lines, "", escape(block.note)] if block.note else lines


def _inside(text: str) -> str:
    """The text of a table cell: nothing there begins a list, and an indent is seen."""
    indent = "&emsp;" if text.startswith("  ") else ""
    return indent + _followed(text)
