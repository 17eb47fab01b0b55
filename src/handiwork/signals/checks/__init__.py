"""All checks: one module per family, each with its ``CHECKS``."""

from handiwork.signals.check import Check
from handiwork.signals.checks import tooling

__all__ = ["CHECKS"]

CHECKS: tuple[type[Check], ...] = (*tooling.CHECKS,)
"""Every check there is."""
