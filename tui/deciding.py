"""We decide: for which option, by whom and why, written under [decision] of the profile as one step that undo takes back.

What a decision rests on is worked out in all futures of the profile itself, in a thread, and belongs to exactly the answers that were on the
screen: an edit made meanwhile leaves nothing written.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.lines import clean

if TYPE_CHECKING:
    from model.decision.analysis import Analysis
    from model.profile import Problems, Profile
    from tui.app import SwitchpointApp
    from tui.screens.base import Place


def ask(me: Place) -> None:
    """For which option, then by whom, then why."""
    from tui.screens.ask import LineScreen

    store, answer = me.bench.store, me.bench.answer
    if store is None or answer is None or answer.analysis is None:
        me.flash("There is nothing to decide yet.")
        return
    if store.state.scenario is not None:
        me.flash("A decision is about the profile: leave the scenario first (s, then the first column).")
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


def _by_whom(me: Place, option: str | None) -> None:
    from tui.screens.ask import LineScreen

    if option is not None:
        me.app.push_screen(LineScreen("Decided by", "A name or a round; empty is fine."), partial(_why, me, option))


def _why(me: Place, option: str, by: str | None) -> None:
    from tui.screens.ask import LineScreen

    if by is not None:
        screen = LineScreen("Why", "One sentence for those who read it in a year; empty is fine.")
        me.app.push_screen(screen, partial(_begin, me, option, by))


def _begin(me: Place, option: str, by: str, note: str | None) -> None:
    store = me.bench.store
    if note is None or store is None:
        return
    me.flash("Working out what the decision rests on …")
    work = partial(_work_out, me, store.profile, option, by, note)
    me.run_worker(work, thread=True, group="decide", exclusive=True, exit_on_error=False)


def _work_out(me: Place, profile: Profile, option: str, by: str, note: str) -> None:
    bench = me.bench
    made = decided_profile(profile, bench, option, by, note)
    bench.call_from_thread(_write, me, profile, option, made)


def decided_profile(
    profile: Profile, bench: SwitchpointApp, option: str, by: str, note: str
) -> Profile | Problems | None:
    """The profile with the decision; None where it cannot be compared."""
    from model.decision.deciding import decided
    from model.decision.pairing import pair_for
    from tui.answer import whole

    pair = bench.store.state.pair if bench.store is not None else None
    answer = whole(profile, bench.today, pair, 0)
    if answer.analysis is None:
        return None
    wanted = pair_for(answer.analysis, option)
    if wanted != answer.analysis.pair:
        answer = whole(profile, bench.today, wanted, 0)
    return decided(profile, answer.analysis, bench.today, option=option, by=by, note=note) if answer.analysis else None


def _write(me: Place, profile: Profile, option: str, made: Profile | Problems | None) -> None:
    from model.profile import Profile as Made

    store = me.bench.store
    if store is None or store.profile is not profile:
        me.flash("Something changed meanwhile: nothing was decided.", wrong=True)
    elif not isinstance(made, Made):
        said = made.sentences()[0] if made is not None else "This profile cannot be compared yet."
        me.flash(said, wrong=True)
    else:
        store.change(lambda _: made, f"decide for {clean(option)}")
        me.flash(f"Decided for {clean(option)}, with what it rests on.  w saves it, u takes it back.")
