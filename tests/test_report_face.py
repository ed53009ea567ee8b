"""What a report says on its face, so that a reader knows what it was made from and what nobody knows."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from model.comparison import Case, resolve
from model.decision import Analysis, analyse
from model.profile import Problems, Profile, digest_of, find, load, loads
from model.report import json as contract
from model.report import markdown, text
from model.report.story import tell

BASE = """
schema = 1
name = "Desk"
[workloads.tickets]
sessions_per_month = 10_000   # counted in May
active_minutes = 12
[engineering]
loaded_usd_per_year = 200_000
[options.managed]
build_engineer_weeks = 2
upkeep_fte = 0.05
[options.own]
kind = "own-stack"
build_engineer_weeks = 16
upkeep_fte = 0.3
runs_on = "existing-machines"
[scenarios.more]
set = { "workloads.tickets.sessions_per_month" = 20_000 }
"""


def profile_of(text_of: str) -> Profile:
    """The profile of a text."""
    found = loads(text_of)
    assert isinstance(found, Profile), found.sentences()
    return found


@cache
def starter(name: str) -> Analysis:
    """A starter's analysis on few draws."""
    path = find(name)
    assert not isinstance(path, Problems)
    profile = load(path)
    assert isinstance(profile, Profile)
    case = resolve(profile, date(2026, 11, 22))
    assert isinstance(case, Case)
    return analyse(case, 100, 1)


def test_what_changes_no_figure_changes_no_digest() -> None:
    """Comments, order of keys, another scenario and a recorded decision leave the digest as it is."""
    base = digest_of(profile_of(BASE))
    line = "sessions_per_month = 10_000   # counted in May\n"
    swapped = BASE.replace(line, "").replace("minutes = 12\n", "minutes = 12\nsessions_per_month = 10_000\n")
    assert digest_of(profile_of(swapped)) == base
    assert digest_of(profile_of(BASE + '[scenarios.less]\nset = { "horizon_months" = 12 }\n')) == base
    assert digest_of(profile_of(BASE + '[decision]\noption = "managed"\n')) == base


@pytest.mark.parametrize(
    ("old", "new"), [("10_000", "10_001"), ('"Desk"', '"Desks"'), ("upkeep_fte = 0.3", 'upkeep_fte = "0.2 to 0.4"')]
)
def test_every_assumption_counts_in_the_digest(old: str, new: str) -> None:
    """A value, a name or a range typed instead of a number is another digest."""
    assert digest_of(profile_of(BASE.replace(old, new))) != digest_of(profile_of(BASE))


def test_a_scenario_and_the_same_change_have_one_digest() -> None:
    """What a scenario sets and what --set sets is the same assumption."""
    profile = profile_of(BASE)
    under, changed = profile.scenario("more"), profile.changed({"workloads.tickets.sessions_per_month": "20000"})
    assert isinstance(under, Profile)
    assert isinstance(changed, Profile)
    assert digest_of(under) != digest_of(profile)
    assert digest_of(under) == digest_of(changed)


def test_what_a_profile_extends_counts(tmp_path: Path) -> None:
    """The same own file over another base is another digest; the name of the base's file does not matter."""
    own = BASE.replace("schema = 1", 'schema = 1\nextends = "base.toml"').replace("loaded_usd_per_year = 200_000\n", "")
    digests = []
    for usd, name in ((200_000, "base"), (300_000, "base"), (200_000, "other")):
        (tmp_path / f"{name}.toml").write_text(f'schema = 1\nname = "B"\n[engineering]\nloaded_usd_per_year = {usd}\n')
        (tmp_path / "own.toml").write_text(own.replace("base.toml", f"{name}.toml"))
        found = load(tmp_path / "own.toml")
        assert isinstance(found, Profile), found.sentences()
        digests.append(digest_of(found))
    assert digests[0] != digests[1]
    assert digests[0] == digests[2]


def test_the_face_names_what_the_report_rests_on() -> None:
    """Profile with digest, scenario, day of prices, oldest price, book, draws, seed and version stand on the record."""
    found = starter("coding-session")
    record = dict(tell(found).record)
    assert record["Profile"] == f"Published coding session, sha256 {found.profile_sha256[:16]}"
    assert record["Scenario"] == "none, the profile as it is"
    assert record["Prices"] == "of 22 Nov 2026; the oldest was checked on 30 Nov 2025"
    assert record["Book"] == f"sha256 {found.book.sha256[:16]}"
    assert record["Draws"] == "100 futures, seed 1"
    assert record["Product"].startswith("switchpoint ")


def test_the_face_names_what_nobody_knows() -> None:
    """Unpriced lines, open must-haves and every guess that decides are named."""
    found = starter("regulated-team")
    record = dict(tell(found).record)
    assert record["Not priced"] == "runtime.session of own-server"
    assert "HIPAA agreement on own-server" in record["Not known"]
    labels = {row.key: row.label for row in found.inputs}
    assert all(labels[key] in record["Guesses"] for key in found.whose_numbers.not_own)


def test_the_whole_record_is_printed() -> None:
    """Text and Markdown print all of the record, JSON the digest in full."""
    found = starter("regulated-team")
    said = " ".join(f"{key} {value}" for key, value in tell(found).record)
    assert " ".join(text.render([found]).decode().partition("\nRecord\n")[2].split()) == said
    assert found.profile_sha256[:16] in markdown.render([found]).decode()
    assert f'"profile_sha256": "{found.profile_sha256}"' in contract.render([found]).decode()
