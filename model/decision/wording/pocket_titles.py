"""What the three pockets are called, on every surface: as a heading, and in a word where a line has little room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from model.decision.records.analysis import Pays

TITLES: Mapping[Pays, str] = {
    "invoice": "Bills of vendors",
    "people": "Our engineers",
    "elsewhere": "Work done elsewhere",
}
WORDS: Mapping[Pays, str] = {"invoice": "vendors", "people": "engineers", "elsewhere": "elsewhere"}


def spoken(pays: Pays) -> str:
    """The title inside a sentence: `bills of vendors`."""
    return TITLES[pays][:1].lower() + TITLES[pays][1:]
