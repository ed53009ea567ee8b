"""Numbers as people write them: units, ranges, distributions, streams."""
