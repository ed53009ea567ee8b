"""What several teams could share: each alone, all together, the cheapest of all, from how many a platform pays, and who pays what.

Figures are those of `model.portfolio`; this module names options and teams as people do and chooses the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from model.decision.records.analysis import Analysis
from model.decision.wording.sentences import dearer_range
from model.portfolio import Portfolio, PortfolioOption, PortfolioPlatform, PortfolioSplit, PortfolioTeam
from model.quantities import figures
from model.telling.bill import Amount, amount
from model.telling.option_names import short
from model.telling.record import Said, told

MOST_NAMED = 4  # teams that a sentence names; more are counted
A_HAIR = 1e-9  # of an amount: less is rounding


class TeamBill(Struct, frozen=True, kw_only=True):
    """One team: alone and together, each with the option, what it pays by the fair split, with platforms divided equally,
    and what it saves by the split. No amounts where it has nothing to choose."""

    id: str
    title: str
    alone_at: str
    alone: Amount | None
    together_at: str
    fair: Amount | None
    equally: Amount | None
    saves_usd: float | None
    saves: str
    saves_short: str


class AllOnOne(Struct, frozen=True, kw_only=True):
    """All teams on one option: the sum, what that is less than each alone, and who would not go there of itself."""

    id: str
    title: str
    whole: Amount | None
    saves_usd: float | None
    saves: str
    against: str


class Sharing(Struct, frozen=True, kw_only=True):
    """The answer for several teams. ``spread`` is what 8 in 10 futures lie between (empty: nothing is uncertain). ``platforms``
    says of each from how many teams it pays, ``fair`` how the cost is divided, ``closed`` which options teams cannot choose,
    ``unserved`` who can choose nothing. ``under_answer`` is the answer where it stands under a headline that has named the
    homes, ``who_pays`` in one line from how many it pays and who would pay more than alone (empty: nothing is shared)."""

    title: str
    said: Said
    under_answer: str
    who_pays: str
    spread: str
    platforms: tuple[str, ...]
    options: tuple[AllOnOne, ...]
    teams: tuple[TeamBill, ...]
    alone: Amount
    together: Amount
    saves_usd: float
    saves: str
    fair: tuple[str, ...]
    closed: tuple[str, ...]
    unserved: tuple[str, ...]


class _Names:
    """What teams and options are called."""

    def __init__(self, analysis: Analysis, found: Portfolio) -> None:
        compared = {row.id for row in analysis.options}
        self.teams = {team.id: team.title for team in found.teams}
        self.options = {
            row.option: short(analysis, row.option) if row.option in compared else row.title for row in found.together
        }

    def team(self, teams: Sequence[str]) -> str:
        """Teams in a sentence: by name while they are few, else how many."""
        if len(teams) <= MOST_NAMED:
            return figures.listed([self.teams[team] for team in teams])
        every = len(self.teams)
        return f"all {every} teams" if len(teams) == every else f"{len(teams)} of {every} teams"

    def homes(self, found: Portfolio) -> str:
        """Who goes where: `Own platform for Support and Coding, Managed for Docs`."""
        at: dict[str, list[str]] = {}
        for team in found.teams:
            if team.option is not None:
                at.setdefault(team.option, []).append(team.id)
        if len(at) == 1 and len(found.teams) > 1 and not found.unserved:
            return f"{self.options[next(iter(at))]} for {'both' if len(found.teams) == 2 else 'all'} teams"
        return ", ".join(
            f"{self.options[option]} for {self.team(at[option])}" for option in self.options if option in at
        )


@told
def sharing(analysis: Analysis) -> Sharing | None:
    """The record of an analysis; None where the file names no teams."""
    found = analysis.portfolio
    if found is None:
        return None
    compared = {row.id for row in analysis.options}
    names = _Names(analysis, found)
    return Sharing(
        title=f"What {figures.plural(len(found.teams), 'team')} could share",
        said=_said(analysis, found, names),
        under_answer=_under_answer(analysis, found, names),
        who_pays=_who_pays(found, names),
        spread=_spread(found),
        platforms=tuple(_platform(found, row, names) for row in found.platforms),
        options=tuple(_option(row, names) for row in found.together if row.usd is not None or row.option in compared),
        teams=tuple(_team(team, names) for team in found.teams),
        alone=amount(found.alone_usd, False),
        together=amount(found.usd, False),
        saves_usd=found.saves_usd,
        saves=_saving(found.saves_usd),
        fair=tuple(_fair(found, names)),
        closed=tuple(_closed(found, names)),
        unserved=tuple(_unserved(found, names)),
    )


def _said(analysis: Analysis, found: Portfolio, names: _Names) -> Said:
    homes, together, alone = names.homes(found), figures.money(found.usd), figures.money(found.alone_usd)
    over = f"over {figures.plural(analysis.horizon_months, 'month')}"
    if len(found.unserved) == len(found.teams):
        return Said("No team can choose any option", "No team can choose any option.", "no option")
    if found.saves_usd <= A_HAIR * abs(found.alone_usd):
        return Said(
            f"No platform pays: {homes}",
            f"No platform pays: each team costs least alone ({homes}), {alone} {over}.",
            "nothing to share",
        )
    less = _less(found)
    return Said(
        f"{homes}: {less}",
        f"Cheapest for all: {homes}. Together {together} {over}, {less} ({alone}).",
        f"{figures.money(found.saves_usd)} less together",
    )


def _less(found: Portfolio) -> str:
    share = figures.percent(found.saves_usd / abs(found.usd))
    return f"{figures.money(found.saves_usd)} ({share}) less than each alone"


def _under_answer(analysis: Analysis, found: Portfolio, names: _Names) -> str:
    """The answer's line, without the homes where the headline is the mix that is the cheapest for all."""
    said, mix = _said(analysis, found, names).line, analysis.mixed_homes
    if mix is None or abs(mix.present_value_usd - found.usd) > A_HAIR * abs(found.usd):
        return said
    if found.saves_usd <= A_HAIR * abs(found.alone_usd):
        return said
    if not all(team.title in analysis.verdict.headline for team in found.teams):
        return said
    over = f"over {figures.plural(analysis.horizon_months, 'month')}"
    alone = figures.money(found.alone_usd)
    return f"Cheapest for all: that mix, together {figures.money(found.usd)} {over}, {_less(found)} ({alone})."


