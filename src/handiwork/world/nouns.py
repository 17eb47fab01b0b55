"""The nouns of the invented world: accounts, repositories, threads, and one class per kind of act.

An act is era-neutral: what somebody did. :mod:`handiwork.world.payloads` says how each format of the
archive wrote it down.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha1
from typing import ClassVar

__all__ = [
    "Account",
    "Act",
    "Commit",
    "CommitComment",
    "Create",
    "Delete",
    "Fork",
    "Gollum",
    "Issue",
    "IssueComment",
    "Member",
    "Public",
    "PullRequest",
    "Push",
    "Release",
    "Repository",
    "Review",
    "ReviewComment",
    "Thread",
    "Watch",
    "archived_address",
    "fork_of",
]


def archived_address(address: str) -> str:
    """Return an e-mail address as the archive keeps it: the local part replaced by its SHA-1.

    Examples
    --------
    >>> archived_address("a@example.org")
    '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8@example.org'
    """
    local, _, domain = address.rpartition("@")
    return f"{sha1(local.encode(), usedforsecurity=False).hexdigest()}@{domain}"


@dataclass(frozen=True, slots=True)
class Account:
    """An account at one moment.

    Attributes
    ----------
    id
        Numeric id; the same through renames.
    login
        Login at that moment.
    name
        Display name.
    kind
        ``User``, ``Bot`` or ``Organization``.
    """

    id: int
    login: str
    name: str = ""
    kind: str = "User"


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository at one moment, with the facts payloads carry.

    Attributes
    ----------
    id
        Numeric id; the same through renames.
    name
        ``owner/name`` at that moment.
    owner
        The owner's account; an ``Organization`` makes the envelope carry ``org``.
    description
        What its owner says it is; None if nothing.
    topics
        Topics set by its owner.
    language
        Primary language; None if not known.
    license
        SPDX id; None without a licence.
    stars
        Stargazers.
    default_branch
        Default branch.
    created_at
        When it was created, naive UTC.
    is_fork
        True for a fork.
    """

    id: int
    name: str
    owner: Account
    description: str | None = None
    topics: tuple[str, ...] = ()
    language: str | None = "Python"
    license: str | None = "MIT"
    stars: int = 0
    default_branch: str = "main"
    created_at: datetime = datetime(2018, 12, 8, 8, 21, 47)
    is_fork: bool = False

    @property
    def short(self) -> str:
        """The part after the slash."""
        return self.name.partition("/")[2]


@dataclass(frozen=True, slots=True)
class Thread:
    """An issue or a pull request as it stands at one moment.

    Attributes
    ----------
    number
        Number within its repository.
    title, body
        Texts; the body may be None.
    author
        Who opened it.
    opened_at
        When, naive UTC.
    is_pull_request
        True for a pull request.
    labels
        Names of its labels.
    association
        GitHub's author_association of the author.
    head_ref, head_sha
        Branch and last commit of a pull request.
    commits, additions, deletions, changed_files
        Size of a pull request.
    comments
        Comments so far.
    closed_at, merged_at
        None while open or not merged.
    merged_by
        Who merged it; None if nobody.
    merge_sha
        The commit it was merged as; None if it was not.
    """

    number: int
    title: str
    author: Account
    opened_at: datetime
    body: str | None = None
    is_pull_request: bool = True
    labels: tuple[str, ...] = ()
    association: str = "CONTRIBUTOR"
    head_ref: str = "patch-1"
    head_sha: str = "f" * 40
    commits: int = 1
    additions: int = 1
    deletions: int = 0
    changed_files: int = 1
    comments: int = 0
    closed_at: datetime | None = None
    merged_at: datetime | None = None
    merged_by: Account | None = None
    merge_sha: str | None = None


