"""One row per accepted event, in the lake's ``events`` schema, from modern and from timeline lines."""

import ibis
import ibis.expr.types as ir

from handiwork.ingest.gharchive.text import derived_id, instant, ref_name, scrubbed
from handiwork.lake.schema import EVENTS

__all__ = ["modern_events", "prevailing_era", "push_events", "timeline_events", "timeline_id"]

_PREVAILING = ibis.table({"era": "string"}, name="prevailing_era")
"""A table of one row in the engine: the era of lines whose own fields do not tell."""

_PULL_REQUEST_TYPES = ("PullRequestEvent", "PullRequestReviewEvent", "PullRequestReviewCommentEvent")


def modern_events(raw: ir.Table) -> ir.Table:
    """Return the events of modern lines that are no pushes; lines without type or instant are left out.

    Raw → events. A merge is ``closed`` with ``merged`` or the action ``merged``; both become ``merged``.
    """
    payload, pull, issue = raw.payload, raw.payload.pull_request, raw.payload.issue
    comment, review = payload.comment, payload.review
    action = _action(raw, payload, pull, review)
    opened = action == "opened"
    is_pull_type = raw.type.isin(_PULL_REQUEST_TYPES)
    rows = raw.select(
        type=raw.type,
        event_id=raw.id,
        created_at=instant(raw.created_at),
        mark=_era_mark(raw),
        actor_id=raw.actor.id,
        actor_login=raw.actor.login,
        repo_id=raw.repo.id,
        repo_name=raw.repo["name"].nullif("/"),
        action=action,
        number=ibis.coalesce(payload.number, pull.number, issue.number),
        on_pull_request=ibis.cases(
            (is_pull_type, True),
            (raw.type == "IssueCommentEvent", issue.pull_request.url.notnull()),
            (raw.type == "IssuesEvent", False),
        ),
        author_id=ibis.coalesce(pull.user.id, issue.user.id, ibis.cases((opened, raw.actor.id))),
        author_login=ibis.coalesce(pull.user.login, issue.user.login, ibis.cases((opened, raw.actor.login))),
        title=_title(pull.title, issue.title, payload.release),
        labels=ibis.coalesce(_names(pull.labels), _names(issue.labels)),
        path=scrubbed(comment.path),
        ref=ref_name(ibis.coalesce(payload.ref, payload.release.tag_name)),
        ref_type=ibis.coalesce(payload.ref_type, payload.object),
        commits=ibis.coalesce(payload["size"], pull.commits),
        additions=pull.additions,
        deletions=pull.deletions,
        changed_files=pull.changed_files,
        association=ibis.coalesce(
            comment.author_association,
            review.author_association,
            ibis.cases((opened, ibis.coalesce(pull.author_association, issue.author_association))),
        ),
        member_id=payload.member.id,
        member_login=payload.member.login,
        comment_id=ibis.coalesce(comment.id, review.id),
    ).filter(lambda t: t.type.notnull() & t.created_at.notnull() & t.event_id.notnull())
    return _in_schema(_with_era(rows))


def push_events(pushes: ir.Table) -> ir.Table:
    """Return the events of modern pushes; those without id or instant are left out.

    Pushes → events. What a push has of an event is its envelope, its branch and how many commits it brought.
    """
    known = {
        "type": pushes.type,
        "event_id": pushes.id,
        "created_at": instant(pushes.created_at),
        "era": _push_mark(pushes),
        "actor_id": pushes.actor_id,
        "actor_login": pushes.actor_login,
        "repo_id": pushes.repo_id,
        "repo_name": pushes.repo_name.nullif("/"),
        "ref": ref_name(pushes.ref),
        "commits": pushes["size"],
    }
    types = ibis.Schema.from_pyarrow(EVENTS.arrow)
    rows = pushes.select(**{name: known.get(name, ibis.null(type_)) for name, type_ in types.items()})
    return rows.filter(rows.created_at.notnull() & rows.event_id.notnull())


def prevailing_era(raw: ir.Table, pushes: ir.Table) -> ir.Table:
    """Return one row: ``trimmed`` if more lines of the file prove that than prove ``full``, else ``full``."""
    marked = ibis.union(raw.select(mark=_era_mark(raw)), pushes.select(mark=_push_mark(pushes)))
    votes = marked.aggregate(trimmed=(marked.mark == "trimmed").sum(), full=(marked.mark == "full").sum())
    return votes.select(era=ibis.cases((votes.trimmed.fill_null(0) > votes.full.fill_null(0), "trimmed"), else_="full"))


