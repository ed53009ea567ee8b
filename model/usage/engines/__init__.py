"""Measuring where the rows are: the questions of `sql/`, word for word, put to a warehouse; only sums by day and histograms travel.

Nothing is written there and nothing is imported elsewhere: Ibis and sqlglot come with the extra `engines`.
"""
