#!/usr/bin/env bash
# python-pptx 1.0.2 with XlsxWriter 3.2: a deck with a chart has other bytes each time, however its own dates are set.
#
# A chart of python-pptx keeps its numbers in a workbook inside the deck, which XlsxWriter writes with the time of writing in its
# properties. The deck's core properties (created, modified) can be set and are then the same; the workbook's cannot be
# reached from the deck, and is the one part that differs from one minute to the next. Whoever wants the same bytes from the same
# input must open the inner file after saving and write it again with dates of its own.
# Exits 0 while the inner workbook is all that differs, 1 when that has changed.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q python-pptx==1.0.2 'xlsxwriter==3.2.*'
cd "$folder"
"$folder/venv/bin/python" - <<'P'
import datetime
import io
import sys
import time
import zipfile
import pptx
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

def parts() -> dict[str, bytes]:
    deck = pptx.Presentation()
    deck.core_properties.created = deck.core_properties.modified = datetime.datetime(2026, 11, 22)
    data = CategoryChartData()
    data.categories = ["managed", "own"]
    data.add_series("a month", (1, 2))
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, 0, Inches(3), Inches(3), data)
    written = io.BytesIO()
    deck.save(written)
    with zipfile.ZipFile(written) as opened:
        return {name: opened.read(name) for name in opened.namelist()}

first = parts()
time.sleep(2.5)
second = parts()
changed = [name for name in first if first[name] != second[name]]
inner = [zipfile.ZipFile(io.BytesIO(one[changed[0]])) for one in (first, second)] if changed else []
within = [name for name in inner[0].namelist() if inner[0].read(name) != inner[1].read(name)] if inner else []
print(f"python-pptx {pptx.__version__}: parts that differ {changed}, inside it {within}")
sys.exit(0 if len(changed) == 1 and changed[0].startswith("ppt/embeddings/") and within == ["docProps/core.xml"] else 1)
P
