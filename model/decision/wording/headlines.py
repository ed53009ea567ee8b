"""The headline where something else than a choice between two options is the answer.

A mix of homes that beats one home for all, a must-have that leaves one choice, and leaving what serves today because it
may not stay: each changes what a reader should do, so each stands first. Else the headline is the one of the choice.
"""

from __future__ import annotations

from msgspec.structs import replace

from model.decision.records.analysis import Analysis, MixedHomes, OptionRow
from model.decision.wording.input_names import work_title
from model.decision.wording.sentences import cheaper_range, of_cheaper
from model.portfolio import Portfolio
from model.quantities import figures

MOST_TEAMS = 4  # that a headline names; more are counted


def with_headline(answer: Analysis) -> Analysis:
    """The analysis whose verdict begins with what changes the answer; as it was where nothing does."""
    verdict = answer.verdict
    if verdict.option is None:
        return _no_option_for_all(answer)
    mix = answer.mixed_homes
    if mix is not None:
        headline = mixed(answer, mix)
        said = f"{headline}: {mix_saves(answer, mix)} {verdict.sentence}"
        return replace(answer, verdict=replace(verdict, headline=headline, sentence=said))
    headline, also = _left(answer) or _one_choice(answer) or (verdict.headline, "")
    sentence = verdict.sentence.replace(f"{verdict.headline}.", f"{headline}.{also}", 1)
    return replace(answer, verdict=replace(verdict, headline=headline, sentence=sentence))


def mixed(answer: Analysis, mix: MixedHomes) -> str:
    """Which work goes where: `Developers on Claude Managed Agents, night checks on Own stack`."""
    if answer.portfolio is not None:
        return _teams_apart(answer.portfolio)
    works: dict[str, list[str]] = {}
    for home in mix.homes:
        works.setdefault(home.option, []).append(work_title(answer.case, home.workload))
    text = ", ".join(f"{figures.listed(names)} on {answer.option(option).title}" for option, names in works.items())
    return f"{text[:1].upper()}{text[1:]}"


def _teams_apart(found: Portfolio) -> str:
    """Which team goes where: `Support and Claims on Own platform, Docs on Claude Managed Agents`."""
    titles, homes = {row.option: row.title for row in found.together}, dict[str, list[str]]()
    for team in found.teams:
        if team.option is not None:
            homes.setdefault(titles[team.option], []).append(team.title)
    return ", ".join(
        f"{figures.listed(names) if len(names) <= MOST_TEAMS else f'{len(names)} teams'} on {option}"
        for option, names in homes.items()
    )


def _no_option_for_all(answer: Analysis) -> Analysis:
    """No option serves all teams of a company; where each has one, that they go apart is the answer."""
    verdict, found = answer.verdict, answer.portfolio
    if found is None or found.unserved:
        return answer
    headline = f"{_teams_apart(found)}: no option serves all teams"
    sentence = f"{headline}. {verdict.sentence.partition('. ')[2]}"
    return replace(answer, verdict=replace(verdict, headline=headline, sentence=sentence))


def mix_saves(answer: Analysis, mix: MixedHomes) -> str:
    """By how much a mix is cheaper than the alternative that it is least sure to beat, in what range, and in how many futures;
    then in how many it is cheaper than the verdict, where that is another one."""
    against, verdict = mix.against, answer.verdict.option or ""
    said = f"{figures.money(against.saving_usd)}{of_cheaper(against.saving_share)} less than {mix_rival(answer, mix)}."
    spread = mix_spread(mix)
    if spread:
        said = f"{said} 8 in 10 futures: {spread}; {mix_chance(mix)}."
    if against.option == verdict or not spread:
        return said
    often = figures.in_100(mix.probability_beats_verdict)
    return f"{said} Against all on {answer.option(verdict).title}: in {often} of 100."


def mix_rival(answer: Analysis, mix: MixedHomes) -> str:
    """The alternative that a mix is held against: `all on Own stack`, `each team alone`."""
    option = mix.against.option
    return "each team alone" if option is None else f"all on {answer.option(option).title}"


def mix_spread(mix: MixedHomes) -> str:
    """What 8 in 10 futures say that the mix saves: `$83k to $509k cheaper`; nothing where all agree."""
    low, high = mix.against.saving_p10_usd, mix.against.saving_p90_usd
    return "" if low == high else cheaper_range(low, high)


def mix_chance(mix: MixedHomes) -> str:
    """In how many of 100 futures the mix is the cheaper one; nothing where all agree."""
    often = f"the mix is cheaper in {figures.in_100(mix.against.probability)} of 100 futures"
    return often if mix_spread(mix) else ""


def _failed(row: OptionRow) -> list[str]:
    return [have.title for have in row.must_haves if have.status == "fail"]


def _left(answer: Analysis) -> tuple[str, str] | None:
    """Today's option has to go although it may be the cheaper one: by what, to where, and what that costs."""
    row = next((row for row in answer.options if row.id == answer.today), None)
    if row is None or row.eligible or answer.verdict.option == row.id:
        return None
    chosen = answer.option(answer.verdict.option or "")
    ruled = figures.listed(_failed(row))
    headline = f"Leave {row.title}, {ruled} rules it out: move to {chosen.title}"
    if not row.complete:
        return headline, ""
    usd = chosen.present_value_usd - row.present_value_usd
    share = abs(usd) / min(chosen.present_value_usd, row.present_value_usd) if row.present_value_usd > 0.0 else None
    amount = f"{figures.money(abs(usd))} {'more' if usd > 0.0 else 'less'}{of_cheaper(share)}"
    return headline, f" That costs {amount} than staying would over {figures.plural(answer.horizon_months, 'month')}."


def _one_choice(answer: Analysis) -> tuple[str, str] | None:
    """One option is left: named after the must-haves that rule the others out, where nothing else does."""
    if answer.verdict.strength != "only" or len(answer.options) < 2:
        return None
    chosen = answer.option(answer.verdict.option or "")
    others = [row for row in answer.options if row.id != chosen.id]
    if any(row.eligible for row in others):
        return f"Only {chosen.title} can be chosen", ""
    ruled = list(dict.fromkeys(title for row in others for title in _failed(row)))
    if len(ruled) > 2:
        return f"The must-haves leave one choice: {chosen.title}", ""
    return f"{figures.listed(ruled)} {'leaves' if len(ruled) == 1 else 'leave'} one choice: {chosen.title}", ""


__all__ = ["mix_chance", "mix_rival", "mix_saves", "mix_spread", "mixed", "with_headline"]
