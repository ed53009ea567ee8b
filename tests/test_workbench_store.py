"""The store, drafts and the command table, without a screen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from model.profile import Problems, Profile, loads
from tui.flows import structure
from tui.flows.save import check_name, differences, file_name, text_of, with_ending
from tui.state import commands_table as keys
from tui.state.first_comparison import TEXT, beginning
from tui.state.keeping import Keeper, write_whole
from tui.state.store import State, Store, same_answers
from tui.widgets.typing import Typed

RUNS = "workloads.work.sessions_per_month"
UPKEEP = "options.own.upkeep_fte"


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def a_store() -> tuple[Store, Clock]:
    """A store of the first comparison, and its clock."""
    clock = Clock()
    profile = beginning()
    return Store(State(profile), clock=clock, saved=profile), clock


def test_undo_gives_the_state_before_and_redo_the_one_after() -> None:
    """Undo and redo walk over whole states."""
    store, clock = a_store()
    first = store.profile
    assert store.edit({RUNS: "5k"}, "runs") is None
    clock.now = 5.0
    assert store.edit({UPKEEP: "0.3"}, "upkeep") is None
    second = store.profile
    assert store.undo() == "upkeep"
    assert store.undo() == "runs"
    assert store.profile is first
    assert store.undo() is None
    assert store.redo() == "runs"
    assert store.redo() == "upkeep"
    assert store.profile is second
    assert store.redo() is None


def test_edits_of_one_field_within_a_second_are_one_step() -> None:
    """Merging counts from the last edit; another field or a pause begins a new step."""
    store, clock = a_store()
    for at, text in ((0.0, "1k"), (0.9, "2k"), (1.8, "3k"), (3.0, "4k")):
        clock.now = at
        store.edit({RUNS: text}, "runs", merge="runs")
    assert len(store.past) == 2
    store.edit({UPKEEP: "0.3"}, "upkeep", merge="upkeep")
    assert len(store.past) == 3


def test_a_wrong_answer_changes_nothing_and_says_why() -> None:
    """Problems come back as a value; state, history and revision stay."""
    store, _ = a_store()
    problems = store.edit({RUNS: "12 minutes"}, "runs")
    assert isinstance(problems, Problems)
    assert problems.items[0].key == RUNS
    assert (store.past, store.revision) == ([], 0)


def test_every_change_counts_a_revision_and_tells_the_listeners() -> None:
    """One signal a change, also for undo and redo."""
    store, _ = a_store()
    seen: list[int] = []
    store.listeners.append(lambda: seen.append(store.revision))
    store.edit({RUNS: "5k"}, "runs")
    store.undo()
    store.redo()
    assert seen == [1, 2, 3]


def test_edits_in_a_scenario_become_its_own() -> None:
    """The profile keeps its value, the scenario has another, and what is evaluated is the scenario."""
    store, _ = a_store()
    made = structure.new_scenario(store.profile, "busy", "Busy", {})
    assert isinstance(made, Profile)
    store.go(replace(store.state, profile=made, scenario="busy"), "scenario")
    assert store.edit({RUNS: "50k"}, "runs") is None
    assert store.profile.leaves[RUNS].text == "1k to 10k"
    assert store.effective.leaves[RUNS].text == "50k"
    store.go(replace(store.state, scenario=None), "back")
    assert store.effective.leaves[RUNS].text == "1k to 10k"


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(("runs", "upkeep", "undo", "redo", "wrong", "pause")), max_size=30))
def test_any_order_of_edits_and_undos_ends_where_the_model_alone_would(steps: list[str]) -> None:
    """The store's profile is the one at the place in a plain list of profiles."""
    store, clock = a_store()
    line, place = [store.profile], 0
    for number, step in enumerate(steps, start=1):
        clock.now += 2.0
        if step in ("runs", "upkeep"):
            key, text = (RUNS, str(1_000 + number)) if step == "runs" else (UPKEEP, f"0.{number}")
            made = line[place].changed({key: text})
            assert isinstance(made, Profile)
            line, place = [*line[: place + 1], made], place + 1
            store.edit({key: text}, step)
        elif step == "undo":
            place = max(0, place - 1)
            store.undo()
        elif step == "redo":
            place = min(len(line) - 1, place + 1)
            store.redo()
        elif step == "wrong":
            store.edit({RUNS: "-1 apples"}, "wrong")
    assert same_answers(store.profile, line[place])
    assert store.unsaved == (not same_answers(line[place], line[0]))


