"""All checks: one module per family, each with its ``CHECKS``."""

from handiwork.signals.check import Check
from handiwork.signals.checks import docstrings, ml_history, ml_work, tests, tooling, type_hints

__all__ = ["CHECKS"]

CHECKS: tuple[type[Check], ...] = (
    *type_hints.CHECKS,
    *tests.CHECKS,
    *tooling.CHECKS,
    *docstrings.CHECKS,
    *ml_work.CHECKS,
    *ml_history.CHECKS,
)
"""Every check there is."""
