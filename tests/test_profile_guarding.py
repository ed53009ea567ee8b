"""Where a profile may be written is decided once; what is checked is what is replaced; nothing unfinished stays behind."""

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from model.profile import Conflict, Problems, Profile, Saved, load, refusal, save, ships, starters
from model.profile import locked_writing as writer
from model.profile.opening import MOST_BYTES, bytes_of
from model.profile.problems import Problem
from model.report import writing
from tests.test_profile_saving import TEXT, changed, on_disk, profile_of
from tui.command_line import main
from tui.state.keeping import Keeper, digest_of


def said(path: Path) -> str:
    """Why a path is refused; "" where it is not."""
    why = refusal(path)
    return "" if why is None else why.allowed


def test_no_starter_is_written_whichever_way_it_is_spelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its path, through a link to the file or its folder, from its own folder, and a new file beside it."""
    starter = starters()[0].path
    before = starter.read_bytes()
    link, folder = tmp_path / "link.toml", tmp_path / "folder"
    link.symlink_to(starter)
    folder.symlink_to(starter.parent)
    monkeypatch.chdir(starter.parent)
    spelled = (starter, link, folder / starter.name, Path(starter.name), Path("..") / "profiles" / starter.name)
    for path in (*spelled, starter.parent / "mine.toml"):
        assert ships(path)
        assert "is a starter" in said(path)
        assert f"./{path.name}" in said(path)
        assert isinstance(save(profile_of(TEXT), path, expected=digest_of(path)), Problems)
    assert starter.read_bytes() == before
    assert not (starter.parent / "mine.toml").exists()
    assert not ships(tmp_path / starter.name)
    assert said(tmp_path / starter.name) == ""


def test_every_command_that_writes_refuses_a_starter(capsys: pytest.CaptureFixture[str]) -> None:
    """check --migrate has nothing to do there, decide says how to make it one's own; the file stays."""
    starter = starters()[0].path
    before = starter.read_bytes()
    assert main(["decide", str(starter), "--draws", "50"]) == 2
    assert "switchpoint new NAME --from" in capsys.readouterr().err
    assert starter.read_bytes() == before


def test_recent_files_never_list_a_starter(tmp_path: Path) -> None:
    """Neither one opened now nor one remembered by an older version."""
    keeper, starter, own = Keeper(tmp_path), starters()[0].path, tmp_path / "own.toml"
    own.write_text(TEXT)
    keeper.remember(own)
    keeper.remember(starter)
    assert keeper.recent() == [own]
    (tmp_path / "recent.json").write_text(f'["{starter.resolve()}", "{own}"]')
    assert keeper.recent() == [own]


def test_a_read_only_file_is_refused_with_the_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By save, decide and report --force; a rename would not have asked."""
    profile = on_disk(tmp_path)
    path = tmp_path / "desk.toml"
    path.chmod(0o444)
    refused = save(changed(profile, name="New"))
    assert isinstance(refused, Problems)
    assert "read-only: make it writable (chmod u+w)" in refused.sentences()[0]
    assert path.read_text() == TEXT
    (tmp_path / "a.md").write_text("mine")
    (tmp_path / "a.md").chmod(0o444)
    files = ["--to", str(tmp_path / "a.md")]
    assert main(["report", "coding-session", *files, "--force", "--draws", "50"]) == 2
    assert "read-only" in capsys.readouterr().err
    assert (tmp_path / "a.md").read_text() == "mine"


def test_folders_pipes_and_missing_folders_are_refused(tmp_path: Path) -> None:
    """Each by what it is."""
    os.mkfifo(tmp_path / "pipe.toml")
    assert "is a folder" in said(tmp_path)
    assert "a pipe" in said(tmp_path / "pipe.toml")
    assert "there is no folder" in said(tmp_path / "none" / "x.toml")
    assert "not a file name" in said(Path("a\0b.toml"))


def test_of_two_savers_of_one_version_one_wins(tmp_path: Path) -> None:
    """A hundred races of two threads: the version that the second saver never saw is never replaced."""
    for race in range(100):
        profile = on_disk(tmp_path)
        ready, done = threading.Barrier(2), []

        def save_one(
            name: str, profile: Profile = profile, ready: threading.Barrier = ready, done: list[object] = done
        ) -> None:
            mine = changed(profile, name=name)
            ready.wait(timeout=30)
            done.append(save(mine))

        both = [threading.Thread(target=save_one, args=(f"{who} {race}",)) for who in ("one", "two")]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join(timeout=30)
        saved = [each for each in done if isinstance(each, Saved)]
        assert len(saved) == 1
        assert sum(isinstance(each, Conflict) for each in done) == 1
        assert (tmp_path / "desk.toml").read_text() == saved[0].text
    assert os.listdir(tmp_path) == ["desk.toml"]


def test_what_was_seen_is_what_may_be_replaced(tmp_path: Path) -> None:
    """`expected` names a version: one that came after it is a conflict that carries the newer digest."""
    profile = on_disk(tmp_path)
    path = tmp_path / "desk.toml"
    path.write_text(TEXT + "# seen\n")
    seen = digest_of(path)
    path.write_text(TEXT + "# newer\n")
    found = save(changed(profile, name="Mine"), expected=seen)
    assert isinstance(found, Conflict)
    assert found.digest == digest_of(path)
    assert "# newer" in path.read_text()


def test_leftovers_of_a_killed_process_go_and_those_of_a_running_one_stay(tmp_path: Path) -> None:
    """The next save in the folder removes them; files of other programs stay."""
    profile = on_disk(tmp_path)
    ended = subprocess.Popen([sys.executable, "-c", "pass"])
    ended.wait()
    left = tmp_path / f".desk.toml.switchpoint-{ended.pid}-abcdefgh.tmp"
    runs = tmp_path / f".desk.toml.switchpoint-{os.getppid()}-abcdefgh.tmp"
    other = tmp_path / ".desk.toml.abcdefgh.tmp"
    for path in (left, runs, other):
        path.write_text("half")
    assert isinstance(save(changed(profile, name="New")), Saved)
    assert sorted(os.listdir(tmp_path)) == sorted(["desk.toml", runs.name, other.name])


def test_a_folder_held_by_another_process_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting ends."""
    profile = on_disk(tmp_path)
    monkeypatch.setattr(writer, "_TRIES", 3)
    monkeypatch.setattr(writer, "_BETWEEN_SECONDS", 0.0)
    with writer.alone_in(tmp_path):
        failed = save(changed(profile, name="New"))
    assert isinstance(failed, Problems)
    assert "another process is writing" in failed.sentences()[0]
    assert isinstance(save(changed(profile, name="New")), Saved)


