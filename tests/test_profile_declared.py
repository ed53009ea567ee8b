"""The one list of inputs and what derives from it: nearest keys, the JSON Schema, the table of inputs, changes, finding files."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.profile import (
    DECLARED,
    Problems,
    Profile,
    declared_for,
    differences,
    dotted_keys,
    find,
    json_schema,
    loads,
    profiles,
)
from model.profile.profile_schema import rows
from model.profile.registry import nearest_key

SMALL = """schema = 1
name = "Small"
[workloads.tickets]
sessions_per_month = "8k to 15k"
active_minutes = { value = 12, basis = "measured", source = "logs" }
[engineering]
loaded_usd_per_year = "200k to 300k"
[options.managed]
upkeep_fte = "0.02 to 0.1"
[options.own]
kind = "own-stack"
upkeep_fte = "published"
[options.own.items.postgres]
monthly_usd = 5
[scenarios.dear]
set = { "prices.runtime_usd_per_hour" = "0.1 to 0.2", "options.own.upkeep_fte" = 1 }
"""

MONEY = re.compile(
    r"usd|upkeep_fte|build_engineer_weeks|vcpu$|memory_gib$|sessions_per_month$|load_factor|^prices\.models"
)


def small() -> Profile:
    """The profile of this page."""
    read = loads(SMALL)
    assert isinstance(read, Profile), read.sentences()
    return read


def test_each_input_is_declared_once():
    """No two declarations share a pattern, and each can be found by its own key."""
    patterns = [declared.pattern for declared in DECLARED]
    assert len(patterns) == len(set(patterns))
    for declared in DECLARED:
        assert declared_for(declared.pattern.replace("*", "x")) is declared


def test_each_number_says_its_unit_and_each_input_says_what_it_is():
    """Titles fit the form, help is a sentence, and defaults lie inside their limits."""
    for declared in DECLARED:
        assert 0 < len(declared.title) <= 18, declared.pattern
        assert declared.help.endswith("."), declared.pattern
        if declared.kind == "number":
            assert declared.spec is not None
            low, high = declared.spec.limits
            assert not isinstance(declared.default, float) or low <= declared.default <= min(high, declared.most)


def test_nothing_that_costs_money_has_a_default():
    """Prices, salaries, effort and sizes are absent until written; only leaving costs nothing by the contract."""
    for declared in DECLARED:
        if MONEY.search(declared.pattern) and declared.pattern != "options.*.leave_usd":
            assert declared.default is None, declared.pattern


def test_an_option_may_differ_in_the_work_but_not_in_its_volume():
    """Own values per option exist for every key of the work except volume and title."""
    for name in ("sessions_per_month", "growth_per_month", "sessions_at_most", "title"):
        assert declared_for(f"options.own.workloads.tickets.{name}") is None
    assert declared_for("options.own.workloads.tickets.tokens.cached_share") is not None


def test_published_words_are_accepted_where_the_book_has_ranges():
    """Every range of the book belongs to an input that takes the word, and no other input takes it."""
    import tomllib

    text = (Path(__file__).parent.parent / "model" / "prices" / "data" / "published.toml").read_text()
    in_book = set(re.findall(r'^pattern = "(.+)"$', text, re.MULTILINE))
    assert tomllib.loads(text)
    accepted = {
        declared.pattern
        for declared in DECLARED
        if declared.published and not declared.pattern.startswith("options.*.workloads.")
    }
    assert accepted == in_book


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("workloads.t.activ_minutes", "workloads.t.active_minutes"),
        ("workloads.t.cached_share", "workloads.t.tokens.cached_share"),
        ("option.own.upkeep_fte", "options.own.upkeep_fte"),
        ("upkeep_fte", "options.<id>.upkeep_fte"),
        ("options.own.upkeep_fte", ""),
        ("zzzzzzzz", ""),
    ],
)
def test_the_nearest_key_is_the_one_that_was_meant(key: str, near: str):
    """A slip of spelling and a right name at the wrong place lead to the key."""
    assert nearest_key(dotted_keys.split(key)) == near


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=8), min_size=1, max_size=5))
def test_joining_and_splitting_a_key_are_inverse(parts: list[str]):
    """Whatever the parts hold, their dotted key splits into the same parts."""
    parts = [part.encode("utf-8", "ignore").decode() for part in parts]
    assert dotted_keys.split(dotted_keys.join(parts)) == tuple(parts)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=30))
def test_splitting_any_text_never_raises(text: str):
    """Text that is no key has no parts."""
    assert isinstance(dotted_keys.split(text), tuple)


def test_the_json_schema_has_every_input():
    """The schema is plain JSON, forbids unknown keys and describes each input."""
    schema = json_schema()
    text = json.dumps(schema, allow_nan=False)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    for declared in DECLARED:
        if declared.pattern != "schema":
            assert json.dumps(declared.help) in text
    assert '"additionalProperties": false' in text


def test_the_table_of_inputs_has_a_row_for_each():
    """Each input but the own values of options has one row."""
    assert len(rows()) == sum(not declared.pattern.startswith("options.*.workloads.") for declared in DECLARED)


@pytest.mark.parametrize(
    ("key", "text", "shown"),
    [
        ("workloads.tickets.active_minutes", "5 to 20 min", "5 to 20 min"),
        ("options.own.upkeep_fte", " 0.3 ", "0.3"),
        ("options.own.batch", "yes", "true"),
        ("options.own.meets", "hipaa, eu_residency", "hipaa, eu_residency"),
        ("options.own.meets", '["hipaa"]', "hipaa"),
        ("as_of", "2026-11-22", "2026-11-22"),
        ("pair", "own,managed", "own, managed"),
        ('prices.models."gpt-4.1".input', "2", "2"),
        ("prices.models.'a b'.input", "2", "2"),
        ("options.own.workloads.tickets.success_rate", "80 %", "80 %"),
        ("options.own.upkeep_fte", '{ value = 0.2, basis = "measured" }', "0.2"),
        ("today", "own", "own"),
    ],
)
def test_a_change_takes_the_text_of_the_form(key: str, text: str, shown: str):
    """`--set` and the form accept the same text for every kind of input."""
    new = small().changed({key: text})
    assert isinstance(new, Profile), new.sentences()
    assert new.leaves[dotted_keys.canonical(key)].text == shown


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("options.own.upkep_fte", "1", "nearest: options.own.upkeep_fte"),
        ("options.onw.upkeep_fte", "1", "nearest: own"),
        ("options.own.items.redis.monthly_usd", "1", "postgres"),
        ("options.own.workloads.calls.success_rate", "1", "tickets"),
        ("workloads.tickets.active_minutes", "", "missing"),
        ("workloads.tickets.active_minutes", "soon", "active_minutes"),
        ("schema", "2", "changed in the file"),
        ("", "2", "unknown key"),
        ("a b c", "2", "unknown key"),
        ("options.own", "2", "unknown key"),
        ("options.own.batch", "perhaps", "true or false"),
        ("options.own.upkeep_fte.basis", "hearsay", "one of contract"),
        ("options.managed.overrun_factor.note", "x", "no value yet"),
    ],
)
def test_a_change_that_is_wrong_is_said(key: str, value: str, said: str):
    """Unknown keys and ids and wrong values are problems, and the profile stays as it was."""
    profile = small()
    found = profile.changed({key: value})
    assert isinstance(found, Problems)
    assert any(said in line for line in found.sentences()), found.sentences()


def test_a_changed_number_is_a_guess_until_said_otherwise():
    """A new value loses the old one's basis and source; both can be given on their own."""
    new = small().changed({"workloads.tickets.active_minutes": "15"})
    assert isinstance(new, Profile)
    assert (
        new.leaves["workloads.tickets.active_minutes"].basis,
        new.leaves["workloads.tickets.active_minutes"].source,
    ) == ("guess", "")
    said = small().changed(
        {"workloads.tickets.active_minutes.basis": "contract", "workloads.tickets.active_minutes.value": "15"}
    )
    assert isinstance(said, Profile)
    leaf = said.leaves["workloads.tickets.active_minutes"]
    assert (leaf.basis, leaf.source, leaf.text) == ("contract", "logs", "15")


