"""The house keeps its shape: names that mean one thing, tables that are the only place, pages that are true."""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from cases import starter

from model.comparison.charges import Charge
from model.comparison.desk import Desk, SessionLines
from model.comparison.lines import cap, infrastructure, other
from model.comparison.lines.axes import AXES, CostAxis, FocusService, meters
from model.comparison.lines.titles import LINE_TITLES
from model.comparison.sheet import Sheet
from model.comparison.steps import StepKind, UnknownStepError
from model.decision import Analysis, analyse
from model.decision.pair.groups import title_of
from model.formulas.sums import ONE
from model.prices import HOSTING, KINDS
from model.profile.fee_checks import COVERED
from model.report import endings, focus, text
from model.report.reference import PAGES
from model.report.xlsx import step_rows
from tui.charts.canvas import Canvas, Picture
from tui.charts.data import Chart
from tui.charts.draw import DRAWN, draw
from tui.command_line import main
from tui.flows.export import forms

ROOT = Path(__file__).parent.parent
MIRRORED = ({"model/formulas", "model/comparison/lines"}, {"model/usage/records", "model/usage/readers"})


@cache
def modules() -> dict[Path, ast.Module]:
    """Every module of the product."""
    found = sorted(path for room in ("model", "tui") for path in (ROOT / room).rglob("*.py"))
    return {path.relative_to(ROOT): ast.parse(path.read_text(encoding="utf-8")) for path in found}


def repeated(places: dict[str, list[str]]) -> dict[str, list[str]]:
    """The names that stand in more than one place."""
    return {name: where for name, where in sorted(places.items()) if len(where) > 1}


def test_a_file_name_stands_once() -> None:
    """A base name that stands twice sends a reader to the wrong file; in mirrored rooms one name leads to both."""
    places = defaultdict(list)
    for path in modules():
        if path.stem != "__init__":
            places[path.stem].append(str(path))
    assert {
        name: where for name, where in repeated(places).items() if {str(Path(w).parent) for w in where} not in MIRRORED
    } == {}


def test_a_class_name_stands_once() -> None:
    """One name has one meaning in the whole house, so that it can be searched for; a new class takes a name of its own."""
    places = defaultdict(list)
    for path, tree in modules().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                places[node.name].append(str(path))
    assert repeated(places) == {}


LATE = {  # why an import of these may wait; a name that ends in a dot stands for all of its room
    ("model.usage.", "tui.flows.taking", "tui.flows.intake_dialog", "tui.commands.measured_into"): "measured use loads DuckDB and pydantic",
    ("model.decision.", "model.comparison.", "model.telling.", "tui.state."): "what is refused, and --help, compute nothing",
    ("model.report.", "model.contract."): "forms of a report, each loaded when it is written; pydantic with the contract",
    ("tui.app", "tui.places.", "tui.agents.", "tui.commands.profiles"): "the other half of the house: Textual, the tools of agents",
    ("model", "datetime", "importlib", "platformdirs", "subprocess", "tomllib"): "the front door and a key do without",
    ("ctypes", "fcntl", "termios", "textual.drivers"): "not on every system",
}  # fmt: skip
MOST_LATE = 65  # imports inside functions of tui: may fall, never rise


def _imports(node: ast.AST, inside: bool = False) -> Iterator[tuple[str, bool, int]]:
    """Every module that is imported when this runs, whether inside a function, and the line; what only types need is left out."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        if isinstance(child, ast.Import):
            yield from ((each.name, inside, child.lineno) for each in child.names)
        if isinstance(child, ast.ImportFrom) and child.module:
            yield from dict.fromkeys(
                (_module_of(child.module, each.name), inside, child.lineno) for each in child.names
            )
        yield from _imports(child, inside or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef))


def _module_of(room: str, name: str) -> str:
    """What `from room import name` loads: the module of that name, where there is one."""
    here = ROOT.joinpath(*room.split("."), name)
    return f"{room}.{name}" if here.with_suffix(".py").exists() or here.is_dir() else room


def test_an_import_inside_a_function_saves_something() -> None:
    """Each is of a kind in the table, which says what it saves; an import of what is loaded anyway stands at the top."""
    late = [
        (str(path), name, line)
        for path, tree in modules().items()
        if path.parts[0] == "tui"
        for name, inside, line in _imports(tree)
        if inside
    ]
    known = tuple(start for starts in LATE for start in starts)
    assert [
        each
        for each in late
        if each[1] not in known and not f"{each[1]}.".startswith(tuple(k for k in known if k[-1] == "."))
    ] == []
    assert len({(path, line) for path, _, line in late}) <= MOST_LATE


def test_no_module_waits_for_itself() -> None:
    """Modules import each other in one direction, so that each can be read, tested and loaded first."""
    left = {
        ".".join(path.with_suffix("").parts).removesuffix(".__init__"): {
            name for name, inside, _ in _imports(tree) if not inside
        }
        for path, tree in modules().items()
    }
    while ready := [name for name, wanted in left.items() if not (wanted - {name}) & left.keys()]:
        for name in ready:
            del left[name]
    assert sorted(left) == []


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


SHAPE = re.compile(r"[Ss]hape|`\([^)]*\)`")
UNIT = re.compile(r"[Uu]nit|US dollars|[Hh]ours?\b|minutes?\b|months|tokens|share|factor|sessions|places")
OF_ARRAYS = re.compile(r"\b(Array|Values|NDArray|ndarray|Charge|Monthly)\b")
ROOMS = ("model/formulas/", "model/comparison/lines/")


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """The public functions of a module, and the public methods of its public classes."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node.name, node
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from ((f"{node.name}.{name}", method) for name, method in _functions(ast.Module(node.body, [])))


