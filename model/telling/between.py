"""How the answer changed between two profiles: the verdict, its strength and its chance, before and after."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from model.decision.records.analysis import Analysis
from model.profile import Problems, Profile
from model.quantities import figures
from model.quantities.cleaning import clean
from model.telling.sharing import sharing

PARTS = frozenset({"portfolio"})  # of an analysis that an answer is told from
STRENGTHS = {
    "clear": "clear",
    "likely": "likely",
    "close": "too close to call",
    "only": "the only choice",
    "none": "no verdict",
}


class SideAnswer(Struct, frozen=True, kw_only=True):
    """One profile's answer: the option and its title, how sure, the share of futures in which it is the cheapest, and what it
    saves against the runner-up in expected present value; None where there is no such figure. ``teams`` is what several teams
    could share, empty where the file names none."""

    option: str | None
    title: str
    strength: str
    probability_best: float | None
    saving_expected_usd: float | None
    runner_up: str | None
    sentence: str
    teams: str


class Between(Struct, frozen=True, kw_only=True):
    """The answers before and after, and what became of them in one sentence."""

    before: SideAnswer
    after: SideAnswer
    sentence: str


def between(before: Analysis, after: Analysis) -> Between:
    """What the second analysis says that the first did not."""
    first, second = _answer(before), _answer(after)
    return Between(before=first, after=second, sentence=_sentence(first, second))


def answers(first: Profile, second: Profile, when: date, draws: int, seed: int) -> Between | Problems:
    """What became of the answer from one profile to the other, over the same futures; problems where either cannot be compared."""
    from model.comparison import resolve
    from model.decision.analyse import analyse

    cases = [resolve(profile, when) for profile in (first, second)]
    wrong = [case for case in cases if isinstance(case, Problems)]
    if wrong:
        return Problems.merged(wrong)
    before, after = (analyse(case, draws, seed, parts=PARTS) for case in cases if not isinstance(case, Problems))
    return between(before, after)


def line(answer: SideAnswer) -> str:
    """One answer: `Claude Managed Agents, clear, cheapest in 99 of 100 futures, saves $18k`."""
    parts = [answer.title, STRENGTHS[answer.strength]]
    if answer.probability_best is not None:
        parts.append(f"cheapest in {figures.in_100(answer.probability_best)} of 100 futures")
    if answer.saving_expected_usd is not None and answer.strength != "only":
        parts.append(f"saves {figures.money(answer.saving_expected_usd)}")
    said = ", ".join(parts) if answer.option is not None else answer.sentence
    return f"{said.rstrip('.')}. {answer.teams}" if answer.teams else said


def _answer(analysis: Analysis) -> SideAnswer:
    verdict = analysis.verdict
    title = clean(analysis.option(verdict.option).title) if verdict.option is not None else "nothing can be chosen"
    return SideAnswer(
        option=verdict.option,
        title=title,
        strength=verdict.strength,
        probability_best=verdict.probability_best if verdict.option is not None else None,
        saving_expected_usd=verdict.saving_expected_usd if verdict.option is not None else None,
        runner_up=verdict.runner_up,
        sentence=clean(verdict.sentence),
        teams=shared.said.headline if (shared := sharing(analysis)) is not None else "",
    )


def _sentence(before: SideAnswer, after: SideAnswer) -> str:
    if before.option != after.option:
        return f"The answer changes: {before.title} before, {after.title} now{_chance(None, after)}."
    if after.option is None:
        return "No answer before, none now."
    strength = STRENGTHS[after.strength]
    moved = f"{STRENGTHS[before.strength]} before, {strength} now" if before.strength != after.strength else strength
    return f"Still {after.title}: {moved}{_chance(before, after)}."


def _chance(before: SideAnswer | None, after: SideAnswer) -> str:
    if after.probability_best is None:
        return ""
    now = figures.in_100(after.probability_best)
    if before is None or before.probability_best is None:
        return f", the cheapest in {now} of 100 futures"
    was = figures.in_100(before.probability_best)
    return (
        f", the cheapest in {was} → {now} of 100 futures"
        if was != now
        else f", the cheapest in {now} of 100 futures as before"
    )
