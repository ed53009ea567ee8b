"""The comparison as a PDF of A4 pages: page one stands alone, then every section with all lines and sources.

Everything that is text reaches typst as data, one JSON string, and is never read as markup. The document carries the
day of its prices as its date and only fonts that come with typst or stand in a folder that was named, so the same
analysis gives the same bytes on every machine; letters that no font has are named.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any, TypeAlias

from model import RELEASE
from model.decision.records.analysis import Analysis
from model.quantities import figures
from model.quantities.ticks import month_ticks, ticks
from model.report import one_page, palette
from model.report.blocks import Bar, Bars, Curves, Row, Section, Statement, Story, Table, Tiles
from model.report.choices import DEFAULT, Choices
from model.report.one_page import OnePage
from model.report.pdf import column_widths as pdf_tables
from model.report.pdf import letters
from model.report.pdf.column_widths import soften
from model.report.plain import cut
from model.report.story import tell

Plain: TypeAlias = "str | float | bool | list[Plain] | dict[str, Plain] | None"

ROOM = 505.0  # points between the margins
SIZE, SMALL = 8.5, 8.5  # points: tables of the audit pages, tables of page one
SHORT = 24  # lines of a table that is never parted over two pages
FEW = 2  # options whose cost table fits into half the width
LISTS = ((("must_haves", ROOM),), (("assumptions", ROOM),))
CASH, ASKED = (("cash", ROOM),), (("what_if", 275.0), ("commits", 215.0))
FEW_OPTIONS = ((("costs", 245.0), ("decides", 245.0)), CASH, ASKED, (("flips", ROOM),), *LISTS)
MANY_OPTIONS = ((("costs", ROOM),), CASH, (("decides", 215.0), ("flips", 275.0)), ASKED, *LISTS)
EVEN_TABLES = ("costs", "must_haves")
ONTO = (  # the section of the audit pages that has the whole of a list of page one
    ("costs", "options"), ("cash", "options"), ("decides", "decides"), ("flips", "flips"), ("must_haves", "must_haves"),
    ("assumptions", "inputs"), ("what_if", "what_if"), ("commits", "options"),
)  # fmt: skip


def render(analyses: Sequence[Analysis], choices: Choices = DEFAULT) -> bytes:
    """The file: page one of the first analysis, the scenarios side by side where there are several, and the audit
    pages of each."""
    import typst

    template, inputs = typeset(analyses)
    if boxes := letters.lacking(inputs["data"], choices.fonts):
        choices.note(letters.sentence(boxes, choices.fonts))
    day = analyses[0].as_of
    folders: list[Any] = [choices.fonts] if choices.fonts else []
    return typst.compile(
        template,
        sys_inputs=inputs,
        font_paths=folders,
        ignore_system_fonts=True,
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )


def typeset(analyses: Sequence[Analysis]) -> tuple[bytes, dict[str, str]]:
    """What typst reads: the template and its inputs."""
    text = json.dumps(document(analyses), ensure_ascii=False, separators=(",", ":"))
    return files("model.report.pdf").joinpath("page.typ").read_bytes(), {"data": text}


def document(analyses: Sequence[Analysis]) -> dict[str, Plain]:
    """Everything the template prints, as plain data."""
    first = one_page.page(analyses[0])
    name = f"{first.title}, {first.scenario}" if first.scenario else first.title
    return {
        "title": f"{first.title}: {first.decision}",
        "name": cut(name, 70),
        "foot": cut(f"{first.decision}: {_strength(first)}" if _strength(first) else first.decision, 80),
        "product": f"switchpoint {RELEASE}",
        "day": [float(part) for part in (analyses[0].as_of.year, analyses[0].as_of.month, analyses[0].as_of.day)],
        "colors": {name: getattr(palette, name.upper()) for name in ("ink", "quiet", "rule", "accent", "pale")},
        "strokes": [list(pair) for pair in zip(palette.COLORS, palette.DASHES, strict=True)],
        "page": _page(first),
        "beside": _table(one_page.beside(analyses), ROOM, SIZE) if len(analyses) > 1 else None,
        "stories": [_story(tell(analysis)) for analysis in analyses],
    }


def _page(page: OnePage) -> Plain:
    """Page one: text, then tables for the room they get there."""
    return {
        "title": soften(page.title),
        "summary": soften(page.summary),
        "scenario": soften(page.scenario),
        "day": page.day,
        "decision": soften(page.decision),
        "strength": _strength(page),
        "sure": float(page.sure),
        "because": [soften(statement.text) for statement in page.because],
        "tiles": _tiles(page.tiles),
        **_arranged(page),
        "face": [[name, soften(value)] for name, value in page.face],
    }


def _strength(page: OnePage) -> str:
    """How sure the decision is, where the decision itself does not say so."""
    return page.strength if page.sure and page.strength.casefold() != page.decision.casefold() else ""


def _arranged(page: OnePage) -> dict[str, Plain]:
    """Which sections share a row, and how wide each is: costs and what decides while there are few options, else what
    decides and what flips."""
    options = max(len(block.columns) - 1 for block in page.costs.blocks if isinstance(block, Table))
    told = {section.key for section in page.sections}
    every = FEW_OPTIONS if options <= FEW else MANY_OPTIONS
    rows = [kept for row in every if (kept := [(key, width) for key, width in row if key in told])]
    room = {key: width for row in rows for key, width in row}
    return {
        "rows": [[[key, width] for key, width in row] for row in rows],
        "onto": dict(ONTO),
        "chosen": _chosen_column(page),
        "sections": {
            section.key: _section(section, room[section.key], SMALL, True, section.key in EVEN_TABLES)
            for section in page.sections
        },
    }


def _chosen_column(page: OnePage) -> float:
    """Which column of the cost table is the answer; −1 where there is none."""
    columns = next(block.columns for block in page.costs.blocks if isinstance(block, Table))
    keys = [column.key for column in columns]
    return float(keys.index(page.chosen)) if page.chosen in keys[1:] else -1.0


def _story(story: Story) -> Plain:
    name = f"{story.title}, {story.scenario}" if story.scenario else story.title
    return {
        "name": soften(cut(name, 120)),
        "sections": [_section(section, ROOM, SIZE) for section in story.sections],
        "record": [[name, soften(value)] for name, value in story.record],
    }


def _section(section: Section, room: float, size: float, stretch: bool = False, even: bool = False) -> Plain:
    return {
        "key": section.key,
        "title": soften(section.title),
        "blocks": [
            _table(block, room, size, stretch, even) if isinstance(block, Table) else _block(block)
            for block in section.blocks
        ],
    }


def _block(block: Statement | Tiles | Bars | Curves) -> Plain:
    match block:
        case Statement():
            return {"kind": "text", "tone": block.tone.value, "text": soften(block.text)}
        case Tiles():
            return {"kind": "tiles", "tiles": _tiles(block)}
        case Bars():
            return _bars(block)
        case Curves():
            return _curves(block)


def _tiles(tiles: Tiles) -> Plain:
    return [[tile.figure, soften(tile.caption), soften(tile.detail)] for tile in tiles.tiles]


def _table(table: Table, room: float, size: float, stretch: bool = False, even: bool = False) -> Plain:
    """A table with widths in points; figures never wrap, so their spaces do not break."""
    sheet = pdf_tables.sheet(table, room, size, stretch, even)
    joints = [column.joint.strip() for column in table.columns]
    return {
        "kind": "table",
        "key": table.key,
        "title": soften(table.title),
        "size": sheet.size,
        "short": sheet.lines <= SHORT,
        "widths": list(sheet.widths),
        "heads": [soften(column.title, pdf_tables.LONGEST_HEAD) for column in table.columns],
        "right": [column.right for column in table.columns],
        "joints": list(joints),
        "rows": [_row(table, row, [pads[place] for pads in sheet.pads]) for place, row in enumerate(table.rows)],
        "note": soften(table.note),
    }


def _row(table: Table, row: Row, pads: Sequence[float]) -> Plain:
    cells: list[Plain] = []
    for column, cell, pad in zip(table.columns, row.cells, pads, strict=False):
        text = cell.text.replace(" ", "\N{NO-BREAK SPACE}") if column.right else soften(cell.text)
        cells.append([text, pad] if pad else [text])
    if row.role not in pdf_tables.SPANNING:
        cells += [[""]] * (len(table.columns) - len(cells))
    return [row.role.value, cells]


def _bars(bars: Bars) -> Plain:
    shown = [*bars.bars, bars.total] if bars.total else list(bars.bars)
    ends = [0.0, *(end for bar in shown for end in (bar.value, bar.low, bar.high) if end is not None)]
    return {
        "kind": "bars",
        "title": soften(bars.title),
        "left": soften(bars.left) if min(ends) < 0 else "",
        "right": soften(bars.right) if max(ends) > 0 else "",
        "low": min(ends),
        "high": max(ends),
        "bars": [_bar(bar, bars.dots) for bar in bars.bars],
        "total": _bar(bars.total, bars.dots) if bars.total else None,
        "note": soften(bars.note),
        "dots": bars.dots,
    }


def _bar(bar: Bar, words: bool) -> Plain:
    """One bar; a range beside it is never parted, words are, so that they stay beside it."""
    return {
        "label": soften(bar.label),
        "value": bar.value,
        "text": bar.text,
        "low": bar.value if bar.low is None else bar.low,
        "high": bar.value if bar.high is None else bar.high,
        "note": soften(bar.note) if words else bar.note.replace(" ", "\N{NO-BREAK SPACE}"),
    }


def _curves(curves: Curves) -> Plain:
    """Lines from month 0, in dollars: the marks of both axes are placed here, the picture only scales them."""
    every = [0.0, *(value for curve in curves.curves for value in curve.values)]
    every += [value for end in curves.band or () for value in end]
    at, step = ticks(min(every), max(every), 5)
    last = int(curves.x[-1]) if curves.x else 0
    return {
        "kind": "curves",
        "title": soften(curves.title),
        "low": min(every),
        "high": max(every),
        "first": curves.x[0] if curves.x else 0.0,
        "last": float(last),
        "y": [[value, figures.tick(value, step, curves.y_title)] for value in at],
        "x": [[float(month), f"{curves.x_title} {month}" if place == 0 else str(month)]
              for place, month in enumerate(month_ticks(last, 9))],
        "months": list(curves.x),
        "curves": [[list(curve.values), soften(curve.label), float(curve.option)] for curve in curves.curves],
        "band": [list(end) for end in curves.band] if curves.band else None,
        "note": soften(curves.note),
    }  # fmt: skip
