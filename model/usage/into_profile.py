"""Measured inputs into a profile: which agent is which workload, the file's text with only those values changed, a new file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy

from msgspec import Struct
from msgspec.structs import replace

from model.prices import BUILT_KINDS
from model.profile import Problem, Problems, Profile, loads
from model.profile.dotted_keys import join, split
from model.profile.rewriting import document, rewrite
from model.profile.saving import own_tree
from model.quantities.cleaning import clean
from model.usage.estimate import Estimates
from model.usage.measured_inputs import MeasuredInput, inputs_of, slug
from model.usage.people import OwnSide, Worked, inputs_of_own_side, inputs_of_people
from model.usage.queries import HoursLine

Tree = dict[str, object]


class Placed(Struct, frozen=True):
    """The inputs of every agent that has a place in the profile, and the agents that have none."""

    inputs: tuple[MeasuredInput, ...]
    workloads: Mapping[str, str]
    without: tuple[str, ...]


def placed(estimates: Sequence[Estimates], workloads: Sequence[str] | None, named: Mapping[str, str]) -> Placed:
    """Each agent's inputs under a workload: as named, else the workload of its name, else the only one of both.

    workloads: ids of the profile, None for a new profile, where every agent gets one of its own.
    """
    chosen: dict[str, str] = {}
    for each in estimates:
        wanted = named.get(each.agent) or slug(each.agent)
        if workloads is None or wanted in workloads:
            chosen[each.agent] = wanted
        elif not named and len(workloads) == 1 and len(estimates) == 1:
            chosen[each.agent] = workloads[0]
    taken: dict[str, str] = {}
    for agent, workload in tuple(chosen.items()):
        if workload in taken:  # two agents of one name: the dearer one, which comes first, has it
            del chosen[agent]
        taken.setdefault(workload, agent)
    inputs = [each for found in estimates if found.agent in chosen for each in inputs_of(found, chosen[found.agent])]
    return Placed(tuple(inputs), chosen, tuple(each.agent for each in estimates if each.agent not in chosen))


def fallback_of(profile: Profile) -> float | None:
    """What a failed session costs elsewhere, US dollars, where all workloads say the same."""
    found = [profile.quantity(f"workloads.{each}.fallback_usd") for each in profile.ids("workloads")]
    means = {each.mean for each in found if each is not None}
    return means.pop() if len(means) == 1 else None


def of_option(profile: Profile | None, option: str | None) -> tuple[str, str | None] | None:
    """The option whose people and machines were measured, and where its work runs; None where several could be meant."""
    if profile is None:
        return option or "own", "sandbox"
    own = [each for each in profile.ids("options") if profile.kind(each) in BUILT_KINDS]
    today = profile.text("today")
    chosen = option or (today if today in own else own[0] if len(own) == 1 else None)
    if chosen is None or chosen not in profile.ids("options"):
        return None
    places = [name for name in ("sandbox", "hosts") if profile.has_table(f"options.{chosen}.{name}")]
    return chosen, places[0] if places else None


def option_inputs(
    worked: Worked | None, own_side: OwnSide | None, option: tuple[str, str | None] | None
) -> list[MeasuredInput]:
    """What hours and bills say about the option."""
    if option is None:
        return []
    people = inputs_of_people(worked, option[0]) if worked is not None else []
    return people + (inputs_of_own_side(own_side, *option) if own_side is not None else [])


def with_inputs(profile: Profile, inputs: Sequence[MeasuredInput]) -> Profile | Problems:
    """The profile with these inputs in its own file's text; comments and everything else stay as they are."""
    tree = deepcopy(own_tree(profile))
    for each in inputs:
        _put(tree, split(each.key), each.raw())
    text = rewrite(profile.source, tree)
    if text is None:
        return Problems.of(Problem(profile.label, "", "", "cannot be changed in place; save it under another name"))
    found = loads(text, profile.label, profile.file)
    return found if isinstance(found, Problems) else replace(found, digest=profile.digest)


def _put(tree: Tree, path: tuple[str, ...], value: object) -> None:
    for part in path[:-1]:
        inner = tree.setdefault(part, {})
        assert isinstance(inner, dict)
        tree = inner
    tree[path[-1]] = value


def new_text(name: str, estimates: Sequence[Estimates], inputs: Sequence[MeasuredInput], smallest: str) -> str:
    """The text of a new profile: the smallest one with a workload for every agent instead of its own."""
    import tomllib

    tree: Tree = tomllib.loads(smallest)
    tree["name"] = name
    tree["workloads"] = {}
    for each in estimates:
        _put(tree, ("workloads", slug(each.agent), "title"), clean(each.agent)[:80])
    for each_input in inputs:
        _put(tree, split(each_input.key), each_input.raw())
    return document(tree)


def assumed_labels(hours: Sequence[HoursLine], known: Mapping[str, str]) -> list[tuple[str, float, str]]:
    """Labels of hours whose kind nobody has said, with their hours and the kind they were counted as."""
    found: dict[tuple[str, str], float] = {}
    for line in hours:
        if line.label is not None and line.source != "pagerduty" and line.label not in known:
            found[line.label, line.kind] = found.get((line.label, line.kind), 0.0) + (line.hours or 0.0)
    return [(label, spent, kind) for (label, kind), spent in found.items()]


def confirmed(profile: Profile, columns: Mapping[str, str], labels: Mapping[str, str]) -> list[MeasuredInput]:
    """The columns of a CSV and the labels of hours that a person has confirmed, as far as the profile does not say them yet."""
    said = {join(("usage", "columns", name)): column for name, column in columns.items()}
    said |= {join(("usage", "labels", label)): kind for label, kind in labels.items()}
    kept = {key: leaf.text for key, leaf in profile.leaves.items() if key.startswith("usage.")}
    return [
        MeasuredInput(key, value, None, None, None, "confirmed")
        for key, value in said.items()
        if kept.get(key) != value
    ]
