"""Search over small worlds: what is understood, filtered, grouped and said."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from handiwork.brief import Brief, BriefRepository
from handiwork.brief.terms import understand
from handiwork.errors import NotFoundError, UsageError
from handiwork.search import SearchOptions, search
from handiwork.search.ranking import brief_of_words

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

FACTS = [{"name": "acme/web", "names": ["acme/web", "acme/old-web"], "description": "websocket server"}]


def commit(who, repo, day, title, **more):
    sha = f"{hash((who, repo, day, title)) & (2**160 - 1):040x}"[:40]
    return {
        "who": who,
        "repo": repo,
        "kind": "commit",
        "at": datetime(*day),
        "title": title,
        "sha": more.pop("sha", sha),
        **more,
    }


ACTS = [
    commit("ada_l", "acme/web", (2024, 1, 1), "Route websockets", sha="a" * 40, paths=["web/routing.py"]),
    commit("ada_l", "acme/web", (2020, 1, 1), "Mount apps", sha="b" * 40, paths=["web/routing.py"]),
    commit("bob_k", "zeta/api", (2024, 2, 1), "Route by host", sha="c" * 40),
    commit("cyd_m", "zeta/api", (2019, 2, 1), "Route by path", sha="d" * 40),
]


@pytest.fixture
def index(open_world):
    return open_world(ACTS, FACTS)


def logins(result):
    return [hit.login for hit in result.hits]


def test_the_brief_says_how_the_text_was_understood(index):
    brief = search(index, "Senior websocket engineer, routing and zymurgy").brief

    assert brief.text == "Senior websocket engineer, routing and zymurgy"
    assert brief.understood == ("websocket", "routing")
    assert brief.unknown == ("zymurgy",)
    assert brief.ignored == ("Senior", "engineer", "and")
    assert brief.repositories == ()


def test_the_answer_names_its_index_and_counts_who_scored(index):
    result = search(index, "routing", options=SearchOptions(limit=1))

    assert (result.index, result.n_candidates, len(result.hits)) == (index.name, 3, 1)
    assert result.reason is None
    assert result.timing_ms > 0


def test_words_nobody_used_give_no_hits_and_the_reason(index):
    result = search(index, "zymurgy brewing")

    assert result.hits == ()
    assert result.n_candidates == 0
    assert result.reason == "no document of the index has any of the words zymurgy, brewing"


def test_filters_that_leave_nobody_are_part_of_the_reason(index):
    options = SearchOptions(repositories=("acme/web",), since=date(2024, 5, 1))

    result = search(index, "routing", options=options)

    assert result.hits == ()
    assert result.reason == "nobody's work matches routing under the filters repositories, since"


def test_nobody_is_left_without_a_reason(index):
    everybody = SearchOptions(excluded_persons=frozenset(range(3)))

    assert search(index, "routing", options=everybody).reason == "nobody's work matches routing"


def test_a_text_of_grammar_alone_is_refused_with_an_example(index):
    with pytest.raises(UsageError, match=r"'someone', 'who'.*for example"):
        search(index, "someone who")
    with pytest.raises(UsageError, match="no word at all"):
        search(index, "--")


def test_a_repository_filter_takes_former_names_in_any_case(index):
    result = search(index, "routing", options=SearchOptions(repositories=("ACME/old-web",)))

    assert logins(result) == ["ada_l"]
    assert result.only == ("acme/web",)


def test_an_unknown_repository_is_refused_with_the_nearest_names(index):
    with pytest.raises(NotFoundError, match="nearest are acme/web"):
        search(index, "routing", options=SearchOptions(repositories=("acme/wep",)))
    with pytest.raises(NotFoundError, match="nearest are zeta/api"):
        search(index, "routing", options=SearchOptions(repositories=("api",)))
    with pytest.raises(NotFoundError, match=r"has no repository 'qqq'$"):
        search(index, "routing", options=SearchOptions(repositories=("qqq",)))


def test_nearest_names_are_looked_for_near_by_in_a_large_index(index, monkeypatch):
    monkeypatch.setattr("handiwork.search.filters._MOST_NAMES", 1)

    with pytest.raises(NotFoundError, match=r"nearest are zeta/api$"):
        search(index, "routing", options=SearchOptions(repositories=("zeta/apo",)))


def test_a_date_keeps_only_ties_whose_last_act_is_not_before_it(index):
    assert logins(search(index, "routing", options=SearchOptions(since=date(2024, 2, 1)))) == ["bob_k"]
    assert set(logins(search(index, "routing", options=SearchOptions(since=date(1970, 1, 1))))) == {
        "ada_l",
        "bob_k",
        "cyd_m",
    }


def test_parts_are_one_a_kind_and_repository_unless_explained(index):
    plain = search(index, "websocket routing").hits[0]
    explained = search(index, "websocket routing", options=SearchOptions(explain=True)).hits[0]

    assert {part.label for part in plain.parts} == {"repository acme/web", "area acme/web", "title acme/web"}
    assert {part.label for part in explained.parts} == {
        "repository acme/web",
        "area acme/web: web",
        "area acme/web: web/routing.py",
        "title acme/web: Route websockets",
    }
    assert [p.micros for p in plain.parts] == sorted((p.micros for p in plain.parts), reverse=True)
    assert plain.score == explained.score


def test_shares_name_the_strongest_documents(index):
    hit = search(index, "websocket routing").hits[0]

    assert {share.kind for share in hit.shares} == {"repository", "area", "title"}
    assert [s.value for s in hit.shares] == sorted((s.value for s in hit.shares), reverse=True)
    assert sum(s.value for s in hit.shares) == pytest.approx(hit.score, abs=2e-6)


def test_parts_of_a_compound_count_less_where_the_compound_is_known(open_world):
    index = open_world([commit("ada_l", "acme/web", (2024, 1, 1), "fastLoop slowLoop")])

    terms = understand(index, "fastLoop coldLoop").terms

    assert terms == {index.term("fastloop"): 1.0, index.term("fast"): 0.25, index.term("loop"): 1.0}


def test_parts_of_compounds_can_be_left_out(open_world, monkeypatch):
    index = open_world([commit("ada_l", "acme/web", (2024, 1, 1), "fastLoop")])
    object.__setattr__(index.settings, "query_part_weight", 0.0)

    assert understand(index, "fastLoop").terms == {index.term("fastloop"): 1.0}


def test_a_repository_boost_of_nothing_lifts_nothing(open_world):
    index = open_world(ACTS, FACTS)
    object.__setattr__(index.settings, "repository_boost", 0.0)

    assert logins(search(index, "websocket routing"))[0] == "ada_l"


def test_the_same_question_has_the_same_answer(index):
    assert search(index, "websocket routing") == search(index, "websocket routing")


def test_people_without_a_known_account_are_listed_apart(open_world):
    index = open_world([*ACTS, {**ACTS[0], "who": "", "name": "Dee Dorn", "sha": "e" * 40}], FACTS)

    apart = search(index, "websocket routing")
    together = search(index, "websocket routing", options=SearchOptions(accounts="any"))

    assert [hit.login for hit in apart.unnamed] == [None]
    assert None not in logins(apart)
    assert (apart.n_candidates, apart.n_unnamed) == (2, 1)
    assert together.unnamed == ()
    assert {h.key: h.micros for h in together.hits} == {h.key: h.micros for h in (*apart.hits, *apart.unnamed)}


def test_an_index_of_nobody_with_an_account_says_so(open_world):
    index = open_world([{**ACTS[0], "who": "", "name": "Dee Dorn"}])

    result = search(index, "websocket routing")

    assert (len(result.hits), len(result.unnamed)) == (0, 1)
    assert result.reason == "everybody whose work matches has no account that the loaded data names"


def test_a_job_title_or_a_named_repository_counts_more_than_what_words_suggest(index):
    def share(brief):
        hit = search(index, brief).hits[0]
        return next(part.value for part in hit.parts if part.kind == "repository")

    words = brief_of_words(index, "websocket routing")
    number = tuple(index.repository_numbers("acme/web"))
    inferred = replace(words, repositories=(BriefRepository("acme/web", 1.0, "", "catalogue", number),))
    named = replace(words, repositories=(BriefRepository("acme/web", 1.0, "", "named", number),))
    titled = replace(inferred, titles=("web developer",))

    assert share(inferred) == pytest.approx(share(words), abs=1e-6)
    assert share(titled) > share(named) > 2 * share(inferred)


def test_a_brief_of_nothing_but_a_repository_ranks_its_people(index):
    number = tuple(index.repository_numbers("zeta/api"))
    brief = Brief(text="", repositories=(BriefRepository("zeta/api", 1.0, "", "named", number),))

    assert logins(search(index, brief)) == ["bob_k", "cyd_m"]


def test_within_one_repository_the_repository_itself_says_nothing(index):
    result = search(index, "websocket routing", options=SearchOptions(repositories=("acme/web",)))

    assert {part.kind for part in result.hits[0].parts} == {"area", "title"}


def test_accounts_are_known_or_any(index):
    with pytest.raises(UsageError, match=r"accounts is 'some', but must be one of known, any"):
        SearchOptions(accounts="some")


def test_a_brief_of_another_index_is_refused(index):
    brief = replace(brief_of_words(index, "websocket"), index="2020-01-01-000000000000")

    with pytest.raises(UsageError, match="numbers of index 2020-01-01-000000000000, not of"):
        search(index, brief)
