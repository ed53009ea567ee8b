"""Which items of an option have a fee of a shape of its own, and how that fee is said."""

from __future__ import annotations

from collections.abc import Iterator

from model.comparison.case.case import FeePlan
from model.profile import Profile

SHAPED = ("usd", "per", "included", "minimum_usd", "starts_month", "ends_month")
NOUNS = {"month": "months", "session": "runs", "active_hour": "running hours", "mtok": "million tokens"}


def fee_plans(profile: Profile, table: str) -> tuple[FeePlan, ...]:
    """The items with tiers, units included, a minimum or months, in the order of the file."""
    found = []
    for item in profile.ids(f"{table}.items"):
        path = f"{table}.items.{item}"
        tiers = profile.ids(f"{path}.tiers")
        if tiers or any(profile.has(f"{path}.{name}") for name in SHAPED):
            title, per = profile.text(f"{path}.title") or item, _per(profile, path)
            rule = "; ".join((title, *_words(profile, path, per, len(tiers))))
            found.append(FeePlan(item, title, per, tiers, rule))
    return tuple(found)


def _per(profile: Profile, path: str) -> str:
    """What a fee is counted in: as written, else by the one price it has."""
    prices = {"per_session_usd": "session", "per_active_hour_usd": "active_hour"}
    return profile.text(f"{path}.per") or next(
        (per for name, per in prices.items() if profile.has(f"{path}.{name}")), "month"
    )


def _words(profile: Profile, path: str, per: str, tiers: int) -> Iterator[str]:
    for name, words in (("included", f"{NOUNS[per]} included"), ("minimum_usd", "at least")):
        leaf = profile.leaves.get(f"{path}.{name}")
        if leaf is not None:
            yield f"{leaf.text} {words}" if name == "included" else f"{words} ${leaf.text.removeprefix('$')} a month"
    if tiers:
        yield f"{tiers} tiers by {NOUNS[per]}"
    for name, words in (("starts_month", "from month"), ("ends_month", "until month")):
        if leaf := profile.leaves.get(f"{path}.{name}"):
            yield f"{words} {leaf.text}"