def _who_pays(found: Portfolio, names: _Names) -> str:
    """From how many teams each platform pays that somebody uses, and who would pay more than alone by either split."""
    if not found.splits:
        return ""
    paying = [row for row in found.platforms if row.pays_from is not None]
    said = [f"{names.options[row.option]} {_from_how_many(found, row)}" for row in paying[:2]]
    if len(paying) > 2:
        said.append(f"{figures.plural(len(paying) - 2, 'more platform')} {'pays' if len(paying) == 3 else 'pay'}")
    unfair = [team.id for team in found.teams if _more_than_alone(team, team.share_usd) > 0.0]
    fairly = names.team(unfair) if unfair else "no team"
    split = f"By the fair split {fairly} {'would pay' if unfair else 'pays'} more than alone"
    worse = [team for team in found.teams if _more_than_alone(team, team.by_head_usd) > 0.0]
    if not worse:
        return " ".join(f"{text}." for text in (*said, split))
    most = max(worse, key=lambda team: _more_than_alone(team, team.by_head_usd))
    more = figures.money(_more_than_alone(most, most.by_head_usd))
    who = names.team([team.id for team in worse])
    named = more if len(worse) == 1 else f"the most {most.title}, {more}"
    return " ".join(
        f"{text}." for text in (*said, f"{split}; with each platform divided equally {who} would ({named})")
    )


def _from_how_many(found: Portfolio, row: PortfolioPlatform) -> str:
    count = len(row.pays_from or ())
    return "pays for one team already" if count == 1 else f"pays from {count} of {len(found.teams)} teams on"


def _spread(found: Portfolio) -> str:
    if found.saves_p10_usd == found.saves_p90_usd:
        return ""
    spread = dearer_range(-found.saves_p90_usd, -found.saves_p10_usd)
    return f"8 in 10 futures: {spread}; less in {figures.in_100(found.probability_saves)} of 100 futures."


def _saving(usd: float | None) -> str:
    """A saving in a cell; what is more expensive has a minus."""
    return "" if usd is None else figures.dollars(usd)


def _platform(found: Portfolio, row: PortfolioPlatform, names: _Names) -> str:
    name = f"{names.options[row.option]} ({figures.money(row.once_usd)} once for all that use it)"
    if row.pays_from is None:
        gained = row.once_usd + (row.saving_usd or 0.0)
        if gained <= A_HAIR * row.once_usd:
            return f"{name} pays for no group: no team gains by it."
        return f"{name} pays for no group: whoever gains by it saves {figures.money(gained)} in all, less than that."
    who = names.team(row.pays_from)
    saves = "has no other option" if row.saving_usd is None else f"save {figures.money(row.saving_usd)} by it"
    if len(row.pays_from) == 1:
        saves = saves.replace("save ", "saves ", 1)
        return f"{name} pays for one team already: {who} {saves}.{_whoever(found, row)}"
    saves = saves.replace("has no", "have no", 1)
    return f"{name} pays from {len(row.pays_from)} of {len(found.teams)} teams on: {who} {saves}.{_whoever(found, row)}"


def _whoever(found: Portfolio, row: PortfolioPlatform) -> str:
    assert row.pays_from is not None
    least = len(row.pays_from)
    if row.any_count is None:
        return " With every team on it it does not pay."
    if row.any_count == least:
        return f" Any {least} are enough." if least > 1 else " Any one is enough."
    closed = next(len(each.missing) for each in found.together if each.option == row.option)
    able = len(found.teams) - len(found.unserved) - closed
    enough = f" Any {row.any_count} are enough" if row.any_count < able else ""
    if least == 1:
        return f"{enough}." if enough else ""
    return f"{enough}, not any {least}." if enough else f" Not any {least} are enough."


