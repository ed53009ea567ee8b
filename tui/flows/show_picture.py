"""Which pictures the work screen shows, how one gets to each of them, and the parts of the answer that are worked out only while they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.dialogs.ask import LineScreen
from tui.telling.echo import whose_lines
from tui.telling.pictures import PICTURES, PictureKind, available, decides, flips

if TYPE_CHECKING:
    from model.decision.records.analysis import Analysis
    from tui.charts.data import Chart
    from tui.flows.place import FormPlace

_FIXED = {"decides": decides, "flips": flips}


class Picturing:
    """Mixed into the work screen: the panels of the right side."""

    shown_picture = "paid"

    def _me(self: object) -> FormPlace:
        return self  # type: ignore[return-value]

    def show_pictures(self) -> None:
        """Every panel in sight shows its slice of the answer."""
        me = self._me()
        analysis = me.bench.answer.analysis if me.bench.answer else None
        for name, panel in me.panels.items():
            soon = name == "picture" and me.has_class("pictured")  # in sight with the next layout
            if panel.display and (panel.size.width or soon):
                waits = me.bench.stale and name != "decides"  # that one follows from the quick answer alone
                panel.show(self._chart(name, analysis) if analysis is not None else None, waits)
        if analysis is not None:
            me.whose.say(whose_lines(analysis, me.whose.size.width, me.whose.size.height))

    def _chart(self, name: str, analysis: Analysis) -> Chart | None:
        make = _FIXED.get(name)
        if make is not None:
            return make(analysis)
        kind = self.kind
        if kind.part:
            analysis = self._me().bench.with_curve(analysis)
        return kind.make(analysis)

    @property
    def kind(self) -> PictureKind:
        """The picture in the middle."""
        return next(kind for kind in PICTURES if kind.id == self.shown_picture)

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
        self.to_the_form()

    def to_the_form(self) -> None:
        """The form is in sight and has the keys."""
        me = self._me()
        for panel in me.panels.values():
            panel.remove_class("chosen")
        me.remove_class("maximised", "pictured")
        me.form.focus()
        me.call_after_refresh(self.show_pictures)

    def action_panel(self, to: int) -> None:
        """The keys to the next part of the place (0), or to one by its number: the form is 1, then the panels in sight from top to bottom."""
        me = self._me()
        if me.has_class("narrow") and not me.has_class("pictured"):
            me.add_class("pictured")
            self._take_keys()
            me.call_after_refresh(self.show_pictures)
            return
        parts = [me.form, *(panel for panel in me.panels.values() if panel.display)]
        if to:
            here = to - 1
        else:
            here = (next((at for at, part in enumerate(parts) if part.has_focus), -1) + 1) % len(parts)
        if here == 0:
            self.to_the_form()
        elif here < len(parts):
            parts[here].focus()

    def action_map(self) -> None:
        """The decision map."""
        self._me().bench.open_place("map", self._me().drill_key())
