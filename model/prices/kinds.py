"""The ways to host, one row each: everything that the product needs to know of a kind stands here.

Whoever adds a kind adds its row, its charges in `model/comparison`, and its price or rule in `model/prices/data`.
"""

from __future__ import annotations

from msgspec import Struct


class HostingKind(Struct, frozen=True, kw_only=True):
    """One way to host.

    title: what an option of this kind is called where the team gives no name; called: what else people write for it;
    hosted: the vendor runs the loop and its API, at the book's price of a running hour; runtime: a running hour must have
    a price; place: the sessions need a sandbox or machines of the team's; built: the team builds and keeps the loop.
    """

    title: str
    called: str
    hosted: bool = False
    runtime: bool = False
    place: bool = False
    built: bool = False


HOSTING: dict[str, HostingKind] = {
    "managed": HostingKind(
        title="Claude Managed Agents", hosted=True, runtime=True,
        called="anthropic claude hosted saas cma managed-agents claude-managed-agents managed-agent",
    ),
    "managed-own-sandboxes": HostingKind(
        title="Managed, own sandboxes", hosted=True, runtime=True, place=True,
        called="hybrid own-sandbox own-sandboxes managed-own-sandbox byo-sandbox",
    ),
    "managed-own-server": HostingKind(
        title="Managed, own server", runtime=True, place=True, built=True,
        called="own-server mcp own-mcp managed-mcp",
    ),
    "own-stack": HostingKind(
        title="Own stack", place=True, built=True,
        called="aws azure gcp google cloud own self selfhosted self-hosted self-host on-prem onprem kubernetes k8s diy eks "
        "ecs lambda fargate vm ec2 bedrock vertex",
    ),
}  # fmt: skip
"""Every kind, in the order of forms."""

KINDS = tuple(HOSTING)
HOSTED_KINDS = tuple(kind for kind, row in HOSTING.items() if row.hosted)
"""The kinds whose loop and API the vendor runs."""
RUNTIME_KINDS = tuple(kind for kind, row in HOSTING.items() if row.runtime)
PLACE_KINDS = tuple(kind for kind, row in HOSTING.items() if row.place)
BUILT_KINDS = tuple(kind for kind, row in HOSTING.items() if row.built)
