"""All checks: one module per family, each with its ``CHECKS``."""

from handiwork.signals.check import Check
from handiwork.signals.checks import (
    backend_practice,
    ci,
    data_practice,
    docstrings,
    lang_packaging,
    lang_tests,
    lang_tooling,
    ml_history,
    ml_work,
    notebooks,
    packaging,
    pages,
    tests,
    tooling,
    type_hints,
)

__all__ = ["CHECKS"]

CHECKS: tuple[type[Check], ...] = (
    *type_hints.CHECKS,
    *tests.CHECKS,
    *ci.CHECKS,
    *packaging.CHECKS,
    *tooling.CHECKS,
    *docstrings.CHECKS,
    *pages.CHECKS,
    *backend_practice.CHECKS,
    *data_practice.CHECKS,
    *notebooks.CHECKS,
    *ml_work.CHECKS,
    *ml_history.CHECKS,
    *lang_tests.CHECKS,
    *lang_packaging.CHECKS,
    *lang_tooling.CHECKS,
)
"""Every check there is."""
