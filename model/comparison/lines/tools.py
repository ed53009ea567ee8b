"""`tools.*`: web searches, and tools that the team lists."""

from __future__ import annotations

from model.comparison.case.halves import TOOL
from model.comparison.charges import Charge
from model.comparison.desk import Desk, SessionLines
from model.comparison.session import turns

TITLES = {"tools.web_search": "Web search"}


def search_key(desk: Desk) -> str:
    """The dotted key of the search price here."""
    own = desk.option_key("search_usd_per_1000")
    return own if own in desk.sheet else "prices.search_usd_per_1000"


def tool_charges(desk: Desk) -> tuple[Charge, ...]:
    """Web searches and other tools, in thousands of calls; they follow the turns of a route, and stay under Batch.

    Shape: ``(n,)``. Unit: thousands of calls a session × US dollars a thousand.
    """
    factor = turns(desk) / 1000.0
    charges = []
    if (key := search_key(desk)) in desk.sheet:
        searches, rate = desk.get("searches_per_session") * factor, desk.sheet.value(key, desk.segment)
        rule = "one unit a search, whatever it returns"
        charges.append(
            Charge("tools.web_search", "tools", "1,000 searches", searches, rate, rule, source=desk.source(key))
        )
    for tool, title in desk.work.tools:
        if not all(desk.has(f"tools.{tool}.{path}") for path in TOOL):
            continue
        calls, rate = desk.get(f"tools.{tool}.calls") * factor, desk.get(f"tools.{tool}.usd_per_1000")
        source = desk.source(desk.key(f"tools.{tool}.usd_per_1000"))
        charges.append(Charge(f"tools.{tool}", "tools", "1,000 calls", calls, rate, title, source=source))
    return tuple(charges)


METER = SessionLines("tools", tool_charges, lambda _: True)
