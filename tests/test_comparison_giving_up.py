"""A comparison that nobody waits for any longer can be given up between two steps."""

from __future__ import annotations

from datetime import date

import pytest

from model.comparison import Case, resolve
from model.decision.analyse import analyse
from model.profile import Profile, loads
from tui.state.first_comparison import TEXT


class EnoughError(Exception):
    """Raised by whoever does not want to wait."""


def a_case() -> Case:
    """The first comparison."""
    profile = loads(TEXT)
    assert isinstance(profile, Profile)
    case = resolve(profile, date(2026, 11, 22), None)
    assert isinstance(case, Case)
    return case


@pytest.mark.parametrize("after", [0, 1, 50, 250])
def test_what_breathing_raises_ends_the_work(after: int) -> None:
    """In the evaluation, and later in the searches that are built on it."""
    breaths = 0

    def breathe() -> None:
        nonlocal breaths
        if breaths == after:
            raise EnoughError
        breaths += 1

    with pytest.raises(EnoughError):
        analyse(a_case(), draws=50, breathe=breathe)
    assert breaths == after


def test_breathing_changes_no_figure() -> None:
    """An analysis that was watched equals one that was not."""
    breaths: list[int] = []
    watched = analyse(a_case(), draws=50, breathe=lambda: breaths.append(1))
    assert breaths
    assert watched == analyse(a_case(), draws=50)
