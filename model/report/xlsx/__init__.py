"""The workbook: the formulas followed on symbols and written as cells, the verdict over the futures beside them."""
