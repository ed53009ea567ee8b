"""Gateways and trace stores: LiteLLM, Langfuse, OpenRouter. Costs are dollars, the source's own estimate."""

from __future__ import annotations

from model.usage.records.common import Amount, CacheCreation, Count, Moment, Record, Words


class PromptDetails(Record):
    """What the prompt count of LiteLLM holds."""

    cached_tokens: Count = None
    cache_creation_tokens: Count = None
    cache_creation_token_details: CacheCreation | None = None


class UsageObject(Record):
    """LiteLLM's usage: `prompt_tokens` includes what was read and written."""

    prompt_tokens: Count = None
    completion_tokens: Count = None
    prompt_tokens_details: PromptDetails | None = None
    cache_creation_input_tokens: Count = None
    cache_read_input_tokens: Count = None


class Additional(Record):
    """The same counts in another place of LiteLLM's rows."""

    cache_creation_input_tokens: Count = None
    cache_read_input_tokens: Count = None


class SpendMetadata(Record):
    """Of the metadata only counts and the state are read."""

    status: Words = None
    usage_object: UsageObject | None = None
    additional_usage_values: Additional | None = None


class Spend(Record):
    """A row of LiteLLM's spend log. `cache_hit` is the gateway's own cache: such an answer costs nothing."""

    request_id: Words = None
    litellm_call_id: Words = None
    session_id: Words = None
    agent_id: Words = None
    model: Words = None
    custom_llm_provider: Words = None
    spend: Amount = None
    prompt_tokens: Count = None
    completion_tokens: Count = None
    startTime: Moment = None  # noqa: N815 - the name in the file
    status: Words = None
    cache_hit: object = None
    request_tags: object = None
    metadata: SpendMetadata | None = None


class Observation(Record):
    """An observation of Langfuse; keys of its usage are free."""

    id: Words = None
    traceId: Words = None  # noqa: N815 - the names in the file
    parentObservationId: Words = None  # noqa: N815
    sessionId: Words = None  # noqa: N815
    type: Words = None
    name: Words = None
    startTime: Moment = None  # noqa: N815
    endTime: Moment = None  # noqa: N815
    model: Words = None
    usageDetails: dict[str, Count] | None = None  # noqa: N815
    totalCost: Amount = None  # noqa: N815


class Activity(Record):
    """A row of OpenRouter's activity. `tokens_prompt` includes what was read; what was written is not said."""

    generation_id: Words = None
    created_at: Moment = None
    cost_total: Amount = None
    byok_usage_inference: Amount = None
    tokens_prompt: Count = None
    tokens_completion: Count = None
    tokens_cached: Count = None
    model_permaslug: Words = None
    cancelled: Words = None
    app_name: Words = None
