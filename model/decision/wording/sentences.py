"""The sentences of a decision: content that text, slides, JSON and the workbench all repeat word for word.

Figures are formatted by `model.quantities.figures` and never computed here. No sentence says more than its numbers:
where the futures disagree it says in how many, and where lines are unpriced it speaks of the priced ones only.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from model.decision.records.analysis import Choice
from model.decision.records.pair_records import Gap, Reach
from model.decision.wording.pocket_titles import TITLES, spoken
from model.quantities import figures


class Setting(Struct, frozen=True):
    """What a sentence needs to know about the comparison: titles of the options, the horizon, whether anything is
    uncertain, what serves today, and which options have unpriced lines."""

    titles: Mapping[str, str]
    horizon_months: int
    uncertain: bool
    today: str | None
    incomplete: frozenset[str]

    def title(self, option: str | None) -> str:
        """How an option is called."""
        return self.titles.get(option or "", option or "")


def headline(choice: Choice, setting: Setting) -> str:
    """The answer in a few words: `Stay on …`, `Move to …`, `Choose …`, `Too close to call`, `Only … can be chosen`."""
    title = setting.title(choice.option)
    if choice.option is None:
        return "No verdict"
    if choice.strength == "only":
        return f"Only {title} can be chosen"
    if choice.strength == "close":
        return "Too close to call"
    if setting.today is None:
        return f"Choose {title}"
    return f"Stay on {title}" if choice.option == setting.today else f"Move to {title}"


def verdict(
    choice: Choice,
    setting: Setting,
    *,
    conditions: Sequence[str] = (),
    learn: str | None = None,
    middle: str | None = None,
    why_not: Mapping[str, str] | None = None,
    waits_free: Sequence[str] = (),
) -> str:
    """The verdict in one to four sentences. `learn` is what to find out first, `why_not` says of every excluded option
    why it is out, `waits_free` names the work that costs nothing while it waits for the option."""
    why_not = why_not or {}
    if choice.option is None:
        return " ".join(
            ("No verdict: no option meets every must-have and is fully priced.", *_reasons(why_not, setting))
        )
    parts = [_opening(choice, setting, learn)]
    if choice.strength == "only":
        parts.extend(_reasons(why_not, setting))
    if choice.runner_up is not None:
        parts.append(_against_runner_up(choice, setting))
    if conditions:
        parts.append(f"This holds {figures.listed(conditions)}.")
    if waits_free:
        what = figures.listed(waits_free)
        undone = f"Work left undone until an option is live is counted as free for {what}"
        parts.append(f"{undone}, so nothing is called clear.")
    if middle:
        parts.append(middle)
    return " ".join(part for part in parts if part)


def _opening(choice: Choice, setting: Setting, learn: str | None) -> str:
    if choice.strength != "close":
        return f"{headline(choice, setting)}."
    return f"Learn first: {learn}. Too close to call." if learn else "Too close to call."


def _reasons(why_not: Mapping[str, str], setting: Setting) -> list[str]:
    return [f"{setting.title(option)}: {why}." for option, why in why_not.items()]


def _against_runner_up(choice: Choice, setting: Setting) -> str:
    saving, rival = choice.saving_expected_usd or 0.0, setting.title(choice.runner_up)
    over = f"over {setting.horizon_months} months"
    mean = " on average" if setting.uncertain else ""
    part = of_cheaper(choice.saving_share)
    if choice.strength == "only" and choice.runner_up in setting.incomplete:
        said = f"{priced_lines(rival)} {dearer(saving)}{part}{mean} {over}"
    elif choice.strength == "only":
        said = f"{rival} would cost {dearer(saving)}{part}{mean} {over}"
    elif saving == 0.0:
        return f"{setting.title(choice.option)} and {rival} cost the same {over}; the first listed is named."
    elif choice.strength == "close":
        said = f"{setting.title(choice.option)} is {figures.money(saving)}{part} cheaper than {rival}{mean} {over}"
    else:
        said = f"{rival} costs {dearer(saving)}{part}{mean} {over}"
    return f"{said}{_futures(choice, setting)}."


def priced_lines(option: str) -> str:
    """How a sentence begins about an option of which not everything is priced."""
    return f"Priced lines of {option} alone come to"


def _futures(choice: Choice, setting: Setting) -> str:
    low, high, chance = choice.saving_p10_usd, choice.saving_p90_usd, choice.probability_beats_runner_up
    if not setting.uncertain or low is None or high is None or chance is None:
        return ""
    if choice.strength == "only":
        return f" (8 in 10 futures: {dearer_range(low, high)})"
    if choice.strength == "close":
        return f", and cheaper in {figures.in_100(chance)} of 100 futures (8 in 10: {cheaper_range(low, high)})"
    said = f"it is the more expensive one in {figures.in_100(chance)} of 100"
    return f" (8 in 10 futures: {dearer_range(low, high)}); {said}"


def of_cheaper(share: float | None) -> str:
    """A difference in percent of the cheaper one, behind its dollars: ` (39 %)`; nothing where there is no such share."""
    return "" if share is None else f" ({figures.percent(abs(share))})"


def dearer(usd: float) -> str:
    """A difference in words: `$347k more`, `$5k less`, `the same`."""
    if usd == 0.0:
        return "the same"
    return f"{figures.money(abs(usd))} {'more' if usd > 0.0 else 'less'}"


def dearer_range(low_usd: float, high_usd: float) -> str:
    """A range of differences in words: `$215k to $518k more`, `between $177k less and $194k more`."""
    if low_usd >= 0.0:
        return f"{figures.money_range(low_usd, high_usd)} more"
    if high_usd <= 0.0:
        return f"{figures.money_range(-high_usd, -low_usd)} less"
    return f"between {figures.money(-low_usd)} less and {figures.money(high_usd)} more"


def cheaper_range(low_usd: float, high_usd: float) -> str:
    """A range of savings in words: `$215k to $518k cheaper`, `between $154k cheaper and $103k more expensive`."""
    if low_usd >= 0.0:
        return f"{figures.money_range(low_usd, high_usd)} cheaper"
    if high_usd <= 0.0:
        return f"{figures.money_range(-high_usd, -low_usd)} more expensive"
    return f"between {figures.money(high_usd)} cheaper and {figures.money(-low_usd)} more expensive"


def middle_case(choice: Choice, setting: Setting, gap_usd: float, because: str | None) -> str | None:
    """Where the middle case names another option than the mean does: by how much, and why."""
    if choice.option is None or choice.middle_case_option == choice.option:
        return None
    other = setting.title(choice.middle_case_option)
    reason = f": {because}" if because else ""
    return f"With every input at its middle {other} is {figures.money(gap_usd)} cheaper{reason}."


def mean_above_middle(title: str, mean_usd: float, middle_usd: float, bearer: str) -> str:
    """Why mean and middle differ: `build of Own stack costs $89k on average but $70k in the middle case`."""
    subject = f"{title[:1].lower()}{title[1:]} of {bearer}" if bearer else f"{title[:1].lower()}{title[1:]}"
    return f"{subject} costs {figures.money(mean_usd)} on average but {figures.money(middle_usd)} in the middle case"


def gaps(
    gap: Gap,
    title_a: str,
    title_b: str,
    sessions: float,
    last: float,
    reach: Reach,
    whole: float | None = None,
) -> str:
    """What of B against A is fixed each month and what each run adds, and the volume at which running both costs the same.

    That volume is of one month, without build and growth; `whole` is the one at which both cost the same over the horizon,
    build included, None where none was found. `sessions` and `last` are those of the first and the last month; `reach`
    says how far a claim may go.
    """
    month, run = gap.per_month_usd, gap.per_session_usd
    amounts = f"(fixed {figures.signed_money(month)} a month, each run {figures.signed_money(run)})"
    if month == 0.0 and run == 0.0:
        return f"{title_b} and {title_a} cost the same per month and per run."
    if gap.pays_from is not None:
        even = f"running breaks even at {figures.short_count(gap.pays_from)} runs a month"
        if whole is not None:
            even += f", build included at {figures.short_count(whole)}"
        now, then = figures.short_count(sessions), figures.short_count(last)
        grown = "" if now == then else f" and {'grow' if last > sessions else 'shrink'} to {then}"
        return (
            f"{title_b}: fixed {figures.signed_money(month)} a month, each run {figures.signed_money(run)}; {even}; "
            f"you start with {now}{grown}."
        )
    return f"{title_b} {_compared(month, run, amounts)}{_how_far(month, run, reach)}."


def _compared(month_usd: float, run_usd: float, amounts: str) -> str:
    """Dearer or cheaper per month and per run."""
    word = "more expensive" if month_usd > 0.0 or run_usd > 0.0 else "cheaper"
    if month_usd == 0.0:
        return f"is {word} per run ({figures.signed_money(run_usd)}) and equal per month"
    if run_usd == 0.0:
        return f"is {word} per month ({figures.signed_money(month_usd)}) and equal per run"
    if month_usd * run_usd < 0.0:
        one, other = ("more", "less") if month_usd > 0.0 else ("less", "more")
        return f"costs {one} per month and {other} per run {amounts}"
    return f"is {word} per month and per run {amounts}"


def _how_far(month_usd: float, run_usd: float, reach: Reach) -> str:
    """For which volumes that holds."""
    if reach == "near":
        return " near today's volume; machines come in steps"
    if reach == "mix":
        return " in today's mix of work; more or less of one kind alone can turn it"
    if reach == "live":
        return " once live; with what comes before that, volume can turn it"
    if month_usd == 0.0:
        return ", at any volume"
    if run_usd == 0.0:
        return ": volume changes nothing"
    return ": no volume pays it back" if month_usd > 0.0 else ": running it is cheaper at any volume"


def engineers_as_hours(engineers: float, hours: float, used: float) -> str:
    """`0.35 engineers cost as much as 89,000 running hours; you use 2,200.`"""
    shown = figures.count(engineers, 2)
    cost = "engineer costs" if shown == "1" else "engineers cost"
    return (
        f"{shown} {cost} as much as {figures.count(hours, 2)} running hours a month; you use {figures.count(used, 2)}."
    )


def break_even(
    factors: Sequence[float],
    above: Sequence[str],
    sessions: Sequence[float],
    setting: Setting,
    *,
    together: bool = False,
) -> str:
    """Where volume changes the answer over the horizon, build and growth included. `together`: it is that of several
    workloads, more or fewer of all of them alike."""
    if not factors:
        what = "volume of all work together" if together else "volume"
        return f"No {what} between a hundredth and a thousand times today's changes which of the two is cheaper."
    crossings = [
        f"{setting.title(option)} is cheaper above {figures.short_count(runs)} runs a month at the start, "
        f"{_times(factor)} today's"
        for factor, option, runs in zip(factors, above, sessions, strict=True)
    ][:4]
    more = f" {len(factors) - 4} more crossings follow." if len(factors) > 4 else ""
    return f"Over {setting.horizon_months} months {'; '.join(crossings)}.{more}"


def _times(factor: float) -> str:
    """How many times today's, with the digits that tell it from one: `1.2 times`, `0.997 times`."""
    digits = next((digits for digits in range(2, 6) if figures.to_digits(factor, digits) != 1), 2)
    return f"{figures.count(factor, digits)} times"


