"""What the Hugging Face Hub's answers hold of use here, as values: accounts, works, commits, papers.

Addresses, photos, followers, organisations and plans are in the answers too, and are not read.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite
from typing import Any

__all__ = [
    "BaseModel",
    "HubAccount",
    "HubCommits",
    "HubPaper",
    "HubWork",
    "PaperAuthor",
    "account_of",
    "commits_of",
    "github_repository",
    "organization_of",
    "paper_of",
    "work_of",
]

_CREATED_FLOOR = datetime(2022, 3, 3, tzinfo=UTC)
"""The Hub keeps when works were made since the day before; of older ones it tells that day."""

_LINK = re.compile(r"https?://[^\s<>\"'()\[\]{}|\\^`]+")
_GITHUB = re.compile(r"https?://(?:www\.)?github\.com/([A-Za-z0-9_-]{1,39})/([A-Za-z0-9._-]{1,100})", re.IGNORECASE)
_GITHUB_ACCOUNT = re.compile(r"(?:https?://(?:www\.)?github\.com/|@)?([A-Za-z0-9_-]{1,39})/?", re.IGNORECASE)
_NOT_OWNERS = frozenset({"about", "apps", "features", "marketplace", "orgs", "settings", "sponsors", "topics"})
_HANDLE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,95}")
_ARXIV = re.compile(r"arxiv:([a-z.-]*/?[0-9]{4,7}(?:\.[0-9]{4,5})?)", re.IGNORECASE)
_TAG_WITH_MEANING = re.compile(r"[a-z_]+:.*")
_MOST_RESULTS, _MOST_LINKED, _MOST_TAGS = 50, 50, 50
_CLAIMED = frozenset({"claimed_verified"})
"""Only a claim that was verified: the Hub's own guesses (``extracted_…``) put the wrong person beside a name."""


@dataclass(frozen=True, slots=True)
class HubAccount:
    """One account's public profile.

    Attributes
    ----------
    handle
        As the Hub writes it.
    name
        Display name; None if it shows none.
    is_organization
        True if it is no person.
    links
        Addresses of pages that the profile names, sorted.
    github
        GitHub login in a field that is for just that; None if there is none. A link in a free text is none.
    source
        Address that told it.
    """

    handle: str
    name: str | None
    is_organization: bool
    links: tuple[str, ...]
    github: str | None
    source: str


@dataclass(frozen=True, slots=True)
class BaseModel:
    """What a model was made from: its name and how (finetune, adapter, merge, quantized; None if not told)."""

    name: str
    relation: str | None


@dataclass(frozen=True, slots=True)
class HubWork:
    """One public model, dataset or space.

    Attributes
    ----------
    kind
        model | dataset | space.
    name
        ``owner/name``.
    url
        Its page.
    created_at
        Aware, UTC; None where the Hub does not know, as for what is older than March 2022.
    sha
        Newest commit; None if not told.
    summary
        What its makers say of it in a sentence; None if they do not.
    licence
        As its card says; None if it does not.
    base_models
        Lineage, ordered by name.
    repositories
        (owner/name on GitHub, proof) that its card names.
    facts
        What else was told: counts and words, never a score.
    """

    kind: str
    name: str
    url: str
    created_at: datetime | None
    sha: str | None
    summary: str | None
    licence: str | None
    base_models: tuple[BaseModel, ...]
    repositories: tuple[tuple[str, str], ...]
    facts: Mapping[str, Any]

    @property
    def owner(self) -> str:
        """The account it belongs to."""
        return self.name.partition("/")[0]


@dataclass(frozen=True, slots=True)
class HubCommits:
    """What a work's commits tell.

    Attributes
    ----------
    n
        How many were told.
    is_complete
        False if there are more.
    first_at, last_at
        Aware, UTC; ``first_at`` is None unless all were told.
    authors
        Accounts among the authors, sorted; a name that was only typed into git is none.
    """

    n: int
    is_complete: bool
    first_at: datetime | None
    last_at: datetime
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperAuthor:
    """One author: name as the paper shows it, account that claimed it and was verified, account that is guessed."""

    name: str
    account: str | None
    guessed: str | None = None


