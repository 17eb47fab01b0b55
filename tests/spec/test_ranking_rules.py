"""The ranking rules: a world as a table of acts, a query, and the order that follows.

Columns of a world: who, where, what kind of act, when, and what it was about (a title; paths; labels; files).
Every world is built through the real index and searched through the real search, on 2024-06-01.
"""

from datetime import date, datetime

import pytest

from handiwork.errors import UsageError
from handiwork.index import Index, build_index
from handiwork.index.tables import inputs_from_acts
from handiwork.lake.engine import Engine
from handiwork.search import SearchOptions, search

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

BUILT_ON = date(2024, 6, 1)


@pytest.fixture(scope="module")
def engine():
    with Engine(threads=1, memory_limit_mib=512) as engine:
        yield engine


@pytest.fixture
def ranking(engine, tmp_path):
    """Return a function: world table, query → logins in order."""

    def ranking(table, query, *, repositories=(), persons=(), **options):
        inputs = inputs_from_acts(read(table), repositories=repositories, persons=persons)
        index = Index.open(build_index(engine, inputs, tmp_path, built_on=BUILT_ON))
        return [hit.login for hit in search(index, query, options=SearchOptions(**options)).hits]

    return ranking


def read(table):
    """Read a world: one act a line, columns separated by |; an act's number is its line's."""
    acts = []
    for number, line in enumerate(table.strip().splitlines(), start=1):
        who, repo, kind, on, title, *more = [cell.strip() for cell in line.split("|")]
        act = {"who": who, "repo": repo, "kind": kind, "at": datetime.fromisoformat(on), "title": title or None}
        place = {"sha": f"{number:040x}"} if "commit" in kind else {"number": number}
        acts.append(act | (place if kind not in {"push", "create", "release"} else {}) | extras(more))
    return acts


def extras(cells):
    """Read ``paths a b``, ``new a``, ``labels x``, ``files 40``, ``bulk``, ``times 3`` and ``same 1`` (that line's thing)."""
    found = {}
    for cell in cells:
        word, *values = cell.split()
        if word in {"paths", "labels"}:
            found[word] = values
        elif word == "new":
            found |= {"paths": values, "created_paths": values}
        elif word == "files":
            found["n_files"] = int(values[0])
        elif word == "times":
            found["count"] = int(values[0])
        elif word == "bulk":
            found["is_bulk"] = True
        elif word == "same":
            found |= {"sha": f"{int(values[0]):040x}"} if len(values) == 1 else {"number": int(values[1])}
    return found