def one_sided(
    sizes: Sequence[tuple[str, float]], without_usd: float, swapped_usd: float, holds: bool, setting: Setting, b: str
) -> str:
    """The verdict without the costs that one side alone carries, and with them moved to the other side. `sizes`: what
    each is called, and what the option pays more because of it."""
    title, names = setting.title(b), [name for name, _ in sizes]
    shown = figures.listed([*names[:3], f"{len(names) - 3} more"] if len(names) > 4 else names)
    it, they, is_ = ("it", "it", "is") if len(names) == 1 else ("them", "they", "are")
    swap = f"Moved to the other side {they} would "
    swap += "not change who is cheaper." if holds else f"turn it: {title} would cost {dearer(swapped_usd)}."
    counted = f"{costs_and_savings(sizes)} {is_} counted for one option only: {shown}."
    return f"{counted} Without {it} {title} costs {dearer(without_usd)}. {swap}"


def costs_and_savings(sizes: Sequence[tuple[str, float]]) -> str:
    """How many costs and savings these are."""
    saved = sum(usd < 0.0 for _, usd in sizes)
    counts = ((len(sizes) - saved, "cost"), (saved, "saving"))
    return figures.listed([figures.plural(number, noun) for number, noun in counts if number])


def must_have_price(title: str, excluded: Sequence[str], usd: float | None) -> str:
    """What one must-have costs: it rules options out, and so much more is paid."""
    out = f"it rules out {figures.listed(excluded)}"
    if usd is None:
        return f"{title} leaves no option: {out}."
    if usd == 0.0:
        return f"{title} costs nothing: {out}, and the cheapest option stays."
    return f"{title} costs {figures.money(usd)}: {out}."


