"""The keys of the workbench, as a table where the terminal is wide enough and as a list where it is not."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date

from tui.command_line import FINE
from tui.commands.narration import columns
from tui.state.commands_table import key_list, key_table


def run(_: Sequence[str], __: date) -> int:
    """Print them."""
    table = key_table()
    fits = not sys.stdout.isatty() or max(map(len, table.split("\n"))) <= columns()
    print(table if fits else key_list(columns()))
    return FINE
