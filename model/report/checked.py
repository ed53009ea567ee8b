"""What `check` found of one profile: whether it is valid, keeps its limits and by how much, and what to mind; as JSON, and as
Markdown for a pull request."""

from __future__ import annotations

from msgspec import Struct

from model import RELEASE
from model.decision import LimitResult
from model.decision.records.analysis import Analysis
from model.profile import Problems
from model.quantities import figures
from model.report.blocks import Cell, Column, Row, Table
from model.report.json import Plain, dumped, plain
from model.report.plain import clean
from model.telling.sharing import sharing

FINE, LIMIT_MISSED, WRONG_INPUT, NO_VERDICT = 0, 1, 2, 3
STATUS = {FINE: "fine", LIMIT_MISSED: "limit missed", WRONG_INPUT: "wrong input", NO_VERDICT: "no verdict"}


class Checked(Struct, frozen=True, kw_only=True):
    """One profile checked. `analysis` is None where `problems` say why it could not be compared; `held` is every limit that
    was asked for, `limited` whether any was."""

    name: str
    scenario: str | None = None
    analysis: Analysis | None = None
    held: tuple[LimitResult, ...] = ()
    limited: bool = False
    problems: Problems = Problems(())

    @property
    def exit(self) -> int:
        """The exit code of this profile: no verdict and a missed limit count only where limits were asked."""
        if self.problems.items or self.analysis is None:
            return WRONG_INPUT
        if self.limited and self.analysis.verdict.option is None:
            return NO_VERDICT
        return FINE if all(each.holds for each in self.held) else LIMIT_MISSED


def document(checked: Checked) -> dict[str, Plain]:
    """One profile's check in the keys of the contract (`model.contract.check_json`)."""
    analysis = checked.analysis
    verdict = analysis.verdict if analysis is not None else None
    return {
        "schema": 1,
        "tool": f"switchpoint {RELEASE}",
        "profile": checked.name,
        "scenario": checked.scenario,
        "status": STATUS[checked.exit],
        "exit": checked.exit,
        "option": verdict.option if verdict else None,
        "strength": verdict.strength if verdict else None,
        "probability_best": verdict.probability_best if verdict and verdict.option is not None else None,
        "sentence": verdict.sentence if verdict else "",
        "limits": plain(checked.held),
        "warnings": plain(analysis.warnings) if analysis is not None else [],
        "problems": [
            {
                "file": each.file,
                "line": each.line,
                "key": each.key,
                "read": each.read,
                "allowed": each.allowed,
                "nearest": each.nearest,
                "sentence": each.sentence(),
            }
            for each in checked.problems.items
        ],
        "unpriced": _unpriced(checked),
        "decision": plain(analysis.decision) if analysis is not None else None,
    }


def _unpriced(checked: Checked) -> Plain:
    analysis = checked.analysis
    if analysis is None:
        return []
    subject = next((each.option for each in checked.held), analysis.verdict.option)
    return plain(analysis.option(subject).unpriced) if subject is not None else []


def left_out(analysis: Analysis) -> tuple[str, ...]:
    """What cannot be chosen because nobody priced it: the options, with the keys to write, and what teams of a company cannot choose."""
    options = (
        f"{row.title}: {'; '.join(row.why_not)}; write {figures.listed(list(dict.fromkeys(gap.write for gap in row.unpriced)))}"
        for row in analysis.options
        if row.unpriced
    )
    shared = sharing(analysis)
    teams = (*shared.unserved, *shared.closed) if shared is not None else ()
    return tuple(clean(said) for said in (*options, *(said.removesuffix(".") for said in teams)))


def text(every: list[Checked]) -> str:
    """For a pipe: one object indented, several one a line."""
    indent = 2 if len(every) == 1 else None
    return "".join(dumped(document(each), indent) + "\n" for each in every)


def markdown(every: list[Checked]) -> str:
    """For a comment: what came of each profile, its limits as a table, what is wrong and what to mind."""
    return "\n".join(_page(each) for each in every)


def _page(checked: Checked) -> str:
    from model.quantities.markdown_text import escape
    from model.report.markdown import table

    lines = [f"**{escape(clean(checked.name))}: {STATUS[checked.exit]}.**", ""]
    if checked.held:
        lines += [*table(_limits(checked)), ""]
    said = [
        *(each.sentence() for each in checked.problems.items),
        *(warned.sentence for warned in (checked.analysis.warnings if checked.analysis is not None else ())),
        *(left_out(checked.analysis) if checked.analysis is not None else ()),
    ]
    if checked.analysis is not None and checked.exit == NO_VERDICT:
        said.insert(0, checked.analysis.verdict.sentence)
    decision = checked.analysis.decision if checked.analysis is not None else None
    if decision is not None:
        said += [] if decision.holds else [decision.standing]
        said += [trigger.sentence for trigger in decision.triggers if trigger.crossed]
    lines += [f"- {escape(clean(sentence))}" for sentence in said]
    return "\n".join(lines).rstrip() + "\n"


def _limits(checked: Checked) -> Table:
    heads = (Column("Limit"), Column("Kept"), Column("How"))
    rows = [
        Row((Cell(f"--{each.limit}"), Cell("yes" if each.holds else "no"), Cell(clean(each.sentence))))
        for each in checked.held
    ]
    return Table("limits", "", heads, tuple(rows))