def _option(row: PortfolioOption, names: _Names) -> AllOnOne:
    against = ""
    if row.missing:
        against = f"{names.team(row.missing)} cannot choose it"
    elif row.pay_more:
        everybody = len(row.pay_more) == len(names.teams) > 1
        against = f"{'every team' if everybody else names.team(row.pay_more)} would pay more than alone"
    return AllOnOne(
        id=row.option,
        title=names.options[row.option],
        whole=None if row.usd is None else amount(row.usd, False),
        saves_usd=row.saves_usd,
        saves=_saving(row.saves_usd),
        against=against,
    )


def _team(team: PortfolioTeam, names: _Names) -> TeamBill:
    return TeamBill(
        id=team.id,
        title=team.title,
        alone_at="" if team.alone_option is None else names.options[team.alone_option],
        alone=None if team.alone_usd is None else amount(team.alone_usd, False),
        together_at="" if team.option is None else names.options[team.option],
        fair=None if team.share_usd is None else amount(team.share_usd, False),
        equally=None if team.by_head_usd is None else amount(team.by_head_usd, False),
        saves_usd=team.saves_usd,
        saves=_saving(team.saves_usd),
        saves_short="" if team.saves_usd is None else figures.money(team.saves_usd),
    )


def _fair(found: Portfolio, names: _Names) -> Iterable[str]:
    """How the cost is divided, for every group of teams that could share, and who loses where platforms are divided equally."""
    for split in found.splits:
        yield f"{_method(split, names)}{_drawn(found, split)}"
        yield _of_the_platform(found, split)
    worse = [team for team in found.teams if _more_than_alone(team, team.by_head_usd) > 0.0]
    if worse:
        most = max(worse, key=lambda team: _more_than_alone(team, team.by_head_usd))
        more = _more_than_alone(most, most.by_head_usd)
        all_of_them = "" if len(worse) == 1 else f", the most {most.title}"
        yield (
            f"With each platform divided equally {names.team([team.id for team in worse])} would pay more than alone"
            f"{all_of_them}: {figures.money(more)}."
        )


def _of_the_platform(found: Portfolio, split: PortfolioSplit) -> str:
    """What each team pays of what is paid once: its share without what it costs on the option itself."""
    pays = [
        f"{team.title} {figures.money(team.share_usd - team.own_usd)}"
        for team in found.teams
        if team.id in split.teams and team.share_usd is not None and team.own_usd is not None
    ]
    return f"Of what is paid once that is, the team's own part left out: {figures.listed(pays)}."


def _more_than_alone(team: PortfolioTeam, usd: float | None) -> float:
    """What an amount is more than the team pays alone; nothing where it is rounding or where either is not there."""
    if usd is None or team.alone_usd is None:
        return 0.0
    more = usd - team.alone_usd
    return more if more > A_HAIR * max(abs(team.alone_usd), 1.0) else 0.0


def _method(split: PortfolioSplit, names: _Names) -> str:
    value = "what it adds to the cost, on average over every order of joining (the Shapley value)"
    who = f"Fair split of {names.team(split.teams)}"
    if split.method == "shapley":
        return f"{who}: each pays {value}. No group of teams would pay less by itself"
    at = f"on {names.options[split.leaving_option]}" if split.leaving_option else "without a platform"
    left = f"{names.team(split.leaving)} would pay {figures.money(split.leaving_saves_usd)} less {at} by themselves"
    left = left.replace("themselves", "itself") if len(split.leaving) == 1 else left
    if split.method == "nearest_stable":
        return f"{who}: paying {value}, {left}; shown are the shares nearest to it that no group would leave"
    carried = figures.money(split.carried_usd)
    return (
        f"{who}: no split exists that nobody would leave. Shown is {value}; {left}. "
        f"Whoever wants them together has to carry {carried}"
    )


def _drawn(found: Portfolio, split: PortfolioSplit) -> str:
    if split.orders is None:
        return "."
    error = max(team.error_usd or 0.0 for team in found.teams if team.id in split.teams)
    return f". From {split.orders:,} orders drawn: standard error up to {figures.money(error)}."


def _closed(found: Portfolio, names: _Names) -> Iterable[str]:
    """Who cannot choose what and why; teams that the same keeps from the same are named together."""
    kept: dict[tuple[str, str], list[str]] = {}
    for team in found.teams:
        for row in team.why_not if team.id not in found.unserved else ():
            kept.setdefault((row.option, row.why), []).append(team.title)
    for (option, why), teams in kept.items():
        yield f"{figures.listed(teams)} cannot choose {names.options[option]}: {why}."


def _unserved(found: Portfolio, names: _Names) -> Iterable[str]:
    for team in found.teams:
        if team.id in found.unserved:
            why = "; ".join(f"{names.options[row.option]}: {row.why}" for row in team.why_not)
            yield f"{team.title} can choose nothing and is in no sum{f' ({why})' if why else ''}."
