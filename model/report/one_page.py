"""Page one: what a leader reads if nothing else is read, as a description that every format can draw.

It stands alone: the decision with its strength, three figures, what each option costs with invoices and people apart,
what it costs year by year,
what decides, what would have to be true for the other side to win, the must-haves, the assumptions that matter most with
basis and date, and what the report rests on. Lists are whole and in order of weight: how many rows fit is the format's
business. Figures are those of the chapters; nothing is weighed here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar, cast

from msgspec import Struct
from msgspec.structs import replace

from model.decision.records.analysis import Analysis
from model.quantities import figures
from model.report.blocks import Cell, Column, Role, Row, Section, Statement, Table, Tile, Tiles, Tone
from model.report.chapters import answer_chapter, cash, numbers, page_one, what_if_chapter
from model.report.plain import clean, cut, width
from model.report.wording import LONGEST_NAME, STRENGTHS, least, usd
from model.telling.answer import answer as answer_of
from model.telling.held import held_so_far
from model.telling.minded import minded as minded_of
from model.telling.sharing import sharing

Described = TypeVar("Described")
TILES = ("saving", "agree", "engineers", "live")  # which three of the large figures stand on page one
LONGEST_SUMMARY = 140  # letters


class OnePage(Struct, frozen=True):
    """One comparison on one page.

    `chosen` is the id of the option that is the answer, if one is: a column of the costs.
    `decision` is a sentence, `strength` the word for how sure it is and `sure` the same as 0 to 3 marks; `because` says
    by how much and how often, then what else the reader must know to act on it. The five sections stand in the order of
    reading; `face` is the story's record.
    """

    title: str
    summary: str
    scenario: str
    day: str
    chosen: str | None
    decision: str
    strength: str
    sure: int
    because: tuple[Statement, ...]
    tiles: Tiles
    costs: Section
    cash: Section
    decides: Section
    what_if: Section | None
    flips: Section
    commits: Section | None
    must_haves: Section
    assumptions: Section
    face: tuple[tuple[str, str], ...]

    @property
    def sections(self) -> tuple[Section, ...]:
        """Everything under the large figures, in the order of reading."""
        asked = (self.must_haves,) if any(isinstance(block, Table) for block in self.must_haves.blocks) else ()
        perhaps = [section for section in (self.what_if, self.flips, self.commits) if section is not None]
        return (self.costs, self.decides, self.cash, *perhaps, *asked, self.assumptions)


def page(analysis: Analysis) -> OnePage:
    """Page one of an analysis. Very long names are cut here; every other page has them whole."""
    verdict, told = analysis.verdict, answer_of(analysis)
    whole = OnePage(
        title=clean(analysis.title),
        summary=cut(clean(analysis.summary), LONGEST_SUMMARY),
        scenario=clean(analysis.scenario or ""),
        day=figures.day(analysis.as_of),
        chosen=verdict.option,
        decision=clean(verdict.headline),
        strength=told.word,
        sure=told.sure,
        because=_because(analysis),
        tiles=_three(analysis),
        costs=page_one.costs(analysis),
        cash=cash.section(analysis),
        decides=page_one.decides(analysis),
        what_if=what_if_chapter.section(analysis, brief=True),
        commits=cash.commits_section(analysis),
        flips=page_one.flips(analysis),
        must_haves=page_one.must_haves(analysis),
        assumptions=page_one.assumptions(analysis),
        face=numbers.record(analysis),
    )
    names = _long_names(analysis)
    return shortened(whole, names) if names else whole


def _long_names(analysis: Analysis) -> dict[str, str]:
    """What the team calls things at length, and what page one calls them."""
    leaves = analysis.case.profile.leaves
    titles = {clean(leaf.text) for key, leaf in leaves.items() if key == "name" or key.endswith(".title")}
    return {
        name: cut(name, LONGEST_NAME) for name in sorted(titles, key=len, reverse=True) if width(name) > LONGEST_NAME
    }


def shortened(value: Described, names: Mapping[str, str]) -> Described:
    """Any part of a description with some names replaced by shorter ones in all of its text."""
    if isinstance(value, StrEnum):
        return value
    if isinstance(value, str):
        text: str = value
        for name, short in names.items():
            text = text.replace(name, short)
        return cast(Described, text)
    if isinstance(value, tuple):
        return cast(Described, tuple(shortened(each, names) for each in value))
    if isinstance(value, Struct):
        changed = {name: shortened(getattr(value, name), names) for name in value.__struct_fields__}
        return cast(Described, replace(value, **changed))
    return value


def beside(analyses: Sequence[Analysis]) -> Table:
    """Scenarios side by side: what each changes, what it decides and what every option costs then."""
    found = {row.id: clean(row.title) for analysis in analyses for row in analysis.options}
    columns = (
        Column("Scenario", key="scenario"), Column("Answer", key="answer"), Column("Strength", key="strength"),
        Column("Saves", right=True, key="saves"), Column("8 in 10 futures", right=True, key="range"),
        *(Column(name, right=True, key=option) for option, name in found.items()),
    )  # fmt: skip
    rows = tuple(row for analysis in analyses for row in _scenario(analysis, tuple(found)))
    note = "Saves: against the runner-up. Then every option's expected present value, US dollars."
    return Table("beside", "Scenarios side by side", columns, rows, note)


def _scenario(analysis: Analysis, ids: Sequence[str]) -> list[Row]:
    verdict = analysis.verdict
    low, high = verdict.saving_p10_usd, verdict.saving_p90_usd
    saves = verdict.saving_expected_usd
    found = {row.id: row for row in analysis.options}
    name, changes = _changes(analysis)
    cells = (
        Cell(name),
        Cell(clean(verdict.headline)),
        Cell(STRENGTHS[verdict.strength]),
        Cell("–") if saves is None else usd(saves),
        Cell("–" if low is None or high is None else figures.bare_range(low, high)),
        *(
            least(found[option], usd(found[option].present_value_usd)) if option in found else Cell("–")
            for option in ids
        ),
    )
    row = Row(cells, key=analysis.scenario or "")
    return [row, Row((Cell(changes),), Role.NOTE)] if changes else [row]


def scenario_title(analysis: Analysis) -> str:
    """How people call the scenario of an analysis."""
    if analysis.scenario is None:
        return "As it is"
    return clean(analysis.case.profile.text(f"scenarios.{analysis.scenario}.title") or analysis.scenario)


def _changes(analysis: Analysis) -> tuple[str, str]:
    """How a scenario is called, and what it sets."""
    if analysis.scenario is None:
        return scenario_title(analysis), ""
    leaves, place = analysis.case.profile.leaves, f"scenarios.{analysis.scenario}."
    changed = {
        key.removeprefix(f"{place}set."): leaf.text for key, leaf in leaves.items() if key.startswith(f"{place}set.")
    }
    said = "; ".join(f"{key.strip(chr(34))} = {text}" for key, text in changed.items())
    return scenario_title(analysis), clean(said)


def _because(analysis: Analysis) -> tuple[Statement, ...]:
    """By how much and how often; what several teams could share; that it is not what was decided; what to mind; until when to wait, what it holds under;
    what else is cheaper than one home for all; whether the forecast has held so far."""
    told, minded = answer_of(analysis), minded_of(analysis).said.line
    pair = answer_chapter.pair_shown(analysis)
    said = [
        Statement(told.because),
        Statement(" ".join(text for text in (pair, clean(analysis.gaps.sentence)) if text)),
    ]
    shared = sharing(analysis)
    said += [Statement(f"{shared.under_answer} {shared.who_pays}".strip())] if shared is not None else []
    said += answer_chapter.no_longer_holds(analysis)
    said += [Statement(minded, Tone.WARNING)] if minded else []
    said += [Statement(text, Tone.WARNING) for text in told.notes]
    held = held_so_far(analysis.case.profile)
    said += [Statement(held.said.line)] if held is not None else []
    return tuple(said)


def _three(analysis: Analysis) -> Tiles:
    """Three large figures; where fewer speak, what an outcome and a month cost with the answer, or with A."""
    known = {tile.key: tile for tile in answer_chapter.tiles(analysis).tiles}
    shown = [known[key] for key in TILES if key in known]
    row = analysis.option(analysis.verdict.option or analysis.pair[0])
    if row.per_agent_outcome_usd is not None:
        shown.append(Tile(figures.money(row.per_agent_outcome_usd), "a run that succeeds", clean(row.title), "outcome"))
    shown.append(Tile(figures.money(row.month_1_usd), "first full month", clean(row.title), "month"))
    return Tiles("page", tuple(shown[:3]))
