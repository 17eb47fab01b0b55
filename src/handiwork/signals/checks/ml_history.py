"""How the code of an ML repository came about: iterative work, a single commit, an upstream's, or a tutorial's.

Each fact has a benign reading beside it, since each has many causes: nothing here says that anybody pretended.
"""

from typing import ClassVar

from handiwork.signals.check import Check
from handiwork.signals.checks.ml_work import NO_ML
from handiwork.signals.facts.ml_code import Lineage
from handiwork.signals.history import (
    LEAST_LINES,
    Course,
    Origin,
    course_of,
    is_dump,
    is_iterative,
    origin_of,
    own_commits,
)
from handiwork.signals.nouns import Example, Outcome, failed, not_observed, passed

__all__ = ["CHECKS", "LEAST_HASHES", "TUTORIAL_SHARE"]

TUTORIAL_SHARE = 0.5
"""From this share of a tree's own code on, it stands in a tutorial too."""

LEAST_HASHES = 30
"""With fewer hashes of a tree (about a hundred lines of code) it is not compared with tutorials."""

_FAMILY = "ml-work"
_NO_HISTORY = "There is no git history here to look at."
_NO_LINES = "The history does not tell lines of code: contents are not all on disk, or there is hardly any code."


class IterativeHistory(Check):
    """The code grew over many commits and days."""

    name: ClassVar[str] = "ml-iterative-history"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = (
        "Experiments, mending and refining leave traces; work done elsewhere, or squashed, leaves none."
    )
    url: ClassVar[str] = "https://git-scm.com/docs/git-log"

    def check(self, ml_files: tuple[str, ...], lineage: Lineage | None) -> Outcome:
        """Fifteen commits or more that add code, on seven days or more; an upstream's are not counted."""
        seen = _seen(ml_files, lineage)
        if isinstance(seen, Outcome):
            return seen
        course, origin = seen
        of_upstream = f" beside those of {origin.name}" if origin is not None else ""
        message = (
            f"{course.n_commits:,} commits{of_upstream}, {course.n_coding:,} of them added code, on "
            f"{course.n_days:,} days over {course.n_months:.1f} months; "
            f"the largest brought {course.largest_share:.0%} of the lines that stand."
        )
        if is_iterative(course):
            return passed(message, figure=float(course.n_coding), unit="count")
        benign = " Often work was done elsewhere and published when it was ready, or is young."
        return failed(message + benign, figure=float(course.n_coding), unit="count")


class CodeOverTime(Check):
    """The code did not come in one commit."""

    name: ClassVar[str] = "ml-single-commit"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "What came at once shows no development here; papers' code and imports often come so."
    url: ClassVar[str] = "https://git-scm.com/docs/git-log#Documentation/git-log.txt---numstat"

    def check(self, ml_files: tuple[str, ...], lineage: Lineage | None) -> Outcome:
        """Less than nine tenths of the lines that stand came in one commit, or work went on after it."""
        seen = _seen(ml_files, lineage)
        if isinstance(seen, Outcome):
            return seen
        course, _ = seen
        example = (Example("", None, f"commit {course.largest_sha[:12]}"),)
        if not is_dump(course):
            message = (
                f"The largest commit brought {course.largest_share:.0%} of {course.n_lines:,} lines that stand; "
                f"{course.n_later:,} later ones added code."
            )
            return passed(message, figure=course.largest_share, unit="share", examples=example)
        whole = (
            "The whole tree" if course.largest_share >= 0.995 else f"{course.largest_share:.0%} of the code that stands"
        )
        message = (
            f"{whole} came in one commit ({course.largest_sha[:12]}), and {course.n_later:,} later ones added code; "
            "often an import from elsewhere, the release of a paper's code, or a squashed history."
        )
        return failed(message, figure=course.largest_share, unit="share", examples=example)


