"""What ``ingest huggingface`` does: which accounts, and how the Hub is asked."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyarrow.compute as pc
import pyarrow.parquet as pq

from handiwork.errors import UsageError
from handiwork.ingest.huggingface import ORIGIN, ingest_accounts
from handiwork.sources.asking import Manners
from handiwork.sources.huggingface import LONGEST_WAIT_S, Hub, checked_handle, default_hub, pace_s

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app import Handiwork
    from handiwork.lake.manifest import PackageRecord
    from handiwork.lake.store import Lake

__all__ = ["ingest_huggingface", "linked_accounts", "opened_hub"]

_PAGES_OF_NOBODY = frozenset(
    {
        *("api", "blog", "collections", "datasets", "docs", "enterprise", "join", "learn", "login", "models"),
        *("organizations", "papers", "posts", "pricing", "search", "settings", "spaces", "tasks"),
    }
)


def ingest_huggingface(
    app: "Handiwork", handles: Sequence[str] = (), *, is_linked: bool = False
) -> "list[PackageRecord]":
    """Load accounts of the Hugging Face Hub.

    Parameters
    ----------
    app
        Where to load to.
    handles
        Names of accounts.
    is_linked
        Also those that profiles in the lake link to, and those that are in the lake already.

    Returns
    -------
    list of PackageRecord
        One for each account that is not left out.

    Raises
    ------
    UsageError
        If nobody is named, or the official client is not installed.
    InputError
        If a name can be none of an account.
    """
    wanted = {checked_handle(handle) for handle in handles}
    if is_linked:
        wanted |= linked_accounts(app.lake) | {record.package for record in app.lake.records(ORIGIN)}
    if not wanted and not is_linked:
        raise UsageError("say whose works to load: names of accounts on Hugging Face, or --linked")
    with opened_hub(app) as hub, app.lake.writing() as lake:
        return ingest_accounts(lake, wanted, hub=hub, suppressions=app.suppressions(), collector=app.collector)


@contextmanager
def opened_hub(app: "Handiwork") -> Iterator[Hub]:
    """Give a session with the Hub, with the token of the environment if there is one."""
    url = app.settings.huggingface_url or default_hub()
    token = os.environ.get("HF_TOKEN") or None
    manners = Manners(
        contact=app.settings.contact,
        pace_s=pace_s(url, has_token=token is not None),
        retry_wait_s=app.settings.retry_wait_s,
        longest_wait_s=LONGEST_WAIT_S,
    )
    with Hub(url, manners, token=token) as hub:
        yield hub


def linked_accounts(lake: "Lake") -> set[str]:
    """Return the accounts of the Hub that profiles and links in the lake name, in lower case."""
    found = {name for link in _column(lake, "profiles", "links") if (name := _account_in(link))}
    for column in ("account", "other"):
        keys = _column(lake, "account_links", column)
        found |= {key.partition(":")[2] for key in keys if key.startswith(f"{ORIGIN}:")}
    return found


# --- private ---


def _account_in(link: str) -> str | None:
    """Return the account whose page an address is, None if it is another page."""
    parts = urlsplit(link)
    segments = [segment for segment in parts.path.split("/") if segment]
    is_hub = parts.hostname in {"huggingface.co", "www.huggingface.co", "hf.co"}
    if not is_hub or len(segments) != 1 or segments[0].lower() in _PAGES_OF_NOBODY:
        return None
    return segments[0].lower()


def _column(lake: "Lake", table: str, column: str) -> set[str]:
    """Return the different texts in a column of a small table."""
    found: set[str] = set()
    paths = [file.path for record in lake.records() for file in record.files if file.table == table]
    for path in paths:
        values = pq.read_table(lake.open(path), columns=[column], partitioning=None)[column]
        flat = pc.list_flatten(values) if column == "links" else values
        found.update(value for value in flat.to_pylist() if value is not None)
    return found
