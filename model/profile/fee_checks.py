"""What must fit together in fees, commitments, credits and shared containers."""

from collections.abc import Iterator

from model.profile.leaves import Leaf
from model.profile.problems import Problem
from model.profile.profile import Profile
from model.quantities import Quantity

COVERED = ("tokens", "runtime", "tools", "sandbox", "infrastructure")
KEPT = ("minimum_hosts", "spare_hosts", "off_when_quiet", "answer_share", "utilisation")


def fee_problems(profile: Profile) -> Iterator[Problem]:
    """Every problem of this kind, option by option."""
    for option in profile.ids("options"):
        table = f"options.{option}"
        for item in profile.ids(f"{table}.items"):
            yield from _item(profile, f"{table}.items.{item}")
        yield from _commitment(profile, f"{table}.commitment")
        for credit in profile.ids(f"{table}.credits"):
            if not profile.has(f"{table}.credits.{credit}.amount"):
                yield _missing(profile, f"{table}.credits.{credit}.amount", "how much the vendor pays")
        yield from _containers(profile, f"{table}.hosts")


def _missing(profile: Profile, key: str, allowed: str) -> Problem:
    return Problem(profile.label, key, "", f"missing: {allowed}")


def _at(leaf: Leaf, allowed: str) -> Problem:
    return Problem(leaf.file, leaf.key, leaf.text, allowed)


def _median(profile: Profile, key: str) -> float | None:
    leaf = profile.leaves.get(key)
    return leaf.value.median if leaf and isinstance(leaf.value, Quantity) else None


def _item(profile: Profile, path: str) -> Iterator[Problem]:
    tiers = profile.ids(f"{path}.tiers")
    if tiers and profile.has(f"{path}.usd"):
        yield _at(profile.leaves[f"{path}.usd"], "either one price or tiers, not both")
    if (tiers or profile.has(f"{path}.usd")) and not profile.has(f"{path}.per"):
        yield _missing(profile, f"{path}.per", "what the price is counted in: month, session, active_hour or mtok")
    before = 0.0
    for place, tier in enumerate(tiers, start=1):
        if not profile.has(f"{path}.tiers.{tier}.usd"):
            yield _missing(profile, f"{path}.tiers.{tier}.usd", "the price of one unit inside this tier")
        up_to = _median(profile, f"{path}.tiers.{tier}.up_to")
        if up_to is None and place < len(tiers):
            yield _missing(profile, f"{path}.tiers.{tier}.up_to", "where this tier ends; only the last may go on")
        elif up_to is not None and up_to <= before:
            yield _at(profile.leaves[f"{path}.tiers.{tier}.up_to"], f"more than {before:g}, where the tier before ends")
        before = up_to or before
    first, last = _median(profile, f"{path}.starts_month"), _median(profile, f"{path}.ends_month")
    if first is not None and last is not None and last < first:
        yield _at(profile.leaves[f"{path}.ends_month"], f"a month from {first:g} on, in which it starts")


def _commitment(profile: Profile, path: str) -> Iterator[Problem]:
    written = [key for key in profile.leaves if key.startswith(f"{path}.")]
    if written and not profile.has(f"{path}.usd_per_month"):
        yield _missing(profile, f"{path}.usd_per_month", "what is paid a month whatever is used")
    share = profile.leaves.get(f"{path}.discount_share")
    if share and isinstance(share.value, Quantity) and max(share.value.median, share.value.p95) >= 1.0:
        yield _at(share, "less than 1: what is given away needs no commitment")
    for name in profile.list(f"{path}.covers"):
        if name not in COVERED:
            leaf = profile.leaves[f"{path}.covers"]
            yield Problem(leaf.file, leaf.key, name, f"names of costs: {', '.join(COVERED)}")


def _containers(profile: Profile, path: str) -> Iterator[Problem]:
    if not profile.flag(f"{path}.scale_to_zero"):
        return
    for name in KEPT:
        leaf = profile.leaves.get(f"{path}.{name}")
        if leaf is not None and leaf.value is not False:
            yield _at(leaf, "absent: containers that scale to zero are neither kept nor sized for a peak")
