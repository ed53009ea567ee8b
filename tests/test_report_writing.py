"""Files of a report appear whole or not at all, all of them or none, and never over another one unasked."""

import errno
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

from model.decision import Analysis
from model.report import endings, writing
from tests.test_report_face import starter
from tui.command_line import main

FAST = ("--draws", "50")


def names(folder: Path) -> list[str]:
    """What stands in a folder, hidden files as well."""
    return sorted(path.name for path in folder.iterdir())


def test_new_files_have_the_usual_mode(tmp_path: Path) -> None:
    """Others can read a report, as any new file."""
    mask = os.umask(0o022)
    try:
        writing.write({tmp_path / "a.md": b"a"})
    finally:
        os.umask(mask)
    assert (tmp_path / "a.md").stat().st_mode & 0o777 == 0o644


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second file does not fit: neither appears, the one that was there is as it was, and the file is named."""
    (tmp_path / "a.md").write_text("mine")
    written: list[int] = []

    def full(handle: int) -> None:
        written.append(handle)
        if len(written) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left") as raised:
        writing.write({tmp_path / "a.md": b"new", tmp_path / "b.md": b"new"}, force=True)
    assert raised.value.filename == str(tmp_path / "b.md")
    assert names(tmp_path) == ["a.md"]
    assert (tmp_path / "a.md").read_text() == "mine"


def test_a_failure_between_two_moves_takes_the_first_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that another program put there meanwhile stops the report; what stood already is taken back."""
    (tmp_path / "c.md").write_text("old")
    place = writing._place

    def later(temporary: Path, path: Path, force: bool) -> writing.WrittenFile:
        if path.name == "b.md":
            path.write_text("somebody else's")
        return place(temporary, path, force)

    monkeypatch.setattr(writing, "_place", later)
    with pytest.raises(FileExistsError, match="already"):
        writing.write({tmp_path / "a.md": b"a", tmp_path / "b.md": b"b"})
    assert names(tmp_path) == ["b.md", "c.md"]
    assert (tmp_path / "b.md").read_text() == "somebody else's"


def test_forced_files_come_back_when_a_later_one_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Overwritten files are restored when another one of the same report cannot be placed."""
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("mine")
    replace = os.replace

    def stubborn(source: str | Path, target: str | Path) -> None:
        if Path(target).name == "b.md" and Path(source).read_bytes() == b"new":
            raise PermissionError(errno.EACCES, "Permission denied")
        replace(source, target)

    monkeypatch.setattr(os, "replace", stubborn)
    with pytest.raises(PermissionError):
        writing.write({tmp_path / "a.md": b"new", tmp_path / "b.md": b"new"}, force=True)
    assert [(tmp_path / name).read_text() for name in names(tmp_path)] == ["mine", "mine"]
    assert names(tmp_path) == ["a.md", "b.md"]


def test_a_file_system_without_hard_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where files cannot be linked they are renamed."""

    def never(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", never)
    writing.write({tmp_path / "a.md": b"a"})
    assert (tmp_path / "a.md").read_bytes() == b"a"
    assert names(tmp_path) == ["a.md"]


def test_a_renderer_that_fails_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first form is fine, the second raises: one line, no file."""
    broken = ModuleType("broken")

    def render(_: Sequence[Analysis]) -> bytes:
        raise RuntimeError("half-way")

    vars(broken)["render"] = render
    monkeypatch.setitem(sys.modules, "broken", broken)
    monkeypatch.setattr(endings, "FORMS", {**endings.FORMS, ".html": endings.ReportForm("broken", "")})
    monkeypatch.setattr(endings, "_exists", lambda _: True)
    monkeypatch.chdir(tmp_path)
    assert main(["report", "coding-session", "--to", "a.md", "--to", "a.html", *FAST]) == 70
    assert names(tmp_path) == []
    assert capsys.readouterr().err.count("half-way") == 1


def test_a_missing_library_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A form whose library is not installed is refused in one line, and nothing is written."""
    monkeypatch.setitem(sys.modules, "typst", None)
    monkeypatch.chdir(tmp_path)
    assert main(["report", "coding-session", "--to", "a.md", "--to", "a.pdf", *FAST]) == 2
    assert "a.md" not in names(tmp_path)
    assert "pdf needs typst, which is not installed" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (("a.docx",), "none of the endings"),
        (("a.md", "./a.md"), "named twice"),
        (("nowhere/a.md",), "there is no folder nowhere"),
        (("folder.md",), "is a folder"),
        (("there.md",), "is there already"),
        (("link.md",), "is there already"),
    ],
)
def test_what_cannot_be_written_is_refused_in_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    files: tuple[str, ...],
    said: str,
) -> None:
    """Wrong names are usage errors: exit 2, one line, before any work, and no file."""
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "there.md").write_text("mine")
    (tmp_path / "link.md").symlink_to(tmp_path / "target.md")
    monkeypatch.chdir(tmp_path)
    asked = [part for name in files for part in ("--to", name)]
    assert main(["report", "coding-session", *asked, *FAST]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert said in told
    assert names(tmp_path) == ["folder.md", "link.md", "there.md"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes into any folder")
def test_a_folder_without_permission(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that may not be written to: exit 2 and one line that names the file."""
    tmp_path.chmod(0o500)
    assert main(["report", "coding-session", "--to", str(tmp_path / "a.md"), *FAST]) == 2
    assert "a.md" in capsys.readouterr().err


def test_a_folder_that_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own words are kept, with the file that was asked for instead of a temporary one."""

    def refused(**_: object) -> tuple[int, str]:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(tempfile, "mkstemp", refused)
    with pytest.raises(OSError, match="Permission denied") as raised:
        writing.write({tmp_path / "a.md": b"a"})
    assert raised.value.filename == str(tmp_path / "a.md")


def test_progress_names_every_file(tmp_path: Path) -> None:
    """Each form is announced before it is made."""
    said: list[str] = []
    paths = [tmp_path / "a.md", tmp_path / "b.csv"]
    assert endings.report([starter("coding-session")], paths, working=said.append) is None
    assert said == ["1 of 2: a.md", "2 of 2: b.csv", "writing 2 files"]
    assert names(tmp_path) == ["a.md", "b.csv"]


def test_scenarios_stand_beside_each_other_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A scenario that is asked for twice, or that the profile does not have, is refused."""
    target = str(tmp_path / "a.md")
    assert main(["report", "support-desk", "--to", target, "--beside", "x", "--beside", "x", *FAST]) == 2
    assert "named twice" in capsys.readouterr().err
    assert main(["report", "support-desk", "--to", target, "--beside", "no-such", *FAST]) == 2
    assert names(tmp_path) == []
