"""Code quality tooling: linters, formatters and hooks, configured and in fact run."""

from collections.abc import Mapping
from typing import ClassVar

from handiwork.signals.check import Check
from handiwork.signals.facts.automation import Hook
from handiwork.signals.facts.configuration import Configuration
from handiwork.signals.facts.python_tools import PythonTools
from handiwork.signals.nouns import Example, Outcome, failed, not_observed, passed
from handiwork.signals.python.nouns import ModuleFacts

__all__ = ["CHECKS"]

_FAMILY = "tooling"


class HasLinter(Check):
    """A Python linter is used: ruff, flake8, pylint or another."""

    name: ClassVar[str] = "python-linter"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "It finds what a reviewer should not have to."
    url: ClassVar[str] = "https://docs.astral.sh/ruff/linter/"

    def check(self, python_tools: PythonTools, modules: Mapping[str, ModuleFacts], sdist: bool) -> Outcome:  # noqa: FBT001
        """Find its settings, or a hook, task or job that runs it."""
        return _used("linter", python_tools, modules, sdist=sdist)


class HasFormatter(Check):
    """A Python formatter is used: ruff format, black or another."""

    name: ClassVar[str] = "python-formatter"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Nobody spends a review on spaces."
    url: ClassVar[str] = "https://docs.astral.sh/ruff/formatter/"

    def check(self, python_tools: PythonTools, modules: Mapping[str, ModuleFacts], sdist: bool) -> Outcome:  # noqa: FBT001
        """Find its settings, or a hook, task or job that runs it."""
        return _used("formatter", python_tools, modules, sdist=sdist)


class HasPreCommit(Check):
    """Hooks that run before a commit are configured."""

    name: ClassVar[str] = "pre-commit"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Everybody's changes meet the same checks before they are shared."
    url: ClassVar[str] = "https://pre-commit.com"

    def check(
        self,
        configuration: Configuration,
        hooks: tuple[Hook, ...],
        modules: Mapping[str, ModuleFacts],
        sdist: bool,  # noqa: FBT001
    ) -> Outcome:
        """Hooks are configured in .pre-commit-config.yaml."""
        path = configuration.first(".pre-commit-config.yaml", ".pre-commit-config.yml")
        if path and (problems := configuration.problems_of(path)):
            return not_observed(f"It cannot be said: {'; '.join(problems)}.")
        if path and hooks:
            named = ", ".join(dict.fromkeys(h.id for h in hooks[:8]))
            message = f"{len(hooks):,} hooks: {named}{', …' if len(hooks) > 8 else ''}."
            return passed(message, figure=float(len(hooks)), unit="count", examples=(Example(path),))
        if not modules:
            return not_observed("There is no Python.")
        if sdist:
            return not_observed("This is a source distribution, which may leave hooks out.")
        return failed("No hooks are configured.")


CHECKS: tuple[type[Check], ...] = (HasLinter, HasFormatter, HasPreCommit)
"""The checks of this family."""


# --- private ---


def _used(kind: str, tools: PythonTools, modules: Mapping[str, ModuleFacts], *, sdist: bool) -> Outcome:
    if found := tools.of(kind):
        examples = tuple(Example(t.places[0], None, t.name) for t in found)
        return passed(f"{'; '.join(t.told for t in found)}.", examples=examples)
    if not modules:
        return not_observed("There is no Python.")
    if tools.problems:
        return not_observed(f"It cannot be said: {'; '.join(tools.problems)}.")
    if sdist:
        return not_observed(f"This is a source distribution, which may leave the {kind}'s settings out.")
    return failed(f"No Python {kind} is configured or run.")
