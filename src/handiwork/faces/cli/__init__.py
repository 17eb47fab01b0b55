"""The command line: parse, call app, print; heavy rooms are imported when a command needs them."""


def run() -> int:
    """Run the command line; return its exit code."""
    return 0
