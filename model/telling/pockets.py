"""Whose money it is, in words: what vendors bill, what our engineers cost, what failed or waiting work costs elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from model.decision.wording.pocket_titles import TITLES, WORDS, spoken

if TYPE_CHECKING:
    from model.decision.records.analysis import Pays

MARKS: Mapping[Pays, str] = {"invoice": "", "people": " *", "elsewhere": " †"}
"""What stands behind the name of a line where no column says who is paid."""
OUTCOME = "A run that succeeds is without work done elsewhere"
LEGEND = "* our engineers, † work done elsewhere; the rest are bills of vendors"

__all__ = ["LEGEND", "MARKS", "TITLES", "WORDS", "spoken"]
