"""The dated book: prices, rules, presets and published ranges, looked up for a day."""
