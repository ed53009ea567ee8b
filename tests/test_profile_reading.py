"""Reading profiles: what is accepted, and what every kind of bad input is told."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.profile import PUBLISHED, Problems, Profile, load, loads
from model.quantities import Quantity

SMALL = """schema = 1
name = "Small"
[workloads.tickets]
sessions_per_month = "8k to 15k"
active_minutes = 12
[engineering]
loaded_usd_per_year = "200k to 300k"
[options.managed]
build_engineer_weeks = 2
upkeep_fte = "0.02 to 0.1"
[options.own]
kind = "own-stack"
build_engineer_weeks = "8 / 16 / 40"
upkeep_fte = "published"
runs_on = "existing-machines"
"""


def profile_of(text: str) -> Profile:
    """The profile in a text that must be right."""
    read = loads(text)
    assert isinstance(read, Profile), read.sentences()
    return read


def sentences_of(text: str) -> tuple[str, ...]:
    """What is said about a text that must be wrong."""
    read = loads(text)
    assert isinstance(read, Problems)
    return read.sentences()


def with_lines(*lines: str) -> str:
    """The small profile with more lines at the end."""
    return SMALL + "\n".join(lines) + "\n"


def test_the_smallest_profile_is_read():
    """Numbers, ranges, words and ids of the smallest valid profile arrive under their dotted keys."""
    profile = profile_of(SMALL)
    assert profile.name == "Small"
    assert profile.ids("options") == ("managed", "own")
    assert profile.kind("managed") == "managed"
    assert profile.kind("own") == "own-stack"
    sessions = profile.quantity("workloads.tickets.sessions_per_month")
    assert sessions is not None
    assert (sessions.p5, sessions.p95) == (8_000, 15_000)
    assert profile.leaves["options.own.upkeep_fte"].value is PUBLISHED
    assert profile.leaves["options.own.upkeep_fte"].basis == "published"


def test_a_number_may_be_a_table_with_its_basis():
    """A number's table keeps value, basis, source and note; the same table as a header means the same."""
    inline = profile_of(
        SMALL.replace(
            "active_minutes = 12",
            'active_minutes = { value = "12 min", basis = "measured", source = "logs", note = "May" }',
        )
    )
    header = profile_of(with_lines("[workloads.tickets.waiting_minutes]", "value = 45", 'basis = "contract"'))
    leaf = inline.leaves["workloads.tickets.active_minutes"]
    assert (leaf.basis, leaf.source, leaf.note) == ("measured", "logs", "May")
    assert isinstance(leaf.value, Quantity)
    assert leaf.value.median == 12
    assert header.leaves["workloads.tickets.waiting_minutes"].basis == "contract"


def test_every_way_of_writing_a_scenario_key_means_the_same():
    """Quoted dotted keys, bare ones and nested tables of `set` lead to the same input."""
    ways = (
        'set = { "prices.runtime_usd_per_hour" = 0.16 }',
        "set = { prices.runtime_usd_per_hour = 0.16 }",
        "[scenarios.ga.set.prices]\nruntime_usd_per_hour = 0.16",
    )
    for way in ways:
        applied = profile_of(with_lines("[scenarios.ga]", way)).scenario("ga")
        assert isinstance(applied, Profile)
        price = applied.quantity("prices.runtime_usd_per_hour")
        assert price is not None
        assert price.median == 0.16


def test_a_day_may_be_a_date_or_text():
    """`as_of` takes a TOML date and the same in quotes."""
    for written in ("2026-11-22", '"2026-11-22"'):
        assert profile_of(f"as_of = {written}\n" + SMALL).day("as_of") == date(2026, 11, 22)


