"""Byte templates: one event of each kind through the payload builders, with marks where the values go."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from handiwork.world.load.plan import Form
from handiwork.world.nouns import (
    Account,
    Act,
    Commit,
    CommitComment,
    Create,
    Delete,
    Fork,
    Gollum,
    Issue,
    IssueComment,
    Member,
    Public,
    PullRequest,
    Push,
    Release,
    Repository,
    Review,
    ReviewComment,
    Thread,
    Watch,
    fork_of,
)
from handiwork.world.payloads import event
from handiwork.world.payloads.objects import base_sha
from handiwork.world.payloads.parts import full_repository, label, license_object

__all__ = ["Template", "commit_template", "label_template", "template"]

_AT, _OPENED, _BORN = datetime(1971, 1, 1, 1, 1, 1), datetime(1972, 2, 2, 2, 2, 2), datetime(1973, 3, 3, 3, 3, 3)
_NUMBERED = (
    "event_id actor_id author_id owner_id member_id repo_id number push_id size stars object_id review_id line "
    "commits_count additions deletions changed comments"
)
_INTEGERS = {name: 7_000_000_000_000_003 + 111_111_111_111_111 * turn for turn, name in enumerate(_NUMBERED.split())}


@dataclass(frozen=True, slots=True)
class Template:
    """A line with slots.

    Attributes
    ----------
    pattern
        The line as a ``%`` format.
    slots
        Name of the column that fills each slot, in order.
    """

    pattern: bytes
    slots: tuple[str, ...]

    def fill(self, columns: Mapping[str, Sequence[bytes | int]]) -> list[bytes]:
        """Return one line for each row of the columns, which are all of one length."""
        return list(map(self.pattern.__mod__, zip(*(columns[slot] for slot in self.slots), strict=True)))


@lru_cache(maxsize=512)
def template(form: Form, kind: str, *, org: bool, machine: bool) -> Template:
    """Return the template of one kind of event.

    Parameters
    ----------
    form
        Format.
    kind
        Name of one of :data:`~handiwork.world.load.mixes.KINDS`.
    org
        Whether the repository belongs to an organization.
    machine
        Whether the actor's login ends in GitHub's suffix for machines, which ``actor`` then lacks.

    Returns
    -------
    Template
        It begins with ``{`` and ends with ``}``, without a line end.
    """
    actor = Account(_INTEGERS["actor_id"], "@actor@[bot]" if machine else "@actor@", kind="Bot" if machine else "User")
    owner = Account(_INTEGERS["owner_id"], "@owner@", kind="Organization" if org else "User")
    act = _act(kind, actor, _repository(owner))
    made = event(form, act)
    _open_up(made["payload"])
    return _cut(_encoded(made))


@lru_cache(maxsize=1)
def commit_template() -> Template:
    """Return the template of one commit in a push of the full format."""
    act = _act("push", Account(_INTEGERS["actor_id"], "@actor@"), _repository(Account(1, "@owner@")))
    return _cut(_encoded(event("full", act)["payload"]["commits"][0]))


@lru_cache(maxsize=64)
def label_template(name: str) -> Template:
    """Return the template of a label of that name."""
    return _cut(_encoded(label(_repository(Account(1, "@owner@")), name)))


# --- private ---


def _encoded(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _iso(at: datetime) -> bytes:
    return f"{at.isoformat()}Z".encode()


def _repository(owner: Account) -> Repository:
    return Repository(
        id=_INTEGERS["repo_id"],
        name="@owner@/@short@",
        owner=owner,
        description="@description@",
        topics=("@topics@",),
        language="@language@",
        stars=_INTEGERS["stars"],
        default_branch="@main@",
        created_at=_BORN,
    )


def _thread(**changed: Any) -> Thread:
    n = _INTEGERS
    plain = Thread(
        number=n["number"],
        title="@title@",
        author=Account(n["author_id"], "@author@"),
        opened_at=_OPENED,
        body="@body@",
        association="@association@",
        head_ref="@head_ref@",
        head_sha="@head_sha@",
        commits=n["commits_count"],
        additions=n["additions"],
        deletions=n["deletions"],
        changed_files=n["changed"],
        comments=n["comments"],
    )
    return replace(plain, **changed)


def _act(kind: str, actor: Account, repo: Repository) -> Act:
    """Return an act whose values are marks."""
    n = _INTEGERS
    start = (n["event_id"], actor, repo, _AT)
    pulls = {
        "pull_opened": ("opened", _thread(author=actor, opened_at=_AT)),
        "pull_merged": ("merged", _thread(closed_at=_AT, merged_at=_AT, merged_by=actor, merge_sha="@merge_sha@")),
        "pull_closed": ("closed", _thread(closed_at=_AT)),
        "pull_labeled": ("labeled", _thread()),
    }
    issues = {
        "issue_opened": ("opened", _thread(is_pull_request=False, author=actor, opened_at=_AT)),
        "issue_closed": ("closed", _thread(is_pull_request=False, closed_at=_AT)),
        "issue_labeled": ("labeled", _thread(is_pull_request=False)),
    }
    if kind in pulls:
        action, thread = pulls[kind]
        return PullRequest(*start, action, thread, label="bug" if action == "labeled" else None)
    if kind in issues:
        action, thread = issues[kind]
        return Issue(*start, action, thread, label="bug" if action == "labeled" else None)
    return _other_acts(kind, start)


def _other_acts(kind: str, start: tuple[int, Account, Repository, datetime]) -> Act:
    n = _INTEGERS
    actor, repo = start[1], start[2]
    commit = Commit("@sha@", "@name@", "@email@", "@message@")
    acts: dict[str, Act] = {
        "push": Push(*start, n["push_id"], "@ref@", "@before@", "@head@", (commit,), n["size"]),
        "create_repository": Create(*start, None, "repository"),
        "create_branch": Create(*start, "@branch@", "branch"),
        "create_tag": Create(*start, "@tag@", "tag"),
        "watch": Watch(*start),
        "comment_issue": IssueComment(*start, _thread(is_pull_request=False), n["object_id"], "@said@"),
        "comment_pull": IssueComment(*start, _thread(), n["object_id"], "@said@"),
        "fork": Fork(*start, fork_of(repo, actor, _AT)),
        "delete_branch": Delete(*start, "@branch@", "branch"),
        "delete_tag": Delete(*start, "@tag@", "tag"),
        "gollum": Gollum(*start, "@page@", "edited", "@head@"),
        "review": Review(*start, _thread(), n["review_id"], "@state@", "@said@"),
        "review_comment": ReviewComment(
            *start, _thread(), n["object_id"], n["review_id"], "@path@", n["line"], "@said@"
        ),
        "commit_comment": CommitComment(*start, "@head@", n["object_id"], "@said@"),
        "release": Release(*start, n["object_id"], "@tag@", "@title@", "@body@"),
        "member": Member(*start, Account(n["member_id"], "@member@")),
        "public": Public(*start),
    }
    return acts[kind]


def _open_up(payload: dict[str, Any]) -> None:
    """Put marks where the builders have fixed or nested values that vary in real lines."""
    if "commits" in payload:
        payload["commits"] = "@=commits@"
        payload["distinct_size"] = payload["size"]
    for thread in (payload.get("issue"), payload.get("pull_request")):
        if thread is not None and "labels" in thread:
            thread["labels"] = "@=labels@"
    comment = payload.get("comment", {})
    if "diff_hunk" in comment:
        comment["diff_hunk"] = "@hunk@"


def _marks() -> dict[bytes, tuple[str, bytes]]:
    """Return each mark with the slot it stands for and how that is written."""
    n = _INTEGERS
    repo = _repository(Account(n["owner_id"], "@owner@"))
    actor, author = Account(n["actor_id"], "@actor@"), Account(n["author_id"], "@author@")
    derived = {
        "thread_id": n["repo_id"] * 10 + n["number"],
        "thread_node": n["repo_id"] + n["number"],
        "author_fork_id": fork_of(repo, author, _OPENED).id,
        "actor_fork_id": fork_of(repo, actor, _OPENED).id,
        "forks": n["stars"] // 9,
        "open_issues": n["stars"] // 40,
    }
    made: dict[bytes, tuple[str, bytes]] = {}
    for name, number in (n | derived).items():
        made[b"%d" % number] = (name, b"%d")
        made[b"%x" % number] = (name, b"%x")
    for name, at in {"at": _AT, "opened_at": _OPENED, "born": _BORN}.items():
        made[_iso(at)] = (name, b"%b")
        made[_iso(at.replace(hour=0, minute=0, second=0))] = (f"{name}_day", b"%b")
    made[b"@owner@/@short@"] = ("repo", b"%b")
    made[b"@actor@/@short@"] = ("actor_fork", b"%b")
    made[b"@author@/@short@"] = ("author_fork", b"%b")
    made[base_sha(repo).encode()] = ("base_sha", b"%b")
    made[_encoded(license_object("MIT"))] = ("license", b"%b")
    made[_encoded(["@topics@"])] = ("topics", b"%b")
    for name in ("description", "language", "body"):
        made[f'"@{name}@"'.encode()] = (name, b"%b")
    made[b'"size":%d' % full_repository(repo)["size"]] = ("repo_size", b'"size":%d')
    return made


def _cut(line: bytes) -> Template:
    """Return a line as a template."""
    marks = _marks()
    known = b"|".join(re.escape(mark) for mark in sorted(marks, key=len, reverse=True))
    finder = re.compile(b"(" + known + rb'|"@=\w+@"|@\w+@|%40\w+%40)')
    slots: list[str] = []
    pieces: list[bytes] = []
    for turn, piece in enumerate(finder.split(line)):
        if turn % 2 == 0:
            pieces.append(piece.replace(b"%", b"%%"))
            continue
        plain = piece.removeprefix(b"%40").removesuffix(b"%40").strip(b'"@=').decode()
        slot, how = marks.get(piece, (plain, b"%b"))
        slots.append(slot)
        pieces.append(how)
    return Template(b"".join(pieces), tuple(slots))
