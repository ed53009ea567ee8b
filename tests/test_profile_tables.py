"""Workloads, options, items, routes and scenarios added, removed, duplicated, renamed and reordered, with what refers to them."""

from pathlib import Path

import pytest

from model.profile import Problems, Profile, differences, load, loads, text_of
from model.profile.table_edits import added, duplicated, moved, removed, renamed

TEXT = """schema = 1
name = "Two kinds of work"
today = "managed"
pair = ["managed", "own"]

# the desk
[workloads.desk]
title = "Desk"
sessions_per_month = 9_000 # counted
active_minutes = 12
[workloads.desk.routes.easy]
share = 0.6
[workloads.desk.routes.hard]
share = 0.4

# the calls
[workloads.calls]
sessions_per_month = 500
active_minutes = 3

[engineering]
loaded_usd_per_year = 250_000

[options.managed]
build_engineer_weeks = 2
upkeep_fte = 0.05

# ours
[options.own]
kind = "own-stack"
build_engineer_weeks = 16
upkeep_fte = 0.3
meanwhile = "managed"
items = { postgres = { monthly_usd = 47 }, redis = { monthly_usd = 5 } }

[options.own.workloads.desk]
success_rate = 0.8
[options.own.workloads.desk.routes.easy]
token_factor = 1.1

[scenarios.more]
set = { "workloads.desk.sessions_per_month" = 20_000, "options.own.upkeep_fte" = 0.5, options.managed.upkeep_fte = 0.1 }

[scenarios.stay]
set = { "today" = "own" }

[events.later]
month = 7
key = "options.own.upkeep_fte"
factor = 2
probability = 0.3

[correlations.both]
between = ["workloads.desk.sessions_per_month", "options.own.upkeep_fte"]
rank = 0.5

[decision]
option = "managed"
[decision.switching_values."options.own.upkeep_fte"]
now = 0.3
flips_at = 0.1
"""


def start() -> Profile:
    """The profile of this page."""
    read = loads(TEXT)
    assert isinstance(read, Profile), read.sentences()
    return read


def right(made: Profile | Problems) -> Profile:
    """The profile that an operation made."""
    assert isinstance(made, Profile), made.sentences()
    text = text_of(made)
    assert isinstance(text, str)
    again = loads(text)
    assert isinstance(again, Profile), again.sentences()
    assert differences(made, again) == ()
    return made


def test_a_renamed_option_is_followed_everywhere():
    """Today, the pair, bridges, scenarios, events, correlations and the decision follow an option's new id."""
    mine = right(renamed(start(), "options", "own", "mine"))
    assert mine.ids("options") == ("managed", "mine")
    assert mine.list("pair") == ("managed", "mine")
    assert mine.text("scenarios.stay.set.today") == "mine"
    assert mine.has('scenarios.more.set."options.mine.upkeep_fte"')
    assert mine.text("events.later.key") == "options.mine.upkeep_fte"
    assert mine.list("correlations.both.between")[1] == "options.mine.upkeep_fte"
    assert mine.has('decision.switching_values."options.mine.upkeep_fte".now')
    assert "# ours\n[options.mine]" in mine.source
    claude = right(renamed(mine, "options", "managed", "claude"))
    assert claude.kind("claude") == "managed"
    assert claude.text("today") == "claude"
    assert claude.text("options.mine.meanwhile") == "claude"
    assert claude.has('scenarios.more.set."options.claude.upkeep_fte"')


def test_a_pair_written_as_a_table_is_followed_and_saved_as_a_table():
    """The ids in `[pair]` follow a renamed option, go with a removed one, and another pair takes the table's place."""
    read = loads(TEXT.replace('pair = ["managed", "own"]\n', '[pair] # as asked\na = "managed"\nb = "own"\n'))
    assert isinstance(read, Profile)
    mine = right(renamed(read, "options", "own", "mine"))
    assert mine.list("pair") == ("managed", "mine")
    assert '[pair] # as asked\na = "managed"\nb = "mine"\n' in mine.source
    three = right(duplicated(read, "options", "managed", "other"))
    assert "pair" not in right(removed(three, "options", "own")).leaves
    turned = read.changed({"pair": "own,managed"})
    assert isinstance(turned, Profile)
    assert right(turned).list("pair") == ("own", "managed")


def test_a_renamed_workload_is_followed_by_the_options_own_values():
    """What an option says about a workload moves with it; a route's own values move with the route."""
    help_desk = right(renamed(start(), "workloads", "desk", "help"))
    assert help_desk.ids("options.own.workloads") == ("help",)
    assert "# the desk\n[workloads.help]" in help_desk.source
    assert "9_000 # counted" in help_desk.source
    simple = right(renamed(help_desk, "workloads.help.routes", "easy", "simple"))
    assert simple.ids("workloads.help.routes") == ("simple", "hard")
    assert simple.has("options.own.workloads.help.routes.simple.token_factor")


