"""Search: a role text → ranked people, from an opened index alone; no network, no SQL, milliseconds.

===============  ==========================================================
options          what a caller may ask for beside the text
results          hits, their parts, and how the text was understood
filters          a search's options looked up in an index
relevance        terms → the best documents of each kind, exactly
ties             which ties of matched documents, and which persons, the filters let pass
counting         how many acts are behind persons' scores
scoring          documents → persons, parts that add up to the score
candidates       everybody who scored, as columns
facets, nouns    of those who scored, how many have what; who remains if some of it is chosen
standing         what of somebody's own stands beside a filter that keeps them out
signals          bounds on what own lines show, and what preferred signals add
lift             what each key repository of a brief gives, and who comes and goes without it
ranking          :func:`search`: a role → people
repository_*     what a search for repositories asks and answers; where a repository has the words
repositories     :func:`find_repositories`: words, topics, languages → repositories with their reasons
===============  ==========================================================
"""

from handiwork.search.options import SORTS, SearchOptions
from handiwork.search.ranking import hit_of, search
from handiwork.search.repositories import find_repositories
from handiwork.search.repository_results import FoundRepositories, RepositoryHit, RepositoryPart, RepositoryQuery
from handiwork.search.results import DocumentShare, Hit, Part, SearchResult

__all__ = [
    "SORTS",
    "DocumentShare",
    "FoundRepositories",
    "Hit",
    "Part",
    "RepositoryHit",
    "RepositoryPart",
    "RepositoryQuery",
    "SearchOptions",
    "SearchResult",
    "find_repositories",
    "hit_of",
    "search",
]
