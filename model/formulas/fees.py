"""Fees that are no plain multiple: tiers, what is included, minimum fees, commitments, credits. By the month."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from model.quantities import Array


class FeeTier(Struct, frozen=True):
    """One step of a price list: the price of a unit up to so many units a month; None: of all that are left."""

    up_to: Array | None
    usd: Array


def beyond(used: Array, included: Array) -> Array:
    """Units of a month that are paid for, where so many are included; what is left over is lost.

    Shape: ``(..., months)``. Unit: units of the fee a month, 0 or more.
    """
    return np.maximum(0.0, used - included)


def tiered_usd(used: Array, tiers: Sequence[FeeTier]) -> Array:
    """US dollars of so many units: each unit at the price of the tier it falls into, the last tier holding for the rest.

    Shape: ``(..., months)``. Unit: US dollars a month; ``used`` in units a month, 0 or more. Bounds that fall are
    taken as equal.
    """
    usd, counted = used * 0.0, used * 0.0
    for place, tier in enumerate(tiers):
        last = place + 1 == len(tiers) or tier.up_to is None
        until = used if last else np.minimum(used, np.maximum(counted, _bound(tier)))
        usd, counted = usd + (until - counted) * tier.usd, until
    return usd


def _bound(tier: FeeTier) -> Array:
    assert tier.up_to is not None
    return tier.up_to


class Commitment(Struct, frozen=True):
    """What is paid a month whatever is used, and the discount on what that covers."""

    usd_per_month: Array
    discount_share: Array

    @property
    def covers_usd(self) -> Array:
        """The use at list price that it covers: $810 at 10 % off cover $900.

        Shape: ``(..., months)``. Unit: US dollars a month; the discount is a share below 1.
        """
        return self.usd_per_month / np.maximum(1.0 - self.discount_share, 1e-9)

    def discount_usd(self, list_usd: Array) -> Array:
        """What comes off the list price of a month: the discount on what is used and covered.

        Shape: ``(..., months)``. Unit: US dollars a month, 0 or negative.
        """
        return -self.discount_share * np.minimum(list_usd, self.covers_usd)

    def unused_usd(self, list_usd: Array) -> Array:
        """What is paid for nothing: the part of the commitment that a month does not use.

        Shape: ``(..., months)``. Unit: US dollars a month, 0 or more.
        """
        return (1.0 - self.discount_share) * np.maximum(0.0, self.covers_usd - list_usd)


def credited_usd(bills: Array, amount: Array, good: Array) -> Array:
    """What a credit pays of the bills of each month ``(..., months)`` until it is used up; ``good`` is 1 while it can be used.

    Unit: US dollars a month, 0 or more; ``amount`` in US dollars, once.
    """
    used = np.minimum(np.cumsum(bills * good, axis=-1), amount)
    return used - _before(used)


def _before(running: Array) -> Array:
    """Each month's running sum as it stood a month before; nothing before the first."""
    return np.concatenate([running[..., :1] * 0.0, running[..., :-1]], axis=-1)
