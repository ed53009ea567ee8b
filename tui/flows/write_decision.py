"""We decide: for which option, by whom and why, written under [decision] of the profile as one step that undo takes back.

What a decision rests on is worked out in all futures of the profile itself, in a thread, and belongs to exactly the answers that were on the
screen: an edit made meanwhile leaves nothing written.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from model.decision.speaking import pair_for
from model.decision.verdict.team_decision import decided
from tui.dialogs.ask import LineScreen
from tui.paint.background import in_background
from tui.paint.lines import clean
from tui.state.quick_and_whole import whole
from tui.state.store import same_answers

if TYPE_CHECKING:
    from model.decision.records.analysis import Analysis
    from model.profile import Profile
    from tui.flows.place import AnyPlace
    from tui.state.bench import Bench


def ask(me: AnyPlace) -> None:
    """For which option, then by whom, then why."""
    store, answer = me.bench.store, me.bench.answer
    if store is None or answer is None or answer.analysis is None:
        me.flash("There is nothing to decide yet.")
        return
    if store.state.scenario is not None:
        me.flash("Leave the scenario first: s, the first column, Enter.")
        return
    choices = _choices(answer.analysis)

    def suggest(text: str) -> list[tuple[str, str]]:
        return [choice for choice in choices if text.lower() in choice[1].lower()]

    said = (
        answer.analysis.decision.sentence
        if answer.analysis.decision is not None
        else "It is written with what it rests on."
    )
    me.app.push_screen(LineScreen("We decide for", clean(said), suggest=suggest), partial(_by_whom, me))


def _choices(analysis: Analysis) -> list[tuple[str, str]]:
    """The options, the verdict first."""
    verdict = analysis.verdict
    rows = sorted(analysis.options, key=lambda row: row.id != verdict.option)
    named = [(row.id, clean(row.title)) for row in rows]
    return [
        (id_, f"{title}   the verdict, {verdict.strength}" if id_ == verdict.option else title) for id_, title in named
    ]


def _by_whom(me: AnyPlace, option: str | None) -> None:
    if option is not None:
        me.app.push_screen(LineScreen("Decided by", "A name or a round; empty is fine."), partial(_why, me, option))


def _why(me: AnyPlace, option: str, by: str | None) -> None:
    if by is not None:
        screen = LineScreen("Why", "One sentence for those who read it in a year; empty is fine.")
        me.app.push_screen(screen, partial(_begin, me, option, by))


def _begin(me: AnyPlace, option: str, by: str, note: str | None) -> None:
    store = me.bench.store
    if note is None or store is None:
        return
    me.flash("Working out what the decision rests on …")
    me.bench.deciding = True
    work = partial(_work_out, me, store.profile, option, by, note)
    me.run_worker(in_background(work), group="decide", exclusive=True, exit_on_error=False)


def _work_out(me: AnyPlace, profile: Profile, option: str, by: str, note: str) -> None:
    found: Analysis | None = None
    try:
        found = rests_on(profile, me.bench, option)
    finally:
        me.bench.call_from_thread(_write, me, profile, found, option, by, note)


def rests_on(profile: Profile, bench: Bench, option: str) -> Analysis | None:
    """The analysis that a decision for this option rests on, in all futures; None where the profile cannot be compared."""
    pair = bench.store.state.pair if bench.store is not None else None
    found = whole(profile, bench.today, pair, 0).analysis
    wanted = pair_for(found, option) if found is not None else None
    return found if found is None or wanted == found.pair else whole(profile, bench.today, wanted, 0).analysis


def _write(me: AnyPlace, profile: Profile, found: Analysis | None, option: str, by: str, note: str) -> None:
    """Into the profile as it is now; whoever asked to save meanwhile gets the file with it."""
    bench = me.bench
    saves, bench.deciding, bench.save_when_decided = bench.save_when_decided, False, False
    why = _decide(bench, profile, found, option, by, note)
    if saves:
        bench.save()
    if why:
        me.flash(why, wrong=True)
    elif not saves:
        me.flash(f"Decided for {clean(option)}, with what it rests on.  w saves it, u takes it back.")


def _decide(bench: Bench, profile: Profile, found: Analysis | None, option: str, by: str, note: str) -> str:
    """Write the decision as long as the answers are those that were weighed, saved meanwhile or not; else why not."""
    store = bench.store
    if store is None or not same_answers(store.profile, profile):
        return "Something changed meanwhile: nothing was decided."
    if found is None:
        return "This profile cannot be compared yet."
    problems = store.change(
        lambda now: decided(now, found, bench.today, option=option, by=by, note=note), f"decide for {clean(option)}"
    )
    return problems.sentences()[0] if problems is not None else ""
