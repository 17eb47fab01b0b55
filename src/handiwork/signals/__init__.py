"""What code shows of how its makers work: checks over a tree, and facts about one person's own lines.

Nothing here executes, imports or builds what it reads. A check answers pass, fail or not observed, always with
what it looked at: *unknown is not false*, and nothing here enters a score by itself.

::

    nouns.py      what a check answers: Result, Example, Outcome, CheckReport
    tree.py       the one interface to a checkout, a git object store or an archive
    python/       one Python file → what its syntax tree shows, as plain values that can be kept by blob
    notebooks/    a notebook's cells → the steps of work on a model
    facts/        what several checks ask for, by parameter name, computed once
    checks/       one small class per rule, one module per family
    running.py    which checks run on a tree, and their reports
"""

from handiwork.signals.nouns import CheckReport, Example, Outcome, Result
from handiwork.signals.running import check_tree, known_checks
from handiwork.signals.tree import Entry, Tree

__all__ = ["CheckReport", "Entry", "Example", "Outcome", "Result", "Tree", "check_tree", "known_checks"]
