"""The chapters of a report, one file for each of the reader's questions; they choose and word, and compute nothing."""