@dataclass(frozen=True, slots=True)
class HubPaper:
    """One paper as the Hub shows it.

    Attributes
    ----------
    arxiv_id
        Without version.
    title, summary
        As published; None if not told.
    published_at
        Aware, UTC; None if not told.
    authors
        In the paper's order, without those who are hidden.
    repository
        (owner/name on GitHub, proof): ``official`` if a person put it there, ``mention`` if the Hub found it itself.
    linked
        Kind → names of works that name the paper, sorted, at most fifty each.
    facts
        What else was told.
    url, source
        Its page; the address that told it.
    """

    arxiv_id: str
    title: str | None
    summary: str | None
    published_at: datetime | None
    authors: tuple[PaperAuthor, ...]
    repository: tuple[str, str] | None
    linked: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, Any]
    url: str
    source: str


def github_repository(address: Any) -> str | None:
    """Return ``owner/name`` of the first repository on GitHub that a text names; None if it names none.

    Examples
    --------
    >>> github_repository("https://github.com/ada_l/tiny.git"), github_repository("https://github.com/ada_l")
    ('ada_l/tiny', None)
    """
    found = _GITHUB.search(address) if isinstance(address, str) else None
    if not found or found[1].lower() in _NOT_OWNERS:
        return None
    name = found[2].removesuffix(".git").rstrip(".")
    return f"{found[1]}/{name}" if name else None


def account_of(user: Any, source: str) -> HubAccount:
    """Return a person's profile from the official client's ``User``."""
    told = {name: value for name, value in vars(user).items() if "avatar" not in name.lower() and name != "orgs"}
    links, github = set[str](), None
    for name, value in _texts(told):
        links.update(link.rstrip(".,;:!?") for link in _LINK.findall(value))
        if "github" in name.lower() and (login := _GITHUB_ACCOUNT.fullmatch(value.strip())):
            github = login[1]
            links.add(f"https://github.com/{github}")
    return HubAccount(_required(user.username), _text(user.fullname), False, tuple(sorted(links)), github, source)


def organization_of(organization: Any, source: str) -> HubAccount:
    """Return an organisation's profile from the official client's ``Organization``."""
    links = {link.rstrip(".,;:!?") for link in _LINK.findall(organization.details or "")}
    name = _text(organization.fullname)
    return HubAccount(_required(organization.name), name, True, tuple(sorted(links)), None, source)


def work_of(kind: str, info: Any, hub: str) -> HubWork:
    """Return a work from the official client's ``ModelInfo``, ``DatasetInfo`` or ``SpaceInfo``."""
    tags = [tag for tag in info.tags or () if isinstance(tag, str)]
    card = info.card_data.to_dict() if info.card_data is not None else {}
    created = info.created_at if info.created_at and info.created_at >= _CREATED_FLOOR else None
    section = "" if kind == "model" else f"{kind}s/"
    description = getattr(info, "description", None)
    return HubWork(
        kind=kind,
        name=_required(info.id),
        url=f"{hub}/{section}{info.id}",
        created_at=created,
        sha=_text(info.sha),
        summary=_text(description) or _text(card.get("short_description")),
        licence=_tagged(tags, "license:") or _text(card.get("license")),
        base_models=_lineage(info, tags, card) if kind == "model" else (),
        repositories=_repositories(card, description),
        facts=_facts(kind, info, tags, card),
    )


def commits_of(found: Sequence[Mapping[str, Any]], *, is_complete: bool) -> HubCommits:
    """Return what commits tell, newest first as the Hub lists them.

    Raises
    ------
    ValueError
        If there is none: each work begins with one.
    """
    if not found:
        raise ValueError("a work without a commit")
    when = [_instant(commit["date"]) for commit in found]
    authors = {
        author["user"]
        for commit in found
        for author in commit["authors"]
        if author.get("avatar") and author["user"] != "system" and _HANDLE.fullmatch(author["user"])
    }
    return HubCommits(len(found), is_complete, min(when) if is_complete else None, max(when), tuple(sorted(authors)))


def paper_of(paper: Any, hub: str) -> HubPaper:
    """Return a paper from the official client's ``PaperInfo``."""
    arxiv_id = _required(paper.id)
    shown = [author for author in paper.authors or () if not author.hidden and _text(author.name)]
    repository = github_repository(paper.github_repo)
    proof = "mention" if getattr(paper, "githubRepoAddedBy", None) == "auto" else "official"
    linked = {
        f"{kind}s": tuple(sorted(info.id for info in getattr(paper, f"linked_{kind}s") or ())[:_MOST_LINKED])
        for kind in ("model", "dataset", "space")
    }
    counts = {
        "upvotes": paper.upvotes,
        "linked_models_count": paper.num_total_models,
        "linked_datasets_count": paper.num_total_datasets,
    }
    return HubPaper(
        arxiv_id=arxiv_id,
        title=_text(paper.title),
        summary=_text(paper.summary),
        published_at=paper.published_at,
        authors=tuple(_author(author) for author in shown),
        repository=(repository, proof) if repository else None,
        linked={kind: names for kind, names in linked.items() if names},
        facts={name: value for name, value in counts.items() if isinstance(value, int)},
        url=f"{hub}/papers/{arxiv_id}",
        source=f"{hub}/api/papers/{arxiv_id}",
    )