RULES = {
    "who_wrote_it_comes_before_who_reviewed_it_before_who_helped": (
        """
        dan_o | acme/web | commit        | 2024-05-01 | Add websocket routing
        cyd_m | acme/web | co_commit     | 2024-05-01 | Add websocket routing | same 1
        bob_k | acme/web | commit_review | 2024-05-01 | Add websocket routing | same 1
        """,
        "websocket routing",
        ["dan_o", "bob_k", "cyd_m"],
    ),
    "a_merged_pull_request_counts_more_than_an_open_one": (
        """
        ada_l | acme/web | pull_request        | 2024-05-01 | Add websocket routing
        bob_k | acme/web | merged_pull_request | 2024-05-01 | Add websocket routing
        """,
        "websocket routing",
        ["bob_k", "ada_l"],
    ),
    "a_review_counts_more_than_a_comment": (
        """
        ada_l | acme/web | comment | 2024-05-01 | Add websocket routing
        bob_k | acme/web | review  | 2024-05-01 | Add websocket routing | same number 1
        """,
        "websocket routing",
        ["bob_k", "ada_l"],
    ),
    "recent_work_counts_more_than_old_work": (
        """
        ada_l | acme/web | commit | 2014-05-01 | Fix websocket routing
        bob_k | acme/web | commit | 2024-05-01 | Fix websocket routing
        """,
        "websocket routing",
        ["bob_k", "ada_l"],
    ),
    "who_created_the_files_of_an_area_is_its_expert": (
        """
        ada_l | acme/web | commit | 2022-05-01 | Begin       | new routing/match.py routing/mount.py
        bob_k | acme/web | commit | 2024-05-01 | Fix a typo  | paths routing/match.py
        bob_k | acme/web | commit | 2024-05-02 | Fix a crash | paths routing/match.py
        bob_k | acme/web | commit | 2024-05-03 | Fix a leak  | paths routing/mount.py
        """,
        "routing",
        ["ada_l", "bob_k"],
    ),
    "a_change_of_forty_files_says_less_than_a_change_of_one": (
        """
        ada_l | acme/web | commit | 2024-05-01 | Rework websocket routing | files 40
        bob_k | acme/web | commit | 2024-05-01 | Rework websocket routing | files 1
        """,
        "websocket routing",
        ["bob_k", "ada_l"],
    ),
    "a_mass_change_counts_next_to_nothing": (
        """
        ada_l | acme/web | commit  | 2024-05-01 | Rework websocket routing | bulk
        bob_k | acme/web | comment | 2024-05-01 | Rework websocket routing
        """,
        "websocket routing",
        ["bob_k", "ada_l"],
    ),
    "of_two_with_the_same_work_on_it_the_less_busy_elsewhere_comes_first": (
        """
        ada_l | acme/web | commit | 2024-05-01 | Add websocket routing
        bob_k | acme/web | commit | 2024-05-01 | Add websocket routing
        ada_l | acme/doc | commit | 2024-05-02 | Spell it out
        ada_l | acme/doc | commit | 2024-05-03 | Spell it well
        """,
        "websocket routing",
        ["bob_k", "ada_l"],
    ),
    "a_document_with_all_the_words_outweighs_several_with_one": (
        """
        ada_l | acme/web | commit | 2024-05-01 | Websocket routing
        bob_k | acme/web | commit | 2024-05-01 | Websocket close codes
        bob_k | acme/web | commit | 2024-05-02 | Websocket ping frames
        bob_k | acme/web | commit | 2024-05-03 | Websocket limits
        cyd_m | acme/web | commit | 2024-05-03 | Tidy up
        cyd_m | acme/web | commit | 2024-05-04 | Spell it out
        cyd_m | acme/web | commit | 2024-05-05 | Raise the version
        cyd_m | acme/web | commit | 2024-05-06 | Sort the list
        """,
        "websocket routing",
        ["ada_l", "bob_k"],
    ),
    "a_label_is_an_area": (
        """
        ada_l | acme/web | issue | 2024-05-01 | It hangs        | labels asyncio
        ada_l | acme/web | issue | 2024-05-02 | It hangs again  | labels asyncio
        bob_k | acme/web | issue | 2024-05-02 | It still hangs  | labels docs
        """,
        "asyncio",
        ["ada_l"],
    ),
    "a_word_matches_however_it_is_joined_or_bent": (
        """
        ada_l | acme/web | commit | 2024-05-01 | Cache websocketRoutes
        bob_k | acme/web | commit | 2024-05-01 | Fix websocket_route caching
        """,
        "caching of websocket routes",
        ["ada_l", "bob_k"],
    ),
    "two_words_match_the_one_they_make": (
        """
        ada_l | acme/web | commit | 2024-05-01 | Close the snackbar
        bob_k | acme/web | commit | 2024-05-01 | Fill the cup
        """,
        "snack bar",
        ["ada_l"],
    ),
    "role_talk_matches_nobody": (
        """
        ada_l | acme/web | commit | 2024-05-01 | Add a senior engineer role to the experience page
        bob_k | acme/web | commit | 2024-05-01 | Route websockets
        """,
        "senior engineer with experience in websockets",
        ["bob_k"],
    ),
    "work_after_the_index_date_does_not_count": (
        """
        ada_l | acme/web | commit | 2024-06-02 | Add websocket routing
        bob_k | acme/web | commit | 2024-06-01 | Add websocket routing
        """,
        "websocket routing",
        ["bob_k"],
    ),
    "equals_stand_in_the_order_of_their_keys": (
        """
        cyd_m | acme/web | commit | 2024-05-01 | Add websocket routing
        ada_l | acme/web | commit | 2024-05-01 | Add websocket routing
        bob_k | acme/web | commit | 2024-05-01 | Add websocket routing
        """,
        "websocket routing",
        ["ada_l", "bob_k", "cyd_m"],
    ),
}


