"""What of a page may be written to disk: counts, ids, times and kinds. Contents never are.

Numbers, booleans and nulls stay wherever they stand, so that a field that is new tomorrow is not lost. A text stays only under
a key that is known to hold an id, a time, a kind or an amount. Everything below a key that is known to hold contents goes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

CONTENTS = frozenset({
    "content", "input", "output", "text", "message", "system", "tools", "skills", "mcp_servers", "resources", "metadata", "title",
    "description", "explanation", "rubric", "prompt", "vault_ids", "stop_details", "custom_tools", "arguments", "actor",
    "api_key_id", "claude_tag_user_id", "slack_channel_id", "user_profile_id", "execution_identity", "callable_agents",
})  # fmt: skip
"""Keys below which a conversation, a person or a secret may stand."""

TEXTS = frozenset({
    "id", "type", "status", "version", "speed", "inference_geo", "amount", "list_amount", "max_list_cost", "currency",
    "created_at", "updated_at", "archived_at", "processed_at", "completed_at", "starting_at", "ending_at", "data_refreshed_at",
    "result", "outcome_id", "environment_id", "deployment_id", "parent_thread_id", "session_id", "session_thread_id",
    "workflow_run_id", "model_request_start_id", "tool_use_id", "event_ids", "agent_id", "agent_version", "model",
    "cost_type", "token_type", "service_tier", "context_window", "product", "next_page", "prev_page", "retry_status", "mcp_server_name",
    "claude_tag_category", "workspace_id", "organization_id", "actor_type", "agents", "effort", "depth",
})  # fmt: skip
"""Keys whose text is an id, a time, a kind or an amount: one word, or it is none."""

NAMES = frozenset({"name", "agent_name"})
"""Keys whose text is a name with blanks, as a team gave it to an agent."""

MOST_LETTERS = 300
_WORD = re.compile(r"[!-~]{0,300}")


def without_contents(value: Any, dropped: Counter[str], key: str = "") -> Any:
    """The value with everything left out that could be somebody's words; names of unknown keys left out are counted."""
    if isinstance(value, Mapping):
        found = {}
        for name, inner in value.items():
            if name in CONTENTS:
                continue
            kept = without_contents(inner, dropped, str(name))
            if kept is not _LEFT_OUT:
                found[name] = kept
        return found
    if isinstance(value, list):
        kept_list = [without_contents(each, dropped, key) for each in value]
        return [each for each in kept_list if each is not _LEFT_OUT]
    if isinstance(value, str) and not (
        (key in TEXTS and _WORD.fullmatch(value)) or (key in NAMES and len(value) <= MOST_LETTERS)
    ):
        dropped[key] += 1
        return _LEFT_OUT
    return value


_LEFT_OUT = object()
