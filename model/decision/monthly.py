"""Expected run cost month by month: as planned with bridges, and as if the option served all along."""

import numpy as np

from model.comparison import Charge, Run
from model.comparison.blocks import Block
from model.comparison.machines import fleet
from model.comparison.serving import drift, total_of, volume
from model.quantities import Array


def planned_months_usd(run: Run, option: str) -> Array:
    """Mean run cost of each month of the plan, US dollars undiscounted, shape `(months,)`; build and exit left out."""
    months = np.zeros(run.sheet.months)
    for block in run.blocks(option):
        if block.paid is None:
            continue
        if block.charges is None:
            months += _mean_months(block.paid("none"), run.sheet.months)
            continue
        for name, amounts in _by_drift(block):
            months += _weighted(run, amounts, block.paid(name))
    return months


def full_months_usd(run: Run, option: str) -> Array:
    """The same if the option served every month in full, without bridges."""
    months = np.zeros(run.sheet.months)
    for block in run.blocks(option):
        if block.paid is None or block.bridge is not None or "waiting" in block.name:
            continue
        if block.charges is None:
            kept = fleet(run.case, run.sheet, run.case.option(option))
            months += _mean_months(kept.hosts * kept.hours * kept.usd_per_hour, run.sheet.months)
            continue
        for name, amounts in _by_drift(block):
            level = drift(run.sheet, name)
            paid = np.ones((1, run.sheet.months)) if level is None else level
            if block.workload is not None:
                paid = paid * volume(run.sheet, block.workload) * run.sheet.value("sessions_factor")[..., None]
            months += _weighted(run, amounts, paid)
    return months


def _by_drift(block: Block) -> list[tuple[str, list[Array]]]:
    """The amounts of a block by the yearly change they follow, one array for every segment of the horizon."""
    assert block.charges is not None
    segments = block.charges()
    names = dict.fromkeys(charge.drift for charge in segments[0])
    return [(name, [_amount(charges, name) for charges in segments]) for name in names]


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
