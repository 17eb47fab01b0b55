"""The index: documents, who is associated with them and how strongly, as one immutable memory-mapped artifact.

===============  ==========================================================
settings         every number of the ranking that is fixed when an index is built
weights          what each kind of contribution is worth, with the reason
words            words that say nothing about a craft
text             text → terms, the same for documents and queries
artifact         the folder: arrays and tables written aside, hashed, renamed
documents        the documents of one kind, as arrays
reader           the folder opened read-only: memory maps and look-ups
columns          its tables opened, and single texts found in them
number_columns   its long columns of numbers, read a person at a time
told             what other origins told of a person: accounts, works, profile
observed         what a person's own lines show
facts            what origins say about repositories, by topic and language
related          neighbours of a repository, and the nearest to several
staging          the inputs as the statements read them (needs the engine)
vocabulary       distinct words → numbered terms, when an index is built
title_terms      postings of titles, the one kind with tens of millions of documents
stored_acts      contributions as the artifact keeps them, streamed in order
tables           the three input tables (needs the engine's expressions)
build            persons, repositories and contributions → artifact (needs the engine)
works            what other origins told → the artifact (written by the build)
observing        figures of own lines → the artifact (written by the build)
work_facts       which facts of a work are kept
relating         who works where → neighbours and vectors (written by the build)
sql/             the statements of the build, in the order they run
===============  ==========================================================

Opening an index imports no engine: :func:`build_index` and :class:`IndexInputs` are loaded when first asked for.
"""

from typing import TYPE_CHECKING, Any

from handiwork.index.artifact import FORMAT_VERSION, Manifest
from handiwork.index.documents import KINDS, Documents
from handiwork.index.facts import Facet, RepositoryFacts
from handiwork.index.observed import Observation, Observed, SignalValues
from handiwork.index.reader import MONTHS_KEPT, Index, Person
from handiwork.index.related import NearRepository, Related, nearest_repositories
from handiwork.index.settings import IndexSettings, KindSettings
from handiwork.index.told import AccountLink, Asked, PersonTold, PublicProfile, Reason, Told, Work
from handiwork.index.weights import CONTRIBUTION_KINDS, ContributionKind

if TYPE_CHECKING:
    from handiwork.index.build import build_index
    from handiwork.index.tables import IndexInputs

__all__ = [
    "CONTRIBUTION_KINDS",
    "FORMAT_VERSION",
    "KINDS",
    "MONTHS_KEPT",
    "AccountLink",
    "Asked",
    "ContributionKind",
    "Documents",
    "Facet",
    "Index",
    "IndexInputs",
    "IndexSettings",
    "KindSettings",
    "Manifest",
    "NearRepository",
    "Observation",
    "Observed",
    "Person",
    "PersonTold",
    "PublicProfile",
    "Reason",
    "Related",
    "RepositoryFacts",
    "SignalValues",
    "Told",
    "Work",
    "build_index",
    "nearest_repositories",
]


def __getattr__(name: str) -> Any:
    """Load the builder, and with it the engine, only for who builds."""
    if name not in {"IndexInputs", "build_index"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from handiwork.index import build, tables  # noqa: PLC0415 - the query path must not load the engine

    return build.build_index if name == "build_index" else tables.IndexInputs
