"""A step of the presentation as lines: one statement, one picture, tables; drawn from the story that every report tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.report.blocks import Bars, Curves, Role, Statement, Step, Table, Tiles, Tone
from tui.charts import data
from tui.charts.draw import draw
from tui.lines import Line, clean, fit, left, right, wrap

if TYPE_CHECKING:
    from model.report.blocks import Block, Row


def slide_lines(step: Step, number: int, count: int, title: str, day: str, width: int, height: int) -> list[Line]:
    """The whole slide; what does not fit is left out from the end of the tables."""
    place = f"{day}   {number} of {count}" if number == 1 else f"{number} of {count}"
    head = clean(step.title if number > 1 else title)
    lines: list[Line] = [(((left(head, width - len(place))), "title"), (place, "dim")), (("─" * width, "rule"),), ()]
    if number == 1:
        lines += [*(((row, "strong"),) for row in wrap(clean(step.title), width)), ()]
    blocks = [
        block
        for block in _joined(step.blocks)
        if not (isinstance(block, Statement) and number == 1 and block.text == step.title)
    ]
    for place_, block in enumerate(blocks):
        room = height - len(lines)
        if room < 2:
            break
        left_over = sum(_least(later) for later in blocks[place_ + 1 :])
        lines += [*_block(block, width, max(2, room - left_over)), ()]
    return lines[:height]


def _joined(blocks: tuple[Block, ...]) -> list[Block]:
    """Notes that follow each other stand on one line."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, Statement) and isinstance(last, Statement) and block.tone is last.tone is Tone.NOTE:
            found[-1] = Statement(f"{last.text} · {block.text}", Tone.NOTE)
        else:
            found.append(block)
    return found


def _least(block: Block) -> int:
    """Lines a block wants at least."""
    if isinstance(block, Table):
        return min(len(block.rows) + 2, 9)
    return 2 if isinstance(block, Statement) else 6


def _block(block: Block, width: int, height: int) -> list[Line]:
    match block:
        case Statement():
            role = {Tone.LEAD: "strong", Tone.NOTE: "dim", Tone.WARNING: "warn"}.get(block.tone, "")
            said: list[Line] = [((row, role),) for row in wrap(clean(block.text), width)]
            return said[:height]
        case Tiles():
            shown = tuple(
                data.Figure(text=clean(t.figure), caption=clean(t.caption), remark=clean(t.detail))
                for t in block.tiles[:4]
            )
            return list(draw(data.Headline(figures=shown), width, min(height, 5)).rows)
        case Bars():
            return list(draw(_decides(block), width, min(height, len(block.bars) + 5)).rows)
        case Curves():
            series = tuple(
                data.Series(name=clean(c.name), role=role, usd=c.values)
                for c, role in zip(block.curves, "abcde", strict=False)
            )
            return list(
                draw(
                    data.PaidSoFar(title=clean(block.title), note=clean(block.y_title), series=series),
                    width,
                    min(height, 14),
                ).rows
            )
        case Table():
            return _table(block, width, height)


def _decides(block: Bars) -> data.Decides:
    rows = tuple(
        data.Difference(name=clean(b.label), usd=b.value, low_usd=b.low, high_usd=b.high, remark=clean(b.note))
        for b in block.bars
    )
    total = block.total
    whole = (
        data.Difference(name=clean(total.label), usd=total.value, low_usd=total.low, high_usd=total.high)
        if total
        else None
    )
    return data.Decides(title=clean(block.title), note=clean(block.unit), rows=rows, total=whole)


def _table(block: Table, width: int, height: int) -> list[Line]:
    count = len(block.columns)
    cells = [[clean(cell.text) for cell in row.cells] + [""] * (count - len(row.cells)) for row in block.rows]
    shown = [texts for row, texts in zip(block.rows, cells, strict=True) if row.role is not Role.GROUP]
    sizes = [
        max(len(clean(column.title)), *(len(texts[i]) for texts in shown), 0) for i, column in enumerate(block.columns)
    ]
    spare = width - sum(sizes) - 3 * (count - 1)
    widest = max(range(count), key=lambda i: sizes[i])
    sizes[widest] = max(8, sizes[widest] + min(0, spare))
    lines: list[Line] = []
    if block.title:
        lines.append(((clean(block.title), "head"),))
    heads = [(right if column.right else left)(clean(column.title), sizes[i]) for i, column in enumerate(block.columns)]
    lines.append((("   ".join(heads), "dim"),))
    for row, texts in zip(block.rows, cells, strict=True):
        lines.append(
            (
                (
                    _row(row, texts, block, sizes, width),
                    {Role.TOTAL: "strong", Role.GROUP: "head", Role.FOLDED: "dim", Role.NOTE: "dim"}.get(row.role, ""),
                ),
            )
        )
    if len(lines) > height:
        return lines[:height]
    return [*lines, ((fit(clean(block.note), width), "dim"),)] if block.note and len(lines) < height else lines


def _row(row: Row, texts: list[str], block: Table, sizes: list[int], width: int) -> str:
    if row.role is Role.GROUP:
        return fit(texts[0], width)
    return "   ".join((right if column.right else left)(texts[i], sizes[i]) for i, column in enumerate(block.columns))
