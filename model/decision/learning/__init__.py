"""Which numbers decide, what to learn first and how the verdict could be wrong: inputs, sensitivity, value of information."""
