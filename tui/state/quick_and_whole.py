"""From a profile to an answer: the only place where the workbench asks the model to compute.

The quick pass gives verdict, gaps and lines of 2,000 futures at once. A thread adds what would change it in the same futures, and in all 10,000 once
nobody edits. An answer carries the revision it belongs to, so that one that comes too late is dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from model.comparison import resolve
from model.decision.analyse import analyse
from model.decision.records.analysis import PARTS
from model.profile import Problems

if TYPE_CHECKING:
    from model.comparison import Case
    from model.decision.records.analysis import Analysis, InputRow
    from model.profile import Profile

QUICK_DRAWS, FULL_DRAWS = 2_000, 10_000


class Superseded(Exception):  # noqa: N818 - nothing went wrong
    """Nobody waits for this answer any longer."""


def go_on() -> None:
    """Nobody has another wish."""


_QUICK: frozenset[str] = frozenset()
_SLOW_FIELDS = (
    "switching_values", "nearest_pair", "sensitivity", "sensitivity_groups", "learn", "wrong_when", "mixed_homes", "revisit",
    "break_even", "levers", "runaway", "spend_caps", "commitments", "one_sided", "one_sided_test",
    "what_if", "over_time",
)  # fmt: skip


class StateAnswer(Struct, frozen=True):
    """What the model says to one state. `analysis` is None where the profile cannot be compared, and `why` says it; `complete` is False
    while the slower parts are those of the answer before."""

    revision: int
    profile: Profile
    case: Case | None = None
    analysis: Analysis | None = None
    why: tuple[str, ...] = ()
    complete: bool = False

    @property
    def inputs(self) -> dict[str, InputRow]:
        """What the calculation read, by dotted key."""
        return {row.key: row for row in self.analysis.inputs} if self.analysis else {}


def quick(
    profile: Profile,
    as_of: date,
    pair: tuple[str, str] | None,
    revision: int,
    before: StateAnswer | None = None,
    breathe: Callable[[], None] = go_on,
) -> StateAnswer:
    """The answer at once; its slower parts are taken over from the answer before until the full one is there. `breathe` as for `whole`."""
    answer = _asked(profile, as_of, pair, revision, QUICK_DRAWS, _QUICK, breathe)
    old = before.analysis if before else None
    if answer.analysis is None or old is None or old.pair != answer.analysis.pair:
        return answer
    kept = {name: getattr(old, name) for name in _SLOW_FIELDS}
    return replace(answer, analysis=replace(answer.analysis, **kept))


def whole(
    profile: Profile,
    as_of: date,
    pair: tuple[str, str] | None,
    revision: int,
    draws: int = FULL_DRAWS,
    breathe: Callable[[], None] = go_on,
) -> StateAnswer:
    """Every part of the answer: in few futures while somebody edits, then in as many as every report uses.

    `breathe` is called between steps and may raise `Superseded`.
    """
    return replace(_asked(profile, as_of, pair, revision, draws, None, breathe), complete=True)


def _asked(
    profile: Profile,
    as_of: date,
    pair: tuple[str, str] | None,
    revision: int,
    draws: int,
    parts: frozenset[str] | None,
    breathe: Callable[[], None] = go_on,
) -> StateAnswer:
    case = resolve(profile, as_of, pair)
    if isinstance(case, Problems):
        return StateAnswer(revision, profile, why=_sentences(case))
    analysis = analyse(case, draws=draws, parts=PARTS if parts is None else parts, breathe=breathe)
    return StateAnswer(revision, profile, case, analysis)


def _sentences(problems: Problems) -> tuple[str, ...]:
    return tuple(f"{item.key}: {item.allowed}" if item.key else item.allowed for item in problems.items)
