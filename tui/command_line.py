"""Every command: parses arguments, calls the model, prints; decides exit codes."""


def main() -> int:
    """Run the command line and return the exit code."""
    return 0
