"""The rules of finding repositories: a world where each kind of reason brings one up alone; on 2024-06-01."""

from datetime import date, datetime

import pytest

from handiwork.errors import NotFoundError, UsageError
from handiwork.index import Index, build_index
from handiwork.index.tables import inputs_from_acts
from handiwork.lake.engine import Engine
from handiwork.search import RepositoryQuery, find_repositories

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

FACTS = [
    {"name": "a/kettle", "language": "Python", "topics": ["appliance"]},
    {"name": "b/tagged", "language": "Rust", "topics": ["kettle-control", "embedded"]},
    {"name": "c/told", "language": "Python", "description": "Boils water in a kettle", "stars": 1200},
    {"name": "d/listed", "language": "C++", "catalog_text": "Who works here knows every kettle"},
    {"name": "e/titled", "language": "Python"},
    {"name": "kettle/owned", "language": "Go"},
    {"name": "f/neighbour", "language": "Python", "topics": ["appliance", "embedded"]},
    {"name": "g/kettle", "language": "Python", "is_fork": True},
    {"name": "h/other", "language": "Python", "topics": ["machine-learning"], "description": "Guesses"},
    {"name": "y/spoon"},
    {"name": "z/spoon"},
    {"name": "w/ladle"},
    {"name": "x/kitchen", "description": "From the copper pan to the smallest ladle"},
]


def act(who: str, repo: str, title: str | None = None) -> dict:
    return {"who": who, "repo": repo, "kind": "commit", "at": datetime(2024, 5, 1), "title": title, "count": 1}


def some_acts() -> list[dict]:
    """Return a team of two repositories, other teams elsewhere, people with one repository, and a telling title."""
    teams = [("a/kettle", "f/neighbour"), ("h/other", "y/one"), ("y/two", "y/three"), ("y/four", "y/five")]
    acts = [act(f"team_{n}_{i}", repo) for n, team in enumerate(teams) for i in range(12) for repo in team]
    alone = ("b/tagged", "c/told", "d/listed", "kettle/owned", "g/kettle")
    acts += [act(f"alone_{repo[0]}_{i}", repo) for repo in alone for i in range(12)]
    kitchen = (("y/spoon", 12), ("z/spoon", 2), ("w/ladle", 4), ("x/kitchen", 4))
    acts += [act(f"cook_{repo[0]}_{i}", repo) for repo, n in kitchen for i in range(n)]
    return [*acts, act("ada_l", "e/titled", "Descale the kettle"), act("bob_k", "e/titled", "Rinse")]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    with Engine(threads=1, memory_limit_mib=512) as engine:
        inputs = inputs_from_acts(some_acts(), repositories=FACTS)
        yield Index.open(build_index(engine, inputs, tmp_path_factory.mktemp("index"), built_on=date(2024, 6, 1)))


def found(index, text="", **asked):
    return find_repositories(index, RepositoryQuery(text=text, **asked))


def names(index, text="", **asked):
    return [hit.name for hit in found(index, text, **asked).hits]


def reasons(index, name, text="", **asked):
    """Return why one came up, but for how many people worked on it."""
    [hit] = [hit for hit in found(index, text, **asked).hits if hit.name == name]
    return [part.kind for part in hit.parts if part.kind != "people"]


ALONE = {
    "b/tagged": "topics",
    "c/told": "description",
    "d/listed": "catalogue",
    "e/titled": "titles",
    "f/neighbour": "contributors",
    "kettle/owned": "owner",
}


@pytest.mark.parametrize("name", ALONE)
def test_each_kind_of_reason_brings_a_repository_up(index, name):
    assert reasons(index, name, "kettle") == [ALONE[name]]


def test_a_name_a_topic_and_then_other_texts_count_most(index):
    order = names(index, "kettle")
    assert order[0] == "a/kettle"
    assert order.index("b/tagged") < order.index("c/told")


def test_of_two_with_the_same_texts_the_one_that_more_people_worked_on_comes_first_and_says_so(index):
    few, many = "z/spoon", "y/spoon"
    hits = {hit.name: hit for hit in found(index, "spoon").hits}
    assert [hit.name for hit in found(index, "spoon").hits] == [many, few]
    parts = {name: {part.kind: part for part in hit.parts} for name, hit in hits.items()}
    assert [parts[name]["people"].shared for name in (many, few)] == [12, 2]
    assert parts[many]["name"].micros == parts[few]["name"].micros
    assert parts[many]["people"].micros > parts[few]["people"].micros


def test_all_the_words_in_passing_count_more_than_one_of_them_in_the_name(index):
    assert names(index, "copper ladle")[:2] == ["x/kitchen", "w/ladle"]


def test_what_has_no_reason_does_not_come_up(index):
    assert sorted(names(index, "kettle")) == ["a/kettle", *sorted(ALONE)]


def test_a_reason_names_the_words_as_they_were_written_and_what_carries_them(index):
    [hit] = [hit for hit in found(index, "Kettles").hits if hit.name == "b/tagged"]
    [part] = [part for part in hit.parts if part.kind == "topics"]
    assert (part.words, part.named) == (("Kettles",), ("kettle-control",))