def whose_numbers(typed: int, measured: int, contract: int, published: int) -> str:
    """Whose the deciding numbers are: `Of 9 numbers that decide: 5 typed by you (guesses), 0 measured, 4 published.`"""
    deciding = typed + measured + contract + published
    if not deciding:
        return "No uncertain or typed number changes the difference."
    if deciding == published:
        every = "the one number that decides is" if deciding == 1 else f"all {deciding} numbers that decide are"
        return f"From published ranges alone: {every} published, none is yours yet."
    said = [f"{typed} typed by you ({'guess' if typed == 1 else 'guesses'})", f"{measured} measured"]
    said += [f"{contract} from contracts"] if contract else []
    return f"Of {figures.plural(deciding, 'number')} that decide{'s' if deciding == 1 else ''}: {', '.join(said)}, {published} published."


def fact_line(
    invoices_usd: float,
    people_usd: float,
    elsewhere_usd: float,
    engineers: float,
    live_months: float,
    must_haves: str,
    one_sided_sizes: Sequence[tuple[str, float]],
) -> tuple[str, ...]:
    """What stands under the verdict, B against A: the three pockets, time to live, must-haves, one-sided costs."""
    facts = [f"{TITLES['invoice']} {figures.signed_money(invoices_usd)}"]
    people = f"{spoken('people')} {figures.signed_money(people_usd)}"
    facts.append(f"{people}, {signed_count(engineers)} of them" if abs(engineers) >= 0.005 else people)
    if abs(elsewhere_usd) >= 0.005:
        facts.append(f"{spoken('elsewhere')} {figures.signed_money(elsewhere_usd)}")
    if figures.lasts(live_months):
        facts.append(f"live {figures.span(abs(live_months))} {'later' if live_months > 0.0 else 'sooner'}")
    facts.append(must_haves)
    if one_sided_sizes:
        facts.append(f"{costs_and_savings(one_sided_sizes)} on one side only")
    return tuple(facts)


def signed_count(value: float) -> str:
    """A difference of things with its sign: `+0.35`."""
    return f"{figures.MINUS if value < 0 else '+'}{figures.count(abs(value), 2)}"
