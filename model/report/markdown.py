"""The comparison as Markdown for a pull request or a wiki. Text from profiles is escaped and stays text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from model.decision.analysis import Analysis
from model.report.blocks import Bars, Curves, Role, Section, Statement, Story, Table, Tiles, Tone
from model.report.story import tell

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#])")
_STARTS_A_LIST = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")


def render(analyses: Sequence[Analysis]) -> bytes:
    """All comparisons, a rule between them."""
    return "\n---\n\n".join(page(tell(analysis)) for analysis in analyses).encode()


def escape(text: str) -> str:
    """Text that no Markdown reader takes for markup, HTML or a link; on one line."""
    escaped = _SPECIAL.sub(r"\\\1", " ".join(text.split())).replace("&", "&amp;").replace("://", ":\u200b//")
    return _STARTS_A_LIST.sub(r"\1\\\2" if not text.lstrip()[:1].isdigit() else r"\1\2", escaped)


def page(story: Story) -> str:
    """One story as Markdown."""
    name = story.title + (f", scenario {story.scenario}" if story.scenario else "")
    lines = [f"# {escape(name)}", "", f"**{escape(story.headline[0])}**", ""]
    lines += [f"- {escape(sentence)}" for sentence in story.headline[1:]]
    if story.summary:
        lines += ["", escape(story.summary)]
    for section in story.sections:
        lines += ["", *_section(section)]
    lines += ["", "## Record", ""]
    lines += [f"- {escape(key)}: {escape(value)}" for key, value in story.record]
    return "\n".join(lines) + "\n"


def _section(section: Section) -> list[str]:
    lines = [f"## {escape(section.title)}", ""]
    for block in section.blocks:
        match block:
            case Statement():
                text = escape(block.text)
                lines += [f"> **Mind:** {text}" if block.tone is Tone.WARNING else text, ""]
            case Table():
                lines += [*_table(block), ""]
            case Bars() | Curves() | Tiles():
                continue
    return lines[:-1] if not lines[-1] else lines


def _table(block: Table) -> list[str]:
    lines = [f"### {escape(block.title)}", ""] if block.title else []
    lines.append("| " + " | ".join(escape(column.title) or " " for column in block.columns) + " |")
    lines.append("|" + "|".join("---:" if column.right else "---" for column in block.columns) + "|")
    for row in block.rows:
        texts = [escape(cell.text) for cell in row.cells]
        if row.role in (Role.GROUP, Role.TOTAL):
            texts = [f"**{text}**" if text else "" for text in texts]
        texts += [""] * (len(block.columns) - len(texts))
        lines.append("| " + " | ".join(texts) + " |")
    return [*lines, "", escape(block.note)] if block.note else lines
