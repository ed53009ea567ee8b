"""`switchpoint schema`: the JSON Schema of a profile, for completion and checks in an editor."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from tui.commands.arguments import Parser, parsed


def run(arguments: Sequence[str], today: date) -> int:  # noqa: ARG001 - every command has the same signature
    """Print the schema as JSON."""
    parser = Parser("schema", "Print the JSON Schema of a profile, for completion in an editor.")
    if parsed(parser, list(arguments)) is None:
        return 0
    from model.profile import json_schema

    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))
    return 0
