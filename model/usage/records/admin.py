"""The organization's own reports: analytics, cost, usage, Claude Code. Amounts are fractional cents in text."""

from __future__ import annotations

from model.usage.records.common import Amount, ApiUsage, Count, Moment, Record, Words


class GroupOfPeople(Record):
    """What a row of the analytics is grouped by; a missing dimension was not asked for."""

    agent_id: Words = None
    session_id: Words = None
    model: Words = None
    cost_type: Words = None
    token_type: Words = None
    service_tier: Words = None
    speed: Words = None
    inference_geo: Words = None
    product: Words = None
    rbac_group_id: Words = None


class Cost(Record):
    """After the discount, before credits (`amount`), and at list price, in fractional cents."""

    amount: Amount = None
    list_amount: Amount = None
    currency: Words = None
    requests: Count = None


class AnalyticsUsage(ApiUsage):
    """Tokens of a row; `total_tokens` repeats them."""

    total_tokens: Count = None
    requests: Count = None


class AnalyticsRow(Record):
    """One row of the analytics."""

    starting_at: Moment = None
    ending_at: Moment = None
    group: GroupOfPeople | None = None
    cost: Cost | None = None
    usage: AnalyticsUsage | None = None


class CostResult(Record):
    """One line of a day of the cost report; a description is never parsed."""

    amount: Amount = None
    currency: Words = None
    cost_type: Words = None
    token_type: Words = None
    model: Words = None
    service_tier: Words = None
    context_window: Words = None
    inference_geo: Words = None
    workspace_id: Words = None
    description: Words = None


class UsageResult(ApiUsage):
    """One line of a bucket of the usage report."""

    model: Words = None
    context_window: Words = None
    workspace_id: Words = None
    api_key_id: object = None
    account_id: object = None
    service_account_id: object = None


class Bucket(Record):
    """A bucket of time with its lines; a day without use has none."""

    starting_at: Moment = None
    ending_at: Moment = None


class BreakdownTokens(Record):
    """Tokens of a model in a day of Claude Code; how long written ones live is not said."""

    input: Count = None
    output: Count = None
    cache_read: Count = None
    cache_creation: Count = None


class EstimatedCost(Record):
    """An estimate in cents."""

    amount: Amount = None
    currency: Words = None


class Breakdown(Record):
    """One model in a day of one actor."""

    model: Words = None
    tokens: BreakdownTokens | None = None
    estimated_cost: EstimatedCost | None = None


class CoreMetrics(Record):
    """Of these only the number of sessions is read."""

    num_sessions: Count = None


class ClaudeCodeDay(Record):
    """One actor's day; who it was is not read."""

    date: Moment = None
    customer_type: Words = None
    core_metrics: CoreMetrics | None = None
    model_breakdown: list[Breakdown] | None = None
    actor: object = None
    is_remote: object = None
    organization_id: object = None
    subscription_type: object = None
    terminal_type: object = None
    tool_actions: object = None
