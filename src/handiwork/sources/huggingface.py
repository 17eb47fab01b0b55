"""The Hugging Face Hub by its official client, politely: accounts, their works, commits, papers.

The client (extra ``huggingface``) gets a session whose requests all go through :class:`Asker`: paced, tried again
as told, bounded, conditional, and to the Hub's own address only. It never sees a token: that one is sent by us.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar
from urllib.parse import quote, urlsplit

import httpx2

from handiwork.errors import InputError, PermanentSourceError, TransientSourceError, UsageError
from handiwork.sources.asking import Asker, Manners, page_address
from handiwork.sources.huggingface_answers import (
    HubAccount,
    HubCommits,
    HubPaper,
    HubWork,
    account_of,
    commits_of,
    organization_of,
    paper_of,
    work_of,
)

if TYPE_CHECKING:  # pragma: no branch - the client is an extra
    from huggingface_hub import HfApi

__all__ = ["KINDS", "LONGEST_WAIT_S", "Hub", "Told", "Unchanged", "checked_handle", "default_hub", "pace_s"]

KINDS = ("model", "dataset", "space")
"""Kinds of works that an account has."""

LONGEST_WAIT_S = 330.0
"""The Hub counts requests in windows of five minutes: who is over the limit waits for the next one at most."""

_T = TypeVar("_T")
_PACE_S, _PACE_WITH_TOKEN_S = 0.6, 0.3
_MOST_WORKS, _MOST_PAGES, _MOST_COMMIT_PAGES = 5000, 100, 20
_ASKED = ("users/", "organizations/", "models", "datasets", "spaces", "papers/")
"""What the Hub's API is asked about; the client's own questions beside, such as what runs it, are not sent."""

_HANDLE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,95}")
_SHARED = ("author", "cardData", "createdAt", "disabled", "lastModified", "likes", "private", "sha", "tags")
_EXPAND = {
    "model": (
        *("baseModels", "childrenModelCount", "downloads", "downloadsAllTime", "library_name"),
        *("model-index", "pipeline_tag", *_SHARED),
    ),
    "dataset": ("description", "downloads", "downloadsAllTime", *_SHARED),
    "space": ("sdk", *_SHARED),
}


class Unchanged(Exception):  # noqa: N818 - it is no error
    """The Hub says that an answer is the one it gave before."""


@dataclass(frozen=True, slots=True)
class Told(Generic[_T]):
    """What the Hub told of one thing.

    Attributes
    ----------
    value
        The thing.
    tag
        Entity tag of the answer, to ask again only for what changed; None if it gave none, or took several answers.
    is_cut
        True if there was more than is asked for.
    """

    value: _T
    tag: str | None = None
    is_cut: bool = False


class Hub:
    """A session with the Hub; one at a time in a process, since the client's session is the process' own.

    Parameters
    ----------
    url
        Where the Hub is, as :func:`default_hub` or a setting says.
    manners
        How it is treated.
    token
        Sent with every request, to nobody else; None asks anonymously.
    """

    def __init__(self, url: str, manners: Manners, *, token: str | None = None) -> None:
        self.url = url.rstrip("/")
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._asker = Asker(manners, headers=headers)
        self._wire = _Wire(self._asker, self.url)
        self._longest_wait_s = manners.longest_wait_s

    def __enter__(self) -> Self:
        """Give the official client our session.

        Raises
        ------
        UsageError
            If the client is not installed.
        """
        hub = _client()
        hub.set_client_factory(lambda: httpx2.Client(transport=self._wire, timeout=None, trust_env=False))
        self._api: HfApi = hub.HfApi(endpoint=self.url, token=False)
        return self

    def __exit__(self, *exception: object) -> None:
        _client().set_client_factory(lambda: httpx2.Client(follow_redirects=True))
        self._asker.close()

    def is_asking_too_much(self, error: Exception) -> bool:
        """Return whether the Hub asked to be left alone for longer than this run waits."""
        asked = error.retry_after_s if isinstance(error, TransientSourceError) else None
        return asked is not None and asked > self._longest_wait_s

    def account(self, handle: str, *, tag: str | None = None) -> Told[HubAccount]:
        """Return a person's or an organisation's public profile.

        Parameters
        ----------
        handle
            Name of the account.
        tag
            Entity tag of an earlier answer.

        Raises
        ------
        Unchanged
            If the answer is the earlier one.
        SourceError
            If there is no such account or it could not be asked for.
        """
        where = f"{self.url}/api/users/{handle}/overview"
        try:
            found = self._told(where, lambda: account_of(self._api.get_user_overview(handle), where), tag)
        except PermanentSourceError as error:
            if "answered 404" not in str(error):
                raise
            where = f"{self.url}/api/organizations/{handle}/overview"
            found = self._told(where, lambda: organization_of(self._api.get_organization_overview(handle), where), tag)
        if found.value.handle.lower() != handle.lower():
            raise PermanentSourceError(f"{where} answered about another account: it may have been renamed")
        return found

    def works(self, kind: str, handle: str, *, tag: str | None = None) -> Told[list[HubWork]]:
        """Return an account's public works of one kind, at most 5,000; errors as for :meth:`account`."""
        api, expand = self._api, list(_EXPAND[kind])
        lists: dict[str, Callable[..., Iterable[Any]]] = {
            "model": api.list_models,
            "dataset": api.list_datasets,
            "space": api.list_spaces,
        }

        def act() -> list[HubWork]:
            found = islice(lists[kind](author=handle, expand=expand), _MOST_WORKS + 1)
            works = [work_of(kind, info, self.url) for info in found if not (info.private or info.disabled)]
            return [work for work in works if work.owner.lower() == handle.lower()]

        told = self._told(f"{self.url}/api/{kind}s", act, tag)
        return Told(told.value[:_MOST_WORKS], told.tag, is_cut=len(told.value) > _MOST_WORKS)

    def commits(self, kind: str, name: str) -> HubCommits:
        """Return what a work's commits tell, of the newest pages at most.

        The official client's own list drops what tells an account from a name typed into git; so its session is used.

        Raises
        ------
        SourceError
            If it could not be asked for, or there is not one commit.
        """
        where = f"{self.url}/api/{kind}s/{quote(name)}/commits/main"
        pages: list[Any] = []
        next_page: str | None = where

        def act() -> list[Any]:
            nonlocal next_page
            while next_page and len(pages) < _MOST_COMMIT_PAGES:
                response = _client().get_session().get(next_page)
                pages.append(response.json())
                next_page = response.links.get("next", {}).get("url")
            return [commit for page in pages for commit in page]

        return self._told(where, lambda: commits_of(act(), is_complete=next_page is None), None).value

    def paper(self, arxiv_id: str, *, tag: str | None = None) -> Told[HubPaper]:
        """Return a paper by its arXiv id; errors as for :meth:`account`."""
        where = f"{self.url}/api/papers/{arxiv_id}"
        found = self._told(where, lambda: paper_of(self._api.paper_info(arxiv_id), self.url), tag)
        if found.value.arxiv_id != arxiv_id:
            raise PermanentSourceError(f"{where} answered about another paper")
        return found

    def papers_about(self, words: str, *, limit: int) -> list[HubPaper]:
        """Return the papers that the Hub finds for words; errors as for :meth:`account`."""
        where = f"{self.url}/api/papers/search"
        found = self._told(
            where, lambda: [paper_of(p, self.url) for p in self._api.list_papers(query=words, limit=limit)], None
        )
        return found.value[:limit]

    # --- private ---

    def _told(self, where: str, act: Callable[[], _T], tag: str | None) -> Told[_T]:
        """Run one question; an answer of another shape is an error of the origin."""
        self._wire.begin(tag)
        with _well_formed(where):
            value = act()
        return Told(value, self._wire.tag)


