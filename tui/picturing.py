"""Which pictures the work screen shows, how one gets to each of them, and the parts of the answer that are worked out only while they are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tui.echo import whose_lines
from tui.pictures import PICTURES, PictureKind, decides, flips

if TYPE_CHECKING:
    from model.decision.analysis import Analysis, VolumeCurve
    from tui.answer import Answer
    from tui.charts.data import Chart
    from tui.screens.work import WorkScreen

_FIXED = {"decides": decides, "flips": flips}


def curve_of(answer: Answer, breathe: Callable[[], None]) -> VolumeCurve | None:
    """Cost against volume for an answer, in the same futures; takes a moment, so it is asked for in a thread. `breathe` may raise to give it up."""
    from model.decision.answer import analyse

    if answer.case is None or answer.analysis is None:
        return None
    return analyse(
        answer.case, answer.analysis.draws, parts=frozenset({"break_even", "volume"}), breathe=breathe
    ).volume


def available(analysis: Analysis) -> list[PictureKind]:
    """The pictures that have something to show, in their order."""
    return [kind for kind in PICTURES if kind.part or kind.make(analysis) is not None]


class Picturing:
    """Mixed into the work screen: the panels of the right side."""

    shown_picture = "paid"
    curve: VolumeCurve | None = None
    curve_for: Answer | None = None  # the answer that the curve is of, or is being worked out for

    def _me(self: object) -> WorkScreen:
        return self  # type: ignore[return-value]

    def show_pictures(self) -> None:
        """Every panel in sight shows its slice of the answer."""
        me = self._me()
        analysis = me.bench.answer.analysis if me.bench.answer else None
        for name, panel in me.panels.items():
            soon = name == "picture" and me.has_class("pictured")  # in sight with the next layout
            if panel.display and (panel.size.width or soon):
                panel.show(self._chart(name, analysis) if analysis is not None else None)
        if analysis is not None:
            me.whose.say(whose_lines(analysis, me.whose.size.width, me.whose.size.height))

    def _chart(self, name: str, analysis: Analysis) -> Chart | None:
        make = _FIXED.get(name)
        if make is not None:
            return make(analysis)
        kind = self.kind
        if kind.part:
            analysis = self._with_curve(analysis)
        return kind.make(analysis)

    @property
    def kind(self) -> PictureKind:
        """The picture in the middle."""
        return next(kind for kind in PICTURES if kind.id == self.shown_picture)

    # what is worked out on request -----------------------------------------------------------------------------------

    def _with_curve(self, analysis: Analysis) -> Analysis:
        """The analysis with the curve there is; a newer one is asked for when the answer is whole and nobody types."""
        me = self._me()
        answer = me.bench.answer
        if answer is not None and answer.complete and self.curve_for is not answer:
            self.curve_for = answer
            me.run_worker(
                partial(self._work_out, answer), thread=True, group="curve", exclusive=True, exit_on_error=False
            )
        known = self.curve is not None and {row.option for row in self.curve.options} <= {
            o.id for o in analysis.options
        }
        return replace(analysis, volume=self.curve) if known else analysis

    def _work_out(self, answer: Answer) -> None:
        from tui.answer import Superseded

        store = self._me().bench.store

        def breathe() -> None:
            if store is None or store.revision != answer.revision:
                raise Superseded

        try:
            made = curve_of(answer, breathe)
        except Superseded:  # the next whole answer asks for its own
            return
        self._me().app.call_from_thread(self._worked_out, answer, made)

    def _worked_out(self, answer: Answer, made: VolumeCurve | None) -> None:
        if answer is self.curve_for:
            self.curve = made
            self.show_pictures()

    # keys ------------------------------------------------------------------------------------------------------------

    def action_picture(self, by: int) -> None:
        """Another picture; at the small size, form or picture."""
        me = self._me()
        analysis = me.bench.answer.analysis if me.bench.answer else None
        kinds = [kind.id for kind in available(analysis)] if analysis is not None else [kind.id for kind in PICTURES]
        narrow = me.has_class("narrow")
        if not narrow and not me.has_class("maximised"):  # these two stand beside it already
            kinds = [kind for kind in kinds if kind not in _FIXED]
        place = kinds.index(self.shown_picture) if self.shown_picture in kinds else 0
        if narrow and not me.has_class("pictured"):
            me.add_class("pictured")
        elif narrow and by > 0 and place == len(kinds) - 1:
            me.remove_class("pictured")
            self.shown_picture = kinds[0]
        else:
            self.shown_picture = kinds[(place + by) % len(kinds)]
        self._take_keys()
        me.call_after_refresh(self.show_pictures)

    def _take_keys(self) -> None:
        """What fills the screen takes the keys: arrows never move a number that is out of sight."""
        me = self._me()
        shown = next((panel for panel in me.panels.values() if panel.has_class("chosen")), None)
        if shown is not None or me.has_class("pictured"):
            (shown or me.panels["picture"]).focus()
        elif me.has_class("narrow"):
            me.form.focus()

    def show_picture(self, picture: str) -> None:
        """This picture now; keys read it out."""
        me = self._me()
        self.shown_picture = picture
        me.set_class(me.has_class("narrow"), "pictured")
        if me.has_class("maximised") and not me.panels["picture"].has_class("chosen"):
            self.action_maximise()
        me.panels["picture"].focus()
        me.call_after_refresh(self.show_pictures)

    def action_pictures(self) -> None:
        """Choose a picture by its name."""
        from tui.screens.ask import LineScreen

        me = self._me()
        analysis = me.bench.answer.analysis if me.bench.answer else None
        kinds = available(analysis) if analysis is not None else []

        def suggest(text: str) -> list[tuple[str, str]]:
            words = text.lower().split()
            return [(kind.id, kind.title) for kind in kinds if all(word in kind.title.lower() for word in words)]

        me.app.push_screen(LineScreen("Pictures", "Part of a name.", suggest=suggest), self._picture_chosen)

    def _picture_chosen(self, picture: str | None) -> None:
        if picture is not None:
            self.show_picture(picture)

    def action_maximise(self) -> None:
        """One panel fills the screen; again: all are back."""
        me = self._me()
        on = not me.has_class("maximised")
        chosen = next((name for name, panel in me.panels.items() if panel.has_focus), "picture")
        for name, panel in me.panels.items():
            panel.set_class(on and name == chosen, "chosen")
        me.set_class(on, "maximised")
        if not on:
            me.form.focus()
        self._take_keys()
        me.call_after_refresh(self.show_pictures)

    def on_chart_view_left(self) -> None:
        """Escape on a picture without a cursor leads back to the form."""
        me = self._me()
        for panel in me.panels.values():
            panel.remove_class("chosen")
        me.remove_class("maximised", "pictured")
        me.form.focus()
        me.call_after_refresh(self.show_pictures)

    def action_map(self) -> None:
        """The decision map."""
        from tui.screens.map import MapScreen

        self._me().app.push_screen(MapScreen(self._me().drill_key()))
