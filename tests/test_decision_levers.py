"""Levers are changes of inputs: what one says is what the model gives when its changes are typed."""

from __future__ import annotations

import pytest
from cases import DAY, starter

from model.comparison import resolve
from model.decision.analyse import analyse
from model.profile import Problems

STARTERS = ("coding-fleet", "coding-session", "high-volume", "regulated-team", "research-agent", "support-desk",
            "support-desk-all-regions")  # fmt: skip


@pytest.mark.parametrize("name", STARTERS)
def test_each_lever_brings_what_it_says_to_the_cent(name: str) -> None:
    """Month 1 of the option before and after, over the same futures."""
    case = starter(name)
    parts = frozenset({"levers"})
    found = analyse(case, 50, parts=parts)
    for lever in found.levers:
        if not lever.set:
            continue
        changed = case.profile.changed(dict(lever.set))
        assert not isinstance(changed, Problems)
        after = resolve(changed, DAY, found.pair)
        assert not isinstance(after, Problems)
        brought = (
            found.option(lever.option).month_1_usd - analyse(after, 50, parts=parts).option(lever.option).month_1_usd
        )
        assert lever.usd_per_month == pytest.approx(brought, abs=0.005), lever.key