def test_a_draft_comes_back_with_file_and_digest(tmp_path: Path) -> None:
    """What was written is read; without one, or with a broken one, there is none."""
    keeper, file = Keeper(tmp_path), tmp_path / "team.toml"
    assert keeper.read_draft(file) is None
    keeper.write_draft(file, "abc", 'name = "Ünlü [b]"\n')
    draft = keeper.read_draft(file)
    assert draft is not None
    assert (draft.file, draft.digest, draft.text) == (str(file), "abc", 'name = "Ünlü [b]"\n')
    keeper.draft_path(file).write_text("# something else\n")
    assert keeper.read_draft(file) is None
    keeper.drop_draft(file)
    keeper.drop_draft(file)


def test_a_draft_reads_as_the_same_profile() -> None:
    """The text of a changed profile is that profile."""
    store, _ = a_store()
    store.edit({RUNS: "5k to 9k"}, "runs")
    again = loads(text_of(store.profile))
    assert isinstance(again, Profile)
    assert again.leaves[RUNS].text == "5k to 9k"


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure between writing and renaming keeps the old text and leaves no other file."""
    path = tmp_path / "a.toml"
    write_whole(path, "old")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.toml"]


def test_recent_files_are_the_latest_first_and_still_there(tmp_path: Path) -> None:
    """Files that are gone, and a broken list, are passed over."""
    keeper = Keeper(tmp_path / "state")
    one, two = tmp_path / "one.toml", tmp_path / "two.toml"
    for path in (one, two):
        path.write_text(TEXT)
        keeper.remember(path)
    keeper.remember(one)
    assert keeper.recent() == [one, two]
    two.unlink()
    assert keeper.recent() == [one]
    (tmp_path / "state" / "recent.json").write_text("{")
    assert keeper.recent() == []


def test_no_two_commands_of_a_place_share_a_key() -> None:
    """The table is sound, and a key map that is not says where."""
    assert keys.clashes() == []
    assert keys.clashes({"redo": "u"})
    ids = [command.id for command in keys.COMMANDS]
    assert len(ids) == len(set(ids))


def test_keys_avoid_what_terminals_and_multiplexers_take() -> None:
    """Control keys that are other keys, flow control and multiplexer prefixes are never defaults."""
    taken = {"ctrl+j", "ctrl+m", "ctrl+i", "ctrl+h", "ctrl+[", "ctrl+s", "ctrl+a", "ctrl+b"}
    used = {key for command in keys.COMMANDS for key in command.keys}
    assert not used & taken
    single = [c.id for c in keys.COMMANDS if all(key.startswith("f") and key[1:].isdigit() for key in c.keys)]
    assert single == []


def test_the_key_table_names_every_command() -> None:
    """What the command line prints has one line a command."""
    table = keys.key_table().splitlines()
    assert len(table) == len(keys.COMMANDS) + 1
    assert all(command.title in line for command, line in zip(keys.COMMANDS, table[1:], strict=True))


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Support desk", "support-desk.toml"),
        ("../../etc", "etc.toml"),
        ("", "comparison.toml"),
        ("日本", "comparison.toml"),
    ],
)
def test_file_names_come_from_names_and_never_leave_the_folder(name: str, file: str) -> None:
    """Letters, digits and hyphens only."""
    assert file_name(name) == file


def test_a_path_without_an_ending_gets_one(tmp_path: Path) -> None:
    """And a folder or a missing parent is refused with a reason."""
    assert with_ending("team").name == "team.toml"
    assert check_name(str(tmp_path / "team")) == ""
    assert "folder" in check_name(str(tmp_path / "none" / "team"))
    assert check_name(" ") != ""


def test_differences_to_a_file_are_said_by_key() -> None:
    """One line each; nothing but spelling says so."""
    profile = beginning()
    changed = profile.changed({RUNS: "5k"})
    assert isinstance(changed, Profile)
    assert differences(profile, changed) == [f"{RUNS}: there 1k to 10k, here 5k"]
    assert "Only comments" in differences(profile, profile)[0]


@given(
    st.lists(
        st.sampled_from(
            ("left", "right", "home", "end", "backspace", "delete", "ctrl+u", "ctrl+w", "ctrl+k", "8", "k", " ")
        ),
        max_size=40,
    )
)
@settings(max_examples=50, deadline=None)
def test_the_caret_stays_inside_the_typed_text(pressed: list[str]) -> None:
    """Any keys in any order; the shown part is never wider than its room."""
    typed = Typed()
    for key in pressed:
        typed = typed.after(key, key if len(key) == 1 else None)
        assert 0 <= typed.caret <= len(typed.text)
        assert sum(map(len, typed.shown(10))) <= 10