def test_a_removed_table_takes_what_refers_to_it():
    """Without a workload, its own values, scenario entries and correlations are gone, and nothing else."""
    without = right(removed(start(), "workloads", "desk"))
    assert without.ids("workloads") == ("calls",)
    assert without.ids("options.own.workloads") == ()
    assert without.ids("correlations") == ()
    assert without.ids("scenarios") == ("more", "stay")
    assert not any("desk" in key for key in without.leaves)
    assert "# the calls\n[workloads.calls]" in without.source


def test_removing_an_option_needs_two_that_stay():
    """The last two options cannot be removed; with a third, its bridges and events go with it."""
    refused = removed(start(), "options", "own")
    assert isinstance(refused, Problems)
    three = right(duplicated(start(), "options", "managed", "other"))
    assert three.kind("other") == "managed"
    two = right(removed(three, "options", "own"))
    assert two.ids("options") == ("managed", "other")
    assert two.list("pair") == ()
    assert two.ids("events") == ()
    assert two.ids("scenarios") == ("more",)


def test_an_inner_table_written_in_one_line_can_be_removed_and_moved():
    """Items in an inline table are removed, renamed and reordered too."""
    profile = start()
    assert right(removed(profile, "options.own.items", "postgres")).ids("options.own.items") == ("redis",)
    assert right(renamed(profile, "options.own.items", "redis", "cache")).ids("options.own.items") == (
        "postgres",
        "cache",
    )
    assert right(moved(profile, "options.own.items", "redis", -1)).ids("options.own.items") == ("redis", "postgres")


def test_a_duplicate_stands_after_its_siblings():
    """A copy has every value, what options say about it, and a title that says it is one."""
    twice = right(duplicated(start(), "workloads", "desk", "desk-2"))
    assert twice.ids("workloads") == ("desk", "calls", "desk-2")
    assert twice.text("workloads.desk-2.title") == "Desk (copy)"
    assert twice.has("options.own.workloads.desk-2.routes.easy.token_factor")


def test_shares_of_routes_still_add_up():
    """A copied route starts with no sessions, and a removed one leaves its sessions to the first that stays."""
    three = right(duplicated(start(), "workloads.desk.routes", "hard", "harder"))
    assert three.leaves["workloads.desk.routes.harder.share"].text == "0"
    one = right(removed(right(removed(three, "workloads.desk.routes", "easy")), "workloads.desk.routes", "harder"))
    assert one.leaves["workloads.desk.routes.hard.share"].text == "1"


def test_tables_change_places_with_their_comments():
    """Reordering moves whole sections with the comments above them, and back again gives the text that was read."""
    profile = start()
    other = right(moved(profile, "workloads", "calls", -1))
    assert other.ids("workloads") == ("calls", "desk")
    assert other.source.index("# the calls\n[workloads.calls]") < other.source.index("# the desk\n[workloads.desk]")
    assert right(moved(other, "workloads", "calls", 1)).source == TEXT
    assert moved(profile, "workloads", "desk", -1) == profile


def test_a_new_table_takes_values_of_the_form():
    """An option is added with text as one writes it in the form, and a scenario with dotted keys."""
    three = right(
        added(start(), "options", "cheap", {"kind": "own-stack", "upkeep_fte": "0.1 to 0.4", "sandbox.vcpu": "2"})
    )
    assert three.ids("options") == ("managed", "own", "cheap")
    assert three.quantity("options.cheap.sandbox.vcpu") is not None
    new = right(added(three, "scenarios", "dear", {"title": "Dear", 'set."prices.runtime_usd_per_hour"': "0.16"}))
    applied = new.scenario("dear")
    assert isinstance(applied, Profile)
    assert applied.quantity("prices.runtime_usd_per_hour") is not None


@pytest.mark.parametrize(
    ("parent", "name"),
    [
        ("options", "Own stack"),
        ("options", "own"),
        ("nothing", "own"),
        ("options.none.items", "x"),
        ("", "x"),
        ("a b", "x"),
    ],
)
def test_what_cannot_be_added_is_said(parent: str, name: str):
    """A taken id, an odd one and a table that cannot exist are problems."""
    assert isinstance(added(start(), parent, name, {}), Problems)


def test_an_inherited_table_is_changed_where_it_is_written(tmp_path: Path):
    """A table of the extended file can be duplicated here, but not renamed or removed."""
    (tmp_path / "base.toml").write_text(TEXT)
    own = tmp_path / "own.toml"
    own.write_text('schema = 1\nextends = "base.toml"\n[workloads.more]\nsessions_per_month = 5\nactive_minutes = 1\n')
    profile = load(own)
    assert isinstance(profile, Profile)
    assert isinstance(renamed(profile, "workloads", "desk", "x"), Problems)
    assert isinstance(removed(profile, "workloads", "desk"), Problems)
    copy = duplicated(profile, "workloads", "desk", "desk-2")
    assert isinstance(copy, Profile)
    assert copy.quantity("workloads.desk-2.sessions_per_month") is not None
    assert "[workloads.desk-2]" in copy.source
    assert "[workloads.desk]" not in copy.source
