"""Damaged, hostile and endless input: counted, named, never told from inside, and never the end of the program."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from usage import FULL, PROJECT, SAMPLES, claude, measured, only, reply, stored, written

from model.usage import source_bytes
from model.usage.told.measure_csv import as_csv
from model.usage.told.measure_text import as_markdown, as_text
from tui.command_line import main

SECRET = "a-prompt-that-nobody-may-see"


def secretive(session: str = "s-1") -> dict[str, Any]:
    """A reply with contents."""
    line = reply(FULL, session=session)
    line["message"]["content"] = [{"type": "text", "text": SECRET}]
    return line


def test_cut_foreign_and_empty_lines(tmp_path: Path) -> None:
    path = written(tmp_path, f"{PROJECT}/s-1.jsonl", secretive())
    with path.open("a") as file:
        file.write("\n" + json.dumps(["foreign"]) + '\n{"type":"assistant","mess\n' + json.dumps(secretive())[:300])
    found = measured(tmp_path)
    assert only(found).list_usd == pytest.approx(0.032625)
    assert found.sources[0].skipped["cut or damaged line"] == 2
    assert SECRET not in as_text(found) + as_markdown(found) + as_csv(found)


def test_a_line_that_no_reader_could_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, f"{PROJECT}/s-1.jsonl", secretive())
    size = source_bytes.MOST_BYTES_OF_A_LINE
    with path.open("ab") as file:
        file.write(b'{"type":"user","x":"' + b"y" * (size + 10) + b'"}\n')
        file.write(json.dumps(reply(FULL, "msg_2", request="req_2")).encode())
    found = measured(tmp_path)
    assert only(found).requests == 2
    assert found.sources[0].skipped["line too long"] == 1
    monkeypatch.setattr(source_bytes, "MOST_BYTES_OF_A_LINE", 1_000)
    monkeypatch.setattr(source_bytes, "_CHUNK", 700)
    long = tmp_path / "long.jsonl"
    long.write_bytes(b'{"a":1}\n' + b"z" * 5_000 + b"\n\n" + b'{"b":2}')
    assert list(source_bytes.SourceFile(long).lines()) == [(1, b'{"a":1}'), (2, None), (4, b'{"b":2}')]


def test_a_real_line_of_one_gigabyte_takes_little_memory(tmp_path: Path) -> None:
    """The line is a hole in the file, so that it takes no room on disk; what stands before and behind it is read.

    Where the system says so, the peak is that of the program's own memory: ``ru_maxrss`` begins at the size of the
    process that started it.
    """
    path = written(tmp_path, f"{PROJECT}/s-1.jsonl", reply(FULL))
    with path.open("r+b") as file:
        file.seek(0, os.SEEK_END)
        file.write(b'{"type":"assistant","x":"')
        file.seek(10**9, os.SEEK_CUR)
        file.write(b'"}\n' + json.dumps(reply(FULL, "msg_2", request="req_2")).encode() + b"\n")
    program = (
        "import re, resource, sys; from datetime import date; from pathlib import Path; "
        "from model.usage.measuring import measure; "
        "found = measure([sys.argv[1]], date(2026, 11, 28)); "
        "status = Path('/proc/self/status'); "
        "own = re.search(r'VmHWM:\\s+(\\d+) kB', status.read_text() if status.exists() else ''); "
        "peak = int(own[1]) if own else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss; "
        "print(found.totals.requests, found.sources[0].skipped['line too long'], peak // 1024)"
    )
    for source in (tmp_path, path):
        done = subprocess.run([sys.executable, "-c", program, str(source)], capture_output=True, text=True, check=True)
        requests, too_long, mib = map(int, done.stdout.split())
        assert (requests, too_long) == (2, 1)
        assert mib < 1_024


def test_a_folder_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    claude(tmp_path, reply(FULL))
    walk = os.walk

    def refusing(path: Path, onerror: Any) -> Any:
        onerror(PermissionError(13, "Permission denied", str(path)))
        return walk(path)

    monkeypatch.setattr(os, "walk", refusing)
    found = measured(tmp_path)
    assert only(found).requests == 1
    assert found.sources[0].skipped["folder: no permission to read it"] == 1


def test_an_endless_chain_of_pages_and_a_session_that_occurs_again(tmp_path: Path) -> None:
    page = json.loads((SAMPLES / "managed-agents" / "sessions-page-2.json").read_text())
    page["next_page"] = "page_again"
    paths = [written(tmp_path, f"p{number}.json", page, lines=False) for number in (1, 2)]
    found = measured(*paths)
    assert found.totals.sessions == len(page["data"])
    assert sum(told.skipped["session that occurs again (the newest record holds)"] for told in found.sources) == len(
        page["data"]
    )


def test_a_clock_that_runs_backwards(tmp_path: Path) -> None:
    lines = [reply(FULL, f"m{place}", at=f"2026-11-20T10:0{9 - place}:00.000Z", request=None) for place in range(3)]
    found = measured(claude(tmp_path, *lines))
    assert only(found).active_seconds == 120.0  # from 10:07 to 10:09, in the order of the clock
    assert any("a clock that ran backwards" in note for note in found.sources[0].notes)


def test_names_with_escapes_steer_no_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = {**reply(FULL), "cwd": "/home/user/\x1b[31mred\u202e"}
    claude(tmp_path, line)
    for form in ([], ["--markdown"], ["--csv"], ["--json"]):
        assert main(["measure", str(tmp_path), *form]) == 0
        told = capsys.readouterr()
        assert "\x1b" not in told.out + told.err
        assert "\u202e" not in told.out + told.err


def test_a_formula_in_a_name_is_text_in_a_sheet(tmp_path: Path) -> None:
    found = measured(claude(tmp_path, {**reply(FULL), "cwd": "/home/user/=HYPERLINK(1)"}))
    assert "'=HYPERLINK(1)" in as_csv(found)


def test_another_currency_is_left_out_and_counted(tmp_path: Path) -> None:
    text = (SAMPLES / "focus" / "aws-focus-1.2-daily.csv").read_text()
    path = tmp_path / "euro.csv"
    path.write_text(text.replace(",USD,", ",EUR,", 2))
    found = measured(path)
    assert found.sources[0].skipped["row in another currency than US dollars"] == 2
    page = json.loads((SAMPLES / "managed-agents" / "sessions-page-2.json").read_text())
    for row in page["data"]:
        if "list_cost" in row["usage"]:
            row["usage"]["list_cost"]["currency"] = "EUR"
    found = measured(written(tmp_path, "euro.json", page, lines=False))
    assert found.sources[0].reported_usd is None
    assert found.totals.list_usd is not None


def test_literal_null_is_unknown(tmp_path: Path) -> None:
    lines = (SAMPLES / "focus" / "aws-focus-1.2-daily.csv").read_text().splitlines()
    names = lines[0].split(",")
    row = lines[1].split(",")
    row[names.index("ListCost")] = "NULL"
    row[names.index("ChargePeriodStart")] = "2024-09-18 22:00:00"
    path = tmp_path / "null.csv"
    path.write_text("\n".join([lines[0], ",".join(row)]))
    with stored(path) as store:
        assert store.rows("SELECT list_usd, CAST(starts_at AS VARCHAR) FROM charges") == [(None, "2024-09-18 22:00:00")]


def test_gzip_and_stdin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = (SAMPLES / "litellm" / "spend_logs.json").read_bytes()
    packed = tmp_path / "spend.json.gz"
    packed.write_bytes(gzip.compress(plain))
    folder = tmp_path / PROJECT
    folder.mkdir(parents=True)
    (folder / "s-1.jsonl.gz").write_bytes(gzip.compress(json.dumps(reply(FULL)).encode()))
    assert measured(packed).totals.list_usd == measured(SAMPLES / "litellm" / "spend_logs.json").totals.list_usd
    assert only(measured(tmp_path / "projects")).requests == 1
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(plain)))
    assert measured("-").totals.requests == 4
    cut = tmp_path / "cut.json.gz"
    cut.write_bytes(gzip.compress(plain)[:200])
    found = measured(cut, packed)
    assert found.totals.requests == 4


def test_numbers_that_are_none(tmp_path: Path) -> None:
    odd = {
        "input_tokens": 3.7,
        "output_tokens": -5,
        "cache_read_input_tokens": 1e40,
        "server_tool_use": [],
        "speed": {"a": 1},
    }
    found = measured(claude(tmp_path, reply(odd), reply(FULL, "msg_2", request="req_2")))
    assert only(found).tokens.fresh == 100  # a cast would have made 4 of 3.7
    assert only(found).tokens.output == 50
    assert any("fresh_tokens" in said for said in only(found).unknown)


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    "name",
    ["managed-agents/sessions-page-2.json", "litellm/spend_logs.json", "langfuse/observations-v2.json", "claude-code/result-1.json",
     "opencost/allocation-namespace.json", "anthropic-admin/usage_report-messages.json", "engineers/jira-worklogs-rest.json",
     "otel/logfire.otlp.json", "engineers/pagerduty-raw-incidents.json", "anthropic-admin/analytics-cost-by-agent.json"],
)  # fmt: skip
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_any_value_anywhere_is_counted_or_named(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    """One value of a real file replaced by anything that JSON can hold."""
    held = json.loads((SAMPLES / name).read_text())
    place: Any = held
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        inner = place[key]
        if isinstance(inner, dict | list) and inner and data.draw(st.booleans()):
            place = inner
            continue
        place[key] = data.draw(JSONS)
        break
    path = tmp_path_factory.mktemp("fuzz") / "fuzzed.json"
    path.write_text(json.dumps(held, allow_nan=False) if _finite(held) else json.dumps(held))
    assert as_text(measured(path)).strip()


def _finite(value: Any) -> bool:
    try:
        json.dumps(value, allow_nan=False)
    except ValueError:
        return False
    return True


@settings(max_examples=10, deadline=None)
@given(data=st.binary(max_size=400))
def test_any_bytes_are_named(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "anything"
    path.write_bytes(data)
    assert measured(path, SAMPLES / "claude-code" / "result-1.json").totals.sessions == 1


def test_nothing_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", None)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("model.usage.queries.prepare", interrupt)
    assert main(["measure", str(SAMPLES / "litellm")]) == 130
    assert list(tmp_path.iterdir()) == []


def test_a_document_with_a_row_a_line_is_one_document(tmp_path: Path) -> None:
    page = json.loads((SAMPLES / "managed-agents" / "sessions-page-2.json").read_text())
    path = tmp_path / "page.json"
    path.write_text('{"data": [\n' + ",\n".join(json.dumps(row) for row in page["data"]) + '\n], "next_page": null}\n')
    assert measured(path).totals.sessions == len(page["data"])


def test_ctrl_c_during_a_query_is_an_interruption() -> None:
    """DuckDB turns it into a RuntimeError; here it is what it is everywhere else.

    The handler is set first: a process started in the background is born with SIGINT ignored.
    """
    import signal
    import threading

    from model.usage.row_store import RowStore

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with RowStore() as store:
            timer = threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT))
            timer.start()
            with pytest.raises(KeyboardInterrupt):
                store.rows("SELECT count(*) FROM range(1000000000) r(i) WHERE md5(i::VARCHAR) = 'never'")
            timer.join()
    finally:
        signal.signal(signal.SIGINT, before)
