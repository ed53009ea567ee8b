"""What the flows of a form need of the place they run in: its form, its panels, its line of news."""

from __future__ import annotations

from typing import Any, Protocol

from textual.app import App

from tui.charts.widget import ChartView
from tui.state.bench import Bench
from tui.state.questions import FormRow
from tui.widgets.form import Form
from tui.widgets.painted import Words


class AnyPlace(Protocol):
    """Any place, as the flows see it."""

    @property
    def bench(self) -> Bench:
        """The app, as far as places need it."""

    @property
    def app(self) -> App[Any]:
        """The app, as Textual knows it."""

    def flash(self, text: str, wrong: bool = False) -> None:
        """News, until something else is said there."""

    def run_worker(self, work: Any, *, exclusive: bool = ..., exit_on_error: bool = ..., group: str = ...) -> Any:
        """Work off the screen's thread."""

    def call_after_refresh(self, callback: Any, *args: Any) -> Any:
        """Call it when what changed is on the screen."""


class FormPlace(AnyPlace, Protocol):
    """A place with a form and panels beside it."""

    form: Form
    panels: dict[str, ChartView]
    whose: Words
    opened: frozenset[str]

    def open_or_edit(self, row: FormRow, /) -> None:
        """Open or close a heading, or begin to edit."""

    def to_the_form(self) -> None:
        """The form is in sight and has the keys."""

    def show_picture(self, picture: str, /) -> None:
        """This picture now."""

    def pair(self) -> tuple[str, str]:
        """The pair that is compared."""

    def drill_key(self) -> str:
        """What a drill-down or a map begins with."""

    def show_answer(self) -> None:
        """Show the answer again."""

    def has_class(self, *class_names: str) -> bool:
        """Whether it has the classes."""

    def set_class(self, add: bool, *class_names: str) -> Any:
        """Give or take the classes."""

    def add_class(self, *class_names: str) -> Any:
        """Give the classes."""

    def remove_class(self, *class_names: str) -> Any:
        """Take the classes."""
