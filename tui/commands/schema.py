"""`switchpoint schema`: the JSON Schema of a profile, for completion in an editor, or of what a command prints with --json."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from typing import Any

from model.profile import json_schema
from tui.commands.arguments import Parser, parsed

SUBJECTS = ("profile", "compare", "check", "diff", "measure", "reconcile", "track")


def run(arguments: Sequence[str], today: date) -> int:  # noqa: ARG001 - every command has the same signature
    """Print the schema as JSON."""
    parser = Parser("schema", "Print the JSON Schema of a profile, or of what a command prints with --json.")
    parser.add_argument(
        "--of",
        dest="subject",
        choices=SUBJECTS,
        default="profile",
        help="what to describe: a profile, or the JSON of this command (profile)",
    )
    chosen = parsed(parser, list(arguments))
    if chosen is None:
        return 0
    print(json.dumps(schema_of(chosen.subject), indent=2, ensure_ascii=False))
    return 0


def schema_of(subject: str) -> dict[str, Any]:
    """The schema of one subject; KeyError for another."""
    if subject == "profile":
        return json_schema()
    if subject in ("measure", "reconcile", "track"):
        measured: dict[str, Any] = import_module(f"model.usage.told.{subject}_json").json_schema()
        return measured
    from model import contract  # loads pydantic, which the schema of a profile does without

    return contract.json_schema(subject)