# --- private ---


def _required(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("a name is missing")
    return value


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _instant(value: str) -> datetime:
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _texts(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the (field, text) pairs of an answer, those one level deeper too."""
    for name, value in told.items():
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, Mapping):
            yield from ((f"{name}.{inner}", text) for inner, text in value.items() if isinstance(text, str))


def _tagged(tags: Iterable[str], prefix: str) -> str | None:
    return next((tag.removeprefix(prefix) for tag in tags if tag.startswith(prefix)), None)


def _lineage(info: Any, tags: Sequence[str], card: Mapping[str, Any]) -> tuple[BaseModel, ...]:
    """Return what a model was made from; the relation is what the Hub tells, else what its card says."""
    found: dict[str, str | None] = {}
    told = info.base_models if isinstance(info.base_models, Mapping) else {}
    for base in told.get("models") or ():
        found[_required(base["id"])] = _text(told.get("relation"))
    for tag in tags:
        if tag.startswith("base_model:"):
            relation, _, name = tag.removeprefix("base_model:").rpartition(":")
            found[name] = relation or found.get(name)
    named = card.get("base_model") or ()
    for name in [named] if isinstance(named, str) else named:
        found[str(name)] = found.get(str(name)) or _text(card.get("base_model_relation"))
    return tuple(BaseModel(name, found[name]) for name in sorted(found))


def _repositories(card: Mapping[str, Any], description: Any) -> tuple[tuple[str, str], ...]:
    """Return the repositories that a card's fields name, and the one that a text names first."""
    told = {(name, "metadata") for _, value in _texts(card) if (name := github_repository(value))}
    mentioned = github_repository(description)
    if mentioned and mentioned not in {name for name, _ in told}:
        told.add((mentioned, "mention"))
    return tuple(sorted(told))


def _facts(kind: str, info: Any, tags: Sequence[str], card: Mapping[str, Any]) -> dict[str, Any]:
    told = {
        "downloads_30_days": getattr(info, "downloads", None),
        "downloads_all_time": getattr(info, "downloads_all_time", None),
        "likes": info.likes,
        "derived_models": getattr(info, "children_model_count", None),
        "library": getattr(info, "library_name", None),
        "task": getattr(info, "pipeline_tag", None),
        "sdk": getattr(info, "sdk", None),
        "modified_at": info.last_modified.isoformat() if info.last_modified else None,
        "papers": sorted({found[1].lower() for tag in tags if (found := _ARXIV.fullmatch(tag))}),
        "tags": sorted({tag for tag in tags if not _TAG_WITH_MEANING.fullmatch(tag)})[:_MOST_TAGS],
        "evaluations": _evaluations(info, card) if kind == "model" else [],
    }
    return {name: value for name, value in told.items() if value is not None and value != []}


def _evaluations(info: Any, card: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what a model's card says it was measured at, as told: nothing here was checked."""
    index, found = info.model_index or card.get("model-index") or (), []
    for model in index if isinstance(index, Sequence) else ():
        for result in model.get("results") or () if isinstance(model, Mapping) else ():
            found += list(_measured(result)) if isinstance(result, Mapping) else []
    return found[:_MOST_RESULTS]


def _measured(result: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    dataset, task = result.get("dataset") or {}, result.get("task") or {}
    for metric in result.get("metrics") or ():
        value = metric.get("value") if isinstance(metric, Mapping) else None
        if not isinstance(value, (int, float, str)) or (isinstance(value, float) and not isfinite(value)):
            continue
        told = {
            "metric": _text(metric.get("name")) or _text(metric.get("type")),
            "dataset": _named(dataset),
            "task": _named(task),
            "value": value,
        }
        yield {name: value for name, value in told.items() if value is not None}


def _named(thing: Any) -> str | None:
    return _text(thing.get("name")) or _text(thing.get("type")) if isinstance(thing, Mapping) else None


def _author(author: Any) -> PaperAuthor:
    account = _text(author.user.username) if author.user is not None else None
    is_claimed = author.status in _CLAIMED
    return PaperAuthor(author.name.strip(), account if is_claimed else None, None if is_claimed else account)