def _hints(function: ast.FunctionDef) -> str:
    """The types that a function takes and answers with."""
    taken = (*function.args.args, *function.args.kwonlyargs)
    return " ".join(ast.unparse(hint) for hint in (*(each.annotation for each in taken), function.returns) if hint)


def test_functions_on_arrays_say_their_shape_and_unit() -> None:
    """A formula can be checked by whoever reads it: its docstring names the shapes and the units of what it takes and answers."""
    silent = []
    for path, tree in modules().items():
        for name, function in _functions(tree) if path.parts[0] == "model" else ():
            said, hints = ast.get_docstring(function) or "", OF_ARRAYS.findall(_hints(function))
            charges = not str(path).startswith(ROOMS) and set(hints) <= {"Charge", "Monthly"}
            if hints and not charges and not (SHAPE.search(said) and UNIT.search(said)):
                silent.append(f"{path}: {name}")
    assert silent == []


def test_every_public_function_of_the_formulas_and_lines_has_a_docstring() -> None:
    """Whether it works on arrays or says which key is read."""
    rooms = ((path, tree) for path, tree in modules().items() if str(path).startswith(ROOMS))
    assert [
        f"{path}: {name}" for path, tree in rooms for name, each in _functions(tree) if not ast.get_docstring(each)
    ] == []


def test_every_kind_of_step_is_known_to_the_workbook() -> None:
    """A kind either has words for its rows, or is listed as having none; never both, never neither."""
    said = set(step_rows.Steps(starter("support-desk"), SimpleNamespace(options=()), SimpleNamespace(steps=())).said)  # type: ignore[arg-type]
    assert said | set(step_rows.WITHOUT_A_ROW) == set(StepKind)
    assert not said & set(step_rows.WITHOUT_A_ROW)


def test_a_step_of_an_unlisted_kind_is_an_error() -> None:
    """A renamed step cannot strip rows off the workbook in silence."""
    with pytest.raises(UnknownStepError, match="no kind of step: renamed"):
        Sheet({}, (), 1).step(("renamed", "own"), lambda: 1)


