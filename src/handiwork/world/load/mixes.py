"""What happens in an hour: shares of event types and of their kinds, by format, with where they were measured."""

from dataclasses import dataclass

__all__ = ["BOT_SHARES", "KINDS", "Kind", "shares"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of event.

    Attributes
    ----------
    name
        Its name, which is also the name of its template.
    event_type
        The archive's type.
    full, trimmed
        Events of this kind among 100,000 of a format.
    shared
        Share of them in repositories that belong to somebody else than the actor, in [0, 1].
    """

    name: str
    event_type: str
    full: float
    trimmed: float
    shared: float


KINDS: tuple[Kind, ...] = (
    Kind("push", "PushEvent", 55_790, 91_528, 0.16),
    Kind("create_repository", "CreateEvent", 3_900, 2_900, 0.0),
    Kind("create_branch", "CreateEvent", 5_600, 1_600, 0.2),
    Kind("create_tag", "CreateEvent", 1_090, 265, 0.3),
    Kind("watch", "WatchEvent", 10_390, 73, 0.98),
    Kind("comment_issue", "IssueCommentEvent", 4_300, 95, 0.85),
    Kind("comment_pull", "IssueCommentEvent", 2_730, 142, 0.85),
    Kind("issue_opened", "IssuesEvent", 2_400, 150, 0.75),
    Kind("issue_closed", "IssuesEvent", 1_800, 80, 0.5),
    Kind("issue_labeled", "IssuesEvent", 0, 54, 0.7),
    Kind("pull_opened", "PullRequestEvent", 2_000, 230, 0.75),
    Kind("pull_merged", "PullRequestEvent", 1_430, 170, 0.5),
    Kind("pull_closed", "PullRequestEvent", 400, 40, 0.6),
    Kind("pull_labeled", "PullRequestEvent", 0, 34, 0.8),
    Kind("fork", "ForkEvent", 3_250, 22, 1.0),
    Kind("delete_branch", "DeleteEvent", 1_330, 2_250, 0.3),
    Kind("delete_tag", "DeleteEvent", 50, 94, 0.3),
    Kind("gollum", "GollumEvent", 1_330, 1, 0.3),
    Kind("review", "PullRequestReviewEvent", 0, 140, 0.9),
    Kind("review_comment", "PullRequestReviewCommentEvent", 860, 91, 0.9),
    Kind("commit_comment", "CommitCommentEvent", 630, 2, 0.6),
    Kind("release", "ReleaseEvent", 410, 31, 0.2),
    Kind("member", "MemberEvent", 200, 5, 0.05),
    Kind("public", "PublicEvent", 110, 3, 0.0),
)
"""All kinds.

Full: shares of types in the six real hours of 2015-01-01 (41,129 events); kinds within a type by the same
hours. Trimmed: the hour 2026-08-12-14 (162,301 events), counted by another project; merging is an action
of its own there, and labelling is delivered.
"""

BOT_SHARES = {"full": 0.006, "trimmed": 0.102}
"""Share of events by machines: 0.3 to 0.8 % in the hours of 2015, 10.2 % in 2026-08-12-14."""


def shares(form: str) -> list[float]:
    """Return the share of each of :data:`KINDS` in a format; they sum to 1."""
    counts = [kind.full if form == "full" else kind.trimmed for kind in KINDS]
    return [count / sum(counts) for count in counts]
