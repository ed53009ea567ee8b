"""The formulas followed on symbols, so that documents can work them out again."""
