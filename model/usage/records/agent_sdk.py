"""The result messages of the Agent SDK. Costs are dollars, an estimate of the program."""

from __future__ import annotations

from pydantic import AliasChoices, Field

from model.usage.records.common import Amount, ApiUsage, Count, Record, Words


class ModelUsage(Record):
    """Running totals of one model over the whole session, sub-agents included."""

    inputTokens: Count = None  # noqa: N815 - the name in the file
    outputTokens: Count = None  # noqa: N815
    cacheReadInputTokens: Count = None  # noqa: N815
    cacheCreationInputTokens: Count = None  # noqa: N815
    cacheCreationEphemeral5mInputTokens: Count = None  # noqa: N815
    cacheCreationEphemeral1hInputTokens: Count = None  # noqa: N815
    webSearchRequests: Count = None  # noqa: N815
    costUSD: Amount = None  # noqa: N815
    costBasis: Words = None  # noqa: N815


class Result(Record):
    """The end of one query: `usage` is of this query's main loop alone."""

    type: Words = None
    subtype: Words = None
    session_id: Words = None
    duration_ms: Amount = None
    total_cost_usd: Amount = None
    usage: ApiUsage | None = None
    model_usage: dict[str, ModelUsage] | None = Field(
        default=None, validation_alias=AliasChoices("modelUsage", "model_usage")
    )
    is_error: object = None