def default_hub() -> str:
    """Return where the official client finds the Hub.

    Raises
    ------
    UsageError
        If the client is not installed.
    """
    _client()
    from huggingface_hub.constants import ENDPOINT  # noqa: PLC0415 - an extra

    return ENDPOINT


def pace_s(url: str, *, has_token: bool) -> float:
    """Return the least seconds between two requests: the public Hub's limit spread evenly, none for one's own Hub.

    Notes
    -----
    The Hub allows 500 requests in five minutes to anybody and 1,000 to who has a token
    (https://huggingface.co/docs/hub/rate-limits).
    """
    host = urlsplit(url).hostname or ""
    is_public = host == "huggingface.co" or host.endswith(".huggingface.co")
    return (_PACE_WITH_TOKEN_S if has_token else _PACE_S) if is_public else 0.0


def checked_handle(name: str) -> str:
    """Return the name if it can be an account's.

    Raises
    ------
    InputError
        If it cannot.
    """
    if not _HANDLE.fullmatch(name):
        raise InputError(f"{name!r} is no name of an account on Hugging Face: write it as in huggingface.co/NAME")
    return name


# --- private ---


@dataclass
class _Wire(httpx2.BaseTransport):
    """What carries the official client's requests: ours, and only to read from the Hub itself."""

    asker: Asker
    url: str
    tag: str | None = field(default=None, init=False)
    _known: str | None = field(default=None, init=False)
    _n_asked: int = field(default=0, init=False)

    def begin(self, tag: str | None) -> None:
        """Start a question whose first answer had this entity tag before."""
        self.tag, self._known, self._n_asked = None, tag, 0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Ask as everybody else here asks."""
        asked = str(request.url)
        if request.method != "GET" or not asked.startswith(tuple(f"{self.url}/api/{part}" for part in _ASKED)):
            raise PermanentSourceError(f"{page_address(asked)} is none of what is asked of {self.url}: not followed")
        self._n_asked += 1
        if self._n_asked > _MOST_PAGES:
            raise PermanentSourceError(f"{self.url} goes on after {_MOST_PAGES} pages of one list: given up")
        answer = self.asker.get(asked, etag=self._known if self._n_asked == 1 else None)
        if answer.is_unchanged:
            raise Unchanged
        self.tag = answer.etag if self._n_asked == 1 else None
        kept = {name: value for name, value in answer.headers.items() if name in {"link", "content-type"}}
        return httpx2.Response(200, headers=kept, content=answer.content, request=request)


def _client() -> Any:
    try:
        import huggingface_hub  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError(
            "Hugging Face is asked by its official client, which is not installed: pip install 'handiwork[huggingface]'"
        ) from error
    return huggingface_hub


@contextmanager
def _well_formed(where: str) -> Iterator[None]:
    """Turn what the official client makes of a strange answer into an error of the origin."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise PermanentSourceError(f"{where} answered something of an unexpected shape") from error
