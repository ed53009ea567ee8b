"""A folder of Claude Code as large as one likes: contents that nobody reads, replies on several lines, copies, forks, sub-agents.

The seed fixes everything. Five of a hundred replies stand in a second file too; every tenth session is forked, every fifth
has a sub-agent.
"""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any


def folder(root: Path, megabytes: float, seed: int = 1) -> int:
    """Write session files below ``root`` until they hold so many megabytes; returns the number of replies."""
    source = random.Random(seed)
    size = session = replies = 0
    begin = datetime(2026, 9, 28)
    while size < megabytes * 1e6:
        session += 1
        name = f"{session:08x}-0000-4000-8000-{session:012x}"
        home = root / "projects" / f"-home-user-p{session % 7}"
        home.mkdir(parents=True, exist_ok=True)
        at = begin + timedelta(minutes=session * 60 * 24 * 56 / 4_000)
        lines: list[str] = []
        for _ in range(source.randint(5, 60)):
            replies += 1
            at += timedelta(seconds=source.randint(5, 40))
            lines += _turn(source, name, session, replies, at)
        size += _write(home / f"{name}.jsonl", lines)
        if session % 10 == 0:
            size += _write(home / f"{name[:-1]}f.jsonl", _fork(lines, name, at))
        if session % 5 == 0:
            replies += 1
            agent = _turn(source, name, session, replies, at, isSidechain=True, agentId="a1")
            size += _write(home / name / "subagents" / "agent-a1.jsonl", agent)
    return replies


def _turn(source: random.Random, name: str, session: int, number: int, at: datetime, **more: Any) -> list[str]:
    stamp = f"{at.isoformat(timespec='milliseconds')}Z"
    shared = {"timestamp": stamp, "sessionId": name, "cwd": f"/home/user/p{session % 7}", "version": "2.1.332", **more}
    content = [{"type": "tool_result", "content": "x" * source.randint(100, 12_000)}]
    user = {"type": "user", "message": {"role": "user", "content": content}, "uuid": f"u{number}", **shared}
    usage = {
        "input_tokens": source.randint(1, 50), "cache_creation_input_tokens": 3_000, "output_tokens": source.randint(10, 2_000),
        "cache_read_input_tokens": source.randint(1_000, 90_000), "service_tier": "standard", "speed": "standard",
        "cache_creation": {"ephemeral_1h_input_tokens": 1_000, "ephemeral_5m_input_tokens": 2_000}, "iterations": [],
        "server_tool_use": {"web_search_requests": 0}, "inference_geo": "global",
    }  # fmt: skip
    found = [json.dumps(user, separators=(",", ":"))]
    for block in range(source.randint(1, 3)):
        message = {
            "id": f"msg_{number}", "role": "assistant", "model": "claude-opus-5-5", "usage": usage,
            "content": [{"type": "text", "text": "y" * source.randint(50, 1_500)}],
        }  # fmt: skip
        line = {
            "type": "assistant",
            "message": message,
            "requestId": f"req_{number}",
            "uuid": f"a{number}.{block}",
            **shared,
        }
        found.append(json.dumps({**line, "isSidechain": more.get("isSidechain", False)}, separators=(",", ":")))
    return found


def _fork(lines: list[str], name: str, at: datetime) -> list[str]:
    """A fork: a line of its own first, then copies of all earlier lines under the new session."""
    new = f"{name[:-1]}f"
    first = json.dumps(
        {"type": "queue-operation", "timestamp": f"{at.isoformat(timespec='milliseconds')}Z", "sessionId": new}
    )
    return [first, *(line.replace(name, new) for line in lines[: len(lines) // 2])]


def _write(path: Path, lines: list[str]) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "\n".join(lines) + "\n"
    path.write_text(text, encoding="utf-8")
    return len(text)
