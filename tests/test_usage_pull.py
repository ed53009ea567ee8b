"""`pull` with the official client against a loopback that behaves like the API: pages, retries, errors, changes, contents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from loopback import Answer, Api, refused, serving
from usage import SAMPLES, measured

from model.usage.pulling import client as client_module
from model.usage.pulling.contents import without_contents
from tui.command_line import main

pytest.importorskip("anthropic", reason="the official client is an extra")
KEY = "sk-ant-test-key"
MANAGED = SAMPLES / "managed-agents"
COST = SAMPLES / "anthropic-admin" / "analytics-cost-by-agent.json"


class Usual:
    """The samples as the API would hand them out; `change` may answer instead."""

    def __init__(self) -> None:
        self.pages = [json.loads((MANAGED / f"sessions-page-{number}.json").read_text())["data"] for number in (2, 1)]
        self.threads = json.loads((MANAGED / "threads-sesn_01Sample0003.json").read_text())["data"]
        self.events = json.loads((MANAGED / "events-sesn_01Sample0009.json").read_text())["data"]
        self.cost: dict[str, Any] = json.loads(COST.read_text())

    def __call__(self, path: str, query: dict[str, list[str]]) -> Answer:
        if path == "/v1/sessions":
            number = int(query.get("page", ["0"])[0])
            cursor = str(number + 1) if number + 1 < len(self.pages) else None
            return 200, {"data": self.pages[number], "next_page": cursor, "prev_page": None}, {}
        if path.endswith("/threads"):
            return 200, {"data": [each for each in self.threads if each["session_id"] in path], "next_page": None}, {}
        if path.endswith("/events"):
            return 200, {"data": self.events if "0001" in path else [], "next_page": None}, {}
        return 200, {**self.cost, "has_more": False, "next_page": None}, {}


@pytest.fixture
def usual(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Usual, Api]]:
    answers = Usual()
    with serving(answers) as api:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
        monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
        monkeypatch.setattr(client_module, "RETRIES", 2)
        yield answers, api


def pulled(out: Path, *more: str) -> int:
    return main(["pull", "--since", "2026-11-01", "--out", str(out), *more])


def text_of(folder: Path) -> str:
    return "".join(path.read_text() for path in sorted(folder.rglob("*")) if path.is_file())


def test_everything_is_fetched_and_measures_the_same(
    usual: tuple[Usual, Api], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, api = usual
    assert pulled(tmp_path / "usage") == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "8 sessions, 7 looked into" in told.err
    assert "1 still running" in told.err
    first = api.paths("/v1/sessions")[0][1]
    assert first["include_archived"] == ["true"]
    assert first["created_at[gte]"] == ["2026-11-01T00:00:00Z"]
    assert len(api.paths("/v1/sessions")) == 2
    assert api.keys == {f"Bearer {KEY}"}
    found = measured(tmp_path / "usage")
    skipped = [reason for each in found.sources for reason in each.skipped]
    assert skipped == ["session still running: not counted"]  # pages without entries are no strangers
    assert sum(line.billed_usd or 0.0 for line in found.charges) == pytest.approx(1.23961605, abs=1e-9)
    original = measured(
        MANAGED / "sessions-page-1.json", MANAGED / "sessions-page-2.json", MANAGED / "threads-sesn_01Sample0003.json"
    )
    assert found.totals.list_usd == pytest.approx(original.totals.list_usd, rel=1e-12)
    assert found.totals.sessions == original.totals.sessions
    assert main(["reconcile", str(tmp_path / "usage")]) == 0
    assert capsys.readouterr().out.startswith("8 sessions: 6 equal, 2 not-comparable.")


def test_no_contents_and_no_key_on_disk(
    usual: tuple[Usual, Api], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers, _ = usual
    answers.pages[0][0] = {
        **answers.pages[0][0], "title": "SECRET", "metadata": {"who": "SECRET"}, "new_field": "SECRET words", "new_count": 17,
        "new_object": {"inner": "SECRET", "number": 3},
    }  # fmt: skip
    answers.events = [
        *answers.events,
        {"id": "sevt_x", "type": "agent.brand_new", "processed_at": "2026-11-20T10:13:00Z", "content": "SECRET", "words": "SECRET", "result": "SECRET words"},
    ]  # fmt: skip
    assert pulled(tmp_path) == 0
    kept, told = text_of(tmp_path), capsys.readouterr()
    for secret in ("SECRET", KEY, "You sort incoming requests", "(removed)"):
        assert secret not in kept + told.err + told.out
    assert '"new_count":17' in kept
    assert "agent.brand_new" in kept
    assert "new_field" in told.err  # named once, without its value


def test_a_second_pull_fetches_what_changed_only(usual: tuple[Usual, Api], tmp_path: Path) -> None:
    answers, api = usual
    assert pulled(tmp_path) == 0
    before = len(api.paths("/events"))
    changed = answers.pages[0][0]
    changed["updated_at"] = "2026-11-28T12:00:00Z"
    assert pulled(tmp_path) == 0
    assert [path for path, _ in api.paths("/events")[before:]] == [f"/v1/sessions/{changed['id']}/events"]


def test_an_interrupted_pull_goes_on_where_it_stopped(
    usual: tuple[Usual, Api], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers, api = usual
    whole = api.answer
    api.answer = lambda path, query: refused(529) if query.get("page") else whole(path, query)
    assert pulled(tmp_path) == 2
    assert "goes on where it stopped" in capsys.readouterr().err
    api.answer = whole
    api.asked.clear()
    assert pulled(tmp_path) == 0
    assert [query.get("page") for path, query in api.paths("/v1/sessions")] == [["1"]]
    assert "8 sessions" in capsys.readouterr().err
    assert len(answers.pages) == 2


def test_a_session_that_changes_between_pages_counts_once(
    usual: tuple[Usual, Api], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers, _ = usual
    again = {**answers.pages[0][0], "updated_at": "2026-11-28T12:00:00Z"}
    answers.pages[1] = [again, {"type": "workspace", "id": "wrkspc_1"}, *answers.pages[1]]
    assert pulled(tmp_path) == 0
    told = capsys.readouterr().err
    assert "8 sessions" in told
    assert "1 objects of the list are no sessions" in told
    assert measured(tmp_path / "managed").totals.sessions == 7


def test_too_many_requests_are_waited_for(usual: tuple[Usual, Api], tmp_path: Path) -> None:
    _, api = usual
    whole, refusals = api.answer, [refused(429, {"retry-after": "0"}), refused(503)]
    api.answer = lambda path, query: refusals.pop() if refusals else whole(path, query)
    assert pulled(tmp_path) == 0
    assert len(api.paths("/v1/sessions")) == 4


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (400, "(400)"), (401, "does not know this key"), (403, "may not read"), (404, "not found"), (429, "too many"),
        (500, "failed (500)"), (529, "overloaded"),
    ],
)  # fmt: skip
def test_each_error_is_one_clear_line(
    usual: tuple[Usual, Api], tmp_path: Path, capsys: pytest.CaptureFixture[str], status: int, said: str
) -> None:
    _, api = usual
    api.answer = lambda *_: refused(status)
    assert pulled(tmp_path) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert said in told.err
    assert "request req_loop" in told.err
    assert "SECRET" not in told.err
    assert KEY not in told.err


def test_a_repeating_cursor_stops_it(
    usual: tuple[Usual, Api], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers, api = usual
    api.answer = lambda *_: (200, {"data": answers.pages[0], "next_page": "again"}, {})
    assert pulled(tmp_path) == 2
    assert "never ends" in capsys.readouterr().err


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"data": 3}', b""])
def test_what_is_no_page_stops_it(
    usual: tuple[Usual, Api], tmp_path: Path, capsys: pytest.CaptureFixture[str], body: bytes
) -> None:
    _, api = usual
    api.answer = lambda *_: (200, body, {})
    assert pulled(tmp_path) == 2
    assert "the API answered with something that is no" in capsys.readouterr().err


def test_without_a_key_of_the_organization_there_is_no_cost(
    usual: tuple[Usual, Api], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, api = usual
    whole = api.answer
    api.answer = lambda path, query: (
        refused(403) if "analytics" in path else refused(404) if "Sample0002/" in path else whole(path, query)
    )
    assert pulled(tmp_path) == 0
    told = capsys.readouterr().err
    assert "cost needs a key of the organization" in told
    assert "1 sessions are gone" in told


def test_nobody_there_and_no_key(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(client_module, "RETRIES", 0)
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9")
    assert pulled(tmp_path) == 2
    assert "cannot be reached" in capsys.readouterr().err
    monkeypatch.delenv("ANTHROPIC_API_KEY")
    for name in ("ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    for folder in (None, str(tmp_path / "nothing")):
        if folder is not None:
            monkeypatch.setenv("ANTHROPIC_CONFIG_DIR", folder)
        assert pulled(tmp_path) == 2
        assert "no key: set ANTHROPIC_API_KEY" in capsys.readouterr().err


def test_another_day_wants_another_folder(
    usual: tuple[Usual, Api], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pulled(tmp_path, "--no-events") == 0
    assert not usual[1].paths("/events")
    assert main(["pull", "--since", "2026-10-01", "--out", str(tmp_path)]) == 2
    assert "holds sessions since 2026-11-01" in capsys.readouterr().err


def test_without_the_client_the_extra_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "anthropic", None)
    assert pulled(tmp_path) == 2
    assert "switchpoint[pull]" in capsys.readouterr().err


def test_words_are_kept_only_where_they_are_ids_times_and_kinds() -> None:
    from collections import Counter

    dropped: Counter[str] = Counter()
    value = {
        "id": "sesn_1",
        "status": "two words",
        "name": "My agent",
        "n": 1,
        "b": True,
        "x": {"y": "z", "list": ["a", 2]},
        "content": [1],
    }
    assert without_contents(value, dropped) == {
        "id": "sesn_1",
        "name": "My agent",
        "n": 1,
        "b": True,
        "x": {"list": [2]},
    }
    assert dropped == {"status": 1, "y": 1, "list": 1}
