"""The axes of cost, one row each: what a line is filed under, what it is charged, and everything that any surface says of it.

Whoever adds an axis adds its row here, its charges in a file beside this one, and its inputs in `model/profile/declared_*`.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from model.comparison.desk import MonthCharges, SessionLines
from model.comparison.lines import engineering, hosts, infrastructure, runtime, sandbox, tokens, tools

OWN_TEAM = "Own team"
_AI = "AI and Machine Learning"
_NONE = "Other (Other)"


class FocusService(Struct, frozen=True):
    """What FOCUS calls the service of a line: its name, category and subcategory from the specification's lists, and
    who provides it where nothing says it better."""

    name: str
    category: str
    subcategory: str
    provider: str


class CostAxis(Struct, frozen=True, kw_only=True):
    """One axis.

    title: the column of a bill; spent_on: in the middle of a sentence; color: of its part of a bar; service: for finance
    tools; group: what its lines are set against when two options are compared, "" where each line stands alone;
    apart: lines of this axis that a bill shows in a column of their own, before it; billed: whether vendors send invoices;
    meter: what a session runs up on it, which spend caps count; month: what a month is charged whatever the volume.
    """

    title: str
    spent_on: str
    color: str
    service: FocusService
    group: str = ""
    apart: Mapping[str, str] = {}
    billed: bool = True
    meter: SessionLines | None = None
    month: MonthCharges | None = None


AXES: dict[str, CostAxis] = {
    "tokens": CostAxis(
        title="Tokens", spent_on="tokens", color="#0B5A8A", group="tokens", meter=tokens.METER,
        service=FocusService("Model tokens", _AI, "Generative AI", "Model provider"),
    ),
    "runtime": CostAxis(
        title="Runtime", spent_on="runtime", color="#3C8DBC", group="running", meter=runtime.METER,
        service=FocusService("Agent runtime", _AI, "AI Platforms", "Runtime provider"),
    ),
    "tools": CostAxis(
        title="Other tools", spent_on="other tools", color="#8BC1DD", group="tools", apart={"search": "Web search"}, meter=tools.METER,
        service=FocusService("Agent tools", _AI, "Other (AI and Machine Learning)", "Tool provider"),
    ),
    "sandbox": CostAxis(
        title="Sandboxes", spent_on="sandboxes and machines", color="#E0A030", group="running",
        meter=sandbox.METER, month=sandbox.month_charges,
        service=FocusService("Sandboxes", "Compute", "Containers", "Sandbox provider"),
    ),
    "infrastructure": CostAxis(
        title="Other infrastructure", spent_on="other infrastructure", color="#C26B2D", group="infrastructure",
        apart={"hosts": "Machines"}, meter=hosts.METER, month=infrastructure.month_charges,
        service=FocusService("Other infrastructure", "Other", _NONE, "Infrastructure provider"),
    ),
    "engineering": CostAxis(
        title="Our engineers", spent_on="engineering", color="#7A3E9D", billed=False, month=engineering.month_charges,
        service=FocusService("Engineering time", "Other", _NONE, OWN_TEAM),
    ),
    "other": CostAxis(
        title="Leaving", spent_on="leaving", color="#9AA5B1",
        service=FocusService("Outside the agent", "Other", _NONE, OWN_TEAM),
    ),
}  # fmt: skip
"""Every axis, in the order in which bills and charts show them."""

APART = {name: key for key, axis in AXES.items() for name in axis.apart}
"""The axis of each column that stands apart from it."""


def meters() -> tuple[SessionLines, ...]:
    """What vendors meter of a session, axis by axis."""
    return tuple(axis.meter for axis in AXES.values() if axis.meter is not None)


def columns() -> dict[str, str]:
    """What a bill of vendors may be split into, with titles, in order: each axis behind what stands apart from it."""
    billed = {key: axis for key, axis in AXES.items() if axis.billed}
    return {name: said for key, axis in billed.items() for name, said in (*axis.apart.items(), (key, axis.title))}
