"""Code quality tooling: linters, formatters, hooks and type checkers that a repository is set up with."""

from typing import ClassVar

from handiwork.signals.check import Check
from handiwork.signals.nouns import Example, Outcome, failed, not_observed, passed
from handiwork.signals.tree import Entry

__all__ = ["CHECKS"]


class HasPreCommit(Check):
    """Hooks that run before a commit are configured."""

    name: ClassVar[str] = "pre-commit"
    family: ClassVar[str] = "tooling"
    why: ClassVar[str] = "Everybody's changes meet the same checks before they are shared."
    url: ClassVar[str] = "https://pre-commit.com"

    def check(self, files: tuple[Entry, ...]) -> Outcome:
        """Hooks are configured in .pre-commit-config.yaml."""
        if not files:
            return not_observed("The tree has no files.")
        found = [e for e in files if e.path in (".pre-commit-config.yaml", ".pre-commit-config.yml")]
        if found:
            return passed("Hooks are configured.", examples=(Example(found[0].path),))
        return failed("No hooks are configured.")


CHECKS: tuple[type[Check], ...] = (HasPreCommit,)
"""The checks of this family."""
