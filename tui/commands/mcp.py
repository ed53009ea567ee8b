"""`switchpoint mcp`: the same answers for agents, as tools of the Model Context Protocol over standard input and output."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tui.command_line import FINE, UsageError
from tui.commands.arguments import Parser, parsed

REMEDY = "mcp: the Model Context Protocol is not installed here: pip install 'switchpoint[mcp]'"


def run(arguments: Sequence[str], today: date) -> int:  # noqa: ARG001 - a server outlives the day
    """Serve until the other side closes the connection."""
    parser = Parser("mcp", "Let agents ask: tools and resources of the Model Context Protocol over stdin and stdout.")
    parser.add_argument(
        "--write", metavar="FOLDER", type=Path, help="let agents write new profiles into this folder, never over a file"
    )
    chosen = parsed(parser, list(arguments))
    if chosen is None:
        return FINE
    folder = _folder(chosen.write) if chosen.write is not None else None
    try:
        from tui.agents.server import server
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in ("mcp", "mcp_types"):
            raise
        raise UsageError(REMEDY) from None
    server(folder).run("stdio")
    return FINE


def _folder(path: Path) -> Path:
    """The folder itself, links followed once and for all."""
    try:
        found = path.resolve(strict=True)
    except (OSError, RuntimeError):
        raise UsageError(f"mcp: --write: there is no folder {path}") from None
    if not found.is_dir():
        raise UsageError(f"mcp: --write: {path} is no folder")
    return found
