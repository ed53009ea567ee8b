"""Adding, removing, copying, renaming and reordering what a profile has several of: asks what is needed and goes through the store."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from model.profile import KINDS, Problems, dotted_keys
from model.profile.table_edits import added, duplicated, moved, removed, renamed
from model.quantities import figures
from tui.dialogs.ask import AskScreen, LineScreen
from tui.flows.save import file_name
from tui.paint.lines import clean
from tui.state.store import own_answers, same_answers, scenario_title

if TYPE_CHECKING:
    from collections.abc import Callable

    from model.profile import Profile
    from tui.flows.place import FormPlace
    from tui.state.questions import FormRow
    from tui.state.quick_and_whole import StateAnswer

PLACES = {
    "sandbox": "a sandbox",
    "hosts": "own machines",
    "runs_on": "machines already paid for",
}  # an option runs on one of these
_NEW: dict[str, dict[str, object]] = {
    "workloads": {"sessions_per_month": "1,000 to 10,000", "active_minutes": 10},
    "options": {"build_engineer_weeks": 4, "upkeep_fte": "published"},
    "items": {"monthly_usd": 0},
    "tools": {"calls": 1, "usd_per_1000": 0},
    "routes": {"model": "", "share": 1.0},
    "events": {"month": 12, "key": "prices.runtime_usd_per_hour", "factor": "1 to 2", "probability": 0.5},
}


def identifier(title: str) -> str:
    """The id of a name: `Ticket triage` is ticket-triage."""
    return file_name(title).removesuffix(".toml")


def table_of(me: FormPlace) -> tuple[str, str]:
    """The named table that the row under the cursor belongs to, and the id in it: ("options", "own"), ("options.own.items", "postgres")."""
    row, pair = me.form.row, me.pair()
    option = pair[min(me.form.column, 1)]
    cell = me.form.cell
    parts = dotted_keys.split(cell.key) if cell is not None else ()
    for depth in (4, 2):
        if len(parts) > depth and parts[depth - 2] in ("items", "routes", "tools", "workloads", "options", "events"):
            return dotted_keys.join(parts[: depth - 1]), parts[depth - 1]
    if row.table == "items" or row.group == "run:other costs":
        return f"options.{option}.items", row.item
    if row.table == "options":
        return "options", option
    return row.table, row.item


def addable(row: FormRow, option: str) -> str:
    """The table that a row's group can be added to; "" where nothing can."""
    if row.group == "run:other costs":
        return f"options.{option}.items"
    if row.group.endswith((":tools", ":routes")):
        workload, _, group = row.group.removeprefix("workloads.").partition(":")
        return f"workloads.{workload}.{group}"
    if row.group.startswith("run:") or row.group.startswith("here:"):
        return "options"
    if row.group.startswith("workloads."):
        return "workloads"
    return "events" if row.group == "events" else ""


def add(me: FormPlace) -> None:
    """Ask for a name and add it with the answers it must have."""
    table = addable(me.form.row, me.pair()[min(me.form.column, 1)])
    if not table:
        me.flash("Nothing can be added to this group.")
        return
    what = {
        "items": "item",
        "tools": "tool",
        "routes": "route",
        "workloads": "workload",
        "options": "option",
        "events": "event",
    }[dotted_keys.split(table)[-1]]
    screen = LineScreen(f"New {what}", "Its name; the id is made of it.", "", partial(_name_is_free, me, table))
    me.app.push_screen(screen, partial(_added, me, table))


def _name_is_free(me: FormPlace, table: str, text: str) -> str:
    store = me.bench.store
    assert store is not None
    id = identifier(text)
    if not text.strip() or not dotted_keys.is_identifier(id):
        return "A name with letters or digits, such as Postgres"
    return f"{id} is there already" if id in store.profile.ids(table) else ""


def _added(me: FormPlace, table: str, name: str | None) -> None:
    if not name:
        return
    id = identifier(name)
    answers = dict(_NEW[dotted_keys.split(table)[-1]])
    if dotted_keys.split(table)[-1] == "routes":
        answers["model"] = some_model(me.bench.answer)
    if table == "options" and id not in KINDS:
        answers["kind"] = "own-stack"
    if id != name:
        answers["title"] = name
    _do(me, partial(added, parent=table, new_id=id, values=answers), f"add {clean(name)}", f"{table}.{id}")