def fork_of(repo: Repository, account: Account, at: datetime) -> Repository:
    """Return the fork that ``account`` has of ``repo``, created on the day of ``at``.

    Its id follows from both, so that a fork event and a later pull request name the same repository.
    """
    return replace(
        repo,
        id=repo.id + 1_000_000 + account.id % 999_983,
        name=f"{account.login}/{repo.short}",
        owner=account,
        topics=(),
        stars=0,
        created_at=at.replace(hour=0, minute=0, second=0, microsecond=0),
        is_fork=True,
    )


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit as a push delivers it; ``email`` is in the archive's form (:func:`archived_address`)."""

    sha: str
    name: str
    email: str
    message: str
    distinct: bool = True


@dataclass(frozen=True, slots=True)
class Act:
    """What every act has: an id, an account, a repository and an instant (naive UTC)."""

    event_type: ClassVar[str] = "Event"
    event_id: int
    actor: Account
    repo: Repository
    at: datetime


@dataclass(frozen=True, slots=True)
class Push(Act):
    """A push; ``size`` counts all its commits, of which at most 20 are listed, oldest first."""

    event_type: ClassVar[str] = "PushEvent"
    push_id: int
    ref: str
    before: str
    head: str
    commits: tuple[Commit, ...] = ()
    size: int = 0


@dataclass(frozen=True, slots=True)
class PullRequest(Act):
    """A pull request opened, closed, merged, reopened or labeled; ``label`` is the label just added."""

    event_type: ClassVar[str] = "PullRequestEvent"
    action: str
    thread: Thread
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Review(Act):
    """A review: ``state`` is approved, commented, changes_requested or dismissed."""

    event_type: ClassVar[str] = "PullRequestReviewEvent"
    thread: Thread
    review_id: int
    state: str
    body: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewComment(Act):
    """A comment on a line of a pull request."""

    event_type: ClassVar[str] = "PullRequestReviewCommentEvent"
    thread: Thread
    comment_id: int
    review_id: int
    path: str
    line: int
    body: str


@dataclass(frozen=True, slots=True)
class Issue(Act):
    """An issue opened, closed, reopened or labeled; ``label`` is the label just added."""

    event_type: ClassVar[str] = "IssuesEvent"
    action: str
    thread: Thread
    label: str | None = None


@dataclass(frozen=True, slots=True)
class IssueComment(Act):
    """A comment in the conversation of an issue or a pull request."""

    event_type: ClassVar[str] = "IssueCommentEvent"
    thread: Thread
    comment_id: int
    body: str


@dataclass(frozen=True, slots=True)
class Create(Act):
    """A repository (``ref`` None), branch or tag created."""

    event_type: ClassVar[str] = "CreateEvent"
    ref: str | None
    ref_type: str


@dataclass(frozen=True, slots=True)
class Delete(Act):
    """A branch or tag deleted."""

    event_type: ClassVar[str] = "DeleteEvent"
    ref: str
    ref_type: str


@dataclass(frozen=True, slots=True)
class Fork(Act):
    """A repository forked; ``forkee`` is the new fork."""

    event_type: ClassVar[str] = "ForkEvent"
    forkee: Repository


@dataclass(frozen=True, slots=True)
class Watch(Act):
    """A repository starred."""

    event_type: ClassVar[str] = "WatchEvent"


@dataclass(frozen=True, slots=True)
class Release(Act):
    """A release published."""

    event_type: ClassVar[str] = "ReleaseEvent"
    release_id: int
    tag: str
    title: str
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Member(Act):
    """A collaborator added."""

    event_type: ClassVar[str] = "MemberEvent"
    member: Account


@dataclass(frozen=True, slots=True)
class CommitComment(Act):
    """A comment on a commit; ``path`` and ``line`` are None for one on the whole commit."""

    event_type: ClassVar[str] = "CommitCommentEvent"
    sha: str
    comment_id: int
    body: str
    path: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Gollum(Act):
    """A wiki page created or edited."""

    event_type: ClassVar[str] = "GollumEvent"
    page: str
    action: str
    sha: str


@dataclass(frozen=True, slots=True)
class Public(Act):
    """A repository made public."""

    event_type: ClassVar[str] = "PublicEvent"
