"""Hostile profiles and --set texts in process: how many end in a traceback, take over a second, or need over a gigabyte.

    python -m tests.explore.many_profiles 1000000 [--from SEED] [--verdict 10] [--whole 200]

Half are files, half are changes of a profile that uses every key. Each is read, checked and resolved. Of those that can be
compared, every tenth (``--verdict``) is, in one future, and every two-hundredth (``--whole``) with everything that is said, laid out
as text, Markdown, JSON and CSV. Seconds are of this process's own processor time, so that a busy machine counts less: one second
as far as the verdict, `MOST_WHOLE_SECONDS` for everything. A failure is printed with its seed.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
import traceback
from datetime import date

from model.comparison import Case, resolve
from model.decision import analyse
from model.profile import Problems, Profile, loads
from model.report import csv, json, markdown, text
from tests.explore.hostile import EVERYTHING, change_of, profile_of

TODAY = date(2026, 11, 22)
DRAWS = (1, 20)
MOST_SECONDS = 1.0
MOST_WHOLE_SECONDS = 10.0
MOST_MB = 1024.0
FORMS = (text.render, markdown.render, json.render, csv.render)
_BASE: list[Profile] = []


def base() -> Profile:
    """The profile that --set texts change."""
    if not _BASE:
        found = loads(EVERYTHING)
        assert isinstance(found, Profile), found.sentences()
        _BASE.append(found)
    return _BASE[0]


def asked(seed: int) -> Profile | Problems:
    """What seed asks for: a file, or a change."""
    return loads(profile_of(seed)) if seed % 2 else base().changed(dict([change_of(seed)]))


def resolved(seed: int) -> Case | str:
    """Reads, checks and resolves; a word where it ends before."""
    profile = asked(seed)
    if isinstance(profile, Problems):
        assert all("\n" not in said and said.isprintable() for said in profile.sentences()), "more than one line"
        return "refused"
    case = resolve(profile, TODAY)
    if not isinstance(case, Case):
        assert case.sentences()
        return "unresolved"
    return case


def whole(case: Case, draws: int) -> None:
    """Everything that is said, in every form that is only text."""
    analysis = analyse(case, draws)
    for render in FORMS:
        assert render([analysis])


def peak_mb() -> float:
    """The most memory this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Tally:
    """What became of those tried so far."""

    def __init__(self) -> None:
        self.ended: dict[str, int] = {}
        self.tracebacks = self.slow = self.large = 0
        self.longest: dict[str, float] = {}
        self.peak = peak_mb()

    def take(self, seed: int, verdict: int, everything: int) -> None:
        """Tries one, and counts."""
        begun, how, limit = time.process_time(), "traceback", MOST_SECONDS
        try:
            found = resolved(seed)
            how = found if isinstance(found, str) else "resolved"
            if isinstance(found, Case) and seed // 2 % everything == 0:
                how, limit = "whole", MOST_WHOLE_SECONDS
                whole(found, DRAWS[seed // 2 // everything % len(DRAWS)])
            elif isinstance(found, Case) and seed // 2 % verdict == 0:
                how = "verdict"
                analyse(found, 1, parts=frozenset())
        except Exception:
            self.tracebacks, how = self.tracebacks + 1, "traceback"
            print(f"seed {seed}: {traceback.format_exc(limit=-4)}", flush=True)
        took, now = time.process_time() - begun, peak_mb()
        self.longest[how] = max(self.longest.get(how, 0.0), took)
        if took > limit:
            self.slow += 1
            print(f"seed {seed}: {took:.2f} s ({how})", flush=True)
        if now > MOST_MB and now > self.peak + 50:
            self.large += 1
            print(f"seed {seed}: {now:.0f} MB ({how})", flush=True)
        self.peak = max(self.peak, now)
        self.ended[how] = self.ended.get(how, 0) + 1

    def sentence(self) -> str:
        """What became of them, in one line."""
        ends = ", ".join(f"{count:,} {how} (longest {self.longest[how]:.2f} s)" for how, count in self.ended.items())
        return f"{ends}; {self.tracebacks} tracebacks, {self.slow} too long, {self.large} over 1 GiB (peak {self.peak:.0f} MB)"


def main() -> int:
    """Try them all; 1 where anything failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--verdict", type=int, default=10)
    parser.add_argument("--whole", type=int, default=200)
    chosen = parser.parse_args()
    tally = Tally()
    for done in range(1, chosen.count + 1):
        tally.take(chosen.first + done - 1, chosen.verdict, chosen.whole)
        if done % 10_000 == 0 or done == chosen.count:
            print(f"{done:,} tried from seed {chosen.first}: {tally.sentence()}", flush=True)
    return int(bool(tally.tracebacks or tally.slow or tally.large))


if __name__ == "__main__":
    sys.exit(main())
