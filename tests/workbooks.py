"""Workbooks for tests: cells changed in the file, and everything recalculated by LibreOffice in one start."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl import load_workbook

Cells = list[list[str]]
SHEETS = ["Answer", "Inputs", "Lines", "Months", "Calculation", "Futures", "Sources"]
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
ANSWER, INPUTS = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"


def office() -> str | None:
    """LibreOffice, where it is installed."""
    return shutil.which("soffice")


def inputs_of(workbook: bytes) -> dict[str, tuple[str, float, bool]]:
    """Of every input its cell, its value and whether it is marked as one to change."""
    page = load_workbook(io.BytesIO(workbook), keep_links=False)["Inputs"]
    found = {}
    for row in page.iter_rows(min_row=6, max_col=2):
        key, cell = row[0].value, row[1]
        if key is not None and isinstance(cell.value, int | float):
            found[str(key)] = (cell.coordinate, float(cell.value), not cell.protection.locked)
    return found


def with_inputs(workbook: bytes, values: Mapping[str, float]) -> bytes:
    """The workbook with other numbers in cells of the sheet *Inputs*; every cached value stays as it was."""
    return with_cells(workbook, INPUTS, values)


def place_of(workbook: bytes, label: str, across: int = 1) -> str:
    """The cell so many columns to the right of the first cell of the sheet *Answer* that says this."""
    page = load_workbook(io.BytesIO(workbook), keep_links=False)["Answer"]
    found = next(cell for row in page.iter_rows() for cell in row if cell.value == label)
    return str(page.cell(found.row, found.column + across).coordinate)


def with_cells(workbook: bytes, sheet: str, values: Mapping[str, float | str]) -> bytes:
    """The workbook with other numbers or texts in cells of a sheet, as somebody types or pastes them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            content = old.read(entry)
            if entry == sheet:
                text = content.decode()
                for cell, value in values.items():
                    typed = f"<v>{value!r}</v>" if not isinstance(value, str) else f"<is><t>{escape(value)}</t></is>"
                    kind = ' t="inlineStr"' if isinstance(value, str) else ""
                    old_cell = rf'<c r="{cell}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)'
                    text, count = re.subn(old_cell, rf'<c r="{cell}"\g<1>{kind}>{typed}</c>', text)
                    assert count == 1, cell
                content = text.encode()
            new.writestr(entry, content)
    return out.getvalue()


def recalculated(folder: Path, workbooks: Mapping[str, bytes]) -> dict[str, dict[str, Cells]]:
    """Every sheet of every workbook after LibreOffice worked all formulas out again, by workbook and sheet."""
    settings = folder / "office" / "user"
    settings.mkdir(parents=True)
    (settings / "registrymodifications.xcu").write_text(SETTINGS)
    _convert(folder, _written(folder, workbooks), EVERY_SHEET)
    return {name: _sheets(folder, name) for name in workbooks}


def printed(folder: Path, workbooks: Mapping[str, bytes]) -> dict[str, Path]:
    """Every workbook as it is printed, a PDF each."""
    _convert(folder, _written(folder, workbooks), "pdf")
    return {name: folder / f"{name}.pdf" for name in workbooks}


def _written(folder: Path, workbooks: Mapping[str, bytes]) -> list[Path]:
    paths = [folder / f"{name}.xlsx" for name in workbooks]
    for path, content in zip(paths, workbooks.values(), strict=True):
        path.write_bytes(content)
    return paths


def _convert(folder: Path, paths: Sequence[Path], form: str) -> None:
    command = [
        office() or "soffice", f"-env:UserInstallation=file://{folder / 'office'}", "--headless", "--convert-to", form,
        "--outdir", str(folder), *map(str, paths),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=60 + 10 * len(paths))


def _sheets(folder: Path, name: str) -> dict[str, Cells]:
    found = {}
    for sheet in SHEETS:
        with (folder / f"{name}-{sheet}.csv").open(newline="", encoding="utf-8") as file:
            found[sheet] = list(csv.reader(file))
    return found
