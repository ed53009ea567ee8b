"""Expected run cost month by month: as planned with bridges, and as if the option served all along.

Charges that are paid equally often are added before they are spread over the months, so that each stretch of draws and
months is multiplied once.
"""

from collections.abc import Iterator

import numpy as np

from model.comparison import Charge, Run
from model.comparison.blocks import Block
from model.comparison.machines import fleet
from model.comparison.serving import drift, total_of, volume
from model.quantities import Array

Group = tuple[str | None, str | None, str]


def planned_months_usd(run: Run, option: str) -> tuple[Array, Array]:
    """Mean run cost of each month of the plan, US dollars undiscounted, shape `(months,)`; build and exit left out.

    First what is paid for the agent, then what failed sessions and waiting cost elsewhere.
    """
    blocks = [block for block in run.blocks(option) if block.paid is not None]
    agent, elsewhere = _sides(blocks)
    return _planned(run, agent), _planned(run, elsewhere)


def _sides(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    outside = [block for block in blocks if "waiting" in block.name or "fallback_charges" in block.name]
    return [block for block in blocks if block not in outside], outside


def _planned(run: Run, blocks: list[Block]) -> Array:
    months = np.zeros(run.sheet.months)
    for block in blocks:
        if block.charges is None and block.paid is not None:
            months += _mean_months(block.paid("none"), run.sheet.months)
    for group, (first, amounts) in _groups(blocks).items():
        assert first.paid is not None
        months += _weighted(run, amounts, first.paid(group[2]))
    return months


def full_months_usd(run: Run, option: str) -> Array:
    """The same if the option served every month in full, without bridges."""
    own = [b for b in run.blocks(option) if b.paid is not None and b.bridge is None and "waiting" not in b.name]
    months = np.zeros(run.sheet.months)
    if any(block.charges is None for block in own):
        kept = fleet(run.case, run.sheet, run.case.option(option))
        months += _mean_months(kept.hosts * kept.hours * kept.usd_per_hour, run.sheet.months)
    for (_, workload, name), (_, amounts) in _groups(own).items():
        level = drift(run.sheet, name)
        paid = np.ones((1, run.sheet.months)) if level is None else level
        if workload is not None:
            sessions = volume(run.sheet, workload)
            paid = sessions if level is None else sessions * level
        months += _weighted(run, amounts, paid)
    return months


def _groups(blocks: list[Block]) -> dict[Group, tuple[Block, list[Array]]]:
    """Blocks that are paid equally often: by server, workload and yearly change; amounts added, one array a segment."""
    groups: dict[Group, tuple[Block, list[Array]]] = {}
    for block in blocks:
        for name, amounts in _by_drift(block):
            key = (block.name[1], block.workload, name)
            if key in groups:
                first, sums = groups[key]
                amounts = [a + b for a, b in zip(sums, amounts, strict=True)]
                groups[key] = (first, amounts)
            else:
                groups[key] = (block, amounts)
    return groups


def _by_drift(block: Block) -> Iterator[tuple[str, list[Array]]]:
    """The amounts of a block by the yearly change they follow."""
    if block.charges is None:
        return
    segments = block.charges()
    for name in dict.fromkeys(charge.drift for charge in segments[0]):
        yield name, [_amount(charges, name) for charges in segments]


def _amount(charges: tuple[Charge, ...], name: str) -> Array:
    return total_of([charge.amount_usd for charge in charges if charge.drift == name])


def _weighted(run: Run, amounts: list[Array], paid: Array) -> Array:
    """Mean over the draws of amount × how often it is paid, month by month."""
    parts = []
    for segment, amount in enumerate(amounts):
        counts = np.atleast_2d(paid[..., run.sheet.slice_of(segment)])
        if amount.size == 1:
            parts.append(float(amount.reshape(-1)[0]) * counts.mean(axis=0))
        elif counts.shape[0] == 1:
            parts.append(float(amount.mean()) * counts[0])
        else:
            parts.append(amount @ counts / amount.size)
    return np.concatenate(parts)


def _mean_months(by_draw: Array, months: int) -> Array:
    rows = np.atleast_2d(by_draw)
    return np.asarray(np.broadcast_to(rows.mean(axis=0), (months,)))