def timeline_events(raw: ir.Table) -> ir.Table:
    """Return the events of timeline lines, with ids derived from their content.

    Raw → events. Lines that are alike to the letter are distinct acts: they get distinct ids, in order.
    """
    payload, pull, comment = raw.payload, raw.payload.pull_request, raw.payload.comment
    at = instant(raw.created_at)
    merged = (payload.action == "closed") & pull.merged
    opened = payload.action == "opened"
    login = _timeline_login(raw)
    from_url = raw.url.re_extract("/(?:issues|pull)/([0-9]+)", 1).nullif("").try_cast("int32")
    rows = raw.select(
        type=raw.type,
        content=timeline_id(raw),
        created_at=at,
        era=ibis.literal("timeline"),
        actor_id=ibis.null("int64"),
        actor_login=login,
        repo_id=raw.repository.id,
        repo_name=raw.repository.owner + "/" + raw.repository["name"],
        action=ibis.cases((merged, "merged"), else_=payload.action),
        number=ibis.coalesce(payload.number, pull.number, from_url),
        on_pull_request=ibis.cases(
            (raw.type.isin(_PULL_REQUEST_TYPES), True),
            (raw.type == "IssuesEvent", False),
            (raw.type == "IssueCommentEvent", raw.url.contains("/pull/")),
        ),
        author_id=pull.user.id,
        author_login=ibis.coalesce(pull.user.login, ibis.cases((opened, login))),
        title=_title(pull.title, ibis.null("string"), payload.release),
        labels=_names(pull.labels),
        path=scrubbed(comment.path),
        ref=ref_name(ibis.coalesce(payload.ref, payload.release.tag_name)),
        ref_type=payload.ref_type,
        commits=ibis.coalesce(payload["size"], pull.commits),
        additions=pull.additions,
        deletions=pull.deletions,
        changed_files=pull.changed_files,
        association=ibis.null("string"),
        member_id=payload.member.id,
        member_login=payload.member.login,
        comment_id=ibis.coalesce(payload.comment_id, comment.id),
    ).filter(lambda t: t.type.notnull() & t.created_at.notnull())
    rows = rows.mutate(ordinal=ibis.row_number().over(group_by="content", order_by="content"))
    return _in_schema(rows.mutate(event_id=_nth_id(rows.content, rows.ordinal)))


def timeline_id(raw: ir.Table) -> ir.IntegerValue:
    """Return the id that a timeline line's content gives it; lines that are alike have the same."""
    payload = raw.payload
    return derived_id(
        *(raw.type, raw.created_at, _timeline_login(raw), raw.repository.owner, raw.repository["name"], raw.url),
        *(payload.action, payload.number, payload.ref, payload.ref_type, payload["head"], payload.id),
        *(payload.comment_id, payload.issue_id, payload.target.login),
    )


# --- private ---


def _timeline_login(raw: ir.Table) -> ir.StringValue:
    return ibis.coalesce(raw.actor, raw.actor_attributes.login)


def _action(raw: ir.Table, payload: ir.StructValue, pull: ir.StructValue, review: ir.StructValue) -> ir.StringValue:
    return ibis.cases(
        (raw.type == "PullRequestReviewEvent", review.state.lower()),
        ((raw.type == "PullRequestEvent") & (payload.action == "closed") & pull.merged, "merged"),
        else_=payload.action,
    )


def _era_mark(raw: ir.Table) -> ir.StringValue:
    """Return the era that a line's own fields prove; None for lines that look alike in several."""
    payload, pull = raw.payload, raw.payload.pull_request
    is_pull = raw.type.isin(_PULL_REQUEST_TYPES)
    return ibis.cases(
        (raw.repo.url.startswith("https://api.github.dev"), "first"),
        (is_pull & pull.number.notnull(), ibis.cases((pull.title.isnull(), "trimmed"), else_="full")),
        (payload.full_ref.notnull(), "trimmed"),
        ((raw.type == "ForkEvent") & (payload.action == "forked"), "trimmed"),
        (raw.type.isin(("CreateEvent", "DeleteEvent", "ForkEvent")), "full"),
    )


def _push_mark(pushes: ir.Table) -> ir.StringValue:
    """Return the era that a push's own fields prove: each tells."""
    return ibis.cases(
        (pushes.is_first, "first"),
        (pushes["size"].isnull() & pushes.push_id.notnull(), "trimmed"),
        else_="full",
    )


def _with_era(rows: ir.Table) -> ir.Table:
    """Replace the marks by eras: lines without a mark take the one most lines of their file have."""
    prevailing = _PREVAILING.select("era").as_scalar()
    return rows.mutate(era=rows.mark.fill_null(prevailing))


def _title(pull: ir.StringValue, issue: ir.StringValue, release: ir.StructValue) -> ir.StringValue:
    title = ibis.coalesce(pull, issue, release["name"].nullif(""), release.tag_name)
    return scrubbed(title).substr(0, 300)


def _names(labels: ir.ArrayValue) -> ir.ArrayValue:
    return labels.map(lambda label: scrubbed(label["name"]))


def _nth_id(content: ir.IntegerValue, ordinal: ir.IntegerValue) -> ir.IntegerValue:
    """Return the id of the n-th event with the same content: far from other contents, stable by order."""
    return ibis.cases((ordinal == 0, content), else_=content - ordinal * 2**40)


def _in_schema(rows: ir.Table) -> ir.Table:
    return rows.select(**{c.name: rows[c.name] for c in EVENTS.columns})