@pytest.mark.parametrize(("table", "query", "order"), RULES.values(), ids=RULES)
def test_rule(ranking, table, query, order):
    assert ranking(table, query) == order


def test_pushing_to_a_repository_that_fits_counts_but_less_than_its_work(ranking):
    world = """
    ada_l | acme/web | push   | 2024-05-01 |
    bob_k | acme/web | commit | 2024-05-01 | Tidy up
    cyd_m | acme/doc | commit | 2024-05-01 | Tidy up
    """
    facts = [{"name": "acme/web", "description": "websocket routing"}]

    assert ranking(world, "websocket", repositories=facts) == ["bob_k", "ada_l"]


def test_work_in_a_fork_counts_less_than_work_in_the_original(ranking):
    world = """
    ada_l | zoe_q/copy | commit | 2024-05-01 | Tidy up
    bob_k | acme/web   | commit | 2024-05-01 | Tidy up
    """
    facts = [
        {"name": "zoe_q/copy", "description": "websocket", "is_fork": True},
        {"name": "acme/web", "description": "websocket"},
    ]

    assert ranking(world, "websocket", repositories=facts) == ["bob_k", "ada_l"]


def test_what_the_catalogue_says_of_a_repository_finds_its_people(ranking):
    world = "ada_l | acme/web | commit | 2024-05-01 | Tidy up"

    assert ranking(world, "starlette", repositories=[{"name": "acme/web", "catalog_text": "Starlette apps"}]) == [
        "ada_l"
    ]


def test_a_repository_that_fits_lifts_the_work_within_it(ranking):
    world = """
    ada_l | acme/web | commit | 2024-05-01 | Fix routing
    bob_k | acme/doc | commit | 2024-05-01 | Fix routing
    """

    assert (
        ranking(world, "websocket routing", repositories=[{"name": "acme/web", "topics": ["websocket"]}])[0] == "ada_l"
    )


def test_a_bot_never_appears_in_a_ranking(ranking):
    world = """
    ada_l | acme/web | commit | 2024-05-01 | Add websocket routing
    dep_b | acme/web | commit | 2024-05-01 | Add websocket routing
    """

    assert ranking(world, "websocket", persons=[{"login": "dep_b", "is_bot": True}]) == ["ada_l"]


def test_a_person_left_out_after_the_build_is_neither_shown_nor_measured_by(ranking):
    world = """
    ada_l | acme/web | commit | 2024-05-01 | Add websocket routing
    bob_k | acme/web | comment | 2024-05-01 | Add websocket routing
    """

    assert ranking(world, "websocket routing", excluded_persons=frozenset({0})) == ["bob_k"]


def test_within_given_repositories_only_their_work_counts(ranking):
    world = """
    ada_l | acme/web | commit | 2024-05-01 | Add websocket routing
    bob_k | acme/doc | commit | 2024-05-01 | Say what websocket routing is
    """

    assert ranking(world, "websocket routing", repositories=[{"name": "acme/doc"}]) == ["ada_l", "bob_k"]


@pytest.mark.parametrize("query", ["", "   ", "!?", "someone who has worked with", "2024"])
def test_a_text_without_a_meaning_is_refused_and_says_what_to_do(ranking, query):
    with pytest.raises(UsageError):
        ranking("ada_l | acme/web | commit | 2024-05-01 | Add websocket routing", query)