def test_a_scenario_sets_its_values_and_nothing_else():
    """The difference between a profile and its scenario is what the scenario sets."""
    profile = small()
    applied = profile.scenario("dear")
    assert isinstance(applied, Profile)
    assert [difference.key for difference in differences(profile, applied)] == [
        "options.own.upkeep_fte",
        "prices.runtime_usd_per_hour",
    ]
    assert differences(profile, profile) == ()
    unknown = profile.scenario("deer")
    assert isinstance(unknown, Problems)
    assert "nearest: dear" in unknown.sentences()[0]


@settings(max_examples=50, deadline=None)
@given(st.sampled_from([declared.pattern.replace("*", "own") for declared in DECLARED]), st.text(max_size=20))
def test_any_text_at_any_key_is_answered(key: str, text: str):
    """Whatever is typed for whatever input, the answer is a profile or printable problems."""
    made = small().changed({key: text})
    assert isinstance(made, Profile) or all(line.isprintable() for line in made.sentences())


def test_names_lead_to_files_in_the_order_said(tmp_path: Path):
    """A path, then ./NAME.toml, ./profiles/NAME.toml, the user's folder; a near name is offered."""
    user = tmp_path / "user"
    (tmp_path / "profiles").mkdir()
    user.mkdir()
    (user / "desk.toml").write_text("")
    assert find("desk", user, tmp_path) == user / "desk.toml"
    (tmp_path / "profiles" / "desk.toml").write_text("")
    assert find("desk", user, tmp_path) == tmp_path / "profiles" / "desk.toml"
    (tmp_path / "desk.toml").write_text("")
    assert find("desk", user, tmp_path) == tmp_path / "desk.toml"
    assert [found.place for found in profiles(user, tmp_path) if found.name == "desk"] == ["here"]
    for odd in ("dekk", "", "a\x00b", "../" * 40, "x" * 3000, "profiles"):
        missing = find(odd, user, tmp_path)
        assert isinstance(missing, Problems)
        assert all(line.isprintable() for line in missing.sentences())
    assert "nearest: desk" in find("dekk", user, tmp_path).sentences()[0]


def test_a_build_needs_somebody_who_builds_it() -> None:
    """No builders would never be done: the reader says so, where the calculation would divide by nothing."""
    refused = loads(SMALL.replace('upkeep_fte = "published"', 'upkeep_fte = "published"\nbuilders = 0'))
    assert isinstance(refused, Problems)
    assert "options.own.builders: found 0; 0 is below 0.01" in str(refused.sentences())
