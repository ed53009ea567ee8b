"""The comparison as JSON: the contract for other programs. US dollars as numbers at full precision, never NaN.

The keys of the contract come first, in its order; what `Analysis` holds beyond it follows under the same names.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeAlias

from msgspec import Struct

from model import RELEASE
from model.decision.bill.dependencies import feeding
from model.decision.records.analysis import Analysis

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"

_HIDDEN = re.compile(
    "[\\x7f-\\x9f\\xad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ud800-\\udfff\\ufff9-\\ufffb\\U000e0000-\\U000e007f]"
)
"""Control, direction and invisible characters."""

CONTRACT = (
    "schema", "tool", "book", "seed", "draws", "profile", "scenario", "as_of", "horizon_months", "pair", "verdict",
    "inputs", "options", "gaps", "one_sided", "break_even", "switching_values", "nearest_flip", "sensitivity", "evpi_usd",
    "wrong_when", "mixed_homes", "attribution", "levers", "warnings",
)  # fmt: skip
NOT_SAID = frozenset({"case"})  # what stands behind an analysis is no part of what it says
NO_BREAK_EVEN: dict[str, Plain] = {
    "factors": [], "sessions_per_month": [], "payback_month": None, "crossing_month": None, "best_switch": None,
}  # fmt: skip


def document(analysis: Analysis) -> dict[str, Plain]:
    """The whole analysis as plain JSON values."""
    whole = plain(analysis)
    assert isinstance(whole, dict)
    whole["tool"] = f"switchpoint {RELEASE}"
    whole["break_even"] = whole["break_even"] or dict(NO_BREAK_EVEN)
    for option, row in zip(_tables(whole["options"]), analysis.options, strict=True):
        for place, (line, record) in enumerate(zip(_tables(option["lines"]), row.lines, strict=True)):
            line["reads"] = [read.key for read in feeding(analysis, row.id, place)]
            if record.bridge is None:
                del line["bridge"]
    return {key: whole[key] for key in CONTRACT} | {key: value for key, value in whole.items() if key not in CONTRACT}


def text(analysis: Analysis, indent: int | None = None) -> str:
    """One JSON object without a final line end; on one line unless indented."""
    return dumped(document(analysis), indent)


def dumped(value: Plain, indent: int | None = None) -> str:
    """JSON that says exactly what `value` holds and steers no terminal: what is not printable stands as its escape."""
    said = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    return _HIDDEN.sub(lambda found: json.dumps(found.group())[1:-1], said)


def lines(analyses: Sequence[Analysis]) -> str:
    """For a pipe: one analysis indented, several as one object a line."""
    indent = 2 if len(analyses) == 1 else None
    return "".join(text(analysis, indent) + "\n" for analysis in analyses)


def render(analyses: Sequence[Analysis]) -> bytes:
    """A file: one JSON document; several analyses are an array of the same objects."""
    documents: list[Plain] = [document(analysis) for analysis in analyses]
    return (dumped(documents[0] if len(documents) == 1 else documents, 2) + "\n").encode()


def plain(value: object) -> Plain:
    """Any value of an analysis as JSON: days as ISO text, figures that are not finite as null."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, Struct):
        return {name: plain(getattr(value, name)) for name in value.__struct_fields__ if name not in NOT_SAID}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    raise TypeError(f"an analysis holds a {type(value).__name__}, which JSON cannot say")


def _tables(value: Plain) -> list[dict[str, Plain]]:
    assert isinstance(value, list)
    return [each for each in value if isinstance(each, dict)]
