"""What each kind of contribution is worth beside authoring a commit (1.0), with the reason for each number."""

from dataclasses import dataclass

__all__ = ["CONTRIBUTION_KINDS", "ContributionKind"]


@dataclass(frozen=True, slots=True)
class ContributionKind:
    """One kind of contribution.

    Attributes
    ----------
    name
        As in the contributions table.
    code
        Its number in an artifact; never reused.
    weight
        Association of one act, 1.0 = author of a commit.
    is_commit
        True if its sha names the document it shares with the commit's other people.
    is_titled
        True if it is associated with the title it stands under.
    creates
        True if the files it added to the tree are the person's creation.
    reason
        Why the weight is what it is.
    """

    name: str
    code: int
    weight: float
    is_commit: bool
    is_titled: bool
    creates: bool
    reason: str


CONTRIBUTION_KINDS: tuple[ContributionKind, ...] = (
    ContributionKind("commit", 0, 1.0, True, True, True, "the author of a change; the unit of the table"),
    ContributionKind(
        "co_commit", 1, 0.5, True, True, True, "measured: half an author, +0.006 nDCG@10 over a whole one"
    ),
    ContributionKind("commit_review", 2, 0.7, True, True, False, "measured: who reviews an area is named its expert"),
    ContributionKind("merged_pull_request", 3, 1.0, False, True, True, "as a commit: the work was accepted"),
    ContributionKind("pull_request", 4, 0.6, False, True, False, "work offered, not known to be accepted"),
    ContributionKind("review", 5, 0.7, False, True, False, "as a reviewer trailer: the same act elsewhere"),
    ContributionKind("review_comment", 6, 0.3, False, True, False, "a remark on code, one of many in a review"),
    ContributionKind("issue", 7, 0.3, False, True, False, "knows the subject as a user; not yet work on it"),
    ContributionKind("comment", 8, 0.15, False, True, False, "taking part; easily said"),
    ContributionKind("release", 9, 0.5, False, True, False, "trusted to publish; the notes are others' work"),
    ContributionKind("maintain", 10, 0.3, False, True, False, "merging or sorting others' work: a steward"),
    ContributionKind("push", 11, 0.1, False, False, False, "a pusher is not the author; says only where"),
    ContributionKind("create", 12, 0.5, False, False, False, "began the repository; its content counts itself"),
)
"""Every kind of the contributions table, ordered by code."""