class OwnCommits(Check):
    """A history that goes on from an upstream's has commits of its own."""

    name: ClassVar[str] = "ml-own-commits"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "A fork without own commits is a bookmark or a backup: its code says nothing of who keeps it."
    url: ClassVar[str] = "https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/working-with-forks"

    def check(self, ml_files: tuple[str, ...], lineage: Lineage | None) -> Outcome:
        """At least one commit that the remote called upstream, or a known tutorial's history, does not have."""
        history = lineage.history() if lineage is not None and ml_files else None
        if lineage is None or history is None:
            return not_observed(_NO_HISTORY if ml_files else NO_ML)
        origin = origin_of(history, lineage.tutorials())
        if origin is None:
            return not_observed("No upstream is known: neither a remote called so, nor a tutorial with this history.")
        shared = f"{origin.n_shared:,} commits are those of {origin.name}"
        if origin.n_own:
            newer = " (its own newer commits look alike)" if origin.is_recorded else ""
            return passed(f"{shared}; {origin.n_own:,} are others{newer}.", figure=float(origin.n_own), unit="count")
        benign = "often kept to read or to build on later, or the upstream itself."
        return failed(
            f"{shared}, and there are no others: a fork without own commits; {benign}", figure=0.0, unit="count"
        )


class OwnCode(Check):
    """The code is not that of a known tutorial or course."""

    name: ClassVar[str] = "ml-tutorial-code"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = (
        "A course's code shows what was learnt from, and its author's work, whatever its variables are called."
    )
    url: ClassVar[str] = "https://doi.org/10.1145/872757.872770"

    def check(self, ml_files: tuple[str, ...], lineage: Lineage | None) -> Outcome:
        """Less than half of the tree's code stands in one known tutorial too."""
        if lineage is None or not ml_files:
            return not_observed("The tree was not compared with tutorials." if ml_files else NO_ML)
        found = lineage.likeness()
        if found.n_hashes < LEAST_HASHES:
            return not_observed("There is too little code to compare with tutorials.")
        if not found.shared:
            return passed(
                f"None of the code stands in the {found.n_known:,} known tutorials.", figure=0.0, unit="share"
            )
        best = found.shared[0]
        examples = tuple(Example(path, None, f"{share:.0%} in {best.name}") for path, share in best.files)
        told = f"{best.share:.0%} of the code stands in {best.name} too ({len(best.files):,} files for the most part)"
        if best.share < TUTORIAL_SHARE:
            return passed(f"{told}.", figure=best.share, unit="share", examples=examples)
        benign = "often course work, notes while learning, a base to build on, or that work itself."
        return failed(f"{told}; {benign}", figure=best.share, unit="share", examples=examples)


CHECKS: tuple[type[Check], ...] = (IterativeHistory, CodeOverTime, OwnCommits, OwnCode)
"""The checks of this family over a history and over likeness."""


# --- private ---


def _seen(ml_files: tuple[str, ...], lineage: Lineage | None) -> Outcome | tuple[Course, Origin | None]:
    """Return how the code came, an upstream's commits left out, or why that cannot be told."""
    if not ml_files:
        return not_observed(NO_ML)
    history = lineage.history() if lineage is not None else None
    if lineage is None or history is None:
        return not_observed(_NO_HISTORY)
    if history.is_shallow or history.is_cut:
        return not_observed("The history is cut off: how the code came cannot be told.")
    origin = origin_of(history, lineage.tutorials())
    shared = history.upstream_shas if origin is not None and not origin.is_recorded else _recorded(origin, lineage)
    commits = own_commits(history, shared)
    if origin is not None and not commits:
        return not_observed(f"All commits are those of {origin.name}.")
    course = course_of(commits)
    if course is None or course.n_lines < LEAST_LINES:
        return not_observed(_NO_LINES)
    return course, origin


def _recorded(origin: Origin | None, lineage: Lineage) -> frozenset[str]:
    return next((t.commits for t in lineage.tutorials() if origin is not None and t.name == origin.name), frozenset())
