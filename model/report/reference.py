"""The pages that list what is declared: every input, and every word. `python -m model.report.reference FOLDER` writes them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from model.profile.declared import Declared
from model.profile.registry import DECLARED
from model.quantities import Family
from model.telling.glossary import WORDS

MADE = "<!-- made by: python -m model.report.reference docs -->"


def inputs_page() -> str:
    """Every input of a profile in Markdown, in the order of forms."""
    lines = [
        MADE,
        "# Inputs",
        "",
        "Every key of a profile; `*` stands for an id of your own. A number may be a range (`5 to 20`) unless it says otherwise. What has no",
        "default and costs money has no value until somebody gives one: it is never taken for zero.",
    ]
    table = ""
    for declared in DECLARED:
        if (of := declared.pattern.rpartition(".")[0] or "the file") != table:
            table = of
            lines += ["", f"## {table}", "", "| Key | What | Written as | Default |", "|---|---|---|---|"]
        lines.append(
            _row(f"`{declared.name}`", f"**{declared.title}.** {declared.help}", _written(declared), _default(declared))
        )
    return "\n".join(lines) + "\n"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _written(declared: Declared) -> str:
    if declared.spec is None:
        return f"{declared.kind}: {', '.join(declared.choices)}" if declared.choices else declared.kind
    spec = declared.spec
    unit = spec.unit.value + (f" a {spec.per}" if spec.per else "")
    whole = ", whole" if spec.whole else ""
    limits = "" if spec.low == 0.0 and spec.family is Family.POSITIVE else f", from {spec.low:g} to {spec.high:g}"
    return f"{unit}{whole}{limits}{'' if declared.ranges else ', no range'}"


def _default(declared: Declared) -> str:
    if declared.default is not None:
        return f"`{declared.default}`".lower() if isinstance(declared.default, bool) else f"`{declared.default}`"
    return 'the book\'s, where `"published"` is written' if declared.published else ""


def glossary_page() -> str:
    """Every term that is printed, in Markdown."""
    rows = (_row(f"**{word}**", said) for word, said in WORDS.items())
    return "\n".join((MADE, "# Words", "", "| Word | Means |", "|---|---|", *rows)) + "\n"


PAGES = {"inputs.md": inputs_page, "glossary.md": glossary_page}


def write(folder: Path) -> Iterable[Path]:
    """Write every page; yields what was written."""
    for name, page in PAGES.items():
        path = folder / name
        path.write_text(page(), encoding="utf-8")
        yield path


def main(arguments: Sequence[str]) -> int:
    """Write the pages into the folder that is named, docs without one."""
    for path in write(Path(arguments[0] if arguments else "docs")):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
