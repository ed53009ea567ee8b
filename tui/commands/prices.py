"""`switchpoint prices`: the book of any day, or what it says of one model, preset or rule."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date

from model.prices import BeforeFirstDay, open_book
from model.profile import Problems
from model.report import json as contract
from model.report.book_text import chosen_entries, listed
from tui.command_line import FINE, WRONG_INPUT
from tui.commands.arguments import Parser, day, parsed
from tui.commands.narration import columns, note, tell


def run(arguments: Sequence[str], today: date) -> int:
    """Print the rates, dates, sources and age of the book."""
    parser = Parser("prices", "The book of prices and rules of a day.")
    parser.add_argument("model", metavar="MODEL", nargs="?", help="a model, preset, rule or group; absent: everything")
    parser.add_argument("--as-of", metavar="DATE", type=day, help="the day (2026-11-22); absent: today")
    parser.add_argument("--json", action="store_true", help="for programs")
    chosen = parsed(parser, list(arguments))
    if chosen is None:
        return FINE

    book = open_book(chosen.as_of or today)
    if isinstance(book, BeforeFirstDay):
        note(
            f"prices: {book.asked.isoformat()} lies before the first price; prices begin on {book.first_day.isoformat()}"
        )
        return WRONG_INPUT
    found = chosen_entries(book, chosen.model)
    if isinstance(found, Problems):
        tell(found)
        return WRONG_INPUT
    if chosen.json:
        sys.stdout.write(json.dumps(contract.plain(found), ensure_ascii=False, allow_nan=False, indent=2) + "\n")
    else:
        sys.stdout.write(listed(book, found, today, columns()))
    return FINE
