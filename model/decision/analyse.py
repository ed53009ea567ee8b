"""From a case to everything that is said about it: one evaluation over the draws, one of the middle case, reductions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from model.comparison import Case, Run, evaluate, evaluate_many, middle
from model.comparison.effort import Effort, go_on
from model.comparison.sheet import HORIZON
from model.decision.bill.attribution import attribution, route_rows
from model.decision.bill.commitments import commitments
from model.decision.bill.levers import levers, runaway
from model.decision.bill.option_totals import Odds, Sheets, option_row, with_routes
from model.decision.bill.spend_caps import spend_caps
from model.decision.flips.second_half import flips
from model.decision.flips.what_if_runs import over_time, what_if
from model.decision.futures.bounds import Bounds, effort_of, fits_at_once, searched
from model.decision.futures.draws import futures
from model.decision.learning.input_rows import deciding_keys, event_rows, input_rows, whose
from model.decision.pair.break_even import break_even_factors
from model.decision.pair.cost_by_volume import volume_curve
from model.decision.pair.groups import cancelling_places, title_of
from model.decision.pair.one_sided import one_sided, one_sided_test
from model.decision.pair.side_by_side import first_month_by_future, pair_break_even, pair_difference, pair_gaps
from model.decision.records.analysis import (
    PARTS,
    Analysis,
    BookRow,
    Choice,
    MustHavePrice,
    OneSided,
    OneSidedTest,
    OptionRow,
    PairDifference,
    SwitchingValue,
    Verdict,
)
from model.decision.verdict.choice import Candidate, choose, mean_regrets, shares_of_best
from model.decision.verdict.mixed_teams import mixed_teams
from model.decision.verdict.must_haves import MustHaves, must_haves, summary
from model.decision.verdict.team_costs import team_costs
from model.decision.verdict.team_decision import standing_decision
from model.decision.warnings.listed import warnings
from model.decision.wording import sentences
from model.decision.wording.headlines import with_headline
from model.decision.wording.sentences import Setting
from model.portfolio import answered
from model.profile import digest_of
from model.quantities import figures, mean

ALL = PARTS
SCHEMA = 1


class Verdicts(Struct, frozen=True):
    """What the verdict rests on: every option before the choice, the choice, and its setting."""

    run: Run
    must: Mapping[str, MustHaves]
    choice: Choice
    odds: Mapping[str, Odds]
    setting: Setting
    waits_free: tuple[str, ...]
    candidates: list[Candidate]
    waits: Mapping[str, float]


def analyse(
    case: Case,
    draws: int = 10_000,
    seed: int = 1,
    parts: frozenset[str] = ALL,
    scenario: str | None = None,
    breathe: Callable[[], None] = go_on,
) -> Analysis:
    """Everything a report says of a case, over `draws` futures from `seed`.

    Without any range or event one future is enough and is all that is drawn; `draws` is still what was asked for.
    `parts` leaves out what is not wanted of `analysis.PARTS`, or adds of `analysis.ON_REQUEST`. `scenario` is the id to
    print, where the case is one.
    `breathe` is called between steps; what it raises gives the work up.
    """
    run = evaluate_many(case, futures(case, draws, seed), Effort(breathe))
    return analysis_of(run, draws=draws, seed=seed, parts=parts, scenario=scenario)


def analysis_of(
    run: Run, *, draws: int, seed: int, parts: frozenset[str] = ALL, scenario: str | None = None
) -> Analysis:
    """The same of a run that was evaluated already. Each part stops at its bounds; what was left is the first warning."""
    bounded = Bounds(parts, effort_of(run), run.n, not fits_at_once(run.case))
    sheets = Sheets(run, evaluate(run.case, middle(run.case), run.sheet.breathe))
    found = _verdicts(sheets)
    run = spoken_of(run, found.choice)
    part = searched(run)
    spoken = Sheets(run, sheets.middle)
    answer = _answer(spoken, part, found, draws=draws, seed=seed, parts=bounded, scenario=scenario)
    answer = with_what_decides(with_what_to_learn(flips(answer, run, part, bounded)))
    if "portfolio" in parts and run.case.teams:
        answer = bounded.worked_out("portfolio", partial(_with_teams, answer, run, parts), answer)
    answer = with_headline(answer)
    even = answer.break_even
    if even is not None:
        curve = bounded.worked_out("volume", lambda: volume_curve(part, even, first_month_by_future(part)), None)
        answer = replace(answer, volume=curve)
    what = bounded.worked_out("what_if", lambda: what_if(part, found.candidates, found.waits), ())
    answer = replace(answer, what_if=what, over_time=bounded.worked_out("over_time", lambda: over_time(part), ()))
    left = bounded.warning(run, part)
    return answer if left is None else replace(answer, warnings=(left, *answer.warnings))


def _with_teams(answer: Analysis, run: Run, parts: frozenset[str]) -> Analysis:
    """What the teams of a company could share; where they are better off apart than all on one option, that mix."""
    table = team_costs(run, answer.seed)
    found, verdict = answered(table), answer.verdict.option
    able = [row.id for row in answer.options if row.eligible and row.complete]
    mix = mixed_teams(run, verdict, able, table, found) if verdict is not None and "mixed" in parts else None
    return replace(answer, portfolio=found, mixed_homes=mix or answer.mixed_homes)


def spoken_of(run: Run, choice: Choice) -> Run:
    """The run with the pair that is spoken of: the one somebody named, else the verdict and its runner-up, what serves
    today first and then in the order of the profile."""
    case = run.case
    if case.pair_named or choice.option is None or choice.runner_up is None:
        return run
    order = [plan.id for plan in case.options]
    first, second = sorted((choice.option, choice.runner_up), key=lambda id: (id != case.today, order.index(id)))
    return replace(run, case=replace(case, pair=(first, second)))


def _answer(
    sheets: Sheets, part: Run, found: Verdicts, *, draws: int, seed: int, parts: Bounds, scenario: str | None
) -> Analysis:
    run, case = sheets.run, sheets.run.case
    titles = _line_titles(case)
    rows = {plan.id: _row(sheets, plan.id, found, titles) for plan in case.options}
    row_a, row_b = (rows[option] for option in case.pair)
    difference = pair_difference(run, part, row_a, row_b, titles)
    ledger, test = parts.worked_out(
        "one_sided", lambda: _one_sided(part, difference, titles, found.setting), ((), None)
    )
    crossings = parts.worked_out("break_even", lambda: break_even_factors(part), None)
    verdict = _verdict(sheets, found, rows, difference, ledger)
    whole = tuple(rows.values())
    inputs = input_rows(run, deciding_keys(run))
    focus = found.choice.option or case.pair[0]
    billed = rows[case.today] if case.today in rows else rows[focus]
    profile, name = case.profile, case.profile.text("name") or ""
    return Analysis(
        schema=SCHEMA,
        book=BookRow(as_of=case.book.as_of, oldest_checked=case.book.oldest_checked, sha256=case.book.sha256),
        seed=seed,
        draws=draws,
        profile=name,
        profile_sha256=digest_of(profile),
        title=name,
        summary=profile.text("summary") or "",
        scenario=scenario,
        as_of=case.as_of,
        horizon_months=case.horizon_months,
        discount_rate=mean(run.values["discount_rate"]),
        today=case.today,
        pair=case.pair,
        verdict=verdict,
        inputs=inputs,
        events=event_rows(case),
        options=whole,
        difference=difference,
        gaps=pair_gaps(run, found.setting, crossings),
        one_sided=ledger,
        one_sided_test=test,
        must_have_prices=_must_have_prices(run, found),
        break_even=None if crossings is None else pair_break_even(run, row_a, row_b, found.setting, crossings),
        attribution=attribution(billed, _workload_titles(case), _models(case, billed.id)),
        levers=parts.worked_out("levers", lambda: levers(part, focus, seed, run.n), ()),
        runaway=runaway(run, tuple(dict.fromkeys(case.pair))) if "levers" in parts.asked else (),
        spend_caps=spend_caps(case) if "levers" in parts.asked else (),
        commitments=commitments(case) if "levers" in parts.asked else (),
        whose_numbers=whose(inputs),
        warnings=warnings(run, whole),
        evpi_usd=found.odds[focus].expected_regret_usd or 0.0 if found.choice.option else 0.0,
        decision=standing_decision(case, verdict),
        case=case,
    )


def _one_sided(
    run: Run, difference: PairDifference, titles: Mapping[str, str], setting: Setting
) -> tuple[tuple[OneSided, ...], OneSidedTest | None]:
    """What stands on one side alone, and the pair without it."""
    ledger = one_sided(run, difference.rows, titles)
    return ledger, one_sided_test(run, ledger, setting)


def _verdicts(sheets: Sheets) -> Verdicts:
    run, case = sheets.run, sheets.run.case
    values = sheets.middle.values
    must = {plan.id: must_haves(case, plan, values) for plan in case.options}
    candidates = [Candidate(c.id, must[c.id].eligible, c.complete) for c in run.options]
    present = {costs.id: costs.present_value_usd for costs in run.options}
    middles = {costs.id: mean(costs.present_value_usd) for costs in sheets.middle.options}
    waits = {costs.id: _free_wait(run, costs.id) for costs in run.options}
    choice = choose(candidates, present, middles, waits)
    uncertain = run.n > 1
    incomplete = frozenset(costs.id for costs in run.options if not costs.complete)
    setting = Setting(
        {plan.id: plan.title for plan in case.options}, case.horizon_months, uncertain, case.today, incomplete
    )
    involved = {waits[option] for option in (choice.option, choice.runner_up) if option is not None}
    differ = choice.strength != "only" and len(involved) > 1 and max(involved) - min(involved) > 1e-9
    waits_free = _uncharged_work(run, (choice.option, choice.runner_up)) if differ else ()
    return Verdicts(run, must, choice, _odds(run, candidates), setting, waits_free, candidates, waits)


def _odds(run: Run, candidates: list[Candidate]) -> Mapping[str, Odds]:
    chosen = [candidate.id for candidate in candidates if candidate.choosable]
    odds = {candidate.id: Odds(0.0, None) for candidate in candidates}
    if chosen:
        costs = np.stack(np.broadcast_arrays(*(run.option(option).present_value_usd for option in chosen)))
        best, regret = shares_of_best(costs).tolist(), mean_regrets(costs).tolist()
        odds.update({option: Odds(best[place], regret[place]) for place, option in enumerate(chosen)})
    return odds


def _free_wait(run: Run, option: str) -> float:
    """Share of the sessions that this plan leaves undone, where it charges nothing for some of the work. A waiting
    cost of 0 that somebody wrote is a charge: only what nobody priced counts as free."""
    costs = run.option(option)
    every, served = mean(costs.sessions_total), mean(costs.sessions_served)
    if every <= 0.0 or served >= every * (1.0 - 1e-9) or not _uncharged(run, option):
        return 0.0
    return 1.0 - served / every


def _uncharged(run: Run, option: str) -> list[str]:
    """The work of this option that costs nothing while nobody serves it, because nobody said what that costs."""
    lines = run.option(option).lines
    charged = {line.workload for line in lines if line.key in ("other.waiting", "other.late_runs")}
    return [workload for workload in run.case.workloads if workload not in charged]


def _uncharged_work(run: Run, options: Iterable[str | None]) -> tuple[str, ...]:
    """Titles of that work in any of these options."""
    found = {
        workload for option in options if option and _free_wait(run, option) for workload in _uncharged(run, option)
    }
    titles = _workload_titles(run.case)
    return tuple(titles[workload] for workload in run.case.workloads if workload in found)


def _row(sheets: Sheets, option: str, found: Verdicts, titles: Mapping[str, str]) -> OptionRow:
    run = sheets.run
    a, b = run.case.pair
    other = run.option(b if option == a else a)
    cancelling = cancelling_places(run.option(option).lines, other.lines)
    row = option_row(sheets, option, found.must[option], found.odds[option], cancelling, titles)
    return with_routes(row, route_rows(run, row))


def _verdict(
    sheets: Sheets,
    found: Verdicts,
    rows: Mapping[str, OptionRow],
    difference: PairDifference,
    ledger: Sequence[OneSided],
) -> Verdict:
    choice, setting, must = found.choice, found.setting, found.must
    conditions = must[choice.option].conditions if choice.option else ()
    why_not = {option: "; ".join(row.why_not) for option, row in rows.items() if row.why_not}
    middle_sentence = _middle_sentence(sheets, choice, setting)
    sentence = sentences.verdict(
        choice,
        setting,
        conditions=conditions,
        middle=middle_sentence,
        why_not=why_not,
        waits_free=found.waits_free if choice.strength != "close" else (),
    )
    asked = sheets.run.case.profile.list("requirements.must")
    facts = sentences.fact_line(
        difference.invoices_usd,
        difference.people_usd,
        difference.elsewhere_usd,
        difference.people_fte,
        difference.live_months,
        summary(tuple(asked), must),
        [(item.title, item.present_value_usd) for item in ledger],
    )
    return Verdict(
        option=choice.option,
        strength=choice.strength,
        runner_up=choice.runner_up,
        saving_expected_usd=choice.saving_expected_usd,
        saving_share=choice.saving_share,
        saving_p10_usd=choice.saving_p10_usd,
        saving_p90_usd=choice.saving_p90_usd,
        probability_best=found.odds[choice.option].probability_best if choice.option else None,
        probability_beats_runner_up=choice.probability_beats_runner_up,
        middle_case_option=choice.middle_case_option,
        conditions=conditions,
        sentence=sentence,
        headline=sentences.headline(choice, setting),
        middle_sentence=middle_sentence,
        facts=facts,
        missing=tuple(f"{setting.title(option)}: {why}" for option, why in why_not.items())
        if not choice.option
        else (),
    )


def _middle_sentence(sheets: Sheets, choice: Choice, setting: Setting) -> str | None:
    """Where the middle case names another option: by how much, and the line whose mean and middle differ most."""
    best, other = choice.option, choice.middle_case_option
    if best is None or other is None or best == other:
        return None
    middles = {option: mean(sheets.middle.option(option).present_value_usd) for option in (best, other)}
    skews = []
    for option, sign in ((best, -1.0), (other, 1.0)):
        lines = zip(sheets.run.option(option).lines, sheets.middle.option(option).lines, strict=True)
        for line, twin in lines:
            average, typical = mean(line.present_value_usd), mean(twin.present_value_usd)
            skews.append((sign * (average - typical), line.key, average, typical, option))
    _, key, average, typical, option = max(skews)
    because = sentences.mean_above_middle(
        title_of(key, _line_titles(sheets.run.case)), average, typical, setting.title(option)
    )
    return sentences.middle_case(choice, setting, middles[best] - middles[other], because)


def with_what_to_learn(answer: Analysis) -> Analysis:
    """A close verdict begins with what to learn, once that is known."""
    verdict = answer.verdict
    learnable = [row for row in answer.learn if row.when == "now"]
    if verdict.strength != "close" or not learnable:
        return answer
    first = max(learnable, key=lambda row: row.worth_usd)
    named = f"{first.title[:1].lower()}{first.title[1:]} (worth up to {figures.money(first.worth_usd)})"
    return replace(answer, verdict=replace(verdict, sentence=f"Learn first: {named}. {verdict.sentence}"))


def with_what_decides(answer: Analysis) -> Analysis:
    """Once every input was moved, those that left the difference where it was are not among the deciding ones, and those
    that turn it are: a factor on tokens decides although the tokens cancel today."""
    if not answer.switching_values:
        return answer
    turning = {row.key for row in answer.switching_values if row.value is not None and row.key != HORIZON}
    moving = {row.key for row in answer.switching_values if row.value is None and _moves(row)}
    inputs = tuple(
        replace(row, decides=row.key in turning or (row.decides and row.key in moving)) for row in answer.inputs
    )
    return replace(answer, inputs=inputs, whose_numbers=whose(inputs))


def _moves(row: SwitchingValue) -> bool:
    low, high = row.difference_at_low_usd, row.difference_at_high_usd
    if low is None or high is None:
        return True
    return abs(high - low) > 1e-9 * max(abs(high), abs(low))


def _must_have_prices(run: Run, found: Verdicts) -> tuple[MustHavePrice, ...]:
    """What each must-have costs that rules an option out: cheapest eligible minus cheapest without it."""
    rows = {row.key: row.title for must in found.must.values() for row in must.rows if row.status == "fail"}
    complete = [costs for costs in run.options if costs.complete]
    prices = []
    for key, title in rows.items():
        with_it = [mean(c.present_value_usd) for c in complete if found.must[c.id].eligible]
        without = [mean(c.present_value_usd) for c in complete if found.must[c.id].eligible_without(key)]
        excluded = tuple(
            must.title
            for must in found.must.values()
            if not must.eligible and any(r.key == key and r.status == "fail" for r in must.rows)
        )
        usd = min(with_it) - min(without) if with_it and without else None
        text = sentences.must_have_price(title, excluded, usd)
        prices.append(MustHavePrice(key=key, title=title, excluded=excluded, present_value_usd=usd, sentence=text))
    return tuple(prices)


def _workload_titles(case: Case) -> Mapping[str, str]:
    return {workload: case.options[0].work(workload).title for workload in case.workloads}


def _models(case: Case, option: str) -> Mapping[tuple[str, str | None], str]:
    return {
        (work.id, route.id): route.model.title
        for work in case.option(option).works
        for route in work.routes
        if route.model is not None
    }


def _line_titles(case: Case) -> Mapping[str, str]:
    """Titles of the team's own items and tools, by line key."""
    titles: dict[str, str] = {}
    for plan in case.options:
        titles.update({f"infrastructure.{item}": title for item, title in plan.items})
        titles.update({f"runaway.{work.id}": f"Loops left running, {work.title}" for work in plan.works})
        titles.update({f"credits.{name}": title[:1].upper() + title[1:] for name, title, _ in plan.credits})
        for work in plan.works:
            titles.update({f"tools.{tool}": title for tool, title in work.tools})
    return titles


__all__ = ["ALL", "analyse", "analysis_of", "with_what_to_learn"]
