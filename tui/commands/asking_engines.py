"""`measure --engine NAME --table KIND=TABLE`: the same questions, put to tables where they lie."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING

from tui.command_line import UsageError
from tui.commands.arguments import Parser, change
from tui.commands.narration import working

if TYPE_CHECKING:
    from collections.abc import Mapping

    from model.usage.measuring import Measured

KINDS = ("requests", "sessions")


def add_to(parser: Parser) -> None:
    """The options of the door."""
    parser.add_argument(
        "--engine", metavar="NAME", help="measure tables where they lie: postgres://…, duckdb:FILE, spark, bigquery://…, snowflake://…",
    )  # fmt: skip
    parser.add_argument(
        "--table", dest="tables", metavar="KIND=TABLE", action="append", default=[], type=change,
        help="with --engine: the table of requests or of sessions; repeat for both",
    )  # fmt: skip


def check(chosen: argparse.Namespace) -> None:
    """Raises where sources and an engine are both named, or neither, or tables of no kind."""
    if chosen.engine is None and not chosen.sources:
        raise UsageError("measure: name a SOURCE, or --engine with --table")
    if chosen.engine is None and chosen.tables:
        raise UsageError("measure: --table names a table of an --engine")
    if chosen.engine is None:
        return
    if chosen.sources or chosen.format:
        raise UsageError("measure: sources are files; --engine takes the place of them")
    wrong = [kind for kind, _ in chosen.tables if kind not in KINDS]
    if wrong or not chosen.tables:
        raise UsageError("measure: --table requests=TABLE, --table sessions=TABLE, or both")


def measured_there(
    chosen: argparse.Namespace, columns: Mapping[str, str], fallback_usd: float | None, today: date
) -> Measured:
    """Everything measured in the engine."""
    try:
        from model.usage.engines.warehouse import Wanted, measure_in
    except ImportError:
        raise UsageError("measure: --engine needs more: pip install 'switchpoint[engines]'") from None
    wanted = Wanted(chosen.engine, dict(chosen.tables), columns)
    with working("asking the engine"):
        return measure_in(wanted, chosen.as_of or today, fallback_usd)
