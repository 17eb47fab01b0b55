"""The acts behind a hit: the right ones, the strongest first, not ten times the same."""

from datetime import date, datetime

import pytest

from handiwork.errors import UsageError
from handiwork.evidence import acts_behind, acts_of, evidence
from handiwork.search import DocumentShare, SearchOptions, search

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")


def commit(number, repo="acme/web", title="Route websockets", who="ada_l", month=1, **more):
    sha = f"{number:040x}"
    return {
        "who": who,
        "repo": repo,
        "kind": "commit",
        "at": datetime(2024, month, 1),
        "sha": sha,
        "title": title,
        **more,
    }


def only_hit(index, query="websocket routing", **options):
    (hit,) = search(index, query, options=SearchOptions(**options)).hits
    return hit


def test_evidence_is_printed_with_its_link(open_world):
    index = open_world([commit(1)])

    (item,) = evidence(index, only_hit(index))

    assert item.to_dict() == {
        "kind": "commit",
        "repo": "acme/web",
        "sha": f"{1:040x}",
        "title": "Route websockets",
        "at": "2024-01-01T00:00:00Z",
        "url": f"https://github.com/acme/web/commit/{1:040x}",
    }


def test_a_numbered_act_is_printed_with_its_number(open_world):
    act = {"who": "ada_l", "repo": "acme/web", "kind": "review", "at": datetime(2024, 1, 1, 12, 30), "number": 7}
    index = open_world([{**act, "title": "Route websockets", "comment_id": 5}])

    (item,) = evidence(index, only_hit(index))

    assert item.to_dict() == {
        "kind": "review",
        "repo": "acme/web",
        "number": 7,
        "title": "Route websockets",
        "at": "2024-01-01T12:30:00Z",
        "url": "https://github.com/acme/web/pull/7#pullrequestreview-5",
    }


def test_what_matches_comes_before_what_does_not(open_world):
    index = open_world([commit(1, title="Spell it out", month=5), commit(2), commit(3, title="Tidy up", month=5)])

    assert evidence(index, only_hit(index))[0].sha == f"{2:040x}"


def test_of_equal_acts_the_newest_comes_first(open_world):
    acts = [commit(n, month=n, paths=["web/a.py"]) for n in (1, 3, 2)]
    index = open_world(acts)

    assert [item.at.month for item in evidence(index, only_hit(index))] == [3, 2, 1]


def test_several_acts_on_one_pull_request_are_shown_once(open_world):
    acts = [
        {
            "who": "ada_l",
            "repo": "acme/web",
            "kind": kind,
            "at": datetime(2024, 1, 1),
            "number": 7,
            "title": "Route websockets",
        }
        for kind in ("review", "comment", "maintain")
    ]
    index = open_world(acts)

    assert [item.number for item in evidence(index, only_hit(index))] == [7]


def test_one_repository_does_not_crowd_out_the_others(open_world):
    index = open_world([*(commit(n) for n in range(1, 9)), commit(9, repo="zeta/api", month=2)])

    shown = [item.repository for item in evidence(index, only_hit(index), limit=4)]

    assert sorted(shown) == ["acme/web", "acme/web", "acme/web", "zeta/api"]
    assert len(evidence(index, only_hit(index), limit=20)) == 9


def test_evidence_can_be_asked_from_a_date_on(open_world):
    index = open_world([commit(1, month=1), commit(2, month=3)])

    assert [item.at.month for item in evidence(index, only_hit(index), since=date(2024, 2, 1))] == [3]


def test_values_of_all_evidence_are_the_score(open_world):
    index = open_world([commit(1, paths=["web/a.py"]), commit(2, month=4, paths=["web/a.py"])])
    hit = only_hit(index)

    assert sum(item.value for item in evidence(index, hit)) == pytest.approx(hit.score, abs=2e-6)


def test_every_part_can_be_traced_to_its_acts(open_world):
    issue = {"who": "ada_l", "repo": "acme/web", "kind": "issue", "title": "It hangs", "labels": ["websocket"]}
    index = open_world(
        [
            commit(1, paths=["web/websocket.py"]),
            commit(2, paths=["web/websocket.py"], title="Tidy up", month=2),
            commit(3, title="Tidy up more", month=3),
            {**issue, "number": 4, "at": datetime(2024, 4, 1)},
            {**issue, "number": 5, "at": datetime(2024, 5, 1)},
        ]
    )
    hit = only_hit(index, "websocket", explain=True)

    traced = {
        part.label: [a.at.month for a in acts_behind(index, 0, DocumentShare(part.kind, part.doc, 1.0))]
        for part in hit.parts
    }

    assert traced["area acme/web: web/websocket.py"] == [2, 1]
    assert traced["area acme/web: label websocket"] == [5, 4]
    assert traced["title acme/web: Route websockets"] == [1]
    assert all(traced.values())


def test_a_document_of_somebody_else_has_no_acts_behind_it(open_world):
    index = open_world([commit(1), commit(2, who="bob_k", title="Tidy up")])

    assert acts_behind(index, 0, DocumentShare("title", 1, 1.0)) == ()


def test_a_persons_acts_are_listed_newest_first(open_world):
    push = {"who": "ada_l", "repo": "acme/web", "kind": "push", "at": datetime(2024, 4, 1), "count": 3}
    index = open_world([commit(1), commit(2, month=3), push])

    listed = acts_of(index, 0, limit=2)

    assert [(item.kind, item.at.month, item.times, item.title) for item in listed] == [
        ("push", 4, 3, None),
        ("commit", 3, 1, "Route websockets"),
    ]
    assert listed[0].to_dict()["sha"] is None


def test_a_limit_below_one_is_refused_for_evidence(open_world):
    index = open_world([commit(1)])

    with pytest.raises(UsageError):
        evidence(index, only_hit(index), limit=0)
    with pytest.raises(UsageError):
        acts_of(index, 0, limit=0)