WRONG = [
    ("active_minutes = 12", "active_minuts = 12", "nearest: workloads.tickets.active_minutes"),
    ("active_minutes = 12", "active_minutes = true", "found true"),
    ("active_minutes = 12", "active_minutes = -1", "below 0"),
    ("active_minutes = 12", "active_minutes = nan", "finite"),
    ("active_minutes = 12", "active_minutes = inf", "active_minutes: found"),
    ("active_minutes = 12", "active_minutes = 1e9", "at most"),
    ("active_minutes = 12", "active_minutes = [12]", "found a list"),
    ("active_minutes = 12", 'active_minutes = "15 to 5"', "active_minutes: found"),
    ("active_minutes = 12", 'active_minutes = "published"', "published"),
    ("active_minutes = 12", "active_minutes = { valu = 12 }", "nearest: value"),
    ("active_minutes = 12", 'active_minutes = { basis = "measured" }', "without value"),
    ("active_minutes = 12", 'active_minutes = { value = 12, basis = "mesured" }', "nearest: measured"),
    ("active_minutes = 12", "active_minutes = 12\nsuccess_rate = 1.4", "success_rate"),
    (
        "active_minutes = 12",
        "active_minutes = 12\ncached_share = 0.8",
        "nearest: workloads.tickets.tokens.cached_share",
    ),
    ("active_minutes = 12", "", "workloads.tickets.active_minutes: missing"),
    ('kind = "own-stack"', "", "options.own.kind: missing"),
    ('kind = "own-stack"', 'kind = "ownstack"', "nearest: own-stack"),
    ('loaded_usd_per_year = "200k to 300k"', "", "engineering.loaded_usd_per_year: missing"),
    ('loaded_usd_per_year = "200k to 300k"', "salary_usd_per_year = 150_000", "engineering.load_factor: missing"),
    ("schema = 1", "", "schema: missing"),
    ("schema = 1", "schema = 2", "a later version reads this file"),
    ("schema = 1", 'schema = "1"', "schema"),
    ('name = "Small"', "", "name: missing"),
    ("[options.own]", "[options.Own]", "nearest: own"),
    ("schema = 1", 'schema = 1\ntoday = "ownn"', "nearest: own"),
    ("schema = 1", 'schema = 1\npair = ["own", "own"]', "differ"),
    ("schema = 1", 'schema = 1\npair = ["own", "other"]', "one of managed, own"),
    ("schema = 1", "schema = 1\nhorizon_months = 12.5", "horizon_months"),
    ("schema = 1", 'schema = 1\nhorizon_months = "12 to 36"', "cannot be a range"),
    ("schema = 1", "schema = 1\ndiscount_rate = 10", "discount_rate"),
    ("schema = 1", "schema = 1\nworkload = 3", "nearest: workloads"),
    ("schema = 1", "schema = 1\nrequirements = 3", "a table, such as [requirements]"),
    ('runs_on = "existing-machines"', 'meanwhile = "nowhere"', "nobody"),
    ('runs_on = "existing-machines"', 'meanwhile = "own"', "circle"),
    ('runs_on = "existing-machines"', 'runs_on = "existing-machines"\nsandbox.vcpu = 2', "one place to run"),
    ('runs_on = "existing-machines"', 'meets = ["hipaa"]\nfails = ["hipaa"]', "not also in meets"),
    ('runs_on = "existing-machines"', "workloads.calls.success_rate = 0.3", "nearest: "),
    ('runs_on = "existing-machines"', "workloads.tickets.sessions_per_month = 3", "unknown key"),
]


@pytest.mark.parametrize(("old", "new", "said"), WRONG)
def test_bad_input_is_named_with_what_is_allowed(old: str, new: str, said: str):
    """Each slip is answered on one line that names the key and what would be right."""
    assert old in SMALL
    found = sentences_of(SMALL.replace(old, new, 1))
    if said == "nearest: ":
        assert any("calls" in line and "tickets" in line for line in found)
    else:
        assert any(said in line for line in found), found


MORE_WRONG = [
    (["[scenarios.x]", 'set = { "prices.runtime_usd" = 1 }'], "prices.runtime_usd_per_hour"),
    (["[scenarios.x]", 'set = { "options.owm.upkeep_fte" = 1 }'], "nearest: own"),
    (["[scenarios.x]", 'set = { "options.own.upkeep_fte" = "a lot" }'], "options.own.upkeep_fte"),
    (["[scenarios.x]", 'set = { "options.own.meanwhile" = "managed", "options.managed.meanwhile" = "own" }'], "circle"),
    (["[scenarios.x]", 'set = { "today" = "nothing" }'], "one of managed, own, none"),
    (
        ["[events.e]", "month = 3", "factor = 2", "probability = 0.4", 'key = "options.own.title"'],
        "the dotted key of a number",
    ),
    (
        ["[events.e]", "month = 0", "factor = 2", "probability = 0.4", 'key = "options.own.upkeep_fte"'],
        "events.e.month",
    ),
    (["[events.e]", "factor = 2", "probability = 0.4", 'key = "options.own.upkeep_fte"'], "events.e.month: missing"),
    (["[correlations.c]", 'between = ["options.own.upkeep_fte", "options.own.upkeep"]', "rank = 0.5"], "upkeep_fte"),
    (["[correlations.c]", 'between = ["options.own.upkeep_fte"]', "rank = 0.5"], "a list of"),
    (["[correlations.c]", 'between = ["options.own.upkeep_fte", "options.managed.upkeep_fte"]', "rank = 1.5"], "rank"),
    (["[workloads.tickets.tokens]", "input = 5", "cached_share = 0.8", "write_5m_share = 0.3"], "add to 1.1"),
    (["[workloads.tickets.routes.a]", "share = 0.5", "[workloads.tickets.routes.b]", "share = 0.4"], "add to 0.9"),
    (["[workloads.tickets.routes.a]", 'model = "x"'], "routes.a.share: missing"),
    (["[workloads.tickets.tokens]", "input = 5", "[workloads.tickets.loop]", "turns = 3"], "one way to give tokens"),
    (["[options.own.hosts]", "answer_share = 0.9"], "answer_seconds"),
    (["[decision]", 'option = "other"'], "decision.option"),
]


