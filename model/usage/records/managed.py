"""Managed Agents: sessions, threads and events as the API hands them out. Amounts are whole cents in text."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from model.usage.records.common import Amount, ApiUsage, Count, Moment, Record, Words


class Money(Record):
    """An amount in whole cents of a currency."""

    amount: Amount = None
    currency: Words = None


class AgentModel(Record):
    """The model of an agent; no region means that of the workspace, which a session does not show."""

    id: Words = None
    speed: Words = None
    inference_geo: Words = None
    effort: object = None


def _model(value: object) -> object:
    """A model by its name alone, as some agents have it."""
    return {"id": value} if isinstance(value, str) else value


class Agent(Record):
    """The agent as it was when the session began. Prompts, tools and servers are not read."""

    id: Words = None
    name: Words = None
    version: Words = None
    type: Words = None
    model: Annotated[AgentModel | None, BeforeValidator(_model)] = None
    multiagent: object = None
    description: object = None
    system: object = None
    tools: object = None
    skills: object = None
    mcp_servers: object = None
    execution_identity: object = None


class SessionUsage(ApiUsage):
    """Totals of a session or thread: the billed clock (overlaps once) and the list cost in whole cents."""

    active_seconds: Amount = None
    list_cost: Money | None = None


class Stats(Record):
    """Sums over threads: never priced."""

    active_seconds: Amount = None
    duration_seconds: Amount = None
    startup_seconds: Amount = None


class Evaluation(Record):
    """One outcome that was judged; what was asked and why it was judged so is not read."""

    type: Words = None
    outcome_id: Words = None
    result: Words = None
    iteration: Count = None
    completed_at: Moment = None
    description: object = None
    explanation: object = None


class ManagedSession(Record):
    """A session of the list."""

    id: Words = None
    type: Words = None
    status: Words = None
    created_at: Moment = None
    updated_at: Moment = None
    archived_at: Moment = None
    agent: Agent | None = None
    usage: SessionUsage | None = None
    stats: Stats | None = None
    outcome_evaluations: list[Evaluation] | None = None
    environment_id: Words = None
    deployment_id: Words = None
    budget: object = None
    metadata: object = None
    resources: object = None
    title: object = None
    vault_ids: object = None


class Thread(Record):
    """A thread of a session: the lead, a worker or an advisor, each at a model of its own."""

    id: Words = None
    type: Words = None
    session_id: Words = None
    parent_thread_id: Words = None
    agent: Agent | None = None
    status: Words = None
    usage: SessionUsage | None = None
    stats: Stats | None = None
    created_at: Moment = None
    updated_at: Moment = None
    archived_at: Moment = None
    workflow_run_id: Words = None


class SessionEvent(Record):
    """An event, of which only the kind, the time and the counts are read; dispatch is by `type`."""

    id: Words = None
    type: Words = None
    processed_at: Moment = None
    session_id: Words = None
    session_thread_id: Words = None
    model_request_start_id: Words = None
    is_error: bool | None = None
    model_usage: ApiUsage | None = None
    usage: SessionUsage | None = None
