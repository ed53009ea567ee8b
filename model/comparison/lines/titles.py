"""What lines are called where the team gives no title: each file here says it of its own."""

from __future__ import annotations

from collections.abc import Mapping

from model.comparison.lines import (
    cap,
    commitment,
    engineering,
    exit,
    hosts,
    other,
    runtime,
    sandbox,
    tokens,
    tools,
)

_FILES = (tokens, runtime, tools, sandbox, hosts, cap, commitment, engineering, other, exit)
LINE_TITLES = {key: title for file in _FILES for key, title in file.TITLES.items()}
"""The title of every line key but those that carry the team's own ids: items, tools, credits, loops left running."""


def line_title(key: str, titles: Mapping[str, str]) -> str:
    """How a line is called: the team's title of an item or tool, else the product's."""
    return titles.get(key) or LINE_TITLES.get(key) or key
