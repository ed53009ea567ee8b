"""Step 3, what would change our mind: where the answer flips, who looks and when, and whose numbers we used."""

from __future__ import annotations

from model.decision.records.analysis import Analysis, InputRow, Revisit, SwitchingValue
from model.report.blocks import Block, Cell, Column, Figure, PresentationStep, Row, Statement, Table, Tone
from model.report.chapters import cash, what_if_chapter
from model.report.chapters.numbers import basis, ranked, said
from model.report.plain import clean
from model.report.presentation import words
from model.report.wording import echo
from model.telling.flips import alone, flips, ways_back
from model.telling.held import held_so_far
from model.telling.learn_first import lessons
from model.telling.look_again import look_again
from model.telling.must_haves_told import must_haves_told
from model.telling.what_if import what_if as what_if_of

MOST_FLIPS = 4
MOST_ASSUMED = 8
MOST_NEVER = 4


def step(analysis: Analysis) -> PresentationStep:
    """The third slide."""
    blocks: list[Block] = []
    flips = flips_table(analysis)
    if flips.rows:
        blocks.append(flips)
    texts = (
        _together(analysis),
        *must_haves_told(analysis).prices,
        *must_haves_told(analysis).to_win,
    )
    blocks.extend(Statement(clean(text)) for text in texts if text)
    asked, commits = what_if_of(analysis), cash.commits(analysis)
    blocks += [what_if_chapter.strip(analysis, asked)] if asked is not None else []
    blocks += [commits] if commits is not None else []
    never = _never(analysis)
    blocks += [Statement(clean(never), Tone.NOTE)] if never else []
    held = held_so_far(analysis.case.profile)
    blocks += [Statement(held.said.line)] if held is not None else []
    blocks.append(Statement(_left_out(analysis), Tone.NOTE))
    return PresentationStep("change", _title(analysis), tuple(blocks), _speaker(analysis))


def assumed_step(analysis: Analysis) -> PresentationStep | None:
    """Whose numbers these are, those first that move the result most."""
    assumed = assumed_table(analysis)
    if not assumed.rows:
        return None
    return PresentationStep("assumed", clean(analysis.whose_numbers.sentence), (assumed,), _speaker(analysis))


def _title(analysis: Analysis) -> str:
    """What would change our mind, as a sentence: the nearest flip, what would let another option in, or that nothing does."""
    if alone(analysis):
        return ways_back(analysis)[0]
    found = flips(analysis)
    return clean(f"{found.headline[0] if found.rows or len(found.headline) < 2 else found.headline[1]}.")


def flips_table(analysis: Analysis) -> Table:
    """Look again when; today; where the other option of the pair becomes cheaper; who looks and when."""
    columns = (
        Column("Look again at", key="what"),
        Column("Today", key="today"),
        Column(_moves(analysis), key="at"),
        Column("Who looks, when", key="who"),
    )
    inputs, looks = {row.key: row for row in analysis.inputs}, {row.key: row for row in look_again(analysis).rows}
    turns = analysis.verdict.option in analysis.pair
    found = flips(analysis).rows[:MOST_FLIPS] if turns else ()
    rows = tuple(_flip(row, inputs.get(row.key), looks.get(row.key)) for row in found)
    return Table("revisit", "", columns, rows)


def _moves(analysis: Analysis) -> str:
    """What happens at a switching value: the option of the pair that is not the answer becomes the cheaper one."""
    wins = flips(analysis).wins
    return f"{words.name(analysis, wins)} becomes cheaper" if wins is not None else "Flips at"


def _flip(row: SwitchingValue, read: InputRow | None, look: Revisit | None) -> Row:
    cells = (
        Cell(clean(row.title)),
        Cell(said(read) if read else clean(row.text)),
        Cell(row.bound, row.value, Figure.COUNT),
        Cell(clean(f"{look.who}, {look.when.partition(', next')[0]}") if look else "we set it"),
    )
    return Row(cells, key=row.key)


def _together(analysis: Analysis) -> str:
    """Two levers at once, where none flips it alone."""
    turns = analysis.verdict.option in analysis.pair and not alone(analysis)
    together = analysis.nearest_pair if turns else None
    return together.sentence if together is not None else ""


def _never(analysis: Analysis) -> str:
    """What does not change the answer however far it moves: the numbers people ask about first. Nothing where the answer
    is not of the pair, whose numbers then say nothing about it."""
    if analysis.verdict.option not in analysis.pair:
        return ""
    order = {row.key: at for at, row in enumerate(ranked(analysis))}
    rows = [row for row in flips(analysis).never if row.key in order and row.difference_at_low_usd is not None]
    if not rows:
        return ""
    rows.sort(key=lambda row: order[row.key])
    names = "; ".join(words.lower(clean(row.title)) for row in rows[:MOST_NEVER])
    return f"Would not change it alone, however far it moves: {names}.{_striking(rows[0])}"


def _striking(row: SwitchingValue) -> str:
    why = row.why_never or ""
    return f" {row.title}: {why}." if why.startswith("even") else ""


def assumed_table(analysis: Analysis) -> Table:
    """What we assumed, and whose number it is."""
    columns = (
        Column("What we assumed", key="what"), Column("Value", key="value"), Column("Whose number", key="whose"),
    )  # fmt: skip
    rows = tuple(
        Row((Cell(clean(row.label)), Cell(said(row)), Cell(whose(row))), key=row.key)
        for row in ranked(analysis)[:MOST_ASSUMED]
    )
    return Table("assumed", "", columns, rows)


def whose(row: InputRow) -> str:
    """Whose number it is and where it was read; when that was checked stands in the appendix."""
    word = basis(row).partition(", checked ")[0]
    return word if row.basis in ("guess", "published") or not row.given else f"ours, {word}"


def _left_out(analysis: Analysis) -> str:
    return (
        "Left out: agent logic and prompts, the same everywhere; "
        f"what either option is still worth after {analysis.horizon_months} months."
    )


def _speaker(analysis: Analysis) -> tuple[str, ...]:
    texts = [
        f"{_moves(analysis)}: the value of this input alone at which both options cost the same on average, every other "
        "input keeping its range."
    ]
    texts += [f"- {clean(row.sentence)}" for row in look_again(analysis).rows]
    texts += [f"- {clean(row.sentence)}" for row in lessons(analysis).rows]
    texts.append(clean(analysis.whose_numbers.sentence))
    for row in ranked(analysis)[:MOST_ASSUMED]:
        understood = echo(row)
        texts.append(f"- {row.key}: {understood}{f'; {clean(row.source)}' if row.source else ''}")
    return tuple(texts)