def duplicate(me: FormPlace) -> None:
    """A copy beside it, under the next free id."""
    table, id = table_of(me)
    if not id:
        me.flash("There is nothing to duplicate here.")
        return
    store = me.bench.store
    assert store is not None
    new = free_id(store.profile, table, id)
    _do(me, partial(duplicated, parent=table, name=id, new_id=new), f"duplicate {id}", f"{table}.{new}")


def free_id(profile: Profile, table: str, id: str) -> str:
    """The next id that is not taken: own, own-2, own-3."""
    stem, _, number = id.rpartition("-")
    start = stem if number.isdigit() and stem else id
    taken = profile.ids(table)
    return next(f"{start}-{n}" for n in range(2, len(taken) + 3) if f"{start}-{n}" not in taken)


def remove(me: FormPlace) -> None:
    """Take it out; undo brings it back."""
    table, id = table_of(me)
    if not id:
        me.flash("There is nothing to remove here.")
        return

    def make(profile: Profile) -> Profile | Problems:
        return removed(profile, table, id)

    def chosen(answer: str | None) -> None:
        if answer == "remove":
            _do(me, make, f"remove {id}", "")

    if table not in ("workloads", "options"):
        chosen("remove")
        return

    store = me.bench.store
    assert store is not None
    title = clean(store.profile.text(f"{table}.{id}.title") or id)
    choices = (("n", "Keep it", "keep"), ("y", "Remove it; u brings it back", "remove"))
    me.app.push_screen(AskScreen(f"Remove {title}?", _what_goes(store.profile, table, id), choices), chosen)


def _what_goes(profile: Profile, table: str, id: str) -> tuple[str, ...]:
    """What is gone with a workload or an option, scenarios included."""
    start = dotted_keys.join((table, id)) + "."
    answers = sum(key.startswith(start) for key in profile.leaves)
    scenarios = [
        scenario_title(profile, scenario)
        for scenario in profile.ids("scenarios")
        if any(key.startswith(start) for key in own_answers(profile, scenario))
    ]
    named = f" It also goes out of {figures.listed([clean(name) for name in scenarios])}." if scenarios else ""
    return (f"It is removed everywhere, with {figures.plural(answers, 'answer')}.{named}",)


def rename(me: FormPlace) -> None:
    """Another id; what names it follows."""
    table, id = table_of(me)
    if not id:
        me.flash("There is nothing to rename here.")
        return

    def make(profile: Profile, new: str) -> Profile | Problems:
        return renamed(profile, table, id, new)

    def named(text: str | None) -> None:
        if text and text != id:
            _do(me, partial(make, new=identifier(text)), f"rename {id}", f"{table}.{identifier(text)}")

    me.app.push_screen(
        LineScreen(
            f"Rename {id}",
            "a-z, 0-9 and hyphens; scenarios and events that name it follow.",
            id,
            partial(_name_is_free, me, table),
        ),
        named,
    )


def reorder(me: FormPlace, by: int) -> None:
    """Earlier or later in the file and on the screen."""
    table, id = table_of(me)
    if not id:
        return

    def make(profile: Profile) -> Profile | Problems:
        return moved(profile, table, id, by)

    _do(me, make, f"move {id}", f"{table}.{id}")


def _do(me: FormPlace, make: Callable[[Profile], Profile | Problems], label: str, show: str) -> None:
    store = me.bench.store
    assert store is not None
    made = make(store.profile)
    if isinstance(made, Problems):
        me.flash(made.items[0].allowed, wrong=True)
        return
    if same_answers(made, store.profile):
        me.flash("Nothing changes: there is no other place for it.")
        return
    store.go(replace(store.state, profile=made, pair=None), label)
    me.flash(f"Done: {label}. u takes it back.")
    if show:
        row = next(
            (r for r in me.form.rows if any(c is not None and c.key.startswith(f"{show}.") for c in r.cells)), None
        )
        if row is not None:
            me.form.go_to_key(next(c.key for c in row.cells if c is not None))


