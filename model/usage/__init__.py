"""Measured use: foreign files of usage, bills and hours become canonical rows, and rows become answers.

`records` say what foreign files say, `readers` turn them into canonical rows (`rows`), `row_store` keeps those in an embedded
DuckDB, `queries` give weekly sums and histograms, everything behind that is plain arithmetic. Nothing here is imported
by the comparison: DuckDB and pydantic cost more to import than the whole of it.
"""
