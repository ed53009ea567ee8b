"""The tools that speak of one comparison: which option, what if, what flips it, where from, inside which limits.

Their docstrings and the descriptions of their arguments are what an agent reads.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from model.contract.check_json import CheckDocument
from model.contract.diff_json import DiffDocument
from model.decision import Analysis, Limits, analyse, held, profile_difference
from model.decision.verdict.limits import JUDGED
from model.profile import Problem, Problems
from model.report.json import plain
from model.telling import flips
from model.telling.between import PARTS, between
from model.telling.sharing import sharing
from tui.agents.answers import CompareAnswer, FlipsAnswer, OptionAnswer, TextAnswer
from tui.agents.asking import (
    COLUMNS,
    FEW,
    Asked,
    Refused,
    analysis_of,
    case_of,
    draws_of,
    inert,
    read,
    refuse,
    table_of,
    typed,
)
from tui.agents.wanted import (
    NO_CHANGES,
    NO_SECTIONS,
    Chance,
    Changes,
    Day,
    Draws,
    Expected,
    Full,
    Key,
    Monthly,
    Name,
    Pair,
    PerOutcome,
    Scenario,
    Sections,
)
from tui.commands import arguments


class Comparing:
    """The folder that may be written to, if any, the day, and the tools that compare."""

    def __init__(self, write: Path | None, today: date | None = None) -> None:
        self._write = write
        self._today = today

    def _asked(self, profile: str, **more: Any) -> Asked:
        return Asked(profile=profile, today=self._today or date.today(), folder=self._write, **more)

    def compare(
        self,
        profile: Name,
        changes: Changes = NO_CHANGES,
        scenario: Scenario = None,
        as_of: Day = None,
        pair: Pair = None,
        section: Sections = NO_SECTIONS,
        full: Full = False,
        draws: Draws = 10_000,
    ) -> CompareAnswer:
        """Which option to choose, how sure that is, what each costs a month in three pockets, and what decides. One screen; `section` or `full` for more."""
        from model.report import brief, text
        from model.report.story import tell

        names = [read(arguments.section, name, "section") for name in section]
        _, analysis = analysis_of(
            self._asked(profile, changes=changes, scenario=scenario, as_of=as_of, pair=pair, draws=draws)
        )
        if full:
            said = text.render([analysis], COLUMNS).decode()
        elif names:
            said = text.section(tell(analysis), names, COLUMNS) or f"There is nothing to say under {', '.join(names)}."
        else:
            said = brief.page(analysis, COLUMNS)
        shown, shared = set(OptionAnswer.model_fields), sharing(analysis)
        return typed(
            CompareAnswer,
            {
                "profile": analysis.profile,
                "scenario": analysis.scenario,
                "verdict": plain(analysis.verdict),
                "options": [
                    {key: value for key, value in table_of(row).items() if key in shown} for row in analysis.options
                ],
                "flips": [f"{row.headline}." for row in flips.flips(analysis).rows[:3]],
                "teams": [shared.said.line, *shared.unserved, *shared.platforms, *shared.fair] if shared else [],
                "warnings": plain(analysis.warnings),
                "more": f"section: any of {', '.join(arguments.SECTION_NAMES)}; full: all; explain(profile, key): where a figure comes from",
            },
            text=inert(said),
        )

    def what_if(
        self, profile: Name, changes: Changes, scenario: Scenario = None, as_of: Day = None, draws: Draws = 10_000
    ) -> DiffDocument:
        """Change inputs of a profile and see the answer before and after, and what each change adds to each option. Nothing is written."""
        before = self._asked(profile, scenario=scenario, as_of=as_of, draws=draws)
        if not changes:
            raise Refused("changes: name at least one input; explain(profile) lists them")
        first, _ = case_of(before)
        second, _ = case_of(self._asked(profile, changes=changes, scenario=scenario, as_of=as_of, draws=draws))
        futures = draws_of(before)
        found = profile_difference(first.profile, second.profile, first.as_of, futures, 1)
        if isinstance(found, Problems):
            refuse(found.items)
        answers = [analyse(case, futures, 1, parts=PARTS) for case in (first, second)]
        return typed(
            DiffDocument,
            {
                "schema": 1,
                "first": profile,
                "second": f"{profile} with {', '.join(f'{key} = {text}' for key, text in changes.items())}",
                "answer": plain(between(*answers)),
                **table_of(found),
            },
        )

    def flips(
        self,
        profile: Name,
        changes: Changes = NO_CHANGES,
        scenario: Scenario = None,
        pair: Pair = None,
        full: Full = False,
        draws: Draws = 10_000,
    ) -> FlipsAnswer:
        """What would have to change for the answer to flip: each input's switching value, the nearest first, with who wins then."""
        _, analysis = analysis_of(self._asked(profile, changes=changes, scenario=scenario, pair=pair, draws=draws))
        told = flips.flips(analysis)
        rows = told.rows if full else told.rows[:FEW]
        never = told.never if full else told.never[:FEW]
        left = len(told.rows) - len(rows)
        return typed(
            FlipsAnswer,
            {
                "profile": analysis.profile,
                "option": analysis.verdict.option,
                "headline": told.headline[0],
                "flips": [plain(row) for row in rows],
                "beyond": told.beyond,
                "together": plain(analysis.nearest_pair),
                "never": [row.key for row in never],
                "more": f"{left} more within ten times: full"
                if left
                else "explain(profile, key): how to learn an input",
            },
        )

    def explain(
        self,
        profile: Name,
        key: Key = None,
        changes: Changes = NO_CHANGES,
        as_of: Day = None,
        full: Full = False,
        draws: Draws = 10_000,
    ) -> TextAnswer:
        """Where one figure comes from: its formula, rate, source and date, where it flips the answer, and how to learn it better."""
        from model.report.explained import everything, explained

        asked = self._asked(profile, changes=changes, as_of=as_of, draws=draws)
        case, analysis = analysis_of(asked)
        if key is None:
            said = everything(analysis, COLUMNS) if full else _keys(analysis)
            return TextAnswer(
                text=inert(said), more="key: one of these" + ("" if full else "; full: each with its value")
            )
        found = explained(case, analysis, key, asked.today)
        if isinstance(found, Problems):
            refuse(found.items)
        return TextAnswer(text=inert(found), more="without key: what there is to ask about")

    def check(
        self,
        profile: Name,
        expect: Expected = None,
        min_probability: Chance = None,
        max_monthly_usd: Monthly = None,
        max_per_outcome_usd: PerOutcome = None,
        changes: Changes = NO_CHANGES,
        scenario: Scenario = None,
        draws: Draws = 10_000,
    ) -> CheckDocument:
        """Is the profile valid, and does the answer keep these limits, by what margin? For a gate."""
        from model.report import checked

        limits = Limits(
            expect=expect,
            min_probability=min_probability,
            max_monthly_usd=max_monthly_usd,
            max_per_outcome_usd=max_per_outcome_usd,
        )
        asked = self._asked(profile, changes=changes, scenario=scenario, draws=draws)
        try:
            case, analysis = analysis_of(asked, JUDGED)
            ids = [plan.id for plan in case.options]
            if expect is not None and expect not in ids:
                refuse([Problem(profile, "expect", "", f"no option {expect}; the profile has {', '.join(ids)}")])
        except Refused as wrong:
            if not wrong.problems:
                raise
            found = checked.Checked(name=profile, problems=Problems(wrong.problems))
        else:
            found = checked.Checked(
                name=profile,
                scenario=analysis.scenario,
                analysis=analysis,
                held=held(analysis, limits),
                limited=limits != Limits(),
            )
        return typed(CheckDocument, checked.document(found))


def _keys(analysis: Analysis) -> str:
    """The keys that explain takes: every line, and the inputs that decide."""
    lines = dict.fromkeys(line.key for option in analysis.options for line in option.lines)
    inputs = [row.key for row in analysis.inputs if row.decides]
    return f"Lines: {', '.join(lines)}\nInputs that decide: {', '.join(inputs)}\n"
