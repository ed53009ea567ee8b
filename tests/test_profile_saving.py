"""Saving profiles: in place, byte for byte, whole or not at all."""

import errno
import os
import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.profile import Conflict, Problems, Profile, Saved, differences, load, loads, save, text_of
from model.profile.rewriting import equal, rewrite

TEXT = '''# Support desk, agreed in May
schema = 1   # the form
name = "Desk"

"horizon_months" = 36

# what the agents do
[workloads.tickets]
sessions_per_month = "8k to 15k"      # from the ticket system
active_minutes     = 1_2
summary-less.title = "x"
[workloads.tickets.tokens]
input = 50_000
output = { value = 15_000, basis = "measured" } # logs

[engineering]
loaded_usd_per_year = "200k to 300k"
hours_per_year = 2_080

[options.managed]
build_engineer_weeks = 2
upkeep_fte = "0.02 to 0.1"

# ours
[options.own]
kind = 'own-stack'
title = """
Own
stack"""
build_engineer_weeks = "8 / 16 / 40"
upkeep_fte = "published"
sandbox = { preset = "e2b", vcpu = 2, memory_gib = 4 }
items.postgres.monthly_usd = 47.45
items.redis = { monthly_usd = 5 } # cache
meets = [
    "hipaa", # audited
    "eu_residency",
]

[scenarios.ga]
title = "GA"
set = { "prices.runtime_usd_per_hour" = 0.16, prices.search_usd_per_1000 = 5 }

[prices.models."gpt-4.1"]
input = 2.0
# the end'''.replace('summary-less.title = "x"\n', "")


def profile_of(text: str, file: str = "profile") -> Profile:
    """The profile in a text that must be right."""
    read = loads(text, file)
    assert isinstance(read, Profile), read.sentences()
    return read


def changed(profile: Profile, **changes: object) -> Profile:
    """The profile after changes that must be right; `__` in a name stands for a dot."""
    new = profile.changed({key.replace("__", "."): value for key, value in changes.items()})
    assert isinstance(new, Profile), new.sentences()
    return new


def text(profile: Profile) -> str:
    """The profile's own file, which must be possible to write."""
    written = text_of(profile)
    assert isinstance(written, str), written.sentences()
    return written


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_an_unchanged_profile_is_the_same_text(ends: str, mark: str):
    """Comments, order, spacing, line ends and the byte-order mark survive reading and writing."""
    source = mark + TEXT.replace("\n", ends)
    assert text(profile_of(source)) == source


def test_only_the_changed_value_differs():
    """One changed number changes its own characters and nothing else."""
    new = text(changed(profile_of(TEXT), workloads__tickets__active_minutes="15"))
    assert new == TEXT.replace("active_minutes     = 1_2", "active_minutes     = 15")


TYPED = {
    "searches_per_session": 2,
    "tokens": {"output": 500, "input": 9_000},
    "title": "Triage",
    "sessions_per_month": "3k",
    "active_minutes": 4,
}
SECTION = "# ours\n[workloads.b]\n# measured\nactive_minutes = 9 # min\n"


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    "start", ["", SECTION, "workloads.b = { active_minutes = 9 }\n", "workloads.b.active_minutes = 9\n"]
)
def test_new_keys_stand_as_they_are_declared(start: str, turned: bool):
    """Whatever was typed first: title, runs, minutes, searches; input before output. Comments keep their key."""
    typed: dict[str, object] = dict(reversed(TYPED.items())) if turned else TYPED
    written = rewrite(f"schema = 1\n{start}", {"schema": 1, "workloads": {"b": typed}})
    assert written is not None
    assert equal(tomllib.loads(written), {"schema": 1, "workloads": {"b": TYPED}})
    names = ["title", "sessions_per_month", "active_minutes", "searches_per_session", "input", "output"]
    assert sorted(names, key=lambda name: written.index(f"{name} = ")) == names
    if start == SECTION:
        kept = 'title = "Triage"\nsessions_per_month = "3k"\n# measured\nactive_minutes = 4 # min\n'
        assert f"# ours\n[workloads.b]\n{kept}" in written


