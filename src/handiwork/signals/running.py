"""Which checks there are, and their reports on one tree."""

from collections.abc import Collection, Mapping

from handiwork.errors import UsageError
from handiwork.signals.check import Check
from handiwork.signals.checks import CHECKS
from handiwork.signals.facts import FactBook
from handiwork.signals.facts.ml_code import Lineage
from handiwork.signals.nouns import FAMILIES, CheckReport
from handiwork.signals.python.nouns import ModuleFacts
from handiwork.signals.tree import Tree

__all__ = ["check_tree", "known_checks"]


def known_checks(families: Collection[str] | None = None) -> tuple[type[Check], ...]:
    """Return the checks of some families, or all, by family in its order, then by name.

    Raises
    ------
    UsageError
        If a family is unknown.
    """
    unknown = sorted(set(families or ()) - set(FAMILIES))
    if unknown:
        raise UsageError(f"there is no family of checks {unknown[0]!r}; there are: {', '.join(FAMILIES)}")
    chosen = [c for c in CHECKS if families is None or c.family in families]
    return tuple(sorted(chosen, key=lambda c: (FAMILIES.index(c.family), c.name)))


def check_tree(
    tree: Tree,
    modules: Mapping[str, ModuleFacts],
    families: Collection[str] | None = None,
    *,
    lineage: Lineage | None = None,
) -> tuple[CheckReport, ...]:
    """Return what every check says of a tree.

    Parameters
    ----------
    tree
        The files.
    modules
        What its Python files show, by path; vendored ones are among them.
    families
        Only these; None for all.
    lineage
        Where the tree comes from; None where that is not known.

    Raises
    ------
    UsageError
        If a family is unknown.
    """
    facts = FactBook(tree=tree, modules=modules, lineage=lineage)
    return tuple(check.report(facts) for check in known_checks(families))
