"""The lines under the title that every place shows: verdict, strength, range, gaps, nearest flip, whose numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from model.quantities import figures
from model.telling.flips import flips
from model.telling.stake import chances, wordings
from model.telling.volume import gap_wordings
from tui.paint.lines import Line, clean, fit, line_fit, spread
from tui.telling.amounts import lowered, short_title

if TYPE_CHECKING:
    from model.decision.records.analysis import Analysis
    from tui.state.quick_and_whole import StateAnswer

NARROW = 100
CLEAR = (
    0.9  # share of futures from which a verdict is clear, unless waiting that costs nothing differs between the options
)


def title_line(name: str, unsaved: bool, answer: StateAnswer | None, width: int, where: str = "") -> Line:
    """Product, profile with its unsaved mark, and on which day, horizon and rate everything rests."""
    analysis = answer.analysis if answer else None
    end = ""
    if analysis is not None:
        horizon = f"{analysis.horizon_months} months at {figures.share(analysis.discount_rate)}"
        day = figures.day(analysis.as_of)
        end = f"{horizon}   {day} " if width < NARROW else f"prices of {day}   {horizon}   US dollars "
    product, mark = " switchpoint   ", " *" if unsaved else ""
    room = width - cell_len(product) - cell_len(mark) - (cell_len(end) + 2 if end else 0)
    profile, place = _named(clean(name or "no name"), f"   {clean(where)}" if where else "", room)
    gap = len(place) - len(place.lstrip())
    start: Line = ((product, "strong"), (profile, "title"), (mark, "warn"), (place[:gap], ""), (place[gap:], "mark"))
    return spread(start, ((end, "dim"),), width) if end else line_fit(start, width)


def _named(name: str, where: str, room: int) -> tuple[str, str]:
    """Profile and scenario in `room` cells: a long one gives way, but never so far that the other is out of sight."""
    kept = min(cell_len(where), max(room // 2, room - cell_len(name)))
    profile = fit(name, room - kept)
    return profile, fit(where, room - cell_len(profile))


ALONE = "From published ranges alone: "


def verdict_lines(answer: StateAnswer | None, width: int, pale: bool = False) -> list[Line]:
    """Three lines: the answer and how sure, what it is made of, when it changes. `pale`: nobody typed anything yet, which is said first."""
    lines = _verdict_lines(answer, width)
    if not pale or answer is None or answer.analysis is None:
        return lines
    bar, *rest = _first(answer.analysis, width - cell_len(ALONE))[1:]
    first: Line = ((" ", ""), bar, (f" {ALONE}", ""), *rest[1:])
    return [
        tuple((text, "stripe" if role == "stripe" else "dim") for text, role in line) for line in (first, *lines[1:])
    ]


def _verdict_lines(answer: StateAnswer | None, width: int) -> list[Line]:
    if answer is None:
        return [_striped((("Computing …", "dim"),), width)] * 3
    if answer.analysis is None:
        why = [*answer.why[:2], *[""] * (2 - len(answer.why[:2]))]
        head: Line = (
            ("NO COMPARISON YET", "verdict"),
            (f"   {len(answer.why)} to put right" if len(answer.why) > 2 else "", "dim"),
        )
        return [_striped(head, width), *(_striped(((clean(text), "wrong"),), width) for text in why)]
    analysis = answer.analysis
    return [_first(analysis, width), _second(analysis, width), _third(answer, width)]


def _striped(line: Line, width: int) -> Line:
    return ((" ", ""), ("▌", "stripe"), (" ", ""), *line_fit(line, width - 4))


def _first(analysis: Analysis, width: int) -> Line:
    verdict, room = analysis.verdict, width - 4
    strength = verdict.strength if analysis.mixed_homes is None else analysis.mixed_homes.strength
    word = _STRENGTHS[strength]
    mark = "mark" if strength == "clear" else "edit" if word else ""
    ends = [*(f"{said}   " for said in chances(analysis)), ""]
    starts = list(wordings(analysis))
    spared = bool(starts)
    starts = starts or [clean("; ".join(verdict.missing))]
    heads = _heads(analysis)
    rooms = [room - cell_len(head) - cell_len(word) - 5 for head in heads]
    tried = [
        (head, found)
        for part in (starts[:-1], starts[-1:])  # a shorter name before no range
        for head, left_over in zip(heads, rooms, strict=True)
        if (found := _fitting(part, ends, left_over, (1, 3))) is not None
    ]
    head, (said, agree) = tried[0] if tried else (heads[-1], (starts[-1], ""))
    said = f"   {said}" if said else ""
    start: Line = ((head, "verdict"), (said, "strong" if spared else ""))
    return ((" ", ""), ("▌", "stripe"), (" ", ""), *spread(start, ((agree, ""), (word, mark)), room))


def _heads(analysis: Analysis) -> list[str]:
    """The verdict in capitals with the options' titles and, where that leaves no room for what it saves, with their short names; of several homes
    that are named one by one, at last the names alone."""
    verdict = analysis.verdict
    said = clean(verdict.headline)
    if verdict.option is None:
        return [said.upper()]
    names = [(clean(row.title), short_title(analysis, row.id)) for row in analysis.options]
    short = said
    for title, name in sorted(names, key=lambda pair: -len(pair[0])):
        short = short.replace(title, name)
    homes = [name for title, name in names if f" on {title}" in said]
    mixed = [f"a mix of {' and '.join(homes)}".upper()] if len(homes) > 1 else []
    return [said.upper(), short.upper(), *mixed]


ELSEWHERE = "Flips with one number: f shows which"
_STRENGTHS = {
    "clear": "CLEAR",
    "likely": "LIKELY",
    "close": "CLOSE",
    "only": "",
    "none": "",
}  # only one left: the headline says it


def _fitting(starts: list[str], ends: list[str], room: int, costs: tuple[int, int]) -> tuple[str, str] | None:
    """The wordings of two sides that fit beside each other: those that give up least, a step of the left and of the right side having these
    costs. None where none fit."""
    pairs = sorted(
        ((costs[0] * i + costs[1] * j, start, end) for i, start in enumerate(starts) for j, end in enumerate(ends)),
        key=lambda found: found[0],
    )
    return next(((s, e) for _, s, e in pairs if cell_len(s) + cell_len(e) + 2 <= room), None)


def _second(analysis: Analysis, width: int) -> Line:
    whose = analysis.whose_numbers
    own = whose.typed + whose.measured + whose.contract
    yours = f"{own} of {whose.deciding} yours"
    facts = _facts(analysis, width - 4 - cell_len(yours) - 2)
    end = ((yours, "own" if own * 2 > whose.deciding else "warn"),)
    return _striped(spread(((facts, ""),), end, width - 4), width)


def _facts(analysis: Analysis, room: int) -> str:
    """What the verdict depends on, then what the second option of the pair adds to the first, as much as fits, whole; that nothing was asked
    for gives way first, then the last."""
    a, b = (short_title(analysis, option) for option in analysis.pair)
    first, rest = _dependences(analysis), [clean(fact) for fact in analysis.verdict.facts]
    while True:
        for subject in (f"{b} against {lowered(a)}: ", f"{b}: "):
            said = " · ".join([*first, *([subject + lowered(rest[0]), *rest[1:]] if rest else [])])
            if cell_len(said) <= room:
                return said
        if not _shorter(rest) and len(first) < 2:
            return said
        if not rest and len(first) > 1:
            first.pop()


def _shorter(facts: list[str]) -> bool:
    """One fact less: that nothing was asked for, then the last; of invoices and people the engineers before either. False where none is left."""
    if not facts:
        return False
    idle = next((i for i, fact in enumerate(facts) if fact.startswith("no must-have")), len(facts) - 1)
    if idle == 1 and ", " in facts[idle]:
        facts[idle] = facts[idle].partition(", ")[0]
    else:
        facts.pop(idle)
    return True


def _dependences(analysis: Analysis) -> list[str]:
    """What was decided where that is another option now, why others are out, what the verdict holds under, why it is not clear, where the middle
    case points elsewhere."""
    verdict, decision = analysis.verdict, analysis.decision
    found = []
    if decision is not None and decision.standing and not decision.holds:
        found.append(clean(decision.standing.partition(";")[0]))
    if verdict.conditions:
        found.append(f"holds {clean(verdict.conditions[0])}")
    if verdict.strength in ("only", "none"):
        out = [(short_title(analysis, row.id), row.why_not[0]) for row in analysis.options if row.why_not]
        found += [f"{name}: {clean(why).partition(':')[0]}" for name, why in out]
    if verdict.strength == "likely" and (verdict.probability_beats_runner_up or 0.0) >= CLEAR:
        found.append("not clear: waiting counts as free")
    if verdict.middle_sentence:
        found.append(clean(verdict.middle_sentence.partition(":")[0].rstrip(".")))
    return found


def _third(answer: StateAnswer, width: int) -> Line:
    analysis = answer.analysis
    assert analysis is not None

    told = flips(analysis)
    ends = ["…"] if not told.looked_for else list(told.headline[1:] if told.alone else told.headline)
    b = short_title(analysis, analysis.pair[1])
    longest, *shorter = (clean(wording) for wording in gap_wordings(analysis))
    gaps = [longest, *(f"{b}: {wording}" for wording in shorter), *shorter, ""]
    found = _fitting(gaps, ends, width - 4, (2, 1))
    if found is None:  # no wording of the flip fits this width
        found = _fitting(gaps, [ELSEWHERE if told.rows else ends[-1]], width - 4, (2, 1))
    said, end = found or ("", ends[-1])
    role = "strong" if answer.complete and told.rows else "dim"
    return _striped(spread(((said, ""),), ((end, role),), width - 4), width)