def test_new_leaves_nothing_on_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No empty file that would block the next try."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.chdir(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        assert main(["new", "desk"]) == 2
    assert os.listdir(tmp_path) == []
    assert "No space left" in capsys.readouterr().err
    assert main(["new", "desk"]) == 0


def test_the_older_form_is_kept_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup that does not fit is not there, and the file is as it was."""
    old = TEXT.replace("schema = 1", "schema = 0").replace("[engineering]", "[team]")
    profile = on_disk(tmp_path, old)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert isinstance(save(profile), Problems)
    assert os.listdir(tmp_path) == ["desk.toml"]
    assert (tmp_path / "desk.toml").read_text() == old


def test_a_forced_report_never_takes_a_file_from_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At every step of replacing two files, both are there."""
    paths = [tmp_path / "a.md", tmp_path / "b.md"]
    for path in paths:
        path.write_text("old")
    replace = os.replace

    def watched(source: str | Path, target: str | Path) -> None:
        assert all(path.exists() for path in paths)
        replace(source, target)
        assert all(path.exists() for path in paths)

    monkeypatch.setattr(os, "replace", watched)
    writing.write(dict.fromkeys(paths, b"new"), force=True)
    assert sorted(os.listdir(tmp_path)) == ["a.md", "b.md"]
    assert {path.read_bytes() for path in paths} == {b"new"}


def test_a_signal_waits_for_the_whole_set(tmp_path: Path) -> None:
    """SIGTERM between two files of a report: both are new, then the process ends by the signal."""
    program = f"""
import os, signal
from pathlib import Path
from model.report import writing
folder = Path({str(tmp_path)!r})
replace = os.replace
def stopped(source, target):
    replace(source, target)
    os.kill(os.getpid(), signal.SIGTERM)
os.replace = stopped
writing.write({{folder / "a.md": b"new", folder / "b.md": b"new"}}, force=True)
"""
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("old")
    ended = subprocess.run([sys.executable, "-c", program], timeout=60, check=False)
    assert ended.returncode == -15
    assert {(tmp_path / name).read_text() for name in ("a.md", "b.md")} == {"new"}
    assert sorted(os.listdir(tmp_path)) == ["a.md", "b.md"]


def test_one_reader_for_files_and_none_for_devices(tmp_path: Path) -> None:
    """A pipe without a writer does not block, a device is no profile, a large file is not read to its end."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), tmp_path):
        assert isinstance(bytes_of(path), Problem)
        assert isinstance(load(path), Problems)
        assert digest_of(path) == ""
    assert isinstance(bytes_of(Path("/dev/zero"), pipes=True), Problem)
    assert bytes_of(tmp_path / "pipe", pipes=True) == b""
    large = tmp_path / "large.toml"
    with large.open("wb") as file:
        file.truncate(3_000_000_000)
    found = bytes_of(large)
    assert isinstance(found, Problem)
    assert found.read == "3000.0 MB"
    assert MOST_BYTES == 1_000_000
