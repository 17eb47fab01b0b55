"""Recent answers: the same question is found once, and nothing outlives its index or who may be shown."""

from dataclasses import dataclass
from datetime import date, datetime
from threading import Barrier, Thread

import pytest

from handiwork.app import Handiwork
from handiwork.app.recent import Recent
from handiwork.brief import parse_edits
from handiwork.config import Settings
from handiwork.index import build_index
from handiwork.index.tables import inputs_from_acts
from handiwork.lake.engine import Engine
from handiwork.privacy.suppression import Suppressions
from handiwork.search import SearchOptions

NOBODY = Suppressions()
ADA = Suppressions(logins=frozenset({"ada_l"}))


@dataclass(eq=False)
class Opened:
    """Stands for an opened index: equal to itself alone."""

    name: str


class Finder:
    """Counts how often something was looked for."""

    def __init__(self, recent):
        self.recent, self.found = recent, []

    def __call__(self, question, index, left_out=NOBODY):
        def find():
            self.found.append(question)
            return f"{question} {len(self.found)}"

        return self.recent.answer(question, index, left_out, find)


@pytest.fixture
def ask():
    return Finder(Recent(3))


def test_the_same_question_is_found_once(ask):
    index = Opened("a")
    assert ask("web", index) == ask("web", index) == "web 1"
    assert ask("data", index) == "data 2"


def test_whoever_was_asked_for_longest_ago_goes_first(ask):
    index = Opened("a")
    for question in ("1", "2", "3", "1", "4", "1", "3", "2"):
        ask(question, index)
    assert ask.found == ["1", "2", "3", "4", "2"]
    assert len(ask.recent) == 3


def test_an_index_built_again_under_its_name_is_asked_again(ask):
    assert [ask("web", Opened("a")), ask("web", Opened("a"))] == ["web 1", "web 2"]


def test_all_is_forgotten_when_somebody_is_left_out(ask):
    index = Opened("a")
    ask("web", index)
    ask("data", index)
    assert ask("web", index, ADA) == "web 3"
    assert len(ask.recent) == 1
    assert ask("web", index) == "web 4"


def test_an_answer_found_while_somebody_was_left_out_is_not_kept():
    recent, index = Recent(), Opened("a")

    def slow():
        recent.answer("other", index, ADA, lambda: "without ada")
        return "with ada"

    recent.answer("web", index, NOBODY, slow)
    assert recent.answer("web", index, ADA, lambda: "without ada") == "without ada"
    assert len(recent) == 2


def test_answers_of_two_indexes_are_kept_and_no_more(ask):
    first, second, third = Opened("a"), Opened("b"), Opened("c")
    for index in (first, second, third):
        ask("web", index)
    assert len(ask.recent) == 2
    assert ask("web", second) == "web 2"


def test_an_error_is_not_kept(ask):
    def wrong():
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - the one raised above
        ask.recent.answer("web", Opened("a"), NOBODY, wrong)
    assert len(ask.recent) == 0


def test_threads_get_the_answer_to_their_own_question():
    recent, index, start, wrong = Recent(4), Opened("a"), Barrier(8), []

    def work(me):
        start.wait()
        for n in range(300):
            question = str((me + n) % 9)
            if recent.answer(question, index, NOBODY, lambda question=question: question) != question:
                wrong.append(question)

    threads = [Thread(target=work, args=(me,)) for me in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(recent) == 4


@pytest.fixture
def app(tmp_path):
    people = ("ada_l", "bob_b", "cyd_m")
    acts = [{"who": who, "repo": "acme/web", "kind": "commit", "at": datetime(2025, 1, 1)} for who in people]
    with Engine(threads=1, memory_limit_mib=512) as engine:
        for day in (1, 2):
            build_index(engine, inputs_from_acts(acts[: day + 1]), tmp_path / "index", built_on=date(2025, 2, day))
    with Handiwork(Settings(home=tmp_path)) as opened:
        opened.use_index(opened.indexes()[0])
        yield opened


def logins(app, **more):
    return [hit.login for hit in app.search("web", **({"options": SearchOptions()} | more)).result.hits]


def test_a_search_is_answered_again_from_memory_until_index_or_suppressions_change(app):
    options = SearchOptions()
    first = app.search("web", options=options)
    assert app.search("web", options=SearchOptions()) is first
    app.use_index(app.indexes()[1])
    assert logins(app) == ["ada_l", "bob_b", "cyd_m"]
    app.suppression_list.add("bob_b")
    assert logins(app) == ["ada_l", "cyd_m"]
    app.use_index(app.indexes()[0])
    assert logins(app) == ["ada_l"]


def test_everything_that_is_asked_makes_another_question(app):
    whole = app.search("web", options=SearchOptions())
    others = [
        app.search("web", options=SearchOptions(limit=1)),
        app.search("web", options=SearchOptions(), edits=parse_edits(["skill:async"])),
        app.search("web", options=SearchOptions(), first=1),
        app.search("acme web", options=SearchOptions()),
        app.search("web", options=SearchOptions(), index_name=app.indexes()[1]),
    ]
    assert len({id(each) for each in [whole, *others]}) == 6
    assert len(others[0].result.hits) == 1
    assert [hit.rank for hit in others[2].result.hits] == [2]
    assert others[2].result.hits == whole.result.hits[1:]
    assert len(others[4].result.hits) == 3