def test_steps_are_not_named_after_functions() -> None:
    """Internal names are no data: what the steps of a session's lines are named after stands beside them."""
    listed = (*meters(), cap.SESSION, infrastructure.SESSION, other.SESSION)
    assert len({lines.name for lines in listed}) == len(listed)
    named = [path for path in modules() if path.parts[:2] == ("model", "comparison") and path.name != "traced.py"]
    assert [str(path) for path in named if ".__name__" in (ROOT / path).read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("name", ["coding-fleet", "regulated-team"])
def test_the_first_word_of_a_line_key_is_the_file_of_its_charges(name: str) -> None:
    """And that file names the word; every axis of a line stands in the table."""
    for option in analyse(starter(name), 4, parts=frozenset()).options:
        for line in option.lines:
            file = ROOT / "model" / "comparison" / "lines" / f"{line.key.partition('.')[0]}.py"
            assert f"{file.stem}." in file.read_text(encoding="utf-8"), line.key
            assert line.axis in AXES


def test_what_decides_calls_a_line_what_the_bill_calls_it() -> None:
    """A line that stands alone in the difference has its title there as well, never its key."""
    assert {key: title_of(key, {}) for key in LINE_TITLES} == LINE_TITLES
    assert title_of("cap.not_spent", {}) == "Not spent, by the cap"


def test_a_fee_may_cover_exactly_what_vendors_bill_by_axis() -> None:
    """The words of `covers` are the axes of the table that have a group."""
    assert set(COVERED) == {key for key, axis in AXES.items() if axis.group}


def test_the_kinds_of_hosting_are_one_table() -> None:
    """No module lists the kinds again."""
    lists = re.compile(r'\(\s*"managed",\s*"managed-own-sandboxes",\s*"managed-own-server"')
    assert [str(path) for path in modules() if lists.search((ROOT / path).read_text(encoding="utf-8"))] == []
    assert tuple(HOSTING) == KINDS


def with_axis(monkeypatch: pytest.MonkeyPatch, **charged: object) -> Analysis:
    """The support desk with an axis that the product does not have: its row in the table, which says what is charged."""
    row = CostAxis(
        title="Audits", spent_on="audits", color="#123456", group="audit",
        service=FocusService("Audits", "Other", "Other (Other)", "Auditor"), **charged,  # type: ignore[arg-type]
    )  # fmt: skip
    monkeypatch.setitem(AXES, "audit", row)
    return analyse(starter("support-desk"), 200)


def test_an_axis_is_its_row_and_its_charges(monkeypatch: pytest.MonkeyPatch) -> None:
    """2 audits × $300 = $600 a month stand in the axes of an option, in the bill and in the lines for finance."""

    def audits(*_: object) -> tuple[Charge, ...]:
        return (Charge("audit.yearly", "audit", "audits", 2.0 * ONE, 300.0 * ONE, "two audits a month", "month"),)

    analysis = with_axis(monkeypatch, month=audits)
    assert analysis.options[0].axes["audit"].month_1_usd == pytest.approx(2 * 300.0)
    assert "audit.yearly" in text.render([analysis], 100).decode()
    assert b"Auditor" in focus.render([analysis])


def test_an_axis_that_sessions_run_up_follows_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a label a session × $0.02, for every session of the first month."""

    def labels(_: Desk) -> tuple[Charge, ...]:
        return (Charge("audit.labels", "audit", "labels", 0.5 * ONE, 0.02 * ONE, "every second run is labeled"),)

    analysis = with_axis(monkeypatch, meter=SessionLines("labels", labels, lambda _: True))
    lines = [line for line in analysis.option("managed").lines if line.key == "audit.labels"]
    sessions = sum(line.quantity_month_1 for line in lines) / 0.5
    assert sum(line.month_1_usd for line in lines) == pytest.approx(sessions * 0.5 * 0.02)
    typed = [found.quantity.mean for key, found in analysis.case.inputs.items() if key.endswith(".sessions_per_month")]
    assert sessions == pytest.approx(sum(typed), rel=0.05)  # two hundred draws of a range


def test_a_format_is_its_module_and_its_ending(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A module with `render` and one entry of the table is all that a new form of report takes; command line and dialog follow."""
    made = ModuleType("names_of_a_report")
    vars(made)["render"] = lambda analyses: ",".join(one.verdict.headline for one in analyses).encode()
    monkeypatch.setitem(endings.FORMS, ".names", endings.ReportForm("names_of_a_report", "headlines alone"))  # type: ignore[index]
    monkeypatch.setitem(sys.modules, "names_of_a_report", made)
    monkeypatch.setattr(endings, "_exists", lambda _: True)
    to = tmp_path / "desk.names"
    assert main(["report", "coding-session", "--to", str(to), "--draws", "50"]) == 0, capsys.readouterr().err
    assert to.read_text(encoding="utf-8") == analyse(starter("coding-session"), 50).verdict.headline
    assert (".names", "headlines alone") in forms()


def test_a_chart_is_its_module_and_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record with what draws it, and one row of the table of charts; every chart there is has one."""

    class Spark(Chart, frozen=True, kw_only=True):
        usd: tuple[float, ...]

    def draw_spark(chart: Spark, width: int, height: int, _: int | None) -> Picture:
        canvas = Canvas(width, height)
        canvas.put(0, 0, f"{chart.title}: {len(chart.usd)} months")
        return Picture(width, height, canvas.rows())

    assert set(Chart.__subclasses__()) - {Spark} == set(DRAWN)
    monkeypatch.setitem(DRAWN, Spark, draw_spark)
    assert "As paid: 3 months" in draw(Spark(title="As paid", usd=(1.0, 2.0, 4.0)), 40, 3).text()


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_of_inputs_and_words_are_of_today(name: str) -> None:
    """`python -m model.report.reference docs` has been run since the last declaration changed."""
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == PAGES[name]()


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        *(f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")),
    ],
)
def test_every_link_and_path_of_the_pages_leads_somewhere(page: str) -> None:
    """Links and the modules that pages name exist."""
    said = (ROOT / page).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", said) if "://" not in link]
    named = re.findall(r"`((?:model|tui|tests|profiles|docs)/[\w/.]+?)/?`", said)
    beside = (ROOT / page).parent
    missing = [path for path in links if not (beside / path).exists()]
    missing += [path for path in named if "NAME" not in path and not (ROOT / path).exists()]
    assert missing == []


def test_every_row_of_where_to_look_leads_somewhere() -> None:
    """What the table of ARCHITECTURE.md names exists in the product, whether it is named from the top or from the model."""
    table = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").partition("## Where is")[2]
    named = [name for name in re.findall(r"`([a-z_/]+(?:/|\.py))`", table) if "/" in name]
    assert len(named) >= 20
    assert [name for name in named if not any((ROOT / top / name).exists() for top in ("", "model"))] == []