@pytest.mark.parametrize(("lines", "said"), MORE_WRONG)
def test_what_does_not_fit_together_is_named(lines: list[str], said: str):
    """Names that do not exist, shares that do not add up and choices that exclude each other are problems."""
    assert any(said in line for line in sentences_of(with_lines(*lines)))


def test_all_problems_are_said_at_once_with_their_lines():
    """Two slips give two lines, in the order of the file, each with its line number."""
    text = SMALL.replace("active_minutes", "activ_minutes").replace('upkeep_fte = "0.02', 'upkep_fte = "0.02')
    found = sentences_of(text)
    assert [line.split(": ")[0] for line in found if "unknown key" in line] == ["profile:5", "profile:10"]


def test_a_circle_of_bridges_is_said_once():
    """Two options that wait for each other are one problem."""
    text = with_lines('meanwhile = "other"', "[options.other]", 'kind = "own-stack"', 'meanwhile = "own"')
    assert sum("circle" in line for line in sentences_of(text)) == 1


def test_a_bridge_that_serves_today_ends_the_chain():
    """Today's option is live at once, so a chain that reaches it is no circle."""
    text = 'today = "managed"\n' + SMALL.replace('upkeep_fte = "0.02', 'meanwhile = "own"\nupkeep_fte = "0.02')
    assert isinstance(loads(text + 'meanwhile = "managed"\n'), Profile)


BROKEN = {
    "a table twice": "[a]\n[a]",
    "a key twice": "a = 1\na = 2",
    "an open table": "[a",
    "1,000 lists": "a = " + "[" * 1000 + "]" * 1000,
    "1,000 tables": "a = " + "{a = " * 1000 + "1" + "}" * 1000,
    "1,000 dotted levels": ".".join(["a"] * 1000) + " = 1",
    "100,000 dotted levels": ".".join(["a"] * 100_000) + " = 1",
    "a long number": "a = " + "9" * 6000,
    "an impossible date": "as_of = 2026-13-45",
    "a lone surrogate": 'a = "\\ud800"',
    "nothing": "",
    "one long word": "a" * 900_000,
    "one long value": "a = " + "b" * 900_000,
    "many unknown keys": "\n".join(f"key{n} = 1" for n in range(50_000)),
    "many options": "\n".join(f"[options.o{n}]" for n in range(50_000)),
    "many names that are no ids": "\n".join(f"[options.O{n}]" for n in range(20_000)),
    "many dots in a row": "a = 1\n" + "." * 900_000,
    "a long header": "[" + "a." * 400_000 + "a]",
    "brackets only": "[" * 900_000,
}


def test_dots_in_texts_and_comments_are_not_nesting():
    """A long row of dots in a text or a comment is no key."""
    dots = "." * 500
    assert isinstance(loads(f'summary = "a = {dots}" # b = {dots}\n' + SMALL), Profile)


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_not_toml_is_one_clear_line(text: str):
    """Text that TOML refuses, at any depth, gives problems and no exception."""
    found = sentences_of(text)
    assert found
    assert all("\n" not in line for line in found)


def test_a_file_of_ten_megabytes_is_refused_unread(tmp_path: Path):
    """A profile is at most 1 MB; what is larger is not parsed."""
    path = tmp_path / "large.toml"
    path.write_bytes(b"#" * 10_000_000)
    found = load(path)
    assert isinstance(found, Problems)
    assert "10.0 MB" in found.sentences()[0]


