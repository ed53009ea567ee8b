"""A team's events and correlations among the keys of all teams; what changes a price for everybody is one event."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from model.profile.company import is_wide
from model.profile.leaves import Leaf
from model.profile.teams.gathered import Joining, Member


def place_moving(
    found: Joining, member: Member, called: Callable[[str], str | None], streams: Mapping[str, str]
) -> None:
    """The team's events and correlations; `called` says how a key of theirs is called together, None where it is no part of it."""
    profile = member.profile
    for event in profile.ids("events"):
        target = called(profile.text(f"events.{event}.key") or "")
        if target is not None:
            _event(found, member, event, target, streams)
    for name in profile.ids("correlations"):
        both = [called(key) for key in profile.list(f"correlations.{name}.between")]
        ends = tuple(key for key in both if key is not None and (key in found.leaves or is_wide(key)))
        if len(ends) == 2:
            to = found.free_name("correlations", member.id, name)
            between, rank = (profile.leaves[f"correlations.{name}.{path}"] for path in ("between", "rank"))
            found.place(replace(between, value=ends, text=", ".join(ends)), f"correlations.{to}.between")
            found.place(rank, f"correlations.{to}.rank")


def _event(found: Joining, member: Member, event: str, target: str, streams: Mapping[str, str]) -> None:
    """One event of a team; what changes a price for everybody is one event, however many teams expect it."""
    profile, name = member.profile, event
    said = {
        path: profile.leaves.get(f"events.{event}.{path}")
        for path in ("title", "month", "key", "factor", "probability")
    }
    if found.own.has_table(f"events.{event}") and is_wide(target):
        return
    if f"events.{event}" in found.tables or found.own.has_table(f"events.{event}"):
        if is_wide(target) and profile.text(f"events.{event}.key") == _text_at(found, f"events.{event}.key"):
            held = [found.leaves.get(f"events.{event}.{path}") for path in said]
            if any(_value(one) != _value(other) for one, other in zip(said.values(), held, strict=True)):
                found.problem(
                    f"events.{event}",
                    "",
                    f"missing: the teams say different things of it; write [events.{event}] in this file",
                )
            return
        name = found.free_name("events", member.id, event)
    stream = streams.get(f"events.{event}.u", f"events.{event}.u")
    if stream != f"events.{name}.u":
        found.streams[f"events.{name}.u"] = stream
    for path, leaf in said.items():
        if leaf is not None:
            moved = replace(leaf, value=target, text=target) if path == "key" else leaf
            found.place(moved, f"events.{name}.{path}", streams.get(leaf.key, leaf.key))


def _text_at(found: Joining, key: str) -> str | None:
    leaf = found.leaves.get(key)
    return leaf.text if leaf is not None else None


def _value(leaf: Leaf | None) -> object:
    return None if leaf is None else leaf.value