CHANGES: list[dict[str, object]] = [
    {"workloads.tickets.active_minutes": "5 to 20 min"},
    {"workloads.tickets.tokens.output": 12_000},
    {"workloads.tickets.tokens.output.basis": "contract"},
    {"workloads.tickets.tokens.output.source": "logs of May"},
    {"workloads.tickets.tokens.input.basis": "measured"},
    {"workloads.tickets.tokens.requests": 20},
    {"workloads.tickets.tokens.input": None, "workloads.tickets.tokens.output": None},
    {"workloads.tickets.loop.turns": None, "workloads.tickets.model": "claude-opus-4-8"},
    {"options.own.sandbox.vcpu": "4", "options.own.sandbox.cpu_share": "50 %"},
    {"options.own.sandbox.vcpu": None},
    {"options.own.sandbox.memory_gib": None},
    {"options.own.sandbox.preset": None},
    {"options.own.sandbox.vcpu": None, "options.own.sandbox.memory_gib": None, "options.own.sandbox.preset": None},
    {"options.own.items.postgres.monthly_usd": 50, "options.own.items.postgres.title": "PostgreSQL"},
    {"options.own.items.redis.per_session_usd": 0.001},
    {"options.own.meets": ["soc2"]},
    {"options.own.meets": None},
    {"options.own.title": 'line\n"two"\t\x1b[0m'},
    {"options.own.oncall_usd_per_week": 540, "options.managed.oncall_usd_per_week": 0},
    {"options.own.workloads.tickets.success_rate": 0.8},
    {"engineering.hours_per_year": None},
    {"prices.runtime_usd_per_hour": "0.08 to 0.16"},
    {'prices.models."gpt-4.1".output': 8, "prices.models.claude-opus-4-8.input": 4.5},
    {"as_of": "2026-11-22", "today": "managed", "pair": "managed, own"},
    {"horizon_months": None, "discount_rate": "8 %"},
    {'scenarios.ga.set."prices.runtime_usd_per_hour"': 0.2},
    {'scenarios.ga.set."options.own.upkeep_fte"': "0.5", "requirements.must": "hipaa, eu_residency"},
    {"name": "Ünïcode 漢字 🙂", "summary": "=cmd|' /C calc'!A0"},
]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("changes", CHANGES, ids=[next(iter(changes)) for changes in CHANGES])
def test_a_change_is_written_and_read_back(changes: dict[str, object], ends: str):
    """What is written after a change reads back as the changed profile, every comment is still there, and undo restores the text."""
    source = TEXT.replace("\n", ends)
    before = profile_of(source)
    after = before.changed(changes)
    assert isinstance(after, Profile), after.sentences()
    new = text(after)
    assert differences(after, profile_of(new)) == ()
    for comment in ("# Support desk", "# what the agents do", "# ours", "# the end"):
        assert comment in new
    assert new.count("\r\n") == (new.count("\n") if ends == "\r\n" else 0)
    assert text(before) == source


def test_a_changed_value_put_back_leaves_the_meaning():
    """Setting a value and setting it back writes the text that was read, since nothing differs any more."""
    before = profile_of(TEXT)
    after = changed(changed(before, options__managed__upkeep_fte="0.5"), options__managed__upkeep_fte="0.02 to 0.1")
    assert text(after) == TEXT


def test_what_is_inherited_is_not_saved(tmp_path: Path):
    """Only the file's own keys are written; a value that replaces an inherited one is."""
    (tmp_path / "company.toml").write_text(
        "schema = 1\n[engineering]\nloaded_usd_per_year = 250_000\nhours_per_year = 1900\n"
    )
    own = tmp_path / "team.toml"
    own.write_text(
        'extends = "company.toml"\n'
        + TEXT.replace("hours_per_year = 2_080\n", "").replace('loaded_usd_per_year = "200k to 300k"\n', "")
    )
    profile = load(own)
    assert isinstance(profile, Profile)
    assert text(profile) == own.read_text()
    new = text(changed(profile, engineering__hours_per_year=1800))
    assert "hours_per_year = 1800" in new
    assert "250_000" not in new
    refused = profile.changed({"engineering.hours_per_year": None})
    assert isinstance(refused, Problems)
    assert "company.toml" in refused.sentences()[0]


