"""Writing a report from the workbench: the same files that the command line writes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tui.saving import file_name

if TYPE_CHECKING:
    from tui.app import SwitchpointApp


def ask(app: SwitchpointApp) -> None:
    """Ask for a file name; its ending says the form."""
    from model.report.endings import endings
    from tui.screens.ask import LineScreen

    known = endings()
    name = file_name(app.store.profile.name if app.store else "").removesuffix(".toml") + ".md"

    def check(text: str) -> str:
        path = Path(text.strip()).expanduser()
        if path.suffix not in known:
            return f"The ending says the form: {' '.join(known)}"
        if not path.parent.is_dir():
            return f"There is no folder {path.parent}"
        return f"{path} is there already; another name" if path.exists() else ""

    app.push_screen(
        LineScreen("Write a report", f"The ending says the form: {' '.join(known)}", name, check), partial(_named, app)
    )


def _named(app: SwitchpointApp, text: str | None) -> None:
    answer = app.answer
    if not text or answer is None or answer.analysis is None:
        return
    from model.report.endings import render, write

    path = Path(text.strip()).expanduser()
    try:
        write({path: render([answer.analysis], path.suffix)})
    except (OSError, ValueError, ImportError) as error:
        app.say(f"Not written: {error}", wrong=True)
        return
    app.say(f"Written: {path}")
