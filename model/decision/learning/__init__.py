"""What to learn first and how the verdict could be wrong: sensitivity and the value of information."""