def test_saved_elsewhere_it_still_finds_what_it_extends(tmp_path: Path):
    """Saved in another folder, `extends` leads to the same file."""
    (tmp_path / "company.toml").write_text("schema = 1\n[engineering]\nhours_per_year = 1900\n")
    own = tmp_path / "team.toml"
    own.write_text('extends = "company.toml"\n' + TEXT)
    (tmp_path / "deep").mkdir()
    profile = load(own)
    assert isinstance(profile, Profile)
    saved = save(profile, tmp_path / "deep" / "copy.toml")
    assert isinstance(saved, Saved)
    again = load(saved.path)
    assert isinstance(again, Profile)
    assert differences(profile, again)[1:] == ()


def on_disk(folder: Path, source: str = TEXT) -> Profile:
    """The profile after its text was written to a file and loaded."""
    path = folder / "desk.toml"
    path.write_bytes(source.encode())
    profile = load(path)
    assert isinstance(profile, Profile)
    return profile


def test_a_file_is_replaced_whole_with_its_mode(tmp_path: Path):
    """The file holds the new text, keeps its mode, and nothing else is left in the folder."""
    profile = on_disk(tmp_path)
    path = tmp_path / "desk.toml"
    path.chmod(0o640)
    new = changed(profile, name="New")
    saved = save(new)
    assert isinstance(saved, Saved)
    assert path.read_bytes().decode() == text(new) == saved.text
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["desk.toml"]
    assert isinstance(save(saved.profile), Saved)


def test_a_link_stays_a_link(tmp_path: Path):
    """Saving through a symbolic link replaces the file it leads to."""
    on_disk(tmp_path)
    link = tmp_path / "link.toml"
    link.symlink_to("desk.toml")
    profile = load(link)
    assert isinstance(profile, Profile)
    assert isinstance(save(changed(profile, name="New")), Saved)
    assert link.is_symlink()
    assert 'name = "New"' in (tmp_path / "desk.toml").read_text()


def test_a_file_changed_meanwhile_is_not_overwritten(tmp_path: Path):
    """Somebody else's change, a deletion and a file that is already there are conflicts, and nothing is written."""
    profile = on_disk(tmp_path)
    path = tmp_path / "desk.toml"
    path.write_text(TEXT + "\n# theirs\n")
    conflict = save(changed(profile, name="Mine"))
    assert isinstance(conflict, Conflict)
    assert conflict.why == "changed"
    assert "# theirs" in path.read_text()
    path.unlink()
    gone = save(changed(profile, name="Mine"))
    assert isinstance(gone, Conflict)
    assert gone.why == "deleted"
    other = tmp_path / "other.toml"
    other.write_text("theirs")
    taken = save(profile, other)
    assert isinstance(taken, Conflict)
    assert taken.why == "exists"
    assert other.read_text() == "theirs"
    assert sorted(os.listdir(tmp_path)) == ["other.toml"]


