"""What is not saved: offered again when an earlier session left it, and asked about before the end.

A draft is removed only once what it holds is in the file, in a draft of ours, or given up by somebody who said so.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from rich.text import Text

from model.profile import Profile
from tui.dialogs.ask import AskScreen
from tui.flows.save import Saver, differences, kept_in
from tui.state.first_comparison import is_first
from tui.state.store import same_answers

if TYPE_CHECKING:
    from tui.state.bench import Bench


def offer_on(app: Bench, profile: Profile, path: Path) -> None:
    """Unsaved work on this file from an earlier session is offered; without an answer it is taken up, for undo leads back to the file."""
    draft = app.keeper.left_draft(path)
    kept = kept_in(draft, profile.label, path)
    if draft is None:
        return
    if kept is None or same_answers(kept, profile):
        app.keeper.discard(draft)
        return
    moved_on = bool(draft.digest) and draft.digest != app.disk_digest
    since = ("The file was changed since; saving will ask.",) if moved_on else ()
    said = (
        "There is unsaved work on this file from an earlier session.",
        *since,
        *differences(profile, kept),
        "The file itself is not touched until you save.",
    )

    def chosen(answer: str | None) -> None:
        if answer == "drop":
            app.keeper.discard(draft)
        elif app.store is not None:
            app.disk_digest = draft.digest or app.disk_digest  # saving asks where the file is another one by now
            app.store.go(replace(app.store.state, profile=replace(kept, file=path)), "take up unsaved work")
            app.take_over(draft)

    _ask(app, said, chosen)


def offer_nameless(app: Bench) -> None:
    """Unsaved work that never had a file, and is not the six questions, which go on with theirs by themselves."""
    draft = app.keeper.left_draft(None)
    kept = kept_in(draft, "unsaved work", None)
    if draft is None or kept is None or is_first(kept):
        return

    def chosen(answer: str | None) -> None:
        if answer == "drop":
            app.keeper.discard(draft)
        else:
            app.work_on(kept, None, saved=False)
            app.take_over(draft)

    _ask(app, ("There is unsaved work from an earlier session that has no file yet.",), chosen)


def _ask(app: Bench, said: tuple[str, ...], chosen: Callable[[str | None], None]) -> None:
    choices = (("t", "Take the unsaved work up again", "take"), ("d", "Drop it", "drop"))
    app.push_screen(AskScreen("Unsaved work", said, choices, "take it up; u leads back"), chosen)


def ask_leaving(app: Bench) -> None:
    """What is to become of the unsaved work, which is in its draft by then where one can be written."""
    kept = app.keep_draft()
    folder = app.keeper.folder
    said = (
        "The last changes are in the draft."
        if kept
        else f"No draft can be written in {folder}: the last changes are only here."
    )
    away = "Quit without saving; the draft is offered next time" if kept else "Quit and lose the last changes"
    choices = (
        ("s", "Save and quit", "save"),
        ("a", "Save under another name and quit", "other"),
        ("d", away, "quit"),
        ("n", "Stay", "stay"),
    )
    app.push_screen(AskScreen("Not saved yet", (said,), choices), partial(_left, app))


def _left(app: Bench, chosen: str | None) -> None:
    if chosen == "quit":
        app.exit(0, message=_farewell(app, app.keep_draft()))
    elif chosen == "save":
        app.save(lambda: app.exit(0))
    elif chosen == "other":
        Saver(app).ask_name(lambda: app.exit(0))


def _farewell(app: Bench, kept: bool) -> Text:
    """What became of the unsaved work, for the terminal that is left behind."""
    name = app.path.name if app.path is not None else "the first comparison"
    return Text(
        f"Not saved: {name}. The draft is offered when it is opened again."
        if kept
        else f"Not saved: {name}; no draft could be written."
    )
