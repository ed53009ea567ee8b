"""The JSON that other programs read, as pydantic models: what every key means, in which unit, and when it is null.

What is written is built without them (`model.report.json`), so that `compare` imports no pydantic; a test holds the two
against each other, strictly. `switchpoint schema --of compare|check|diff` publishes them, and tools offered to agents
are typed by them.
"""

from __future__ import annotations

from typing import Any

from model.contract.check_json import CheckDocument
from model.contract.compare_json import CompareDocument
from model.contract.diff_json import DiffDocument
from model.contract.json_base import Contract

DOCUMENTS: dict[str, type[Contract]] = {"compare": CompareDocument, "check": CheckDocument, "diff": DiffDocument}


def json_schema(name: str) -> dict[str, Any]:
    """The JSON Schema of what `compare`, `check` or `diff` prints with --json; KeyError for another name."""
    return DOCUMENTS[name].model_json_schema(by_alias=True, mode="serialization")
