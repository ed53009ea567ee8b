"""The house keeps its shape: names that mean one thing, tables that are the only place, pages that are true."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from cases import starter

from model.comparison.lines import engineering as fixed
from model.comparison.lines.axes import AXES, AxisRow, Service
from model.comparison.lines.charges import Charge
from model.comparison.lines.tokens import ONE, SESSION_AXES
from model.comparison.sheet import Sheet
from model.comparison.steps import StepKind, UnknownStepError
from model.decision import Analysis, analyse
from model.prices import HOSTING, KINDS
from model.profile.fee_checks import COVERED
from model.report import endings, focus, text
from model.report.reference import PAGES
from model.report.xlsx import steps

ROOT = Path(__file__).parent.parent
REPEATED_FILES = 58  # a file's name is free to repeat inside mirrored rooms (records and readers); may fall, never rise
REPEATED_CLASSES = 80


@cache
def modules() -> dict[Path, ast.Module]:
    """Every module of the product."""
    found = sorted(path for room in ("model", "tui") for path in (ROOT / room).rglob("*.py"))
    return {path.relative_to(ROOT): ast.parse(path.read_text(encoding="utf-8")) for path in found}


def repeated(places: dict[str, list[str]]) -> dict[str, list[str]]:
    """The names that stand in more than one place."""
    return {name: where for name, where in sorted(places.items()) if len(where) > 1}


def test_names_of_files_do_not_repeat_more_than_they_did() -> None:
    """A base name that stands twice sends a reader to the wrong file."""
    places = defaultdict(list)
    for path in modules():
        if path.stem != "__init__":
            places[path.stem].append(str(path))
    assert len(repeated(places)) <= REPEATED_FILES, repeated(places)


def test_names_of_public_classes_do_not_repeat_more_than_they_did() -> None:
    """A new class takes a name that no other public class has."""
    places = defaultdict(list)
    for path, tree in modules().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(str(path))
    assert len(repeated(places)) <= REPEATED_CLASSES, repeated(places)


def _public(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node.name


def test_nothing_public_is_there_for_tests_alone() -> None:
    """A public function or class that only its own definition names is used by nobody, or by tests only."""
    words = Counter(
        word for path in modules() for word in re.findall(r"\w+", (ROOT / path).read_text(encoding="utf-8"))
    )
    allowed = {"steps_of", "held_so_far"}
    alone = [f"{path}: {name}" for path, tree in modules().items() for name in _public(tree) if words[name] == 1]
    assert [found for found in alone if found.rpartition(" ")[2] not in allowed] == []


def test_every_kind_of_step_is_known_to_the_workbook() -> None:
    """A kind either has words for its rows, or is listed as having none; never both, never neither."""
    said = set(steps.Steps(starter("support-desk"), SimpleNamespace(options=()), SimpleNamespace(steps=())).said)  # type: ignore[arg-type]
    assert said | set(steps.WITHOUT_A_ROW) == set(StepKind)
    assert not said & set(steps.WITHOUT_A_ROW)


def test_a_step_of_an_unlisted_kind_is_an_error() -> None:
    """A renamed step cannot strip rows off the workbook in silence."""
    with pytest.raises(UnknownStepError, match="no kind of step: renamed"):
        Sheet({}, (), 1).step(("renamed", "own"), lambda: 1)


def test_steps_are_not_named_after_functions() -> None:
    """Internal names are no data: what a step is named after stands in a table."""
    assert len(set(SESSION_AXES.values())) == len(SESSION_AXES)
    named = [path for path in modules() if path.parts[:2] == ("model", "comparison") and path.name != "traced.py"]
    assert [str(path) for path in named if ".__name__" in (ROOT / path).read_text(encoding="utf-8")] == []


def test_a_fee_may_cover_exactly_what_vendors_bill_by_axis() -> None:
    """The words of `covers` are the axes of the table that have a group."""
    assert set(COVERED) == {key for key, axis in AXES.items() if axis.group}


def test_the_kinds_of_hosting_are_one_table() -> None:
    """No module lists the kinds again."""
    lists = re.compile(r'\(\s*"managed",\s*"managed-own-sandboxes",\s*"managed-own-server"')
    assert [str(path) for path in modules() if lists.search((ROOT / path).read_text(encoding="utf-8"))] == []
    assert tuple(HOSTING) == KINDS


@pytest.fixture
def audited(monkeypatch: pytest.MonkeyPatch) -> Analysis:
    """The support desk with an axis that the product does not have: its row in the table, and its charge."""
    row = AxisRow(
        title="Audits", spent_on="audits", color="#123456", group="audit",
        service=Service("Audits", "Other", "Other (Other)", "Auditor"),
    )  # fmt: skip
    monkeypatch.setitem(AXES, "audit", row)
    charges = fixed.monthly_charges

    def with_audit(*given: object) -> tuple[Charge, ...]:
        audit = Charge("audit.yearly", "audit", "audits", 2.0 * ONE, 300.0 * ONE, "two audits a month", "month")  # type: ignore[arg-type]
        return (*charges(*given), audit)  # type: ignore[arg-type]

    monkeypatch.setattr(fixed, "monthly_charges", with_audit)
    return analyse(starter("support-desk"), 200)


def test_an_axis_is_its_row_and_its_charge(audited: Analysis) -> None:
    """2 audits × $300 = $600 a month stand in the axes of an option, in the bill and in the lines for finance."""
    option = audited.options[0]
    assert option.axes["audit"].month_1_usd == pytest.approx(2 * 300.0)
    assert "audit.yearly" in text.render([audited], 100).decode()
    assert b"Auditor" in focus.render([audited])


def test_a_format_is_its_module_and_its_ending(monkeypatch: pytest.MonkeyPatch) -> None:
    """A module with `render` and one entry of the table is all that a new form of report takes."""
    made = SimpleNamespace(render=lambda analyses: ",".join(one.verdict.headline for one in analyses).encode())
    monkeypatch.setitem(endings.RENDERERS, ".names", "names_of_a_report")  # type: ignore[arg-type]
    monkeypatch.setitem(__import__("sys").modules, "names_of_a_report", made)
    analysis: Sequence[Analysis] = [analyse(starter("coding-session"), 50)]
    assert endings.render(analysis, ".names") == analysis[0].verdict.headline.encode()


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_of_inputs_and_words_are_of_today(name: str) -> None:
    """`python -m model.report.reference docs` has been run since the last declaration changed."""
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == PAGES[name]()


@pytest.mark.parametrize("page", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_every_link_and_path_of_the_pages_leads_somewhere(page: str) -> None:
    """Links and the modules that pages name exist."""
    said = (ROOT / page).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", said) if "://" not in link]
    named = re.findall(r"`((?:model|tui|tests|profiles|docs)/[\w/.]+?)/?`", said)
    missing = [path for path in (*links, *named) if "NAME" not in path and not (ROOT / path).exists()]
    assert missing == []
