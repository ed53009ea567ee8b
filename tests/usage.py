"""What the tests of measured use share: sources written on the spot, measured on a fixed day."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import to_builtins

from model.usage.attribute import AgentUse
from model.usage.gather_rows import gather
from model.usage.measuring import Measured, measure
from model.usage.readers import Context
from model.usage.row_store import RowStore

SAMPLES = Path(__file__).parent / "usage_samples"
TODAY = date(2026, 11, 28)
PROJECT = "projects/-home-user-project"
FULL = {
    "input_tokens": 100, "cache_read_input_tokens": 9000, "cache_creation_input_tokens": 900, "output_tokens": 50,
    "cache_creation": {"ephemeral_5m_input_tokens": 700, "ephemeral_1h_input_tokens": 200},
    "server_tool_use": {"web_search_requests": 2},
}  # fmt: skip
"""100 in, 9,000 read, 900 written (700 + 200), 50 out, 2 searches: $0.012625 of tokens on Opus 4.8, $0.032625 in all."""


def measured(*sources: Path | str, **more: Any) -> Measured:
    """The sources measured on 28 Nov 2026."""
    return measure([str(source) for source in sources], more.pop("as_of", TODAY), **more)


def only(found: Measured) -> AgentUse:
    """The one agent there is."""
    (agent,) = found.agents
    return agent


@contextmanager
def stored(*sources: Path | str, format_name: str | None = None, context: Context | None = None) -> Iterator[RowStore]:
    """A store with the canonical rows of the sources, before anything is tidied."""
    with RowStore() as store:
        gather(store, [str(source) for source in sources], format_name, context)
        yield store


def written(folder: Path, name: str, *values: Any, lines: bool = True) -> Path:
    """A file of JSON lines, or of one document."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{json.dumps(value)}\n" for value in values) if lines else json.dumps(values[0])
    path.write_text(text, encoding="utf-8")
    return path


def reply(
    usage: dict[str, Any], message: str = "msg_1", session: str = "s-1", model: str = "claude-opus-4-8",
    at: str = "2026-11-20T10:00:00.000Z", request: str | None = "req_1", version: str = "2.1.332", **more: Any,
) -> dict[str, Any]:  # fmt: skip
    """One line of Claude Code."""
    line = {
        "type": "assistant", "sessionId": session, "uuid": f"{message}-{at}-{more.get('block', 0)}", "timestamp": at,
        "version": version, "cwd": "/home/user/project", "isSidechain": False, "requestId": request,
        "message": {"id": message, "role": "assistant", "model": model, "usage": usage}, **more,
    }  # fmt: skip
    if request is None:
        del line["requestId"]
    return line


def claude(folder: Path, *lines: dict[str, Any], session: str = "s-1") -> Path:
    """A folder of Claude Code with one session's file."""
    written(folder, f"{PROJECT}/{session}.jsonl", *lines)
    return folder


def span(attributes: dict[str, Any], scope: str, number: int, at: float = 0.0, **more: Any) -> dict[str, Any]:
    """One export of OpenTelemetry with one span, `at` seconds after ten o'clock."""
    start = 1795860000_000000000 + int(at * 1e9)
    pairs = [{"key": key, "value": _value(value)} for key, value in attributes.items()]
    record = {
        "traceId": f"{number:032x}", "spanId": f"{number:016x}", "name": "chat", "kind": 3,
        "startTimeUnixNano": str(start), "endTimeUnixNano": str(start + 10**9), "attributes": pairs,
        "status": {"code": 1}, **more,
    }  # fmt: skip
    scopes = [{"scope": {"name": scope, "version": "1"}, "spans": [record]}]
    return {"resourceSpans": [{"resource": {"attributes": []}, "scopeSpans": scopes}]}


def _value(value: Any) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"boolValue": value}
    return {"intValue": str(value)} if isinstance(value, int) else {"stringValue": value}


def totals(store: RowStore) -> dict[str, int | None]:
    """Tokens of all requests by kind."""
    names = (
        "fresh_tokens",
        "cache_read_tokens",
        "cache_write_5m_tokens",
        "cache_write_1h_tokens",
        "cache_write_tokens",
        "output_tokens",
        "searches",
    )
    row = store.rows(f"SELECT {', '.join(f'CAST(sum({name}) AS BIGINT)' for name in names)} FROM requests")[0]
    return dict(zip(("fresh", "read", "write_5m", "write_1h", "unsplit", "output", "searches"), row, strict=True))


def tokens(found: Sequence[int | None] | AgentUse) -> tuple[int | None, ...]:
    """Fresh, read, written for 5 minutes, 1 hour and for an unknown time, output."""
    assert isinstance(found, AgentUse)
    return tuple(getattr(found.tokens, name) for name in found.tokens.__struct_fields__)


def compared(found: Measured) -> dict[str, Any]:
    """All that both ways say, by place: quantiles are interpolated by one and read from the histogram by the other."""
    flat: dict[str, Any] = {}

    def put(place: str, value: object) -> None:
        if isinstance(value, Mapping):
            for name, inner in value.items():
                if name not in ("p50", "p90", "p99"):
                    put(f"{place}.{name}", inner)
        elif isinstance(value, (list, tuple)):
            for at, inner in enumerate(value):
                put(f"{place}[{at}]", inner)
        else:
            flat[place] = value

    parts = ("window", "agents", "totals", "weeks", "caps", "estimates", "histograms")
    put("", {name: to_builtins(getattr(found, name)) for name in parts})
    return flat


def alike(found: Measured, wanted: Measured) -> None:
    """Whole numbers, words and days exactly, amounts to 1e-9."""
    ours, theirs = compared(found), compared(wanted)
    assert ours.keys() == theirs.keys()
    astray = {
        place: (value, theirs[place])
        for place, value in ours.items()
        if not (
            math.isclose(value, theirs[place], rel_tol=1e-9, abs_tol=1e-12)
            if isinstance(value, float) and isinstance(theirs[place], float)
            else value == theirs[place]
        )
    }
    assert not astray, astray
