"""Every term that is printed has a meaning, in one table, and nothing is printed that section *Words* replaced."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from model.decision import analyse
from model.profile.registry import DECLARED
from model.report import markdown, text
from model.report.blocks import Statement, Table, Tiles
from model.report.story import tell
from model.telling import glossary
from tests.cases import starter
from tests.test_decision_forecast import STARTERS

TERMS = (
    "regret", "middle case", "two-piece", "EVPI", "P10", "futures", "log-normal", "logit-normal", "normal", "only",
    "break-even", "even", "present value", "run", "outcome", "pair", "must-have", "clear", "likely", "too close to call",
    "guess", "measured", "contract", "published", "horizon", "discount rate", "seed", "overrun", "upkeep", "build", "≥",
    "first full month", "bills of vendors", "our engineers", "work done elsewhere", "one side only", "payback", "lever",
)  # fmt: skip
HOUSE = Path(__file__).parents[1]
REPLACED = re.compile(
    r"\bdearer\b|\bdearest\b|futures agree|Not knowing the future|An outcome of the agent|A resolved one|deciding inputs?\b"
    r"|\bfailed sessions\b|\bsession runtime\b|[a-z]+\.session is not priced",
    re.IGNORECASE,
)


@cache
def said(name: str) -> str:
    """Everything that text, Markdown and the presentation of a starter say."""
    analysis = analyse(starter(name), 200)
    steps = []
    for step in tell(analysis).steps:
        steps += [step.title, *step.speaker]
        for block in step.blocks:
            match block:
                case Statement():
                    steps.append(block.text)
                case Table():
                    steps += [cell.text for row in block.rows for cell in row.cells]
                case Tiles():
                    steps += [f"{tile.figure} {tile.caption} {tile.detail}" for tile in block.tiles]
    pages = (text.render([analysis]).decode(), markdown.render([analysis]).decode(), "\n".join(steps))
    return re.sub(r"\s+", " ", "\n".join(pages))


@pytest.mark.parametrize("term", TERMS)
def test_a_printed_term_has_a_meaning(term: str) -> None:
    """In one sentence or two that do not lean on the term alone."""
    meaning = glossary.meaning(term)
    assert meaning is not None
    assert meaning.endswith(".")
    assert len(meaning) > 20


@pytest.mark.parametrize("name", STARTERS)
def test_words_that_were_replaced_are_printed_nowhere(name: str) -> None:
    """More expensive, runs, break-even: one word a thing on every surface of the model."""
    assert not REPLACED.search(said(name)), REPLACED.search(said(name))


def spoken(path: Path) -> list[str]:
    """The texts of a module that can reach a reader: every string and part of one that is no docstring and has a space."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in alone)
    return [text.value for text in texts if isinstance(text.value, str) and " " in text.value]


def test_words_that_were_replaced_stand_in_no_text_of_the_product() -> None:
    """In no sentence of any module, of the book, of a starter or of a page: also of those that no starter brings up."""
    modules = [path for room in ("model", "tui") for path in sorted((HOUSE / room).rglob("*.py"))]
    data = [*sorted((HOUSE / "model" / "prices" / "data").glob("*.toml")), *sorted((HOUSE / "profiles").glob("*.toml"))]
    pages = [HOUSE / "README.md", *sorted((HOUSE / "docs").glob("*.md"))]
    assert len(modules) > 200
    assert len(data) > 7
    said = {path: spoken(path) for path in modules} | {path: [path.read_text("utf-8")] for path in (*data, *pages)}
    found = {(path.name, text[:80]) for path, texts in said.items() for text in texts if REPLACED.search(text)}
    assert not found


def test_inputs_speak_of_runs() -> None:
    """Sessions stand in keys only, and where logs of a vendor are meant."""
    for row in DECLARED:
        for words in (row.title, row.help, row.learn.how if row.learn else ""):
            assert not re.search(r"\bsessions?\b(?! logs)", words, re.IGNORECASE), words


def test_shapes_of_ranges_are_explained() -> None:
    """Whatever an echo calls the shape of a range can be looked up."""
    shapes = {row.shape for name in STARTERS for row in analyse(starter(name), 1, parts=frozenset()).inputs} - {"point"}
    for shape in shapes:
        assert any(glossary.meaning(word) for word in (shape, shape.split(" ")[0], shape.split("-")[0])), shape


def test_search_looks_into_meanings_too() -> None:
    """Words first, then meanings that hold the text."""
    names = [word for word, _ in glossary.found("median")]
    assert "middle" in names
    assert glossary.found("break-even")[0][0] == "break-even"
    assert len(glossary.found("")) == len(glossary.WORDS)
