"""The resources: JSON Schemas of a profile and of what the commands print, the glossary, and every input there is."""

from __future__ import annotations

import json
from typing import Any

from model.profile import DECLARED
from model.telling.glossary import WORDS
from tui.commands.schema import schema_of


def schema(of: str = "profile") -> str:
    """The JSON Schema of a profile, or of what `compare`, `check`, `diff`, `measure` or `reconcile` prints with --json."""
    return _json(schema_of(of))


def glossary() -> str:
    """Every term that is printed, and what it means."""
    return _json(dict(WORDS))


def inputs() -> str:
    """Every input of a profile: dotted key (`*` stands for an id), what it is, its unit, its default, and how to learn it."""
    return _json(
        [
            {
                "key": each.pattern,
                "title": each.title,
                "help": each.help,
                "unit": each.spec.unit.value if each.spec is not None else None,
                "default": list(each.default) if isinstance(each.default, tuple) else each.default,
                "choices": list(each.choices),
                "range": each.ranges and each.spec is not None,
                "learn": each.learn.how if each.learn is not None else None,
            }
            for each in DECLARED
        ]
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