@pytest.mark.parametrize("step", ["replace", "fsync", "chmod"])
def test_a_save_that_fails_half_way_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str):
    """Whichever step of saving fails, the old text is whole and no part of the new one is left behind."""
    profile = on_disk(tmp_path)

    def fail(*_args: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    failed = save(changed(profile, name="New"))
    assert isinstance(failed, Problems)
    assert "No space left" in failed.sentences()[0]
    assert (tmp_path / "desk.toml").read_bytes().decode() == TEXT
    assert os.listdir(tmp_path) == ["desk.toml"]


def test_a_kill_before_the_new_file_takes_its_place_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Killed at the last moment, the old file is whole."""
    profile = on_disk(tmp_path)

    def killed(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        save(changed(profile, name="New"))
    assert (tmp_path / "desk.toml").read_bytes().decode() == TEXT


def test_a_folder_that_cannot_be_written_is_a_problem(tmp_path: Path):
    """A missing folder is said in one line."""
    failed = save(profile_of(TEXT), tmp_path / "none" / "desk.toml")
    assert isinstance(failed, Problems)


def test_a_profile_without_a_file_is_written_anew(tmp_path: Path):
    """A profile from text gets a file of its own, never over another."""
    saved = save(profile_of(TEXT), tmp_path / "new.toml")
    assert isinstance(saved, Saved)
    assert (tmp_path / "new.toml").read_text() == TEXT


def test_where_files_cannot_be_linked_a_new_one_is_renamed_into_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Memory cards and some network folders know no hard links; names may be as long as a folder takes."""

    def never(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", never)
    path = tmp_path / f"{'n' * 250}.toml"
    saved = save(profile_of(TEXT), path)
    assert isinstance(saved, Saved)
    assert path.read_text() == TEXT
    assert os.listdir(tmp_path) == [path.name]


def test_an_older_form_is_migrated_and_kept(tmp_path: Path):
    """Saving a profile of an older schema writes the current one and keeps the old file beside it."""
    old = TEXT.replace("schema = 1", "schema = 0").replace("[engineering]", "[team]")
    profile = on_disk(tmp_path, old)
    saved = save(profile)
    assert isinstance(saved, Saved)
    assert saved.backup == tmp_path / "desk.toml.bak"
    assert saved.backup.read_text() == old
    again = load(tmp_path / "desk.toml")
    assert isinstance(again, Profile)
    assert again.schema == 1
    assert differences(profile, again) == ()
    assert "# ours" in saved.text


_KEYS = st.sampled_from([
    "workloads.tickets.active_minutes", "workloads.tickets.tokens.input", "workloads.tickets.tokens.output", "workloads.tickets.waiting_minutes",
    "options.own.upkeep_fte", "options.own.sandbox.vcpu", "options.own.sandbox.memory_gib", "options.own.items.redis.monthly_usd",
    "options.own.items.postgres.monthly_usd", "options.own.items.postgres.per_session_usd", "options.managed.weeks_until_live",
    "options.own.workloads.tickets.active_minutes", 'prices.models."gpt-4.1".input', 'prices.models."a b".input', "prices.runtime_usd_per_hour",
    "options.own.hosts.usd_per_hour.note", "options.managed.upkeep_fte.note", "workloads.tickets.tokens.output.note",
])  # fmt: skip
_NUMBERS = st.one_of(
    st.none(), st.integers(0, 900), st.floats(0, 900), st.sampled_from(["1 to 5", "0.5", "1,500", "1 / 2 / 4"])
)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(_KEYS, _NUMBERS), max_size=6), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_any_changes_survive_writing_and_reading(changes: list[tuple[str, object]], ends: str, cut: bool):
    """After any sequence of accepted changes the written text reads back as the same profile, and undo gives the text that was read."""
    source = TEXT.replace("\n", ends) + ("" if cut else ends)
    start = profile = profile_of(source)
    for key, value in changes:
        given_value = str(value) if key.endswith(".note") and value is not None else value
        made = profile.changed({key: given_value})
        profile = made if isinstance(made, Profile) else profile
    new = text(profile)
    again = profile_of(new)
    assert differences(profile, again) == ()
    assert {key: leaf.note for key, leaf in profile.leaves.items()} == {
        key: leaf.note for key, leaf in again.leaves.items()
    }
    for comment in (
        "# Support desk, agreed in May",
        "# ours",
        "# cache" if "items.redis" in new else "# ours",
        "# the end",
    ):
        assert comment in new
    assert text(start) == source


_NAMES = st.sampled_from(["a", "b", "c d", "é", '"', "x.y"])
_TREES = st.dictionaries(
    _NAMES,
    st.recursive(
        st.one_of(
            st.integers(-9, 9),
            st.booleans(),
            st.text(max_size=4),
            st.floats(allow_nan=False),
            st.dates(),
            st.lists(st.integers(0, 3), max_size=2),
        ),
        lambda inner: st.dictionaries(_NAMES, inner, min_size=1, max_size=3),
        max_leaves=6,
    ),
    max_size=4,
)


@settings(max_examples=50, deadline=None)
@given(_TREES, _TREES, st.booleans())
def test_any_tables_can_be_made_any_others_in_place(
    first: dict[str, object], second: dict[str, object], by_library: bool
):
    """From any text to any other tables, in place, the result reads as what was wanted."""
    import tomli_w

    from model.profile.rewriting import document

    source = tomli_w.dumps(first) if by_library else document(first)
    assert equal(tomllib.loads(source), first)
    new = rewrite(source, second)
    assert new is not None
    assert equal(tomllib.loads(new), second)
