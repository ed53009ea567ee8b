"""OpenCost and Kubecost: what namespaces were allocated, and `__idle__`, paid capacity that nobody used. US dollars.

GiB-hours are byte-hours / 2^30. Each allocation becomes a charge for processors, one for memory and one for the rest, which
add up to its total.
"""

from __future__ import annotations

from collections.abc import Sequence

from model.usage import rows
from model.usage.attribute import total
from model.usage.readers import Context, Format
from model.usage.readers.documents import documents
from model.usage.records.bills import Allocation
from model.usage.records.common import listed, read
from model.usage.sink import Sink
from model.usage.source_bytes import SourceFile, Unreadable

NAME = "opencost"
IDLE = "__idle__"


def sniff(source: SourceFile) -> bool:
    """Whether a file has allocations by name."""
    if source.is_folder:
        return False
    try:
        value = source.first_document
    except Unreadable:
        return False
    steps = listed(value.get("data")) if isinstance(value, dict) else []
    return any(
        isinstance(step, dict) and any(isinstance(each, dict) and "cpuCoreHours" in each for each in step.values())
        for step in steps
    )


def read_all(sources: Sequence[tuple[SourceFile, Sink]], context: Context) -> None:  # noqa: ARG001 - one signature for all
    """Each allocation of each step becomes up to three charges."""
    for source, sink in sources:
        for _, value in documents(source, sink):
            for step in listed(value.get("data")) if isinstance(value, dict) else ():
                for entry in step.values() if isinstance(step, dict) else ():
                    allocation = read(Allocation, entry)
                    if allocation is None or allocation.name is None:
                        sink.skip("allocation of another shape")
                        continue
                    sink.told.rows += 1
                    sink.keep(*_charges(allocation))


def _charges(each: Allocation) -> list[rows.BillLine]:
    cpu = total(each.cpuCost, each.cpuCostAdjustment)
    memory = total(each.ramCost, each.ramCostAdjustment)
    rest = None if each.totalCost is None else each.totalCost - (cpu or 0.0) - (memory or 0.0)
    gib_hours = None if each.ramByteHours is None else each.ramByteHours / 2**30
    parts = (
        ("vCPU", "vCPU-hours", each.cpuCoreHours, cpu),
        ("memory", "GiB-hours", gib_hours, memory),
        ("rest", None, None, rest),
    )
    return [
        rows.BillLine(
            source=NAME, starts_at=each.window.start if each.window else None,
            ends_at=each.window.end if each.window else None, agent=each.name, service="Kubernetes",
            axis="infrastructure", quantity=quantity, unit=unit, list_usd=usd, billed_usd=usd, effective_usd=usd,
            category="Idle" if each.name == IDLE else "Usage", description=what,
        )
        for what, unit, quantity, usd in parts
        if usd is not None
    ]  # fmt: skip


FORMATS = (Format(NAME, "OpenCost's allocation", sniff, read_all),)
