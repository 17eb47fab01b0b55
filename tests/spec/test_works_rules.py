"""What a person page says they made elsewhere: one test a rule; each person of one small lake is about one rule."""

import json
from datetime import date, datetime
from types import SimpleNamespace

import pytest
from tests.identity_lake import LakeBuilder, write_rows
from tests.told_works import TOLD_AT, filled, work

from handiwork.app import Handiwork
from handiwork.app.person import profile_of
from handiwork.config import Settings
from handiwork.faces.present import person_view, search_view
from handiwork.lake.store import Lake
from handiwork.search import SearchOptions

LATER = datetime(2024, 6, 20)
PEOPLE = ("ada_l", "bob_b", "cyd_m", "dan_d", "eve_e", "fay_f", "gus_g", "hal_h", "ida_i", "jon_j", "kim_k", "lea_l")


def populated(root):
    """Return a world of people who each made a repository, and whose accounts on PyPI their profiles prove."""
    world = LakeBuilder(root / "lake")
    for number, login in enumerate(PEOPLE, 1):
        world.event("CreateEvent", (number, login), (number + 100, f"{login}/tool"), ref_type="repository")
    return world


def is_pypi(world, *logins):
    for login in logins:
        world.says(f"pypi:{login}_pypi", f"login:{login}")