@pytest.mark.parametrize("data", [b"\xff\xfe", b'name = "\xe9"\n', b"a = 1\n\x00"])
def test_bytes_that_are_not_text_are_refused(tmp_path: Path, data: bytes):
    """Bytes outside UTF-8 and control characters give one line."""
    path = tmp_path / "bytes.toml"
    path.write_bytes(data)
    assert isinstance(load(path), Problems)


def test_a_byte_order_mark_and_windows_lines_are_accepted(tmp_path: Path):
    """Files from editors of other systems are read."""
    path = tmp_path / "windows.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert isinstance(load(path), Profile)


def test_hostile_names_are_text_and_shown_as_escapes():
    """A name with terminal escapes and a turned reading direction is accepted; where it is printed, it cannot act."""
    profile = profile_of(SMALL.replace('"Small"', '"\\u001b[31m\\u202etxt"'))
    assert profile.name == "\x1b[31m\u202etxt"
    lines = sentences_of(SMALL + '["\\u001b]0;x\\u0007"]\n')
    assert all(line.isprintable() for line in lines)
    assert any("\\u001b" in line for line in lines)


def test_extends_merges_key_by_key(tmp_path: Path):
    """The file's own values win, everything else comes from the base, and each leaf knows its file."""
    (tmp_path / "company.toml").write_text(
        "schema = 1\n[engineering]\nloaded_usd_per_year = 200_000\nhours_per_year = 1900\n"
    )
    own = tmp_path / "team.toml"
    own.write_text('extends = "company.toml"\n' + SMALL)
    profile = load(own)
    assert isinstance(profile, Profile)
    assert profile.leaves["engineering.loaded_usd_per_year"].text == "200k to 300k"
    assert profile.leaves["engineering.hours_per_year"].file.endswith("company.toml")
    assert profile.inherited("engineering.hours_per_year")
    assert not profile.inherited("engineering.loaded_usd_per_year")


@pytest.mark.parametrize("target", ["none.toml", "team.toml", "", "other.toml"])
def test_extends_to_nowhere_or_in_a_circle_is_refused(tmp_path: Path, target: str):
    """A base that is missing, the file itself, and a base that leads back are problems of `extends`."""
    (tmp_path / "other.toml").write_text('extends = "team.toml"\n')
    own = tmp_path / "team.toml"
    own.write_text(f'extends = "{target}"\n' + SMALL)
    found = load(own)
    assert isinstance(found, Problems)
    assert any("extends" in line for line in found.sentences())


def test_a_problem_of_the_base_names_the_base(tmp_path: Path):
    """A slip in the extended file is said under that file's name and line."""
    (tmp_path / "company.toml").write_text("schema = 1\n[engineering]\nhours_per_yeer = 1900\n")
    own = tmp_path / "team.toml"
    own.write_text('extends = "company.toml"\n' + SMALL)
    found = load(own)
    assert isinstance(found, Problems)
    assert "company.toml:3" in found.sentences()[0]


def test_the_draft_form_is_read_as_the_current_one():
    """A profile of schema 0 is migrated while it is read."""
    old = "horizon_years = 2\n" + SMALL.replace("schema = 1", "schema = 0").replace("[engineering]", "[team]")
    profile = profile_of(old)
    months = profile.quantity("horizon_months")
    assert months is not None
    assert months.median == 24
    assert profile.has("engineering.loaded_usd_per_year")


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_no_text_raises(text: str):
    """Whatever a text holds, reading it ends in a profile or in printable problems."""
    read = loads(text)
    assert isinstance(read, Profile) or all(line.isprintable() for line in read.sentences())


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_raise(tmp_path_factory: pytest.TempPathFactory, data: bytes):
    """Whatever a file holds, loading it does not raise."""
    path = tmp_path_factory.getbasetemp() / "fuzz.toml"
    path.write_bytes(data)
    assert isinstance(load(path), Profile | Problems)


_VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.dates()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 14), _VALUES)
def test_any_value_at_any_key_is_answered(line: int, value: object):
    """A value of any TOML type in place of any other gives a profile or problems."""
    from model.profile.rewriting import written

    lines = SMALL.splitlines()
    if "=" in lines[line]:
        lines[line] = f"{lines[line].split('=')[0]}= {written(value)}"
    assert isinstance(loads("\n".join(lines)), Profile | Problems)


def test_odd_files_are_refused_without_an_exception(tmp_path: Path):
    """A folder, a missing file and an impossible name are problems."""
    for odd in (tmp_path, tmp_path / "none.toml", Path("a\x00b"), Path("x" * 5000)):
        assert isinstance(load(odd), Problems)
