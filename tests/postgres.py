"""A PostgreSQL of the test's own: started in a temporary folder, on a socket there, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """Where its programs are, on the path or where Debian puts them; None where there are none."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return places[-1].parent if places else None


def user() -> str | None:
    """Who runs it: it refuses root; None where that is us and there is no user for it."""
    if os.getuid():
        return pwd.getpwuid(os.getuid()).pw_name
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return None


@contextmanager
def running() -> Iterator[str]:
    """Its address, while it runs."""
    place, who = programs(), user()
    assert place is not None
    assert who is not None
    with tempfile.TemporaryDirectory(prefix="switchpoint-postgres-") as name:
        folder = Path(name)
        shutil.chown(folder, who)

        def run(*words: str) -> None:
            subprocess.run(
                [str(place / words[0]), *words[1:]], check=True, capture_output=True, timeout=120, cwd=folder, env={"PATH": str(place), "LC_ALL": "C"},
                user=who if not os.getuid() else None,
            )  # fmt: skip

        run("initdb", "-D", name + "/data", "-A", "trust", "-U", "reader", "--no-sync", "-E", "UTF8")
        settings = f"-k {name} -c listen_addresses= -c fsync=off -c timezone=America/New_York"
        run("pg_ctl", "-D", name + "/data", "-w", "-o", settings, "-l", name + "/log", "start")
        try:
            yield f"postgres://reader@/postgres?host={name}"
        finally:
            run("pg_ctl", "-D", name + "/data", "-m", "immediate", "stop")