def indexed(world, home):
    """Build the index of a world's rows; return the app's settings and a function that tells pages."""
    write_rows(Lake(world.root), "world", world.rows)
    settings = Settings(home=home, threads=1, memory_limit_mib=512)

    def page(login, *, suppressed=(), again=False):
        with Handiwork(settings) as app:
            for each in suppressed:
                app.suppress(each)
            if again:
                app.build_index(built_on=date(2024, 7, 1))
            return person_view(profile_of(app, login, limit=5))

    with Handiwork(settings) as app:
        path = app.build_index(built_on=date(2024, 7, 1))
    return SimpleNamespace(page=page, settings=settings, path=path)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Return the index of one world; who is asked about which rule is told where it is written."""
    home = tmp_path_factory.mktemp("home")
    world = populated(home)
    is_pypi(world, "ada_l", "cyd_m", "dan_d", "eve_e", "fay_f", "gus_g")
    facts = {"typed": True, "classifiers": ["x"], "likes": 3, "authors": ["Zoë Z"]}
    work(world, "package:web", people={"pypi:ada_l_pypi": "owner+maintainer", "pypi:zoe_z": "owner"}, facts=facts)
    work(world, "package:bobs", people={"pypi:bob_b": "owner"})
    work(world, "model:x/one", people={"pypi:cyd_m_pypi": "owner", "huggingface:cyd_m": "owner"})
    of_dan = {"pypi:dan_d_pypi": "owner"}
    work(world, "package:twice", people=of_dan, title="Old", licence="MIT")
    work(world, "package:twice", people=of_dan, title="New", seen_at=LATER, source="https://b.example")
    work(world, "package:twice", people=of_dan, title="Newer", seen_at=LATER, source="https://a.example")
    for name, at in (("a", None), ("b", datetime(2020, 1, 1)), ("c", datetime(2024, 1, 1))):
        work(world, f"package:{name}", people={"pypi:eve_e_pypi": "owner"}, at=at)
    made = {"fay_f/b": "metadata", "fay_f/c": "mention"}
    work(world, "package:fays", people={"pypi:fay_f_pypi": "owner"}, made=made)
    work(world, "package:fays", made={"Fay_F/b": "attestation", "fay_f/a": "metadata"}, source="https://other.example")
    world.says("huggingface:gus-models", "login:gus_g")
    work(world, "talk:clockconf/t1", people={"github:8": "speaker"})
    work(world, "talk:clockconf/t2", people={"login:ida_i": "speaker"})
    world.account((30, "ida_i"), at=datetime(2023, 1, 1))
    world.account((30, "moved_on"), at=datetime(2024, 6, 1))
    for name, at in (("Jon", TOLD_AT), ("Jon J", LATER)):
        world.profile("github:10", name, seen_at=at, handle="jon_j")
    return indexed(world, home)


def works(view):
    return [(one["work"], one["roles"], one["link"]["status"], one["link"]["strength"]) for one in view["works"]]


def test_a_work_is_shown_with_the_strength_and_the_reasons_of_the_link(told):
    view = told.page("ada_l")
    assert works(view) == [("package:web", ["owner", "maintainer"], "accepted", 0.95)]
    assert view["works"][0]["link"]["reasons"] == ["profile_link"]
    assert view["possible"] == {"accounts": [], "works": []}


def test_facts_about_others_and_facts_that_were_not_chosen_are_not_told(told):
    view = told.page("ada_l")
    assert view["works"][0]["facts"] == {"typed": True}
    assert "zoe" not in json.dumps(view).lower()


def test_what_may_be_theirs_is_never_among_what_is_theirs(told):
    view = told.page("bob_b")
    assert (view["accounts"], view["works"]) == ([], [])
    assert [(one["work"], one["link"]["strength"]) for one in view["possible"]["works"]] == [("package:bobs", 0.5)]
    assert view["possible"]["accounts"][0]["accept"] == "handiwork identity accept bob_b pypi:bob_b"


def test_an_accepted_link_wins_over_a_possible_one_in_the_same_part_of_the_same_work(told):
    view = told.page("cyd_m")
    assert works(view) == [("model:x/one", ["owner"], "accepted", 0.95)]
    assert view["possible"]["works"] == []
    assert [link["account"] for link in view["possible"]["accounts"]] == ["huggingface:cyd_m"]


def test_a_work_told_twice_is_as_it_was_told_last_and_then_as_the_first_source_tells_it(told):
    (one,) = told.page("dan_d")["works"]
    assert (one["title"], one["licence"], one["seen_at"], one["source"]) == (
        "Newer",
        None,
        "2024-06-20T00:00:00Z",
        "https://a.example",
    )


def test_works_are_told_newest_first_and_those_without_a_date_last(told):
    assert [one["title"] for one in told.page("eve_e")["works"]] == ["c", "b", "a"]


def test_a_repository_is_told_with_its_best_proof_and_a_mention_is_no_proof(told):
    (one,) = told.page("fay_f")["works"]
    assert one["repositories"] == [
        {"repo": "Fay_F/b", "proof": "attestation"},
        {"repo": "fay_f/a", "proof": "metadata"},
    ]


def test_an_account_that_is_linked_and_was_never_asked_about_says_how_to_ask(told):
    rows = {row["origin"]: row for row in told.page("gus_g")["origins"]}
    assert (rows["huggingface"]["status"], rows["huggingface"]["ask"]) == (
        "not observed",
        "handiwork ingest huggingface gus-models",
    )


def test_a_work_that_names_the_github_account_itself_is_theirs(told):
    assert works(told.page("hal_h")) == [("talk:clockconf/t1", ["speaker"], "accepted", 1.0)]


def test_a_work_that_names_a_login_is_who_has_it_now_not_who_had_it(told):
    assert told.page("ida_i")["works"][0]["link"] == {
        "account": "login:ida_i",
        "status": "accepted",
        "strength": 1.0,
        "reasons": ["same_account"],
    }
    assert told.page("moved_on")["works"] == []


def test_the_profile_is_the_newest_that_github_told_and_nothing_where_it_was_not_asked(told):
    profile = told.page("jon_j")["profile"]
    assert (profile["name"], profile["is_hireable"], profile["seen_at"]) == ("Jon J", None, "2024-06-20T00:00:00Z")
    assert told.page("kim_k")["profile"] is None


def test_an_origin_that_told_nothing_of_an_account_of_theirs_was_not_observed(told):
    rows = {row["origin"]: row for row in told.page("ada_l")["origins"]}
    assert (rows["pypi"]["status"], rows["pypi"]["asked_at"]) == ("observed", "2024-06-01T08:00:00Z")
    assert rows["pypi"]["data_licences"] == ["terms of packages"]
    assert {name for name, row in rows.items() if row["status"] == "not observed"} == set(rows) - {"pypi"}
    assert rows["github"]["ask"] == "handiwork ingest github --person ada_l"
    assert [row["status"] for row in told.page("jon_j")["origins"]] == ["observed", *["not observed"] * 4]


def test_a_search_counts_accepted_works_by_kind(told):
    with Handiwork(told.settings) as app:
        hits = search_view(app.search("tool", options=SearchOptions(limit=20)))["hits"]
    counted = {hit["login"]: hit["works"] for hit in hits}
    assert {login: found for login, found in counted.items() if found} == {
        "ada_l": {"package": 1},
        "cyd_m": {"model": 1},
        "dan_d": {"package": 1},
        "eve_e": {"package": 3},
        "fay_f": {"package": 1},
        "hal_h": {"talk": 1},
        "ida_i": {"talk": 1},
    }
    assert set(PEOPLE) <= set(counted)


def test_nothing_is_shown_of_who_is_left_out_and_their_name_on_what_others_share_is_covered(tmp_path):
    made = indexed(filled(tmp_path), tmp_path)
    assert made.page("bob_b")["works"][0]["title"] == "Ada_Models/tiny"
    view = made.page("bob_b", suppressed=["ada_l"], again=True)
    (one,) = view["works"]
    assert (one["work"], one["title"]) == ("model:(suppressed)/tiny", "(suppressed)/tiny")
    assert (one["url"], one["source"], one["roles"]) == (None, None, ["author"])
    assert "ada_" not in json.dumps(view).lower()
    kept = b"".join(path.read_bytes() for path in made.path.parent.glob("*/*.arrow") if path.parent != made.path)
    assert b"ada_" not in kept.lower()


def test_who_is_left_out_is_covered_before_the_index_is_built_again(tmp_path):
    world = populated(tmp_path)
    for login in ("ada_l", "bob_b"):
        world.says(f"huggingface:{login}", f"login:{login}")
    work(
        world,
        "model:Ada_L/tiny",
        title="Ada_L/tiny",
        people={"huggingface:ada_l": "owner", "huggingface:bob_b": "author"},
        made={"ada_l/tool": "metadata"},
        facts={"base_models": [{"name": "ada_l/base"}, {"name": "cyd_m/base"}]},
    )
    view = indexed(world, tmp_path).page("bob_b", suppressed=["ada_l"])
    (one,) = view["works"]
    assert one["facts"]["base_models"] == [{"name": "cyd_m/base"}]
    assert one["repositories"] == [{"repo": "(suppressed)/tool", "proof": "metadata"}]
    assert "ada_l" not in json.dumps(view).lower()


def test_a_lake_that_nothing_was_told_in_makes_the_index_it_always_made_and_the_page_says_not_observed(tmp_path):
    made = indexed(populated(tmp_path), tmp_path)
    names = {path.name for path in made.path.iterdir()}
    assert {name for name in names if name.split(".")[0] in {"accounts", "works", "asked", "profiles"}} == set()
    view = made.page("ada_l")
    assert (view["profile"], view["accounts"], view["works"]) == (None, [], [])
    assert {row["status"] for row in view["origins"]} == {"not observed"}
    assert "told" not in json.loads((made.path / "manifest.json").read_text())["counts"]
    with Handiwork(made.settings) as app:
        hits = search_view(app.search("tool", options=SearchOptions()))["hits"]
    assert {hit["works"] for hit in hits} == {None}