def keep_as_scenario(me: FormPlace) -> None:
    """Ask for a name and keep the changes since the baseline as a scenario; of an open scenario, what it sets so far as another one."""
    store = me.bench.store
    assert store is not None
    open_one = store.state.scenario
    if open_one is not None:
        changes: dict[str, object] = {key: leaf.raw for key, leaf in own_answers(store.profile, open_one).items()}
        said = "A copy of the open scenario under another name; edits go into the copy then."
    else:
        changes = changes_since(store.profile, store.baseline) if store.baseline is not None else {}
        said = f"{len(changes)} change{'s' if len(changes) != 1 else ''} since the baseline; the profile itself goes back to it."
    if not changes:
        me.flash("Nothing was changed since the baseline.")
        return
    me.app.push_screen(
        LineScreen("Keep as a scenario", said, "", partial(_name_is_free, me, "scenarios")), partial(_kept, me, changes)
    )


def changes_since(profile: Profile, baseline: Profile) -> dict[str, object]:
    """Dotted key to the value of every answer that differs from the baseline and can stand in a scenario."""
    return {
        key: leaf.raw
        for key, leaf in profile.leaves.items()
        if not key.startswith(("scenarios.", "decision."))
        and (key not in baseline.leaves or baseline.leaves[key].raw != leaf.raw)
    }


def _kept(me: FormPlace, changes: dict[str, object], name: str | None) -> None:
    store = me.bench.store
    if not name or store is None:
        return
    profile = store.profile if store.state.scenario is not None else _back_to(store.profile, store.baseline, changes)
    made = new_scenario(profile, identifier(name), name, changes) if not isinstance(profile, Problems) else profile
    if isinstance(made, Problems):
        me.flash(made.items[0].allowed, wrong=True)
        return
    store.go(replace(store.state, profile=made, scenario=identifier(name)), f"keep scenario {clean(name)}")
    me.flash(f"Kept as scenario {clean(name)}; edits go into it now.")


def _back_to(profile: Profile, baseline: Profile | None, changes: dict[str, object]) -> Profile | Problems:
    """The profile with these answers as the baseline has them; its scenarios and everything else stay."""
    then = baseline.leaves if baseline is not None else {}
    return profile.changed({key: then[key].raw if key in then else None for key in changes})


def new_scenario(profile: Profile, id: str, title: str, changes: dict[str, object]) -> Profile | Problems:
    """The profile with one more scenario."""
    answers: dict[str, object] = {dotted_keys.join(("set", key)): value for key, value in changes.items()}
    return added(profile, "scenarios", id, {"title": title, **answers})


def other_place(profile: Profile, key: str) -> tuple[str, ...]:
    """What says where an option runs, other than this key's way: the answers of its sandbox where the key is about own machines."""
    parts = dotted_keys.split(key)
    if len(parts) < 3 or parts[0] != "options" or parts[2] not in PLACES:
        return ()
    others = [dotted_keys.join(("options", parts[1], place)) for place in PLACES if place != parts[2]]
    return tuple(
        leaf for leaf in profile.leaves if any(leaf == other or dotted_keys.under(leaf, other) for other in others)
    )


def must_haves(answer: StateAnswer | None) -> list[tuple[str, str]]:
    """Must-haves of the book: key and title."""
    if answer is None or answer.case is None:
        return []
    return [(fact.key, fact.title) for fact in answer.case.book.must_haves()]


def presets(answer: StateAnswer | None, key: str) -> list[str]:
    """Presets of sandboxes or machines that the book has."""
    if answer is None or answer.case is None:
        return []
    book = answer.case.book
    if ".sandbox." in key:
        return [preset.id for preset in book.sandboxes()]
    return [preset.id for preset in book.hosts()]


def some_model(answer: StateAnswer | None) -> str:
    """A model to begin with: the book's newest of the vendor's largest, else the first it has."""
    models = answer.case.book.models() if answer is not None and answer.case is not None else ()
    return next((model.id for model in models if "opus" in model.id), models[0].id if models else "claude-opus-4-8")