def test_shared_contributors_say_with_which_match_and_how_many(index):
    [hit] = [hit for hit in found(index, "kettle").hits if hit.name == "f/neighbour"]
    [part] = hit.parts
    assert (part.kind, part.repository, part.shared) == ("contributors", "a/kettle", 12)


def test_matching_titles_say_which_contributions(index):
    [hit] = [hit for hit in found(index, "kettle").hits if hit.name == "e/titled"]
    [part] = hit.parts
    titles = [index.contributions.column("title")[row].as_py() for row in part.title_rows]
    assert (part.kind, titles) == ("titles", ["Descale the kettle"])


@pytest.mark.parametrize(
    "asked",
    [
        {"text": "kettle"},
        {"text": "kettle water appliance"},
        {"text": "embedded kettle", "topics": ("embedded",)},
        {"topics": ("appliance", "embedded"), "languages": ("python",)},
        {"languages": ("python",)},
    ],
)
def test_parts_add_up_to_the_score_and_scores_fall(index, asked):
    hits = found(index, **asked).hits
    assert [sum(part.micros for part in hit.parts) for hit in hits] == [hit.micros for hit in hits]
    assert [hit.micros for hit in hits] == sorted((hit.micros for hit in hits), reverse=True)
    assert all(part.micros > 0 for hit in hits for part in hit.parts)


def test_a_topic_alone_finds_what_has_it_however_it_is_written(index):
    assert names(index, topics=("Machine Learning",)) == ["h/other"]
    assert reasons(index, "h/other", topics=("machine-learning",)) == ["topic"]


def test_several_topics_are_alternatives_and_who_has_more_of_them_comes_first(index):
    order = names(index, topics=("appliance", "embedded"))
    assert (order[0], sorted(order)) == ("f/neighbour", ["a/kettle", "b/tagged", "f/neighbour"])


def test_a_language_leaves_out_all_others_also_neighbours(index):
    assert names(index, "kettle", languages=("rust",)) == ["b/tagged"]
    assert sorted(names(index, "kettle", languages=("C++", "go"))) == ["d/listed", "kettle/owned"]


def test_a_topic_and_a_language_act_together(index):
    assert names(index, topics=("embedded",), languages=("Python",)) == ["f/neighbour"]


def test_of_equal_scores_more_people_come_first_then_the_name(index):
    hits = found(index, languages=("python",)).hits
    assert len({hit.micros for hit in hits}) == 1
    assert [hit.name for hit in hits] == ["a/kettle", "c/told", "f/neighbour", "h/other", "e/titled"]
    assert [hit.people for hit in hits] == [12, 12, 12, 12, 2]


def test_forks_take_part_only_if_asked_for(index):
    assert "g/kettle" not in names(index, "kettle")
    assert "g/kettle" in names(index, "kettle", forks=True)


def test_stars_are_told_and_no_part_of_the_score(index):
    [hit] = [hit for hit in found(index, "kettle").hits if hit.name == "c/told"]
    assert hit.facts is not None
    assert hit.facts.stars == 1200
    assert "stars" not in [part.kind for part in hit.parts]


def test_the_limit_cuts_the_list_and_nothing_else(index):
    whole, cut = found(index, "kettle"), found(index, "kettle", limit=2)
    assert cut.hits == whole.hits[:2]
    assert cut.n_found == whole.n_found


def test_nothing_found_says_which_words_nobody_has(index):
    answer = found(index, "zymurgy")
    assert (answer.hits, answer.unknown) == ((), ("zymurgy",))
    assert answer.reason == "no repository, and no title of a contribution, has any of the words zymurgy"


def test_nothing_found_under_filters_names_them(index):
    answer = found(index, "Guesses", languages=("rust",))
    assert (answer.hits, answer.reason) == ((), "no repository with language rust matches Guesses")


def test_a_topic_nobody_has_is_an_error_with_the_likeliest_one(index):
    with pytest.raises(NotFoundError, match=r"the topic 'aplliance'; did you mean 'appliance'\?"):
        found(index, topics=("aplliance",))


def test_a_language_nobody_has_is_an_error(index):
    with pytest.raises(NotFoundError, match="has the language 'Zig'"):
        found(index, languages=("Zig",))


@pytest.mark.parametrize("asked", [{}, {"text": "  "}, {"text": "senior engineer"}, {"text": "kettle", "limit": 0}])
def test_a_question_that_asks_nothing_is_refused(index, asked):
    with pytest.raises(UsageError):
        found(index, **asked)


def test_people_who_are_left_out_have_neither_titles_nor_repositories(index):
    [ada] = index.persons_named(frozenset(), frozenset({"ada_l"}))
    shown = names(index, "kettle", excluded_persons=frozenset({ada}), excluded_owners=frozenset({"kettle"}))
    assert {"e/titled", "kettle/owned"} & set(shown) == set()
    assert "a/kettle" in shown
